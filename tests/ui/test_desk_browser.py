"""The desk in a real browser, from an empty form to a .docx, as a writer goes."""

import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from drafting.examples import EXAMPLES_DIR, REQUEST_FILE
from drafting.layout.docx_reader import read_docx
from drafting.manuscript import to_text
from drafting.request_file import load_request
from drafting.settings import load_settings
from drafting.workspace import Workspace
from tests.scripted_endpoint import Reply, ScriptedEndpoint, dies_halfway, good_section, prompt_of, says
from tests.ui.conftest import PATIENCE
from tests.ui.desk_server import served

pytestmark = pytest.mark.browser

DRAFTS = 10

PAST_REPORT = """清溪工业园区党政办公室2025年上半年工作总结
区委办公室：
2025年上半年，党政办公室围绕中心、服务大局，各项工作取得新进展。
一、工作开展情况
（一）服务保障有力有效
一是办会更加规范。筹备党工委会议9次、主任办公会议16次，会议材料合格率99.2%。
二是办文更加高效。累计收文2008份，发文163份，公文差错率明显下降。
（二）督查督办落细落实
建立督办台账，督办重点事项86项，办结84项，办结率97.7%。
二、存在问题
调查研究还不够深入，信息报送质量有待提升。
三、下步打算
持续提升“三服务”水平，推动各项工作再上新台阶。
清溪工业园区党政办公室
2025年7月2日
"""

PASTED = "指标\t数值\t单位\t上年数值\n党工委会议\t11\t次\t9\n主任办公会议\t18\t次\t16\n收文\t2136\t份\t2008\n督办重点事项\t95\t项\t86"

# What would run if a report's text reached the page as HTML, as a JavaScript template or as Gradio's own template.
HOSTILE = (
    '<img src=x onerror="window.hacked=1"> ${window.hacked=2} {{value}} </textarea><script>window.hacked=3</script>'
)


