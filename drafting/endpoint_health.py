"""Whether the configured endpoint answers, asked without drafting anything and without spending a token."""

from dataclasses import dataclass

from drafting.chat_faults import broken_by
from drafting.errors import ChatAccessError
from drafting.settings import Settings

TIMEOUT = 5.0
DEFAULT_ENDPOINT = "https://api.openai.com/v1"
#: What gateways answer that do not list their models: it says nothing about the chat path.
NOT_LISTED = (404, 405, 501)


@dataclass(frozen=True, slots=True)
class EndpointHealth:
    """``ok`` where a draft may be tried; ``detail`` says in Chinese what was found and what to do."""

    ok: bool
    detail: str


def probe_endpoint(settings: Settings) -> EndpointHealth:
    """Ask the endpoint for its list of models. With no endpoint configured nothing is sent, and that is in order."""
    if not settings.uses_model:
        return EndpointHealth(not settings.notes, "；".join(settings.notes) or "未配置模型，使用离线拟稿")
    import httpx

    key = settings.api_key.get_secret_value() if settings.api_key else ""
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    address = settings.base_url or DEFAULT_ENDPOINT
    try:
        answer = httpx.get(f"{address}/models", headers=headers, timeout=TIMEOUT)
    except httpx.HTTPError:
        return EndpointHealth(False, f"连不上模型接口 {address}；请检查 OPENAI_BASE_URL、网络和服务是否启动")
    if answer.is_success and settings.model not in answer.text:
        return EndpointHealth(False, f"模型接口 {address} 能连上，但没有列出模型 {settings.model}；请核对 ZHIBI_MODEL")
    if not answer.is_success and answer.status_code not in NOT_LISTED:
        refused = broken_by(answer.text, status=answer.status_code)
        if isinstance(refused, ChatAccessError):
            return EndpointHealth(False, f"{address}：{refused}".removesuffix("。"))
        if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            return EndpointHealth(
                False, f"模型接口 {address} 出错（{answer.status_code}）；请检查 OPENAI_API_KEY，并查看模型服务的日志"
            )
    return EndpointHealth(True, f"{address}，模型 {settings.model}")
