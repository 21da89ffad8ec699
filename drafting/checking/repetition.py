"""Sentences that a text says twice, word for word or nearly: sections are written apart, and each may say what suits both."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from drafting.checking.finding import Finding, Verdict

_SENTENCE = re.compile(r"[^。；！？!?;\n]+")
_BARE = re.compile(r"[^一-龥A-Za-z]")
SHORTEST = 14
SHORTEST_NEARLY = 20
NEARLY = 0.75
SHOWN = 24


@dataclass(frozen=True, slots=True)
class _Said:
    section_id: str
    start: int
    text: str
    bare: str
    grams: frozenset[str] = field(default_factory=frozenset)


def repeated_sentences(sections: Mapping[str, tuple[str, int]], names: Mapping[str, str]) -> Iterator[Finding]:
    """Yield a finding for each sentence that stands in another place already.

    ``sections`` are texts by section, each with its offset in the whole; ``names`` are how a section is called. Numbers do
    not count: the same sentence with another figure is the same sentence. Nearly the same counts between sections only,
    since the points of one list may be worded alike.
    """
    said: list[_Said] = []
    for section_id, (text, offset) in sections.items():
        for match in _SENTENCE.finditer(text):
            bare = _BARE.sub("", match[0])
            if len(bare) < SHORTEST:
                continue
            grams = frozenset(bare[i : i + 3] for i in range(len(bare) - 2))
            one = _Said(section_id, offset + match.start(), match[0].strip(), bare, grams)
            first = next((other for other in said if _same(one, other)), None)
            if first is None:
                said.append(one)
                continue
            where = "前面" if first.section_id == section_id else f"“{names.get(first.section_id, '另一节')}”一节"
            message = f"“{one.text[:SHOWN]}……”与{where}的一句{'相同' if first.bare == bare else '几乎相同'}"
            end = one.start + len(match[0])
            yield Finding("repeated_sentence", Verdict.WARN, one.start, end, match[0], message, "删去一处，或改写")


def _same(one: _Said, other: _Said) -> bool:
    if one.bare == other.bare:
        return True
    if one.section_id == other.section_id or min(len(one.bare), len(other.bare)) < SHORTEST_NEARLY:
        return False
    if not 0.7 < len(one.bare) / len(other.bare) < 1.4:
        return False
    return len(one.grams & other.grams) / len(one.grams | other.grams) >= NEARLY
