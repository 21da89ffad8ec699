"""A report put right by its user: what was misread about it, and which of its lines are headings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from knowledge_base.headings import heading_of
from knowledge_base.passages import passages_of
from knowledge_base.report import Period, Report, Role, Section
from knowledge_base.roles import role_of_child, role_of_heading

#: 一、 is 1 and 1） is 4, as everywhere.
DEEPEST_LEVEL = 4


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a report in reading order. ``level`` 0 is body text; ``text`` of a heading has its number.

    A heading with an empty text stands where the report has lost one. ``role`` is what a heading's section is for,
    ``None`` where that is to be told anew; ``closing`` is body text after the last section.
    """

    level: int
    text: str
    role: Role | None = None
    closing: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    """What the user says of a report. ``lines`` are the changed ones: place (from 0, as ``lines_of`` has it) → level, text."""

    title: str
    genre: str
    unit: str
    period: Period | None
    lines: Mapping[int, tuple[int, str]] = field(default_factory=dict)


def lines_of(sections: Sequence[Section]) -> tuple[Line, ...]:
    """Return a section tree as lines."""
    return tuple(_lines(sections))


def corrected(report: Report, correction: Correction) -> Report:
    """Return the report with the correction, its passages cut anew; a note says what was corrected."""
    lines = list(lines_of(report.sections))
    for place, (level, text) in correction.lines.items():
        if 0 <= place < len(lines):
            lines[place] = _changed(lines[place], level, text)
    sections = sections_from(lines, correction.title) if correction.lines else report.sections
    changes = {
        name: question
        for name, question, before, after in (
            ("标题", "未找到标题", report.title, correction.title),
            ("文种", "文种", report.genre, correction.genre),
            ("单位", "单位", report.unit, correction.unit),
            ("期间", "期间", report.period, correction.period),
            ("章节", "缺少标题", report.sections, sections),
        )
        if before != after
    }
    # What was guessed about something is answered once the user has said it.
    notes = [note for note in report.notes if not any(question in note for question in changes.values())]
    if changes:
        notes.append(f"已人工更正：{'、'.join(changes)}")
    return replace(
        report,
        title=correction.title,
        genre=correction.genre,
        unit=correction.unit,
        period=correction.period,
        sections=sections,
        notes=tuple(notes),
        passages=passages_of(
            report.id, sections, genre=correction.genre, unit=correction.unit, period=correction.period
        ),
    )


def sections_from(lines: Sequence[Line], title: str) -> tuple[Section, ...]:
    """Return lines as a section tree: each heading holds what follows, up to the next of its level or above."""
    body = [line for line in lines if not line.closing]
    first = next((at for at, line in enumerate(body) if line.level), len(body))
    opening = tuple(line.text for line in body[:first])
    closing = tuple(line.text for line in lines if line.closing)
    sections = _tree(body[first:], None, title)
    if opening:
        sections = (Section(0, "", "", Role.OPENING, opening), *sections)
    return (*sections, Section(0, "", "", Role.CLOSING, closing)) if closing else sections


def _lines(sections: Sequence[Section]) -> Iterator[Line]:
    for section in sections:
        if section.level:
            yield Line(section.level, section.heading, section.role)
        closing = section.level == 0 and section.role is Role.CLOSING
        for paragraph in section.paragraphs:
            yield Line(0, paragraph, closing=closing)
        yield from _lines(section.children)


def _changed(line: Line, level: int, text: str) -> Line:
    level = min(max(level, 0), DEEPEST_LEVEL)
    text = " ".join(text.split()) or line.text
    # A role that was read from another heading, or from none, does not hold for this one: it is told anew.
    return Line(level, text, line.role if level == line.level and text == line.text else None)


def _tree(lines: Sequence[Line], parent: Role | None, title: str) -> tuple[Section, ...]:
    sections = []
    at = 0
    while at < len(lines):
        head = lines[at]
        end = next((place for place in range(at + 1, len(lines)) if 0 < lines[place].level <= head.level), len(lines))
        first_child = next((place for place in range(at + 1, end) if lines[place].level), end)
        number, name = _parted(head.text)
        role = _role(name, parent, title) if head.role is None else head.role
        paragraphs = tuple(line.text for line in lines[at + 1 : first_child])
        inner = lines[first_child:end]
        if head.role is None:  # a section that is now for something else is so with all that is in it
            inner = [replace(line, role=None) for line in inner]
        children = _tree(inner, role, title)
        sections.append(Section(head.level, number, name, role, paragraphs, children))
        at = end
    return tuple(sections)


def _role(name: str, parent: Role | None, title: str) -> Role:
    return role_of_heading(name, title) if parent is None else role_of_child(name, parent)


def _parted(text: str) -> tuple[str, str]:
    found = heading_of(text)
    # A heading with text behind it on its line is taken as the user wrote it, all of it.
    return (found.number, text.removeprefix(found.number)) if found and text.startswith(found.number) else ("", text)
