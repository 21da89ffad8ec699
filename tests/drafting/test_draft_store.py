"""Drafts at rest: what is saved comes back, and nothing that was written is lost."""

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from drafting.draft import Author, Binding, DraftSection, Lock, Outline, OutlineSection, SectionState
from drafting.draft_store import DraftStore, open_engine
from drafting.errors import DraftNotFoundError, RequestError, SettingsError
from drafting.figure import Figure, FigureSheet, RowProblem
from drafting.request import Request, Theme
from knowledge_base.quantities.mention import DateParts, Hedge, Kind, Mention
from knowledge_base.report import Period, Role

FIGURES = (
    Figure(
        "F1",
        "收文",
        "2136份",
        Mention(0, 5, "2136份", Kind.COUNT, Decimal(2136), unit="份", step=Decimal(1)),
        unit="份",
    ),
    Figure("F2", "党员占比", "五分之三", Mention(0, 4, "五分之三", Kind.FRACTION, Fraction(3, 5))),
    Figure(
        *("F3", "税收", "约4.70亿元", Mention(0, 7, "约4.70亿元", Kind.AMOUNT, Decimal("4.70E8"), hedge=Hedge.ABOUT)),
        previous_text="4.1亿元",
        previous=Mention(0, 5, "4.1亿元", Kind.AMOUNT, Decimal("410000000.0")),
    ),
    Figure("F4", "党代会日期", "3月12日", Mention(0, 5, "3月12日", Kind.DATE, date=DateParts(month=3, day=12))),
)
REQUEST = Request(
    genre="work_summary",
    unit="云岚工业园区党政办公室",
    period=Period(2026, half=1),
    date=date(2026, 7, 5),
    recipient="党工委",
    themes=(Theme("营商环境", "走访\n清单"),),
    figures=FigureSheet(FIGURES, (RowProblem(5, "第 5 行没有数值；请补上。"),)),
)
OUTLINE = Outline(
    (
        OutlineSection("s1", 0, "", Role.OPENING),
        OutlineSection("s2", 1, "工作开展情况", Role.PROGRESS, drafted=False),
        OutlineSection(
            "s3", 2, "办文办会", Role.PROGRESS, figure_ids=("F1", "F3"), theme_names=("营商环境",), reason="往年都有"
        ),
        OutlineSection("s4", 1, "下步打算", Role.PLANS),
    )
)
WRITTEN = DraftSection(
    id="s3",
    text="累计收文2136份。\n税收约4.7亿元。",
    state=SectionState.DONE,
    author=Author.MODEL,
    bindings=(Binding(4, 9, "F1"), Binding(13, 20, "F3")),
    source_ids=("abc-0001",),
    notes=("有一处请核对。",),
    locks=(Lock(0, 10),),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DraftStore]:
    store = DraftStore(open_engine(f"sqlite:///{tmp_path / 'drafts.sqlite3'}"))
    yield store
    store.close()


