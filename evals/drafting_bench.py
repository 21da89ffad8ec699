"""The benchmark ``drafting``: what the flow adds to a model's own time, how soon its words show, and what a draft costs.

Measured against an endpoint on this machine, over real HTTP, that waits and writes at a set pace.
"""

import asyncio
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from drafting.draft import Draft, SectionState
from drafting.examples import example_genres, write_example
from drafting.request import Request
from drafting.request_file import load_request
from drafting.section_record import SectionProgress
from drafting.settings import load_settings
from drafting.token_count import count_tokens
from drafting.workspace import Workspace
from evals.behaviour import Rates
from evals.misbehaving_model import MisbehavingModel
from evals.past_values import PastValues
from evals.scripted_endpoint import MODEL, Reply, ScriptedEndpoint
from evals.scripted_endpoint import Request as HttpRequest
from evals.wrong_numbers import by_hand

GENRE = "model_organ"
#: Seconds that a section takes: some four hundred characters at forty tokens a second.
DELAY = 10.0
FIRST_CHUNK = 1.0
PACE = 0.05
_HEADING = re.compile(r"^【本节标题】(.+)$", re.MULTILINE)
_FIGURES = re.compile(r"(【本节数据】\n).*?(\n\n【写作要点】)", re.DOTALL)


def run(_: Path | None = None) -> Mapping[str, Any]:
    """Return overhead, delay of the first words, and tokens, of the worked examples."""
    with tempfile.TemporaryDirectory() as folder, ScriptedEndpoint(()) as endpoint:
        settings = load_settings(
            home=Path(folder) / "home",
            base_url=endpoint.url,
            model=MODEL,
            parallel=32,
            database_url=None,
            chroma_url="",
        )
        with Workspace.open(settings) as workspace:
            requests = {}
            for genre in example_genres():
                write_example(genre, Path(folder) / genre)
                requests[genre] = load_request(Path(folder) / genre / "request.yaml", workspace.genres)
            bench = _Bench(workspace, endpoint)
            workspace.warm_up()  # as the desk does once its page is up
            first_draft = bench.whole_draft(requests[GENRE])
            second = bench.whole_draft(requests[GENRE])
            alone = bench.command_line(requests[GENRE], Path(folder))
            first = bench.first_words(requests[GENRE])
            cost = {
                genre: bench.cost(request, PastValues(workspace.library, ())) for genre, request in requests.items()
            }
    return {
        "overhead": f"{first_draft.ratio:.3f}×（起草台的第一篇，{first_draft.sections} 节同时写，每节答复恰 {DELAY:g} 秒，整篇 {first_draft.seconds:.2f} 秒；应 ≤ 1.2）",
        "overhead_second_draft": f"{second.ratio:.3f}×（整篇 {second.seconds:.2f} 秒）",
        "overhead_command_line": f"{alone:.3f}×（zhibi draft 从启动到写出 .docx）",
        "first_words": f"最慢一节 {max(first):.3f} 秒，中位 {sorted(first)[len(first) // 2]:.3f} 秒（接口发出第一块之后；应 ≤ 0.5）",
        **{f"cost_{genre}": line for genre, line in cost.items()},
        "cost_counted_by": "tiktoken" if count_tokens("工作总结" * 100) < 500 else "偏高的估算",
    }


@dataclass(frozen=True, slots=True)
class _Timed:
    seconds: float
    sections: int
    rounds: int

    @property
    def ratio(self) -> float:
        """Return the whole draft's time over that of its slowest section's answers."""
        return self.seconds / (DELAY * self.rounds)


