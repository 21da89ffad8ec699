"""Rows of a supplied table, or lines with headings of their own: several measures of each of several things."""

import re
from collections.abc import Iterator, Sequence

from drafting.change_words import names_target
from drafting.checking.binding import Binder
from drafting.checking.derived import Bound, Derived, less
from drafting.checking.known import Known
from drafting.checking.parts import is_rest
from drafting.checking.shares import values_now
from drafting.checking.statement import Statement
from knowledge_base.quantities.mention import Hedge, Kind

_REMARK = re.compile(r"[（(][^（()）]*[）)]")
_DONE = re.compile(r"完成|实际|执行|已|到位|中标")
_SHORTEST = 2
#: What counts no things: people, money, time.
_UNCOUNTED = frozenset({"person", "person_time", "yuan", "year", "month", "day", "hour"})


def subjects_of(binder: Binder) -> frozenset[str]:
    """Return what the rows are about."""
    return frozenset(known.subject for known in values_now(binder) if known.subject)


def counts_rows(statement: Statement, binder: Binder) -> bool:
    """Tell whether a number is that of the things that the facts give a row each: 4个重点项目加快推进."""
    mention = statement.mention
    if mention.kind is not Kind.COUNT or mention.hedge is not Hedge.EXACT or mention.unit_class in _UNCOUNTED:
        return False
    return mention.value == len(subjects_of(binder)) >= _SHORTEST


def row_of(statement: Statement, before: Sequence[Bound], binder: Binder) -> list[Known]:
    """Return the values of the thing that a clause names, else of the one last spoken of; empty without either."""
    named = [
        subject
        for subject in subjects_of(binder)
        if len(plain := _REMARK.sub("", subject)) >= _SHORTEST and plain in statement.clause
    ]
    subject = max(named, key=len, default=before[-1].known.subject if before else "")
    return [known for known in values_now(binder) if subject and known.subject == subject]


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
