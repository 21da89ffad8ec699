"""Derived numbers, recomputed from declared operands: 同比, difference, 百分点, 倍, 番, 占比, 完成率, 合计.

Operands are only what the words declare: this and last period's value of the indicator that the clause names, the
parts and the whole that it names. A ratio that merely happens to come out of two unrelated figures is never tried.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from drafting.change_words import TARGET_WORDS
from drafting.checking.agreement import derived_agreement
from drafting.checking.binding import LIKELY, Binder, same_unit
from drafting.checking.derived import Bound, Derived, Spoken, exact_value, plain
from drafting.checking.finding import Verdict
from drafting.checking.known import Indicator, Known
from drafting.checking.ownership import is_named_beside
from drafting.checking.parts import complements, differences, negated, net_change, remainders
from drafting.checking.shares import all_now, named, ratios, values_now
from drafting.checking.statement import Aspect, Statement
from drafting.checking.time_frame import frame_of, is_time
from drafting.checking.wording import quoted
from knowledge_base.quantities.indicator_names import pairs_of
from knowledge_base.quantities.mention import Hedge, Kind, Mention
from knowledge_base.quantities.reader import read
from knowledge_base.quantities.units import comparable
from knowledge_base.quantities.writing import write_number

_TARGET = re.compile(rf"{TARGET_WORDS}|应|总数|总量|要求|标准|规定")
_EACH = re.compile(
    r"(?:(?P<each>[人户家场车件次项村期批亩笔台套班起位辆篇份])均|平均每(?:个|家|名|位)?(?P<every>[\u4e00-\u9fff]))[^，,。；]{0,6}$"
)
_BEYOND_TARGET = re.compile(
    r"超额完成[^，,。；]{0,10}(?:目标|任务|计划)[的数值]?$|超[出过]?(?:年度|年初|全年|规定|上级)*(?:目标|任务|计划|要求|标准|规定)+[数值]?$"
    r"|[比较][^，,。；]{0,6}(?:目标|任务|计划)[数值]?(?:多|高|超出?|增加)(?:出|了)?$"
)
#: 入驻企业167家，新增25家: by how much more than last period's.
_CAME_NEW = re.compile(r"(?:其中)?(?:全年|年内|今年|上半年)?(?:新增|净增)(?:了)?")
_OF_ALL = re.compile(r"总量|总数|总额|合计")
_AGAINST_YEAR = re.compile(r"[比较](?P<year>20[0-9]{2})年[底末]?[^，,。；]{0,8}$")
_AGAINST_PART = re.compile(r"[比较](?P<part>第?[一二三四]季度|[上下]半年|[0-9]{1,2}月)份?[^，,。；]{0,8}$")
_LATTER = re.compile(r"后者(?:是|为|相当于)前者的?$|前者(?:是|为|相当于)后者的?$")
_BUDGET = re.compile(r"预算|概算|控制价|限价")
_BELOW_BUDGET = re.compile(
    r"[较比](?:年初|全年|年度)?(?:预算|概算|控制价|招标控制价|最高限价)[\u4e00-\u9fff]{0,4}(?:的?[0-9.]+[万亿]?元)?(?:节约|节省|下降|减少)$|(?:节约率|节资率|资金节约率)(?:达到?|为)?$"
)
_OF_ANOTHER = re.compile(r"(?:是|为|相当于|达到?)(?P<other>[\u4e00-\u9fff]{2,12}?)的?$")
_OF_LAST = re.compile(r"(?:为|是|相当于|仅为)(?:上年|去年)(?:同期|度)?的$")
_PER = re.compile(r"(?:每|按)(?P<span>半年|季度|季|月|周)(?!末|底|初)[^，,。；]{0,8}$")
_SPANS = {"半年": 2, "季度": 4, "季": 4, "月": 12, "周": 52}
_SAVED = re.compile(r"(?:节电|节水|节能|节约|节省|节支|少支出|少支)[\u4e00-\u9fff]{0,4}$")
_LIST = re.compile(r"[\u4e00-\u9fff”](?:、|和|与|及)[\u4e00-\u9fff“]")
_EACH_OF = re.compile(
    r"(?P<list>[^，,。；：]*[\u4e00-\u9fff”](?:、|和|与|及)[^，,。；：]*?)各(?:有|开展|举办|组织|召开)?$"
)
_MEMBERS = re.compile(r"、|和|与|及")
_NUMBERED = re.compile(r"[0-9０-９]")
_LAST_PERIOD = re.compile(r"上年|去年|同期|上一年|翻")


def derivations(statement: Statement, spoken: Spoken, binder: Binder) -> tuple[Derived, ...]:
    """Return what a statement may be by computation, most specific first; empty where its words declare no operands."""
    before, nearby = spoken.sentence, spoken.paragraph
    left = (
        *remainders(statement, before, binder, nearby),
        *complements(statement, before, binder),
        *net_change(statement, before, binder),
        *negated(statement, before, binder),
        *differences(statement, before, binder, spoken.rates),
    )
    if left:
        return left
    if _EACH.search(statement.clause):
        return tuple(_averages(statement, before, binder, nearby))
    if _PER.search(statement.clause):
        return tuple(_per_span(statement, binder))
    if _BEYOND_TARGET.search(statement.clause):
        return tuple(_beyond_target(statement, before, binder))
    match statement.aspect:
        case Aspect.TIMES if statement.ruler is None and not _LAST_PERIOD.search(statement.clause):
            return tuple(_times_of_another(statement, before, binder))
        case Aspect.LEVEL if statement.mention.kind is Kind.FRACTION and _OF_LAST.search(statement.clause):
            return tuple(_changes(replace(statement, aspect=Aspect.TIMES), before, binder))
        case Aspect.CHANGE | Aspect.TIMES:
            of_share = _change_of_share(statement, spoken.share, binder)
            return (*of_share, *_changes(statement, before, binder, nearby))
        case Aspect.TOTAL:
            return tuple(_sums(statement, before, binder))
        case Aspect.LEVEL | Aspect.CHANGE if _BELOW_BUDGET.search(statement.clause):
            return tuple(_below_budget(statement, before, binder))
        case Aspect.LEVEL if _CAME_NEW.fullmatch(statement.clause.strip()):
            return tuple(_changes(replace(statement, direction="up"), before, binder))
        case Aspect.LEVEL if statement.mention.kind in {Kind.COUNT, Kind.AMOUNT} and _SAVED.search(statement.clause):
            return tuple(_saved(statement, before))
        case Aspect.LEVEL if statement.mention.kind in {Kind.COUNT, Kind.AMOUNT} and _is_list(statement.clause):
            return tuple(_sums(statement, (), binder))
        case _:
            if statement.mention.kind in {Kind.PERCENT, Kind.FRACTION} or statement.mention.unit_class == "percent":
                return tuple(ratios(statement, before, binder, nearby))
            return ()


def _changes(
    statement: Statement, before: Sequence[Bound], binder: Binder, nearby: Sequence[Bound] = ()
) -> Iterator[Derived]:
    if re.search(r"环比|上月|上季|上半年", statement.comparison):
        yield from _against_the_span_before(statement, before, nearby)
        return
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
        if last is None or last is now:
            continue
        measured = statement.mention.kind in {Kind.COUNT, Kind.AMOUNT}
        if measured and not same_unit(statement, indicator) and not is_named_beside(statement, indicator.core):
            continue  # 结对18对，比上年多5对，带动增收211万元: the money is no change of the pairs
        yield _change(statement, indicator, now, last)


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
        same_year = (one for one in indicator.values if one.frame.offset == now.frame.offset)
        return now, next((one for one in same_year if span is not None and one.frame.month_span == span), None)
    before_it = [one for one in indicator.values if one.frame.offset == (now.frame.offset or 0) - 1]
    same_part = [one for one in before_it if one.frame.month_span == now.frame.month_span]
    return now, next(iter(same_part or before_it), last)


def _change_of_share(statement: Statement, share: tuple[Known, Known] | None, binder: Binder) -> Iterator[Derived]:
    """工业投资占比77.0%，较上年同期提高10.6个百分点: the share less that of last period's part and whole."""
    if share is None or statement.mention.kind is not Kind.PERCENTAGE_POINT:
        return
    lasts = [
        next((one.last for one in binder.indicators if any(known is value for value in one.values)), None)
        for known in share
    ]
    values = [exact_value(known.mention) if known is not None else None for known in (*share, *lasts)]
    part, whole, part_last, whole_last = values
    if part is None or not whole or part_last is None or not whole_last:
        return
    change = (part / whole - part_last / whole_last) * 100
    direction = "up" if change > 0 else "down" if change < 0 else ""
    how = f"{quoted(share[0].name)}、{quoted(share[1].name)}本期和上年的比"
    written = f"{_way(direction)}{plain(abs(change), statement.mention)}个百分点"
    yield Derived(abs(change), how, written, (share[0].figure_id, share[1].figure_id), direction)


