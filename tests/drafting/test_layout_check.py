"""The layout check: an export holds every point, and each point fails where its rule alone is broken."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import pytest

from drafting.draft import Block, Manuscript
from drafting.layout.docx_writer import write_docx
from drafting.layout.layout_check import LayoutPoint, check_layout
from drafting.layout.profile import load_profile, profile_ids
from knowledge_base.errors import ReadingError

MANUSCRIPT = Manuscript(
    "云岚工业园区党政办公室2026年上半年工作总结",
    "园区党工委：",
    (
        Block(0, "现将有关情况报告如下："),
        Block(1, "一、工作开展情况"),
        Block(2, "（一）强化机关党建"),
        Block(0, "召开党工委会议11次，落实“三会一课”——……"),
        Block(2, "（二）提升办文水平"),
        Block(3, "1.收文办理"),
        Block(4, "（1）公文流转"),
        Block(1, "二、存在问题"),
        Block(0, "统筹协调不够有力。"),
        Block(0, "附件：1.主要指标完成情况"),
        Block(0, "2.重点项目清单"),
    ),
    "云岚工业园区党政办公室",
    date(2026, 7, 5),
)
DOCUMENT, STYLES, SETTINGS, CORE = "word/document.xml", "word/styles.xml", "word/settings.xml", "docProps/core.xml"
TABLE = (
    '<w:tbl><w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid><w:tr>{header}<w:tc><w:p/></w:tc></w:tr></w:tbl><w:sectPr>'
)


# Where a broken rule shows at another point as well: the paper in the margins, margins and line height in the grid.
ALSO_SHOWN = {1: {2, 25}, 2: {25}, 5: {25}, 25: {5}}


def edited(data: bytes, part: str, change: Callable[[str], str], extra: dict[str, str] | None = None) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name).decode("utf-8")
            if name == part:
                assert change(text) != text, "the change must hit something"
                text = change(text)
            new.writestr(name, text.encode("utf-8"))
        for name, text in (extra or {}).items():
            new.writestr(name, text)
    return buffer.getvalue()


def replaced(part: str, old: str, new: str, count: int = -1) -> Callable[[bytes], bytes]:
    return lambda data: edited(data, part, lambda xml: xml.replace(old, new, count))


def in_style(style_id: str, old: str, new: str) -> Callable[[bytes], bytes]:
    def change(xml: str) -> str:
        start = xml.index(f'w:styleId="{style_id}"')
        return xml[:start] + xml[start:].replace(old, new, 1)

    return lambda data: edited(data, STYLES, change)


def failed(points: tuple[LayoutPoint, ...]) -> dict[int, str]:
    return {point.number: point.detail for point in points if not point.passed}


@pytest.mark.parametrize("profile_id", profile_ids())
def test_an_export_holds_every_point(profile_id: str) -> None:
    points = check_layout(write_docx(MANUSCRIPT, load_profile(profile_id)))
    assert failed(points) == {}
    assert [point.number for point in points] == list(range(1, 26))


@pytest.mark.parametrize(
    ("number", "change", "detail"),
    [
        (1, replaced(DOCUMENT, 'w:w="11906" w:h="16838"', 'w:w="12240" w:h="15840"'), "216 × 279"),
        (2, replaced(DOCUMENT, 'w:top="2098"', 'w:top="1440"'), "天头为 25.4 mm"),
        (2, replaced(DOCUMENT, 'w:right="1474"', 'w:right="1588"'), "版心宽"),
        (3, in_style("Heading1", "<w:rFonts", '<w:rFonts w:eastAsiaTheme="minorEastAsia"'), "主题字体"),
        (4, replaced(STYLES, 'w:eastAsia="zh-CN"', 'w:eastAsia="ja-JP"', 1), "ja-JP"),
        (5, in_style("Normal", 'w:line="579" w:lineRule="exact"', 'w:line="360" w:lineRule="auto"'), "auto"),
        (5, in_style("Heading2", 'w:after="0"', 'w:after="200"'), "段后"),
        (6, in_style("Normal", 'w:firstLineChars="200"', ""), "首行缩进"),
        (7, in_style("Title", 'w:eastAsia="方正小标宋简体"', 'w:eastAsia="黑体"'), "黑体"),
        (7, in_style("Title", '<w:sz w:val="44"/>', '<w:sz w:val="36"/>'), "18 磅"),
        (7, in_style("Title", '<w:b w:val="0"/>', "<w:b/>"), "加粗"),
        (8, in_style("Heading1", 'w:eastAsia="黑体"', 'w:eastAsia="宋体"'), "宋体"),
        (9, in_style("Heading2", 'w:eastAsia="楷体_GB2312"', 'w:eastAsia="黑体"'), "楷体"),
        (10, in_style("Heading4", '<w:sz w:val="32"/>', '<w:sz w:val="28"/>'), "14 磅"),
        (11, in_style("Heading2", 'outlineLvl w:val="1"', 'outlineLvl w:val="0"'), "应为 2 级"),
        (12, replaced(DOCUMENT, "（二）提升", "（三）提升"), "应为同级第 2 个"),
        (13, replaced(DOCUMENT, "会议11次，落实", "会议11次,落实"), "半角标点“,”"),
        (13, replaced(DOCUMENT, "不够有力。", "不够有力."), "半角标点“.”"),
        (13, replaced(DOCUMENT, "会议11次，", "会议(11次)，"), "半角标点"),
        (14, replaced(DOCUMENT, "一课”", "一课“"), "引号"),
        (14, replaced(DOCUMENT, "“三会", "““三会"), "引号"),
        (15, replaced(DOCUMENT, ' w:hint="eastAsia"', ""), "半角"),
        (16, replaced(SETTINGS, "<w:evenAndOddHeaders/>", ""), "奇偶页"),
        (16, replaced(DOCUMENT, "<w:pgSz", "<w:titlePg/><w:pgSz"), "首页"),
        (17, replaced("word/footer1.xml", " PAGE ", " DATE "), "页码域"),
        (17, replaced("word/footer2.xml", 'w:jc w:val="left"', 'w:jc w:val="right"'), "双页页码应居左"),
        (17, replaced("word/footer1.xml", 'w:rightChars="100"', 'w:rightChars="0"'), "空一字"),
        (17, replaced("word/footer1.xml", '<w:sz w:val="28"/>', '<w:sz w:val="21"/>'), "4 号"),
        (18, replaced(DOCUMENT, "2026年7月5日", "2026年07月05日"), "2026年7月5日"),
        (18, replaced(DOCUMENT, "2026年7月5日", "二〇二六年七月五日"), "2026年7月5日"),
        (19, replaced(DOCUMENT, "重点项目清单", "重点项目清单；"), "末尾不应有标点"),
        (20, replaced(DOCUMENT, "园区党工委：", "园区党工委"), "全角冒号"),
        (21, replaced(DOCUMENT, "<w:sectPr>", TABLE.format(width=9500, header="<w:trPr><w:tblHeader/></w:trPr>")), "版心宽"),
        (21, replaced(DOCUMENT, "<w:sectPr>", TABLE.format(width=8000, header="")), "重复标题行"),
        (22, replaced(DOCUMENT, "会议11次", "会议**次"), r"\*\*"),
        (22, replaced(DOCUMENT, "统筹协调不够有力。", "【待补：收文】"), "待补"),
        (24, replaced(CORE, "<dc:creator>", "<dc:creator>python-docx"), "python-docx"),
        (25, in_style("Normal", '<w:spacing w:val="-5"/>', '<w:spacing w:val="0"/>'), "每行 27 字"),
        (25, in_style("Normal", 'w:line="579"', 'w:line="600"'), "每面 21 行"),
    ],
)  # fmt: skip
def test_a_broken_rule_fails_its_own_point(number: int, change: Callable[[bytes], bytes], detail: str) -> None:
    found = failed(check_layout(change(write_docx(MANUSCRIPT))))
    assert number in found

    assert re.search(detail, found[number])
    assert set(found) <= {number} | ALSO_SHOWN.get(number, set())


def test_a_macro_and_an_external_picture_are_named() -> None:
    data = write_docx(MANUSCRIPT)
    macro = edited(data, CORE, lambda xml: xml + "\n", {"word/vbaProject.bin": "x"})
    assert "vbaProject" in failed(check_layout(macro))[23]
    link = '<Relationship Id="rId9" Type="http://x/image" Target="http://example.com/a.png" TargetMode="External"/></'
    external = edited(data, "word/_rels/document.xml.rels", lambda xml: xml.replace("</", link, 1))
    assert "example.com" in failed(check_layout(external))[23]


def test_a_bare_python_docx_file_fails_what_its_template_brings() -> None:
    document = docx.Document()
    document.add_paragraph(MANUSCRIPT.title, style="Title")
    for block in MANUSCRIPT.blocks:
        document.add_paragraph(block.text, style=f"Heading {block.level}" if block.level else None)
    buffer = io.BytesIO()
    document.save(buffer)
    assert set(failed(check_layout(buffer.getvalue()))) >= {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 16, 17, 24, 25}


def test_what_is_no_docx_is_refused_in_one_sentence() -> None:
    with pytest.raises(ReadingError, match="不是 Word 文件"):
        check_layout("工作总结\n正文。".encode(), "稿.docx")


def test_a_document_type_in_a_part_beside_the_text_is_refused() -> None:
    data = edited(
        write_docx(MANUSCRIPT),
        "word/footer1.xml",
        lambda xml: xml.replace("<w:ftr", '<!DOCTYPE w:ftr [<!ENTITY x "y">]><w:ftr', 1),
    )
    with pytest.raises(ReadingError, match=r"可疑|DOCTYPE"):
        check_layout(data, "稿.docx")


def test_a_part_nested_without_end_is_refused() -> None:
    nested = "<w:sdt>" * 5000 + "</w:sdt>" * 5000
    data = edited(write_docx(MANUSCRIPT), "word/footer1.xml", lambda xml: xml.replace("<w:p>", nested + "<w:p>", 1))
    with pytest.raises(ReadingError, match="可疑"):
        check_layout(data, "稿.docx")


CORPUS = Path(__file__).parents[3] / "shared" / "corpus"


@pytest.mark.parametrize(
    "path", sorted(CORPUS.glob("*/*.docx")) or [None], ids=lambda path: path.stem if path else "absent"
)
def test_any_real_report_is_checked_without_an_error(path: Path | None) -> None:
    if path is None:
        pytest.skip("the corpus of real reports is not beside the repository")
    points = check_layout(path.read_bytes(), path.name)
    assert len(points) == 25
    assert all(point.detail for point in points if not point.passed)
