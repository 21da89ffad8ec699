"""Reads a .pdf from standard input and writes its paragraphs as JSON; run alone, in a limited process.

A .pdf knows characters and where they stand, no paragraphs: lines are put together from the characters, paragraphs from
the lines, by indents, short lines and gaps. Never imports its own package.
"""

import ctypes
import itertools
import json
import os
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

#: A line this much further in than the column's edge begins a paragraph (in widths of a character).
INDENT = 0.8
#: A gap in a line this wide is a gap between cells, not stretched text.
CELL_GAP = 1.2
_SENTENCE_END = "。！？：；…”）"
_PAGE_NUMBER = re.compile(
    r"[—–\-－―一\s·]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[/／，,]?\s*共?\s*\d{1,4}\s*页?)?[—–\-－―一\s·]*"
)
_UNIT = re.compile(
    r"[“‘（《〈【〔［\[]*(?:(?:[A-Za-z0-9.,%+\-/:&@_]+[、，]?)+|—+|…+|.)[，。、；：！？”’）》〉】〕］\]％%]*(?:[“‘（《〈【〔［\[]+.)?"
)
_HEADING = re.compile(
    r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|第[一二三四五六七八九十]{1,3}[章节部]|——"
)
_INVISIBLE_MODE = 3
_WIDE = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’…—·①-⑳"
_BESIDE_WIDE = re.compile(rf"(?<=[{_WIDE}]) +| +(?=[{_WIDE}])")
_BLANK = " \u3000\u00a0\u2002\u2003\t"


class Refused(Exception):  # noqa: N818 - a refusal with its reason, passed to the parent process, not an error class
    """The document is not read; ``reason`` is a word that the parent process has a sentence for."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class _Line:
    """Characters on one height; places in points from the page's lower left corner."""

    page: int
    y: float
    left: float
    right: float
    size: float
    text: str
    height: float  # of the page


@dataclass
class _Found:
    lines: list[_Line] = field(default_factory=list)
    characters: int = 0
    unmapped: int = 0
    invisible: int = 0
    bare_pages: list[int] = field(default_factory=list)


@dataclass
class _Char:
    text: str
    x: float
    y: float
    right: float
    size: float


