"""Changes between two times of one indicator: 同比, 环比, difference, 百分点, 倍, 番."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from drafting.checking.binding import LIKELY, Binder
from drafting.checking.derived import Bound, Derived, decimal_of, exact_value, plain, total_of, with_unit
from drafting.checking.known import Indicator, Known
from drafting.checking.measure import same_unit
from drafting.checking.ownership import is_named_beside
from drafting.checking.statement import Aspect, Statement
from drafting.checking.time_frame import frame_of, is_time
from drafting.checking.wording import quoted
from knowledge_base.quantities.indicator_names import pairs_of
from knowledge_base.quantities.mention import Kind
from knowledge_base.quantities.reader import read
from knowledge_base.quantities.units import comparable
from knowledge_base.quantities.writing import write_number

_OF_ALL = re.compile(r"总量|总数|总额|合计")
_AGAINST_YEAR = re.compile(r"[比较](?P<year>20[0-9]{2})年[底末]?[^，,。；]{0,8}$")
_AGAINST_PART = re.compile(r"[比较](?P<part>第?[一二三四]季度|[上下]半年|[0-9]{1,2}月)份?[^，,。；]{0,8}$")
_LEAST_IN_SHORT = 3
_RATE_NAME = re.compile(r"[\u4e00-\u9fff]{2}率$")
IN_ALL = re.compile(r"合计|共计|一?共|总共|累计|总计")
TELLS_LAST_PERIOD = re.compile(r"上年|去年|同期|上一年|翻")


def changes(
    statement: Statement, before: Sequence[Bound], binder: Binder, nearby: Sequence[Bound] = ()
) -> Iterator[Derived]:
    if re.search(r"环比|上月|上季|上半年", statement.comparison):
        yield from _against_the_span_before(statement, before, nearby)
        return
    together = changes_together(statement, before)
    if together is not None:
        yield together
    spoken = _from_to(statement, before)
    if spoken is not None:
        yield spoken
        return
    for indicator in _anchors(statement, before, binder):
        now, last = indicator.now, indicator.last
        if now is None or (indicator.change and not _is_of_rates(statement, indicator)):
            continue
        if statement.aspect is Aspect.TIMES and statement.ruler is not None:  # 是2021年末的3倍
            last = next((one for one in indicator.values if one.frame.offset == statement.frame.offset), last)
        else:
            now, last = _times_compared(statement, indicator, before, now, last, binder)
        last = last or _told_in_short(indicator, binder) or _only_other(indicator, now)
        if last is None or last is now:
            continue
        measured = statement.mention.kind in {Kind.COUNT, Kind.AMOUNT}
        if measured and not same_unit(statement, indicator) and not is_named_beside(statement, indicator.core):
            continue  # 结对18对，比上年多5对，带动增收211万元: the money is no change of the pairs
        yield _change(statement, indicator, now, last)


def _told_in_short(indicator: Indicator, binder: Binder) -> Known | None:
    """Return last period's value that is told apart and in short: 上年中心组学习10次, of 理论学习中心组学习12次."""
    held = [
        one.last
        for one in binder.indicators
        if one.now is None and one.last is not None and not one.change and one.unit_class == indicator.unit_class
        if len(one.core) >= _LEAST_IN_SHORT and one.core in indicator.core
    ]
    return held[0] if len(held) == 1 else None


def changes_together(statement: Statement, before: Sequence[Bound]) -> Derived | None:
    """Return the sum of the changes of what the sentence has spoken of: 接待费、用车费分别支出…，合计少支出3万元."""
    alike = {id(bound.indicator): bound.indicator for bound in before if same_unit(statement, bound.indicator)}
    pairs = [(one.now, one.last) for one in alike.values() if not one.change]
    new = total_of(now.mention if now is not None else None for now, _ in pairs)
    old = total_of(last.mention if last is not None else None for _, last in pairs)
    if not IN_ALL.search(statement.clause) or len(pairs) < 2 or new is None or old is None:
        return None
    direction = "up" if new > old else "down" if new < old else ""
    how = "、".join(f"{quoted(one.name)}本期与上年之差" for one in alike.values())
    ids = tuple(now.figure_id for now, _ in pairs if now is not None)
    return Derived(abs(new - old), how, with_unit(abs(new - old), statement.mention.unit), ids, direction)


