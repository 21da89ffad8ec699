"""A table pasted as lines becoming sentences: 收文 1532 份 1467 is 收文1532份（上年1467份）.

Offices paste rows of a sheet with tabs, spaces or commas between the cells, the unit in a column of its own, in the head
or in brackets behind the name. What is no row stays as it is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from drafting.change_words import TARGET_WORDS
from drafting.pasted_line import (
    ALL_OF_IT,
    convention_for_all,
    convention_of,
    named_number,
    signs_in_words,
    topic_of,
    without_bullet,
)
from drafting.pasted_unit import plain_title, title_as_unit, titled_unit, unit_in


class _Column(StrEnum):
    """What stands in a column."""

    NAME = "name"
    NOW = "now"
    LAST = "last"
    EARLIER = "earlier"  # the value of a year before last
    TARGET = "target"
    CHANGE = "change"
    UNIT = "unit"
    IGNORED = "ignored"
    MEASURE = "measure"  # 单位 | 营业收入 | 利润总额: each column is a measure of the row's name


@dataclass(frozen=True, slots=True)
class _Head:
    """The head of a table: what its columns are, with their words and units.

    ``topic`` is of which thing all rows are, ``title`` what the line above says that the table is of.
    """

    columns: tuple[_Column, ...]
    titles: tuple[str, ...]
    units: tuple[str, ...]
    topic: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of facts, from 1, as prose. ``subject`` is what a row is about where each of its columns is another measure."""

    number: int
    text: str
    subject: str = ""
    is_row: bool = False


_PAIR_HEAD = re.compile(r"(?:本期|本年|今年|当年|今年上半年)\s*[/／]\s*(?:上期|上年|去年|同期|上年同期|去年同期)")
_PAIR_ROW = re.compile(
    r"^(?P<name>[^\d\t]*?[^\d\s])[：:\s]+(?P<now>[\d.,]+)\s*[/／]\s*(?P<last>[\d.,]+)\s*(?P<unit>[^\d\s]{0,5})$"
)
_NUMBER_CELL = re.compile(r"[约近]?[-－−+]?[\d,]+(?:\.\d+)?余?\s*[^\d\s]{0,6}")
_EMPTY_CELL = re.compile(r"[-—–/／无]*")
_RULE = re.compile(r"[\s|｜:\-—+]+")
_KINDS: tuple[tuple[_Column, re.Pattern[str]], ...] = (
    (_Column.UNIT, re.compile(r"(?:计量)?单位")),
    (_Column.IGNORED, re.compile(r"序号|备注|说明|排名变化")),
    (_Column.CHANGE, re.compile(r"(?:同比|[比较](?:上年|去年)(?:同期)?)?(?:增幅|增速|增长|增减|变化|增长率|增减率|±)(?:[(（]?[%％][)）]?|幅度)?|同比(?:增长|增减|变化|[%％±]+)?")),
    (_Column.TARGET, re.compile(rf"[\u4e00-\u9fff\d]{{0,6}}(?:{TARGET_WORDS})(?:数|值)?")),
    (_Column.LAST, re.compile(r"(?:去年|上年|上期|同期|往年)[\u4e00-\u9fff\d—–\-]{0,8}")),
    (
        _Column.NOW,
        re.compile(r"(?!.*率)(?:(?:本期|本年|今年|当年|本季|数值|数量|数据|实绩|实际|完成|累计|报告期)[\u4e00-\u9fff\d]{0,8}|(?=.*[年月季])[\d年月上下半末底—\-至一二三四季度前]+(?:累计|完成|实绩|合计|决算|实际|执行|数)*)"),
    ),
)  # fmt: skip
#: What the corner of a table says of its rows without naming them.
_NAME_TITLES = re.compile(
    r"(?:.{0,8}(?:指标|项目|名称|类别|内容|事项|科目|情况|类型|考核项)|年度|年份|时间|季度|月份|单位|部门|科室|行业|产业|企业|公司|学校|社区|街道|镇街?|村)(?:名称)?"
)
#: （年度重点任务，单位：项） under a table
_UNIT_NOTE = re.compile(r"\s*(?:[（(]|注|说明|单位)")
_TIME = re.compile(r"[年月季]|累计|本期")
_TIMELESS = re.compile(r"累计|完成|合计|数$")
_OF_LAST = re.compile(r"上年|去年|同期|上期")
_DONE = re.compile(r"完成|执行|实际|拨付|到位")
_YEAR = re.compile(r"20\d\d")
_YEAR_OF = re.compile(r"20\d\d年度?")
_GENERIC = re.compile(
    r"(?:责任|报送)?(?:部门|科室|行业|产业|企业|公司|学校|社区|街道|镇街?|村|季度|月份|年份|年度|时间|单位)$|(?:项目|单位|名称|类别|指标|事项|内容|情况|科目)+$"
)


