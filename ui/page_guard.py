"""Who may ask the desk, and what a browser may do with its pages."""

import ipaddress
import re
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Gradio's page runs inline scripts and compiles its templates, so neither can be forbidden; everything must be our own.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}

_READING = frozenset({"GET", "HEAD", "OPTIONS"})
#: What Gradio's page says about itself to other sites: a picture on another server, another site's address.
_FOREIGN_META = re.compile(rb"\s*<meta\s+(?:property=\"og:|name=\"twitter:)[^>]*>")


class PageGuard:
    """Lets through what is asked of this machine by its own pages, and marks every answer with ``HEADERS``.

    A page of another site can reach a server on this machine in two ways: by a host name of its own that it points at
    127.0.0.1 (so the host must be one of ours), and by a form or script that posts here (so the origin must be ours).
    """

    def __init__(self, app: ASGIApp, allowed_hosts: Iterable[str] = ()) -> None:
        self._app = app
        self._allowed = frozenset(host.lower() for host in allowed_hosts)
        self._hosts = {"localhost", socket.gethostname().lower(), *self._allowed}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})  # the desk has none
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = self._refusal(scope["method"], headers)
        if refusal is not None:
            await refusal(scope, receive, _marking(send))
        elif scope["path"] == "/" and scope["method"] == "GET":
            await self._page(scope, receive, send)
        else:
            await self._app(scope, receive, _marking(send))

    def _refusal(self, method: str, headers: Headers) -> PlainTextResponse | None:
        host = headers.get("host", "")
        if not self._is_ours(host):
            return PlainTextResponse("请用本机的地址打开执笔，例如 http://127.0.0.1:7860/。", status_code=400)
        origin = headers.get("origin")
        if method not in _READING and origin is not None and not self._is_own_page(origin, host):
            return PlainTextResponse("这个请求来自别的网站，执笔没有执行。", status_code=403)
        return None

    def _is_own_page(self, origin: str, host: str) -> bool:
        try:
            place = urlsplit(origin)
            # A reverse proxy may pass on this machine's address as the host; the page's own is the name it is shown under.
            return place.netloc.lower() == host.lower() or (place.hostname or "") in self._allowed
        except ValueError:
            return False

    def _is_ours(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        if name.lower() in self._hosts:
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True  # an address cannot be pointed elsewhere as a name can

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send Gradio's page as a Chinese one that refers to nothing outside."""
        start: Message = {}
        body = bytearray()

        async def collect(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            if message["type"] != "http.response.body":
                await send(message)
                return
            body.extend(message.get("body", b""))
            if message.get("more_body", False):
                return
            page = _FOREIGN_META.sub(b"", bytes(body)).replace(b'lang="en"', b'lang="zh-CN"', 1)
            MutableHeaders(scope=start)["content-length"] = str(len(page))
            marked = _marking(send)
            await marked(start)
            await marked({"type": "http.response.body", "body": page})

        # A compressed page could not be changed; and ?page=… would ask Gradio for a page that it has not, a KeyError.
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        await self._app({**scope, "headers": plain, "query_string": b""}, receive, collect)


def _marking(send: Send) -> Send:
    async def marked(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
        await send(message)

    return marked
