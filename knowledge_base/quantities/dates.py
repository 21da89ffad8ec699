"""Dates, periods and times of day, stated or relative to the report's period."""

import re
from dataclasses import replace
from decimal import Decimal

from knowledge_base.quantities.mention import DateParts, Kind, Mention
from knowledge_base.quantities.numerals import ARABIC, CHINESE_DIGITS, DIGITS, read_numeral
from knowledge_base.quantities.units import unit_at

_YEAR = rf"(?:[12１２][{ARABIC}]{{3}}|[一二][{CHINESE_DIGITS}]{{3}})"
_SMALL = rf"(?:[{ARABIC}]{{1,2}}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_DASH = r" ?(?:[－—–\-~～〜]{1,2}|至|到) ?"
_PART = r"(?:上|中|下)旬|底|初|末|中旬|份?以来"
#: With its month before it a day is one, whatever follows: 6月30日前, 5月4日报送.
_DAY = rf"(?P<day>{_SMALL})(?:日(?!内)|号(?![线楼文]))"
_QUARTER = r"第?(?P<quarter>[一二三四1-4])季度"
_RELATIVE_YEAR = r"今年|去年|上年度?|前年|明年|本年度?|当年|来年|次年(?!均)"
_ABSOLUTE = re.compile(
    rf"(?P<year>{_YEAR}) ?年(?:度(?![假日])|(?=[^龄轻级]|$))(?:[的]?(?:(?P<half>上|下)半年|{_QUARTER}|前(?P<first>[一二三两])季度|"
    rf" ?(?P<month>{_SMALL}) ?月份?(?!以内)(?: ?{_DAY})?))?(?:{_PART})?"
)
_YEARS = re.compile(rf"(?P<year>{_YEAR})年?{_DASH}(?P<end>{_YEAR})(?:年度?|学年)")
_MONTHS = re.compile(
    rf"(?:(?P<year>{_YEAR})年|(?P<relative>{_RELATIVE_YEAR}))?(?P<month>{_SMALL})月?份?{_DASH}(?P<end>{_SMALL})月(?!{_SMALL}?[日号])份?"
)
_DAYS = re.compile(
    rf"(?:(?P<year>{_YEAR})年)?(?P<month>{_SMALL})月(?P<day>{_SMALL})日?{_DASH}(?:(?P<end_month>{_SMALL})月)?(?P<end_day>{_SMALL})日"
)
_FULL_TO_FULL = re.compile(
    rf"(?P<year>{_YEAR})年(?P<month>{_SMALL})月(?:(?P<day>{_SMALL})日)?{_DASH}(?:(?P<end_year>{_YEAR})年)?(?P<end_month>{_SMALL})月(?:(?P<end_day>{_SMALL})日)?"
)
_MONTH = re.compile(rf"(?P<month>{_SMALL})月(?!亮|球|饼|台)份?(?:{_DAY})?(?:{_PART})?")
_DAY_ALONE = re.compile(rf"(?P<day>{_SMALL})日(?![内游均常报本益夜租标元])")
_QUARTERS = re.compile(
    rf"(?:(?P<year>{_YEAR})年)?(?:{_QUARTER}|前(?P<first>[一二三两123])个?季度|前(?P<months>{_SMALL})个月)"
)
#: 一至三季度, 2025年二至四季度
_QUARTER_RANGE = re.compile(rf"(?:(?P<year>{_YEAR})年)?第?(?P<first>[一二三1-3]){_DASH}第?(?P<last>[二三四2-4])季度")
#: Each but the last of 一、二、三季度 and 1、2月份.
_LISTED_PART = re.compile(
    rf"(?:第(?=[一二三四]))?(?:(?P<quarter>[一二三1-3])(?=(?:[、和][二三四2-4]){{1,3}}季度)|(?P<month>{_SMALL})(?=(?:[、和]{_SMALL}){{1,5}}月份))"
)
_NUMERIC = re.compile(r"(?P<year>(?:19|20)\d{2})([-/.])(?P<month>0?[1-9]|1[0-2])\2(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)")
_CENTURY = re.compile(
    rf"(?:[{ARABIC}]{{1,2}}|[二]?十[一二三四五六七八九]?)世纪(?:[{ARABIC}一二三四五六七八九]{{1,2}}[0０十]年代)?|(?:上世纪)?[{ARABIC}二三四五六七八九][0０十]年代"
)
_TIME = re.compile(
    rf"(?:[{ARABIC}]{{1,2}})[:：][{ARABIC}]{{2}}(?::[{ARABIC}]{{2}})?(?![{ARABIC}])|{_SMALL}时(?![间候代段期效刻空节政]){_SMALL}?分?|{_SMALL}点(?:{_SMALL}分|半|整)"
)
_RELATIVE = re.compile(
    rf"(?P<relative>(?:去年|上年|前年|往年)同期|同期(?!声)|{_RELATIVE_YEAR}|本月|上月|当月|本季度|上季度|本周期)"
    rf"(?:的?(?:(?P<half>上|下)半年|{_QUARTER}|前(?P<first>[一二三两])个?季度|(?P<month>{_SMALL})月份?(?:{_DAY})?)(?P<same>同期)?(?:{_PART})?)?"
)
#: 近三年 is the last three years, and not somewhat less than three.
_RECENT = re.compile(
    rf"(?:近|最近|过去|未来|今后)(?:[{ARABIC}]{{1,2}}|[一二两三四五六七八九十]{{1,3}})年(?![多余])(?:间|来)?"
)
#: 五年来 and 十年间 are spans that end now, too; 一年来 is this year.
_YEARS_PAST = re.compile(
    rf"(?:[2-9２-９]|[1１][{ARABIC}]|[两二三四五六七八九]|十[一二三四五六七八九]?)年(?:以来|来(?!水|访|信)|间(?!隔))"
)
#: The number of years in the ``relative`` of such a span that reaches back from now.
SPAN_OF_YEARS = re.compile(
    rf"^(?:近|最近|过去)?(?P<number>[{ARABIC}]{{1,2}}|[一二两三四五六七八九十]{{1,3}})年(?:间|来|以来)?$"
)
_BARE_YEAR = re.compile(
    r"(?:19[89]|20[0-4])\d(?=(?:年度)?(?:中国|全国|世界|国际|全球|亚洲|专项|行动|[\u4e00-\u9fff]{2,6}(?:大会|论坛|博览会|大赛|马拉松|展览会|年会|行动|峰会)))"
)
_HALF = re.compile(r"(?P<half>上|下)半年")
#: Where :data:`RELATIVE_FIRST` characters stand, :func:`relative_at` may find something.
RELATIVE_FIRST = "今去上下本当同前明来次往第"


