"""The command line, run as a user runs it: a new process each time, judged by what it prints and its exit status."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest

from drafting.layout.docx_reader import read_docx
from drafting.layout.docx_writer import write_docx
from drafting.layout.figure_part import read_supplied
from tests.conftest import Zhibi
from tests.drafting.test_docx_reader import BOUND
from tests.drafting.test_figure_part import SUPPLIED
from tests.scripted_endpoint import (
    Reply,
    Request,
    Script,
    ScriptedEndpoint,
    dies_halfway,
    good_section,
    prompt_of,
    says,
    section_for,
)

KEY = "sk-not-to-be-seen"

GENRES = ["work_summary", "model_organ", "party_governance", "party_building_status", "work_priorities"]

FACTS = "党工委会议11次（上年9次）；累计收文2136份（上年2008份）；固定资产投资48.6亿元"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "figures.txt"
    path.write_text(FACTS, encoding="utf-8")
    return path


def written(folder: Path, text: str, name: str = "draft.txt") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def one_line(stderr: str) -> bool:
    """Tell whether an answer is one sentence in Chinese and no traceback."""
    return stderr.count("\n") == 1 and "Traceback" not in stderr and any("一" <= c <= "龥" for c in stderr)


class TestNumbers:
    def test_reads_from_standard_input(self, zhibi: Zhibi) -> None:
        done = zhibi("numbers", "-", "--json", stdin="召开会议12次，投资4.7万元，增长三成。")

        mentions = json.loads(done.stdout)["mentions"]
        assert done.returncode == 0
        assert [(m["kind"], m["value"], m["unit"]) for m in mentions] == [
            ("count", "12", "次"),
            ("amount", "47000", "元"),
            ("percent", "30", "%"),
        ]


class TestCheck:
    @pytest.mark.parametrize(
        ("draft", "relation", "number"),
        [
            ("召开党工委会议12次。", "contradicts", "12"),
            ("召开党工委会议9次。", "stale", "9"),
            ("累计收文2008份。", "stale", "2008"),
            ("新招录干部37名。", "invented", "37"),
        ],
    )
    def test_names_the_wrong_number_and_exits_1(
        self, zhibi: Zhibi, sheet: Path, tmp_path: Path, draft: str, relation: str, number: str
    ) -> None:
        done = zhibi("check", written(tmp_path, draft), "--figures", sheet, "--year", "2026", "--json")

        document = json.loads(done.stdout)
        failed = [mention for mention in document["mentions"] if mention["verdict"] == "fail"]
        assert done.returncode == 1
        assert [(mention["relation"], number in mention["text"]) for mention in failed] == [(relation, True)]
        assert failed[0]["reason"]

    def test_passes_a_right_draft_and_lists_what_it_does_not_use(
        self, zhibi: Zhibi, sheet: Path, tmp_path: Path
    ) -> None:
        draft = written(tmp_path, "上半年，召开党工委会议11次，累计收文2000余份，严格落实“三会一课”。")

        done = zhibi("check", draft, "--figures", sheet, "--year", "2026", "--json")

        document = json.loads(done.stdout)
        assert done.returncode == 0, document["findings"]
        assert document["summary"]["unused_figures"] == ["固定资产投资"]

    def test_knows_a_figure_of_a_past_report(self, zhibi: Zhibi, sheet: Path, tmp_path: Path) -> None:
        past = written(tmp_path, "2025年，举办专题培训班36期。", "past.txt")
        draft = written(tmp_path, "举办专题培训班36期。")

        done = zhibi("check", draft, "--figures", sheet, "--year", "2026", "--past", past, "--json")

        assert done.returncode == 1
        assert [m["relation"] for m in json.loads(done.stdout)["mentions"] if m["verdict"] == "fail"] == ["stale"]


class TestDraft:
    @pytest.mark.parametrize("genre", GENRES)
    def test_drafts_the_worked_example_of_every_genre_offline(self, zhibi: Zhibi, tmp_path: Path, genre: str) -> None:
        assert zhibi("example", genre, tmp_path / "example").returncode == 0
        output = tmp_path / "out.docx"

        done = zhibi("draft", tmp_path / "example" / "request.yaml", "-o", output, "--json")

        document = json.loads(done.stdout)
        fails = [finding for finding in document["findings"] if finding["severity"] == "fail"]
        assert (done.returncode, fails) == (0, [])
        assert {section["state"] for section in document["sections"] if section["drafted"]} == {"done"}
        text = [paragraph.text for paragraph in docx.Document(str(output)).paragraphs]
        assert document["title"] in "".join(text[:4]).replace("\n", "")
        for section in document["sections"]:
            assert section["heading"] in "\n".join(text)
        assert not any("{" in line or "}" in line for line in text)

    def test_uses_every_figure_or_lists_it(self, zhibi: Zhibi, tmp_path: Path) -> None:
        zhibi("example", "work_summary", tmp_path)

        done = zhibi("draft", tmp_path / "request.yaml", "-o", tmp_path / "out.docx", "--json")

        document = json.loads(done.stdout)
        traced = {mention["figure"] for mention in document["mentions"] if mention["figure"]}
        assert len(traced) > 20
        assert len(document["summary"]["unused_figures"]) < len(traced) / 4

    def test_the_docx_can_be_checked_against_the_same_sheet(self, zhibi: Zhibi, tmp_path: Path) -> None:
        zhibi("example", "work_summary", tmp_path)
        zhibi("draft", tmp_path / "request.yaml", "-o", tmp_path / "out.docx")

        done = zhibi("check", tmp_path / "out.docx", "--figures", tmp_path / "figures.xlsx", "--year", "2026", "--json")

        assert json.loads(done.stdout)["summary"]["pass"] > 20


def settings_for(endpoint: ScriptedEndpoint) -> dict[str, str]:
    """Return the environment that has the command draft with this endpoint, without long waits between tries."""
    return {
        "OPENAI_BASE_URL": endpoint.url,
        "OPENAI_API_KEY": KEY,
        "ZHIBI_MODEL": "scripted",
        "ZHIBI_BACKOFF": "0.01",
        "ZHIBI_RETRIES": "1",
    }


class TestDraftWithAModel:
    """The same worked example against a real HTTP endpoint, scripted to behave well and badly."""

    HEADING = "存在问题"

    def draft(self, zhibi: Zhibi, folder: Path, script: Script) -> tuple[int, dict[str, Any], list[str]]:
        assert zhibi("example", "work_summary", folder).returncode == 0
        with ScriptedEndpoint(script) as endpoint:
            output = folder / "out.docx"
            done = zhibi("draft", folder / "request.yaml", "-o", output, "--json", **settings_for(endpoint))
        assert KEY not in done.stdout + done.stderr
        return done.returncode, json.loads(done.stdout), [p.text for p in docx.Document(str(output)).paragraphs]

    def at_heading(self, otherwise: Callable[[Request], Reply]) -> Script:
        """Return a script that writes every section well but the one under ``HEADING``."""

        def script(request: Request) -> Reply:
            here = f"【本节标题】{self.HEADING}" in prompt_of(request)
            return otherwise(request) if here else good_section(request)

        return script

    def test_that_writes_well_passes(self, zhibi: Zhibi, tmp_path: Path) -> None:
        status, document, _ = self.draft(zhibi, tmp_path, good_section)

        assert (status, [f for f in document["findings"] if f["severity"] == "fail"]) == (0, [])
        assert {section["author"] for section in document["sections"] if section["characters"]} == {"model"}

    def test_that_writes_a_wrong_number_is_found_out(self, zhibi: Zhibi, tmp_path: Path) -> None:
        script = self.at_heading(
            lambda request: says(section_for(prompt_of(request)) + "全年仍有信访积案377件未化解。")
        )

        status, document, text = self.draft(zhibi, tmp_path, script)

        fails = [finding for finding in document["findings"] if finding["severity"] == "fail"]
        assert status == 1
        assert len(fails) == 1
        assert "377" in fails[0]["text"] + fails[0]["message"]
        assert any("377件" in line for line in text), (
            "what the model wrote is shown to the writer, not silently removed"
        )

    def test_that_dies_half_way_costs_one_section(self, zhibi: Zhibi, tmp_path: Path) -> None:
        status, document, text = self.draft(
            zhibi, tmp_path, self.at_heading(lambda _: dies_halfway("一是参谋辅政能力"))
        )

        failed = [section for section in document["sections"] if section["state"] == "failed"]
        assert status == 1
        assert [section["heading"] for section in failed] == [self.HEADING]
        assert "写到一半" in failed[0]["error"]
        assert sum(section["state"] == "done" for section in document["sections"]) >= 8
        assert any("【待补：" in line for line in text), "the gap is marked in the document itself"


class TestExport:
    def test_reads_back_the_same_text(self, zhibi: Zhibi, tmp_path: Path) -> None:
        lines = ["关于试行工作的报告", "县委办公室：", "现将情况报告如下。", "一、工作开展情况", "召开会议11次。"]
        draft = written(tmp_path, "\n".join(lines))

        done = zhibi("export", draft, "-o", tmp_path / "out.docx")

        assert done.returncode == 0, done.stderr
        text = [p.text for p in docx.Document(str(tmp_path / "out.docx")).paragraphs if p.text.strip()]
        assert text == lines

    def test_another_form_than_it_knows_is_refused(self, zhibi: Zhibi, tmp_path: Path) -> None:
        done = zhibi("export", written(tmp_path, "工作总结\n正文。"), "-o", tmp_path / "out.odt")

        assert done.returncode == 2
        assert one_line(done.stderr)

    def test_a_docx_keeps_its_levels_its_figures_and_its_data(self, zhibi: Zhibi, tmp_path: Path) -> None:
        first, second = tmp_path / "first.docx", tmp_path / "second.docx"
        first.write_bytes(write_docx(BOUND, supplied=SUPPLIED))

        done = zhibi("export", first, "-o", second, "--profile", "windows")

        assert done.returncode == 1, "its own data shows that numbers of it are wrong"
        assert "12.5%" in done.stderr
        assert read_docx(second.read_bytes()) == BOUND
        assert read_supplied(second.read_bytes()) == read_supplied(first.read_bytes())
        assert zhibi("layout", second).returncode == 0

    @pytest.mark.parametrize(("ending", "heading"), [(".md", "## 一、收文2136份"), (".txt", "一、收文2136份")])
    def test_writes_markdown_and_plain_text(self, zhibi: Zhibi, tmp_path: Path, ending: str, heading: str) -> None:
        (tmp_path / "draft.docx").write_bytes(write_docx(BOUND))
        output = tmp_path / f"out{ending}"

        assert zhibi("export", tmp_path / "draft.docx", "-o", output).returncode == 0
        assert heading in output.read_text(encoding="utf-8").split("\n")

    def test_a_review_copy_has_its_findings_as_comments_and_is_told_to_be_unfinished(
        self, zhibi: Zhibi, tmp_path: Path, sheet: Path
    ) -> None:
        draft = written(tmp_path, "2026年上半年工作总结\n一、情况\n召开党工委会议12次。")
        output = tmp_path / "out.docx"

        done = zhibi("export", draft, "-o", output, "--figures", sheet, "--review")

        assert done.returncode == 1
        assert "12次" in done.stderr
        assert "讨论稿" in done.stderr
        assert any("11次" in comment.text for comment in docx.Document(str(output)).comments)

    def test_a_review_copy_needs_data(self, zhibi: Zhibi, tmp_path: Path) -> None:
        done = zhibi("export", written(tmp_path, "总结\n正文。"), "-o", tmp_path / "out.docx", "--review")

        assert done.returncode == 2
        assert one_line(done.stderr)

    @pytest.mark.parametrize("profile", ["none", "none.yaml", "none.docx"])
    def test_a_layout_that_does_not_exist_is_one_sentence(self, zhibi: Zhibi, tmp_path: Path, profile: str) -> None:
        draft = written(tmp_path, "总结\n正文。")

        done = zhibi("export", draft, "-o", tmp_path / "out.docx", "--profile", profile)

        assert done.returncode == 2
        assert one_line(done.stderr)


class TestReturn:
    def test_shows_what_was_changed_in_word_and_stores_it_when_asked(self, zhibi: Zhibi, tmp_path: Path) -> None:
        zhibi("example", "work_summary", tmp_path)
        drafted = zhibi("draft", tmp_path / "request.yaml", "-o", tmp_path / "out.docx", "--json")
        draft_id = json.loads(drafted.stdout)["draft_id"]
        document = docx.Document(str(tmp_path / "out.docx"))
        body = next(paragraph for paragraph in document.paragraphs if paragraph.text.startswith("一是"))
        body.add_run("另有信访积案377件。")
        document.save(str(tmp_path / "edited.docx"))

        shown = zhibi("return", draft_id, tmp_path / "edited.docx", "--json")
        again = zhibi("return", draft_id, tmp_path / "out.docx", "--json")

        back = json.loads(shown.stdout)
        assert shown.returncode == 1, "377 has no source"
        assert [section["after"].removeprefix(section["before"]) for section in back["changed"]] != []
        assert any("377" in finding["text"] for finding in back["findings"] if finding["severity"] == "fail")
        assert json.loads(again.stdout)["changed"] == [], "nothing was stored"
        assert zhibi("return", draft_id, tmp_path / "edited.docx", "--save").returncode == 1
        stored = zhibi("return", draft_id, tmp_path / "edited.docx", "--json")
        assert json.loads(stored.stdout)["changed"] == [], "it is the draft's own text now"

    def test_another_file_or_no_draft_is_one_sentence(self, zhibi: Zhibi, tmp_path: Path) -> None:
        (tmp_path / "other.docx").write_bytes(write_docx(BOUND))

        done = zhibi("return", "000000000000", tmp_path / "other.docx")

        assert done.returncode == 2
        assert one_line(done.stderr)


class TestLayout:
    def test_names_the_points_that_do_not_hold_and_exits_1(self, zhibi: Zhibi, tmp_path: Path) -> None:
        document = docx.Document()
        document.add_paragraph("工作总结")
        document.save(str(tmp_path / "bare.docx"))

        done = zhibi("layout", tmp_path / "bare.docx", "--json")

        points = json.loads(done.stdout)["points"]
        assert done.returncode == 1
        assert [point["number"] for point in points] == list(range(1, 26))
        assert all(point["detail"] for point in points if not point["passed"])

    def test_what_is_no_docx_is_one_sentence(self, zhibi: Zhibi, tmp_path: Path) -> None:
        done = zhibi("layout", written(tmp_path, "正文。"))

        assert done.returncode == 2
        assert one_line(done.stderr)


class TestCheckOfADocx:
    def test_that_carries_its_data_needs_no_sheet(self, zhibi: Zhibi, tmp_path: Path) -> None:
        (tmp_path / "draft.docx").write_bytes(write_docx(BOUND, supplied=SUPPLIED))

        done = zhibi("check", tmp_path / "draft.docx", "--json")

        fails = [finding["text"] for finding in json.loads(done.stdout)["findings"] if finding["severity"] == "fail"]
        assert (done.returncode, "12.5%" in fails) == (1, True)

    def test_that_carries_none_asks_for_one(self, zhibi: Zhibi, tmp_path: Path) -> None:
        (tmp_path / "draft.docx").write_bytes(write_docx(BOUND))

        done = zhibi("check", tmp_path / "draft.docx")

        assert done.returncode == 2
        assert one_line(done.stderr)
        assert "--figures" in done.stderr


class TestLibrary:
    def test_adds_the_five_real_reports(self, zhibi: Zhibi, seeds: tuple[Path, ...]) -> None:
        done = zhibi("library", "add", *seeds, "--json")

        results = json.loads(done.stdout)
        assert done.returncode == 0, done.stderr
        assert [result["status"] for result in results] == ["added"] * 5
        assert [result["genre"] for result in results] == [
            "work_summary",
            "model_organ",
            "party_governance",
            "party_building_status",
            "work_priorities",
        ]
        assert all(result["title"] or any("标题" in note for note in result["notes"]) for result in results)
        assert all(sum(results[index]["masks"].values()) > 5 for index in (0, 1, 2, 3))
        for result in results:
            shown = zhibi("library", "show", result["report_id"]).stdout
            for clutter in ("下载后查看", "优知文库", "广告位", "验证码", "浏览量", "扫码", "推荐文章"):
                assert clutter not in shown

    def test_adding_a_file_twice_changes_nothing(self, zhibi: Zhibi, tmp_path: Path) -> None:
        report = written(tmp_path, "2022年工作总结\n一、工作开展情况\n召开会议11次。", "report.txt")

        first, second = (json.loads(zhibi("library", "add", report, "--json").stdout)[0] for _ in range(2))

        assert (first["status"], second["status"]) == ("added", "unchanged")
        assert first["report_id"] == second["report_id"]

    def test_finds_phrasing_with_slots_in_place_of_figures(self, zhibi: Zhibi) -> None:
        hits = json.loads(zhibi("library", "search", "主题党日", "--k", "3", "--json").stdout)

        assert 1 <= len(hits) <= 3
        assert any("主题党日" in hit["text"] for hit in hits)
        assert any("{" in hit["template"] for hit in hits)

    def test_removes_a_report(self, zhibi: Zhibi) -> None:
        report_id = json.loads(zhibi("library", "list", "--json").stdout)[0]["report_id"]

        zhibi("library", "remove", report_id)

        assert zhibi("library", "show", report_id).returncode == 2


def _image_named_docx(folder: Path) -> Path:
    path = folder / "photo.docx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    return path


def _archive_named_docx(folder: Path) -> Path:
    path = folder / "archive.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "text")
    return path


class TestBadInput:
    @pytest.mark.parametrize("make", [_image_named_docx, _archive_named_docx, lambda f: written(f, "", "empty.txt")])
    def test_a_file_that_is_no_report_is_one_sentence_and_exit_2(self, zhibi: Zhibi, tmp_path: Path, make) -> None:  # type: ignore[no-untyped-def]  # a table of makers
        path = make(tmp_path)

        done = zhibi("library", "add", path)

        assert done.returncode == 2
        assert one_line(done.stderr), done.stderr
        assert path.name in done.stderr

    def test_one_bad_file_does_not_stop_the_rest(self, zhibi: Zhibi, tmp_path: Path) -> None:
        good = written(tmp_path, "2022年工作总结\n一、工作开展情况\n召开会议11次。", "good.txt")

        done = zhibi("library", "add", _image_named_docx(tmp_path), good, "--json")

        assert [result["status"] for result in json.loads(done.stdout)] == ["rejected", "added"]

    @pytest.mark.parametrize(
        "arguments",
        [
            ("check", "nowhere.txt", "--figures", "nowhere.xlsx"),
            ("draft", "nowhere.yaml", "-o", "out.docx"),
            ("library", "show", "nothing"),
            ("library", "search"),
            ("example", "no_such_genre", "folder"),
            ("export", "nowhere.md", "-o", "out.docx"),
            ("numbers", "nowhere.txt"),
            ("nonsense",),
        ],
        ids=" ".join,
    )
    def test_what_does_not_exist_is_one_sentence_and_exit_2(self, zhibi: Zhibi, arguments: tuple[str, ...]) -> None:
        done = zhibi(*arguments)

        assert done.returncode == 2
        assert one_line(done.stderr), done.stderr

    def test_a_sheet_without_a_value_column_is_told_so(self, zhibi: Zhibi, tmp_path: Path) -> None:
        sheet = written(tmp_path, "指标,单位\n党工委会议,次\n", "figures.csv")

        done = zhibi("check", written(tmp_path, "召开会议11次。"), "--figures", sheet)

        assert done.returncode == 2
        assert one_line(done.stderr)
        assert "数值" in done.stderr

    def test_an_endpoint_that_refuses_is_told_once_and_nothing_is_lost(self, zhibi: Zhibi, tmp_path: Path) -> None:
        zhibi("example", "work_priorities", tmp_path)

        done = zhibi(
            "draft",
            tmp_path / "request.yaml",
            "-o",
            tmp_path / "out.docx",
            "--json",
            OPENAI_BASE_URL="http://127.0.0.1:9/v1",
            OPENAI_API_KEY="sk-test",
            ZHIBI_MODEL="test",
            ZHIBI_BACKOFF="0",
        )

        assert done.returncode in (1, 2)
        assert "Traceback" not in done.stderr
        assert "sk-test" not in done.stderr + done.stdout
