"""The model's endpoint over real HTTP: every fault that was seen in the wild, and what comes of it."""

import asyncio
import time

import pytest

from drafting.chat import Message, OpenAIChat, Usage
from drafting.endpoint import Answer, Endpoint
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
from drafting.patience import Patience
from tests import scripted_endpoint as scripted
from tests.scripted_endpoint import Reply, ScriptedEndpoint, says

TEXT = "上半年召开党工委会议{{F1}}，固定资产投资12.5亿元，累计收文{{F2}}，各项工作平稳有序推进。"
ASKED = (Message("system", "你是写手。"), Message("user", "请写一节正文。"))
IMPATIENT = Patience(deadline=5, retries=2, backoff=0.01)


def asked(
    endpoint: ScriptedEndpoint, patience: Patience = IMPATIENT, chunk_timeout: float = 1.0, key: str = "k-123"
) -> tuple[Answer, list[Usage], list[tuple[str, bool]]]:
    usages: list[Usage] = []
    seen: list[tuple[str, bool]] = []
    chat = OpenAIChat(model="m", base_url=endpoint.url, api_key=key, max_tokens=500, chunk_timeout=chunk_timeout)

    async def ask() -> Answer:
        return await Endpoint(chat, patience).ask(
            ASKED, progress=lambda text, thinking: seen.append((text, thinking)), meter=usages.append
        )

    return asyncio.run(ask()), usages, seen


class TestAGoodAnswer:
    def test_comes_whole_and_as_it_is_written(self) -> None:
        with ScriptedEndpoint([says(TEXT, usage=(800, 60))]) as endpoint:
            answer, usages, seen = asked(endpoint)

        assert answer.text == TEXT
        assert usages == [Usage(800, 60)]
        growing = [text for text, _ in seen]
        assert growing == sorted(growing, key=len)
        assert len({text for text in growing if text}) > 5

    def test_is_asked_for_with_the_key_the_limit_and_the_messages(self) -> None:
        with ScriptedEndpoint([says(TEXT)]) as endpoint:
            asked(endpoint)

        (request,) = endpoint.requests
        assert endpoint.authorizations == ["Bearer k-123"]
        assert [message["role"] for message in request["messages"]] == ["system", "user"]
        assert (request["stream"], request["model"], request["max_tokens"]) == (True, "m", 500)

    def test_is_counted_by_estimate_where_the_endpoint_counts_nothing(self) -> None:
        with ScriptedEndpoint([says(TEXT)]) as endpoint:
            _, usages, _ = asked(endpoint)

        assert usages[0].estimated
        assert usages[0].sent > 10

    def test_is_counted_once_where_every_chunk_counts(self) -> None:
        with ScriptedEndpoint([scripted.usage_in_every_chunk(TEXT)]) as endpoint:
            _, usages, _ = asked(endpoint)

        assert usages == [Usage(500, len(scripted.pieces_of(TEXT)))]

    def test_is_taken_whole_from_an_endpoint_that_does_not_stream(self) -> None:
        with ScriptedEndpoint([scripted.answers_at_once(TEXT)]) as endpoint:
            answer, usages, _ = asked(endpoint)

        assert answer.text == TEXT
        assert usages == [Usage(700, 90)]

    def test_is_good_even_if_the_connection_is_dropped_after_the_finish(self) -> None:
        reply = Reply((*scripted.streamed(TEXT), scripted.delta(finish="stop")), ends="reset")
        with ScriptedEndpoint([reply]) as endpoint:
            answer, _, _ = asked(endpoint)

        assert answer.text == TEXT
        assert len(endpoint.requests) == 1

    def test_may_finish_with_a_null_delta(self) -> None:
        last = {"id": "c", "object": "chat.completion.chunk", "model": "m"}
        last["choices"] = [{"index": 0, "delta": None, "finish_reason": "stop"}]  # type: ignore[assignment]  # JSON
        with ScriptedEndpoint([Reply((*scripted.streamed(TEXT), scripted.event(last), scripted.DONE))]) as endpoint:
            answer, _, _ = asked(endpoint)

        assert answer.text == TEXT

    def test_needs_no_key(self) -> None:
        with ScriptedEndpoint([says(TEXT)]) as endpoint:
            answer, _, _ = asked(endpoint, key="")

        assert answer.text == TEXT