def _number(text: str | None) -> int | None:
    if not text:
        return None
    numeral = read_numeral(text, 0)
    return int(numeral.value) if numeral is not None else None


def _year(text: str | None) -> int | None:
    if not text:
        return None
    value = 0
    for character in text:
        value = value * 10 + DIGITS[character]
    return value


def date_at(text: str, start: int, _floor: int) -> Mention | None:
    """Return the date, period or time that begins with the numeral at ``start``."""
    for reading in (
        _year_range,
        _long_range,
        _month_range,
        _quarter_range,
        _day_range,
        _absolute,
        _numeric,
        _quarters,
        _century,
        _time,
        _month,
        _day,
    ):
        mention = reading(text, start)
        if mention is not None:
            return mention
    return None


def listed_part_at(text: str, start: int, _floor: int) -> Mention | None:
    """Return the quarter or month that 一 is in 一、二季度, where its noun stands behind the last of the list."""
    match = _LISTED_PART.match(text, start)
    opens_line = start == 0 or text[start - 1] in "\n\r　"
    if match is None or (opens_line and "分别" not in text[start : start + 24]):
        return None  # 一、二季度工作 is a heading
    month = _in(_number(match.group("month")), 12)
    return _mention(text, start, match.end(), DateParts(quarter=_number(match.group("quarter")), month=month))


