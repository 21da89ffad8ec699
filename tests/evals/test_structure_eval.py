"""The headings of real reports, labelled by hand, are found; a heading missed or made up counts against the parser."""

import json
from pathlib import Path

import pytest

from evals import structure
from evals.__main__ import main
from evals.structure import Marked, aligned
from tests.conftest import SHARED

REPORT = "云岚工业园区工作总结\n一、工作情况\n园区工作稳中有进。\n（一）加强学习\n组织学习。\n二、存在问题\n还有差距。"
RIGHT = [[1, "一、工作情况", "情况"], [2, "（一）加强学", "学习"], [1, "二、存在问题", "问题"]]


def outcome_of(folder: Path, *headings: list[object]) -> dict[str, object]:
    (folder / "报告.txt").write_text(REPORT, encoding="utf-8")
    labels = folder / "labels.jsonl"
    labels.write_text(json.dumps({"document": "报告.txt", "headings": headings}, ensure_ascii=False), encoding="utf-8")
    return dict(structure.run(labels, folder).summary)


def test_headings_as_labelled_are_all_right(tmp_path: Path) -> None:
    assert outcome_of(tmp_path, *RIGHT)["f1"] == 1.0


@pytest.mark.parametrize(
    ("labels", "precision", "recall"),
    [
        (RIGHT[:2], 0.6667, 1.0),
        ([*RIGHT, [1, "三、下步打算", "打算"]], 1.0, 0.75),
        ([[2, *RIGHT[0][1:]], *RIGHT[1:]], 0.6667, 0.6667),
    ],
)
def test_what_is_missed_made_up_or_at_another_level_counts(
    tmp_path: Path, labels: list[list[object]], precision: float, recall: float
) -> None:
    summary = outcome_of(tmp_path, *labels)
    assert (summary["precision"], summary["recall"]) == (precision, recall)


def test_headings_are_paired_in_order() -> None:
    one, two = Marked(1, "一、"), Marked(1, "二、")
    assert aligned((one, two, one), (two, one)) == ((1, 0), (2, 1))
    assert aligned((one, two), (two, one)) in {((0, 1),), ((1, 0),)}


def test_without_the_real_reports_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["structure", "--corpus", str(tmp_path / "none")]) == 0
    assert "--corpus" in capsys.readouterr().out


def test_the_labels_show_no_more_of_the_reports_than_they_must() -> None:
    documents = dict(structure.load())
    assert len(documents) >= 12
    assert all(len(item.starts) <= 6 and len(item.ends) <= 2 for marked in documents.values() for item in marked)


def test_the_parser_gives_what_it_owes() -> None:
    if not (SHARED / "corpus").is_dir():
        pytest.skip("the corpus of real reports is not at hand")
    summary = structure.run().summary
    assert summary["f1"] >= structure.OWED  # type: ignore[operator]  # a rate
