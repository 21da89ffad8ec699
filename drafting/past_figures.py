"""What past reports stated of this period's indicators: a draft's number that equals one of these is an old one.

Only indicators that this period's figures name. A past report's own wording of an indicator (服务保障党工委会议) beside the
sheet's (党工委会议) would otherwise pass for an indicator that this period has no figure for.
"""

from collections.abc import Iterable, Iterator, Sequence

from drafting.figure import Figure
from drafting.figure_value import read_value
from knowledge_base.quantities.labels import similarity
from knowledge_base.quantities.mention import QUANTITY_KINDS, Mention
from knowledge_base.report import Report, Slot

SAME_INDICATOR = 0.8


def past_figures(reports: Iterable[Report], figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Return past values of the indicators of ``figures``, under their names; a value that is still true is none."""
    found: dict[tuple[str, str], Figure] = {}
    measured = [figure for figure in figures if figure.value.kind in QUANTITY_KINDS]
    for slot in _slots(reports):
        figure = _nearest(slot, measured)
        value = read_value(slot.text) if figure is not None else None
        if figure is None or value is None or value.kind not in QUANTITY_KINDS or _still_true(value, figure):
            continue
        past = Figure(f"P{len(found) + 1}", figure.name, slot.text, value, unit=slot.unit)
        found.setdefault((figure.name, slot.text), past)
    return tuple(found.values())


def _nearest(slot: Slot, figures: Sequence[Figure]) -> Figure | None:
    alike = [
        (similarity(slot.name, figure.name), -number, figure)
        for number, figure in enumerate(figures)
        if figure.value.unit_class == slot.unit_class and figure.value.kind is slot.kind
    ]
    best = max(alike, default=None)
    return best[2] if best is not None and best[0] >= SAME_INDICATOR else None


def _still_true(past: Mention, figure: Figure) -> bool:
    """Tell whether a past value is also this period's, or last period's as the sheet gives it."""
    known = [figure.value] + ([figure.previous] if figure.previous is not None else [])
    return any(past.value == value.value and past.high == value.high for value in known)


def _slots(reports: Iterable[Report]) -> Iterator[Slot]:
    for report in reports:
        for passage in report.passages:
            yield from (slot for slot in passage.slots if slot.name and slot.kind in QUANTITY_KINDS)
