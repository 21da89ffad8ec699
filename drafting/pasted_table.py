"""A table pasted as lines becoming sentences: 收文 1532 份 1467 is 收文1532份（上年1467份）.

Offices paste rows of a sheet with tabs or spaces between the cells, the unit in a column of its own, in the head or in
brackets behind the name. What is no row stays as it is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from drafting.change_words import TARGET_WORDS


class _Column(StrEnum):
    """What stands in a column."""

    NAME = "name"
    NOW = "now"
    LAST = "last"
    TARGET = "target"
    CHANGE = "change"
    UNIT = "unit"
    IGNORED = "ignored"
    MEASURE = "measure"  # 单位 | 营业收入 | 利润总额: each column is a measure of the row's name


@dataclass(frozen=True, slots=True)
class _Head:
    """The head of a table: what its columns are, with their words and units; ``topic`` is of which thing all rows are."""

    columns: tuple[_Column, ...]
    titles: tuple[str, ...]
    units: tuple[str, ...]
    topic: str = ""


_UNIT = r"(?:亿|万|千)?(?:元|美元|吨|平方米|公顷|平方公里|公里|亩|千瓦时|立方米|人次|人|家次|家|户次|户|件次|件|个|项|次|场次|场|份|篇|条|名|期|辆|台|处|宗|起|批|%)|％|亿|万"
_BRACKETED_UNIT = re.compile(rf"[（(](?:单位[：:])?(?P<unit>{_UNIT})[）)]")
_UNIT_LINE = re.compile(
    rf"^[^0-9]{{0,20}}[（(]?(?:计量)?单位[：:]\s*(?P<unit>{_UNIT})[）)]?$|^.{{0,30}}[（(]单位[：:]\s*(?P<unit2>{_UNIT})[）)]$"
)
_PAIR_HEAD = re.compile(r"(?:本期|本年|今年|当年|今年上半年)\s*[/／]\s*(?:上期|上年|去年|同期|上年同期|去年同期)")
_PAIR_ROW = re.compile(
    r"^(?P<name>[^\d\t]*?[^\d\s])[：:\s]+(?P<now>[\d.,]+)\s*[/／]\s*(?P<last>[\d.,]+)\s*(?P<unit>[^\d\s]{0,5})$"
)
_SHEET_HEAD = re.compile(r"\s*(?:序号\s+)?(?:指标|项目|名称)[\s|｜]+(?:数值|数量|单位|本年|今年)")
_SHEET_ROW = re.compile(
    r"\s*(?P<name>[^\d\s：:，,（(][^：:，,（()）\d]*?)[：:]?\s+(?P<value>[\d.,]+[万亿]?)\s*(?P<unit>[^\d\s（(，,；;：:]{1,5})\s+"
    r"(?P<previous>[\d.,]+[万亿]?)\s*(?:(?P=unit))?\s*$"
)
_NUMBER_CELL = re.compile(r"[-－−+]?[\d,]+(?:\.\d+)?\s*[^\d\s]{0,6}")
_EMPTY_CELL = re.compile(r"[-—–/／无]*")
_RULE = re.compile(r"[\s|｜:\-—+]+")
_KINDS: tuple[tuple[_Column, re.Pattern[str]], ...] = (
    (_Column.UNIT, re.compile(r"(?:计量)?单位")),
    (_Column.IGNORED, re.compile(r"序号|备注|说明|排名变化")),
    (_Column.CHANGE, re.compile(r"(?:同比)?(?:增幅|增速|增长|增减|变化|增长率|增减率|±)(?:%|％|幅度)?|同比(?:增长|增减|变化)?")),
    (_Column.TARGET, re.compile(rf"[\u4e00-\u9fff\d]{{0,6}}(?:{TARGET_WORDS})(?:数|值)?")),
    (_Column.LAST, re.compile(r"(?:去年|上年|上期|同期|往年)[\u4e00-\u9fff\d]{0,8}")),
    (
        _Column.NOW,
        re.compile(r"(?:本期|本年|今年|当年|本季|数值|数量|数据|实绩|实际|完成|累计|报告期)[\u4e00-\u9fff\d]{0,8}|(?=.*[年月季])[\d年月上下半末底—\-至一二三四季度前]+"),
    ),
)  # fmt: skip
_SHORT_REMARK = 3
_BLANK_BEFORE_NUMBER = re.compile(r"(?<=[\u4e00-\u9fff”）]) (?=[0-9])")
_TITLE_END = re.compile(r"(?:结构|情况|明细|统计|一览|运营)?表?(?:如下)?[：:]?\s*$")
_NAMED_NUMBER = re.compile(r"^(?P<name>[^：:，。；\s]{2,20})(?:[：:]\s*|\s+)(?P<value>[\d,]+(?:\.\d+)?)$")
_ALL_OF_IT = re.compile(r"(?:上年|去年)?(?:总数|合计|总计|小计)")
_IN_BRACKETS = re.compile(
    r"[（(]?(?:注[：:])?括号(?:内|里)(?:数?字?)?(?:均?为|是)(?:上年|去年|20[0-9]{2}年)(?:同期|度)?(?:数|数据)?[）)]?"
)
#: 指标名称：本期（上年同期）
_NOW_AND_LAST = re.compile(r"(?:本期|今年|本年|当期|当年)[（(](?:上年同期|去年同期|上年|去年|同期|上期)[）)]")
_PAIR_NOTE = re.compile(
    rf"[（(](?P<time>[^（()）/／]{{0,12}}[，,])?(?:(?:完成|本期|本年|实绩|今年|实际|当期)\s*[/／]\s*"
    rf"(?P<other>(?:上年|去年|上期|同期|{TARGET_WORDS})[^（()）]{{0,6}})"
    rf"|(?P<aim>(?:全年|年度)?(?:{TARGET_WORDS})(?:数|值)?)\s*[/／]\s*[^（()）]{{0,6}}(?:完成|实绩|实际)(?:数|值)?)[）)]"
)
_PAIR = re.compile(
    r"(?P<name>[\u4e00-\u9fff“”A-Za-z ]{2,20})[：:]?\s*(?P<first>[\d.,]+)(?P<own>[^\d，。；、/／\s]{0,5})\s*[/／]\s*"
    r"(?P<other>[\d.,]+)(?P<unit>[^\d，。；、/／\s]{0,5})"
)
_BARE_BRACKETS = re.compile(r"[（(](?P<number>[\d.,]+[^\d（()）年月]{0,6})[）)]")
#: 同比+4.1%, 同比-8件
_SIGNED = re.compile(r"(?P<against>同比|环比|[较比](?:上年|去年)(?:同期)?)\s*(?P<sign>[+＋\-－−])\s*(?=[0-9])")
_YEAR = re.compile(r"20\d\d")
_NAME_TITLES = re.compile(
    r"(?:年度|年份|时间|季度|月份|考核项|指标|项目|名称|类别|内容|事项|单位|部门|科室|企业|公司|镇街?|村)(?:名称)?"
)
#: 规上服务业营收（亿元）：6月4.62，5月4.20: the unit is given once for all.
_UNIT_ONCE = re.compile(
    rf"^(?P<name>(?:20[0-9]{{2}}年)?[^（(：:，,0-9]{{2,24}})[（(](?:单位[：:])?(?P<unit>{_UNIT})[）)][：:](?P<rest>.*)$"
)
_BARE_NUMBER = re.compile(r"(?<![\d.])(\d[\d,]*(?:\.\d+)?)(?![\d.,]*\d|\s*[年月日季度%％‰倍万亿\u4e00-\u9fff])")
#: Dates and telephone numbers behind a colon have a name of their own kind.
_NAME_COLON = re.compile(
    r"^(?P<name>[^：:，,；。]{2,24})[：:]\s*(?=[约近超逾]?[0-9０-９])(?![0-9０-９]{1,4}[年月日]|[0-9]{1,2}[—–\-至]|[0-9\-－]{7,}|[0-9]{1,2}:)"
)


def as_prose(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield each line, from 1, with a row of a table written as ；-parted facts; the heads of tables are left out."""
    head: _Head | None = None
    unit = title = ""
    convention = next((_convention_of(line) for line in lines if _IN_BRACKETS.search(line)), None)
    for number, plain_line in enumerate(lines, start=1):
        convention = _convention_of(plain_line) or convention
        line = convention.written_out(plain_line) if convention is not None else plain_line
        line = _SIGNED.sub(lambda match: match["against"] + ("增长" if match["sign"] in "+＋" else "下降"), line)
        if "|" in line and _RULE.fullmatch(line):
            continue
        opened = _head_of(line, lines[number : number + 1], unit)
        if opened is not None:
            head = opened
            continue
        titled = _titled_unit(line)
        if titled:
            unit, title = titled, _TITLE_END.sub("", _plain_title(line)).strip()
            if _PAIR_HEAD.search(line):
                head = _Head((_Column.NAME, _Column.NOW, _Column.LAST), ("", "", ""), ("", unit, unit))
            continue
        row = _row(line, head) if head is not None else None
        if row is None and line.strip():
            head = None
            row = _named_number(line, unit, title)
        yield number, row if row is not None else line


