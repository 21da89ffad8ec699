"""Pages, .pdf, .doc and archives are read as their readers would see them, and what hides in them stays out."""

import io
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge_base.errors import ReadingError
from knowledge_base.reading import Limits, converted_document, read_document_bytes
from knowledge_base.reading.document import documents_of
from tests.knowledge_base.pdf_files import pdf_file, typeset
from tests.knowledge_base.word_files import NAMESPACE, paragraph, word_file

BODY = [
    "云岚工业园区2025年工作总结",
    "2025年，园区党工委坚持把政治建设摆在首位，深入学习贯彻党的二十大精神，现将有关情况总结如下。",
    "一、工作开展情况",
    "（一）强化理论武装。召开党工委会议11次，理论学习中心组学习7次，累计收文2000余份，同比增长9.6%，各项工作取得明显成效。",
    "（二）夯实基层基础。发展党员**名，培训入党积极分子XX名，走访企业1293家次，解决问题36件，企业满意度持续提升。",
    "二、存在问题",
    "服务意识有待加强，主动上门服务企业的频次还不够高，与企业的期盼仍有差距，需要在今后的工作中切实加以改进。",
]


def page(body: str, head: str = "<meta charset='utf-8'>") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}<title>页</title></head><body>{body}</body></html>".encode()


ARTICLE = "".join(f"<p>　　{line}</p>\n" for line in BODY)
FRAME = (
    "<div class='nav'><a href='/'>首页</a> &gt; <a href='/zw'>政务公开</a></div>{}"
    "<div class='footer'><a href='/about'>关于我们</a><form>验证码<input></form><p>版权所有</p></div>"
    "<script>var a='脚本里的话';</script>"
)


class TestPages:
    def test_a_saved_page_gives_its_article_and_no_frame(self) -> None:
        source = read_document_bytes(page(FRAME.format(f"<div class='content'>{ARTICLE}</div>")), "a.html")

        assert list(source.paragraphs) == BODY
        assert source.format == "html"

    @pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
    def test_in_every_encoding_that_pages_have(self, encoding: str) -> None:
        named = {"gb18030": "gb2312"}.get(encoding, encoding)
        text = page(ARTICLE, f"<meta http-equiv='Content-Type' content='text/html; charset={named}'>").decode()

        assert list(read_document_bytes(text.encode(encoding), "a.htm").paragraphs) == BODY

    def test_what_is_not_shown_is_not_read_and_told(self) -> None:
        hidden = "<p style='display: none'>本站提醒您记住网址。</p><p hidden>优惠码一二三。</p>"

        source = read_document_bytes(page(ARTICLE + hidden), "a.html")

        assert list(source.paragraphs) == BODY
        assert "去掉网页中的隐藏文字 2 处" in source.notes

    def test_lines_broken_in_the_source_are_one_and_br_parts_them(self) -> None:
        source = read_document_bytes(page("<p>召开会议\n  11次，\n收文2000份。<br>第二行。</p>"), "a.html")

        assert source.paragraphs == ("召开会议11次，收文2000份。".replace("会议11", "会议 11"), "第二行。")

    def test_a_table_is_read_row_by_row(self) -> None:
        rows = "<tr><td><p>指标</p></td><td>数值</td></tr><tr><td>收文</td><td>2000份</td></tr>"

        assert read_document_bytes(page(f"<table>{rows}</table>"), "a.html").paragraphs == (
            "指标 | 数值",
            "收文 | 2000份",
        )

    def test_nothing_that_a_page_names_is_fetched_or_opened(self, tmp_path: Path) -> None:
        secret = tmp_path / "secret.txt"
        secret.write_text("不该出现的话", encoding="utf-8")
        body = (
            f"<!DOCTYPE x [<!ENTITY e SYSTEM '{secret.as_uri()}'>]><html><head><base href='http://192.0.2.1/'></head><body>"
            f"<p>正文召开会议。&e;</p><iframe src='{secret.as_uri()}'></iframe><img src='http://192.0.2.1/a.png'></body></html>"
        )

        assert "不该出现" not in "".join(read_document_bytes(body.encode(), "a.html").paragraphs)

    def test_a_page_nested_beyond_reason_is_refused(self) -> None:
        with pytest.raises(ReadingError, match="嵌套"):
            read_document_bytes(page("<div>" * 240 + "字" + "</div>" * 240), "a.html")


class TestPortableDocuments:
    def test_lines_become_paragraphs_again(self) -> None:
        source = read_document_bytes(typeset(BODY), "a.pdf")

        assert list(source.paragraphs) == BODY
        assert source.format == "pdf"

    def test_a_paragraph_runs_on_over_the_page_and_page_numbers_go(self) -> None:
        source = read_document_bytes(typeset(BODY * 8, lines_a_page=12, numbered=True), "a.pdf")

        assert list(source.paragraphs) == BODY * 8
        assert any("页码" in note for note in source.notes)

    def test_a_scanned_one_is_refused_with_advice(self) -> None:
        with pytest.raises(ReadingError, match=r"扫描件.*OCR"):
            read_document_bytes(pdf_file([[]] * 3), "扫描.pdf")

    def test_one_with_too_many_pages_is_refused(self) -> None:
        with pytest.raises(ReadingError, match="页数超过上限"):
            read_document_bytes(pdf_file([[]] * 4), "a.pdf", Limits(pdf_pages=3))

    def test_a_page_without_text_among_others_is_told(self) -> None:
        lines = [[(90.0, 700.0 - 20 * at, "园区召开会议传达精神。") for at in range(6)], [], []]
        notes = read_document_bytes(pdf_file(lines), "a.pdf").notes

        assert any("第 2、3 页没有文字" in note for note in notes)


