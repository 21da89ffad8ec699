"""The desk: its pages, and the way from one to another.

A page is a column that the style sheet shows or hides; ``enter`` fills it when the writer comes to it. Where the writer
is stands in the address bar, everything else in the stores, so that a refreshed page is the same page.
"""

from collections.abc import Mapping
from typing import Any

import gradio as gr

from drafting.errors import DraftingError
from drafting.workspace import Workspace
from knowledge_base.errors import KnowledgeError
from ui.drafting_page import DraftingPage
from ui.drafts_page import DraftsPage
from ui.editor_page import EditorPage
from ui.form_store import FormStore
from ui.library_page import LibraryPage
from ui.notices import warn
from ui.outline_page import OutlinePage
from ui.page import Desk, Page, Updates, clickable, go, listen, shown
from ui.place import PageName, Place, place_from
from ui.request_page import RequestPage

FORMS_FOLDER = "forms"
#: Seconds: files that Gradio keeps of uploads are looked at every hour and deleted after a day.
UPLOADS_KEPT = (3600, 86400)

_STEPS = (
    (PageName.REQUEST, "填写"),
    (PageName.OUTLINE, "提纲"),
    (PageName.DRAFTING, "起草"),
    (PageName.EDITOR, "校核"),
    (PageName.EDITOR, "导出"),
)


def build_desk(workspace: Workspace) -> gr.Blocks:
    """Return the desk over ``workspace``, to be mounted by the server."""
    blocks = gr.Blocks(title="执笔", analytics_enabled=False, fill_width=True, delete_cache=UPLOADS_KEPT)
    with blocks:
        desk = Desk(workspace, FormStore(workspace.settings.home / FORMS_FOLDER), gr.State(Place()), gr.State(Place()))
        with gr.Column(elem_id="side"):
            side = clickable("side-bar", "side")
        with gr.Column(elem_id="work"):
            head = clickable("head", "head")
            pages: dict[PageName, Page] = {
                PageName.DRAFTS: DraftsPage(desk),
                PageName.LIBRARY: LibraryPage(desk),
                PageName.REQUEST: RequestPage(desk),
                PageName.OUTLINE: OutlinePage(desk),
                PageName.DRAFTING: DraftingPage(desk),
                PageName.EDITOR: EditorPage(desk),
            }
        _Ways(desk, side, head, pages).lay(blocks)
    blocks.queue(default_concurrency_limit=20)
    return blocks


class _Ways:
    """The ways between the pages."""

    def __init__(self, desk: Desk, side: gr.HTML, head: gr.HTML, pages: Mapping[PageName, Page]) -> None:
        self._desk, self._side, self._head, self._pages = desk, side, head, pages

    def lay(self, blocks: gr.Blocks) -> None:
        """Attach every way: arriving, the side bar, the steps, and what a page asks for."""
        desk = self._desk
        everything = [desk.place, self._side, self._head]
        everything += [output for page in self._pages.values() for output in page.outputs]
        listen(blocks.load, self.arrive, [], everything)
        listen(desk.wanted.change, self.enter, [desk.wanted], everything)
        listen(self._side.act, self.turn, [], [desk.wanted])
        listen(self._head.act, self.step, [desk.place], [desk.wanted])

    def arrive(self, request: gr.Request) -> Updates:
        """Open what the address bar names."""
        return self.enter(place_from(dict(request.query_params)))

    def turn(self, event: gr.EventData) -> Place:
        """Follow the side bar."""
        data: Mapping[str, Any] = event._data
        if data.get("act") == "new":
            return go(PageName.REQUEST, form_id=self._desk.forms.new_id())
        there = place_from({key: str(value) for key, value in data.items()})
        return go(there.page, draft_id=there.draft_id, form_id=there.form_id, report_id=there.report_id)

    def step(self, place: Place, event: gr.EventData) -> Place:
        """Follow the steps at the top of a report."""
        there = place_from({"at": str(event._data.get("at", "")), "draft": place.draft_id})
        return go(there.page, draft_id=place.draft_id, form_id=place.form_id)

    def enter(self, place: Place) -> Updates:
        """Fill the page of ``place``; where there is nothing to show, say so and go to the list of drafts."""
        try:
            contents = self._pages[place.page].show(place)
        except (DraftingError, KnowledgeError) as error:
            warn(str(error))
            place = go(PageName.DRAFTS)
            contents = self._pages[place.page].show(place)
        place = contents.pop("place", place)
        title, about = self._title(place)
        return {
            self._desk.place: place,
            self._side: self._side_bar(place, title),
            self._head: shown("head", title=title, about=about, steps=_steps(place)),
            **contents,
        }

    def _title(self, place: Place) -> tuple[str, str]:
        if place.draft_id:
            draft = self._desk.draft(place)
            request = draft.request
            about = (self._desk.genre_name(request.genre), request.unit, request.period.label)
            return draft.title, " · ".join(part for part in about if part)
        match place.page:
            case PageName.LIBRARY:
                return "资料库", "往年的报告：起草时用它们的写法，数字一律换成空位，不会带进新稿。"
            case PageName.REQUEST:
                return "新报告", "选文种、填数据和主题；随填随存，刷新页面也不会丢。"
            case _:
                return "我的稿件", "写到一半的也在这里，点标题接着写。"

    def _side_bar(self, place: Place, title: str) -> str:
        workspace = self._desk.workspace
        settings = workspace.settings
        return shown(
            "side",
            place=place,
            title=title,
            drafts=len(workspace.store.list()),
            reports=len(workspace.library.list()),
            model=settings.model if settings.uses_model else "",
            notes=settings.notes,
        )


def _steps(place: Place) -> list[dict[str, object]]:
    if place.page not in {page for page, _ in _STEPS}:
        return []
    now = next(index for index, (page, _) in enumerate(_STEPS) if page is place.page)
    return [
        {
            "page": page.value,
            "name": name,
            "state": "on" if index == now else "past" if index < now else "",
            "open": bool(place.draft_id) or index == now,
        }
        for index, (page, name) in enumerate(_STEPS)
    ]
