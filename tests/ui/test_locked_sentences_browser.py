"""Locked sentences in a real browser: locked, shown, guarded against slips of the hand, kept by a rewriting and a new draft."""

import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from drafting.examples import EXAMPLES_DIR, REQUEST_FILE
from drafting.request_file import load_request
from drafting.settings import load_settings
from drafting.workspace import Workspace
from tests.scripted_endpoint import Reply, ScriptedEndpoint, good_section, prompt_of, says
from tests.ui.desk_server import served

pytestmark = pytest.mark.browser

HEADING = "聚焦主责主业，提升服务保障质效"
FIRST = "一是加强会议服务。"
LEADER = "坚持以𬭚铁精神办文办会，服务保障党工委会议14次。"
MIDDLE = "二是规范公文办理，累计收文2600余份。"
CALL = "园区党工委强调：“办文办会无小事。要一丝不苟。”"
LAST = "公文差错率明显下降。"
TEXT = f"{FIRST}{LEADER}{MIDDLE}\n{CALL}{LAST}"
INDENT = "\u3000\u3000"
SHOWN = f"{INDENT}{FIRST}{LEADER}{MIDDLE}\n{INDENT}{CALL}{LAST}"


def script(request: dict[str, Any]) -> Reply:
    """Rewrite as a careless model does: the first locked sentence is left out, what stands around it is shortened."""
    prompt = prompt_of(request)
    if "【修改要求】" not in prompt:
        return good_section(request)
    original = prompt.split("<原文>\n")[1].split("\n</原文>")[0]
    return says(original.replace("{{L1}}", "").replace(MIDDLE, "二是规范公文办理。"))


