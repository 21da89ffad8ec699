"""Replays: answers of three qualities, written by hand for the replay, served over HTTP to the prompts exactly as rendered.

No model can be reached where this is built, and none is imitated: the answers show what the flow makes of a careful, a
middling and a careless one. Every section of a genre's worked example has its three. ``python -m evals replay DIR`` writes
the finished drafts and their prompts to be read.
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
from drafting.draft import Draft, OutlineSection, SectionState
from drafting.examples import write_example
from drafting.manuscript import manuscript_of, to_markdown
from drafting.request_file import load_request
from drafting.settings import load_settings
from drafting.workspace import Workspace
from evals.scripted_endpoint import MODEL, Reply, Request, ScriptedEndpoint, prompt_of, says
from knowledge_base.report import Role

REPLAYS = Path(__file__).parent / "replays"
QUALITIES = {"good": "认真", "middling": "一般", "careless": "马虎"}
_HEADING = re.compile(r"^【本节标题】(.+)$", re.MULTILINE)


#: What a section without a heading is called in its prompt.
_UNNAMED = {Role.OPENING: "导语", Role.CLOSING: "结尾"}


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of one replay: the draft, its check, and the prompts that were sent."""

    genre: str
    quality: str
    draft: Draft
    check: DraftCheck
    requests: tuple[Request, ...]

    def sections(self, severity: Verdict) -> Mapping[str, tuple[Finding, ...]]:
        """Return the findings of a severity by the name of the section that they stand in."""
        return {
            name_of(section): tuple(f for f in self.check.sections[section.id].findings if f.severity is severity)
            for section in self.draft.outline.sections
            if section.drafted and section.id in self.check.sections
        }


def main(arguments: Sequence[str]) -> int:
    """Write the drafts of every genre and quality into a folder, with the prompts that they answer and the offline draft."""
    parser = argparse.ArgumentParser(prog="python -m evals replay", description="回放手写的答复，写出成稿供阅读")
    parser.add_argument("folder", type=Path, metavar="DIR", help="写到哪个文件夹")
    folder: Path = parser.parse_args(arguments).folder
    folder.mkdir(parents=True, exist_ok=True)
    for genre in genres():
        replays = {quality: run(genre, quality) for quality in QUALITIES}
        for quality, replay in replays.items():
            (folder / f"{genre}-{quality}.md").write_text(as_page(replay), encoding="utf-8")
        (folder / f"{genre}-prompts.md").write_text(_prompts_page(replays["good"]), encoding="utf-8")
        (folder / f"{genre}-offline.md").write_text(_composed(genre), encoding="utf-8")
        print(f"{genre}：{folder}")
    return 0


def genres() -> tuple[str, ...]:
    """Return the genres that have a replay."""
    return tuple(sorted(path.stem for path in REPLAYS.glob("*.yaml")))


def answers(genre: str, quality: str) -> Mapping[str, str]:
    """Return the answer of a quality for each section of a genre, by its name."""
    document = yaml.safe_load((REPLAYS / f"{genre}.yaml").read_text(encoding="utf-8"))
    return {heading: str(by_quality[quality]).strip() for heading, by_quality in document.items()}


def name_of(section: OutlineSection) -> str:
    """Return what a section is called in its prompt."""
    return section.heading or _UNNAMED[section.role]


def run(genre: str, quality: str) -> Replay:
    """Return the worked example of a genre, every section drafted from its replay.

    Raises KeyError naming the sections that the replay has no answer for.
    """
    written = answers(genre, quality)

    def script(request: Request) -> Reply:
        heading = _HEADING.search(prompt_of(request))
        return says(written[heading[1]] if heading is not None else "")

    with tempfile.TemporaryDirectory() as folder, ScriptedEndpoint(script) as endpoint:
        settings = load_settings(
            home=Path(folder) / "home", base_url=endpoint.url, model=MODEL, retries=1, backoff=0.01, database_url=None,
            chroma_url="", parallel=1,  # one after the other, so that the prompts are the same in every run
        )  # fmt: skip
        with Workspace.open(settings) as workspace:
            write_example(genre, Path(folder) / "example")
            request = load_request(Path(folder) / "example" / "request.yaml", workspace.genres)
            drafter = workspace.drafter
            draft = drafter.create(request)
            if missing := {name_of(s) for s in draft.outline.sections if s.drafted} - written.keys():
                raise KeyError(f"{genre}: {sorted(missing)}")
            draft = asyncio.run(drafter.draft(draft.id))
            return Replay(genre, quality, draft, drafter.check(draft), tuple(endpoint.requests))


def _composed(genre: str) -> str:
    """Return the worked example of a genre as the offline composer drafts it from the starter library."""
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(home=Path(folder) / "home", base_url="", model="", database_url=None, chroma_url="")
        with Workspace.open(settings) as workspace:
            write_example(genre, Path(folder) / "example")
            request = load_request(Path(folder) / "example" / "request.yaml", workspace.genres)
            draft = workspace.drafter.create(request)
            return to_markdown(manuscript_of(asyncio.run(workspace.drafter.draft(draft.id)))).rstrip() + "\n"


def as_page(replay: Replay) -> str:
    """Return a replay as a page to be read: how it came about, what was found, and the text."""
    quality = QUALITIES[replay.quality]
    lines = [
        f"<!-- 回放稿：{quality}的答复。由 python -m evals replay 写出，不要手改。 -->",
        "",
        f"> 全文是为回放逐节手写的“{quality}”答复经起草流程得到的结果，不是任何具名模型的输出。下面先列各节的结果和核对所见"
        "（✗ 有误，! 存疑），再列全文。",
        "",
        *_section_lines(replay),
        "",
        to_markdown(manuscript_of(replay.draft)),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _section_lines(replay: Replay) -> list[str]:
    lines = []
    written = {section.id: section for section in replay.draft.sections}
    for outlined in replay.draft.outline.sections:
        if not outlined.drafted:
            continue
        section = written[outlined.id]
        lines.append(f"- {name_of(outlined)}：{_outcome(section.state, section.error)}")
        lines += [f"  - {note}" for note in section.notes]
        if outlined.id in replay.check.sections:
            lines += _finding_lines(replay.check.sections[outlined.id].findings, "  ")
    return lines + _finding_lines(replay.check.general)


def _finding_lines(findings: Sequence[Finding], indent: str = "") -> list[str]:
    return [f"{indent}- {_mark(f)} {f.message}" for f in findings if f.severity is not Verdict.PASS]


def _outcome(state: SectionState, error: str) -> str:
    return "写成" if state is SectionState.DONE else f"没有写成：{error}"


def _mark(finding: Finding) -> str:
    return "✗" if finding.severity is Verdict.FAIL else "!"


def _prompts_page(replay: Replay) -> str:
    """Return the prompts as they were sent, the first of each section; the system part, which all share, once."""
    lines = ["<!-- 起草时实际发出的提示词。由 python -m evals replay 写出，不要手改。 -->"]
    seen: dict[str, str] = {}
    for request in replay.requests:
        system, user = (str(message["content"]) for message in request["messages"][:2])
        heading = _HEADING.search(user)
        if heading is not None:
            seen.setdefault("系统部分（各节相同）", system)
            seen.setdefault(heading[1], user)
    for title, text in seen.items():
        lines += ["", f"## {title}", "", "```text", text, "```"]
    return "\n".join(lines) + "\n"
