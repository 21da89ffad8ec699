"""The model's endpoint: one call, streamed, with every fault of the wire told apart.

The only module that knows the chat client. A stream that ends without a finish reason is an error here, whatever the
client thinks of it: a section cut off at 12 of 12.5亿 must never look finished.
"""

import asyncio
import json
import ssl
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, Protocol

from drafting.chat_faults import (
    LENGTH,
    broken_by,
    not_a_stream,
    out_of_room,
    refused_by_finish,
    unavailable,
    unwanted_parameter,
)
from drafting.errors import ChatBrokenError, ChatError

DEFAULT_BASE_URL = "https://api.openai.com/v1"
MAX_FOREIGN_BYTES = 20_000
#: Seconds for a connection to be made: a host that drops packets must not cost a whole chunk timeout each time.
CONNECT_TIMEOUT = 5.0
#: A server that has just been started needs a few seconds more; one that was silent for a minute is not asked four times.
RETRIES_UNREACHABLE = 3
RETRIES_SILENT = 1


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens sent and received in one call. ``estimated`` where the endpoint did not report them."""

    sent: int
    received: int
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of an answer: text, or thinking (never part of the answer), or the final count."""

    text: str = ""
    thinking: str = ""
    usage: Usage | None = None


class Chat(Protocol):
    """A chat model. Each call of ``stream`` is one request; whoever stops reading it closes it."""

    @property
    def name(self) -> str:
        """Return the model's name, for messages and the record of usage."""

    def stream(self, messages: Sequence[Message], *, longer: bool = False) -> AsyncGenerator[Chunk, None]:
        """Yield the answer as it comes; ends only when the answer is whole, and raises ChatError otherwise.

        ``longer`` asks for twice the usual limit of tokens.
        """


class OpenAIChat:
    """Any endpoint that speaks OpenAI's chat completions, through langchain-openai. Makes no retries of its own."""

    def __init__(
        self,
        *,
        model: str,
        base_url: str = "",
        api_key: str = "",
        max_tokens: int = 4000,
        temperature: float = 0.3,
        chunk_timeout: float = 60,
    ) -> None:
        self._model = model
        self._base_url = base_url or DEFAULT_BASE_URL
        self._api_key = api_key
        self._max_tokens = max_tokens
        self._temperature = temperature
        self._chunk_timeout = chunk_timeout
        self._left_out: set[str] = set()

    @property
    def name(self) -> str:
        """Return the model's name."""
        return self._model

    async def stream(self, messages: Sequence[Message], *, longer: bool = False) -> AsyncGenerator[Chunk, None]:
        """Yield the answer as it comes. Raises the ChatError that fits what went wrong, with what had arrived."""
        await asyncio.to_thread(
            _client_class
        )  # its first import takes seconds, in which other sections must not stand still
        finish, so_far, thought, foreign = "", "", "", ""
        usage: Usage | None = None
        # A connection belongs to the loop that opened it, and the job's thread and the desk each have their own: so every
        # call opens and closes its own. Against the time a section takes, a handshake is nothing.
        async with _http_client(self._chunk_timeout) as http:
            pieces = self._pieces(http, messages, longer=longer)
            try:
                while True:
                    # Bounds the silence before the first piece too, where the client has no timeout of its own. Not by
                    # wait_for: before Python 3.12 it drops a cancellation, the deadline's too, while a piece is waiting.
                    async with asyncio.timeout(self._chunk_timeout):
                        piece = await anext(pieces, None)
                    if piece is None:
                        break
                    finish = str(piece.response_metadata.get("finish_reason") or finish)
                    foreign = foreign or str(piece.additional_kwargs.get("foreign", ""))
                    chunk = _chunk_of(piece)
                    so_far += chunk.text
                    thought = thought or chunk.thinking
                    usage = chunk.usage or usage
                    yield chunk
            except _faults() as fault:
                whole = _whole_answer(fault)
                if whole is not None:  # an endpoint that ignores stream=true sends the whole answer at once
                    finish, text, usage = whole
                    so_far += text
                    yield Chunk(text=text, usage=usage)
                elif not so_far and self._leaves_out(fault):
                    async for chunk in self.stream(messages, longer=longer):
                        yield chunk
                    return
                elif finish != "stop":
                    # One that has said "stop" has finished, even where it then drops the connection.
                    raise _translated(fault, so_far, self._model) from fault
            finally:
                await pieces.aclose()
        # Half, since gateways guess the count; and some servers leave thinking out of it.
        if finish in LENGTH and usage is not None and not thought and usage.received * 2 < self._limit(longer):
            raise out_of_room(so_far)
        if finish != "stop":
            raise _unfinished(finish, so_far, foreign)

    def _limit(self, longer: bool) -> int:
        return self._max_tokens * (2 if longer else 1)

    def _pieces(self, http: Any, messages: Sequence[Message], *, longer: bool) -> Any:
        client = _client_class()(
            model=self._model,
            base_url=self._base_url,
            api_key=self._api_key or "none",  # local servers want no key, the client wants one
            max_retries=0,
            timeout=http.timeout,  # else the client's own would count for the connection too
            stream_chunk_timeout=None,
            stream_usage=False,  # asked for with stream_options, so that it can be left out
            output_version="v0",
            http_async_client=http,
            http_client=_blocking_client(),
        )
        turns = [(message.role, message.content) for message in messages]
        return client.astream(turns, **self._parameters(longer))

    def _parameters(self, longer: bool) -> dict[str, Any]:
        wanted = {
            # OpenAI's own models know only the first name; most other servers ignore it, and then write without end.
            "max_completion_tokens" if self._base_url == DEFAULT_BASE_URL else "max_tokens": self._limit(longer),
            "temperature": self._temperature,
            "stream_options": {"include_usage": True},
        }
        return {name: value for name, value in wanted.items() if name not in self._left_out}

    def _leaves_out(self, fault: BaseException) -> bool:
        """Note a parameter that the endpoint refuses; tell whether that is news, so that asking again makes sense."""
        import openai

        if not isinstance(fault, openai.APIStatusError):
            return False
        name = unwanted_parameter(fault.body or fault.response.text, fault.status_code)
        if name not in self._parameters(longer=False):
            return False
        self._left_out.add(name)
        return True


