"""Reading a .docx back as a manuscript, whether Zhibi wrote it or anybody else."""

import re

from drafting.draft import Manuscript
from drafting.layout.styles_part import (
    ATTACHMENT_STYLE,
    DATE_STYLE,
    HEADING_STYLES,
    RECIPIENT_STYLE,
    SIGNATURE_STYLE,
    STYLE_NAMES,
    TITLE_STYLE,
)
from drafting.manuscript_reading import Mark, Part, manuscript_from_paragraphs
from knowledge_base.errors import ReadingError
from knowledge_base.reading import read_document_bytes

_PARTS = {
    STYLE_NAMES[TITLE_STYLE].casefold(): Part.TITLE,
    STYLE_NAMES[RECIPIENT_STYLE]: Part.RECIPIENT,
    STYLE_NAMES[ATTACHMENT_STYLE]: Part.ATTACHMENT,
    STYLE_NAMES[SIGNATURE_STYLE]: Part.SIGNATURE,
    STYLE_NAMES[DATE_STYLE]: Part.DATE,
}
# Word and LibreOffice write “heading 1”, WPS “标题 1” or “heading 1”; the name is what all of them keep.
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
# An outline level on a whole sentence is a slip of the mouse, not a heading.
_SENTENCE_END = re.compile(r"[。；！？]$")


def read_docx(data: bytes, name: str = "文档") -> Manuscript:
    """Return the text of a .docx: tracked insertions kept, deletions left out, automatic numbers written out.

    The file is a stranger's: it is read within the limits of ``knowledge_base.reading``, in a process of its own. ``name``
    is only for messages. Raises ReadingError where it is no .docx, damaged, hostile or over a limit.
    """
    source = read_document_bytes(data, name)
    if source.format != "docx":
        raise ReadingError(f"“{name}”不是 Word 文件；请选择 .docx 文件。")
    marks = [
        mark_of_style(text, style, outline)
        for text, style, outline in zip(source.paragraphs, source.styles, source.outlines, strict=True)
    ]
    return manuscript_from_paragraphs(source.paragraphs, marks)


def mark_of_style(text: str, style: str, outline: int) -> Mark:
    """Return what a paragraph's style and outline level say it is."""
    part = _PARTS.get(style.casefold())
    if part is not None:
        return Mark(part)
    heading = _HEADING.fullmatch(style.strip())
    level = int(heading[1]) if heading else outline
    if not level or (heading is None and _SENTENCE_END.search(text)):
        return Mark()
    return Mark(Part.HEADING, min(level, len(HEADING_STYLES)))
