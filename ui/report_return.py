"""An edited .docx on its way back: ``POST /drafts/<id>/returned`` shows what it changes, and with ``save=1`` stores it."""

from pathlib import PurePath
from typing import Any

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response

from drafting.docx_return import ReadBack, read_back, save_read_back
from drafting.errors import RequestError
from drafting.workspace import Workspace
from knowledge_base.reading import Limits
from ui.checked_draft import check_value
from ui.notices import answered

Answer = dict[str, Any]


def add_return(app: FastAPI, workspace: Workspace) -> None:
    """Add the address that takes an edited file. The file is the body, its ``name`` only for messages."""
    largest = Limits().file_bytes

    @app.post("/drafts/{draft_id}/returned")
    async def returned(draft_id: str, request: Request, name: str = "文档.docx", save: int = 0) -> Response:
        data = bytearray()
        async for piece in request.stream():
            data += piece
            if len(data) > largest:
                message = f"这个文件超过 {largest // 1024 // 1024} MB；请删去图片等大的附件再试。"
                return JSONResponse({"ok": False, "message": message}, headers={"Connection": "close"})
        take = answered(lambda _: take_back(workspace, draft_id, bytes(data), PurePath(name).name, save=bool(save)))
        return JSONResponse(await run_in_threadpool(take, None))


def take_back(workspace: Workspace, draft_id: str, data: bytes, name: str, *, save: bool) -> Answer:
    """Return what an edited file changes, and the check of the text that it leads to.

    Raises RequestError where the draft is being written, DraftingError or KnowledgeError where the file is none of it.
    """
    draft = workspace.store.get(draft_id)
    if save and workspace.jobs.status(draft_id).running:
        raise RequestError("这份稿件正在起草，没有读回；请等起草结束后再试。")
    back = read_back(draft, data, name)
    if save:
        save_read_back(workspace.store, back)
    check = check_value(back.draft, workspace.drafter.check(back.draft))
    return _answer(back) | {
        "counts": check["counts"],
        "findings": [finding for finding in check["findings"] if finding["severity"] == "fail"],
    }


def _answer(back: ReadBack) -> Answer:
    return {
        "sections": [
            {
                "id": section.id,
                "name": section.name,
                "heading": section.heading,
                "heading_before": section.heading_before,
                "changes": [[piece.kind.value, piece.text] for piece in section.changes],
                "unlocked": list(section.unlocked),
            }
            for section in back.changed
        ],
        "head": [{"name": one.name, "before": one.before, "after": one.after} for one in back.head],
        "comments": [
            {"author": one.comment.author, "piece": one.comment.piece, "text": one.comment.text}
            for one in back.comments
        ],
        "unmatched": list(back.unmatched),
        "authors": list(back.authors),
    }
