"""A file's bytes understood as a report: read, cleaned, structured, recognised, cut into passages. Stores nothing."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge_base.cleaning import Removal, clean, full_width
from knowledge_base.errors import ReadingError
from knowledge_base.passages import passages_of
from knowledge_base.reading import Limits, SourceText, read_document_bytes
from knowledge_base.reading.secrecy import secrecy_mark
from knowledge_base.recognition import recognise
from knowledge_base.report import Passage, Period, Report
from knowledge_base.search import indexed_text
from knowledge_base.structure import parse_structure
from knowledge_base.vectors import Vectors

Cues = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Given:
    """What the user says of a report; ``None`` leaves it to recognition."""

    genre: str | None = None
    unit: str | None = None
    year: int | None = None


def identity(data: bytes) -> str:
    """Return the id of the report that a file's bytes are: the same file is the same report."""
    return hashlib.sha256(data).hexdigest()[:16]


def understand(
    data: bytes, name: str, cues: Cues, limits: Limits, given: Given, kept: Collection[Removal] = ()
) -> tuple[Report, tuple[Removal, ...]]:
    """Return the report that a file holds and what cleaning took off it; ``kept`` is not taken off.

    Raises ReadingError where the file is no report, or must not be one.
    """
    source = read_document_bytes(data, name, limits)
    mark = secrecy_mark(source.paragraphs)
    if mark:
        raise ReadingError(f"“{name}”带有密级标志“{mark}”，不得导入；请按保密规定处理，改用不涉密的材料。")
    if not any("\u4e00" <= char <= "\u9fff" for paragraph in source.paragraphs for char in paragraph):
        raise ReadingError(f"“{name}”里没有一个汉字，不是报告；请检查后重新上传。")
    cleaned = clean(source.paragraphs, kept)
    if not cleaned.paragraphs:
        raise ReadingError(f"“{name}”里只有网页杂项，没有报告正文；请检查后重新上传。")
    title, outline = _styled(source)
    parsed = parse_structure(cleaned.paragraphs, cleaned.title_hint or title, outline)
    found = recognise(parsed, cues)
    period = found.period if given.year is None else _with_year(found.period, given.year)
    genre = found.genre if given.genre is None else given.genre
    unit = found.unit if given.unit is None else given.unit
    answered = (genre != found.genre, unit != found.unit, given.year is not None)
    report_id = identity(data)
    report = Report(
        id=report_id,
        title=parsed.title,
        genre=genre,
        unit=unit,
        period=period,
        recipient=parsed.recipient,
        signature=parsed.signature,
        date=parsed.date,
        sections=parsed.sections,
        passages=passages_of(report_id, parsed.sections, genre=genre, unit=unit, period=period),
        masks=cleaned.masks,
        notes=(*source.notes, *cleaned.notes, *parsed.notes, *_still_true(found.notes, answered)),
        source_name=name,
    )
    return report, cleaned.removals


def embedded(vectors: Vectors, passages: Sequence[Passage]) -> tuple[bytes, ...]:
    """Return each passage's vector as it is stored: float32, little-endian."""
    texts = [indexed_text(passage.heading_path, passage.text) for passage in passages]
    return tuple(row.astype("<f4").tobytes() for row in vectors.embed(texts))


def _styled(source: SourceText) -> tuple[str, dict[str, int]]:
    """Return the title that a .docx styles as one, and the outline level of each paragraph that it styles as heading."""
    title, outline = "", {}
    for text, style, level in zip(source.paragraphs, source.styles, source.outlines, strict=False):
        if style.lower() == "title":
            title = title or full_width(text)
        elif level:
            outline[full_width(text)] = level
    return title, outline


def _still_true(notes: tuple[str, ...], answered: tuple[bool, bool, bool]) -> tuple[str, ...]:
    """Return the notes on what was guessed, without those that the user has answered."""
    subjects = [subject for subject, said in zip(("文种", "单位", "期间"), answered, strict=True) if said]
    return tuple(note for note in notes if not any(subject in note for subject in subjects))


def _with_year(period: Period | None, year: int) -> Period:
    return Period(year) if period is None else replace(period, year=year)
