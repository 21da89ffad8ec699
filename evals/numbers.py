"""The task ``numbers``: a text is read, and the mentions found are compared with those written by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any

from evals.dataset import CASES_DIR, read_lines, text_of
from evals.score import Outcome, Score
from knowledge_base.quantities.mention import QUANTITY_KINDS, Kind, Mention, Number
from knowledge_base.quantities.reader import read

DEFAULT_CASES = CASES_DIR / "numbers.jsonl"

_DATA = QUANTITY_KINDS | {Kind.UNKNOWN, Kind.IMPLICIT_CLAIM, Kind.DATE, Kind.PERIOD}


@dataclass(frozen=True, slots=True)
class ReadingCase:
    """A text and the mentions that must be found in it, in order; a label states only the fields that matter.

    ``data_free`` texts are labelled otherwise: their numerals belong to names and words, so that whatever is found must
    be of a kind that neither measures nor asks a person.
    """

    id: str
    text: str
    expected: tuple[Mapping[str, Any], ...] | None
    group: str = ""
    data_free: bool = False


def load(path: Path = DEFAULT_CASES) -> tuple[ReadingCase, ...]:
    """Return the cases of a file. Raises CaseFileError."""
    cases = []
    for number, item in read_lines(path):
        expected = item.get("expected")
        cases.append(
            ReadingCase(
                id=str(item.get("id", number)),
                text=text_of(item, "text", path, number),
                expected=tuple(expected) if isinstance(expected, list) else None,
                group=str(item.get("group", "")),
                data_free=item.get("data") is False,
            )
        )
    return tuple(cases)


def run(path: Path = DEFAULT_CASES) -> Outcome:
    """Return how the reader does on the cases of ``path``."""
    scores = tuple(score(case, solve(case)) for case in load(path))
    labelled = [item for item in scores if item.right is not None]
    right = sum(item.right is True for item in labelled)
    summary = {
        "cases": len(scores),
        "labelled": len(labelled),
        "right": right,
        "wrong": len(labelled) - right,
        "mentions": sum(len(item.answer) for item in scores),
    }
    return Outcome("numbers", scores, summary)


def solve(case: ReadingCase) -> tuple[Mention, ...]:
    """Return the mentions of the case's text."""
    return read(case.text)


def score(case: ReadingCase, mentions: Sequence[Mention]) -> Score:
    """Return whether every expected mention was found as labelled, and none besides."""
    answer = [mention_json(mention) for mention in mentions]
    if case.data_free:
        taken = "、".join(mention.text for mention in mentions if mention.kind in _DATA)
        fault = f"没有数据，却读出{taken}" if taken else ""
        return Score(case.id, [], answer, not fault, "wrong" if fault else "", fault, case.group)
    if case.expected is None:
        return Score(case.id, None, answer, None, group=case.group)
    fault = _first_fault(case.expected, answer)
    expected = [dict(item) for item in case.expected]
    return Score(case.id, expected, answer, not fault, "wrong" if fault else "", fault, case.group)


def mention_json(mention: Mention) -> dict[str, Any]:
    """Return a mention as DESIGN.md's ``zhibi numbers --json`` gives it."""
    return {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "kind": mention.kind.value,
        "value": _number(mention.value),
        "high": _number(mention.high),
        "unit": mention.unit,
        "hedge": mention.hedge.value,
    }


def _first_fault(expected: Sequence[Mapping[str, Any]], answer: Sequence[Mapping[str, Any]]) -> str:
    if len(expected) != len(answer):
        wanted = "、".join(str(item.get("text", item.get("value"))) for item in expected)
        return f"应读出 {len(expected)} 处（{wanted}），读出 {len(answer)} 处（{'、'.join(item['text'] for item in answer)}）"
    for want, got in zip(expected, answer, strict=True):
        for field, value in want.items():
            if not _same(field, value, got.get(field)):
                return f"“{got['text']}”的 {field} 应为 {value}，读成 {got.get(field)}"
    return ""


def _same(field: str, want: Any, got: Any) -> bool:
    # "47000" and "47000.0" are one value; "25" and "5" are not, whatever one ends with.
    if field in {"value", "high"} and want is not None and got is not None:
        try:
            return Fraction(str(want)) == Fraction(str(got))
        except ValueError:
            return str(want) == str(got)
    return bool(want == got)


def _number(value: Number | None) -> str | None:
    if value is None:
        return None
    if isinstance(value, Fraction):
        return str(value)
    try:
        whole = value == value.to_integral_value()
    except InvalidOperation:
        whole = False
    return str(value.quantize(Decimal(1))) if whole and abs(value) < Decimal(10) ** 20 else f"{value.normalize():f}"