@pytest.fixture(scope="module")
def home(starter_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("desk") / "home"
    shutil.copytree(starter_home, home)
    return home


@pytest.fixture(scope="module")
def finished(home: Path) -> list[str]:
    """The ids of drafts of the worked example, each for one test that begins in the editor: drafted once, then copied."""
    with Workspace.open(load_settings(home=home)) as workspace:
        request = load_request(EXAMPLES_DIR / "work_summary" / REQUEST_FILE, workspace.genres)
        first = workspace.drafter.create(request)
        workspace.jobs.start(first.id)
        workspace.jobs.wait(first.id)
        drafted = workspace.store.get(first.id)
        copies = [workspace.store.create(request, drafted.outline, title=drafted.title).id for _ in range(DRAFTS)]
        for copy in copies:
            for section in drafted.sections:
                workspace.store.save_section(copy, section)
    return copies


@pytest.fixture(scope="module")
def desk(home: Path, finished: list[str]) -> Iterator[str]:
    assert finished
    with served(home) as address:
        yield address


@pytest.fixture
def editor(page: Page, desk: str, finished: list[str]) -> Page:
    """A page with a finished draft in the editor."""
    page.goto(f"{desk}/?at=editor&draft={finished.pop()}")
    page.locator(".paper textarea").first.wait_for()
    return page


def open_page(page: Page, desk: str, place: str) -> None:
    page.goto(f"{desk}/?at={place}")
    expect(page.locator(".side .brand")).to_be_visible(timeout=PATIENCE)
    expect(page.locator(f"#page-{place.split('&')[0]}")).to_be_visible()


def new_form(page: Page, desk: str) -> None:
    open_page(page, desk, "request")
    expect(page.locator("#figures .sheet tbody tr").nth(3)).to_be_visible()


def open_editor(page: Page) -> None:
    to_editor = page.locator("#to-editor")
    expect(page.locator("#progress .progress")).to_contain_text("起草已结束", timeout=120_000)
    to_editor.click()
    page.locator(".paper textarea").first.wait_for()


def section_with(page: Page, words: str) -> Locator:
    """Return the textarea whose text holds ``words``."""
    areas = page.locator(".paper textarea")
    values = [area.input_value() for area in areas.all()]
    found = [place for place, value in enumerate(values) if words in value]
    assert found, f"{words} stands in no section: {values}"
    return areas.nth(found[0])


def retyped(area: Locator, old: str, new: str) -> None:
    area.fill(area.input_value().replace(old, new, 1))


def test_a_writer_goes_from_a_past_report_to_a_docx(page: Page, desk: str, tmp_path: Path) -> None:
    past = tmp_path / "清溪2025上半年总结.txt"
    past.write_text(PAST_REPORT, encoding="utf-8")
    open_page(page, desk, "library")
    page.locator("#library-upload input[type=file]").set_input_files(past)
    expect(page.locator("#upload-results")).to_contain_text("已加入")
    expect(page.locator("#reading h2")).to_have_text("清溪工业园区党政办公室2025年上半年工作总结")
    expect(page.locator("#reading .slot", has_text="2008份")).to_be_visible()

    page.click(".side .new")
    expect(page.locator("#figures .sheet tbody tr").nth(3)).to_be_visible()
    page.get_by_label("上半年").check()
    unit = page.locator("#unit input")
    unit.fill("清溪工业园区党政办公室")
    unit.press("Enter")
    expect(page.locator("#recipient input, #recipient textarea")).to_have_value(
        "区委办公室"
    )  # as the past report had it
    page.fill("#pasted textarea", PASTED)
    page.click("#take-pasted")
    expect(page.locator("#pasted-told")).to_contain_text("识别出 4 项数据")
    page.locator("#themes .theme input").first.fill("机关效能提升年")
    page.locator("#themes .theme textarea").first.fill("推行首问负责、限时办结\n开展办文办会岗位练兵")
    page.click("#to-outline")
    expect(page.locator("#outline .chip.figure", has_text="党工委会议 11次").first).to_be_visible()
    expect(page.locator("#outline .chip.theme", has_text="机关效能提升年").first).to_be_visible()
    page.click("#to-drafting")
    open_editor(page)

    area = section_with(page, "党工委会议11次")
    retyped(area, "党工委会议11次", "党工委会议41次")
    flagged = page.locator(".finding.fail", has_text="41次")
    expect(flagged.first).to_be_visible()
    expect(page.locator(".paper mark.fail", has_text="41").first).to_be_attached()

    flagged.first.click()
    assert "41" in area.evaluate("area => area.value.slice(area.selectionStart, area.selectionEnd)")
    retyped(area, "党工委会议41次", "党工委会议11次")
    expect(flagged).to_have_count(0)

    page.click(".editor-bar .primary")
    with page.expect_download() as download:
        page.locator("dialog a.primary").click()
    saved = tmp_path / "report.docx"
    download.value.save_as(saved)
    assert download.value.suggested_filename.endswith(".docx")
    text = to_text(read_docx(saved.read_bytes()))
    assert "党工委会议11次" in text
    assert "41次" not in text
    assert "清溪工业园区党政办公室" in text


def test_a_refreshed_editor_has_what_was_typed(editor: Page) -> None:
    page = editor
    area = page.locator(".paper textarea").first
    typed = area.input_value() + "这是刚刚补写的一句。"
    area.fill(typed)
    expect(page.locator(".saved", has_text="已保存").first).to_be_attached()
    page.reload()
    expect(page.locator(".paper textarea").first).to_have_value(typed)


def test_an_earlier_version_comes_back(editor: Page) -> None:
    page = editor
    area = page.locator(".paper textarea").first
    before = area.input_value()
    area.fill("全部删掉重写。")
    expect(page.locator(".saved", has_text="已保存").first).to_be_attached()
    block = page.locator(".paper .block").first
    block.get_by_role("button", name="历史版本").click()
    page.locator("dialog .version").first.get_by_role("button", name="恢复这一版").click()
    expect(page.locator(".paper textarea").first).to_have_value(before)


def test_the_number_of_the_data_is_put_in_with_one_click(editor: Page) -> None:
    page = editor
    area = section_with(page, "党工委会议14次")
    before = area.input_value()
    retyped(area, "党工委会议14次", "党工委会议41次")
    page.locator(".finding.fail", has_text="41次").get_by_role("button", name="改成").click()
    expect(area).to_have_value(before)
    expect(page.locator(".finding.fail", has_text="41次")).to_have_count(0)


def test_the_export_names_how_many_wrong_numbers_are_open(editor: Page) -> None:
    page = editor
    area = page.locator(".paper textarea").first
    area.fill(area.input_value() + "全年实现税收98765万元。")
    expect(page.locator(".finding.fail", has_text="98765万元").first).to_be_visible()
    failed = page.locator(".finding.fail").count()
    page.click(".steps li:last-child button")
    expect(page.locator("dialog .summary")).to_contain_text(f"还有 {failed} 处有误")
    expect(page.locator("dialog a.primary")).to_have_text(f"仍要导出（{failed} 处有误）")


def test_a_form_survives_a_refresh(page: Page, desk: str) -> None:
    new_form(page, desk)
    page.fill("#title input, #title textarea", "清溪园区总结")
    page.locator('#figures tr[data-row="0"] input[data-column="数值"]').fill("37")
    page.locator("#themes .theme input").first.fill("招商引资百日攻坚")
    expect(page).to_have_url(re.compile("form="))
    page.wait_for_timeout(1500)  # the last key stroke is on its way to the server
    page.reload()
    expect(page.locator("#title input, #title textarea")).to_have_value("清溪园区总结")
    expect(page.locator('#figures tr[data-row="0"] input[data-column="数值"]')).to_have_value("37")
    expect(page.locator("#themes .theme input").first).to_have_value("招商引资百日攻坚")
    page.click('.side [data-at="drafts"]')
    expect(page.locator("#forms")).to_contain_text("清溪园区总结")


def test_a_row_that_cannot_be_read_is_told_and_kept(page: Page, desk: str) -> None:
    new_form(page, desk)
    page.locator('#figures tr[data-row="1"] input[data-column="数值"]').fill("很多")
    expect(page.locator("#figures .why")).to_contain_text("第 2 行")
    page.click("#to-outline")
    expect(page.locator("#request-told")).to_contain_text("第 2 行")
    expect(page.locator('#figures tr[data-row="1"] input[data-column="数值"]')).to_have_value("很多")


def test_pasting_a_table_without_values_says_what_is_missing(page: Page, desk: str) -> None:
    new_form(page, desk)
    page.fill("#pasted textarea", "指标\t单位\n收文\t份\n发文\t份")
    page.click("#take-pasted")
    expect(page.locator("#pasted-told")).to_contain_text("数值")
    expect(page.locator("#pasted textarea")).to_have_value("指标\t单位\n收文\t份\n发文\t份")


def test_files_that_are_no_reports_are_rejected_one_by_one(page: Page, desk: str, tmp_path: Path) -> None:
    empty, image, good = tmp_path / "空.txt", tmp_path / "照片.docx", tmp_path / "好.txt"
    empty.write_bytes(b"")
    image.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 200)
    good.write_text(PAST_REPORT.replace("清溪", "东湖"), encoding="utf-8")
    open_page(page, desk, "library")
    page.locator("#library-upload input[type=file]").set_input_files([empty, image, good])
    results = page.locator("#upload-results .result")
    expect(results).to_have_count(3)
    expect(results.nth(0)).to_contain_text("未加入")
    expect(results.nth(1)).to_contain_text("未加入")
    expect(results.nth(2)).to_contain_text("已加入")


