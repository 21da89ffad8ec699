"""The finished report as a file: ``/drafts/<id>/report.docx`` (``?review=1``: its findings as comments), ``.md``, ``.txt``.

With findings of severity ``fail`` still open the file is named 讨论稿: the page has asked before, and a file outlives its page.
"""

from urllib.parse import quote

from fastapi import FastAPI
from fastapi.responses import PlainTextResponse, Response

from drafting.checking.draft_check import DraftCheck
from drafting.draft import Draft
from drafting.errors import DraftingError, DraftNotFoundError
from drafting.layout.draft_export import draft_docx
from drafting.layout.export_gate import export_name
from drafting.manuscript import manuscript_of, to_markdown, to_text
from drafting.workspace import Workspace

#: The endings that a report may be downloaded with, and what a browser is told of each.
MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}
#: Notepad of older Windows takes a text without this mark for GBK, and shows nonsense.
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def add_download(app: FastAPI, workspace: Workspace) -> None:
    """Add the addresses under which a draft is downloaded, laid out anew at each download."""

    @app.get("/drafts/{draft_id}/report.{form}")
    def download(draft_id: str, form: str, *, review: bool = False) -> Response:
        if form not in MEDIA_TYPES:
            return PlainTextResponse(f"没有这种格式；可用的是 {'、'.join(MEDIA_TYPES)}。", status_code=404)
        try:
            draft = workspace.store.get(draft_id)
            check = workspace.drafter.check(draft)
            content = _content(draft, form, check if review else None)
        except DraftNotFoundError as error:
            return PlainTextResponse(str(error), status_code=404)
        except DraftingError as error:
            return PlainTextResponse(str(error), status_code=422)
        name = export_name(draft.title, check.report) + ("（送审稿）" if review else "")
        disposition = f"attachment; filename=\"report.{form}\"; filename*=UTF-8''{quote(name)}.{form}"
        headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
        return Response(content, media_type=MEDIA_TYPES[form], headers=headers)


def _content(draft: Draft, form: str, review: DraftCheck | None) -> bytes:
    match form:
        case "docx":
            return draft_docx(draft, review=review)
        case "md":
            return to_markdown(manuscript_of(draft)).encode()
        case _:
            return BYTE_ORDER_MARK + (to_text(manuscript_of(draft)) + "\n").replace("\n", "\r\n").encode()