class TestThinking:
    @pytest.mark.parametrize("size", [1, 2, 3, 5, 50])
    def test_between_tags_never_shows_wherever_the_chunks_are_cut(self, size: int) -> None:
        with ScriptedEndpoint([scripted.thinks("先想一想，12次？", TEXT, size=size)]) as endpoint:
            answer, _, seen = asked(endpoint)

        assert answer.text == TEXT
        assert not any("想" in text for text, _ in seen)

    def test_with_only_a_closing_tag_is_withdrawn(self) -> None:
        with ScriptedEndpoint([scripted.thinks("先想一想，", TEXT, opening="")]) as endpoint:
            answer, _, _ = asked(endpoint)

        assert answer.text == TEXT

    def test_in_its_own_field_is_told_as_thinking(self) -> None:
        with ScriptedEndpoint([scripted.reasons("要写三点", TEXT)]) as endpoint:
            answer, _, seen = asked(endpoint)

        assert answer.text == TEXT
        assert ("", True) in seen

    @pytest.mark.parametrize(
        "reply", [scripted.reasons("只想不写" * 9), scripted.thinks("只想不写" * 9, "")], ids=["field", "tags"]
    )
    def test_alone_is_no_answer(self, reply: Reply) -> None:
        with ScriptedEndpoint([reply]) as endpoint, pytest.raises(ChatBrokenError, match="没有写出正文"):
            asked(endpoint)


class TestAnAnswerThatIsNotWhole:
    @pytest.mark.parametrize(
        ("reply", "says_so"),
        [
            (scripted.ends_without_finish("固定资产投资12"), "没有写完"),
            (scripted.dies_halfway("固定资产投资12"), "写到一半"),
            (scripted.fails_in_stream("固定资产投资12"), "写到一半"),
            (scripted.finishes_with("weird", "固定资产投资12"), "没有正常结束"),
        ],
        ids=["no finish", "reset", "error inside", "unknown finish"],
    )
    def test_is_asked_for_again_and_then_fails_with_the_part(self, reply: Reply, says_so: str) -> None:
        with ScriptedEndpoint([reply]) as endpoint, pytest.raises(ChatBrokenError, match=says_so) as failure:
            asked(endpoint)

        assert failure.value.partial == "固定资产投资12"
        assert len(endpoint.requests) == 3

    def test_is_forgotten_once_the_whole_one_came(self) -> None:
        with ScriptedEndpoint([scripted.dies_halfway("固定资产投资12"), says(TEXT)]) as endpoint:
            answer, usages, _ = asked(endpoint)

        assert answer.text == TEXT
        assert len(usages) == 2  # the broken attempt was paid for as well

    def test_at_the_length_limit_is_asked_for_once_more_with_twice_the_limit(self) -> None:
        with ScriptedEndpoint([scripted.finishes_with("length"), says(TEXT)]) as endpoint:
            answer, _, _ = asked(endpoint)

        assert answer.text == TEXT
        assert [request["max_tokens"] for request in endpoint.requests] == [500, 1000]

    def test_at_twice_the_limit_fails(self) -> None:
        with (
            ScriptedEndpoint([scripted.finishes_with("length")]) as endpoint,
            pytest.raises(ChatLengthError, match="ZHIBI_MAX_TOKENS"),
        ):
            asked(endpoint)

        assert len(endpoint.requests) == 2

    def test_stopped_long_before_the_limit_had_no_room_left_and_is_not_asked_for_with_a_higher_one(self) -> None:
        # llama.cpp, whose context of 4096 held the prompt and 96 tokens of the answer; 500 were asked for.
        reply = scripted.finishes_with("length", "固定资产投资12", usage=(4000, 96))
        with ScriptedEndpoint([reply]) as endpoint, pytest.raises(ChatOverflowError, match="上下文") as failure:
            asked(endpoint)

        assert failure.value.partial == "固定资产投资12"
        assert len(endpoint.requests) == 1

    @pytest.mark.parametrize("received", [260, 500])
    def test_near_the_limit_is_asked_for_once_more_with_twice_the_limit(self, received: int) -> None:
        reply = scripted.finishes_with("length", usage=(800, received))
        with ScriptedEndpoint([reply, says(TEXT)]) as endpoint:
            answer, _, _ = asked(endpoint)

        assert answer.text == TEXT
        assert [request["max_tokens"] for request in endpoint.requests] == [500, 1000]

    def test_that_repeats_itself_is_stopped(self) -> None:
        with ScriptedEndpoint([scripted.repeats()]) as endpoint, pytest.raises(ChatBrokenError, match="反复写同一句话"):
            asked(endpoint)

    @pytest.mark.parametrize(
        "reply",
        [scripted.empty_choices(), scripted.empty_choices(None), scripted.empty_stream(), Reply()],
        ids=["empty choices", "null choices", "only done", "nothing"],
    )
    def test_that_is_empty_says_the_endpoint_is_no_chat_model(self, reply: Reply) -> None:
        with ScriptedEndpoint([reply]) as endpoint, pytest.raises(ChatBrokenError, match="没有返回任何内容"):
            asked(endpoint)

    @pytest.mark.parametrize(
        "reply", [scripted.object_error(), scripted.event_error(), scripted.fails_in_stream()], ids=str
    )
    def test_that_is_an_error_in_disguise_is_unavailable(self, reply: Reply) -> None:
        with ScriptedEndpoint([reply]) as endpoint, pytest.raises(ChatUnavailableError, match="繁忙或出错"):
            asked(endpoint)

    def test_that_is_broken_json_is_told_in_plain_words(self) -> None:
        with ScriptedEndpoint([scripted.broken_json()]) as endpoint, pytest.raises(ChatBrokenError, match="不完整"):
            asked(endpoint)


