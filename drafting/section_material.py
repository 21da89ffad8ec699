"""What one section is written from: its figures and themes, and past phrasing for it.

Phrasing comes from the same section of the nearest reports first, then from what the search finds.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from drafting.draft import Draft, OutlineSection
from drafting.figure import Figure
from drafting.genre import Genre
from drafting.headings import ALIKE, SURELY_ALIKE, likeness
from drafting.locked_text import figures_of, locked_sentences
from drafting.request import Request, Theme
from drafting.section_context import SectionContext
from knowledge_base.library import Library
from knowledge_base.report import Hit, Passage, Period, Report, Role

#: Enough for the composer to find each indicator's clause; a model is shown the first few.
MOST = 12
FEWEST_BEFORE_OTHERS = 4


def nearest(library: Library, request: Request) -> tuple[Report, ...]:
    """Return the past reports nearest to what is asked for, none of them of this period or a later one."""
    reports = library.nearest_reports(request.genre, request.unit, request.period)
    return tuple(report for report in reports if report.period is None or _is_before(report.period, request.period))


@dataclass(frozen=True, slots=True)
class Material:
    """What all sections of one draft are written from: the library, the genre, and the nearest past reports."""

    library: Library
    genre: Genre
    reports: tuple[Report, ...]

    def context(
        self,
        draft: Draft,
        section: OutlineSection,
        *,
        neighbours: tuple[str, ...] = (),
        written: frozenset[str] = frozenset(),
    ) -> SectionContext:
        """Return everything that one section of the draft is written from."""
        request = draft.request
        locked = locked_sentences(next(held for held in draft.sections if held.id == section.id))
        stated = figures_of(locked)
        by_id = {figure.id: figure for figure in request.figures.figures if figure.id not in stated}
        figures = tuple(by_id[figure_id] for figure_id in section.figure_ids if figure_id in by_id)
        themes = tuple(theme for theme in request.themes if theme.name in section.theme_names)
        return SectionContext(
            request=request,
            genre=self.genre,
            section=section,
            figures=figures,
            themes=themes,
            passages=_find_passages(self.library, request, section, figures, themes, self.reports),
            neighbours=neighbours,
            figures_elsewhere=tuple(figure for figure in by_id.values() if figure not in figures),
            written=written,
            locked=locked,
        )


def gather(library: Library, genre: Genre, request: Request) -> Material:
    """Return the material for a request."""
    return Material(library, genre, nearest(library, request))


def _find_passages(
    library: Library,
    request: Request,
    section: OutlineSection,
    figures: Sequence[Figure],
    themes: Sequence[Theme],
    reports: Sequence[Report],
) -> tuple[Hit, ...]:
    """Return past phrasing for a section, best first, each passage once."""
    hits: dict[str, Hit] = {}
    for hit in _same_section(section, reports):
        hits.setdefault(hit.passage.id, hit)
    if len(hits) < MOST:
        for hit in _searched(library, request, section, _query(section, figures, themes)):
            if len(hits) >= MOST:
                break
            if _may_be_shown(hit.passage, request.period):
                hits.setdefault(hit.passage.id, hit)
    # The nearest section is the base that a draft is composed after: cut short, its last points would be lost.
    nearest_report = next((hit.passage.report_id for hit in hits.values()), "")
    base = sum(1 for hit in hits.values() if hit.passage.report_id == nearest_report)
    return tuple(hits.values())[: max(MOST, base)]


def _same_section(section: OutlineSection, reports: Sequence[Report]) -> Iterator[Hit]:
    """Yield the passages that stood under the same heading, the nearest report's first."""
    for rank, report in enumerate(reports):
        for passage in report.passages:
            closeness = _closeness(section, passage)
            if closeness >= ALIKE:
                yield Hit(passage, closeness - rank / 100, report.title)


def _closeness(section: OutlineSection, passage: Passage) -> float:
    if section.level == 0 or not section.heading:
        return 1.0 if passage.role is section.role and not passage.heading_path else 0.0
    own = passage.heading_path[section.level - 1 : section.level]
    if not own and section.level == 2 and len(passage.heading_path) == 1:
        own = passage.heading_path  # a report whose beginning is lost starts at （一）
    # A level-1 heading's own words are those that stand directly under it, not those of the headings below.
    if not own or len(passage.heading_path) > section.level + 1:
        return 0.0
    if section.level == 1 and len(passage.heading_path) > 1:
        return 0.0
    closeness = likeness(section.heading, own[0])
    # A section of figures may hold a paragraph that reads as another role; under the same heading it is the same section.
    return closeness if passage.role is section.role or closeness >= SURELY_ALIKE else 0.0


def _searched(library: Library, request: Request, section: OutlineSection, query: str) -> Iterator[Hit]:
    """Yield what the search finds: of this unit first, then of any, then of the same role in any genre."""
    role = section.role
    found = library.search(query, genre=request.genre, unit=request.unit or None, role=role, k=MOST)
    yield from found
    if len(found) < FEWEST_BEFORE_OTHERS:
        yield from library.search(query, genre=request.genre, role=role, k=MOST)
    if len(found) < FEWEST_BEFORE_OTHERS and role not in (Role.OPENING, Role.CLOSING):
        # An opening of another genre names that genre (“现将党建工作情况报告如下”): of no use here.
        yield from library.search(query, role=role, k=FEWEST_BEFORE_OTHERS)


def _query(section: OutlineSection, figures: Iterable[Figure], themes: Iterable[Theme]) -> str:
    notes = " ".join(f"{theme.name} {theme.notes}" for theme in themes)
    names = " ".join(figure.name for figure in figures)
    return f"{section.heading} {names} {notes}"[:500].strip() or "工作情况"


def _may_be_shown(passage: Passage, period: Period) -> bool:
    return passage.year is None or _is_before(Period(passage.year, passage.half), period)


def _is_before(past: Period, period: Period) -> bool:
    if past.year != period.year:
        return past.year < period.year
    return past.half is not None and period.half is not None and past.half < period.half