def as_prose(lines: Sequence[str]) -> Iterator[Line]:
    """Yield each line with a row of a table written as ；-parted facts; the heads of tables are left out."""
    head: _Head | None = None
    unit = next((told for line in lines if _UNIT_NOTE.match(line) and (told := titled_unit(line))), "")
    title = ""
    convention = next((found for line in lines if (found := convention_for_all(line)) is not None), None)
    for number, plain_line in enumerate(lines, start=1):
        convention = convention_of(plain_line) or convention
        line = convention.written_out(plain_line) if convention is not None else plain_line
        line = signs_in_words(without_bullet(line))
        if "|" in line and _RULE.fullmatch(line):
            continue
        opened = _head_of(line, lines[number : number + 1], unit)
        if opened is not None:
            several = opened.columns.count(_Column.NOW) > 1
            head = replace(opened, title=title) if several else opened  # 税收分行业: the total is that of 税收
            continue
        titled = titled_unit(line)
        if titled:
            unit, title = titled, topic_of(line)
            if _PAIR_HEAD.search(line):
                head = _Head((_Column.NAME, _Column.NOW, _Column.LAST), ("", "", ""), ("", unit, unit))
            continue
        row = _row(line, head, number) if head is not None else None
        if row is None and line.strip():
            head = None
            row = Line(number, named_number(line, unit, title) or line)
        yield row if row is not None else Line(number, line)


_MARKS = (r"\t+", r"\s*[|｜]\s*", r"\s+[/／]\s+", r" {2,}|　+", r"，", ",", r"\s+")
_THOUSANDS = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?![\d])")


def _cells(line: str, count: int | None = None) -> list[str]:
    """Return the cells of a line; of several ways to part it the one that makes ``count``, where that is known."""
    line = line.strip().strip("|｜")
    ways = [[cell.strip() for cell in re.split(mark, line.strip())] for mark in _MARKS]
    whole = _THOUSANDS.sub(lambda found: found.group().replace(",", ""), line)  # 28,642.37 is one number
    ways.append([cell.strip() for cell in whole.split(",")])
    fitting = (cells for cells in ways if len(cells) == count)
    return next(fitting, None) or next((cells for cells in ways if len(cells) >= 2), [line.strip()])


