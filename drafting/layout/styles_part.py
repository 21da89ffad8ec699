"""``word/styles.xml`` and ``word/fontTable.xml``: a profile's styles, with no theme behind them."""

from xml.sax.saxutils import quoteattr

from drafting.layout.package import NAMESPACES
from drafting.layout.profile import Profile, TextStyle
from drafting.layout.style_names import (
    ANNEX_LABEL_STYLE,
    ANNEX_NOTE_STYLE,
    ANNEX_TITLE_STYLE,
    ATTACHMENT_STYLE,
    BLANK_STYLE,
    BODY_STYLE,
    DATE_STYLE,
    FOOTER_STYLE,
    HEADING_STYLES,
    IMPRINT_STYLE,
    NUMBER_STYLE,
    ORGAN_STYLE,
    RECIPIENT_STYLE,
    SIGNATURE_STYLE,
    STYLE_NAMES,
    TABLE_STYLE,
    TITLE_STYLE,
)

_BUILT_IN = frozenset({BODY_STYLE, TITLE_STYLE, *HEADING_STYLES, FOOTER_STYLE})


def styles_xml(profile: Profile) -> str:
    """Return the style sheet. Every font is set for all scripts: a style that sets one only falls back for the others."""
    styles = profile.styles
    body = styles.body
    pieces = [
        f"<w:styles {NAMESPACES}>",
        "<w:docDefaults><w:rPrDefault><w:rPr>",
        fonts_xml(body.font, profile.fonts.digits),
        f'<w:sz w:val="{body.size}"/><w:szCs w:val="{body.size}"/>',
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>',
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>",
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>',
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>',
        _body_style(profile),
        _style(profile, TITLE_STYLE, styles.title, following=RECIPIENT_STYLE, keep_next=True, spacing=0),
        _style(profile, RECIPIENT_STYLE, styles.recipient, following=BODY_STYLE),
    ]
    for level, (style_id, style) in enumerate(zip(HEADING_STYLES, styles.headings, strict=True)):
        pieces.append(_style(profile, style_id, style, following=BODY_STYLE, keep_next=True, outline=level))
    pieces += [
        _style(profile, ATTACHMENT_STYLE, styles.attachment),
        _style(profile, SIGNATURE_STYLE, styles.signature, following=DATE_STYLE, keep_next=True),
        _style(profile, DATE_STYLE, styles.date),
        _style(profile, BLANK_STYLE, TextStyle(body.font, body.size, body.align), keep_next=True),
        _style(profile, FOOTER_STYLE, styles.page_number, spacing=0),
    ]
    pieces += [_style(profile, style_id, style, spacing=spacing) for style_id, style, spacing in _around(profile)]
    pieces.append("</w:styles>")
    return "".join(pieces)


def around_styles(profile: Profile) -> dict[str, TextStyle]:
    """Return how the parts around the text are set, by style id."""
    return {style_id: style for style_id, style, _ in _around(profile)}


def _around(profile: Profile) -> tuple[tuple[str, TextStyle, int | None], ...]:
    styles, head = profile.styles, profile.red_head
    body, title = styles.body, styles.title
    return (
        (ORGAN_STYLE, TextStyle(title.font, head.organ_size, "center", line=head.organ_size * 12), 0),
        (NUMBER_STYLE, TextStyle(body.font, body.size, "center"), None),
        (ANNEX_NOTE_STYLE, styles.attachment, None),
        (ANNEX_LABEL_STYLE, TextStyle(styles.heading1.font, body.size, "both"), None),
        (ANNEX_TITLE_STYLE, TextStyle(title.font, title.size, "center", line=title.line), 0),
        (TABLE_STYLE, TextStyle(body.font, profile.annex.size, "center", line=profile.annex.line), 0),
        (IMPRINT_STYLE, TextStyle(body.font, profile.imprint.size, "both", line=profile.imprint.line), None),
    )


