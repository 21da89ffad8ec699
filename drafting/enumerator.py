"""The numbers of headings (结构层次序数, GB/T 9704-2012 7.3.3): 一、 · （一） · 1. · （1）, written and read."""

import re
from dataclasses import dataclass

DEEPEST_LEVEL = 4

_DIGITS = "零一二三四五六七八九"
_CHINESE = "[一二三四五六七八九十百零〇]{1,5}"
# One pattern a level. Half-width brackets and “、” or “．” after digits are how writers type them: read, never written.
_PATTERNS = (
    re.compile(rf"({_CHINESE})、\s*"),
    re.compile(rf"[（(]({_CHINESE})[）)]、?\s*"),
    # “1.5亿元” and “3.8妇女节” open with a digit and a dot but are no numbers of a heading.
    re.compile(r"(\d{1,2})[.．、](?!\d)\s*"),
    re.compile(r"[（(](\d{1,2})[）)]、?\s*"),
)
_LONGEST_HEADING = 50
# What a heading does not hold: a full sentence, or the items of a list.
_SENTENCE = re.compile(r"[。；;！!？?：:]")


@dataclass(frozen=True, slots=True)
class Enumerator:
    """The number that opens a paragraph: its level 1-4, its place from 1, and its text as written."""

    level: int
    ordinal: int
    text: str


def write_enumerator(level: int, ordinal: int) -> str:
    """Return the number of the ``ordinal``-th heading (from 1) of a level (1-4)."""
    if level == 1:
        return f"{write_ordinal(ordinal)}、"
    if level == 2:
        return f"（{write_ordinal(ordinal)}）"
    if level == 3:
        return f"{ordinal}."
    return f"（{ordinal}）"


def read_enumerator(text: str) -> Enumerator | None:
    """Return the number that ``text`` opens with, or ``None``."""
    for level, pattern in enumerate(_PATTERNS, start=1):
        match = pattern.match(text)
        if match:
            ordinal = int(match[1]) if level > 2 else read_ordinal(match[1])
            return Enumerator(level, ordinal, match[0].rstrip()) if ordinal else None
    return None


def heading_level(text: str) -> int:
    """Return the level 1-4 of a paragraph that is a numbered heading, 0 of any other.

    “（一）加强政治建设。全年……” is a heading run into its text: the paragraph is body text. “1.召开会议11次。” is an item.
    """
    enumerator = read_enumerator(text)
    if enumerator is None or len(text) > _LONGEST_HEADING:
        return 0
    wording = text[len(enumerator.text) :].strip()
    if enumerator.level <= 2:
        wording = wording.removesuffix("。")
    if not wording or _SENTENCE.search(wording) or wording[-1] in "，、,":
        return 0
    return enumerator.level


def strip_enumerator(heading: str) -> str:
    """Return a heading without the number it opens with."""
    enumerator = read_enumerator(heading)
    return heading[len(enumerator.text) :].strip() if enumerator else heading.strip()


def write_ordinal(number: int) -> str:
    """Return 1-99 in Chinese: 一, 十, 十二, 二十一."""
    if not 1 <= number <= 99:
        raise ValueError(f"序号超出范围：{number}")
    tens, ones = divmod(number, 10)
    return (_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (_DIGITS[ones] if ones else "")


def read_ordinal(text: str) -> int:
    """Return the value of a Chinese number from 1 to 99, or 0 where ``text`` is none."""
    return _ORDINALS.get(text, 0)


_ORDINALS = {write_ordinal(number): number for number in range(1, 100)}
