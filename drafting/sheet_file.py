"""Files holding a figure sheet becoming tables of text cells. Uploaded files are hostile: limits come first."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from drafting.errors import RequestError

MAX_FILE_BYTES = 10_000_000
MAX_UNPACKED_BYTES = 60_000_000
MAX_PARTS = 500
MAX_ROWS = 5_000
MAX_COLUMNS = 60
MAX_CELL_CHARACTERS = 2_000

#: A cell whose formula the file holds no result for.
UNCALCULATED = "（公式无结果）"

Table = list[list[str]]


def read_workbook(data: bytes, where: str) -> tuple[Table, ...]:
    """Return the visible sheets of an .xlsx, first to last, as shown: percents as percents, dates as 3月12日.

    Formulas give the result that the file holds, or ``UNCALCULATED``. Raises RequestError for what is no .xlsx, is
    damaged, or is larger when unpacked than a figure sheet can be.
    """
    _refuse_unsafe_archive(data, where)
    import openpyxl  # heavy: only when a workbook is read

    try:
        shown = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        try:
            tables = tuple(_table(sheet) for sheet in shown.worksheets if sheet.sheet_state == "visible")
        finally:
            shown.close()
        written = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False)
        try:
            formulas = tuple(_formula_cells(sheet) for sheet in written.worksheets if sheet.sheet_state == "visible")
        finally:
            written.close()
    # openpyxl lets the errors of zip, XML and its own descriptors through; all of them mean a damaged file.
    except (
        OSError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        SyntaxError,
        zipfile.BadZipFile,
    ) as error:
        raise RequestError(f"{where}不是完好的 .xlsx 文件，打不开；请在 Excel 里另存为 .xlsx 再试。") from error
    for table, cells in zip(tables, formulas, strict=True):
        for row, column in cells:
            if row < len(table) and column < len(table[row]) and not table[row][column]:
                table[row][column] = UNCALCULATED
    return tables


def read_csv(data: bytes, where: str) -> Table:
    """Return a .csv as a table; utf-8 (with or without its mark) or gb18030, parted by comma, semicolon or tab."""
    return split_lines(decode(data, where))


def decode(data: bytes, where: str) -> str:
    """Return the text of ``data`` in utf-8, utf-16 with its mark, or gb18030. Raises RequestError."""
    encodings = ["utf-16"] if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise RequestError(f"{where}不是文字文件；请另存为 .xlsx 或 UTF-8 编码的 .csv 再试。")


def split_lines(text: str) -> Table:
    """Return a delimited text as a table, the delimiter being the one that its first lines use most."""
    head = text[:4_000]
    delimiter = max("\t,;，", key=head.count)
    if delimiter == "，":
        text = text.replace("，", ",")
        delimiter = ","
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        table = [
            [cell.strip()[:MAX_CELL_CHARACTERS] for cell in row[:MAX_COLUMNS]]
            for _, row in zip(range(MAX_ROWS), reader, strict=False)
        ]
    except csv.Error as error:
        raise RequestError("表格文字无法按列拆开；请检查引号是否成对，或另存为 .xlsx 再试。") from error
    return table


def split_markdown(text: str) -> Table:
    """Return a Markdown table (``| 指标 | 数值 |``) as a table, its rule of dashes left out."""
    table = []
    for line in text.splitlines()[:MAX_ROWS]:
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not all(re.fullmatch(r":?-{2,}:?", cell) for cell in cells):
            table.append(cells[:MAX_COLUMNS])
    return table


def _refuse_unsafe_archive(data: bytes, where: str) -> None:
    if len(data) > MAX_FILE_BYTES:
        raise RequestError(f"{where}超过 {MAX_FILE_BYTES // 1_000_000} MB，不像数据表；请只保留要用的那一张表再试。")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise RequestError(f"{where}是旧版 .xls 或加了密码的文件；请在 Excel 里去掉密码、另存为 .xlsx 再试。")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if "xl/workbook.xml" not in archive.namelist():
                raise RequestError(f"{where}不是 .xlsx 表格文件；请在 Excel 里另存为 .xlsx 再试。")
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
                raise RequestError(f"{where}解压后过大，不像数据表；请只保留要用的那一张表再试。")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _refuse_entities(archive, part, where)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError) as error:
        raise RequestError(f"{where}不是完好的 .xlsx 文件，打不开；请在 Excel 里另存为 .xlsx 再试。") from error


def _refuse_entities(archive: zipfile.ZipFile, part: zipfile.ZipInfo, where: str) -> None:
    # Office never writes a DTD; one can only be there to expand entities. It stands before the first element.
    with archive.open(part) as stream:
        head = stream.read(4_096).replace(b"\x00", b"")
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise RequestError(f"{where}含有不允许的内容；请在 Excel 里另存为新的 .xlsx 再试。")


def _table(sheet: Any) -> Table:
    sheet.reset_dimensions()  # the stated size may be a lie, in either direction
    rows: Table = []
    for cells in sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS):
        rows.append([_shown(cell) for cell in cells])
    return rows


def _formula_cells(sheet: Any) -> list[tuple[int, int]]:
    sheet.reset_dimensions()
    rows: Iterable[Sequence[Any]] = sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS)
    return [
        (row, column)
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
        if getattr(cell, "data_type", "") == "f"
    ]


def _shown(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return _shown_number(value, cell.number_format or "")
    if isinstance(value, datetime | date):
        whole = "日" not in (cell.number_format or "") or "yy" in (cell.number_format or "").lower()
        return f"{value.year}年{value.month}月{value.day}日" if whole else f"{value.month}月{value.day}日"
    if isinstance(value, time):
        return f"{value.hour}时{value.minute}分"
    return str(value).replace("\n", " ").strip()[:MAX_CELL_CHARACTERS]


def _shown_number(value: float, number_format: str) -> str:
    # 15 digits is what a workbook keeps: 0.1+0.2 is stored as 0.30000000000000004 and means 0.3.
    number = Decimal(f"{value:.15g}")
    if "%" in re.sub(r'"[^"]*"', "", number_format):
        return f"{_plain(number * 100)}%"
    return _plain(number)


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
