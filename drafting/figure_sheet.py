"""The figure sheet: from a file, a pasted table or plain facts to figures, and back to a workbook.

A row that cannot be read becomes a problem with its row number; the others are kept. Only a sheet that cannot be used
at all (no 数值 column, not a table, over a limit) raises RequestError.
"""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from drafting.checking.time_frame import is_time
from drafting.errors import RequestError
from drafting.facts import read_facts
from drafting.figure import Figure, FigureSheet, RowProblem
from drafting.figure_table import (
    COLUMNS,
    HEDGE,
    NAME,
    NOTE,
    PREVIOUS,
    ROW,
    SCOPE,
    SOURCE,
    TOPIC,
    UNIT,
    VALUE,
    column_of,
    find_header,
    rows_under_header,
)
from drafting.figure_value import hedge_words, is_blank, leftover, read_value, unit_in, value_text
from drafting.pasted_unit import gives_units_in_words
from drafting.sheet_file import UNCALCULATED, Table, decode, read_csv, read_workbook, split_lines, split_markdown
from knowledge_base.quantities.mention import Kind

MAX_NAME_CHARACTERS = 60
#: Read as facts, and no row for a writer to fill: 上半年, and the 一 of 一句话.
_NO_ROW = frozenset({Kind.PERIOD, Kind.UNKNOWN})


def read_sheet(path: Path) -> FigureSheet:
    """Return the figures of a .xlsx, .csv, .tsv, .txt or .md file. Raises RequestError with one Chinese sentence."""
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise RequestError(f"找不到数据表“{path}”；请检查路径。") from error
    except OSError as error:
        raise RequestError(f"数据表“{path}”打不开（{error.strerror}）；请检查路径和权限。") from error
    return read_sheet_bytes(data, path.name)


def read_sheet_bytes(data: bytes, name: str) -> FigureSheet:
    """Return the figures of an uploaded file; ``name`` tells its type by its ending. Raises RequestError."""
    where = f"数据表“{name}”"
    if not data.strip():
        raise RequestError(f"{where}是空文件；请选择填好的数据表再试。")
    ending = name.lower().rsplit(".", 1)[-1]
    if ending in {"xlsx", "xlsm"}:
        return _from_workbook(read_workbook(data, where), where)
    if ending == "xls":
        raise RequestError(f"{where}是旧版 .xls 文件；请在 Excel 里另存为 .xlsx 再试。")
    if ending in {"csv", "tsv"}:
        return figures_from_rows(rows_under_header(read_csv(data, where), where))
    if ending in {"txt", "md"}:
        return parse_pasted(decode(data, where))
    raise RequestError(f"{where}不是能读的类型；请用 .xlsx、.csv，或直接粘贴表格。")


def parse_pasted(text: str) -> FigureSheet:
    """Return the figures of pasted text: a table copied from Excel, a Markdown table, .csv lines, or plain facts.

    A table without a header is read as 指标, 数值, 单位, 上年数值 in this order; one that an office keeps for itself (its units
    in brackets, its columns other than the sheet's own) is read as the facts that its rows state.
    """
    table = _table(text)
    if not table:
        return _stated(text)
    header = find_header(table)
    if gives_units_in_words(text) and (header is None or header.cells.keys() <= {NAME, VALUE, PREVIOUS}):
        stated = _stated(text)
        if stated.figures:
            return stated
    try:
        return _from_cells(table, "粘贴的表格")
    except RequestError:
        stated = _stated(text)
        if stated.figures:
            return stated
        raise


def _table(text: str) -> Table:
    """Return the cells of pasted text, none where it is no table."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and lines[0].lstrip().startswith("|"):
        return split_markdown("\n".join(lines))
    tabbed = sum("\t" in line for line in lines) * 2 > len(lines)
    return split_lines(text) if lines and (tabbed or _is_csv(lines)) else []


def _stated(text: str) -> FigureSheet:
    """Return the figures of plain facts but for what only says when, what is part of a name, and what cannot be read."""
    sheet = parse_facts(text)
    figures = tuple(
        one
        for one in sheet.figures
        if one.value.kind not in _NO_ROW
        and not (one.value.kind is Kind.RANGE and is_time(one.value))  # 1-9月
        and one.name + one.value_text != one.subject  # 产业园|二期
    )
    return replace(sheet, figures=figures)


def parse_facts(text: str, first_id: int = 1) -> FigureSheet:
    """Return the figures of plain facts: ``党工委会议11次（上年9次）；累计收文2136份``. Ids count from ``first_id``."""
    return read_facts(text, first_id).sheet


def figures_from_rows(rows: Sequence[Mapping[str, str]]) -> FigureSheet:
    """Return the figures of rows of cells by column name (aliases accepted); a wholly empty row is passed over."""
    figures: list[Figure] = []
    problems: list[RowProblem] = []
    for place, raw in enumerate(rows, start=1):
        cells = _by_column(raw)
        row = int(raw[ROW]) if str(raw.get(ROW, "")).isdigit() else place
        if not any(cells.get(column) for column in COLUMNS):
            continue
        read = _figure(cells, f"F{len(figures) + 1}", row)
        if isinstance(read, RowProblem):
            problems.append(read)
        else:
            figure, problem = read
            figures.append(figure)
            problems.extend([problem] if problem else [])
    return FigureSheet(tuple(figures), tuple(problems))


def rows_of(figures: Sequence[Figure]) -> list[dict[str, str]]:
    """Return figures as rows by the sheet's column names; reading them again gives the same figures."""
    return [
        {
            NAME: figure.name,
            VALUE: figure.value_text,
            UNIT: figure.unit,
            PREVIOUS: figure.previous_text,
            SCOPE: figure.scope,
            HEDGE: figure.hedge_text or hedge_words(figure.value.hedge),
            TOPIC: figure.topic,
            SOURCE: figure.source,
            NOTE: figure.note,
        }
        for figure in figures
    ]


