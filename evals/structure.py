"""The task ``structure``: the headings found in real reports, beside those that a person marked on reading them.

A heading is a title with a number (一、 （一） 1.), on its own line or opening its paragraph, or a title without one on a
line of its own. Points (一是, 第一，), salutations and what opens a paragraph without a number are none. What stands behind
the heading of an appendix is not judged. A label is the level (0: not judged), the first characters and the last of the
title.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.dataset import CASES_DIR, CaseFileError, read_lines, text_of
from evals.score import Outcome, Score
from knowledge_base.cleaning import clean
from knowledge_base.errors import ReadingError
from knowledge_base.reading import read_document
from knowledge_base.report import Role, Section
from knowledge_base.structure import parse_structure

DEFAULT_CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
DEFAULT_CASES = CASES_DIR / "structure.jsonl"
#: How many characters of a heading a label shows.
SHOWN = 6
#: The F1 that the parser owes over all documents.
OWED = 0.97


@dataclass(frozen=True, slots=True)
class Marked:
    """A heading as a label gives it. ``level`` 0 is not judged; ``ends`` are the last characters of the title."""

    level: int
    starts: str
    ends: str = ""

    def same(self, other: "Marked") -> bool:
        """Tell whether the two are one heading at one level."""
        return self.starts == other.starts and (self.level == other.level or 0 in (self.level, other.level))


def run(cases: Path = DEFAULT_CASES, corpus: Path = DEFAULT_CORPUS) -> Outcome:
    """Return precision, recall and F1 over all headings, and each document's faults.

    Without the corpus the outcome has no scores and says so. Raises CaseFileError where the labels cannot be read.
    """
    labels = dict(load(cases))
    if not corpus.is_dir():
        return Outcome("structure", (), {"skipped": f"没有真实报告语料（{corpus}）；请用 --corpus 指定文件夹"})
    scores, hits, expected, found, ends = [], 0, 0, 0, 0
    for name, marked in labels.items():
        try:
            got = headings_of(corpus / name)
        except ReadingError as error:
            raise CaseFileError(f"语料“{name}”读不出来：{error}") from error
        pairs = aligned(marked, got)
        hits, expected, found = hits + len(pairs), expected + len(marked), found + len(got)
        ends += sum(got[there].ends == marked[here].ends for here, there in pairs)
        scores.append(_score(name, marked, got, pairs))
    f1 = _f1(hits, expected, found)
    summary = {
        "documents": len(scores),
        "headings": expected,
        "found": found,
        "precision": round(hits / found, 4) if found else 0.0,
        "recall": round(hits / expected, 4) if expected else 0.0,
        "f1": round(f1, 4),
        "title_ends_right": f"{ends}/{hits}",
        "owed": f"F1 ≥ {OWED}",
    }
    return Outcome("structure", tuple(scores), summary, met=f1 >= OWED)


def load(path: Path = DEFAULT_CASES) -> Iterator[tuple[str, tuple[Marked, ...]]]:
    """Return each document's name and its headings in order. Raises CaseFileError."""
    for number, item in read_lines(path):
        name, headings = text_of(item, "document", path, number), item.get("headings")
        if not isinstance(headings, list):
            raise CaseFileError(f"用例文件“{path}”第 {number} 行缺少“headings”；请补上后再试。")
        yield name, tuple(Marked(int(level), starts, ends) for level, starts, ends in headings)


def headings_of(path: Path) -> tuple[Marked, ...]:
    """Return the headings that the library finds in a file, up to the first appendix. Raises ReadingError."""
    cleaned = clean(read_document(path).paragraphs)
    found: list[Marked] = []
    for section in parse_structure(cleaned.paragraphs, cleaned.title_hint).sections:
        found += _marked(section)
        if section.role is Role.CLOSING and section.title:
            break
    return tuple(found)


def aligned(marked: Sequence[Marked], got: Sequence[Marked]) -> tuple[tuple[int, int], ...]:
    """Return the longest run of pairs, in order on both sides, that are the same heading."""
    best = [[0] * (len(got) + 1) for _ in range(len(marked) + 1)]
    for here in range(len(marked) - 1, -1, -1):
        for there in range(len(got) - 1, -1, -1):
            skipped = max(best[here + 1][there], best[here][there + 1])
            taken = best[here + 1][there + 1] + 1 if marked[here].same(got[there]) else 0
            best[here][there] = max(skipped, taken)
    pairs, here, there = [], 0, 0
    while here < len(marked) and there < len(got):
        if marked[here].same(got[there]) and best[here][there] == best[here + 1][there + 1] + 1:
            pairs.append((here, there))
            here, there = here + 1, there + 1
        elif best[here + 1][there] >= best[here][there + 1]:
            here += 1
        else:
            there += 1
    return tuple(pairs)


def _marked(section: Section) -> Iterator[Marked]:
    text = re.sub(r"\s", "", section.heading)
    if text:
        yield Marked(section.level, text[:SHOWN], text[-2:])
    for child in section.children:
        yield from _marked(child)


def _score(name: str, marked: Sequence[Marked], got: Sequence[Marked], pairs: Sequence[tuple[int, int]]) -> Score:
    known, met = {here for here, _ in pairs}, {there for _, there in pairs}
    missed = [f"{item.level}:{item.starts}" for at, item in enumerate(marked) if at not in known]
    extra = [f"{item.level}:{item.starts}" for at, item in enumerate(got) if at not in met]
    faults = [*(f"漏 {item}" for item in missed), *(f"多 {item}" for item in extra)]
    summary = f"F1 {_f1(len(pairs), len(marked), len(got)):.3f}"
    return Score(name, len(marked), len(got), not faults, summary if faults else "", "；".join(faults[:12]))


def _f1(hits: int, expected: int, found: int) -> float:
    return 2 * hits / (expected + found) if expected + found else 1.0
