"""A past passage as the composer handles it: its template, each slot one private character.

A slot's mark (``{收文:份}``) is several characters with punctuation among them; as one character it cannot be cut when
the text is parted into clauses, and nothing of last year's value is in the text at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge_base.report import Passage, Slot

_FIRST = 0xE000
_LAST = 0xF8FF


@dataclass(frozen=True, slots=True)
class Stencil:
    """A passage's template with each slot as one character, and the slots by that character."""

    text: str
    slots: Mapping[str, Slot]
    passage: Passage


def stencils_of(passages: tuple[Passage, ...]) -> tuple[Stencil, ...]:
    """Return the stencils of passages, no two slots sharing a character. What exceeds the private area is left out."""
    stencils: list[Stencil] = []
    used = 0
    for passage in passages:
        if _FIRST + used + len(passage.slots) > _LAST:
            break
        stencils.append(_stencil(passage, _FIRST + used))
        used += len(passage.slots)
    return tuple(stencils)


def is_slot(character: str) -> bool:
    """Tell whether a character stands for a slot."""
    return _FIRST <= ord(character) <= _LAST


def slots_in(text: str) -> tuple[str, ...]:
    """Return the slot characters of a text in order."""
    return tuple(character for character in text if is_slot(character))


def _stencil(passage: Passage, first: int) -> Stencil:
    pieces: list[str] = []
    slots: dict[str, Slot] = {}
    done = 0
    for number, slot in enumerate(sorted(passage.slots, key=lambda slot: slot.start)):
        if slot.start < done:  # a slot inside another one: the outer one stands for both
            continue
        character = chr(first + number)
        pieces += [passage.text[done : slot.start], character]
        slots[character] = slot
        done = slot.end
    pieces.append(passage.text[done:])
    text = "".join(pieces)
    foreign = {ord(c): "" for c in text if is_slot(c) and c not in slots}
    return Stencil(text.translate(foreign), slots, passage)
