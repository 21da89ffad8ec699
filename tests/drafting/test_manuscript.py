"""The finished text: numbered, recognised in any paragraphs, and written without loss."""

import unicodedata
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.checking.draft_check import check_draft
from drafting.checking.finding import Verdict
from drafting.checking.supplied import Supplied
from drafting.draft import Block, Draft, DraftSection, Manuscript, Outline, OutlineSection, SectionState
from drafting.enumerator import heading_level, write_enumerator, write_ordinal
from drafting.issue_date import read_date, write_date
from drafting.manuscript import (
    UNWRITTEN,
    manuscript_from_paragraphs,
    manuscript_of,
    numbered_headings,
    to_markdown,
    to_text,
)
from drafting.request import Request
from knowledge_base.headings import ordinal_value
from knowledge_base.report import Period, Role

REPORT = """云岚工业园区党政办公室2026年上半年工作总结
园区党工委：
2026年上半年，党政办公室各项工作有序推进。现将有关情况报告如下：
一、工作开展情况
（一）强化机关党建
一是抓学习。开展集中学习12次。
（二）提升办文水平
1.收文办理
累计收文2136份。
（1）公文流转
二、存在问题
（一）统筹协调不够有力。部分工作推进较慢。
附件：1.主要指标完成情况
2.重点项目清单
云岚工业园区党政办公室
2026年7月5日"""


def outline(*sections: tuple[int, str]) -> Outline:
    return Outline(
        tuple(
            OutlineSection(f"s{place}", level, heading, Role.PROGRESS)
            for place, (level, heading) in enumerate(sections)
        )
    )


def draft(sections: Outline, *texts: str, recipient: str = "园区党工委") -> Draft:
    request = Request(
        "work_summary", "云岚工业园区党政办公室", Period(2026, half=1), date(2026, 7, 5), recipient=recipient
    )
    written = tuple(
        DraftSection(section.id, text, SectionState.DONE)
        for section, text in zip(sections.sections, texts, strict=True)
    )
    return Draft("d1", "2026年上半年工作总结", request, sections, written)


def test_headings_are_numbered_by_level_and_restart_under_their_parent() -> None:
    headings = outline(
        (0, ""),
        (1, "开展情况"),
        (2, "党建"),
        (2, "办文"),
        (3, "收文"),
        (3, "发文"),
        (4, "用印"),
        (1, "打算"),
        (2, "学习"),
        (3, "读书"),
    )
    assert numbered_headings(headings) == (
        "",
        "一、开展情况",
        "（一）党建",
        "（二）办文",
        "1.收文",
        "2.发文",
        "（1）用印",
        "二、打算",
        "（一）学习",
        "1.读书",
    )


@pytest.mark.parametrize(
    ("state", "drafted", "text", "lines"),
    [
        (SectionState.FAILED, True, "", ["一、存在问题", UNWRITTEN]),
        (SectionState.WAITING, True, " \n", ["一、存在问题", UNWRITTEN]),
        (SectionState.FAILED, True, "先前的正文。", ["一、存在问题", "先前的正文。"]),
        (SectionState.DONE, True, "", ["一、存在问题"]),
        (SectionState.WAITING, False, "", ["一、存在问题"]),
    ],
)
def test_a_section_that_is_not_written_leaves_a_visible_mark_and_a_finding(
    state: SectionState, drafted: bool, text: str, lines: list[str]
) -> None:
    heading = OutlineSection("s0", 1, "存在问题", Role.PROBLEMS, drafted=drafted)
    unfinished = replace(draft(Outline((heading,)), text), sections=(DraftSection("s0", text, state, error="断了。"),))
    assert [block.text for block in manuscript_of(unfinished).blocks] == lines
    missing = [one for one in check_draft(unfinished, Supplied()).report.findings if one.rule == "section_missing"]
    assert [(one.severity, one.start) for one in missing] == [(Verdict.FAIL, -1)] * (UNWRITTEN in lines)
    assert all("“一、存在问题”" in one.message and "断了" in one.message for one in missing)


