"""A note for a review copy: what to say, and on exactly which words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReviewNote:
    """A comment on a piece of a manuscript: the block's place, offsets in its text, and what to say in Chinese."""

    block: int
    start: int
    end: int
    text: str