def gives_units_in_words(text: str) -> bool:
    """Tell whether a table gives its units in brackets or in a line of their own, and not in a column: 税收（亿元）."""
    return any(_BRACKETED_UNIT.search(line) or _UNIT_LINE.match(line.strip()) for line in text.splitlines())


def _titled_unit(line: str) -> str:
    """Return the unit that a title gives for all lines under it: 国企运营表（万元）, or 单位：人."""
    stated = _UNIT_LINE.match(line.strip())
    if stated is not None:
        return stated["unit"] or stated["unit2"]
    return "" if re.search(r"\d", line) else _unit_in(line)


def _named_number(line: str, unit: str, title: str) -> str | None:
    """Return 技改奖补 2180 under a title that gives the unit once as 技改奖补2180万元, and 合计 as that of the title's thing."""
    row = _NAMED_NUMBER.match(line.strip()) if unit else None
    if row is None:
        return None
    of_all = _ALL_OF_IT.fullmatch(row["name"])
    topic = re.sub(r"^20[0-9]{2}年度?(?:[上下]半年)?", "", title)
    return f"{topic if of_all else ''}{row['name']}{row['value']}{unit}"


@dataclass(frozen=True, slots=True)
class _Convention:
    """What a note says of all numbers that follow: 括号内为2024年, or （完成/目标）."""

    note: str
    second: str
    time: str = ""

    def written_out(self, line: str) -> str:
        """Return a line with the second of two numbers named: 342篇（171篇） is 342篇（上年171篇）."""
        line = line.replace(self.note, self.time)
        if re.search("[/／]", self.note):
            return _PAIR.sub(self._pair, line)
        return _BARE_BRACKETS.sub(rf"（{self.second}\g<number>）", line)

    def _pair(self, match: re.Match[str]) -> str:
        unit = match["unit"] or match["own"]
        name = match["name"].strip()
        if self.second == "完成":  # （全年目标/上半年完成）
            return f"{name}{match['other']}{unit}，{name}目标{match['first']}{unit}"
        if self.second == "目标":
            return f"{name}{match['first']}{unit}，{name}目标{match['other']}{unit}"
        return f"{name}{match['first']}{unit}（上年{match['other']}{unit}）"


