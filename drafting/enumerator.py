"""The numbers of headings (结构层次序数, GB/T 9704-2012 7.3.3): 一、 · （一） · 1. · （1）, written and read."""

from knowledge_base.headings import heading_of, mark_of

DEEPEST_LEVEL = 4

_DIGITS = "零一二三四五六七八九"
_LONGEST_HEADING = 60


def write_enumerator(level: int, ordinal: int) -> str:
    """Return the number of the ``ordinal``-th heading (from 1) of a level (1-4)."""
    if level == 1:
        return f"{write_ordinal(ordinal)}、"
    if level == 2:
        return f"（{write_ordinal(ordinal)}）"
    if level == 3:
        return f"{ordinal}."
    return f"（{ordinal}）"


def heading_level(text: str) -> int:
    """Return the level 1-4 of a paragraph that is a numbered heading, 0 of any other.

    “（一）加强政治建设。全年……” is a heading run into its text: the paragraph is body text. “1.召开会议11次。” is an item.
    """
    heading = heading_of(text)
    if heading is None or heading.rest or len(text) > _LONGEST_HEADING or text[-1] in "，、,；;：:！？":
        return 0
    return heading.level


def strip_enumerator(heading: str) -> str:
    """Return a heading without the number that it opens with."""
    mark = mark_of(heading)
    return heading[mark[2] :].strip() if mark else heading.strip()


def write_ordinal(number: int) -> str:
    """Return 1-99 in Chinese: 一, 十, 十二, 二十一."""
    if not 1 <= number <= 99:
        raise ValueError(f"序号超出范围：{number}")
    tens, ones = divmod(number, 10)
    return (_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (_DIGITS[ones] if ones else "")
