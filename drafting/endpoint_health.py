"""Whether the configured endpoint answers, asked without drafting anything and without spending a token."""

from dataclasses import dataclass

from drafting.settings import Settings

TIMEOUT = 5.0
DEFAULT_ENDPOINT = "https://api.openai.com/v1"


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
    if answer.status_code in (401, 403):
        return EndpointHealth(False, f"模型接口 {address} 不认这个密钥；请检查 OPENAI_API_KEY")
    # Some gateways do not list their models: 404 here says nothing about the chat path.
    listed = settings.model in answer.text if answer.is_success else True
    if not listed:
        return EndpointHealth(False, f"模型接口 {address} 能连上，但没有列出模型 {settings.model}；请核对 ZHIBI_MODEL")
    return EndpointHealth(True, f"{address}，模型 {settings.model}")
