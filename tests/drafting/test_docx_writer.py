"""The exported .docx: every dimension of the standard, nothing of a template's, and the manuscript's text unchanged."""

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest

from drafting.checking.draft_check import DraftCheck, SectionCheck
from drafting.checking.finding import CheckReport, Finding, Verdict
from drafting.draft import Binding, Block, Draft, DraftSection, Manuscript, Outline, OutlineSection
from drafting.errors import ExportError, SettingsError
from drafting.layout.document_part import ending_indents
from drafting.layout.docx_writer import write_docx
from drafting.layout.profile import PROFILES_DIR, load_profile, profile_ids
from drafting.layout.review_copy import review_notes
from drafting.layout.review_note import ReviewNote
from drafting.layout.title_lines import title_lines
from drafting.manuscript import manuscript_of
from drafting.request import Request
from knowledge_base.report import Period, Role
from tests.rendering import dash_height, fonts_of, read_pages, render_pdf, require_rendering

PARAGRAPH = (
    "一是抓学习。上半年，党政办公室坚持围绕中心、服务大局，统筹推进办文办会办事各项工作，"
    "着力提升参谋服务水平，进一步转变工作作风，不断推动机关运转规范高效，各项任务落实到位。"
)


def manuscript(*blocks: Block, title: str = "云岚工业园区党政办公室2026年上半年工作总结") -> Manuscript:
    body = blocks or (
        Block(0, "现将有关情况报告如下："),
        Block(1, "一、工作开展情况"),
        Block(2, "（一）强化机关党建"),
        Block(0, "召开党工委会议11次，落实“三会一课”——……"),
        Block(3, "1.收文办理"),
        Block(4, "（1）公文流转"),
        Block(0, "附件：1.主要指标完成情况"),
        Block(0, "2.重点项目清单"),
    )
    return Manuscript(title, "园区党工委：", body, "云岚工业园区党政办公室", date(2026, 7, 5))


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode("utf-8")


def style(data: bytes, style_id: str) -> str:
    found = re.search(rf'<w:style [^>]*w:styleId="{style_id}">.*?</w:style>', part(data, "word/styles.xml"))
    assert found, style_id
    return found[0]


@pytest.mark.parametrize(
    "xml",
    [
        '<w:pgSz w:w="11906" w:h="16838"/>',
        'w:top="2098" w:right="1474" w:bottom="1984" w:left="1588"',
        'w:footer="1435"',
        '<w:docGrid w:type="lines" w:linePitch="579"/>',
    ],
)
def test_the_page_is_that_of_the_standard(xml: str) -> None:
    assert xml in part(write_docx(manuscript()), "word/document.xml")


@pytest.mark.parametrize(
    ("style_id", "font", "size"),
    [
        ("Normal", "仿宋_GB2312", 32),
        ("Title", "方正小标宋简体", 44),
        ("Heading1", "黑体", 32),
        ("Heading2", "楷体_GB2312", 32),
        ("Heading3", "仿宋_GB2312", 32),
        ("Heading4", "仿宋_GB2312", 32),
        ("Footer", "宋体", 28),
    ],
)
def test_each_style_names_its_font_for_every_script_and_its_size(style_id: str, font: str, size: int) -> None:
    xml = style(write_docx(manuscript()), style_id)
    assert f'w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"' in xml
    assert f'<w:sz w:val="{size}"/>' in xml


def test_body_text_is_indented_on_an_exact_grid_of_its_own_width() -> None:
    xml = style(write_docx(manuscript()), "Normal")
    assert 'w:before="0" w:after="0" w:line="579" w:lineRule="exact"' in xml
    assert 'w:firstLineChars="200" w:firstLine="640"' in xml
    assert '<w:spacing w:val="-5"/>' in xml
    assert '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>' in xml


def test_headings_are_built_in_styles_with_outline_levels() -> None:
    document = docx.Document(io.BytesIO(write_docx(manuscript())))
    named = {paragraph.text: paragraph.style.name for paragraph in document.paragraphs}
    assert named["一、工作开展情况"] == "Heading 1"
    assert named["（1）公文流转"] == "Heading 4"
    data = write_docx(manuscript())
    assert [f'<w:outlineLvl w:val="{level}"/>' in style(data, f"Heading{level + 1}") for level in range(4)] == [
        True
    ] * 4


