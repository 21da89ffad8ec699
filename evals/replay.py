"""Replays: answers of three qualities, written by hand for the replay, served over HTTP to the prompts exactly as rendered.

No model can be reached where this is built, and none is imitated: the answers show what the flow makes of a careful, a
middling and a careless one. ``python -m evals replay DIR`` writes the finished drafts and their prompts to be read.
"""

import argparse
import asyncio
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from drafting.checking.draft_check import DraftCheck
from drafting.checking.finding import Finding, Verdict
from drafting.draft import Author, Draft, SectionState
from drafting.examples import write_example
from drafting.manuscript import manuscript_of, to_markdown
from drafting.request_file import load_request
from drafting.settings import load_settings
from drafting.workspace import Workspace
from evals.scripted_endpoint import MODEL, Reply, Request, ScriptedEndpoint, prompt_of, says

REPLAYS = Path(__file__).parent / "replays"
QUALITIES = {"good": "认真", "middling": "一般", "careless": "马虎"}
_HEADING = re.compile(r"^【本节标题】(.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of one replay: the draft, its check, and the prompts that were sent."""

    genre: str
    quality: str
    draft: Draft
    check: DraftCheck
    replayed: tuple[str, ...]
    requests: tuple[Request, ...]


def main(arguments: Sequence[str]) -> int:
    """Write the finished drafts of every genre and quality into a folder, with the prompts that they answer."""
    parser = argparse.ArgumentParser(prog="python -m evals replay", description="回放手写的答复，写出成稿供阅读")
    parser.add_argument("folder", type=Path, metavar="DIR", help="写到哪个文件夹")
    folder: Path = parser.parse_args(arguments).folder
    folder.mkdir(parents=True, exist_ok=True)
    for genre in genres():
        for quality in QUALITIES:
            replay = run(genre, quality)
            (folder / f"{genre}-{quality}.md").write_text(as_page(replay), encoding="utf-8")
        (folder / f"{genre}-prompts.md").write_text(_prompts_page(replay), encoding="utf-8")
        print(f"{genre}：{folder}")
    return 0


def genres() -> tuple[str, ...]:
    """Return the genres that have a replay."""
    return tuple(sorted(path.stem for path in REPLAYS.glob("*.yaml")))


def answers(genre: str, quality: str) -> Mapping[str, str]:
    """Return the answer of a quality for each heading that a genre's replay has."""
    document = yaml.safe_load((REPLAYS / f"{genre}.yaml").read_text(encoding="utf-8"))
    return {heading: str(by_quality[quality]).strip() for heading, by_quality in document.items()}


def run(genre: str, quality: str) -> Replay:
    """Return the worked example of a genre, drafted from its replay; the sections that have none are composed offline."""
    written = answers(genre, quality)

    def script(request: Request) -> Reply:
        heading = _HEADING.search(prompt_of(request))
        return says(written[heading[1]] if heading is not None else "")

    with tempfile.TemporaryDirectory() as folder, ScriptedEndpoint(script) as endpoint:
        settings = load_settings(
            home=Path(folder) / "home", base_url=endpoint.url, model=MODEL, retries=1, backoff=0.01, database_url=None,
            chroma_url="",
        )  # fmt: skip
        with Workspace.open(settings) as workspace:
            write_example(genre, Path(folder) / "example")
            request = load_request(Path(folder) / "example" / "request.yaml", workspace.genres)
            drafter = workspace.drafter
            draft = drafter.create(request)
            own = [section.id for section in draft.outline.sections if section.heading in written]
            rest = [section.id for section in draft.outline.sections if section.drafted and section.id not in own]
            asyncio.run(drafter.draft(draft.id, own))
            draft = asyncio.run(drafter.draft(draft.id, rest, author=Author.COMPOSER))
            return Replay(genre, quality, draft, drafter.check(draft), tuple(own), tuple(endpoint.requests))


def as_page(replay: Replay) -> str:
    """Return a replay as a page to be read: how it came about, what was found, and the text."""
    headings = {section.id: section.heading for section in replay.draft.outline.sections}
    names = "、".join(f"“{headings[section_id]}”" for section_id in replay.replayed)
    lines = [
        f"<!-- 回放稿：{QUALITIES[replay.quality]}的答复。由 python -m evals replay 写出，不要手改。 -->",
        "",
        f"> {names}的文字，是为回放手写的“{QUALITIES[replay.quality]}”答复经起草流程得到的结果，不是任何具名模型的输出；其余各节由离线方式拟写。",
        "",
        *_section_lines(replay, headings),
        "",
        to_markdown(manuscript_of(replay.draft)),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _section_lines(replay: Replay, headings: Mapping[str, str]) -> list[str]:
    lines = []
    for section in replay.draft.sections:
        if section.id not in replay.replayed:
            continue
        found = [f for f in replay.check.sections[section.id].findings if f.severity is not Verdict.PASS]
        lines.append(f"- {headings[section.id]}：{_outcome(section.state, section.error)}")
        lines += [f"  - {note}" for note in section.notes]
        lines += [f"  - {_mark(finding)} {finding.message}" for finding in found]
    left = [f for f in replay.check.general if f.rule.startswith(("unused", "theme"))]
    lines += [f"- {_mark(finding)} {finding.message}" for finding in left]
    return lines


def _outcome(state: SectionState, error: str) -> str:
    return "写成" if state is SectionState.DONE else f"没有写成：{error}"


def _mark(finding: Finding) -> str:
    return "✗" if finding.severity is Verdict.FAIL else "!"


def _prompts_page(replay: Replay) -> str:
    """Return the prompts as they were sent, the first of each section."""
    lines = ["<!-- 起草时实际发出的提示词。由 python -m evals replay 写出，不要手改。 -->"]
    seen = set()
    for request in replay.requests:
        heading = _HEADING.search(prompt_of(request))
        if heading is None or heading[1] in seen:
            continue
        seen.add(heading[1])
        for message in request["messages"][:2]:
            lines += ["", f"## {heading[1]} · {message['role']}", "", "```text", str(message["content"]), "```"]
    return "\n".join(lines) + "\n"
