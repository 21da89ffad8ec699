"""The review copy: what the check says of a text, as notes on the words it says it of."""

from collections.abc import Iterator, Sequence

from drafting.checking.draft_check import DraftCheck
from drafting.checking.finding import CheckReport, Finding, Verdict
from drafting.draft import Binding, Draft, Manuscript
from drafting.layout.review_note import ReviewNote
from drafting.manuscript import manuscript_of, to_text, written_section
from drafting.manuscript_reading import bound_lines


def review_notes(draft: Draft, check: DraftCheck) -> tuple[ReviewNote, ...]:
    """Return the check's findings as notes on ``manuscript_of(draft)``; those about the whole have no place and no note."""
    notes: list[ReviewNote] = []
    block = 0
    for section in draft.outline.sections:
        if section.level > 0:
            block += 1  # its heading
        findings = check.sections[section.id].findings if section.id in check.sections else ()
        text = written_section(draft, section).text
        # a finding moves with its words into a line just as a binding does
        places = [Binding(finding.start, finding.end, str(place)) for place, finding in enumerate(findings)]
        for _, moved in bound_lines(text, places):
            notes += [_note(block, place, findings[int(place.figure_id)]) for place in moved]
            block += 1
    assert block == len(manuscript_of(draft).blocks)  # noqa: S101  (both walk the outline alike, or notes go astray)
    return tuple(notes)


def manuscript_notes(manuscript: Manuscript, report: CheckReport) -> tuple[ReviewNote, ...]:
    """Return the findings of a check of ``to_text(manuscript)`` as notes; those outside the body have none."""
    return tuple(_notes_of_blocks(manuscript, [one for one in report.findings if one.severity is not Verdict.PASS]))


def _notes_of_blocks(manuscript: Manuscript, findings: Sequence[Finding]) -> Iterator[ReviewNote]:
    at = sum(len(line) + 1 for line in (manuscript.title, manuscript.recipient) if line)
    whole = to_text(manuscript)
    for place, block in enumerate(manuscript.blocks):
        end = at + len(block.text)
        assert whole[at:end] == block.text  # noqa: S101  (the text is the blocks' in order, or notes go astray)
        for finding in findings:
            if at <= finding.start < end:
                yield _note(place, Binding(finding.start - at, min(finding.end, end) - at, ""), finding)
        at = end + 1


def _note(block: int, place: Binding, finding: Finding) -> ReviewNote:
    advice = f"（{finding.suggestion}）" if finding.suggestion else ""
    return ReviewNote(block, place.start, place.end, finding.message + advice)
