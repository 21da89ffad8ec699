"""The worked examples drafted offline from the starter library: five texts that a writer would rather edit."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from drafting.checking.finding import Verdict
from drafting.composer import normalised
from drafting.draft import Author, Draft
from drafting.request_file import load_request
from drafting.settings import load_settings
from drafting.workspace import Workspace

EXAMPLES = Path(__file__).parents[2] / "drafting" / "examples"
GENRES = ("work_summary", "model_organ", "party_governance", "party_building_status", "work_priorities")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with Workspace.open(load_settings(home=tmp_path_factory.mktemp("home"))) as opened:
        yield opened


@pytest.fixture(scope="module", params=GENRES)
def draft(request: pytest.FixtureRequest, workspace: Workspace) -> Draft:
    asked = load_request(EXAMPLES / request.param / "request.yaml", workspace.genres)
    made = workspace.drafter.create(asked)
    return asyncio.run(workspace.drafter.draft(made.id, author=Author.COMPOSER))


def text_of(draft: Draft) -> str:
    return "\n".join(section.text for section in draft.sections)


def test_no_number_contradicts_the_data_or_has_no_source(draft: Draft, workspace: Workspace) -> None:
    report = workspace.drafter.check(draft).report
    failed = [
        (finding.rule, finding.text, finding.message) for finding in report.findings if finding.severity is Verdict.FAIL
    ]
    assert failed == []


def test_every_figure_and_every_theme_is_in_the_text(draft: Draft) -> None:
    stated = {binding.figure_id for section in draft.sections for binding in section.bindings}
    assert stated == {figure.id for figure in draft.request.figures.figures}
    for theme in draft.request.themes:
        for line in theme.notes.splitlines():
            last = re.split("[，。；]", line.strip().rstrip("。；"))[-1]
            assert last in text_of(draft)


def test_no_slot_is_left_and_the_sheet_leaves_nothing_to_fill(draft: Draft) -> None:
    assert not re.search("[-{}]", text_of(draft))
    assert "待补" not in text_of(draft)


def test_nothing_that_is_over_is_under_way(draft: Draft) -> None:
    text = text_of(draft)
    assert "党纪学习教育" not in text
    assert "深入贯彻中央八项规定精神学习教育" not in text
    assert "2025年" not in text


def test_no_sentence_is_said_twice(draft: Draft) -> None:
    sentences = [normalised(sentence) for sentence in re.split("[。\n]", text_of(draft)) if len(sentence) > 6]
    assert sorted(s for s in set(sentences) if sentences.count(s) > 1) == []


def test_points_are_numbered_without_a_gap_and_punctuation_is_whole(draft: Draft) -> None:
    numerals = [*"一二三四五六七八九", "十"]
    for paragraph in text_of(draft).split("\n"):
        points = re.findall(r"(?:^|(?<=[。；：，]))([一二三四五六七八九十])是", paragraph)
        assert points == numerals[: len(points)]
        assert not re.search("[，、；：]{2}|。。|，。|^[，。；、]", paragraph)
