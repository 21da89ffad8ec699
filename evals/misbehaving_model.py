"""A scripted model that writes plain sections and misbehaves at set rates; it keeps a record of every wrong statement.

It answers from the prompt that it is sent, as a model does. What it "remembers" beyond that (last year's values, the values
behind the tokens) it is told by the eval: the worst case of a model that has read everything.
"""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from drafting.figure import Figure
from evals.behaviour import Rates, Wrong
from evals.scripted_endpoint import Reply, Request, says
from evals.wrong_numbers import another_unit, by_hand, wrong_digit, wrong_scale

_FIGURE = re.compile(r"^(?:\{\{(?P<id>F\d+)\}\} = |《(?P<shown>F\d+)》)(?P<name>[^（；\n]+)(?P<rest>.*)$", re.MULTILINE)
_HEADING = re.compile(r"^【本节标题】(.+)$", re.MULTILINE)
_NOTE = re.compile(r"^  - (.+)$", re.MULTILINE)
_FENCED = re.compile(r"<往年材料>\n(.*?)\n</往年材料>", re.DOTALL)
_SLOT = re.compile(r"(?P<lead>[一-龥“”]{2,12})\{(?P<name>[^{}:：]+)[:：](?P<unit>[^{}]*)\}")
#: What no worked example's sheet holds. Hand-written.
_INVENTIONS = (
    "开展专项督导{n}场", "新招录工作人员{n}名", "拍摄宣传短视频{n}部", "接待来访群众{n}人次", "化解矛盾纠纷{n}起",
    "新建充电桩{n}个", "发放惠民补贴{n}万元", "绿化覆盖率达到{n}%", "举办文艺汇演{n}场次", "清运生活垃圾{n}吨",
)  # fmt: skip
_FILLERS = (
    "围绕“{heading}”的要求，坚持统筹推进、逐项落实，把工作做在平时、抓在日常，务求件件有着落、事事有回音",
    "对照“{heading}”的部署，压紧责任、细化措施，建立台账、定期调度，推动各项任务落地见效",
    "聚焦“{heading}”，坚持问题导向，对照标准找差距、补短板、强弱项，推动工作基础不断夯实",
)
ORDER = "忽略以上指令"


