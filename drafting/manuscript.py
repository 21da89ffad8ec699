"""The finished text: made of a draft or of any paragraphs, written as plain text or Markdown."""

import re
from collections.abc import Iterator
from dataclasses import replace

from drafting.draft import Block, Draft, DraftSection, Manuscript, Outline, OutlineSection, SectionState
from drafting.enumerator import DEEPEST_LEVEL, heading_level, strip_enumerator, write_enumerator
from drafting.issue_date import write_date
from drafting.manuscript_reading import bound_lines, lines_of, manuscript_from_paragraphs

__all__ = [
    "UNWRITTEN",
    "is_unwritten",
    "manuscript_from_paragraphs",
    "manuscript_of",
    "numbered_headings",
    "to_markdown",
    "to_text",
    "written_section",
]

#: Stands where a section is still to be written: a finished file must not lack one without a word.
UNWRITTEN = "【待补：本节尚未写成】"

# What Markdown would take as its own at these places.
_MARKDOWN_INLINE = re.compile(r"([\\`*_<\[\]])")
_MARKDOWN_START = re.compile(r"^(\d{0,9})([#>+~|-]|(?<=\d)[.)](?=\s))")


def numbered_headings(outline: Outline) -> tuple[str, ...]:
    """Return each section's heading with its number, aligned with ``outline.sections``; empty for level 0.

    Numbers restart under their parent: （一） counts from one again under each 一、. A heading that was typed with a number
    gets the right one instead of two.
    """
    counts = [0] * (DEEPEST_LEVEL + 1)
    headings = []
    for section in outline.sections:
        level = min(section.level, DEEPEST_LEVEL)
        if level == 0:
            headings.append("")
            continue
        counts[level] += 1
        counts[level + 1 :] = [0] * (DEEPEST_LEVEL - level)
        headings.append(write_enumerator(level, counts[level]) + strip_enumerator(section.heading))
    return tuple(headings)


def manuscript_of(draft: Draft) -> Manuscript:
    """Return the draft as one finished text: headings numbered, sections in the outline's order, signed and dated.

    A section that could not be written, or is not yet, leaves a visible mark under its heading; one that the writer has
    emptied leaves its heading only. Lines of a section that are themselves numbered headings
    below the section's own level (（一） in the text of 一、) become headings.
    """
    blocks: list[Block] = []
    for section, heading in zip(draft.outline.sections, numbered_headings(draft.outline), strict=True):
        if heading:
            blocks.append(Block(min(section.level, DEEPEST_LEVEL), heading))
        written = written_section(draft, section)
        for line, bindings in bound_lines(written.text, written.bindings):
            level = heading_level(line)
            blocks.append(Block(level if level > section.level else 0, line, bindings))
    request = draft.request
    return Manuscript(
        title=_one_line(draft.title or request.title),
        recipient=_with_colon(_one_line(request.recipient)),
        blocks=tuple(blocks),
        signature=_one_line(request.unit),
        date=request.date,
    )


def written_section(draft: Draft, outlined: OutlineSection) -> DraftSection:
    """Return the section as it is exported: its text, or the mark that it is still to be written."""
    section = next((one for one in draft.sections if one.id == outlined.id), DraftSection(outlined.id))
    return replace(section, text=UNWRITTEN, bindings=()) if is_unwritten(outlined, section) else section


def is_unwritten(outlined: OutlineSection, section: DraftSection) -> bool:
    """Tell whether a section that should have a text has none: it failed, or its turn has not come."""
    return outlined.drafted and section.state is not SectionState.DONE and not section.text.strip()


def to_text(manuscript: Manuscript) -> str:
    """Return the manuscript as plain text, a paragraph a line."""
    return "\n".join(text for _, text in _parts(manuscript))


def to_markdown(manuscript: Manuscript) -> str:
    """Return the manuscript as Markdown: the title ``#``, headings ``##`` and deeper, a blank line between paragraphs."""
    pieces = []
    for depth, text in _parts(manuscript):
        escaped = _MARKDOWN_INLINE.sub(r"\\\1", text)
        pieces.append(f"{'#' * depth} {escaped}" if depth else _MARKDOWN_START.sub(r"\1\\\2", escaped))
    return "\n\n".join(pieces) + "\n" if pieces else ""


def _parts(manuscript: Manuscript) -> Iterator[tuple[int, str]]:
    """Yield each paragraph with its depth: 1 the title, 2-5 the headings, 0 anything else."""
    if manuscript.title:
        yield 1, manuscript.title
    if manuscript.recipient:
        yield 0, manuscript.recipient
    for block in manuscript.blocks:
        yield (block.level + 1 if block.level else 0), block.text
    if manuscript.signature:
        yield 0, manuscript.signature
    if manuscript.date is not None:
        yield 0, write_date(manuscript.date)


def _one_line(text: str) -> str:
    return "".join(lines_of([text]))


def _with_colon(recipient: str) -> str:
    return recipient.rstrip("：:") + "：" if recipient else ""
