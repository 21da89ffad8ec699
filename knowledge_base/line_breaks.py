"""Sentences that a page or a mail program broke over several lines, joined again."""

import re
from collections.abc import Sequence

from knowledge_base.headings import mark_of

_OPEN_END = re.compile(r"[，、（《“〔—]$")
_CLOSING_START = re.compile(r"[，。；、：！？”》）〕]")
_SENTENCE_END = re.compile(r"[。！？；：”）】…]$")
_FRAGMENT = re.compile(r"[\d.%]{1,6}|[\u4e00-\u9fffA-Za-z]{1,8}")


def joined(paragraphs: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """Return the paragraphs with broken sentences joined, and how many breaks were closed."""
    width = _wrap_width(paragraphs)
    lines: list[str] = []
    fragment = False
    for at, line in enumerate(paragraphs):
        following = paragraphs[at + 1] if at + 1 < len(paragraphs) else ""
        last = lines[-1] if lines else ""
        previous = paragraphs[at - 1] if at else ""
        goes_on = bool(lines) and (
            _broken(last, line)
            or (width > 0 and _wrapped(previous, line, width))
            or fragment
            or _is_fragment(last, line, following)
        )
        # after a fragment (PM / 2.5 / 浓度下降…) the sentence goes on in the next line too
        fragment = bool(lines) and not fragment and _is_fragment(last, line, following)
        if goes_on:
            lines[-1] = last + line
        else:
            lines.append(line)
    return tuple(lines), len(paragraphs) - len(lines)


def _broken(last: str, line: str) -> bool:
    if mark_of(line) is not None or " | " in line:
        return False
    return len(last) > 8 and (_OPEN_END.search(last) is not None or _CLOSING_START.match(line) is not None)


def _is_fragment(last: str, line: str, following: str) -> bool:
    # a signature is short too, but a date or nothing comes after it, and a sentence with its full stop before it
    return (
        len(last) >= 30
        and _SENTENCE_END.search(last) is None
        and " | " not in last
        and _FRAGMENT.fullmatch(line) is not None
        and len(following) >= 16
        and mark_of(following) is None
    )


def _wrapped(previous: str, line: str, width: int) -> bool:
    full = len(previous) >= width - 3
    return full and mark_of(line) is None and not re.search(r"[。！？：]$", previous)


def _wrap_width(paragraphs: Sequence[str]) -> int:
    """Return the width that the lines are wrapped at, or 0: most lines of a wrapped text are about equally long."""
    lengths = sorted(len(line) for line in paragraphs)
    if len(lengths) < 12 or lengths[-1] > 60:
        return 0
    width = lengths[int(len(lengths) * 0.9)]
    full = sum(length >= width - 3 for length in lengths)
    return width if width >= 20 and full * 2 >= len(lengths) else 0
