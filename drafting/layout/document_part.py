"""``word/document.xml``: the paragraphs of a manuscript, each in its style, and the page they stand on."""

import re
from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import quoteattr

from drafting.draft import Block, Manuscript
from drafting.issue_date import write_date
from drafting.layout import style_names
from drafting.layout.frame_part import annex, annex_note, imprint, red_head
from drafting.layout.official_frame import OfficialFrame
from drafting.layout.package import EVEN_FOOTER_ID, NAMESPACES, ODD_FOOTER_ID
from drafting.layout.paragraph_part import ParagraphWriter
from drafting.layout.profile import Profile, TextStyle
from drafting.layout.review_note import ReviewNote
from drafting.layout.template import Template
from drafting.layout.title_lines import title_lines

ATTACHMENT = re.compile(r"附\s*件\s*[：:]")
_ATTACHMENT_NUMBER = re.compile(r"\d{1,2}[.．]")


def document_xml(
    manuscript: Manuscript,
    writer: ParagraphWriter,
    notes: Sequence[ReviewNote] = (),
    frame: OfficialFrame | None = None,
) -> str:
    """Return the document part; ``writer`` gathers the notes that became comments."""
    noted: dict[int, list[ReviewNote]] = {}
    for note in notes:
        noted.setdefault(note.block, []).append(note)
    frame = frame or OfficialFrame()
    listed = any(block.level == 0 and ATTACHMENT.match(block.text) for block in manuscript.blocks)
    return "".join(
        [
            f"<w:document {NAMESPACES}><w:body>",
            *red_head(frame, manuscript.signature, writer),
            *_title(manuscript.title, writer),
            *_recipient(manuscript.recipient, writer),
            *_body(manuscript, writer, noted),
            *annex_note(frame, writer, listed=listed),
            *_ending(manuscript, writer, sealed=frame.sealed),
            *annex(frame, writer),
            *imprint(frame, writer),
            _section(writer.profile),
            "</w:body></w:document>",
        ]
    )


def in_template(document: str, template: Template) -> str:
    """Return the document part with a unit's own styles and page in place of the profile's."""

    def own_style(found: re.Match[str]) -> str:
        return f"<w:pStyle w:val={quoteattr(template.style_ids.get(found[1], found[1]))}/>"

    document = re.sub(r'<w:pStyle w:val="(\w+)"/>', own_style, document)
    start, end = document.rindex("<w:sectPr>"), document.rindex("</w:body>")
    return document[:start] + template.section + document[end:]


