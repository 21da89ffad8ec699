"""A .docx read back: what was exported, what was edited since, and what others wrote."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafting.draft import Binding, Block, Manuscript
from drafting.layout.docx_reader import read_docx
from drafting.layout.docx_writer import write_docx
from drafting.layout.profile import load_profile, profile_ids
from drafting.manuscript import manuscript_from_paragraphs, to_text
from knowledge_base.errors import ReadingError
from knowledge_base.reading import read_document_bytes
from tests.rendering import convert, require_rendering

MANUSCRIPT = Manuscript(
    "中共云岚工业园区工作委员会关于落实2026年上半年全面从严治党主体责任情况的报告",
    "园区党工委：",
    (
        Block(0, "现将有关情况报告如下："),
        Block(1, "一、工作开展情况"),
        Block(2, "（一）强化机关党建"),
        Block(0, "召开党工委会议11次，同比增长12.5%；落实“三会一课”——……"),
        Block(3, "1.收文办理"),
        Block(4, "（1）公文流转"),
        Block(0, "附件：1.主要指标完成情况"),
        Block(0, "2.重点项目清单"),
    ),
    "云岚工业园区党政办公室",
    date(2026, 7, 5),
)


def edited(data: bytes, change: Callable[[str], str], name: str = "word/document.xml") -> bytes:
    """Return the .docx with one part's XML changed, as another program saves it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, change(content.decode("utf-8")).encode("utf-8") if part == name else content)
    assert buffer.getvalue() != data
    return buffer.getvalue()


@pytest.mark.parametrize("profile_id", profile_ids())
def test_an_export_reads_back_as_the_same_manuscript(profile_id: str) -> None:
    assert read_docx(write_docx(MANUSCRIPT, load_profile(profile_id))) == MANUSCRIPT


def test_digits_in_a_font_of_their_own_do_not_part_the_text(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text("extends: report\nfonts: {digits: Times New Roman}\n", encoding="utf-8")
    assert read_docx(write_docx(MANUSCRIPT, load_profile("own", tmp_path))) == MANUSCRIPT


@pytest.mark.parametrize(
    "manuscript",
    [
        Manuscript("工作要点", "", (Block(1, "一、指导思想"), Block(0, "坚持稳中求进。")), "", None),
        Manuscript("工作总结", "", (Block(0, "正文。"),), "党政办公室", None),
        Manuscript("工作总结", "", (Block(0, "正文。"),), "", date(2026, 12, 31)),
        Manuscript("工作总结", "各支部：", (Block(2, "没有序号的标题"), Block(0, "正文。")), "", None),
        Manuscript("只有标题", "", (), "", None),
    ],
)
def test_a_manuscript_that_lacks_parts_reads_back_without_them(manuscript: Manuscript) -> None:
    assert read_docx(write_docx(manuscript)) == manuscript


WORDS = st.text(
    alphabet=st.one_of(
        st.sampled_from("一二三、（）1.：。；，党工委办公室报告年月日“”‘’…—·〔〕《》&<>\"'%％ "),
        st.characters(blacklist_categories=("Cs", "Cc", "Cn", "Cf")),
    ),
    max_size=60,
)


@settings(max_examples=15, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=40))
def test_the_text_of_any_export_reads_back_unchanged(paragraphs: list[str]) -> None:
    manuscript = manuscript_from_paragraphs(["云岚工业园区工作总结", *paragraphs])
    assert to_text(read_docx(write_docx(manuscript))) == to_text(manuscript)


BOUND = Manuscript(
    "工作总结",
    "",
    (
        Block(1, "一、收文2136份", (Binding(4, 9, "F1"),)),
        Block(0, "召开会议11次，同比增长12.5%。", (Binding(4, 7, "F2"), Binding(12, 17, "F2"))),
        Block(0, "11次会议落实“1+5+N”。", (Binding(0, 3, "F2"), Binding(7, 14, 'F<&"3'))),
    ),
    "党政办公室",
    date(2026, 7, 5),
)


