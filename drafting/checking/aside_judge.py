"""Numbers that are no figures: parts of names, sizes that say which ones are counted, spans of time, 过半 by what was said."""

import re
from collections.abc import Sequence
from fractions import Fraction

from drafting.checking.agreement import AGREES, derived_agreement
from drafting.checking.binding import Binder
from drafting.checking.comparison import is_equal
from drafting.checking.derived import exact_value, total_of
from drafting.checking.finding import Relation, Verdict
from drafting.checking.judged import Judged, computed, miscomputed, verdict_on
from drafting.checking.known import Knowledge
from drafting.checking.loose_numeral import is_repeated, structural_numeral
from drafting.checking.rank import places_moved
from drafting.checking.recollection import Recollection
from drafting.checking.same_thing import plain_name
from drafting.checking.statement import Aspect, Statement
from drafting.checking.wording import quoted
from knowledge_base.quantities.mention import Hedge, Kind
from knowledge_base.quantities.units import BARE_SCALES

_HALFWAY = re.compile(r"(?P<what>时间|任务|目标|进度)(?:完成)?$")
_HALF = 50
_ALL_OF_IT = 100
#: 轮训实现全覆盖，参训率100%
_RATE_OF_ALL = re.compile(
    r"(?P<claim>[^，,。；]*(?:全部|全覆盖|均|全员)[^，,。；]*)[，,](?P<what>[\u4e00-\u9fff]{2,8}?)率(?:达到?|为|保持)?$"
)
_SIZES = frozenset({Hedge.AT_LEAST, Hedge.OVER})
_DESCRIBES = re.compile(r"(?:以上)?的?[\u4e00-\u9fff]{0,8}?[0-9０-９一二两三四五六七八九十百]")