@pytest.fixture(scope="module")
def home(starter_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("locked") / "home"
    shutil.copytree(starter_home, home)
    return home


@pytest.fixture(scope="module")
def drafts(home: Path) -> list[str]:
    """The ids of drafts that hold the text above, one for each test."""
    with Workspace.open(load_settings(home=home)) as workspace:
        request = load_request(EXAMPLES_DIR / "work_summary" / REQUEST_FILE, workspace.genres)
        found = []
        for _ in range(12):
            draft = workspace.drafter.create(request)
            section = next(one for one in draft.outline.sections if one.heading == HEADING)
            workspace.store.edit_text(draft.id, section.id, TEXT)
            found.append(draft.id)
    return found


@pytest.fixture(scope="module")
def desk(home: Path, drafts: list[str]) -> Iterator[str]:
    assert drafts
    with ScriptedEndpoint(script) as endpoint:
        settings = {"OPENAI_BASE_URL": endpoint.url, "OPENAI_API_KEY": "k", "ZHIBI_MODEL": "scripted-model"}
        with served(home, ZHIBI_RETRIES="0", ZHIBI_BACKOFF="0", **settings) as address:
            yield address


@pytest.fixture
def block(page: Page, desk: str, drafts: list[str]) -> Locator:
    """The section with the text above, in the editor."""
    return opened(page, desk, drafts.pop())


def opened(page: Page, desk: str, draft_id: str) -> Locator:
    page.goto(f"{desk}/?at=editor&draft={draft_id}")
    block = page.locator(".paper .block", has_text=HEADING)
    block.locator("textarea").wait_for()
    return block


def point(block: Locator, words: str, end: str = "") -> None:
    """Put the cursor behind the first two characters of ``words``, or select from there to the end of ``end``."""
    area = block.locator("textarea")
    area.focus()
    area.evaluate(
        """(area, [words, end]) => {
            const from = area.value.indexOf(words) + 2;
            area.setSelectionRange(from, end ? area.value.indexOf(end) + end.length : from);
        }""",
        [words, end],
    )
    area.press("Shift")  # a key that types nothing: the page looks where the cursor is


def stand(area: Locator, at: int) -> None:
    area.focus()
    area.evaluate("(area, at) => area.setSelectionRange(at, at)", at)


def lock(block: Locator, words: str, end: str = "") -> None:
    before = block.locator(".locked").count()
    point(block, words, end)
    block.get_by_role("button", name="锁定这一句").click()
    expect(block.locator(".locked")).not_to_have_count(before)


def locked(block: Locator) -> list[str]:
    return block.locator(".back .locked").all_text_contents()


def saved(block: Locator) -> None:
    expect(block.locator(".saved")).to_have_text("已保存")


def test_a_sentence_is_locked_and_unlocked_at_the_cursor(page: Page, block: Locator) -> None:
    lock(block, LEADER)
    assert locked(block) == [LEADER]
    expect(page.locator(".notice")).to_contain_text("已锁定 1 句")
    expect(page.locator(".editor-bar")).to_contain_text("锁定 1 句")
    lock(block, CALL)

    page.reload()
    expect(block.locator(".locked")).to_have_count(2)
    assert locked(block) == [LEADER, CALL]

    point(block, LEADER)
    block.get_by_role("button", name="解除锁定").click()
    expect(block.locator(".locked")).to_have_count(1)
    page.reload()
    expect(block.locator(".locked")).to_have_text([CALL])


def test_all_that_is_selected_is_locked_sentence_by_sentence(block: Locator) -> None:
    lock(block, FIRST, LEADER)

    assert locked(block) == [FIRST, LEADER]


def test_without_a_cursor_the_writer_is_asked_for_one(page: Page, block: Locator) -> None:
    block.hover()
    block.get_by_role("button", name="锁定这一句").click()

    expect(page.locator(".notice.bad")).to_contain_text("先把光标放在要锁定的一句里")
    expect(block.locator(".locked")).to_have_count(0)


def test_typing_around_a_locked_sentence_moves_it_along(page: Page, block: Locator) -> None:
    lock(block, LEADER)
    area = block.locator("textarea")
    stand(area, SHOWN.index(LEADER))
    page.keyboard.type("坚决落实。")  # begins as the locked sentence does
    page.keyboard.press("Enter")
    stand(area, 0)
    page.keyboard.press("Delete")  # the indent goes: nothing that is marked may slip
    page.keyboard.press("Delete")
    page.keyboard.type("上半年，")
    saved(block)

    assert locked(block) == [LEADER]
    page.reload()
    expect(block.locator(".locked")).to_have_text([LEADER])
    expect(area).to_have_value(f"{INDENT}上半年，{FIRST}坚决落实。\n{INDENT}{LEADER}{MIDDLE}\n{INDENT}{CALL}{LAST}")


def test_a_locked_sentence_is_not_changed_by_a_slip_of_the_hand(page: Page, block: Locator) -> None:
    lock(block, LEADER)
    area = block.locator("textarea")
    end = area.evaluate("(area, words) => area.value.indexOf(words) + words.length", LEADER)
    slips = [
        (SHOWN.index(LEADER) + 2, ["x"]),
        (SHOWN.index(LEADER) + 2, ["Delete"]),
        (SHOWN.index(LEADER) + 2, ["Enter"]),
        (SHOWN.index(LEADER), ["Delete"]),
        (end, ["Backspace"]),
        (end, ["ControlOrMeta+Backspace"]),
        (0, ["ControlOrMeta+a", "x"]),
        (0, ["ControlOrMeta+a", "ControlOrMeta+x"]),
    ]
    for at, keys in slips:
        stand(area, at)
        for key in keys:
            page.keyboard.press(key)
        expect(page.locator(".notice.bad")).to_have_text(re.compile("这一句已锁定，没有改动"))
        expect(area).to_have_value(SHOWN)
        assert locked(block) == [LEADER]
        page.locator(".notice.bad").evaluate("node => node.remove()")


def test_what_an_input_method_puts_into_a_locked_sentence_is_put_back(page: Page, block: Locator) -> None:
    lock(block, LEADER)
    point(block, LAST)
    page.keyboard.type("再加几个字")
    point(block, LEADER)
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "ni", "selectionStart": 2, "selectionEnd": 2})
    keyboard.send("Input.insertText", {"text": "你"})

    after = SHOWN.replace(LAST, LAST[:2] + "再加几个字" + LAST[2:])
    expect(page.locator(".notice.bad")).to_contain_text("这一句已锁定，没有改动")
    expect(block.locator("textarea")).to_have_value(after)
    assert locked(block) == [LEADER]
    saved(block)
    page.reload()
    expect(block.locator("textarea")).to_have_value(after)