def read(data: bytes, page_limit: int, character_limit: int) -> dict[str, Any]:
    """Return paragraphs and what was found on the way. Raises Refused."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Refused("password" if "assword" in str(error) else "damaged") from error
    if len(document) > page_limit:
        raise Refused("pages")
    found = _Found()
    for at in range(len(document)):
        try:
            _read_page(document, at, found)
        except pypdfium2.PdfiumError:
            found.bare_pages.append(at + 1)
        if found.characters > character_limit:
            raise Refused("size")
    if found.characters < 8 * max(len(document), 1) and len(found.bare_pages) * 2 >= len(document):
        raise Refused("scanned" if len(document) else "damaged")
    if found.unmapped * 5 > found.characters:
        raise Refused("unmapped")
    body, margins = _without_margins(found.lines, len(document))
    return {
        "paragraphs": list(_paragraphs(body)),
        "margins": margins,
        "bare_pages": found.bare_pages,
        "scanned_text": found.invisible * 2 > found.characters,
    }


def _read_page(document: Any, at: int, found: _Found) -> None:
    page = document[at]
    text_page = page.get_textpage()
    characters = [char for char in _characters(text_page, found) if char.text]
    height = page.get_height()
    lines = [_line_of(chars, at, height) for chars in _rows(characters)]
    lines = [line for line in lines if line.text]
    if not lines:
        found.bare_pages.append(at + 1)
    found.characters += sum(len(line.text) for line in lines)
    found.lines += lines
    text_page.close()
    page.close()


def _characters(text_page: Any, found: _Found) -> Iterator[_Char]:
    import pypdfium2.raw as pdfium

    x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
    for at in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text_page, at)
        if pdfium.FPDFText_IsGenerated(text_page, at) == 1 or code in (0, 2, 0xFFFE, 0xFEFF, 0xAD):
            continue  # line ends and blanks that pdfium supposes; soft hyphens
        pdfium.FPDFText_GetCharOrigin(text_page, at, x, y)
        pdfium.FPDFText_GetLooseCharBox(text_page, at, box)
        size = max(box.top - box.bottom, 1.0)
        if pdfium.FPDFText_HasUnicodeMapError(text_page, at) == 1 or code == 0xFFFD or 0xE000 <= code <= 0xF8FF:
            found.unmapped += 1
        mode = pdfium.FPDFTextObj_GetTextRenderMode(pdfium.FPDFText_GetTextObject(text_page, at))
        found.invisible += mode == _INVISIBLE_MODE
        stated = pdfium.FPDFText_GetFontSize(text_page, at)
        # the font's size is in units of the text's own matrix: where that scales, only the box tells the truth
        yield _Char(_letter(code), x.value, y.value, box.right, stated if 0.5 < size / max(stated, 0.1) < 2 else size)


def _letter(code: int) -> str:
    try:
        char = chr(code)
    except ValueError:
        return "\ufffd"
    # fonts that map 一 and 工 to the radicals ⼀ ⼯ look right and are found by no search
    return unicodedata.normalize("NFKC", char) if 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF else char


def _rows(characters: Sequence[_Char]) -> list[list[_Char]]:
    """Return the characters of each height, from the top down and left to right."""
    rows: list[list[_Char]] = []
    for char in sorted(characters, key=lambda char: -char.y):
        # a raised figure (m²) belongs to the line it is raised from
        if rows and abs(rows[-1][0].y - char.y) <= 0.6 * max(rows[-1][0].size, char.size):
            rows[-1].append(char)
        else:
            rows.append([char])
    return [sorted(row, key=lambda char: char.x) for row in rows]


def _line_of(row: Sequence[_Char], page: int, height: float) -> _Line:
    inked = [char for char in row if char.text not in _BLANK]
    if not inked:
        return _Line(page, 0, 0, 0, 1, "", height)
    sizes = sorted(char.size for char in inked)
    size = sizes[len(sizes) // 2]
    pieces: list[str] = []
    last: _Char | None = None
    for char in row:
        gap = 0.0 if last is None else char.x - last.right
        if char.text in _BLANK:
            pieces.append(" " if pieces else "")
            continue
        if last is not None and gap > CELL_GAP * size:
            pieces.append("\t")
        elif last is not None and gap > 0.2 * size and _is_narrow(last.text) and _is_narrow(char.text):
            pieces.append(" ")
        # a character drawn twice, a shade to the side, is how some programs make it bold
        if last is None or char.text != last.text or abs(char.x - last.x) > 0.15 * size:
            # one glyph may stand for both dashes of a ——
            pieces.append(char.text * (2 if char.text == "—" and char.right - char.x > 1.6 * size else 1))
        last = char
    text = _BESIDE_WIDE.sub("", re.sub(r"[ ]+", " ", "".join(pieces)))
    text = re.sub(r" *\t+ *", " ", text).strip()
    return _Line(page, inked[0].y, inked[0].x, inked[-1].right, size, text, height)


def _is_narrow(text: str) -> bool:
    return text.isascii()


def _without_margins(lines: Sequence[_Line], pages: int) -> tuple[list[_Line], list[str]]:
    """Return the lines without page numbers and running heads, and what was left out."""
    by_page: dict[int, list[_Line]] = {}
    for line in lines:
        by_page.setdefault(line.page, []).append(line)
    edges = [line for page in by_page.values() for line in (*page[:2], *page[-2:])]
    repeated = {
        text
        for text, count in Counter(_pattern(line) for line in {id(line): line for line in edges}.values()).items()
        if count >= 3 and count * 2 >= pages
    }
    left_out: list[_Line] = []
    for page in by_page.values():
        for line in {id(line): line for line in (*page[:2], *page[-2:])}.values():
            outer = line.y > line.height * 0.9 or line.y < line.height * 0.1
            if outer and (_PAGE_NUMBER.fullmatch(line.text) or _pattern(line) in repeated):
                left_out.append(line)
    gone = {id(line) for line in left_out}
    return [line for line in lines if id(line) not in gone], [line.text for line in left_out]


def _pattern(line: _Line) -> str:
    return re.sub(r"\d+", "0", line.text)


@dataclass
class _Column:
    """Where the text of a page stands: its edges, and how far its lines are apart."""

    left: float
    right: float
    pitch: float


def _columns(lines: Sequence[_Line]) -> dict[int, _Column]:
    """Return the column of odd and of even pages; a book's margins change sides."""
    whole = _column_of(lines)
    columns = {}
    for parity in (0, 1):
        own = [line for line in lines if line.page % 2 == parity]
        columns[parity] = _column_of(own) if len(own) >= 20 else whole
    return columns


