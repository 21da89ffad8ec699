"""What the sections of one run share about an endpoint that cannot be used: found out once, told to all, and soon."""

import asyncio
import contextlib
import socket
import time
from collections.abc import Sequence

import pytest

from drafting.chat import Message, OpenAIChat
from drafting.endpoint import Endpoint
from drafting.errors import ChatAccessError, ChatError, ChatUnavailableError
from drafting.patience import Patience
from tests import scripted_endpoint as scripted
from tests.scripted_endpoint import Reply, ScriptedEndpoint, prompt_of, says

SECTIONS = 16
TEXT = "本期各项工作平稳有序推进，没有需要说明的特殊情况。"
PATIENCE = Patience(deadline=20, retries=4, backoff=0.1)


def ask_all(
    url: str, patience: Patience = PATIENCE, *, at_once: int = 4, timeout: float = 1.0
) -> Sequence[str | ChatError]:
    """Have sections asked for as a draft does, and return each one's answer or error."""
    endpoint = Endpoint(OpenAIChat(model="m", base_url=url, chunk_timeout=timeout), patience).run()
    places = asyncio.Semaphore(at_once)

    async def one(number: int) -> str | ChatError:
        async with places:
            try:
                return (await endpoint.ask([Message("user", f"第{number:02}节")])).text
            except ChatError as error:
                return error

    async def everything() -> Sequence[str | ChatError]:
        return await asyncio.gather(*(one(number) for number in range(SECTIONS)))

    return asyncio.run(everything())


@contextlib.contextmanager
def closed_port() -> object:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: whoever connects is refused
        yield f"http://127.0.0.1:{taken.getsockname()[1]}/v1"


@pytest.fixture(autouse=True, scope="module")
def _imported() -> None:
    """The client's first import takes seconds, which are not what is measured here."""
    with ScriptedEndpoint([says(TEXT)]) as endpoint:
        ask_all(endpoint.url, at_once=1)


class TestAnEndpointThatNobodyCanUse:
    def test_that_is_not_there_costs_one_sections_patience(self) -> None:
        started = time.monotonic()
        with closed_port() as url:  # type: ignore[attr-defined]  # a context manager by decoration
            outcomes = ask_all(url)

        assert {type(outcome) for outcome in outcomes} == {ChatUnavailableError}
        assert {str(outcome) for outcome in outcomes} == {str(outcomes[0])}
        # 0.1 + 0.2 + 0.4 s of waiting for one section; each of sixteen by itself in fours would have taken four times that.
        assert time.monotonic() - started < 2.2

    @pytest.mark.parametrize(
        "reply",
        [
            scripted.refuses(401, "Incorrect API key"),
            scripted.refuses(402, "Insufficient Balance"),
            scripted.refuses(429, "You exceeded your current quota", code="insufficient_quota"),
            scripted.refuses(404, "The model `m` does not exist", code="model_not_found"),
            scripted.refuses(404, "Not Found"),
            scripted.login_page(),
        ],
    )
    def test_for_a_lasting_reason_is_not_asked_once_a_section(self, reply: Reply) -> None:
        with ScriptedEndpoint([reply]) as endpoint:
            outcomes = ask_all(endpoint.url)

            assert {type(outcome) for outcome in outcomes} == {ChatAccessError}
            assert len(endpoint.requests) <= 5  # four at once, and one that the first refusal made room for

    @pytest.mark.parametrize("reply", [scripted.html_error(), scripted.rate_limited(), scripted.refuses(503, "busy")])
    @pytest.mark.parametrize("at_once", [1, 4, SECTIONS])
    def test_for_a_passing_reason_that_lasts_is_asked_by_one_at_a_time(self, reply: Reply, at_once: int) -> None:
        with ScriptedEndpoint([reply]) as endpoint:
            outcomes = ask_all(endpoint.url, Patience(deadline=20, retries=3, backoff=0.02), at_once=at_once)

            assert {type(outcome) for outcome in outcomes} == {ChatUnavailableError}
            assert len(endpoint.requests) <= at_once + 5

    def test_that_is_silent_is_not_waited_for_by_every_section(self) -> None:
        started = time.monotonic()
        with ScriptedEndpoint([scripted.hangs()]) as endpoint:
            outcomes = ask_all(endpoint.url, timeout=0.5)

        assert {type(outcome) for outcome in outcomes} == {ChatUnavailableError}
        assert time.monotonic() - started < 4


class TestAnEndpointThatRecovers:
    def test_while_one_section_asks_again_is_used_by_all(self) -> None:
        started = time.monotonic()

        def script(_: scripted.Request) -> Reply:
            return says(TEXT) if time.monotonic() - started > 1 else scripted.refuses(503, "starting")

        with ScriptedEndpoint(script) as endpoint:
            outcomes = ask_all(endpoint.url, Patience(deadline=20, retries=6, backoff=0.1))

        assert set(outcomes) == {TEXT}

    def test_is_asked_anew_in_the_next_run(self) -> None:
        with ScriptedEndpoint([scripted.refuses(401)]) as server:
            endpoint = Endpoint(OpenAIChat(model="m", base_url=server.url), PATIENCE)
            first = endpoint.run()
            for _ in range(3):
                with pytest.raises(ChatAccessError):
                    asyncio.run(first.ask([Message("user", "一节")]))
            asked = len(server.requests)
            server.script = [says(TEXT)]

            answer = asyncio.run(endpoint.run().ask([Message("user", "一节")]))

        assert (asked, answer.text) == (2, TEXT)


class TestATroubleOfOneSectionAlone:
    @pytest.mark.parametrize("reply", [scripted.html_error(), scripted.refuses(401), scripted.hangs()])
    @pytest.mark.parametrize("at_once", [1, 4])
    def test_is_not_taken_for_the_endpoints(self, reply: Reply, at_once: int) -> None:
        """A prompt on which one server crashes must not cost the other sections their answer."""

        def script(request: scripted.Request) -> Reply:
            return reply if "第03节" in prompt_of(request) else says(TEXT)

        with ScriptedEndpoint(script) as endpoint:
            outcomes = ask_all(
                endpoint.url, Patience(deadline=20, retries=2, backoff=0.02), at_once=at_once, timeout=0.4
            )

        assert [number for number, outcome in enumerate(outcomes) if isinstance(outcome, ChatError)] == [3]


def test_a_cancelled_scout_leaves_the_way_to_the_others() -> None:
    """Whoever asks on behalf of all may be cancelled (the writer stops one section): another must take over."""
    started = time.monotonic()

    def script(_: scripted.Request) -> Reply:
        return says(TEXT) if time.monotonic() - started > 0.5 else scripted.refuses(503, "starting")

    async def run(url: str) -> str:
        endpoint = Endpoint(OpenAIChat(model="m", base_url=url), Patience(deadline=10, retries=6, backoff=0.2)).run()
        scout = asyncio.create_task(endpoint.ask([Message("user", "先问的一节")]))
        await asyncio.sleep(0.2)
        other = asyncio.create_task(endpoint.ask([Message("user", "等着的一节")]))
        await asyncio.sleep(0.05)
        scout.cancel()
        return (await asyncio.wait_for(other, 5)).text

    with ScriptedEndpoint(script) as endpoint:
        assert asyncio.run(run(endpoint.url)) == TEXT
