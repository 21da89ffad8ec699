"""One section written by a model: prompt, answer, tokens, check, one repair. The text it returns is whole or it raises."""

from collections.abc import Callable
from dataclasses import dataclass

from drafting.answer_text import section_text
from drafting.chat import Message, Usage
from drafting.checking.check import check
from drafting.checking.finding import MentionVerdict
from drafting.checking.supplied import Supplied
from drafting.draft import Author, Draft, DraftSection, OutlineSection, SectionState
from drafting.endpoint import Answer, Endpoint, Progress
from drafting.errors import ChatError, ChatInspectionError, ChatOverflowError, ChatUnfitError
from drafting.locked_return import take_back
from drafting.locked_text import render_with_locked
from drafting.section_context import SectionContext
from drafting.section_prompt import MAX_PASSAGES, leads_in, repair_lines, repair_messages, section_messages
from drafting.tokens import Rendered
from knowledge_base.report import Role

TRIES = 2


@dataclass(frozen=True, slots=True)
class Writing:
    """What one section is written with: the draft it belongs to, the endpoint, what is supplied, and who is told."""

    draft: Draft
    endpoint: Endpoint
    supplied: Supplied
    progress: Progress
    meter: Callable[[Usage], None]


async def write_section(writing: Writing, context: SectionContext) -> DraftSection:
    """Return the section as the model wrote it, its numbers put in by code.

    Raises ChatError, with what had arrived, where no whole section was to be had.
    """
    asked = await _ask(writing, context)
    notes = list(asked.notes)
    best = _rendered(writing, asked.text, context)
    if best.untraced:
        best = await _repaired(writing, context, asked, best, notes)
    notes += [*best.notes, *(problem.message for problem in best.rendered.problems)]
    return DraftSection(
        id=context.section.id,
        text=best.rendered.text,
        state=SectionState.DONE,
        author=Author.MODEL,
        bindings=best.rendered.bindings,
        locks=best.rendered.locks,
        source_ids=tuple(hit.passage.id for hit in context.passages[: asked.passages]),
        notes=tuple(dict.fromkeys(notes)),
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """A usable text with its tokens, the conversation that gave it, and what had to be done to get it."""

    text: str
    messages: tuple[Message, ...]
    passages: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Checked:
    """A text with its numbers and locked sentences put in, and a line for each number that cannot be traced.

    ``notes`` say what the model had done to the locked sentences.
    """

    rendered: Rendered
    untraced: tuple[str, ...]
    notes: tuple[str, ...]


async def _ask(writing: Writing, context: SectionContext) -> _Asked:
    """Ask until the answer is a section, with less past phrasing each time that it is the phrasing that stands in the way."""
    shown = min(MAX_PASSAGES, len(context.passages))
    notes: list[str] = []
    tries = 0
    while True:
        messages = section_messages(context, writing.draft.outline.sections, writing.draft.title, passages=shown)
        try:
            answer = await writing.endpoint.ask(messages, progress=writing.progress, meter=writing.meter)
            if answer.cut_prompt and shown:
                raise ChatOverflowError("模型接口只读了提示词的一部分。", answer.text)
            text = _text_of(writing, context, answer)
        except ChatOverflowError:
            if not shown:
                raise
            shown //= 2
            notes = ["往年材料超过模型一次能读的长度，已减少参考的段落，请留意本节的写法。"]
        except ChatInspectionError as error:
            if not shown:
                raise _named(error, context.section) from error
            shown -= 1
            notes = ["接口的内容审查没有放行全部往年材料，本节参考的段落有所减少。"]
        except ChatUnfitError:
            tries += 1
            if tries >= TRIES:
                raise
        else:
            return _Asked(text, messages, shown, (*notes, *_notes_on(answer)))


async def _repaired(
    writing: Writing, context: SectionContext, asked: _Asked, first: _Checked, notes: list[str]
) -> _Checked:
    """Return the text after one repair round where that left fewer numbers untraced, else the text as it was."""
    messages = repair_messages(asked.messages, asked.text, first.untraced, context.figures)
    try:
        answer = await writing.endpoint.ask(messages, meter=writing.meter)
        text = _text_of(writing, context, answer)
    except ChatError:
        # The section is whole; its untraced numbers stay visible as findings.
        notes.append("有数字没有依据，请模型改正时没有得到可用的答复，已在文中标出，请逐处核对。")
        return first
    second = _rendered(writing, text, context)
    # A "repair" that drops the figures it had is worse than a visible finding.
    lost = {binding.figure_id for binding in first.rendered.bindings} - {
        binding.figure_id for binding in second.rendered.bindings
    }
    if len(second.untraced) < len(first.untraced) and not lost:
        return second
    notes.append("有数字没有依据，模型改过一次仍未改好，已在文中标出，请逐处核对。")
    return first


def _text_of(writing: Writing, context: SectionContext, answer: Answer) -> str:
    section = context.section
    leads = leads_in(context, writing.draft.outline.sections)
    locked = sum(len(one.text) for one in context.locked)
    return section_text(answer.text, section.heading, section.role, leads=leads, locked=locked)


def _rendered(writing: Writing, text: str, context: SectionContext) -> _Checked:
    returned = take_back(text, context.locked)
    rendered = render_with_locked(
        returned.text, writing.draft.request.figures.figures, context.locked, context.genre.chinese_up_to
    )
    report = check(rendered.text, writing.supplied)
    # what stands in a locked sentence is the writer's to put right, not the model's
    own = [item for item in report.mentions if not _is_locked(item, rendered)]
    return _Checked(rendered, repair_lines(rendered, own, context.figures), returned.notes)


def _is_locked(item: MentionVerdict, rendered: Rendered) -> bool:
    return any(lock.start <= item.mention.start < lock.end for lock in rendered.locks)


def _named(error: ChatInspectionError, section: OutlineSection) -> ChatInspectionError:
    name = section.heading or ("导语" if section.role is Role.OPENING else "结尾")
    return ChatInspectionError(f"“{name}”一节：{error}", error.partial)


def _notes_on(answer: Answer) -> tuple[str, ...]:
    if not answer.cut_prompt:
        return ()
    return ("接口报告读到的提示词明显少于发出的，可能被截断；请核对本节，或调大模型服务的上下文长度。",)
