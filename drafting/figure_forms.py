"""Other ways of writing a figure's value: rounded (2100余份), in Chinese numerals (三次). Each says no more than the value does."""

import re
from decimal import Decimal

from drafting.figure import Figure
from drafting.figure_writing import is_hedged, written_value
from knowledge_base.quantities.mention import Hedge, Kind
from knowledge_base.quantities.writing import write_number

#: Below a hundred a count is written out: 约 and 余 would hide what can be counted on the fingers.
SMALLEST_ROUNDED = 100
LARGEST_CHINESE = 99
_LEADING = re.compile(r"(?P<digits>[0-9]+)(?P<rest>[^0-9.万亿].*)?$")


def written_rounded(figure: Figure) -> str:
    """Return the value rounded down to two figures with 余: 2136份 is 2100余份, 176家次 is 170余家次.

    What is hedged already, stated in 万 or 亿, or below a hundred stays as it is; so does a value that is round (2100份).
    """
    exact = written_value(figure)
    leading = _LEADING.match(exact)
    if leading is None or not _is_plain_count(figure) or is_hedged(exact):
        return exact
    count = int(leading["digits"])
    step = 10 ** (len(leading["digits"]) - 2)
    if count < SMALLEST_ROUNDED or count % step == 0:
        return exact
    return f"{count // step * step}余{leading['rest'] or ''}"


def written_chinese(figure: Figure) -> str:
    """Return the value in Chinese numerals, as some genres write small counts: 3次 is 三次; a large or hedged one stays."""
    value = figure.value.value
    exact = written_value(figure)
    if value is None or not _is_plain_count(figure) or is_hedged(exact) or not 0 < value <= LARGEST_CHINESE:
        return exact
    return write_number(Decimal(int(value)), figure.unit, chinese=True) if value == int(value) else exact


def _is_plain_count(figure: Figure) -> bool:
    value = figure.value
    return value.kind in (Kind.COUNT, Kind.AMOUNT) and value.high is None and value.hedge is Hedge.EXACT