def _title(title: str, writer: ParagraphWriter) -> Iterator[str]:
    if not title:
        return
    profile = writer.profile
    style = profile.styles.title
    yield from _blank(writer, profile.blank_lines.before_title)
    # a character is as wide as it is high: half-points times ten are twips
    lines = title_lines(title, profile.page.text_width // (style.size * 10))
    broken = "<w:r><w:br/></w:r>".join(writer.runs(line, style) for line in lines)
    yield f'<w:p><w:pPr><w:pStyle w:val="{style_names.TITLE_STYLE}"/></w:pPr>{broken}</w:p>'
    yield from _blank(writer, profile.blank_lines.after_title)


def _recipient(recipient: str, writer: ParagraphWriter) -> Iterator[str]:
    if recipient:
        yield writer.paragraph(style_names.RECIPIENT_STYLE, writer.profile.styles.recipient, recipient)


def _body(manuscript: Manuscript, writer: ParagraphWriter, noted: Mapping[int, Sequence[ReviewNote]]) -> Iterator[str]:
    profile = writer.profile
    signed = bool(manuscript.signature or manuscript.date)
    listing = False
    for place, block in enumerate(manuscript.blocks):
        opens = block.level == 0 and ATTACHMENT.match(block.text) is not None
        listing = opens or (listing and block.level == 0 and _ATTACHMENT_NUMBER.match(block.text) is not None)
        if opens:
            yield from _blank(writer, profile.blank_lines.before_attachment)
        last = signed and place == len(manuscript.blocks) - 1
        yield (_attachment if listing else _block)(block, writer, noted.get(place, ()), keep_next=last)


def _block(block: Block, writer: ParagraphWriter, notes: Sequence[ReviewNote], *, keep_next: bool) -> str:
    styles = writer.profile.styles
    if block.level:
        level = min(block.level, len(style_names.HEADING_STYLES)) - 1
        style_id, style = style_names.HEADING_STYLES[level], styles.headings[level]
        return writer.paragraph(style_id, style, block.text, bindings=block.bindings, notes=notes)
    # the last paragraph keeps 署名 and 日期 company, so that they never stand on a page alone (7.3.5.5)
    properties = "<w:keepNext/>" if keep_next else ""
    return writer.paragraph(
        style_names.BODY_STYLE, styles.body, block.text, properties=properties, bindings=block.bindings, notes=notes
    )


def _attachment(block: Block, writer: ParagraphWriter, notes: Sequence[ReviewNote], *, keep_next: bool) -> str:
    """Return a line of 附件说明: wrapped lines align with the first character of the attachment's name (7.3.4)."""
    style = writer.profile.styles.attachment
    character = _character(style, writer.profile)
    opening = ATTACHMENT.match(block.text)
    number = _ATTACHMENT_NUMBER.match(block.text, opening.end() if opening else 0)
    # 2 characters of indent, “附件：” is three, a number with its point about one
    left = 5 + (1 if number else 0)
    hanging = left - 2 if opening else 1
    indent = "<w:keepNext/>" if keep_next else ""
    indent += (
        f'<w:ind w:leftChars="{left * 100}" w:left="{left * character}" '
        f'w:hangingChars="{hanging * 100}" w:hanging="{hanging * character}"/>'
    )
    return writer.paragraph(
        style_names.ATTACHMENT_STYLE, style, block.text, properties=indent, bindings=block.bindings, notes=notes
    )


def _ending(manuscript: Manuscript, writer: ParagraphWriter, *, sealed: bool) -> Iterator[str]:
    """Yield 署名 and 成文日期, with room for a seal (7.3.5.1) or without one (7.3.5.2)."""
    signed_on = write_date(manuscript.date) if manuscript.date else ""
    if not (manuscript.signature or signed_on):
        return
    profile = writer.profile
    yield from _blank(writer, profile.blank_lines.before_signature)
    indents = sealed_indents if sealed else ending_indents
    signature_right, date_right = indents(manuscript.signature, signed_on, profile)
    if manuscript.signature:
        style = profile.styles.signature
        indent = _right_indent(signature_right, style, profile)
        yield writer.paragraph(style_names.SIGNATURE_STYLE, style, manuscript.signature, properties=indent)
    if signed_on:
        style = profile.styles.date
        indent = _right_indent(date_right, style, profile)
        yield writer.paragraph(style_names.DATE_STYLE, style, signed_on, properties=indent)


def ending_indents(signature: str, signed_on: str, profile: Profile) -> tuple[float, float]:
    """Return how many characters 署名 and 成文日期 stand from the right edge of the type area.

    署名 stands two from it, and the date begins two to the right of where 署名 begins. Where the date is the longer one
    it is the date that stands two from the edge, and 署名 moves left with it.
    """
    right, shift = float(profile.signature.right_characters), float(profile.signature.date_shift)
    if not (signature and signed_on):
        return right, right
    signature_width, date_width = text_width(signature), text_width(signed_on)
    if date_width > signature_width:
        return right + shift + date_width - signature_width, right
    date_right = right + signature_width - shift - date_width
    if date_right < 0:  # the two are all but as long: the date would reach over the edge
        return right - date_right, 0.0
    return right, date_right


def sealed_indents(signature: str, signed_on: str, profile: Profile) -> tuple[float, float]:
    """Return how many characters 署名 and 成文日期 stand from the right edge where a seal is to be put on them.

    The date stands four from it, and 署名 is centred over the date; a long 署名 moves both to the left.
    """
    right = float(profile.signature.sealed_date_right)
    signature_right = right + (text_width(signed_on) - text_width(signature)) / 2
    if not signed_on or signature_right >= 0:
        return (signature_right if signed_on else right), right
    return 0.0, right - signature_right


def text_width(text: str) -> float:
    """Return the width of a text in full-width characters; ASCII counts half."""
    return sum(0.5 if char.isascii() else 1.0 for char in text)


def _character(style: TextStyle, profile: Profile) -> int:
    """Return how far one character of body size takes the line, in twips."""
    return style.size * 10 + profile.page.spacing


def _right_indent(characters: float, style: TextStyle, profile: Profile) -> str:
    twips = round(characters * _character(style, profile))
    return f'<w:ind w:rightChars="{round(characters * 100)}" w:right="{twips}" w:firstLineChars="0" w:firstLine="0"/>'


def _blank(writer: ParagraphWriter, count: int) -> Iterator[str]:
    for _ in range(count):
        yield writer.paragraph(style_names.BLANK_STYLE, writer.profile.styles.body, "")


def _section(profile: Profile) -> str:
    page = profile.page
    return (
        "<w:sectPr>"
        f'<w:footerReference w:type="default" r:id="{ODD_FOOTER_ID}"/>'
        f'<w:footerReference w:type="even" r:id="{EVEN_FOOTER_ID}"/>'
        f'<w:pgSz w:w="{page.width}" w:h="{page.height}"/>'
        f'<w:pgMar w:top="{page.top}" w:right="{page.right}" w:bottom="{page.bottom}" w:left="{page.left}" '
        f'w:header="{page.header}" w:footer="{page.footer}" w:gutter="0"/>'
        f'<w:cols w:space="720"/><w:docGrid w:type="lines" w:linePitch="{page.line_pitch}"/></w:sectPr>'
    )
