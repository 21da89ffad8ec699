"""What a number may be by computation: its value, what it was computed from, and how to write it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from drafting.checking.agreement import round_half_up
from drafting.checking.known import Indicator, Known
from drafting.checking.statement import Statement
from knowledge_base.quantities.mention import Hedge, Mention
from knowledge_base.quantities.writing import write_number


@dataclass(frozen=True, slots=True)
class Derived:
    """A number that the declared operands give. ``how`` says in Chinese what it was computed from; ``written`` what to write.

    ``direction`` is the way the indicator really went, and ``of`` its name, for changes; ``share`` is the part and the whole, for shares. ``problem`` is set where nothing
    can be computed.
    """

    value: Fraction | None
    how: str
    written: str
    figure_ids: tuple[str, ...]
    direction: str = ""
    problem: str = ""
    of: str = ""
    share: tuple[Known, Known] | None = None


@dataclass(frozen=True, slots=True)
class Bound:
    """A statement with the indicator it was bound to and the known value it was compared with."""

    statement: Statement
    indicator: Indicator
    known: Known


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the text has bound before a statement.

    ``sentence`` in its own sentence, ``paragraph`` in the sentences before it in its paragraph, ``rates`` the changes in
    percent that were computed in either, ``share`` the part and the whole of the share that the sentence has last stated,
    ``subject`` the thing with a row of its own in the data that the sentence has last named.
    """

    sentence: tuple[Bound, ...] = ()
    paragraph: tuple[Bound, ...] = ()
    rates: tuple[Bound, ...] = ()
    share: tuple[Known, Known] | None = None
    subject: str = ""


def exact_value(mention: Mention) -> Fraction | None:
    """Return the value of an exact number, or None."""
    if mention.value is None or mention.hedge is not Hedge.EXACT or mention.high is not None:
        return None
    return Fraction(mention.value)


def total_of(mentions: Iterable[Mention | None]) -> Fraction | None:
    """Return the sum of numbers, or None where one is missing or not exact."""
    values = [exact_value(mention) if mention is not None else None for mention in mentions]
    return None if None in values else sum((value for value in values if value is not None), Fraction(0))


def less(whole: Known, part: Known, unit: str) -> Derived | None:
    """Return what is left of a whole without a part, below zero where the part is more; None where one is not exact."""
    all_of_it, taken = exact_value(whole.mention), exact_value(part.mention)
    if all_of_it is None or taken is None:
        return None
    how = f"{whole.shown}减去{part.shown}"
    return Derived(all_of_it - taken, how, with_unit(all_of_it - taken, unit), (whole.figure_id, part.figure_id))


def plain(value: Fraction, shown: Mention | None) -> str:
    """Return a number at the precision that the draft shows, or at no more than two decimals."""
    places = 0
    if shown is not None and shown.step is not None and shown.step < 1:
        places = max(0, -int(shown.step.adjusted()))
    elif shown is None and value.denominator != 1:
        places = 2
    rounded = round_half_up(value, Fraction(1, 10**places))
    if rounded == 0 != value:  # 0.2个百分点 is not 0 of them, however few places the draft shows
        rounded, places = round_half_up(value, Fraction(1, 100)), 2
    return _decimal_text(rounded, places)


def _decimal_text(value: Fraction, places: int) -> str:
    text = f"{float(value):.{places}f}"
    return text.rstrip("0").rstrip(".") if places and "." in text else text


def with_unit(value: Fraction, unit: str) -> str:
    """Return a computed number as a report writes it, at no more than two decimals: 17200000000 of 元 is 172亿元."""
    return write_number(decimal_of(round_half_up(value, Fraction(1, 100))), unit)


def decimal_of(value: Fraction) -> Decimal:
    """Return a fraction as a decimal, as it is written out."""
    return Decimal(value.numerator) / Decimal(value.denominator)
