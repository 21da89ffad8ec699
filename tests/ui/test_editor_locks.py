"""What the editor's page may ask about locked sentences, and what it is refused: over HTTP, against the stored draft."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from drafting.draft import Draft, DraftSection, Lock, SectionState
from drafting.draft_store import DraftStore, open_engine
from drafting.examples import EXAMPLES_DIR, REQUEST_FILE
from drafting.genre import load_genres
from drafting.outline import propose_outline
from drafting.request_file import load_request
from drafting.workspace import DRAFTS_FILE
from tests.ui.desk_server import served

FIRST, SECOND, THIRD = "坚持稳中求进，推动高质量发展。", "各项工作有序推进。", "下一步抓好落实。"
TEXT = FIRST + SECOND + THIRD
Ask = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def home(starter_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("locks") / "home"
    shutil.copytree(starter_home, home)
    return home


@pytest.fixture(scope="module")
def client(home: Path) -> Iterator[httpx.Client]:
    with served(home) as address, httpx.Client(base_url=address, timeout=60) as asking:
        yield asking


@pytest.fixture(scope="module")
def store(home: Path) -> Iterator[DraftStore]:
    store = DraftStore(open_engine(f"sqlite:///{home / DRAFTS_FILE}"))
    yield store
    store.close()


@pytest.fixture
def draft(store: DraftStore) -> Draft:
    genres = load_genres()
    request = load_request(EXAMPLES_DIR / "work_summary" / REQUEST_FILE, genres)
    return store.create(request, propose_outline(request, genres["work_summary"], ()))


@pytest.fixture
def section(store: DraftStore, draft: Draft) -> DraftSection:
    """A section whose first sentence is locked."""
    section_id = next(one.id for one in draft.outline.sections if one.drafted)
    store.save_section(draft.id, DraftSection(section_id, TEXT, state=SectionState.DONE, locks=(Lock(0, len(FIRST)),)))
    return store.section(draft.id, section_id)


@pytest.fixture
def ask(client: httpx.Client, draft: Draft, section: DraftSection) -> Ask:
    components = client.get("/config").json()["components"]
    editor = next(part["id"] for part in components if part["props"].get("elem_id") == "editor")

    def asked(name: str, **data: object) -> dict[str, Any]:
        sent = {"draft": draft.id, "section": section.id, "base": TEXT} | data
        asked = {"session_hash": "test", "component_id": editor, "fn_name": name, "data": sent}
        answer: dict[str, Any] = client.post("/gradio_api/component_server", json=asked).json()
        return answer

    return asked


def locked(store: DraftStore, draft: Draft, section: DraftSection) -> tuple[str, ...]:
    return store.section(draft.id, section.id).locked


def test_a_sentence_is_locked_and_unlocked(ask: Ask, store: DraftStore, draft: Draft, section: DraftSection) -> None:
    at = len(FIRST) + 2

    assert ask("lock", start=at, end=at, locked=True)["locks"] == [
        {"start": 0, "end": len(FIRST)},
        {"start": len(FIRST), "end": len(FIRST + SECOND)},
    ]
    assert locked(store, draft, section) == (FIRST, SECOND)
    assert ask("lock", start=0, end=0, locked=False)["ok"]
    assert locked(store, draft, section) == (SECOND,)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"base": "别的文字。", "locked": True}, "又改过"),
        ({"start": len(TEXT), "end": len(TEXT), "locked": False}, "没有锁定的句子"),
        ({"start": "x", "locked": True}, "刷新页面"),
    ],
)
def test_what_cannot_be_locked_is_told(ask: Ask, data: dict[str, object], told: str) -> None:
    answer = ask("lock", **{"start": 0, "end": 0} | data)

    assert (answer["ok"], told in answer["message"]) == (False, True)


def test_nothing_is_locked_while_the_section_is_being_written(
    ask: Ask, store: DraftStore, draft: Draft, section: DraftSection
) -> None:
    store.save_section(draft.id, replace(section, state=SectionState.WRITING))

    assert "正在起草" in ask("lock", start=0, end=len(TEXT), locked=True)["message"]


def test_a_text_that_lacks_a_locked_sentence_is_not_saved_unless_it_is_meant(
    ask: Ask, store: DraftStore, draft: Draft, section: DraftSection
) -> None:
    without = SECOND + THIRD

    refused = ask("save", text=without)
    assert (refused["conflict"], refused["lost"], refused["section"]["text"]) == (True, [FIRST], TEXT)
    assert store.section(draft.id, section.id).text == TEXT

    assert ask("save", text=without, unlock=True)["locks"] == []
    assert store.section(draft.id, section.id).text == without


def test_a_text_that_keeps_it_is_saved_and_tells_where_it_now_stands(ask: Ask) -> None:
    answer = ask("save", text=f"上半年，{TEXT}")

    assert answer["locks"] == [{"start": 4, "end": 4 + len(FIRST)}]


def test_a_proposal_without_a_sentence_that_was_locked_meanwhile_is_not_taken(
    ask: Ask, store: DraftStore, draft: Draft, section: DraftSection
) -> None:
    proposal = {"bindings": [], "author": "model"}

    answer = ask("accept", text=SECOND + THIRD, **proposal)
    assert (answer["ok"], "没有锁定的“坚持稳中求进，推动高质量发展”" in answer["message"]) == (False, True)
    assert store.section(draft.id, section.id).text == TEXT

    assert ask("accept", text=SECOND + FIRST, **proposal)["ok"]
    assert store.section(draft.id, section.id).locks == (Lock(len(SECOND), len(SECOND + FIRST)),)


def test_a_version_names_the_locked_sentences_that_it_lacks(ask: Ask) -> None:
    ask("save", text=f"{TEXT}再补一句。")
    ask("lock", base=f"{TEXT}再补一句。", start=len(TEXT) + 1, end=len(TEXT) + 1, locked=True)

    assert [version["lost"] for version in ask("versions")["versions"]] == [["再补一句。"]]