class AsideJudge:
    """Judges what stands beside the figures of one text."""

    def __init__(
        self,
        text: str,
        knowledge: Knowledge,
        binder: Binder,
        statements: Sequence[Statement],
        recalled: Recollection,
        wording: str = "",
    ) -> None:
        self._wording = wording
        self._text = text
        self._knowledge = knowledge
        self._binder = binder
        self._recalled = recalled
        self._statements = statements
        self._sentences: dict[tuple[int, int], list[Statement]] = {}
        for statement in statements:
            self._sentences.setdefault(statement.sentence, []).append(statement)

    def judge(self, statement: Statement) -> Judged | None:
        """Return the verdict on a number that is no figure, or None where it is one."""
        if self._is_scale_of_a_name(statement):
            return Judged(verdict_on(statement, Verdict.PASS, Relation.STRUCTURE, "指标名称的一部分"))
        named = self._in_a_name(statement)
        if named is not None:
            return Judged(verdict_on(statement, Verdict.PASS, Relation.STRUCTURE, f"指标名称{quoted(named)}的一部分"))
        moved = places_moved(statement, self._knowledge.others)
        if moved is not None:
            said = statement.mention
            holds = moved.value is not None and derived_agreement(said, moved.value).verdict is Verdict.PASS
            return computed(statement, moved, AGREES) if holds else miscomputed(statement, moved)
        structural = structural_numeral(statement, self._stated_before(statement), self._alike_before_next(statement))
        if structural is not None:
            return Judged(verdict_on(statement, structural.verdict, structural.relation, structural.reason))
        if is_repeated(self._text, statement.mention):
            return Judged(verdict_on(statement, Verdict.PASS, Relation.STRUCTURE, "习惯说法，不是统计数"))
        halfway = self._halfway(statement)
        if halfway is not None:
            return halfway
        if self._is_their_span(statement):
            return Judged(verdict_on(statement, Verdict.PASS, Relation.DERIVED, "与前面所写两个年份的间隔一致"))
        if self._is_supplied_size(statement):
            return Judged(verdict_on(statement, Verdict.PASS, Relation.MATCHES, "与数据中的分档一致"))
        return None

    def _is_scale_of_a_name(self, statement: Statement) -> bool:
        """Tell whether 万元 has no numeral of its own, as in 万元增加值能耗, and the facts say so too."""
        scale = statement.mention.text
        return scale in BARE_SCALES and scale + statement.after[:2] in self._wording

    def repeats_claim(self, statement: Statement) -> bool:
        """Tell whether a rate of 100% says once more what the words right before it do: 全部建立党组织，组建率达100%.

        That claim has its own verdict.
        """
        if statement.mention.unit_class != "percent" or statement.mention.value != _ALL_OF_IT or statement.framed:
            return False
        before = self._text[statement.sentence[0] : statement.mention.start]
        rate = _RATE_OF_ALL.search(before)
        return rate is not None and not set(rate["what"]).isdisjoint(rate["claim"])

    def _stated_before(self, statement: Statement) -> int:
        """Return how many numbers the sentence has stated before this one."""
        return sum(one.place < statement.place for one in self._sentences.get(statement.sentence, ()))

    def _alike_before_next(self, statement: Statement) -> int:
        """Return how many numbers of the sentence before a numeral are of the measure of the number after it: 两项合计390万元."""
        sentence = self._sentences.get(statement.sentence, [])
        after = next((one for one in sentence if one.place > statement.place), None)
        if after is None:
            return 0
        before = [
            one
            for one in self._statements
            if one.place < statement.place
            and one.mention.unit_class == after.mention.unit_class
            and "\n" not in self._text[one.mention.end : statement.mention.start]
        ]
        alike = [one.mention for one in before if one.sentence == statement.sentence]
        said = int(statement.mention.value or 0)
        if after.aspect is Aspect.SHARE and said <= self._stated_before(statement):
            return said  # 两项合计占税收的70.8% is held to their sum by itself
        total = exact_value(after.mention)
        # 6.18亿元，其中…2.27亿元、…1.94亿元，两项合计4.21亿元; some may stand in the sentence before
        last = [one.mention for one in before[-said:]]
        if 2 <= said == len(last) and total is not None and total_of(last) == total:
            return said
        return len(alike)

    def _halfway(self, statement: Statement) -> Judged | None:
        """Judge 时间过半、任务过半: the first by the report's period, the second by the percent that its sentence has stated."""
        said = _HALFWAY.search(statement.clause)
        if said is None or statement.mention.kind is not Kind.FRACTION or statement.mention.value != Fraction(1, 2):
            return None
        if said["what"] == "时间":
            return Judged(verdict_on(statement, Verdict.PASS, Relation.STATED_PERIOD, "时间的说法，不是统计数"))
        if self._recalled.percent is None:
            return None
        if self._recalled.percent >= _HALF:
            return Judged(verdict_on(statement, Verdict.PASS, Relation.DERIVED, "与前面所写的完成比例一致"))
        reason = f"{quoted(statement.mention.text)}：前面所写的完成比例不到一半"
        return Judged(verdict_on(statement, Verdict.FAIL, Relation.CONTRADICTS, reason))

    def _is_supplied_size(self, statement: Statement) -> bool:
        """Tell whether 超亿元 says which ones are counted, as 亿元以上 of the data does: 投资超亿元的有6个."""
        mention = statement.mention
        return (
            mention.kind is Kind.AMOUNT
            and mention.hedge in _SIZES
            and _DESCRIBES.match(statement.after) is not None
            and any(
                known.mention.hedge in _SIZES and is_equal(mention, known.mention)
                for indicator in self._binder.indicators
                if indicator.unit_class == mention.unit_class
                for known in indicator.values
            )
        )

    def _is_their_span(self, statement: Statement) -> bool:
        """Tell whether 五年 is the time between the two that the sentence has just stated: 由2020年…增至2025年…，五年翻了两番."""
        if statement.mention.unit_class != "year" or len(self._recalled.sentence) < 2:
            return False
        first, last = (bound.known.frame.offset for bound in self._recalled.sentence[-2:])
        return first is not None and last is not None and abs(last - first) == statement.mention.value != 0

    def _in_a_name(self, statement: Statement) -> str | None:
        """Return the supplied name that a number is a part of: 35岁以下 of the figure 35岁以下党员."""
        words = statement.mention.text
        if statement.mention.unit in {"岁", "周岁"}:  # an age only says who is counted
            return next(
                (one.name for one in self._binder.indicators if plain_name(words) in plain_name(one.name)), None
            )
        for indicator in self._binder.indicators:
            at = indicator.name.find(words)
            longer = len(indicator.name) > len(words)
            if at >= 0 and longer and self._text.startswith(indicator.name, statement.mention.start - at):
                return indicator.name
        return None
