"""The verdict on a number whose words name no indicator of its unit: whose it may be, or that it comes from nowhere."""

import re
from collections.abc import Sequence

from drafting.checking.agreement import agreement
from drafting.checking.binding import LIKELY, SURE, Binder, Candidate
from drafting.checking.comparison import is_equal, values_at
from drafting.checking.derivation import coincidence
from drafting.checking.derived import Bound, Derived
from drafting.checking.finding import Relation, Verdict
from drafting.checking.judged import Judged, bare, failed, passed, shown_in, verdict_on
from drafting.checking.known import Indicator, Knowledge, Known
from drafting.checking.loose_numeral import loose_numeral
from drafting.checking.measure import near_unit, same_unit
from drafting.checking.ownership import Ownership, words_around
from drafting.checking.recollection import Recollection
from drafting.checking.row import counts_rows
from drafting.checking.statement import Aspect, Statement
from drafting.checking.sums import undeclared_sum
from drafting.checking.wording import quoted
from knowledge_base.quantities.mention import Kind
from knowledge_base.quantities.units import comparable

_NOT_ONE = re.compile(r"(?:无|没有|未有|未发生|未出现|未发现|杜绝)$")


def owner_of(statement: Statement, binder: Binder, not_of: Indicator | None = None) -> Known | None:
    """Return the supplied value of an indicator that this number is, unit included; not one of ``not_of``."""
    for indicator in binder.indicators:
        if indicator is not_of or not same_unit(statement, indicator):
            continue
        for known in indicator.values:
            if is_equal(statement.mention, known.mention):
                return known
    return None


class UnboundJudge:
    """Judges the numbers of one text that the words give to no indicator of their unit."""

    def __init__(
        self,
        text: str,
        knowledge: Knowledge,
        binder: Binder,
        wording: str,
        ownership: Ownership,
        recalled: Recollection,
    ) -> None:
        self._text = text
        self._knowledge = knowledge
        self._binder = binder
        self._wording = wording
        self._ownership = ownership
        self._recalled = recalled

    def judge(self, statement: Statement, candidates: Sequence[Candidate]) -> Judged:
        """Return the verdict; ``candidates`` are what the words may name, of whatever unit."""
        shown = shown_in(self._text, statement)
        sure = [
            one
            for one in candidates
            if one.score >= LIKELY and one.indicator.change == (statement.aspect is Aspect.CHANGE)
        ]
        leading = self._leading(statement)
        if leading is not None:
            return leading
        beside = self._ownership.listed_with(
            statement, self._recalled.sentence[-1] if self._recalled.sentence else None
        )
        if beside is not None:
            return passed(statement, beside)
        if sure:
            judged = self._other_unit(statement, sure[0], shown)
            if judged is not None:
                return judged
        if self._is_quoted(statement) or self._is_supplied_span(statement):
            return Judged(verdict_on(statement, Verdict.PASS, Relation.MATCHES, "与所提供的文字一致"))
        if self._counts_ordinals(statement):
            return Judged(verdict_on(statement, Verdict.PASS, Relation.DERIVED, "与数据中的次序一致"))
        if counts_rows(statement, self._binder):
            return Judged(verdict_on(statement, Verdict.PASS, Relation.DERIVED, "与数据所列的个数一致"))
        none = self._none_of(statement)
        if none is not None:
            return none
        loose = loose_numeral(statement, self._text)
        if loose is not None:
            return Judged(verdict_on(statement, loose.verdict, loose.relation, loose.reason))
        claimed = self._ownership.claimed(statement)
        if claimed is not None:
            return passed(statement, claimed)
        owner = owner_of(statement, self._binder)
        if owner is not None and statement.aspect is not Aspect.CHANGE:
            holds = agreement(statement.mention, owner.mention).verdict is not Verdict.FAIL  # 近60家 is not 超过60家
            verdict = Verdict.WARN if holds and self._ownership.is_free(statement, owner) else Verdict.FAIL
            relation = Relation.UNDECIDED if verdict is Verdict.WARN else Relation.SWAPPED
            whose = "往年报告中" if owner.past_report else "上年" if owner.frame.offset == -1 else ""
            reason = f"{shown}：数据表里没有这项指标；这个数与{whose}{owner.shown}相同，请核对说的是不是同一件事"
            return Judged(
                verdict_on(statement, verdict, relation, reason, figure_id=owner.figure_id), (owner.figure_id,)
            )
        summed = undeclared_sum(statement, self._binder) if statement.aspect is not Aspect.CHANGE else None
        if summed is not None and self._goes_with_last_total(summed):
            return Judged(verdict_on(statement, Verdict.PASS, Relation.DERIVED, f"由{summed.how}相加算得，相符"))
        if summed is not None:
            reason = f"{shown}：数据表里没有这个数；它等于{summed.how}之和，请核对是不是要写合计数"
            return Judged(verdict_on(statement, Verdict.WARN, Relation.UNDECIDED, reason))
        chance = coincidence(statement, (*self._recalled.paragraph, *self._recalled.sentence))
        if chance is not None:
            reason = f"{shown}：数据表里没有这个数；它恰好等于{chance.how}之比，请核对是不是要这样比"
            return Judged(verdict_on(statement, Verdict.WARN, Relation.UNDECIDED, reason))
        if statement.aspect is Aspect.CHANGE:
            reason = f"{shown}：没有可供计算的本期数和上年数，也没有提供这个增减数"
        else:
            reason = f"{shown}：数据表里没有这个数，请补充数据或删去"
        return Judged(verdict_on(statement, Verdict.FAIL, Relation.INVENTED, reason))

    def _goes_with_last_total(self, summed: Derived) -> bool:
        """Tell whether a sum is that of another measure of what the sentence has just added up: 讲座、义诊合计20场，惠及2130人次."""
        told = {known.figure_id: known.together for one in self._binder.indicators for known in one.values}
        of_total = sorted(told.get(figure_id, "") for figure_id in self._recalled.summed)
        return bool(of_total) and of_total == sorted(told.get(figure_id, "") for figure_id in summed.figure_ids)

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

    def _is_supplied_span(self, statement: Statement) -> bool:
        """Tell whether a number is only how long the facts say that it took: 极不平凡的五年, from 五年累计完成…."""
        alone = statement.after[:1] in {"", "。", "，"} and statement.clause.endswith("的")
        return statement.mention.unit_class == "year" and alone and statement.mention.text in self._wording

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
        if len({known.mention.value for _, known in owners}) != 1 or not self._ownership.is_free(
            statement, owners[0][1]
        ):
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
        other = owner_of(statement, self._binder, indicator)
        tail = f"；{bare(statement.mention)}是{quoted(other.name)}的数" if other else "，单位不一致"
        reason = f"{shown}：数据表中{quoted(indicator.name)}为{known.text}{tail}"
        return failed(
            statement, bound, Relation.SWAPPED if other else Relation.CONTRADICTS, reason, suggestion=known.text
        )