def _only_other(indicator: Indicator, now: Known) -> Known | None:
    """Return the one earlier value that there is, of whatever year: 2023年10.2亿元，2025年30.6亿元，增加20.4亿元."""
    earlier = [
        one for one in indicator.values if not one.past_report and (one.frame.offset or 0) < (now.frame.offset or 0)
    ]
    return earlier[0] if len(earlier) == 1 else None


def _times_compared(
    statement: Statement, indicator: Indicator, before: Sequence[Bound], now: Known, last: Known | None, binder: Binder
) -> tuple[Known, Known | None]:
    """Return the two values that a change is between: 6月营收4.62亿元，同比增长16.7% is of the two Junes."""
    spoken = next((bound.known for bound in reversed(before) if bound.indicator is indicator), None)
    if spoken is not None and spoken.frame.offset == 0 and not spoken.past_report:
        now = spoken
    year = _AGAINST_YEAR.search(statement.clause)
    if year is not None and binder.year is not None:  # 较2023年翻了一番
        offset = int(year["year"]) - binder.year
        return now, next((one for one in indicator.values if one.frame.offset == offset), None)
    part = _AGAINST_PART.search(statement.clause)
    if part is not None:  # 二季度6.1亿元，比一季度增加0.9亿元
        span = next((frame_of(one, None).month_span for one in read(part["part"]) if is_time(one)), None)
        if statement.framed and statement.frame.month_span is not None:  # 二季度较一季度减少88万立方米
            its = statement.frame.month_span
            now = next((one for one in indicator.values if one.frame.month_span == its and one.frame.offset == 0), now)
        same_year = (one for one in indicator.values if one.frame.offset == now.frame.offset)
        return now, next((one for one in same_year if span is not None and one.frame.month_span == span), None)
    before_it = [one for one in indicator.values if one.frame.offset == (now.frame.offset or 0) - 1]
    same_part = [one for one in before_it if one.frame.month_span == now.frame.month_span]
    return now, next(iter(same_part or before_it), last)


def change_of_share(statement: Statement, share: tuple[Known, Known] | None, binder: Binder) -> Iterator[Derived]:
    """工业投资占比77.0%，较上年同期提高10.6个百分点: the share less that of last period's part and whole."""
    if share is None or statement.mention.kind is not Kind.PERCENTAGE_POINT:
        return
    lasts = [
        next((one.last for one in binder.indicators if any(known is value for value in one.values)), None)
        for known in share
    ]
    values = [exact_value(known.mention) if known is not None else None for known in (*share, *lasts)]
    part, whole, part_last, whole_last = values
    rate = _rate_of_last(statement, share, binder)
    told = exact_value(rate.mention) if rate is not None else None
    if rate is not None and told is not None and part is not None and whole:
        change = part / whole * 100 - told
        direction = "up" if change > 0 else "down" if change < 0 else ""
        written = f"{_way(direction)}{plain(abs(change), statement.mention)}个百分点"
        yield Derived(abs(change), f"本期的比和上年{rate.shown}", written, (rate.figure_id,), direction)
    if part is None or not whole or part_last is None or not whole_last:
        return
    change = (part / whole - part_last / whole_last) * 100
    direction = "up" if change > 0 else "down" if change < 0 else ""
    how = f"{quoted(share[0].name)}、{quoted(share[1].name)}本期和上年的比"
    written = f"{_way(direction)}{plain(abs(change), statement.mention)}个百分点"
    yield Derived(abs(change), how, written, (share[0].figure_id, share[1].figure_id), direction)


def _rate_of_last(statement: Statement, share: tuple[Known, Known], binder: Binder) -> Known | None:
    """Return last period's rate that is supplied alone: 上年投资计划完成率88.5% of 占年度计划的92.5%，完成率较上年提高4个百分点."""
    rate = _RATE_NAME.search(statement.label.indicator)
    if rate is None:
        return None
    held = [
        indicator.last
        for indicator in binder.indicators
        if indicator.unit_class == "percent" and indicator.now is None and indicator.last is not None
        if indicator.core.endswith(rate.group()) and any(pair in indicator.core for pair in pairs_of(share[0].name))
    ]
    return held[0] if len(held) == 1 else None


