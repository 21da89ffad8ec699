"""The supplied values of this period, as operands: all of them, or those that words may name."""

from drafting.checking.binding import LIKELY, Binder
from drafting.checking.known import Known


def named(binder: Binder, words: str) -> list[Known]:
    """Return the values of this period that words may name."""
    found = [candidate.indicator for candidate in binder.named(words) if candidate.score >= LIKELY]
    return [known for indicator in found if not indicator.change and (known := indicator.now) is not None]


def all_now(binder: Binder) -> list[Known]:
    """Return every value of this period but changes."""
    return [known for indicator in binder.indicators if not indicator.change and (known := indicator.now) is not None]


def values_now(binder: Binder) -> list[Known]:
    """Return every value of this period but changes, also where one name has several."""
    return [
        known
        for indicator in binder.indicators
        if not indicator.change
        for known in indicator.values
        if known.frame.offset in {0, None} and not known.past_report
    ]
