"""Names of people, places, units and brands that a text can only have from another unit's past report."""

from collections.abc import Iterator, Sequence

from drafting.checking.borrowed_text import Borrowable, PastText
from drafting.checking.finding import Finding, Verdict
from drafting.unit_name import parts_of
from knowledge_base.proper_names import BRAND, PERSON, PLACE, ProperName, is_word, proper_names

#: 李明 may stand in other words; a name as short as this is looked for only where the text itself makes it a name.
_SHORT = 2


def foreign_names(text: str, borrowable: Borrowable) -> Iterator[Finding]:
    """Yield a finding for each name that is known only from another unit's report.

    What the writer supplied and what the unit's own reports say is nobody else's: it is enough that they hold what in a
    name is its own (青石 of 青石镇).
    """
    for start, end, name, past in _borrowed(text, borrowable):
        whose = past.unit or "其他单位"
        message = f"“{name.text}”（{name.names}）只见于{whose}的《{past.title}》，本单位的材料里没有，请核对"
        yield Finding("foreign_name", Verdict.WARN, start, end, text[start:end], message, "核对，或删去")


def _borrowed(text: str, borrowable: Borrowable) -> Sequence[tuple[int, int, ProperName, PastText]]:
    """Return where the names of others stand in the text, in order, the longer one where two overlap."""
    known = _names_of_others(text, borrowable)
    by_opening: dict[str, list[str]] = {}
    for name in known:
        by_opening.setdefault(name[:2], []).append(name)
    sure = {name.text for name in proper_names(text)} | {_place_of(past) for past in borrowable.others}
    found = []
    at = 0
    while at < len(text):
        here = [name for name in by_opening.get(text[at : at + 2], ()) if text.startswith(name, at)]
        here = [name for name in here if len(name) > _SHORT or name in sure]
        here = [name for name in here if known[name][0].names != BRAND or text[at - 1 : at] == "“"]
        if not here:
            at += 1
            continue
        name = max(here, key=len)
        found.append((at, at + len(name), *known[name]))
        at += len(name)
    return found


def _names_of_others(text: str, borrowable: Borrowable) -> dict[str, tuple[ProperName, PastText]]:
    """Return the names that other units' reports hold and nothing of the writer's own does, each with its report."""
    names: dict[str, tuple[ProperName, PastText]] = {}
    for past in borrowable.others:
        place = _place_of(past)
        if place and place not in borrowable.own:
            names.setdefault(place, (ProperName(0, 0, place, PLACE, place), past))
        for name in (*proper_names(past.text), *(name for name in proper_names(text) if name.text in past.text)):
            local = past.same_house and name.names != PERSON
            if not local and name.own not in borrowable.own:
                names.setdefault(name.text, (name, past))
    return names


def _place_of(past: PastText) -> str:
    """Return the place that a unit is named for (临江 of 临江高新区), an empty string where that is a common word too."""
    place = parts_of(past.unit).place
    return "" if is_word(place) else place
