"""A chat endpoint on this machine, over real HTTP, that answers as it is told: well, badly, or not at all.

::

    with ScriptedEndpoint([rate_limited("0"), says("正文")]) as endpoint:
        ...endpoint.url, endpoint.requests

The script is a sequence of replies (the last one repeats) or a function of the request.
"""

import json
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterable, Sequence
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
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
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


def ends_without_finish(text: str) -> Reply:
    """Close the stream cleanly in the middle: no finish reason, no [DONE]."""
    return Reply(streamed(text))


def dies_halfway(text: str) -> Reply:
    """Reset the connection after some text."""
    return Reply(streamed(text), ends="reset")


def finishes_with(reason: str, text: str = "本期共召开会议") -> Reply:
    """End with another finish reason than stop."""
    return Reply((*streamed(text), delta(finish=reason), DONE))


def fails_in_stream(text: str = "", *, message: str = "server_error") -> Reply:
    """Send an error inside a stream that began with 200."""
    return Reply((*(streamed(text) if text else ()), event({"error": {"message": message, "code": 500}})))


def object_error() -> Reply:
    """Send an error as vLLM does: no "error" key, which the client takes for an empty chunk."""
    return Reply((event({"object": "error", "message": "Internal server error", "code": 500}),))


def event_error() -> Reply:
    """Send an error as an event of its own name."""
    return Reply(('event: error\ndata: {"message": "stream failed", "type": "internal"}\n\n',))


def empty_choices(value: Any = ()) -> Reply:
    """Send chunks whose choices are empty, or null."""
    chunk = {"id": "c", "object": "chat.completion.chunk", "model": MODEL, "choices": None if value is None else []}
    return Reply((event(chunk), event(chunk), DONE))


def empty_stream() -> Reply:
    """Open a stream and close it."""
    return Reply((DONE,))


def login_page() -> Reply:
    """Answer 200 with a page, as a captive portal does."""
    page = "<!DOCTYPE html><html><head><title>统一身份认证</title></head><body>请登录</body></html>"
    return Reply((page,), content_type="text/html; charset=utf-8")


def answers_at_once(text: str) -> Reply:
    """Ignore stream=true and send the whole answer as JSON."""
    body = {
        "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 700, "completion_tokens": 90, "total_tokens": 790},
    }
    return Reply((json.dumps(body, ensure_ascii=False),), content_type="application/json")


def refuses(status: int, message: str = "", *, code: str = "", headers: Iterable[tuple[str, str]] = ()) -> Reply:
    """Refuse with a status and an error in OpenAI's shape."""
    body = {"error": {"message": message, "type": code or "error", "code": code or None}}
    return Reply(
        (json.dumps(body, ensure_ascii=False),), status=status, content_type="application/json", headers=tuple(headers)
    )


def rate_limited(retry_after: str | None = None) -> Reply:
    """Refuse with 429."""
    headers = [("Retry-After", retry_after)] if retry_after is not None else []
    return refuses(429, "Rate limit reached", code="rate_limit_exceeded", headers=headers)


def html_error(status: int = 502) -> Reply:
    """Fail as a proxy does, with a page."""
    return Reply(("<html><h1>502 Bad Gateway</h1></html>",), status=status, content_type="text/html")


def thinks(thought: str, text: str, *, opening: str = "<think>", closing: str = "</think>", size: int = 3) -> Reply:
    """Think aloud inside the answer, the tags cut over chunks."""
    return Reply((*streamed(opening + thought + closing + text, size), delta(finish="stop"), DONE))


def reasons(thought: str, text: str = "") -> Reply:
    """Think in reasoning_content, and then answer, or not."""
    thinking = tuple(delta(reasoning_content=piece) for piece in pieces_of(thought))
    return Reply((*thinking, *(streamed(text) if text else ()), delta(finish="stop"), DONE))


def hangs(text: str = "") -> Reply:
    """Begin, and then say nothing more, holding the connection."""
    return Reply(streamed(text) if text else (), ends="never")


def keeps_alive_for_ever(text: str = "") -> Reply:
    """Send comments for ever: bytes keep coming, words do not."""
    return Reply(streamed(text) if text else (), ends="never", pause=0.01)


def repeats(piece: str = "认真落实各项要求，", times: int = 400) -> Reply:
    """Write the same clause over and over."""
    return Reply((*(delta(content=piece) for _ in range(times)), delta(finish="stop"), DONE))


def broken_json() -> Reply:
    """Send half a chunk."""
    return Reply((delta(content="本期"), 'data: {"choices": [{"delta": {"con\n\n'))


def usage_in_every_chunk(text: str) -> Reply:
    """Send growing counts with every chunk, as some servers do."""
    pieces = pieces_of(text)
    chunks = [
        delta(content=piece, usage={"prompt_tokens": 500, "completion_tokens": at, "total_tokens": 500 + at})
        for at, piece in enumerate(pieces, start=1)
    ]
    total = {"prompt_tokens": 500, "completion_tokens": len(pieces), "total_tokens": 500 + len(pieces)}
    return Reply((*chunks, delta(finish="stop", usage=total), DONE))


_FIGURE = re.compile(r"^\{\{(F\d+)\}\} = ([^（；\n]+)", re.MULTILINE)
_HEADING = re.compile(r"^【本节标题】(.+)$", re.MULTILINE)
_NOTE = re.compile(r"^  - (.+)$", re.MULTILINE)


def good_section(request: Request) -> Reply:
    """Write a section as it was asked for: every figure by its token, every note."""
    return says(section_for(prompt_of(request)))


def section_for(prompt: str) -> str:
    """Return a plain section that uses every figure and note of a prompt."""
    heading = found[1] if (found := _HEADING.search(prompt)) else "本节"
    sentences = [f"围绕“{heading}”的各项要求，坚持统筹推进、逐项落实，把工作做在平时、抓在日常，务求件件有着落、事事有回音。"]
    sentences += [f"{name.strip()}{{{{{figure_id}}}}}。" for figure_id, name in _FIGURE.findall(prompt)]
    sentences += [note.rstrip("。；") + "。" for note in _NOTE.findall(prompt)]
    return "".join(sentences)


def section_with(wrong: str) -> Script:
    """Return a script that writes good sections, each with a sentence that nothing supplied supports."""

    def script(request: Request) -> Reply:
        return says(section_for(prompt_of(request)) + wrong)

    return script
