"""The suites of other projects are read from a copy, compared by value, and what is excluded says why; luck is measured."""

import json
from pathlib import Path

import pytest

from evals import bench, oracles
from evals.__main__ import main
from evals.coincidence import coincidence, wrong_drafts
from evals.dataset import CaseFileError
from evals.number_check import CheckCase


def copy_of_suites(folder: Path) -> Path:
    """Write made-up cases in the layouts of the four suites."""
    specs = folder / "Specs" / "Number" / "Chinese"
    specs.mkdir(parents=True)
    results = [{"Text": "三百五", "Resolution": {"value": "350"}, "Start": 2, "End": 4}]
    spec = [
        {"Input": "共计三百五", "Results": results},
        {"Input": "对折出售", "Results": []},
        {
            "Input": "超过八十",
            "Results": [{"Text": "超过八十", "Resolution": {"value": "(80,)"}, "Start": 0, "End": 3}],
        },
        {"Input": "共计三百五", "Results": []},  # said twice
    ]
    (specs / "NumberModel.json").write_text(json.dumps(spec, ensure_ascii=False), encoding="utf-8-sig")
    (folder / "cn2an").mkdir()
    (folder / "cn2an" / "cn2an_test.py").write_text(
        "raise SystemExit  # never run\nclass T:\n    def setUp(self):\n        self.strict_data_dict = {'二十二': 22, '三十': 31}\n",
        encoding="utf-8",
    )
    (folder / "test").mkdir()
    (folder / "test" / "test_money_parser.py").write_text(
        "money_string_list = [['2到5万元', {'num': ['20000.00', '50000.00'], 'case': '元'}]]\n", encoding="utf-8"
    )
    texts = folder / "itn" / "chinese" / "test" / "data"
    texts.mkdir(parents=True)
    (texts / "number.txt").write_text("两千零十二 => 2012\n幺幺零 => 110\n", encoding="utf-8")
    return folder


def test_agreement_is_told_suite_by_suite_with_every_exclusion(tmp_path: Path) -> None:
    outcome = oracles.run_paths([copy_of_suites(tmp_path)])
    assert outcome.summary == {
        "cases": 8,
        "Recognizers-Text": "2/2 (100.0%)，不比 1",
        "cn2an": "1/2 (50.0%)，不比 0",
        "JioNLP": "1/1 (100.0%)，不比 0",
        "WeTextProcessing": "1/1 (100.0%)，不比 1",
        "excluded": 2,
    }
    assert [row["不比的用例"].rpartition("：")[2] for row in outcome.table] == ["对折出售", "幺幺零"]
    assert all(row["原因"] for row in outcome.table)
    assert outcome.met is False  # one of six differs


def test_a_folder_without_a_suite_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CaseFileError, match="外部测试集"):
        oracles.run_paths([tmp_path])
    assert main(["oracles"]) == 2
    assert "--path" in capsys.readouterr().err


def test_random_wrong_values_are_drawn_and_none_is_accepted() -> None:
    case = CheckCase("a", "收文2136份，同比增长7.9%", "累计收文2136份，同比增长7.9%。", None)
    drawn = list(wrong_drafts(case))
    assert {kind for kind, _ in drawn} == {"count", "percent"}
    assert all(draft != case.draft for _, draft in drawn)
    assert all(share.startswith("0/") for share in coincidence([case]).values())


def test_a_draft_that_fails_as_it_is_tells_nothing_of_luck() -> None:
    case = CheckCase("a", "收文2136份", "累计收文9份。", None)
    assert coincidence([case]) == {}


def test_the_benchmark_runs_on_the_starter_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench, "CHARACTERS", 4000)
    monkeypatch.setattr(bench, "REPORT", 2000)
    monkeypatch.setattr(bench, "ROUNDS", 1)
    assert main(["bench", "numbers", "--corpus", str(tmp_path / "none"), "--json"]) == 0
    summary = json.loads(capsys.readouterr().out)["summary"]
    assert summary["characters_per_second"]["read"] > 0
    assert summary["text"].startswith("自带范例库，4000 字")
    assert "2× 文本" in summary["read_growth"]
    assert "2000 字对" in summary["check"]
