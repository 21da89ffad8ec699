"""A .docx as a checker sees it: its parts, and what really holds for a paragraph or a run after styles and defaults."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from drafting.layout.package import RELATIONS, WORD
from knowledge_base.errors import ReadingError

W = f"{{{WORD}}}"
R = f"{{{RELATIONS}}}"
_DROPPED = frozenset({f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText"})
_DEEPEST = 200  # elements in one another; a walk through more would exhaust the stack, and no document has them
_CHAIN_LIMIT = 20  # a chain of styles that a hostile file has closed to a ring must end


class StyleSheet:
    """The styles of a document and their defaults."""

    def __init__(self, root: Element | None) -> None:
        self._styles = {} if root is None else {node.get(f"{W}styleId", ""): node for node in root.findall(f"{W}style")}
        self._defaults = None if root is None else root.find(f"{W}docDefaults")
        self.default_id = next(
            (
                style_id
                for style_id, node in self._styles.items()
                if node.get(f"{W}type") == "paragraph" and node.get(f"{W}default") in ("1", "true")
            ),
            "",
        )

    def name(self, style_id: str) -> str:
        """Return the style's name, empty where there is no such style."""
        node = self._styles.get(style_id)
        return "" if node is None else _value(node.find(f"{W}name"))

    def chain(self, style_id: str) -> Iterator[Element]:
        """Yield the style and those it is based on, nearest first."""
        for _ in range(_CHAIN_LIMIT):
            node = self._styles.get(style_id)
            if node is None:
                return
            yield node
            style_id = _value(node.find(f"{W}basedOn"))

    def layers(self, style_id: str, kind: str) -> Iterator[Element]:
        """Yield the ``pPr`` or ``rPr`` of the style's chain, then those of the defaults."""
        for node in self.chain(style_id):
            found = node.find(f"{W}{kind}")
            if found is not None:
                yield found
        if self._defaults is not None:
            found = self._defaults.find(f"{W}{kind}Default/{W}{kind}")
            if found is not None:
                yield found


@dataclass(frozen=True)
class Run:
    """A run of text; ``layers`` are its properties, its own first."""

    text: str
    layers: tuple[Element, ...]

    def get(self, element: str, attribute: str = "val") -> str | None:
        """Return what holds for the run, or ``None`` where nothing is said."""
        return _first(self.layers, element, attribute)

    def on(self, element: str) -> bool:
        """Tell whether a property that is on or off is on."""
        node = next((node for layer in self.layers if (node := layer.find(f"{W}{element}")) is not None), None)
        return node is not None and node.get(f"{W}val", "true") not in ("0", "false", "off")