def load_client() -> None:
    """Import the chat client ahead of the first request: that takes a second, in which a page can be looked at."""
    _client_class()
    _blocking_client()


def _chunk_of(piece: Any) -> Chunk:
    content = piece.content
    if isinstance(content, list):  # content parts, as some gateways send them
        content = "".join(part.get("text", "") for part in content if isinstance(part, Mapping))
    usage = piece.usage_metadata
    return Chunk(
        text=str(content or ""),
        thinking=str(piece.additional_kwargs.get("reasoning", "")),
        usage=Usage(usage["input_tokens"], usage["output_tokens"]) if usage else None,
    )


def _unfinished(finish: str, so_far: str, foreign: str) -> ChatError:
    if finish:
        return refused_by_finish(finish, so_far)
    if foreign:
        return broken_by(foreign, so_far)
    if so_far:
        return ChatBrokenError("模型的回答没有写完连接就结束了；这部分另存，请重写这一节。", so_far)
    return ChatBrokenError("模型接口没有返回任何内容；请检查模型名称和接口地址是否对应一个对话模型。")


def _translated(fault: BaseException, so_far: str, model: str) -> ChatError:
    """Return the client's exception as one of ours; what the provider said is read, but never shown raw."""
    import openai

    if isinstance(fault, _foreign_reply_class()):
        return not_a_stream(fault.content_type, fault.body)
    if isinstance(fault, openai.APIStatusError):
        headers = fault.response.headers
        return broken_by(
            fault.body or fault.response.text, so_far, fault.status_code, headers.get("retry-after"), model
        )
    if isinstance(fault, (openai.APITimeoutError, TimeoutError)) and not _never_connected(fault):
        message = "模型接口太久没有回应；请稍后再试，或调大 ZHIBI_CHUNK_TIMEOUT。"
        return unavailable(message, so_far, retries=RETRIES_SILENT)
    if isinstance(fault, openai.APIConnectionError):
        if so_far:
            return ChatBrokenError("模型写到一半连接断开；这部分另存，请重写这一节。", so_far)
        message = "连不上模型接口；请检查 OPENAI_BASE_URL、网络和模型服务是否已启动。"
        return unavailable(message, so_far, retries=RETRIES_UNREACHABLE)
    if isinstance(fault, openai.APIError):  # an error inside a stream that began with 200
        return broken_by(fault.body or fault.message, so_far, model=model)
    if isinstance(fault, ValueError) and not isinstance(fault, json.JSONDecodeError):
        return _unfinished("", so_far, "")  # langchain's own word for a stream without a single chunk
    return ChatBrokenError("模型接口发来的数据不完整或不是约定的格式；请重试，仍不行请检查接口地址。", so_far)


