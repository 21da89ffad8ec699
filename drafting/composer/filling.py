"""A past sentence becoming this period's: slots filled with tokens, clauses without their figure marked or dropped."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from drafting.composer.matching import Fill, Part, Place
from drafting.composer.prose import Clause, Sentence, items_of
from drafting.composer.stencil import is_slot, slots_in
from drafting.figure_writing import Direction, change_of
from drafting.tokens import token
from knowledge_base.report import Slot

#: A hedge of last year's figure; this year's brings its own.
_HEDGE_BEFORE = re.compile(r"(?:大约|约|将近|近|超过|突破|逾|不少于|至少|累计超)$")
#: Units of a change that is a proportion already.
_PROPORTIONS = frozenset({"%", "‰", "个百分点", "倍", "番", ""})
_HEDGE_AFTER = re.compile(r"^(?:余|多|左右|以上)")
_CHANGE_LEAD = re.compile(
    r"(?P<comparison>同比|较上年同期|比上年同期|较去年同期|比去年同期|较上年|比上年|较去年|比去年)?"
    r"(?:大幅|稳步|明显|显著|小幅)?(?:增长|增加|上升|提高|提升|下降|减少|降低|下滑|回落|多|少|增幅达?|降幅达?)?了?$"
)
_MULTIPLE_LEAD = re.compile(r"(?:是|为|达到?)?(?:上年同期|去年同期|上年|去年)的$")
_FROM_TO = re.compile(
    r"(?:由|从)(?:上年|去年|上年同期|去年同期)?的?(?P<old>.)"
    r"(?:增至|增加到|增长到|提高到|提升到|上升到|上升至|提升至|提高至|降至|下降到|下降至|减少到|减至)(?P<new>.)"
)
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_VERB = re.compile(
    r"^.*?(?:服务保障|召开|开展|举办|组织|完成|办理|发放|处理|处置|撰写|编发|编印|印发|起草|转发|培训|发展|确定|新建|建立|成立|"
    r"选派|选拔|走访|排查|整改|修订|制定|评选|推荐|接待|配合|迎接|实现|设立|引进|签约|新增|化解|解决|累计|现有|共有)"
)
#: A verb that several counted things share, and such a thing (党员大会6次) without one.
_PASSED_ON = re.compile(r"^(?:全年|累计|共|先后)?(?:组织召开|组织开展|召开|开展|举办|组织|办理|完成)")
_COUNTED_NOUN = re.compile(r"^[^，、□]{2,14}□$")
#: After the last figure of a list, a measure word's noun at most; anything longer belongs to the whole list.
_LONGEST_TAIL = 4
#: A clause that only leads to another one.
_PREPOSITION = re.compile(
    r"^(?:作为|对于|针对|围绕|通过|随着|按照|根据|结合|聚焦|自|当|为了|由于|致使|导致|对照|在.*[中下后]$)"
)
#: What a clause opens with when it tells the result of the one before it, and means nothing on its own.
_RESULT = re.compile(
    r"^(?:有效|切实|其(?!他)|致使|导致|该|进一步|不断|确保|推动|促进|使|让|形成|营造|其中|占|较|比上|同比|增长|下降|达|均|并|且|从而|以此|为.{2,20}(?:奠定|提供|打下|打好|作出|贡献))"
)
#: What says nothing without the clause that follows it.
_LEAD_ONLY = re.compile(
    r"^(?:20\d\d年|今年以来|一年来|半年来|全年|上半年|下半年|目前|截至目前|据统计|其中|同时|此外|累计|年内|在此基础上|期间)*[，,：:、]?$"
)


@dataclass(frozen=True, slots=True)
class Filler:
    """Fills sentences. ``wanted`` tells of a slot without a figure whether the report needs it (marked 【待补：…】)."""

    slots: Mapping[str, Slot]
    fills: Mapping[str, Fill]
    wanted: Callable[[Slot], bool]

    def sentence(self, sentence: Sentence) -> Sentence | None:
        """Return the sentence filled, or None where nothing of it is left to say."""
        return rebuilt(self._with_verbs(sentence), self.clause, self._states)

    def _with_verbs(self, sentence: Sentence) -> Sentence:
        """Return a sentence in which a clause to be dropped has passed its verb on: 召开A会1次，B会6次 without A."""
        clauses = list(sentence.clauses)
        for place, (clause, following) in enumerate(pairwise(sentence.clauses)):
            verb = _PASSED_ON.match(clause.text)
            if not verb or not slots_in(clause.text) or self.clause(clause.text) is not None:
                continue
            if _COUNTED_NOUN.match(_slots_as_mark(following.text)) and not _VERB.match(following.text):
                clauses[place + 1] = replace(following, text=verb[0] + following.text)
        return replace(sentence, clauses=tuple(clauses))

    def clause(self, text: str) -> str | None:
        """Return a clause filled, or None where it only stated a figure that is missing."""
        text = _BRACKETS.sub(self._bracketed, text)
        if not slots_in(text):
            return text
        if "分别" in text and not all(character in self.fills for character in slots_in(text)):
            return None  # A、B分别增长{8}和{9}: with one of them missing the other would be told of both
        items = items_of(text)
        if sum(1 for item in items if slots_in(item)) >= 2:
            return self._list(items)
        return self._filled(text)

    def _states(self, text: str) -> bool:
        return any(character in self.fills or self.wanted(self.slots[character]) for character in slots_in(text))

    def _bracketed(self, match: re.Match[str]) -> str:
        if not slots_in(match[0]):
            return match[0]
        parts = [self.clause(part) for part in re.split(r"[，；]", match[0][1:-1])]
        kept = [part for part in parts if part]
        return f"{match[0][0]}{'，'.join(kept)}{match[0][-1]}" if kept else ""

    def _list(self, items: Sequence[str]) -> str | None:
        """Return a list of stated items (党员大会6次、支委会7次) without those whose figure is missing.

        The first item carries the verb of all: where it goes, the verb passes to the one after it.
        """
        verb = _VERB.match(items[0])
        kept: list[str] = []
        for place, item in enumerate(items):
            filled = self._filled(item) if slots_in(item) else item
            if filled is None:
                if place == len(items) - 1 and len(item.split(slots_in(item)[-1])[-1]) > _LONGEST_TAIL:
                    return None  # the verb of all stands at the end: A、B、{C}精神作为首要政治任务
                continue
            if place and not kept and verb and not slots_in(verb[0]) and not filled.startswith(verb[0]):
                filled = verb[0] + filled
            kept.append(filled)
        return "、".join(kept) if kept and any(slots_in(item) for item in items) else None

    def _filled(self, text: str) -> str | None:
        characters = slots_in(text)
        if not any(character in self.fills for character in characters):
            missing = [c for c in characters if Place(c, self.slots[c], *text.split(c, 1)).part is Part.VALUE]
            if not any(self.wanted(self.slots[character]) for character in missing):
                return None
        text = self._from_to(text)
        for character in slots_in(text):
            text = self._put(text, character)
        return text

    def _from_to(self, text: str) -> str:
        """Return the text with 由9次增至11次 put right: its verb follows the sign, and without a base it is 达到11次."""
        match = _FROM_TO.search(text)
        if match is None or match["new"] not in self.fills:
            return text
        figure = self.fills[match["new"]].figure
        old = self.fills.get(match["old"])
        direction = change_of(figure).direction if not change_of(figure).problem else Direction.LEVEL
        if old is None or direction is Direction.LEVEL:
            return text[: match.start()] + "达到" + match["new"] + text[match.end() :]
        verb = "增至" if direction is Direction.UP else "降至"
        return text[: match.start()] + "由" + match["old"] + verb + match["new"] + text[match.end() :]

    def _put(self, text: str, character: str) -> str:
        before, after = text.split(character, 1)
        fill = self.fills.get(character)
        part = Place(character, self.slots[character], before, after).part
        if fill is None:
            return _unfilled(before, after, self.slots[character], part)
        after = _HEDGE_AFTER.sub("", after)
        if fill.part in (Part.CHANGE, Part.MULTIPLE):
            lead = (_MULTIPLE_LEAD if fill.part is Part.MULTIPLE else _CHANGE_LEAD).search(before)
            comparison = (lead["comparison"] or "") if lead and fill.part is Part.CHANGE else ""
            before = before[: lead.start()] if lead else before
            # 企业党支部51个，比上年增加4个 told by how many: a percentage of so few says less
            counted = fill.part is Part.CHANGE and self.slots[character].unit not in _PROPORTIONS
            form = "difference" if counted else "change"
            return before + (comparison if comparison != "同比" else "") + token(fill.figure, form) + after
        form = "previous" if fill.part is Part.PREVIOUS else ""
        return _HEDGE_BEFORE.sub("", before) + token(fill.figure, form) + after


def _slots_as_mark(text: str) -> str:
    return "".join("□" if is_slot(character) else character for character in text)


def _unfilled(before: str, after: str, slot: Slot, part: Part) -> str:
    """Return a clause without a change or base that cannot be stated, or with a mark where its value is missing."""
    if part is Part.VALUE:
        if before.endswith("}}"):
            return before + after  # 18户50人: the second figure only adds to the first
        name = slot.name or "数据"
        measure = re.search(rf"[十百千万亿]*{re.escape(slot.unit)}$", slot.text)  # 亿元, where the slot's unit is 元
        unit = measure[0] if measure else slot.unit
        if unit[:1] in tuple("十百千万亿"):  # 【待补：税收】万元 would leave 万元 to be read as ten thousand yuan
            name, unit = f"{name}（{unit}）", ""
        return f"{_HEDGE_BEFORE.sub('', before)}【待补：{name}】{unit}{_HEDGE_AFTER.sub('', after)}"
    pattern = _MULTIPLE_LEAD if part is Part.MULTIPLE else _CHANGE_LEAD
    lead = pattern.search(before)
    kept = before[: lead.start()] if lead else before
    return re.sub(r"(?:由|从)?(?:上年同期|去年同期|上年|去年)?(?:的|为|是)?$", "", kept) + after


def rebuilt(
    sentence: Sentence, transform: Callable[[str], str | None], states: Callable[[str], bool] = bool
) -> Sentence | None:
    """Return a sentence of the clauses that ``transform`` keeps, or None where nothing is left to say.

    A clause that only tells the result of a dropped one goes with it, unless ``states`` says that it stands on its own.
    """
    if sentence.kept:
        return sentence
    clauses: list[Clause] = []
    lost = False
    for clause in sentence.clauses:
        text = transform(clause.text)
        if text is None:
            lost = True
        elif not (lost and _RESULT.match(text) and not states(clause.text)):
            clauses.append(Clause(text.removeprefix("其中") if lost else text, clause.end))
            lost = False
    return _whole(clauses, sentence, dropped=len(clauses) < len(sentence.clauses))


def _whole(clauses: list[Clause], original: Sentence, *, dropped: bool) -> Sentence | None:
    """Return the kept clauses as one sentence, or None where only a lead-in is left of them."""
    while clauses and (clauses[-1].end[:1] in ("：", ":") or _LEAD_ONLY.match(clauses[-1].text)) and dropped:
        clauses.pop()
    if not clauses or _LEAD_ONLY.match("".join(clause.text for clause in clauses)):
        return None
    if dropped and len(clauses) == 1 and _PREPOSITION.match(clauses[0].text) and "{{" not in clauses[0].text:
        return None
    first = re.sub(r"^(?:并|且|其中)(?=[^不且非])", "", clauses[0].text) if dropped else clauses[0].text
    clauses[0] = replace(clauses[0], text=first)
    clauses[-1] = replace(clauses[-1], end=original.clauses[-1].end)
    return Sentence(tuple(clauses))
