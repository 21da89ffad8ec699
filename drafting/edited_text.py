"""What stays of a section's bindings and locks when its text has been edited."""

import re
from collections.abc import Sequence
from dataclasses import replace

from drafting.draft import Binding, DraftSection, Lock


def bindings_after_edit(before: str, after: str, bindings: Sequence[Binding]) -> tuple[Binding, ...]:
    """Return the bindings whose numbers the edit left alone, at their new places.

    What lies between the common beginning and the common end counts as edited: a number in it is the writer's now.
    """
    head, tail = _common_ends(before, after)
    moved = len(after) - len(before)
    kept = [binding for binding in bindings if binding.end <= head]
    kept += [
        replace(binding, start=binding.start + moved, end=binding.end + moved)
        for binding in bindings
        if binding.start >= max(len(before) - tail, head) and binding.end > head
    ]
    return tuple(kept)


def locks_after_edit(before: str, after: str, locks: Sequence[Lock]) -> tuple[Lock, ...]:
    """Return the locks whose sentences still stand word for word in ``after``, at their new places.

    Those outside of the edited part move with the text. One inside is looked for, nearest first: a text that was replaced
    as a whole (read back from Word, an earlier version) may well hold it, perhaps at another place.
    """
    head, tail = _common_ends(before, after)
    moved = len(after) - len(before)
    kept = [lock for lock in locks if lock.end <= head]
    behind = [lock for lock in locks if lock.start >= max(len(before) - tail, head) and lock.end > head]
    touched = [lock for lock in locks if lock not in kept and lock not in behind]
    kept += [Lock(lock.start + moved, lock.end + moved) for lock in behind]
    for lock in touched:
        sentence = re.escape(before[lock.start : lock.end])
        found = [Lock(one.start(1), one.end(1)) for one in re.finditer(f"(?=({sentence}))", after)]
        free = [(abs(one.start - lock.start), one.start, one.end) for one in found if _is_free(one, kept)]
        if free:
            _, start, end = min(free)
            kept.append(Lock(start, end))
    return tuple(sorted(kept, key=lambda lock: lock.start))


def locks_together(one: Sequence[Lock], other: Sequence[Lock]) -> tuple[Lock, ...]:
    """Return the locks of one text from two sides, each sentence once."""
    return tuple(sorted((*one, *(lock for lock in other if _is_free(lock, one))), key=lambda lock: lock.start))


def _is_free(lock: Lock, held: Sequence[Lock]) -> bool:
    return all(lock.end <= one.start or one.end <= lock.start for one in held)


def unlocked_by(section: DraftSection, text: str) -> tuple[str, ...]:
    """Return the locked sentences of a section that would no longer stand in ``text``."""
    left = [text[lock.start : lock.end] for lock in locks_after_edit(section.text, text, section.locks)]
    lost = []
    for sentence in section.locked:
        if sentence in left:
            left.remove(sentence)
        else:
            lost.append(sentence)
    return tuple(lost)


def _common_ends(before: str, after: str) -> tuple[int, int]:
    """Return how many characters two texts have in common at the beginning, and of the rest at the end."""
    shortest = min(len(before), len(after))
    head = next((at for at in range(shortest) if before[at] != after[at]), shortest)
    room = shortest - head
    return head, next((at for at in range(room) if before[-1 - at] != after[-1 - at]), room)
