"""What every page of the desk is built with."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any, Literal, Protocol

import gradio as gr
from gradio.components import Component

from drafting.draft import Draft
from drafting.workspace import Workspace
from ui.form_store import FormStore
from ui.markup import render, script
from ui.notices import Handler, told
from ui.place import PageName, Place

Updates = dict[Any, Any]

_visits = count(1)


class Page(Protocol):
    """A page: the components that it changes, and what to put into them when the writer comes to it."""

    @property
    def outputs(self) -> Sequence[Component]:
        """Return every component that ``show`` may set."""
        ...

    def show(self, place: Place) -> Updates:
        """Return the page's contents by component. Raises DraftingError or KnowledgeError where there is nothing to show."""
        ...


@dataclass(frozen=True)
class Desk:
    """What the pages share. ``place`` is where the writer is; putting a Place into ``wanted`` goes there."""

    workspace: Workspace
    forms: FormStore
    place: gr.State
    wanted: gr.State
    today: Callable[[], date] = field(default=date.today)

    def draft(self, place: Place) -> Draft:
        """Return the draft that is open. Raises DraftNotFoundError, for it may have been deleted in another window."""
        return self.workspace.store.get(place.draft_id)

    def genre_name(self, genre_id: str) -> str:
        """Return a genre's Chinese name, or the id of one whose file is gone."""
        genre = self.workspace.genres.get(genre_id)
        return genre.name if genre else genre_id


def go(page: PageName, *, draft_id: str = "", form_id: str = "", report_id: str = "") -> Place:
    """Return a place to go to, different from every earlier one, so that going where one is refreshes it."""
    return Place(page, draft_id, form_id, report_id, next(_visits))


def shown(template: str, **values: Any) -> str:
    """Return HTML for a component made by ``clickable`` or ``plain``."""
    return f'<div class="zb">{render(template, **values)}</div>'


def say(*lines: str, tone: Literal["", "bad", "good"] = "") -> str:
    """Return a message to stand on the page; the first line is its headline. Without lines, nothing."""
    return shown("say", lines=lines, tone=tone)


def clickable(elem_id: str, script_name: str = "clicks") -> gr.HTML:
    """Return a place for rendered HTML whose elements with ``data-act`` raise the event ``act``."""
    return gr.HTML("", elem_id=elem_id, js_on_load=script(script_name), apply_default_css=False)


def plain(elem_id: str) -> gr.HTML:
    """Return a place for rendered HTML that nobody clicks."""
    return gr.HTML("", elem_id=elem_id, js_on_load=None, apply_default_css=False)


def titled(title: str, remark: str = "") -> gr.HTML:
    """Return the title of a card, with a remark beside it."""
    return gr.HTML(shown("title", title=title, remark=remark), js_on_load=None, apply_default_css=False)


def scripted(
    elem_id: str,
    scripts: str | Sequence[str],
    value: Mapping[str, Any],
    functions: Sequence[Handler] = (),
    **props: Any,
) -> gr.HTML:
    """Return a component that ``scripts/*.js`` draw from its value, which is data and never HTML.

    Of several scripts the last one begins, the others only hold functions.
    """
    return gr.HTML(
        dict(value),
        html_template="",
        js_on_load=script(*([scripts] if isinstance(scripts, str) else scripts)),
        elem_id=elem_id,
        elem_classes="zb",
        apply_default_css=False,
        server_functions=list(functions) or None,
        **props,
    )


def listen(
    event: Callable[..., Any],
    handler: Handler,
    inputs: Sequence[Component],
    outputs: Sequence[Component],
    *,
    progress: Literal["full", "minimal", "hidden"] = "hidden",
    last_only: bool = False,
) -> None:
    """Attach a handler to an event, its errors told to the writer.

    ``last_only`` is for what may come again before it has been answered, as at every key stroke: while one is handled, only
    the newest of the others waits.
    """
    event(
        told(handler),
        list(inputs),
        list(outputs),
        show_progress=progress,
        api_visibility="private",
        trigger_mode="always_last" if last_only else "once",
    )
