"""The pages of a draft as pictures: ``/drafts/<id>/pages`` lays them out, ``/drafts/<id>/pages/<key>/<n>.png`` shows one."""

import hashlib
import threading
from collections import OrderedDict

from fastapi import FastAPI
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from drafting.layout.draft_export import draft_docx
from drafting.layout.preview import preview
from drafting.workspace import Workspace
from ui.notices import answered

#: Drafts whose pages are kept in memory: a page of text is about 60 KB.
KEPT = 6

Pages = tuple[bytes, ...]


class PagePreviews:
    """Pages by draft and content. LibreOffice runs once for a content, and never twice at a time."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._converting = threading.Lock()
        self._kept: OrderedDict[tuple[str, str], Pages] = OrderedDict()

    def lay_out(self, draft_id: str) -> tuple[str, Pages]:
        """Return the key and pages of the draft as it now stands. Raises DraftingError."""
        draft = self._workspace.store.get(draft_id)
        content = draft_docx(draft)
        key = hashlib.sha256(repr((draft.title, draft.request, draft.outline, draft.sections)).encode()).hexdigest()[
            :16
        ]
        with self._converting:
            pages = self._kept.get((draft_id, key)) or preview(content)
            self._kept[draft_id, key] = pages
            self._kept.move_to_end((draft_id, key))
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return key, pages

    def page(self, draft_id: str, key: str, number: int) -> bytes | None:
        """Return a page (from 1) that was laid out before, or ``None``."""
        pages = self._kept.get((draft_id, key), ())
        return pages[number - 1] if 0 < number <= len(pages) else None


def add_preview(app: FastAPI, workspace: Workspace) -> None:
    """Add the addresses of the pages."""
    previews = PagePreviews(workspace)

    @app.get("/drafts/{draft_id}/pages")
    def pages(draft_id: str) -> Response:
        def laid_out(_: object) -> dict[str, object]:
            key, pictures = previews.lay_out(draft_id)
            return {"key": key, "pages": len(pictures)}

        return JSONResponse(answered(laid_out)(None), headers={"Cache-Control": "no-store"})

    @app.get("/drafts/{draft_id}/pages/{key}/{number}.png")
    def page(draft_id: str, key: str, number: int) -> Response:
        picture = previews.page(draft_id, key, number)
        if picture is None:
            return PlainTextResponse("这一页已经不在了；请重新预览。", status_code=404)
        return Response(picture, media_type="image/png", headers={"Cache-Control": "private, max-age=3600"})