class TestWhatIsSaved:
    def test_comes_back_the_same_to_the_last_digit(self, store: DraftStore, tmp_path: Path) -> None:
        draft = store.create(REQUEST, OUTLINE, title="上半年工作总结")
        store.save_section(draft.id, WRITTEN)
        store.close()

        again = DraftStore(open_engine(f"sqlite:///{tmp_path / 'drafts.sqlite3'}"))
        loaded = again.get(draft.id)
        again.close()

        assert loaded.request == REQUEST
        assert loaded.outline == OUTLINE
        assert loaded.title == "上半年工作总结"
        assert loaded.sections == (DraftSection("s1"), DraftSection("s2"), WRITTEN, DraftSection("s4"))
        assert str(loaded.request.figures.figures[2].value.value) == "4.70E+8"
        assert isinstance(loaded.request.figures.figures[1].value.value, Fraction)

    def test_is_listed_with_what_is_done_the_last_changed_first(self, store: DraftStore) -> None:
        first = store.create(REQUEST, OUTLINE, title="一")
        store.create(REQUEST, OUTLINE, title="二")
        store.save_section(first.id, WRITTEN)

        summaries = store.list()

        assert [summary.title for summary in summaries] == ["一", "二"]
        assert (summaries[0].done, summaries[0].total) == (1, 3)
        assert (summaries[0].genre, summaries[0].period) == ("work_summary", "2026年上半年")

    def test_is_listed_to_its_owner_alone(self, store: DraftStore) -> None:
        store.create(REQUEST, OUTLINE, owner="甲")
        draft = store.create(REQUEST, OUTLINE, owner="乙")

        assert [summary.id for summary in store.list(owner="乙")] == [draft.id]
        assert store.owner(draft.id) == "乙"

    def test_can_be_deleted_with_all_that_belongs_to_it(self, store: DraftStore) -> None:
        draft = store.create(REQUEST, OUTLINE)
        store.save_section(draft.id, WRITTEN)
        store.save_section(draft.id, replace(WRITTEN, text="改"))

        store.delete(draft.id)

        assert store.list() == ()
        assert store.versions(draft.id, "s3") == ()
        with pytest.raises(DraftNotFoundError, match="回到草稿列表"):
            store.get(draft.id)

    def test_cannot_be_saved_to_a_draft_that_is_gone(self, store: DraftStore) -> None:
        with pytest.raises(DraftNotFoundError):
            store.save_section("gone", WRITTEN)


class TestVersions:
    def test_keep_every_text_that_was_replaced(self, store: DraftStore) -> None:
        draft = store.create(REQUEST, OUTLINE)
        store.save_section(draft.id, WRITTEN)
        store.edit_text(draft.id, "s3", "写稿人改过的话。")
        store.save_section(draft.id, replace(WRITTEN, text="模型又写的话。"))

        versions = store.versions(draft.id, "s3")

        assert [version.text for version in versions] == ["写稿人改过的话。", WRITTEN.text]
        assert [version.author for version in versions] == [Author.WRITER, Author.MODEL]
        assert versions[1].bindings == WRITTEN.bindings

    def test_are_not_made_where_only_the_state_changes(self, store: DraftStore) -> None:
        draft = store.create(REQUEST, OUTLINE)
        store.save_section(draft.id, WRITTEN)
        store.save_section(draft.id, replace(WRITTEN, state=SectionState.WRITING))

        assert store.versions(draft.id, "s3") == ()

    def test_can_be_put_back_and_the_present_text_becomes_one(self, store: DraftStore) -> None:
        draft = store.create(REQUEST, OUTLINE)
        store.save_section(draft.id, WRITTEN)
        store.edit_text(draft.id, "s3", "改坏了。")

        restored = store.restore(draft.id, "s3", store.versions(draft.id, "s3")[0].number)

        assert (restored.text, restored.bindings) == (WRITTEN.text, WRITTEN.bindings)
        assert store.versions(draft.id, "s3")[0].text == "改坏了。"

    def test_of_another_section_cannot_be_put_back(self, store: DraftStore) -> None:
        draft = store.create(REQUEST, OUTLINE)
        with pytest.raises(DraftNotFoundError):
            store.restore(draft.id, "s3", 99)


