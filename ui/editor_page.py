"""编辑校核: the report on paper, every number coloured by its verdict, the findings beside it.

The page is drawn by ``scripts/editor.js``; it asks the functions here, each of which names its draft and section anew,
for a page may be older than what is stored.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import gradio as gr
from gradio.components import Component

from drafting.draft import Author, Binding, Draft, DraftSection, SectionState
from drafting.edited_text import bindings_after_edit, locks_after_edit, unlocked_by
from drafting.errors import DraftNotFoundError, RequestError
from drafting.locked_return import quoted
from drafting.locking import locks_with, locks_without
from drafting.text_change import changed_pieces
from ui.checked_draft import check_value, lock_values, section_value
from ui.drafts_page import moment
from ui.notices import answered
from ui.page import Desk, Updates, scripted
from ui.passage_sources import PassageSources
from ui.place import Place
from ui.request_form import chinese_date

#: A section longer than this is a paste gone wrong; it would stop the checker and the page.
MAX_CHARACTERS = 60_000
#: Earlier texts that are shown, the newest first; all of them are kept.
MOST_VERSIONS = 30
SCRIPTS = ("editor_offsets", "editor_locks", "editor_revision", "editor_export", "editor_return", "editor")

Asked = Mapping[str, Any]
Answer = dict[str, Any]


class EditorPage:
    """The editor of the draft that is open."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._sources = PassageSources(desk.workspace.library)
        asked_for = (
            self.whole, self.save, self.check, self.lock, self.revise, self.recompose, self.accept, self.redraft,
            self.progress, self.versions, self.restore,
        )  # fmt: skip
        functions = [answered(function) for function in asked_for]
        with gr.Column(elem_id="page-editor", elem_classes="page"):
            self._editor = scripted("editor", SCRIPTS, {}, functions)

    @property
    def outputs(self) -> Sequence[Component]:
        """Return what ``show`` sets."""
        return [self._editor]

    def show(self, place: Place) -> Updates:
        """Return the whole draft with its check."""
        return {self._editor: self._value(self._desk.draft(place))}

    def whole(self, asked: Asked) -> Answer:
        """Return the whole draft anew, after more than one of its sections has changed."""
        return {"editor": self._value(self._desk.workspace.store.get(str(asked["draft"])))}

    def save(self, asked: Asked) -> Answer:
        """Store what the writer typed and check the whole draft again.

        ``base`` is the text that the page knew: where another one is stored by now, or the text lacks a locked sentence
        (locked in another window: the page lets nobody type in one) and ``unlock`` does not say that this is meant, nothing
        is replaced, and both are handed back to be chosen from.
        """
        draft, section = self._find(asked)
        text = _text(asked["text"])
        lost = unlocked_by(section, text)
        if section.text not in {str(asked["base"]), text} or (lost and not asked.get("unlock")):
            changes = _changes(section.text, text)
            conflict = {"conflict": True, "changes": changes, "lost": list(lost)}
            return {**conflict, **self._section_and_check(draft.id, section.id)}
        if text != section.text:
            kept = bindings_after_edit(section.text, text, section.bindings)
            section = self._desk.workspace.store.edit_text(draft.id, section.id, text, kept)
        return {"text": text, "locks": lock_values(section.locks), **self._checked(draft.id)}

    def check(self, asked: Asked) -> Answer:
        """Check the draft as it is stored."""
        return self._checked(str(asked["draft"]))

    def lock(self, asked: Asked) -> Answer:
        """Lock the sentences that the selection or the cursor touches, or with ``locked`` false unlock them."""
        draft, section = self._find(asked)
        if section.text != asked["base"]:
            raise RequestError("这一节在此期间又改过，锁定没有变动；请看过现在的文字再试。")
        if section.state is SectionState.WRITING:
            raise RequestError("这一节正在起草，写完再锁定。")
        change = locks_with if asked["locked"] else locks_without
        locks = change(section, int(asked["start"]), int(asked["end"]))
        self._desk.workspace.store.save_locks(draft.id, section.id, section.text, locks)
        return {"locks": lock_values(locks)}

    def revise(self, asked: Asked) -> Answer:
        """Return a proposal of the section, or of one paragraph of it, changed as the writer says."""
        draft, section = self._find(asked)
        paragraph = str(asked.get("paragraph", ""))
        proposed = asyncio.run(
            self._desk.workspace.drafter.revise(
                draft, section.id, str(asked["instruction"]), paragraph=int(paragraph) if paragraph else None
            )
        )
        return _proposal(section, proposed)

    def recompose(self, asked: Asked) -> Answer:
        """Return a proposal of the section written offline from the past reports."""
        draft, section = self._find(asked)
        return _proposal(section, self._desk.workspace.drafter.recompose(draft, section.id))

    def accept(self, asked: Asked) -> Answer:
        """Store a proposal that the writer takes."""
        draft, section = self._find(asked)
        if section.text != asked["base"]:
            raise RequestError("这一节在此期间又改过，没有替换；请关闭对话框，看过现在的文字再试。")
        text = _text(asked["text"])
        lost = unlocked_by(section, text)
        if lost:  # locked since the proposal was made
            raise RequestError(f"新的文字里没有锁定的{quoted(lost)}，没有替换；请关闭对话框，重新改写，或先解除锁定。")
        figures = {figure.id for figure in draft.request.figures.figures}
        bindings = tuple(
            Binding(int(start), int(end), str(figure))
            for start, end, figure in asked["bindings"]
            if figure in figures and 0 <= int(start) < int(end) <= len(text)
        )
        taken = DraftSection(
            id=section.id,
            text=text,
            state=SectionState.DONE,
            author=Author(asked["author"]),
            bindings=bindings,
            source_ids=section.source_ids,
            locks=locks_after_edit(section.text, text, section.locks),
        )
        self._desk.workspace.store.save_section(draft.id, taken)
        return self._section_and_check(draft.id, section.id)

    def redraft(self, asked: Asked) -> Answer:
        """Start writing a section anew, from the same figures and themes."""
        draft, section = self._find(asked)
        self._desk.workspace.jobs.start(draft.id, [section.id])
        return {"running": True}

    def progress(self, asked: Asked) -> Answer:
        """Tell whether the section is still being written; once it is not, return it with the check."""
        draft, section = self._find(asked)
        if self._desk.workspace.jobs.status(draft.id).running:
            return {"running": True}
        if section.state is SectionState.FAILED:
            raise RequestError(section.error or "这一节没有写成；请重试。")
        return {"running": False, **self._section_and_check(draft.id, section.id)}

    def versions(self, asked: Asked) -> Answer:
        """Return the earlier texts of a section."""
        draft, section = self._find(asked)
        versions = self._desk.workspace.store.versions(draft.id, section.id)
        return {
            "versions": [
                {
                    "number": one.number,
                    "saved": moment(one.saved),
                    "author": one.author.value,
                    "changes": _changes(section.text, one.text),
                    "lost": list(unlocked_by(section, one.text)),
                }
                for one in versions[:MOST_VERSIONS]
            ]
        }

    def restore(self, asked: Asked) -> Answer:
        """Put an earlier text back."""
        draft, section = self._find(asked)
        self._desk.workspace.store.restore(draft.id, section.id, int(asked["number"]))
        return self._section_and_check(draft.id, section.id)

    def _value(self, draft: Draft) -> Answer:
        return {
            "draft": draft.id,
            "title": draft.title,
            "recipient": draft.request.recipient,
            "signature": draft.request.unit,
            "date": chinese_date(draft.request.date),
            "sections": [section_value(draft, section.id, self._sources) for section in draft.outline.sections],
            "check": self._check_value(draft),
            "model": self._desk.workspace.drafter.model,
        }

    def _find(self, asked: Asked) -> tuple[Draft, DraftSection]:
        draft = self._desk.workspace.store.get(str(asked["draft"]))
        drafted = {section.id for section in draft.outline.sections if section.drafted}
        for section in draft.sections:
            if section.id == asked["section"] and section.id in drafted:
                return draft, section
        raise DraftNotFoundError("这份稿件里已经没有这一节；提纲可能在别处改过，请刷新页面。")

    def _checked(self, draft_id: str) -> Answer:
        return {"check": self._check_value(self._desk.workspace.store.get(draft_id))}

    def _section_and_check(self, draft_id: str, section_id: str) -> Answer:
        draft = self._desk.workspace.store.get(draft_id)
        return {"section": section_value(draft, section_id, self._sources), "check": self._check_value(draft)}

    def _check_value(self, draft: Draft) -> dict[str, Any]:
        return check_value(draft, self._desk.workspace.drafter.check(draft))


def _proposal(section: DraftSection, proposed: DraftSection) -> Answer:
    return {
        "base": section.text,
        "text": proposed.text,
        "changes": _changes(section.text, proposed.text),
        "notes": list(proposed.notes),
        "locks": lock_values(proposed.locks),
        "author": proposed.author.value,
        "bindings": [[one.start, one.end, one.figure_id] for one in proposed.bindings],
    }


def _changes(before: str, after: str) -> list[list[str]]:
    return [[piece.kind.value, piece.text] for piece in changed_pieces(before, after)]


def _text(value: object) -> str:
    """Return the text of a section as it is stored: paragraphs parted by one newline. Raises RequestError."""
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > MAX_CHARACTERS:
        raise RequestError(f"这一节超过 {MAX_CHARACTERS} 字，没有保存；请分成几节。")
    return "\n".join(line.rstrip() for line in text.split("\n") if line.strip())
