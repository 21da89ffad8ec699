"""The verdict on each measured quantity: bound by its words first, then compared by value."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from drafting.change_words import core_name, names_target
from drafting.checking.agreement import AGREES, agreement, derived_agreement
from drafting.checking.binding import (
    LIKELY,
    SURE,
    Binder,
    Candidate,
    near_unit,
    same_aspect,
    same_unit,
)
from drafting.checking.comparison import (
    best_in_context,
    compare,
    direction_agrees,
    is_equal,
    other_time,
    signs_agree,
    values_at,
)
from drafting.checking.derivation import coincidence, derivations
from drafting.checking.derived import Bound, Derived, Spoken, exact_value, plain
from drafting.checking.finding import Relation, Verdict
from drafting.checking.judged import (
    Judged,
    bare,
    computed,
    failed,
    miscomputed,
    passed,
    shown_in,
    stale_value,
    verdict_on,
    warned,
    when_said,
)
from drafting.checking.known import Indicator, Knowledge, Known
from drafting.checking.loose_numeral import loose_numeral, structural_numeral
from drafting.checking.ownership import Ownership, is_named_beside, words_around
from drafting.checking.parts import is_rest, stated_parts
from drafting.checking.rank import places_moved
from drafting.checking.same_thing import plain_name
from drafting.checking.statement import TIME_WORDS, Aspect, Statement
from drafting.checking.sums import named_parts, spans_summed, sum_of_stated, undeclared_sum
from drafting.checking.time_frame import LAST, NOW
from drafting.checking.wording import quoted
from knowledge_base.quantities.indicator_names import core
from knowledge_base.quantities.mention import Hedge, Kind, Mention
from knowledge_base.quantities.units import comparable

#: Candidates whose words fit about as well as the best one's are all looked at.
_ABOUT_AS_WELL = 0.1

_QUOTED = re.compile(r"“([^“”]{3,16})”")
_NUMBER_OR_QUOTE = re.compile(r"[“0-9０-９]")
_ACTIVITY = re.compile(r"(?:实践|主题|专项|服务|系列)*(?:活动|行动|项目|事项|实事)$")
_EACH = re.compile(r"[\u4e00-\u9fff]均[^，,。；]{0,6}$|平均|[超节差余]")
_NOT_ONE = re.compile(r"(?:无|没有|未有|未发生|未出现|未发现|杜绝)$")
_IN_ALL = re.compile(r"(?:累计|总数|总量|总计|共计|一?共|现有|目前)+(?:已?达到?了?|为|有|增至|增加到)?")
_CAME_NEW = re.compile(r"新增|新建|新组建|新引进|新签约|新登记|新发展|新认定|新成立|净增|^新")
#: Above this the words are the very name.
_NAMED = 0.96
_HALFWAY = re.compile(r"(?P<what>时间|任务|目标|进度)(?:完成)?$")
_HALF = 50
_GIVEN_IN_ALL = re.compile(r"累计|总数|总计|共计|现有")
_AIMS = re.compile(r"力争|确保|预计|目标|计划|争取")
_NUMBERED = re.compile(r"[0-9０-９]|分别")
_NAMES_NOTHING = re.compile(r"(?:分别|依次|为|是|达|完成|实现|一|二|三|四|上|下|半年|季度|、|和)*")
_SIZES = frozenset({Hedge.AT_LEAST, Hedge.OVER})
_DESCRIBES = re.compile(r"(?:以上)?的?[\u4e00-\u9fff]{0,8}?[0-9０-９一二两三四五六七八九十百]")
_TIME_ONLY = re.compile(
    r"(?:比|较|由|从|而|为|是|仅|只有|带动|推动|使|累计|完成|实现|已|总计|的|共|达到?|约|近|超过?|今年|去年|上年|前年|同期|本年|全年|[上下]半年|[0-9]{4}年|[0-9]{1,2}月份?|第?[一二三四]季度)*"
)


def _slogans(name: str) -> set[str]:
    """Return the slogan that a name may be, with and without the activity at its end."""
    plain = name.replace("“", "").replace("”", "")
    return {plain, _ACTIVITY.sub("", plain)}


def _beside_the_named(fits: list[Candidate], candidates: Sequence[Candidate], statement: Statement) -> list[Candidate]:
    """Drop what only resembles an indicator that the words name outright: 企业诉求97.5% is no 企业诉求办结率97.5%."""
    named = candidates[0] if candidates and candidates[0].score >= SURE else None
    if named is None or any(one.indicator is named.indicator for one in fits):
        return fits
    core, words = named.indicator.core, words_around(statement)
    return [
        one
        for one in fits
        if one.score >= SURE
        or not (core in one.indicator.core or one.indicator.core in core)
        or (core in one.indicator.core and one.indicator.core.replace(core, "", 1)[:2] in words.replace(core, ""))
    ]


class QuantityJudge:
    """Judges the statements of one text in order; what a sentence has bound serves the rest of it as operands."""

    def __init__(
        self,
        text: str,
        knowledge: Knowledge,
        binder: Binder,
        wording: str = "",
        statements: Sequence[Statement] = (),
    ) -> None:
        self._stated_before: dict[int, int] = {}
        stated: Counter[tuple[int, int]] = Counter()
        for one in statements:
            self._stated_before[one.place] = stated[one.sentence]
            stated[one.sentence] += 1
        self._ownership = Ownership(text, binder, statements)
        self._parts = stated_parts(text, statements)
        self._text = text
        self._statements = statements
        self._wording = wording
        self._knowledge = knowledge
        self._binder = binder
        self._sentence: tuple[int, int] | None = None
        self._bound: list[Bound] = []
        self._paragraph: list[Bound] = []  # what the sentences before it in its paragraph have bound
        self._share: tuple[Known, Known] | None = None  # the part and the whole of the share last stated
        self._percent: Fraction | None = None  # the share or rate that the sentence has last stated
        self._rates: list[Bound] = []  # the changes in percent that were computed in the paragraph

    def judge(self, statement: Statement) -> Judged:
        """Return the verdict on the next statement."""
        if statement.sentence != self._sentence:
            goes_on = self._text.startswith("其中", statement.sentence[0])  # …；其中税收收入5.18亿元，占比77.1%
            if self._sentence is not None and "\n" in self._text[self._sentence[1] : statement.sentence[0]]:
                self._paragraph, self._rates = [], []
            else:
                self._paragraph += self._bound
            self._percent = self._share = None
            self._sentence, self._bound = statement.sentence, self._bound[-1:] if goes_on else []
        judged = self._judge(statement)
        if judged.bound is not None:
            self._bound.append(judged.bound)
        percent = statement.mention.kind is Kind.PERCENT and statement.aspect is not Aspect.CHANGE
        if percent and judged.verdict.verdict is Verdict.PASS and statement.mention.value is not None:
            self._percent = Fraction(statement.mention.value)
        return judged

    def _judge(self, statement: Statement) -> Judged:
        named = self._in_a_name(statement)
        if named is not None:
            return Judged(verdict_on(statement, Verdict.PASS, Relation.STRUCTURE, f"指标名称{quoted(named)}的一部分"))
        moved = places_moved(statement, self._knowledge.others)
        if moved is not None:
            holds = (
                moved.value is not None and derived_agreement(statement.mention, moved.value).verdict is Verdict.PASS
            )
            return computed(statement, moved, AGREES) if holds else miscomputed(statement, moved)
        structural = structural_numeral(statement, self._spoken(statement), self._alike_before_next(statement))
        if structural is not None:
            return Judged(verdict_on(statement, structural.verdict, structural.relation, structural.reason))
        halfway = self._halfway(statement)
        if halfway is not None:
            return halfway
        if self._is_their_span(statement):
            return Judged(verdict_on(statement, Verdict.PASS, Relation.DERIVED, "与前面所写两个年份的间隔一致"))
        if self._is_supplied_size(statement):
            return Judged(verdict_on(statement, Verdict.PASS, Relation.MATCHES, "与数据中的分档一致"))
        candidates = self._of_the_topic(statement, self._binder.candidates(statement)) or self._continued(statement)
        fits = [
            one for one in candidates if same_unit(statement, one.indicator) and same_aspect(statement, one.indicator)
        ]
        for first in (self._total_of_new(statement), self._what_came(statement, fits), self._aimed_at(statement)):
            held = self._direct(statement, first)
            if held is not None and held.verdict.verdict is Verdict.PASS:
                return held
        everywhere = self._sum_of_one_name(statement, fits)
        if everywhere is not None:
            return everywhere
        fits = _beside_the_named(fits, candidates, statement) or self._slogan(statement) or self._topic(statement)
        direct = self._direct(statement, fits)
        derived = self._derived(statement, bool(fits))
        if direct is not None and direct.verdict.verdict is Verdict.PASS:
            # 已办结4项，其余4项: what is left is no second naming of what was done.
            again = direct.bound is not None and any(one.known is direct.bound.known for one in self._bound)
            if not (again and derived is not None and derived.verdict.verdict is Verdict.FAIL and is_rest(statement)):
                return direct
            return derived
        if derived is not None and (derived.verdict.verdict is Verdict.PASS or direct is None):
            rest = self._ownership.claimed(statement) if is_rest(statement) else None
            return passed(statement, rest) if rest is not None else derived
        listed = self._parts.get(statement.place)
        if direct is not None and direct.verdict.verdict is Verdict.WARN and listed:
            total = sum_of_stated(statement, listed)  # rounded, and at odds with its own parts: wrong
            if total is not None and total.value is not None and total.value > Fraction(statement.mention.value or 0):
                return miscomputed(statement, total)
        if direct is not None:
            return direct
        summed = self._summed(statement, fits)
        if summed is not None:
            return summed
        if fits and (fits[0].score < SURE or not is_named_beside(statement, fits[0].indicator.core)):
            claimed = self._ownership.claimed(statement)
            if claimed is not None:
                return passed(statement, claimed)
        if fits:
            return self._mismatch(statement, fits)
        return self._unbound(statement, candidates)

    def _halfway(self, statement: Statement) -> Judged | None:
        """Judge 时间过半、任务过半: the first by the report's period, the second by the percent that its sentence has stated."""
        said = _HALFWAY.search(statement.clause)
        if said is None or statement.mention.kind is not Kind.FRACTION or statement.mention.value != Fraction(1, 2):
            return None
        if said["what"] == "时间":
            return Judged(verdict_on(statement, Verdict.PASS, Relation.STATED_PERIOD, "时间的说法，不是统计数"))
        if self._percent is None:
            return None
        if self._percent >= _HALF:
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
        if statement.mention.unit_class != "year" or len(self._bound) < 2:
            return False
        first, last = (bound.known.frame.offset for bound in self._bound[-2:])
        return first is not None and last is not None and abs(last - first) == statement.mention.value != 0

    def _spoken(self, statement: Statement) -> int:
        """Return how many numbers the sentence has stated before this one."""
        return self._stated_before.get(statement.place, 0)

    def _alike_before_next(self, statement: Statement) -> int:
        """Return how many numbers of the sentence before a numeral are of the measure of the number after it: 两项合计390万元."""
        sentence = [one for one in self._statements if one.sentence == statement.sentence]
        after = next((one for one in sentence if one.place > statement.place), None)
        if after is None:
            return 0
        return sum(
            one.place < statement.place and one.mention.unit_class == after.mention.unit_class for one in sentence
        )

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

    def _slogan(self, statement: Statement) -> list[Candidate]:
        """Return the figure that is named by the slogan its sentence quotes: “我为群众办实事”…，办成实事12件."""
        said = self._text[statement.sentence[0] : statement.mention.start]
        words = statement.label.indicator
        pairs = {words[at : at + 2] for at in range(len(words) - 1)}
        return [
            Candidate(indicator, LIKELY)
            for indicator in self._binder.indicators
            if not _slogans(indicator.core).isdisjoint(_QUOTED.findall(said))
            and (any(pair in indicator.core for pair in pairs) or not _NUMBER_OR_QUOTE.search(said.rpartition("”")[2]))
            and same_unit(statement, indicator)
            and same_aspect(statement, indicator)
        ]

    def _continued(self, statement: Statement) -> tuple[Candidate, ...]:
        """Return what was last spoken of, where the clause names a time and nothing else: 2136份，较上年1980份有所增加."""
        if not self._bound or not _TIME_ONLY.fullmatch(statement.clause):
            return ()
        return (Candidate(self._bound[-1].indicator, LIKELY),)

    def _total_of_new(self, statement: Statement) -> list[Candidate]:
        """Return what there is in all of the thing of which the sentence has just said what came new: 新增探头210个，总数达1850个."""
        said = self._text[
            max(
                statement.mention.start - len(statement.clause), self._spoken_until(statement)
            ) : statement.mention.start
        ]
        if not self._bound or not _IN_ALL.fullmatch(TIME_WORDS.sub("", said).strip("、，, ")):
            return []
        came = self._bound[-1].indicator
        thing = _CAME_NEW.sub("", came.core)
        if thing == came.core or not same_unit(statement, came):
            return []
        return [
            Candidate(indicator, SURE)
            for indicator in self._binder.indicators
            if indicator is not came
            and not indicator.change
            and same_unit(statement, indicator)
            and not _CAME_NEW.search(indicator.core)
            and (thing in indicator.core or self._is_given_as_total(indicator, self._bound[-1].known))
        ]

    def _of_the_topic(self, statement: Statement, candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        """Put first what the sentence names in two pieces: 城投公司贡献突出，营业收入3.86亿元 of 城投公司营业收入."""
        label = statement.label.indicator
        opening = self._text[statement.sentence[0] : statement.mention.start - len(statement.clause)]
        whole = [
            one
            for one in candidates
            if len(label) >= 2
            and one.indicator.core.endswith(label)
            and len(one.indicator.core) >= len(label) + 2
            and one.indicator.core.removesuffix(label) in opening
        ]
        topic = whole[0].indicator.core.removesuffix(label) if len(whole) == 1 else ""
        told = any(bound.indicator is one.indicator for bound in self._bound for one in whole)
        if topic and not told and any(bound.indicator.core.startswith(topic) for bound in self._bound):
            return (Candidate(whole[0].indicator, SURE),)  # 党政办上报86条，采用41条: its own, and not that of all
        if len(whole) != 1 or candidates[0].score > _NAMED:
            return candidates
        return Candidate(whole[0].indicator, SURE), *(one for one in candidates if one is not whole[0])

    def _what_came(self, statement: Statement, fits: Sequence[Candidate]) -> list[Candidate]:
        """Return what came new where the text says so and the best name is that of what there is in all."""
        if not fits or not _CAME_NEW.search(statement.clause) or _CAME_NEW.search(fits[0].indicator.core):
            return []
        return [
            Candidate(indicator, SURE)
            for indicator in self._binder.indicators
            if not indicator.change
            and same_unit(statement, indicator)
            and _CAME_NEW.search(indicator.core)
            and _CAME_NEW.sub("", indicator.core) == fits[0].indicator.core.removesuffix("总数")
        ]

    def _aimed_at(self, statement: Statement) -> list[Candidate]:
        """Return the targets that 力争达到30亿元 may be: those of its unit that name its thing, or the only one."""
        if not _AIMS.search(statement.clause):
            return []
        aims = [
            indicator
            for indicator in self._binder.indicators
            if names_target(indicator.name) and same_unit(statement, indicator) and not indicator.change
        ]
        named = [one for one in aims if statement.label.indicator and statement.label.indicator in one.name]
        return [Candidate(one, LIKELY) for one in (named or aims if len(aims) == 1 else named)]

    def _spoken_until(self, statement: Statement) -> int:
        last = self._bound[-1].statement.mention.end if self._bound else 0
        return last if last <= statement.mention.start else 0

    def _is_given_as_total(self, indicator: Indicator, came: Known) -> bool:
        """Tell whether the facts give an indicator as 累计 right with what came new: 新建基层工会9家，累计建会134家."""
        return any(
            known.together and known.together == came.together and _GIVEN_IN_ALL.search(known.context)
            for known in indicator.values
        )

    def _topic(self, statement: Statement) -> list[Candidate]:
        """Return what the sentence names before its first number, where the clause itself names nothing of its own.

        营业收入逐季走高，一、二、三季度分别为61.2亿元、68亿元和74.8亿元.
        """
        if not _NAMES_NOTHING.fullmatch(TIME_WORDS.sub("", core(statement.label.indicator))):
            return []
        opening = _NUMBERED.split(self._text[statement.sentence[0] : statement.mention.start], maxsplit=1)[0]
        named = [
            indicator
            for indicator in self._binder.indicators
            if len(indicator.core) >= 3
            and plain_name(indicator.core) in plain_name(opening)
            and same_unit(statement, indicator)
            and same_aspect(statement, indicator)
        ]
        alike = [bound.indicator for bound in self._bound if same_unit(statement, bound.indicator)]
        topic = max(named, key=lambda indicator: len(indicator.core), default=None)
        return [Candidate(topic, LIKELY)] if topic is not None and all(one is topic for one in alike) else []

    def _direct(self, statement: Statement, fits: Sequence[Candidate]) -> Judged | None:
        """Return a pass or a warning where an indicator that the words fit has this value at the time stated."""
        best = fits[0].score if fits else 0.0
        doubtful: Judged | None = None
        for candidate in fits:
            if candidate.score < best - _ABOUT_AS_WELL:
                break
            for known in best_in_context(values_at(candidate.indicator, statement), statement):
                outcome = compare(statement, known, candidate.indicator)
                bound = Bound(statement, candidate.indicator, known)
                if outcome.verdict is Verdict.PASS:
                    return passed(statement, bound)
                if outcome.verdict is Verdict.WARN and other_time(statement, candidate.indicator) is not None:
                    continue  # 20名左右 for 22名以上 is last year's 20名
                if outcome.verdict is Verdict.WARN and doubtful is None:
                    doubtful = warned(statement, bound, outcome, shown_in(self._text, statement))
        return doubtful

    def _spoken_of(self) -> Spoken:
        return Spoken(tuple(self._bound), tuple(self._paragraph), tuple(self._rates), self._share)

    def _remember(self, statement: Statement, derived: Derived, last: Known | None = None) -> None:
        """Keep a computed number as an operand: a total for the shares of it, a growth for 高于…2个百分点."""
        mention, name = statement.mention, derived.of or statement.label.indicator
        self._share = derived.share or self._share
        growth = statement.aspect is Aspect.CHANGE and mention.kind is Kind.PERCENT and bool(derived.of)
        total = mention.kind in {Kind.COUNT, Kind.AMOUNT} and not _EACH.search(statement.clause)
        total = total and statement.aspect in {Aspect.LEVEL, Aspect.TOTAL}
        if derived.value is None or not (growth or total) or is_rest(statement):
            return
        if last is None and total:
            last = self._last_of_parts(derived.figure_ids, mention)
        value = replace(mention, value=derived.value, hedge=Hedge.EXACT, high=None)
        figure_id = derived.figure_ids[0] if derived.figure_ids else ""
        known = Known(figure_id, name, value, NOW, derived.written)
        values = [known] if last is None else [known, last]
        indicator = Indicator(name, core_name(name), mention.unit_class, growth, derived.direction, values)
        (self._rates if growth else self._bound).append(Bound(statement, indicator, known))

    def _last_of_parts(self, figure_ids: tuple[str, ...], mention: Mention) -> Known | None:
        """Return last period's sum of the parts of a total, where all of them have last period's values."""
        lasts = [
            indicator.last
            for figure_id in figure_ids
            for indicator in self._binder.indicators
            if any(known.figure_id == figure_id and known is indicator.now for known in indicator.values)
        ]
        values = [exact_value(known.mention) if known is not None else None for known in lasts]
        if len(lasts) < 2 or len(lasts) != len(figure_ids) or any(value is None for value in values):
            return None
        total = sum((value for value in values if value is not None), Fraction(0))
        said = replace(mention, value=total, hedge=Hedge.EXACT, high=None)
        return Known("", "", said, LAST, f"{plain(total, None)}{mention.unit}")

    def _derived(self, statement: Statement, named: bool) -> Judged | None:
        """Return the verdict by computation, or None where the words declare no operands."""
        first: Derived | None = None
        for derived in derivations(statement, self._spoken_of(), self._binder):
            if derived.value is not None and direction_agrees(statement, derived):
                outcome = derived_agreement(statement.mention, derived.value)
                if outcome.verdict is not Verdict.FAIL:
                    self._remember(statement, derived)
                    return computed(statement, derived, outcome)
            first = first or derived
        if first is None or (named and statement.aspect is Aspect.LEVEL):
            return None
        return miscomputed(statement, first)

    def _summed(self, statement: Statement, fits: Sequence[Candidate]) -> Judged | None:
        """Judge a total that is supplied only by its parts: those that the sentence lists, or all kinds of the thing."""
        if statement.aspect not in {Aspect.LEVEL, Aspect.TOTAL}:
            return None
        supplied_now = bool(fits) and fits[0].score >= SURE and fits[0].indicator.now is not None
        if supplied_now:
            whole_year = spans_summed(statement, self._binder)
            if whole_year is None or whole_year.value is None:
                return None
            outcome = derived_agreement(statement.mention, whole_year.value)
            if outcome.verdict is Verdict.FAIL:
                return None
            self._remember(statement, whole_year, fits[0].indicator.last)
            return computed(statement, whole_year, outcome)
        listed = self._parts.get(statement.place)
        sums = (
            sum_of_stated(statement, listed) if listed else None,
            spans_summed(statement, self._binder),
            named_parts(statement, self._binder),
        )
        for derived in sums:
            if derived is None or derived.value is None:
                continue
            outcome = derived_agreement(statement.mention, derived.value)
            if outcome.verdict is not Verdict.FAIL:
                self._remember(statement, derived, fits[0].indicator.last if fits else None)
                return computed(statement, derived, outcome)
            said = statement.mention.value
            if listed and said is not None and Fraction(said) < derived.value:  # 其中 need not list them all
                return miscomputed(statement, derived)
        return None

    def _sum_of_one_name(self, statement: Statement, fits: Sequence[Candidate]) -> Judged | None:
        """Pass 培训学员827名 where the facts give 学员 twice, of 主体班 and of 专题班, and the text is on both."""
        if not fits or (fits[0].score < SURE and fits[0].indicator.core not in statement.label.indicator):
            return None
        values = values_at(fits[0].indicator, statement)
        exact = [exact_value(known.mention) for known in values]
        apart = len({known.together for known in values}) == len(values) >= 2
        if (
            not apart
            or any(value is None for value in exact)
            or any(_GIVEN_IN_ALL.search(one.context) for one in values)
        ):
            return None
        total = sum((value for value in exact if value is not None), Fraction(0))
        if derived_agreement(statement.mention, total).verdict is not Verdict.PASS:
            return None
        how = f"{quoted(fits[0].indicator.name)}" + "、".join(known.text for known in values) + "相加"
        ids = tuple(known.figure_id for known in values)
        return computed(statement, Derived(total, how, statement.mention.text, ids), AGREES)

    def _mismatch(self, statement: Statement, fits: Sequence[Candidate]) -> Judged:
        """Explain a number whose indicator is supplied with another value."""
        best = fits[0]
        indicator = best.indicator
        known = (values_at(indicator, statement) or indicator.values)[0]
        bound = Bound(statement, indicator, known)
        shown = shown_in(self._text, statement)
        stale = other_time(statement, indicator)
        if stale is not None:
            return stale_value(statement, bound, stale, shown)
        if statement.framed and not values_at(indicator, statement):
            reason = f"{shown}：数据表没有{quoted(indicator.name)}{when_said(statement.frame, self._knowledge)}的数，本期为{known.text}"
            return failed(statement, bound, Relation.INVENTED, reason)
        if indicator.change and not signs_agree(statement, known, indicator):
            way = "下降" if statement.direction == "up" else "增长"
            reason = f"{shown}：数据为{quoted(known.name)}{known.text}，方向写反了，应是{way}"
            return failed(statement, bound, Relation.CONTRADICTS, reason, suggestion=known.text)
        other = self._owner(statement, indicator)
        note = compare(statement, known, indicator).reason
        name = "上年" + indicator.name if known.frame.offset == -1 else indicator.name
        tail = f"；{bare(statement.mention)}是{quoted(other.name)}的数" if other else f"；{note}" if note else ""
        reason = f"{shown}：数据表中{quoted(name)}为{known.text}{tail}"
        if known.text in note:
            reason = f"{shown}：{quoted(name)}的{note}"
        relation = Relation.SWAPPED if other else Relation.CONTRADICTS
        return failed(statement, bound, relation, reason, suggestion=known.text)

    def _unbound(self, statement: Statement, candidates: Sequence[Candidate]) -> Judged:
        """Judge a number whose words name no indicator of its unit."""
        shown = shown_in(self._text, statement)
        sure = [
            one
            for one in candidates
            if one.score >= LIKELY and one.indicator.change == (statement.aspect is Aspect.CHANGE)
        ]
        leading = self._leading(statement)
        if leading is not None:
            return leading
        beside = self._ownership.listed_with(statement, self._bound[-1] if self._bound else None)
        if beside is not None:
            return passed(statement, beside)
        if sure:
            judged = self._other_unit(statement, sure[0], shown)
            if judged is not None:
                return judged
        if self._is_quoted(statement):
            return Judged(verdict_on(statement, Verdict.PASS, Relation.MATCHES, "与所提供的文字一致"))
        if self._counts_ordinals(statement):
            return Judged(verdict_on(statement, Verdict.PASS, Relation.DERIVED, "与数据中的次序一致"))
        none = self._none_of(statement)
        if none is not None:
            return none
        loose = loose_numeral(statement, self._text)
        if loose is not None:
            return Judged(verdict_on(statement, loose.verdict, loose.relation, loose.reason))
        claimed = self._ownership.claimed(statement)
        if claimed is not None:
            return passed(statement, claimed)
        owner = self._owner(statement, None)
        if owner is not None and statement.aspect is not Aspect.CHANGE:
            holds = agreement(statement.mention, owner.mention).verdict is not Verdict.FAIL  # 近60家 is not 超过60家
            verdict = Verdict.WARN if holds and self._ownership.is_free(statement, owner) else Verdict.FAIL
            relation = Relation.UNDECIDED if verdict is Verdict.WARN else Relation.SWAPPED
            whose = "往年报告中" if owner.past_report else "上年" if owner.frame.offset == -1 else ""
            reason = f"{shown}：数据表里没有这项指标；这个数与{whose}{quoted(owner.name)}{owner.text}相同，请核对说的是不是同一件事"
            return Judged(
                verdict_on(statement, verdict, relation, reason, figure_id=owner.figure_id), (owner.figure_id,)
            )
        summed = undeclared_sum(statement, self._binder) if statement.aspect is not Aspect.CHANGE else None
        if summed is not None:
            reason = f"{shown}：数据表里没有这个数；它等于{summed.how}之和，请核对是不是要写合计数"
            return Judged(verdict_on(statement, Verdict.WARN, Relation.UNDECIDED, reason))
        chance = coincidence(statement, (*self._paragraph, *self._bound))
        if chance is not None:
            reason = f"{shown}：数据表里没有这个数；它恰好等于{chance.how}之比，请核对是不是要这样比"
            return Judged(verdict_on(statement, Verdict.WARN, Relation.UNDECIDED, reason))
        if statement.aspect is Aspect.CHANGE:
            reason = f"{shown}：没有可供计算的本期数和上年数，也没有提供这个增减数"
        else:
            reason = f"{shown}：数据表里没有这个数，请补充数据或删去"
        return Judged(verdict_on(statement, Verdict.FAIL, Relation.INVENTED, reason))

    def _none_of(self, statement: Statement) -> Judged | None:
        """Judge 无一人脱岗 against the count of what did not happen, where its words name one."""
        if statement.mention.value != 1 or not _NOT_ONE.search(statement.clause):
            return None
        for indicator in self._binder.indicators:
            known = indicator.now
            named = len(indicator.core) >= 2 and indicator.core in words_around(statement)
            if known is None or not named or known.mention.kind is not Kind.COUNT:
                continue
            bound = Bound(statement, indicator, known)
            if known.mention.value == 0:
                return passed(statement, bound)
            reason = f"{shown_in(self._text, statement)}：数据表中{quoted(indicator.name)}为{known.text}"
            return failed(statement, bound, Relation.CONTRADICTS, reason, suggestion=known.text)
        return None

    def _counts_ordinals(self, statement: Statement) -> bool:
        """Tell whether 两期 counts the 第一期 and 第二期 that are supplied."""
        mention = statement.mention
        ordinals = {
            figure.value.value
            for figure in self._knowledge.others
            if figure.value.kind is Kind.ORDINAL and figure.value.unit_class == mention.unit_class
        }
        return len(ordinals) >= 2 and len(ordinals) == mention.value == max(one for one in ordinals if one is not None)

    def _leading(self, statement: Statement) -> Judged | None:
        """Trace a number that opens its clause, as in 460人次参与: its label is only carried on from what went before.

        Its value and unit must be one figure's alone, and that figure named nowhere else.
        """
        # 以92.6分位列全市第三 names its number no more than 92.6分 does.
        if statement.clause.strip() not in {"", "以", "凭", "凭借"} or statement.aspect is not Aspect.LEVEL:
            return None
        owners = [
            (indicator, known)
            for indicator in self._binder.indicators
            if indicator.unit_class == statement.mention.unit_class and not indicator.change
            for known in indicator.values
            if known.frame.offset in {0, None} and is_equal(statement.mention, known.mention)
        ]
        if len(owners) != 1 or not self._ownership.is_free(statement, owners[0][1]):
            return None
        return passed(statement, Bound(statement, *owners[0]))

    def _is_quoted(self, statement: Statement) -> bool:
        """Tell whether the clause up to the number, and a little after, stands in the supplied wording as it is."""
        quoted = statement.clause + statement.mention.text + statement.after[:4]
        return len(quoted) >= len(statement.mention.text) + 4 and quoted in self._wording

    def _other_unit(self, statement: Statement, candidate: Candidate, shown: str) -> Judged | None:
        indicator = candidate.indicator
        values = values_at(indicator, statement)
        if not values:
            return None
        known = values[0]
        bound = Bound(statement, indicator, known)
        if not comparable(statement.mention.unit_class, indicator.unit_class):
            # 志愿服务活动累计1280人次: who took part is another measure of it, and its words may be the other figure's.
            claimed = self._ownership.claimed(statement, named=indicator)
            if claimed is not None:
                return passed(statement, claimed)
        same_value = agreement(statement.mention, known.mention).verdict is Verdict.PASS
        if same_value and near_unit(statement, indicator):
            reason = f"{shown}：数据表中{quoted(indicator.name)}为{known.text}，量词不同，请核对"
            judged = verdict_on(statement, Verdict.WARN, Relation.UNDECIDED, reason, bound, suggestion=known.text)
            return Judged(judged, (known.figure_id,), bound)
        if candidate.score < SURE and not same_value:
            return None
        other = self._owner(statement, indicator)
        tail = f"；{bare(statement.mention)}是{quoted(other.name)}的数" if other else "，单位不一致"
        reason = f"{shown}：数据表中{quoted(indicator.name)}为{known.text}{tail}"
        return failed(
            statement, bound, Relation.SWAPPED if other else Relation.CONTRADICTS, reason, suggestion=known.text
        )

    def _owner(self, statement: Statement, not_of: Indicator | None) -> Known | None:
        """Return the supplied value of another indicator that this number is, unit included."""
        for indicator in self._binder.indicators:
            if indicator is not_of or not same_unit(statement, indicator):
                continue
            for known in indicator.values:
                if is_equal(statement.mention, known.mention):
                    return known
        return None
