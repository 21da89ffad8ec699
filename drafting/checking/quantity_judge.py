"""The verdict on each measured quantity: bound by its words first, then compared by value."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from drafting.checking.agreement import AGREES, derived_agreement
from drafting.checking.aside_judge import AsideJudge
from drafting.checking.binding import SURE, Binder, Candidate, same_aspect
from drafting.checking.comparison import (
    best_in_context,
    compare,
    direction_agrees,
    longest_at,
    other_time,
    signs_agree,
    values_at,
)
from drafting.checking.derivation import derivations
from drafting.checking.derived import Bound, Derived, exact_value, total_of
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
from drafting.checking.known import Knowledge
from drafting.checking.measure import same_unit
from drafting.checking.ownership import Ownership, is_named_beside, words_around
from drafting.checking.parts import is_rest, stated_parts
from drafting.checking.recollection import Recollection
from drafting.checking.row import sum_of_rows
from drafting.checking.statement import Aspect, Statement
from drafting.checking.sums import holds_higher_levels, named_parts, spans_summed, sum_of_stated, years_summed
from drafting.checking.topic import GIVEN_IN_ALL, Topic
from drafting.checking.unbound_judge import UnboundJudge, owner_of
from drafting.checking.wording import quoted

#: Candidates whose words fit about as well as the best one's are all looked at.
_ABOUT_AS_WELL = 0.1


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
        self._text = text
        self._knowledge = knowledge
        self._binder = binder
        self._parts = stated_parts(text, statements)
        self._stated = {statement.place: statement for statement in statements}
        self._passed: set[int] = set()
        self._ownership = Ownership(text, binder, statements)
        self._recalled = Recollection(text, binder)
        self._topic = Topic(text, binder, self._recalled)
        self._asides = AsideJudge(text, knowledge, binder, statements, self._recalled, wording)
        self._unbound = UnboundJudge(text, knowledge, binder, wording, self._ownership, self._recalled)

    def judge(self, statement: Statement) -> Judged:
        """Return the verdict on the next statement."""
        self._recalled.turn_to(statement)
        judged = self._asides.judge(statement) or self._figure(statement)
        self._recalled.keep(statement, judged)
        if judged.verdict.verdict is Verdict.PASS:
            self._passed.add(statement.place)
        return judged

    def _figure(self, statement: Statement) -> Judged:
        """Judge a number that states a figure: by what its words name, by computation, by whose it may be."""
        topic = self._topic
        candidates = topic.of_the_topic(statement, self._binder.candidates(statement))
        fits = _fitting(candidates, statement)
        if not fits:
            continued = topic.continued(statement)
            candidates, fits = candidates or continued, _fitting(continued, statement)
        special = self._special(statement, fits)
        if special is not None:
            return special
        fits = _beside_the_named(fits, candidates, statement) or topic.slogan(statement) or topic.opened(statement)
        settled = self._compared_and_computed(statement, fits) or self._summed(statement, fits)
        if settled is not None:
            return settled
        if fits and (fits[0].score < SURE or not is_named_beside(statement, fits[0].indicator.core)):
            claimed = self._ownership.claimed(statement)
            if claimed is not None:
                return passed(statement, claimed)
        return self._mismatch(statement, fits) if fits else self._unbound.judge(statement, candidates)

    def _special(self, statement: Statement, fits: Sequence[Candidate]) -> Judged | None:
        """Return a pass by what only the text around tells: a total after what came new, an aim, a sum of one name."""
        topic = self._topic
        if self._asides.repeats_claim(statement):
            return Judged(verdict_on(statement, Verdict.PASS, Relation.DERIVED, "与前面所写的“全部”“全覆盖”一致"))
        for first in (
            topic.total_of_new(statement),
            topic.what_came(statement, fits),
            topic.aimed_at(statement),
            topic.clause_before(statement),
            topic.came_by(statement),
            topic.share_of_last(statement),
        ):
            held = self._direct(statement, first)
            if held is not None and held.verdict.verdict is Verdict.PASS:
                return held
        return self._rest_of_list(statement, fits) or self._sum_of_one_name(statement, fits)

    def _rest_of_list(self, statement: Statement, fits: Sequence[Candidate]) -> Judged | None:
        """Pass the last part of a total that the data do not give, where the total and the other parts leave just it.

        学校3所，其中新建1所、改扩建2所.
        """
        if fits and (fits[0].score >= SURE or fits[0].indicator.core == statement.label.indicator):
            return None
        for place, parts in self._parts.items():
            total = self._stated.get(place)
            others = parts[:-1]
            if total is None or not others or parts[-1].place != statement.place:
                continue
            if not self._passed.issuperset({place, *(one.place for one in others)}):
                continue
            whole, taken = exact_value(total.mention), total_of(one.mention for one in others)
            if whole is None or taken is None or whole - taken != exact_value(statement.mention):
                continue
            how = f"{total.mention.text}减去其余各项"
            return computed(statement, Derived(whole - taken, how, statement.mention.text, ()), AGREES)
        return None

    def _compared_and_computed(self, statement: Statement, fits: Sequence[Candidate]) -> Judged | None:
        """Return the verdict of the supplied value and of the computed one together, None where neither decides."""
        direct = self._direct(statement, fits)
        derived = self._derived(statement, bool(fits))
        if direct is not None and direct.verdict.verdict is Verdict.PASS:
            # 已办结4项，其余4项: what is left is no second naming of what was done.
            again = direct.bound is not None and any(one.known is direct.bound.known for one in self._recalled.sentence)
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
        return direct

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
            longest = longest_at(candidate.indicator, statement)
            if longest is not None and compare(statement, longest, candidate.indicator).verdict is Verdict.PASS:
                return passed(statement, Bound(statement, candidate.indicator, longest))
        return doubtful

    def _derived(self, statement: Statement, named: bool) -> Judged | None:
        """Return the verdict by computation, or None where the words declare no operands."""
        first: Derived | None = None
        doubtful: Judged | None = None
        spoken = replace(self._recalled.spoken, subject=self._subject_before(statement))
        for derived in derivations(statement, spoken, self._binder):
            if derived.value is not None and direction_agrees(statement, derived):
                outcome = derived_agreement(statement.mention, derived.value)
                if outcome.verdict is Verdict.PASS:
                    self._recalled.compute(statement, derived)
                    return computed(statement, derived, outcome)
                if outcome.verdict is Verdict.WARN:
                    doubtful = doubtful or computed(statement, derived, outcome)
            first = first or derived
        if doubtful is not None:
            return doubtful
        if first is None or (named and statement.aspect is Aspect.LEVEL):
            return None
        return miscomputed(statement, first)

    def _subject_before(self, statement: Statement) -> str:
        """Return the thing with a row of its own in the data that the sentence has last named: 东区挑起大梁，产值占比47.7%."""
        said = self._text[statement.sentence[0] : statement.mention.start]
        return max((one for one in self._binder.subjects if one in said), key=said.rfind, default="")

    def _summed(self, statement: Statement, fits: Sequence[Candidate]) -> Judged | None:
        """Judge a total that is supplied only by its parts: those that the sentence lists, or all kinds of the thing."""
        if statement.aspect not in {Aspect.LEVEL, Aspect.TOTAL}:
            return None
        supplied_now = bool(fits) and fits[0].score >= SURE and fits[0].indicator.now is not None
        supplied_now = supplied_now and not holds_higher_levels(statement.label.indicator, fits[0].indicator.name)
        if supplied_now:
            whole_year = years_summed(statement, self._binder) or spans_summed(statement, self._binder)
            if whole_year is None or whole_year.value is None:
                return None
            outcome = derived_agreement(statement.mention, whole_year.value)
            if outcome.verdict is Verdict.FAIL:
                return None
            self._recalled.compute(statement, whole_year, fits[0].indicator.last)
            return computed(statement, whole_year, outcome)
        listed = self._parts.get(statement.place)
        sums = (
            sum_of_stated(statement, listed) if listed else None,
            spans_summed(statement, self._binder),
            years_summed(statement, self._binder),
            named_parts(statement, self._binder),
            sum_of_rows(statement, self._binder),
        )
        for derived in sums:
            if derived is None or derived.value is None:
                continue
            outcome = derived_agreement(statement.mention, derived.value)
            if outcome.verdict is not Verdict.FAIL:
                self._recalled.compute(statement, derived, fits[0].indicator.last if fits else None)
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
            or any(GIVEN_IN_ALL.search(one.context) for one in values)
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
            reason = f"{shown}：数据为{known.shown}，方向写反了，应是{way}"
            return failed(statement, bound, Relation.CONTRADICTS, reason, suggestion=known.text)
        other = owner_of(statement, self._binder, indicator)
        note = compare(statement, known, indicator).reason
        name = "上年" + indicator.name if known.frame.offset == -1 else indicator.name
        tail = f"；{bare(statement.mention)}是{quoted(other.name)}的数" if other else f"；{note}" if note else ""
        reason = f"{shown}：数据表中{quoted(name)}为{known.text}{tail}"
        if known.text in note:
            reason = f"{shown}：{quoted(name)}的{note}"
        relation = Relation.SWAPPED if other else Relation.CONTRADICTS
        return failed(statement, bound, relation, reason, suggestion=known.text)


def _fitting(candidates: Sequence[Candidate], statement: Statement) -> list[Candidate]:
    return [one for one in candidates if same_unit(statement, one.indicator) and same_aspect(statement, one.indicator)]


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
