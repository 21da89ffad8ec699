"""Supplied figures: what the writer states for this period, and what every number of a draft is traced to."""

from dataclasses import dataclass

from knowledge_base.quantities.mention import Mention


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the figure sheet.

    ``id`` is its token name (``F3``). ``value_text`` is the value with its unit as the writer gave it (``2000余份``,
    ``云工委〔2025〕7号``), ``value`` the reading of it; likewise ``previous_text``/``previous`` for last period, empty and
    ``None`` where not given. ``hedge_text`` is the sheet's 精度 as written. ``row`` is the row or line it came from, from 1;
    ``together`` is one for all facts that one sentence or one row of a table states, empty for a sheet's rows; ``subject``
    is what that row, or a heading of its own, says that they are about.
    """

    id: str
    name: str
    value_text: str
    value: Mention
    unit: str = ""
    previous_text: str = ""
    previous: Mention | None = None
    scope: str = ""
    hedge_text: str = ""
    topic: str = ""
    source: str = ""
    note: str = ""
    row: int = 0
    together: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that could not be read: where, what is wrong and what to do, in one Chinese sentence."""

    row: int
    message: str


@dataclass(frozen=True, slots=True)
class FigureSheet:
    """The figures that could be read and the rows that could not."""

    figures: tuple[Figure, ...] = ()
    problems: tuple[RowProblem, ...] = ()
