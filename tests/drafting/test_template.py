"""A unit's own .docx as a layout: its styles, page, headers and footers are used; nothing else of it, and nothing hostile."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Mm, Pt

from drafting.errors import SettingsError
from drafting.layout.docx_reader import read_docx
from drafting.layout.docx_writer import write_docx
from drafting.layout.layout_check import check_layout
from drafting.layout.official_frame import OfficialFrame
from drafting.layout.profile import Profile, open_profile, profile_ids
from knowledge_base.errors import ReadingError
from tests.drafting.test_docx_reader import BOUND, MANUSCRIPT
from tests.drafting.test_docx_writer import part
from tests.rendering import read_pages, render_pdf, require_rendering


def picture() -> bytes:
    """Return a PNG of one red pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0")) + chunk(b"IEND", b"")


def own_file() -> bytes:
    """Return a .docx as an office keeps it: its page, a title and a heading in its fonts, a header with a picture."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height, section.left_margin = Mm(210), Mm(297), Mm(31)
    document.styles["Title"].font.name = "华文新魏"
    document.styles["Normal"].font.size = Pt(15)
    document.styles.add_style("主送机关", WD_STYLE_TYPE.PARAGRAPH).font.size = Pt(13)
    section.header.paragraphs[0].text = "云岚园区内部材料"
    section.header.paragraphs[0].add_run().add_picture(io.BytesIO(picture()), width=Mm(5))
    section.footer.paragraphs[0].text = "第 1 页"
    document.add_paragraph("这是模板里原有的正文，不应带走")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def changed(data: bytes, name: str, change: Callable[[str], str], extra: dict[str, str] | None = None) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            content = old.read(one)
            new.writestr(one, change(content.decode("utf-8")).encode("utf-8") if one == name else content)
        for one, text in (extra or {}).items():
            new.writestr(one, text)
    return buffer.getvalue()


def as_profile(data: bytes, folder: Path, name: str = "本单位.docx") -> Profile:
    path = folder / name
    path.write_bytes(data)
    return open_profile(str(path))


def test_its_styles_page_header_and_footer_are_used_and_its_text_is_not(tmp_path: Path) -> None:
    document = docx.Document(io.BytesIO(write_docx(MANUSCRIPT, as_profile(own_file(), tmp_path))))
    assert document.styles["Title"].font.name == "华文新魏"
    assert document.sections[0].left_margin == pytest.approx(Mm(31), abs=700)
    assert "云岚园区内部材料" in document.sections[0].header.paragraphs[0].text
    assert document.sections[0].footer.paragraphs[0].text == "第 1 页"
    assert {paragraph.style.name for paragraph in document.paragraphs} >= {
        "Title",
        "Heading 1",
        "主送机关",
        "发文机关署名",
    }
    assert not any("模板里原有" in paragraph.text for paragraph in document.paragraphs)
    assert document.styles["主送机关"].font.size == Pt(13)


def test_indents_are_counted_in_characters_of_its_body_text(tmp_path: Path) -> None:
    profile = as_profile(own_file(), tmp_path)
    assert (profile.styles.date.size, profile.page.left) == (30, round(31 * 1440 / 25.4))


def test_the_picture_in_its_header_comes_along(tmp_path: Path) -> None:
    data = write_docx(MANUSCRIPT, as_profile(own_file(), tmp_path))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert picture() in [archive.read(name) for name in archive.namelist() if name.startswith("word/media/")]
        assert archive.testzip() is None
        assert len(set(archive.namelist())) == len(archive.namelist())


def test_what_was_written_comes_back_with_its_figures(tmp_path: Path) -> None:
    profile = as_profile(own_file(), tmp_path)
    assert read_docx(write_docx(MANUSCRIPT, profile)) == MANUSCRIPT
    assert read_docx(write_docx(BOUND, profile, frame=OfficialFrame(copied_to="各部门", sealed=True))) == BOUND


def test_the_words_keep_the_fonts_of_its_styles(tmp_path: Path) -> None:
    xml = part(write_docx(MANUSCRIPT, as_profile(own_file(), tmp_path)), "word/document.xml")
    assert "仿宋" not in xml
    assert 'w:hint="eastAsia"' in xml


def test_an_export_of_zhibi_is_a_template_that_holds_every_point(tmp_path: Path) -> None:
    profile = as_profile(write_docx(MANUSCRIPT), tmp_path)
    failed = [point.number for point in check_layout(write_docx(MANUSCRIPT, profile)) if not point.passed]
    assert failed in ([], [15]), "a hint without the font's name is enough for Word; the checker asks for both"


def test_it_is_found_by_its_name_in_the_unit_s_folder(tmp_path: Path) -> None:
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "本单位.dotx").write_bytes(own_file())
    (tmp_path / "profiles" / "自定.yaml").write_text("extends: report\n", encoding="utf-8")
    assert open_profile("本单位", tmp_path).template is not None
    assert open_profile("自定", tmp_path).template is None
    assert set(profile_ids(tmp_path / "profiles")) >= {"本单位", "自定", "report", "redhead", "windows"}


def field(code: str) -> Callable[[str], str]:
    return lambda xml: xml.replace(
        "</w:p>", f'<w:r><w:instrText xml:space="preserve">{code}</w:instrText></w:r></w:p>', 1
    )


EXTERNAL = '<Relationship Id="rId77" Type="http://x/image" Target="http://example.com/a.png" TargetMode="External"/></'
HEADER = "word/header1.xml"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (changed(own_file(), HEADER, str, {"word/vbaProject.bin": "x"}), "宏"),
        (changed(own_file(), HEADER, str, {"word/embeddings/oleObject1.bin": "x"}), "嵌入对象"),
        (changed(own_file(), f"word/_rels/{HEADER[5:]}.rels", lambda xml: xml.replace("</", EXTERNAL, 1)), "外部内容"),
        (changed(own_file(), HEADER, field('INCLUDEPICTURE "http://example.com/a.png"')), "域"),
        (changed(own_file(), HEADER, field("DDEAUTO excel")), "域"),
        (changed(own_file(), HEADER, lambda xml: xml.replace("<w:p>", "<w:p><w:r><w:object/></w:r>", 1)), "嵌入对象"),
        (changed(own_file(), HEADER, lambda xml: xml.replace("<w:hdr", '<!DOCTYPE x [<!ENTITY e "e">]><w:hdr', 1)), "DOCTYPE"),
        (changed(own_file(), "word/styles.xml", lambda _: "<w:styles"), "损坏"),
        (b"PK\x03\x04", r"损坏|无法"),
        (b"plain text", r"损坏|无法|不是"),
    ],
)  # fmt: skip
def test_a_hostile_or_broken_file_is_refused_in_one_sentence(data: bytes, message: str, tmp_path: Path) -> None:
    with pytest.raises((SettingsError, ReadingError), match=message) as refused:
        as_profile(data, tmp_path)
    assert "\n" not in str(refused.value)


def test_libreoffice_shows_its_header_on_the_page(tmp_path: Path) -> None:
    require_rendering()
    pages = read_pages(render_pdf(write_docx(MANUSCRIPT, as_profile(own_file(), tmp_path)), tmp_path))
    assert "云岚园区内部材料" in pages[0].lines[0].text
    assert any("第1页" in line.text for line in pages[0].lines)
