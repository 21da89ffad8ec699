"""Which time a number speaks of: the report's own period, the one before, or another that is stated.

In 2024年36场、2025年41场 each number has its own year; in 较2024年增加5场 the year is what the change is measured
against, and the number still speaks of this period.
"""

import re
from dataclasses import dataclass

from knowledge_base.quantities.dates import SPAN_OF_YEARS
from knowledge_base.quantities.mention import DateParts, Kind, Mention
from knowledge_base.quantities.numerals import read_numeral
from knowledge_base.report import Period

_LAST_YEAR = re.compile(r"去年|上年|上一年|同期|往年")
_YEAR_BEFORE_LAST = re.compile(r"前年")
_NEXT_YEAR = re.compile(r"明年|下年|来年")
_COMPARED = re.compile(r"(?:比|较|同|与|跟|相比|相较|对比|超|是|为|相当于|比起|较之)$")
_FROM = re.compile(r"(?:由|从|自)$")
_PLANNED = re.compile(r"(?:计划|预计|拟)于?$")
_AS_OF = re.compile(r"截[至止]到?$")
_YEAR_END = re.compile(r"年[底末]$")
#: 全年 says the whole year; in 全年目标 it only names the target.
_WHOLE_YEAR = re.compile(
    r"(?<!占)(?<!占到)(?<!占了)全年(?!度?(?:的?(?:目标|任务|计划|预算|指标|预期|工作|无休)))|一年来"
)
#: From here on it is this period again.
_NOW_AGAIN = re.compile(r"[，,；](?:现有|目前|现共)")
_IN_ALL_NOW = re.compile(r"[，,；](?:累计|总数)")
_ADJACENT = re.compile(r"^[的之为是共计约近数]{0,2}$")


@dataclass(frozen=True, slots=True)
class TimeFrame:
    """A time in years from the report's own (0 this, -1 last; None unknown), and the part of the year that is stated.

    ``until`` is the month and day that 截至6月底 counts up to. ``whole`` tells that the year is stated with no part of it
    (全年, 2025年), ``loose`` that the part is only understood: a bare 2025年, or the half-year of the report itself.
    ``years`` is how many years 近三年 and 五年来 span, 0 where no such span is stated.
    """

    offset: int | None = None
    half: int | None = None
    quarter: int | None = None
    months: tuple[int, int] | None = None
    until: tuple[int, int] | None = None
    whole: bool = False
    loose: bool = False
    years: int = 0

    @property
    def whole_or_unstated(self) -> bool:
        """Tell whether no part of the year is stated."""
        return self.half is None and self.quarter is None and self.months is None

    def agrees(self, other: "TimeFrame") -> bool:
        """Tell whether two frames may be one time: what both state is the same."""
        if self.years != other.years and (self.years or self._states_part) and (other.years or other._states_part):
            return False
        if self.offset is not None and other.offset is not None and self.offset != other.offset:
            return False
        if not (self._states_part and other._states_part):
            return True
        if self.until or other.until:
            understood = self.loose if other.until else other.loose
            return (understood and self.offset != 0) or self._end == other._end
        if self.whole or other.whole:
            part = other if self.whole else self
            # In a report of the half-year its bare year is the half-year; what happened in March happened in that year.
            bare_year = (self if self.whole else other).loose
            if part.whole or (bare_year and (part.loose or part._is_one_month)):
                return True
        return self._span == other._span

    @property
    def _states_part(self) -> bool:
        return self.whole or self.until is not None or self.month_span is not None

    @property
    def _span(self) -> tuple[int, int] | None:
        return (1, 12) if self.whole else self.month_span

    @property
    def _end(self) -> tuple[int, int]:
        span = self._span
        return self.until or (span[1] if span else 12, _LAST_DAY)

    @property
    def _is_one_month(self) -> bool:
        span = self.month_span
        return span is not None and span[0] == span[1]

    @property
    def month_span(self) -> tuple[int, int] | None:
        """Return the first and last month of the stated part of the year."""
        if self.months is not None:
            return self.months
        if self.half is not None:
            return (1, 6) if self.half == 1 else (7, 12)
        if self.quarter is not None:
            return self.quarter * 3 - 2, self.quarter * 3
        return None


_PAIR = 2
NOW = TimeFrame(0)
LAST = TimeFrame(-1)


#: The last day of any month: the 28th and later are one with the month's end.
_LAST_DAY = 31
_NEAR_LAST_DAY = 28


def frame_of(mention: Mention, period: Period | None, before: str = "") -> TimeFrame:
    """Return the time that a date or period mention states, seen from the report's period.

    ``before`` is what stands before it, as 截至 in 截至6月30日.
    """
    date = mention.date or DateParts()
    spanned = SPAN_OF_YEARS.search(date.relative)
    if spanned is not None:
        numeral = read_numeral(spanned["number"], 0)
        return TimeFrame(0, years=int(numeral.value) if numeral is not None else 0)
    offset = _relative_offset(date.relative or mention.text)
    if date.year is not None and period is not None:
        offset = date.year - period.year
    elif date.year is not None:
        offset = None
    until = _until(mention, date, before)
    if until is not None:
        return TimeFrame(offset, until=until)
    months = None
    # 3月以来 is where a count begins, not a month of its own.
    if date.month is not None and date.day is None and not re.search(r"[底末初]|以来|旬", mention.text):
        months = (date.month, date.end_month or date.month)
    bare_year = date.year is not None and date.end_year is None and (date.half, date.quarter, date.month) == (None,) * 3
    whole = bare_year and not re.search(r"以来|初", mention.text)
    return TimeFrame(offset, date.half, date.quarter, months, whole=whole, loose=whole)


