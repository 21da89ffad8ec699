"""The servers of other makers, each started once: LiteLLM's proxy, and llama.cpp with a model of random weights."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT
from tests.interoperation.server import Server, await_answer, await_file, free_port, running
from tests.scripted_endpoint import ScriptedEndpoint, good_section

SERVERS = ROOT / ".venv-servers"
HERE = Path(__file__).parent

#: The same for every section, and with no number in it.
MOCKED = (
    "坚持把政治建设摆在首位，严格落实各项制度，认真组织学习研讨，扎实推进各项重点任务，工作作风持续改进，服务水平稳步提升，"
    "干部队伍的精神面貌有了新的变化，各方面工作都取得了新的进展。"
)

#: What LiteLLM is told of its models: those that it plays itself, and those that it asks the scripted endpoint for.
PLAYED = {
    "good": {"mock_response": MOCKED},
    "limited": {"mock_response": "litellm.RateLimitError"},
    "overflow": {"mock_response": "litellm.ContextWindowExceededError"},
    "broken": {"mock_response": "litellm.InternalServerError"},
    "filtered": {"mock_response": "Exception: content_filter_policy"},
    "overloaded": {"mock_response": "Exception: mock_streaming_error"},
    "slow": {"mock_timeout": True, "timeout": 0.5},
}
LITELLM_OFFLINE = {
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",
    "LITELLM_LOCAL_ANTHROPIC_BETA_HEADERS": "True",
    "LITELLM_LOCAL_BLOG_POSTS": "True",
    "LITELLM_LOCAL_POLICY_TEMPLATES": "True",
    "LITELLM_LOCAL_AUTOROUTER_PRESETS": "True",
    "LITELLM_TELEMETRY": "False",
    "DISABLE_ADMIN_UI": "True",
    "NO_DOCS": "True",
}

LlamaCpp = Callable[..., Server]
CONTEXT = 4096
LONG_CONTEXT = 200_000


@pytest.fixture(scope="session")
def servers() -> Path:
    """The folder of the servers' own programs; what needs them is skipped without, or fails where they are required."""
    if not (SERVERS / "ready").exists():
        told = "the servers of other makers are not installed: nothing is tried with them (make interoperation)"
        if os.environ.get("ZHIBI_REQUIRE_SERVERS") == "1":
            pytest.fail(told)
        pytest.skip(told)
    return SERVERS / "bin"


@pytest.fixture(scope="session")
def _upstream() -> Iterator[ScriptedEndpoint]:
    with ScriptedEndpoint(good_section) as endpoint:
        yield endpoint


@pytest.fixture
def upstream(_upstream: ScriptedEndpoint) -> ScriptedEndpoint:
    """The scripted endpoint behind LiteLLM: its models ``behind`` and ``gpt``. A test sets its script."""
    _upstream.script = good_section
    _upstream.requests.clear()
    return _upstream


@pytest.fixture(scope="session")
def litellm(
    servers: Path, _upstream: ScriptedEndpoint, endless: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """LiteLLM's proxy with a master key and no database."""
    folder = tmp_path_factory.mktemp("litellm")
    models = {name: {"model": f"openai/{name}"} | played for name, played in PLAYED.items()}
    models |= {
        "behind": {"model": "openai/scripted", "api_base": _upstream.url},
        "llama": {"model": "openai/random", "api_base": endless.url, "api_key": endless.key},
        "gpt": {"model": "openai/gpt-5", "api_base": _upstream.url},  # LiteLLM knows which parameters it takes
    }
    config = {
        "model_list": [
            {"model_name": name, "litellm_params": {"api_key": "upstream-key"} | model}
            for name, model in models.items()
        ],
        # Else it asks for the count itself, also of an endpoint that refuses to be asked for it.
        "general_settings": {"master_key": "sk-gateway", "always_include_stream_usage": False},
        "litellm_settings": {"telemetry": False},
        "router_settings": {"num_retries": 0, "disable_cooldowns": True},
    }
    (folder / "config.yaml").write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
    port = free_port()
    command = [str(servers / "litellm"), "--config", "config.yaml", "--host", "127.0.0.1", "--port", str(port)]
    with running([*command, "--telemetry", "False"], folder, LITELLM_OFFLINE, "litellm") as log:
        await_answer(f"http://127.0.0.1:{port}/health/liveliness", log)
        yield Server(f"http://127.0.0.1:{port}/v1", "sk-gateway")


@pytest.fixture(scope="session")
def llama_cpp(servers: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LlamaCpp]:
    """Start llama.cpp with so many tokens of context for each of so many slots, and a model that ends, or never does."""
    folder = tmp_path_factory.mktemp("llama")
    started: dict[tuple[int, int, bool], Server] = {}
    with ExitStack() as stack:

        def serve(*, context: int, slots: int = 1, ends: bool = True) -> Server:
            asked = (context, slots, ends)
            if asked not in started:
                model = folder / ("ending.gguf" if ends else "endless.gguf")
                if not model.exists():
                    write = [servers / "python", HERE / "random_model.py", model, "ending" if ends else "endless"]
                    subprocess.run(write, check=True, timeout=60)
                name = f"{model.stem}-{context}-{slots}"
                address = folder / f"{name}.address"
                command = [servers / "python", HERE / "llama_server.py", model, context, slots, "llama-key", address]
                log = stack.enter_context(running([str(part) for part in command], folder, {}, name))
                await_file(address, log)
                started[asked] = Server(f"{address.read_text('ascii')}/v1", "llama-key")
            return started[asked]

        yield serve


@pytest.fixture(scope="session")
def ending(llama_cpp: LlamaCpp) -> Server:
    """llama.cpp with a model that comes to an end."""
    return llama_cpp(context=CONTEXT)


@pytest.fixture(scope="session")
def endless(llama_cpp: LlamaCpp) -> Server:
    """llama.cpp with a model that comes to none: one slot, and room to write for minutes."""
    return llama_cpp(context=LONG_CONTEXT, ends=False)
