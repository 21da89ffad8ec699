"""Replays: what a careful, a middling and a careless answer become, and that the files say what they are."""

import re

import pytest

from drafting.answer_text import unwrapped
from drafting.draft import SectionState
from evals.replay import QUALITIES, REPLAYS, answers, as_page, genres, run
from tests.conftest import ROOT


def test_every_genre_has_a_replay_that_says_by_whom_it_was_written() -> None:
    assert set(genres()) == {
        "model_organ",
        "party_building_status",
        "party_governance",
        "work_priorities",
        "work_summary",
    }
    for genre in genres():
        assert "不是任何一个具名模型的输出" in (REPLAYS / f"{genre}.yaml").read_text(encoding="utf-8").splitlines()[0]


@pytest.mark.parametrize("genre", genres())
def test_the_finished_drafts_are_kept_to_be_read_and_say_what_they_are(genre: str) -> None:
    for quality in QUALITIES:
        page = (ROOT / "docs" / "drafts" / f"{genre}-{quality}.md").read_text(encoding="utf-8")
        assert "不是任何具名模型的输出" in page
        assert all(f"- {heading}：" in page for heading in answers(genre, quality))
    prompts = (ROOT / "docs" / "drafts" / f"{genre}-prompts.md").read_text(encoding="utf-8")
    assert all(f"【本节标题】{heading}" in prompts for heading in answers(genre, "good"))


def test_a_careful_answer_becomes_a_section_without_a_finding_and_a_careless_one_does_not_pass() -> None:
    good, careless = run("work_summary", "good"), run("work_summary", "careless")

    def failures(of: object) -> list[str]:
        check, replayed = of.check, of.replayed  # type: ignore[attr-defined]  # a Replay
        return [f.message for key in replayed for f in check.sections[key].findings if f.severity == "fail"]

    assert failures(good) == []
    assert {section.state for section in good.draft.sections if section.id in good.replayed} == {SectionState.DONE}
    assert not re.search(r"\{\{F\d", as_page(good))
    assert len(failures(careless)) > 5
    assert len(careless.requests) == 2 * len(careless.replayed), "each was asked once to put its numbers right"


def test_a_good_answer_is_plain_text_already() -> None:
    for genre in genres():
        for heading, answer in answers(genre, "good").items():
            assert unwrapped(answer) == answer, heading