def write_sheet(figures: Sequence[Figure], path: Path) -> None:
    """Write figures as an .xlsx with the sheet's columns. Every cell is text, so that nothing becomes a formula."""
    path.write_bytes(sheet_bytes(rows_of(figures)))


def sheet_bytes(rows: Sequence[Mapping[str, str]]) -> bytes:
    """Return rows by column name as the bytes of an .xlsx; ``()`` gives an empty form with its header."""
    from openpyxl import Workbook  # heavy: only when a workbook is written
    from openpyxl.styles import Font

    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet("数据表")
    sheet.append(list(COLUMNS))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in rows:
        sheet.append([None] * len(COLUMNS))
        for at, column in enumerate(COLUMNS, start=1):
            cell = sheet.cell(sheet.max_row, at)
            cell.value = row.get(column, "")
            if cell.data_type == "f":  # a note that begins with = is a note
                cell.data_type = "s"
    for letter, width in zip("ABCDEFGHI", (26, 16, 8, 16, 16, 8, 20, 16, 24), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _from_workbook(tables: Sequence[Table], where: str) -> FigureSheet:
    for table in tables:
        header = find_header(table)
        if header is not None and {NAME, VALUE} <= header.cells.keys():
            return figures_from_rows(rows_under_header(table, where))
    fullest = max(tables, key=len, default=[])
    return figures_from_rows(rows_under_header(fullest, where))  # raises, naming the columns of that sheet


def _from_cells(table: Table, where: str) -> FigureSheet:
    if find_header(table) is not None or any(column_of(cell) for cell in table[0]):
        return figures_from_rows(rows_under_header(table, where))
    columns = (NAME, VALUE, UNIT, PREVIOUS)
    rows = [
        {**dict(zip(columns, cells, strict=False)), ROW: str(number)}
        for number, cells in enumerate(table, start=1)
        if any(cells)
    ]
    return figures_from_rows(rows)


def _is_csv(lines: Sequence[str]) -> bool:
    cells = re.split(r"[,，;]", lines[0])
    return len(cells) >= 2 and sum(bool(column_of(cell)) for cell in cells) >= 2 and not re.search(r"\d", lines[0])


def _by_column(raw: Mapping[str, str]) -> dict[str, str]:
    cells: dict[str, str] = {}
    for title, cell in raw.items():
        column = column_of(title)
        if column:
            cells[column] = str(cell if cell is not None else "").strip()
    return cells


def _figure(cells: Mapping[str, str], figure_id: str, row: int) -> tuple[Figure, RowProblem | None] | RowProblem:
    name, value, unit = cells.get(NAME, ""), cells.get(VALUE, ""), cells.get(UNIT, "")
    if not name:
        return RowProblem(row, f"第 {row} 行没有写指标名称（数值为“{value[:20]}”）；请补上指标再试。")
    if len(name) > MAX_NAME_CHARACTERS:
        return RowProblem(row, f"第 {row} 行的指标“{name[:16]}…”太长，不像指标名称；请改短，说明写进备注。")
    if value == UNCALCULATED:
        return RowProblem(
            row, f"第 {row} 行“{name}”的数值是公式，文件里没有算出的结果；请在 Excel 里打开、保存后再试。"
        )
    if is_blank(value):
        return RowProblem(row, f"第 {row} 行“{name}”没有数值；请补上，或删去这一行。")
    hedge = cells.get(HEDGE, "")
    text = value_text(value, unit, hedge)
    mention = read_value(text)
    if mention is None or mention.kind is Kind.UNKNOWN:
        return RowProblem(row, f"第 {row} 行“{name}”的数值“{value[:20]}”读不成数；请改成数字，或把说明写进备注。")
    if mention.kind is Kind.PLACEHOLDER:
        return RowProblem(row, f"第 {row} 行“{name}”的数值“{value[:20]}”还是占位符；请填上实数，或删去这一行。")
    if rest := leftover(text, mention, unit):
        return RowProblem(
            row, f"第 {row} 行“{name}”的数值“{value[:20]}”里除了数还有“{rest[:16]}”；请只留数和单位，其余写进备注。"
        )
    figure = Figure(
        id=figure_id,
        name=name,
        value_text=text,
        value=mention,
        unit=unit or mention.unit,
        scope=cells.get(SCOPE, ""),
        hedge_text=hedge,
        topic=cells.get(TOPIC, ""),
        source=cells.get(SOURCE, ""),
        note=cells.get(NOTE, ""),
        row=row,
    )
    return _with_previous(figure, cells.get(PREVIOUS, ""), unit, row)


def _with_previous(figure: Figure, previous: str, unit: str, row: int) -> tuple[Figure, RowProblem | None]:
    if previous == UNCALCULATED or is_blank(previous):
        return figure, None
    # 数值 may carry the unit that 上年数值 leaves out: 4.7万元 with 3.9.
    text = value_text(previous, unit or unit_in(figure.value_text))
    mention = read_value(text)
    if (
        mention is None
        or mention.kind in {Kind.PLACEHOLDER, Kind.UNKNOWN}
        or leftover(text, mention, unit or figure.unit)
    ):
        problem = RowProblem(
            row, f"第 {row} 行“{figure.name}”的上年数值“{previous[:20]}”读不成数，已不用；请改成数字。"
        )
        return figure, problem
    return replace(figure, previous_text=text, previous=mention), None