def _is_of_rates(statement: Statement, indicator: Indicator) -> bool:
    """Tell whether 增速较去年同期加快1.8个百分点 is the change of a change: of one in percent that rose both times."""
    rates = [known.mention.value for known in (indicator.now, indicator.last) if known is not None]
    points = statement.mention.kind is Kind.PERCENTAGE_POINT and indicator.unit_class == "percent"
    return points and indicator.direction != "down" and all(rate is not None and rate >= 0 for rate in rates)


def _saved(statement: Statement, before: Sequence[Bound]) -> Iterator[Derived]:
    """用电31.2万千瓦时，节电3.6万千瓦时: by how much less than last period's the one last spoken of is."""
    for bound in before[-1:]:
        now, last = bound.indicator.now, bound.indicator.last
        if now is None or last is None or bound.indicator.change or not same_unit(statement, bound.indicator):
            continue
        change = _change(statement, bound.indicator, now, last)
        yield change if change.direction == "down" else replace(change, value=None, problem="没有减少")


def _times_of_another(statement: Statement, before: Sequence[Bound], binder: Binder) -> Iterator[Derived]:
    """发放消费券600万元，拉动消费4300万元，是发放额的7.2倍: what was last spoken of over what the clause names.

    Both must be of one measure and stated together in the facts; other ratios are for a person to make sense of.
    """
    if _LATTER.search(statement.clause) and len(before) >= 2:  # 发放600万元，带动消费4800万元，后者是前者的8倍
        mine, its = before[-1].known, before[-2].known
        if "前者是" in statement.clause:
            mine, its = its, mine
        value, base = exact_value(mine.mention), exact_value(its.mention)
        if value is not None and base and mine.mention.unit_class == its.mention.unit_class:
            how = f"{quoted(mine.name)}{mine.text}、{quoted(its.name)}{its.text}"
            yield Derived(value / base, how, f"{plain(value / base, None)}倍", (mine.figure_id, its.figure_id))
        return
    other = _OF_ANOTHER.search(statement.clause)
    if other is None:
        return
    for bound in before[-1:]:
        mine, value = bound.known, exact_value(bound.known.mention)
        for its in all_now(binder):
            alike = its is not mine and its.mention.unit_class == mine.mention.unit_class
            named = any(pair in its.name for pair in pairs_of(other["other"]))
            base = exact_value(its.mention)
            if not (alike and named and base and value is not None and its.together and its.together == mine.together):
                continue
            how = f"{quoted(mine.name)}{mine.text}、{quoted(its.name)}{its.text}"
            yield Derived(value / base, how, f"{plain(value / base, None)}倍", (mine.figure_id, its.figure_id))


