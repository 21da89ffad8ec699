"""Passages are points, sentences or paragraphs, with their headings and role, and never cut a number from its unit."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.cleaning import clean
from knowledge_base.passages import LONGEST, cut, passages_of
from knowledge_base.reading import read_document
from knowledge_base.report import Passage, Period, Role, Section
from knowledge_base.slots import find_slots
from knowledge_base.structure import parse_structure

POINTS = "坚持高效办文办会。一是规范会议服务。召开党工委会议11次。二是规范公文办理。累计办理收文2000余份。三是强化统筹协调。迎接调研20余次。"
SENTENCE = "园区党工委坚持把政治建设摆在首位，组织集中学习研讨交流5次，警示教育3次。"


def passages(*paragraphs: str, role: Role = Role.PROGRESS) -> tuple[Passage, ...]:
    inner = Section(2, "（一）", "加强学习", role, paragraphs)
    sections = (Section(1, "一、", "工作情况", role, ("总述。",), (inner,)),)
    return passages_of("r", sections, genre="work_summary", unit="党政办公室", period=Period(2024, half=1))


def test_points_become_passages_of_their_own() -> None:
    assert [passage.text[:6] for passage in passages(POINTS)] == [
        "总述。",
        "坚持高效办文",
        "一是规范会议",
        "二是规范公文",
        "三是强化统筹",
    ]


@pytest.mark.parametrize("text", ["园区面积是三是四还未确定。", "这一是一项长期任务。"])
def test_words_that_only_look_like_points_part_nothing(text: str) -> None:
    assert [passage.text for passage in passages(text)] == ["总述。", text]


def test_a_passage_carries_its_headings_role_and_report() -> None:
    first, second = passages("组织学习5次。")
    assert (first.heading_path, second.heading_path) == (("一、工作情况",), ("一、工作情况", "（一）加强学习"))
    assert (second.role, second.genre, second.unit, second.year, second.half) == (
        Role.PROGRESS,
        "work_summary",
        "党政办公室",
        2024,
        1,
    )
    assert (first.id, second.id) == ("r-0000", "r-0001")


def test_a_long_paragraph_is_parted_at_its_sentences() -> None:
    pieces = passages(SENTENCE * 20)[1:]
    assert "".join(piece.text for piece in pieces) == SENTENCE * 20
    assert all(piece.text.endswith("。") and len(piece.text) <= LONGEST * 1.3 for piece in pieces)


def test_the_years_economy_and_shortcomings_have_their_own_role() -> None:
    economy = "2024年，园区实现工业总产值51亿元，固定资产投资12亿元，税收收入8.9亿元。"
    shortcomings = "但也还存在一些差距和不足，部分干部创新意识不强。"
    assert [passage.role for passage in passages(economy, shortcomings)[1:]] == [Role.ECONOMY, Role.PROBLEMS]
    assert [passage.role for passage in passages(economy, role=Role.PLANS)[1:]] == [Role.PLANS]


def test_the_rows_of_a_table_stay_together() -> None:
    assert [passage.text for passage in passages("指标 | 数值", "收文 | 2000余份", "以上。")[1:]] == [
        "指标 | 数值\n收文 | 2000余份",
        "以上。",
    ]


@given(
    st.lists(
        st.sampled_from([*"。，；：一二三是要第①5.份次0余", "一是", "二是", "累计收文2000余份"]), max_size=300
    ).map("".join)
)
def test_cuts_lose_nothing_and_never_part_a_number(paragraph: str) -> None:
    slots = find_slots(paragraph)
    spans = cut(paragraph, slots)
    assert "".join(paragraph[start:end] for start, end in spans).replace(" ", "") == paragraph.replace(" ", "")
    for place in {edge for span in spans for edge in span}:
        assert not any(slot.start < place < slot.end for slot in slots)


def test_no_passage_of_the_seeds_cuts_a_number_and_none_is_lost(seeds: tuple[Path, ...]) -> None:
    for path in seeds:
        cleaned = clean(read_document(path).paragraphs)
        parsed = parse_structure(cleaned.paragraphs, cleaned.title_hint)
        found = passages_of("r", parsed.sections, genre="", unit="", period=None)
        assert 10 <= len(found) <= 60
        for passage in found:
            assert all(passage.text[slot.start : slot.end] == slot.text for slot in passage.slots)
            assert len(passage.slots) == passage.template.count("{")
        for one, other in pairwise(found):
            assert not (one.text[-1].isdecimal() and other.text[0].isalnum())
