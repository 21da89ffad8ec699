"""A chat endpoint on this machine, over real HTTP, that answers as it is told.

::

    with ScriptedEndpoint([rate_limited("0"), says("正文")]) as endpoint:
        ...endpoint.url, endpoint.requests

The script is a sequence of replies (the last one repeats) or a function of the request.
"""

import json
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

CHUNK = 7
MODEL = "scripted"


@dataclass(frozen=True)
class Reply:
    """One HTTP answer. ``lines`` are sent as they are, each after ``pause`` seconds; ``ends`` says how the connection does."""

    lines: tuple[str, ...] = ()
    status: int = 200
    content_type: str = "text/event-stream; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()
    pause: float = 0.0
    ends: str = "cleanly"  # cleanly, reset, never
    before: float = 0.0


Request = dict[str, Any]
Script = Callable[[Request], Reply]


@dataclass
class ScriptedEndpoint:
    """The running server. ``requests`` are the bodies received, in order; ``authorizations`` their Authorization headers."""

    script: Sequence[Reply] | Script
    requests: list[Request] = field(default_factory=list)
    authorizations: list[str] = field(default_factory=list)
    most_at_once: int = 0

    def __enter__(self) -> Self:
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._open = 0
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """Return what OPENAI_BASE_URL is set to."""
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    @property
    def prompts(self) -> list[str]:
        """Return each request's messages as one text."""
        return [prompt_of(request) for request in self.requests]

    def take(self, request: Request, authorization: str) -> Reply:
        """Record a request and return the reply that the script has for it."""
        with self._lock:
            number = len(self.requests)
            self.requests.append(request)
            self.authorizations.append(authorization)
        if callable(self.script):
            return self.script(request)
        return self.script[min(number, len(self.script) - 1)]

    def enter(self) -> None:
        """Count a request that is being answered."""
        with self._lock:
            self._open += 1
            self.most_at_once = max(self.most_at_once, self._open)

    def leave(self) -> None:
        """Count it out again."""
        with self._lock:
            self._open -= 1

    def sleep(self, seconds: float) -> None:
        """Wait, but not beyond the end of the test."""
        self._closing.wait(seconds)

    @property
    def closing(self) -> bool:
        """Tell whether the test is over."""
        return self._closing.is_set()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64  # sections come all at once

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a client that hung up, as it may between requests too."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def _handler(endpoint: ScriptedEndpoint) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            reply = endpoint.take(json.loads(body), self.headers.get("Authorization", ""))
            endpoint.enter()
            try:
                self._answer(reply)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True  # the client gave up, as it may
            finally:
                endpoint.leave()

        def _answer(self, reply: Reply) -> None:
            endpoint.sleep(reply.before)
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.content_type)
            self.send_header("Transfer-Encoding", "chunked")
            for name, value in reply.headers:
                self.send_header(name, value)
            self.end_headers()
            for line in reply.lines:
                endpoint.sleep(reply.pause)
                self._send(line.encode())
            if reply.ends == "never":
                while not endpoint.closing:
                    endpoint.sleep(0.02)
                    if reply.pause:
                        self._send(b": keep-alive\n\n")
                self.close_connection = True
            elif reply.ends == "reset":
                self.close_connection = True
                self.wfile.flush()
                time.sleep(0.05)  # what was sent must arrive before the reset overtakes it
                # Lingering zero seconds makes close() send RST instead of FIN.
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()
            else:
                self.wfile.write(b"0\r\n\r\n")

        def _send(self, data: bytes) -> None:
            self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
            self.wfile.flush()

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    return Handler


def prompt_of(request: Request) -> str:
    """Return a request's messages as one text."""
    return "\n".join(str(message["content"]) for message in request["messages"])


def pieces_of(text: str, size: int = CHUNK) -> list[str]:
    """Return a text cut into chunks."""
    return [text[i : i + size] for i in range(0, len(text), size)]


def event(data: Any) -> str:
    """Return one server-sent event."""
    return f"data: {data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)}\n\n"


def delta(finish: str | None = None, usage: dict[str, int] | None = None, **fields: Any) -> str:
    """Return one chunk of a streamed answer."""
    choice = {"index": 0, "delta": fields, "finish_reason": finish}
    chunk = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": MODEL, "choices": [choice]}
    return event(chunk if usage is None else chunk | {"usage": usage})


DONE = event("[DONE]")


def usage_only(sent: int, received: int) -> str:
    """Return the last chunk as OpenAI sends it: no choices, only the counts."""
    counts = {"prompt_tokens": sent, "completion_tokens": received, "total_tokens": sent + received}
    return event({"id": "c", "object": "chat.completion.chunk", "model": MODEL, "choices": [], "usage": counts})


def streamed(text: str, size: int = CHUNK) -> tuple[str, ...]:
    """Return the chunks of a text, without an ending."""
    return (delta(role="assistant", content=""), *(delta(content=piece) for piece in pieces_of(text, size)))


def says(text: str, *, usage: tuple[int, int] | None = None, pause: float = 0.0, before: float = 0.0) -> Reply:
    """Answer well."""
    counts = (usage_only(*usage),) if usage else ()
    return Reply((*streamed(text), delta(finish="stop"), *counts, DONE), pause=pause, before=before)