@dataclass(frozen=True)
class Control:
    """A content control or bookmark around a piece of a paragraph: its tag or name, offsets in the paragraph's text."""

    start: int
    end: int
    tag: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; ``layers`` are its properties, its own first. Deleted text is left out, inserted text kept."""

    style: str
    runs: tuple[Run, ...]
    layers: tuple[Element, ...]
    in_table: bool = False
    controls: tuple[Control, ...] = ()
    bookmarks: tuple[Control, ...] = ()
    comments: tuple[Control, ...] = ()  # the tag is the comment's id

    @cached_property
    def text(self) -> str:
        """Return the text, a soft break as a newline, without automatic numbers."""
        return "".join(run.text for run in self.runs)

    @property
    def outline(self) -> int:
        """Return the level in the outline from 1, 0 for body text."""
        value = self.get("outlineLvl")
        return int(value) + 1 if value is not None and value.isdecimal() and int(value) < 9 else 0

    def get(self, element: str, attribute: str = "val") -> str | None:
        """Return what holds for the paragraph, or ``None`` where nothing is said."""
        return _first(self.layers, element, attribute)

    def number(self, element: str, attribute: str = "val") -> int:
        """Return what holds as a whole number, 0 where nothing readable is said."""
        return whole(self.get(element, attribute))


@dataclass
class _Found:
    """What a walk through a paragraph has come upon so far; ``length`` is that of its text."""

    runs: list[Run] = field(default_factory=list)
    controls: list[Control] = field(default_factory=list)
    bookmarks: list[Control] = field(default_factory=list)
    comments: list[Control] = field(default_factory=list)
    opened: dict[str, tuple[int, str]] = field(default_factory=dict)  # bookmarks by id: where they begin, their name
    commented: dict[str, int] = field(default_factory=dict)  # comments by id: where they begin
    length: int = 0


class WordView:
    """The parts of a .docx. Its archive must have been checked against the limits before."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self._roots: dict[str, Element | None] = {}
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                self.names = tuple(archive.namelist())
                self._parts: Mapping[str, bytes] = {
                    part: archive.read(part) for part in self.names if part.endswith((".xml", ".rels"))
                }
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
            raise self._damaged() from error

    def holds(self, text: str, part: str = "word/document.xml") -> bool:
        """Tell whether a part holds a text anywhere, without parsing it."""
        return text.encode() in self._parts.get(part, b"")

    def part(self, name: str) -> Element | None:
        """Return a part's root, ``None`` where there is no such part. Raises ReadingError where it is no clean XML."""
        if name not in self._roots:
            data = self._parts.get(name)
            try:
                self._roots[name] = None if data is None else ElementTree.fromstring(data, forbid_dtd=True)
            except (ParseError, DefusedXmlException, ValueError) as error:
                raise self._damaged() from error
            root = self._roots[name]
            if root is not None and _deeper_than(root, _DEEPEST):
                raise self._damaged()
        return self._roots[name]

    def _damaged(self) -> ReadingError:
        return ReadingError(f"“{self._name}”已损坏或内容可疑，无法检查；请用 Word 或 WPS 打开并另存为 .docx 后重试。")

    @cached_property
    def document(self) -> Element:
        """Return the root of the main part."""
        root = self.part("word/document.xml")
        if root is None or root.find(f"{W}body") is None:
            raise self._damaged()
        return root

    @cached_property
    def styles(self) -> StyleSheet:
        """Return the style sheet."""
        return StyleSheet(self.part("word/styles.xml"))

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Return the paragraphs of the body in order, those of tables among them."""
        body = self.document.find(f"{W}body")
        return () if body is None else tuple(self._walk(body, in_table=False))

    def paragraphs_of(self, root: Element) -> tuple[Paragraph, ...]:
        """Return the paragraphs of another part (a footer)."""
        return tuple(self._walk(root, in_table=False))

    def relation_targets(self) -> tuple[tuple[str, str, bool], ...]:
        """Return (part, type, external) of every relationship of the package."""
        found = []
        for name in self.names:
            root = self.part(name) if name.endswith(".rels") else None
            for node in () if root is None else root:
                found.append((node.get("Target", ""), node.get("Type", ""), node.get("TargetMode") == "External"))
        return tuple(found)

    def footer(self, kind: str) -> Element | None:
        """Return the last section's footer of a kind (``default``, ``even``, ``first``)."""
        root = self.part("word/_rels/document.xml.rels")
        references = [
            node.get(f"{R}id", "")
            for section in self.document.iter(f"{W}sectPr")
            for node in section.findall(f"{W}footerReference")
            if node.get(f"{W}type", "default") == kind
        ]
        if root is None or not references:
            return None
        target = next((node.get("Target", "") for node in root if node.get("Id") == references[-1]), "")
        return self.part("word/" + target.removeprefix("/word/"))

    def _walk(self, parent: Element, *, in_table: bool) -> Iterator[Paragraph]:
        for child in parent:
            if child.tag == f"{W}p":
                yield self._paragraph(child, in_table=in_table)
            elif child.tag not in _DROPPED:
                yield from self._walk(child, in_table=in_table or child.tag == f"{W}tbl")

    def _paragraph(self, node: Element, *, in_table: bool) -> Paragraph:
        own = node.find(f"{W}pPr")
        style_id = _value(None if own is None else own.find(f"{W}pStyle")) or self.styles.default_id
        inherited = tuple(self.styles.layers(style_id, "pPr"))
        found = _Found()
        self._runs(node, tuple(self.styles.layers(style_id, "rPr")), found)
        layers = inherited if own is None else (own, *inherited)
        # a comment that reaches into the next paragraph counts as far as this one goes
        found.comments += [Control(start, found.length, tag) for tag, start in found.commented.items()]
        return Paragraph(
            self.styles.name(style_id),
            tuple(found.runs),
            layers,
            in_table,
            tuple(found.controls),
            tuple(found.bookmarks),
            tuple(found.comments),
        )

    def _runs(self, node: Element, inherited: tuple[Element, ...], found: _Found) -> None:
        for child in node:
            if child.tag == f"{W}r":
                own = child.find(f"{W}rPr")
                layers = inherited
                if own is not None:
                    character_style = _value(own.find(f"{W}rStyle"))
                    named = self.styles.chain(character_style) if character_style else ()
                    between = tuple(said for style in named if (said := style.find(f"{W}rPr")) is not None)
                    layers = (own, *between, *inherited)
                run = Run("".join(_content(child)), layers)
                found.runs.append(run)
                found.length += len(run.text)
            elif child.tag == f"{W}bookmarkStart":
                found.opened[child.get(f"{W}id", "")] = (found.length, child.get(f"{W}name", ""))
            elif child.tag == f"{W}bookmarkEnd" and child.get(f"{W}id", "") in found.opened:
                began, name = found.opened.pop(child.get(f"{W}id", ""))
                found.bookmarks.append(Control(began, found.length, name))
            elif child.tag == f"{W}commentRangeStart":
                found.commented[child.get(f"{W}id", "")] = found.length
            elif child.tag == f"{W}commentRangeEnd" and child.get(f"{W}id", "") in found.commented:
                tag = child.get(f"{W}id", "")
                found.comments.append(Control(found.commented.pop(tag), found.length, tag))
            elif child.tag not in _DROPPED:
                start = found.length
                self._runs(child, inherited, found)
                tag = _value(child.find(f"{W}sdtPr/{W}tag")) if child.tag == f"{W}sdt" else ""
                if tag:
                    found.controls.append(Control(start, found.length, tag))


def whole(text: str | None) -> int:
    """Return a whole number, 0 where ``text`` is none."""
    try:
        return int(text or 0)
    except ValueError:
        return 0


def _deeper_than(root: Element, limit: int) -> bool:
    waiting = [(root, 1)]
    while waiting:
        node, depth = waiting.pop()
        if depth > limit:
            return True
        waiting += [(child, depth + 1) for child in node]
    return False


def _content(run: Element) -> Iterator[str]:
    for child in run:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag == f"{W}tab":
            yield " "
        elif child.tag in (f"{W}br", f"{W}cr"):
            yield "\n"
        elif child.tag == f"{W}noBreakHyphen":
            yield "-"


def _first(layers: tuple[Element, ...], element: str, attribute: str) -> str | None:
    for layer in layers:
        node = layer.find(f"{W}{element}")
        value = None if node is None else node.get(f"{W}{attribute}")
        if value is not None:
            return value
    return None


def _value(node: Element | None) -> str:
    return "" if node is None else node.get(f"{W}val", "")
