"""What comes of judging a quantity: the verdict with its reason in a writer's words, and what it rests on."""

import re
from dataclasses import dataclass

from drafting.checking.agreement import Agreement
from drafting.checking.derived import Bound, Derived
from drafting.checking.finding import MentionVerdict, Relation, Verdict
from drafting.checking.known import Knowledge, Known
from drafting.checking.statement import Statement
from drafting.checking.time_frame import TimeFrame
from drafting.checking.wording import quoted
from knowledge_base.quantities.mention import Mention


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict, the figures that it rests on, and what the statement was bound to."""

    verdict: MentionVerdict
    figure_ids: tuple[str, ...] = ()
    bound: Bound | None = None


def stale_value(statement: Statement, bound: Bound, stale: Known, shown: str) -> Judged:
    """Return the failure of a number that is the indicator's value of another time."""
    indicator, known = bound.indicator, bound.known
    if stale.frame.offset == 0:
        its_time = _span_in_words(stale.frame) or "本期"
        now = (
            f"，{_span_in_words(known.frame) or '那时'}应为{known.text}"
            if known is not stale and known.text != stale.text
            else ""
        )
        reason = f"{shown}：{stale.text}是{quoted(indicator.name)}{its_time}的数，与写明的时间不符{now}"
        return failed(statement, bound, Relation.CONTRADICTS, reason, suggestion=known.text if now else "")
    when = "往年报告里" if stale.past_report else "上年" if stale.frame.offset == -1 else "往年"
    if indicator.now is None:
        reason = f"{shown}：{stale.text}是{when}的数，数据表没有{quoted(indicator.name)}本期的数"
        return failed(statement, bound, Relation.STALE, reason)
    reason = f"{shown}：{stale.text}是{when}的数，{quoted(indicator.name)}本期为{known.text}"
    return failed(statement, bound, Relation.STALE, reason, suggestion=known.text)


def passed(statement: Statement, bound: Bound) -> Judged:
    """Return the pass of a number that is the indicator's."""
    known = bound.known
    when = "上年" if known.frame.offset == -1 else ""
    reason = f"与数据一致：{when}{quoted(known.name)}{known.text}"
    return Judged(verdict_on(statement, Verdict.PASS, Relation.MATCHES, reason, bound), (known.figure_id,), bound)


def warned(statement: Statement, bound: Bound, outcome: Agreement, shown: str) -> Judged:
    """Return the warning about a number that a person must decide on."""
    known = bound.known
    supplied = "" if known.text in outcome.reason else f"数据表中{quoted(known.name)}为{known.text}，"
    reason = f"{shown}：{supplied}{outcome.reason or '请核对'}"
    judged = verdict_on(statement, Verdict.WARN, Relation.UNDECIDED, reason, bound, suggestion=known.text)
    return Judged(judged, (known.figure_id,), bound)


def failed(statement: Statement, bound: Bound, relation: Relation, reason: str, suggestion: str = "") -> Judged:
    """Return the failure of a number, with what it was bound to."""
    # The figure is not used by a wrong number, yet it is what the rest of the sentence builds on.
    return Judged(verdict_on(statement, Verdict.FAIL, relation, reason, bound, suggestion=suggestion), (), bound)


def computed(statement: Statement, derived: Derived, outcome: Agreement) -> Judged:
    """Return the verdict on a number that its operands give, exactly or as hedged."""
    reason = (
        f"由{derived.how}算得，相符"
        if outcome.verdict is Verdict.PASS
        else f"由{derived.how}算得{derived.written}，{outcome.reason}"
    )
    figure_id = derived.figure_ids[0] if derived.figure_ids else ""
    verdict = verdict_on(statement, outcome.verdict, Relation.DERIVED, reason, figure_id=figure_id)
    return Judged(verdict, derived.figure_ids)


def miscomputed(statement: Statement, derived: Derived) -> Judged:
    """Return the failure of a number that its operands do not give."""
    said = f"{quoted(statement.mention.text)}"
    if derived.problem:
        should = f"，应为{derived.written}" if derived.written else ""
        reason = f"{said}：{derived.how}，{derived.problem}{should}"
    elif derived.direction and statement.direction and derived.direction != statement.direction:
        reason = f"{said}：{derived.how}，方向相反，应为{derived.written}"
    else:
        reason = f"{said}：{derived.how}，算得{derived.written}"
    figure_id = derived.figure_ids[0] if derived.figure_ids else ""
    # Where the direction stands right already, only the number is to be replaced: 增长8.9% → 7.9%.
    right_way = derived.direction and derived.direction == statement.direction and not derived.problem
    instead = re.sub(r"^[\u4e00-\u9fff]+(?=[0-9])", "", derived.written) if right_way else derived.written
    verdict = verdict_on(statement, Verdict.FAIL, Relation.CONTRADICTS, reason, figure_id=figure_id, suggestion=instead)
    return Judged(verdict)


def verdict_on(
    statement: Statement,
    verdict: Verdict,
    relation: Relation,
    reason: str,
    bound: Bound | None = None,
    *,
    figure_id: str = "",
    suggestion: str = "",
) -> MentionVerdict:
    """Return the verdict on a statement; a suggestion that changes nothing is left out."""
    return MentionVerdict(
        mention=statement.mention,
        verdict=verdict,
        relation=relation,
        reason=reason,
        figure_id=bound.known.figure_id if bound else figure_id,
        indicator=bound.indicator.name if bound else statement.label.indicator,
        suggestion="" if suggestion == statement.mention.text else suggestion,
    )


def shown_in(text: str, statement: Statement) -> str:
    """Return the words around a number as the writer will look for them: “培训11期”."""
    name, mention = statement.label.indicator, statement.mention
    near = _PUNCTUATION.split(text[max(statement.sentence[0], mention.start - 24) : mention.start])[-1]
    at = near.rfind(name) if name else -1
    at -= at > 0 and near[at - 1] == "“"
    words = (near[at:] if at >= 0 else near[-_NEAR:]).strip()
    if words.count("“") != words.count("”"):
        words = words.replace("“", "").replace("”", "")
    return quoted(words + mention.text)


_PUNCTUATION = re.compile(r"[，,。；;：:、（(）)\s]")
_NEAR = 8


def bare(mention: Mention) -> str:
    """Return the numeral without its unit."""
    return mention.text[: mention.numeral_end - mention.start] if mention.numeral_end > mention.start else mention.text


def when_said(frame: TimeFrame, knowledge: Knowledge) -> str:
    """Return a time in words."""
    if frame.offset is None:
        return "所写时间"
    year = (
        f"{knowledge.period.year + frame.offset}年"
        if knowledge.period
        else {0: "本年", -1: "上年"}.get(frame.offset, "该年")
    )
    span = frame.month_span
    return year + (f"{span[0]}－{span[1]}月" if span else "")


def _span_in_words(frame: TimeFrame) -> str:
    if frame.quarter is not None:
        return f"{'一二三四'[frame.quarter - 1]}季度"
    if frame.half is not None:
        return "上半年" if frame.half == 1 else "下半年"
    span = frame.month_span
    return "" if span is None else f"{span[0]}月" if span[0] == span[1] else f"{span[0]}－{span[1]}月"
