"""Drafts from a model that misbehaves: no wrong number goes to print unmarked, and no old one is sent."""

from collections.abc import Callable
from pathlib import Path

import pytest

from evals.behaviour import load_rates
from evals.dataset import CaseFileError
from evals.faithful_draft import run
from evals.score import Outcome


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return run(rounds=1, ablation_rounds=1)


def test_every_wrong_number_that_reaches_the_export_is_marked(outcome: Outcome) -> None:
    assert outcome.summary["wrong_in_export"] > 30
    assert [score.explanation for score in outcome.scores if score.fault == "unflagged"] == []


def test_no_value_of_last_year_is_in_a_prompt_though_orders_and_reports_are(outcome: Outcome) -> None:
    assert outcome.summary["past_values_looked_for"] > 300
    assert outcome.summary["prompts_with_an_order"] > 0
    assert outcome.summary["past_values_in_prompts"] == 0


def test_each_guard_prevents_something_that_the_others_do_not(outcome: Outcome) -> None:
    rows = {row["防线"]: row for row in outcome.table}
    full = rows["全部防线"]

    assert rows["不换空槽"]["其中照抄往年"] > full["其中照抄往年"] == 0
    assert rows["不用标记"]["模型写错"] > full["模型写错"]
    assert rows["不作核对"]["错数未标出"] > full["错数未标出"] == 0


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda _: Path("gone.jsonl"), "打不开"),
        (lambda folder: written(folder, '{"id": "digit", "of": "hand", "rate": 3}'), "0 到 1"),
        (lambda folder: written(folder, '{"id": "a", "of": "hand", "rate": 0.7}\n' * 1 + '{"id": "b", "of": "hand", "rate": 0.7}'), "合计"),
    ],
)  # fmt: skip
def test_rates_that_cannot_be_used_are_told_in_one_sentence(
    tmp_path: Path, make: Callable[[Path], Path], says: str
) -> None:
    with pytest.raises(CaseFileError, match=says):
        load_rates(make(tmp_path))


def written(folder: Path, text: str) -> Path:
    path = folder / "rates.jsonl"
    path.write_text(text, encoding="utf-8")
    return path