class TestBindings:
    """Numbers that know their figure."""

    def test_they_come_back_with_the_text(self) -> None:
        assert read_docx(write_docx(BOUND)) == BOUND

    def test_an_edited_number_keeps_its_figure(self) -> None:
        data = edited(write_docx(BOUND), lambda xml: xml.replace(">11次<", ">112次<", 1))
        assert read_docx(data).blocks[1] == Block(
            0, "召开会议112次，同比增长12.5%。", (Binding(4, 8, "F2"), Binding(13, 18, "F2"))
        )

    def test_a_control_that_was_removed_leaves_its_bookmark_to_tell(self) -> None:
        removed = r"<w:sdt>(?:(?!</w:sdtPr>).)*</w:sdtPr><w:sdtContent>|</w:sdtContent></w:sdt>"
        data = edited(write_docx(BOUND), lambda xml: re.sub(removed, "", xml))
        assert read_docx(data).blocks[:2] == BOUND.blocks[:2]
        plain = edited(data, lambda xml: re.sub(r"<w:bookmark(Start|End) [^>]*/>", "", xml))
        assert read_docx(plain) == replace(BOUND, blocks=tuple(replace(block, bindings=()) for block in BOUND.blocks))

    def test_another_programs_control_and_bookmark_bind_nothing(self) -> None:
        data = edited(
            write_docx(BOUND), lambda xml: xml.replace('"zhibi:F1"', '"city"').replace('"_zhibi_1_F1"', '"_Toc1"')
        )
        assert read_docx(data).blocks[0] == Block(1, "一、收文2136份")

    def test_libreoffice_keeps_them(self, tmp_path: Path) -> None:
        require_rendering()
        source = tmp_path / "draft.docx"
        source.write_bytes(write_docx(BOUND))
        (tmp_path / "saved").mkdir()
        saved = convert(source, "docx:MS Word 2007 XML", tmp_path / "saved").read_bytes()
        assert to_text(read_docx(saved)) == to_text(BOUND)
        assert read_docx(saved).blocks[:2] == BOUND.blocks[:2]

    @settings(max_examples=15, deadline=None)
    @given(st.data())
    def test_any_bindings_come_back(self, data: st.DataObject) -> None:
        blocks = []
        for place in range(data.draw(st.integers(1, 6))):
            text = f"第{place}段" + data.draw(st.text("甲乙“1”2.%，", min_size=1, max_size=20)).strip() + "。"
            cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
            pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
            blocks.append(Block(0, text, tuple(Binding(start, end, f"F{place}") for start, end in pairs)))
        manuscript = Manuscript("工作总结", "各支部：", tuple(blocks), "", None)
        assert read_docx(write_docx(manuscript)) == manuscript


def test_a_title_broken_by_hand_is_one_line_to_whoever_reads_the_file() -> None:
    assert read_document_bytes(write_docx(MANUSCRIPT), "稿.docx").paragraphs[0] == MANUSCRIPT.title


