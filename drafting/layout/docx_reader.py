"""Reading a .docx back as a manuscript, whether Zhibi wrote it or anybody else."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from drafting.draft import Binding, Block, Manuscript
from drafting.layout.paragraph_part import BOOKMARK, CONTROL_TAG
from drafting.layout.style_names import (
    ATTACHMENT_STYLE,
    DATE_STYLE,
    FRAME_STYLES,
    HEADING_STYLES,
    RECIPIENT_STYLE,
    SIGNATURE_STYLE,
    STYLE_NAMES,
    TITLE_STYLE,
)
from drafting.layout.word_view import Paragraph, W, WordView
from drafting.manuscript_reading import Mark, Part, bound_lines, manuscript_from_paragraphs
from knowledge_base.errors import ReadingError
from knowledge_base.reading import read_document_bytes

_PARTS = {
    STYLE_NAMES[TITLE_STYLE].casefold(): Part.TITLE,
    STYLE_NAMES[RECIPIENT_STYLE]: Part.RECIPIENT,
    STYLE_NAMES[ATTACHMENT_STYLE]: Part.ATTACHMENT,
    STYLE_NAMES[SIGNATURE_STYLE]: Part.SIGNATURE,
    STYLE_NAMES[DATE_STYLE]: Part.DATE,
    **{STYLE_NAMES[style]: Part.FRAME for style in FRAME_STYLES},
}
# Word and LibreOffice write “heading 1”, WPS “标题 1” or “heading 1”; the name is what all of them keep.
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
# An outline level on a whole sentence is a slip of the mouse, not a heading.
_SENTENCE_END = re.compile(r"[。；！？]$")

_BOOKMARK = re.compile(rf"{BOOKMARK}\d+_([A-Za-z0-9]+)")
_LOOK_AHEAD = 200  # paragraphs; without an end a file of lines that never match would take hours


def read_docx(data: bytes, name: str = "文档") -> Manuscript:
    """Return the text of a .docx: tracked insertions kept, deletions left out, automatic numbers written out, and the

    figure of each number that still stands in the content control it was exported in.

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
    view = WordView(data, name)
    annexed = annex_rows(view)
    kept = [
        (text, mark)
        for text, mark in zip(source.paragraphs, marks, strict=True)
        if mark.part is not Part.FRAME and text not in annexed
    ]
    manuscript = manuscript_from_paragraphs([text for text, _ in kept], [mark for _, mark in kept])
    if not (view.holds(CONTROL_TAG) or view.holds(BOOKMARK)):
        return manuscript
    return replace(manuscript, blocks=tuple(_bound(manuscript.blocks, view)))


def annex_rows(view: WordView) -> frozenset[str]:
    """Return the rows of the 附表 and the 版记 that Zhibi wrote, as the reader of files gives a table's rows."""
    framed = {STYLE_NAMES[style] for style in FRAME_STYLES}
    if not (view.holds(":tbl>") and any(view.holds(name, "word/styles.xml") for name in framed)):
        return frozenset()  # another's file: its parts need not be parsed a second time
    rows = set()
    for table in view.document.iter(f"{W}tbl"):
        for row in table.iter(f"{W}tr"):
            cells = [view.paragraphs_of(cell) for cell in row.iter(f"{W}tc")]
            if all(one.style in framed for cell in cells for one in cell):
                rows.add(" | ".join(" ".join(one.text.strip() for one in cell) for cell in cells).strip())
    return frozenset(rows)


def _bound(blocks: Iterable[Block], view: WordView) -> Iterator[Block]:
    """Yield the blocks with the figures that the file's content controls name."""
    lines = (line for paragraph in view.paragraphs for line in bound_lines(paragraph.text, _bindings(paragraph)))
    waiting = list(lines)
    at = 0
    for block in blocks:
        # a line that the view shows otherwise (an automatic number, a table's row) is passed over, not lost
        near = range(at, min(at + _LOOK_AHEAD, len(waiting)))
        found = next((place for place in near if waiting[place][0] == block.text), None)
        if found is None:
            yield block
            continue
        at = found + 1
        known = waiting[found][1]
        yield replace(block, bindings=known) if known else block


def _bindings(paragraph: Paragraph) -> list[Binding]:
    """Return what the content controls name, and the bookmarks where a program has dropped the controls' tags."""
    bindings = [
        Binding(control.start, control.end, control.tag.removeprefix(CONTROL_TAG))
        for control in paragraph.controls
        if control.tag.startswith(CONTROL_TAG)
    ]
    for mark in paragraph.bookmarks:
        taken = any(binding.start < mark.end and mark.start < binding.end for binding in bindings)
        named = _BOOKMARK.fullmatch(mark.tag)
        if named and not taken:
            bindings.append(Binding(mark.start, mark.end, named[1]))
    return bindings


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
