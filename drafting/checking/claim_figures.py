"""The figures that an implicit claim rests on: a rate for 全覆盖, a count for 零事故, what was done for 已全部整改."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from drafting.checking.agreement import agreement
from drafting.checking.binding import LIKELY, SURE, holds_in_order, name_score
from drafting.checking.finding import Verdict
from drafting.checking.wording import quoted
from drafting.figure import Figure
from knowledge_base.quantities.indicator_names import half_said, pairs_of
from knowledge_base.quantities.mention import Hedge, Kind, Mention
from knowledge_base.quantities.reader import read

_RANKED = re.compile(r"(?:位居|位列|排名|名列|居|列|排)?(?:全国|全省|全市|全县|全区|同类园区)?$")
_STEM = 2
_REST = re.compile(r"(?:其余|余下|剩余|其他)[^，。；]{0,6}\Z")
_DONE = re.compile(
    r"(?:(?<!平)均已|都已|(?<!平)均|悉数|都)(?:按期|按时|及时|如期|已)?(?P<verb>整改|办结|完成|解决|销号|办复|化解|答复|处置|落实|采纳)"
)


@dataclass(frozen=True, slots=True)
class Done:
    """What was done against what there was to do."""

    verb: str
    whole: Figure
    part: Figure

    @property
    def is_full(self) -> bool:
        """Tell whether all was done."""
        return self.whole.value.value == self.part.value.value

    @property
    def reason(self) -> str:
        """Say in Chinese what the data give."""
        return f"数据表中{quoted(self.whole.name)}为{self.whole.value_text}，{quoted(self.part.name)}为{self.part.value_text}"


def claimed_figure(text: str, mention: Mention, indicator: str, figures: Sequence[Figure]) -> Figure | None:
    """Return the figure that a claim is about: a percent for 全覆盖, a count for 零事故, a rank for 第一.

    The same claim of the same thing comes first; a measured figure must be named by the claim's own words.
    """
    claims = [figure for figure in figures if figure.value.kind is Kind.IMPLICIT_CLAIM]
    same = [figure for figure in claims if figure.value.value == mention.value and figure.value.unit == mention.unit]
    clause = re.split(r"[，,。；;\n]", text[: mention.start])[-1] if mention.unit == "位" else ""
    for figure in same:
        ranked = any(pair in clause for pair in pairs_of(_RANKED.sub("", figure.name)))
        if ranked or figure.name == indicator or name_score(indicator, figure.name) >= LIKELY:
            return figure
    if not indicator and any(figure.value.canonical == mention.canonical for figure in same):
        return same[0]
    unnamed = [figure for figure in same if figure.value.canonical == mention.canonical and not figure.name]
    if unnamed:  # 零事故 alone is supplied, and the draft says 安全生产零事故
        return unnamed[0]
    measured = [figure for figure in figures if _measures_claim(figure.value, mention)]
    # 96件全部办结 speaks of the 办结率.
    # 零火灾 names its thing itself: the words before it belong to another number.
    own = _HAPPENING.sub("", _ZERO.sub("", mention.text)) if mention.text.strip('“"').startswith("零") else ""
    words = (own and "零" + own) or indicator + mention.text + re.split(
        r"[，,。；、]", text[mention.end : mention.end + 4]
    )[0]
    return max(
        (figure for figure in measured if _names_claim(figure.name, own or indicator, words, figure.value.unit)),
        # 零事故、零投诉: the claim's own noun comes before what stands around it.
        key=lambda figure: (_stem(figure) in mention.text, name_score(indicator, figure.name)),
        default=None,
    )


def done_in_full(text: str, start: int, end: int, figures: Sequence[Figure], verb: str = "") -> Done | None:
    """Return what 已全部整改 at ``text[start:end]`` rests on, or None where the data do not say both sides."""
    verb = (
        verb
        or re.sub(
            r"^(?:按期|按时|如期|及时|已经?|完成|得到|予以|进行)+(?=[\u4e00-\u9fff]{2})", "", text[end : end + 8]
        )[:2]
    )
    sentence = text[_sentence_start(text, start) : start]
    told = [mention for mention in read(sentence) if mention.kind is Kind.COUNT]
    counted = [figure for figure in figures if figure.value.kind is Kind.COUNT]
    wholes = [
        figure
        for figure in counted
        if (figure.value_text in sentence or _is_told(figure, told))
        and (verb not in figure.name or figure.name.endswith("总数"))
    ]
    wholes.sort(key=lambda figure: -sentence.rfind(figure.value_text))  # the one just spoken of
    done = [figure for figure in counted if len(verb) == 2 and verb in figure.name + figure.note.partition("…")[0]]
    for whole in wholes[:1]:
        for part in sorted(done, key=lambda figure: (whole.name not in figure.name, figure.together != whole.together)):
            if part is whole or part.value.value is None or part.value.value > (whole.value.value or 0):
                continue
            if part.value.unit_class == whole.value.unit_class:
                return Done(verb, whole, part)
    return None


def _sentence_start(text: str, at: int) -> int:
    """Return where the sentence around a place begins; ；ends one too."""
    return max(text.rfind(mark, 0, at) for mark in "。；;\n") + 1


def _is_told(figure: Figure, told: Sequence[Mention]) -> bool:
    """Tell whether one of the counts that a sentence states is a figure in another form: 9800余件 of 9836件."""
    return any(
        mention.unit_class == figure.value.unit_class and agreement(mention, figure.value).verdict is Verdict.PASS
        for mention in told
    )


def covered_in_full(text: str, start: int, figures: Sequence[Figure]) -> Done | None:
    """Return what 全覆盖 or 全部 at ``start`` rests on: the whole that its sentence states, and the part that was covered.

    For 对86家规上企业逐一开展安全诊断，实现全覆盖 these are 规上企业86家 and 开展安全诊断企业86家.
    """
    sentence = text[_sentence_start(text, start) : start] + re.split(r"[，,。；;\n]", text[start:], maxsplit=1)[0]
    counted = [figure for figure in figures if figure.value.kind is Kind.COUNT and figure.value.value is not None]
    told = [figure for figure in counted if _states(sentence, figure.value)]
    # 设置投放点412个，118个居民小区实现全覆盖: what was told last is what was covered
    told.sort(key=lambda figure: -sentence.rfind(str(figure.value.value)))
    for whole in told:
        for part in counted:
            if part is whole or part.value.unit_class != whole.value.unit_class:
                continue
            if f"{whole.value_text}、{part.name}" in sentence or f"{part.value_text}、{whole.name}" in sentence:
                continue  # 人大代表建议14件、政协提案9件，全部办结: neither is a part of the other
            own = [pair for pair in pairs_of(part.name) if pair not in whole.name and "的" not in pair]
            if half_said(own, sentence) and Fraction(part.value.value or 0) <= Fraction(whole.value.value or 0):
                return Done("", whole, part)
    return None


def all_of_it(text: str, start: int, figures: Sequence[Figure]) -> Done | None:
    """Return two figures of one measure and one value that the sentence of a claim names, the whole and what was done to it.

    对辖区规上企业开展安全“体检”，实现全覆盖, from 规上企业86家 and 开展安全“体检”的规上企业86家.
    """
    behind = re.split(r"[，,。；;\n]", text[start : start + 8], maxsplit=1)[0]
    sentence = re.sub(r"[“”\"]", "", text[_sentence_start(text, start) : start] + behind)
    counted = [
        figure
        for figure in figures
        if figure.value.kind is Kind.COUNT and figure.value.value is not None and figure.value.hedge is Hedge.EXACT
    ]
    for whole in counted:
        if not _is_said(whole.name, sentence):
            continue
        for part in counted:
            alike = part is not whole and part.value.unit_class == whole.value.unit_class
            of_it = (whole.name[-2:] in part.name and len(part.name) > len(whole.name)) or _stated_as_one(part, whole)
            within = Fraction(part.value.value or 0) <= Fraction(whole.value.value or 0)
            if alike and of_it and within and _is_said(part.name, sentence):
                return Done("", whole, part)
    return None


def _stated_as_one(part: Figure, whole: Figure) -> bool:
    return bool(part.together) and part.together == whole.together


def claimed_in_other_words(text: str, claim: Mention, figures: Sequence[Figure]) -> Figure | None:
    """Return the supplied claim of the same number whose thing the claim's sentence names: 书记全部参加轮训 of 书记轮训全覆盖."""
    sentence = text[_sentence_start(text, claim.start) : claim.end + 10]
    for figure in figures:
        value = figure.value
        same = value.kind in {Kind.IMPLICIT_CLAIM, Kind.PERCENT} and (value.value, value.unit) == (
            claim.value,
            claim.unit,
        )
        stem = re.sub(r"率$", "", figure.name)
        rated = value.kind is Kind.PERCENT and stem != figure.name and len(stem) >= _STEM and stem in sentence
        if same and figure.name and (rated or _is_said(figure.name, sentence)):
            return figure
    return None