def _convention_of(line: str) -> _Convention | None:
    brackets = _IN_BRACKETS.search(line) or _NOW_AND_LAST.search(line)
    if brackets is not None:
        return _Convention(brackets.group(), "上年")
    pair = _PAIR_NOTE.search(line)
    if pair is None:
        return None
    second = "目标" if re.search(TARGET_WORDS, pair["other"] or "") else "上年"
    if pair["aim"]:
        second = "完成"
    return _Convention(pair.group(), second, (pair["time"] or "").rstrip("，,"))


def sentence_as_prose(sentence: str) -> str:
    """Return a ；-parted piece of a line as a sentence: 信访件：46件 is 信访件是46件, and a lone row of a sheet too."""
    if _SHEET_HEAD.match(sentence):
        return ""
    row = _SHEET_ROW.match(sentence)
    if row is not None:
        return f"{row['name'].rstrip('：: ')}{row['value']}{row['unit']}（上年{row['previous']}{row['unit']}）"
    sentence = _BLANK_BEFORE_NUMBER.sub("", sentence)
    return _NAME_COLON.sub(
        lambda match: re.sub(r"[（(](?P<inner>[^（()）]*)[）)]", _short_remark, match["name"]) + "是", sentence
    )


def _short_remark(remark: re.Match[str]) -> str:
    """Keep 社区 of 村（社区）, and drop what a longer remark says."""
    inner: str = remark["inner"]
    return inner if len(inner) <= _SHORT_REMARK else ""


