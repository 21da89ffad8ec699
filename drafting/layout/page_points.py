"""Points of the layout check about the page, the styles and the package (1-10, 15-17, 21, 23-25)."""

import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from drafting.layout.checked_document import CheckedDocument, Role
from drafting.layout.paragraph_part import AMBIGUOUS
from drafting.layout.word_view import Paragraph, Run, W, whole

# The standard names faces, foundries sell them under several names; each family holds the names of one face.
SMALL_TITLE_SONG = frozenset({"方正小标宋简体", "方正小标宋_GBK", "小标宋体", "小标宋", "华文中宋", "STZhongsong"})
FANG = frozenset({"仿宋_GB2312", "仿宋", "FangSong", "FangSong_GB2312", "方正仿宋_GBK", "方正仿宋简体", "华文仿宋"})
HEI = frozenset({"黑体", "SimHei", "方正黑体_GBK", "方正黑体简体"})
KAI = frozenset({"楷体_GB2312", "楷体", "KaiTi", "KaiTi_GB2312", "方正楷体_GBK", "方正楷体简体"})
SONG = frozenset({"宋体", "SimSun", "方正书宋_GBK"})
_ALLOWED = SMALL_TITLE_SONG | FANG | HEI | KAI | SONG
_DIGIT_FONTS = frozenset({"Times New Roman"})

_MILLIMETRE = 1440 / 25.4
_TEXT_ROLES = (Role.RECIPIENT, Role.HEADING, Role.BODY, Role.ATTACHMENT, Role.SIGNATURE, Role.DATE)
_TOOL_AUTHORS = frozenset({"python-docx", "docx", "pandoc", "un-named", "administrator", "unknown", "apache poi"})


def paper(document: CheckedDocument) -> str:
    """1: A4."""
    for section in _sections(document):
        size = section.find(f"{W}pgSz")
        width = whole(None if size is None else size.get(f"{W}w"))
        height = whole(None if size is None else size.get(f"{W}h"))
        if abs(width - 11906) > 20 or abs(height - 16838) > 20:
            return f"纸张为 {width / _MILLIMETRE:.0f} × {height / _MILLIMETRE:.0f} mm，应为 A4（210 × 297 mm）"
    return ""


def margins(document: CheckedDocument) -> str:
    """2: 天头 37 mm and 订口 28 mm (each ± 1 mm), type area 156 × 225 mm."""
    for section in _sections(document):
        size, margin = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
        if size is None or margin is None:
            return "没有页边距设置，应为天头 37 mm、订口 28 mm"
        top, bottom, left, right = (whole(margin.get(f"{W}{side}")) for side in ("top", "bottom", "left", "right"))
        measures = (
            ("天头", top, 37, 1.0),
            ("订口", left, 28, 1.0),
            ("版心宽", whole(size.get(f"{W}w")) - left - right, 156, 1.0),
            ("版心高", whole(size.get(f"{W}h")) - top - bottom, 225, 1.0),
        )
        for name, twips, millimetres, tolerance in measures:
            if abs(twips / _MILLIMETRE - millimetres) > tolerance:
                return f"{name}为 {twips / _MILLIMETRE:.1f} mm，应为 {millimetres} mm"
    return ""


def theme_fonts(document: CheckedDocument) -> str:
    """3: no font that a theme decides."""
    for name in document.view.names:
        if name.startswith("word/") and name.endswith(".xml") and "/theme/" not in name:
            root = document.view.part(name)
            for fonts in () if root is None else root.iter(f"{W}rFonts"):
                attribute = next((key for key in fonts.attrib if key.endswith("Theme")), "")
                if attribute:
                    return f"{name} 里有主题字体（{attribute.rpartition('}')[2]}），换一台电脑字体就变；应写明字体名称"
    return ""


def language(document: CheckedDocument) -> str:
    """4: the East Asian language is zh-CN."""
    styles = document.view.part("word/styles.xml")
    found = [
        node.get(f"{W}eastAsia", "")
        for root in (styles, document.view.document)
        if root is not None
        for node in root.iter(f"{W}lang")
        if node.get(f"{W}eastAsia")
    ]
    wrong = next((value for value in found if value.casefold() != "zh-cn"), "")
    if wrong:
        return f"东亚语言为 {wrong}，应为 zh-CN"
    return "" if found else "没有设置东亚语言，应为 zh-CN"


def exact_lines(document: CheckedDocument) -> str:
    """5: an exact line height of 540-579 twips."""
    for paragraph in document.of(*_TEXT_ROLES):
        line, rule = paragraph.number("spacing", "line"), paragraph.get("spacing", "lineRule") or "auto"
        if rule != "exact" or not 540 <= line <= 579:
            return f"“{_short(paragraph)}”的行距不是 27—28.95 磅的固定值（现为 {rule} {line / 20:g} 磅）"
        if paragraph.number("spacing", "before") or paragraph.number("spacing", "after"):
            return f"“{_short(paragraph)}”有段前或段后间距，应为 0"
    return ""


