"""Any paragraphs as a manuscript: 标题, 主送机关, headings, body, 署名 and 成文日期 recognised, nothing lost."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import zip_longest

from drafting.draft import Binding, Block, Manuscript
from drafting.enumerator import heading_level
from drafting.issue_date import read_date

_LONGEST_TITLE = 60
_LONGEST_RECIPIENT = 120
_LONGEST_SIGNATURE = 40
_BREAKS = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
# Characters that no XML can hold and nobody sees: a model's or a clipboard's accident.
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1b\x1f\ud800-\udfff\ufffe\uffff]")
_SENTENCE_MARKS = re.compile(r"[。；！？，：;!?]")
# “现将有关情况报告如下：” ends like a 主送机关 and is none.
_LEADS_INTO_TEXT = re.compile(r"如下|以下|现将|情况|[。；，]")
_ORGAN_END = re.compile(
    r"(委员会|办公室|管委会|党工委|党政办|工委|党委|党组|支部|政府|机关|中心|集团|公司|[局部委厅办院会处科室队站])$"
)
_TITLE_END = re.compile(r"(报告|总结|汇报|要点|意见|通知|方案|计划|情况|说明|材料|请示|函|纪要|讲话)(（.{1,8}）)?$")
_ATTACHMENT = re.compile(r"附\s*件\s*[：:]")


class Part(StrEnum):
    """What a paragraph is known to be, where its file says so (a Word style)."""

    TITLE = "title"
    RECIPIENT = "recipient"
    HEADING = "heading"
    ATTACHMENT = "attachment"
    SIGNATURE = "signature"
    DATE = "date"
    FRAME = "frame"  # 版头, 附表, 版记: around the text, no part of it
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Mark:
    """What is known of a paragraph beforehand; ``level`` 1-4 for a heading."""

    part: Part = Part.UNKNOWN
    level: int = 0


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    mark: Mark


# Parts that only a document laid out as an official one has: where one of them is marked, none is guessed.
_OFFICIAL = frozenset({Part.RECIPIENT, Part.SIGNATURE, Part.DATE})


def manuscript_from_paragraphs(paragraphs: Iterable[str], marks: Sequence[Mark] = ()) -> Manuscript:
    """Return any text as a manuscript.

    Nothing is lost: what is not recognised stays as body text, so ``to_text`` gives the same lines back. Only a date in
    another form (2026年07月05日, 二〇二六年七月五日) comes back in the form that the standard asks for. ``marks`` are
    aligned with the paragraphs and say what the file itself knows of them; they go before any guess.
    """
    pairs = zip_longest(paragraphs, marks, fillvalue=None)
    lines = [_Line(line, mark or Mark()) for paragraph, mark in pairs for line in lines_of([paragraph or ""])]
    guess = not any(line.mark.part in _OFFICIAL for line in lines)
    title, lines = _take_title(lines)
    recipient, lines = _take_recipient(lines, guess=guess)
    signature, signed_on, lines = _take_ending(lines, guess=guess)
    return Manuscript(title, recipient, tuple(_blocks(lines)), signature, signed_on)


def lines_of(paragraphs: Iterable[str]) -> list[str]:
    """Return the paragraphs a line each: parted at breaks, without outer blanks and invisible controls, none empty."""
    return [line for paragraph in paragraphs for line, _ in bound_lines(paragraph, ())]


def bound_lines(text: str, bindings: Sequence[Binding]) -> list[tuple[str, tuple[Binding, ...]]]:
    """Return the lines of a text as ``lines_of`` does, each with the bindings that stand in it, moved to its offsets."""
    lines = []
    breaks = [(found.start(), found.end()) for found in _BREAKS.finditer(text)]
    starts, ends = [0, *(end for _, end in breaks)], [*(start for start, _ in breaks), len(text)]
    for start, end in zip(starts, ends, strict=True):
        visible = _INVISIBLE.sub("", text[start:end])
        line = visible.strip()
        if line:
            blanks = len(visible) - len(visible.lstrip())
            lines.append((line, tuple(_moved(bindings, text, start, end, blanks))))
    return lines


def _moved(bindings: Sequence[Binding], text: str, start: int, end: int, blanks: int) -> Iterator[Binding]:
    for binding in sorted(bindings, key=lambda one: one.start):
        if start <= binding.start < binding.end <= end:
            at = len(_INVISIBLE.sub("", text[start : binding.start])) - blanks
            length = len(_INVISIBLE.sub("", text[binding.start : binding.end]))
            if at >= 0 and length:
                yield Binding(at, at + length, binding.figure_id)


def _take_title(lines: list[_Line]) -> tuple[str, list[_Line]]:
    """Take the title from the front: the lines marked as such, or the first line, or two where it was typed on two."""
    marked = 0
    while marked < len(lines) and lines[marked].mark.part is Part.TITLE:
        marked += 1
    if marked:
        return "".join(line.text for line in lines[:marked]), lines[marked:]
    if not lines or not _may_be_title(lines[0]):
        return "", lines
    first = lines[0].text
    if len(lines) > 1 and not _TITLE_END.search(first) and _may_be_title(lines[1]) and _TITLE_END.search(lines[1].text):
        return first + lines[1].text, lines[2:]
    return first, lines[1:]


def _may_be_title(line: _Line) -> bool:
    text = line.text
    return (
        line.mark.part is Part.UNKNOWN
        and len(text) <= _LONGEST_TITLE
        and not _SENTENCE_MARKS.search(text)
        and not heading_level(text)
        and text[0] not in "（("
        and read_date(text) is None
    )


def _take_recipient(lines: list[_Line], *, guess: bool) -> tuple[str, list[_Line]]:
    if not lines:
        return "", lines
    first = lines[0]
    found = first.mark.part is Part.RECIPIENT or (guess and _may_be_recipient(first))
    return (first.text, lines[1:]) if found else ("", lines)


def _may_be_recipient(line: _Line) -> bool:
    text = line.text
    return (
        line.mark.part is Part.UNKNOWN
        and text[-1] in "：:"
        and len(text) <= _LONGEST_RECIPIENT
        and not heading_level(text)
        and not _ATTACHMENT.match(text)
        and not _LEADS_INTO_TEXT.search(text.replace("，各", "、各"))  # “各县区委，各单位：”
    )


def _take_ending(lines: list[_Line], *, guess: bool) -> tuple[str, date | None, list[_Line]]:
    """Take 署名 and 成文日期 from the end: as marked, or a date with a short line above it, or an organ's name."""
    rest = list(lines)
    signed_on = None
    if rest and (guess or rest[-1].mark.part is Part.DATE):
        signed_on = read_date(rest[-1].text)
        if signed_on:
            rest.pop()
    if rest and (
        rest[-1].mark.part is Part.SIGNATURE or (guess and _may_be_signature(rest[-1], dated=bool(signed_on)))
    ):
        return rest.pop().text, signed_on, rest
    return "", signed_on, rest


def _may_be_signature(line: _Line, *, dated: bool) -> bool:
    text = line.text
    return (
        line.mark.part is Part.UNKNOWN
        and len(text) <= _LONGEST_SIGNATURE
        and not _SENTENCE_MARKS.search(text)
        and not heading_level(text)
        and (dated or _ORGAN_END.search(text) is not None)
    )


def _blocks(lines: list[_Line]) -> Iterator[Block]:
    listing = False  # “附件：1.……” and the numbered lines after it are a list, not headings
    for line in lines:
        text, mark = line.text, line.mark
        listing = bool(_ATTACHMENT.match(text)) or mark.part is Part.ATTACHMENT or (listing and text[0].isdigit())
        if mark.part is Part.HEADING:
            yield Block(mark.level, text)
        else:
            yield Block(0 if listing else heading_level(text), text)
