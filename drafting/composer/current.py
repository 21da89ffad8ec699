"""A past paragraph brought up to date: its dates, its unit's name, and campaigns that are over."""

import re
from dataclasses import replace

from drafting.composer.filling import rebuilt
from drafting.composer.precedent import is_own, period_of
from drafting.composer.prose import Paragraph, Point, Sentence
from drafting.composer.stencil import Stencil
from drafting.composer.timing import ended_campaigns, moved_to, speaks_of_other_year, with_theme
from drafting.section_context import SectionContext
from knowledge_base.report import Period, Slot
from knowledge_base.slots import NEXT_YEAR, REPORT_PERIOD, REPORT_YEAR, YEAR_BEFORE


def in_own_name(stencil: Stencil, context: SectionContext) -> str:
    """Return a stencil's text in this period and of this unit: the slots of the report's own dates are filled already."""
    passage, period = stencil.passage, context.request.period
    text = stencil.text
    for character, slot in stencil.slots.items():
        stated = _own_date(slot, period)
        if stated:
            text = text.replace(character, stated)
    text = moved_to(text, period_of(passage), period, context.section.role)
    if not is_own(passage, context.request.unit) and passage.unit and context.request.unit:
        text = text.replace(passage.unit, context.request.unit)
    return text


def brought_up_to_date(paragraph: Paragraph, context: SectionContext) -> Paragraph:
    """Return a paragraph without what is over: clauses of ended campaigns and other years, points named for them."""
    points = []
    for point in paragraph.points:
        current = _current_point(point, context)
        if current is not None:
            points.append(current)
    return replace(paragraph, points=tuple(points))


def _current_point(point: Point, context: SectionContext) -> Point | None:
    def transform(text: str) -> str | None:
        return _current_clause(text, context)

    sentences = [rebuilt(sentence, transform) for sentence in point.sentences]
    if point.word and sentences and sentences[0] is None:
        return None  # 一是扎实开展党纪学习教育。: without its name nothing of the point holds
    kept: tuple[Sentence, ...] = tuple(sentence for sentence in sentences if sentence is not None)
    return replace(point, sentences=kept) if kept else None


def _current_clause(text: str, context: SectionContext) -> str | None:
    request = context.request
    if speaks_of_other_year(text, request.period):
        return None
    spans = ended_campaigns(text, request.period, request.themes)
    return with_theme(text, spans, request.themes) if spans else text


def _own_date(slot: Slot, period: Period) -> str:
    """Return what a slot of the report's own time says now, or an empty string for every other slot."""
    suffix = "年度" if re.search("年度$", slot.text) else "年"
    if slot.name == REPORT_YEAR:
        return f"{period.year}{suffix}"
    if slot.name == YEAR_BEFORE:
        return f"{period.year - 1}{suffix}"
    if slot.name == NEXT_YEAR:
        return f"{period.year + 1}{suffix}"
    return period.label if slot.name == REPORT_PERIOD else ""