def _head_of(line: str, following: Sequence[str], unit: str) -> _Head | None:
    """Return the head that a line is: words alone, over a line of as many cells with numbers in them."""
    if not following or any(mark in line for mark in "。；"):
        return None
    cells, row = _cells(line), _cells(following[0])
    if line[:1].isspace() and len(row) == len(cells) + 1:
        cells = ["", *cells]  # the corner is empty
    if len(cells) < 2:
        return None
    row = _cells(following[0], len(cells))
    numbers = [_NUMBER_CELL.fullmatch(cell) is not None for cell in row[1:]]
    if "，" in line and not all(numbers):
        return None  # 收文2136份，发文214份 is no head
    ruled = _RULE.fullmatch(following[0]) is not None
    if not ruled and (len(row) != len(cells) or not any(numbers)):
        return None
    name_at = 1 if _Column.IGNORED is _kind(cells[0]) and len(cells) > 2 else 0
    kinds = [_Column.NAME if at == name_at else _kind(cell) for at, cell in enumerate(cells)]
    if any(
        re.search(r"\d", _YEAR_OF.sub("", cell)) and kind in {_Column.MEASURE, _Column.NAME}
        for cell, kind in zip(cells, kinds, strict=True)
    ):
        return None
    titles = tuple(map(plain_title, cells))
    kinds = _by_meaning(titles, _by_year(titles, kinds))
    if not {_Column.NOW, _Column.LAST, _Column.TARGET, _Column.MEASURE}.intersection(kinds):
        return None
    unit = unit_in(cells[name_at]) or unit  # 指标（单位：次）
    units = tuple(unit_in(cell) or unit for cell in cells)
    title = _YEAR_OF.sub("", titles[name_at])
    topic = "" if _NAME_TITLES.fullmatch(title) or _Column.MEASURE in kinds else title
    return _Head(tuple(kinds), titles, units, topic or (title if _Column.MEASURE in kinds else ""))


def _by_meaning(titles: Sequence[str], kinds: list[_Column]) -> list[_Column]:
    """Tell measures of the row's name from values of this period: 完成投资 beside 总投资 is a measure of its own."""
    measured = [kind for kind in kinds if kind in {_Column.NOW, _Column.LAST, _Column.TARGET}]
    if _Column.MEASURE in kinds:  # 总投资 | 年度计划 | 完成投资
        kinds = [
            _Column.MEASURE if kind is _Column.NOW and re.fullmatch(r"完成.{2,}", title) else kind
            for kind, title in zip(kinds, titles, strict=True)
        ]
    told = [*measured, *(kind for kind in kinds if kind is _Column.CHANGE)]
    rated = any(kind is _Column.MEASURE and one.endswith("率") for kind, one in zip(kinds, titles, strict=True))
    if _Column.NOW not in kinds and kinds.count(_Column.MEASURE) == 1 and told and not rated:  # 总量 | 增速
        return [_Column.NOW if kind is _Column.MEASURE else kind for kind in kinds]
    return kinds


def _kind(title: str) -> _Column:
    words = plain_title(title)
    return next((kind for kind, pattern in _KINDS if pattern.fullmatch(words)), _Column.MEASURE)


def _by_year(titles: Sequence[str], kinds: list[_Column]) -> list[_Column]:
    """Part 2024年上半年 from 2025年上半年: the earlier of two is last period's, a third one is of its own year."""
    years = {at: int(found.group()) for at, title in enumerate(titles) if (found := _YEAR.search(title)) is not None}
    if len(years) < 2:
        return kinds
    newest = max(years.values())
    return [
        (_Column.LAST if years[at] == newest - 1 else _Column.EARLIER)
        if at in years and kind is _Column.NOW and years[at] < newest
        else kind
        for at, kind in enumerate(kinds)
    ]


