"""The request as a file: request.yaml, in the writer's words or in English.

::

    文种: 工作总结            # genre: its name or its id
    单位: 云岚工业园区党政办公室   # unit
    主送: 区委办公室            # recipient, may be left out
    期间: 2026年上半年          # period
    日期: 2026-07-05           # date, may be left out: the last day of the period
    标题: …                   # title, may be left out
    主题:                     # themes
      - 名称: 优化营商环境       # name
        要点: |               # notes, a line a point
          开展走访
    数据表: figures.xlsx       # figures: a file beside this one, or the figures themselves as text
"""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from drafting.errors import RequestError
from drafting.figure import FigureSheet
from drafting.figure_sheet import parse_pasted, read_sheet
from drafting.genre import Genre, load_genres
from drafting.request import Request, Theme
from knowledge_base.report import Period

KEYS = {
    "文种": "genre",
    "单位": "unit",
    "主送": "recipient",
    "期间": "period",
    "日期": "date",
    "标题": "title",
    "主题": "themes",
    "数据表": "figures",
}
THEME_KEYS = {"名称": "name", "要点": "notes"}
MAX_BYTES = 1_000_000
SHEET_SUFFIXES = (".xlsx", ".csv", ".txt", ".tsv")

_DIGITS = str.maketrans("〇零一二三四五六七八九０１２３４５６７８９", "00123456789" + "0123456789")
_YEAR = r"(?P<year>\d{4})\s*(?:年度|年|[-/.])?\s*"
_PERIODS = (
    (re.compile(_YEAR + r"(?:第?\s*(?P<quarter>[1-4])\s*季度|[Qq](?P<q>[1-4]))"), "quarter"),
    (re.compile(_YEAR + r"(?:(?P<half>[上下])半年|[Hh](?P<h>[12]))"), "half"),
    (re.compile(r"(?P<year>\d{4})\s*(?:年|年度|全年|年全年)?"), "year"),
)
_DATE = re.compile(r"(\d{4})\s*[年\-/.]\s*(\d{1,2})\s*[月\-/.]\s*(\d{1,2})\s*日?")


def load_request(path: Path, genres: Mapping[str, Genre] | None = None) -> Request:
    """Return the request that the file holds, its figures read from the sheet that it names.

    Raises RequestError with one Chinese sentence for whatever the writer can put right.
    """
    name = path.name
    data = _mapping(_parsed(path), KEYS, f"请求文件“{name}”")
    for key in ("genre", "unit", "period"):
        if not _text(data.get(key)):
            raise RequestError(f"请求文件“{name}”缺少“{_chinese(key)}”；请补上一行“{_chinese(key)}: …”。")
    known = genres if genres is not None else load_genres()
    genre = find_genre(_text(data["genre"]), known)
    period = parse_period(_text(data["period"]))
    return Request(
        genre=genre.id,
        unit=_text(data["unit"]),
        period=period,
        date=_date_of(data.get("date"), period),
        recipient=_text(data.get("recipient")),
        title=_text(data.get("title")),
        themes=_themes(data.get("themes"), name),
        figures=_figures(data.get("figures"), path.parent, name),
    )


def find_genre(name: str, genres: Mapping[str, Genre]) -> Genre:
    """Return the genre of this id or Chinese name. Raises RequestError that lists those there are."""
    for genre in genres.values():
        if name in (genre.id, genre.name):
            return genre
    raise RequestError(f"没有“{name}”这个文种；可用的文种有：{'、'.join(genre.name for genre in genres.values())}。")


def parse_period(text: str) -> Period:
    """Return the period that ``text`` names: 2026年上半年, 2026年第一季度, 2026年, 二〇二六年上半年, 2026H1.

    Raises RequestError where it names none.
    """
    plain = re.sub(r"\s+", "", text).translate(_DIGITS)
    for pattern, kind in _PERIODS:
        if found := pattern.fullmatch(plain):
            year = int(found["year"])
            if not 1990 <= year <= 2100:
                break
            if kind == "quarter":
                return Period(year, quarter=int(found["quarter"] or found["q"]))
            if kind == "half":
                return Period(year, half=1 if (found["half"] or found["h"]) in ("上", "1") else 2)
            return Period(year)
    raise RequestError(f"看不懂期间“{text}”；请写成“2026年上半年”、“2026年第一季度”或“2026年”。")


