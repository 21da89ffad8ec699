"""A past paragraph brought up to date: its dates, its unit's name, and campaigns that are over."""

import re
from dataclasses import replace

from drafting.composer.filling import rebuilt
from drafting.composer.precedent import is_own, period_of
from drafting.composer.prose import Clause, Paragraph, Point, Sentence
from drafting.composer.stencil import Stencil
from drafting.composer.timing import (
    dated_campaigns,
    ended_campaigns,
    moved_to,
    speaks_of_ended_plan,
    speaks_of_other_year,
    with_new_sessions,
    with_theme,
)
from drafting.figure import Figure
from drafting.headings import replacement_for
from drafting.section_context import SectionContext
from drafting.tokens import token
from drafting.unit_name import in_name_of, names_of_place
from knowledge_base.quantities.mention import Kind
from knowledge_base.report import Passage, Period, Role, Slot
from knowledge_base.slots import NEXT_YEAR, REPORT_PERIOD, REPORT_YEAR, YEAR_BEFORE

_SPOKEN_UNITS = frozenset({"年", "年度", "届", "天", "月", "步", "类", "种", "轮", "线"})
_LONGEST_SPOKEN = 2
#: What reports up to 2023 are full of, and none since: reports on the years after it speak of other things.
_PANDEMIC = re.compile(r"疫情|新冠|核酸|复工复产|健康码|敲门行动|疫苗接种")
_PANDEMIC_OVER = 2024
#: “1+5+N” is the name of one unit's own system, and means nothing in another's report.
_FORMULA = re.compile(r"“[^”]*[0-9A-ZＮ]\s*[+＋][^”]*”")
_STANDING = re.compile(r"(?:20\d\d年|今年|本年)是.{2,40}(?:之年|一年|元年|开局年|收官年)$")
_STANDING_IN_NOTE = re.compile(r"20\d\d年是[^，。；\n]{2,40}(?:之年|一年|元年|开局年|收官年)")
_SHORTEST_NAME = 4


def in_own_name(stencil: Stencil, context: SectionContext) -> str:
    """Return a stencil's text in this period and of this unit: the slots of the report's own dates are filled already."""
    passage, period = stencil.passage, context.request.period
    past = period_of(passage)
    text = stencil.text
    for character, slot in stencil.slots.items():
        text = text.replace(character, _words_of_any_year(slot, past, period) or character)
    text = moved_to(text, past, period, context.section.role)
    for character, slot in stencil.slots.items():
        stated = _own_date(slot, past, period, context.section.role)
        if stated:
            text = text.replace(character, stated)
        elif slot.kind is Kind.PLACEHOLDER:
            text = _unmasked(text, character, context.request.unit)
    for figure in _renamed(context):
        text = text.replace(figure.previous_text, token(figure))
    return text if is_own(passage, context.request.unit) else in_name_of(text, passage.unit, context.request.unit)


def _unmasked(text: str, character: str, unit: str) -> str:
    """Return the text with the unit's name where only its beginning was masked: xx县工业园区, X园区管委会."""
    after = text.split(character, 1)[1] if character in text else ""
    for start in range(1, len(unit) - _SHORTEST_NAME + 2):
        if after.startswith(unit[start:]):
            return text.replace(character + unit[start:], unit, 1)
    return text


def _renamed(context: SectionContext) -> tuple[Figure, ...]:
    """Return the figures that are names rather than values, and had another one last period: “1+5+N” became “1+6+N”."""
    named = (Kind.FORMULA, Kind.CODE, Kind.DOCUMENT_NUMBER)
    figures = (*context.figures, *context.figures_locked)
    return tuple(f for f in figures if f.value.kind in named and len(f.previous_text) >= _SHORTEST_NAME)


def brought_up_to_date(paragraph: Paragraph, context: SectionContext, passage: Passage) -> Paragraph:
    """Return a paragraph without what is over or another's: ended campaigns, other years, the names of another place."""
    points = []
    for point in _with_standing(paragraph.points, context):
        current = _current_point(point, context, passage)
        if current is not None:
            points.append(current)
    return replace(paragraph, points=tuple(points))


