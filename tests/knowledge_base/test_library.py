"""Past reports go in once, come out whole, and leave nothing behind when removed."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from knowledge_base import library as library_module
from knowledge_base.database import Database, PassageRow, ReportRow, VectorRow
from knowledge_base.errors import NotFoundError, StoreError
from knowledge_base.library import Library
from knowledge_base.report import Period
from tests.knowledge_base.word_files import paragraph, word_file

CUES = {
    "work_summary": ("工作总结", "总结"),
    "model_organ": ("创建模范机关工作总结", "模范机关"),
    "party_governance": ("全面从严治党主体责任", "主体责任"),
    "party_building_status": ("党建工作情况报告",),
    "work_priorities": ("党建工作要点", "工作要点"),
}


def summary(year: int, half: str = "上半年", *, meetings: int = 11, unit: str = "云岚工业园区党政办公室") -> bytes:
    return (
        f"{unit}{year}年{half}工作总结\n园区党工委：\n{year}年{half}，党政办公室围绕中心、服务大局。现将工作情况总结如下。\n"
        f"一、工作开展情况\n（一）聚焦主责主业\n一是规范会议服务。召开党工委会议{meetings}次，理论学习中心组学习{meetings - 4}次。"
        f"二是规范公文办理。累计办理收文{meetings * 200}余份，同比增长9.6%。\n"
        f"（二）强化机关党建\n召开党员大会{meetings - 6}次。\n二、存在问题\n服务意识有待加强。\n三、下步打算\n持续提升服务质效。\n"
        f"{unit}\n{year}年7月5日\n"
    ).encode()


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = Library(tmp_path / "home", genre_cues=CUES, starter=False)
    yield made
    made.close()


def test_a_report_is_understood_on_the_way_in(library: Library) -> None:
    result = library.add_bytes(summary(2025), "总结.txt")
    assert (result.status, result.reason) == ("added", "")
    assert (result.title, result.genre, result.unit, result.year) == (
        "云岚工业园区党政办公室2025年上半年工作总结",
        "work_summary",
        "云岚工业园区党政办公室",
        2025,
    )
    assert (result.sections, result.masks, result.notes) == (5, {}, ())
    report = library.show(result.report_id)
    assert report == result.report
    assert (report.recipient, report.date, report.period) == ("园区党工委：", "2025年7月5日", Period(2025, half=1))
    assert (
        report.passages[1].template
        == "一是规范会议服务。召开党工委会议{党工委会议:次}，理论学习中心组学习{理论学习中心组学习:次}。"
    )


def test_the_same_file_twice_changes_nothing(library: Library, tmp_path: Path) -> None:
    first = library.add_bytes(summary(2025), "总结.txt")
    copy = tmp_path / "另一个名字.txt"
    copy.write_bytes(summary(2025))
    again = library.add(copy)
    assert (again.status, again.report_id, again.path) == ("unchanged", first.report_id, str(copy))
    assert len(library.list()) == 1


def test_a_removed_report_is_gone_and_may_come_back(library: Library) -> None:
    added = library.add_bytes(summary(2025), "总结.txt")
    assert library.search("党工委会议")
    library.remove(added.report_id)
    assert library.search("党工委会议") == ()
    assert rows(library) == (0, 0, 0)
    with pytest.raises(NotFoundError, match=added.report_id):
        library.show(added.report_id)
    assert library.add_bytes(summary(2025), "总结.txt").status == "added"
    assert library.search("党工委会议")[0].passage.report_id == added.report_id


def rows(library: Library) -> tuple[int, ...]:
    with library._database.reading() as session:
        return tuple(
            session.scalar(select(func.count()).select_from(table)) or 0 for table in (ReportRow, PassageRow, VectorRow)
        )


def test_what_the_user_says_goes_before_what_is_recognised(library: Library) -> None:
    result = library.add_bytes(summary(2025), "a.txt", genre="work_priorities", unit="管委会", year=2024)
    assert (result.genre, result.unit, result.year) == ("work_priorities", "管委会", 2024)
    assert {(passage.genre, passage.unit, passage.year) for passage in library.show(result.report_id).passages} == {
        ("work_priorities", "管委会", 2024)
    }


def test_a_bad_file_is_rejected_with_its_reason_and_stops_nothing(library: Library, tmp_path: Path) -> None:
    files = {
        "空.docx": b"",
        "图.docx": b"\x89PNG\r\n\x1a\n\x00",
        "好.txt": summary(2025),
        "密.txt": "机密★10年\n正文。".encode(),
    }
    results = []
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
        results.append(library.add(tmp_path / name))
    results.append(library.add(tmp_path / "没有.txt"))
    assert [result.status for result in results] == ["rejected", "rejected", "added", "rejected", "rejected"]
    assert "空文件" in results[0].reason
    assert "图片" in results[1].reason
    assert "密级标志" in results[3].reason
    assert "找不到" in results[4].reason


def test_a_word_file_goes_in_like_a_text(library: Library) -> None:
    body = "".join(paragraph(line) for line in summary(2025).decode().splitlines())
    assert library.add_bytes(word_file(body), "总结.docx").sections == 5


def test_the_original_is_kept_byte_for_byte(library: Library) -> None:
    data = summary(2025) + "推荐文章\n".encode()
    data = "内容头部广告位(手机)\n".encode() + data
    result = library.add_bytes(data, "a.txt")
    original, removals = library.original(result.report_id)
    assert original == data
    assert [removal.reason for removal in removals] == ["广告位", "推荐链接"]


def test_reports_are_listed_newest_first_and_by_genre_unit_and_year(library: Library) -> None:
    for year in (2023, 2025, 2024):
        library.add_bytes(summary(year), f"{year}.txt")
    library.add_bytes(summary(2025, unit="云岚工业园区管委会"), "b.txt")
    assert [item.period.year for item in library.list() if item.period] == [2025, 2025, 2024, 2023]
    assert len(library.list(unit="云岚工业园区管委会")) == 1
    assert len(library.list(year=2025)) == 2
    assert library.list(genre="model_organ") == ()


def test_the_nearest_reports_are_of_the_unit_and_half_and_never_newer(library: Library) -> None:
    for year, half in ((2023, "上半年"), (2024, "上半年"), (2024, "下半年"), (2025, "上半年"), (2025, "下半年")):
        library.add_bytes(summary(year, half), f"{year}{half}.txt")
    library.add_bytes(summary(2025, unit="澜川经济开发区管委会"), "b.txt")
    near = library.nearest_reports("work_summary", "党政办公室", Period(2025, half=1), k=4)
    assert [(report.unit[:2], report.period) for report in near] == [
        ("云岚", Period(2025, half=1)),
        ("云岚", Period(2024, half=1)),
        ("云岚", Period(2023, half=1)),
        ("云岚", Period(2024, half=2)),
    ]


def test_the_usual_indicators_are_learned_with_their_last_values(library: Library) -> None:
    library.add_bytes(summary(2024, meetings=9), "a.txt")
    library.add_bytes(summary(2025, meetings=11), "b.txt")
    usual = library.usual_indicators("work_summary", "党政办公室", half=1)
    assert [(each.name, each.last_value, each.last_period, each.seen_in, each.out_of) for each in usual] == [
        ("党工委会议", "11次", "2025年上半年", 2, 2),
        ("理论学习中心组学习", "7次", "2025年上半年", 2, 2),
        ("收文", "2200余份", "2025年上半年", 2, 2),
        ("党员大会", "5次", "2025年上半年", 2, 2),
    ]
    assert usual[0].topic == "（一）聚焦主责主业"
    assert library.usual_indicators("model_organ") == ()


def test_a_library_that_is_reopened_holds_what_it_held(tmp_path: Path) -> None:
    first = Library(tmp_path, genre_cues=CUES, starter=False)
    report_id = first.add_bytes(summary(2025), "a.txt").report_id
    first.close()
    second = Library(tmp_path, genre_cues=CUES, starter=False)
    assert second.show(report_id).title.endswith("工作总结")
    assert second.search("收文")[0].passage.report_id == report_id
    second.close()


def test_the_starter_reports_are_loaded_once_and_never_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "starter.txt"
    file.write_bytes(summary(2025))
    monkeypatch.setattr(library_module, "starter_files", lambda: (file,))
    first = Library(tmp_path / "home", genre_cues=CUES)
    (only,) = first.list()
    first.remove(only.id)
    first.close()
    second = Library(tmp_path / "home", genre_cues=CUES)
    assert second.list() == ()
    second.close()


def test_a_first_load_that_was_broken_off_is_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = []
    for year in (2024, 2025):
        files.append(tmp_path / f"{year}.txt")
        files[-1].write_bytes(summary(year))

    def broken() -> Iterator[Path]:
        yield files[0]
        raise KeyboardInterrupt

    monkeypatch.setattr(library_module, "starter_files", broken)
    with pytest.raises(KeyboardInterrupt):
        Library(tmp_path / "home", genre_cues=CUES)
    monkeypatch.setattr(library_module, "starter_files", lambda: tuple(files))
    again = Library(tmp_path / "home", genre_cues=CUES)
    assert len(again.list()) == 2
    again.close()


def test_a_library_that_held_reports_before_gets_no_starter(tmp_path: Path) -> None:
    first = Library(tmp_path, genre_cues=CUES, starter=False)
    first.add_bytes(summary(2025), "a.txt")
    first.close()
    second = Library(tmp_path, genre_cues=CUES)
    assert len(second.list()) == 1
    second.close()


def test_several_threads_add_and_search_at_once(library: Library) -> None:
    failures: list[BaseException] = []

    def work(year: int) -> None:
        try:
            library.add_bytes(summary(year), f"{year}.txt")
            library.add_bytes(summary(2000), "同一个.txt")
            assert library.search("党工委会议", k=3)
        except BaseException as error:  # noqa: BLE001 - whatever a thread raises fails the test
            failures.append(error)

    threads = [threading.Thread(target=work, args=(year,)) for year in range(2010, 2018)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(library.list()) == 9


def test_a_database_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="资料库无法打开"):
        Library(tmp_path / "file" / "home")
    with pytest.raises(StoreError, match="资料库无法打开"):
        Database(tmp_path, "nosuch://user:secret@host/db")


def test_a_password_is_never_shown(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as error:
        Database(tmp_path, "nosuch://user:secret@host/db")
    assert "secret" not in str(error.value)


def test_the_five_seeds_are_added(library: Library, seeds: tuple[Path, ...]) -> None:
    results = [library.add(path) for path in seeds]
    assert [result.status for result in results] == ["added"] * 5
    assert [result.genre for result in results] == [
        "work_summary",
        "model_organ",
        "party_governance",
        "party_building_status",
        "work_priorities",
    ]
    assert [result.year for result in results] == [2024, None, 2022, None, 2025]
    assert [result.unit for result in results] == [
        "党政办公室",
        "园区管委会",
        "党工委",
        "某县工业园区",
        "市工业园区党工委",
    ]
    assert "未找到标题" in results[0].notes
    assert [library.add(path).status for path in seeds] == ["unchanged"] * 5
