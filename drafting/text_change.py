"""What has changed between two texts, for an eye to follow: a number is changed as a whole, never half of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_TOKEN = re.compile(r"[0-9][0-9.,%％]*|[A-Za-z]+|.", re.DOTALL)


class ChangeKind(StrEnum):
    """What has become of a piece."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class ChangedPiece:
    """A piece of either text. The pieces not removed make the new text, those not added the old one."""

    kind: ChangeKind
    text: str


def changed_pieces(before: str, after: str) -> tuple[ChangedPiece, ...]:
    """Return the pieces of two texts in order, what was removed before what was added in its place."""
    return tuple(_joined(_pieces(before, after)))


def _pieces(before: str, after: str) -> Iterator[ChangedPiece]:
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    for kind, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield ChangedPiece(ChangeKind.SAME, "".join(old[start:end]))
        else:
            yield ChangedPiece(ChangeKind.REMOVED, "".join(old[start:end]))
            yield ChangedPiece(ChangeKind.ADDED, "".join(new[new_start:new_end]))


def _joined(pieces: Iterator[ChangedPiece]) -> Iterator[ChangedPiece]:
    return (piece for piece in pieces if piece.text)
