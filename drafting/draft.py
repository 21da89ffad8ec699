"""A draft and its parts, as they are stored, shown and exported."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from drafting.request import Request
from knowledge_base.report import Role


@dataclass(frozen=True, slots=True)
class OutlineSection:
    """One heading of the outline; its text is drafted on its own.

    ``level`` 0 is text without a heading (opening, closing), 1 is 一、, 2 is （一）. ``heading`` carries no number:
    numbers follow from the order. ``figure_ids`` and ``theme_names`` are what this section must use. A section whose
    ``drafted`` is false is only a heading (its text stands in the sections under it). ``reason`` says in Chinese where the
    heading comes from.
    """

    id: str
    level: int
    heading: str
    role: Role
    drafted: bool = True
    figure_ids: tuple[str, ...] = ()
    theme_names: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """The headings of a report in their order."""

    sections: tuple[OutlineSection, ...]


class SectionState(StrEnum):
    """Where a section stands on its way."""

    WAITING = "waiting"
    WRITING = "writing"
    DONE = "done"
    FAILED = "failed"


class Author(StrEnum):
    """Who wrote a section's present text."""

    MODEL = "model"
    COMPOSER = "composer"
    WRITER = "writer"


@dataclass(frozen=True, slots=True)
class Binding:
    """A number in a section's text that code put there: offsets in ``text``, and the figure it renders."""

    start: int
    end: int
    figure_id: str


@dataclass(frozen=True, slots=True)
class Lock:
    """A sentence that the writer has locked, by its offsets in ``text``: nobody rewrites it until it is unlocked."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DraftSection:
    """The text of one outline section. Paragraphs are parted by one newline. ``error`` is a Chinese sentence.

    ``locks`` are in the order of the text, and none touches another's characters. ``partial`` is what a model has written so far, or had written when it failed: shown, never part of the draft.
    ``notes`` say in Chinese what the writer should know about how the text came to be.
    """

    id: str
    text: str = ""
    state: SectionState = SectionState.WAITING
    author: Author = Author.COMPOSER
    error: str = ""
    bindings: tuple[Binding, ...] = ()
    source_ids: tuple[str, ...] = ()  # the passages it was written from
    partial: str = ""
    notes: tuple[str, ...] = ()
    locks: tuple[Lock, ...] = ()

    @property
    def locked(self) -> tuple[str, ...]:
        """Return the locked sentences."""
        return tuple(self.text[lock.start : lock.end] for lock in self.locks)


@dataclass(frozen=True, slots=True)
class Draft:
    """One report under way: the request, the outline and a section of text for each of its headings."""

    id: str
    title: str
    request: Request
    outline: Outline
    sections: tuple[DraftSection, ...]
    created: str = ""  # ISO 8601
    updated: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the finished text. ``level`` 0 is body text, 1-4 a heading, its number included in ``text``.

    ``bindings`` are the numbers whose figure is known, in order, their offsets in ``text``.
    """

    level: int
    text: str
    bindings: tuple[Binding, ...] = ()


@dataclass(frozen=True, slots=True)
class Manuscript:
    """The finished text, ready for layout: what the exporter takes and the reader gives back."""

    title: str
    recipient: str
    blocks: tuple[Block, ...]
    signature: str
    date: date | None