def test_a_file_over_the_limit_is_told_and_the_others_go_on(page: Page, desk: str, tmp_path: Path) -> None:
    large, good = tmp_path / "太大.txt", tmp_path / "不大.txt"
    large.write_bytes(b"a" * (20 * 1024 * 1024 + 1))
    good.write_text(PAST_REPORT.replace("清溪", "北湾"), encoding="utf-8")
    open_page(page, desk, "library")
    page.locator("#library-upload input[type=file]").set_input_files([large, good])
    expect(page.locator(".notice.bad")).to_contain_text("“太大.txt”超过 20 MB")
    expect(page.locator("#upload-results .result")).to_have_count(1)
    expect(page.locator("#upload-results")).to_contain_text("已加入")


def test_text_of_a_report_or_writer_never_runs(page: Page, desk: str, tmp_path: Path) -> None:
    report = tmp_path / "坏.txt"
    report.write_text(PAST_REPORT.replace("一是办会更加规范。", "一是办会更加规范。" + HOSTILE), encoding="utf-8")
    open_page(page, desk, "library")
    page.locator("#library-upload input[type=file]").set_input_files(report)
    expect(page.locator("#reading")).to_contain_text("${window.hacked=2}")
    page.get_by_role("tab", name="查写法").click()
    page.fill("#search-query input, #search-query textarea", "办会更加规范 会议材料合格率")
    page.click("#search-go")
    expect(page.locator("#hits")).to_contain_text("onerror")

    page.click(".side .new")
    expect(page.locator("#figures .sheet tbody tr").nth(3)).to_be_visible()
    page.fill("#title input, #title textarea", "总结" + HOSTILE)
    page.locator("#themes .theme input").first.fill("主题" + HOSTILE)
    page.locator('#figures tr[data-row="0"] input[data-column="数值"]').fill("很多<script>")
    expect(page.locator("#figures .why")).to_contain_text("第 1 行")
    page.click("#to-outline")
    expect(page.locator("#request-told")).to_contain_text("第 1 行")
    page.locator('#figures tr[data-row="0"] input[data-column="数值"]').fill("12")
    expect(page.locator("#figures .why")).to_have_count(0)
    page.click("#to-outline")
    page.locator("#outline .outline li").nth(2).wait_for()
    page.locator("#outline .heading").nth(2).fill("标题" + HOSTILE)
    page.click("#to-drafting")
    open_editor(page)
    area = page.locator(".paper textarea").first
    area.fill(area.input_value() + HOSTILE + "共9876次。")
    expect(page.locator(".finding", has_text="9876").first).to_be_visible()
    page.click('.side [data-at="drafts"]')
    expect(page.locator("#drafts .title").first).to_contain_text("onerror")
    page.wait_for_timeout(500)
    assert page.evaluate("window.hacked") is None