def test_a_heading_typed_with_a_number_gets_the_right_one_instead_of_two() -> None:
    assert numbered_headings(outline((1, "三、开展情况"), (2, "(4)党建"))) == ("一、开展情况", "（一）党建")


def test_a_heading_that_begins_with_a_year_keeps_it() -> None:
    assert numbered_headings(
        outline(
            (1, "2026年工作打算"),
        )
    ) == ("一、2026年工作打算",)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("一、工作开展情况", 1),
        ("十二、工作要求", 1),
        ("（一）强化思想教育，将政治建设作为根本", 2),
        ("(一)强化机关党建", 2),
        ("（一）强化机关党建。", 2),
        ("1.收文办理", 3),
        ("1．收文办理", 3),
        ("（1）公文流转", 4),
        ("（一）强化党建。全年开展学习12次。", 0),
        ("1.召开党工委会议11次。", 0),
        ("1.召开党工委会议11次；", 0),
        ("1.5亿元项目落地", 0),
        ("一是抓学习", 0),
        ("一、", 0),
        ("2026年上半年", 0),
        ("十五、十六日召开会议，", 0),
        ("", 0),
    ],
)
def test_a_paragraph_is_a_heading_of_its_level_or_none(text: str, level: int) -> None:
    assert heading_level(text) == level


@given(st.integers(1, 99))
def test_an_ordinal_reads_back_as_written(number: int) -> None:
    assert ordinal_value(write_ordinal(number)) == number


@given(st.integers(1, 4), st.integers(1, 99), st.text("党建办文工作情况", min_size=1, max_size=20))
def test_a_written_number_makes_a_heading_of_its_level(level: int, ordinal: int, wording: str) -> None:
    assert heading_level(write_enumerator(level, ordinal) + wording) == level


def test_a_draft_becomes_blocks_with_title_recipient_signature_and_date() -> None:
    sections = outline((0, ""), (1, "工作开展情况"), (2, "强化党建"), (1, "下步打算"))
    manuscript = manuscript_of(draft(sections, "导语。", "", "一是抓学习。\n二是抓队伍。\n\n", "继续努力。"))
    assert manuscript == Manuscript(
        title="2026年上半年工作总结",
        recipient="园区党工委：",
        blocks=(
            Block(0, "导语。"),
            Block(1, "一、工作开展情况"),
            Block(2, "（一）强化党建"),
            Block(0, "一是抓学习。"),
            Block(0, "二是抓队伍。"),
            Block(1, "二、下步打算"),
            Block(0, "继续努力。"),
        ),
        signature="云岚工业园区党政办公室",
        date=date(2026, 7, 5),
    )


def test_headings_that_a_section_holds_in_its_text_are_headings_when_deeper_than_it() -> None:
    manuscript = manuscript_of(draft(outline((1, "工作开展情况")), "（一）强化党建\n抓学习。\n一、误入的标题"))
    assert [block.level for block in manuscript.blocks] == [1, 2, 0, 0]


def test_a_recipient_is_closed_with_one_full_width_colon_and_may_be_absent() -> None:
    sections = outline((0, ""))
    assert manuscript_of(draft(sections, "文。", recipient="园区党工委:")).recipient == "园区党工委："
    assert manuscript_of(draft(sections, "文。", recipient="")).recipient == ""


def test_a_report_is_recognised_part_by_part() -> None:
    manuscript = manuscript_from_paragraphs(REPORT.split("\n"))
    assert manuscript.title == "云岚工业园区党政办公室2026年上半年工作总结"
    assert manuscript.recipient == "园区党工委："
    assert manuscript.signature == "云岚工业园区党政办公室"
    assert manuscript.date == date(2026, 7, 5)
    assert [block.level for block in manuscript.blocks] == [0, 1, 2, 0, 2, 3, 0, 4, 1, 0, 0, 0]


