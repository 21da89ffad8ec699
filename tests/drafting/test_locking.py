"""Locking and unlocking: what a sentence is, and which ones a selection or a cursor means."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.draft import DraftSection, Lock
from drafting.errors import RequestError
from drafting.locking import locks_with, locks_without
from drafting.sentences import sentences_in

TEXT = "上半年工作有序推进。坚持稳中求进，推动高质量发展。\n下一步，抓好落实！"
FIRST, SECOND, THIRD = "上半年工作有序推进。", "坚持稳中求进，推动高质量发展。", "下一步，抓好落实！"


def section(text: str = TEXT, *locked: str) -> DraftSection:
    return DraftSection("s1", text, locks=tuple(Lock(text.index(one), text.index(one) + len(one)) for one in locked))


def locked_after(of: DraftSection, start: int, end: int) -> list[str]:
    return [of.text[lock.start : lock.end] for lock in locks_with(of, start, end)]


class TestSentences:
    @pytest.mark.parametrize(
        ("text", "sentences"),
        [
            ("", []),
            ("抓好落实。", ["抓好落实。"]),
            ("抓好落实", ["抓好落实"]),
            (TEXT, [FIRST, SECOND, THIRD]),
            ("他强调：“要快。要实。”会后抓好落实。", ["他强调：“要快。要实。”", "会后抓好落实。"]),
            ("落实“要快。要实。”的要求，抓好落实。", ["落实“要快。要实。”的要求，抓好落实。"]),
            ("他强调：“要快。”", ["他强调：“要快。”"]),
            ("引号没有“收尾。后面还有一句。", ["引号没有“收尾。", "后面还有一句。"]),
            (
                "一是抓学习；二是抓作风，转变作风；三是抓落实。",
                ["一是抓学习；", "二是抓作风，转变作风；", "三是抓落实。"],
            ),
            ("坚持稳中求进；坚持以进促稳。", ["坚持稳中求进；坚持以进促稳。"]),
            ("真抓实干！！ 久久为功。", ["真抓实干！！", "久久为功。"]),
            ("投资12.5亿元，增长9.6%。用𬭚命名。", ["投资12.5亿元，增长9.6%。", "用𬭚命名。"]),
        ],
    )
    def test_end_where_a_writer_sees_them_end(self, text: str, sentences: list[str]) -> None:
        assert [text[one.start : one.end] for one in sentences_in(text)] == sentences

    @given(st.text("一二是；。！“”（）\n 工作", max_size=40))
    def test_hold_everything_but_blanks_and_never_overlap(self, text: str) -> None:
        found = sentences_in(text)

        assert all(one.end <= following.start for one, following in pairwise(found))
        rest = "".join(
            text[end:start]
            for end, start in zip(
                [0, *(one.end for one in found)], [*(one.start for one in found), len(text)], strict=True
            )
        )
        assert not rest.strip()
        assert all("\n" not in text[one.start : one.end] for one in found)


class TestLocking:
    @pytest.mark.parametrize(
        ("start", "end", "locked"),
        [
            (0, 0, [FIRST]),
            (3, 3, [FIRST]),
            (len(FIRST), len(FIRST), [FIRST]),  # between two sentences: the one just read
            (len(FIRST) + 1, len(FIRST) + 1, [SECOND]),
            (len(TEXT), len(TEXT), [THIRD]),
            (12, 14, [SECOND]),
            (3, 12, [FIRST, SECOND]),
            (0, len(TEXT), [FIRST, SECOND, THIRD]),
        ],
    )
    def test_takes_whole_sentences(self, start: int, end: int, locked: list[str]) -> None:
        assert locked_after(section(), start, end) == locked

    def test_adds_to_what_is_locked_in_the_order_of_the_text(self) -> None:
        assert locked_after(section(TEXT, THIRD), 2, 2) == [FIRST, THIRD]

    def test_of_a_locked_sentence_changes_nothing(self) -> None:
        of = section(TEXT, SECOND)

        assert locks_with(of, 14, 14) == of.locks

    def test_takes_in_what_was_typed_in_front_of_a_locked_sentence(self) -> None:
        of = section("为此，坚持稳中求进。", "坚持稳中求进。")

        assert locked_after(of, 1, 1) == ["为此，坚持稳中求进。"]

    def test_of_nothing_is_refused(self) -> None:
        with pytest.raises(RequestError, match="没有句子"):
            locks_with(section(""), 0, 0)

    def test_is_taken_back_at_the_cursor_or_for_all_that_is_selected(self) -> None:
        of = section(TEXT, FIRST, SECOND, THIRD)

        assert [TEXT[lock.start : lock.end] for lock in locks_without(of, 14, 14)] == [FIRST, THIRD]
        assert locks_without(of, 0, len(TEXT)) == ()

    def test_cannot_be_taken_back_where_nothing_is_locked(self) -> None:
        with pytest.raises(RequestError, match="没有锁定"):
            locks_without(section(TEXT, FIRST), 14, 14)
