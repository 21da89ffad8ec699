"""What figures reports of a kind usually carry, learned from their slots."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge_base.quantities.labels import similarity
from knowledge_base.quantities.mention import QUANTITY_KINDS
from knowledge_base.report import Passage, Report, Role, Slot, UsualIndicator

#: Names nearer than this, of one class of units, are one indicator.
SAME_NAME = 0.75
#: A figure after these words is a change or another period's: code computes it, nobody has to supply it.
_DERIVED = re.compile(
    r"(?:同比|环比|增长|下降|提高|提升|减少|增加|降低|上升|上年|去年|去年同期)(?:了|约|近|为|分别)?$"
    r"|(?:比|较)(?:上年|去年|同期|上年同期|去年同期|上半年|年初)[^，。；]{0,8}$"
)
_CLAUSE = re.compile(r"[^，。；：、]*$")
#: A figure carried by fewer of the reports than this is no usual one, unless the newest report has it.
USUAL_SHARE = 0.5
#: Names that end in the same words, at least so many, are one indicator: 联合工会举办职工技能大赛, 举办职工技能大赛.
SHARED_ENDING = 6
#: What stands before the last of these says who and where, which changes every year: 党校教师和专家学者举办专题辅导.
_VERB = re.compile(r"^.{2,}(?:开展|举办|组织|召开|进行)(?=.{3,})")
_SCALED_UNIT = re.compile(r"(?:千|百)?(?:万亿|亿|万)(?=元|平方米|吨|人|千瓦时|度|立方米)")
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
    least = USUAL_SHARE * len(ordered)
    found = [item for item in found if item.newest[0] == 0 or len(item.seen) >= least]
    found.sort(key=lambda item: item.newest)
    return tuple(
        UsualIndicator(
            name=item.name,
            unit=_written_unit(item),
            last_value=item.last_value,
            last_period=item.last_period,
            seen_in=len(item.seen),
            out_of=len(ordered),
            topic=item.topic,
        )
        for item in found
    )


def _count(found: list[_Indicator], slot: Slot, passage: Passage, place: tuple[int, int], label: str) -> None:
    name = _VERB.sub("", slot.name)
    known = _same(found, slot, name)
    if known is None:
        topic = passage.heading_path[-1] if passage.heading_path else ""
        known = _Indicator(name, slot.unit, slot.unit_class, place, slot.text, label, topic)
        found.append(known)
    known.seen.add(passage.report_id)


def _same(found: Sequence[_Indicator], slot: Slot, name: str) -> _Indicator | None:
    measured = slot.unit_class or slot.unit
    alike = [item for item in found if (item.unit_class or item.unit) == measured]
    best = max(alike, key=lambda item: similarity(item.name, name), default=None)
    if best is not None and similarity(best.name, name) >= SAME_NAME:
        return best
    return next((item for item in alike if item.unit == slot.unit and _same_ending(item.name, name)), None)


def _same_ending(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= SHARED_ENDING and one[-SHARED_ENDING:] == other[-SHARED_ENDING:]


def _written_unit(item: _Indicator) -> str:
    """Return the unit as the value was written, with its scale: 51.2亿元 is of 亿元, where the slot says 元."""
    scale = _SCALED_UNIT.search(item.last_value)
    return scale.group() + item.unit if scale and item.last_value.endswith(item.unit) else item.unit


def _is_supplied(passage: Passage, slot: Slot) -> bool:
    if slot.kind not in QUANTITY_KINDS or slot.name == "数值":
        return False
    clause = _CLAUSE.search(passage.text, 0, slot.start)
    return clause is None or _DERIVED.search(clause.group()) is None


def _when(report: Report) -> float:
    if report.period is None:
        return 0.0
    return report.period.year + (0.5 if report.period.half == 1 else 1.0)
