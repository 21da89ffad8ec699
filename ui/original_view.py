"""A past report's file as it came, paragraph by paragraph, what cleaning took off marked where it stood."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge_base.cleaning import Removal


@dataclass(frozen=True, slots=True)
class OriginalPiece:
    """A run of an original paragraph. ``removal`` is the number of what was taken off here, -1 where nothing was."""

    text: str
    removal: int = -1
    reason: str = ""
    undone: bool = False


OriginalParagraph = tuple[OriginalPiece, ...]


def original_view(paragraphs: Sequence[str], removals: Sequence[Removal]) -> tuple[OriginalParagraph, ...]:
    """Return the paragraphs of a file as pieces; each removal is marked at its text, or stands for its whole paragraph."""
    numbered: dict[int, list[tuple[int, Removal]]] = {}
    for number, removal in enumerate(removals):
        numbered.setdefault(removal.paragraph, []).append((number, removal))
    return tuple(_pieces(text, numbered.get(at, ())) for at, text in enumerate(paragraphs) if text.strip())


def _pieces(text: str, removals: Sequence[tuple[int, Removal]]) -> OriginalParagraph:
    pieces: list[OriginalPiece] = []
    at = 0
    for number, removal in sorted(removals, key=lambda item: text.find(item[1].text)):
        start = text.find(removal.text, at)
        if start < 0:  # tidied before it was taken off: the paragraph itself is what went
            return (OriginalPiece(text, number, removal.reason, removal.undone),)
        if start > at:
            pieces.append(OriginalPiece(text[at:start]))
        at = start + len(removal.text)
        pieces.append(OriginalPiece(text[start:at], number, removal.reason, removal.undone))
    return (*pieces, OriginalPiece(text[at:])) if at < len(text) else tuple(pieces)
