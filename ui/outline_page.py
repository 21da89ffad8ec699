"""提纲: headings to reorder, rename, add and delete, and which figures and themes each section must use."""

from collections.abc import Sequence
from typing import Any

import gradio as gr
from gradio.components import Component

from drafting.draft import Draft, Outline, OutlineSection
from drafting.errors import RequestError
from knowledge_base.report import Role
from ui.notices import inform
from ui.page import Desk, Updates, go, listen, scripted, titled
from ui.place import PageName, Place, is_id
from ui.role_names import ROLE_NAMES

MAX_SECTIONS = 100
DEEPEST_LEVEL = 3


class OutlinePage:
    """The outline of the draft that is open; every change is saved as it is made."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        with gr.Column(elem_id="page-outline", elem_classes="page"):
            with gr.Column(elem_classes="card"):
                titled("提纲", "拖动左边的点或用箭头调整次序；数据和主题归到要写它的那一节")
                self._outline = scripted("outline", "outline", {})
            with gr.Row(elem_id="outline-actions"):
                self._again = gr.Button("按往年报告重新拟定", elem_id="outline-again", scale=0, min_width=170)
                self._next = gr.Button(
                    "下一步：开始起草", variant="primary", elem_id="to-drafting", scale=0, min_width=190
                )
        listen(self._outline.change, self.keep, [desk.place, self._outline], [desk.place], last_only=True)
        listen(self._again.click, self.propose, [desk.place], [self._outline])
        listen(self._next.click, self.start, [desk.place, self._outline], [desk.wanted])

    @property
    def outputs(self) -> Sequence[Component]:
        """Return what ``show`` sets."""
        return [self._outline]

    def show(self, place: Place) -> Updates:
        """Return the draft's outline."""
        return {self._outline: outline_value(self._desk.draft(place))}

    def keep(self, place: Place, value: dict[str, Any]) -> Any:
        """Save the outline as it stands on the page."""
        self._save(place, value)
        return gr.skip()

    def propose(self, place: Place) -> dict[str, Any]:
        """Propose the outline anew; sections whose headings stay keep their text."""
        draft = self._desk.draft(place)
        draft = self._desk.workspace.store.save_outline(draft.id, self._desk.workspace.drafter.outline(draft.request))
        inform("已按往年报告重新拟定提纲。")
        return outline_value(draft)

    def start(self, place: Place, value: dict[str, Any]) -> Place:
        """Save the outline, start writing what is not written yet, and go and watch."""
        self._save(place, value)
        draft = self._desk.draft(place)
        if not any(section.drafted for section in draft.outline.sections):
            raise RequestError("提纲里没有一节要写正文；请至少在一节上勾选“写正文”。")
        self._desk.workspace.jobs.start(draft.id)
        return go(PageName.DRAFTING, draft_id=draft.id)

    def _save(self, place: Place, value: dict[str, Any]) -> None:
        draft = self._desk.draft(place)
        # A page left open from another draft would put its headings into this one.
        if not value or value.get("draft") != draft.id:
            return
        outline = outline_of(value, draft)
        if outline != draft.outline:
            self._desk.workspace.store.save_outline(draft.id, outline)


def outline_value(draft: Draft) -> dict[str, Any]:
    """Return a draft's outline as the page draws it."""
    written = {section.id for section in draft.sections if section.text}
    return {
        "draft": draft.id,
        "sections": [
            {
                "id": section.id,
                "level": section.level,
                "heading": section.heading,
                "role": section.role.value,
                "drafted": section.drafted,
                "figure_ids": list(section.figure_ids),
                "theme_names": list(section.theme_names),
                "reason": section.reason,
                "written": section.id in written,
            }
            for section in draft.outline.sections
        ],
        "figures": [
            {"id": figure.id, "name": figure.name, "value": figure.value_text}
            for figure in draft.request.figures.figures
        ],
        "themes": [theme.name for theme in draft.request.themes],
        "roles": [[role.value, label] for role, label in ROLE_NAMES.items()],
    }


def outline_of(value: dict[str, Any], draft: Draft) -> Outline:
    """Return the outline that the page sent. Raises RequestError where it cannot be one."""
    figures = {figure.id for figure in draft.request.figures.figures}
    themes = {theme.name for theme in draft.request.themes}
    sections = [_section(item, figures, themes) for item in value.get("sections", [])[:MAX_SECTIONS]]
    if not sections:
        raise RequestError("提纲不能是空的；请至少留一节。")
    if len({section.id for section in sections}) != len(sections):
        raise RequestError("提纲里有两节用了同一个编号；请刷新页面后重试。")
    return Outline(tuple(sections))


def _section(item: dict[str, Any], figures: set[str], themes: set[str]) -> OutlineSection:
    section_id = str(item.get("id", ""))
    if not is_id(section_id):
        raise RequestError("提纲里有一节的编号不对；请刷新页面后重试。")
    level = int(item.get("level", 1))
    return OutlineSection(
        id=section_id,
        level=min(max(level, 0), DEEPEST_LEVEL),
        heading="" if level == 0 else " ".join(str(item.get("heading", "")).split()),
        role=Role(item.get("role", Role.PROGRESS)),
        drafted=bool(item.get("drafted", True)),
        figure_ids=tuple(one for one in item.get("figure_ids", []) if one in figures),
        theme_names=tuple(one for one in item.get("theme_names", []) if one in themes),
        reason=str(item.get("reason", "")),
    )
