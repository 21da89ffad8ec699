"""Every fault of an endpoint through the whole flow (``zhibi draft``): the outcome, what is said, and what is stored.

The command runs in this process, since a process a fault would take minutes; the endpoint is real HTTP.
"""

import contextlib
import io
import json
import re
import shutil
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import pytest

from drafting.draft import Draft, SectionState
from drafting.draft_store import DraftStore, TokensUsed, open_engine
from tests import scripted_endpoint as scripted
from tests.scripted_endpoint import Reply, Request, Script, ScriptedEndpoint, good_section, prompt_of, section_for
from ui.cli import main

HEADING = "存在问题"
PART = "一是参谋辅政能力还有不足"
PATIENCE = {"ZHIBI_BACKOFF": "0.02", "ZHIBI_RETRIES": "1", "ZHIBI_CHUNK_TIMEOUT": "1.5", "ZHIBI_DEADLINE": "20"}
#: Seconds for a whole draft of eleven sections in which one, or all, fail. A machine shared with other work needs most of it.
BOUND = 40


@dataclass(frozen=True)
class Done:
    """What ``zhibi draft`` did."""

    status: int
    document: dict[str, Any]
    told: str
    text: str
    draft: Draft
    usage: TokensUsed
    prompts: list[str]
    seconds: float

    def section(self, heading: str = HEADING) -> dict[str, Any]:
        """Return the section under a heading, as the command printed it."""
        return next(section for section in self.document["sections"] if section["heading"] == heading)

    @property
    def states(self) -> list[str]:
        """Return the states of the sections that were to be written, but for the one under ``HEADING``."""
        return [s["state"] for s in self.document["sections"] if s["drafted"] and s["heading"] != HEADING]


Run = Callable[..., Done]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("example")
    with contextlib.redirect_stdout(io.StringIO()):
        assert main(["example", "work_summary", str(folder)]) == 0
    return folder


