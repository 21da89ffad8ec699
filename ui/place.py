"""Where in the desk a writer is: what the address bar says, and all that a refreshed page needs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class PageName(StrEnum):
    """The pages of the desk."""

    DRAFTS = "drafts"
    LIBRARY = "library"
    REQUEST = "request"
    OUTLINE = "outline"
    DRAFTING = "drafting"
    EDITOR = "editor"


#: Pages that show one draft and mean nothing without it.
DRAFT_PAGES = frozenset({PageName.OUTLINE, PageName.DRAFTING, PageName.EDITOR})

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class Place:
    """A page and what it shows. ``visit`` only tells two visits to the same page apart, so that the second refreshes it."""

    page: PageName = PageName.DRAFTS
    draft_id: str = ""
    form_id: str = ""
    report_id: str = ""
    visit: int = 0


def place_from(parameters: Mapping[str, str]) -> Place:
    """Return the place that an address names; whatever is not a page or an id is dropped, for anyone can write an address."""
    try:
        page = PageName(parameters.get("at", ""))
    except ValueError:
        page = PageName.DRAFTS
    draft_id, form_id, report_id = (_id(parameters.get(name, "")) for name in ("draft", "form", "report"))
    if page in DRAFT_PAGES and not draft_id:
        page = PageName.DRAFTS
    return Place(page, draft_id, form_id, report_id)


def is_id(text: str) -> bool:
    """Tell whether ``text`` has the shape of an id of a draft, a section, a form or a report."""
    return _ID.fullmatch(text) is not None


def _id(text: str) -> str:
    return text if is_id(text) else ""
