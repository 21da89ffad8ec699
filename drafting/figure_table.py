"""The columns of a figure sheet, and a table of cells becoming rows of named cells.

The names are the writer's words; what other offices write for the same column is accepted too, and English names
for sheets made by programs. The header need not be the first row: a title often stands above it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from drafting.errors import RequestError

NAME, VALUE, UNIT, PREVIOUS = "指标", "数值", "单位", "上年数值"
SCOPE, HEDGE, TOPIC, SOURCE, NOTE = "口径", "精度", "归属", "来源", "备注"

#: The columns as a sheet is written, in their order.
COLUMNS = (NAME, VALUE, UNIT, PREVIOUS, SCOPE, HEDGE, TOPIC, SOURCE, NOTE)

#: Where the row number travels in a row of named cells; not a column of the sheet.
ROW = "行"

HEADER_SEARCH_ROWS = 20

_ALIASES: Mapping[str, tuple[str, ...]] = {
    NAME: ("指标", "指标名称", "名称", "项目", "事项", "统计项目", "统计项", "name", "indicator", "item"),
    VALUE: (
        "数值",
        "数量",
        "数据",
        "值",
        "本期数值",
        "本期",
        "本期数",
        "本年数值",
        "本年",
        "本年数",
        "今年数值",
        "今年",
        "完成数",
        "完成值",
        "实际完成",
        "实际数",
        "当前值",
        "value",
        "current",
        "amount",
    ),
    UNIT: ("单位", "计量单位", "量词", "unit"),
    PREVIOUS: (
        "上年数值",
        "上年",
        "上年数",
        "去年",
        "去年数值",
        "去年数",
        "上年同期",
        "去年同期",
        "上年同期数",
        "去年同期数",
        "同期数",
        "上期",
        "上期数",
        "上期数值",
        "previous",
        "lastyear",
        "last",
    ),
    SCOPE: ("口径", "期间", "时间", "时段", "统计口径", "统计期间", "范围", "period", "scope"),
    HEDGE: ("精度", "精确度", "约数", "hedge", "precision"),
    TOPIC: ("归属", "章节", "主题", "板块", "所属章节", "所属主题", "topic", "section", "theme"),
    SOURCE: ("来源", "数据来源", "出处", "提供部门", "source"),
    NOTE: ("备注", "说明", "注", "note", "notes", "remark", "remarks"),
}
_COLUMN_OF = {alias: column for column, aliases in _ALIASES.items() for alias in aliases}
_YEAR_HEADER = re.compile(r"^(20\d\d)年?(?:度|上半年|下半年|全年)?$")


@dataclass(frozen=True, slots=True)
class Header:
    """Where the columns of a table are: the header's row (from 0) and the cell of each known column (from 0)."""

    row: int
    cells: Mapping[str, int]


def column_of(title: str) -> str:
    """Return the column that a header cell names (``计量单位`` → ``单位``), or ``""``."""
    bare = re.sub(r"[（(\[【].*?[）)\]】]|[\s*＊:：_]", "", title).lower()
    return _COLUMN_OF.get(bare, "")


def find_header(table: Sequence[Sequence[str]]) -> Header | None:
    """Return the header among the first rows of ``table``: the row naming the most columns, at least two."""
    best: Header | None = None
    for index, cells in enumerate(table[:HEADER_SEARCH_ROWS]):
        found = _columns_in(cells)
        if len(found) >= 2 and (best is None or len(found) > len(best.cells)):
            best = Header(index, found)
    return best


def rows_under_header(table: Sequence[Sequence[str]], where: str, first_row: int = 1) -> list[dict[str, str]]:
    """Return the rows below the header as cells by column name, each with its row number (``first_row`` for the first).

    Raises RequestError, naming the columns found, where there is no 数值 column.
    """
    header = find_header(table)
    if header is None or VALUE not in header.cells:
        raise RequestError(_no_value_column(table, header, where))
    if NAME not in header.cells:
        raise RequestError(f"{where}里没有“指标”这一列，不知道各个数值说的是什么；请加上“指标”列再试。")
    return list(_named(table, header, first_row))


def _named(table: Sequence[Sequence[str]], header: Header, first_row: int) -> Iterable[dict[str, str]]:
    for index in range(header.row + 1, len(table)):
        cells = table[index]
        row = {column: cells[at].strip() for column, at in header.cells.items() if at < len(cells)}
        if any(row.values()):
            yield {**row, ROW: str(index + first_row)}


def _columns_in(cells: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    years: dict[int, int] = {}
    for at, cell in enumerate(cells):
        column = column_of(cell)
        if column:
            found.setdefault(column, at)
        elif year := _YEAR_HEADER.match(re.sub(r"\s", "", cell)):
            years.setdefault(int(year.group(1)), at)
    # 指标 | 2025年 | 2026年: the newer year is this period's value, the one before it last period's.
    newest = sorted(years, reverse=True)
    if newest and VALUE not in found and NAME in found:
        found[VALUE] = years[newest[0]]
        if len(newest) > 1 and newest[1] == newest[0] - 1:
            found.setdefault(PREVIOUS, years[newest[1]])
    return found


def _no_value_column(table: Sequence[Sequence[str]], header: Header | None, where: str) -> str:
    row = table[header.row] if header else next((cells for cells in table if any(cell.strip() for cell in cells)), ())
    titles = [cell.strip()[:12] for cell in row if cell.strip()][:8]
    if not titles:
        return f"{where}是空的；请按“指标、数值、单位”的列名填好再试。"
    return f"{where}里没有“数值”这一列（找到的列：{'、'.join(titles)}）；请加上“数值”列再试。"
