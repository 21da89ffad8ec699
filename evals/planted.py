"""The task ``planted``: real reports as drafts, their own sentences as facts, and one number at a time made wrong."""

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from drafting.checking.check import check
from drafting.checking.finding import CheckReport, Verdict
from drafting.checking.supplied import Supplied, supplied_from_text
from evals.alteration import Alteration, alterations
from evals.dataset import CaseFileError
from evals.score import Outcome, Score
from knowledge_base.errors import ReadingError
from knowledge_base.quantities.reader import read
from knowledge_base.reading import read_document

DEFAULT_CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
MAX_PER_REPORT = 200
_SEED = 20261122
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?")


@dataclass(frozen=True, slots=True)
class Planted:
    """One sentence of a report with one alteration."""

    id: str
    sentence: str
    alteration: Alteration


def run(corpus: Path = DEFAULT_CORPUS) -> Outcome:
    """Return how many planted errors are found at the right place, by kind, and what the unaltered text raises.

    Raises CaseFileError where ``corpus`` holds no readable report.
    """
    scores: list[Score] = []
    characters = 0
    alarms: list[Score] = []
    for path, text in _reports(corpus):
        supplied = supplied_from_text(text)
        characters += len(text)
        alarms += _false_alarms(path.stem, text, supplied)
        for planted in _planted(path.stem, text):
            scores.append(_score(planted, supplied))
    if not scores:
        raise CaseFileError(f"“{corpus}”里没有能读的报告；请用 --cases 指定存放报告的文件夹。")
    return Outcome("planted", (*scores, *alarms), _summary(scores, alarms, characters))


def _reports(corpus: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(corpus.rglob("*")):
        if path.suffix not in {".txt", ".docx"}:
            continue
        try:
            yield path, "\n".join(read_document(path).paragraphs)
        except ReadingError:
            continue  # the corpus keeps some files that must be refused


def _planted(name: str, text: str) -> list[Planted]:
    chance = random.Random(f"{_SEED}{name}")  # noqa: S311  (a repeatable sample, no secret)
    found = [
        Planted(f"{name}@{match.start()}+{alteration.start}-{alteration.kind}", match.group(), alteration)
        for match in _SENTENCE.finditer(text)
        for alteration in alterations(match.group(), read(match.group()), chance)
    ]
    chance.shuffle(found)
    return found[:MAX_PER_REPORT]


def _score(planted: Planted, supplied: Supplied) -> Score:
    altered = planted.alteration.apply(planted.sentence)
    report = check(altered, supplied)
    caught = _flagged(report, planted.alteration)
    shown = altered[max(0, planted.alteration.start - 20) : planted.alteration.start + 20]
    return Score(
        planted.id,
        "flagged",
        "flagged" if caught else "missed",
        caught,
        "" if caught else "missed",
        f"{planted.sentence[max(0, planted.alteration.start - 20) : planted.alteration.end + 12]} → {shown}",
        planted.alteration.kind,
    )


def _flagged(report: CheckReport, alteration: Alteration) -> bool:
    start, end = alteration.start, alteration.start + len(alteration.replacement)
    # What stands right before or behind a changed word belongs to the same number: 下降|9.6%.
    return any(
        finding.severity is not Verdict.PASS and finding.start <= end + 6 and finding.end >= start - 2
        for finding in report.findings
        if finding.start >= 0
    )


def _false_alarms(name: str, text: str, supplied: Supplied) -> list[Score]:
    report = check(text, supplied)
    return [
        Score(
            f"{name}@{finding.start}",
            "pass",
            finding.severity.value,
            False,
            "false_alarm",
            finding.message,
            "unaltered",
        )
        for finding in report.findings
        if finding.start >= 0 and finding.severity is Verdict.FAIL
    ]


def _summary(scores: list[Score], alarms: list[Score], characters: int) -> dict[str, object]:
    total = Counter(score.group for score in scores)
    missed = Counter(score.group for score in scores if not score.right)
    by_kind = {kind: f"{total[kind] - missed[kind]}/{total[kind]}" for kind in sorted(total)}
    return {
        "alterations": len(scores),
        "flagged": len(scores) - sum(missed.values()),
        "flagged_rate": round(1 - sum(missed.values()) / len(scores), 4) if scores else 0.0,
        **by_kind,
        "characters": characters,
        "false_alarms": len(alarms),
        "false_alarms_per_10000": round(len(alarms) / characters * 10_000, 2) if characters else 0.0,
    }