class TestRefusals:
    @pytest.mark.parametrize(
        ("reply", "kind", "says_so"),
        [
            (scripted.refuses(401, "Incorrect API key"), ChatRefusedError, "OPENAI_API_KEY"),
            (scripted.refuses(402, "Insufficient Balance"), ChatRefusedError, "余额"),
            (
                scripted.refuses(404, "The model `m` does not exist", code="model_not_found"),
                ChatRefusedError,
                "ZHIBI_MODEL",
            ),
            (scripted.refuses(404, "Not Found"), ChatRefusedError, "OPENAI_BASE_URL"),
            (
                scripted.refuses(429, "You exceeded your current quota", code="insufficient_quota"),
                ChatRefusedError,
                "额度",
            ),
            (scripted.refuses(400, "This model's maximum context length is 4096 tokens"), ChatOverflowError, "长度"),
            (scripted.refuses(400, "Range of input length should be [1, 30720]"), ChatOverflowError, "长度"),
            (
                scripted.refuses(400, "request (9000 tokens) exceeds the available context size (4096 tokens)"),
                ChatOverflowError,
                "长度",
            ),
            (
                scripted.refuses(400, "Input data may contain", code="data_inspection_failed"),
                ChatInspectionError,
                "内容审查",
            ),
            (scripted.refuses(400, "Content Exists Risk"), ChatInspectionError, "内容审查"),
            (scripted.finishes_with("content_filter"), ChatInspectionError, "内容审查"),
            # LiteLLM's words for a model, a key and a budget: each under 400.
            (scripted.refuses(400, "Invalid model name passed in model=m"), ChatAccessError, "ZHIBI_MODEL"),
            (scripted.refuses(400, "No connected db.", code="no_db_connection"), ChatAccessError, "OPENAI_API_KEY"),
            (
                scripted.refuses(400, "Budget has been exceeded! Current cost: 2.0", code="budget_exceeded"),
                ChatAccessError,
                "额度",
            ),
            (scripted.refuses(400, "bad request"), ChatRefusedError, "不接受这次请求"),
            (scripted.login_page(), ChatRefusedError, "统一身份认证"),
            (scripted.refuses(302, headers=[("Location", "https://example.invalid")]), ChatRefusedError, "转到别处"),
        ],
    )
    def test_are_told_in_plain_words_and_not_repeated(self, reply: Reply, kind: type[ChatError], says_so: str) -> None:
        with ScriptedEndpoint([reply]) as endpoint, pytest.raises(kind, match=says_so) as failure:
            asked(endpoint)

        assert len(endpoint.requests) == 1
        assert "<" not in str(failure.value)
        assert "{" not in str(failure.value)

    def test_of_a_parameter_are_answered_by_leaving_it_out(self) -> None:
        reply = scripted.refuses(400, "Unrecognized request argument supplied: stream_options")
        with ScriptedEndpoint([reply, says(TEXT)]) as endpoint:
            answer, _, _ = asked(endpoint)

        assert answer.text == TEXT
        assert ["stream_options" in request for request in endpoint.requests] == [True, False]


