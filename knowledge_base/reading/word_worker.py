"""Reads a .docx from standard input and writes its paragraphs as JSON; run alone, in a limited process.

Uses the standard library only (it is started without site packages) and never imports its own package. What
python-docx's ``paragraph.text`` gets wrong is the reason for the walk: it loses ``w:ins``, content controls and
automatic numbers, and shows ``w:vanish`` text.
"""

import io
import json
import re
import sys
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

MAX_DEPTH = 200
_DROPPED = frozenset({"del", "moveFrom", "delText", "instrText", "pPr", "rPr", "tblPr", "sdtPr", "Fallback", "rt"})
_TITLES = frozenset({"title", "标题"})


class Refused(Exception):  # noqa: N818 - a refusal with its reason, passed to the parent process, not an error class
    """The document is not read; ``reason`` is a word that the parent process has a sentence for."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _Builder(ElementTree.TreeBuilder):
    """Builds the tree, refusing a DOCTYPE and a depth that no document has; drops namespaces from the names."""

    depth = 0

    def start(self, tag: Any, attrs: dict[Any, Any]) -> ElementTree.Element:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Refused("depth")
        return super().start(_local(tag), {_local(key): value for key, value in attrs.items()})

    def end(self, tag: Any) -> ElementTree.Element:
        self.depth -= 1
        return super().end(_local(tag))

    def doctype(self, *_: Any) -> None:
        raise Refused("doctype")


@dataclass
class _Level:
    form: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass
class _Numbering:
    """Automatic numbers: the definition of each list and how far each has counted."""

    lists: dict[str, dict[int, _Level]] = field(default_factory=dict)
    shared: dict[str, str] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def next(self, number_id: str, level: int) -> str:
        levels = self.lists.get(number_id, {})
        if level not in levels or levels[level].form in ("bullet", "none"):
            return ""
        counts = self.counts.setdefault(self.shared.get(number_id, number_id), {})
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [known for known in counts if known > level]:
            del counts[deeper]

        def shown(found: re.Match[str]) -> str:
            at = int(found.group(1)) - 1
            known = levels.get(at, _Level())
            return _numeral(counts.get(at, known.start), known.form)

        return re.sub(r"%(\d)", shown, levels[level].text)


@dataclass
class _Styles:
    """What paragraph styles bring along: a name, a level of the outline, a list level, or being hidden."""

    numbered: dict[str, tuple[str, int]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    outlines: dict[str, int] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()


@dataclass
class _Found:
    paragraphs: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)  # of each paragraph: the name of its style
    outlines: list[int] = field(default_factory=list)  # of each paragraph: its level in the outline from 1, 0 for text
    inserted: int = 0
    deleted: int = 0
    hidden: int = 0
    numbered: int = 0
    tables: int = 0
    unread: list[str] = field(default_factory=list)  # what the document brings along and is not read
    characters: int = 0


class _Walk:
    def __init__(self, numbering: _Numbering, styles: _Styles, limit: int) -> None:
        self.numbering, self.styles, self.limit = numbering, styles, limit
        self.found = _Found()

    def blocks(self, parent: ElementTree.Element) -> None:
        for child in parent:
            if child.tag == "p":
                style, outline = self.standing(child.find("pPr"))
                lines = self.paragraph(child)
                if outline or style.casefold() in _TITLES:
                    lines = ["".join(line.strip() for line in lines)]  # broken by hand to look well, not to end there
                for text in lines:
                    self.add(text, style, outline)
            elif child.tag == "tbl":
                self.found.tables += 1
                self.rows(child)
            elif child.tag in _DROPPED:
                self.count_dropped(child)
            else:  # sdt, sdtContent, ins, customXml, AlternateContent/Choice: what they hold counts
                if child.tag in ("ins", "moveTo"):
                    self.found.inserted += 1
                self.blocks(child)

    def rows(self, table: ElementTree.Element) -> None:
        for row in table.iter("tr"):
            cells = []
            for cell in (node for node in row if node.tag in ("tc", "sdt")):
                lines = [line for part in cell.iter("p") for line in self.paragraph(part)]
                cells.append(" ".join(line.strip() for line in lines if line.strip()))
            if any(cells):
                self.add(" | ".join(cells))

    def paragraph(self, node: ElementTree.Element) -> list[str]:
        """Return the lines of a paragraph (a soft line break parts it) and of text boxes anchored in it."""
        style, number = self.properties(node.find("pPr"))
        pieces: list[str] = []
        boxes: list[ElementTree.Element] = []
        self.runs(node, pieces, boxes, style in self.styles.hidden)
        text = "".join(pieces)
        if number is not None and text.strip():
            mark = self.numbering.next(*number)
            if mark:
                self.found.numbered += 1
                text = mark + text.lstrip()
        lines = text.split("\n")
        for box in boxes:
            for inner in box.iter("p"):
                lines += self.paragraph(inner)
        return lines

    def properties(self, node: ElementTree.Element | None) -> tuple[str, tuple[str, int] | None]:
        if node is None:
            return "", None
        style_node = node.find("pStyle")
        style = "" if style_node is None else style_node.get("val", "")
        own = _list_level(node.find("numPr"))
        inherited = self.styles.numbered.get(style)
        if own is None:
            return style, inherited
        number_id, level = own
        if number_id == "0":  # numId 0 takes a style's number away
            return style, None
        if not number_id:
            return style, None if inherited is None else (inherited[0], level)
        return style, (number_id, level)

    def runs(
        self, node: ElementTree.Element, pieces: list[str], boxes: list[ElementTree.Element], hidden: bool
    ) -> None:
        for child in node:
            tag = child.tag
            if tag == "r":
                if hidden or _is_hidden(child.find("rPr"), self.styles):
                    self.found.hidden += bool("".join(child.itertext()).strip())
                else:
                    self.runs(child, pieces, boxes, hidden)
            elif tag == "t":
                pieces.append(child.text or "")
            elif tag == "tab":
                pieces.append(" ")
            elif tag in ("br", "cr"):
                pieces.append("\n")
            elif tag == "noBreakHyphen":
                pieces.append("-")
            elif tag == "txbxContent":
                boxes.append(child)
            elif tag in _DROPPED:
                self.count_dropped(child)
            else:
                if tag in ("ins", "moveTo") and "".join(child.itertext()).strip():
                    self.found.inserted += 1
                self.runs(child, pieces, boxes, hidden)

    def count_dropped(self, node: ElementTree.Element) -> None:
        if node.tag == "del" and "".join(node.itertext()).strip():
            self.found.deleted += 1

    def standing(self, node: ElementTree.Element | None) -> tuple[str, int]:
        """Return the name of a paragraph's style and its level in the outline."""
        style_node = None if node is None else node.find("pStyle")
        style = "" if style_node is None else style_node.get("val", "")
        own = None if node is None else _outline_level(node)
        return self.styles.names.get(style, ""), self.styles.outlines.get(style, 0) if own is None else own

    def add(self, text: str, style: str = "", outline: int = 0) -> None:
        text = text.strip(" \t\r\n\u3000\u00a0\u2002\u2003\ufeff")
        if text:
            self.found.characters += len(text)
            if self.found.characters > self.limit:
                raise Refused("size")
            self.found.paragraphs.append(text)
            self.found.styles.append(style)
            self.found.outlines.append(outline)


