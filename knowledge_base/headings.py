"""Headings of official prose: 一、 （一） 1. （1）, on their own line, run into their text, or glued to it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_NUMERALS = "一二三四五六七八九十"
_MARKS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(rf"([{_NUMERALS}]{{1,3}})\s*[、．.]\s*(?![{_NUMERALS}]+[、，])")),
    (2, re.compile(rf"[（(]\s*([{_NUMERALS}]{{1,3}})\s*[）)]\s*[、.]?\s*")),
    (3, re.compile(r"(\d{1,2})\s*[.．、]\s*(?!\d)")),
    (4, re.compile(r"[（(]\s*(\d{1,2})\s*[）)]\s*")),
)
#: Where a heading that is glued into a paragraph may begin: after a sentence, never inside one (第（二）条).
_GLUED_MARK = re.compile(
    rf"(?<=[。！？：；”）])\s*(?=(?:[{_NUMERALS}]{{1,3}}、|（[{_NUMERALS}]{{1,3}}）)[^，。；：、]{{2}})"
)
_QUANTITY = re.compile(r"\d[\d.]*\s*(?:余|多)?\s*(?:次|个|人|名|%|％|万|亿|项|家|份|期|场|件|条|篇|起|户|公里|亩)")
_RUN_IN_LIMIT = {1: 50, 2: 60, 3: 40, 4: 36}
_OWN_LINE_LIMIT = 64

#: Nouns that a heading ends in, and words that the text after it begins with, for headings glued to their text with
#: nothing between: 三、下一步打算下一步园区管委会将…
_HEADING_NOUN = (
    r"(?:情况及成效|工作情况|情况|成效|现状|存在(?:的)?(?:主要)?问题|问题|不足|差距|打算|计划|安排|建议|措施|活动|建设|工作|"
    r"管理|指导思想|总体要求|目标|任务|要求|回顾|责任|作风|机制|能力|水平)"
)
_TEXT_START = (
    r"(?:(?:19|20)[\dxX×*]{2}年|今年|去年|一年来|近年来|上半年|下半年|全年|年初|目前|截至|虽然|尽管|下一步|下步|根据|按照|对照|"
    r"为(?:了|进|深|全|切|认)|园区|党工委|管委会|我(?:委|局|县|区|园|办|单|市|们)|认真|利用|通过|坚持|以[习党“为]|深入|全面|积极|切实|严格|"
    r"着力|紧紧|始终|主要|一是|[（(]一[）)]|各(?:支|党|科|部|级))"
)
_GLUED_HEADING = re.compile(rf"(.{{0,24}}?{_HEADING_NOUN})(?={_TEXT_START})")

#: A title without a number, alone on its line: 产业结构持续优化。 A point, a figure or an announcement is none.
_ALONE = re.compile(
    r"(?![一二三四五六七八九十]+(?:是|要)|第[一二三四五六七八九十]，)[^。！？；：:|\d]{4,30}[^，。！？；：:|\d、]。?"
)
_ANNOUNCES = re.compile(r"如下|以下|下列|各位|附件|^特此|(?:报告|汇报|总结)。$")
#: What follows such a title is a paragraph of at least so many characters; a report has several, or they are chance.
_PARAGRAPH, _SEVERAL = 60, 3


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading found at the start of a paragraph. ``rest`` is the text that follows it in the same paragraph."""

    level: int
    number: str
    ordinal: int
    title: str
    rest: str = ""


def heading_of(paragraph: str) -> Heading | None:
    """Return the numbered heading that the paragraph begins with, or ``None``.

    A numbered paragraph whose first sentence is long or states figures is an item of a list, not a heading.
    """
    mark = mark_of(paragraph)
    if mark is None:
        return None
    level, ordinal, end = mark
    number, text = paragraph[:end].strip(), paragraph[end:].strip()
    title, rest = _title_and_rest(text, level)
    return Heading(level, number, ordinal, title, rest) if title else None