def _below_budget(statement: Statement, before: Sequence[Bound], binder: Binder) -> Iterator[Derived]:
    """中标金额2.61亿元，较预算节约2300万元，节约率8.1%: by how much less than the budget the sum last spoken of is."""
    percent = statement.mention.kind is Kind.PERCENT
    spent = [bound.known for bound in before if bound.known.mention.kind is Kind.AMOUNT]
    if re.search(r"[0-9]", statement.clause):
        spent = spent[:-1]  # 较年初预算的56万元节约7.7万元
    for known in spent[-1:]:
        for budget in all_now(binder):
            value, whole = exact_value(known.mention), exact_value(budget.mention)
            alike = budget is not known and budget.mention.unit_class == known.mention.unit_class
            if not alike or not _BUDGET.search(budget.name) or value is None or not whole or value > whole:
                continue
            saved = (whole - value) / whole * 100 if percent else whole - value
            how = f"{quoted(budget.name)}{budget.text}、{quoted(known.name)}{known.text}"
            unit = "%" if percent else statement.mention.unit
            yield Derived(saved, how, f"{plain(saved, statement.mention)}{unit}", (budget.figure_id, known.figure_id))


def _from_to(statement: Statement, before: Sequence[Bound]) -> Derived | None:
    """Return the change between the two times that the sentence has just stated: 由2020年的45家增至2025年的108家，增长1.4倍."""
    if len(before) < 2 or re.search(r"上年|去年|上月|上季|20[0-9]{2}年|今年|当年", statement.clause):
        return None
    first, last = before[-2:]
    same = first.indicator is last.indicator and first.known is not last.known and not last.indicator.change
    if not same or first.statement.aspect is not Aspect.START or last.statement.aspect is not Aspect.LEVEL:
        return None
    return _change(statement, last.indicator, last.known, first.known)


