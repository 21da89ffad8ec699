"""llama.cpp's server, with a model of random weights: it writes rubbish, and streams, counts, stops and refuses for real."""

import asyncio
import time

import pytest

from drafting.chat import Message
from drafting.endpoint_health import probe_endpoint
from drafting.errors import ChatAccessError, ChatLengthError, ChatOverflowError, ChatUnavailableError
from drafting.patience import Patience
from drafting.settings import load_settings
from drafting.token_count import estimate_tokens
from tests.interoperation.asking import QUESTION, ask, asked, client, is_one_plain_sentence
from tests.interoperation.conftest import CONTEXT, LONG_CONTEXT, LlamaCpp
from tests.interoperation.server import Server

LONG = (Message("user", "云岚工业园区上半年工作。" * 250),)  # 3,000 characters, and as many tokens


class TestAnAnswer:
    def test_comes_in_pieces_and_is_counted(self, ending: Server) -> None:
        came = asked(client(ending, "any", max_tokens=2000))

        assert came.answer is not None, came.error
        assert came.answer.text == came.seen[-1].strip()
        (usage,) = came.usages
        assert not usage.estimated
        assert came.pieces > usage.received / 2 > 0

    def test_costs_no_more_than_our_estimate_of_it(self, ending: Server) -> None:
        """A token for a character is as good as any tokenizer is at Chinese; the estimate is for those that need more."""
        came = asked(client(ending, "any", max_tokens=2000))

        (usage,) = came.usages
        assert usage.sent <= estimate_tokens(QUESTION) <= 2 * usage.sent
        assert not came.answer or usage.received <= estimate_tokens(came.answer.text) + 1

    def test_comes_whatever_the_model_is_called(self, ending: Server) -> None:
        """llama.cpp has one model and does not look at the name; doctor does."""
        came = asked(client(ending, "no-such-model", max_tokens=2000))
        health = probe_endpoint(load_settings(base_url=ending.url, api_key=ending.key, model="no-such-model"))

        assert came.answer is not None, came.error
        assert (health.ok, "没有列出模型" in health.detail) == (False, True)


class TestTheLimit:
    def test_ends_an_answer_that_is_asked_for_once_more_with_twice_of_it(self, endless: Server) -> None:
        came = asked(client(endless, "any", max_tokens=40))

        assert type(came.error) is ChatLengthError
        assert [usage.received for usage in came.usages] == [40, 80]
        assert came.error.partial == came.seen[-1]
        assert "ZHIBI_MAX_TOKENS" in str(came.error)

    def test_of_the_context_is_told_before_anything_is_written(self, ending: Server) -> None:
        came = asked(client(ending, "any"), (*LONG, *LONG))

        assert type(came.error) is ChatOverflowError
        assert is_one_plain_sentence(came.error)
        assert came.usages == []

    def test_of_the_context_is_told_apart_where_it_ends_the_answer(self, llama_cpp: LlamaCpp) -> None:
        came = asked(client(llama_cpp(context=CONTEXT, ends=False), "any", max_tokens=4000), LONG)

        assert type(came.error) is ChatOverflowError
        assert "上下文装不下提示词" in str(came.error)
        assert came.error.partial
        (usage,) = came.usages
        assert usage.sent + usage.received == pytest.approx(CONTEXT, abs=2)


class TestARefusal:
    @pytest.mark.parametrize("key", ["wrong", ""])
    def test_of_the_key_says_so(self, ending: Server, key: str) -> None:
        came = asked(client(ending, "any", key=key))
        health = probe_endpoint(load_settings(base_url=ending.url, api_key=key or None, model="any"))

        assert type(came.error) is ChatAccessError
        assert "OPENAI_API_KEY" in str(came.error)
        assert is_one_plain_sentence(came.error)
        assert (health.ok, "OPENAI_API_KEY" in health.detail) == (False, True) or not key

    def test_of_the_path_says_so(self, ending: Server) -> None:
        came = asked(client(ending, "any", url=ending.url + "/nowhere"))

        assert type(came.error) is ChatAccessError
        assert "OPENAI_BASE_URL" in str(came.error)
        assert is_one_plain_sentence(came.error)


class TestLettingGo:
    """One slot: as long as one answer is being written, nobody else gets a word."""

    def test_of_a_question_frees_the_server(self, endless: Server) -> None:
        async def give_up_and_ask_again() -> float:
            first = asyncio.create_task(ask(client(endless, "any", max_tokens=LONG_CONTEXT)))
            await asyncio.sleep(1)
            assert not first.done()
            first.cancel()
            await asyncio.wait([first])
            started = time.monotonic()
            again = await ask(client(endless, "any", max_tokens=10))
            assert type(again.error) is ChatLengthError
            return time.monotonic() - started

        assert asyncio.run(give_up_and_ask_again()) < 5

    def test_at_the_deadline_keeps_the_part_and_frees_the_server(self, endless: Server) -> None:
        patience = Patience(deadline=1.5, retries=0)

        came = asked(client(endless, "any", max_tokens=LONG_CONTEXT), patience=patience)
        started = time.monotonic()
        again = asked(client(endless, "any", max_tokens=10))

        assert type(came.error) is ChatUnavailableError
        assert "没有写完" in str(came.error)
        assert len(came.error.partial) > 100
        assert type(again.error) is ChatLengthError
        assert time.monotonic() - started < 5