class TestLocks:
    def test_stay_with_their_sentences_when_the_text_around_them_is_edited(self, store: DraftStore) -> None:
        draft = store.create(REQUEST, OUTLINE)
        store.save_section(draft.id, WRITTEN)

        store.edit_text(draft.id, "s3", f"上半年工作有序推进。{WRITTEN.text}")

        assert store.section(draft.id, "s3").locked == WRITTEN.locked == ("累计收文2136份。",)

    def test_are_stored_without_a_new_version(self, store: DraftStore) -> None:
        draft = store.create(REQUEST, OUTLINE)
        store.save_section(draft.id, WRITTEN)

        store.save_locks(draft.id, "s3", WRITTEN.text, (Lock(11, 21),))

        assert store.section(draft.id, "s3") == replace(WRITTEN, locks=(Lock(11, 21),))
        assert store.versions(draft.id, "s3") == ()

    def test_of_a_text_that_is_another_by_now_are_refused(self, store: DraftStore) -> None:
        draft = store.create(REQUEST, OUTLINE)
        store.save_section(draft.id, WRITTEN)

        with pytest.raises(RequestError, match="又改过"):
            store.save_locks(draft.id, "s3", "先前的文字。", (Lock(0, 5),))
        assert store.section(draft.id, "s3").locks == WRITTEN.locks

    def test_come_back_with_the_version_that_had_them(self, store: DraftStore) -> None:
        draft = store.create(REQUEST, OUTLINE)
        store.save_section(draft.id, WRITTEN)
        store.edit_text(draft.id, "s3", "改坏了。")
        assert store.section(draft.id, "s3").locks == ()

        restored = store.restore(draft.id, "s3", store.versions(draft.id, "s3")[0].number)

        assert restored.locks == WRITTEN.locks

    def test_set_since_then_hold_for_the_version_where_it_has_the_sentence(self, store: DraftStore) -> None:
        draft = store.create(REQUEST, OUTLINE)
        store.save_section(draft.id, replace(WRITTEN, locks=()))
        store.edit_text(draft.id, "s3", f"开头加了一句。{WRITTEN.text}")
        store.save_locks(draft.id, "s3", f"开头加了一句。{WRITTEN.text}", (Lock(0, 7), Lock(7, 17)))

        restored = store.restore(draft.id, "s3", store.versions(draft.id, "s3")[0].number)

        assert restored.locked == ("累计收文2136份。",)

    def test_are_kept_where_a_section_leaves_the_outline(self, store: DraftStore) -> None:
        draft = store.create(REQUEST, OUTLINE)
        store.save_section(draft.id, WRITTEN)

        store.save_outline(draft.id, Outline(OUTLINE.sections[:2]))

        assert store.versions(draft.id, "s3")[0].locks == WRITTEN.locks


class TestADatabaseOfAnOlderVersion:
    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        """A database as it was written before sentences could be locked, with a draft in it."""
        path = tmp_path / "drafts.sqlite3"
        store = DraftStore(open_engine(f"sqlite:///{path}"))
        draft = store.create(REQUEST, OUTLINE, title="旧稿")
        store.save_section(draft.id, replace(WRITTEN, text="第一稿。", bindings=(), locks=()))
        store.save_section(draft.id, replace(WRITTEN, locks=()))
        store.close()
        with closing(sqlite3.connect(path)) as connection:
            for table in ("draft_sections", "draft_section_versions"):
                connection.execute(f"ALTER TABLE {table} DROP COLUMN locks")
            connection.commit()
        return path

    def test_opens_with_all_that_it_holds_and_takes_locks(self, path: Path) -> None:
        store = DraftStore(open_engine(f"sqlite:///{path}"))
        (summary,) = store.list()

        assert store.section(summary.id, "s3") == replace(WRITTEN, locks=())
        assert [version.text for version in store.versions(summary.id, "s3")] == ["第一稿。"]
        store.save_locks(summary.id, "s3", WRITTEN.text, WRITTEN.locks)
        store.close()

        again = DraftStore(open_engine(f"sqlite:///{path}"))
        assert again.section(summary.id, "s3") == WRITTEN
        again.close()

    def test_is_opened_by_several_programs_at_once(self, path: Path) -> None:
        def opened(_: int) -> int:
            store = DraftStore(open_engine(f"sqlite:///{path}"))
            found = len(store.list())
            store.close()
            return found

        with ThreadPoolExecutor(8) as threads:
            assert list(threads.map(opened, range(8))) == [1] * 8

    def test_can_still_be_written_by_the_older_version(self, path: Path) -> None:
        open_engine(f"sqlite:///{path}").dispose()
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(
                "INSERT INTO draft_sections (draft_id, section_id, text, state, author, error, bindings, source_ids, partial, notes)"
                " SELECT draft_id, 's9', text, state, author, error, bindings, source_ids, partial, notes"
                " FROM draft_sections WHERE section_id = 's3'"
            )
            assert connection.execute("SELECT locks FROM draft_sections WHERE section_id = 's9'").fetchone() == ("[]",)


