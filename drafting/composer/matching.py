"""Which figure of this period belongs in which slot of the past."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from drafting.figure import Figure
from drafting.figure_writing import change_of
from knowledge_base.quantities.labels import similarity
from knowledge_base.quantities.mention import Kind
from knowledge_base.report import Slot

#: From here on two indicator names are taken for the same indicator.
SAME_INDICATOR = 0.6
#: A figure of another section is used here only where its name leaves no doubt.
CLEARLY_SAME = 0.85

_COMPARED = r"(?:同比|较上年同期|比上年同期|较去年同期|比去年同期|较上年|比上年|较去年|比去年)"
_WENT = r"(?:大幅|稳步|明显|显著|小幅)?(?:增长|增加|上升|提高|提升|下降|减少|降低|下滑|回落|多|少)了?"
_CHANGE_BEFORE = re.compile(rf"({_COMPARED})(?:{_WENT})?$|(?:增长|下降|增幅达?|降幅达?|提高|降低)(?:了)?$")
_PREVIOUS_BEFORE = re.compile(r"(?:上年同期|去年同期|上年|去年|上一年)(?:的|为|是)?$")
_FROM_BEFORE = re.compile(r"(?:由|从)(?:上年|去年|上年同期|去年同期)?的?$")
_TO_AFTER = re.compile(
    r"^(?:增至|增加到|增长到|提高到|提升到|上升到|上升至|提升至|提高至|降至|下降到|下降至|减少到|减至)"
)
_MULTIPLE_BEFORE = re.compile(r"(?:是|为|达到?)?(?:上年同期|去年同期|上年|去年)的$")
_QUANTITIES = frozenset({Kind.COUNT, Kind.AMOUNT, Kind.PERCENT})


class Part(StrEnum):
    """What a slot says of its indicator."""

    VALUE = "value"
    PREVIOUS = "previous"
    CHANGE = "change"
    MULTIPLE = "multiple"


@dataclass(frozen=True, slots=True)
class Place:
    """A slot where it stands: its character, the text of its clause before and after it."""

    character: str
    slot: Slot
    before: str
    after: str

    @property
    def part(self) -> Part:
        """Return what the words around the slot ask for: the value, last period's, or the change."""
        if _MULTIPLE_BEFORE.search(self.before) and self.slot.kind in (Kind.MULTIPLE, Kind.PERCENT):
            return Part.MULTIPLE
        if _FROM_BEFORE.search(self.before) and _TO_AFTER.match(self.after):
            return Part.PREVIOUS
        if _PREVIOUS_BEFORE.search(self.before):
            return Part.PREVIOUS
        change = _CHANGE_BEFORE.search(self.before)
        relative = self.slot.kind in (Kind.PERCENT, Kind.PERCENTAGE_POINT, Kind.MULTIPLE)
        if change and (change[1] or relative):
            return Part.CHANGE
        return Part.VALUE


@dataclass(frozen=True, slots=True)
class Fill:
    """What goes into a slot: a figure's value, its value of last period, or its change."""

    figure: Figure
    part: Part


def places_in(clauses: Iterable[str], slots: Mapping[str, Slot]) -> tuple[Place, ...]:
    """Return the slots of clauses in order, each with the words around it."""
    return tuple(
        Place(character, slots[character], clause[:position], clause[position + 1 :])
        for clause in clauses
        for position, character in enumerate(clause)
        if character in slots
    )


def fills_of(
    places: Sequence[Place], own: Sequence[Figure], elsewhere: Sequence[Figure], used: set[str]
) -> dict[str, Fill]:
    """Return what fills each slot that can be filled, and add the figures so used to ``used``.

    Values are matched first, the most alike names before the less alike, each figure once; a change or a value of last
    period then goes to the figure stated before it. A figure never fills a slot of another class of unit.
    """
    fills = _values(places, own, elsewhere, used)
    latest: Figure | None = None
    for place in places:
        if place.character in fills:
            latest = fills[place.character].figure
            continue
        part = place.part
        if part is Part.VALUE:
            latest = None  # its own figure is missing: what follows would speak of another one
            continue
        figure = _stated(place, places, fills) or latest
        if figure is not None and _can_say(figure, part):
            fills[place.character] = Fill(figure, part)
    return fills


def fits(figure: Figure, slot: Slot) -> float:
    """Return how well a figure fits a slot, 0 where kind or class of unit forbid it."""
    if not _same_class(figure, slot):
        return 0.0
    if not slot.name:
        return 0.0
    return similarity(figure.name, slot.name)


def _values(
    places: Sequence[Place], own: Sequence[Figure], elsewhere: Sequence[Figure], used: set[str]
) -> dict[str, Fill]:
    offers = []
    for order, place in enumerate(places):
        if place.part in (Part.PREVIOUS, Part.MULTIPLE):
            continue
        for rank, figure in enumerate((*own, *elsewhere)):
            mine = rank < len(own)
            score = fits(figure, place.slot)
            # 同比增长 asks for a change; only a figure that is itself named for one (产值增速) is a value there
            if place.part is Part.CHANGE and not re.search(r"增|降|增速|增幅|目标", figure.name):
                continue
            if score >= (SAME_INDICATOR if mine else CLEARLY_SAME) and figure.id not in used:
                offers.append((-score, not mine, order, rank, place, figure))
    fills: dict[str, Fill] = {}
    for *_, place, figure in sorted(offers, key=lambda offer: offer[:4]):
        if place.character not in fills and figure.id not in used:
            fills[place.character] = Fill(figure, Part.VALUE)
            used.add(figure.id)
    return fills


def _stated(place: Place, places: Sequence[Place], fills: Mapping[str, Fill]) -> Figure | None:
    """Return the figure whose value stands after a from-slot (由9次增至11次), or none."""
    if not (_FROM_BEFORE.search(place.before) and _TO_AFTER.match(place.after)):
        return None
    at = places.index(place)
    following = places[at + 1] if at + 1 < len(places) else None
    fill = fills.get(following.character) if following else None
    return fill.figure if fill and fill.part is Part.VALUE else None


def _can_say(figure: Figure, part: Part) -> bool:
    if part is Part.PREVIOUS:
        return figure.previous is not None
    return not change_of(figure).problem


def _same_class(figure: Figure, slot: Slot) -> bool:
    value = figure.value
    if slot.kind is Kind.PLACEHOLDER:  # a mask (**次) may hide anything; its unit, if any, still tells
        return not slot.unit_class or slot.unit_class == value.unit_class
    if slot.kind in _QUANTITIES or value.kind in _QUANTITIES:
        both = slot.kind in (*_QUANTITIES, Kind.RANGE) and value.kind in (*_QUANTITIES, Kind.RANGE)
        return both and slot.unit_class == value.unit_class
    return slot.kind is value.kind