def parse_date(text: str) -> date:
    """Return the date that ``text`` states: 2026-07-05, 2026年7月5日, 2026/7/5. Raises RequestError."""
    if found := _DATE.fullmatch(text.strip().translate(_DIGITS)):
        try:
            return date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            raise RequestError(f"没有“{text}”这一天；请检查日期。") from None
    raise RequestError(f"看不懂日期“{text}”；请写成“2026年7月5日”或“2026-07-05”。")


def period_end(period: Period) -> date:
    """Return the last day of a period."""
    month = 6 if period.half == 1 else period.quarter * 3 if period.quarter else 12
    return date(period.year, month, monthrange(period.year, month)[1])


def _parsed(path: Path) -> Any:
    name = path.name
    try:
        if path.stat().st_size > MAX_BYTES:
            raise RequestError(f"请求文件“{name}”超过 1 MB，不像是请求文件；请检查路径。")
        data = path.read_bytes()
    except FileNotFoundError:
        raise RequestError(f"找不到请求文件“{path}”；请检查路径。") from None
    except OSError as error:
        raise RequestError(f"请求文件“{path}”无法读取（{error.strerror}）；请检查路径和权限。") from error
    try:
        return yaml.safe_load(_decoded(data, name))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"第 {mark.line + 1} 行附近" if mark is not None else "某处"
        raise RequestError(f"请求文件“{name}”{where}的格式有误；请检查缩进，冒号后面要有一个空格。") from None
    except (ValueError, RecursionError):  # 2026-13-45 is read as a date by YAML itself, and refused
        raise RequestError(f"请求文件“{name}”里有不存在的日期或嵌套过深的内容；请检查后重试。") from None


def _decoded(data: bytes, name: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RequestError(f"请求文件“{name}”不是文本文件；请用 UTF-8 编码保存后再试。")


def _mapping(data: Any, keys: Mapping[str, str], where: str) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise RequestError(f"{where}应由“名称: 内容”各占一行组成；可先用 zhibi example 生成一份样例对照。")
    result: dict[str, Any] = {}
    for key, value in data.items():
        name = keys.get(str(key).strip(), str(key).strip())
        if name not in keys.values():
            raise RequestError(f"{where}里不认识“{key}”这一项；可用的有：{'、'.join(keys)}。")
        if name in result:
            raise RequestError(f"{where}里“{_chinese(name)}”写了两次；请只留一处。")
        result[name] = value
    return result


def _chinese(key: str) -> str:
    return next((name for name, english in {**KEYS, **THEME_KEYS}.items() if english == key), key)


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()


def _date_of(value: Any, period: Period) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return parse_date(_text(value)) if _text(value) else period_end(period)


def _themes(value: Any, name: str) -> tuple[Theme, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise RequestError(f"请求文件“{name}”的“主题”应逐条列出，每条以“- 名称:”开头；请对照样例修改。")
    themes = []
    for number, item in enumerate(value, start=1):
        if isinstance(item, str):
            themes.append(Theme(item.strip()))
            continue
        entry = _mapping(item, THEME_KEYS, f"请求文件“{name}”的第 {number} 个主题")
        if not _text(entry.get("name")):
            raise RequestError(f"请求文件“{name}”的第 {number} 个主题没有“名称”；请补上。")
        notes = entry.get("notes")
        lines = [_text(line) for line in notes] if isinstance(notes, list) else [_text(notes)]
        themes.append(Theme(_text(entry["name"]), "\n".join(line for line in lines if line)))
    return tuple(themes)


def _figures(value: Any, folder: Path, name: str) -> FigureSheet:
    text = _text(value)
    if not text:
        return FigureSheet()
    if not isinstance(value, str):
        raise RequestError(f"请求文件“{name}”的“数据表”应写文件名或文字；请对照样例修改。")
    if "\n" in text or not text.lower().endswith(SHEET_SUFFIXES):
        sheet = parse_pasted(text)
        if not sheet.figures:
            raise RequestError(
                f"请求文件“{name}”的“数据表”里没有读到数据；请写成“收文2136份；会议11次（上年9次）”，或写表格的文件名。"
            )
        return sheet
    target = folder / Path(text).expanduser()
    if not target.is_file():
        raise RequestError(f"请求文件“{name}”写的数据表“{text}”不存在；请检查文件名，路径从请求文件所在的文件夹算起。")
    return read_sheet(target)
