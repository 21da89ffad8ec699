"""The figure sheet that travels inside the file."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from drafting.checking.check import check
from drafting.checking.supplied import Supplied
from drafting.draft import Block, Manuscript
from drafting.facts import read_facts
from drafting.figure import Figure
from drafting.figure_sheet import figures_from_rows
from drafting.layout.docx_reader import read_docx
from drafting.layout.docx_writer import write_docx
from drafting.layout.figure_part import FIGURES_PART, read_supplied
from drafting.layout.layout_check import check_layout
from drafting.manuscript import to_text
from knowledge_base.errors import ReadingError
from knowledge_base.report import Period
from tests.rendering import convert, require_rendering

ROWS = [
    {"指标": "党工委会议", "数值": "11", "单位": "次", "上年数值": "9", "口径": "截至6月底", "来源": "党政办"},
    {"指标": "累计收文", "数值": "2136", "单位": "份", "精度": "余", "归属": "办文<&\"'>", "备注": "]]>\n第二行"},
    {"指标": "工作机制", "数值": "“1+5+N”"},
    {"指标": "文号", "数值": "云工委〔2026〕7号"},
    {"指标": "固定资产投资", "数值": "48.6亿元", "上年数值": "44.1亿元"},
]
SUPPLIED = Supplied(
    figures=figures_from_rows(ROWS).figures,
    facts=read_facts("举办培训班36期，培训干部420人次", prefix="T").sheet.figures,
    period=Period(2026, half=1),
    date=date(2026, 7, 5),
    text="只给自己看的备注",
)
MANUSCRIPT = Manuscript("2026年上半年工作总结", "", (Block(0, "召开党工委会议11次，举办培训班36期。"),), "", None)


def substance(figures: tuple[Figure, ...]) -> list[tuple[object, ...]]:
    return [
        (
            one.id,
            one.name,
            one.value_text,
            one.value.value,
            one.value.canonical,
            one.unit,
            one.value.hedge,
            one.previous_text,
            one.scope,
            one.topic,
            one.source,
            one.note.split(),
        )
        for one in figures
    ]


def edited(data: bytes, name: str, change: Callable[[str], str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            text = old.read(part).decode("utf-8")
            new.writestr(part, change(text) if part == name else text)
    return buffer.getvalue()


def test_the_figures_come_back_with_their_ids_and_every_column() -> None:
    carried = read_supplied(write_docx(MANUSCRIPT, supplied=SUPPLIED))
    assert carried is not None
    assert substance(carried.figures) == substance(SUPPLIED.figures)
    assert substance(carried.facts) == substance(SUPPLIED.facts)
    assert (carried.period, carried.date) == (SUPPLIED.period, SUPPLIED.date)


@pytest.mark.parametrize("period", [Period(2026), Period(2026, quarter=3), None])
def test_any_period_comes_back(period: Period | None) -> None:
    carried = read_supplied(write_docx(MANUSCRIPT, supplied=replace(SUPPLIED, period=period, date=None)))
    assert carried is not None
    assert (carried.period, carried.date) == (period, None)


def test_the_wording_of_notes_stays_at_home() -> None:
    data = write_docx(MANUSCRIPT, supplied=SUPPLIED)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not any("只给自己看" in archive.read(name).decode("utf-8") for name in archive.namelist())


def test_the_text_is_checked_against_what_its_own_file_carries() -> None:
    data = write_docx(MANUSCRIPT, supplied=SUPPLIED)
    carried = read_supplied(data)
    assert carried is not None
    assert not check(to_text(read_docx(data)), carried).failed
    wrong = edited(data, "word/document.xml", lambda xml: xml.replace("会议11次", "会议12次"))
    assert [one.text for one in check(to_text(read_docx(wrong)), carried).findings if one.severity == "fail"] == [
        "12次"
    ]


def test_the_text_and_the_layout_stay_as_they_are() -> None:
    data = write_docx(MANUSCRIPT, supplied=SUPPLIED)
    assert read_docx(data) == MANUSCRIPT
    assert [point for point in check_layout(data) if not point.passed] == []


def test_a_file_without_data_carries_none() -> None:
    assert read_supplied(write_docx(MANUSCRIPT)) is None
    assert read_supplied(write_docx(MANUSCRIPT, supplied=Supplied(period=Period(2026)))) is None


@pytest.mark.parametrize(
    ("old", "new", "left"),
    [
        ('value="11次"', 'value="不知道"', 4),
        ('year="2026"', 'year="99999999999999999999"', 5),
        ('date="2026-07-05"', 'date="2026-13-45"', 5),
        ("<figure ", "<other ", 4),
    ],
)
def test_what_cannot_be_read_of_a_strangers_part_is_passed_over(old: str, new: str, left: int) -> None:
    data = write_docx(MANUSCRIPT, supplied=SUPPLIED)
    carried = read_supplied(edited(data, FIGURES_PART, lambda xml: xml.replace(old, new, 1)))
    assert carried is not None
    assert len(carried.figures) == left


def test_a_hostile_part_is_refused_in_one_sentence() -> None:
    data = write_docx(MANUSCRIPT, supplied=SUPPLIED)
    bomb = '<!DOCTYPE figures [<!ENTITY a "aaaa">]><figures'
    with pytest.raises(ReadingError, match="可疑"):
        read_supplied(edited(data, FIGURES_PART, lambda xml: xml.replace("<figures", bomb, 1)), "稿.docx")


def test_libreoffice_keeps_it(tmp_path: Path) -> None:
    require_rendering()
    source = tmp_path / "draft.docx"
    source.write_bytes(write_docx(MANUSCRIPT, supplied=SUPPLIED))
    (tmp_path / "saved").mkdir()
    saved = convert(source, "docx:MS Word 2007 XML", tmp_path / "saved").read_bytes()
    carried = read_supplied(saved)
    assert carried is not None
    assert substance(carried.figures) == substance(SUPPLIED.figures)