def test_a_rewriting_leaves_it_word_for_word_and_says_what_the_model_did(page: Page, block: Locator) -> None:
    lock(block, LEADER)
    lock(block, CALL)
    block.get_by_role("button", name="按要求修改").click()
    expect(page.locator("dialog .hint.locks")).to_contain_text("本节锁定了 2 句")
    page.fill("dialog .wish", "压缩，并把“以𬭚铁精神办文办会”去掉")
    page.get_by_role("button", name="改写", exact=True).click()

    expect(page.locator("dialog .difference .locked")).to_have_text([LEADER, CALL])
    expect(page.locator("dialog p.warn").nth(0)).to_contain_text("要改，请先解除锁定")
    expect(page.locator("dialog p.warn").nth(1)).to_contain_text("模型漏掉了锁定的话")
    page.get_by_role("button", name="用新的文字").click()
    after = SHOWN.replace(MIDDLE, "二是规范公文办理。")
    expect(block.locator("textarea")).to_have_value(after)
    page.reload()
    expect(block.locator("textarea")).to_have_value(after)
    assert locked(block) == [LEADER, CALL]


def test_a_new_draft_by_the_model_keeps_it_and_the_writer_is_told_so_before(page: Page, block: Locator) -> None:
    lock(block, LEADER)
    told: list[str] = []

    def agree(dialog: Any) -> None:
        told.append(dialog.message)
        dialog.accept()

    page.once("dialog", agree)
    block.get_by_role("button", name="重新起草").click()
    area = block.locator("textarea")
    expect(area).to_have_value(re.compile("坚持统筹推进"))

    assert "锁定的 1 句原样保留" in told[0]
    assert area.input_value().count(LEADER) == 1
    assert locked(block) == [LEADER]
    page.reload()
    expect(block.locator(".locked")).to_have_text([LEADER])


def test_an_earlier_version_without_it_says_so_and_one_with_it_brings_it_back(page: Page, block: Locator) -> None:
    area = block.locator("textarea")
    area.fill(SHOWN.replace(FIRST, "") + "后加的一句已经审定。")
    saved(block)
    lock(block, "后加的一句")
    lock(block, CALL)
    block.get_by_role("button", name="历史版本").click()
    version = page.locator("dialog .version").first
    expect(version.locator(".warn")).to_contain_text("没有现在锁定的“后加的一句已经审定”")
    version.get_by_role("button", name="仍要恢复这一版").click()
    expect(area).to_have_value(SHOWN)
    expect(block.locator(".locked")).to_have_text([CALL])

    block.get_by_role("button", name="历史版本").click()
    page.locator("dialog .version").first.get_by_role("button", name="恢复这一版").click()
    expect(block.locator(".locked")).to_have_text([CALL, "后加的一句已经审定。"])


@pytest.mark.parametrize("mine", [False, True], ids=["theirs", "mine"])
def test_what_another_window_locks_is_not_overwritten_unasked(page: Page, block: Locator, mine: bool) -> None:
    other = page.context.new_page()
    theirs = opened(other, page.url.split("/?")[0], page.url.split("draft=")[1])
    lock(theirs, LEADER)
    lock(theirs, CALL)
    other.close()

    area = block.locator("textarea")
    typed = SHOWN.replace("14次", "十四次")
    area.fill(typed)
    expect(page.locator("dialog .warn")).to_contain_text(f"另一个窗口锁定了“{LEADER[:20]}")
    page.get_by_role("button", name="解除锁定，用我这里的文字" if mine else "用别处的文字").click()
    expect(page.locator("dialog")).not_to_be_visible()
    page.reload()
    expect(area).to_have_value(typed if mine else SHOWN)
    expect(block.locator(".locked")).to_have_text([CALL] if mine else [LEADER, CALL])


def test_a_file_edited_in_word_names_the_locked_sentence_that_it_changes(
    page: Page, block: Locator, tmp_path: Path
) -> None:
    lock(block, CALL)
    page.click(".editor-bar .primary")
    with page.expect_download() as download:
        page.locator("dialog a.primary").click()
    exported, edited = tmp_path / "report.docx", tmp_path / "改过的.docx"
    download.value.save_as(exported)
    with zipfile.ZipFile(exported) as before, zipfile.ZipFile(edited, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            if name == "word/document.xml":
                assert "一丝不苟" in data.decode()
                data = data.replace("一丝不苟".encode(), "精益求精".encode())
            after.writestr(name, data)

    page.get_by_role("button", name="读回改过的文件").click()
    page.locator("dialog input[type=file]").set_input_files(edited)
    expect(page.locator("dialog .version .warn")).to_contain_text("锁定的“园区党工委强调")
    page.get_by_role("button", name="采纳这些改动").click()
    expect(block.locator("textarea")).to_have_value(re.compile("精益求精"))
    expect(block.locator(".locked")).to_have_count(0)