def _is_of_rates(statement: Statement, indicator: Indicator) -> bool:
    """Tell whether 增速较去年同期加快1.8个百分点 is the change of a change: of one in percent that rose both times."""
    rates = [known.mention.value for known in (indicator.now, indicator.last) if known is not None]
    points = statement.mention.kind is Kind.PERCENTAGE_POINT and indicator.unit_class == "percent"
    return points and indicator.direction != "down" and all(rate is not None and rate >= 0 for rate in rates)


def saved(statement: Statement, before: Sequence[Bound]) -> Iterator[Derived]:
    """用电31.2万千瓦时，节电3.6万千瓦时: by how much less than last period's the one last spoken of is."""
    for bound in before[-1:]:
        now, last = bound.indicator.now, bound.indicator.last
        if now is None or last is None or bound.indicator.change or not same_unit(statement, bound.indicator):
            continue
        change = _change(statement, bound.indicator, now, last)
        yield change if change.direction == "down" else replace(change, value=None, problem="没有减少")


def _from_to(statement: Statement, before: Sequence[Bound]) -> Derived | None:
    """Return the change between the two times that the sentence has just stated: 由2020年的45家增至2025年的108家，增长1.4倍."""
    if (
        len(before) < 2
        or "#" in statement.clause
        or re.search(r"上年|去年|上月|上季|20[0-9]{2}年|今年|当年", statement.clause)
    ):
        return None
    first, last = before[-2:]
    same = first.indicator is last.indicator and first.known is not last.known and not last.indicator.change
    own = statement.label.indicator
    if own not in {"", first.statement.label.indicator, last.statement.label.indicator} and own in statement.clause:
        return None  # 会议费由9.5万元压减至7.6万元，培训费增加3万元
    if not same or first.statement.aspect is not Aspect.START or last.statement.aspect is not Aspect.LEVEL:
        return None
    return _change(statement, last.indicator, last.known, first.known)


def _against_the_span_before(
    statement: Statement, before: Sequence[Bound], nearby: Sequence[Bound]
) -> Iterator[Derived]:
    """环比: the last value spoken of against the same indicator's of the month, quarter or half just before."""
    stated = statement.frame.month_span if statement.framed else None
    spoken = (*nearby, *before)
    told = [bound for bound in spoken if any(known.frame.month_span == stated for known in bound.indicator.values)]
    if stated is not None and told and (not before or before[-1] not in told):
        before = told[-1:]  # 三季度占全年的30.6%。四季度环比回落20.6%
    before = before or nearby[-1:]
    if not before or before[-1].indicator.change:
        return
    alike = [bound for bound in before if same_unit(statement, bound.indicator)]
    anchor = alike[-1] if alike and statement.mention.kind in {Kind.COUNT, Kind.AMOUNT} else before[-1]
    indicator, now = anchor.indicator, anchor.known
    if stated is not None and stated != now.frame.month_span:  # 四季度环比回落20.6%
        now = next((known for known in indicator.values if known.frame.month_span == stated), now)
    span = now.frame.month_span
    if span is None:
        return
    length = span[1] - span[0] + 1
    earlier = (span[0] - length, span[0] - 1)
    last = next((known for known in indicator.values if known.frame.month_span == earlier), None)
    if last is not None and last.frame.offset == now.frame.offset:
        yield _change(statement, indicator, now, last)


def _anchors(statement: Statement, before: Sequence[Bound], binder: Binder) -> list[Indicator]:
    named = [candidate.indicator for candidate in binder.candidates(statement) if candidate.score >= LIKELY]
    levels = [indicator for indicator in named if indicator.now is not None]
    levels = [indicator for indicator in levels if not indicator.change or _is_of_rates(statement, indicator)]
    carried = before and not any(is_named_beside(statement, indicator.core) for indicator in levels)
    if levels and carried and before[-1].indicator not in levels:
        return [before[-1].indicator, *levels]  # 143家企业实现产值187.4亿元，同比增长10.5% is the change of the 产值
    alike = [bound for bound in before if same_unit(statement, bound.indicator) and bound.indicator.last is not None]
    measured = statement.mention.kind in {Kind.COUNT, Kind.AMOUNT}
    if measured and levels and alike and not any(same_unit(statement, one) for one in levels):
        return [alike[-1].indicator]  # 轮训3期，培训260人，比上年多1期
    both = [
        one
        for one in binder.indicators
        if one.unit_class == statement.mention.unit_class and one.now is not None and one.last is not None
    ]
    other = not any(same_unit(statement, one) for one in levels)
    if statement.aspect is Aspect.CHANGE and measured and other and not alike and len(both) == 1:
        return both  # 实现生产安全零事故，同比减少2起: of its measure there is one alone that is told for both years
    if levels:
        return levels
    # 收文2136份，同比增长7.9%: the change is that of what was last spoken of.
    # 拆除违建17处、3460平方米，拆除数量减少7处 is that of the one whose measure it has.
    alike = [bound for bound in before if measured and same_unit(statement, bound.indicator)]
    if alike and _OF_ALL.search(statement.label.indicator):
        return [alike[0].indicator]  # 23件建议提案…，其中建议9件、提案14件，办理总量增加4件
    return [(alike or before)[-1].indicator] if before else []