def test_a_report_comes_back_as_the_same_text() -> None:
    assert to_text(manuscript_from_paragraphs(REPORT.split("\n"))) == REPORT


def test_a_title_typed_on_two_lines_is_one_title() -> None:
    manuscript = manuscript_from_paragraphs(
        ["云岚工业园区党工委", "关于落实主体责任情况的报告", "园区党工委：", "正文。"]
    )
    assert manuscript.title == "云岚工业园区党工委关于落实主体责任情况的报告"


@pytest.mark.parametrize(
    "line", ["现将有关情况报告如下：", "一是抓学习。二是抓队伍：", "附件：", "2026年，我办做好三项工作："]
)
def test_a_line_that_leads_into_the_text_is_no_recipient(line: str) -> None:
    manuscript = manuscript_from_paragraphs(["工作总结", line, "正文。"])
    assert manuscript.recipient == ""
    assert manuscript.blocks[0].text == line


def test_a_last_sentence_is_no_signature() -> None:
    manuscript = manuscript_from_paragraphs(["工作总结", "正文。", "特此报告。"])
    assert (manuscript.signature, manuscript.date) == ("", None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026年7月5日", date(2026, 7, 5)),
        ("2026年07月05日", date(2026, 7, 5)),
        ("二〇二六年十二月三十一日", date(2026, 12, 31)),
        ("2026年2月30日", None),
        ("2026年7月", None),
        ("截至2026年7月5日", None),
    ],
)
def test_a_date_is_read_in_either_digits(text: str, day: date | None) -> None:
    assert read_date(text) == day


def test_a_date_is_written_without_leading_zeros() -> None:
    assert write_date(date(2026, 7, 5)) == "2026年7月5日"


def test_markdown_carries_heading_levels_and_escapes_what_it_would_take_as_its_own() -> None:
    manuscript = Manuscript(
        "总结",
        "党工委：",
        (
            Block(1, "一、情况"),
            Block(2, "（一）党建"),
            Block(0, "收文**份。"),
            Block(0, "1. 抓学习"),
            Block(0, "- 抓队伍"),
        ),
        "党政办",
        None,
    )
    assert to_markdown(manuscript) == (
        "# 总结\n\n党工委：\n\n## 一、情况\n\n### （一）党建\n\n收文\\*\\*份。\n\n1\\. 抓学习\n\n\\- 抓队伍\n\n党政办\n"
    )


LINE = st.one_of(
    st.text("一二三、（）1.：。；，党工委办公室报告2026年7月日 　\n", max_size=40),
    st.sampled_from(REPORT.split("\n")),
    st.text(max_size=20),
)


def visible(text: str) -> str:
    """Return the characters of a text that a reader sees; controls and lone surrogates are an accident of a clipboard."""
    return "".join(char for char in text if not char.isspace() and unicodedata.category(char) not in ("Cc", "Cs", "Cn"))


@given(st.lists(LINE, max_size=12))
def test_any_paragraphs_keep_every_visible_character_in_order(paragraphs: list[str]) -> None:
    manuscript = manuscript_from_paragraphs(paragraphs)
    written = visible(to_text(manuscript))
    given_text = visible("".join(paragraphs))
    if manuscript.date is not None:  # the one thing that is put in the standard's form
        signed_on = visible(write_date(manuscript.date))
        assert written.endswith(signed_on)
        written = written.removesuffix(signed_on)
        given_text = given_text[: len(written)]
    assert written == given_text


def test_text_written_from_a_manuscript_reads_back_as_the_same_manuscript() -> None:
    sections = outline((0, ""), (1, "工作开展情况"), (2, "强化党建"), (1, "下步打算"))
    manuscript = manuscript_of(draft(sections, "导语。", "", "一是抓学习。\n二是抓队伍。", "继续努力。"))
    assert manuscript_from_paragraphs(to_text(manuscript).split("\n")) == manuscript
