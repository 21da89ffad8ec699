"""The review copy: what the check says of a draft, as notes on the words it says it of."""

from collections.abc import Sequence

from drafting.checking.draft_check import DraftCheck
from drafting.checking.finding import Finding
from drafting.draft import Binding, Draft
from drafting.layout.review_note import ReviewNote
from drafting.manuscript import manuscript_of, written_section
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
            notes += [_note(block, place, findings) for place in moved]
            block += 1
    assert block == len(manuscript_of(draft).blocks)  # noqa: S101  (both walk the outline alike, or notes go astray)
    return tuple(notes)


def _note(block: int, place: Binding, findings: Sequence[Finding]) -> ReviewNote:
    finding = findings[int(place.figure_id)]
    advice = f"（{finding.suggestion}）" if finding.suggestion else ""
    return ReviewNote(block, place.start, place.end, finding.message + advice)
