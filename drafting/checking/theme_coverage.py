"""Whether the text says what the writer asked for: every theme, and every point of its notes."""

import re
from collections.abc import Iterator, Sequence, Set

from drafting.checking.finding import Finding, Verdict
from drafting.request import Theme

_SENTENCE = re.compile(r"[^。！？!?\n]+")
_WORD = re.compile(r"[一-龥A-Za-z]+")
#: A point may be reworded, but not beyond this share of its pairs of characters.
SAID = 0.45
NAMED = 0.6
SHOWN = 24


def missing_themes(text: str, themes: Sequence[Theme]) -> Iterator[Finding]:
    """Yield a finding for each theme that a text does not hold, or for its points that are left out."""
    sentences = [match[0] for match in _SENTENCE.finditer(text)]
    # A point may run over two sentences: each is looked at together with the one before.
    pieces = [_pairs("".join(sentences[max(0, at - 1) : at + 1])) for at in range(len(sentences))]
    for theme in themes:
        points = [line.strip() for line in theme.notes.splitlines() if _pairs(line)]
        left_out = [point for point in points if _held(point, pieces) < SAID]
        named = theme.name in text or _held(theme.name, pieces) >= NAMED
        if (points and len(left_out) == len(points)) or (not points and not named):
            yield _finding("theme_missing", f"主题“{theme.name}”没有写进稿子")
        else:
            for point in left_out:
                shown = point[:SHOWN] + ("……" if len(point) > SHOWN else "")
                yield _finding("theme_point_missing", f"主题“{theme.name}”的要点“{shown}”没有写进稿子")


def _finding(rule: str, message: str) -> Finding:
    return Finding(rule, Verdict.WARN, -1, -1, "", message, "补写，或从需求里删去")


def _held(point: str, pieces: Sequence[Set[str]]) -> float:
    """Return the largest share of a point's pairs of characters that one place of the text holds."""
    wanted = _pairs(point)
    if not wanted:
        return 1.0
    return max((len(wanted & piece) for piece in pieces), default=0) / len(wanted)


def _pairs(text: str) -> Set[str]:
    return {run[i : i + 2] for run in _WORD.findall(text) for i in range(len(run) - 1)}
