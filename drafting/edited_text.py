"""What stays of a section's bindings when the writer has edited its text."""

from collections.abc import Sequence
from dataclasses import replace

from drafting.draft import Binding


def bindings_after_edit(before: str, after: str, bindings: Sequence[Binding]) -> tuple[Binding, ...]:
    """Return the bindings whose numbers the edit left alone, at their new places.

    What lies between the common beginning and the common end counts as edited: a number in it is the writer's now.
    """
    shortest = min(len(before), len(after))
    head = next((at for at in range(shortest) if before[at] != after[at]), shortest)
    room = shortest - head
    tail = next((at for at in range(room) if before[-1 - at] != after[-1 - at]), room)
    moved = len(after) - len(before)
    kept = [binding for binding in bindings if binding.end <= head]
    kept += [
        replace(binding, start=binding.start + moved, end=binding.end + moved)
        for binding in bindings
        if binding.start >= max(len(before) - tail, head) and binding.end > head
    ]
    return tuple(kept)
