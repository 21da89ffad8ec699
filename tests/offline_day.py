"""A whole day at the desk in one process, for a test that watches its connections: add, search, draft, export, serve."""

import asyncio
import socket
import sys
import threading
import time
from pathlib import Path

import httpx
import uvicorn

from drafting.draft import SectionState
from drafting.examples import write_example
from drafting.layout.docx_writer import write_docx
from drafting.manuscript import manuscript_of
from drafting.request_file import load_request
from drafting.settings import load_settings
from drafting.workspace import Workspace
from ui.server import create_app


def main(folder: Path) -> None:
    workspace = Workspace.open(load_settings())
    report = folder / "report.txt"
    report.write_text("2022年工作总结\n一、工作开展情况\n召开党工委会议11次。", encoding="utf-8")
    assert workspace.library.add(report).status == "added"
    assert workspace.library.search("党工委会议")

    write_example("work_summary", folder)
    request = load_request(folder / "request.yaml", workspace.genres)
    draft = asyncio.run(workspace.drafter.draft(workspace.drafter.create(request).id))
    states = {
        section.state
        for section, heading in zip(draft.sections, draft.outline.sections, strict=True)
        if heading.drafted
    }
    assert states == {SectionState.DONE}
    assert write_docx(manuscript_of(draft)).startswith(b"PK")

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(workspace), host="127.0.0.1", port=port, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    page = ""
    for _ in range(200):
        try:
            page = httpx.get(f"http://127.0.0.1:{port}/").text
            break
        except httpx.ConnectError:
            time.sleep(0.1)
    server.should_exit = True
    thread.join(timeout=30)
    assert "执笔" in page
    workspace.close()
    print("done")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
