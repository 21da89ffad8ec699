"""The task ``planted_examples``: the worked examples are drafted offline, then one number at a time is made wrong.

The whole draft is checked each time, as ``zhibi draft`` does. A number gets a wrong digit, the value of another figure
of its class, and, where the sheet has it, last year's value.
"""

import asyncio
import random
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from drafting.checking.check import check
from drafting.checking.draft_check import DraftCheck
from drafting.checking.finding import CheckReport, Finding, MentionVerdict, Relation, Verdict
from drafting.checking.supplied import Supplied, supplied_for
from drafting.examples import example_genres, write_example
from drafting.figure import Figure
from drafting.request_file import load_request
from drafting.settings import load_settings
from drafting.workspace import Workspace
from evals.alteration import Alteration
from evals.score import Outcome, Score
from knowledge_base.quantities.mention import QUANTITY_KINDS, Kind, Mention

_SEED = 20261122
_TRACED = frozenset({Relation.MATCHES, Relation.DERIVED})
_DIGIT = re.compile(r"[0-9]")
_CHINESE = re.compile(r"[二三四五六七八九]")


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example as drafted: its text, what it is checked against, and what the check says of it unaltered."""

    genre: str
    text: str
    supplied: Supplied
    check: DraftCheck


def run(_path: Path) -> Outcome:
    """Return how many wrong numbers are found in the drafts of the worked examples, by kind, and what these raise as they are."""
    scores: list[Score] = []
    alarms: list[Score] = []
    for example in _examples():
        alarms += [
            Score(f"{example.genre}@{finding.start}", "pass", finding.severity.value, False, "false_alarm", finding.message, "unaltered")
            for finding in example.check.report.findings
            if finding.severity is not Verdict.PASS
        ]  # fmt: skip
        for alteration in _alterations(example):
            scores.append(_score(example, alteration))
    total = Counter(score.group for score in scores)
    missed = Counter(score.group for score in scores if not score.right)
    summary: dict[str, object] = {
        "alterations": len(scores),
        "flagged": len(scores) - sum(missed.values()),
        "flagged_rate": round(1 - sum(missed.values()) / len(scores), 4) if scores else 0.0,
        **{kind: f"{total[kind] - missed[kind]}/{total[kind]}" for kind in sorted(total)},
        "unaltered_findings": len(alarms),
    }
    return Outcome("planted_examples", (*scores, *alarms), summary)


def _examples() -> Iterator[Example]:
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(home=Path(folder) / "home", base_url="", model="", database_url=None, chroma_url="")
        with Workspace.open(settings) as workspace:
            for genre in example_genres():
                request = load_request(write_example(genre, Path(folder) / genre)[0])
                draft = workspace.drafter.create(request)
                draft = asyncio.run(workspace.drafter.draft(draft.id))
                result = workspace.drafter.check(draft)
                yield Example(genre, result.text, supplied_for(request), result)


def _alterations(example: Example) -> Iterator[Alteration]:
    chance = random.Random(f"{_SEED}{example.genre}")  # noqa: S311  (a repeatable sample, no secret)
    for item in example.check.report.mentions:
        if item.relation not in _TRACED or item.mention.kind is Kind.SET_PHRASE:
            continue
        yield from _digits(example.text, item.mention, chance)
        if item.mention.kind in QUANTITY_KINDS:
            yield from _other_values(example, item)


def _digits(text: str, mention: Mention, chance: random.Random) -> Iterator[Alteration]:
    for pattern, others in ((_DIGIT, "123456789"), (_CHINESE, "二三四五六七八九")):
        places = [match.start() for match in pattern.finditer(text, mention.start, mention.end)]
        if places:
            at = chance.choice(places)
            yield Alteration("digit", at, at + 1, chance.choice([digit for digit in others if digit != text[at]]))
            return


def _other_values(example: Example, item: MentionVerdict) -> Iterator[Alteration]:
    """Yield the swaps of a number with the figures of its class, and with last year's value of its own."""
    mention = item.mention
    figures = example.supplied.figures + example.supplied.facts
    own = next((figure for figure in figures if figure.id == item.figure_id), None)
    if own is None or item.relation is not Relation.MATCHES or mention.numeral_start < 0:
        return
    if own.previous is not None and own.previous.value not in {None, mention.value}:
        yield _written(mention, own.previous, "stale")
    for other in [figure for figure in figures if _may_be_taken_for(figure, own, mention)][:3]:
        yield _written(mention, other.value, "swap")


def _may_be_taken_for(other: Figure, own: Figure, mention: Mention) -> bool:
    value = other.value
    return (
        other.id != own.id
        and value.kind is mention.kind
        and value.unit_class == mention.unit_class
        and value.value != mention.value
        and value.numeral_start >= 0
    )


def _written(mention: Mention, value: Mention, kind: str) -> Alteration:
    numeral = value.text[value.numeral_start - value.start : value.numeral_end - value.start]
    return Alteration(kind, mention.numeral_start, mention.numeral_end, numeral)


def _score(example: Example, alteration: Alteration) -> Score:
    altered = alteration.apply(example.text)
    caught = _flagged(check(altered, example.supplied), alteration)
    around = altered[max(0, alteration.start - 24) : alteration.start + len(alteration.replacement) + 12]
    was = example.text[alteration.start : alteration.end]
    return Score(
        f"{example.genre}@{alteration.start}-{alteration.kind}",
        "flagged",
        "flagged" if caught else "missed",
        caught,
        "" if caught else "missed",
        f"{was} → {around}".replace("\n", " "),
        alteration.kind,
    )


def _flagged(report: CheckReport, alteration: Alteration) -> bool:
    start, end = alteration.start, alteration.start + max(1, len(alteration.replacement))
    return any(
        finding.severity is not Verdict.PASS and finding.start < end + 2 and finding.end > start - 2
        for finding in _placed(report)
    )


def _placed(report: CheckReport) -> list[Finding]:
    return [finding for finding in report.findings if finding.start >= 0]