def unit_once(line: str) -> str:
    """Return a line whose unit stands once behind its name with the unit behind each number."""
    once = _UNIT_ONCE.match(line.strip())
    if once is None:
        return line
    return f"{once['name']}：" + _BARE_NUMBER.sub(rf"\g<1>{once['unit']}", once["rest"])


def _cells(line: str) -> list[str]:
    line = line.strip().strip("|｜")
    for mark in (r"\t+", r"\s*[|｜]\s*", r" {2,}|　+", r"(?<=[^\d]),|,(?=[^\d])|(?<=\d),(?=\d+,|\d+$)", r"\s+"):
        cells = [cell.strip() for cell in re.split(mark, line.strip())]
        if len(cells) >= 2:
            return cells
    return [line.strip()]


def _head_of(line: str, following: Sequence[str], unit: str) -> _Head | None:
    """Return the head that a line is: words alone, over a line of as many cells with numbers in them."""
    cells = _cells(line)
    rows = [_cells(one) for one in following]
    if len(cells) < 2 or not rows or any(mark in line for mark in "，。；"):
        return None
    row = rows[0]
    ruled = _RULE.fullmatch(following[0]) is not None
    if not ruled and (len(row) != len(cells) or not any(_NUMBER_CELL.fullmatch(cell) for cell in row[1:])):
        return None
    name_at = 1 if _Column.IGNORED is _kind(cells[0]) and len(cells) > 2 else 0
    kinds = [_Column.NAME if at == name_at else _kind(cell) for at, cell in enumerate(cells)]
    if any(
        re.search(r"\d", cell) and kind in {_Column.MEASURE, _Column.NAME}
        for cell, kind in zip(cells, kinds, strict=True)
    ):
        return None
    kinds = _by_year(cells, kinds)
    measured = [kind for kind in kinds if kind in {_Column.NOW, _Column.LAST, _Column.TARGET}]
    if not measured and _Column.MEASURE not in kinds:
        return None
    if _Column.MEASURE in kinds:  # 总投资 | 年度计划 | 完成投资
        kinds = [
            _Column.MEASURE if kind is _Column.NOW and re.fullmatch(r"完成.{2,}", cell) else kind
            for kind, cell in zip(kinds, map(_plain_title, cells), strict=True)
        ]
    if _Column.NOW not in kinds and kinds.count(_Column.MEASURE) == 1 and measured:
        kinds = [_Column.NOW if kind is _Column.MEASURE else kind for kind in kinds]
    unit = _unit_in(cells[name_at]) or unit  # 指标（单位：次）
    units = tuple(_unit_in(cell) or unit for cell in cells)
    title = _plain_title(cells[name_at])
    topic = "" if _NAME_TITLES.fullmatch(title) else title
    return _Head(tuple(kinds), tuple(map(_plain_title, cells)), units, topic)


