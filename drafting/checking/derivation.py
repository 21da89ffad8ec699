"""Derived numbers, recomputed from declared operands: 同比, difference, 百分点, 倍, 番, 占比, 完成率, 合计.

Operands are only what the words declare: this and last period's value of the indicator that the clause names, the
parts and the whole that it names. A ratio that merely happens to come out of two unrelated figures is never tried.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from drafting.change_words import TARGET_WORDS, names_target
from drafting.checking.agreement import derived_agreement
from drafting.checking.averages import EACH, PER, averages, per_span
from drafting.checking.binding import Binder
from drafting.checking.changes import IN_ALL, TELLS_LAST_PERIOD, change_of_share, changes, changes_together, saved
from drafting.checking.derived import Bound, Derived, Spoken, decimal_of, exact_value, plain, with_unit
from drafting.checking.finding import Verdict
from drafting.checking.known import Known
from drafting.checking.measure import same_unit
from drafting.checking.parts import complements, differences, negated, net_change, remainders
from drafting.checking.row import done_and_aimed_at, left_in_row, row_of, share_of_subject, whole_in_row
from drafting.checking.shares import ratios
from drafting.checking.statement import Aspect, Statement
from drafting.checking.sums import is_list, sums
from drafting.checking.supplied_values import all_now
from knowledge_base.quantities.indicator_names import pairs_of
from knowledge_base.quantities.mention import Hedge, Kind, Mention
from knowledge_base.quantities.units import comparable
from knowledge_base.quantities.writing import write_number

_TARGET = re.compile(rf"{TARGET_WORDS}|应|总数|总量|要求|标准|规定")
_BEYOND_TARGET = re.compile(
    r"超额完成[^，,。；]{0,10}(?:目标|任务|计划)[的数值]?$|超[出过]?(?:年度|年初|全年|规定|上级)*(?:目标|任务|计划|要求|标准|规定)+[数值]?$"
    r"|[比较][^，,。；]{0,6}(?:目标|任务|计划)[数值]?(?:多|高|超出?|增加)(?:出|了)?$"
)
#: 入驻企业167家，新增25家: by how much more than last period's.
_CAME_NEW = re.compile(r"(?:其中)?(?:全年|年内|今年|上半年)?(?:新增|净增)(?:了)?")
#: 规上企业新增49家, where 规上企业 is told for both years
_NEW_OF = re.compile(r"[\u4e00-\u9fff]{2}(?:新增|净增)$")
_LATTER = re.compile(r"后者(?:是|为|相当于)前者的?$|前者(?:是|为|相当于)后者的?$")
_BUDGET = re.compile(r"预算|概算|控制价|限价")
_BELOW_BUDGET = re.compile(
    r"[较比](?:年初|全年|年度)?(?:预算|概算|控制价|招标控制价|最高限价)[\u4e00-\u9fff]{0,4}(?:的?[0-9.]+[万亿]?元)?(?:节约|节省|下降|减少)$|(?:节约率|节资率|资金节约率)(?:达到?|为)?$"
)
_OF_ANOTHER = re.compile(r"(?:是|为|相当于|达到?)(?P<other>[\u4e00-\u9fff]{2,12}?)的?$")
_OF_LAST = re.compile(r"(?:为|是|相当于|仅为)(?:上年|去年)(?:同期|度)?的$")
_SAVED = re.compile(r"(?:节电|节水|节能(?!环保|减排|降耗|改造|监察)|节约|节省|节支|少支出|少支)[\u4e00-\u9fff]{0,4}$")


def derivations(statement: Statement, spoken: Spoken, binder: Binder) -> tuple[Derived, ...]:
    """Return what a statement may be by computation, most specific first; empty where its words declare no operands."""
    before, nearby = spoken.sentence, spoken.paragraph
    left = (
        *remainders(statement, before, binder, nearby),
        *left_in_row(statement, before, binder),
        *complements(statement, before, binder),
        *net_change(statement, before, binder),
        *negated(statement, before, binder),
        *differences(statement, before, binder, spoken.rates),
    )
    if left:
        return left
    if EACH.search(statement.clause) and statement.aspect is not Aspect.CHANGE:
        return tuple(averages(statement, before, binder, nearby))
    if PER.search(statement.clause):
        return tuple(per_span(statement, binder))
    if _BEYOND_TARGET.search(statement.clause):
        return tuple(_beyond_target(statement, before, binder))
    match statement.aspect:
        case Aspect.TIMES if statement.ruler is None and not TELLS_LAST_PERIOD.search(statement.clause):
            return tuple(_times_of_another(statement, before, binder))
        case Aspect.LEVEL if statement.mention.kind is Kind.FRACTION and _OF_LAST.search(statement.clause):
            return tuple(changes(replace(statement, aspect=Aspect.TIMES), before, binder))
        case Aspect.CHANGE | Aspect.TIMES:
            of_share = change_of_share(statement, spoken.share, binder)
            return (*of_share, *changes(statement, before, binder, nearby))
        case Aspect.TOTAL:
            return tuple(sums(statement, before, binder, nearby))
        case Aspect.LEVEL | Aspect.CHANGE if _BELOW_BUDGET.search(statement.clause):
            return tuple(_below_budget(statement, before, binder))
        case Aspect.LEVEL if _CAME_NEW.fullmatch(statement.clause.strip()) or _NEW_OF.search(statement.clause):
            return tuple(changes(replace(statement, direction="up"), before, binder))
        case Aspect.LEVEL if statement.mention.kind in {Kind.COUNT, Kind.AMOUNT} and _SAVED.search(statement.clause):
            together = changes_together(statement, before)
            summed = tuple(sums(statement, before, binder, nearby)) if IN_ALL.search(statement.clause) else ()
            if together is not None or summed:  # 节约资金318万元，审减造价2460万元，两项合计节约2778万元
                return (*summed, together) if together is not None else summed
            return (*saved(statement, before), *_below_budget(statement, before, binder))
        case Aspect.LEVEL if statement.mention.kind in {Kind.COUNT, Kind.AMOUNT} and is_list(statement.clause):
            return tuple(sums(statement, (), binder))
        case _:
            if statement.mention.kind in {Kind.PERCENT, Kind.FRACTION} or statement.mention.unit_class == "percent":
                in_row = [*whole_in_row(statement, before, binder)]
                in_row += share_of_subject(statement, spoken.subject, binder)
                if names_target(statement.clause):
                    in_row += done_and_aimed_at(statement, before, binder)
                return tuple(ratios(statement, before, binder, nearby, in_row))
            return ()


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
            how = f"{mine.shown}、{its.shown}"
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
            if not (alike and named and base and value is not None and its.is_told_with(mine)):
                continue
            how = f"{mine.shown}、{its.shown}"
            yield Derived(value / base, how, f"{plain(value / base, None)}倍", (mine.figure_id, its.figure_id))


def _below_budget(statement: Statement, before: Sequence[Bound], binder: Binder) -> Iterator[Derived]:
    """中标金额2.61亿元，较预算节约2300万元，节约率8.1%: by how much less than the budget the sum last spoken of is."""
    percent = statement.mention.kind is Kind.PERCENT
    spent = [bound.known for bound in before if bound.known.mention.kind is Kind.AMOUNT]
    if not spent:  # 工程类38个，节约3290万元
        row = row_of(statement, before, binder)
        spent = [one for one in row if one.mention.kind is Kind.AMOUNT and not _BUDGET.search(one.name)]
    if re.search(r"[0-9]", statement.clause):
        spent = spent[:-1]  # 较年初预算的56万元节约7.7万元
    for known in spent[-1:]:
        for budget in all_now(binder):
            value, whole = exact_value(known.mention), exact_value(budget.mention)
            alike = budget is not known and budget.mention.unit_class == known.mention.unit_class
            alike = alike and budget.subject == known.subject
            if not alike or not _BUDGET.search(budget.name) or value is None or not whole or value > whole:
                continue
            saved = (whole - value) / whole * 100 if percent else whole - value
            written = f"{plain(saved, statement.mention)}%" if percent else with_unit(saved, statement.mention.unit)
            yield Derived(saved, f"{budget.shown}、{known.shown}", written, (budget.figure_id, known.figure_id))


def _beyond_target(statement: Statement, before: Sequence[Bound], binder: Binder) -> Iterator[Derived]:
    """超额完成年度目标8%, 比任务多3户: by how much more than its target what was last spoken of is."""
    percent = statement.mention.kind is Kind.PERCENT
    for known, target in done_and_aimed_at(statement, before, binder):
        yield from _beyond(statement, known, target)
    done = [bound.known for bound in before if percent or same_unit(statement, bound.indicator)]
    for known in done[-1:]:
        for target in all_now(binder):
            if target is not known and _TARGET.search(target.name):
                yield from _beyond(statement, known, target)


def _beyond(statement: Statement, done: Known, target: Known) -> Iterator[Derived]:
    real, aim = exact_value(done.mention), _least(target.mention)
    if real is None or aim is None or not comparable(target.mention.unit_class, done.mention.unit_class):
        return
    how, ids = f"{done.shown}、{target.shown}", (done.figure_id, target.figure_id)
    if statement.mention.kind is Kind.PERCENT and aim:
        beyond = (real - aim) / aim * 100
        yield Derived(beyond, how, f"{plain(beyond, statement.mention)}%", ids)
    elif comparable(target.mention.unit_class, statement.mention.unit_class):
        yield Derived(real - aim, how, write_number(decimal_of(real - aim), statement.mention.unit), ids)


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
                how = f"{one.shown}与{other.shown}"
                return Derived(ratio, how, statement.mention.text, (one.figure_id, other.figure_id))
    return None