def first_line(document: CheckedDocument) -> str:
    """6: body text and headings indented by two characters."""
    for paragraph in document.of(Role.BODY, Role.HEADING):
        if paragraph.number("ind", "firstLineChars") != 200:
            return f"“{_short(paragraph)}”没有首行缩进 2 字符（firstLineChars=200）"
    return ""


def title_font(document: CheckedDocument) -> str:
    """7: the title in 小标宋, 22 points, not bold."""
    titles = document.of(Role.TITLE)
    return _font_problem(titles, SMALL_TITLE_SONG, 44, "方正小标宋简体 2 号", bold=False) if titles else "没有标题"


def first_level_font(document: CheckedDocument) -> str:
    """8: 一、 in 黑体, 16 points."""
    return _font_problem(document.headings(1), HEI, 32, "黑体 3 号")


def second_level_font(document: CheckedDocument) -> str:
    """9: （一） in 楷体, 16 points."""
    return _font_problem(document.headings(2), KAI, 32, "楷体_GB2312 3 号")


def body_font(document: CheckedDocument) -> str:
    """10: body text, 1. and （1） in 仿宋, 16 points."""
    roles = (Role.RECIPIENT, Role.BODY, Role.ATTACHMENT, Role.SIGNATURE, Role.DATE)
    return _font_problem((*document.of(*roles), *document.headings(3, 4)), FANG, 32, "仿宋_GB2312 3 号")


def hinted(document: CheckedDocument) -> str:
    """15: punctuation that both scripts have is hinted to the Chinese font."""
    for placed in document.paragraphs:
        for run in placed.paragraph.runs:
            mark = next((char for char in run.text if char in AMBIGUOUS), "")
            chinese = run.get("rFonts", "eastAsia")
            in_chinese = chinese is not None and run.get("rFonts", "hAnsi") == chinese
            if mark and not (run.get("rFonts", "hint") == "eastAsia" and in_chinese):
                return f"“{_short(placed.paragraph)}”中的“{mark}”没有指定用中文字体，会显示成半角"
    return ""


def odd_and_even(document: CheckedDocument) -> str:
    """16: odd and even pages differ, the first page does not."""
    settings = document.view.part("word/settings.xml")
    node = None if settings is None else settings.find(f"{W}evenAndOddHeaders")
    if node is None or node.get(f"{W}val", "true") in ("0", "false", "off"):
        return "没有设置奇偶页不同，页码不能单页居右、双页居左"
    if any(section.find(f"{W}titlePg") is not None for section in _sections(document)):
        return "设置了首页不同，首页页码会不显示"
    return ""


def page_numbers(document: CheckedDocument) -> str:
    """17: — 1 — of 14 points, odd right and even left, one character in."""
    for kind, name, side in (("default", "单页", "right"), ("even", "双页", "left")):
        root = document.view.footer(kind)
        if root is None:
            return f"{name}没有页脚，应有页码“— 1 —”"
        problem = _page_number_problem(document, root, name, side)
        if problem:
            return problem
    return ""


def tables(document: CheckedDocument) -> str:
    """21: a table fits the type area and repeats its header."""
    for table in document.view.document.iter(f"{W}tbl"):
        grid = table.find(f"{W}tblGrid")
        width = sum(whole(column.get(f"{W}w")) for column in (() if grid is None else grid))
        if not 0 < width <= 8850:
            return f"表格宽 {width / _MILLIMETRE:.0f} mm，应写明各列宽度，合计不超过版心宽 156 mm"
        row = table.find(f"{W}tr")
        if row is None or row.find(f"{W}trPr/{W}tblHeader") is None:
            return "表格没有设置“重复标题行”"
    return ""


def package_safety(document: CheckedDocument) -> str:
    """23: no macros, external targets, embedded objects or imported chunks."""
    for name in document.view.names:
        if re.search(r"vbaProject|vbaData|/embeddings/|/activeX/|oleObject", name, re.IGNORECASE):
            return f"文件里有宏或嵌入对象（{name}）"
    for target, kind, external in document.view.relation_targets():
        if external and not kind.endswith("/hyperlink"):
            return f"文件引用了外部内容（{target[:60]}）"
        if kind.endswith(("/aFChunk", "/oleObject", "/attachedTemplate", "/vbaProject")):
            return f"文件里有外来内容（{kind.rpartition('/')[2]}）"
    return ""