def _never_connected(fault: BaseException) -> bool:
    return type(fault.__cause__).__name__ == "ConnectTimeout"  # httpx's or httpx2's, as the client's version has it


@cache
def _faults() -> tuple[type[BaseException], ...]:
    import openai

    # ValueError: broken JSON in the stream, and langchain's own "No generation chunks were returned".
    # KeyError, TypeError, AttributeError, IndexError: chunks of another shape than the client expects.
    return (openai.OpenAIError, TimeoutError, ValueError, KeyError, TypeError, AttributeError, IndexError)


def _whole_answer(fault: BaseException) -> tuple[str, str, Usage | None] | None:
    """Return finish reason, text and usage where the endpoint answered at once instead of streaming."""
    if not isinstance(fault, _foreign_reply_class()):
        return None
    try:
        reply = json.loads(fault.body)
        choice = reply["choices"][0]
        text, finish = choice["message"]["content"], choice["finish_reason"]
    except (ValueError, KeyError, TypeError, IndexError):
        return None
    counts = reply.get("usage") or {}
    sent, received = counts.get("prompt_tokens"), counts.get("completion_tokens")
    usage = Usage(sent, received) if isinstance(sent, int) and isinstance(received, int) else None
    return str(finish or ""), str(text or ""), usage


@cache
def _foreign_reply_class() -> Any:
    """Return the exception for a 200 that is no event stream. A subclass of the client's own: those pass unwrapped."""
    import openai

    class ForeignReplyError(openai.OpenAIError):
        def __init__(self, content_type: str, body: str) -> None:
            super().__init__("not an event stream")
            self.content_type = content_type
            self.body = body

    return ForeignReplyError


def _http_client(timeout: float) -> Any:
    import openai

    async def refuse_foreign(response: Any) -> None:
        content_type = response.headers.get("content-type", "").lower()
        if response.status_code == 200 and ("html" in content_type or "application/json" in content_type):
            body = b""
            async for part in response.aiter_bytes():
                body += part
                if "html" in content_type and len(body) > MAX_FOREIGN_BYTES:
                    break
            raise _foreign_reply_class()(content_type, body.decode("utf-8", "replace"))

    return openai.DefaultAsyncHttpxClient(
        event_hooks={"response": [refuse_foreign]},
        timeout=openai.Timeout(timeout, connect=min(timeout, CONNECT_TIMEOUT)),
        follow_redirects=False,
        verify=_trusted(),
    )


@cache
def _blocking_client() -> Any:
    """Return the client for calls that block: none is made, but each ChatOpenAI would build one, at 50 ms of the loop's time."""
    import openai

    return openai.DefaultHttpxClient(verify=_trusted())


@cache
def _trusted() -> ssl.SSLContext:
    """Return the system's trust, read once: it takes 50 ms, and sections are asked for side by side."""
    return ssl.create_default_context()


@cache
def _client_class() -> Any:
    """Return ChatOpenAI, made to pass on what it drops: reasoning, a finish with a null delta, errors without an event."""
    from langchain_openai import ChatOpenAI

    class FaithfulChatOpenAI(ChatOpenAI):
        def _get_request_payload(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
            limit = kwargs.pop("max_tokens", None)  # ChatOpenAI would rename it
            payload: dict[str, Any] = super()._get_request_payload(*args, **kwargs)
            return payload if limit is None else payload | {"max_tokens": limit}

        def _convert_chunk_to_generation_chunk(self, chunk: dict[str, Any], *args: Any) -> Any:
            choices = chunk.get("choices") or []
            if choices:
                choices[0]["delta"] = choices[0].get("delta") or {"content": ""}
            generation = super()._convert_chunk_to_generation_chunk(chunk, *args)
            if generation is None:
                return None
            known = generation.message.additional_kwargs
            if choices:
                delta = choices[0]["delta"]
                known["reasoning"] = delta.get("reasoning_content") or delta.get("reasoning") or ""
            elif chunk.get("object") == "error" or chunk.get("message"):
                known["foreign"] = json.dumps(chunk, ensure_ascii=False, default=str)
            return generation

    return FaithfulChatOpenAI
