"""LiteLLM's proxy, by itself and in front of another endpoint: what it says, and what the client makes of it."""

import asyncio
import re
import time
from collections.abc import Callable

import pytest

from drafting.endpoint_health import probe_endpoint
from drafting.errors import (
    ChatAccessError,
    ChatBrokenError,
    ChatError,
    ChatInspectionError,
    ChatLengthError,
    ChatOverflowError,
    ChatUnavailableError,
)
from drafting.settings import load_settings
from drafting.token_count import estimate_tokens
from tests import scripted_endpoint as scripted
from tests.interoperation.asking import QUESTION, ask, asked, client, is_one_plain_sentence
from tests.interoperation.conftest import LONG_CONTEXT, MOCKED
from tests.interoperation.server import Server
from tests.scripted_endpoint import Reply, Request, ScriptedEndpoint, says

TEXT = "上半年召开党工委会议{{F1}}，固定资产投资12.5亿元，累计收文{{F2}}，各项工作平稳有序推进。"


class TestAnAnswer:
    def test_comes_in_pieces_and_is_counted(self, litellm: Server) -> None:
        came = asked(client(litellm, "good"))

        assert came.answer is not None, came.error
        assert came.answer.text == MOCKED
        assert came.pieces > 10
        assert [usage.estimated for usage in came.usages] == [False]

    def test_of_the_endpoint_behind_comes_with_that_ones_count(
        self, litellm: Server, upstream: ScriptedEndpoint
    ) -> None:
        upstream.script = [says(TEXT, usage=(800, 60))]

        came = asked(client(litellm, "behind"))

        assert came.answer is not None, came.error
        assert came.answer.text == TEXT
        assert came.pieces > 3
        assert [(usage.sent, usage.received) for usage in came.usages] == [(800, 60)]
        assert upstream.requests[0]["max_tokens"] == 500

    def test_that_nobody_counted_is_counted_by_the_gateway_and_our_estimate_errs_high(
        self, litellm: Server, upstream: ScriptedEndpoint
    ) -> None:
        text = TEXT + MOCKED
        upstream.script = [says(text)]

        came = asked(client(litellm, "behind"))

        (counted,) = came.usages
        assert not counted.estimated
        assert counted.received <= estimate_tokens(text) <= 2 * counted.received
        assert counted.sent <= estimate_tokens(QUESTION) <= 2 * counted.sent

    def test_may_be_thought_over_first(self, litellm: Server, upstream: ScriptedEndpoint) -> None:
        upstream.script = [scripted.reasons("要写三点", TEXT)]

        came = asked(client(litellm, "behind"))

        assert came.answer is not None, came.error
        assert came.answer.text == TEXT
        assert came.thought

    def test_comes_from_a_model_that_takes_no_temperature(self, litellm: Server, upstream: ScriptedEndpoint) -> None:
        """LiteLLM refuses the parameter itself, before it asks anyone; the client leaves it out."""
        upstream.script = [says(TEXT)]

        came = asked(client(litellm, "gpt"))

        assert came.answer is not None, came.error
        assert came.answer.text == TEXT
        assert [request.get("temperature") for request in upstream.requests] == [None]

    def test_comes_from_an_endpoint_that_knows_no_stream_options(
        self, litellm: Server, upstream: ScriptedEndpoint
    ) -> None:
        def old(request: Request) -> Reply:
            if "stream_options" in request:
                return scripted.refuses(400, "Unrecognized request argument supplied: stream_options")
            return says(TEXT)

        upstream.script = old

        came = asked(client(litellm, "behind"))

        assert came.answer is not None, came.error
        assert came.answer.text == TEXT


class TestARefusal:
    @pytest.mark.parametrize(
        ("model", "kind", "says_so"),
        [
            ("limited", ChatUnavailableError, "过于频繁"),
            ("broken", ChatUnavailableError, "500"),
            ("overloaded", ChatUnavailableError, "529"),
            ("slow", ChatUnavailableError, "408"),
            ("overflow", ChatOverflowError, "长度"),
            ("filtered", ChatInspectionError, "内容审查"),
            ("no-such-model", ChatAccessError, "没有“no-such-model”这个模型"),
        ],
    )
    def test_of_its_own_is_told_apart(self, litellm: Server, model: str, kind: type[ChatError], says_so: str) -> None:
        came = asked(client(litellm, model))

        assert type(came.error) is kind
        assert says_so in str(came.error)
        assert is_one_plain_sentence(came.error)

    @pytest.mark.parametrize("key", ["sk-wrong", "wrong", ""])
    def test_of_the_key_says_so(self, litellm: Server, key: str) -> None:
        came = asked(client(litellm, "good", key=key))

        assert type(came.error) is ChatAccessError
        assert "OPENAI_API_KEY" in str(came.error)
        assert is_one_plain_sentence(came.error)

    def test_of_the_path_says_so(self, litellm: Server) -> None:
        came = asked(client(litellm, "good", url=litellm.url + "/nowhere"))

        assert type(came.error) is ChatAccessError
        assert "OPENAI_BASE_URL" in str(came.error)

    @pytest.mark.parametrize(
        ("reply", "kind", "says_so"),
        [
            (scripted.refuses(401, "Incorrect API key provided"), ChatAccessError, "OPENAI_API_KEY"),
            (scripted.refuses(402, "Insufficient Balance"), ChatAccessError, "余额"),
            (scripted.refuses(404, "The model `m` does not exist", code="model_not_found"), ChatAccessError, "ZHIBI_MODEL"),
            (scripted.refuses(429, "You exceeded your current quota", code="insufficient_quota"), ChatAccessError, "额度"),
            (scripted.rate_limited("1"), ChatUnavailableError, "过于频繁"),
            (scripted.html_error(502), ChatUnavailableError, "502"),
            (scripted.refuses(503, "overloaded"), ChatUnavailableError, "503"),
            (scripted.refuses(400, "This model's maximum context length is 4096 tokens"), ChatOverflowError, "长度"),
            (scripted.refuses(400, "Range of input length should be [1, 30720]"), ChatOverflowError, "长度"),
            (scripted.refuses(400, "", code="data_inspection_failed"), ChatInspectionError, "内容审查"),
            (scripted.refuses(400, "Content Exists Risk"), ChatInspectionError, "内容审查"),
            (scripted.fails_in_stream(), ChatUnavailableError, "出错"),
        ],
    )  # fmt: skip
    def test_of_the_endpoint_behind_is_told_apart(
        self,
        litellm: Server,
        upstream: ScriptedEndpoint,
        reply: Reply,
        kind: type[ChatError],
        says_so: str,
    ) -> None:
        upstream.script = [reply]

        came = asked(client(litellm, "behind"))

        assert type(came.error) is kind, came.error
        assert says_so in str(came.error)
        assert is_one_plain_sentence(came.error)
        assert upstream.requests


