"""Where the sentences of a section begin and end, as a writer sees them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_OPENING = "《“（(「『〔【"
_CLOSING = "》”）)」』〕】"
_END = "。！？!?"
_AFTER_END = _END + "”’）)】"
#: After a quotation that ends in a full stop these go on with the sentence: 落实“要快。”的要求.
_GOES_ON = "，、；：,;:的等和与及"
#: 一是……；二是……；三是……。 is one full stop and three sentences to whoever works on them.
_NEXT_POINT = re.compile(
    r"；\s*(?=[一二三四五六七八九十]{1,3}[是要]|（[一二三四五六七八九十]{1,3}）|[（(]?[0-9]{1,2}[）)．.、])"
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sentence's place: offsets in the text, outer blanks left out."""

    start: int
    end: int


def sentences_in(text: str) -> tuple[Stretch, ...]:
    """Return the sentences of a text in order; none goes on over the end of a paragraph.

    A full stop within brackets or quotation marks ends none, the last one of a quotation does: 他指出：“要快。要实。” is one.
    """
    found = []
    at = 0
    for line in text.split("\n"):
        start = at
        for end in (*_ends(line), len(line)):
            piece = text[start : at + end]
            if piece.strip():
                found.append(Stretch(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())))
            start = at + end
        at += len(line) + 1
    return tuple(found)


def _ends(line: str) -> Iterator[int]:
    balanced = sum(line.count(one) for one in _OPENING) == sum(line.count(one) for one in _CLOSING)
    depth = at = 0
    while at < len(line):
        character = line[at]
        if balanced and character in _OPENING:
            depth += 1
        elif balanced and character in _CLOSING:
            depth = max(depth - 1, 0)
            if depth == 0 and line[at - 1 : at] in tuple(_END) and line[at + 1 : at + 2] not in (*_GOES_ON, *_END):
                yield at + 1
        if depth == 0 and character in _END:
            at += 1
            while at < len(line) and line[at] in _AFTER_END:
                at += 1
            yield at
            continue
        if depth == 0 and _NEXT_POINT.match(line, at):
            yield at + 1
        at += 1
