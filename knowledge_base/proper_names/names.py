"""All names of a text in their order: people, places, units, and what a unit calls its own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from knowledge_base.proper_names.people import people
from knowledge_base.proper_names.places import places, units
from knowledge_base.proper_names.quoted import quoted_names
from knowledge_base.proper_names.words import alternatives, listed

PERSON, PLACE, UNIT, BRAND = "人名", "地名", "单位名称", "品牌或活动名"


@dataclass(frozen=True, slots=True)
class ProperName:
    """A name: where it stands, what it says, what it names, and what in it is its own: 青石 in 青石镇."""

    start: int
    end: int
    text: str
    names: str
    own: str


@lru_cache(maxsize=64)
def proper_names(text: str) -> tuple[ProperName, ...]:
    """Return the names of a text in order, never overlapping: of two at one place the longer one."""
    found = sorted(_all(text), key=lambda name: (name.start - name.end, name.start))
    taken: set[int] = set()
    kept = []
    for name in found:
        places_of_it = range(name.start, name.end)
        if taken.isdisjoint(places_of_it):
            taken.update(places_of_it)
            kept.append(name)
    return tuple(sorted(kept, key=lambda name: name.start))


def _all(text: str) -> Iterator[ProperName]:
    public = listed("public_places")
    for start, end in people(text):
        yield ProperName(start, end, text[start:end], PERSON, text[start:end])
    for kind, found in ((PLACE, places(text)), (UNIT, units(text))):
        for one in found:
            name = text[one.start : one.end]
            if name not in public and one.own not in public:
                yield ProperName(one.start, one.end, name, kind, one.own)
    for match in _journey().finditer(text):
        yield from (
            ProperName(city.start(), city.end(), city[0], PLACE, city[0])
            for city in _city().finditer(text, match.start("cities"), match.end("cities"))
        )
    for start, end in quoted_names(text):
        yield ProperName(start, end, text[start:end], BRAND, text[start:end])


@cache
def _city() -> re.Pattern[str]:
    return re.compile(alternatives(tuple(listed("cities"))))


@cache
def _journey() -> re.Pattern[str]:
    """Return the pattern of a journey to cities, 赴杭州、苏州: the one place where 杭州 needs no 市 to be a place's name."""
    city = _city().pattern
    return re.compile(
        rf"(?:赴|前往|奔赴|走进|来自|考察|视察|对标)(?P<cities>(?:{city})(?:(?:、|和|与|及|等)(?:{city}))*)"
    )
