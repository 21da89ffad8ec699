"""The finished report as a file: ``/drafts/<id>/report.docx``, with its findings as comments for ``?review=1``.

With findings of severity ``fail`` still open the file is named 讨论稿: the page has asked before, and a file outlives its page.
"""

import logging
from urllib.parse import quote

from fastapi import FastAPI
from fastapi.responses import PlainTextResponse, Response

from drafting.errors import DraftingError, DraftNotFoundError
from drafting.layout.draft_export import draft_docx
from drafting.layout.export_gate import export_name
from drafting.workspace import Workspace

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

log = logging.getLogger("zhibi.desk")


def add_download(app: FastAPI, workspace: Workspace) -> None:
    """Add the address under which a draft is downloaded as .docx, laid out anew at each download."""

    @app.get("/drafts/{draft_id}/report.docx")
    def download(draft_id: str, *, review: bool = False) -> Response:
        try:
            draft = workspace.store.get(draft_id)
            check = workspace.drafter.check(draft)
            content = draft_docx(draft, review=check if review else None)
        except DraftNotFoundError as error:
            return PlainTextResponse(str(error), status_code=404)
        except DraftingError as error:
            return PlainTextResponse(str(error), status_code=422)
        name = export_name(draft.title, check.report) + ("（送审稿）" if review else "")
        disposition = f"attachment; filename=\"report.docx\"; filename*=UTF-8''{quote(name)}.docx"
        return Response(
            content, media_type=DOCX, headers={"Content-Disposition": disposition, "Cache-Control": "no-store"}
        )