def _with_standing(points: tuple[Point, ...], context: SectionContext) -> tuple[Point, ...]:
    """Return points whose first sentence says what kind of year this is, and not what last year was.

    2025年是“十四五”收官之年，也是… holds of 2025 alone. What this year is, only the writer's notes can tell.
    """
    if context.section.role is not Role.OPENING or not points or not points[0].sentences:
        return points
    first = points[0].sentences[0]
    opening = first.clauses[0]
    if not _STANDING.match(opening.text) or not speaks_of_ended_plan(opening.text, context.request.period):
        return points
    told = (m for theme in context.request.themes for m in [_STANDING_IN_NOTE.search(theme.notes)] if m is not None)
    stated = next(told, None)
    rest = list(first.clauses[1:])
    if stated is not None:
        clauses = [Clause(stated[0], opening.end), *rest]
    else:
        if rest and rest[0].text.startswith("也是"):
            rest[0] = Clause(f"{context.request.period.year}年{rest[0].text.removeprefix('也')}", rest[0].end)
        clauses = rest
    sentences = (
        (replace(first, clauses=tuple(clauses)), *points[0].sentences[1:]) if clauses else points[0].sentences[1:]
    )
    return (replace(points[0], sentences=sentences), *points[1:])


def _current_point(point: Point, context: SectionContext, passage: Passage) -> Point | None:
    core = ""
    place = names_of_place(passage.unit, context.request.unit)
    if point.word and passage.year is not None:
        kind, core = _unnamed_campaign(point, passage.year, context)
        if kind:
            theme = replacement_for(kind, context.request.themes)
            if not theme:
                return None  # 二是扎实开展学习教育。: last year's, and this year has none
            point = _named(point, kind, theme)

    def transform(text: str) -> str | None:
        if any(name and name in text for name in (core, place)) or (place and _FORMULA.search(text)):
            return None
        return _current_clause(text, context)

    sentences = [rebuilt(sentence, transform) for sentence in point.sentences]
    if point.word and sentences and sentences[0] is None:
        return None  # 一是扎实开展党纪学习教育。: without its name nothing of the point holds
    kept: tuple[Sentence, ...] = tuple(sentence for sentence in sentences if sentence is not None)
    return replace(point, sentences=kept) if kept else None


def _unnamed_campaign(point: Point, past_year: int, context: SectionContext) -> tuple[str, str]:
    """Return the kind of campaign that a point's title leaves unnamed, and what last year's was about; or empty strings.

    二是扎实开展学习教育 in a report of 2025 means that year's campaign, on the eight-point rules; what the point says of
    those rules does not hold of another year's campaign.
    """
    title = point.sentences[0].text
    kind = next((kind for kind in ("学习教育", "主题教育") if kind in title), "")
    ended = [name for name in dated_campaigns(past_year) if name.endswith(kind)] if kind else []
    if not ended or past_year >= context.request.period.year:
        return "", ""
    if any(name in title for name in ended) or any(theme.name in title for theme in context.request.themes):
        return "", ""  # named: the general rule replaces or drops it
    return kind, re.sub(rf"^(?:深入)?(?:学习)?贯彻|{kind}$", "", ended[0])


def _named(point: Point, kind: str, theme: str) -> Point:
    first = point.sentences[0]
    clauses = (replace(first.clauses[0], text=first.clauses[0].text.replace(kind, theme, 1)), *first.clauses[1:])
    return replace(point, sentences=(replace(first, clauses=clauses), *point.sentences[1:]))


def _current_clause(text: str, context: SectionContext) -> str | None:
    request = context.request
    if request.period.year >= _PANDEMIC_OVER and _PANDEMIC.search(text):
        return None
    if speaks_of_other_year(text, request.period) or speaks_of_ended_plan(text, request.period):
        return None
    text = with_new_sessions(text, request.themes)
    spans = ended_campaigns(text, request.period, request.themes, context.section.role)
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
    if slot.name == REPORT_PERIOD and past is not None and _is_whole(slot.text, past):
        return period.label
    return ""


def _is_whole(text: str, past: Period) -> bool:
    """Tell whether a period is the report's own: in a report of the year, its first quarter is when something happened."""
    if past.half is None:
        return "季度" not in text and "半年" not in text
    return ("上半年" if past.half == 1 else "下半年") in text


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
