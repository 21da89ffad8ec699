"""What endpoints say when they do not answer, and what the writer is told.

Providers put the same refusal under different codes and words; the words are read here, and none of them is shown.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from drafting.errors import (
    ChatAccessError,
    ChatBrokenError,
    ChatError,
    ChatInspectionError,
    ChatLengthError,
    ChatOverflowError,
    ChatRefusedError,
    ChatUnavailableError,
)

#: Finish reasons of an answer that was stopped by a limit.
LENGTH = ("length", "max_tokens")

#: OpenAI, DeepSeek, vLLM, llama.cpp, DashScope, Ollama and LiteLLM each word it differently.
_OVERFLOW = re.compile(
    r"context_length_exceeded|maximum context length|context (?:window|size|length)|exceed_context_size|"
    r"input length should be|prompt is too long|too many (?:input )?tokens|reduce the length",
    re.IGNORECASE,
)
_INSPECTION = re.compile(
    r"data_inspection_failed|datainspectionfailed|inappropriate content|content_filter|content_policy|"
    r"content exists risk|sensitive|risk control",
    re.IGNORECASE,
)
_QUOTA = re.compile(
    r"insufficient_quota|insufficient balance|exceeded your current quota|arrearage|overdue|billing|欠费|余额不足|"
    r"budget_exceeded|budget has been exceeded|exceededbudget",
    re.IGNORECASE,
)
_OVERLOADED = re.compile(
    r"overloaded|server_error|internal|unavailable|busy|rate.?limit|too many requests|timeout|timed out|capacity|throttl",
    re.IGNORECASE,
)
_PARAMETER = re.compile(r"stream_options|max_completion_tokens|max_tokens|temperature")
_NO_MODEL = re.compile(
    r"model_not_found|model.{0,60}(?:not (?:found|exist)|does not exist)|no such model|unknown model|invalid model name",
    re.IGNORECASE,
)
#: LiteLLM looks up a key that is not its master key in a database, and where it has none says only that.
_NO_KEY = re.compile(r"no_db_connection|no connected db", re.IGNORECASE)


def broken_by(
    body: Any, so_far: str = "", status: int | None = None, retry_after: str | None = None, model: str = ""
) -> ChatError:
    """Return the error for what an endpoint said, by a status or inside its stream. ``body`` is its JSON or its text."""
    said = _said(body)
    if _QUOTA.search(said) or status == 402:
        return ChatAccessError("模型接口的余额或额度已用完；请充值或更换接口后再试。", so_far)
    if (status in (401, 403) and not _INSPECTION.search(said)) or _NO_KEY.search(said):
        return ChatAccessError("模型接口不接受所用的密钥；请检查 OPENAI_API_KEY 是否正确、是否有权使用该模型。", so_far)
    if _OVERFLOW.search(said) or status == 413:
        return ChatOverflowError("这一节的材料超过了模型一次能读的长度；请减少要点，或换用上下文更长的模型。", so_far)
    if _INSPECTION.search(said):
        return ChatInspectionError("模型接口的内容审查没有放行这一节；请调整这一节的要点或数据后再试。", so_far)
    if status == 404 or _NO_MODEL.search(said):
        if _NO_MODEL.search(said):
            return ChatAccessError(f"模型接口没有“{model}”这个模型；请检查 ZHIBI_MODEL。", so_far)
        return ChatAccessError("模型接口的地址不对（找不到该路径）；请检查 OPENAI_BASE_URL，通常以 /v1 结尾。", so_far)
    if status == 429:
        return unavailable(
            "模型接口请求过于频繁，多次等待后仍被拒绝；请稍后再试，或调小 ZHIBI_PARALLEL。", so_far, retry_after
        )
    if status == 400 or status == 422:
        if _PARAMETER.search(said):
            return ChatAccessError("模型接口不支持所用的某项参数；请更换接口或模型，或调整 ZHIBI_MAX_TOKENS。", so_far)
        return ChatRefusedError(
            "模型接口不接受这次请求；请检查 ZHIBI_MODEL 和 OPENAI_BASE_URL 是否对应同一服务。", so_far
        )
    if status is not None and (status >= 500 or status == 408):  # 408: a gateway's own wait for the model ran out
        return unavailable(f"模型接口暂时出错（{status}），多次重试后仍未恢复；请稍后再试。", so_far, retry_after)
    if status is not None and 300 <= status < 400:
        return ChatAccessError("模型接口的地址被转到别处；请把 OPENAI_BASE_URL 改成最终的接口地址。", so_far)
    if status is not None:
        return ChatRefusedError(f"模型接口拒绝了请求（{status}）；请检查接口设置。", so_far)
    if so_far:
        return ChatBrokenError("模型写到一半接口报错；这部分另存，请重写这一节。", so_far)
    if _OVERLOADED.search(said):
        return unavailable("模型接口暂时繁忙或出错，多次重试后仍未恢复；请稍后再试。", so_far, retry_after)
    return ChatBrokenError("模型接口报错，没有给出回答；请重试，仍不行请检查接口设置。")


def unwanted_parameter(body: Any, status: int) -> str:
    """Return the request parameter that an endpoint says it does not know, or ``""``.

    Old servers refuse stream_options, reasoning models temperature, and each provider one of the two names of max_tokens.
    """
    found = _PARAMETER.search(_said(body)) if status in (400, 422) else None
    return found[0] if found else ""


def refused_by_finish(finish: str, so_far: str) -> ChatError:
    """Return the error for an answer that ended with another reason than being finished."""
    if finish in LENGTH:
        return ChatLengthError(
            "模型的回答达到长度上限被截断；这部分另存，请调大 ZHIBI_MAX_TOKENS 或把这一节拆小。", so_far
        )
    match finish:
        case "content_filter" | "sensitive" | "content-filter":
            return ChatInspectionError("模型的回答被接口的内容审查中止；请调整这一节的要点或数据后再试。", so_far)
        case "insufficient_system_resource":
            return unavailable("模型服务资源不足，没有写完这一节；请稍后再试。", so_far)
        case "tool_calls" | "function_call":
            return ChatBrokenError("模型没有写正文，而是要求调用工具；请换用一般的对话模型。", so_far)
        case _:
            return ChatBrokenError("模型的回答没有正常结束；这部分另存，请重写这一节。", so_far)


def out_of_room(so_far: str) -> ChatOverflowError:
    """Return the error for an answer stopped long before the limit that was asked for.

    llama.cpp and Ollama do so when prompt and answer together fill the context: a higher limit would not help, a shorter
    prompt does.
    """
    return ChatOverflowError(
        "模型服务没写到所要的长度就截断了回答，多半是上下文装不下提示词和回答；这部分另存，请减少要点，"
        "或调大模型服务的上下文长度。",
        so_far,
    )


def not_a_stream(content_type: str, body: str) -> ChatError:
    """Return the error for a 200 that is a page, or JSON that is no answer."""
    if "html" in content_type or body.lstrip()[:1] == "<":
        title = re.search(r"<title[^>]*>\s*([^<]{1,40})", body, re.IGNORECASE)
        came = f"一个标题为“{title[1].strip()}”的网页" if title else "一个网页"
        return ChatAccessError(f"模型接口返回的是{came}，不是对话模型；请检查 OPENAI_BASE_URL，通常以 /v1 结尾。")
    return broken_by(body)


def unavailable(
    message: str, so_far: str = "", retry_after: str | None = None, retries: int | None = None
) -> ChatUnavailableError:
    """Return the error for an endpoint that may answer later, with the wait it asked for."""
    return ChatUnavailableError(message, so_far, seconds_of(retry_after), retries)


def seconds_of(retry_after: str | None) -> float | None:
    """Return the seconds that a Retry-After header asks for: a number, or the distance to a date."""
    if not retry_after:
        return None
    try:
        return max(0.0, float(retry_after))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None


def _said(body: Any) -> str:
    """Return code, type and message of an error body as one text to search in."""
    if isinstance(body, Mapping):
        return " ".join(_said(value) for value in body.values())
    return str(body or "")[:4000]