def _change(statement: Statement, indicator: Indicator, now: Known, last: Known) -> Derived:
    mention = statement.mention
    ids = (now.figure_id,) if now.figure_id == last.figure_id else (now.figure_id, last.figure_id)
    then = "上年" if last.frame.offset == (now.frame.offset or 0) - 1 else "上一期"
    operands = f"{quoted(indicator.name)}本期{now.text}、{then}{last.text}"
    new, old = exact_value(now.mention), exact_value(last.mention)
    if new is None or old is None:
        return Derived(None, operands, "", ids, problem="其中有约数，算不出准确的变化")
    direction = "up" if new > old else "down" if new < old else ""
    difference = abs(new - old)
    word = {"up": "增长", "down": "下降", "": "持平"}[direction]
    if indicator.unit_class == "percent":
        if mention.kind is Kind.PERCENTAGE_POINT:
            return Derived(
                difference, operands, f"{_way(direction)}{plain(difference, mention)}个百分点", ids, direction
            )
        if mention.kind is Kind.PERCENT:
            written = f"{_way(direction)}{plain(difference, None)}个百分点"
            return Derived(None, operands, written, ids, direction, problem="两个百分数相差应写“个百分点”，不写“%”")
    if mention.kind in {Kind.COUNT, Kind.AMOUNT}:
        if not (
            comparable(mention.unit_class, indicator.unit_class) or same_unit(statement, indicator)
        ):  # 债券3.9万亿元，比上年增加1000亿吨
            return Derived(None, operands, "", ids, direction, problem="增减数的单位与它不一致")
        written = f"{'增加' if direction == 'up' else '减少'}{write_number(decimal_of(difference), mention.unit)}"
        return Derived(difference, operands, written, ids, direction)
    if old == 0:
        return Derived(None, operands, "", ids, direction, problem="上年为0，不能算增长的百分比或倍数")
    if mention.kind is Kind.FRACTION and statement.aspect is Aspect.TIMES:  # 为上年同期的四分之一
        return Derived(new / old, operands, f"为上年的{plain(new / old * 100, None)}%", ids)
    if mention.kind is Kind.FRACTION:
        return Derived(difference / old, operands, f"{word}{plain(difference / old * 100, None)}%", ids, direction)
    if mention.kind is Kind.PERCENT:
        percent = difference / old * 100
        return Derived(percent, operands, f"{word}{plain(percent, mention)}%", ids, direction, of=indicator.name)
    if mention.kind is Kind.MULTIPLE:
        return _multiple(statement, operands, new / old, ids, direction)
    return Derived(None, operands, "", ids, direction, problem="这种变化算不出来")


def _multiple(statement: Statement, operands: str, ratio: Fraction, ids: tuple[str, ...], direction: str) -> Derived:
    mention = statement.mention
    if statement.aspect is Aspect.TIMES:
        if not TELLS_LAST_PERIOD.search(statement.clause) and statement.ruler is None:
            return Derived(None, operands, "", ids, problem="没有写明是谁的几倍")
        return Derived(ratio, operands, f"是上年的{plain(ratio, None)}倍", ids)
    if direction == "down" or statement.direction == "down":
        return Derived(None, operands, "", ids, direction, problem="减少不能用“倍”“番”，应写百分比")
    if mention.unit == "番":
        return Derived(ratio, operands, f"是上年的{plain(ratio, None)}倍", ids, direction)
    return Derived(ratio - 1, operands, f"增长{plain(ratio - 1, None)}倍", ids, direction)


def _way(direction: str) -> str:
    return {"up": "提高", "down": "下降", "": "持平"}[direction]