def font_table_xml(profile: Profile) -> str:
    """Return the fonts that the document names, each with the font to try where it is not installed."""
    styles = profile.styles
    named = [styles.body, styles.title, *styles.headings, styles.page_number]
    fonts = dict.fromkeys([style.font for style in named] + [profile.fonts.digits])
    pieces = [f"<w:fonts {NAMESPACES}>"]
    for font in fonts:
        if font:
            other = profile.fonts.substitutes.get(font)
            alternative = f"<w:altName w:val={quoteattr(other)}/>" if other else ""
            pieces.append(f'<w:font w:name={quoteattr(font)}>{alternative}<w:charset w:val="86"/></w:font>')
    return "".join([*pieces, "</w:fonts>"])


def fonts_xml(font: str, digits: str = "", *, hint: bool = False) -> str:
    """Return ``w:rFonts``. ``digits`` is for ASCII only: “ ” … — are neither ASCII nor East Asian to Word, but hAnsi."""
    hinted = ' w:hint="eastAsia"' if hint else ""
    if not font:  # the style of a unit's own file decides
        return f"<w:rFonts{hinted}/>"
    ascii_font = quoteattr(digits or font)
    name = quoteattr(font)
    return f"<w:rFonts{hinted} w:ascii={ascii_font} w:hAnsi={name} w:eastAsia={name} w:cs={ascii_font}/>"


def line_xml(line: int) -> str:
    """Return the spacing of a paragraph: an exact line height in twips, nothing before or after."""
    return f'<w:spacing w:before="0" w:after="0" w:line="{line}" w:lineRule="exact"/>'


def first_line_xml(style: TextStyle) -> str:
    """Return the first-line indent in characters and in twips: Word goes by the first, LibreOffice by the second."""
    characters = style.first_line_characters
    # half-points to twips is ten to one, so two characters of 16 points are 640
    return f'<w:ind w:firstLineChars="{characters * 100}" w:firstLine="{characters * style.size * 10}"/>'


def _body_style(profile: Profile) -> str:
    body, page = profile.styles.body, profile.page
    return (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr>'
        # widow control and automatic space between Chinese and digits would break the grid of 22 lines × 28 characters
        '<w:widowControl w:val="0"/><w:kinsoku/><w:overflowPunct/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
        f'<w:adjustRightInd w:val="0"/>{line_xml(body.line or page.line_pitch)}{first_line_xml(body)}'
        f'<w:jc w:val="{body.align}"/></w:pPr><w:rPr>{fonts_xml(body.font, profile.fonts.digits)}'
        f'<w:color w:val="000000"/><w:spacing w:val="{page.spacing}"/><w:kern w:val="0"/>'
        f'<w:sz w:val="{body.size}"/><w:szCs w:val="{body.size}"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:style>'
    )


def _style(
    profile: Profile,
    style_id: str,
    style: TextStyle,
    *,
    following: str = "",
    keep_next: bool = False,
    outline: int | None = None,
    spacing: int | None = None,
) -> str:
    custom = "" if style_id in _BUILT_IN else ' w:customStyle="1"'
    bold = '<w:b w:val="1"/><w:bCs w:val="1"/>' if style.bold else '<w:b w:val="0"/><w:bCs w:val="0"/>'
    return "".join(
        [
            f'<w:style w:type="paragraph"{custom} w:styleId="{style_id}"><w:name w:val="{STYLE_NAMES[style_id]}"/>',
            '<w:basedOn w:val="Normal"/>',
            f'<w:next w:val="{following}"/>' if following else "",
            "<w:qFormat/><w:pPr>",
            "<w:keepNext/>" if keep_next else "",
            # LibreOffice would squeeze a line that is higher than the grid's pitch into it; Word does not
            '<w:snapToGrid w:val="0"/>' if style.line else "",
            line_xml(style.line or profile.page.line_pitch),
            first_line_xml(style),
            f'<w:jc w:val="{style.align}"/>',
            f'<w:outlineLvl w:val="{outline}"/>' if outline is not None else "",
            f"</w:pPr><w:rPr>{fonts_xml(style.font, profile.fonts.digits)}{bold}",
            f'<w:spacing w:val="{spacing}"/>' if spacing is not None else "",
            f'<w:sz w:val="{style.size}"/><w:szCs w:val="{style.size}"/></w:rPr></w:style>',
        ]
    )
