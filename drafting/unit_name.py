"""The names of units in borrowed prose: another unit's own names must not stand in this one's report."""

import re
from dataclasses import dataclass

_NAME = re.compile(
    r"^(?P<place>[一-鿿]{2,6}?)"
    r"(?P<kind>工业园区|产业园区|科技园区|经济技术开发区|经济开发区|高新技术产业开发区|高新区|开发区|园区|新区|街道|镇|乡|县|市|区)"
    r"(?P<office>[一-鿿]*)$"
)
_SHORTEST_OFFICE = 4
#: The word that prose uses for a unit of each kind: 园区 for a 工业园区.
_SPOKEN = (("园区", "园区"), ("开发区", "开发区"), ("高新区", "高新区"), ("街道", "街道"), ("镇", "镇"), ("乡", "乡"))


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit's name in its parts: 云岚 · 工业园区 · 党政办公室. A name that has no such parts is all office."""

    place: str = ""
    kind: str = ""
    office: str = ""

    @property
    def spoken(self) -> str:
        """Return what prose calls the place: 园区, 街道; empty where the name does not tell."""
        return next((word for ending, word in _SPOKEN if self.kind.endswith(ending)), "")


def parts_of(unit: str) -> UnitName:
    """Return the parts of a unit's name."""
    match = _NAME.match(unit)
    return UnitName(**match.groupdict()) if match else UnitName(office=unit)


def in_name_of(text: str, past_unit: str, unit: str) -> str:
    """Return another unit's text in this unit's name: the whole name, its place, its office, 园区 where this is a 街道."""
    if not past_unit or not unit:
        return text
    text = text.replace(past_unit, unit)
    past, own = parts_of(past_unit), parts_of(unit)
    if past.place and own.place:
        text = text.replace(past.place + past.kind, own.place + own.kind)
    if len(past.office) >= _SHORTEST_OFFICE and own.office and past.office not in unit:
        text = text.replace(past.office, own.office)
    if past.spoken and own.spoken and past.spoken != own.spoken:
        text = text.replace(past.spoken, own.spoken)
    return text


def same_house(one: str, other: str) -> bool:
    """Tell whether two units are offices of one park or town: 云岚工业园区党政办 and 云岚工业园区党工委."""
    left, right = parts_of(one), parts_of(other)
    return bool(left.place and left.spoken) and (left.place, left.kind) == (right.place, right.kind)


def names_of_place(past_unit: str, unit: str) -> str:
    """Return the other unit's place where its name in a text would give it away (“云岚讲堂”), else an empty string."""
    place = parts_of(past_unit).place
    return place if place and place not in unit else ""
