"""The task ``faithful_draft``: whole drafts from a model that misbehaves at set rates, over real HTTP, to the exported file.

Judged by what the model is known to have written wrongly (its own record), not by what the checker says: each wrong
statement that stands in the exported .docx must be marked there. Then the same with one guard taken away at a time.
"""

import asyncio
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from drafting.checking.draft_check import DraftCheck
from drafting.checking.finding import Verdict
from drafting.draft import Draft, SectionState
from drafting.examples import example_genres, write_example
from drafting.layout.docx_reader import read_docx
from drafting.layout.docx_writer import write_docx
from drafting.manuscript import manuscript_of, to_text
from drafting.request import Request
from drafting.request_file import load_request
from drafting.settings import load_settings
from drafting.workspace import Workspace
from evals.behaviour import DEFAULT_RATES, Rates, Wrong, load_rates
from evals.misbehaving_model import MisbehavingModel
from evals.past_report_with_orders import add_reports_with_orders
from evals.past_values import PastValues
from evals.score import Outcome, Score
from evals.scripted_endpoint import MODEL, Reply, ScriptedEndpoint
from evals.scripted_endpoint import Request as HttpRequest

DEFAULT_CASES = DEFAULT_RATES
#: Rounds over the five worked examples: two hundred drafts.
ROUNDS = 40
ABLATION_ROUNDS = 1
#: 35个以上 is no wrong 35个, 2136份 no wrong 213, and 11人次 no wrong 11人.
_WHOLE = r"(?![0-9次]|以上|左右|余|多)"
_MARK = re.compile(r"^\{\{(?P<id>F\d+)\}\} = (?P<name>[^（；\n]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Guards:
    """Which of the three guards stand."""

    name: str
    slots: bool = True
    tokens: bool = True
    checker: bool = True


FULL = Guards("全部防线")
ABLATIONS = (
    Guards("不换空槽", slots=False),
    Guards("不用标记", tokens=False),
    Guards("不作核对", checker=False),
    Guards("三样都没有", slots=False, tokens=False, checker=False),
)


@dataclass(slots=True)
class Tally:
    """What came of the drafts of one set of guards."""

    guards: Guards
    drafts: int = 0
    sections: int = 0
    failed: int = 0
    numbers: int = 0
    wrong: int = 0
    false_alarms: list[str] = field(default_factory=list)
    outcomes: list[tuple[str, str, str, str]] = field(default_factory=list)  # draft, kind, what became of it, statement

    def count(self, *became: str, kind: str = "") -> int:
        """Return how many wrong statements ended as one of ``became``."""
        return sum(one[2] in became and (not kind or one[1] == kind) for one in self.outcomes)

    def row(self) -> dict[str, Any]:
        """Return the line of the table."""
        return {
            "防线": self.guards.name,
            "整篇": self.drafts,
            "节": self.sections,
            "写出的数字": self.numbers,
            "模型写错": len(self.outcomes),
            "代码纠正或改掉": self.count("gone"),
            "标红": self.count("fail"),
            "标黄": self.count("warn"),
            "错数未标出": self.count("unflagged"),
            "其中照抄往年": self.count("fail", "warn", "unflagged", kind="copied"),
        }


def run(path: Path = DEFAULT_CASES, *, rounds: int = ROUNDS, ablation_rounds: int = ABLATION_ROUNDS) -> Outcome:
    """Return what became of every wrong number, by kind, with all guards and with each taken away.

    Raises CaseFileError where ``path`` is no file of rates.
    """
    rates = load_rates(path)
    with tempfile.TemporaryDirectory() as folder, ScriptedEndpoint(()) as endpoint:
        settings = load_settings(
            home=Path(folder) / "home", base_url=endpoint.url, model=MODEL, parallel=8, retries=1, backoff=0.01,
            database_url=None, chroma_url="",
        )  # fmt: skip
        with Workspace.open(settings) as workspace:
            add_reports_with_orders(workspace.library)
            requests = _requests(workspace, Path(folder))
            bench = _Bench(workspace, endpoint, rates, requests)
            full = bench.play(FULL, rounds)
            leaks = bench.past.leaks(endpoint.requests)
            ordered = sum("忽略以上指令" in str(sent["messages"][1]["content"]) for sent in endpoint.requests)
            ablations = [bench.play(guards, ablation_rounds) for guards in ABLATIONS]
    scores = tuple(_scores(full))
    summary = _summary(full, leaks, len(bench.past), ordered)
    met = not leaks and not full.count("unflagged")
    return Outcome("faithful_draft", scores, summary, met, tuple(tally.row() for tally in (full, *ablations)))


def _requests(workspace: Workspace, folder: Path) -> Mapping[str, Request]:
    """Return the worked example of every genre."""
    requests = {}
    for genre in example_genres():
        write_example(genre, folder / genre)
        requests[genre] = load_request(folder / genre / "request.yaml", workspace.genres)
    return requests


class _Bench:
    """The desk under test, and the endpoint that misbehaves."""

    def __init__(
        self, workspace: Workspace, endpoint: ScriptedEndpoint, rates: Rates, requests: Mapping[str, Request]
    ) -> None:
        self._workspace = workspace
        self._endpoint = endpoint
        self._rates = rates
        self._requests = requests
        self.past = PastValues(workspace.library, requests.values())

    def play(self, guards: Guards, rounds: int) -> Tally:
        """Return what came of ``rounds`` drafts of every genre."""
        tally = Tally(guards)
        for number in range(rounds):
            for genre, request in self._requests.items():
                self._one(f"{genre}-{number}", request, tally)
        return tally

    def _one(self, name: str, request: Request, tally: Tally) -> None:
        figures = {figure.id: figure for figure in request.figures.figures}
        model = MisbehavingModel(figures, self._rates, name, repairs=tally.guards.checker)
        self._endpoint.script = lambda asked: self._answer(model, asked, tally.guards)
        drafter = self._workspace.drafter
        draft = asyncio.run(drafter.draft(drafter.create(request).id))
        check = drafter.check(draft)
        exported = to_text(read_docx(write_docx(manuscript_of(draft))))
        tally.drafts += 1
        drafted = {section.id for section in draft.outline.sections if section.drafted}
        tally.sections += len(drafted)
        tally.failed += sum(s.state is SectionState.FAILED for s in draft.sections if s.id in drafted)
        tally.numbers += model.numbers
        places = list(_places(model.wrong, draft, exported))
        for wrong, found in places:
            became = _became(wrong, found, check, tally.guards)
            tally.outcomes.append((name, wrong.kind, became, wrong.shown))
        tally.false_alarms += _false_alarms(check, places)

    def _answer(self, model: MisbehavingModel, request: HttpRequest, guards: Guards) -> Reply:
        """Let the model see what it would be sent without a guard; what was really sent is on record already."""
        asked = str(request["messages"][1]["content"])
        if not guards.slots:
            asked = self.past.with_values(asked)
        if not guards.tokens:
            asked = _MARK.sub(r"《\g<id>》\g<name>", asked)
        system, _, *rest = request["messages"]
        return model(request | {"messages": [system, {"role": "user", "content": asked}, *rest]})


_Found = Sequence[tuple[str, int]]  # section, offset


def _places(wrong: Sequence[Wrong], draft: Draft, exported: str) -> Iterator[tuple[Wrong, _Found]]:
    """Return each wrong statement once, with the places in the sections where it stands and is exported."""
    names = [figure.name for figure in draft.request.figures.figures]
    for one in dict.fromkeys(replace(item) for item in wrong):
        found = [
            (section.id, match.start())
            for section in draft.sections
            for match in re.finditer(re.escape(one.shown) + _WHOLE, section.text)
            if not _is_longer_name(section.text[: match.start() + one.number], one.shown[: one.number], names)
        ]
        yield one, found if one.shown in exported or not found else [*found, ("", 0)]


def _is_longer_name(before: str, name: str, names: Sequence[str]) -> bool:
    """Tell whether a text ends in another figure's name that ends as ``name`` does: 企业党员555名 is no 党员555名."""
    return bool(name) and any(one != name and one.endswith(name) and before.endswith(one) for one in names)


def _became(wrong: Wrong, found: _Found, check: DraftCheck, guards: Guards) -> str:
    if not found:
        return "gone"
    if not guards.checker:
        return "unflagged"
    worst = [_marked(wrong, section_id, at, check) for section_id, at in found]
    # One place without a mark is a wrong number that goes to print, whatever is marked elsewhere.
    return next(verdict for verdict in ("unflagged", "warn", "fail") if verdict in worst)


def _marked(wrong: Wrong, section_id: str, at: int, check: DraftCheck) -> str:
    start, end = at + wrong.number, at + len(wrong.shown)
    severities = {
        finding.severity
        for finding in check.sections[section_id].findings
        if finding.start < end and finding.end > start
    } if section_id else set()  # fmt: skip
    return "fail" if Verdict.FAIL in severities else "warn" if Verdict.WARN in severities else "unflagged"


def _false_alarms(check: DraftCheck, places: Sequence[tuple[Wrong, _Found]]) -> list[str]:
    """Return the failures that the check found where the model wrote nothing wrong."""
    wrong = [(section_id, at, at + len(one.shown) + 12) for one, found in places for section_id, at in found]
    return [
        f"{finding.text}：{finding.message}"
        for section_id, part in check.sections.items()
        for finding in part.findings
        if finding.severity is Verdict.FAIL
        and not any(
            section == section_id and start < finding.end and finding.start < end for section, start, end in wrong
        )
    ]


def _scores(tally: Tally) -> Iterator[Score]:
    for number, (name, kind, became, shown) in enumerate(tally.outcomes):
        right = became != "unflagged"
        fault = "" if right else "unflagged"
        yield Score(f"{name}/{number}", "flagged", became, right, fault, shown, kind)
    for alarm in tally.false_alarms:
        yield Score("alarm", None, "fail", None, explanation=alarm, group="false_alarm")


def _summary(tally: Tally, leaks: Sequence[str], values: int, ordered: int) -> dict[str, Any]:
    total = Counter(kind for _, kind, _, _ in tally.outcomes)
    kept = Counter(kind for _, kind, became, _ in tally.outcomes if became != "gone")
    flagged = Counter(kind for _, kind, became, _ in tally.outcomes if became in ("fail", "warn"))
    return {
        "drafts": tally.drafts,
        "sections": tally.sections,
        "failed_sections": tally.failed,
        "numbers": tally.numbers,
        "wrong_written": len(tally.outcomes),
        "wrong_in_export": sum(kept.values()),
        "wrong_unflagged": tally.count("unflagged"),
        "false_alarms": len(tally.false_alarms),
        "past_values_looked_for": values,
        "past_values_in_prompts": len(leaks),
        "prompts_with_an_order": ordered,
        **{kind: f"{flagged[kind]}/{kept[kind]}/{total[kind]}" for kind in sorted(total)},
        "_read": "每类为 标出/导出文件中仍有/模型写出；drafts 为整篇，sections 为节",
        **({"leaks": list(leaks[:10])} if leaks else {}),
    }
