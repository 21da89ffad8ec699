"""The JSON documents of checks, shared by the commands that print them, and the text that a command is given."""

import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

from drafting.checking.finding import CheckReport, Finding, MentionVerdict, Verdict
from drafting.figure import Figure
from knowledge_base.quantities.mention import Mention, Number


def mention_document(mention: Mention) -> dict[str, Any]:
    """Return a mention as ``zhibi numbers`` prints it."""
    return {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "kind": mention.kind,
        "value": decimal_text(mention.value),
        "high": decimal_text(mention.high),
        "unit": mention.unit,
        "hedge": mention.hedge,
        "canonical": mention.canonical,
    }


def verdict_document(verdict: MentionVerdict) -> dict[str, Any]:
    """Return a judged mention: the mention, its verdict, and what it was traced to."""
    return mention_document(verdict.mention) | {
        "verdict": verdict.verdict,
        "relation": verdict.relation,
        "figure": verdict.figure_id or None,
        "indicator": verdict.indicator,
        "reason": verdict.reason,
        "suggestion": verdict.suggestion,
    }


def finding_document(finding: Finding) -> dict[str, Any]:
    """Return a finding as ``zhibi check`` prints it."""
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "start": finding.start,
        "end": finding.end,
        "text": finding.text,
        "message": finding.message,
        "suggestion": finding.suggestion,
    }


def report_document(report: CheckReport, figures: tuple[Figure, ...]) -> dict[str, Any]:
    """Return a whole check: summary, mentions and findings."""
    names = {figure.id: figure.name for figure in figures}
    counts = {verdict: sum(1 for judged in report.mentions if judged.verdict is verdict) for verdict in Verdict}
    return {
        "summary": {
            "mentions": len(report.mentions),
            **{str(verdict): count for verdict, count in counts.items()},
            "unused_figures": [names.get(figure_id, figure_id) for figure_id in report.unused_figure_ids],
        },
        "mentions": [verdict_document(judged) for judged in report.mentions],
        "findings": [finding_document(finding) for finding in report.findings],
    }


def decimal_text(value: Number | None) -> str | None:
    """Return a value as a plain decimal string (``47000``, ``9.6``), a fraction that has none as ``2/3``."""
    if value is None:
        return None
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)


def print_findings(report: CheckReport) -> None:
    """Print the findings for a person: the worst first, each on a line."""
    marks = {Verdict.FAIL: "✗", Verdict.WARN: "!", Verdict.PASS: "·"}
    order = [Verdict.FAIL, Verdict.WARN, Verdict.PASS]
    for finding in sorted(report.findings, key=lambda finding: (order.index(finding.severity), finding.start)):
        advice = f"（{finding.suggestion}）" if finding.suggestion else ""
        print(f"{marks[finding.severity]} {finding.message}{advice}")
    counts = [sum(1 for judged in report.mentions if judged.verdict is verdict) for verdict in order]
    print(f"共查数字 {len(report.mentions)} 处：有误 {counts[0]}，存疑 {counts[1]}，相符 {counts[2]}。")


def is_word(data: bytes) -> bool:
    """Tell whether a file's bytes are a .docx (or another zip, which its reader refuses with a reason)."""
    return data.startswith(b"PK")


def read_text(source: str) -> str:
    """Return the text of a file, or of standard input for ``-``; paragraphs are parted by newlines.

    Raises ReadingError for what cannot be read.
    """
    from knowledge_base.reading import read_document, read_document_bytes

    if source == "-":
        return "\n".join(read_document_bytes(sys.stdin.buffer.read(), "标准输入.txt").paragraphs)
    return "\n".join(read_document(Path(source)).paragraphs)
