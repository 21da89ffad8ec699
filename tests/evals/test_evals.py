"""The evals load cases written by hand, run the reader and the checker, and tell right from wrong."""

import json
from pathlib import Path

import pytest

from evals import number_check, numbers, planted
from evals.__main__ import main
from evals.dataset import CaseFileError


def cases(path: Path, *items: dict[str, object]) -> Path:
    path.write_text("\n".join(json.dumps(item, ensure_ascii=False) for item in items) + "\n", encoding="utf-8")
    return path


RIGHT = {"id": "a", "supplied": "收文2136份", "draft": "累计收文2136份。", "expected": "pass"}
WRONG = {"id": "b", "supplied": "收文2136份", "draft": "累计收文2163份。", "expected": "fail"}


def test_right_cases_are_clean(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = cases(tmp_path / "c.jsonl", RIGHT, WRONG)
    assert main(["number_check", "--cases", str(path), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [(case["id"], case["expected"], case["got"]) for case in document["cases"]] == [
        ("a", "pass", "pass"),
        ("b", "fail", "fail"),
    ]
    assert document["summary"]["false_pass"] == document["summary"]["false_alarm"] == 0


def test_a_wrong_label_counts_as_a_false_pass_or_a_false_alarm(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = cases(tmp_path / "c.jsonl", {**RIGHT, "expected": "fail"}, {**WRONG, "expected": "pass"})
    assert main(["number_check", "--cases", str(path), "--json"]) == 1
    summary = json.loads(capsys.readouterr().out)["summary"]
    assert (summary["false_pass"], summary["false_alarm"]) == (1, 1)


def test_a_case_without_a_label_is_run_and_not_judged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = cases(tmp_path / "c.jsonl", {"id": "x", "supplied": "收文2136份", "draft": "收文9份"})
    assert main(["number_check", "--cases", str(path), "--json"]) == 0
    (case,) = json.loads(capsys.readouterr().out)["cases"]
    assert (case["expected"], case["got"]) == (None, "fail")


def test_the_period_of_a_case_counts(tmp_path: Path) -> None:
    item = {**RIGHT, "draft": "2026年收文2136份。", "period": "2026年上半年"}
    (score,) = number_check.run(cases(tmp_path / "c.jsonl", item)).scores
    assert score.answer == "pass"


@pytest.mark.parametrize(
    ("expected", "right"),
    [
        ([{"text": "4.7万元", "kind": "amount", "value": "47000", "unit": "元"}], True),
        ([{"value": "47000.0"}], True),
        ([{"value": "4700"}], False),
        ([{"kind": "count"}], False),
        ([], False),
        ([{"text": "4.7万元"}, {"text": "8次"}], False),
    ],
)
def test_reading_is_judged_by_the_fields_that_a_label_states(
    tmp_path: Path, expected: list[dict[str, str]], right: bool
) -> None:
    path = cases(tmp_path / "n.jsonl", {"id": "1", "text": "筹资4.7万元。", "expected": expected})
    (score,) = numbers.run(path).scores
    assert score.right is right


def test_a_text_without_data_may_hold_names_and_no_quantity(tmp_path: Path) -> None:
    path = cases(
        tmp_path / "n.jsonl",
        {"id": "1", "text": "万众一心抓三会一课。", "data": False},
        {"id": "2", "text": "开展三会一课3次。", "data": False},
    )
    assert [score.right for score in numbers.run(path).scores] == [True, False]


def test_the_shipped_readings_are_all_right() -> None:
    assert numbers.run().clean


@pytest.mark.parametrize(
    "text",
    ["{broken", "[1, 2]", '{"id": "1", "supplied": "a"}', '{"supplied": "a", "draft": "b", "expected": "maybe"}'],
)
def test_a_file_that_is_no_case_file_is_refused_by_line(
    tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(text, encoding="utf-8")
    assert main(["number_check", "--cases", str(path)]) == 2
    assert "第 1 行" in capsys.readouterr().err


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert main(["number_check", "--cases", str(tmp_path / "no.jsonl")]) == 2
    with pytest.raises(CaseFileError):
        planted.run(tmp_path)


def test_the_shipped_cases_have_their_own_ids_and_labels() -> None:
    checks, readings = number_check.load(), numbers.load()
    assert len({case.id for case in checks}) == len(checks) >= 380
    assert len({case.id for case in readings}) == len(readings) >= 300
    assert all(case.expected is not None for case in checks)
    assert all(case.expected is not None or case.data_free for case in readings)


def test_no_wrong_number_passes_and_few_right_ones_are_flagged() -> None:
    summary = number_check.run().summary
    assert summary["false_pass_rate"] <= 0.01  # type: ignore[operator]  # rates are floats
    assert summary["false_alarm_rate"] <= 0.02  # type: ignore[operator]  # rates are floats


def test_planted_errors_are_found(tmp_path: Path) -> None:
    report = "全年召开党工委会议11次，收文2136份，同比增长7.9%。实现产值128.6亿元，税收3.2亿元。走访企业300余家。"
    (tmp_path / "报告.txt").write_text(report, encoding="utf-8")
    outcome = planted.run(tmp_path)
    assert outcome.summary["alterations"] >= 10  # type: ignore[operator]  # a count
    assert outcome.summary["flagged_rate"] == 1.0
    assert outcome.summary["false_alarms"] == 0
