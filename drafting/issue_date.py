"""成文日期: written as the standard asks, read in any form that writers use."""

import re
from datetime import date

from knowledge_base.headings import ordinal_value

_DATE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_CHINESE_DATE = re.compile(
    r"([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_YEAR_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def write_date(day: date) -> str:
    """Return a 成文日期 as the standard writes it (7.3.5.4): Arabic digits, month and day without a leading zero."""
    return f"{day.year}年{day.month}月{day.day}日"


def read_date(text: str) -> date | None:
    """Return the date that ``text`` is, in Arabic or Chinese digits, or ``None`` where it is anything else."""
    match = _DATE.fullmatch(text.strip())
    if match:
        numbers = tuple(int(group) for group in match.groups())
    else:
        match = _CHINESE_DATE.fullmatch(text.strip())
        if match is None:
            return None
        numbers = (int(match[1].translate(_YEAR_DIGITS)), ordinal_value(match[2]), ordinal_value(match[3]))
    try:
        return date(*numbers)
    except ValueError:  # 2026年2月30日
        return None
