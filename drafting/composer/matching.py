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
_NAMED_FOR_CHANGE = re.compile(r"增|降|减|提高|压缩|目标")
#: What a sheet adds to an indicator's name and prose does not: 产值增长目标 is written 产值增长8%以上.
_PURPOSE = re.compile(r"(?<=..)(?:预期目标|目标|预期|计划数?|合计|总数|数量|数)$")
#: 办结率 tells of a name's tail; a single character tells of nothing.
_SHORTEST_TAIL = 2
_SHORTEST_TELLING = 4
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
    """Return how well a figure fits a slot by name, 0 where kind or class of unit forbid it."""
    if not slot.name or not _same_class(figure, slot):
        return 0.0
    return similarity(figure.name, slot.name)


def stands_for(figure: Figure, place: Place, context: str) -> float:
    """Return how surely the words at a place speak of a figure, 0 to about 1; a longer name found is surer.

    The slot's name is one witness; the words themselves are another: 选派{34名}党建指导员 holds 选派党建指导员, and after
    督查督办事项{95件} the rate in 办结率{97.9%} is the 督办事项办结率. ``context`` are the words before the clause.
    """
    if not _same_class(figure, place.slot):
        return 0.0
    name = _PURPOSE.sub("", _wording(figure.name))
    before, after = _wording(_near(place.before)), _wording(_near(place.after[::-1])[::-1])
    sure = len(name) / 1000
    if not name:
        return 0.0
    if before.endswith(name):
        return 1.0 + sure
    if name in before + after:
        return 0.95 + sure
    if (
        len(before) >= _SHORTEST_TAIL
        and name.endswith(before)
        and _follows(name.removesuffix(before), _wording(context))
    ):
        return 0.9 + sure
    return fits(figure, place.slot)


def _is_telling(figure: Figure, place: Place) -> bool:
    """Tell whether a figure of another section is named in full here: 企业 or 办结率 alone may be anyone's."""
    name = _wording(figure.name)
    return len(name) >= _SHORTEST_TELLING and name in _wording(_near(place.before)) + _wording(
        _near(place.after[::-1])[::-1]
    )


def _near(text: str) -> str:
    """Return the words of a clause next to the slot: after the last other slot and the last item of a list."""
    return re.split(r"[\ue000-\uf8ff、]", text)[-1]


def _follows(start: str, context: str) -> bool:
    """Tell whether the beginning of a name stands in the words before: 督办事项 of 督办事项办结率 in 督查督办事项."""
    return bool(start) and (start in context or start.removeprefix("企业") in context)


def _wording(text: str) -> str:
    return re.sub(r"[\W_的\ue000-\uf8ff]", "", text)


def _values(
    places: Sequence[Place], own: Sequence[Figure], elsewhere: Sequence[Figure], used: set[str]
) -> dict[str, Fill]:
    offers = []
    context = ""
    for order, place in enumerate(places):
        if place.part not in (Part.PREVIOUS, Part.MULTIPLE):
            for rank, figure in enumerate((*own, *elsewhere)):
                # 同比增长 asks for a change; only a figure that is itself named for one (产值增速) is a value there
                if place.part is Part.CHANGE and not _NAMED_FOR_CHANGE.search(figure.name):
                    continue
                score = stands_for(figure, place, context)
                mine = rank < len(own)
                if score >= (SAME_INDICATOR if mine else CLEARLY_SAME) and (mine or _is_telling(figure, place)):
                    offers.append((-score, not mine, order, rank, place, figure))
        context = place.before
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
    if slot.kind is Kind.PLACEHOLDER:  # what a mask hides is told by its unit (**次); without one it may be a name
        return bool(slot.unit_class) and slot.unit_class == value.unit_class
    if slot.kind in _QUANTITIES or value.kind in _QUANTITIES:
        both = slot.kind in (*_QUANTITIES, Kind.RANGE) and value.kind in (*_QUANTITIES, Kind.RANGE)
        return both and slot.unit_class == value.unit_class
    return slot.kind is value.kind
