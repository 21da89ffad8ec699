"""Everything one section is drafted from, whether a model or the offline composer writes it."""

from dataclasses import dataclass

from drafting.draft import OutlineSection
from drafting.figure import Figure
from drafting.genre import Genre
from drafting.locked_text import LockedSentence, figures_of
from drafting.request import Request, Theme
from knowledge_base.report import Hit


@dataclass(frozen=True, slots=True)
class SectionContext:
    """What is known when a section is written.

    ``figures`` and ``themes`` are those assigned to this section, ``passages`` the past phrasing found for it, best first
    (only their templates may be shown to a model). ``neighbours`` are the headings of the other sections, with what they
    cover. ``figures_elsewhere`` are the request's other figures: offered to the composer's matching, not to be listed.
    ``written`` are normalised sentences already used in other sections, not to be repeated. ``locked`` are the sentences of
    this section that the writer has locked: they stand in it whoever writes it, and state their figures themselves.
    """

    request: Request
    genre: Genre
    section: OutlineSection
    figures: tuple[Figure, ...]
    themes: tuple[Theme, ...]
    passages: tuple[Hit, ...]
    neighbours: tuple[str, ...] = ()
    figures_elsewhere: tuple[Figure, ...] = ()
    written: frozenset[str] = frozenset()
    locked: tuple[LockedSentence, ...] = ()

    @property
    def figures_locked(self) -> tuple[Figure, ...]:
        """Return the figures that locked sentences state: none of them is to be stated again."""
        stated = figures_of(self.locked)
        return tuple(figure for figure in self.request.figures.figures if figure.id in stated)
