"""Files are told by their bytes, read within limits, and refused with one sentence of Chinese."""

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge_base.errors import ReadingError
from knowledge_base.reading import Limits, read_document, read_document_bytes
from knowledge_base.reading.secrecy import secrecy_mark
from tests.knowledge_base.word_files import NAMESPACE, document, paragraph, word_file

TEXT = "一、工作开展情况\n\n　　召开党工委会议11次，累计收文2000余份。\n"
LINES = ("一、工作开展情况", "召开党工委会议11次，累计收文2000余份。")


def one_chinese_sentence(message: str) -> bool:
    return (
        message.endswith("。")
        and "。" not in message[:-1]
        and "\n" not in message
        and re.search(r"请|不得", message) is not None
    )


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-8"),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("gb18030"),
        TEXT.encode("utf-16"),
        TEXT.replace("\n", "\r\n").encode("utf-8"),
        TEXT.replace("\n", "\r").encode("gb18030"),
    ],
    ids=["utf-8", "utf-8 with mark", "gb18030", "utf-16", "windows lines", "old mac lines"],
)
def test_a_text_is_read_in_every_encoding_that_is_in_use(data: bytes) -> None:
    assert read_document_bytes(data, "总结.txt").paragraphs == LINES


def test_a_short_gbk_text_is_not_taken_for_another_language() -> None:
    assert read_document_bytes("会议11次".encode("gbk"), "a.txt").paragraphs == ("会议11次",)


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("# 云岚工业园区工作总结", "云岚工业园区工作总结"),
        ("### （一）加强学习", "（一）加强学习"),
        ("**一是加强学习。**召开会议3次。", "一是加强学习。召开会议3次。"),
        ("**存在问题**", "存在问题"),
        ("全年学习**次、集中研讨**次。", "全年学习**次、集中研讨**次。"),
        ("**次会议", "**次会议"),
        ("#1号厂房", "#1号厂房"),
    ],
)
def test_markdown_marks_go_and_masks_stay(line: str, read: str) -> None:
    assert read_document_bytes(line.encode(), "a.md").paragraphs == (read,)


BAD_FILES = {
    "empty": (b"", "空文件"),
    "blank": ("\n \u3000\n".encode(), "没有文字"),
    "png": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, "图片"),
    "jpeg": (b"\xff\xd8\xff\xe0" + b"\x00" * 64, "图片"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3", "已损坏"),
    "ole": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "不是 Word 文件"),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "Excel"),
    "encrypted": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "加密"),
    "rar": (b"Rar!\x1a\x07\x00", "压缩包"),
    "html": (b"<!DOCTYPE html><html></html>", "没有文字"),
    "binary": (b"\x00\x01\x02\x03" * 30, "二进制"),
    "control characters": (b"\x01\x02\x03abc", "不是可读的文本"),
    "truncated zip": (b"PK\x03\x04" + b"\x14\x00" * 20, "已损坏"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_what_is_no_report_is_refused_with_one_sentence(name: str) -> None:
    data, told = BAD_FILES[name]
    with pytest.raises(ReadingError) as refusal:
        read_document_bytes(data, "总结.docx")
    assert told in str(refusal.value)
    assert "总结.docx" in str(refusal.value)
    assert one_chinese_sentence(str(refusal.value))


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path, told in ((tmp_path / "无.docx", "找不到"), (tmp_path, "文件夹")):
        with pytest.raises(ReadingError, match=told):
            read_document(path)


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    big = tmp_path / "大.txt"
    big.write_bytes(b"a" * 2048)
    with pytest.raises(ReadingError, match="上限"):
        read_document(big, Limits(file_bytes=1024))


def test_tracked_insertions_stay_and_deletions_and_hidden_text_go() -> None:
    body = (
        "<w:p><w:r><w:t>召开会议</w:t></w:r><w:del><w:r><w:delText>9</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>11</w:t></w:r></w:ins><w:r><w:t>次。</w:t></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>内部掌握</w:t></w:r></w:p>"
        '<w:p><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>看得见。</w:t></w:r></w:p>'
    )
    source = read_document_bytes(word_file(body), "a.docx")
    assert source.paragraphs == ("召开会议11次。", "看得见。")
    assert source.notes == ("修订：保留插入的文字 1 处", "修订：去掉已删除的文字 1 处", "去掉隐藏文字 1 处")


def test_a_style_that_hides_hides_its_paragraphs() -> None:
    styles = f'<w:styles xmlns:w="{NAMESPACE}"><w:style w:type="paragraph" w:styleId="Hid"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    body = paragraph("正文。") + paragraph("隐藏。", '<w:pStyle w:val="Hid"/>')
    assert read_document_bytes(word_file(body, parts={"word/styles.xml": styles}), "a.docx").paragraphs == ("正文。",)


def numbering(levels: str, overrides: str = "") -> str:
    return (
        f'<w:numbering xmlns:w="{NAMESPACE}"><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/>{overrides}</w:num></w:numbering>'
    )


def level(at: int, form: str, text: str) -> str:
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'


def numbered(text: str, at: int, number: str = "1") -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>')


def test_automatic_numbers_are_restored() -> None:
    levels = (
        level(0, "chineseCountingThousand", "%1、")
        + level(1, "chineseCountingThousand", "（%2）")
        + level(2, "decimal", "%3.")
    )
    body = "".join(
        numbered(text, at)
        for text, at in [("工作情况", 0), ("学习", 1), ("会议", 2), ("培训", 2), ("活动", 1), ("党课", 2), ("问题", 0)]
    )
    source = read_document_bytes(word_file(body, parts={"word/numbering.xml": numbering(levels)}), "a.docx")
    assert source.paragraphs == ("一、工作情况", "（一）学习", "1.会议", "2.培训", "（二）活动", "1.党课", "二、问题")
    assert source.notes == ("还原自动编号 7 处",)


def test_a_list_that_starts_anew_counts_anew() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    body = numbered("甲", 0) + numbered("乙", 0) + numbered("丙", 0, "2")
    parts = {"word/numbering.xml": numbering(level(0, "decimal", "%1."), override)}
    assert read_document_bytes(word_file(body, parts=parts), "a.docx").paragraphs == ("1.甲", "2.乙", "1.丙")


def test_a_bullet_is_no_number() -> None:
    parts = {"word/numbering.xml": numbering(level(0, "bullet", "•"))}
    assert read_document_bytes(word_file(numbered("甲", 0), parts=parts), "a.docx").paragraphs == ("甲",)


def test_a_table_is_read_row_by_row() -> None:
    def row(*cells: str) -> str:
        return "<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in cells) + "</w:tr>"

    body = paragraph("附表") + "<w:tbl>" + row("指标", "数值") + row("收文", "2000余份") + "</w:tbl>"
    assert read_document_bytes(word_file(body), "a.docx").paragraphs == ("附表", "指标 | 数值", "收文 | 2000余份")


def test_content_controls_links_and_soft_breaks_are_read() -> None:
    body = (
        f"<w:sdt><w:sdtContent>{paragraph('控件里的话。')}</w:sdtContent></w:sdt>"
        "<w:p><w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink><w:r><w:instrText>PAGE</w:instrText><w:t>文字</w:t>"
        "<w:br/><w:t>第二行</w:t></w:r></w:p>"
    )
    assert read_document_bytes(word_file(body), "a.docx").paragraphs == ("控件里的话。", "链接文字", "第二行")


DOCTYPE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
BOMB = document(paragraph("字" * 20_000_000))
DEEP = document("<w:p>" * 100_000 + "</w:p>" * 100_000)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (word_file(main=document(paragraph("&e;"), DOCTYPE)), "DOCTYPE"),
        (word_file(main=document(paragraph("字"), DOCTYPE).replace("UTF-8", "UTF-16")), "损坏|DOCTYPE"),
        (word_file(main=BOMB), "压缩炸弹|上限"),
        (word_file(main=DEEP), "嵌套|压缩炸弹"),
        (word_file(main="<w:document"), "损坏"),
        (word_file(main=f'<w:document xmlns:w="{NAMESPACE}"/>'), "损坏"),
        (word_file(paragraph("字"), parts={"../../etc/passwd": "x"}), "路径"),
        (word_file(paragraph("字"), parts={f"word/{n}.xml": "x" for n in range(2001)}), "部件"),
    ],
    ids=["xxe", "xxe utf-16", "bomb", "depth", "not closed", "no body", "path", "many parts"],
)
def test_a_hostile_word_file_is_refused(data: bytes, told: str) -> None:
    with pytest.raises(ReadingError, match=told) as refusal:
        read_document_bytes(data, "总结.docx")
    assert one_chinese_sentence(str(refusal.value))


