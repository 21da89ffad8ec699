"""我的稿件: the reports under way, and the forms that have not become one yet."""

from collections.abc import Sequence
from datetime import datetime

import gradio as gr
from gradio.components import Component

from drafting.draft_store import DraftSummary
from ui.form_store import KeptForm
from ui.page import Desk, Updates, clickable, go, listen, shown
from ui.place import PageName, Place


class DraftsPage:
    """A table to open and delete drafts, and one of unfinished forms."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        with gr.Column(elem_id="page-drafts", elem_classes="page"):
            with gr.Column(elem_classes="card"):
                self._drafts = clickable("drafts")
            self._forms = clickable("forms")
        for table in (self._drafts, self._forms):
            listen(table.act, self.act, [], [desk.wanted])

    @property
    def outputs(self) -> Sequence[Component]:
        """Return what ``show`` sets."""
        return [self._drafts, self._forms]

    def show(self, place: Place) -> Updates:  # noqa: ARG002  (the same list wherever one comes from)
        """Return both tables."""
        drafts = self._desk.workspace.store.list()
        known = {draft.id for draft in drafts}
        forms = [kept for kept in self._desk.forms.list() if kept.id not in known and not kept.form.is_empty]
        return {
            self._drafts: shown("drafts", drafts=[self._line(draft) for draft in drafts]),
            self._forms: shown("forms", forms=[self._form_line(kept) for kept in forms]),
        }

    def act(self, event: gr.EventData) -> Place:
        """Open or delete the draft or form of a row."""
        act, chosen = str(event._data.get("act", "")), str(event._data.get("id", ""))
        desk = self._desk
        match act:
            case "open":
                summary = next((one for one in desk.workspace.store.list() if one.id == chosen), None)
                finished = summary is not None and summary.done >= summary.total
                return go(PageName.EDITOR if finished else PageName.DRAFTING, draft_id=chosen)
            case "delete":
                desk.workspace.jobs.cancel(chosen)
                desk.workspace.store.delete(chosen)
                desk.forms.delete(chosen)
            case "open-form":
                return go(PageName.REQUEST, form_id=chosen)
            case "delete-form":
                desk.forms.delete(chosen)
        return go(PageName.DRAFTS)

    def _line(self, draft: DraftSummary) -> dict[str, object]:
        return {
            "id": draft.id,
            "title": draft.title,
            "genre": self._desk.genre_name(draft.genre),
            "unit": draft.unit,
            "period": draft.period,
            "percent": round(100 * draft.done / max(draft.total, 1)),
            "progress": "已写完" if draft.done >= draft.total else f"{draft.done}/{draft.total} 节",
            "updated": moment(draft.updated),
        }

    def _form_line(self, kept: KeptForm) -> dict[str, object]:
        form = kept.form
        name = " ".join(
            part for part in (form.unit, f"{form.year}年{form.span}", self._desk.genre_name(form.genre)) if part
        )
        return {
            "id": kept.id,
            "title": form.title or name,
            "filled": len(form.filled_rows),
            "saved": f"{datetime.fromtimestamp(kept.saved):%Y-%m-%d %H:%M}",
        }


def moment(stored: str) -> str:
    """Return a stored ISO 8601 time as this machine's clock shows it, to the minute."""
    try:
        return f"{datetime.fromisoformat(stored).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:
        return stored