def _against_the_span_before(
    statement: Statement, before: Sequence[Bound], nearby: Sequence[Bound]
) -> Iterator[Derived]:
    """环比: the last value spoken of against the same indicator's of the month, quarter or half just before."""
    before = before or nearby[-1:]  # 三季度占全年的30.6%。四季度环比回落20.6%
    if not before or before[-1].indicator.change:
        return
    alike = [bound for bound in before if same_unit(statement, bound.indicator)]
    anchor = alike[-1] if alike and statement.mention.kind in {Kind.COUNT, Kind.AMOUNT} else before[-1]
    indicator, now = anchor.indicator, anchor.known
    stated = statement.frame.month_span if statement.framed else None
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
    levels = [indicator for indicator in named if not indicator.change or _is_of_rates(statement, indicator)]
    carried = before and not any(is_named_beside(statement, indicator.core) for indicator in levels)
    if levels and carried and before[-1].indicator not in levels:
        return [before[-1].indicator, *levels]  # 143家企业实现产值187.4亿元，同比增长10.5% is the change of the 产值
    if levels:
        return levels
    # 收文2136份，同比增长7.9%: the change is that of what was last spoken of.
    # 拆除违建17处、3460平方米，拆除数量减少7处 is that of the one whose measure it has.
    measured = statement.mention.kind in {Kind.COUNT, Kind.AMOUNT}
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
        if not comparable(mention.unit_class, indicator.unit_class):  # 债券3.9万亿元，比上年增加1000亿吨
            return Derived(None, operands, "", ids, direction, problem="增减数的单位与它不一致")
        written = f"{'增加' if direction == 'up' else '减少'}{write_number(_decimal(difference), mention.unit)}"
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
        if not _LAST_PERIOD.search(statement.clause) and statement.ruler is None:
            return Derived(None, operands, "", ids, problem="没有写明是谁的几倍")
        return Derived(ratio, operands, f"是上年的{plain(ratio, None)}倍", ids)
    if direction == "down" or statement.direction == "down":
        return Derived(None, operands, "", ids, direction, problem="减少不能用“倍”“番”，应写百分比")
    if mention.unit == "番":
        return Derived(ratio, operands, f"是上年的{plain(ratio, None)}倍", ids, direction)
    return Derived(ratio - 1, operands, f"增长{plain(ratio - 1, None)}倍", ids, direction)


