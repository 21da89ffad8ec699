"""Back again: a .docx that was edited in Word or WPS becomes the draft's text, change by change.

The edited paragraphs are laid beside those that were exported; each keeps its section, a new one joins the section that
it stands in. What belongs to no section (a new heading with its text) is handed back, never dropped.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from drafting.draft import (
    Author,
    Binding,
    Block,
    Draft,
    DraftSection,
    Lock,
    Manuscript,
    OutlineSection,
    SectionState,
)
from drafting.draft_store import DraftStore
from drafting.edited_text import bindings_after_edit, locks_after_edit, unlocked_by
from drafting.enumerator import heading_level, strip_enumerator
from drafting.errors import RequestError
from drafting.issue_date import write_date
from drafting.layout.comment_reader import Comment, read_comments, revision_authors
from drafting.layout.docx_reader import read_docx
from drafting.layout.word_view import WordView
from drafting.manuscript import UNWRITTEN, manuscript_of, numbered_headings, written_section
from drafting.manuscript_reading import bound_lines
from drafting.paragraph_alignment import Written, aligned, likeness
from drafting.text_change import ChangedPiece, changed_pieces

_ALIKE = 0.5
_LEAST_ALIKE = 0.25  # of the draft's paragraphs: with fewer it is another report's file


@dataclass(frozen=True, slots=True)
class ReturnedSection:
    """A section as it comes back. ``heading`` is without its number, as the outline keeps it.

    ``changes`` are the pieces of ``before`` and ``after``; ``bindings`` the numbers of ``after`` whose figure is still known,
    ``locks`` the locked sentences that it still holds, ``unlocked`` those that somebody has changed or taken out.
    """

    id: str
    name: str
    before: str
    after: str
    heading_before: str
    heading: str
    changes: tuple[ChangedPiece, ...]
    bindings: tuple[Binding, ...] = ()
    locks: tuple[Lock, ...] = ()
    unlocked: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Tell whether the text or the heading is another than before."""
        return self.before != self.after or self.heading_before != self.heading


@dataclass(frozen=True, slots=True)
class ReturnedComment:
    """A remark of a reader, and the section that it stands in (empty where it stands in none)."""

    section_id: str
    comment: Comment


@dataclass(frozen=True, slots=True)
class HeadChange:
    """标题, 主送机关, 署名 or 成文日期 that was changed in the file."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ReadBack:
    """All that an edited file brings back. ``draft`` is the draft with its texts, to be checked anew and shown.

    ``sections`` are all sections in order, ``unmatched`` the paragraphs that belong to none, ``authors`` who left tracked
    changes (insertions count as accepted, deletions as made).
    """

    draft: Draft
    sections: tuple[ReturnedSection, ...]
    unmatched: tuple[str, ...]
    comments: tuple[ReturnedComment, ...]
    head: tuple[HeadChange, ...]
    authors: tuple[str, ...] = ()

    @property
    def changed(self) -> tuple[ReturnedSection, ...]:
        """Return the sections that the file changes."""
        return tuple(section for section in self.sections if section.changed)


@dataclass(frozen=True, slots=True)
class _Origin:
    """A paragraph as exported: the outline section it comes from, and whether it is that section's heading."""

    section: OutlineSection
    written: Written
    own_heading: bool


def read_back(draft: Draft, data: bytes, name: str = "文档") -> ReadBack:
    """Return what an edited .docx of ``draft`` brings back; nothing is stored.

    Raises ReadingError where the file cannot be read, RequestError where it is another report's.
    """
    manuscript = read_docx(data, name)
    view = WordView(data, name)
    origins = list(_origins(draft))
    blocks = manuscript.blocks
    pairs = aligned([one.written for one in origins], [Written(block.text, block.level > 0) for block in blocks])
    _refuse_stranger(origins, blocks, pairs, name)
    owners = _owners(origins, blocks, pairs)
    sections = tuple(_returned(draft, origins, blocks, pairs, owners))
    homes = {block.text: owner for block, owner in zip(blocks, owners, strict=True) if owner}
    return ReadBack(
        draft=_draft_with(draft, sections),
        sections=sections,
        unmatched=tuple(block.text for block, owner in zip(blocks, owners, strict=True) if not owner),
        comments=tuple(ReturnedComment(homes.get(one.paragraph, ""), one) for one in read_comments(view)),
        head=tuple(_head_changes(manuscript_of(draft), manuscript)),
        authors=revision_authors(view),
    )


def save_read_back(store: DraftStore, back: ReadBack) -> None:
    """Store the texts and headings that the file changes; the texts before stay as earlier versions."""
    if back.draft.outline != store.get(back.draft.id).outline:
        store.save_outline(back.draft.id, back.draft.outline)
    for section in back.changed:
        if section.before != section.after:
            store.edit_text(back.draft.id, section.id, section.after, section.bindings)


def _origins(draft: Draft) -> Iterator[_Origin]:
    """Yield the paragraphs of ``manuscript_of(draft)``, each with where it comes from."""
    for outlined, heading in zip(draft.outline.sections, numbered_headings(draft.outline), strict=True):
        if heading:
            yield _Origin(outlined, Written(heading, heading=True), own_heading=True)
        section = written_section(draft, outlined)
        for line, _ in bound_lines(section.text, ()):
            # as in the manuscript: a numbered line below the section's own level is a heading in its text
            yield _Origin(outlined, Written(line, heading_level(line) > outlined.level), own_heading=False)


def _refuse_stranger(
    origins: Sequence[_Origin], blocks: Sequence[Block], pairs: Sequence[tuple[int | None, int | None]], name: str
) -> None:
    alike = sum(
        likeness(origins[old].written.key, blocks[new].text) >= _ALIKE
        for old, new in pairs
        if old is not None and new is not None
    )
    if alike < _LEAST_ALIKE * len(origins):
        raise RequestError(
            f"“{name}”和这份草稿对不上（{len(origins)} 段里只有 {alike} 段相近）；请确认选对了文件和草稿。"
        )


