"""A past paragraph brought up to date: its dates, its unit's name, and campaigns that are over."""

from dataclasses import replace

from drafting.composer.filling import rebuilt
from drafting.composer.precedent import is_own, period_of
from drafting.composer.prose import Paragraph, Point, Sentence
from drafting.composer.stencil import Stencil
from drafting.composer.timing import ended_campaigns, moved_to, speaks_of_other_year, with_theme
from drafting.section_context import SectionContext
from knowledge_base.quantities.mention import Kind
from knowledge_base.report import Period, Role, Slot
from knowledge_base.slots import NEXT_YEAR, REPORT_PERIOD, REPORT_YEAR, YEAR_BEFORE

_SPOKEN_UNITS = frozenset({"年", "年度", "届", "天", "月", "步", "类", "种", "轮", "线"})
_LONGEST_SPOKEN = 2


def in_own_name(stencil: Stencil, context: SectionContext) -> str:
    """Return a stencil's text in this period and of this unit: the slots of the report's own dates are filled already."""
    passage, period = stencil.passage, context.request.period
    past = period_of(passage)
    text = moved_to(stencil.text, past, period, context.section.role)
    for character, slot in stencil.slots.items():
        stated = _own_date(slot, past, period, context.section.role) or _words_of_any_year(slot, past, period)
        if stated:
            text = text.replace(character, stated)
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


def _own_date(slot: Slot, past: Period | None, period: Period, role: Role) -> str:
    """Return what a slot of the report's own time says now, or an empty string for every other slot."""
    suffix = "年度" if slot.text.endswith("年度") else "年"
    to_half = past is not None and past.half is None and period.half is not None
    if slot.name == REPORT_YEAR:
        return period.label if to_half and role is not Role.PLANS else f"{period.year}{suffix}"
    if slot.name == YEAR_BEFORE:
        return f"{period.year - 1}{suffix}"
    if slot.name == NEXT_YEAR:
        return "下半年" if to_half and period.half == 1 else f"{period.year + 1}{suffix}"
    return period.label if slot.name == REPORT_PERIOD else ""


def _words_of_any_year(slot: Slot, past: Period | None, period: Period) -> str:
    """Return a slot's own words where they are no figure of that year: 一年, 二十届, 一支, 截至6月底 of a half-year.

    三十二场 is a figure in spite of its Chinese numerals; 一批 and 两个 are none.
    """
    if any(is_masked_or_digit(character) for character in slot.text):
        month = slot.kind is Kind.PERIOD and "年" not in slot.text and "日" not in slot.text
        return slot.text if month and past is not None and past.half == period.half else ""
    spoken = slot.unit in _SPOKEN_UNITS or (slot.text[:1] in "一两半双几数" and len(slot.text) <= _LONGEST_SPOKEN)
    return slot.text if spoken or (slot.kind is Kind.UNKNOWN and not slot.unit) else ""


def is_masked_or_digit(character: str) -> bool:
    """Tell whether a character is a digit, or stands where one was hidden (**, xx)."""
    return character.isdigit() or character in "*＊xX×_〇○□"
