"""A draft and its check as the editor's script takes them: plain JSON values, offsets in characters of a section's text."""

from collections.abc import Iterable
from typing import Any

from drafting.checking.draft_check import DraftCheck, SectionCheck
from drafting.checking.finding import Finding, MentionVerdict, Relation, Verdict
from drafting.draft import Draft, Lock, SectionState
from drafting.manuscript import numbered_headings
from knowledge_base.quantities.mention import Kind
from ui.passage_sources import PassageSources
from ui.role_names import ROLE_NAMES

#: Numbers that only build the text (一是, 第三季度, “三会一课”): traced like all others, but not worth a loud colour.
_LOW = frozenset({Relation.STRUCTURE, Relation.SET_PHRASE, Relation.STATED_PERIOD})
_GRAVITY = {Verdict.PASS: 0, Verdict.WARN: 1, Verdict.FAIL: 2}

Mark = dict[str, Any]


def section_value(draft: Draft, section_id: str, sources: PassageSources) -> dict[str, Any]:
    """Return one section as the editor draws it."""
    headings = numbered_headings(draft.outline)
    place = next(place for place, outlined in enumerate(draft.outline.sections) if outlined.id == section_id)
    outlined, section = draft.outline.sections[place], draft.sections[place]
    return {
        "id": section_id,
        "level": outlined.level,
        "heading": headings[place],
        "name": headings[place] or ROLE_NAMES[outlined.role],
        "drafted": outlined.drafted,
        "text": section.text,
        "state": section.state.value,
        "author": section.author.value,
        "error": section.error if section.state is SectionState.FAILED else "",
        "notes": list(section.notes),
        "sources": sources.names(section.source_ids),
        "locks": lock_values(section.locks),
    }


def lock_values(locks: Iterable[Lock]) -> list[dict[str, int]]:
    """Return where the locked sentences of a text stand."""
    return [{"start": lock.start, "end": lock.end} for lock in locks]


def check_value(draft: Draft, check: DraftCheck) -> dict[str, Any]:
    """Return the check of a draft: marks by section, findings in the order of the text, what is unused and unwritten."""
    names = {
        outlined.id: heading or ROLE_NAMES[outlined.role]
        for outlined, heading in zip(draft.outline.sections, numbered_headings(draft.outline), strict=True)
    }
    texts = {section.id: section.text for section in draft.sections}
    figures = {figure.id: figure for figure in draft.request.figures.figures}
    verdicts = [judged.verdict for part in check.sections.values() for judged in part.mentions]
    findings = [
        _finding_value(finding, section_id, names.get(section_id, ""))
        for section_id, part in check.sections.items()
        for finding in part.findings
    ]
    # An unused figure is listed below with the others; as a finding for each it would bury the rest.
    findings += [
        _finding_value(finding, "", "")
        for finding in check.general
        if finding.figure_id not in check.report.unused_figure_ids
    ]
    drafted = {outlined.id for outlined in draft.outline.sections if outlined.drafted}
    return {
        "marks": {
            section_id: {"text": texts.get(section_id, ""), "marks": _marks(part)}
            for section_id, part in check.sections.items()
        },
        "findings": findings,
        "unused": [
            {"id": figure.id, "name": figure.name, "value": figure.value_text}
            for figure in map(figures.get, check.report.unused_figure_ids)
            if figure is not None
        ],
        "counts": {verdict.value: verdicts.count(verdict) for verdict in Verdict},
        "placeholders": _count_placeholders(check.sections.values()),
        "unwritten": sum(section.state is not SectionState.DONE for section in draft.sections if section.id in drafted),
    }


def _marks(part: SectionCheck) -> list[Mark]:
    marks = [_mention_mark(judged) for judged in part.mentions]
    for finding in part.findings:
        if finding.start < 0 or finding.end <= finding.start:
            continue
        touched = [mark for mark in marks if mark["start"] < finding.end and finding.start < mark["end"]]
        for mark in touched:
            if _GRAVITY[finding.severity] > _GRAVITY[Verdict(mark["verdict"])]:
                mark |= {
                    "verdict": finding.severity.value,
                    "low": False,
                    "reason": finding.message,
                    "suggestion": finding.suggestion,
                }
        if not touched:
            marks.append(_finding_mark(finding))
    return sorted(marks, key=lambda mark: (mark["start"], mark["end"]))


def _mention_mark(judged: MentionVerdict) -> Mark:
    return {
        "start": judged.mention.start,
        "end": judged.mention.end,
        "verdict": judged.verdict.value,
        "low": judged.verdict is Verdict.PASS and judged.relation in _LOW,
        "reason": judged.reason,
        "suggestion": judged.suggestion,
    }


def _finding_mark(finding: Finding) -> Mark:
    return {
        "start": finding.start,
        "end": finding.end,
        "verdict": finding.severity.value,
        "low": False,
        "reason": finding.message,
        "suggestion": finding.suggestion,
    }


def _finding_value(finding: Finding, section_id: str, name: str) -> dict[str, Any]:
    return {
        "section": section_id,
        "where": name or "全文",
        "rule": finding.rule,
        "severity": finding.severity.value,
        "start": finding.start,
        "end": finding.end,
        "text": finding.text,
        "message": finding.message,
        "suggestion": finding.suggestion,
    }


def _count_placeholders(parts: Iterable[SectionCheck]) -> int:
    return sum(judged.mention.kind is Kind.PLACEHOLDER for part in parts for judged in part.mentions)