def test_no_part_knows_a_theme_or_another_language() -> None:
    data = write_docx(manuscript())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        whole = "".join(archive.read(name).decode("utf-8") for name in archive.namelist())
    assert "Theme" not in whole
    assert "theme" not in whole
    assert set(re.findall(r'w:eastAsia="([a-z]{2}-[A-Z]{2})"', whole)) == {"zh-CN"}


def test_ambiguous_punctuation_is_set_in_the_chinese_font() -> None:
    xml = part(write_docx(manuscript(Block(0, "落实“三会一课”"))), "word/document.xml")
    run = next(run for run in re.findall(r"<w:r>.*?</w:r>", xml) if "“" in run)
    assert 'w:hint="eastAsia"' in run
    assert 'w:hAnsi="仿宋_GB2312"' in run


def test_page_numbers_differ_on_odd_and_even_pages() -> None:
    data = write_docx(manuscript())
    assert "<w:evenAndOddHeaders/>" in part(data, "word/settings.xml")
    assert "titlePg" not in part(data, "word/document.xml")
    odd, even = part(data, "word/footer1.xml"), part(data, "word/footer2.xml")
    assert 'w:rightChars="100"' in odd
    assert '<w:jc w:val="right"/>' in odd
    assert 'w:leftChars="100"' in even
    assert '<w:jc w:val="left"/>' in even
    for footer in (odd, even):
        assert footer.count("—") == 2
        assert " PAGE " in footer


def test_properties_tell_the_title_and_nobody() -> None:
    properties = docx.Document(io.BytesIO(write_docx(manuscript()))).core_properties
    assert properties.title == "云岚工业园区党政办公室2026年上半年工作总结"
    assert (properties.author, properties.last_modified_by) == ("", "")


def test_the_same_manuscript_gives_the_same_bytes() -> None:
    assert write_docx(manuscript()) == write_docx(manuscript())


def test_the_attachment_list_stands_under_one_blank_line_and_hangs_on_its_names() -> None:
    paragraphs = docx.Document(io.BytesIO(write_docx(manuscript()))).paragraphs
    place = next(place for place, paragraph in enumerate(paragraphs) if paragraph.text.startswith("附件："))
    assert paragraphs[place - 1].text == ""
    assert [paragraph.style.name for paragraph in paragraphs[place : place + 2]] == ["附件说明", "附件说明"]
    assert 'w:leftChars="600"' in paragraphs[place]._p.xml  # the XML is what is asked for
    assert 'w:hangingChars="400"' in paragraphs[place]._p.xml


@pytest.mark.parametrize(
    ("signature", "signed_on", "expected"),
    [
        # 11 characters, the date 6: it begins two to the right of 署名, so it ends 5 from the edge
        ("云岚工业园区党政办公室", "2026年7月5日", (2.0, 5.0)),
        # the date is the longer one: it stands two in, 署名 begins two to its left
        ("党政办", "2026年12月31日", (8.0, 2.0)),
        ("党政办公室七字", "2026年12月31日", (2.0, 0.0)),
        ("", "2026年7月5日", (2.0, 2.0)),
        ("党政办公室", "", (2.0, 2.0)),
    ],
)
def test_signature_and_date_are_aligned_by_rule(signature: str, signed_on: str, expected: tuple[float, float]) -> None:
    assert ending_indents(signature, signed_on, load_profile()) == expected


def test_text_that_xml_would_take_as_its_own_stays_text() -> None:
    texts = ["A&B<w:p/>]]>\"'", "一\t二", "  前后有空格  "]
    paragraphs = docx.Document(io.BytesIO(write_docx(manuscript(*(Block(0, text) for text in texts))))).paragraphs
    assert [text for text in texts if text not in [paragraph.text for paragraph in paragraphs]] == []


def test_a_character_that_no_document_can_hold_is_refused_with_its_place() -> None:
    with pytest.raises(ExportError, match=r"“收文”之后.*U\+0007"):
        write_docx(manuscript(Block(0, "收文\x07份")))


def test_an_empty_manuscript_is_refused() -> None:
    with pytest.raises(ExportError, match="没有内容"):
        write_docx(Manuscript("", "", (), "", None))


