"""A figure sheet is read however the writer has it, and what cannot be read is said row by row."""

import io
import zipfile
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from drafting.errors import RequestError
from drafting.figure_sheet import (
    figures_from_rows,
    parse_facts,
    parse_pasted,
    read_sheet,
    read_sheet_bytes,
    rows_of,
    write_sheet,
)
from drafting.figure_value import value_text
from knowledge_base.quantities.mention import Hedge, Kind


def workbook(*rows: list[object], formats: dict[str, str] | None = None) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    for cell, number_format in (formats or {}).items():
        sheet[cell].number_format = number_format
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("value", "unit", "hedge", "text"),
    [
        ("8", "次", "", "8次"),
        ("2136", "份", "", "2136份"),
        ("2,136", "份", "", "2136份"),
        ("2000余", "份", "", "2000余份"),
        ("2000", "份", "余", "2000余份"),
        ("2000", "份", "约", "约2000份"),
        ("2000", "份", "近", "近2000份"),
        ("2000", "份", "以上", "2000份以上"),
        ("2000", "份", "确数", "2000份"),
        ("4.7", "万元", "", "4.7万元"),
        ("4.7", "万元", "余", "4.7万余元"),
        ("4.7万", "元", "", "4.7万元"),
        ("4.7万", "万元", "", "4.7万元"),
        ("4.7万元", "", "", "4.7万元"),
        ("4.7万元", "万元", "", "4.7万元"),
        ("3-5", "家", "", "3-5家"),
        ("12.5", "%", "", "12.5%"),
        ("12.5%", "%", "", "12.5%"),
        ("2.4", "个百分点", "", "2.4个百分点"),
        ("3月12日", "", "", "3月12日"),
        ("云工委〔2025〕7号", "", "", "云工委〔2025〕7号"),
        ("“1+5+N”", "", "", "“1+5+N”"),
    ],
)
def test_value_unit_and_hedge_are_put_together_as_prose_would_have_them(
    value: str, unit: str, hedge: str, text: str
) -> None:
    assert value_text(value, unit, hedge) == text


@pytest.mark.parametrize(
    ("value", "unit", "number", "kind"),
    [
        ("4.7", "万元", "47000", Kind.AMOUNT),
        ("4.7万", "万元", "47000", Kind.AMOUNT),
        ("1.08亿", "元", "108000000", Kind.AMOUNT),
        ("三十二", "场", "32", Kind.COUNT),
        ("-3.2", "%", "-3.2", Kind.PERCENT),
        ("12.5%", "", "12.5", Kind.PERCENT),
    ],
)
def test_a_value_is_read_in_base_units(value: str, unit: str, number: str, kind: Kind) -> None:
    (figure,) = figures_from_rows([{"指标": "某项", "数值": value, "单位": unit}]).figures
    assert (figure.value.value, figure.value.kind) == (Decimal(number), kind)


def test_a_workbook_with_a_title_above_its_header_is_read() -> None:
    data = workbook(
        ["2026年上半年数据表"],
        [],
        ["序号", "指标名称", "数量", "计量单位", "去年同期", "说明"],
        [1, "收文", 2136, "份", 1980, "含密件"],
        [2, "办结率", 0.986, None, 0.961, None],
        formats={"C5": "0.0%", "E5": "0.0%"},
    )
    sheet = read_sheet_bytes(data, "数据.xlsx")
    assert [(f.id, f.name, f.value_text, f.previous_text, f.note, f.row) for f in sheet.figures] == [
        ("F1", "收文", "2136份", "1980份", "含密件", 4),
        ("F2", "办结率", "98.6%", "96.1%", "", 5),
    ]
    assert sheet.problems == ()


def test_two_year_columns_are_this_and_last_period() -> None:
    sheet = read_sheet_bytes(workbook(["指标", "单位", "2025年", "2026年"], ["收文", "份", 1980, 2136]), "年.xlsx")
    assert [(f.value_text, f.previous_text) for f in sheet.figures] == [("2136份", "1980份")]


def test_the_sheet_that_has_the_columns_is_found_among_several() -> None:
    book = Workbook()
    book.worksheets[0].append(["填表说明"])
    second = book.create_sheet("数据")
    second.append(["指标", "数值"])
    second.append(["收文", "2136份"])
    stream = io.BytesIO()
    book.save(stream)
    assert read_sheet_bytes(stream.getvalue(), "两张表.xlsx").figures[0].value_text == "2136份"


def test_what_cannot_be_read_is_said_by_row_and_the_rest_kept() -> None:
    sheet = read_sheet_bytes(
        workbook(
            ["指标", "数值", "单位"],
            ["收文", "很多", "份"],
            ["", 12, "次"],
            ["发文", None, "份"],
            ["培训", "**", "期"],
            ["调研", "=1+1", "次"],
            ["会议", 11, "次"],
        ),
        "数据.xlsx",
    )
    assert [figure.name for figure in sheet.figures] == ["会议"]
    assert [problem.row for problem in sheet.problems] == [2, 3, 4, 5, 6]
    assert "公式" in sheet.problems[4].message
    assert all(str(problem.row) in problem.message for problem in sheet.problems)


