"""Writing a .docx: the manuscript's text, unchanged, in a profile's layout."""

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape

from drafting.checking.supplied import Supplied
from drafting.draft import Manuscript
from drafting.errors import ExportError
from drafting.layout.comment_reader import OWN_AUTHOR
from drafting.layout.document_part import document_xml, in_template
from drafting.layout.figure_part import figure_parts
from drafting.layout.official_frame import OfficialFrame
from drafting.layout.package import NAMESPACES, pack
from drafting.layout.paragraph_part import ParagraphWriter
from drafting.layout.profile import Profile, load_profile
from drafting.layout.review_note import ReviewNote
from drafting.layout.style_names import FOOTER_STYLE
from drafting.layout.styles_part import font_table_xml, fonts_xml, styles_xml
from drafting.manuscript import to_text

_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def write_docx(
    manuscript: Manuscript,
    profile: Profile | None = None,
    *,
    notes: Sequence[ReviewNote] = (),
    supplied: Supplied | None = None,
    frame: OfficialFrame | None = None,
) -> bytes:
    """Return the manuscript as a .docx; ``profile`` is the built-in ``report`` unless given.

    ``notes`` make it a review copy: each becomes a comment on exactly its words. ``supplied`` travels inside the file, so
    that its numbers can be checked wherever it goes. ``frame`` is what stands around the text. The same manuscript gives the same bytes. Raises ExportError where
    there is nothing to write or a character that no document can hold.
    """
    profile = profile or load_profile()
    _refuse_unwritable(manuscript)
    writer = ParagraphWriter(profile)
    document = document_xml(manuscript, writer, notes, frame)
    template = profile.template
    parts = {
        "word/document.xml": document if template is None else in_template(document, template),
        "word/styles.xml": styles_xml(profile) if template is None else template.styles,
        "word/settings.xml": _settings_xml(even_and_odd=template is None or template.even_and_odd),
        "docProps/core.xml": _core_xml(manuscript.title),
    }
    if template is None:
        parts["word/fontTable.xml"] = font_table_xml(profile)
        parts["word/footer1.xml"] = _footer_xml(profile, even=False)
        parts["word/footer2.xml"] = _footer_xml(profile, even=True)
    if writer.commented:
        parts["word/comments.xml"] = _comments_xml(writer.commented)
    if supplied is not None:
        parts |= figure_parts(supplied)
    return pack(parts) if template is None else pack(parts, template.parts, template.relations)


def _refuse_unwritable(manuscript: Manuscript) -> None:
    text = to_text(manuscript)
    if not text.strip():
        raise ExportError("稿件还没有内容，无法导出；请先起草或填写正文。")
    found = _UNWRITABLE.search(text)
    if found:
        near = text[max(0, found.start() - 8) : found.start()].rpartition("\n")[2]
        raise ExportError(f"“{near}”之后有一个无法写入 Word 的控制字符（U+{ord(found[0]):04X}）；请删去后再导出。")


def _settings_xml(*, even_and_odd: bool) -> str:
    return (
        f'<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="640"/>'
        f"{'<w:evenAndOddHeaders/>' if even_and_odd else ''}"
        # compressed punctuation would set more than 28 characters on a line
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:spaceForUL/>'
        "<w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/><w:doNotExpandShiftReturn/>"
        '<w:adjustLineHeightInTable/><w:useFELayout/><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
    )


def _footer_xml(profile: Profile, *, even: bool) -> str:
    """Return the page number of odd pages (right, one character in) or of even ones (left, one character in; 7.5)."""
    style, rule = profile.styles.page_number, profile.page_number
    side, other = ("left", "right") if even else ("right", "left")
    width = rule.indent_characters * style.size * 10
    font = (
        f'<w:rPr>{fonts_xml(style.font, hint=True)}<w:sz w:val="{style.size}"/><w:szCs w:val="{style.size}"/></w:rPr>'
    )
    return (
        f'<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="{FOOTER_STYLE}"/>'
        f'<w:ind w:{side}Chars="{rule.indent_characters * 100}" w:{side}="{width}" w:{other}Chars="0" w:{other}="0" '
        f'w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="{side}"/></w:pPr>'
        f'<w:r>{font}<w:t xml:space="preserve">{escape(rule.dash)} </w:t></w:r>'
        f'<w:r>{font}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{font}<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        f'<w:r>{font}<w:fldChar w:fldCharType="separate"/></w:r><w:r>{font}<w:t>{2 if even else 1}</w:t></w:r>'
        f'<w:r>{font}<w:fldChar w:fldCharType="end"/></w:r>'
        f'<w:r>{font}<w:t xml:space="preserve"> {escape(rule.dash)}</w:t></w:r></w:p></w:ftr>'
    )


def _comments_xml(notes: Sequence[ReviewNote]) -> str:
    """Return the comments; their ids are their places. No date: the clock of the machine is no part of a text."""
    comments = (
        f'<w:comment w:id="{place}" w:author="{OWN_AUTHOR}" w:initials="{OWN_AUTHOR}"><w:p><w:pPr><w:spacing w:line="240" '
        'w:lineRule="auto"/><w:ind w:firstLineChars="0" w:firstLine="0"/></w:pPr><w:r><w:annotationRef/></w:r>'
        f'<w:r><w:rPr><w:sz w:val="21"/></w:rPr><w:t xml:space="preserve">{escape(note.text)}</w:t></w:r></w:p></w:comment>'
        for place, note in enumerate(notes)
    )
    return f"<w:comments {NAMESPACES}>{''.join(comments)}</w:comments>"


def _core_xml(title: str) -> str:
    """Return the properties: the title only. Who wrote it and when is not for a file that goes round."""
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator></dc:creator><cp:lastModifiedBy></cp:lastModifiedBy>"
        "<dc:language>zh-CN</dc:language></cp:coreProperties>"
    )