class _Bench:
    def __init__(self, workspace: Workspace, endpoint: ScriptedEndpoint) -> None:
        self._workspace = workspace
        self._endpoint = endpoint

    def whole_draft(self, request: Request) -> _Timed:
        """Return how long a draft takes whose every section is answered after the same delay.

        A correction is another answer, and takes its delay: the sections of a draft that needs none are compared.
        """
        self._answer(request, before=DELAY)
        before = len(self._endpoint.requests)
        started = time.monotonic()
        draft, _ = self._drafted(request)
        seconds = time.monotonic() - started
        repaired = any("找不到依据" in _text(sent) for sent in self._endpoint.requests[before:])
        return _Timed(seconds, _written(draft), rounds=2 if repaired else 1)

    def command_line(self, request: Request, folder: Path) -> float:
        """Return how long ``zhibi draft`` takes from start to .docx, over the same delay."""
        self._answer(request, before=DELAY)
        settings = {
            "ZHIBI_HOME": str(self._workspace.settings.home),
            "OPENAI_BASE_URL": self._endpoint.url,
            "ZHIBI_MODEL": MODEL,
            "ZHIBI_PARALLEL": "32",
        }
        command = [sys.executable, "-m", "ui.cli", "draft", str(folder / GENRE / "request.yaml")]
        started = time.monotonic()
        subprocess.run(  # noqa: S603  (our own command line)
            [*command, "-o", str(folder / "out.docx")], env=os.environ | settings, check=True, capture_output=True
        )
        return (time.monotonic() - started) / DELAY

    def first_words(self, request: Request) -> Sequence[float]:
        """Return, a section, the seconds from the endpoint's first chunk to the first words told to whoever watches."""
        begun: dict[str, float] = {}
        self._answer(request, before=FIRST_CHUNK, pause=PACE, begun=begun)
        draft, seen = self._drafted(request)
        names = {section.id: section.heading for section in draft.outline.sections}
        # A reply begins with a chunk that only names the role: the first words come a pause later.
        return [at - begun[names[key]] - FIRST_CHUNK - PACE for key, at in seen.items() if names[key] in begun]

    def cost(self, request: Request, past: PastValues) -> str:
        """Return the tokens of a draft and of a naive prompt in its place: the same passages whole, and the whole sheet."""
        self._answer(request)
        before = len(self._endpoint.requests)
        draft, _ = self._drafted(request)
        sent = self._endpoint.requests[before:]
        sheet = "\n".join(
            "，".join((f.name, by_hand(f), by_hand(f, previous=True), f.scope, f.note)) for f in request.figures.figures
        )
        ours = sum(count_tokens(_text(one)) for one in sent)
        naive = sum(count_tokens(_FIGURES.sub(rf"\g<1>{sheet}\g<2>", past.with_values(_text(one)))) for one in sent)
        written = sum(len(section.text) for section in draft.sections)
        received = sum(count_tokens(section.text) for section in draft.sections)
        return (
            f"发出 {ours}，收到约 {received}，成稿 {written} 字；每千字发出 {ours * 1000 // max(written, 1)}，"
            f"整表加原文的做法 {naive * 1000 // max(written, 1)}（{ours / naive:.2f}×）"
        )

    def _drafted(self, request: Request) -> tuple[Draft, dict[str, float]]:
        seen: dict[str, float] = {}

        def watch(progress: SectionProgress) -> None:
            if progress.section.partial:
                seen.setdefault(progress.section.id, time.monotonic())

        drafter = self._workspace.drafter
        return asyncio.run(drafter.draft(drafter.create(request).id, listener=watch)), seen

    def _answer(
        self, request: Request, *, before: float = 0, pause: float = 0, begun: dict[str, float] | None = None
    ) -> None:
        model = MisbehavingModel({figure.id: figure for figure in request.figures.figures}, Rates({}, {}), "bench")

        def script(asked: HttpRequest) -> Reply:
            heading = _HEADING.search(_text(asked))
            if begun is not None and heading is not None:
                begun[heading[1]] = time.monotonic()
            return replace(model(asked), before=before, pause=pause)

        self._endpoint.script = script


def _written(draft: Draft) -> int:
    return sum(section.state is SectionState.DONE for section in draft.sections)


def _text(request: HttpRequest) -> str:
    return "\n".join(str(message["content"]) for message in request["messages"])