class TestAnEndpointThatIsNotThere:
    @pytest.mark.parametrize(
        "trouble",
        [
            scripted.rate_limited(),
            scripted.html_error(502),
            scripted.refuses(503, "overloaded"),
            scripted.refuses(500, "oops"),
            scripted.refuses(408, "litellm.Timeout: the model took too long"),
            scripted.finishes_with("insufficient_system_resource"),
        ],
        ids=["429", "502", "503", "500", "408", "resource"],
    )
    def test_is_asked_again_until_it_answers(self, trouble: Reply) -> None:
        with ScriptedEndpoint([trouble, trouble, says(TEXT)]) as endpoint:
            answer, _, _ = asked(endpoint)

        assert answer.text == TEXT
        assert len(endpoint.requests) == 3

    @pytest.mark.parametrize("trouble", [scripted.html_error(502), scripted.rate_limited()], ids=["502", "429"])
    def test_is_given_up_after_its_retries_without_showing_its_page(self, trouble: Reply) -> None:
        with ScriptedEndpoint([trouble]) as endpoint, pytest.raises(ChatUnavailableError) as failure:
            asked(endpoint)

        assert len(endpoint.requests) == 3
        assert "html" not in str(failure.value).lower()

    def test_is_left_alone_as_long_as_it_asks(self) -> None:
        with ScriptedEndpoint([scripted.rate_limited("0.4"), says(TEXT)]) as endpoint:
            started = time.monotonic()
            asked(endpoint)

        assert time.monotonic() - started >= 0.4

    def test_is_not_waited_for_longer_than_the_deadline(self) -> None:
        with ScriptedEndpoint([scripted.rate_limited("3600")]) as endpoint, pytest.raises(ChatUnavailableError):
            asked(endpoint)

        assert len(endpoint.requests) == 1

    def test_holds_back_everyone_who_asks_once_it_says_429(self) -> None:
        replies = iter([scripted.rate_limited("0.5")])
        with ScriptedEndpoint(lambda _: next(replies, says(TEXT))) as endpoint:
            chat = OpenAIChat(model="m", base_url=endpoint.url)
            shared = Endpoint(chat, IMPATIENT)

            async def two() -> float:
                first = asyncio.create_task(shared.ask(ASKED))
                await asyncio.sleep(0.2)
                started = time.monotonic()
                await shared.ask(ASKED)
                waited = time.monotonic() - started
                await first
                return waited

            assert asyncio.run(two()) >= 0.2

    def test_refusing_connections_is_told_in_plain_words(self) -> None:
        with ScriptedEndpoint([says(TEXT)]) as endpoint:
            pass  # closed again: the port answers no more

        with pytest.raises(ChatUnavailableError, match="连不上"):
            asked(endpoint)


class TestSilence:
    @pytest.mark.parametrize(
        "reply",
        [scripted.hangs(), scripted.hangs("写到一半"), scripted.keeps_alive_for_ever("写到一半")],
        ids=["from the start", "half-way", "with comments"],
    )
    def test_ends_at_the_chunk_timeout(self, reply: Reply) -> None:
        started = time.monotonic()
        with ScriptedEndpoint([reply]) as endpoint, pytest.raises(ChatUnavailableError, match="太久没有回应"):
            asked(endpoint, Patience(deadline=10, retries=0), chunk_timeout=0.3)

        assert time.monotonic() - started < 3

    def test_ends_at_the_deadline_even_where_words_keep_coming(self) -> None:
        with (
            ScriptedEndpoint([says("上半年各项工作有序推进" * 400, pause=0.05)]) as endpoint,
            pytest.raises(ChatUnavailableError, match="没有写完") as failure,
        ):
            asked(endpoint, Patience(deadline=0.6, retries=2))

        assert failure.value.partial.startswith("上半年")


class TestLettingGo:
    """Words that come fast: there is always one waiting when the question is let go of."""

    FAST = says("".join(f"第{number}项工作有序推进，取得新的成效。" for number in range(4_000)))

    def test_of_a_question_ends_it_at_once(self) -> None:
        async def let_go(endpoint: ScriptedEndpoint, after: float) -> bool:
            begun = asyncio.Event()

            async def read() -> None:
                async for _ in OpenAIChat(model="m", base_url=endpoint.url).stream(ASKED):
                    begun.set()

            task = asyncio.create_task(read())
            await begun.wait()
            await asyncio.sleep(after)
            assert not task.done()
            task.cancel()
            await asyncio.wait([task], timeout=1)
            ended = task.cancelled()
            while not task.done():
                task.cancel()
                await asyncio.wait([task], timeout=0.1)
            return ended

        async def often(endpoint: ScriptedEndpoint) -> list[bool]:
            return [await let_go(endpoint, step * 0.007) for step in range(12)]

        with ScriptedEndpoint([self.FAST]) as endpoint:
            assert asyncio.run(often(endpoint)) == [True] * 12

    def test_at_the_deadline_ends_it_in_time(self) -> None:
        for deadline in (0.3, 0.35, 0.4, 0.45):
            started = time.monotonic()
            with ScriptedEndpoint([self.FAST]) as endpoint, pytest.raises(ChatUnavailableError, match="没有写完"):
                asked(endpoint, Patience(deadline=deadline, retries=0))
            assert time.monotonic() - started < deadline + 1


class TestAPromptThatWasCut:
    def test_is_noticed_by_the_endpoints_own_count(self) -> None:
        long = (Message("user", "云岚工业园区上半年工作" * 200),)
        with ScriptedEndpoint([says(TEXT, usage=(256, 30))]) as endpoint:
            chat = OpenAIChat(model="m", base_url=endpoint.url)
            answer = asyncio.run(Endpoint(chat, IMPATIENT).ask(long))

        assert answer.cut_prompt
