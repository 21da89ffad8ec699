"""An edited .docx read back into its draft: paragraphs find their sections, changes are shown, nothing is lost."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafting.checking.draft_check import check_draft
from drafting.checking.supplied import supplied_for
from drafting.docx_return import ReadBack, read_back, save_read_back
from drafting.draft import Binding, Draft, DraftSection, Lock, Outline, OutlineSection, SectionState
from drafting.draft_store import DraftStore
from drafting.draft_tables import open_engine
from drafting.errors import RequestError
from drafting.figure_sheet import parse_facts
from drafting.layout.draft_export import draft_docx
from drafting.paragraph_alignment import Written, aligned
from drafting.request import Request
from drafting.text_change import ChangeKind, changed_pieces
from knowledge_base.report import Period, Role
from tests.rendering import convert, require_rendering

FIGURES = parse_facts("党工委会议11次（上年9次）；收文2136份；培训班36期")
OUTLINE = Outline(
    (
        OutlineSection("s1", 0, "", Role.OPENING),
        OutlineSection("s2", 1, "工作开展情况", Role.PROGRESS, drafted=False),
        OutlineSection("s3", 2, "强化机关党建", Role.PROGRESS),
        OutlineSection("s4", 2, "提升办文水平", Role.PROGRESS),
        OutlineSection("s5", 1, "存在问题", Role.PROBLEMS),
        OutlineSection("s6", 0, "", Role.CLOSING),
    )
)
PARTY = "一是抓学习。召开党工委会议11次，落实“三会一课”。\n二是抓队伍。举办培训班36期，干部能力不断提升。"
TEXTS = {
    "s1": "2026年上半年，党政办公室各项工作有序推进。现将有关情况报告如下：",
    "s3": PARTY,
    "s4": "1.收文办理\n累计收文2136份，全部按时办结。",
    "s5": "统筹协调还不够有力，部分工作推进较慢。",
    "s6": "下一步，党政办公室将继续做好各项工作。",
}


def bindings(text: str) -> tuple[Binding, ...]:
    known = {"11次": "F1", "2136份": "F2", "36期": "F3"}
    return tuple(
        Binding(found.start(), found.end(), figure)
        for number, figure in known.items()
        for found in re.finditer(number, text)
    )


def a_draft(**texts: str) -> Draft:
    request = Request(
        "work_summary", "云岚工业园区党政办公室", Period(2026, half=1), date(2026, 7, 5), "园区党工委", figures=FIGURES
    )
    sections = tuple(
        DraftSection(one.id, text := (TEXTS | texts).get(one.id, ""), SectionState.DONE, bindings=bindings(text))
        for one in OUTLINE.sections
    )
    return Draft("d1", "云岚工业园区党政办公室2026年上半年工作总结", request, OUTLINE, sections)


DRAFT = a_draft()


def edited(data: bytes, *changes: tuple[str, str], parts: dict[str, str] | None = None) -> bytes:
    """Return the file with texts of its XML replaced and whole parts added."""
    return rewritten(data, lambda xml: _replaced(xml, changes), parts)


def _replaced(xml: str, changes: tuple[tuple[str, str], ...]) -> str:
    for old, new in changes:
        assert old in xml, old
        xml = xml.replace(old, new, 1)
    return xml


def rewritten(data: bytes, change: Callable[[str], str], parts: dict[str, str] | None = None) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name).decode("utf-8")
            new.writestr(name, change(text) if name == "word/document.xml" else text)
        for name, text in (parts or {}).items():
            new.writestr(name, text)
    return buffer.getvalue()


def changed(back: ReadBack) -> dict[str, str]:
    return {section.id: section.after for section in back.changed}


def paragraph(text: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


HEADING5 = '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t xml:space="preserve">二、存在问题'


def test_an_untouched_export_changes_nothing() -> None:
    back = read_back(DRAFT, draft_docx(DRAFT))
    assert (changed(back), back.unmatched, back.head, back.comments, back.authors) == ({}, (), (), (), ())
    assert back.draft == DRAFT
    assert {section.id: section.bindings for section in back.sections} == {
        section.id: section.bindings for section in DRAFT.sections
    }


def test_a_changed_number_is_shown_whole_and_found_out_by_the_check() -> None:
    back = read_back(DRAFT, edited(draft_docx(DRAFT), (">11次<", ">12次<")))
    assert changed(back) == {"s3": PARTY.replace("11次", "12次")}
    pieces = [(piece.kind, piece.text) for piece in back.changed[0].changes if piece.kind is not ChangeKind.SAME]
    assert pieces == [(ChangeKind.REMOVED, "11"), (ChangeKind.ADDED, "12")]
    assert [binding.figure_id for binding in back.changed[0].bindings] == ["F3"], "what was typed is the writer's"
    fails = check_draft(back.draft, supplied_for(DRAFT.request)).report.findings
    assert [finding.text for finding in fails if finding.severity == "fail"] == ["12次"]


def test_tracked_changes_are_taken_as_made_and_their_author_is_named() -> None:
    change = (
        '不够有力</w:t></w:r><w:del w:id="90" w:author="李四"><w:r><w:delText>，部分工作推进较慢</w:delText></w:r></w:del>'
        '<w:ins w:id="91" w:author="李四"><w:r><w:t>，个别事项跟进不紧</w:t></w:r></w:ins><w:r><w:t>'
    )
    back = read_back(DRAFT, edited(draft_docx(DRAFT), ("不够有力，部分工作推进较慢", change)))
    assert changed(back) == {"s5": "统筹协调还不够有力，个别事项跟进不紧。"}
    assert back.authors == ("李四",)


def test_a_paragraph_inserted_with_tracking_joins_its_section() -> None:
    new = '<w:ins w:id="1" w:author="王五">' + paragraph("新增一段正文，说明有关情况。") + "</w:ins>"
    back = read_back(DRAFT, edited(draft_docx(DRAFT), (HEADING5, new + HEADING5)))
    assert changed(back) == {"s4": TEXTS["s4"] + "\n新增一段正文，说明有关情况。"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ((">11次<", '>1</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:t>1次<'), {}),
        (("统筹协调", '统筹</w:t></w:r><w:bookmarkStart w:id="77" w:name="_GoBack"/><w:r><w:t>协调'), {}),
        (("“三会一课”", '"三会一课"'), {"s3": PARTY.replace("“三会一课”", '"三会一课"')}),
    ],
)
def test_what_an_editor_does_by_itself_is_no_change_but_a_changed_mark_is(
    change: tuple[str, str], expected: dict[str, str]
) -> None:
    data = draft_docx(DRAFT)
    # quotation marks stand in a run of their own only where digits have a font of their own
    assert changed(read_back(DRAFT, edited(data, change))) == expected


def test_removed_controls_and_bookmarks_leave_the_figures_known() -> None:
    def without_controls(xml: str) -> str:
        xml = re.sub(r"<w:sdt>(?:(?!</w:sdtPr>).)*</w:sdtPr><w:sdtContent>|</w:sdtContent></w:sdt>", "", xml)
        return re.sub(r"<w:bookmark(Start|End) [^>]*/>", "", xml).replace("抓学习", "抓理论学习")

    back = read_back(DRAFT, rewritten(draft_docx(DRAFT), without_controls))
    after = back.changed[0].after
    assert after == PARTY.replace("抓学习", "抓理论学习")
    assert back.changed[0].bindings == bindings(after)


def test_a_paragraph_written_anew_takes_the_place_of_the_old() -> None:
    back = read_back(DRAFT, edited(draft_docx(DRAFT), (TEXTS["s6"], "特此报告，请予审阅。")))
    assert changed(back) == {"s6": "特此报告，请予审阅。"}


def test_a_section_that_was_emptied_comes_back_empty_and_the_others_stay() -> None:
    gone = re.compile(r"<w:p>(?:(?!</w:p>).)*统筹协调(?:(?!</w:p>).)*</w:p>")
    back = read_back(DRAFT, rewritten(draft_docx(DRAFT), lambda xml: gone.sub("", xml)))
    assert changed(back) == {"s5": ""}


def test_a_changed_heading_keeps_its_section() -> None:
    back = read_back(DRAFT, edited(draft_docx(DRAFT), ("（一）强化机关党建", "（一）强化机关党的建设")))
    assert [(one.heading_before, one.heading) for one in back.changed] == [("强化机关党建", "强化机关党的建设")]
    assert back.draft.outline.sections[2].heading == "强化机关党的建设"
    assert back.draft.sections == DRAFT.sections


def test_a_new_section_belongs_to_none_and_is_handed_back() -> None:
    new = paragraph("（三）新增一节", "Heading2") + paragraph("新增一节的正文。")
    back = read_back(DRAFT, edited(draft_docx(DRAFT), (HEADING5, new + HEADING5)))
    assert changed(back) == {}
    assert back.unmatched == ("（三）新增一节", "新增一节的正文。")


def test_a_heading_below_the_section_s_own_joins_it() -> None:
    new = paragraph("2.发文办理", "Heading3") + paragraph("印发文件及时准确。")
    back = read_back(DRAFT, edited(draft_docx(DRAFT), (HEADING5, new + HEADING5)))
    assert changed(back) == {"s4": TEXTS["s4"] + "\n2.发文办理\n印发文件及时准确。"}


def test_an_unwritten_section_filled_in_word_is_written() -> None:
    sections = tuple(
        replace(one, text="", state=SectionState.FAILED, bindings=(), error="断了") if one.id == "s5" else one
        for one in DRAFT.sections
    )
    unfinished = replace(DRAFT, sections=sections)
    assert changed(read_back(unfinished, draft_docx(unfinished))) == {}
    back = read_back(unfinished, edited(draft_docx(unfinished), ("【待补：本节尚未写成】", "工作统筹还有不足。")))
    assert changed(back) == {"s5": "工作统筹还有不足。"}
    assert back.draft.sections[4].state is SectionState.DONE


def test_a_changed_title_recipient_or_date_is_told() -> None:
    back = read_back(
        DRAFT, edited(draft_docx(DRAFT), ("园区党工委：", "园区管委会："), ("2026年7月5日", "2026年7月15日"))
    )
    assert [(one.name, one.after) for one in back.head] == [("主送机关", "园区管委会："), ("成文日期", "2026年7月15日")]
    assert changed(back) == {}


COMMENTS = (
    '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:comment w:id="5" w:author="赵主任"><w:p><w:r><w:t>再核实一下</w:t></w:r></w:p></w:comment>'
    '<w:comment w:id="6" w:author="执笔"><w:p><w:r><w:t>与数据表不符</w:t></w:r></w:p></w:comment></w:comments>'
)


def test_what_readers_remark_comes_back_with_its_words_and_section() -> None:
    marked = '<w:commentRangeStart w:id="5"/><w:r><w:t>统筹协调</w:t></w:r><w:commentRangeEnd w:id="5"/>'
    data = edited(
        draft_docx(DRAFT),
        ("统筹协调", f'</w:t></w:r>{marked}<w:r><w:t xml:space="preserve">'),
        parts={"word/comments.xml": COMMENTS},
    )
    back = read_back(DRAFT, data)
    assert changed(back) == {}
    assert [(one.section_id, one.comment.author, one.comment.text, one.comment.piece) for one in back.comments] == [
        ("s5", "赵主任", "再核实一下", "统筹协调")
    ]


def test_another_reports_file_is_refused() -> None:
    texts = dict.fromkeys(TEXTS, "与此毫无关系的另一份材料，写的是别的单位的别的事情。")
    other = replace(
        a_draft(**texts),
        outline=Outline(tuple(replace(one, heading="另外的标题") for one in OUTLINE.sections)),
    )
    with pytest.raises(RequestError, match="对不上"):
        read_back(DRAFT, draft_docx(other), "别的.docx")


def test_libreoffice_opens_and_saves_it_and_all_comes_back(tmp_path: Path) -> None:
    require_rendering()
    check = check_draft(a_draft(s5="另有信访积案377件。"), supplied_for(DRAFT.request))
    wrong = a_draft(s5="另有信访积案377件。")
    source = tmp_path / "draft.docx"
    source.write_bytes(draft_docx(wrong, review=check))
    (tmp_path / "saved").mkdir()
    saved = convert(source, "docx:MS Word 2007 XML", tmp_path / "saved").read_bytes()
    back = read_back(wrong, saved)
    assert (changed(back), back.unmatched, back.head, back.comments) == ({}, (), (), ())
    assert {one.id: one.bindings for one in back.sections} == {one.id: one.bindings for one in wrong.sections}
    with zipfile.ZipFile(io.BytesIO(saved)) as archive:
        assert "377" in re.sub(r"<[^>]*>", "", archive.read("word/comments.xml").decode("utf-8"))


def test_saving_stores_texts_and_headings_and_keeps_the_versions_before(tmp_path: Path) -> None:
    store = DraftStore(open_engine(f"sqlite:///{tmp_path / 'drafts.sqlite3'}"))
    draft = store.create(DRAFT.request, OUTLINE, title=DRAFT.title)
    for section in DRAFT.sections:
        store.save_section(draft.id, section)
    draft = store.get(draft.id)
    data = edited(draft_docx(draft), (">11次<", ">12次<"), ("二、存在问题", "二、存在的问题"))
    save_read_back(store, read_back(draft, data))
    stored = store.get(draft.id)
    assert stored.sections[2].text == PARTY.replace("11次", "12次")
    assert stored.outline.sections[4].heading == "存在的问题"
    assert [one.text for one in stored.sections if one.id != "s3"] == [
        one.text for one in DRAFT.sections if one.id != "s3"
    ]
    assert PARTY in [version.text for version in store.versions(draft.id, "s3")]
    store.close()


TEXT = st.text(
    alphabet=st.one_of(
        st.sampled_from("一二三、（）1.：。；，党工委办公室报告年月日“”‘’…—·〔〕《》&<>\"'%％ \n"),
        st.characters(blacklist_categories=("Cs", "Cc", "Cn", "Cf")),
    ),
    max_size=80,
)


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """Draw a draft: any outline, any text, any numbers bound."""
    outlined, sections = [], []
    for place in range(draw(st.integers(1, 7))):
        level = draw(st.integers(0, 3))
        heading = (
            draw(st.sampled_from(["工作情况", "存在问题", "一、下步打算", "2026年安排", "（二）党建"])) if level else ""
        )
        outlined.append(OutlineSection(f"s{place}", level, heading, Role.PROGRESS))
        text = draw(TEXT)
        cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
        bound = tuple(Binding(start, end, f"F{place}") for start, end in zip(cuts[::2], cuts[1::2], strict=False))
        state = SectionState.DONE if text.strip() else draw(st.sampled_from(SectionState))
        sections.append(DraftSection(f"s{place}", text, state, bindings=bound))
    request = Request(
        "work_summary", "党政办公室", Period(2026), date(2026, 7, 5), draw(st.sampled_from(["", "各支部"]))
    )
    return Draft("d", "2026年工作总结", request, Outline(tuple(outlined)), tuple(sections))


@settings(max_examples=25, deadline=None)
@given(drafts())
def test_any_draft_comes_back_as_it_went(draft: Draft) -> None:
    back = read_back(draft, draft_docx(draft))
    assert [(one.id, one.before, one.after) for one in back.changed] == []
    assert (back.unmatched, back.head) == ((), ())
    assert back.draft == draft


@settings(max_examples=60, deadline=None)
@given(TEXT, TEXT)
def test_the_pieces_of_a_change_make_both_texts(before: str, after: str) -> None:
    pieces = changed_pieces(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind is not ChangeKind.ADDED) == before
    assert "".join(piece.text for piece in pieces if piece.kind is not ChangeKind.REMOVED) == after


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXT, max_size=8), st.lists(TEXT, max_size=8))
def test_an_alignment_names_every_paragraph_once_in_order(before: list[str], after: list[str]) -> None:
    pairs = aligned([Written(text) for text in before], [Written(text) for text in after])
    assert [old for old, _ in pairs if old is not None] == list(range(len(before)))
    assert [new for _, new in pairs if new is not None] == list(range(len(after)))


LOCKED = "召开党工委会议11次，落实“三会一课”。"


def a_locked_draft(sentence: str = LOCKED) -> Draft:
    sections = tuple(
        replace(one, locks=(Lock(one.text.index(sentence), one.text.index(sentence) + len(sentence)),))
        if sentence in one.text
        else one
        for one in DRAFT.sections
    )
    return replace(DRAFT, sections=sections)


@pytest.mark.parametrize(
    ("old", "new", "locked", "unlocked"),
    [
        ("一是抓学习。", "一是抓学习、促提升。会风会纪持续好转。", (LOCKED,), ()),
        ("举办培训班", "分期举办培训班", (LOCKED,), ()),
        ("三会一课", "主题党日", (), (LOCKED,)),
    ],
)
def test_a_locked_sentence_stays_locked_where_the_file_has_it_and_is_named_where_not(
    old: str, new: str, locked: tuple[str, ...], unlocked: tuple[str, ...]
) -> None:
    draft = a_locked_draft()
    back = read_back(draft, edited(draft_docx(draft), (old, new)))

    (section,) = back.changed
    assert section.unlocked == unlocked
    assert next(one.locked for one in back.draft.sections if one.id == section.id) == locked


def test_locks_are_stored_with_a_file_that_is_taken_back(tmp_path: Path) -> None:
    store = DraftStore(open_engine(f"sqlite:///{tmp_path / 'drafts.sqlite3'}"))
    draft = store.create(DRAFT.request, OUTLINE, title=DRAFT.title)
    for section in a_locked_draft().sections:
        store.save_section(draft.id, section)
    held = store.get(draft.id)

    save_read_back(store, read_back(held, edited(draft_docx(held), ("一是抓学习。", "一是抓好学习。"))))

    stored = next(section for section in store.get(draft.id).sections if section.id == "s3")
    assert (stored.text, stored.locked) == (PARTY.replace("一是抓学习", "一是抓好学习"), (LOCKED,))
    store.close()