def _row(line: str, head: _Head, number: int) -> Line | None:
    pair = _PAIR_ROW.match(line.strip())
    if pair is not None and head.columns == (_Column.NAME, _Column.NOW, _Column.LAST):
        cells = [pair["name"], pair["now"] + pair["unit"], pair["last"] + pair["unit"]]
    else:
        cells = _cells(line, len(head.columns))
    if len(cells) != len(head.columns):
        return None
    by_kind = dict(zip(head.columns, cells, strict=True))
    numbers = [
        cell
        for kind, cell in zip(head.columns, cells, strict=True)
        if kind not in {_Column.NAME, _Column.UNIT, _Column.IGNORED}
    ]
    read = [_NUMBER_CELL.fullmatch(cell) is not None for cell in numbers]
    if not any(read) or not all(
        one or _EMPTY_CELL.fullmatch(cell) or _Column.MEASURE in head.columns
        for one, cell in zip(read, numbers, strict=True)
    ):
        return None
    own = by_kind[_Column.NAME]
    unit = by_kind.get(_Column.UNIT, "") or unit_in(own)
    name, subject = _name_of_row(own, head)
    facts = []
    for kind, cell, title, of_column in zip(head.columns, cells, head.titles, head.units, strict=True):
        if kind in {_Column.MEASURE, _Column.TARGET}:
            facts.append(_measure(name, title, cell, unit or of_column))
        elif kind is _Column.NOW:
            facts.append(_value(name, title, cell, unit or of_column, head) + _last_of(title, cells, head, unit))
        elif kind is _Column.EARLIER:
            facts.append(_measured(title + name, cell, unit or of_column))
        elif kind is _Column.CHANGE:
            facts.append(_change(name, cell, of_column))
    return Line(number, "；".join(fact for fact in facts if fact), subject, is_row=True)


def _name_of_row(own: str, head: _Head) -> tuple[str, str]:
    """Return the name that the facts of a row have, and its subject where its columns are measures of that."""
    plain = re.sub(r"^其中[:：]", "", plain_title(own))
    measures = _Column.MEASURE in head.columns
    total = ALL_OF_IT.fullmatch(plain)
    if total is not None:  # 合计 | 41000: of all rows
        of_all = _GENERIC.sub("", head.topic) if measures else head.topic
        return (total["time"] or total["all"] or "") + (of_all or head.title or ("" if measures else plain)), ""
    if _YEAR.fullmatch(plain):
        plain += "年"
    return ("" if measures else head.topic) + plain, plain if measures else ""


def _value(name: str, title: str, cell: str, unit: str, head: _Head) -> str:
    """Return this period's value: 完成 of what was aimed at, or of its month where the head has several times."""
    if head.columns.count(_Column.NOW) > 1 and _TIME.search(title):  # 9月 | 1-9月
        return _measured(_TIMELESS.sub("", title) + name, cell, unit)
    done = _DONE.search(title)
    measures = zip(head.columns, head.titles, strict=True)
    beside = any(kind is _Column.MEASURE and not one.endswith("率") for kind, one in measures)
    return _measured(name + (done.group() if done is not None and beside else ""), cell, unit)


def _last_of(title: str, cells: Sequence[str], head: _Head, unit: str) -> str:
    """Return last period's value, of the same months where the head has several times."""
    lasts = [at for at, kind in enumerate(head.columns) if kind is _Column.LAST]
    several = head.columns.count(_Column.NOW) > 1
    own = [at for at in lasts if not several or _OF_LAST.sub("", head.titles[at]) == title]
    return "（" + _measured("上年", cells[own[0]], unit or head.units[own[0]]) + "）" if own else ""


def _measure(name: str, title: str, cell: str, unit: str) -> str:
    """Return a cell as one measure of the row's name: 文明劝导 | 46 under 场次 is 文明劝导46场次."""
    measure, counted = title_as_unit(title) if not unit else ("", "")
    return _measured(name + measure, cell, counted) if counted else _measured(name + title, cell, unit)


def _measured(name: str, cell: str, unit: str) -> str:
    if not re.search(r"\d", cell):
        return ""
    if not _NUMBER_CELL.fullmatch(cell):
        return f"{name}{cell}"  # 竣工时间 | 6月30日
    return f"{name}{cell}{'' if re.search(r'[^0-9.,]$', cell) else unit}"


def _change(name: str, cell: str, unit: str) -> str:
    number = cell.lstrip("+-－−").strip()
    if not re.search(r"\d", number):
        return ""
    way = "下降" if cell[:1] in "-－−" else "增长"
    return f"{name}同比{way}{number}{'' if number[-1:] in '%％点' else unit or '%'}"
