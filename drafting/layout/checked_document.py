"""What the points of the layout check look at: the document's paragraphs, each known for what it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from drafting.draft import Manuscript
from drafting.layout.docx_reader import mark_of_style, read_docx
from drafting.layout.word_view import Paragraph, WordView
from drafting.manuscript_reading import Part, lines_of, manuscript_from_paragraphs


class Role(StrEnum):
    """What a paragraph is in an official document."""

    TITLE = "标题"
    RECIPIENT = "主送机关"
    HEADING = "小标题"
    BODY = "正文"
    ATTACHMENT = "附件说明"
    SIGNATURE = "署名"
    DATE = "成文日期"


@dataclass(frozen=True)
class Placed:
    """A paragraph with its role; ``level`` 1-4 for a heading."""

    role: Role
    level: int
    paragraph: Paragraph


@dataclass(frozen=True)
class CheckedDocument:
    """A document under check. ``manuscript`` is its text as read back, automatic numbers included."""

    view: WordView
    manuscript: Manuscript
    paragraphs: tuple[Placed, ...]

    def of(self, *roles: Role) -> tuple[Paragraph, ...]:
        """Return the paragraphs of these roles in order."""
        return tuple(placed.paragraph for placed in self.paragraphs if placed.role in roles)

    def headings(self, *levels: int) -> tuple[Paragraph, ...]:
        """Return the headings of these levels in order."""
        return tuple(placed.paragraph for placed in self.paragraphs if placed.level in levels)


def open_document(data: bytes, name: str) -> CheckedDocument:
    """Return the document, read within the limits first. Raises ReadingError where it cannot or must not be read."""
    manuscript = read_docx(data, name)
    view = WordView(data, name)
    return CheckedDocument(view, manuscript, tuple(_placed(view)))


def _placed(view: WordView) -> Iterator[Placed]:
    """Yield the paragraphs outside tables that hold text. Roles come from the same reading that makes the manuscript."""
    marked = [
        (paragraph, mark_of_style(paragraph.text, paragraph.style, paragraph.outline))
        for paragraph in view.paragraphs
        if not paragraph.in_table and lines_of([paragraph.text])
    ]
    written = [paragraph for paragraph, mark in marked if mark.part is not Part.FRAME]
    texts = [paragraph.text for paragraph in written]
    marks = [mark for _, mark in marked if mark.part is not Part.FRAME]
    manuscript = manuscript_from_paragraphs(texts, marks)
    kinds: list[tuple[Role, int]] = []
    taken = ""
    lines = [(line, paragraph) for paragraph in written for line in lines_of([paragraph.text])]
    for line, _ in lines:  # the lines of the title, however many
        if len(taken) >= len(manuscript.title):
            break
        taken += line
        kinds.append((Role.TITLE, 0))
    kinds += [(Role.RECIPIENT, 0)] if manuscript.recipient else []
    listing = False
    for block in manuscript.blocks:
        opens = block.text.startswith(("附件：", "附件:", "附 件："))
        listing = opens or (listing and block.level == 0 and block.text[0].isdigit())
        role = Role.HEADING if block.level else Role.ATTACHMENT if listing else Role.BODY
        kinds.append((role, block.level))
    kinds += [(Role.SIGNATURE, 0)] if manuscript.signature else []
    kinds += [(Role.DATE, 0)] if manuscript.date else []
    seen: set[int] = set()
    for (role, level), (_, paragraph) in zip(kinds, lines, strict=True):
        if id(paragraph) not in seen:  # a paragraph of several lines counts once
            seen.add(id(paragraph))
            yield Placed(role, level, paragraph)
