"""Other ways of writing a figure's value: rounded (2100余份), hedged (约2100份), in Chinese numerals (三次).

Each says no more than the value does.
"""

import re
from decimal import ROUND_HALF_UP, Decimal

from drafting.figure import Figure
from drafting.figure_writing import is_hedged, written_previous, written_value
from knowledge_base.quantities.mention import Hedge, Kind, Mention
from knowledge_base.quantities.writing import write_number

#: Below a hundred a count is written out: 约 and 余 would hide what can be counted on the fingers.
SMALLEST_ROUNDED = 100
LARGEST_CHINESE = 99
_NUMERAL = re.compile(r"[0-9]+(?:\.[0-9]+)?(?![0-9,，.．])")
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


def written_hedged(figure: Figure) -> str:
    """Return the value at its nearest two figures with 约: 2176份 is 约2200份, 4.73亿元 is 约4.7亿元.

    Unlike 余, 约 may round up, and goes with an amount in 万 or 亿. What is hedged already, below a hundred or has no more
    than two figures stays as it is.
    """
    exact = written_value(figure)
    numeral = _NUMERAL.match(exact)
    value = figure.value.value
    if numeral is None or value is None or not _is_plain_count(figure) or is_hedged(exact) or value < SMALLEST_ROUNDED:
        return exact
    stated = Decimal(numeral[0])
    if stated <= 0:
        return exact
    rounded = stated.quantize(Decimal(1).scaleb(stated.adjusted() - 1), ROUND_HALF_UP)
    return exact if rounded == stated else f"约{rounded:f}{exact[numeral.end() :]}"


def written_chinese(figure: Figure) -> str:
    """Return the value in Chinese numerals, as some genres write small counts: 3次 is 三次; a large or hedged one stays."""
    return _in_chinese(figure, figure.value, written_value(figure), LARGEST_CHINESE)


def written_in_genre(figure: Figure, chinese_up_to: int, *, previous: bool = False) -> str:
    """Return the value, or last period's, as the genre writes numerals: counts up to ``chinese_up_to`` in Chinese."""
    value = figure.previous if previous else figure.value
    exact = written_previous(figure) if previous else written_value(figure)
    return exact if value is None else _in_chinese(figure, value, exact, min(chinese_up_to, LARGEST_CHINESE))


def _in_chinese(figure: Figure, value: Mention, exact: str, most: int) -> str:
    number = value.value
    plain = value.kind is Kind.COUNT and value.high is None and value.hedge is Hedge.EXACT
    if number is None or not plain or is_hedged(exact) or not 0 < number <= most or number != int(number):
        return exact
    return write_number(Decimal(int(number)), figure.unit, chinese=True)


def _is_plain_count(figure: Figure) -> bool:
    value = figure.value
    return value.kind in (Kind.COUNT, Kind.AMOUNT) and value.high is None and value.hedge is Hedge.EXACT