def read(data: bytes, limit: int) -> _Found:
    """Return what the document holds. Raises Refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            main = _main_part(archive)
            _refuse_doctypes(archive)
            document = _parse(archive.read(main))
            folder = main.rpartition("/")[0]
            unread = _unread(archive.namelist())
            numbering = _optional(archive, f"{folder}/numbering.xml")
            style_sheet = _optional(archive, f"{folder}/styles.xml")
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise Refused("damaged") from error
    body = document.find("body")
    if body is None:
        raise Refused("damaged")
    walk = _Walk(_numbering_of(numbering), _styles_of(style_sheet), limit)
    walk.blocks(body)
    walk.found.unread = unread + ["chunk"] * (body.find(".//altChunk") is not None)
    return walk.found


def _unread(parts: list[str]) -> list[str]:
    kinds = {"macro": "vbaProject", "object": "embeddings/"}
    return [kind for kind, mark in kinds.items() if any(mark in part for part in parts)]


def _refuse_doctypes(archive: zipfile.ZipFile) -> None:
    """Refuse a document with a DOCTYPE in any part: no office program writes one, and another reader may follow it."""
    for entry in archive.infolist():
        if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
            with archive.open(entry) as part:
                if b"<!DOCTYPE" in part.read(4096).replace(b"\x00", b"").upper():
                    raise Refused("doctype")


def _main_part(archive: zipfile.ZipFile) -> str:
    if "word/document.xml" in archive.namelist():
        return "word/document.xml"
    relations = _parse(archive.read("_rels/.rels"))
    for relation in relations:
        if relation.get("Type", "").endswith("/officeDocument"):
            return relation.get("Target", "").lstrip("/")
    raise Refused("damaged")


def _optional(archive: zipfile.ZipFile, name: str) -> ElementTree.Element | None:
    return _parse(archive.read(name)) if name in archive.namelist() else None


def _parse(data: bytes) -> ElementTree.Element:
    # the encoding of a part is UTF-8 or UTF-16 by the standard; a DOCTYPE in any other would pass this look unseen,
    # and is refused by the builder all the same
    parser = ElementTree.XMLParser(target=_Builder())  # noqa: S314 - no DOCTYPE, so no entities; size and depth limited
    try:
        parser.feed(data)
        root = parser.close()
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        raise Refused("damaged") from error
    if not isinstance(root, ElementTree.Element):
        raise Refused("damaged")
    return root


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _numbering_of(root: ElementTree.Element | None) -> _Numbering:
    numbering = _Numbering()
    if root is None:
        return numbering
    abstract = {node.get("abstractNumId", ""): _levels(node) for node in root.findall("abstractNum")}
    for node in root.findall("num"):
        number_id, target = node.get("numId", ""), node.find("abstractNumId")
        shared = "" if target is None else target.get("val", "")
        levels = dict(abstract.get(shared, {}))
        overrides = node.findall("lvlOverride")
        for override in overrides:
            start, at = override.find("startOverride"), _whole(override.get("ilvl", "0"))
            if start is not None and at in levels:
                known = levels[at]
                levels[at] = _Level(known.form, known.text, _whole(start.get("val", "1")))
        numbering.lists[number_id] = levels
        # lists of one definition count on together, unless one of them says where to begin
        numbering.shared[number_id] = f"own {number_id}" if overrides else f"shared {shared}"
    return numbering


def _levels(node: ElementTree.Element) -> dict[int, _Level]:
    levels = {}
    for level in node.findall("lvl"):
        form, text, start = level.find("numFmt"), level.find("lvlText"), level.find("start")
        levels[_whole(level.get("ilvl", "0"))] = _Level(
            "decimal" if form is None else form.get("val", "decimal"),
            "" if text is None else text.get("val", ""),
            1 if start is None else _whole(start.get("val", "1")),
        )
    return levels


def _styles_of(root: ElementTree.Element | None) -> _Styles:
    if root is None:
        return _Styles()
    numbered, hidden, names = {}, set(), {}
    parents, own_outlines = {}, {}
    for style in root.findall("style"):
        style_id = style.get("styleId", "")
        if _switched_on(style.find("rPr"), "vanish"):
            hidden.add(style_id)
        properties = style.find("pPr")
        name, parent = style.find("name"), style.find("basedOn")
        names[style_id] = "" if name is None else name.get("val", "")
        parents[style_id] = "" if parent is None else parent.get("val", "")
        level = None if properties is None else _outline_level(properties)
        if level is not None:
            own_outlines[style_id] = level
        found = None if properties is None else _list_level(properties.find("numPr"))
        if found is not None and found[0] not in ("", "0"):
            numbered[style_id] = found
    outlines = {style_id: _inherited(style_id, parents, own_outlines) for style_id in names}
    return _Styles(numbered, names, outlines, frozenset(hidden))


def _inherited(style_id: str, parents: dict[str, str], own: dict[str, int]) -> int:
    for _ in range(20):  # a chain that a hostile file has closed to a ring must end
        if style_id in own:
            return own[style_id]
        style_id = parents.get(style_id, "")
    return 0


def _outline_level(properties: ElementTree.Element) -> int | None:
    """Return 1-9 for a level of the outline, 0 for body text said to be such (9 in the file), ``None`` where unsaid."""
    node = properties.find("outlineLvl")
    if node is None:
        return None
    value = _whole(node.get("val", "9"))
    return value + 1 if value < 9 else 0


def _list_level(node: ElementTree.Element | None) -> tuple[str, int] | None:
    if node is None:
        return None
    number_id, level = node.find("numId"), node.find("ilvl")
    return (
        "" if number_id is None else number_id.get("val", ""),
        0 if level is None else _whole(level.get("val", "0")),
    )


def _is_hidden(properties: ElementTree.Element | None, styles: _Styles) -> bool:
    if properties is None:
        return False
    own = properties.find("vanish")
    if own is not None:
        return _switched_on(properties, "vanish")
    style = properties.find("rStyle")
    return style is not None and style.get("val", "") in styles.hidden


def _switched_on(properties: ElementTree.Element | None, name: str) -> bool:
    node = None if properties is None else properties.find(name)
    return node is not None and node.get("val", "true") not in ("0", "false", "off")


def _whole(text: str) -> int:
    return int(text) if re.fullmatch(r"\d{1,6}", text) else 0


def _numeral(value: int, form: str) -> str:
    if form.startswith(("chinese", "ideographTraditional", "japaneseCounting", "taiwaneseCounting", "japaneseLegal")):
        return _chinese(value)
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (value - 1) % 26)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman"):
        roman = _roman(value)
        return roman.lower() if form == "lowerRoman" else roman
    if form.startswith("decimalEnclosedCircle") and 1 <= value <= 20:
        return chr(0x2460 + value - 1)
    return str(value)


def _chinese(value: int) -> str:
    digits = "零一二三四五六七八九"
    if value < 10:
        return digits[value]
    if value < 100:
        tens, ones = divmod(value, 10)
        return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")
    return str(value)


def _roman(value: int) -> str:
    pairs = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    text, left = "", min(value, 399)
    for amount, letters in pairs:
        count, left = divmod(left, amount)
        text += letters * count
    return text


def main(characters: int) -> None:
    """Read standard input, write one JSON object: the paragraphs and counts, or ``{"error": reason}``."""
    try:
        found = read(sys.stdin.buffer.read(), characters)
        answer: dict[str, Any] = {
            key: getattr(found, key)
            for key in (
                "paragraphs",
                "styles",
                "outlines",
                "inserted",
                "deleted",
                "hidden",
                "numbered",
                "tables",
                "unread",
            )
        }
    except Refused as refusal:
        answer = {"error": refusal.reason}
    except (MemoryError, RecursionError):
        answer = {"error": "memory"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(int(sys.argv[1]))