def relative_at(text: str, start: int, _floor: int) -> Mention | None:
    """Return 今年上半年, 去年同期, 上月, 前三季度, 下半年 …"""
    ranged = _MONTHS.match(text, start) if text[start + 1 : start + 2] == "年" else None
    if ranged is not None and ranged.group("relative"):
        return _month_range(text, start)
    match = _RELATIVE.match(text, start)
    if match is not None:
        parts = DateParts(
            half=_half(match.group("half")),
            quarter=_number(match.group("quarter")),
            month=_in(_number(match.group("month")), 12),
            day=_in(_number(match.group("day")), 31),
            relative=match.group("relative") + (match.group("same") or ""),
        )
        if match.group("first"):  # 今年前三季度
            parts = replace(parts, month=1, end_month=3 * (_number(match.group("first")) or 0))
        return _mention(text, match.start(), match.end(), parts)
    half = _HALF.match(text, start)
    if half is not None:
        return _mention(text, start, half.end(), DateParts(half=_half(half.group("half"))))
    return _quarters(text, start)


def bare_year_at(text: str, start: int, _floor: int) -> Mention | None:
    """Return the year of 2023中国运动休闲大会, which stands without its 年 before the name of an event."""
    match = _BARE_YEAR.match(text, start)
    if match is None or (start and text[start - 1] in "超近约达共有为计完成了-－—"):
        return None
    return _mention(text, start, match.end(), DateParts(int(match.group())))


def recent_at(text: str, numeral: int, floor: int) -> Mention | None:
    """Return 近三年, 今后五年, 五年来 where its numeral stands at ``numeral``; 历时近三年 is a duration."""
    past = _YEARS_PAST.match(text, numeral)
    if past is not None and (numeral == 0 or text[numeral - 1] not in "第近去过来后十时用达经超0123456789"):
        return _mention(text, numeral, past.end(), DateParts(relative=past.group()))
    for length in (2, 1):
        start = numeral - length
        if start < floor:
            continue
        match = _RECENT.match(text, start)
        if match is not None and match.end() > numeral and (start == 0 or text[start - 1] not in "时用达经超"):
            return _mention(text, start, match.end(), DateParts(relative=match.group()))
    return None


def _half(word: str | None) -> int | None:
    return None if not word else 1 if word == "上" else 2


def _in(value: int | None, most: int) -> int | None:
    return value if value is not None and 1 <= value <= most else None


def _mention(text: str, start: int, end: int, parts: DateParts, kind: Kind | None = None, **values: object) -> Mention:
    found = kind or (Kind.DATE if parts.day is not None and parts.end_day is None else Kind.PERIOD)
    return Mention(
        start, end, text[start:end], found, date=parts, canonical=_canonical(parts) or text[start:end], numeral_start=start,
        numeral_end=end, **values,  # type: ignore[arg-type]  # value, high, unit and unit_class of a range
    )  # fmt: skip


def _canonical(parts: DateParts) -> str:
    if parts.relative or parts.end_year or parts.end_month or parts.end_day or not parts.year:
        return ""
    text = f"{parts.year}年"
    if parts.half:
        text += "上半年" if parts.half == 1 else "下半年"
    if parts.quarter:
        text += f"第{parts.quarter}季度"
    if parts.month:
        text += f"{parts.month}月"
    if parts.day:
        text += f"{parts.day}日"
    return text


def _absolute(text: str, start: int) -> Mention | None:
    match = _ABSOLUTE.match(text, start)
    if match is None:
        return None
    year = _year(match.group("year"))
    if year is None or not 1800 <= year <= 2199:
        return None
    month, day = _number(match.group("month")), _number(match.group("day"))
    if (month is not None and not 1 <= month <= 12) or (day is not None and not 1 <= day <= 31):
        return None
    quarter = _number(match.group("quarter"))
    parts = DateParts(year, _half(match.group("half")), quarter, month, day)
    if match.group("first"):
        parts = DateParts(year, month=1, end_month=3 * (_number(match.group("first")) or 0))
    return _mention(text, start, match.end(), parts)


def _year_range(text: str, start: int) -> Mention | None:
    match = _YEARS.match(text, start)
    if match is None:
        return None
    first, last = _year(match.group("year")), _year(match.group("end"))
    if first is None or last is None or not 1800 <= first < last <= 2199:
        return None
    return _mention(
        text, start, match.end(), DateParts(first, end_year=last), Kind.RANGE, value=Decimal(first), high=Decimal(last), unit="年",
        unit_class="year",
    )  # fmt: skip


