"""The gate before an export: what is open is named, and the file's name says so."""

import pytest

from drafting.checking.finding import CheckReport, Finding, Verdict
from drafting.layout.export_gate import export_name, gate_question, open_fails


def report(*texts: str, warnings: int = 0) -> CheckReport:
    fails = [Finding("invented_value", Verdict.FAIL, at, at + 2, text, "没有出处") for at, text in enumerate(texts)]
    warns = [Finding("stale_theme", Verdict.WARN, 0, 2, "旧提法", "请核对")] * warnings
    return CheckReport((), (*fails, *warns))


@pytest.mark.parametrize(
    ("checked", "name"),
    [
        (report(), "2026年工作总结"),
        (report(warnings=3), "2026年工作总结"),
        (report("12次"), "2026年工作总结（讨论稿）"),
    ],
)
def test_only_open_failures_make_a_text_a_draft_for_discussion(checked: CheckReport, name: str) -> None:
    assert export_name("2026年工作总结", checked) == name


@pytest.mark.parametrize(
    ("title", "name"),
    [("", "报告"), ("../a\\b:c*?", "abc"), ("一" * 300, "一" * 80), ("\n总结\t", "总结")],
)
def test_any_title_is_a_name_that_a_file_can_have(title: str, name: str) -> None:
    assert export_name(title, report()) == name


def test_the_question_says_how_many_and_which() -> None:
    question = gate_question(report("12次", "12次", "9份", "3家", "48.6亿元"))
    assert "“12次”（2 处）、“9份”、“3家”等 5 处" in question
    assert "讨论稿" in question
    assert len(open_fails(report("12次", warnings=2))) == 1


def test_nothing_open_asks_nothing() -> None:
    assert gate_question(report(warnings=2)) == ""