class TestReviewCopy:
    """Findings as comments on exactly their words."""

    BLOCK = Block(0, "召开会议11次，收文2136份。", (Binding(4, 7, "F1"), Binding(10, 15, "F2")))

    def test_a_note_becomes_a_comment_on_its_words(self) -> None:
        notes = [ReviewNote(0, 10, 15, "与数据表不符<2600份>"), ReviewNote(0, 0, 4, "提法已过时")]
        document = docx.Document(io.BytesIO(write_docx(manuscript(self.BLOCK), notes=notes)))
        assert sorted(comment.text for comment in document.comments) == ["与数据表不符<2600份>", "提法已过时"]
        xml = part(write_docx(manuscript(self.BLOCK), notes=notes), "word/document.xml")
        assert commented(xml) == {"召开会议", "2136份"}

    def test_a_note_on_half_a_bound_number_covers_the_whole(self) -> None:
        data = write_docx(manuscript(self.BLOCK), notes=[ReviewNote(0, 10, 14, "核对")])
        assert commented(part(data, "word/document.xml")) == {"2136份"}

    def test_a_clean_copy_has_no_comments_part(self) -> None:
        assert "word/comments.xml" not in zipfile.ZipFile(io.BytesIO(write_docx(manuscript(self.BLOCK)))).namelist()

    def test_findings_of_a_draft_stand_on_their_words_in_the_manuscript(self) -> None:
        outline = Outline((OutlineSection("s1", 1, "情况", Role.PROGRESS), OutlineSection("s2", 0, "", Role.CLOSING)))
        request = Request("work_summary", "党政办", Period(2026), date(2026, 7, 5))
        sections = (DraftSection("s1", "\n 抓学习。\n召开会议11次。"), DraftSection("s2", "收文9份。"))
        draft = Draft("d", "总结", request, outline, sections)
        first = Finding("stale_value", Verdict.FAIL, 11, 14, "11次", "与数据表不符", "改为12次")
        second = Finding("invented", Verdict.FAIL, 2, 4, "9份", "没有出处")
        assert sections[0].text[11:14] == "11次"
        check = DraftCheck(CheckReport((), ()), {"s1": SectionCheck((), (first,)), "s2": SectionCheck((), (second,))})
        notes = review_notes(draft, check)
        blocks = manuscript_of(draft).blocks
        assert [(blocks[note.block].text[note.start : note.end], note.text) for note in notes] == [
            ("11次", "与数据表不符（改为12次）"),
            ("9份", "没有出处"),
        ]


def commented(xml: str) -> set[str]:
    """Return the texts between the marks of each comment."""
    ranges = re.findall(r'<w:commentRangeStart w:id="(\d+)"/>(.*?)<w:commentRangeEnd w:id="\1"/>', xml)
    return {"".join(re.findall(r"<w:t[^>]*>([^<]*)", inner)) for _, inner in ranges}


class TestTitleLines:
    """Breaking a title."""

    @pytest.mark.parametrize(
        ("title", "lines"),
        [
            ("云岚工业园区党工委2026年党建工作要点", ("云岚工业园区党工委2026年党建工作要点",)),
            ("云岚工业园区党政办公室2026年上半年工作总结", ("云岚工业园区党政办公室", "2026年上半年工作总结")),
            (
                "中共云岚工业园区工作委员会关于落实2026年上半年全面从严治党主体责任情况的报告",
                ("中共云岚工业园区工作委员会", "关于落实2026年上半年全面从严治党", "主体责任情况的报告"),
            ),
        ],
    )
    def test_lines_hold_whole_words(self, title: str, lines: tuple[str, ...]) -> None:
        assert title_lines(title, 20) == lines

    @pytest.mark.parametrize("title", ["甲" * 21, "甲" * 59, "a" * 100, "关于" * 70, "《" * 30])
    def test_any_title_keeps_its_text(self, title: str) -> None:
        assert "".join(title_lines(title, 20)) == title


