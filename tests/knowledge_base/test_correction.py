"""What a user puts right about a report holds: in its passages, in the search and for the next reader."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge_base.correction import Correction, corrected, lines_of, sections_from
from knowledge_base.errors import NotFoundError
from knowledge_base.library import Library
from knowledge_base.report import Period, Report, Role, Section
from knowledge_base.starter import starter_files

TEXT = """云岚工业园区党政办公室2025年上半年工作总结
园区党工委：
2025年上半年，各项工作取得新进展。
一、工作开展情况
（一）聚焦主责主业
召开党工委会议11次，会议材料合格率99.2%。
强化机关党建引领发展
召开党员大会5次，开展主题党日8次。
二、存在问题
调查研究还不够深入。
特此报告。
云岚工业园区党政办公室
2025年7月2日
"""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = Library(tmp_path / "home", genre_cues={"work_summary": ("工作总结",)}, starter=False)
    yield made
    made.close()


@pytest.fixture
def report(library: Library) -> Report:
    added = library.add_bytes(TEXT.encode(), "总结.txt").report
    assert added is not None
    return added


def unchanged(report: Report) -> Correction:
    return Correction(report.title, report.genre, report.unit, report.period)


def headings(sections: Sequence[Section]) -> list[tuple[int, str]]:
    return [(line.level, line.text) for line in lines_of(sections) if line.level]


def place_of(report: Report, text: str) -> int:
    return next(place for place, line in enumerate(lines_of(report.sections)) if line.text == text)


def test_genre_unit_and_period_follow_into_list_and_search(library: Library, report: Report) -> None:
    library.correct(report.id, Correction("新标题", "model_organ", "清溪工业园区管委会", Period(2024)))

    assert library.show(report.id).title == "新标题"
    assert [one.id for one in library.list(genre="model_organ", unit="清溪工业园区管委会", year=2024)] == [report.id]
    assert library.list(genre="work_summary") == ()
    assert library.search("党工委会议", genre="model_organ", year=2024)[0].report_title == "新标题"
    assert library.search("党工委会议", genre="work_summary") == ()


def test_a_line_that_was_taken_for_text_becomes_a_heading(library: Library, report: Report) -> None:
    place = place_of(report, "强化机关党建引领发展")
    correction = replace(unchanged(report), lines={place: (2, "（二）强化机关党建引领发展")})

    after = library.correct(report.id, correction)

    assert headings(after.sections) == [
        (1, "一、工作开展情况"),
        (2, "（一）聚焦主责主业"),
        (2, "（二）强化机关党建引领发展"),
        (1, "二、存在问题"),
    ]
    hit = library.search("党员大会 主题党日")[0]
    assert hit.passage.heading_path == ("一、工作开展情况", "（二）强化机关党建引领发展")
    assert library.show(report.id) == after


def test_a_heading_that_is_none_becomes_text(report: Report) -> None:
    correction = replace(unchanged(report), lines={place_of(report, "（一）聚焦主责主业"): (0, "（一）聚焦主责主业")})

    after = corrected(report, correction)

    assert headings(after.sections) == [(1, "一、工作开展情况"), (1, "二、存在问题")]
    assert "（一）聚焦主责主业" in after.sections[1].paragraphs


def test_a_renamed_section_is_for_what_its_new_name_says(report: Report) -> None:
    correction = replace(unchanged(report), lines={place_of(report, "二、存在问题"): (1, "二、下步工作打算")})

    after = corrected(report, correction)

    plans = next(section for section in after.sections if section.title == "下步工作打算")
    assert plans.role is Role.PLANS


def test_what_was_guessed_and_is_now_answered_is_not_noted_any_more(report: Report) -> None:
    doubtful = replace(report, notes=("未找到标题", "疑似缺少标题 1 处，已按内容分段", "文种未能识别，请确认"))

    after = corrected(doubtful, replace(unchanged(report), title="新标题", genre="work_priorities"))

    assert after.notes == ("疑似缺少标题 1 处，已按内容分段", "已人工更正：标题、文种")


def test_a_place_that_the_report_has_not_changes_nothing(report: Report) -> None:
    after = corrected(report, replace(unchanged(report), lines={-1: (1, "x"), 999: (2, "y")}))

    assert after.sections == report.sections


def test_a_corrected_report_is_there_already_when_its_file_comes_again(library: Library, report: Report) -> None:
    library.correct(report.id, replace(unchanged(report), unit="清溪工业园区管委会"))

    again = library.add_bytes(TEXT.encode(), "总结.txt")

    assert (again.status, again.unit) == ("unchanged", "清溪工业园区管委会")


def test_a_report_that_is_gone_cannot_be_corrected(library: Library, report: Report) -> None:
    library.remove(report.id)

    with pytest.raises(NotFoundError):
        library.correct(report.id, unchanged(report))


@pytest.mark.parametrize("path", starter_files(), ids=lambda path: path.stem)
def test_every_report_is_the_same_tree_again_from_its_lines(tmp_path: Path, path: Path) -> None:
    with_starter = Library(tmp_path / "home", starter=False)
    report = with_starter.add(path).report
    with_starter.close()
    assert report is not None

    assert sections_from(lines_of(report.sections), report.title) == report.sections
