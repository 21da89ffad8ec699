"""An answer from a model that may fail: asked again with patience, cleaned of thinking, stopped where it runs on."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from drafting.chat import Chat, Message, Usage
from drafting.errors import ChatBrokenError, ChatError, ChatLengthError, ChatRefusedError, ChatUnavailableError
from drafting.patience import Patience
from drafting.think_tags import ThinkStripper
from drafting.token_count import estimate_tokens

#: Called with all the text so far (less than before when an attempt starts over), and whether the model is still thinking.
Progress = Callable[[str, bool], None]
Meter = Callable[[Usage], None]

LOOK_BACK = 400
REPEATED = 6
BROKEN_TRIES = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer, without thinking. ``cut_prompt`` tells that the endpoint seems to have read only part of the prompt."""

    text: str
    usage: Usage
    cut_prompt: bool = False


class Endpoint:
    """A model asked with patience. When it says 429, everything that asks it waits, not only the one refused."""

    def __init__(self, chat: Chat, patience: Patience) -> None:
        self._chat = chat
        self._patience = patience
        self._closed_until = 0.0

    @property
    def name(self) -> str:
        """Return the model's name."""
        return self._chat.name

    async def ask(
        self, messages: Sequence[Message], *, progress: Progress | None = None, meter: Meter | None = None
    ) -> Answer:
        """Return the whole answer. Raises the ChatError of the last attempt, or of the deadline, with what had arrived."""
        attempts = _Attempts(self._patience)
        try:
            async with asyncio.timeout(self._patience.deadline):
                while True:
                    await self._wait_for_turn()
                    try:
                        return await self._once(messages, attempts, progress, meter)
                    except ChatError as error:
                        wait = attempts.wait_after(error)
                        if isinstance(error, ChatUnavailableError) and error.retry_after is not None:
                            self._closed_until = max(self._closed_until, time.monotonic() + wait)
                        await asyncio.sleep(wait)
        except TimeoutError:
            raise attempts.out_of_time() from attempts.last

    async def _wait_for_turn(self) -> None:
        while (left := self._closed_until - time.monotonic()) > 0:
            await asyncio.sleep(left)

    async def _once(
        self, messages: Sequence[Message], attempts: "_Attempts", progress: Progress | None, meter: Meter | None
    ) -> Answer:
        stripper = ThinkStripper()
        received: list[int] = []
        reported: Usage | None = None
        pieces = self._chat.stream(messages, longer=attempts.longer)
        try:
            async for chunk in pieces:
                received.append(len(chunk.text) + len(chunk.thinking))
                reported = chunk.usage or reported
                stripper.feed(chunk.text)
                attempts.partial = stripper.text
                if progress is not None:
                    progress(stripper.text, bool(chunk.thinking) or stripper.thinking)
                if _runs_on(stripper.text):
                    raise ChatBrokenError("模型反复写同一句话，已停止；这部分另存，请重写这一节或换用其他模型。")
        except ChatError as error:
            error.partial = stripper.text
            raise
        finally:
            # What was sent is paid for even where the answer never came whole.
            usage = reported or Usage(estimate_tokens(messages), sum(received), estimated=True)
            if meter is not None and (received or reported):
                meter(usage)
        stripper.end()
        text = stripper.text.strip()
        if not text:
            raise ChatBrokenError(
                "模型只有思考过程，没有写出正文；请重试，或调大 ZHIBI_MAX_TOKENS、换用不带思考的模型。"
                if sum(received)
                else "模型返回了空的回答；请重试，或换用其他模型。"
            )
        return Answer(text, usage, cut_prompt=_was_cut(usage, messages))


class _Attempts:
    """What has been tried of one question."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._unavailable = 0
        self._broken = 0
        self._started = time.monotonic()
        self.longer = False
        self.partial = ""
        self.last: ChatError | None = None

    def wait_after(self, error: ChatError) -> float:
        """Return the seconds to wait before asking again; raises the error where that would not help."""
        self.last = error
        if isinstance(error, ChatLengthError):
            if self.longer:
                raise error
            self.longer = True
            return 0
        if isinstance(error, ChatBrokenError):
            self._broken += 1
            if self._broken > min(BROKEN_TRIES, self._patience.retries):
                raise error
            return self._patience.wait_before(1, None)
        if isinstance(error, ChatRefusedError) or not error.retry_helps:
            raise error
        self._unavailable += 1
        if self._unavailable > self._patience.retries:
            raise error
        asked = error.retry_after if isinstance(error, ChatUnavailableError) else None
        wait = self._patience.wait_before(self._unavailable, asked)
        if wait > self._patience.deadline - (time.monotonic() - self._started):
            raise error  # an endpoint that asks for an hour is not waited for
        return wait

    def out_of_time(self) -> ChatError:
        """Return the error of the deadline: what went wrong before it, where something had."""
        if self.last is not None and not self.partial:
            return self.last
        seconds = f"{self._patience.deadline:g}"
        return ChatUnavailableError(
            f"模型在 {seconds} 秒内没有写完这一节，已停止等待；请稍后重试，或调大 ZHIBI_DEADLINE。", self.partial
        )


def _runs_on(text: str) -> bool:
    """Tell whether the end of a text is the same piece, six characters or more, six times over.

    Reports do repeat short words (推进、推进), and an enumeration repeats its beginnings: neither repeats a whole clause.
    """
    tail = text[-LOOK_BACK:]
    if len(tail) < 6 * REPEATED:
        return False
    for size in range(6, len(tail) // REPEATED + 1):
        piece = tail[-size:]
        if len(set(piece)) > 1 and tail.endswith(piece * REPEATED):
            return True
    return tail.endswith(tail[-1] * 60)


def _was_cut(usage: Usage, messages: Sequence[Message]) -> bool:
    """Tell whether the reported prompt is too small to be the whole one: Ollama cuts a prompt without a word.

    No tokenizer in use needs less than a token for four Chinese characters.
    """
    characters = sum(1 for message in messages for character in message.content if "一" <= character <= "鿿")
    return not usage.estimated and 0 < usage.sent < characters / 4
