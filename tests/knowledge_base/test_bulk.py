"""Thousands of files at once: none stops the rest, none acknowledged is lost, and the same import again goes on."""

import os
import random
import re
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from knowledge_base import bulk
from knowledge_base.bulk import Item, Read, Way, read_all
from knowledge_base.chroma_folder import probe, store_of
from knowledge_base.errors import ReadingError
from knowledge_base.index_health import IndexState
from knowledge_base.library import Library
from knowledge_base.reading import Limits
from knowledge_base.understanding import Given
from knowledge_base.vectors import HashedNgrams
from tests.conftest import PRIVATE, ROOT
from tests.knowledge_base.test_library import CUES, summary


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = Library(tmp_path / "home", genre_cues=CUES, starter=False)
    yield made
    made.close()


def folder_of(place: Path, reports: int) -> Path:
    place.mkdir()
    for number in range(reports):
        (place / f"{number:03}.txt").write_bytes(summary(2015 + number % 10, meetings=20 + number))
    return place


class TestAnImport:
    def test_takes_files_and_archives_and_no_bad_file_stops_it(self, library: Library, tmp_path: Path) -> None:
        place = folder_of(tmp_path / "往年", 5)
        (place / "000-图.docx").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
        (place / "001-密.txt").write_text("机密★10年\n正文。", encoding="utf-8")
        (place / "004-副本.txt").write_bytes((place / "004.txt").read_bytes())
        with zipfile.ZipFile(place / "包.zip", "w") as archive:
            archive.writestr("甲/总结.txt", summary(2001))
            archive.writestr("空.txt", b"")

        results = list(library.add_all(sorted(place.iterdir()), processes=2))

        by_name = {Path(result.path).name: result for result in results}
        assert [result.status for result in results].count("added") == 6
        assert by_name["总结.txt"].path == str(place / "包.zip" / "甲/总结.txt")
        assert {by_name["004.txt"].status, by_name["004-副本.txt"].status} == {"added", "unchanged"}
        assert {name: by_name[name].status for name in ("000-图.docx", "001-密.txt", "空.txt")} == dict.fromkeys(
            ("000-图.docx", "001-密.txt", "空.txt"), "rejected"
        )
        assert all("“" in result.reason for result in results if result.status == "rejected")

    def test_again_changes_nothing_and_reads_nothing(
        self, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        files = sorted(folder_of(tmp_path / "往年", 4).iterdir())
        list(library.add_all(files, processes=1))
        monkeypatch.setattr(bulk, "read_one", lambda *_: pytest.fail("what is held was read again"))

        again = list(library.add_all(files, processes=1))

        assert [result.status for result in again] == ["unchanged"] * 4
        assert all(result.report for result in again)

    def test_broken_off_keeps_what_it_told_and_goes_on(self, library: Library, tmp_path: Path) -> None:
        files = sorted(folder_of(tmp_path / "往年", 6).iterdir())
        first = library.add_all(files, processes=1)
        told = [next(first).report_id for _ in range(3)]
        first.close()

        assert {item.id for item in library.list()} == set(told)
        assert [result.status for result in library.add_all(files, processes=1)] == ["unchanged"] * 3 + ["added"] * 3

    def test_gives_the_same_reports_as_one_by_one(self, library: Library, tmp_path: Path) -> None:
        files = sorted(folder_of(tmp_path / "往年", 3).iterdir())
        other = Library(tmp_path / "other", genre_cues=CUES, starter=False)

        in_bulk = {result.report_id: library.show(result.report_id) for result in library.add_all(files, processes=2)}

        assert in_bulk == {result.report_id: result.report for result in map(other.add, files)}
        other.close()


class KillsItsProcess(HashedNgrams):
    """Vectors whose making ends the process, for a passage that says so: a library written in C that crashes."""

    __slots__ = ()

    def embed(self, texts):  # type: ignore[no-untyped-def]  # as its base
        if any("崩溃" in each for each in texts):
            os.kill(os.getpid(), signal.SIGSEGV)
        return super().embed(texts)


def test_a_file_that_ends_its_process_is_told_and_the_others_are_read() -> None:
    texts = ["召开会议。", "发生崩溃。", "开展培训。", "走访企业。", "解决问题。"]
    items = iter([Item(f"{each}.txt", f"{each}.txt", f"{each}一、工作情况\n{each}".encode()) for each in texts])

    reads: list[Read] = list(read_all(items, Way({}, Limits(), Given(), KillsItsProcess()), (), processes=2))

    assert sorted(read.path for read in reads) == sorted(f"{each}.txt" for each in texts)
    assert [read.path for read in reads if read.reason] == ["发生崩溃。.txt"]


def test_what_cannot_be_opened_is_told() -> None:
    items = iter([Item("a", "a", ReadingError("找不到文件“a”；请检查路径。"))])

    (read,) = read_all(items, Way({}, Limits(), Given(), HashedNgrams()), (), processes=1)

    assert read.reason == "找不到文件“a”；请检查路径。"


def test_killed_at_any_moment_an_import_loses_nothing_it_told_and_goes_on(tmp_path: Path) -> None:
    reports = 50
    place, home = folder_of(tmp_path / "往年", reports), tmp_path / "home"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(PRIVATE)}
    environment |= {"ZHIBI_HOME": str(home)}
    command = [sys.executable, "-m", "ui.cli", "library", "add", str(place)]
    told: set[str] = set()
    moments = random.Random(4)  # noqa: S311 - the same moments in every run
    for _ in range(6):
        with subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as process:
            assert process.stdout is not None
            for _ in range(moments.randint(len(told) + 1, len(told) + 6)):
                line = process.stdout.readline()
                told |= set(re.findall(r"^已收入  (\w{16})", line))
            process.kill()
            for line in process.stdout:  # told in the moment of the kill
                told |= set(re.findall(r"^已收入  (\w{16})  .*\n", line))
        with_library = Library(home, starter=False)
        assert told <= {item.id for item in with_library.list()}
        assert all(with_library.show(report_id).passages for report_id in told)
        with_library.close()

    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=240, check=False)

    assert done.returncode == 0, done.stderr
    assert f"共 {reports} 份" in done.stdout
    assert done.stdout.count("库中已有  ") >= len(told)
    finished = Library(home, starter=False)
    assert len([item for item in finished.list() if item.source_name.endswith(".txt")]) >= reports
    assert finished.search("党工委会议")
    finished.close()