class TestAnAnswerThatIsNotWhole:
    PART = "固定资产投资12"

    @pytest.mark.parametrize(
        ("reply", "kind"),
        [
            (scripted.dies_halfway(PART), ChatBrokenError),
            (scripted.fails_in_stream(PART), ChatBrokenError),
            (scripted.broken_json(), ChatBrokenError),
            (scripted.finishes_with("length", PART, usage=(4000, 96)), ChatOverflowError),
            (scripted.finishes_with("content_filter", PART), ChatInspectionError),
            (scripted.hangs(PART), ChatUnavailableError),
        ],
        ids=["reset", "error inside", "half a chunk", "no room", "filter", "silence"],
    )  # fmt: skip
    def test_behind_the_gateway_fails_with_its_part(
        self, litellm: Server, upstream: ScriptedEndpoint, reply: Reply, kind: type[ChatError]
    ) -> None:
        upstream.script = [reply]

        came = asked(client(litellm, "behind", chunk_timeout=1.5))

        assert type(came.error) is kind, came.error
        assert came.error is not None
        assert came.error.partial in (self.PART, "本期")
        assert is_one_plain_sentence(came.error)

    def test_at_the_limit_is_asked_for_once_more_with_twice_of_it(
        self, litellm: Server, upstream: ScriptedEndpoint
    ) -> None:
        upstream.script = lambda asked_for: scripted.finishes_with("length", self.PART, (800, asked_for["max_tokens"]))

        came = asked(client(litellm, "behind"))

        assert type(came.error) is ChatLengthError
        assert came.error.partial == self.PART
        assert [request["max_tokens"] for request in upstream.requests] == [500, 1000]

    @pytest.mark.parametrize(
        "reply",
        [scripted.empty_stream(), scripted.empty_choices(), scripted.object_error(), scripted.login_page()],
        ids=["empty stream", "empty choices", "error as an object", "login page"],
    )
    def test_is_told_where_the_gateway_makes_nothing_of_it(
        self, litellm: Server, upstream: ScriptedEndpoint, reply: Reply
    ) -> None:
        """LiteLLM says that an answer without a word has finished well."""
        upstream.script = [reply]

        came = asked(client(litellm, "behind"))

        assert type(came.error) is ChatBrokenError
        assert "空的回答" in str(came.error)


class TestItsHealth:
    @pytest.fixture
    def detail(self, litellm: Server) -> Callable[[str, str], tuple[bool, str]]:
        def probe(key: str, model: str) -> tuple[bool, str]:
            health = probe_endpoint(load_settings(base_url=litellm.url, api_key=key or None, model=model))
            return health.ok, health.detail

        return probe

    @pytest.mark.parametrize(
        ("key", "model", "ok", "says_so"),
        [
            ("sk-gateway", "good", True, "模型 good"),
            ("sk-gateway", "no-such-model", False, "没有列出模型 no-such-model"),
            ("sk-wrong", "good", False, "OPENAI_API_KEY"),
            ("", "good", False, "OPENAI_API_KEY"),
        ],
    )
    def test_is_told_by_doctor(
        self, detail: Callable[[str, str], tuple[bool, str]], key: str, model: str, ok: bool, says_so: str
    ) -> None:
        found, told = detail(key, model)

        assert found is ok, told
        assert re.search(says_so, told)


class TestInFrontOfLlamaCpp:
    def test_an_answer_at_the_limit_comes_in_pieces_and_with_llama_cpps_count(self, litellm: Server) -> None:
        came = asked(client(litellm, "llama", max_tokens=40))

        assert type(came.error) is ChatLengthError
        assert came.pieces > 20
        assert [usage.received for usage in came.usages] == [40, 80]

    def test_letting_go_of_a_question_frees_the_server_behind(self, litellm: Server, endless: Server) -> None:
        async def give_up_and_ask_the_other() -> float:
            first = asyncio.create_task(ask(client(litellm, "llama", max_tokens=LONG_CONTEXT)))
            await asyncio.sleep(1)
            assert not first.done()
            first.cancel()
            await asyncio.wait([first])
            started = time.monotonic()
            again = await ask(client(endless, "any", max_tokens=10))
            assert type(again.error) is ChatLengthError
            return time.monotonic() - started

        assert asyncio.run(give_up_and_ask_the_other()) < 5
