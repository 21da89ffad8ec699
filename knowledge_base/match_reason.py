"""Why a passage was found, told from the passage itself, so that it holds for whatever ranking found it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge_base.report import Hit
from knowledge_base.search import same_unit

#: Words shorter than this say nothing; longer ones than this are shown whole all the same.
SHORTEST_WORD = 2
MOST_WORDS = 6

_PARTS = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class MatchReason:
    """What a query and a passage have in common. ``words`` stand in its text, ``heading_words`` in its headings.

    ``own_unit`` tells that it is of the unit that the search prefers. With none of the three it was near in wording only.
    """

    words: tuple[str, ...]
    heading_words: tuple[str, ...]
    own_unit: bool = False


def match_reason(query: str, hit: Hit, unit: str = "") -> MatchReason:
    """Return why ``hit`` is an answer to ``query``; ``unit`` is the one whose reports are preferred."""
    passage = hit.passage
    return MatchReason(
        words=shared_words(query, passage.text),
        heading_words=shared_words(query, " ".join(passage.heading_path)),
        own_unit=same_unit(passage.unit, unit),
    )


def shared_words(query: str, text: str) -> tuple[str, ...]:
    """Return the longest pieces of the query that stand in the text, the longest first, none inside another."""
    found = dict.fromkeys(piece for part in _PARTS.findall(query) for piece in _pieces(part, text))
    return tuple(sorted(found, key=len, reverse=True)[:MOST_WORDS])


def _pieces(part: str, text: str) -> Iterator[str]:
    at = 0
    while at <= len(part) - SHORTEST_WORD:
        end = at + SHORTEST_WORD
        if part[at:end] not in text:
            at += 1
            continue
        while end < len(part) and part[at : end + 1] in text:
            end += 1
        yield part[at:end]
        at = end
