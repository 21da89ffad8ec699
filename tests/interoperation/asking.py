"""A question put to a server through the product's own client, and what came of it."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from drafting.chat import Message, OpenAIChat, Usage
from drafting.endpoint import Answer, Endpoint
from drafting.errors import ChatError
from drafting.patience import Patience
from tests.interoperation.server import Server

QUESTION = (
    Message("system", "你是园区党政办的公文写手。"),
    Message("user", "请写“办文办会”这一节的正文：上半年召开党工委会议，累计收文，各项工作平稳有序推进。"),
)
ONCE = Patience(deadline=30, retries=0, backoff=0.01)


@dataclass
class Asked:
    """What was seen of one question: each text as it stood, what each call cost, and the answer or the error."""

    seen: list[str] = field(default_factory=list)
    thought: bool = False
    usages: list[Usage] = field(default_factory=list)
    answer: Answer | None = None
    error: ChatError | None = None

    @property
    def pieces(self) -> int:
        """Return in how many pieces the text came."""
        return len({text for text in self.seen if text})


def client(
    server: Server,
    model: str,
    *,
    key: str | None = None,
    url: str = "",
    max_tokens: int = 500,
    chunk_timeout: float = 10,
) -> OpenAIChat:
    """Return the product's client, set up for a server."""
    return OpenAIChat(
        model=model,
        base_url=url or server.url,
        api_key=server.key if key is None else key,
        max_tokens=max_tokens,
        chunk_timeout=chunk_timeout,
    )


def asked(chat: OpenAIChat, messages: Sequence[Message] = QUESTION, patience: Patience = ONCE) -> Asked:
    """Ask, and return what was seen, with the error where there was one."""
    return asyncio.run(ask(chat, messages, patience))


async def ask(chat: OpenAIChat, messages: Sequence[Message] = QUESTION, patience: Patience = ONCE) -> Asked:
    """Ask within a running loop."""
    seen = Asked()

    def progress(text: str, thinking: bool) -> None:
        seen.seen.append(text)
        seen.thought = seen.thought or thinking

    try:
        seen.answer = await Endpoint(chat, patience).ask(messages, progress=progress, meter=seen.usages.append)
    except ChatError as error:
        seen.error = error
    return seen


def is_one_plain_sentence(error: ChatError | None) -> bool:
    """Tell whether an error is one sentence in Chinese, with nothing of what the server said in it."""
    told = str(error)
    return told.endswith("。") and told.count("。") == 1 and not re.search(r"[<{]|[Ee]rror|litellm|http:|sk-", told)
