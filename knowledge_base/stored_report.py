"""Reports as rows and back: the only module that knows how a section, a slot or a passage is written to the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge_base.cleaning import Removal
from knowledge_base.database import PassageRow, ReportRow, VectorRow, delete_passages, now
from knowledge_base.quantities.mention import Hedge, Kind
from knowledge_base.report import Passage, Period, Report, Role, Section, Slot


@dataclass(frozen=True, slots=True)
class NewReport:
    """A report about to be stored: the values, the file's bytes, what cleaning took off, a vector for each passage."""

    report: Report
    original: bytes
    removals: tuple[Removal, ...]
    model: str
    vectors: Sequence[bytes]


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What every passage of a report repeats."""

    genre: str
    unit: str
    year: int | None
    half: int | None


def store(session: Session, new: NewReport) -> None:
    """Add a report with its passages and vectors to the session."""
    report = new.report
    period = report.period
    session.add(
        ReportRow(
            id=report.id,
            title=report.title,
            genre=report.genre,
            unit=report.unit,
            year=None if period is None else period.year,
            half=None if period is None else period.half,
            quarter=None if period is None else period.quarter,
            recipient=report.recipient,
            signature=report.signature,
            date=report.date,
            sections=[_section_json(section) for section in report.sections],
            masks=report.masks,
            notes=list(report.notes),
            removals=[[item.paragraph, item.text, item.reason, item.undone] for item in new.removals],
            source_name=report.source_name,
            original=new.original,
            added_at=now(),
        )
    )
    session.flush()
    _store_passages(session, new.report, new.model, new.vectors)


def replace_report(session: Session, row: ReportRow, report: Report, model: str, vectors: Sequence[bytes]) -> None:
    """Put a corrected report in the place of the stored one; the file's bytes and what was taken off them stay."""
    period = report.period
    row.title, row.genre, row.unit = report.title, report.genre, report.unit
    row.year = None if period is None else period.year
    row.half = None if period is None else period.half
    row.quarter = None if period is None else period.quarter
    row.sections = [_section_json(section) for section in report.sections]
    row.notes = list(report.notes)
    delete_passages(session, report.id)
    session.flush()
    _store_passages(session, report, model, vectors)


def _store_passages(session: Session, report: Report, model: str, vectors: Sequence[bytes]) -> None:
    session.add_all(
        PassageRow(
            id=passage.id,
            report_id=report.id,
            ordinal=passage.ordinal,
            heading_path=list(passage.heading_path),
            role=passage.role.value,
            text=passage.text,
            template=passage.template,
            slots=[_slot_json(slot) for slot in passage.slots],
        )
        for passage in report.passages
    )
    session.flush()
    session.add_all(
        VectorRow(passage_id=passage.id, model=model, vector=vector)
        for passage, vector in zip(report.passages, vectors, strict=True)
    )


def load_report(session: Session, row: ReportRow) -> Report:
    """Return the report of a row with its passages."""
    facts = ReportFacts(row.genre, row.unit, row.year, row.half)
    rows = session.scalars(select(PassageRow).where(PassageRow.report_id == row.id).order_by(PassageRow.ordinal))
    return Report(
        id=row.id,
        title=row.title,
        genre=row.genre,
        unit=row.unit,
        period=period_of(row),
        recipient=row.recipient,
        signature=row.signature,
        date=row.date,
        sections=tuple(_section(item) for item in row.sections),
        passages=tuple(passage_of(item, facts) for item in rows),
        masks=dict(row.masks),
        notes=tuple(row.notes),
        source_name=row.source_name,
    )


def removals_of(row: ReportRow) -> tuple[Removal, ...]:
    """Return what cleaning took off the report."""
    return tuple(Removal(*item) for item in row.removals)


def period_of(row: ReportRow) -> Period | None:
    """Return the report's period, or ``None`` where it is not known."""
    return None if row.year is None else Period(row.year, row.half, row.quarter)


def passage_of(row: PassageRow, report: ReportFacts) -> Passage:
    """Return the passage of a row; genre, unit and year are the report's."""
    return Passage(
        report_id=row.report_id,
        ordinal=row.ordinal,
        heading_path=tuple(row.heading_path),
        role=Role(row.role),
        text=row.text,
        template=row.template,
        slots=tuple(_slot(item) for item in row.slots),
        genre=report.genre,
        unit=report.unit,
        year=report.year,
        half=report.half,
    )


def _section_json(section: Section) -> list[Any]:
    children = [_section_json(child) for child in section.children]
    return [section.level, section.number, section.title, section.role.value, list(section.paragraphs), children]


def _section(data: list[Any]) -> Section:
    level, number, title, role, paragraphs, children = data
    return Section(level, number, title, Role(role), tuple(paragraphs), tuple(_section(child) for child in children))


def _slot_json(slot: Slot) -> list[Any]:
    return [
        slot.name,
        slot.unit,
        slot.unit_class,
        slot.kind.value,
        slot.hedge.value,
        slot.start,
        slot.end,
        slot.text,
        slot.mark,
    ]


def _slot(data: list[Any]) -> Slot:
    name, unit, unit_class, kind, hedge, start, end, text, mark = data
    return Slot(name, unit, unit_class, Kind(kind), Hedge(hedge), start, end, text, mark)