@pytest.mark.parametrize(
    ("data", "name", "part"),
    [
        (b"", "空.xlsx", "空文件"),
        (b"not a zip at all", "假.xlsx", "打不开"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, "图.xlsx", "打不开"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 64, "旧.xlsx", "密码"),
        (b"x" * 10, "旧.xls", "另存为"),
        (b"x" * 10, "图.png", "不是能读的类型"),
        (
            workbook(["指标", "单位", "备注"], ["收文", "份", ""]),
            "缺列.xlsx",
            "没有“数值”这一列（找到的列：指标、单位、备注）",
        ),
        ("指标,单位\n收文,份\n".encode(), "缺列.csv", "没有“数值”这一列"),
    ],
)
def test_an_unusable_file_is_refused_in_one_sentence(data: bytes, name: str, part: str) -> None:
    with pytest.raises(RequestError) as refused:
        read_sheet_bytes(data, name)
    message = str(refused.value)
    assert part in message
    assert name in message or "粘贴" in message
    assert "\n" not in message


def test_an_archive_that_unpacks_to_too_much_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", " " * 70_000_000)
    with pytest.raises(RequestError, match="过大"):
        read_sheet_bytes(stream.getvalue(), "大.xlsx")


def test_an_archive_with_entities_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.xml", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><workbook/>')
    with pytest.raises(RequestError, match="不允许"):
        read_sheet_bytes(stream.getvalue(), "实体.xlsx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_is_read_in_the_encodings_that_excel_writes(encoding: str) -> None:
    data = "指标,数值,单位,上年数值\n收文,2136,份,1980\n".encode(encoding)
    (figure,) = read_sheet_bytes(data, "数据.csv").figures
    assert (figure.name, figure.value_text, figure.previous_text) == ("收文", "2136份", "1980份")


@pytest.mark.parametrize(
    "text",
    [
        "指标\t数值\t单位\n收文\t2136\t份\n发文\t215\t份",
        "| 指标 | 数值 | 单位 |\n| --- | ---: | --- |\n| 收文 | 2136 | 份 |\n| 发文 | 215 | 份 |",
        "指标,数值,单位\n收文,2136,份\n发文,215,份",
        "name\tvalue\tunit\n收文\t2136\t份\n发文\t215\t份",
        "收文\t2136\t份\n发文\t215\t份",
        "收文2136份；发文215份",
        "收文2136份，发文215份。",
        "累计收文2136份\n累计发文215份",
    ],
)
def test_pasted_text_is_read_whether_table_or_facts(text: str) -> None:
    assert [(figure.name, figure.value_text) for figure in parse_pasted(text).figures] == [
        ("收文", "2136份"),
        ("发文", "215份"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("指标（单位：次）\t今年\t去年\n党工委会议\t11\t9", [("党工委会议", "11次", "9次")]),
        ("指标\t本期\t上年同期\n税收（亿元）\t7.2\t6.6", [("税收", "7.2亿元", "6.6亿元")]),
        ("指标\t2025年（亿元）\t2024年（亿元）\n税收\t7.2\t6.6", [("税收", "7.2亿元", "6.6亿元")]),
        ("单位：万元\n指标\t本年\t上年\n税收\t720\t660", [("税收", "720万元", "660万元")]),
        ("指标,本期（次）,同期（次）\n会议,11,9", [("会议", "11次", "9次")]),
        ("项目\t单位\t全年目标\t完成\n收文\t份\t2500\t2136", [("收文全年目标", "2500份", ""), ("收文", "2136份", "")]),
        ("单位\t营业收入（亿元）\t用工（人）\n甲公司\t3.2\t150", [("甲公司营业收入", "3.2亿元", ""), ("甲公司用工", "150人", "")]),
        # the sheet's own columns keep what they hold, whatever stands in brackets
        ("指标\t数值\t单位\t口径\n税收（预算内）\t7.2\t亿元\t一季度", [("税收（预算内）", "7.2亿元", "")]),
    ],
)  # fmt: skip
def test_a_table_that_an_office_keeps_for_itself_gives_figures_with_their_units(
    text: str, expected: list[tuple[str, str, str]]
) -> None:
    figures = parse_pasted(text).figures
    assert [(one.name, one.value_text, one.previous_text) for one in figures] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("上半年收文2136份，去年同期2008份", [("收文", "2136份")]),
        (
            "税收（单位：万元）\n行业\t9月\t1-9月\n制造业\t1240\t11880",
            [("制造业", "1240万元"), ("制造业", "11880万元")],
        ),
        (
            "1、产业园二期：总投资4.6亿元，3月18日开工\n2、污水厂：总投资8600万元",
            [("产业园二期总投资", "4.6亿元"), ("产业园二期开工", "3月18日"), ("污水厂总投资", "8600万元")],
        ),
        ("处理31人次，其中第一种形态24人次", [("处理", "31人次"), ("第一种形态", "24人次")]),
        ("乱七八糟的一句话", []),
    ],
)
def test_what_only_says_when_or_cannot_be_read_fills_no_row(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(one.name, one.value_text) for one in parse_pasted(text).figures] == expected


