"""An answer from a model that may fail: asked again with patience, cleaned of thinking, stopped where it runs on."""

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass

from drafting.chat import Chat, Message, Usage
from drafting.circuit import Circuit
from drafting.errors import ChatBrokenError, ChatError, ChatLengthError, ChatRefusedError, ChatUnavailableError
from drafting.patience import Patience
from drafting.think_tags import ThinkStripper
from drafting.token_count import count_tokens

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
    """A model asked with patience. When it says 429, everything that asks it waits, not only the one refused.

    ``run`` gives the same endpoint to the sections of one run, which share what they find out about it.
    """

    def __init__(self, chat: Chat, patience: Patience, *, pause: "_Pause | None" = None) -> None:
        self._chat = chat
        self._patience = patience
        self._pause = pause or _Pause()
        self._circuit = Circuit()

    def run(self) -> "Endpoint":
        """Return this endpoint for a new run: what an earlier run found out (no answer, no money) may have been put right."""
        return Endpoint(self._chat, self._patience, pause=self._pause)

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
                    await self._circuit.admit(attempts)
                    await self._pause.over()
                    try:
                        answer = await self._once(messages, attempts, progress, meter)
                    except ChatError as error:
                        if not attempts.heard:
                            self._circuit.failed(attempts, error)
                        wait = attempts.wait_after(error)
                        if isinstance(error, ChatUnavailableError) and error.retry_after is not None:
                            self._pause.lasts(wait)
                        await asyncio.sleep(wait)
                    else:
                        self._circuit.answered()
                        return answer
        except TimeoutError:
            late = attempts.out_of_time()
            self._circuit.left(attempts, late)
            raise late from attempts.last
        except ChatError as error:
            self._circuit.left(attempts, error)
            raise
        finally:
            self._circuit.left(attempts)

    async def _once(
        self, messages: Sequence[Message], attempts: "_Attempts", progress: Progress | None, meter: Meter | None
    ) -> Answer:
        stripper = ThinkStripper()
        received: list[str] = []
        reported: Usage | None = None
        attempts.heard = False
        try:
            async with aclosing(self._chat.stream(messages, longer=attempts.longer)) as pieces:
                async for chunk in pieces:
                    received.append(chunk.text + chunk.thinking)
                    reported = chunk.usage or reported
                    if received[-1] and not attempts.heard:
                        attempts.heard = True
                        self._circuit.answered()
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
            usage = reported or Usage(count_tokens(messages), count_tokens("".join(received)), estimated=True)
            if meter is not None and (any(received) or reported):
                meter(usage)
        stripper.end()
        text = stripper.text.strip()
        if not text:
            raise ChatBrokenError(
                "模型只有思考过程，没有写出正文；请重试，或调大 ZHIBI_MAX_TOKENS、换用不带思考的模型。"
                if any(received)
                else "模型返回了空的回答；请重试，或换用其他模型。"
            )
        return Answer(text, usage, cut_prompt=_was_cut(usage, messages))


class _Pause:
    """How long the endpoint asked to be left alone, by anyone."""

    def __init__(self) -> None:
        self._until = 0.0

    def lasts(self, seconds: float) -> None:
        self._until = max(self._until, time.monotonic() + seconds)

    async def over(self) -> None:
        while (left := self._until - time.monotonic()) > 0:
            await asyncio.sleep(left)


class _Attempts:
    """What has been tried of one question."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._unavailable = 0
        self._broken = 0
        self._started = time.monotonic()
        self.longer = False
        self.heard = False  # whether a word of the present attempt has come
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
        asked, most = None, self._patience.retries
        if isinstance(error, ChatUnavailableError):
            asked, most = error.retry_after, min(most, error.retries if error.retries is not None else most)
        if self._unavailable > most:
            raise error
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