def _month_range(text: str, start: int) -> Mention | None:
    match = _MONTHS.match(text, start)
    if match is None:
        return None
    first, last = _number(match.group("month")), _number(match.group("end"))
    if first is None or last is None or not (1 <= first <= 12 and 1 <= last <= 12):
        return None
    parts = DateParts(_year(match.group("year")), month=first, end_month=last, relative=match.group("relative") or "")
    if first >= last:  # 11月至2月 goes over the turn of the year
        return _mention(text, start, match.end(), parts)
    return _mention(
        text,
        start,
        match.end(),
        parts,
        Kind.RANGE,
        value=Decimal(first),
        high=Decimal(last),
        unit="月",
        unit_class="month",
    )


def _quarter_range(text: str, start: int) -> Mention | None:
    match = _QUARTER_RANGE.match(text, start)
    if match is None:
        return None
    first, last = _number(match.group("first")), _number(match.group("last"))
    if first is None or last is None or first >= last:
        return None
    return _mention(
        text, start, match.end(), DateParts(_year(match.group("year")), month=3 * first - 2, end_month=3 * last), Kind.RANGE,
        value=Decimal(first), high=Decimal(last), unit="季度", unit_class="",
    )  # fmt: skip


def _long_range(text: str, start: int) -> Mention | None:
    match = _FULL_TO_FULL.match(text, start)
    if match is None or not (match.group("day") or match.group("end_day") or match.group("end_year")):
        return None
    parts = DateParts(
        _year(match.group("year")), None, None, _number(match.group("month")), _number(match.group("day")),
        _year(match.group("end_year")), _number(match.group("end_month")), _number(match.group("end_day")),
    )  # fmt: skip
    return _mention(text, start, match.end(), parts, Kind.PERIOD)


def _day_range(text: str, start: int) -> Mention | None:
    match = _DAYS.match(text, start)
    if match is None:
        return None
    parts = DateParts(
        _year(match.group("year")), None, None, _number(match.group("month")), _number(match.group("day")), None,
        _number(match.group("end_month")), _number(match.group("end_day")),
    )  # fmt: skip
    return _mention(text, start, match.end(), parts, Kind.PERIOD)


def _numeric(text: str, start: int) -> Mention | None:
    match = _NUMERIC.match(text, start)
    if match is None:
        return None
    return _mention(
        text,
        start,
        match.end(),
        DateParts(int(match.group("year")), month=int(match.group("month")), day=int(match.group("day"))),
    )


def _quarters(text: str, start: int) -> Mention | None:
    match = _QUARTERS.match(text, start)
    if match is None:
        return None
    if match.group("months"):
        months = _number(match.group("months"))
        return _mention(text, start, match.end(), DateParts(_year(match.group("year")), month=1, end_month=months))
    if match.group("first"):
        last = 3 * (_number(match.group("first")) or 0)
        return _mention(text, start, match.end(), DateParts(_year(match.group("year")), month=1, end_month=last))
    return _mention(
        text, start, match.end(), DateParts(_year(match.group("year")), quarter=_number(match.group("quarter")))
    )


def _century(text: str, start: int) -> Mention | None:
    match = _CENTURY.match(text, start)
    return _mention(text, start, match.end(), DateParts(), Kind.PERIOD) if match is not None else None


def _time(text: str, start: int) -> Mention | None:
    match = _TIME.match(text, start)
    return _mention(text, start, match.end(), DateParts(), Kind.DATE) if match is not None else None


def _month(text: str, start: int) -> Mention | None:
    match = _MONTH.match(text, start)
    if match is None:
        return None
    month, day = _number(match.group("month")), _number(match.group("day"))
    if month is None or not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return None
    return _mention(text, start, match.end(), DateParts(month=month, day=day))


def _day(text: str, start: int) -> Mention | None:
    match = _DAY_ALONE.match(text, start)
    if match is None:
        return None
    day = _number(match.group("day"))
    if day is None or not 1 <= day <= 31 or unit_at(text, match.end()) is not None:
        return None
    return _mention(text, start, match.end(), DateParts(day=day))