def _is_said(name: str, sentence: str) -> bool:
    pairs = pairs_of(re.sub(r"[“”\"的]", "", name))
    return half_said(pairs, sentence) and sum(pair in sentence for pair in pairs) >= min(2, len(pairs))


def _states(sentence: str, value: Mention) -> bool:
    """Tell whether a sentence writes a count, whatever its measure word: 41名 states 41人."""
    return re.search(rf"(?<![0-9.]){value.value}(?![0-9.])", sentence) is not None


def all_done(text: str, figures: Sequence[Figure]) -> Iterator[tuple[int, int, Done]]:
    """Yield each 均已整改 of the text, with its span, that the data contradict."""
    for match in _DONE.finditer(text):
        if _REST.search(text, max(0, match.start() - 8), match.start()):
            continue  # 除2个仍在推进外，其余均已整改
        done = done_in_full(text, match.start(), match.end(), figures, match["verb"])
        if done is not None and not done.is_full:
            yield match.start(), match.end(), done


_ZERO = re.compile(r"[“”\"零的]")
_NONE_HAPPENED = re.compile(
    r"(?:未|没有|无|杜绝了?)(?:再|曾)?(?:发生|出现|收到|接到|引发)(?!一)过?(?:任何|各类|重大|有效|一般|群众|责任)*(?P<thing>[\u4e00-\u9fff]{2,10})"
)