def _owners(
    origins: Sequence[_Origin], blocks: Sequence[Block], pairs: Sequence[tuple[int | None, int | None]]
) -> list[str]:
    """Return the section of each paragraph of the file, empty where it belongs to none."""
    owners: list[str] = []
    first = next((origins[old] for old, new in pairs if old is not None and new is not None), None)
    # what stands before all that is known joins the opening, where there is one; above a first heading it is nobody's
    home = first.section if first is not None and not first.own_heading else None
    foreign = False
    for old, new in pairs:
        if old is not None and (new is not None or not origins[old].own_heading):
            home, foreign = origins[old].section, False
        if new is None:
            continue
        block = blocks[new]
        if old is None and block.level and (home is None or block.level <= home.level):
            foreign = True  # a heading that the outline does not have: what follows it is a section of its own
        own_heading = old is not None and origins[old].own_heading
        fits = home is not None and not foreign and (own_heading or home.drafted)
        owners.append(home.id if fits and home is not None else "")
    return owners


def _returned(
    draft: Draft,
    origins: Sequence[_Origin],
    blocks: Sequence[Block],
    pairs: Sequence[tuple[int | None, int | None]],
    owners: Sequence[str],
) -> Iterator[ReturnedSection]:
    headings = {
        origins[old].section.id: strip_enumerator(blocks[new].text)
        for old, new in pairs
        if old is not None and new is not None and origins[old].own_heading
    }
    own = {new for old, new in pairs if old is not None and new is not None and origins[old].own_heading}
    lines: dict[str, list[Block]] = {}
    for place, (block, owner) in enumerate(zip(blocks, owners, strict=True)):
        if owner and place not in own and block.text != UNWRITTEN:
            lines.setdefault(owner, []).append(block)
    numbered = dict(zip((one.id for one in draft.outline.sections), numbered_headings(draft.outline), strict=True))
    sections = {section.id: section for section in draft.sections}
    for outlined in draft.outline.sections:
        section = sections.get(outlined.id, DraftSection(outlined.id))
        before_heading = strip_enumerator(numbered[outlined.id])
        yield _section(outlined, section, before_heading, headings.get(outlined.id, before_heading), lines)


def _section(
    outlined: OutlineSection,
    section: DraftSection,
    heading_before: str,
    heading: str,
    lines: Mapping[str, Sequence[Block]],
) -> ReturnedSection:
    # a tab is written as one and read back as a blank
    exported = bound_lines(section.text.replace("\t", " "), section.bindings)
    before = "\n".join(line for line, _ in exported)
    known = list(_joined_bindings(exported))
    returned = [(block.text, block.bindings) for block in lines.get(outlined.id, ())]
    after = "\n".join(line for line, _ in returned)
    return ReturnedSection(
        id=outlined.id,
        name=outlined.heading or "正文",
        before=before,
        after=after,
        heading_before=heading_before,
        heading=heading,
        changes=changed_pieces(before, after),
        bindings=_bindings(before, after, known, list(_joined_bindings(returned))),
        locks=locks_after_edit(section.text, after, section.locks),
        unlocked=unlocked_by(section, after),
    )


def _bindings(before: str, after: str, known: Sequence[Binding], carried: Sequence[Binding]) -> tuple[Binding, ...]:
    """Return the numbers of ``after`` whose figure is known: those in controls, unless somebody has changed the number,

    and those that the edit left alone where a program has dropped the controls.
    """
    rendered = {(binding.figure_id, before[binding.start : binding.end]) for binding in known}
    kept = [one for one in carried if (one.figure_id, after[one.start : one.end]) in rendered]
    for binding in bindings_after_edit(before, after, known):
        if not any(binding.start < one.end and one.start < binding.end for one in (*kept, *carried)):
            kept.append(binding)
    return tuple(sorted(kept, key=lambda one: one.start))


def _joined_bindings(lines: Sequence[tuple[str, Sequence[Binding]]]) -> Iterator[Binding]:
    at = 0
    for line, bindings in lines:
        for binding in bindings:
            yield replace(binding, start=binding.start + at, end=binding.end + at)
        at += len(line) + 1


def _draft_with(draft: Draft, returned: Sequence[ReturnedSection]) -> Draft:
    """Return the draft with the texts and headings of the file; what was not changed stays as it is."""
    by_id = {section.id: section for section in returned if section.changed}
    outline = replace(
        draft.outline,
        sections=tuple(
            replace(one, heading=by_id[one.id].heading) if one.id in by_id else one for one in draft.outline.sections
        ),
    )
    return replace(
        draft,
        outline=outline,
        sections=tuple(_with_text(section, by_id.get(section.id)) for section in draft.sections),
    )


def _with_text(section: DraftSection, returned: ReturnedSection | None) -> DraftSection:
    if returned is None or returned.before == returned.after:
        return section
    return replace(
        section,
        text=returned.after,
        state=SectionState.DONE,
        author=Author.WRITER,
        error="",
        bindings=returned.bindings,
        locks=returned.locks,
        partial="",
    )


def _head_changes(before: Manuscript, after: Manuscript) -> Iterator[HeadChange]:
    fields = (
        ("标题", before.title, after.title),
        ("主送机关", before.recipient, after.recipient),
        ("署名", before.signature, after.signature),
        ("成文日期", write_date(before.date) if before.date else "", write_date(after.date) if after.date else ""),
    )
    for name, old, new in fields:
        if old != new:
            yield HeadChange(name, old, new)
