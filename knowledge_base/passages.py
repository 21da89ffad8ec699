"""Passages: pieces of a section, from one point (一是…) to a paragraph, that never cut a number from its unit."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from knowledge_base.report import Passage, Period, Section, Slot
from knowledge_base.roles import role_of_text
from knowledge_base.slots import find_slots, template_of

#: A passage longer than this is parted at its sentences; pieces shorter than the other join their neighbour.
LONGEST, SHORTEST = 240, 16
#: What stands before the first point and is shorter than this belongs to it (主要是：一是…).
SHORTEST_LEAD = 8

_POINT = re.compile(
    r"(?<=[。；：，！])\s*(?=[一二三四五六七八九十]{1,2}(?:是(?!否|不是|把手)|要[^求闻点素]))|(?<=[。；：])\s*(?=第[一二三四五六七八九十]，|[①-⑳])"
)
_POINT_START = re.compile(r"([一二三四五六七八九十]{1,2})(?:是|要)|第([一二三四五六七八九十])，|[①-⑳]")
_SENTENCE = re.compile(r"[。！？]+[”’）》]*")
_TABLE_CELL = " | "


def passages_of(
    report_id: str, sections: Sequence[Section], *, genre: str, unit: str, period: Period | None
) -> tuple[Passage, ...]:
    """Return the passages of a report in reading order."""
    year = None if period is None else period.year
    half = None if period is None else period.half
    made: list[Passage] = []
    for path, section in _walk(sections, ()):
        for text, slots in _pieces(section, period):
            passage = Passage(
                report_id=report_id,
                ordinal=len(made),
                heading_path=path,
                role=role_of_text(text, section.role),
                text=text,
                template=template_of(text, slots),
                slots=slots,
                genre=genre,
                unit=unit,
                year=year,
                half=half,
            )
            made.append(passage)
    return tuple(made)


def _walk(sections: Sequence[Section], above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Section]]:
    for section in sections:
        path = (*above, section.heading) if section.heading else above
        yield path, section
        yield from _walk(section.children, path)


def _pieces(section: Section, period: Period | None) -> Iterator[tuple[str, tuple[Slot, ...]]]:
    for paragraph in _paragraphs(section):
        slots = find_slots(paragraph, period)
        for start, end in cut(paragraph, slots):
            inside = tuple(slot for slot in slots if start <= slot.start and slot.end <= end)
            yield paragraph[start:end], tuple(_moved(slot, -start) for slot in inside)


def _paragraphs(section: Section) -> list[str]:
    """Return the section's paragraphs, the rows of one table together."""
    merged: list[str] = []
    for paragraph in section.paragraphs:
        if merged and _TABLE_CELL in paragraph and _TABLE_CELL in merged[-1] and len(merged[-1]) < LONGEST:
            merged[-1] += "\n" + paragraph
        else:
            merged.append(paragraph)
    return merged


def cut(paragraph: str, slots: Sequence[Slot]) -> tuple[tuple[int, int], ...]:
    """Return where the passages of a paragraph start and end: points first, then sentences where a point is long."""
    spans = []
    for start, end in _at_points(paragraph, slots):
        spans += _at_sentences(paragraph, start, end, slots) if end - start > LONGEST else [(start, end)]
    return tuple(_trimmed(paragraph, span) for span in spans if paragraph[span[0] : span[1]].strip())


def _at_points(paragraph: str, slots: Sequence[Slot]) -> list[tuple[int, int]]:
    places = [found.end() for found in _POINT.finditer(paragraph) if not _inside_slot(found.end(), slots)]
    starts_itself = _POINT_START.match(paragraph) is not None
    if not places or (len(places) < 2 and not starts_itself):
        return [(0, len(paragraph))]
    if places[0] < SHORTEST_LEAD and not starts_itself:
        places = places[1:]
    bounds = [0, *places, len(paragraph)]
    return list(pairwise(bounds))


def _at_sentences(paragraph: str, start: int, end: int, slots: Sequence[Slot]) -> list[tuple[int, int]]:
    """Part a long piece into runs of whole sentences of about equal length."""
    ends = [at for found in _SENTENCE.finditer(paragraph, start, end) if not _inside_slot(at := found.end(), slots)]
    count = -(-(end - start) // LONGEST)
    wanted = (end - start) / count
    spans, at = [], start
    for place in ends:
        if place - at >= wanted * 0.8 and end - place >= SHORTEST:
            spans.append((at, place))
            at = place
    spans.append((at, end))
    return spans


def _inside_slot(place: int, slots: Sequence[Slot]) -> bool:
    return any(slot.start < place < slot.end for slot in slots)


def _trimmed(paragraph: str, span: tuple[int, int]) -> tuple[int, int]:
    piece = paragraph[span[0] : span[1]]
    return span[0] + len(piece) - len(piece.lstrip()), span[1] - len(piece) + len(piece.rstrip())


def _moved(slot: Slot, by: int) -> Slot:
    return Slot(
        slot.name,
        slot.unit,
        slot.unit_class,
        slot.kind,
        slot.hedge,
        slot.start + by,
        slot.end + by,
        slot.text,
        slot.mark,
    )