def test_an_address_of_a_draft_that_is_gone_leads_to_the_list(page: Page, desk: str) -> None:
    page.goto(f"{desk}/?at=editor&draft=0123456789ab")
    expect(page.locator("#page-drafts")).to_be_visible()
    expect(page.get_by_text("它可能已被删除").first).to_be_visible()


def test_two_windows_never_replace_each_others_text_unseen(editor: Page) -> None:
    page = editor
    other = page.context.new_page()
    other.goto(page.url)
    theirs = other.locator(".paper textarea").first
    theirs.fill(theirs.input_value() + "另一窗口写的一句。")
    expect(other.locator(".saved", has_text="已保存").first).to_be_attached()

    mine = page.locator(".paper textarea").first
    mine.fill(mine.input_value() + "这个窗口写的一句。")
    expect(page.locator("dialog .difference del").first).to_contain_text("另一", timeout=PATIENCE)
    page.get_by_role("button", name="用我这里的文字").click()
    expect(page.locator("dialog")).not_to_be_visible()

    page.locator(".paper .block").first.get_by_role("button", name="历史版本").click()
    expect(page.locator("dialog .version").first).to_contain_text("另一窗口写的一句")
    page.reload()
    expect(mine).to_have_value(re.compile("这个窗口写的一句。"))


