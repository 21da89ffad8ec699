"""A unit's own .docx or .dotx as a layout: its styles, page, headers and footers, and nothing else of it.

The file is a stranger's. What is taken is taken piece by piece; what could act or reach out (macros, embedded objects,
external targets, fields that fetch) refuses the file, because a header that was quietly changed would go to print.
"""

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from zipfile import BadZipFile

from lxml import etree

from drafting.errors import SettingsError
from drafting.layout.package import RELATIONS, WORD, Part, Relation
from drafting.layout.style_names import BODY_STYLE, FOOTER_STYLE, STYLE_NAMES
from drafting.layout.template_archive import TemplateArchive

_W, _R = f"{{{WORD}}}", f"{{{RELATIONS}}}"
_SECTION_PARTS = ("pgSz", "pgMar", "pgBorders", "pgNumType", "cols", "vAlign", "titlePg", "textDirection", "docGrid")
_ACTIVE = frozenset({"object", "altChunk", "OLEObject", "control", "subDoc", "dataBinding"})
_FETCHING = re.compile(r"\b(INCLUDE\w*|LINK|DDE\w*|IMPORT|MACROBUTTON|DATABASE|RD|HYPERLINK)\b", re.IGNORECASE)
_PICTURES = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpeg", b"GIF8": "gif"}
_OTHER_NAMES = {"title": "标题", "normal": "正文", **{f"heading {level}": f"标题 {level}" for level in range(1, 5)}}
_MARKUP = "application/vnd.openxmlformats-officedocument.wordprocessingml"


@dataclass(frozen=True)
class Template:
    """What is used of a unit's own file.

    ``styles`` is its style sheet with the styles added that it lacks, ``style_ids`` maps the writer's ids to its own.
    ``section`` is the page (``w:sectPr``); ``parts`` and ``relations`` are its headers, footers and their pictures.
    """

    styles: str
    style_ids: Mapping[str, str]
    section: str
    even_and_odd: bool
    parts: Mapping[str, Part] = field(default_factory=dict)
    relations: tuple[Relation, ...] = ()
    body_size: int = 32  # half-points
    page: Mapping[str, int] = field(default_factory=dict)  # as in Page, where the file says so


def read_template(data: bytes, name: str, own_styles: str) -> Template:
    """Return what is used of a .docx or .dotx; ``own_styles`` is the style sheet to take missing styles from.

    Raises SettingsError, or ReadingError where the archive is damaged or over a limit.
    """
    try:
        archive = TemplateArchive(data, name)
        document = archive.xml("word/document.xml")
        styles = archive.xml("word/styles.xml")
    except (BadZipFile, etree.XMLSyntaxError) as error:
        raise _refused(name, "已损坏") from error
    except KeyError as error:
        raise _refused(name, "不是 Word 文件") from error
    sections = document.findall(f".//{_W}sectPr")
    if not sections:
        raise _refused(name, "没有页面设置")
    parts: dict[str, Part] = {}
    relations: list[Relation] = []
    section = _section(sections[-1], archive, parts, relations)
    style_ids = _merged_styles(styles, etree.fromstring(own_styles.encode("utf-8")))
    _theme(archive, parts, relations)
    settings = archive.xml("word/settings.xml") if "word/settings.xml" in archive.names else None
    return Template(
        styles=etree.tostring(styles, encoding="unicode"),
        style_ids=style_ids,
        section=section,
        even_and_odd=settings is not None and settings.find(f"{_W}evenAndOddHeaders") is not None,
        parts=parts,
        relations=tuple(relations),
        body_size=_body_size(styles),
        page=_page(sections[-1]),
    )


def _refused(name: str, why: str) -> SettingsError:
    return SettingsError(f"“{name}”{why}，不能用作版式；请用 Word 或 WPS 去掉这些内容、另存为 .docx 后再试。")


def _section(
    section: etree._Element, archive: TemplateArchive, parts: dict[str, Part], relations: list[Relation]
) -> str:
    """Return the page with its headers and footers, whose parts and relationships are added."""
    targets = archive.relations("word/document.xml")
    kept = etree.Element(f"{_W}sectPr", nsmap={"w": WORD, "r": RELATIONS})
    for kind in ("header", "footer"):
        for node in section.findall(f"{_W}{kind}Reference"):
            target = targets.get(node.get(f"{_R}id", ""))
            if target is None or target.external:
                continue
            number = len(relations) + 1
            _add_header(f"word/{kind}{number}.xml", target.part, archive, parts)
            relations.append(Relation(f"rIdUnit{number}", f"{RELATIONS}/{kind}", f"{kind}{number}.xml"))
            reference = etree.SubElement(kept, f"{_W}{kind}Reference")
            reference.set(f"{_W}type", node.get(f"{_W}type", "default"))
            reference.set(f"{_R}id", f"rIdUnit{number}")
    for tag in _SECTION_PARTS:
        found = section.find(f"{_W}{tag}")
        if found is not None:
            kept.append(deepcopy(found))  # appending would move it
    return etree.tostring(kept, encoding="unicode")


