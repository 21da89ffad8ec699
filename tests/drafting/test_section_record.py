"""A section that its writer changes while it is being written keeps what the writer typed."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from drafting.draft import Author, Draft, DraftSection, SectionState
from drafting.draft_store import DraftStore, open_engine
from drafting.errors import ChatError
from drafting.examples import EXAMPLES_DIR, REQUEST_FILE
from drafting.genre import load_genres
from drafting.outline import propose_outline
from drafting.request_file import load_request
from drafting.section_record import KEPT_EDIT, SectionRecord

TYPED = "这是起草期间亲手改的一句。"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DraftStore]:
    store = DraftStore(open_engine(f"sqlite:///{tmp_path / 'drafts.sqlite3'}"))
    yield store
    store.close()


@pytest.fixture
def draft(store: DraftStore) -> Draft:
    genres = load_genres()
    request = load_request(EXAMPLES_DIR / "work_summary" / REQUEST_FILE, genres)
    return store.create(request, propose_outline(request, genres["work_summary"], ()))


@pytest.fixture
def section_id(draft: Draft) -> str:
    return next(section.id for section in draft.outline.sections if section.drafted)


def written(section_id: str) -> DraftSection:
    return DraftSection(section_id, "模型写成的一段。", SectionState.DONE, Author.MODEL)


def test_the_drafted_text_becomes_an_earlier_version(store: DraftStore, draft: Draft, section_id: str) -> None:
    with SectionRecord(store, draft, section_id) as record:
        store.edit_text(draft.id, section_id, TYPED)
        record.finish(written(section_id))

    held = store.section(draft.id, section_id)
    assert (held.text, held.author, held.state) == (TYPED, Author.WRITER, SectionState.DONE)
    assert KEPT_EDIT in held.notes
    assert "模型写成的一段。" in [version.text for version in store.versions(draft.id, section_id)]


def test_a_failure_takes_nothing_from_the_writer(store: DraftStore, draft: Draft, section_id: str) -> None:
    with SectionRecord(store, draft, section_id) as record:
        store.edit_text(draft.id, section_id, TYPED)
        record.fail(ChatError("模型接口没有回应；请重试。"))

    held = store.section(draft.id, section_id)
    assert (held.text, held.state) == (TYPED, SectionState.DONE)


def test_neither_does_a_stop(store: DraftStore, draft: Draft, section_id: str) -> None:
    with SectionRecord(store, draft, section_id):
        store.edit_text(draft.id, section_id, TYPED)

    assert store.section(draft.id, section_id).text == TYPED


def test_a_text_typed_before_is_replaced_as_was_asked(store: DraftStore, draft: Draft, section_id: str) -> None:
    store.edit_text(draft.id, section_id, TYPED)

    with SectionRecord(store, store.get(draft.id), section_id) as record:
        record.finish(replace(written(section_id), notes=("参考了往年写法。",)))

    held = store.section(draft.id, section_id)
    assert (held.text, held.notes) == ("模型写成的一段。", ("参考了往年写法。",))
