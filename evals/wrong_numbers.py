"""Numbers as a careless hand writes them: right as the sheet has them, or with a digit, a scale or a unit wrong."""

import random
import re

from drafting.figure import Figure
from drafting.figure_writing import written_previous, written_value
from evals.alteration import CLASSIFIERS, SCALES


def by_hand(figure: Figure, *, previous: bool = False) -> str:
    """Return a figure's value as the sheet has it, with its unit; empty where there is none."""
    return written_previous(figure) if previous else written_value(figure)


def wrong_digit(written: str, chance: random.Random) -> str:
    """Return a value with one digit changed, or an empty string where it has none."""
    places = [match.start() for match in re.finditer(r"[0-9]", written)]
    if not places:
        return ""
    at = chance.choice(places)
    other = chance.choice([digit for digit in "123456789" if digit != written[at]])
    return written[:at] + other + written[at + 1 :]


def wrong_scale(written: str) -> str:
    """Return a value ten thousand times too large or too small, or an empty string where it has no 万 or 亿."""
    found = re.search(r"万亿|亿|万", written)
    return written[: found.start()] + SCALES[found[0]] + written[found.end() :] if found else ""


def another_unit(written: str, unit: str) -> str:
    """Return a value in another measure, or an empty string where no usual mistake is known for its unit."""
    if unit not in CLASSIFIERS or not written.endswith(unit):
        return ""
    return written.removesuffix(unit) + CLASSIFIERS[unit]
