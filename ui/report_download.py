"""The finished report as a file: ``/drafts/<id>/report.docx``."""

import logging
from urllib.parse import quote

from fastapi import FastAPI
from fastapi.responses import PlainTextResponse, Response

from drafting.errors import DraftingError, DraftNotFoundError
from drafting.layout.docx_writer import write_docx
from drafting.manuscript import manuscript_of
from drafting.workspace import Workspace

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

log = logging.getLogger("zhibi.desk")


def add_download(app: FastAPI, workspace: Workspace) -> None:
    """Add the address under which a draft is downloaded as .docx, laid out anew at each download."""

    @app.get("/drafts/{draft_id}/report.docx")
    def download(draft_id: str) -> Response:
        try:
            draft = workspace.store.get(draft_id)
            content = write_docx(manuscript_of(draft))
        except DraftNotFoundError as error:
            return PlainTextResponse(str(error), status_code=404)
        except DraftingError as error:
            return PlainTextResponse(str(error), status_code=422)
        name = "".join(character for character in draft.title if character not in '\\/:*?"<>|\r\n\t') or "报告"
        disposition = f"attachment; filename=\"report.docx\"; filename*=UTF-8''{quote(name)}.docx"
        return Response(
            content, media_type=DOCX, headers={"Content-Disposition": disposition, "Cache-Control": "no-store"}
        )