@pytest.fixture
def run(
    example: Path,
    starter_home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    def draft(script: Script, *options: str, url: str = "") -> Done:
        home = tmp_path / "home"
        shutil.copytree(starter_home, home)
        monkeypatch.chdir(tmp_path)
        with ScriptedEndpoint(script) as endpoint:
            settings = PATIENCE | {
                "OPENAI_BASE_URL": url or endpoint.url,
                "ZHIBI_MODEL": "m",
                "OPENAI_API_KEY": "sk-no",
            }
            for name, value in settings.items():
                monkeypatch.setenv(name, value)
            monkeypatch.setenv("ZHIBI_HOME", str(home))
            started = time.monotonic()
            output = tmp_path / "out.docx"
            status = main(["draft", str(example / "request.yaml"), "-o", str(output), "--json", *options])
            seconds = time.monotonic() - started
        printed = capsys.readouterr()
        document = json.loads(printed.out)
        store = DraftStore(open_engine(f"sqlite:///{home / 'drafts.sqlite3'}"))
        kept, usage = store.get(document["draft_id"]), store.usage(document["draft_id"])
        store.close()
        text = "\n".join(paragraph.text for paragraph in docx.Document(str(output)).paragraphs)
        return Done(status, document, printed.err, text, kept, usage, endpoint.prompts, seconds)

    return draft


def at_heading(reply: Reply | Script) -> Script:
    """Return a script that answers with ``reply`` at one section and writes the others well."""

    def script(request: Request) -> Reply:
        if f"【本节标题】{HEADING}" not in prompt_of(request):
            return good_section(request)
        return reply(request) if callable(reply) else reply

    return script


def once(reply: Reply) -> Script:
    """Return a script that goes wrong the first time and then writes well."""
    left = [reply]
    return lambda request: left.pop() if left else good_section(request)


def only_shorter_than(passages: int, reply: Reply) -> Script:
    """Return a script that refuses a prompt with more than so many pieces of past material, a line each."""

    def pieces(prompt: str) -> int:
        return sum(len(fenced.splitlines()) for fenced in re.findall(r"(?s)<往年材料>\n(.*?)\n</往年材料>", prompt))

    return lambda request: reply if pieces(prompt_of(request)) > passages else good_section(request)


def read_in_part(request: Request) -> Reply:
    """Answer as Ollama does that has cut the prompt: the count of what it read is all that tells."""
    return scripted.says(section_for(prompt_of(request)), usage=(120, 300))


def thought_over(request: Request) -> Reply:
    return scripted.thinks("先列提纲，大约写12条。", section_for(prompt_of(request)))


def thought_without_opening(request: Request) -> Reply:
    return scripted.thinks("先列提纲，大约写12条。", section_for(prompt_of(request)), opening="")


def reasoned(request: Request) -> Reply:
    return scripted.reasons("先列提纲，大约写12条。", section_for(prompt_of(request)))


def counted_in_every_chunk(request: Request) -> Reply:
    return scripted.usage_in_every_chunk(section_for(prompt_of(request)))


#: What is sent, what the section's error says, and whether a part of its text had come (which is kept, as a part).
FATAL = {
    "ends without a finish reason": (scripted.ends_without_finish(PART), "没有写完", True),
    "is reset half-way": (scripted.dies_halfway(PART), "写到一半", True),
    "reports an error after some text": (scripted.fails_in_stream(PART), "写到一半接口报错", True),
    "reports an error inside a 200": (scripted.fails_in_stream(), "暂时繁忙或出错", False),
    "reports an error as an object": (scripted.object_error(), "暂时繁忙或出错", False),
    "reports an error as an event": (scripted.event_error(), "暂时繁忙或出错", False),
    "finishes for length": (scripted.finishes_with("length", PART), "长度上限", True),
    "has no room for the answer": (scripted.finishes_with("length", PART, usage=(4000, 96)), "上下文装不下提示词", True),
    "finishes for its filter": (scripted.finishes_with("content_filter", PART), "内容审查", True),
    "finishes for want of resources": (scripted.finishes_with("insufficient_system_resource", PART), "资源不足", True),
    "finishes to call a tool": (scripted.finishes_with("tool_calls", PART), "调用工具", True),
    "sends no choices": (scripted.empty_choices(), "没有返回任何内容", False),
    "sends null for choices": (scripted.empty_choices(None), "不完整|没有返回任何内容", False),
    "sends nothing": (scripted.empty_stream(), "没有返回任何内容", False),
    "sends a login page": (scripted.login_page(), "统一身份认证", False),
    "thinks and says nothing": (scripted.reasons("想" * 60), "没有写出正文", False),
    "says nothing": (scripted.hangs(), "太久没有回应", False),
    "stops in the middle and holds on": (scripted.hangs(PART), "太久没有回应", True),
    "sends comments for ever": (scripted.keeps_alive_for_ever(), "太久没有回应", False),
    "sends comments for ever after some text": (scripted.keeps_alive_for_ever(PART), "太久没有回应", True),
    "repeats itself without end": (scripted.repeats(), "反复写同一句话", True),
    "is too busy": (scripted.rate_limited(), "过于频繁", False),
    "asks to be left alone for an hour": (scripted.rate_limited("3600"), "过于频繁", False),
    "has no money left": (scripted.refuses(429, "You exceeded your current quota", code="insufficient_quota"), "额度", False),
    "fails with 500": (scripted.refuses(500, "internal"), "暂时出错", False),
    "fails with a page": (scripted.html_error(502), "暂时出错", False),
    "is not available": (scripted.refuses(503, "no capacity"), "暂时出错", False),
    "refuses the key": (scripted.refuses(401, "Incorrect API key provided: sk-no"), "密钥", False),
    "wants to be paid": (scripted.refuses(402, "Insufficient Balance"), "充值", False),
    "knows no such model": (scripted.refuses(404, "The model `m` does not exist"), "ZHIBI_MODEL", False),
    "knows no such path": (scripted.refuses(404, "Not Found"), "OPENAI_BASE_URL", False),
    "has too small a context": (scripted.refuses(400, "This model's maximum context length is 512 tokens"), "能读的长度", False),
    "inspects the content": (scripted.refuses(400, "Input may contain", code="data_inspection_failed"), f"“{HEADING}”一节.*内容审查", False),
    "sends half a chunk": (scripted.broken_json(), "不完整", True),
    "declines": (scripted.says("抱歉，我无法完成这个请求。"), "不能写这一节", True),
    "says it has finished in the middle of a sentence": (scripted.says(PART * 3 + "，全年信访积案3"), "停在半句上", True),
    "says only yes": (scripted.says("好的。"), "太短", True),
}  # fmt: skip

#: What is answered by asking again, or needs no answer at all; and what the section's note says of it.
MENDED = {
    "is reset once": (once(scripted.dies_halfway(PART)), ""),
    "ends without a finish reason once": (once(scripted.ends_without_finish(PART)), ""),
    "is cut for length once": (once(scripted.finishes_with("length", PART)), ""),
    "says once that it has finished in the middle of a sentence": (once(scripted.says(PART * 3 + "，全年信访积案3")), ""),
    "is busy once": (once(scripted.rate_limited()), ""),
    "is busy once and says how long": (once(scripted.rate_limited("0.3")), ""),
    "fails once with a page": (once(scripted.html_error()), ""),
    "sends half a chunk once": (once(scripted.broken_json()), ""),
    "thinks aloud": (thought_over, ""),
    "thinks aloud without an opening tag": (thought_without_opening, ""),
    "reasons beside its answer": (reasoned, ""),
    "counts in every chunk": (counted_in_every_chunk, ""),
    "reads only part of the prompt": (read_in_part, "提示词"),
    "has room for three passages": (only_shorter_than(3, scripted.refuses(400, "prompt is too long")), "已减少参考的段落"),
    "has room for the answer beside three passages": (
        only_shorter_than(3, scripted.finishes_with("length", PART, usage=(4000, 96))), "已减少参考的段落",
    ),
    "inspects one passage too many": (
        only_shorter_than(2, scripted.refuses(400, "", code="data_inspection_failed")), "内容审查没有放行全部",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FATAL)
def test_an_endpoint_that_fails_at_one_section_costs_that_section_alone(run: Run, fault: str) -> None:
    reply, says, part = FATAL[fault]

    done = run(at_heading(reply))

    failed = done.section()
    assert done.status == 1
    assert (failed["state"], failed["characters"]) == ("failed", 0)
    assert pytest.approx(1) == sum(section["state"] == "failed" for section in done.document["sections"])
    assert set(done.states) == {"done"}
    assert_one_sentence(failed["error"], says)
    assert done.told.count(failed["error"]) == 1
    assert bool(failed["partial"]) == part
    kept = next(section for section in done.draft.sections if section.state is SectionState.FAILED)
    assert (kept.text, kept.partial, kept.error) == ("", failed["partial"], failed["error"])
    assert PART not in done.text, "a part is never passed off as the section"
    assert "待补" in done.text, "the gap shows in the document"
    assert done.seconds < BOUND


@pytest.mark.parametrize("fault", MENDED)
def test_an_endpoint_that_comes_round_gives_the_whole_section(run: Run, fault: str) -> None:
    reply, noted = MENDED[fault]

    done = run(at_heading(reply))

    section = done.section()
    assert (section["state"], section["error"], section["partial"]) == ("done", "", "")
    assert set(done.states) == {"done"}
    assert PART not in done.text
    assert "提纲" not in done.text
    assert noted in "".join(section["notes"])
    assert bool(section["notes"]) == bool(noted)
    assert done.seconds < BOUND


@pytest.mark.parametrize(
    "fault",
    [
        "says nothing", "sends comments for ever", "is too busy", "has no money left", "fails with a page", "refuses the key",
        "knows no such model", "sends a login page", "sends nothing", "ends without a finish reason", "declines",
        "inspects the content", "has too small a context",
    ],
)  # fmt: skip
def test_an_endpoint_that_always_fails_ends_in_bounded_time_and_says_so_once(run: Run, fault: str) -> None:
    reply, says, _ = FATAL[fault]

    done = run(lambda _: reply)

    drafted = [section for section in done.document["sections"] if section["drafted"]]
    assert done.status == 1
    assert {section["state"] for section in drafted} == {"failed"}
    reasons = {section["error"] for section in drafted}
    for reason in reasons:
        assert_one_sentence(reason, says.removeprefix(f"“{HEADING}”一节.*"))
        assert done.told.count(reason) == 1
    assert f"有{len(drafted)}节没有写成" in done.told
    assert "--compose-failed" in done.told
    assert done.seconds < BOUND


def test_an_endpoint_that_is_not_there_ends_soon_and_the_composer_may_take_over(run: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: whoever connects is refused
        done = run(
            lambda _: scripted.login_page(), "--compose-failed", url=f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
        )

    drafted = [section for section in done.document["sections"] if section["drafted"]]
    assert {(section["state"], section["author"]) for section in drafted} == {("done", "composer")}
    assert done.told.count("连不上模型接口；请检查 OPENAI_BASE_URL") == 1
    assert done.told.count("完成（离线拟写）") == len(drafted)
    assert done.seconds < BOUND


def test_what_a_draft_cost_is_stored_where_the_endpoint_counts_and_where_it_does_not(run: Run) -> None:
    counted = run(lambda request: scripted.says(section_for(prompt_of(request)), usage=(900, 150)))

    assert (counted.usage.sent, counted.usage.received) == (900 * len(counted.prompts), 150 * len(counted.prompts))
    assert not counted.usage.estimated


def assert_one_sentence(message: str, says: str) -> None:
    import re

    assert re.search(says, message), message
    assert message.endswith("。")
    assert message.count("。") == 1
    assert not re.search(r"[<{]|Error|sk-no|Traceback", message), "neither pages, JSON nor keys are shown"
