"""The form of a new report, as typed: whatever its fields hold, readable or not, until it becomes a request."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any

from drafting.errors import RequestError
from drafting.figure import Figure, FigureSheet, RowProblem
from drafting.figure_sheet import figures_from_rows, rows_of
from drafting.figure_table import COLUMNS, NAME, NOTE, PREVIOUS, ROW, TOPIC, UNIT, VALUE
from drafting.genre import Genre
from drafting.request import Request, Theme
from drafting.request_file import parse_date
from knowledge_base.report import Period, UsualIndicator

FIRST_HALF, SECOND_HALF, WHOLE_YEAR = "上半年", "下半年", "全年"
SPANS = (FIRST_HALF, SECOND_HALF, WHOLE_YEAR)
_HALVES: Mapping[str, int | None] = {FIRST_HALF: 1, SECOND_HALF: 2, WHOLE_YEAR: None}

#: How many rows and themes a form takes: more is a mistake in pasting, and would stop the page.
MAX_ROWS = 500
MAX_THEMES = 50

Row = Mapping[str, str]

_PLAIN_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class RequestForm:
    """Every field as typed. ``rows`` are the table's rows by column name, ``pasted`` what stands in the paste box.

    ``offered_unit`` and ``offered_recipient`` are what was filled in from past reports: still standing as offered, they
    make way for the next offer; anything else is the writer's own.
    """

    genre: str = ""
    unit: str = ""
    recipient: str = ""
    title: str = ""
    year: str = ""
    span: str = WHOLE_YEAR
    date: str = ""
    themes: tuple[Theme, ...] = ()
    rows: tuple[Row, ...] = ()
    pasted: str = ""
    offered_unit: str = ""
    offered_recipient: str = ""

    @property
    def half(self) -> int | None:
        """Return 1 or 2 for a half-year, else ``None``."""
        return _HALVES.get(self.span)

    @property
    def is_empty(self) -> bool:
        """Tell that nobody has entered anything of their own yet."""
        return not (self.title or self.pasted or self.filled_rows or any(theme.name for theme in self.themes))

    @property
    def filled_rows(self) -> tuple[Row, ...]:
        """Return the rows that have a value."""
        return tuple(row for row in self.rows if row.get(VALUE, "").strip())

    def to_json(self) -> dict[str, Any]:
        """Return the form as plain JSON values."""
        return asdict(self) | {
            "themes": [asdict(theme) for theme in self.themes],
            "rows": [dict(row) for row in self.rows],
        }


def form_from_json(data: Mapping[str, Any]) -> RequestForm:
    """Return the form that ``data`` holds; what is missing or of another shape is left empty."""
    plain = {
        field.name: str(data[field.name])
        for field in fields(RequestForm)
        if isinstance(data.get(field.name), (str, int)) and field.name not in {"themes", "rows"}
    }
    return RequestForm(**plain, themes=themes_from(data.get("themes")), rows=rows_from(data.get("rows")))


def themes_from(value: Any) -> tuple[Theme, ...]:
    """Return the themes that the page sent, those left blank included."""
    items = value if isinstance(value, list) else []
    return tuple(
        Theme(str(item.get("name", "")), str(item.get("notes", "")))
        for item in items[:MAX_THEMES]
        if isinstance(item, dict)
    )


def rows_from(value: Any) -> tuple[Row, ...]:
    """Return the rows that the page sent, each with every column."""
    items = value if isinstance(value, list) else []
    return tuple(
        {column: str(item.get(column) or "") for column in COLUMNS}
        for item in items[:MAX_ROWS]
        if isinstance(item, dict)
    )


def row_problems(rows: Sequence[Row]) -> tuple[RowProblem, ...]:
    """Return what is wrong with the rows that somebody has begun to fill."""
    return _sheet_of(rows).problems


def request_of(form: RequestForm, genres: Mapping[str, Genre]) -> Request:
    """Return the request that a form states. Raises RequestError naming the first thing that keeps it from being one."""
    if form.genre not in genres:
        raise RequestError("还没有选文种；请先在“文种”里选一个。")
    if not form.unit.strip():
        raise RequestError("还没有填单位；请填写报告的署名单位。")
    year = form.year.strip().removesuffix("年")
    if not (year.isdigit() and 1990 <= int(year) <= 2099):
        raise RequestError(f"年份“{form.year}”不对；请填四位数的年份，如 2026。")
    sheet = _sheet_of(form.rows)
    if sheet.problems:
        first, *more = sheet.problems
        raise RequestError(first.message + (f"（另有 {len(more)} 行也要改）" if more else ""))
    themes = tuple(
        Theme(theme.name.strip(), theme.notes.strip())
        for theme in form.themes
        if theme.name.strip() or theme.notes.strip()
    )
    if any(not theme.name for theme in themes):
        raise RequestError("有一个主题只写了要点，没有写名称；请补上主题名称。")
    return Request(
        genre=form.genre,
        unit=form.unit.strip(),
        period=Period(int(year), form.half),
        date=parse_date(form.date),
        recipient=form.recipient.strip().rstrip("：:"),
        title=form.title.strip(),
        themes=themes,
        figures=sheet,
    )


def form_of(request: Request) -> RequestForm:
    """Return the form that states ``request``."""
    span = {1: FIRST_HALF, 2: SECOND_HALF}.get(request.period.half or 0, WHOLE_YEAR)
    return RequestForm(
        genre=request.genre,
        unit=request.unit,
        recipient=request.recipient,
        title=request.title,
        year=str(request.period.year),
        span=span,
        date=chinese_date(request.date),
        themes=request.themes,
        rows=tuple(_bare(row) for row in rows_of(request.figures.figures)),
    )


def with_usual_indicators(rows: Sequence[Row], usual: Sequence[UsualIndicator]) -> tuple[Row, ...]:
    """Return the rows that carry a value, then those that past reports usually carry, to be filled.

    Rows that were only offered (named, without a value) make way for those of the newly chosen genre and unit; a row that
    the writer gave a remark stays.
    """
    kept = [row for row in rows if row.get(VALUE, "").strip() or row.get(NOTE, "").strip()]
    names = {row.get(NAME, "") for row in kept}
    offered = [
        _bare({NAME: one.name, UNIT: one.unit, PREVIOUS: one.last_value, TOPIC: one.topic})
        for one in usual
        if one.name not in names
    ]
    return (*kept, *offered)


def with_figures(rows: Sequence[Row], figures: Sequence[Figure]) -> tuple[Row, ...]:
    """Return ``rows`` with ``figures`` filled in: into the row of the same indicator where there is one, else below.

    Values entered before are replaced only for the same indicator; what the new row leaves open stays.
    """
    merged = [dict(row) for row in rows if any(cell.strip() for cell in row.values())]
    place: dict[str, int] = {}
    for index, row in enumerate(merged):
        place.setdefault(row.get(NAME, ""), index)
    for row in map(_bare, rows_of(figures)):
        index = place.pop(row[NAME], -1)  # taken out: a second row of the same name is another figure
        if index < 0:
            merged.append(row)
        else:
            merged[index] |= {column: cell for column, cell in row.items() if cell}
    return tuple(merged)


def chinese_date(day: date) -> str:
    """Return a date as a report is dated: 2026年7月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def blank_form(genre: Genre | None, today: date) -> RequestForm:
    """Return the form a new report starts from: the period that ``today`` is the time to report on."""
    if genre is not None and not genre.half_yearly:
        span, year = WHOLE_YEAR, today.year
    elif 2 < today.month < 10:
        span, year = FIRST_HALF, today.year
    else:
        span, year = SECOND_HALF, today.year - (today.month <= 2)
    return RequestForm(genre=genre.id if genre else "", year=str(year), span=span, date=chinese_date(today))


