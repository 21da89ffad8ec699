"""The years of the five-year plans: 2026年是“十四五”收官之年 is wrong by a year, whatever else is right about it."""

import re
from collections.abc import Iterator

from knowledge_base.quantities.numerals import read_numeral
from knowledge_base.report import Period

#: The first year of the fourteenth plan; each takes five years.
_FOURTEENTH = 14, 2021
_YEARS = 5
_SAID = re.compile(
    r"(?:(?P<year>20[0-9]{2})年(?:度)?(?:是|作为|既是|正值|系))?[^。；\n，]{0,6}?[“\"]?(?P<plan>十[一二三四五六七八九])五[”\"]?"
    r"(?:时期|规划|期间)?(?:实施|建设|目标任务)?的?(?:[^。；\n，]{0,4})(?P<which>开局|起步|收官|末)(?:之年|年|之战)"
)


def misdated_plans(text: str, period: Period | None) -> Iterator[tuple[int, int, str]]:
    """Yield the span of each 开局之年 or 收官之年 whose year is not the plan's first or last, with the reason in Chinese.

    Without a year beside it the report's own is meant; unknown, nothing is said.
    """
    for match in _SAID.finditer(text):
        numeral = read_numeral(match["plan"], 0)
        year = int(match["year"]) if match["year"] else period.year if period is not None else None
        if numeral is None or year is None:
            continue
        first = _FOURTEENTH[1] + _YEARS * (int(numeral.value) - _FOURTEENTH[0])
        due = first if match["which"] in {"开局", "起步"} else first + _YEARS - 1
        if year != due:
            yield (
                match.start("year") if match["year"] else match.start("plan"),
                match.end("which"),
                f"{match['plan']}五规划的{match['which']}之年是{due}年，不是{year}年",
            )
