"""Points of the layout check about the text (11-14, 18-20, 22)."""

import re

from drafting.issue_date import write_date
from drafting.layout.checked_document import CheckedDocument, Role
from drafting.manuscript import to_text
from knowledge_base.cleaning import clean
from knowledge_base.headings import heading_of, mark_of
from knowledge_base.quantities.mention import Kind
from knowledge_base.quantities.reader import read

_CHINESE = "\u4e00-\u9fff“”‘’《》（）【】、。，；：！？"
_HALF_WIDTH = re.compile(
    rf"(?<=[{_CHINESE}])[,;:?!()\"](?!\d)|(?<!\d)[,;:?!()\"](?=[{_CHINESE}])|(?<=[{_CHINESE}])\.(?![\dA-Za-z.])"
)
# What cleaning takes off that a finished document may hold: a refrain, and “1、” in a sentence.
_NOT_CLUTTER = frozenset({"重复段落", "页码标记"})
_PAIRS = {"“": "”", "‘": "’"}
_CLOSING = {closing: opening for opening, closing in _PAIRS.items()}


def outline_levels(document: CheckedDocument) -> str:
    """11: the level in the outline is that of the number's form."""
    for placed in document.paragraphs:
        heading = heading_of(placed.paragraph.text.strip())
        if placed.role is not Role.HEADING or heading is None:
            continue
        if placed.paragraph.outline != heading.level:
            now = f"{placed.paragraph.outline} 级" if placed.paragraph.outline else "正文"
            return f"“{_short(placed.paragraph.text)}”的大纲级别是{now}，应为 {heading.level} 级"
    return ""


def consecutive_numbers(document: CheckedDocument) -> str:
    """12: numbers count on by one and restart under their parent."""
    counts = [0] * 5
    for block in document.manuscript.blocks:
        mark = mark_of(block.text) if block.level else None
        if mark is None:
            continue
        level, ordinal, _ = mark
        if ordinal != counts[level] + 1:
            return f"“{_short(block.text)}”的序号不连续，应为同级第 {counts[level] + 1} 个"
        counts[level] = ordinal
        counts[level + 1 :] = [0] * (4 - level)
    return ""


def full_width_punctuation(document: CheckedDocument) -> str:
    """13: no half-width punctuation beside Chinese."""
    text = to_text(document.manuscript)
    found = _HALF_WIDTH.search(text)
    return f"“{_around(text, found.start())}”中有半角标点“{found[0]}”，应为全角" if found else ""


def paired_quotes(document: CheckedDocument) -> str:
    """14: quotation marks open and close in turn within a paragraph."""
    for line in to_text(document.manuscript).split("\n"):
        opened: list[str] = []
        for place, char in enumerate(line):
            if char in _PAIRS:
                if char in opened:
                    return f"“{_around(line, place)}”中引号重叠或没有配对"
                opened.append(char)
            elif char in _CLOSING and (not opened or opened.pop() != _CLOSING[char]):
                return f"“{_around(line, place)}”中引号没有配对"
        if opened:
            return f"“{_short(line)}”中引号没有配对"
    return ""


def date_form(document: CheckedDocument) -> str:
    """18: the date in Arabic digits, month and day without a leading zero."""
    signed_on = document.manuscript.date
    dated = document.of(Role.DATE)
    if signed_on is None or not dated:
        return ""
    text = dated[-1].text.strip()
    return "" if text == write_date(signed_on) else f"成文日期写作“{text}”，应为“{write_date(signed_on)}”"


def attachment_names(document: CheckedDocument) -> str:
    """19: names of attachments end without punctuation."""
    for paragraph in document.of(Role.ATTACHMENT):
        text = paragraph.text.strip()
        if text[-1] in "。；，、.;,":
            return f"附件说明“{_short(text)}”末尾不应有标点“{text[-1]}”"
    return ""


def recipient_colon(document: CheckedDocument) -> str:
    """20: 主送机关 ends with a full-width colon."""
    recipient = document.manuscript.recipient
    return "" if not recipient or recipient.endswith("：") else f"主送机关“{_short(recipient)}”末尾应为全角冒号“：”"


def nothing_left_over(document: CheckedDocument) -> str:
    """22: no mask, no gap to fill, no clutter of a website."""
    lines = to_text(document.manuscript).split("\n")
    for line in lines:
        blank = next((mention for mention in read(line) if mention.kind is Kind.PLACEHOLDER), None)
        if blank is not None:
            return f"“{_around(line, blank.start)}”中还有待补或被遮盖的内容“{blank.text}”"
    clutter = next((removal for removal in clean(lines).removals if removal.reason not in _NOT_CLUTTER), None)
    return f"还有网页残留：“{_short(clutter.text)}”" if clutter else ""


def _short(text: str) -> str:
    return text if len(text) <= 16 else text[:16] + "…"


def _around(text: str, place: int) -> str:
    return text[max(0, place - 6) : place + 7].replace("\n", "")