def with_unit(form: RequestForm, unit: str) -> RequestForm:
    """Return the form with ``unit`` offered, unless the writer has chosen another."""
    chosen = unit if form.unit in {"", form.offered_unit} else form.unit
    return replace(form, unit=chosen, offered_unit=unit)


def with_recipient(form: RequestForm, recipient: str) -> RequestForm:
    """Return the form with ``recipient`` offered, unless the writer has filled in another."""
    chosen = recipient if form.recipient in {"", form.offered_recipient} else form.recipient
    return replace(form, recipient=chosen, offered_recipient=recipient)


def _bare(cells: Row) -> dict[str, str]:
    """Return a row for the table, its plain numbers without the unit that has a column of its own (7次 → 7)."""
    unit = cells.get(UNIT, "")
    row = {column: cells.get(column, "") for column in COLUMNS}
    for column in (VALUE, PREVIOUS):
        number = row[column].removesuffix(unit)
        # 2000余份 and 4.7万元 stay whole: what stands between number and unit belongs to both.
        if unit and _PLAIN_NUMBER.fullmatch(number):
            row[column] = number
    return row


def _sheet_of(rows: Sequence[Row]) -> FigureSheet:
    # A row with a name and no value is an offer that was not taken up, not a mistake.
    numbered = [{**row, ROW: str(number)} for number, row in enumerate(rows, start=1) if row.get(VALUE, "").strip()]
    return figures_from_rows(numbered)