class TestTheOutline:
    def test_can_change_while_written_sections_keep_their_text(self, store: DraftStore) -> None:
        draft = store.create(REQUEST, OUTLINE)
        store.save_section(draft.id, WRITTEN)
        new = OutlineSection("s9", 1, "存在问题", Role.PROBLEMS)

        changed = store.save_outline(draft.id, Outline((OUTLINE.sections[3], new, OUTLINE.sections[2])))

        assert [section.id for section in changed.sections] == ["s4", "s9", "s3"]
        assert changed.sections[2] == WRITTEN
        assert changed.sections[1].state is SectionState.WAITING

    def test_that_loses_a_section_keeps_its_text_among_the_versions(self, store: DraftStore) -> None:
        draft = store.create(REQUEST, OUTLINE)
        store.save_section(draft.id, WRITTEN)

        store.save_outline(draft.id, Outline(OUTLINE.sections[:2]))

        assert [version.text for version in store.versions(draft.id, "s3")] == [WRITTEN.text]


class TestAfterARestart:
    def test_a_draft_that_stopped_on_its_way_is_found(self, store: DraftStore) -> None:
        draft = store.create(REQUEST, OUTLINE)
        store.create(REQUEST, OUTLINE)  # never begun: its writer is still at the outline
        store.save_section(draft.id, WRITTEN)

        assert store.unfinished() == (draft.id,)

    def test_a_draft_whose_headings_alone_wait_is_finished(self, store: DraftStore) -> None:
        draft = store.create(REQUEST, OUTLINE)
        for section_id in ("s1", "s3", "s4"):
            store.save_section(draft.id, replace(WRITTEN, id=section_id))

        assert store.unfinished() == ()

    def test_a_partial_text_is_there_and_is_no_text(self, store: DraftStore) -> None:
        draft = store.create(REQUEST, OUTLINE)
        store.save_partial(draft.id, "s3", "写到一半")

        section = store.section(draft.id, "s3")

        assert (section.text, section.partial) == ("", "写到一半")


class TestUsage:
    def test_adds_up(self, store: DraftStore) -> None:
        draft = store.create(REQUEST, OUTLINE)
        store.record_usage(draft.id, "s1", model="m", sent=800, received=90, estimated=False)
        store.record_usage(draft.id, "s3", model="m", sent=700, received=60, estimated=True)

        used = store.usage(draft.id)

        assert (used.calls, used.sent, used.received, used.estimated) == (2, 1500, 150, True)


class TestSeveralThreads:
    def test_lose_no_section(self, store: DraftStore) -> None:
        sections = tuple(OutlineSection(f"s{i}", 1, f"第{i}节", Role.PROGRESS) for i in range(24))
        draft = store.create(REQUEST, Outline(sections))

        def save(offset: int) -> None:
            for i in range(offset, 24, 4):
                store.save_section(draft.id, DraftSection(f"s{i}", text=f"正文{i}", state=SectionState.DONE))

        threads = [threading.Thread(target=save, args=(offset,)) for offset in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert [section.text for section in store.get(draft.id).sections] == [f"正文{i}" for i in range(24)]


class TestABadAddress:
    @pytest.mark.parametrize("url", ["not a url", "oracle://u:pw-secret@h/d", "mysql+nodriver://u:pw-secret@h/d"])
    def test_is_refused_without_repeating_its_password(self, url: str) -> None:
        with pytest.raises(SettingsError, match="ZHIBI_DATABASE_URL") as refusal:
            open_engine(url)

        assert "secret" not in str(refusal.value)

    def test_a_file_that_is_no_database_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "drafts.sqlite3"
        path.write_bytes(b"this is not a database, and never was one" * 40)

        with pytest.raises(SettingsError, match="ZHIBI_HOME"):
            open_engine(f"sqlite:///{path}")
