"""A search says why it found a passage."""

import pytest

from knowledge_base.match_reason import match_reason, shared_words
from knowledge_base.report import Hit, Passage, Role


@pytest.mark.parametrize(
    ("query", "text", "words"),
    [
        ("督办 闭环管理", "建立督办台账，实行闭环管理。", ("闭环管理", "督办")),
        ("党风廉政建设", "扎实推进党风建设。", ("党风", "建设")),
        ("办会更加规范", "召开会议11次。", ()),
        ("会", "召开会议11次。", ()),  # one character says nothing
        ("12345热线 热线", "办理12345热线转办件92件。", ("12345热线", "热线")),
        ("", "召开会议11次。", ()),
    ],
)
def test_the_longest_pieces_of_the_query_are_named(query: str, text: str, words: tuple[str, ...]) -> None:
    assert shared_words(query, text) == words


def test_headings_and_the_writers_own_unit_are_reasons_too() -> None:
    passage = Passage(
        "r", 0, ("一、工作开展情况", "（二）督查督办落细落实"), Role.PROGRESS, "办结率97.7%。", "", (),
        "work_summary", "云岚工业园区党政办公室", 2025,
    )  # fmt: skip

    reason = match_reason("督办 落实", Hit(passage, 0.03, "总结"), "党政办公室")

    assert reason.words == ()
    assert reason.heading_words == ("督办", "落实")
    assert reason.own_unit
    assert not match_reason("督办", Hit(passage, 0.03, "总结")).own_unit
