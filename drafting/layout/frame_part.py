"""版头, 附表 and 版记 as XML, in the places that GB/T 9704-2012 gives them."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from drafting.figure import Figure
from drafting.issue_date import write_date
from drafting.layout import style_names, styles_part
from drafting.layout.official_frame import OfficialFrame
from drafting.layout.paragraph_part import ParagraphWriter

#: The columns of the 附表: heading and width in twips; together the width of the type area.
_COLUMNS = (("序号", 750), ("指标", 3494), ("数值", 1500), ("上年数值", 1500), ("口径", 1600))
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_NARROWEST = 50  # per cent of a character's width; narrower it is no longer read at a glance


def red_head(frame: OfficialFrame, signature: str, writer: ParagraphWriter) -> Iterator[str]:
    """Yield 发文机关标志, 发文字号 and the red line (7.2), nothing where the profile has none."""
    head = writer.profile.red_head
    organ = frame.organ or (f"{signature}文件" if signature else "")
    if not (head.shown and organ):
        return
    # a line of exactly the space left free: a space before the first paragraph of a page is not kept by all programs
    yield _space(head.organ_top - _above_ink(head.organ_size))
    yield _organ(organ, writer)
    for _ in range(head.number_lines):
        yield _space(writer.profile.page.line_pitch)
    yield _number(frame, writer)


def _above_ink(size: int) -> int:
    """Return how far the ink of a character stands below the top of its line, in twips, for a line of 1.2 times its size."""
    return round(size * 10 * 0.19)


def _space(height: int) -> str:
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style_names.BLANK_STYLE}"/><w:snapToGrid w:val="0"/>'
        f"{styles_part.line_xml(height)}</w:pPr></w:p>"
    )


def _organ(organ: str, writer: ParagraphWriter) -> str:
    """Return the 发文机关标志 in red on one line: a long name is set narrower first, then smaller."""
    profile = writer.profile
    size = profile.red_head.organ_size
    room = profile.page.text_width * 100 // max(len(organ) * size * 10, 1)
    width = min(100, max(room, _NARROWEST))
    size = size if room >= _NARROWEST else size * room // _NARROWEST
    font = styles_part.fonts_xml(profile.styles.title.font, hint=True)
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style_names.ORGAN_STYLE}"/></w:pPr><w:r><w:rPr>{font}'
        f'<w:color w:val="{profile.red_head.colour}"/><w:w w:val="{width}"/>'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(organ)}</w:t></w:r></w:p>'
    )


def _number(frame: OfficialFrame, writer: ParagraphWriter) -> str:
    """Return 发文字号 with the red line under it; beside a 签发人 it stands on the left, one character in (7.2.6)."""
    profile, head = writer.profile, writer.profile.red_head
    border = (
        f'<w:pBdr><w:bottom w:val="single" w:sz="{head.line_size}" w:space="{head.line_distance}" '
        f'w:color="{head.colour}"/></w:pBdr>'
    )
    style = styles_part.around_styles(profile)[style_names.NUMBER_STYLE]
    if not frame.signer:
        return writer.paragraph(style_names.NUMBER_STYLE, style, frame.number, properties=border)
    character = style.size * 10 + profile.page.spacing
    # the indent moves the border as well: the number is moved by a tab, so that the line stays as wide as the type area
    tabs = (
        f'<w:tabs><w:tab w:val="left" w:pos="{character}"/>'
        f'<w:tab w:val="right" w:pos="{profile.page.text_width - character}"/></w:tabs>'
    )
    kai = styles_part.fonts_xml(profile.styles.heading2.font, hint=True)
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style_names.NUMBER_STYLE}"/>{border}{tabs}<w:jc w:val="left"/></w:pPr>'
        f"<w:r><w:tab/><w:t>{escape(frame.number)}</w:t><w:tab/><w:t>签发人：</w:t></w:r>"
        f"<w:r><w:rPr>{kai}</w:rPr><w:t>{escape(frame.signer)}</w:t></w:r></w:p>"
    )


def annex_note(frame: OfficialFrame, writer: ParagraphWriter, *, listed: bool) -> Iterator[str]:
    """Yield the 附件说明 of the 附表, unless the text has a list of its own."""
    if not frame.annex or listed:
        return
    profile = writer.profile
    for _ in range(profile.blank_lines.before_attachment):
        yield writer.paragraph(style_names.BLANK_STYLE, profile.styles.body, "")
    character = profile.styles.attachment.size * 10 + profile.page.spacing
    indent = f'<w:ind w:leftChars="500" w:left="{5 * character}" w:hangingChars="300" w:hanging="{3 * character}"/>'
    text = f"附件：{profile.annex.title}"
    yield writer.paragraph(style_names.ANNEX_NOTE_STYLE, profile.styles.attachment, text, properties=indent)


def annex(frame: OfficialFrame, writer: ParagraphWriter) -> Iterator[str]:
    """Yield the 附表 on a page of its own (7.3.7): 附件, its title, and a table whose header repeats on each page."""
    if not frame.annex:
        return
    profile = writer.profile
    styles = styles_part.around_styles(profile)
    label, title = style_names.ANNEX_LABEL_STYLE, style_names.ANNEX_TITLE_STYLE
    yield writer.paragraph(label, styles[label], "附件", properties="<w:pageBreakBefore/>")
    yield writer.paragraph(style_names.BLANK_STYLE, profile.styles.body, "")
    yield writer.paragraph(title, styles[title], profile.annex.title)
    yield writer.paragraph(style_names.BLANK_STYLE, profile.styles.body, "")
    yield _table(frame.annex, writer)
    # a document may not end with a table
    yield writer.paragraph(style_names.BLANK_STYLE, profile.styles.body, "")


def _table(figures: Sequence[Figure], writer: ParagraphWriter) -> str:
    width = sum(width for _, width in _COLUMNS)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for _, width in _COLUMNS)
    rows = [_row([name for name, _ in _COLUMNS], writer, header=True)]
    for place, figure in enumerate(figures, start=1):
        cells = [str(place), figure.name, figure.value_text, figure.previous_text or "—", figure.scope]
        rows.append(_row(cells, writer, header=False))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{_BORDERS}'
        f'</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def _row(cells: Sequence[str], writer: ParagraphWriter, *, header: bool) -> str:
    style = styles_part.around_styles(writer.profile)[style_names.TABLE_STYLE]
    repeated = "<w:tblHeader/>" if header else ""
    written = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{writer.paragraph(style_names.TABLE_STYLE, style, cell)}</w:tc>"
        for cell, (_, width) in zip(cells, _COLUMNS, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{written}</w:tr>"


def imprint(frame: OfficialFrame, writer: ParagraphWriter) -> Iterator[str]:
    """Yield the 版记 at the bottom of the last page's type area (7.4): a thick rule, a thin one between, a thick one.

    A line that wraps aligns with the first character after 抄送： (7.4.2); 印发日期 stands on the right.
    """
    profile = writer.profile
    character = profile.imprint.size * 10 + profile.page.spacing
    lines = []
    if frame.copied_to:
        indent = (
            f'<w:ind w:leftChars="400" w:left="{4 * character}" w:rightChars="100" w:right="{character}" '
            f'w:hangingChars="300" w:hanging="{3 * character}"/>'
        )
        lines.append((f"<w:t>抄送：{escape(frame.copied_to.rstrip('。'))}。</w:t>", "", indent))
    if frame.printed_by or frame.printed_on:
        printed = f"{write_date(frame.printed_on)}印发" if frame.printed_on else ""
        tabs = f'<w:tabs><w:tab w:val="right" w:pos="{profile.page.text_width - character}"/></w:tabs>'
        indent = f'<w:ind w:leftChars="100" w:left="{character}" w:firstLineChars="0" w:firstLine="0"/>'
        lines.append((f"<w:t>{escape(frame.printed_by)}</w:t><w:tab/><w:t>{printed}</w:t>", tabs, indent))
    if not lines:
        return
    width = profile.page.text_width
    rows = "".join(
        f'<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style_names.IMPRINT_STYLE}"/>{tabs}{indent}</w:pPr><w:r>{content}</w:r></w:p>'
        "</w:tc></w:tr>"
        for content, tabs, indent in lines
    )
    rules = profile.imprint
    # a table, not a frame of paragraphs: LibreOffice loses the rules of such a frame, and its place
    yield (
        # across from the edge of the page: measured from the margins LibreOffice lets a table this wide run with the text
        '<w:tbl><w:tblPr><w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="margin" w:horzAnchor="page" '
        f'w:tblpX="{profile.page.left}" w:tblpYSpec="bottom"/><w:tblOverlap w:val="never"/><w:tblW w:w="{width}" w:type="dxa"/>'
        f"<w:tblBorders>{_rule('top', rules.thick)}{_rule('bottom', rules.thick)}{_rule('insideH', rules.thin)}"
        '</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/>'
        f'<w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>'
        f"{rows}</w:tbl>"
    )
    yield _space(20)  # the paragraph that the table is anchored at, too low to take a line


def _rule(side: str, size: int) -> str:
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