class TestTheVectorIndex:
    def filled(self, home: Path) -> Library:
        library = Library(home, genre_cues=CUES, starter=False)
        library.add_bytes(summary(2025), "a.txt")
        library.add_bytes(summary(2024), "b.txt")
        return library

    def test_is_compared_with_the_database(self, tmp_path: Path) -> None:
        library = self.filled(tmp_path)
        passages = sum(item.passages for item in library.list())
        assert (library.index_health().state, library.index_health().indexed) == (IndexState.BEHIND, 0)
        library.search("党工委会议")
        assert (library.index_health().state, library.index_health().indexed) == (IndexState.OK, passages)
        library.add_bytes(summary(2023), "c.txt")
        assert library.index_health().state is IndexState.BEHIND
        assert library.rebuild() == sum(item.passages for item in library.list())
        assert library.index_health().state is IndexState.OK
        library.close()

    @pytest.mark.parametrize("damage", ["chroma.sqlite3", "data_level0.bin", "header.bin"])
    def test_is_found_damaged_by_another_process_and_made_again(self, tmp_path: Path, damage: str) -> None:
        library = self.filled(tmp_path)
        before = library.search("党工委会议")
        library.close()
        (file,) = store_of(tmp_path / "chroma").rglob(damage)
        file.write_bytes(random.Random(1).randbytes(file.stat().st_size))  # noqa: S311 - damage, no secret

        again = Library(tmp_path, genre_cues=CUES, starter=False)

        assert again.search("党工委会议") == before
        assert again.index_health().state is IndexState.OK
        assert len(again.list()) == 2
        again.close()

    def test_that_ends_the_process_which_opens_it_is_not_sound(self, tmp_path: Path) -> None:
        (tmp_path / "store").mkdir()
        (tmp_path / "store" / "chroma.sqlite3").write_bytes(b"no database at all" * 100)

        assert not probe("passages", str(tmp_path / "store")).sound

    def test_in_the_hands_of_another_process_is_left_alone(self, tmp_path: Path) -> None:
        desk = self.filled(tmp_path)
        desk.search("党工委会议")
        other = Library(tmp_path, genre_cues=CUES, starter=False)

        assert other.index_health().state is IndexState.BUSY
        other.close()
        desk.close()


def test_a_removal_is_undone_in_the_stored_report(library: Library) -> None:
    line = "内容头部广告位(手机)"
    added = library.add_bytes(f"{line}\n".encode() + summary(2025), "a.txt", genre="work_priorities")
    _, (removal,) = library.original(added.report_id)

    library.undo_removals(added.report_id, [removal])

    report = library.show(added.report_id)
    assert any("广告位" in "".join(section.paragraphs) for section in report.sections) or "广告位" in report.title
    assert report.genre == "work_priorities"
    data, (again,) = library.original(added.report_id)
    assert (again.undone, data.decode().startswith(line)) == (True, True)
    library.undo_removals(added.report_id, [])
    assert library.show(added.report_id).sections == added.report.sections  # type: ignore[union-attr]  # it was added
    with library._database.reading() as session:
        assert session.execute(text("select count(*) from library_report")).scalar() == 1