class TestEdits:
    """An export that was edited in Word or WPS and saved."""

    def test_runs_that_an_editor_has_split_are_one_text(self) -> None:
        data = edited(
            write_docx(MANUSCRIPT),
            lambda xml: xml.replace("会议11次", '会议1</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:t>1次'),
        )
        assert read_docx(data) == MANUSCRIPT

    def test_a_tracked_insertion_counts_and_a_tracked_deletion_does_not(self) -> None:
        change = (
            '会议</w:t></w:r><w:del w:id="1" w:author="张三"><w:r><w:delText>11</w:delText></w:r></w:del>'
            '<w:ins w:id="2" w:author="张三"><w:r><w:t>12</w:t></w:r></w:ins><w:r><w:t>次'
        )
        data = edited(write_docx(MANUSCRIPT), lambda xml: xml.replace("会议11次", change))
        assert "会议12次" in to_text(read_docx(data))
        assert "11" not in to_text(read_docx(data))

    def test_a_paragraph_typed_anew_in_the_default_style_finds_its_level(self) -> None:
        typed = "<w:p><w:r><w:t>（二）新增一节</w:t></w:r></w:p><w:p><w:r><w:t>新增的正文。</w:t></w:r></w:p>"
        anchor = '<w:p><w:pPr><w:pStyle w:val="Heading3"/>'
        data = edited(write_docx(MANUSCRIPT), lambda xml: xml.replace(anchor, typed + anchor))
        blocks = read_docx(data).blocks
        assert blocks[4:6] == (Block(2, "（二）新增一节"), Block(0, "新增的正文。"))

    def test_a_date_in_another_form_is_still_the_date(self) -> None:
        data = edited(write_docx(MANUSCRIPT), lambda xml: xml.replace("2026年7月5日", "2026年07月15日"))
        assert read_docx(data).date == date(2026, 7, 15)

    def test_a_style_that_a_program_has_renumbered_is_known_by_its_name(self) -> None:
        data = write_docx(MANUSCRIPT)
        for style, other in (("Heading1", "10"), ("Title", "a3")):
            data = edited(
                data, lambda xml, old=style, new=other: xml.replace(f'pStyle w:val="{old}"', f'pStyle w:val="{new}"')
            )
            data = edited(
                data,
                lambda xml, old=style, new=other: xml.replace(f'Id="{old}"', f'Id="{new}"'),
                name="word/styles.xml",
            )
        assert read_docx(data) == MANUSCRIPT

    def test_a_line_added_below_the_date_is_kept(self) -> None:
        typed = "<w:p><w:r><w:t>（此件公开发布）</w:t></w:r></w:p><w:sectPr>"
        data = edited(write_docx(MANUSCRIPT), lambda xml: xml.replace("<w:sectPr>", typed))
        assert to_text(read_docx(data)).endswith("云岚工业园区党政办公室\n2026年7月5日\n（此件公开发布）")

    def test_libreoffice_opens_and_saves_it_without_loss(self, tmp_path: Path) -> None:
        require_rendering()
        source = tmp_path / "draft.docx"
        source.write_bytes(write_docx(MANUSCRIPT))
        (tmp_path / "saved").mkdir()
        saved = convert(source, "docx:MS Word 2007 XML", tmp_path / "saved")
        assert read_docx(saved.read_bytes()) == MANUSCRIPT


def test_a_file_of_word_headings_and_no_official_styles_is_read_by_both() -> None:
    document = docx.Document()
    document.add_paragraph("云岚工业园区2026年工作总结")
    document.add_paragraph("园区党工委：")
    document.add_heading("工作开展情况", level=1)
    document.add_paragraph("（一）强化党建")
    document.add_paragraph("召开会议11次。")
    document.add_paragraph("党政办公室")
    document.add_paragraph("二〇二六年七月五日")
    buffer = io.BytesIO()
    document.save(buffer)
    assert read_docx(buffer.getvalue()) == Manuscript(
        "云岚工业园区2026年工作总结",
        "园区党工委：",
        (Block(1, "工作开展情况"), Block(2, "（一）强化党建"), Block(0, "召开会议11次。")),
        "党政办公室",
        date(2026, 7, 5),
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "空文件"),
        ("云岚工业园区工作总结\n正文。".encode(), "不是 Word 文件"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 64, "图片"),
        (b"PK\x03\x04" + b"0" * 64, "损坏"),
    ],
)
def test_what_is_no_docx_is_refused_in_one_sentence(data: bytes, message: str) -> None:
    with pytest.raises(ReadingError, match=message):
        read_docx(data, "稿.docx")


def test_a_document_type_declaration_is_refused() -> None:
    entity = '<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    data = edited(write_docx(MANUSCRIPT), lambda xml: re.sub(r"(<\?xml[^>]*\?>\n?)", rf"\1{entity}", xml))
    with pytest.raises(ReadingError, match="DOCTYPE"):
        read_docx(data, "稿.docx")
