"""Replies of a chat endpoint as they were seen in the wild, good and bad, for the server of ``evals.scripted_endpoint``."""

import json
import re
from collections.abc import Iterable
from typing import Any

from evals.scripted_endpoint import (
    CHUNK,
    DONE,
    MODEL,
    Reply,
    Request,
    Script,
    ScriptedEndpoint,
    delta,
    event,
    pieces_of,
    prompt_of,
    says,
    streamed,
    usage_only,
)

__all__ = [
    "CHUNK", "DONE", "MODEL", "Reply", "Request", "Script", "ScriptedEndpoint", "delta", "event", "pieces_of",
    "prompt_of", "says", "streamed", "usage_only",
]  # fmt: skip


def ends_without_finish(text: str) -> Reply:
    """Close the stream cleanly in the middle: no finish reason, no [DONE]."""
    return Reply(streamed(text))


def dies_halfway(text: str) -> Reply:
    """Reset the connection after some text."""
    return Reply(streamed(text), ends="reset")


def finishes_with(reason: str, text: str = "本期共召开会议", usage: tuple[int, int] | None = None) -> Reply:
    """End with another finish reason than stop."""
    counted = (usage_only(*usage),) if usage else ()
    return Reply((*streamed(text), delta(finish=reason), *counted, DONE))


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
    sentences = [
        f"围绕“{heading}”的各项要求，坚持统筹推进、逐项落实，把工作做在平时、抓在日常，务求件件有着落、事事有回音。"
    ]
    sentences += [f"{name.strip()}{{{{{figure_id}}}}}。" for figure_id, name in _FIGURE.findall(prompt)]
    sentences += [note.rstrip("。；") + "。" for note in _NOTE.findall(prompt)]
    return "".join(sentences)


def section_with(wrong: str) -> Script:
    """Return a script that writes good sections, each with a sentence that nothing supplied supports."""

    def script(request: Request) -> Reply:
        return says(section_for(prompt_of(request)) + wrong)

    return script