class TestProfile:
    """Layout profiles as data files."""

    def test_every_value_of_the_standard_profile_names_its_clause(self) -> None:
        import yaml

        tree = yaml.safe_load((PROFILES_DIR / "report.yaml").read_text(encoding="utf-8"))
        del tree["id"], tree["name"]

        def without_clause(node: object, path: str) -> list[str]:
            if isinstance(node, dict) and "value" in node:
                return [] if re.match(r"[5-9]\.\d", str(node.get("clause", ""))) else [path]
            assert isinstance(node, dict), path
            return [found for key, child in node.items() for found in without_clause(child, f"{path}.{key}")]

        assert without_clause(tree, "") == []

    @pytest.mark.parametrize("profile_id", profile_ids())
    def test_every_built_in_profile_loads_and_writes(self, profile_id: str) -> None:
        profile = load_profile(profile_id)
        assert profile.id == profile_id
        assert profile.styles.title.font in style(write_docx(manuscript(), profile), "Title")

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("extends: report\npage: {width: wide}", "width 应为整数"),
            ("extends: report\npage: {widht: 11906}", "不认识的项 widht"),
            ("extends: report\nstyles: {body: {align: middle}}", "align 应为"),
            ("extends: own", "绕成了圈"),
            ("page: {width: 11906}", "缺少"),
            ("- 1", "不是键值结构"),
            ("a: [", "YAML"),
        ],
    )
    def test_an_unusable_profile_is_refused_with_the_entry(self, text: str, message: str, tmp_path: Path) -> None:
        (tmp_path / "own.yaml").write_text(text, encoding="utf-8")
        with pytest.raises(SettingsError, match=message):
            load_profile("own", tmp_path)

    @pytest.mark.parametrize("profile_id", ["none", "../report", "/etc/passwd"])
    def test_an_unknown_profile_is_refused(self, profile_id: str) -> None:
        with pytest.raises(SettingsError, match="没有版式"):
            load_profile(profile_id)

    def test_a_profile_of_ones_own_changes_only_what_it_lists(self, tmp_path: Path) -> None:
        (tmp_path / "own.yaml").write_text("extends: report\nfonts: {digits: Times New Roman}\n", encoding="utf-8")
        profile = load_profile("own", tmp_path)
        assert profile.page == load_profile().page
        data = write_docx(manuscript(Block(0, "落实“1+5+N”")), profile)
        assert 'w:ascii="Times New Roman" w:hAnsi="仿宋_GB2312"' in style(data, "Normal")
        runs = re.findall(r"<w:r>(?:<w:rPr>(.*?)</w:rPr>)?<w:t[^>]*>([^<]*)", part(data, "word/document.xml"))
        hinted = {text: "hint" in own for own, text in runs if "1+5" in text or text in "“”"}
        assert hinted == {"“": True, "1+5+N": False, "”": True}


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    require_rendering()
    blocks = [Block(1, "一、工作开展情况"), *(Block(0, PARAGRAPH * 3) for _ in range(12))]
    return render_pdf(write_docx(manuscript(*blocks)), tmp_path_factory.mktemp("rendered"))


def test_a_rendered_page_has_22_lines_of_28_characters(rendered: Path) -> None:
    pages = read_pages(rendered)
    full = pages[1:-1]
    assert len(full) >= 2
    assert {len(page.lines) - 1 for page in full} == {22}  # and the page number
    lengths = [len(line.text) for page in full for line in page.lines[:-1]]
    assert max(lengths) <= 29  # a full stop may hang over the edge
    whole_lines = [length for length in lengths if length >= 26]
    assert sum(length == 28 for length in whole_lines) / len(whole_lines) > 0.6


def test_the_page_number_stands_7_mm_below_the_type_area_on_its_side(rendered: Path) -> None:
    pages = read_pages(rendered)
    points = 72 / 25.4
    type_area = (28 * points, (210 - 26) * points, (297 - 35) * points)
    for number, page in enumerate(pages, start=1):
        line = page.lines[-1]
        assert line.text == f"—{number}—"
        if number % 2:
            assert type_area[1] - line.right == pytest.approx(14, abs=1.5)
        else:
            assert line.left - type_area[0] == pytest.approx(14, abs=1.5)
        assert (dash_height(rendered, number) - type_area[2]) / points == pytest.approx(7, abs=0.3)


def test_only_the_fonts_that_stand_in_for_the_standards_are_in_the_page(rendered: Path) -> None:
    assert fonts_of(rendered) == {"FandolFang-Regular", "FandolHei-Regular", "FandolSong-Regular"}
