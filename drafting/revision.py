"""A section or a paragraph changed as the writer says: a proposal, its figures the same unless the writer asked otherwise.

Locked sentences stay word for word whatever the writer asks: who wants them changed unlocks them first.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from drafting.answer_text import ends_whole, revised_text
from drafting.chat import Usage
from drafting.draft import Author, Draft, DraftSection, OutlineSection, SectionState
from drafting.endpoint import Endpoint
from drafting.errors import RequestError
from drafting.figure import Figure
from drafting.locked_return import quoted, take_back
from drafting.locked_text import (
    LOCK_TOKEN,
    LockedSentence,
    figures_of,
    locked_sentences,
    render_with_locked,
    with_tokens,
)
from drafting.section_prompt import revision_messages
from drafting.tokens import tokens_in

#: So many characters in a row of a locked sentence, repeated in an instruction, are no coincidence.
_NAMED = 6


@dataclass(frozen=True, slots=True)
class Revision:
    """What is to be changed and how: ``paragraph`` (from 0) or the whole section, in the genre's tone and numerals."""

    draft: Draft
    heading: OutlineSection
    section: DraftSection
    instruction: str
    tone: str
    paragraph: int | None = None
    chinese_up_to: int = 0


async def revise_section(revision: Revision, endpoint: Endpoint, meter: Callable[[Usage], None]) -> DraftSection:
    """Return the section as the model proposes it. Raises ChatError where it gave none, RequestError where there is no text."""
    section, figures = revision.section, revision.draft.request.figures.figures
    locked = locked_sentences(section)
    paragraphs = with_tokens(section, figures, locked).split("\n")
    at = revision.paragraph
    if not section.text.strip() or (at is not None and not 0 <= at < len(paragraphs)):
        raise RequestError("这一节还没有可修改的文字；请先拟写这一节。")
    original = "\n".join(paragraphs) if at is None else paragraphs[at]
    if not LOCK_TOKEN.sub("", original).strip():
        raise RequestError("要改的文字全部锁定了，没有可改的；请先解除锁定，再按要求修改。")
    held = [one if at is None else replace(one, paragraph=0) for one in locked if one.token in original]
    concerned = {*tokens_in(original), *(frozenset(revision.heading.figure_ids) - figures_of(locked))}
    messages = revision_messages(
        revision.draft.request,
        revision.heading,
        revision.tone,
        original,
        revision.instruction,
        [figure for figure in figures if figure.id in concerned],
        revision.draft.title,
        held,
    )
    answer = await endpoint.ask(messages, meter=meter)
    returned = take_back(revised_text(answer.text, revision.heading.heading), held)
    proposed = returned.text
    whole = proposed if at is None else "\n".join([*paragraphs[:at], proposed, *paragraphs[at + 1 :]])
    rendered = render_with_locked(whole, figures, locked, revision.chinese_up_to)
    problems = [problem.message for problem in rendered.problems]
    role = revision.heading.role
    if ends_whole(original, role) and not ends_whole(proposed, role):
        problems.append("修改稿停在半句上，可能没有写完；请核对后再采纳。")
    return replace(
        section,
        text=rendered.text,
        bindings=rendered.bindings,
        locks=rendered.locks,
        state=SectionState.DONE,
        author=Author.MODEL,
        error="",
        partial="",
        notes=(
            *_asked_for(revision.instruction, held),
            *returned.notes,
            *_figure_changes(original, proposed, figures),
            *problems,
        ),
    )


def _asked_for(instruction: str, locked: Sequence[LockedSentence]) -> tuple[str, ...]:
    """Return a sentence that says which locked sentences stayed though the instruction repeats some of their words."""
    named = [one.text for one in locked if _longest_common(instruction, one.text) >= _NAMED]
    return (f"要求里提到的{quoted(named)}已锁定，没有改；要改，请先解除锁定。",) if named else ()


def _longest_common(one: str, other: str) -> int:
    return SequenceMatcher(None, one, other, autojunk=False).find_longest_match().size


def _figure_changes(original: str, proposed: str, figures: Sequence[Figure]) -> tuple[str, ...]:
    """Return a sentence for the figures that the proposal lost and one for those that it brought in."""
    names = {figure.id: figure.name for figure in figures}
    before, after = tokens_in(original), tokens_in(proposed)
    lost = [names[figure_id] for figure_id in dict.fromkeys(before) if figure_id not in after and figure_id in names]
    new = [names[figure_id] for figure_id in dict.fromkeys(after) if figure_id not in before and figure_id in names]
    notes = []
    if lost:
        notes.append(f"修改稿少了这些数据：{'、'.join(lost)}；如非本意，请不要采纳。")
    if new:
        notes.append(f"修改稿多了这些数据：{'、'.join(new)}；请核对。")
    return tuple(notes)
