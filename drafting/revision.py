"""A section or a paragraph changed as the writer says: a proposal, its figures the same unless the writer asked otherwise."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from drafting.answer_text import revised_text
from drafting.chat import Usage
from drafting.draft import Author, Binding, Draft, DraftSection, OutlineSection, SectionState
from drafting.endpoint import Endpoint
from drafting.errors import RequestError
from drafting.figure import Figure
from drafting.figure_forms import written_chinese, written_rounded
from drafting.figure_writing import written_previous, written_value
from drafting.section_prompt import revision_messages
from drafting.tokens import render_tokens, token, tokens_in


@dataclass(frozen=True, slots=True)
class Revision:
    """What is to be changed and how. ``paragraph`` (from 0) or the whole section."""

    draft: Draft
    heading: OutlineSection
    section: DraftSection
    instruction: str
    tone: str
    paragraph: int | None = None


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
    rendered = render_tokens(whole, figures)
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
        pieces += [text[at : binding.start], token(figure, _form(text[binding.start : binding.end], figure))]
        at = binding.end
    return "".join([*pieces, text[at:]])


def _form(shown: str, figure: Figure) -> str:
    if shown == written_value(figure):
        return ""
    if shown == written_rounded(figure):
        return "rounded"
    if shown == written_chinese(figure):
        return "chinese"
    return "previous" if figure.previous is not None and shown == written_previous(figure) else "change"


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
