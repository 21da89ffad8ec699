"""What reading a file gives, and the limits it is read within."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may cost. Sizes in bytes, times in seconds; the defaults hold for an upload of a stranger.

    A worker is the process that parses a file; the converter is LibreOffice, which needs more of everything.
    """

    file_bytes: int = 20 * 1024 * 1024
    archive_entries: int = 2_000
    archive_part_bytes: int = 50 * 1024 * 1024
    archive_total_bytes: int = 200 * 1024 * 1024
    archive_ratio: int = 100
    worker_memory_bytes: int = 1024 * 1024 * 1024
    worker_cpu_seconds: int = 30
    worker_wall_seconds: int = 60
    converter_memory_bytes: int = 4 * 1024 * 1024 * 1024
    converter_cpu_seconds: int = 60
    converter_wall_seconds: int = 120
    pdf_pages: int = 500
    characters: int = 2_000_000


@dataclass(frozen=True, slots=True)
class SourceText:
    """The paragraphs of a file in reading order, none of them empty, and what was done on reading, in Chinese.

    ``format`` is ``docx``, ``doc``, ``rtf``, ``pdf``, ``html`` or ``text``. Of a .docx, ``styles`` names each paragraph's style (``Title``, ``heading 1``, empty
    for the default) and ``outlines`` gives its level in the outline from 1, 0 for body text; both are empty for a text.
    """

    paragraphs: tuple[str, ...]
    notes: tuple[str, ...] = ()
    format: str = "text"
    styles: tuple[str, ...] = ()
    outlines: tuple[int, ...] = ()
