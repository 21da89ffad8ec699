"""Locked sentences as tokens: there and back word for word, whatever is written around them and whatever comes back."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.draft import Binding, DraftSection, Lock
from drafting.figure import Figure
from drafting.locked_return import Returned, take_back
from drafting.locked_text import LockedSentence, locked_sentences, render_with_locked, with_tokens
from drafting.section_prompt import revision_messages
from knowledge_base.quantities.mention import Kind, Mention
from tests.drafting.test_section_prompt import OUTLINE, context

FIGURES = tuple(
    Figure(
        f"F{number}", name, shown, Mention(0, len(shown), shown, Kind.COUNT, Decimal(value), unit="份", step=Decimal(1))
    )
    for number, name, shown, value in ((1, "收文", "2136份", 2136), (2, "发文", "163份", 163))
)
OPENING = "上半年工作有序推进。"
LEADER = "坚持大抓基层的鲜明导向，全年收文2136份，件件有着落。"
MIDDLE = "累计发文163份。"
CALL = "以钉钉子精神抓好落实，推动各项工作再上新台阶。"
CLOSING = "有关情况如下。"
TEXT = f"{OPENING}{LEADER}{MIDDLE}\n{CALL}{CLOSING}"


def section(text: str = TEXT, locked: tuple[str, ...] = (LEADER, CALL)) -> DraftSection:
    numbers = [("2136份", "F1"), ("163份", "F2")]
    return DraftSection(
        "s1",
        text,
        bindings=tuple(
            Binding(text.index(shown), text.index(shown) + len(shown), figure)
            for shown, figure in numbers
            if shown in text
        ),
        locks=tuple(Lock(text.index(one), text.index(one) + len(one)) for one in locked),
    )


LOCKED = locked_sentences(section())
TOKENS = f"{OPENING}{{{{L1}}}}累计发文{{{{F2}}}}。\n{{{{L2}}}}{CLOSING}"


def rendered(answer: str, locked: tuple[LockedSentence, ...] = LOCKED) -> str:
    return render_with_locked(take_back(answer, locked).text, FIGURES, locked).text


class TestTheWayThere:
    def test_puts_a_token_for_each_locked_sentence_and_each_bound_number_outside_of_one(self) -> None:
        assert with_tokens(section(), FIGURES, LOCKED) == TOKENS

    def test_and_back_is_the_same_text_with_the_same_bindings_and_locks(self) -> None:
        back = render_with_locked(TOKENS, FIGURES, LOCKED)

        assert (back.text, back.bindings, back.locks) == (TEXT, section().bindings, section().locks)
        assert back.problems == ()

    def test_knows_where_a_sentence_stood(self) -> None:
        assert [(one.paragraph, one.before, one.after) for one in LOCKED] == [
            (0, OPENING, MIDDLE),
            (1, "", CLOSING),
        ]

    def test_sentences_side_by_side_are_one_token_and_stay_two_locks(self) -> None:
        of = section(TEXT, (OPENING, LEADER))
        locked = locked_sentences(of)

        assert with_tokens(of, FIGURES, locked) == f"{{{{L1}}}}累计发文{{{{F2}}}}。\n{CALL}{CLOSING}"
        assert render_with_locked("{{L1}}", FIGURES, locked).locks == of.locks

    def test_shows_a_model_what_a_sentence_says_but_none_of_its_numbers(self) -> None:
        of = context()

        sent = revision_messages(of.request, OUTLINE[1], "", TOKENS, "压缩", FIGURES[1:], "题", LOCKED)[1].content

        assert "{{L1}}（原在第一段）：坚持大抓基层的鲜明导向，全年收文〔〕，件件有着落。" in sent
        assert "2136" not in sent
        assert "{{F1}}" not in sent

    def test_says_nothing_of_locks_where_there_is_none(self) -> None:
        of = context()

        assert "原话" not in revision_messages(of.request, OUTLINE[1], "", "正文。", "压缩", FIGURES, "题")[1].content

    @given(st.lists(st.sampled_from([OPENING, LEADER, MIDDLE, CALL, CLOSING, "\n"]), max_size=8), st.data())
    def test_and_back_never_changes_a_text(self, pieces: list[str], data: st.DataObject) -> None:
        text = "".join(pieces).strip("\n")
        ends = [0]
        for piece in pieces:
            ends.append(ends[-1] + len(piece))
        chosen = [
            Lock(start, end)
            for start, end in pairwise(ends)
            if end <= len(text) and "\n" not in text[start:end] and data.draw(st.booleans())
        ]
        of = DraftSection("s1", text, locks=tuple(chosen))
        locked = locked_sentences(of)

        back = render_with_locked(with_tokens(of, FIGURES, locked), FIGURES, locked)

        assert (back.text, back.locks) == (text, of.locks)


class TestTheWayBack:
    @pytest.mark.parametrize(
        ("answer", "text"),
        [
            # as asked
            ("换了开头。{{L1}}发文{{F2}}。\n{{L2}}情况如下。", f"换了开头。{LEADER}发文163份。\n{CALL}情况如下。"),
            # as models write tokens
            ("开头。{ L1 }中间。｛｛Ｌ２｝｝", f"开头。{LEADER}中间。{CALL}"),
            ("开头。{{L1}}。中间。{{L2}}，", f"开头。{LEADER}中间。{CALL}"),
            ("开头。{{L1}}{{L9}}中间。{{L2}}", f"开头。{LEADER}中间。{CALL}"),
            # left out: behind the neighbour, before the neighbour, in its paragraph
            (f"{OPENING}发文{{{{F2}}}}。\n{{{{L2}}}}", f"{OPENING}{LEADER}发文163份。\n{CALL}"),
            (f"开头改过。{MIDDLE}\n{{{{L2}}}}", f"开头改过。{LEADER}{MIDDLE}\n{CALL}"),
            ("全部改过了。\n第二段也是。", f"全部改过了。{LEADER}\n{CALL}第二段也是。"),
            ("只有一段。", f"只有一段。{LEADER}{CALL}"),
            # in other words
            (
                "开头。坚持大抓基层的鲜明导向，收文2136份，件件都有着落。\n{{L2}}",
                f"开头。{LEADER}\n{CALL}",
            ),
            ("开头。{{L1}}以钉钉子精神抓好落实，推动各项工作取得新成效。", f"开头。{LEADER}{CALL}"),
            # twice
            ("开头。{{L1}}中间。{{L1}}{{L2}}", f"开头。{LEADER}中间。{CALL}"),
            (f"开头。{{{{L1}}}}{CALL}中间。{{{{L2}}}}", f"开头。{LEADER}中间。{CALL}"),
            # in another order
            ("开头。{{L2}}中间。{{L1}}", f"开头。{LEADER}{CALL}中间。"),
        ],
    )
    def test_every_locked_sentence_stands_once_unchanged_and_in_order(self, answer: str, text: str) -> None:
        assert rendered(answer) == text

    @pytest.mark.parametrize(
        ("answer", "told"),
        [
            ("开头。{{L1}}中间。{{L2}}", []),
            ("开头。中间。{{L2}}", ["漏掉"]),
            ("开头。坚持大抓基层的鲜明导向，收文2136份，件件都有着落。{{L2}}", ["改动"]),
            ("开头。{{L1}}中间。{{L1}}{{L2}}", ["重复"]),
            ("开头。{{L2}}中间。{{L1}}", ["次序"]),
            (f"开头。{{{{L1}}}}中间。{CALL}{{{{L2}}}}", ["重复"]),
            ("全部改过了。", ["漏掉"]),
        ],
    )
    def test_what_a_model_did_to_them_is_told(self, answer: str, told: list[str]) -> None:
        notes = take_back(answer, LOCKED).notes

        assert [word for note in notes for word in ("漏掉", "改动", "重复", "次序") if word in note] == told
        assert all("“" in note and note.endswith("。") for note in notes)

    def test_a_neighbour_that_sounds_alike_is_not_taken_for_it(self) -> None:
        of = section("一是加强会议服务。切实加强会议服务和公文办理。", ("切实加强会议服务和公文办理。",))
        locked = locked_sentences(of)

        assert rendered("一是加强会议服务。", locked) == of.text

    @pytest.mark.parametrize(
        ("other", "own"),
        [
            ("一季度重点项目投资增长较快。", "二季度重点项目投资增长较快。"),
            ("2025年完成重点项目投资12亿元。", "2026年完成重点项目投资15亿元。"),
            ("一季度重点项目投资增长较快，好于预期。", "二季度重点项目投资增长较快，好于预期。"),
        ],
    )
    @pytest.mark.parametrize("token", ["", "{{L1}}"])
    def test_a_sentence_of_the_text_that_sounds_alike_is_never_taken_for_it(
        self, other: str, own: str, token: str
    ) -> None:
        of = section(f"{other}{own}", (own,))
        shortened = other.replace("，好于预期", "")

        assert rendered(f"{shortened}{token}", locked_sentences(of)) == f"{shortened}{own}"

    def test_a_sentence_with_a_figure_of_its_own_is_not_replaced(self) -> None:
        answer = "坚持大抓基层的鲜明导向，全年发文{{F2}}，件件有着落。\n{{L2}}"

        assert rendered(answer) == f"坚持大抓基层的鲜明导向，全年发文163份，件件有着落。{LEADER}\n{CALL}"

    def test_the_number_of_a_point_is_neither_lost_nor_doubled(self) -> None:
        plain = locked_sentences(section("一是抓学习。", ("一是抓学习。",)))

        assert rendered("二是抓作风。一是{{L1}}", plain) == "二是抓作风。一是抓学习。"
        assert rendered(f"开头。一是{LEADER}{{{{L2}}}}") == f"开头。一是{LEADER}{CALL}"

    def test_a_paragraph_of_its_own_stays_one(self) -> None:
        locked = locked_sentences(section(f"第一段。\n{CALL}\n第三段。", (CALL,)))

        assert rendered("第一段改过。\n第三段改过。", locked) == f"第一段改过。\n{CALL}\n第三段改过。"

    def test_sentences_side_by_side_come_back_side_by_side(self) -> None:
        locked = locked_sentences(section(f"开头。{LEADER}{CALL}", (LEADER, CALL)))
        reworded = "开头改过。坚持大抓基层的鲜明导向，收文件件有着落。以钉钉子精神抓好落实，推动工作上新台阶。结尾。"

        assert rendered(reworded, locked) == f"开头改过。{LEADER}{CALL}结尾。"

    def test_without_locks_an_answer_is_as_it_is(self) -> None:
        assert take_back("正文{{L1}}。\n\n第二段。", ()) == Returned("正文{{L1}}。\n\n第二段。")

    @given(
        st.lists(
            st.sampled_from(
                ["{{L1}}", "{{L2}}", "{{L3}}", OPENING, LEADER, CALL, MIDDLE, "一是", "，", "。", "\n", "{{F2}}"]
            ),
            max_size=12,
        )
    )
    def test_whatever_comes_back_each_stands_once_in_order(self, pieces: list[str]) -> None:
        back = render_with_locked(take_back("".join(pieces), LOCKED).text, FIGURES, LOCKED)

        assert tuple(back.text[lock.start : lock.end] for lock in back.locks) == (LEADER, CALL)
        assert all(back.text[one.start : one.end] in ("2136份", "163份") for one in back.bindings)
        assert back.text.count("{{L1}}") + back.text.count("{{L2}}") == 0