def properties(document: CheckedDocument) -> str:
    """24: core properties that no tool has left behind."""
    core = document.view.part("docProps/core.xml")
    for node in () if core is None else core:
        name, text = node.tag.rpartition("}")[2], (node.text or "").strip()
        if name in ("creator", "lastModifiedBy") and text.casefold() in _TOOL_AUTHORS:
            return f"文件属性里的作者是“{text}”，应清除或改为本单位"
        if name == "description" and "generated by" in text.casefold():
            return f"文件属性里有工具留下的说明“{text[:40]}”，应清除"
        if name == "created" and text.startswith("2013-12-23"):
            return "文件属性里的创建时间是工具模板的（2013 年），应清除"
    return ""


def grid(document: CheckedDocument) -> str:
    """25, as far as it shows without rendering: 22 lines of 28 characters fit, and only the standard's fonts are named."""
    section = next(iter(_sections(document)), None)
    size = None if section is None else section.find(f"{W}pgSz")
    margin = None if section is None else section.find(f"{W}pgMar")
    body = next(iter(document.of(Role.BODY)), None)
    if size is None or margin is None or body is None:
        return "没有页面设置或正文，无法核对每面 22 行、每行 28 字"
    pitch = body.number("spacing", "line") if body.get("spacing", "lineRule") == "exact" else 0
    height = whole(size.get(f"{W}h")) - whole(margin.get(f"{W}top")) - whole(margin.get(f"{W}bottom"))
    run = next((run for run in body.runs if run.text.strip()), None)
    advance = 0 if run is None else whole(run.get("sz")) * 10 + whole(run.get("spacing"))
    width = whole(size.get(f"{W}w")) - whole(margin.get(f"{W}left")) - whole(margin.get(f"{W}right"))
    lines, characters = height // pitch if pitch else 0, width // advance if advance else 0
    if (lines, characters) != (22, 28):
        return f"按页边距、行距和字距计算，每面 {lines} 行、每行 {characters} 字，应为 22 行、28 字"
    return _foreign_font(document)


def _foreign_font(document: CheckedDocument) -> str:
    for placed in document.paragraphs:
        for run in placed.paragraph.runs:
            for script in ("eastAsia", "ascii"):
                font = run.get("rFonts", script) or ""
                if run.text.strip() and font not in _ALLOWED and not (script == "ascii" and font in _DIGIT_FONTS):
                    return f"“{_short(placed.paragraph)}”用了公文规定以外的字体“{font or '未指定'}”"
    return ""


def _sections(document: CheckedDocument) -> tuple[Element, ...]:
    return tuple(document.view.document.iter(f"{W}sectPr"))


def _font_problem(
    paragraphs: Iterable[Paragraph], family: frozenset[str], size: int, wanted: str, *, bold: bool | None = None
) -> str:
    for paragraph in paragraphs:
        for run in _written(paragraph):
            font = run.get("rFonts", "eastAsia") or ""
            if font not in family:
                return f"“{_short(paragraph)}”的字体是“{font or '未指定'}”，应为{wanted}"
            if whole(run.get("sz")) != size:
                return f"“{_short(paragraph)}”的字号是 {whole(run.get('sz')) / 2:g} 磅，应为{wanted}（{size / 2:g} 磅）"
            if bold is not None and run.on("b") is not bold:
                return f"“{_short(paragraph)}”{'加粗了' if run.on('b') else '没有加粗'}，应为{wanted}"
    return ""


def _page_number_problem(document: CheckedDocument, root: Element, name: str, side: str) -> str:
    codes = "".join(node.text or "" for node in root.iter(f"{W}instrText"))
    codes += "".join(node.get(f"{W}instr", "") for node in root.iter(f"{W}fldSimple"))
    if "PAGE" not in codes.upper().split():
        return f"{name}页脚没有页码域"
    paragraph = next((one for one in document.view.paragraphs_of(root) if "—" in one.text), None)
    if paragraph is None or paragraph.text.count("—") != 2:
        return f"{name}页码左右应各有一条一字线（— 1 —）"
    if any(whole(run.get("sz")) != 28 for run in _written(paragraph)):
        return f"{name}页码不是 4 号字（14 磅）"
    default = "left"
    if (paragraph.get("jc") or default) not in ((side, "end") if side == "right" else (side, "start", "both")):
        return f"{name}页码应居{'右' if side == 'right' else '左'}"
    if paragraph.number("ind", f"{side}Chars") != 100:
        return f"{name}页码应{'右' if side == 'right' else '左'}空一字"
    return ""


def _written(paragraph: Paragraph) -> Iterator[Run]:
    return (run for run in paragraph.runs if run.text.strip())


def _short(paragraph: Paragraph) -> str:
    text = paragraph.text.strip().replace("\n", "")
    return text if len(text) <= 12 else text[:12] + "…"
