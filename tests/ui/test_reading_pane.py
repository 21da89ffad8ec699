"""The reading pane: a report beside its original, and what a user says of it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from knowledge_base.cleaning import Removal
from knowledge_base.errors import ReadingError
from knowledge_base.library import Library
from knowledge_base.report import Period
from ui.original_view import OriginalPiece, original_view
from ui.page import Desk
from ui.reading_pane import Mode, ReadingPane

TEXT = """您的位置：首页 > 工作总结
清溪工业园区党政办公室2025年上半年工作总结
一、工作开展情况
筹备党工委会议9次，会议材料合格率99.2%，处理群众来信**件。
二、存在问题
调查研究还不够深入。
<img src=x onerror=alert(1)>是一句正文，不是网页。
清溪工业园区党政办公室
2025年7月2日
"""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = Library(tmp_path / "home", genre_cues={"work_summary": ("工作总结",)}, starter=False)
    yield made
    made.close()


@pytest.fixture
def pane(library: Library) -> ReadingPane:
    genre = SimpleNamespace(id="work_summary", name="工作总结")
    workspace = cast(Any, SimpleNamespace(library=library, genres={"work_summary": genre}))
    return ReadingPane(Desk(workspace, *cast(Any, (None, None, None)), today=lambda: date(2026, 7, 1)))


@pytest.fixture
def report_id(library: Library) -> str:
    return library.add_bytes(TEXT.encode(), "总结.txt").report_id


def fields(**changed: object) -> dict[str, object]:
    said = {"title": "甲总结", "genre": "work_summary", "unit": "清溪工业园区管委会", "year": "2024", "span": "2"}
    return said | {"lines": []} | changed


@pytest.mark.parametrize(
    ("paragraph", "removal", "pieces"),
    [
        ("广告位一", Removal(0, "广告位一", "广告位"), (OriginalPiece("广告位一", 0, "广告位"),)),
        (
            "党员3、干部学习",
            Removal(0, "3、", "页码标记"),
            (OriginalPiece("党员"), OriginalPiece("3、", 0, "页码标记"), OriginalPiece("干部学习")),
        ),
        # Tidied before it was taken off, so that its words are not to be found: the paragraph is marked.
        ("广\u200b告位", Removal(0, "广告位", "广告位"), (OriginalPiece("广\u200b告位", 0, "广告位"),)),
        ("正文。", Removal(7, "别处", "广告位"), (OriginalPiece("正文。"),)),
    ],
)
def test_what_was_taken_off_is_marked_where_it_stood(
    paragraph: str, removal: Removal, pieces: tuple[OriginalPiece, ...]
) -> None:
    assert original_view([paragraph], [removal]) == (pieces,)


def test_a_report_stands_beside_its_original_with_slots_masks_and_removals(pane: ReadingPane, report_id: str) -> None:
    page = pane.report(report_id, Mode.ORIGINAL)

    assert 'class="removed"' in page
    assert '<span class="slot masked"' in page
    assert ">9次</span>" in page
    assert "<img" not in page


def test_what_was_taken_off_is_put_back_and_taken_off_again(
    pane: ReadingPane, library: Library, report_id: str
) -> None:
    pane.undo(report_id, 0)
    assert library.original(report_id)[1][0].undone
    assert "您的位置" in str(library.show(report_id))

    pane.undo(report_id, 0)
    assert not library.original(report_id)[1][0].undone
    assert "您的位置" not in str(library.show(report_id))


@pytest.mark.parametrize("number", [-1, 99])
def test_what_was_never_taken_off_cannot_be_put_back(pane: ReadingPane, report_id: str, number: int) -> None:
    with pytest.raises(ReadingError, match="重新打开"):
        pane.undo(report_id, number)


def test_a_correction_is_stored(pane: ReadingPane, library: Library, report_id: str) -> None:
    pane.correct(report_id, fields(lines=[[0, 2, "（一）工作开展情况"]]))

    report = library.show(report_id)
    assert (report.title, report.unit, report.period) == ("甲总结", "清溪工业园区管委会", Period(2024, half=2))
    assert report.sections[0].heading == "（一）工作开展情况"


@pytest.mark.parametrize(
    ("span", "period"),
    [("", Period(2024)), ("1", Period(2024, half=1)), ("q3", Period(2024, quarter=3)), ("q9", Period(2024))],
)
def test_a_period_is_chosen_by_year_and_part(
    pane: ReadingPane, library: Library, report_id: str, span: str, period: Period
) -> None:
    pane.correct(report_id, fields(span=span))

    assert library.show(report_id).period == period


@pytest.mark.parametrize("changed", [{"year": "20x5"}, {"year": "1066"}, {"genre": "../etc"}])
def test_a_correction_that_cannot_be_is_told(
    pane: ReadingPane, library: Library, report_id: str, changed: dict[str, str]
) -> None:
    before = library.show(report_id)

    with pytest.raises(ReadingError, match="请"):
        pane.correct(report_id, fields(**changed))

    assert library.show(report_id) == before


def test_the_overview_counts_by_genre_year_and_unit(pane: ReadingPane, report_id: str) -> None:
    assert report_id
    page = pane.overview()

    assert "共 1 篇" in page
    assert "清溪工业园区党政办公室 1" in page