def _add_header(name: str, source: str, archive: TemplateArchive, parts: dict[str, Part]) -> None:
    """Add a header or footer and its pictures under a name of ours."""
    root = archive.xml(source)
    _refuse_active(root, archive.name)
    kind = "header" if "header" in name else "footer"
    pictures: list[Relation] = []
    for relation_id, target in archive.relations(source).items():
        if target.external or not target.kind.endswith("/image"):
            raise _refused(archive.name, f"的页眉页脚引用了外部内容（{target.kind.rpartition('/')[2] or '未知'}）")
        data = archive.data(target.part)
        ending = next((ending for start, ending in _PICTURES.items() if data.startswith(start)), "")
        if not ending:
            raise _refused(archive.name, "的页眉页脚里有不支持的图片（只支持 PNG、JPEG、GIF）")
        picture = f"media/unit-{PurePosixPath(name).stem}-{len(pictures) + 1}.{ending}"
        parts[f"word/{picture}"] = Part(data, f"image/{ending}")
        pictures.append(Relation(relation_id, f"{RELATIONS}/image", picture))
    parts[name] = Part(
        etree.tostring(root, encoding="unicode").encode("utf-8"), f"{_MARKUP}.{kind}+xml", tuple(pictures)
    )


def _refuse_active(root: etree._Element, name: str) -> None:
    fields = []
    for node in root.iter(etree.Element):
        tag = etree.QName(node).localname
        if tag in _ACTIVE:
            raise _refused(name, f"的页眉页脚里有嵌入对象（{tag}）")
        if tag == "instrText":
            fields.append(node.text or "")
        fields.append(node.get(f"{_W}instr", ""))
        for key in [key for key in node.attrib if key == f"{_R}link"]:
            raise _refused(name, f"的页眉页脚引用了外部内容（{etree.QName(key).localname}）")
    found = _FETCHING.search("".join(fields))
    if found:
        raise _refused(name, f"的页眉页脚里有会取外部内容的域（{found[0][:20]}）")


def _merged_styles(styles: etree._Element, own: etree._Element) -> dict[str, str]:
    """Add the styles that the file lacks, and return the id of each style in it by the writer's."""
    by_name: dict[str, str] = {}
    taken = set()
    for node in styles.findall(f"{_W}style"):
        taken.add(node.get(f"{_W}styleId", ""))
        if node.get(f"{_W}type") == "paragraph":
            by_name.setdefault(_name(node).casefold(), node.get(f"{_W}styleId", ""))
        for properties in node.findall(f"{_W}pPr"):
            etree.strip_elements(properties, f"{_W}numPr")  # headings carry their numbers in their text
    default = next(
        (
            node.get(f"{_W}styleId", "")
            for node in styles.findall(f"{_W}style")
            if node.get(f"{_W}type") == "paragraph" and node.get(f"{_W}default") in ("1", "true")
        ),
        "",
    )
    ids: dict[str, str] = {BODY_STYLE: default} if default else {}
    lacking = []
    for node in own.findall(f"{_W}style"):
        style_id, name = node.get(f"{_W}styleId", ""), _name(node).casefold()
        known = by_name.get(name) or by_name.get(_OTHER_NAMES.get(name, "\0"))
        if style_id in ids or style_id not in STYLE_NAMES or style_id == FOOTER_STYLE:
            continue
        ids[style_id] = known or (f"Zhibi{style_id}" if style_id in taken else style_id)
        if not known:
            lacking.append(node)
    for node in lacking:
        node.set(f"{_W}styleId", ids[node.get(f"{_W}styleId", "")])
        for tag in ("basedOn", "next"):
            for link in node.findall(f"{_W}{tag}"):
                link.set(f"{_W}val", ids.get(link.get(f"{_W}val", ""), link.get(f"{_W}val", "")))
        styles.append(node)
    return ids


def _name(style: etree._Element) -> str:
    node = style.find(f"{_W}name")
    return "" if node is None else str(node.get(f"{_W}val", ""))


def _theme(archive: TemplateArchive, parts: dict[str, Part], relations: list[Relation]) -> None:
    """Add the theme that the styles may take fonts from; one with pictures of its own stays behind."""
    for target in archive.relations("word/document.xml").values():
        if target.kind.endswith("/theme") and not target.external and not archive.relations(target.part):
            root = archive.xml(target.part)
            kind = "application/vnd.openxmlformats-officedocument.theme+xml"
            parts["word/theme/theme1.xml"] = Part(etree.tostring(root, encoding="unicode").encode("utf-8"), kind)
            relations.append(Relation("rIdUnitTheme", f"{RELATIONS}/theme", "theme/theme1.xml"))
            return


def _body_size(styles: etree._Element) -> int:
    for path in (f"{_W}style[@{_W}default='1'][@{_W}type='paragraph']/{_W}rPr/{_W}sz", f".//{_W}rPrDefault//{_W}sz"):
        node = styles.find(path)
        if node is not None and str(node.get(f"{_W}val", "")).isdecimal():
            return min(max(int(node.get(f"{_W}val", "32")), 2), 400)
    return 21


def _page(section: etree._Element) -> dict[str, int]:
    return dict(_measures(section))


def _measures(section: etree._Element) -> Iterator[tuple[str, int]]:
    wanted = {
        "pgSz": {"width": "w", "height": "h"},
        "pgMar": {side: side for side in ("top", "bottom", "left", "right")},
    }
    for tag, names in wanted.items():
        node = section.find(f"{_W}{tag}")
        for name, attribute in names.items():
            text = "" if node is None else str(node.get(f"{_W}{attribute}", ""))
            if re.fullmatch(r"\d{1,5}", text):
                yield name, int(text)
