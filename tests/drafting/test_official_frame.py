"""版头, 印章, 附表 and 版记: in the places of the standard, and no part of the text that is read back."""

from datetime import date
from pathlib import Path

import pytest

from drafting.draft import Block, Manuscript
from drafting.figure_sheet import figures_from_rows
from drafting.layout.document_part import sealed_indents
from drafting.layout.docx_reader import read_docx
from drafting.layout.docx_writer import write_docx
from drafting.layout.layout_check import check_layout
from drafting.layout.official_frame import OfficialFrame
from drafting.layout.preview import page_pictures
from drafting.layout.profile import load_profile
from tests.drafting.test_docx_writer import part
from tests.rendering import convert, read_pages, render_pdf, require_rendering

MANUSCRIPT = Manuscript(
    "关于2026年上半年工作情况的报告",
    "市委办公室：",
    (Block(1, "一、工作开展情况"), Block(0, "召开党工委会议11次。"), Block(1, "二、下步打算"), Block(0, "继续努力。")),
    "中共云岚工业园区工作委员会",
    date(2026, 7, 5),
)
ROWS = [{"指标": f"第{place}项工作完成数", "数值": str(place + 10), "单位": "次"} for place in range(60)]
FRAME = OfficialFrame(
    number="云工委〔2026〕12号",
    signer="李明",
    sealed=True,
    copied_to="园区管委会，各镇党委，云岚工业园区各部门、各直属单位，园区企业党组织",
    printed_by="云岚工业园区党政办公室",
    printed_on=date(2026, 7, 6),
    annex=figures_from_rows(ROWS).figures,
)


@pytest.mark.parametrize(
    "frame",
    [
        OfficialFrame(),
        OfficialFrame(number="云工委〔2026〕12号"),
        OfficialFrame(organ="云岚工业园区管理委员会文件", signer="李明<&>"),
        OfficialFrame(copied_to="各部门。"),
        OfficialFrame(printed_on=date(2026, 7, 6)),
        OfficialFrame(annex=FRAME.annex[:1]),
        FRAME,
    ],
)
@pytest.mark.parametrize("profile", ["report", "redhead"])
def test_what_stands_around_the_text_holds_the_points_and_is_left_out_when_read(
    frame: OfficialFrame, profile: str
) -> None:
    data = write_docx(MANUSCRIPT, load_profile(profile), frame=frame)
    assert [point for point in check_layout(data) if not point.passed] == []
    assert read_docx(data) == MANUSCRIPT


def test_only_a_red_headed_document_has_a_red_head() -> None:
    assert "FF0000" in part(write_docx(MANUSCRIPT, load_profile("redhead"), frame=FRAME), "word/document.xml")
    assert "FF0000" not in part(write_docx(MANUSCRIPT, frame=FRAME), "word/document.xml")


def test_a_list_of_attachments_in_the_text_is_the_only_one() -> None:
    listed = Manuscript("报告", "", (Block(0, "正文。"), Block(0, "附件：主要数据汇总表")), "", None)
    assert part(write_docx(listed, frame=FRAME), "word/document.xml").count("附件：") == 1
    assert part(write_docx(MANUSCRIPT, frame=FRAME), "word/document.xml").count("附件：") == 1


@pytest.mark.parametrize(
    ("signature", "signed_on", "expected"),
    [
        ("云岚工业园区党政办公室", "2026年7月5日", (1.5, 4.0)),  # 11 characters over 6: 2.5 to either side
        ("党政办", "2026年12月31日", (6.0, 4.0)),
        ("中共云岚工业园区委员会党政综合办公室", "2026年7月5日", (0.0, 6.0)),
        ("党政办", "", (4.0, 4.0)),
    ],
)
def test_under_a_seal_the_name_is_centred_over_the_date(
    signature: str, signed_on: str, expected: tuple[float, float]
) -> None:
    assert sealed_indents(signature, signed_on, load_profile()) == expected


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    require_rendering()
    return render_pdf(write_docx(MANUSCRIPT, load_profile("redhead"), frame=FRAME), tmp_path_factory.mktemp("redhead"))


MILLIMETRE = 72 / 25.4


def test_the_organ_s_name_stands_35_mm_below_the_type_area_s_top_and_fits_its_width(rendered: Path) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(rendered)
    page = document[0]
    text = page.get_textpage()
    organ = "中共云岚工业园区工作委员会文件"
    assert text.get_text_range(0, len(organ)) == organ
    boxes = [text.get_charbox(place) for place in range(len(organ))]
    ink = (page.get_height() - max(top for _, _, _, top in boxes)) / MILLIMETRE
    sides = min(left for left, _, _, _ in boxes) / MILLIMETRE, max(right for _, _, right, _ in boxes) / MILLIMETRE
    document.close()
    assert ink - 37 == pytest.approx(35, abs=1)
    assert sides[0] >= 27.5
    assert sides[1] <= 184.5


def test_the_red_line_is_as_wide_as_the_type_area_4_mm_under_the_number(rendered: Path) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(rendered)
    page = document[0]
    text = page.get_textpage()
    place = text.get_text_range().index("〔")
    bottom = (page.get_height() - text.get_charbox(place)[1]) / MILLIMETRE
    scale = 4
    image = page.render(scale=scale).to_pil().convert("RGB")
    document.close()
    unit = scale * MILLIMETRE

    def is_red(across: int, down: int) -> bool:
        red, green, blue = image.getpixel((across, down))
        return bool(red > 180 and green < 90 and blue < 90)

    column = int(60 * unit)
    rows = [down for down in range(int((bottom + 1) * unit), int((bottom + 10) * unit)) if is_red(column, down)]
    assert rows[0] / unit - bottom == pytest.approx(4, abs=0.5)
    across = [at for at in range(image.width) if is_red(at, rows[len(rows) // 2])]
    assert (across[0] / unit, across[-1] / unit) == (pytest.approx(28, abs=0.5), pytest.approx(184, abs=0.5))


def test_the_annex_repeats_its_header_and_the_imprint_ends_the_last_page(rendered: Path) -> None:
    pages = read_pages(rendered)
    tables = [page for page in pages if any(line.text.startswith("序号指标") for line in page.lines)]
    assert len(tables) >= 2
    printed = next(line for line in pages[-1].lines if line.text.endswith("2026年7月6日印发"))
    assert (297 - 35) * MILLIMETRE - printed.bottom == pytest.approx(0, abs=12), "within its own line of the bottom"
    assert pages[-1].lines[-1].text == f"—{len(pages)}—"


def test_pages_are_pictures(rendered: Path) -> None:
    pictures = page_pictures(rendered.read_bytes(), most_pages=2)
    assert len(pictures) == 2
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)


def test_libreoffice_saves_it_and_the_text_alone_is_read_back(tmp_path: Path) -> None:
    require_rendering()
    source = tmp_path / "draft.docx"
    source.write_bytes(write_docx(MANUSCRIPT, load_profile("redhead"), frame=FRAME))
    (tmp_path / "saved").mkdir()
    saved = convert(source, "docx:MS Word 2007 XML", tmp_path / "saved").read_bytes()
    assert read_docx(saved) == MANUSCRIPT