def none_happened(text: str, figures: Sequence[Figure]) -> Iterator[tuple[int, int, Figure]]:
    """Yield each 未发生投诉 of the text, with its span, whose count the data give as more than none."""
    counted = [figure for figure in figures if figure.value.kind is Kind.COUNT and not figure.scope.startswith("上年")]
    for match in _NONE_HAPPENED.finditer(text):
        for figure in counted:
            stem = re.sub(r"(?:起数|件数|数量|数)$", "", figure.name)
            named = stem in match.group() or name_score(match["thing"], stem) >= SURE
            if len(stem) >= 2 and named and figure.value.value is not None and figure.value.value > 0:
                yield match.start(), match.end(), figure
                break


_FIRST = re.compile(r"首(?P<unit>次|家|个|届|批|例|期|场|轮|座|条|支|项)(?P<after>[\u4e00-\u9fff]{0,14})")


def first_of_its_kind(text: str, figures: Sequence[Figure], wording: str) -> Iterator[tuple[int, int, Figure]]:
    """Yield each 首次, 首家 of the text, with its span, whose thing the data give as a later one: 第三次获评.

    What the supplied ``wording`` itself calls the first is none.
    """
    later = [
        figure
        for figure in figures
        if figure.value.kind is Kind.ORDINAL and figure.value.value is not None and figure.value.value > 1
    ]
    for match in _FIRST.finditer(text) if later else ():
        if match.group()[:2] in wording:
            continue
        around = text[max(0, match.start() - 12) : match.start()] + match["after"]
        for figure in later:
            own = pairs_of(figure.name)
            if figure.value.unit == match["unit"] and len(own) >= 2 and half_said(own, around):
                yield match.start(), match.start() + 2, figure
                break


_HAPPENING = re.compile(r"^(?:发生|出现|报告|登记|新增|增长|突发)$")


def _stem(figure: Figure) -> str:
    return _stem_of(figure.name, figure.value.unit)


def _stem_of(name: str, unit: str) -> str:
    """Return the thing that a name counts or rates: 逾期 of 逾期件4件, 党组织 of 党组织覆盖率."""
    stem = re.sub(r"(?:覆盖率|覆盖面|完成率|达标率|率|数|排名|名次|起数|件数)$", "", name)
    return stem[: -len(unit)] if unit and len(stem) > len(unit) + 1 and stem.endswith(unit) else stem


def _measures_claim(value: Mention, claim: Mention) -> bool:
    if value.hedge is not Hedge.EXACT:
        return False
    if claim.unit == "%":
        return value.kind is Kind.PERCENT
    if claim.unit == "位":
        return value.kind is Kind.ORDINAL or value.unit in {"位", "名次"}
    return value.kind is Kind.COUNT


def _names_claim(name: str, indicator: str, words: str, unit: str = "") -> bool:
    """Tell whether a figure's name speaks of what a claim is made of: 党组织覆盖率 of 党组织全覆盖."""
    if indicator and name_score(indicator, name) >= SURE:
        return True
    thing = _RANKED.sub("", name)
    if indicator and thing != name and name_score(indicator, thing) >= LIKELY:
        return True
    stem = _stem_of(name, unit)
    if len(stem) >= 2 and holds_in_order(words, stem):
        return True
    # 安全生产零事故 is contradicted by 安全生产责任事故1起.
    said = _ZERO.sub("", re.sub(r"^(?:全年|实现|保持|确保|做到|达到|了)+", "", words))
    return "零" in words and ((len(said) >= 4 and holds_in_order(stem, said)) or (len(said) >= 2 and said in name))
