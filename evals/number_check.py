"""The task ``number_check``: a draft is checked against supplied facts, and the worst verdict is compared.

A wrong draft that comes back ``pass`` is a false pass; a right one that does not is a false alarm. Between ``warn`` and
``fail`` a case may be too mild or too strict; that is counted apart, since a person looks at both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from drafting.checking.check import check
from drafting.checking.finding import CheckReport, Verdict
from drafting.checking.supplied import supplied_from_text
from evals.dataset import CASES_DIR, CaseFileError, read_lines, text_of
from evals.score import Outcome, Score

DEFAULT_CASES = CASES_DIR / "number_check.jsonl"

_ORDER = (Verdict.PASS, Verdict.WARN, Verdict.FAIL)


@dataclass(frozen=True, slots=True)
class CheckCase:
    """Facts as free text, a draft, and the verdict that it deserves (None: not labelled)."""

    id: str
    supplied: str
    draft: str
    expected: Verdict | None
    period: str = ""
    group: str = ""


def load(path: Path = DEFAULT_CASES) -> tuple[CheckCase, ...]:
    """Return the cases of a file. Raises CaseFileError."""
    cases = []
    for number, item in read_lines(path):
        label = item.get("expected")
        if label is not None and label not in {verdict.value for verdict in Verdict}:
            raise CaseFileError(f"用例文件“{path}”第 {number} 行的 expected 是“{label}”；只能是 pass、warn 或 fail。")
        cases.append(
            CheckCase(
                id=str(item.get("id", number)),
                supplied=text_of(item, "supplied", path, number),
                draft=text_of(item, "draft", path, number),
                expected=Verdict(label) if label is not None else None,
                period=str(item.get("period") or ""),
                group=str(item.get("group", "")),
            )
        )
    return tuple(cases)


def run(path: Path = DEFAULT_CASES) -> Outcome:
    """Return how the checker does on the cases of ``path``."""
    scores = tuple(score(case, solve(case)) for case in load(path))
    return Outcome("number_check", scores, _summary(scores))


def solve(case: CheckCase) -> CheckReport:
    """Return the check of the case's draft against its facts."""
    return check(case.draft, supplied_from_text(case.supplied, case.period))


def score(case: CheckCase, report: CheckReport) -> Score:
    """Return whether the worst verdict on the draft's own text is the one expected."""
    got = worst(report)
    reasons = "；".join(
        [item.reason for item in report.mentions if item.verdict is got and got is not Verdict.PASS]
        or [finding.message for finding in report.findings if finding.severity is got and finding.start >= 0]
    )
    if case.expected is None:
        return Score(case.id, None, got.value, None, explanation=reasons, group=case.group)
    fault = _fault(case.expected, got)
    return Score(case.id, case.expected.value, got.value, not fault, fault, reasons, case.group)


def worst(report: CheckReport) -> Verdict:
    """Return the worst verdict in the text; what the draft leaves out (an unused figure) is not in it."""
    verdicts = [item.verdict for item in report.mentions]
    verdicts += [finding.severity for finding in report.findings if finding.start >= 0]
    return max(verdicts, key=_ORDER.index, default=Verdict.PASS)


def _fault(expected: Verdict, got: Verdict) -> str:
    if expected is got:
        return ""
    if got is Verdict.PASS:
        return "false_pass"
    if expected is Verdict.PASS:
        return "false_alarm"
    return "too_mild" if got is Verdict.WARN else "too_strict"


def _summary(scores: Sequence[Score]) -> dict[str, object]:
    labelled = [item for item in scores if item.right is not None]
    wrong_drafts = [item for item in labelled if item.expected != Verdict.PASS.value]
    right_drafts = [item for item in labelled if item.expected == Verdict.PASS.value]
    false_pass = sum(item.fault == "false_pass" for item in labelled)
    false_alarm = sum(item.fault == "false_alarm" for item in labelled)
    return {
        "cases": len(scores),
        "labelled": len(labelled),
        "right": sum(item.right is True for item in labelled),
        "false_pass": false_pass,
        "false_pass_rate": round(false_pass / len(wrong_drafts), 4) if wrong_drafts else 0.0,
        "false_alarm": false_alarm,
        "false_alarm_rate": round(false_alarm / len(right_drafts), 4) if right_drafts else 0.0,
        "too_mild": sum(item.fault == "too_mild" for item in labelled),
        "too_strict": sum(item.fault == "too_strict" for item in labelled),
    }