def _sums(statement: Statement, before: Sequence[Bound], binder: Binder) -> Iterator[Derived]:
    earlier = [
        bound.known
        for bound in before
        if bound.statement.aspect is Aspect.LEVEL and same_unit(statement, bound.indicator)
    ]
    named = [
        known
        for known in all_now(binder)
        if len(known.name) >= 2
        and _is_listed(known.name, statement.clause)
        and comparable(known.mention.unit_class, statement.mention.unit_class)
    ]
    # 党工委会议、主任办公会合计55场 lists no 会议 of its own
    named = [known for known in named if not any(known.name in one.name for one in named if one is not known)]
    yield from _each_of_a_list(statement, before)
    # 参会326人，表彰优秀党员20名、党务工作者8名，合计28名: the last of them, or all.
    runs = [earlier[-count:] for count in range(len(earlier), 1, -1)]
    for parts in (named, *runs) if len(named) > 1 else runs:
        values = [exact_value(part.mention) for part in parts]
        if len(parts) < 2 or any(value is None for value in values):
            continue
        total = sum((value for value in values if value is not None), Fraction(0))
        how = "、".join(f"{quoted(part.name)}{part.text}" for part in parts)
        yield Derived(
            total, how, f"{plain(total, None)}{statement.mention.unit}", tuple(part.figure_id for part in parts)
        )


def _each_of_a_list(statement: Statement, before: Sequence[Bound]) -> Iterator[Derived]:
    """宪法宣讲、禁毒宣讲各6场，共12场: the number that each has, as often as the list has members."""
    for bound in before[-1:]:
        each = _EACH_OF.search(bound.statement.clause)
        value = exact_value(bound.known.mention)
        if each is None or value is None or not same_unit(statement, bound.indicator):
            continue
        members = len(_MEMBERS.split(each["list"]))
        how = f"{quoted(bound.known.name)}等{members}项各{bound.known.text}"
        total = value * members
        yield Derived(total, how, f"{plain(total, None)}{statement.mention.unit}", (bound.known.figure_id,))


def _is_list(clause: str) -> bool:
    """Tell whether a clause lists names and no number yet: 先锋岗、责任区 51个, but not 党总支5个、党支部 53个."""
    return _LIST.search(clause) is not None and not _NUMBERED.search(clause)


def _is_listed(name: str, clause: str) -> bool:
    """Tell whether a clause names an indicator, in full or with its noun given once for all: 国有、民营、外资企业."""
    if name in clause:
        return True
    head, stem = name[-2:], name[:-2]
    return (
        len(stem) >= 2
        and clause.rstrip("共计合总有为").endswith(head)
        and (f"{stem}、" in clause or f"{stem}等" in clause)
    )


def _averages(
    statement: Statement, before: Sequence[Bound], binder: Binder, nearby: Sequence[Bound]
) -> Iterator[Derived]:
    """人均500元: an amount of the sentence over its persons, households or enterprises."""
    amounts = [
        bound.known
        for bound in before
        if same_unit(statement, bound.indicator) or bound.known.mention.unit.endswith(statement.mention.unit or "元")
    ]
    counts = [bound.known for bound in before if bound.statement.mention.kind is Kind.COUNT]
    each = _EACH.search(statement.clause)
    over = (each["each"] or each["every"]) if each else ""
    if not amounts:  # 户均发放慰问金1000元, where the sum itself is not told
        named = [one.indicator for one in binder.candidates(statement) if same_unit(statement, one.indicator)]
        alike = [one for one in binder.indicators if same_unit(statement, one) and not one.change]
        chosen = named[:1] or (alike if len(alike) == 1 else [])
        amounts = [known for indicator in chosen if (known := indicator.now) is not None]
    if not any(over in count.mention.unit or over in count.name for count in counts):
        counts += [bound.known for bound in nearby if bound.statement.mention.kind is Kind.COUNT]
    people = over == "人"
    fitting = [
        count
        for count in counts[::-1]  # 为423名农民工追回工资，人均1.27万元: the nearest
        if over in count.mention.unit or over in count.name or (people and count.mention.unit_class == "person")
    ]
    if not counts:
        fitting = [known for known in all_now(binder) if over and over in known.mention.unit]
    for amount in amounts:
        told_with = [one for one in values_now(binder) if one.together and one.together == amount.together]
        fitting += [one for one in told_with if over and over in one.mention.unit]  # 平均每笔15万元
        for count in fitting or counts:
            total, number = exact_value(amount.mention), exact_value(count.mention)
            if amount is count or total is None or not number:
                continue
            value = total / number
            how = f"{quoted(amount.name)}{amount.text}、{quoted(count.name)}{count.text}"
            written = f"{plain(value, statement.mention)}{statement.mention.unit}"
            yield Derived(value, how, written, (amount.figure_id, count.figure_id))


