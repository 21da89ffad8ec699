"""``word/document.xml``: the paragraphs of a manuscript, each in its style, and the page they stand on."""

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape

from drafting.draft import Block, Manuscript
from drafting.issue_date import write_date
from drafting.layout import styles_part
from drafting.layout.package import EVEN_FOOTER_ID, NAMESPACES, ODD_FOOTER_ID
from drafting.layout.profile import Profile, TextStyle
from drafting.layout.title_lines import title_lines

# Punctuation that has one code for both scripts: without a hint Word sets it in the Latin font, half as wide.
AMBIGUOUS = "“”‘’…—·×÷°±§℃‰①②③④⑤⑥⑦⑧⑨⑩"
_AMBIGUOUS_RUN = re.compile(f"([{AMBIGUOUS}]+)")
_BREAKS = re.compile(r"([\t\n])")
ATTACHMENT = re.compile(r"附\s*件\s*[：:]")
_ATTACHMENT_NUMBER = re.compile(r"\d{1,2}[.．]")


def document_xml(manuscript: Manuscript, profile: Profile) -> str:
    """Return the document part."""
    return "".join(
        [
            f"<w:document {NAMESPACES}><w:body>",
            *_title(manuscript.title, profile),
            *_recipient(manuscript.recipient, profile),
            *_body(manuscript, profile),
            *_ending(manuscript, profile),
            _section(profile),
            "</w:body></w:document>",
        ]
    )


def paragraph_xml(style_id: str, style: TextStyle, text: str, profile: Profile, *, properties: str = "") -> str:
    """Return one paragraph. ``properties`` is XML for what differs from the style."""
    named = "" if style_id == styles_part.BODY_STYLE else f'<w:pStyle w:val="{style_id}"/>'
    own = f"<w:pPr>{named}{properties}</w:pPr>" if named or properties else ""
    return f"<w:p>{own}{''.join(runs(text, style, profile))}</w:p>"


def runs(text: str, style: TextStyle, profile: Profile) -> Iterator[str]:
    """Yield the runs of a text; ambiguous punctuation stands in runs of its own where digits have their own font."""
    if not profile.fonts.digits:
        yield _run(text, style, hint=bool(_AMBIGUOUS_RUN.search(text)))
        return
    for place, piece in enumerate(_AMBIGUOUS_RUN.split(text)):
        if piece:
            yield _run(piece, style, hint=place % 2 == 1)


def _run(text: str, style: TextStyle, *, hint: bool) -> str:
    own = f"<w:rPr>{styles_part.fonts_xml(style.font, hint=True)}</w:rPr>" if hint else ""
    return f"<w:r>{own}{''.join(_content(text))}</w:r>" if text else ""


def _content(text: str) -> Iterator[str]:
    for piece in _BREAKS.split(text):
        if piece == "\t":
            yield "<w:tab/>"
        elif piece == "\n":
            yield "<w:br/>"
        elif piece:
            yield f'<w:t xml:space="preserve">{escape(piece)}</w:t>'


def _title(title: str, profile: Profile) -> Iterator[str]:
    if not title:
        return
    style = profile.styles.title
    yield from _blank(profile, profile.blank_lines.before_title)
    # a character is as wide as it is high: half-points times ten are twips
    lines = title_lines(title, profile.page.text_width // (style.size * 10))
    broken = "<w:r><w:br/></w:r>".join("".join(runs(line, style, profile)) for line in lines)
    yield f'<w:p><w:pPr><w:pStyle w:val="{styles_part.TITLE_STYLE}"/></w:pPr>{broken}</w:p>'
    yield from _blank(profile, profile.blank_lines.after_title)


def _recipient(recipient: str, profile: Profile) -> Iterator[str]:
    if recipient:
        yield paragraph_xml(styles_part.RECIPIENT_STYLE, profile.styles.recipient, recipient, profile)


def _body(manuscript: Manuscript, profile: Profile) -> Iterator[str]:
    signed = bool(manuscript.signature or manuscript.date)
    listing = False
    for place, block in enumerate(manuscript.blocks):
        opens = block.level == 0 and ATTACHMENT.match(block.text) is not None
        listing = opens or (listing and block.level == 0 and _ATTACHMENT_NUMBER.match(block.text) is not None)
        if opens:
            yield from _blank(profile, profile.blank_lines.before_attachment)
        last = signed and place == len(manuscript.blocks) - 1
        yield _attachment(block, profile) if listing else _block(block, profile, keep_next=last)


def _block(block: Block, profile: Profile, *, keep_next: bool) -> str:
    if block.level:
        level = min(block.level, len(styles_part.HEADING_STYLES)) - 1
        return paragraph_xml(styles_part.HEADING_STYLES[level], profile.styles.headings[level], block.text, profile)
    # the last paragraph keeps 署名 and 日期 company, so that they never stand on a page alone (7.3.5.5)
    return paragraph_xml(
        styles_part.BODY_STYLE,
        profile.styles.body,
        block.text,
        profile,
        properties="<w:keepNext/>" if keep_next else "",
    )


def _attachment(block: Block, profile: Profile) -> str:
    """Return a line of 附件说明: wrapped lines align with the first character of the attachment's name (7.3.4)."""
    style = profile.styles.attachment
    character = _character(style, profile)
    opening = ATTACHMENT.match(block.text)
    number = _ATTACHMENT_NUMBER.match(block.text, opening.end() if opening else 0)
    # 2 characters of indent, “附件：” is three, a number with its point about one
    left = 5 + (1 if number else 0)
    hanging = left - 2 if opening else 1
    indent = (
        f'<w:ind w:leftChars="{left * 100}" w:left="{left * character}" '
        f'w:hangingChars="{hanging * 100}" w:hanging="{hanging * character}"/>'
    )
    return paragraph_xml(styles_part.ATTACHMENT_STYLE, style, block.text, profile, properties=indent)


def _ending(manuscript: Manuscript, profile: Profile) -> Iterator[str]:
    """Yield 署名 and 成文日期, without a seal (7.3.5.2)."""
    signed_on = write_date(manuscript.date) if manuscript.date else ""
    if not (manuscript.signature or signed_on):
        return
    yield from _blank(profile, profile.blank_lines.before_signature)
    signature_right, date_right = ending_indents(manuscript.signature, signed_on, profile)
    styles = profile.styles
    if manuscript.signature:
        indent = _right_indent(signature_right, styles.signature, profile)
        yield paragraph_xml(
            styles_part.SIGNATURE_STYLE, styles.signature, manuscript.signature, profile, properties=indent
        )
    if signed_on:
        indent = _right_indent(date_right, styles.date, profile)
        yield paragraph_xml(styles_part.DATE_STYLE, styles.date, signed_on, profile, properties=indent)


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


def text_width(text: str) -> float:
    """Return the width of a text in full-width characters; ASCII counts half."""
    return sum(0.5 if char.isascii() else 1.0 for char in text)


def _character(style: TextStyle, profile: Profile) -> int:
    """Return how far one character of body size takes the line, in twips."""
    return style.size * 10 + profile.page.spacing


def _right_indent(characters: float, style: TextStyle, profile: Profile) -> str:
    twips = round(characters * _character(style, profile))
    return f'<w:ind w:rightChars="{round(characters * 100)}" w:right="{twips}" w:firstLineChars="0" w:firstLine="0"/>'


def _blank(profile: Profile, count: int) -> Iterator[str]:
    for _ in range(count):
        yield paragraph_xml(styles_part.BLANK_STYLE, profile.styles.body, "", profile)


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
