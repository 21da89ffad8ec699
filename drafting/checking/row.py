"""Rows of a supplied table, or lines with headings of their own: several measures of each of several things."""

import re
from collections.abc import Iterator, Sequence

from drafting.change_words import names_target
from drafting.checking.binding import Binder
from drafting.checking.derived import Bound, Derived, less, total_of, with_unit
from drafting.checking.known import Known
from drafting.checking.parts import is_rest
from drafting.checking.statement import Aspect, Statement
from drafting.checking.supplied_values import values_now
from knowledge_base.quantities.mention import Hedge, Kind

_REMARK = re.compile(r"[（(][^（()）]*[）)]")
_DONE = re.compile(r"完成|实际|执行|已|到位|中标")
_IN_ALL = re.compile(r"^(?:总|合计|共计?|总计|累计)|(?:合计|共计|总计|累计)$")
_MEASURED = re.compile(r"额$|数$|量$")
_OF = re.compile(r"占(?P<whole>[^，,。；]{2,10}?)的$")
_SHORTEST = 2
#: What counts no things: people, money, time.
_UNCOUNTED = frozenset({"person", "person_time", "yuan", "year", "month", "day", "hour"})


def counts_rows(statement: Statement, binder: Binder) -> bool:
    """Tell whether a number is that of the things that the facts give a row each: 4个重点项目加快推进."""
    mention = statement.mention
    if mention.kind is not Kind.COUNT or mention.hedge is not Hedge.EXACT or mention.unit_class in _UNCOUNTED:
        return False
    return mention.value == len(binder.subjects) >= _SHORTEST


def row_of(statement: Statement, before: Sequence[Bound], binder: Binder) -> list[Known]:
    """Return the values of the thing that a clause names, else of the one last spoken of; empty without either."""
    named = [
        subject
        for subject in binder.subjects
        if len(plain := _REMARK.sub("", subject)) >= _SHORTEST and plain in statement.clause
    ]
    subject = max(named, key=len, default=before[-1].known.subject if before else "")
    return [known for known in values_now(binder) if known.subject == subject] if subject else []


def sum_of_rows(statement: Statement, binder: Binder) -> Derived | None:
    """Return the sum of one measure over all rows that have it: 总投资3.7亿元 of four projects."""
    label = _IN_ALL.sub("", statement.label.indicator)
    if len(label) < _SHORTEST:
        return None
    told = [
        known
        for known in (values_now(binder) if binder.subjects else ())
        if known.subject
        and _MEASURED.sub("", known.name.removeprefix(known.subject)) == _MEASURED.sub("", label)
        and known.mention.unit_class == statement.mention.unit_class
    ]
    total = total_of(known.mention for known in told)
    if total is None or len(told) != len(binder.subjects) or len(told) < _SHORTEST:
        return None
    how = "、".join(known.shown for known in told) + "相加"
    return Derived(total, how, with_unit(total, statement.mention.unit), tuple(known.figure_id for known in told))


def whole_in_row(statement: Statement, before: Sequence[Bound], binder: Binder) -> Iterator[tuple[Known, Known]]:
    """Yield what was last spoken of with the measure of its own row that a share names: 拨付266万元，占批复金额的70%."""
    share = _OF.search(statement.clause)
    if share is None or not before:
        return
    part = before[-1].known
    for whole in row_of(statement, before, binder):
        if whole is not part and whole.name.endswith(share["whole"]):
            yield part, whole


def share_of_subject(statement: Statement, subject: str, binder: Binder) -> Iterator[tuple[Known, Known]]:
    """Yield each measure of a thing with that of all of them, where the words name no other whole: 西区次之，占33.2%."""
    if not subject or statement.aspect is not Aspect.SHARE or _OF.search(statement.clause):
        return
    for part in values_now(binder):
        measure = part.name.removeprefix(subject)
        if part.subject == subject and measure != part.name:
            yield from (
                (part, whole) for whole in values_now(binder) if not whole.subject and whole.name.endswith(measure)
            )


def done_and_aimed_at(statement: Statement, before: Sequence[Bound], binder: Binder) -> Iterator[tuple[Known, Known]]:
    """Yield what was done with what was to be done in one row: 园区东路项目仅完成年度计划的71%."""
    row = row_of(statement, before, binder)
    for aim in row:
        if names_target(aim.name):
            yield from ((done, aim) for done in row if _DONE.search(done.name) and not names_target(done.name))


def left_in_row(statement: Statement, before: Sequence[Bound], binder: Binder) -> Iterator[Derived]:
    """Yield what is left of one value of a row without another: 柳林村还有3处未整改."""
    if not is_rest(statement):
        return
    row = [
        known for known in row_of(statement, before, binder) if known.mention.unit_class == statement.mention.unit_class
    ]
    for whole in row:
        for part in row:
            rest = less(whole, part, statement.mention.unit) if part is not whole else None
            if rest is not None and rest.value is not None and rest.value >= 0:
                yield rest
