"""Which time a number speaks of: the report's own period, the one before, or another that is stated.

In 2024年36场、2025年41场 each number has its own year; in 较2024年增加5场 the year is what the change is measured
against, and the number still speaks of this period.
"""

import re
from dataclasses import dataclass

from knowledge_base.quantities.mention import DateParts, Kind, Mention
from knowledge_base.report import Period

_LAST_YEAR = re.compile(r"去年|上年|上一年|同期|往年")
_YEAR_BEFORE_LAST = re.compile(r"前年")
_NEXT_YEAR = re.compile(r"明年|下年|来年")
_COMPARED = re.compile(r"(?:比|较|同|与|跟|相比|相较|对比|超|是|为|相当于|比起|较之)$")
_FROM = re.compile(r"(?:由|从|自)$")
_ADJACENT = re.compile(r"^[的之为是共计约近数]{0,2}$")


@dataclass(frozen=True, slots=True)
class TimeFrame:
    """A time in years from the report's own (0 this, -1 last; None unknown), and the part of the year that is stated."""

    offset: int | None = None
    half: int | None = None
    quarter: int | None = None
    months: tuple[int, int] | None = None

    @property
    def whole_or_unstated(self) -> bool:
        """Tell whether no part of the year is stated."""
        return self.half is None and self.quarter is None and self.months is None

    def agrees(self, other: "TimeFrame") -> bool:
        """Tell whether two frames may be one time: what both state is the same."""
        if self.offset is not None and other.offset is not None and self.offset != other.offset:
            return False
        one, two = self.month_span, other.month_span
        return one is None or two is None or one == two

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


NOW = TimeFrame(0)
LAST = TimeFrame(-1)


def frame_of(mention: Mention, period: Period | None) -> TimeFrame:
    """Return the time that a date or period mention states, seen from the report's period."""
    date = mention.date or DateParts()
    offset = _relative_offset(date.relative or mention.text)
    if date.year is not None and period is not None:
        offset = date.year - period.year
    elif date.year is not None:
        offset = None
    months = None
    # 截至6月底 and 3月以来 are where a count ends or begins, not a month of their own.
    if date.month is not None and date.day is None and not re.search(r"[底末初]|以来|旬", mention.text):
        months = (date.month, date.end_month or date.month)
    return TimeFrame(offset, date.half, date.quarter, months)


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
        if not is_time(earlier) or not _is_time_of_year(earlier):
            continue
        between = text[earlier.end : mention.start]
        if _closes_bracket(between) or between.count("》") > between.count("《"):
            continue  # a year in a title, 《2025年工作要点》, is the title's own
        before = text[max(sentence_start, earlier.start - 3) : earlier.start]
        if (_COMPARED.search(before) or _FROM.search(before)) and not _ADJACENT.match(between):
            continue
        return earlier
    return None


def is_time(mention: Mention) -> bool:
    """Tell whether a mention is a date or a period, or a range of them: 1月至9月."""
    return mention.kind in {Kind.DATE, Kind.PERIOD} or (mention.kind is Kind.RANGE and mention.date is not None)


def _is_time_of_year(mention: Mention) -> bool:
    date = mention.date
    return date is not None and (date.day is None or date.year is not None or bool(date.relative))


def _closes_bracket(between: str) -> bool:
    return between.count("）") + between.count(")") > between.count("（") + between.count("(")


def _relative_offset(word: str) -> int | None:
    if _YEAR_BEFORE_LAST.search(word):
        return -2
    if _LAST_YEAR.search(word):
        return -1
    if _NEXT_YEAR.search(word):
        return 1
    return 0
