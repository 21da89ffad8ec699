"""``zhibi draft`` of the worked example with the servers of other makers."""

import contextlib
import io
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import pytest

from drafting.answer_text import SHORTEST_ENDING
from drafting.draft_store import DraftStore, TokensUsed, open_engine
from tests import scripted_endpoint as scripted
from tests.interoperation.conftest import MOCKED, LlamaCpp
from tests.interoperation.server import Server
from tests.scripted_endpoint import Reply, Request, ScriptedEndpoint, good_section, prompt_of
from ui.cli import main

HEADING = "存在问题"
PATIENCE = {"ZHIBI_BACKOFF": "0.05", "ZHIBI_RETRIES": "2", "ZHIBI_DEADLINE": "30"}
#: Seconds for a draft of eleven sections, on a machine shared with other work.
BOUND = 60


@dataclass(frozen=True)
class Drafted:
    """What the command did, what it printed, and what it stored."""

    status: int
    document: dict[str, Any]
    told: str
    text: str
    usage: TokensUsed
    seconds: float

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Return the sections that were to be written."""
        return [section for section in self.document["sections"] if section["drafted"]]

    @property
    def states(self) -> set[str]:
        """Return the states that those are in."""
        return {section["state"] for section in self.sections}

    def at(self, heading: str) -> dict[str, Any]:
        """Return the section under a heading."""
        return next(section for section in self.sections if section["heading"] == heading)


Draft = Callable[..., Drafted]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("example")
    with contextlib.redirect_stdout(io.StringIO()):
        assert main(["example", "work_summary", str(folder)]) == 0
    return folder


@pytest.fixture
def draft(
    example: Path, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Draft:
    def run(server: Server, model: str, **settings: str) -> Drafted:
        monkeypatch.chdir(tmp_path)
        asked = {"OPENAI_BASE_URL": server.url, "OPENAI_API_KEY": server.key, "ZHIBI_MODEL": model}
        for name, value in (PATIENCE | asked | settings | {"ZHIBI_HOME": str(home)}).items():
            monkeypatch.setenv(name, value)
        output = tmp_path / "out.docx"
        started = time.monotonic()
        status = main(["draft", str(example / "request.yaml"), "-o", str(output), "--json"])
        seconds = time.monotonic() - started
        printed = capsys.readouterr()
        document = json.loads(printed.out)
        store = DraftStore(open_engine(f"sqlite:///{home / 'drafts.sqlite3'}"))
        usage = store.usage(document["draft_id"])
        store.close()
        text = "\n".join(paragraph.text for paragraph in docx.Document(str(output)).paragraphs)
        return Drafted(status, document, printed.err, text, usage, seconds)

    return run


def at_heading(reply: Reply) -> scripted.Script:
    """Return a script that answers with ``reply`` at one section and writes the others well."""

    def script(request: Request) -> Reply:
        return reply if f"【本节标题】{HEADING}" in prompt_of(request) else good_section(request)

    return script


class TestBehindLiteLLM:
    def test_the_same_mocked_answer_makes_every_section_and_is_recorded(self, litellm: Server, draft: Draft) -> None:
        done = draft(litellm, "good")

        assert done.states == {"done"}, done.told
        assert {section["author"] for section in done.sections} == {"model"}
        assert MOCKED in done.text
        assert (done.usage.sent > 0, done.usage.received > 0, done.usage.estimated) == (True, True, False)
        assert done.document["summary"]["unused_figures"], "that its figures are in no section is told"
        assert done.seconds < BOUND

    def test_an_endpoint_that_writes_well_drafts_without_a_finding(
        self, litellm: Server, upstream: ScriptedEndpoint, draft: Draft
    ) -> None:
        done = draft(litellm, "behind")

        fails = [finding for finding in done.document["findings"] if finding["severity"] == "fail"]
        assert (done.status, fails, done.states) == (0, [], {"done"})
        assert len(upstream.requests) >= len(done.sections)

    def test_an_answer_cut_off_behind_it_is_not_taken_for_a_section(
        self, litellm: Server, upstream: ScriptedEndpoint, draft: Draft
    ) -> None:
        """The connection behind it ends without a finish reason, and LiteLLM says "stop"."""
        upstream.script = at_heading(scripted.ends_without_finish(MOCKED + "全年化解信访积案12"))

        done = draft(litellm, "behind")

        failed = done.at(HEADING)
        assert done.status == 1
        assert (failed["state"], failed["characters"]) == ("failed", 0)
        assert "停在半句上" in failed["error"]
        assert failed["partial"].endswith("12")
        assert "信访积案12" not in done.text
        assert {section["state"] for section in done.sections if section is not failed} == {"done"}

    def test_a_limit_of_its_rate_is_waited_out(self, litellm: Server, upstream: ScriptedEndpoint, draft: Draft) -> None:
        refusals = iter([scripted.rate_limited()] * 2)
        upstream.script = lambda request: next(refusals, None) or good_section(request)

        done = draft(litellm, "behind")

        assert (done.status, done.states) == (0, {"done"}), done.told

    @pytest.mark.parametrize(
        ("model", "says_so"),
        [("no-such-model", "ZHIBI_MODEL"), ("overflow", "长度"), ("filtered", "内容审查")],
    )
    def test_a_model_that_always_refuses_ends_soon_and_says_so(
        self, litellm: Server, draft: Draft, model: str, says_so: str
    ) -> None:
        done = draft(litellm, model)

        assert (done.status, done.states) == (1, {"failed"})
        assert all(says_so in section["error"] for section in done.sections)
        assert done.seconds < BOUND


class TestWithLlamaCpp:
    def test_rubbish_is_never_passed_off_as_a_report(self, llama_cpp: LlamaCpp, draft: Draft) -> None:
        done = draft(llama_cpp(context=16_384, slots=4), "random", ZHIBI_MAX_TOKENS="600")

        assert done.status == 1
        assert done.states <= {"done", "failed"}
        for section in done.sections:
            if section["state"] == "failed":
                assert (section["characters"], bool(section["error"]), bool(section["partial"])) == (0, True, True)
            else:
                assert section["characters"] >= SHORTEST_ENDING
        assert any(finding["severity"] == "fail" for finding in done.document["findings"])
        assert len(done.document["summary"]["unused_figures"]) > 40, "no figure of the sheet is taken for stated"
        assert (done.usage.sent > 0, done.usage.received > 0, done.usage.estimated) == (True, True, False)
        assert done.seconds < BOUND

    def test_a_model_that_never_ends_is_stopped_in_every_section(self, llama_cpp: LlamaCpp, draft: Draft) -> None:
        done = draft(llama_cpp(context=16_384, slots=4, ends=False), "random", ZHIBI_MAX_TOKENS="256")

        assert (done.status, done.states) == (1, {"failed"})
        for section in done.sections:
            assert "长度上限" in section["error"]
            assert (section["characters"], bool(section["partial"])) == (0, True)
            assert section["partial"] not in done.text
        assert done.seconds < BOUND

    def test_a_context_too_small_for_the_prompt_is_told(self, llama_cpp: LlamaCpp, draft: Draft) -> None:
        done = draft(llama_cpp(context=512, slots=1), "random")

        assert (done.status, done.states) == (1, {"failed"})
        assert all("能读的长度" in section["error"] for section in done.sections)
        assert done.seconds < BOUND
