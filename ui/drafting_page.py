"""起草: watching the sections come. The work runs in the background; this page may be closed and opened at will."""

from collections.abc import Sequence
from typing import Any

import gradio as gr
from gradio.components import Component

from drafting.draft import Author, Draft, DraftSection, OutlineSection, SectionState
from drafting.drafting_job import JobState, JobStatus
from drafting.errors import DraftNotFoundError
from drafting.manuscript import numbered_headings
from ui.page import Desk, Updates, clickable, go, listen, say, shown
from ui.place import PageName, Place
from ui.role_names import ROLE_NAMES

#: Seconds between two looks at a job that runs.
LOOK_EVERY = 0.7

STATES = {
    SectionState.WAITING: "待写",
    SectionState.WRITING: "正在写",
    SectionState.DONE: "已写成",
    SectionState.FAILED: "没写成",
}
AUTHORS = {Author.MODEL: "模型起草", Author.COMPOSER: "离线起草", Author.WRITER: "人工修改"}
_JOB_WORDS = {
    JobState.NONE: "",
    JobState.RUNNING: "正在起草，可以离开本页，不会中断",
    JobState.DONE: "起草已结束",
    JobState.CANCELLED: "已停止；写成的各节都在，可以接着写",
    JobState.FAILED: "起草中断；写成的各节都在，可以接着写",
}


class DraftingPage:
    """Every section with its state and its text as it comes."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        with gr.Column(elem_id="page-drafting", elem_classes="page"):
            with gr.Row(elem_id="drafting-actions"):
                self._start = gr.Button("接着写", variant="primary", elem_id="start-drafting", scale=0, min_width=130)
                self._cancel = gr.Button("停止", elem_id="cancel-drafting", scale=0, min_width=100)
                self._next = gr.Button("下一步：校核修改", elem_id="to-editor", scale=0, min_width=170)
            with gr.Column(elem_classes="card"):
                self._progress = clickable("progress")
            self._timer = gr.Timer(LOOK_EVERY, active=False)
        seen = [self._progress, self._start, self._cancel, self._next, self._timer]
        listen(self._timer.tick, self.look, [desk.place], seen)
        listen(self._start.click, self.start, [desk.place], seen)
        listen(self._cancel.click, self.cancel, [desk.place], seen)
        listen(self._progress.act, self.retry, [desk.place], seen)
        listen(self._next.click, self.leave, [desk.place], [desk.wanted])
        self._seen: list[Component] = seen

    @property
    def outputs(self) -> Sequence[Component]:
        """Return what ``show`` sets."""
        return self._seen

    def show(self, place: Place) -> Updates:
        """Return the draft as it stands now. Raises DraftNotFoundError."""
        self._desk.draft(place)
        return self.look(place)

    def look(self, place: Place) -> Updates:
        """Return the sections and buttons as they stand; the timer goes on while there is something to see."""
        if place.page is not PageName.DRAFTING:
            return {self._timer: gr.Timer(active=False)}
        try:
            draft = self._desk.draft(place)
            status = self._desk.workspace.jobs.status(draft.id)
        except DraftNotFoundError as error:
            # Deleted in another window. Raised, it would be told again at every tick.
            return {self._progress: say(str(error), tone="bad"), self._timer: gr.Timer(active=False)}
        left = status.total - status.done
        return {
            self._progress: shown("drafting", **progress_of(draft, status)),
            self._start: gr.update(
                visible=left > 0 and not status.running,
                value="开始起草" if not status.done else f"接着写余下的 {left} 节",
            ),
            self._cancel: gr.update(visible=status.running),
            self._next: gr.update(visible=status.done > 0, variant="secondary" if left else "primary"),
            self._timer: gr.Timer(active=status.running),
        }

    def start(self, place: Place) -> Updates:
        """Write what is not written yet."""
        self._desk.workspace.jobs.start(place.draft_id)
        return self.look(place)

    def cancel(self, place: Place) -> Updates:
        """Stop; what is written stays."""
        self._desk.workspace.jobs.cancel(self._desk.draft(place).id)
        return self.look(place)

    def retry(self, place: Place, event: gr.EventData) -> Updates:
        """Write one section again."""
        draft = self._desk.draft(place)
        section_id = str(event._data.get("id", ""))
        if any(section.id == section_id and section.drafted for section in draft.outline.sections):
            self._desk.workspace.jobs.start(draft.id, [section_id])
        return self.look(place)

    def leave(self, place: Place) -> Place:
        """Go on to the editor."""
        return go(PageName.EDITOR, draft_id=place.draft_id)


def progress_of(draft: Draft, status: JobStatus) -> dict[str, Any]:
    """Return a draft's progress as the template shows it."""
    texts = {section.id: section for section in draft.sections}
    headings = numbered_headings(draft.outline)
    return {
        "done": status.done,
        "total": status.total,
        "percent": round(100 * status.done / max(status.total, 1)),
        "state": status.error or _JOB_WORDS[status.state],
        "sections": [
            _line(outlined, heading, texts[outlined.id], status)
            for outlined, heading in zip(draft.outline.sections, headings, strict=True)
        ],
    }


def _line(outlined: OutlineSection, heading: str, section: DraftSection, status: JobStatus) -> dict[str, Any]:
    live = status.live.get(outlined.id)
    state = SectionState.WRITING if live else section.state
    text = section.text
    about = AUTHORS[section.author] if state is SectionState.DONE else ""
    if live:
        text, about = live.section.partial or live.section.text, "模型正在思考…" if live.thinking else ""
    elif state is SectionState.FAILED:
        text = section.text or section.partial
    if state is SectionState.DONE and text:
        about = f"{about} · {len(text)} 字"
    return {
        "id": outlined.id,
        "title": heading or ROLE_NAMES[outlined.role],
        "drafted": outlined.drafted,
        "state": state.value,
        "word": STATES[state],
        "about": about,
        "error": section.error if state is SectionState.FAILED else "",
        "text": text,
        "retry": _retry_word(state, status),
    }


def _retry_word(state: SectionState, status: JobStatus) -> str:
    if state is SectionState.FAILED:
        return "重试本节"
    if state is SectionState.DONE and not status.running:
        return "重写本节"
    return ""