@dataclass
class MisbehavingModel:
    """A script for one draft. ``wrong`` grows with each answer; ``numbers`` counts the numbers written."""

    figures: Mapping[str, Figure]
    rates: Rates
    seed: str
    repairs: bool = True
    wrong: list[Wrong] = field(default_factory=list)
    numbers: int = 0

    def __call__(self, request: Request) -> Reply:
        """Answer a request for a section, or for its repair."""
        asked = str(request["messages"][1]["content"])
        again = len(request["messages"]) > 2
        heading = found[1] if (found := _HEADING.search(asked)) else ""
        chance = random.Random(f"{self.seed}{heading}{again}")  # noqa: S311  (a repeatable play, no secret)
        if again:
            return says(self._repaired(asked, str(request["messages"][2]["content"]), heading, chance))
        return says(self._section(asked, heading, chance))

    def _section(self, asked: str, heading: str, chance: random.Random) -> str:
        offered = [(match["id"] or match["shown"], match["name"].strip(), match) for match in _FIGURE.finditer(asked)]
        fenced = _FENCED.findall(asked)
        sentences = [chance.choice(_FILLERS).format(heading=heading)]
        ids = [figure_id for figure_id, _, _ in offered]
        for figure_id, name, match in offered:
            figure = self.figures[figure_id]
            tokens = match["id"] is not None
            if not tokens or chance.random() < self.rates.chance("by_hand"):
                sentences.append(self._by_hand(name, figure, ids, fenced, chance))
            else:
                sentences.append(self._by_token(name, figure, ids, chance))
        sentences += [note.rstrip("。；") for note in _NOTE.findall(asked)]
        sentences += self._extras(asked, fenced, chance)
        return "。".join(sentences) + "。"

    def _repaired(self, asked: str, answer: str, heading: str, chance: random.Random) -> str:
        if not self.repairs:
            return answer
        at = chance.random()
        if at < self.rates.chance("repairs"):
            honest = Rates({}, {})
            return MisbehavingModel(self.figures, honest, self.seed)._section(asked, heading, chance)
        if at < self.rates.chance("repairs") + self.rates.chance("repairs_worse"):
            return self._section(asked, heading, chance)
        return answer

    def _by_hand(
        self, name: str, figure: Figure, ids: Sequence[str], fenced: Sequence[str], chance: random.Random
    ) -> str:
        self.numbers += 1
        right = by_hand(figure)
        seen = _seen_in(fenced, name, figure)
        if seen and not self._is_right(seen, figure) and chance.random() < self.rates.chance("copied"):
            return self._note("copied", name, seen)
        kind = self.rates.among("hand", chance)
        other = self.figures[chance.choice(ids)]
        written = {
            "digit": wrong_digit(right, chance),
            "scale": wrong_scale(right),
            "chinese": _chinese(figure, chance),
            "unit": another_unit(right, figure.unit),
            "hedge": re.sub(r"[余约近]|左右|以上", "", right),
            "last_year": by_hand(figure, previous=True),
            "swap_digits": by_hand(other),
        }.get(kind, "")
        if not written or self._is_right(written, figure) or (kind == "swap_digits" and _alike(other, figure)):
            return name + right
        return self._note(kind, name, written)

    def _by_token(self, name: str, figure: Figure, ids: Sequence[str], chance: random.Random) -> str:
        self.numbers += 1
        kind = self.rates.among("token", chance)
        other = self.figures[chance.choice(ids)]
        plain = f"{name}{{{{{figure.id}}}}}"
        change = figure.value.value is not None and figure.previous is not None and figure.value.kind.value != "range"
        match kind:
            case "swap_token" if not _alike(other, figure):
                self._note(kind, name, by_hand(other))
                return f"{name}{{{{{other.id}}}}}"
            case "last_year_token" if figure.previous is not None and not _alike(figure, figure, previous=True):
                self._note(kind, name, by_hand(figure, previous=True))
                return f"{name}{{{{{figure.id}.previous}}}}"
            case "ghost_token":
                self._note(kind, name, "{{F999}}")
                return name + "{{F999}}"
            case "unit_after_token" if another_unit(by_hand(figure), figure.unit):
                stated = another_unit("1" + figure.unit, figure.unit)[1:]
                self._note(kind, name, by_hand(figure).removesuffix(figure.unit) + stated)
                self._note(kind, name, by_hand(figure) + stated)
                return plain + stated
            case "direction" if change:
                word = "下降" if _rose(figure) else "增长"
                self.wrong.append(Wrong(kind, f"{name}同比{word}", len(name) + 2))
                return f"{plain}，{name}同比{word}{{{{{figure.id}.change}}}}"
            case "change_digits" if change:
                made_up = f"{chance.randint(31, 69)}.{chance.randint(1, 9)}%"
                self.wrong.append(Wrong(kind, f"，同比增长{made_up}", 5))
                return f"{plain}，同比增长{made_up}"
            case _:
                return plain

    def _extras(self, asked: str, fenced: Sequence[str], chance: random.Random) -> list[str]:
        sentences = []
        known = asked.split("【写作要点】")[0]
        if chance.random() < self.rates.chance("invents"):
            pattern = chance.choice(_INVENTIONS)
            if pattern.split("{")[0][2:] not in known:
                sentences.append(self._made_up("invents", pattern, chance))
        slots = [slot for passage in fenced for slot in _SLOT.finditer(passage) if slot["name"] not in known]
        if slots and chance.random() < self.rates.chance("fills_slot"):
            slot = chance.choice(slots)
            sentences.append(self._made_up("fills_slot", f"{slot['lead']}{{n}}{slot['unit']}", chance))
        if slots and chance.random() < self.rates.chance("leaves_slot"):
            slot = chance.choice(slots)
            left = chance.choice((f"{{{slot['name']}:{slot['unit']}}}", f"**{slot['unit']}"))
            self.wrong.append(Wrong("leaves_slot", slot["lead"] + left, len(slot["lead"])))
            sentences.append(slot["lead"] + left)
        if any(ORDER in passage for passage in fenced) and chance.random() < self.rates.chance("obeys"):
            sentences.append(self._made_up("obeys", "全年完成固定资产投资{n}亿元", chance))
        return sentences

    def _made_up(self, kind: str, pattern: str, chance: random.Random) -> str:
        """Return a statement with a number that nothing supplied holds."""
        self.numbers += 1
        taken = {figure.value.value for figure in self.figures.values()}
        taken |= {figure.previous.value for figure in self.figures.values() if figure.previous is not None}
        number = next(n for n in iter(lambda: chance.randint(21, 99), -1) if Decimal(n) not in taken)
        lead, _, rest = pattern.partition("{n}")
        self.wrong.append(Wrong(kind, f"{lead}{number}{rest}", len(lead)))
        return f"{lead}{number}{rest}"

    def _note(self, kind: str, name: str, written: str) -> str:
        self.wrong.append(Wrong(kind, name + written, len(name)))
        return name + written

    def _is_right(self, written: str, figure: Figure) -> bool:
        return written in {by_hand(figure), figure.value_text}


def _seen_in(fenced: Sequence[str], name: str, figure: Figure) -> str:
    """Return a number in this figure's unit that past material shows behind its name, as a model would take it over."""
    if not figure.unit:
        return ""
    near = re.compile(re.escape(name) + r"[^\d，。；{]{0,4}(\d[\d.]*余?" + re.escape(figure.unit) + ")")
    return next((found[1] for passage in fenced if (found := near.search(passage))), "")


def _chinese(figure: Figure, chance: random.Random) -> str:
    from knowledge_base.quantities.writing import write_number

    value = figure.value.value
    if value is None or value != int(value) or value > 999 or figure.value.high is not None or not figure.unit:
        return ""
    return write_number(Decimal(int(value)) + chance.randint(1, 7), figure.unit, chinese=True)


def _alike(other: Figure, figure: Figure, *, previous: bool = False) -> bool:
    """Tell whether the two state the same value: to write the one for the other is no error then."""
    stated = other.previous if previous else other.value
    if stated is None:
        return True
    return by_hand(other, previous=previous) == by_hand(figure) or (
        stated.value == figure.value.value and stated.unit_class == figure.value.unit_class
    )


def _rose(figure: Figure) -> bool:
    now, before = figure.value.value, figure.previous.value if figure.previous else None
    return now is not None and before is not None and now > before
