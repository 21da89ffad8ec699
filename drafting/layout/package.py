"""The parts of a .docx and how they are packed: only what the document needs, byte for byte the same each time."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
WORD_2012 = "http://schemas.microsoft.com/office/word/2012/wordml"
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
# An older program passes over what is marked as ignorable: that a content control is hidden on the screen
NAMESPACES = (
    f'xmlns:w="{WORD}" xmlns:r="{RELATIONS}" xmlns:w15="{WORD_2012}" xmlns:mc="{_COMPATIBILITY}" mc:Ignorable="w15"'
)

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CONTENT_TYPES = {
    "word/document.xml": f"{_MAIN}.document.main+xml",
    "word/styles.xml": f"{_MAIN}.styles+xml",
    "word/settings.xml": f"{_MAIN}.settings+xml",
    "word/fontTable.xml": f"{_MAIN}.fontTable+xml",
    "word/footer1.xml": f"{_MAIN}.footer+xml",
    "word/footer2.xml": f"{_MAIN}.footer+xml",
    "word/comments.xml": f"{_MAIN}.comments+xml",
    "customXml/item1.xml": "application/xml",
    "customXml/itemProps1.xml": "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
}
_CORE_TYPE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
# The relationship of each part beside the document: its id is what the document refers to a footer by.
_DOCUMENT_RELATIONS = (
    ("rId1", "styles", "styles.xml"),
    ("rId2", "settings", "settings.xml"),
    ("rId3", "fontTable", "fontTable.xml"),
    ("rId4", "footer", "footer1.xml"),
    ("rId5", "footer", "footer2.xml"),
    ("rId6", "comments", "comments.xml"),
    ("rId7", "customXml", "../customXml/item1.xml"),
)
ODD_FOOTER_ID, EVEN_FOOTER_ID = "rId4", "rId5"
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can hold; the clock of the machine is no part of a text


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship: its id, its type and what it leads to, as seen from the part that it belongs to."""

    id: str
    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part that comes from a unit's own file: its bytes, content type and relationships."""

    data: bytes
    content_type: str
    relations: tuple[Relation, ...] = ()


def pack(
    parts: Mapping[str, str], foreign: Mapping[str, Part] | None = None, relations: Sequence[Relation] = ()
) -> bytes:
    """Return the .docx made of ``parts`` (part name to XML), with content types and relationships added.

    ``foreign`` are parts of another file, and ``relations`` those of the document to them.
    """
    foreign = foreign or {}
    unknown = parts.keys() - _CONTENT_TYPES.keys()
    if unknown:
        raise ValueError(f"no content type for {', '.join(sorted(unknown))}")
    whole = {
        "[Content_Types].xml": _content_types(
            {
                **{name: _CONTENT_TYPES[name] for name in parts},
                **{name: part.content_type for name, part in foreign.items()},
            }
        ),
        "_rels/.rels": _relations(
            (("rId1", f"{RELATIONS}/officeDocument", "word/document.xml"), ("rId2", _CORE_TYPE, "docProps/core.xml"))
        ),
        "word/_rels/document.xml.rels": _relations(
            tuple(
                (key, f"{RELATIONS}/{kind}", target)
                for key, kind, target in _DOCUMENT_RELATIONS
                if _part_of(target) in parts
            )
            + tuple((one.id, one.kind, one.target) for one in relations)
        ),
        **parts,
    }
    for name, part in foreign.items():
        if part.relations:
            folder, _, leaf = name.rpartition("/")
            own = tuple((one.id, one.kind, one.target) for one in part.relations)
            whole[f"{folder}/_rels/{leaf}.rels"] = _relations(own)
    if "customXml/itemProps1.xml" in parts:
        properties = (("rId1", f"{RELATIONS}/customXmlProps", "itemProps1.xml"),)
        whole["customXml/_rels/item1.xml.rels"] = _relations(properties)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in whole.items():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, (xml if xml.startswith("<?xml") else XML_HEAD + xml).encode("utf-8"))
        for name, part in foreign.items():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, part.data)
    return buffer.getvalue()


def _part_of(target: str) -> str:
    """Return the part that a relationship of the document leads to."""
    return target.removeprefix("../") if target.startswith("../") else f"word/{target}"


def _content_types(types: Mapping[str, str]) -> str:
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in types.items())
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(relations: tuple[tuple[str, str, str], ...]) -> str:
    items = "".join(
        f"<Relationship Id={quoteattr(key)} Type={quoteattr(kind)} Target={quoteattr(target)}/>"
        for key, kind, target in relations
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{items}</Relationships>'
    )
