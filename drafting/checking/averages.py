"""Averages: so much a person, a household or an enterprise, and so often a quarter."""

import re
from collections.abc import Iterator, Sequence

from drafting.checking.binding import Binder
from drafting.checking.derived import Bound, Derived, exact_value, plain, with_unit
from drafting.checking.measure import same_unit
from drafting.checking.statement import Statement
from drafting.checking.supplied_values import all_now, named, values_now
from drafting.checking.wording import quoted
from knowledge_base.quantities.mention import Kind
from knowledge_base.quantities.units import comparable

EACH = re.compile(
    r"(?:(?P<each>[人户家场车件次项村期批亩笔台套班起位辆篇份])均|平均每(?:个|家|名|位)?(?P<every>[\u4e00-\u9fff]))[^，,。；]{0,6}$"
)
PER = re.compile(r"(?:每|按)(?P<span>半年|季度|季|月|周)(?!末|底|初)[^，,。；]{0,8}$")
_SPANS = {"半年": 2, "季度": 4, "季": 4, "月": 12, "周": 52}


def averages(
    statement: Statement, before: Sequence[Bound], binder: Binder, nearby: Sequence[Bound]
) -> Iterator[Derived]:
    """人均500元: an amount of the sentence over its persons, households or enterprises."""
    amounts = [
        bound.known
        for bound in before
        if same_unit(statement, bound.indicator) or bound.known.mention.unit.endswith(statement.mention.unit or "元")
    ]
    counts = [bound.known for bound in before if bound.statement.mention.kind is Kind.COUNT]
    each = EACH.search(statement.clause)
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
        told_with = [one for one in values_now(binder) if one.is_told_with(amount)]
        fitting += [one for one in told_with if over and over in one.mention.unit]  # 平均每笔15万元
        for count in fitting or counts:
            total, number = exact_value(amount.mention), exact_value(count.mention)
            if amount is count or total is None or not number:
                continue
            value = total / number
            how = f"{amount.shown}、{count.shown}"
            written = f"{plain(value, statement.mention)}{statement.mention.unit}"
            yield Derived(value, how, written, (amount.figure_id, count.figure_id))


def per_span(statement: Statement, binder: Binder) -> Iterator[Derived]:
    """每季度一次: the year's count over the spans of the year."""
    span = PER.search(statement.clause)
    for known in named(binder, statement.label.indicator) if span else ():
        total = exact_value(known.mention)
        if span and total is not None and comparable(known.mention.unit_class, statement.mention.unit_class):
            value = total / _SPANS[span["span"]]
            how = f"{quoted(known.name)}全年{known.text}"
            yield Derived(value, how, with_unit(value, statement.mention.unit), (known.figure_id,))
