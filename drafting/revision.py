"""A section or a paragraph changed as the writer says: a proposal, its figures the same unless the writer asked otherwise."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from drafting.answer_text import revised_text
from drafting.chat import Usage
from drafting.draft import Author, Binding, Draft, DraftSection, OutlineSection, SectionState
from drafting.endpoint import Endpoint
from drafting.errors import RequestError
from drafting.figure import Figure
from drafting.figure_forms import (
    LARGEST_CHINESE,
    written_chinese,
    written_hedged,
    written_in_genre,
    written_rounded,
)
from drafting.figure_share import declared_wholes, share_of
from drafting.figure_writing import difference_of, written_previous, written_value
from drafting.section_prompt import revision_messages
from drafting.tokens import render_tokens, says_share, share_token, token, tokens_in

#: How far before a percentage its whole may be named.
MOST_WORDS = 40
_FORMS = {"": written_value, "rounded": written_rounded, "hedged": written_hedged, "chinese": written_chinese}


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
    paragraphs = with_tokens(section.text, section.bindings, figures).split("\n")
    at = revision.paragraph
    if not section.text.strip() or (at is not None and not 0 <= at < len(paragraphs)):
        raise RequestError("这一节还没有可修改的文字；请先拟写这一节。")
    original = "\n".join(paragraphs) if at is None else paragraphs[at]
    concerned = {*tokens_in(original), *revision.heading.figure_ids}
    messages = revision_messages(
        revision.draft.request,
        revision.heading,
        revision.tone,
        original,
        revision.instruction,
        [figure for figure in figures if figure.id in concerned],
        revision.draft.title,
    )
    answer = await endpoint.ask(messages, meter=meter)
    proposed = revised_text(answer.text, revision.heading.heading)
    whole = proposed if at is None else "\n".join([*paragraphs[:at], proposed, *paragraphs[at + 1 :]])
    rendered = render_tokens(whole, figures, revision.chinese_up_to)
    problems = [problem.message for problem in rendered.problems]
    return replace(
        section,
        text=rendered.text,
        bindings=rendered.bindings,
        state=SectionState.DONE,
        author=Author.MODEL,
        error="",
        partial="",
        notes=(*_figure_changes(original, proposed, figures), *problems),
    )


def with_tokens(text: str, bindings: Sequence[Binding], figures: Sequence[Figure]) -> str:
    """Return a text with its bound numbers as tokens again, so that whoever rewrites it cannot change them."""
    by_id = {figure.id: figure for figure in figures}
    pieces, at = [], 0
    for binding in sorted(bindings, key=lambda item: item.start):
        figure = by_id.get(binding.figure_id)
        if figure is None or binding.start < at or binding.end > len(text):
            continue
        shown = text[binding.start : binding.end]
        whole = _whole(text[: binding.start], shown, figure, figures)
        pieces += [
            text[at : binding.start],
            share_token(figure, whole) if whole else token(figure, _form(shown, figure)),
        ]
        at = binding.end
    return "".join([*pieces, text[at:]])


def _form(shown: str, figure: Figure) -> str:
    for form, written in _FORMS.items():
        if shown == written(figure):
            return form
    before = written_in_genre(figure, LARGEST_CHINESE, previous=True)
    if figure.previous is not None and shown in (written_previous(figure), before):
        return "previous"
    counted = shown == difference_of(figure).amount and not shown.endswith("百分点")
    return "difference" if counted else "change"


def _whole(before: str, shown: str, part: Figure, figures: Sequence[Figure]) -> Figure | None:
    """Return the figure that a bound percentage is a share of, None where it is the figure's value or its change.

    The words before it decide where a change may come to the same percentage. One that nothing gives any more, the sheet
    having been changed, is a share of what the sheet declares, where the words make it one.
    """
    if not shown.endswith("%") or shown == written_value(part) or not says_share(before):
        return None
    declared = declared_wholes(part, figures)
    offered = (*declared, *(figure for figure in figures if figure not in declared))
    wholes = [whole for whole in offered if share_of(part, whole).percent == shown]
    clause = before[-MOST_WORDS:]
    named = [whole for whole in wholes or declared if whole.name in clause]
    return next(iter(named or wholes or declared), None)


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
