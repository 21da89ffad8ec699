"""What figures reports of a kind usually carry, learned from their slots."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge_base.quantities.labels import similarity
from knowledge_base.quantities.mention import QUANTITY_KINDS
from knowledge_base.report import Passage, Report, Role, Slot, UsualIndicator

#: Names nearer than this, of one class of units, are one indicator.
SAME_NAME = 0.75
#: A figure after these words is a change or another period's: code computes it, nobody has to supply it.
_DERIVED = re.compile(
    r"(?:同比|环比|较上年|比上年|较去年|比去年|增长|下降|提高|提升|减少|增加|降低|上升|上年|去年|去年同期)(?:了|约|近|为|分别)?$"
)
_REPORTED = frozenset({Role.OPENING, Role.PROGRESS, Role.ECONOMY, Role.PROBLEMS, Role.TASKS})


@dataclass(slots=True)
class _Indicator:
    name: str
    unit: str
    unit_class: str
    newest: tuple[int, int]  # report's place from the newest, passage's ordinal
    last_value: str
    last_period: str
    topic: str
    seen: set[str] = field(default_factory=set)
    names: Counter[str] = field(default_factory=Counter)


def usual_indicators(reports: Sequence[Report]) -> tuple[UsualIndicator, ...]:
    """Return the indicators of the reports, which come newest first, in the order of their place in the newest."""
    ordered = sorted(reports, key=lambda report: -_when(report))
    found: list[_Indicator] = []
    for place, report in enumerate(ordered):
        label = "" if report.period is None else report.period.label
        for passage in report.passages:
            if passage.role not in _REPORTED:
                continue
            for slot in passage.slots:
                if _is_supplied(passage, slot):
                    _count(found, slot, passage, (place, passage.ordinal), label)
    found.sort(key=lambda item: item.newest)
    return tuple(
        UsualIndicator(
            name=item.name,
            unit=item.unit,
            last_value=item.last_value,
            last_period=item.last_period,
            seen_in=len(item.seen),
            out_of=len(ordered),
            topic=item.topic,
        )
        for item in found
    )


def _count(found: list[_Indicator], slot: Slot, passage: Passage, place: tuple[int, int], label: str) -> None:
    known = _same(found, slot)
    if known is None:
        topic = passage.heading_path[-1] if passage.heading_path else ""
        known = _Indicator(slot.name, slot.unit, slot.unit_class, place, slot.text, label, topic)
        found.append(known)
    known.seen.add(passage.report_id)
    known.names[slot.name] += 1


def _same(found: Sequence[_Indicator], slot: Slot) -> _Indicator | None:
    alike = [
        (similarity(item.name, slot.name), -at)
        for at, item in enumerate(found)
        if (item.unit_class or item.unit) == (slot.unit_class or slot.unit)
    ]
    best = max(alike, default=(0.0, 0))
    same_unit = [item for item in found if (item.unit_class or item.unit) == (slot.unit_class or slot.unit)]
    if best[0] < SAME_NAME or not same_unit:
        return None
    return found[-best[1]]


def _is_supplied(passage: Passage, slot: Slot) -> bool:
    if slot.kind not in QUANTITY_KINDS or slot.name == "数值":
        return False
    before = passage.text[max(slot.start - 6, 0) : slot.start]
    return _DERIVED.search(before) is None


def _when(report: Report) -> float:
    if report.period is None:
        return 0.0
    return report.period.year + (0.5 if report.period.half == 1 else 1.0)