def titles_alone(paragraphs: Sequence[str]) -> frozenset[int]:
    """Return the places of titles without a number: short lines, each before a full paragraph, several in turn.

    A text that is broken at every sentence (each a line of its own) has none.
    """
    lengths = [len(paragraph) for paragraph in paragraphs]
    if sum(length for length in lengths if length >= _PARAGRAPH) < sum(lengths) / 2:
        return frozenset()
    found = {
        at
        for at, (line, following) in enumerate(pairwise(paragraphs))
        if len(following) >= _PARAGRAPH
        and mark_of(following) is None
        and mark_of(line) is None
        and _ALONE.fullmatch(line)
        and not _ANNOUNCES.search(line)
    }
    # title, paragraph, title, paragraph: a short paragraph that introduces several long ones is no title
    found = {at for at in found if at + 2 in found or at - 2 in found}
    return frozenset(found) if len(found) >= _SEVERAL else frozenset()


def mark_of(paragraph: str) -> tuple[int, int, int] | None:
    """Return level, ordinal and length of the number that the paragraph begins with, or ``None``."""
    for level, pattern in _MARKS:
        found = pattern.match(paragraph)
        if found and found.end() < len(paragraph):
            return level, ordinal_value(found.group(1)), found.end()
    return None


def split_glued(paragraph: str) -> tuple[str, ...]:
    """Return the paragraph parted before each numbered heading that stands inside it.

    ``…总结如下：一、工作情况及成效20xx年以来…。（一）强化…`` becomes three. A number that does not continue the count
    (。（三）without a （二）before it) is left where it is.
    """
    starts = [0]
    expected = {1: {1}, 2: {1}}
    own = mark_of(paragraph)
    if own is not None and own[0] in expected:
        expected[own[0]] = {own[1] + 1}
    for found in _GLUED_MARK.finditer(paragraph):
        mark = mark_of(paragraph[found.end() :])
        if mark is None or mark[0] not in expected:
            continue
        level, ordinal, _ = mark
        # a paragraph may start in the middle of a count whose beginning stands elsewhere
        if ordinal not in expected[level] and len(starts) == 1 and own is None and ordinal > 1:
            continue
        if ordinal in expected[level] or ordinal == 1:
            starts.append(found.end())
            expected[level] = {ordinal + 1}
            if level == 1:
                expected[2] = {1}
    ends = [*starts[1:], len(paragraph)]
    return tuple(piece for start, end in zip(starts, ends, strict=True) if (piece := paragraph[start:end].strip()))


def ordinal_value(text: str) -> int:
    """Return what 一…九十九 or digits count; 0 where they count nothing."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _NUMERALS.find(text) + 1 if len(text) == 1 else 0
    return (_NUMERALS.find(tens) + 1 if tens else 1) * 10 + (_NUMERALS.find(ones) + 1 if ones else 0)


def _title_and_rest(text: str, level: int) -> tuple[str, str]:
    end = re.search(r"[。！？；]", text)
    first = text if end is None else text[: end.start()]
    colon = first.find("：")
    if 0 < colon <= 30 and end is not None and len(first) - colon > 1 and "，" not in first[:colon]:
        # （一）加强学习：全年组织… — a heading parted from its text by a colon
        glued = ("", "") if _QUANTITY.search(first[:colon]) else (first[:colon], text[colon + 1 :])
        if glued[0]:
            return glued
    if end is None:
        if len(text) <= _OWN_LINE_LIMIT:
            return text.rstrip("：:"), ""
        return _glued(text)
    rest = text[end.end() :].strip()
    if len(first) <= _RUN_IN_LIMIT[level] and end.group() != "；":
        if _QUANTITY.search(first) and (level > 2 or not rest):
            return "", ""
        if rest or len(first) <= 40:
            return (first, rest) if rest or level <= 2 else ("", "")
    return _glued(text)


def _glued(text: str) -> tuple[str, str]:
    found = _GLUED_HEADING.match(text)
    if found is None or len(found.group(1)) < 3:
        return "", ""
    return found.group(1), text[found.end() :].strip()