def _until(mention: Mention, date: DateParts, before: str) -> tuple[int, int] | None:
    """Return the month and day that a count goes up to: 6月底, 截至6月, 截至6月30日, 2025年底."""
    at_end = re.search(r"[底末]$", mention.text) is not None
    if date.month is not None and date.end_month is None and (at_end or _AS_OF.search(before)):
        day = date.day if date.day is not None and date.day < _NEAR_LAST_DAY else _LAST_DAY
        return date.month, day
    return (12, _LAST_DAY) if date.month is None and _YEAR_END.search(mention.text) else None


def stated_whole(frame: TimeFrame, between: str) -> TimeFrame:
    """Return the frame as the words between it and its number leave it: 2025年，全年收文… is of the whole year."""
    if _WHOLE_YEAR.search(between):
        return TimeFrame(frame.offset, whole=True)
    # 上半年新增企业26家，全年计划50家: the plan is not the half-year's.
    return TimeFrame(frame.offset) if "全年" in between else frame


def governing(text: str, mentions: tuple[Mention, ...], at: int, sentence_start: int) -> Mention | None:
    """Return the date or period mention that ``mentions[at]`` speaks of, the nearest before it in its sentence.

    One in brackets governs only what stands in them; one that a change is measured against governs only a number that
    stands right after it (较上年1980份).
    """
    mention = mentions[at]
    for place in range(at - 1, -1, -1):
        earlier = mentions[place]
        if earlier.start < sentence_start:
            return None
        if not is_time(earlier):
            continue
        if not _is_time_of_year(earlier) and not _AS_OF.search(
            text[max(sentence_start, earlier.start - 3) : earlier.start]
        ):
            continue
        between = text[earlier.end : mention.start]
        if closes_bracket(between) or between.count("》") > between.count("《"):
            continue  # a year in a title, 《2025年工作要点》, is the title's own
        before = text[max(sentence_start, earlier.start - 3) : earlier.start]
        if (_COMPARED.search(before) or _FROM.search(before)) and not _ADJACENT.match(between):
            continue
        if _PLANNED.search(before) and re.search(r"[，,]", between):
            continue  # 计划2026年9月竣工，完成投资1.25亿元
        if _is_aside(text, mentions, place, at, sentence_start) or _NOW_AGAIN.search(between):
            continue  # 2024年为2亿元，现有企业27家
        if _IN_ALL_NOW.search(between) and _relative_offset((earlier.date or DateParts()).relative or "") == -1:
            continue  # 今年新增12家，上年新增9家，累计39家
        return earlier
    return None


def _is_aside(text: str, mentions: tuple[Mention, ...], place: int, at: int, floor: int) -> bool:
    """Tell whether a time only says what a number was then: 培训12期，去年同期9期，参训640人次 is of this year again."""
    date = mentions[place].date or DateParts()
    part = date.quarter is not None and "其中" in text[floor : mentions[place].start]
    if (not part and _relative_offset(date.relative or "") != -1) or at - place < 2:
        return False
    value = mentions[place + 1]
    opens = mentions[place].start == floor or text[mentions[place].start - 1] in "，,、（("
    said_alone = _ADJACENT.match(text[mentions[place].end : value.start]) is not None
    # 其中一季度46家、二季度58家，为96名农民工追回欠薪: the second time goes on with the first
    goes_on = text[value.end : value.end + 1] == "、" and at - place > _PAIR and is_time(mentions[place + 2])
    ends = text[value.end : value.end + 1] in "，," or goes_on
    return (opens or (part and goes_on)) and said_alone and ends and mentions[place].start > floor


def is_time(mention: Mention) -> bool:
    """Tell whether a mention is a date or a period, or a range of them: 1月至9月."""
    return mention.kind in {Kind.DATE, Kind.PERIOD} or (mention.kind is Kind.RANGE and mention.date is not None)


def _is_time_of_year(mention: Mention) -> bool:
    date = mention.date
    return date is not None and (date.day is None or date.year is not None or bool(date.relative))


def closes_bracket(between: str) -> bool:
    """Tell whether a bracket that was open before closes: 96.8%），达标断面12个（共."""
    while (inner := re.sub(r"[（(][^（()）]*[）)]", "", between)) != between:
        between = inner
    return "）" in between or ")" in between


def _relative_offset(word: str) -> int | None:
    if _YEAR_BEFORE_LAST.search(word):
        return -2
    if _LAST_YEAR.search(word):
        return -1
    if _NEXT_YEAR.search(word):
        return 1
    return 0