def _plain_title(title: str) -> str:
    """Return a title or a name without the unit in its brackets: 税收（亿元）."""
    return _BRACKETED_UNIT.sub("", title)


def _kind(title: str) -> _Column:
    words = _plain_title(title)
    return next((kind for kind, pattern in _KINDS if pattern.fullmatch(words)), _Column.MEASURE)


def _by_year(cells: Sequence[str], kinds: list[_Column]) -> list[_Column]:
    """Part 2024年上半年 from 2025年上半年: the earlier of two is last period's."""
    years = {at: int(found.group()) for at, cell in enumerate(cells) if (found := _YEAR.search(cell)) is not None}
    if len(years) < 2:
        return kinds
    newest = max(years.values())
    return [
        (_Column.LAST if years[at] == newest - 1 else _Column.IGNORED)
        if at in years and kind is _Column.NOW and years[at] < newest
        else kind
        for at, kind in enumerate(kinds)
    ]


def _unit_in(cell: str) -> str:
    found = _BRACKETED_UNIT.search(cell)
    return found["unit"] if found is not None else ""


def _row(line: str, head: _Head) -> str | None:
    pair = _PAIR_ROW.match(line.strip())
    if pair is not None and head.columns == (_Column.NAME, _Column.NOW, _Column.LAST):
        cells = [pair["name"], pair["now"] + pair["unit"], pair["last"] + pair["unit"]]
    else:
        cells = _cells(line)
    if len(cells) != len(head.columns):
        return None
    by_kind = dict(zip(head.columns, cells, strict=True))
    numbers = [
        cell
        for kind, cell in zip(head.columns, cells, strict=True)
        if kind not in {_Column.NAME, _Column.UNIT, _Column.IGNORED}
    ]
    if not all(_NUMBER_CELL.fullmatch(cell) or _EMPTY_CELL.fullmatch(cell) for cell in numbers):
        return None
    own = by_kind[_Column.NAME]
    unit = by_kind.get(_Column.UNIT, "") or _unit_in(own)
    name = head.topic + _plain_title(own)
    if _ALL_OF_IT.fullmatch(name):
        name = ""  # 合计 | 41000: of all rows
    if re.fullmatch(r"20\d\d", name):
        name += "年"
    facts = []
    for kind, cell, title, of_column in zip(head.columns, cells, head.titles, head.units, strict=True):
        if kind in {_Column.MEASURE, _Column.TARGET}:
            facts.append(_measured(name + title, cell, unit or of_column))
        elif kind is _Column.NOW:
            facts.append(_measured(name, cell, unit or of_column) + _last_of(by_kind, head, unit))
        elif kind is _Column.CHANGE:
            facts.append(_change(name, cell, of_column))
    return "；".join(fact for fact in facts if fact)


def _last_of(by_kind: dict[_Column, str], head: _Head, unit: str) -> str:
    if _Column.LAST not in by_kind:
        return ""
    at = head.columns.index(_Column.LAST)
    return "（" + _measured("上年", by_kind[_Column.LAST], unit or head.units[at]) + "）"


def _measured(name: str, cell: str, unit: str) -> str:
    if not re.search(r"\d", cell):
        return ""
    return f"{name}{cell}{'' if re.search(r'[^0-9.,]$', cell) else unit}"


def _change(name: str, cell: str, unit: str) -> str:
    number = cell.lstrip("+-－−").strip()
    if not re.search(r"\d", number):
        return ""
    way = "下降" if cell[:1] in "-－−" else "增长"
    return f"{name}同比{way}{number}{'' if number[-1:] in '%％点' else unit or '%'}"