def _column_of(lines: Sequence[_Line]) -> _Column:
    least = max(2, len(lines) // 50)
    lefts = Counter(round(line.left / 3) * 3 for line in lines)
    common = [place for place, count in lefts.items() if count + lefts[place + 3] >= least]
    left = min(common, default=min((line.left for line in lines), default=0.0))
    rights = sorted(line.right for line in lines)
    right = rights[int(len(rights) * 0.9)] if rights else 0.0
    gaps = sorted(one.y - other.y for one, other in _neighbours(lines))
    # most gaps in a report are those inside its paragraphs
    pitch = gaps[len(gaps) // 2] if gaps else 0.0
    return _Column(left, right, pitch)


def _neighbours(lines: Sequence[_Line]) -> Iterator[tuple[_Line, _Line]]:
    for one, other in itertools.pairwise(lines):
        if one.page == other.page and one.y > other.y:
            yield one, other


def _paragraphs(lines: Sequence[_Line]) -> Iterator[str]:
    columns = _columns(lines)
    parts: list[_Line] = []
    for line in lines:
        if parts and _begins(parts[-1], line, columns):
            yield _joined(parts)
            parts = []
        parts.append(line)
    if parts:
        yield _joined(parts)


def _begins(last: _Line, line: _Line, columns: dict[int, _Column]) -> bool:
    """Tell whether a paragraph begins with ``line``, ``last`` being the line before it."""
    column, before = columns[line.page % 2], columns[last.page % 2]
    size = line.size
    if max(size, last.size) > 1.15 * min(size, last.size):
        return True
    short = before.right - last.right
    full = short < 1.6 * size
    ended = last.text[-1] in _SENTENCE_END
    gap = last.y - line.y if last.page == line.page else 0.0
    if column.pitch and gap > 1.35 * column.pitch and (ended or not full):
        return True
    if ended and _HEADING.match(line.text):
        return True
    indent, last_indent = line.left - column.left, last.left - before.left
    if indent > INDENT * size:
        # a paragraph set in as a whole, or a centred title that was too long for its line
        return not (full and not ended and abs(indent - last_indent) < 0.3 * size) and not (
            full and not ended and _is_centred(line, column)
        )
    # a sentence that goes on wants more room left over before it is taken to be broken off
    return short > (_least_room(line.text) + (0.3 if ended else 3.0)) * size


def _least_room(text: str) -> float:
    """Return how much room, in widths of a character, the beginning of a line needs: it would have stood on the line
    before if that had so much left. ``19.3%、`` is not parted, nor a mark from the word before it."""
    found = _UNIT.match(text)
    unit = found.group() if found else text[:1]
    return sum(0.6 if char.isascii() else 1.0 for char in unit)


def _is_centred(line: _Line, column: _Column) -> bool:
    left, right = line.left - column.left, column.right - line.right
    return left > 2.5 * line.size and abs(left - right) < 1.5 * line.size


def _joined(lines: Iterable[_Line]) -> str:
    text = ""
    for line in lines:
        latin = text[-1:].isascii() and text[-1:].isalpha() and line.text[:1].isascii() and line.text[:1].isalpha()
        text += (" " if latin else "") + line.text
    return text


def main(page_limit: int, character_limit: int) -> None:
    """Read standard input, write one JSON object: the paragraphs and facts, or ``{"error": reason}``."""
    sys.path.extend(os.environ.get("ZHIBI_PACKAGES", "").split("\n"))
    try:
        answer = read(sys.stdin.buffer.read(), page_limit, character_limit)
    except Refused as refusal:
        answer = {"error": refusal.reason}
    except (MemoryError, RecursionError):
        answer = {"error": "memory"}
    json.dump(answer, sys.stdout)
    sys.stdout.flush()
    os._exit(0)  # pdfium's own tidying up of a damaged document is not worth the time, nor safe


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