def test_nothing_pasted_is_no_figures() -> None:
    assert parse_pasted("  \n ").figures == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("党工委会议11次（上年9次）；累计收文2136份", [("党工委会议", "11次", "9次", ""), ("收文", "2136份", "", "")]),
        ("规上企业由40家增至50家", [("规上企业", "50家", "40家", "")]),
        ("固定资产投资同比增长9.6%", [("固定资产投资同比增长", "9.6%", "", "")]),
        (
            "固定资产投资12.5亿元，同比增长9.6%",
            [("固定资产投资", "12.5亿元", "", ""), ("固定资产投资同比增长", "9.6%", "", "")],
        ),
        ("（无数据）", []),
    ],
)
def test_facts_become_figures_with_last_period_beside_them(text: str, expected: list[tuple[str, ...]]) -> None:
    figures = parse_facts(text).figures
    assert [(figure.name, figure.value_text, figure.previous_text, figure.scope) for figure in figures] == expected


def test_a_fact_of_another_year_says_so() -> None:
    figures = parse_facts("文体活动：2024年36场，2025年41场").figures
    counted = [(figure.name, figure.value_text, figure.scope) for figure in figures if figure.value.kind is Kind.COUNT]
    assert counted == [("文体活动", "36场", "2024年"), ("文体活动", "41场", "2025年")]


def test_a_sheet_written_and_read_again_is_the_same(tmp_path: Path) -> None:
    text = (
        "党工委会议11次（上年9次）；收文2000余份；固定资产投资4.7亿元；满意度98.5%；印发云工委〔2025〕7号；“1+5+N”机制"
    )
    figures = parse_pasted(text).figures
    write_sheet(figures, tmp_path / "数据.xlsx")
    again = read_sheet(tmp_path / "数据.xlsx").figures
    assert [(f.name, f.value_text, f.value.value, f.previous_text) for f in again] == [
        (f.name, f.value_text, f.value.value, f.previous_text) for f in figures
    ]
    assert figures[1].value.hedge is again[1].value.hedge is Hedge.MORE


def test_a_note_that_begins_with_an_equals_sign_is_no_formula(tmp_path: Path) -> None:
    rows = [{"指标": "收文", "数值": "2136份", "备注": "=HYPERLINK(1)"}]
    write_sheet(figures_from_rows(rows).figures, tmp_path / "a.xlsx")
    assert read_sheet(tmp_path / "a.xlsx").figures[0].note == "=HYPERLINK(1)"


def test_rows_name_the_columns_in_the_writers_words() -> None:
    (row,) = rows_of(parse_pasted("收文2136份").figures)
    assert list(row) == ["指标", "数值", "单位", "上年数值", "口径", "精度", "归属", "来源", "备注"]


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_pasted_text_gives_figures_or_a_refusal(text: str) -> None:
    with suppress(RequestError):
        figures = parse_pasted(text).figures
        assert [figure.id for figure in figures] == [f"F{n}" for n in range(1, len(figures) + 1)]


@given(st.binary(max_size=300), st.sampled_from(["a.xlsx", "a.csv", "a.txt"]))
@settings(max_examples=100, deadline=None)
def test_any_bytes_give_figures_or_a_refusal(data: bytes, name: str) -> None:
    with suppress(RequestError):
        assert read_sheet_bytes(data, name).figures is not None


@pytest.mark.parametrize(
    ("value", "unit", "rest"),
    [
        ("1<img src=x onerror=alert(1)>", "次", "<img"),
        ("1件左右吧大概", "", "吧大概"),
        ("11次，上年9次", "", "，上年9次"),
        ("截至6月底12", "次", "12"),
        ("1 200", "份", "1"),
        ("1:3", "", ":3"),
    ],
)
def test_a_value_with_other_text_in_its_cell_is_refused_with_its_row(value: str, unit: str, rest: str) -> None:
    sheet = figures_from_rows([{"指标": "走访企业", "数值": value, "单位": unit}])

    assert sheet.figures == ()
    assert "第 1 行“走访企业”" in sheet.problems[0].message
    assert rest in sheet.problems[0].message


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        ("8次（含视频会议）", ""),
        ("“1+5+N”", ""),
        ("36台（套）", ""),
        ("全年12次", ""),
        ("同比增长8.5%", ""),
        ("12345", "平台"),
        ("4.7万元左右", ""),
        ("300万元人民币", ""),
        ("12次/年", ""),
        ("云工委〔2025〕7号", ""),
    ],
)
def test_a_remark_in_brackets_quotes_and_a_word_in_front_may_stay_with_a_value(value: str, unit: str) -> None:
    sheet = figures_from_rows([{"指标": "走访企业", "数值": value, "单位": unit}])

    assert sheet.problems == ()
    assert len(sheet.figures) == 1


def test_a_last_value_with_other_text_is_left_out_and_told() -> None:
    sheet = figures_from_rows([{"指标": "走访企业", "数值": "12", "单位": "家", "上年数值": "9家<script>"}])

    assert sheet.figures[0].previous is None
    assert "上年数值" in sheet.problems[0].message