class TestArchives:
    def zipped(self, **members: bytes) -> bytes:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in members.items():
                archive.writestr(name, data)
        return packed.getvalue()

    def test_gives_each_file_in_it_but_not_what_programs_add(self) -> None:
        data = self.zipped(
            **{"2024/总结.txt": b"a", "__MACOSX/x": b"b", "~$总结.docx": b"c", ".DS_Store": b"d", "b.docx": b"e"}
        )

        assert list(documents_of(data, "往年.zip", Limits())) == [
            ("往年.zip/2024/总结.txt", b"a"),
            ("往年.zip/b.docx", b"e"),
        ]

    def test_a_name_that_windows_wrote_in_gbk_is_read(self) -> None:
        # as old as the archive's own format: no flag says which encoding the name is in
        plain = self.zipped(**{"AAAA.txt": b"x"}).replace(b"AAAA", "总结".encode("gbk"))

        assert [member for member, _ in documents_of(plain, "a.zip", Limits())] == ["a.zip/总结.txt"]

    def test_a_word_file_is_itself(self) -> None:
        data = word_file(paragraph("字"))

        assert list(documents_of(data, "a.docx", Limits())) == [("a.docx", data)]

    @pytest.mark.parametrize(
        ("members", "limits", "told"),
        [
            ({"a.txt": b"0" * 30_000_000}, Limits(), "压缩炸弹"),
            ({"../a.txt": b"x"}, Limits(), "路径"),
            ({f"{n}.txt": b"x" for n in range(30)}, Limits(archive_entries=20), "部件"),
            ({"a.txt": b"x" * 3000, "b.txt": b"y" * 3000}, Limits(archive_total_bytes=5000), "压缩炸弹"),
            ({}, Limits(), "没有文件"),
        ],
        ids=["bomb", "path", "many", "total", "empty"],
    )
    def test_a_hostile_archive_is_refused(self, members: dict[str, bytes], limits: Limits, told: str) -> None:
        with pytest.raises(ReadingError, match=told):
            list(documents_of(self.zipped(**members), "a.zip", limits))

    def test_one_member_over_the_limit_does_not_stop_the_others(self) -> None:
        data = self.zipped(**{"a.txt": b"x" * 2000, "b.txt": b"y"})

        found = dict(documents_of(data, "a.zip", replace(Limits(), file_bytes=1000)))

        assert isinstance(found["a.zip/a.txt"], ReadingError)
        assert found["a.zip/b.txt"] == b"y"


@pytest.mark.parametrize("part", ["docProps/app.xml", "word/_rels/document.xml.rels", "customXml/item1.xml"])
def test_a_doctype_in_any_part_of_a_word_file_is_refused(part: str) -> None:
    with pytest.raises(ReadingError, match="DOCTYPE"):
        read_document_bytes(word_file(paragraph("字"), parts={part: "<!DOCTYPE x []><x/>"}), "a.docx")


def test_what_a_word_file_brings_along_is_told_and_never_followed() -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="x/attachedTemplate" TargetMode="External" Target="http://192.0.2.1/a.dotm"/></Relationships>'
    )
    parts = {"word/vbaProject.bin": b"x", "word/embeddings/a.bin": b"x", "word/_rels/document.xml.rels": relations}
    source = read_document_bytes(
        word_file(paragraph("正文。") + f'<w:altChunk xmlns:w="{NAMESPACE}"/>', parts=parts), "a.docx"
    )

    assert source.paragraphs == ("正文。",)
    assert source.notes == (
        "含有宏，未执行",
        "含有嵌入的对象（表格、图表等），未读入",
        "含有嵌入的其他文件（altChunk），未读入",
    )


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
class TestOldWordFiles:
    def test_rich_text_is_converted_and_says_so(self) -> None:
        text = "".join(f"\\u{ord(char)}?" for char in "召开会议。")

        source = read_document_bytes(f"{{\\rtf1\\ansi\\uc1 {text}\\par {text}}}".encode(), "总结.rtf")

        assert source.paragraphs == ("召开会议。", "召开会议。")
        assert source.notes[0] == "由旧版 .rtf 文件转换而来"

    def test_what_libreoffice_cannot_open_is_one_sentence(self) -> None:
        data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") + bytes(3000)

        with pytest.raises(ReadingError, match=r"总结\.doc"):
            read_document_bytes(data, "总结.doc")


def test_without_libreoffice_an_old_word_file_is_refused_with_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converted_document, "office_program", lambda: "")
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")

    with pytest.raises(ReadingError, match=r"未安装 LibreOffice.*另存为 \.docx"):
        read_document_bytes(data, "总结.doc")
