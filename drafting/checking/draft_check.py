"""The check of a whole draft, given back by section: one figure has one value everywhere, so the text is checked at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from drafting.checking.borrowed_text import Borrowable, copied_sentences
from drafting.checking.check import check
from drafting.checking.finding import CheckReport, Finding, MentionVerdict, Verdict, in_order
from drafting.checking.foreign_name import foreign_names
from drafting.checking.left_mark import for_print, left_marks
from drafting.checking.misplaced_token import misplaced_tokens
from drafting.checking.repetition import repeated_sentences
from drafting.checking.supplied import Supplied
from drafting.checking.theme_coverage import missing_themes
from drafting.draft import Binding, Draft
from drafting.manuscript import is_unwritten, numbered_headings


@dataclass(frozen=True, slots=True)
class SectionCheck:
    """What the check says of one section; offsets are in the section's own text."""

    mentions: tuple[MentionVerdict, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftCheck:
    """The report over the whole text, and the same by section id. ``general`` are findings that stand in no section's

    text: in a heading, or about the whole (an unused figure). ``text`` is what was checked.
    """

    report: CheckReport
    sections: Mapping[str, SectionCheck] = field(default_factory=dict)
    general: tuple[Finding, ...] = ()
    text: str = ""

    @property
    def failed(self) -> bool:
        """Tell whether anything contradicts the data or has no source."""
        return self.report.failed


@dataclass(frozen=True, slots=True)
class _Span:
    section_id: str
    start: int
    end: int


def check_draft(draft: Draft, supplied: Supplied, borrowable: Borrowable | None = None) -> DraftCheck:
    """Return the check of all sections and headings of a draft, read as one text.

    ``borrowable`` is what other units' reports say that the draft was written beside.
    """
    text, spans = _joined(draft)
    report = for_print(check(text, supplied))
    beyond = tuple(_beyond_numbers(draft, text, spans, report, borrowable or Borrowable()))
    report = replace(report, findings=(*_missing(draft), *in_order((*report.findings, *beyond))))
    sections = {span.section_id: _of_section(report, span) for span in spans}
    general = tuple(finding for finding in report.findings if not any(_holds(span, finding.start) for span in spans))
    return DraftCheck(report, sections, general, text)


def _beyond_numbers(
    draft: Draft, text: str, spans: Sequence[_Span], report: CheckReport, borrowable: Borrowable
) -> Iterator[Finding]:
    """Yield what is to be said of the wording: marks left, sentences twice or another unit's, themes left out."""
    failed = [finding for finding in report.findings if finding.severity is Verdict.FAIL]
    for left in left_marks(text):
        if not any(finding.start < left.end and left.start < finding.end for finding in failed):
            yield left
    names = {section.id: section.heading for section in draft.outline.sections if section.heading}
    yield from repeated_sentences({span.section_id: (text[span.start : span.end], span.start) for span in spans}, names)
    offsets = {span.section_id: span.start for span in spans}
    bindings = [
        Binding(binding.start + offsets[section.id], binding.end + offsets[section.id], binding.figure_id)
        for section in draft.sections
        if section.id in offsets
        for binding in section.bindings
    ]
    yield from misplaced_tokens(text, bindings, report.mentions, draft.request.figures.figures)
    yield from copied_sentences(text, borrowable)
    yield from foreign_names(text, borrowable)
    unwritten = {section.id for section in draft.sections if not section.text.strip()}
    due = {
        name for section in draft.outline.sections if section.id not in unwritten for name in section.theme_names
    }  # what a section that failed leaves out is told with the section
    yield from missing_themes(text, [theme for theme in draft.request.themes if theme.name in due])


def _missing(draft: Draft) -> Iterator[Finding]:
    """Yield a finding for each section that should have a text and has none."""
    written = {section.id: section for section in draft.sections}
    for outlined, heading in zip(draft.outline.sections, numbered_headings(draft.outline), strict=True):
        section = written.get(outlined.id)
        if section is not None and is_unwritten(outlined, section):
            name = f"“{heading}”这一节" if heading else "没有标题的一节（导语或结尾）"
            reason = f"（{section.error.rstrip('。')}）" if section.error else ""
            message = f"{name}尚未写成{reason}，导出的文件里标为待补"
            yield Finding("section_missing", Verdict.FAIL, -1, -1, "", message, "重新起草或自行填写")


def _joined(draft: Draft) -> tuple[str, tuple[_Span, ...]]:
    """Return headings and section texts in the outline's order, a line each, and where each text stands.

    The numbers of headings are left out: they follow from the order and state nothing.
    """
    texts = {section.id: section.text for section in draft.sections}
    pieces: list[str] = []
    spans: list[_Span] = []
    at = 0
    for section in draft.outline.sections:
        if section.level > 0 and section.heading:
            pieces.append(section.heading)
            at += len(section.heading) + 1
        text = texts.pop(section.id, "")
        spans.append(_Span(section.id, at, at + len(text)))
        pieces.append(text)
        at += len(text) + 1
    return "\n".join(pieces), tuple(spans)


def _of_section(report: CheckReport, span: _Span) -> SectionCheck:
    return SectionCheck(
        tuple(_moved_mention(item, span.start) for item in report.mentions if _holds(span, item.mention.start)),
        tuple(_moved_finding(finding, span.start) for finding in report.findings if _holds(span, finding.start)),
    )


def _holds(span: _Span, offset: int) -> bool:
    return span.start <= offset < span.end


def _moved_mention(item: MentionVerdict, by: int) -> MentionVerdict:
    mention = item.mention
    numerals = (mention.numeral_start - by, mention.numeral_end - by) if mention.numeral_start >= 0 else (-1, -1)
    moved = replace(
        mention, start=mention.start - by, end=mention.end - by, numeral_start=numerals[0], numeral_end=numerals[1]
    )
    return replace(item, mention=moved)


def _moved_finding(finding: Finding, by: int) -> Finding:
    return replace(finding, start=finding.start - by, end=finding.end - by)