def test_a_part_named_twice_is_refused() -> None:
    packed = io.BytesIO(word_file(paragraph("字")))
    with zipfile.ZipFile(packed, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("word/document.xml", document(paragraph("另一个")))
    with pytest.raises(ReadingError, match="重名"):
        read_document_bytes(packed.getvalue(), "a.docx")


def test_a_workbook_is_told_from_a_report() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("xl/workbook.xml", "x")
    with pytest.raises(ReadingError, match="Excel"):
        read_document_bytes(packed.getvalue(), "总结.docx")


def test_parsing_stops_at_its_ceiling_of_memory() -> None:
    body = "".join(paragraph("字" * 50 + str(n)) for n in range(60_000))
    limits = replace(Limits(), worker_memory_bytes=60 * 1024 * 1024, archive_ratio=10_000)
    with pytest.raises(ReadingError, match="内存"):
        read_document_bytes(word_file(body), "a.docx", limits)


def read_or_refused(data: bytes) -> bool:
    try:
        return all(line.strip() for line in read_document_bytes(data, "a.docx").paragraphs)
    except ReadingError as refusal:
        return one_chinese_sentence(str(refusal))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    assert read_or_refused(data)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_damaged_word_file_is_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(
        word_file(paragraph("召开会议11次。") * 20, parts={"word/numbering.xml": numbering(level(0, "decimal", "%1."))})
    )
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    assert read_or_refused(bytes(whole))


@pytest.mark.parametrize(
    "line",
    ["机密★10年", "秘密★", "绝密", "【机密】", "密级：秘密", "秘\u200b密 ★ 1年", "机　密", "ＸＸ文件　秘密★长期"],
)
def test_a_mark_of_secrecy_is_found(line: str) -> None:
    assert secrecy_mark(["云岚工业园区", line, "正文。"])


@pytest.mark.parametrize(
    "line", ["加强机要保密工作。", "开展保密专题培训3次，严守国家秘密。", "秘密级文件按规定流转。", "机密文件清退200份"]
)
def test_prose_about_secrets_is_no_mark(line: str) -> None:
    assert not secrecy_mark([line])


def test_the_seeds_are_read(seeds: tuple[Path, ...]) -> None:
    assert [len(read_document(path).paragraphs) for path in seeds] == [10, 10, 17, 23, 32]
