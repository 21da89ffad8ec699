"""A past report as the reading pane shows it: its section tree as blocks, its paragraphs as pieces of text and slots."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge_base.match_reason import MatchReason
from knowledge_base.quantities.mention import Kind
from knowledge_base.report import Hit, Passage, Report, Section, Slot
from knowledge_base.slots import find_slots

_DEEPEST_HEADING = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a paragraph. A ``slot`` is a figure held back, ``masked`` one that was already masked in the report."""

    text: str
    slot: bool = False
    masked: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A heading (or none) and the paragraphs under it. ``level`` is 1-3."""

    level: int
    heading: str
    paragraphs: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class ShownReport:
    """A report to read. ``facts`` are named facts about it."""

    title: str
    facts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    blocks: tuple[ShownBlock, ...]


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A passage found, ``path`` its headings from the outermost, ``reasons`` why it was found: (what, words)."""

    report_id: str
    report_title: str
    path: str
    pieces: tuple[Piece, ...]
    reasons: tuple[tuple[str, str], ...] = ()


def shown_report(report: Report, genre_name: str) -> ShownReport:
    """Return a report for reading."""
    masks = "，".join(f"{mark} {times} 处" for mark, times in report.masks.items())
    facts = (
        ("文种", genre_name),
        ("单位", report.unit),
        ("期间", report.period.label if report.period else ""),
        ("主送", report.recipient),
        ("署名", report.signature),
        ("日期", report.date),
        ("遮盖", masks),
        ("文件", report.source_name),
    )
    return ShownReport(
        title=report.title,
        facts=tuple((name, value) for name, value in facts if value),
        notes=report.notes,
        blocks=tuple(_blocks(report, report.sections)),
    )


def shown_hit(hit: Hit, reason: MatchReason) -> ShownHit:
    """Return a search result for the list."""
    passage = hit.passage
    reasons = (
        ("标题里有", "、".join(reason.heading_words)),
        ("文中有", "、".join(reason.words)),
        ("", "同一单位" if reason.own_unit else ""),
    )
    return ShownHit(
        passage.report_id,
        hit.report_title or "（无标题）",
        " › ".join(passage.heading_path),
        passage_pieces(passage),
        tuple(one for one in reasons if one[1]) or (("", "用词相近"),),
    )


def passage_pieces(passage: Passage) -> tuple[Piece, ...]:
    """Return a passage as pieces."""
    return tuple(_pieces(passage.text, passage.slots))


def _blocks(report: Report, sections: Iterable[Section]) -> Iterator[ShownBlock]:
    for section in sections:
        paragraphs = tuple(
            tuple(_pieces(paragraph, find_slots(paragraph, report.period))) for paragraph in section.paragraphs
        )
        yield ShownBlock(min(max(section.level, 1), _DEEPEST_HEADING), section.heading, paragraphs)
        yield from _blocks(report, section.children)


def _pieces(text: str, slots: Sequence[Slot]) -> Iterator[Piece]:
    at = 0
    for slot in slots:
        if slot.start > at:
            yield Piece(text[at : slot.start])
        yield Piece(text[slot.start : slot.end], slot=True, masked=slot.kind is Kind.PLACEHOLDER, title=_title(slot))
        at = slot.end
    if at < len(text):
        yield Piece(text[at:])


def _title(slot: Slot) -> str:
    if slot.kind is Kind.PLACEHOLDER:
        return f"原文遮盖：{slot.name}" if slot.name else "原文遮盖"
    return f"空位：{slot.name}（{slot.unit}）" if slot.name and slot.unit else f"空位：{slot.name or slot.mark}"