def test_a_file_edited_in_word_comes_back_after_its_changes_were_seen(editor: Page, tmp_path: Path) -> None:
    page = editor
    page.click(".editor-bar .primary")
    with page.expect_download() as download:
        page.locator("dialog a.primary").click()
    exported, edited = tmp_path / "report.docx", tmp_path / "改过的.docx"
    download.value.save_as(exported)
    with zipfile.ZipFile(exported) as before, zipfile.ZipFile(edited, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            if name == "word/document.xml":
                data = data.replace(
                    "现将工作情况总结如下".encode(), "新增党工委会议41次。现将工作情况总结如下".encode()
                )
            after.writestr(name, data)

    page.get_by_role("button", name="读回改过的文件").click()
    page.locator("dialog input[type=file]").set_input_files(edited)
    expect(page.locator("dialog .version ins")).to_contain_text("新增党工委会议41次", timeout=PATIENCE)
    expect(page.locator("dialog .returned .fail")).to_contain_text("41")
    assert "41次" not in page.locator(".paper textarea").first.input_value()
    page.get_by_role("button", name="采纳这些改动").click()
    expect(page.locator(".paper textarea").first).to_have_value(re.compile("新增党工委会议41次"))
    expect(page.locator(".finding.fail", has_text="41次").first).to_be_visible()


def test_the_outline_keeps_what_was_changed(page: Page, desk: str) -> None:
    new_form(page, desk)
    page.click("#load-example")
    expect(page.locator("#themes .theme input").first).not_to_have_value("")
    page.click("#to-outline")
    headings = page.locator("#outline .heading")
    headings.nth(2).wait_for()
    second, third = headings.nth(2).input_value(), headings.nth(3).input_value()
    page.locator("#outline li").nth(2).get_by_label("下移").click()
    headings.nth(3).fill(second + "（改）")
    page.locator("#outline li").last.get_by_label("删除这一节").click()
    count = page.locator("#outline li").count()
    page.wait_for_timeout(1000)  # the last change is on its way to the server
    page.reload()
    expect(headings.nth(2)).to_have_value(third)
    expect(headings.nth(3)).to_have_value(second + "（改）")
    expect(page.locator("#outline li")).to_have_count(count)


class TestWithAModel:
    """The desk over an endpoint that answers as it is told."""

    @pytest.fixture
    def told(self) -> dict[str, bool]:
        return {"problems_fail": False, "slow": False}

    @pytest.fixture
    def desk(self, starter_home: Path, tmp_path: Path, told: dict[str, bool]) -> Iterator[str]:
        def script(request: dict[str, Any]) -> Reply:
            prompt = prompt_of(request)
            if "只留一句" in prompt:
                return says("上半年各项工作有序推进。")
            if told["problems_fail"] and "【本节标题】存在问题" in prompt:
                return dies_halfway("存在的问题是")
            return replace(good_section(request), pause=0.4) if told["slow"] else good_section(request)

        home = tmp_path / "home"
        shutil.copytree(starter_home, home)
        with ScriptedEndpoint(script) as endpoint:
            settings = {"OPENAI_BASE_URL": endpoint.url, "OPENAI_API_KEY": "k", "ZHIBI_MODEL": "scripted-model"}
            with served(home, ZHIBI_RETRIES="0", ZHIBI_BACKOFF="0", **settings) as address:
                yield address

    def begin(self, page: Page, desk: str) -> None:
        new_form(page, desk)
        page.click("#load-example")
        expect(page.locator("#themes .theme input").first).not_to_have_value("")
        page.click("#to-outline")
        page.locator("#outline .outline li").nth(2).wait_for()
        page.click("#to-drafting")

    def test_the_status_line_names_the_model(self, page: Page, desk: str) -> None:
        open_page(page, desk, "drafts")
        expect(page.locator(".side .status")).to_contain_text("scripted-model")

    def test_a_section_that_failed_is_marked_and_written_again(
        self, page: Page, desk: str, told: dict[str, bool]
    ) -> None:
        told["problems_fail"] = True
        self.begin(page, desk)
        failed = page.locator(".work.failed")
        expect(failed).to_have_count(1, timeout=120_000)
        expect(failed).to_contain_text("存在问题")
        expect(failed.locator(".error")).to_contain_text("。")
        expect(page.locator(".work.done").first).to_be_visible()
        expect(page.locator("#progress .progress")).to_contain_text("起草已结束", timeout=120_000)

        told["problems_fail"] = False
        failed.get_by_role("button", name="重试本节").click()
        expect(failed).to_have_count(0)
        expect(page.locator(".work", has_text="存在问题")).to_have_class(re.compile("done"))

    def test_drafting_is_watched_stopped_and_gone_on_with(self, page: Page, desk: str, told: dict[str, bool]) -> None:
        told["slow"] = True
        self.begin(page, desk)
        writing = page.locator(".work.writing .text").first
        expect(writing).to_be_visible(timeout=60_000)
        before = writing.text_content() or ""
        expect(writing).not_to_have_text(before)  # it grows

        page.reload()
        expect(page.locator(".work.writing").first).to_be_visible()
        page.click("#cancel-drafting")
        expect(page.locator("#progress .progress")).to_contain_text("已停止")
        expect(page.locator(".work.writing")).to_have_count(0)

        told["slow"] = False
        page.click("#start-drafting")
        open_editor(page)

    def test_a_section_is_changed_as_the_writer_says(self, page: Page, desk: str) -> None:
        self.begin(page, desk)
        open_editor(page)
        before = page.locator(".paper textarea").first.input_value()
        block = page.locator(".paper .block").first
        block.hover()
        block.get_by_role("button", name="按要求修改").click()
        page.get_by_role("button", name="压缩", exact=True).click()
        expect(page.locator("dialog .wish")).to_have_value(re.compile("压缩到原来的一半"))
        page.fill("dialog .wish", "只留一句")
        page.get_by_role("button", name="改写", exact=True).click()
        expect(page.locator("dialog .difference ins").first).to_be_visible()
        expect(page.locator("dialog .difference del").first).to_be_visible()
        assert page.locator(".paper textarea").first.input_value() == before  # nothing is replaced unasked
        page.get_by_role("button", name="用新的文字").click()
        expect(page.locator(".paper textarea").first).to_have_value(re.compile("上半年各项工作有序推进。"))
        page.reload()
        expect(page.locator(".paper textarea").first).to_have_value(re.compile("上半年各项工作有序推进。"))
