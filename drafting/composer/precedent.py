"""Which past section a new one is written after."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from drafting.draft import OutlineSection
from drafting.headings import ALIKE, SURELY_ALIKE, likeness
from drafting.section_context import SectionContext
from knowledge_base.report import Passage, Period


@dataclass(frozen=True, slots=True)
class Precedent:
    """The passages of the past section that serves as the base, in their order, and the other passages found."""

    base: tuple[Passage, ...]
    others: tuple[Passage, ...]


def choose_precedent(context: SectionContext) -> Precedent:
    """Return the past section nearest to this one: same heading, unit, genre and half-year, then the newest.

    Without a section of a like heading there is no base: what others found is then only a stock of sentences.
    """
    section = context.section
    groups: dict[tuple[str, tuple[str, ...]], dict[str, Passage]] = defaultdict(dict)
    for hit in context.passages:
        passage = hit.passage
        if section.level == 1 and len(passage.heading_path) > 1:
            continue  # the text below the headings under it belongs to them
        if passage.year is None or passage.year <= context.request.period.year:
            groups[passage.report_id, passage.heading_path[: max(section.level, 1)]][passage.id] = passage
    fitting = {key: list(group.values()) for key, group in groups.items() if _fits(key[1], group.values(), section)}
    if not fitting:
        return Precedent((), tuple(hit.passage for hit in context.passages))
    best = max(fitting, key=lambda key: _rank(fitting[key][0], context))
    base = tuple(sorted(fitting[best], key=lambda passage: passage.ordinal))
    taken = {passage.id for passage in base}
    return Precedent(base, tuple(hit.passage for hit in context.passages if hit.passage.id not in taken))


def period_of(passage: Passage) -> Period | None:
    """Return the period of the report that a passage comes from."""
    return Period(passage.year, passage.half) if passage.year is not None else None


def _fits(path: tuple[str, ...], passages: Collection[Passage], section: OutlineSection) -> bool:
    if section.level == 0:
        return not path and any(passage.role is section.role for passage in passages)
    if not path:
        return False
    same_role = any(passage.role is section.role for passage in passages)
    alike = likeness(path[-1], section.heading)
    return alike >= ALIKE if same_role else alike >= SURELY_ALIKE


def _rank(passage: Passage, context: SectionContext) -> tuple[bool, bool, bool, int, float]:
    heading = passage.heading_path[-1] if passage.heading_path else ""
    return (
        is_own(passage, context.request.unit),
        passage.genre == context.request.genre,
        passage.half == context.request.period.half,
        passage.year or 0,
        likeness(heading, context.section.heading),
    )


def is_own(passage: Passage, unit: str) -> bool:
    """Tell whether a passage comes from the unit that the report is written for."""
    return bool(passage.unit) and bool(unit) and (passage.unit.endswith(unit) or unit.endswith(passage.unit))
