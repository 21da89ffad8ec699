"""The server of the desk: Gradio mounted in FastAPI, behind a guard of its own.

What Gradio leaves open when it is reached by another name than localhost is closed here: other sites' requests, other
sites' frames, and other host names than this machine's.
"""

import errno
import logging
import os
import socket
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from drafting.errors import SettingsError
from drafting.workspace import Workspace
from knowledge_base.errors import KnowledgeError

if TYPE_CHECKING:
    import uvicorn
    from fastapi import FastAPI

MAX_UPLOAD = "20mb"
UPLOADS_FOLDER = "uploads"

log = logging.getLogger("zhibi.desk")


def create_app(workspace: Workspace, *, allowed_hosts: Iterable[str] = ()) -> "FastAPI":
    """Return the desk over ``workspace`` as an application to be served.

    ``allowed_hosts`` are host names under which a reverse proxy shows it, besides this machine's own name and addresses.
    """
    _keep_gradio_at_home(workspace)
    import gradio as gr
    from fastapi import FastAPI
    from fastapi.middleware.cors import CORSMiddleware

    from ui.desk import build_desk
    from ui.look import head_html, theme
    from ui.page_guard import PageGuard
    from ui.page_preview import add_preview
    from ui.report_download import add_download
    from ui.report_return import add_return

    app = FastAPI(title="执笔", docs_url=None, redoc_url=None, openapi_url=None)
    add_download(app, workspace)
    add_preview(app, workspace)
    add_return(app, workspace)
    # No origin but our own; its presence also keeps Gradio from adding a policy that reflects any origin.
    app.add_middleware(CORSMiddleware, allow_origins=[])
    app.add_middleware(PageGuard, allowed_hosts=frozenset(allowed_hosts))
    gr.mount_gradio_app(
        app,
        build_desk(workspace),
        path="/",
        show_error=False,
        footer_links=[],
        run_history=False,
        max_file_size=MAX_UPLOAD,
        ssr_mode=False,
        mcp_server=False,
        enable_monitoring=False,
        theme=theme(),
        css_paths=Path(__file__).with_name("desk.css"),
        head=head_html(),
        favicon_path=str(Path(__file__).with_name("favicon.png")),
    )
    return app


def serve(workspace: Workspace, host: str, port: int) -> None:
    """Serve the desk until it is interrupted. Raises SettingsError where the address cannot be used."""
    listener = _listen(host, port)
    import uvicorn

    try:
        app = create_app(workspace, allowed_hosts=workspace.settings.hosts)
        shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104  (compared with, not bound to)
        address = f"http://{f'[{shown}]' if ':' in shown else shown}:{listener.getsockname()[1]}/"
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=3
        )
        # The search index and the chat client are loaded by their first use: better now, while the page is looked at, than then.
        warming = threading.Thread(target=_warm, args=(workspace,), name="zhibi-warming", daemon=True)
        _telling_server(config, f"执笔已就绪：{address} （按 Ctrl+C 结束）", warming.start).run(sockets=[listener])
        if warming.ident is not None:
            warming.join(timeout=10)
    except KeyboardInterrupt:
        print("执笔已停止；写好的内容都已保存。", flush=True)
    finally:
        listener.close()


def _warm(workspace: Workspace) -> None:
    try:
        workspace.warm_up()
    except KnowledgeError:
        log.warning("the search index could not be opened ahead of the first search", exc_info=True)


def _telling_server(config: "uvicorn.Config", ready: str, then: Callable[[], None]) -> "uvicorn.Server":
    """Return a server that prints ``ready`` once it answers, not before, and calls ``then``."""
    import uvicorn

    class TellingServer(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            print(ready, flush=True)
            then()

    return TellingServer(config)


def _listen(host: str, port: int) -> socket.socket:
    """Return a bound socket, so that a port in use is told before anything is loaded, and cannot be taken meanwhile."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise SettingsError(
                f"端口 {port} 已被占用，起草台没有启动；可能已经开着一个，或换一个端口：zhibi serve --port {port + 1}。"
            ) from error
        raise SettingsError(f"地址 {host}:{port} 不能用（{error.strerror}）；请换一个 --host 或 --port。") from error
    except OverflowError as error:
        listener.close()
        raise SettingsError(f"端口 {port} 不对；请用 1 到 65535 之间的数。") from error
    return listener


def _keep_gradio_at_home(workspace: Workspace) -> None:
    """Set what Gradio reads from the environment when it is imported: no calls home, uploads in our own folder."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["GRADIO_TEMP_DIR"] = str(workspace.settings.home / UPLOADS_FOLDER)
