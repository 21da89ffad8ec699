"""The finished text: made of a draft or of any paragraphs, written as plain text or Markdown."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from drafting.draft import Block, Draft, Manuscript, Outline
from drafting.enumerator import DEEPEST_LEVEL, heading_level, read_ordinal, strip_enumerator, write_enumerator

_LONGEST_TITLE = 60
_LONGEST_RECIPIENT = 120
_LONGEST_SIGNATURE = 40
_BREAKS = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_SENTENCE_MARKS = re.compile(r"[。；！？，：;!?]")
# “现将有关情况报告如下：” ends like a 主送机关 and is none.
_LEADS_INTO_TEXT = re.compile(r"如下|以下|现将|情况|[。；，]")
_ORGAN_END = re.compile(
    r"(委员会|办公室|管委会|党工委|党政办|工委|党委|党组|支部|政府|机关|中心|集团|公司|[局部委厅办院会处科室队站])$"
)
_TITLE_END = re.compile(r"(报告|总结|汇报|要点|意见|通知|方案|计划|情况|说明|材料|请示|函|纪要|讲话)(（.{1,8}）)?$")
_DATE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_CHINESE_DATE = re.compile(
    r"([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_YEAR_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_ATTACHMENT = re.compile(r"附\s*件[：:]")
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

    A section that has no text yet leaves its heading only. Lines of a section that are themselves numbered headings
    below the section's own level (（一） in the text of 一、) become headings.
    """
    texts = {section.id: section.text for section in draft.sections}
    blocks: list[Block] = []
    for section, heading in zip(draft.outline.sections, numbered_headings(draft.outline), strict=True):
        if heading:
            blocks.append(Block(min(section.level, DEEPEST_LEVEL), heading))
        for line in _lines([texts.get(section.id, "")]):
            level = heading_level(line)
            blocks.append(Block(level if level > section.level else 0, line))
    request = draft.request
    return Manuscript(
        title=_one_line(draft.title or request.title),
        recipient=_with_colon(_one_line(request.recipient)),
        blocks=tuple(blocks),
        signature=_one_line(request.unit),
        date=request.date,
    )


def manuscript_from_paragraphs(paragraphs: Iterable[str]) -> Manuscript:
    """Return any text as a manuscript: 标题, 主送机关, headings, body, 署名 and 成文日期 recognised where they stand.

    Nothing is lost: what is not recognised stays as body text, so ``to_text`` gives the same lines back. Only a date in
    another form (2026年07月05日, 二〇二六年七月五日) comes back in the form that the standard asks for.
    """
    lines = _lines(paragraphs)
    title, lines = _take_title(lines)
    recipient, lines = _take_recipient(lines)
    signature, signed_on, lines = _take_signature(lines)
    return Manuscript(title, recipient, tuple(_blocks(lines)), signature, signed_on)


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


def write_date(day: date) -> str:
    """Return a 成文日期 as the standard writes it (7.3.5.4): Arabic digits, month and day without a leading zero."""
    return f"{day.year}年{day.month}月{day.day}日"


def read_date(text: str) -> date | None:
    """Return the date that ``text`` is, in Arabic or Chinese digits, or ``None`` where it is anything else."""
    match = _DATE.fullmatch(text.strip())
    if match:
        numbers = tuple(int(group) for group in match.groups())
    else:
        match = _CHINESE_DATE.fullmatch(text.strip())
        if match is None:
            return None
        numbers = (int(match[1].translate(_YEAR_DIGITS)), read_ordinal(match[2]), read_ordinal(match[3]))
    try:
        return date(*numbers)
    except ValueError:  # 2026年2月30日
        return None


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


def _lines(paragraphs: Iterable[str]) -> list[str]:
    lines = (line.strip() for paragraph in paragraphs for line in _BREAKS.split(paragraph))
    return [line for line in lines if line]


def _one_line(text: str) -> str:
    return "".join(_lines([text]))


def _with_colon(recipient: str) -> str:
    return recipient.rstrip("：:") + "：" if recipient else ""


def _take_title(lines: list[str]) -> tuple[str, list[str]]:
    """Take the first line as the title, with the second where the title was typed on two lines."""
    if not lines or not _may_be_title(lines[0]):
        return "", lines
    if len(lines) > 1 and not _TITLE_END.search(lines[0]) and _may_be_title(lines[1]) and _TITLE_END.search(lines[1]):
        return lines[0] + lines[1], lines[2:]
    return lines[0], lines[1:]


def _may_be_title(line: str) -> bool:
    return (
        len(line) <= _LONGEST_TITLE
        and not _SENTENCE_MARKS.search(line)
        and not heading_level(line)
        and line[0] not in "（("
        and read_date(line) is None
    )


def _take_recipient(lines: list[str]) -> tuple[str, list[str]]:
    if not lines:
        return "", lines
    first = lines[0]
    is_recipient = (
        first[-1] in "：:"
        and len(first) <= _LONGEST_RECIPIENT
        and not heading_level(first)
        and not _ATTACHMENT.match(first)
        and not _LEADS_INTO_TEXT.search(first.replace("，各", "、各"))  # “各县区委，市直各单位：”
    )
    return (first, lines[1:]) if is_recipient else ("", lines)


def _take_signature(lines: list[str]) -> tuple[str, date | None, list[str]]:
    """Take 署名 and 成文日期 from the end: a date with a short line above it, or a line that is an organ's name."""
    signed_on = read_date(lines[-1]) if lines else None
    rest = lines[:-1] if signed_on else lines
    if not rest:
        return "", signed_on, rest
    last = rest[-1]
    is_name = len(last) <= _LONGEST_SIGNATURE and not _SENTENCE_MARKS.search(last) and not heading_level(last)
    if is_name and (signed_on is not None or _ORGAN_END.search(last)):
        return last, signed_on, rest[:-1]
    return "", signed_on, rest


def _blocks(lines: list[str]) -> Iterator[Block]:
    listing = False  # “附件：1.……” and the numbered lines after it are a list, not headings
    for line in lines:
        listing = bool(_ATTACHMENT.match(line)) or (listing and line[0].isdigit())
        yield Block(0 if listing else heading_level(line), line)