def _per_span(statement: Statement, binder: Binder) -> Iterator[Derived]:
    """每季度一次: the year's count over the spans of the year."""
    span = _PER.search(statement.clause)
    for known in named(binder, statement.label.indicator) if span else ():
        total = exact_value(known.mention)
        if span and total is not None and comparable(known.mention.unit_class, statement.mention.unit_class):
            value = total / _SPANS[span["span"]]
            how = f"{quoted(known.name)}全年{known.text}"
            yield Derived(value, how, f"{plain(value, None)}{statement.mention.unit}", (known.figure_id,))


def _beyond_target(statement: Statement, before: Sequence[Bound], binder: Binder) -> Iterator[Derived]:
    percent = statement.mention.kind is Kind.PERCENT
    done = [bound.known for bound in before if percent or same_unit(statement, bound.indicator)]
    for known in done[-1:]:
        for target in all_now(binder):
            real, aim = exact_value(known.mention), _least(target.mention)
            if target is known or not _TARGET.search(target.name) or real is None or aim is None:
                continue
            if not comparable(target.mention.unit_class, known.mention.unit_class):
                continue
            if statement.mention.kind is Kind.PERCENT and aim:
                how = f"{quoted(known.name)}{known.text}、{quoted(target.name)}{target.text}"
                beyond = (real - aim) / aim * 100
                yield Derived(beyond, how, f"{plain(beyond, statement.mention)}%", (known.figure_id, target.figure_id))
            elif comparable(target.mention.unit_class, statement.mention.unit_class):
                how = f"{quoted(known.name)}{known.text}、{quoted(target.name)}{target.text}"
                yield Derived(
                    real - aim,
                    how,
                    write_number(_decimal(real - aim), statement.mention.unit),
                    (known.figure_id, target.figure_id),
                )


def _least(aim: Mention) -> Fraction | None:
    """Return what is aimed at: 32 of a required 不少于32学时."""
    if aim.hedge is Hedge.AT_LEAST and aim.value is not None:
        return Fraction(aim.value)
    return exact_value(aim)


#: Of more numbers some two make almost any ratio.
_MOST_COMPARED = 5


def coincidence(statement: Statement, spoken: Sequence[Bound]) -> Derived | None:
    """Return two numbers of the text whose ratio a percent or a multiple happens to be, which nothing declares."""
    percent = statement.mention.kind is Kind.PERCENT and statement.aspect is not Aspect.CHANGE
    if not percent and statement.aspect is not Aspect.TIMES:
        return None
    counted = [bound.known for bound in spoken[-_MOST_COMPARED:] if exact_value(bound.known.mention)]
    for one in counted:
        for other in counted:
            value, base = exact_value(one.mention), exact_value(other.mention)
            if one is other or value is None or not base:
                continue
            ratio = value / base * (100 if percent else 1)
            if derived_agreement(statement.mention, ratio).verdict is Verdict.PASS:
                how = f"{quoted(one.name)}{one.text}与{quoted(other.name)}{other.text}"
                return Derived(ratio, how, statement.mention.text, (one.figure_id, other.figure_id))
    return None


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _way(direction: str) -> str:
    return {"up": "提高", "down": "下降", "": "持平"}[direction]
