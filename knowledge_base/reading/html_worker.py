"""Reads a web page from standard input and writes its paragraphs as JSON; run alone, in a limited process.

readability-lxml finds the part of the page that is the article; the paragraphs are taken from its blocks. Never imports its
own package. Nothing the page names is fetched: the parser is given a text, and the process has no network.
"""

import codecs
import json
import os
import re
import sys
from collections.abc import Iterator
from typing import Any

#: The article must hold this share of the page's own paragraphs, or the page has no frame around it to be taken off.
LEAST_SHARE = 0.6
MAX_DEPTH = 200

_DROPPED = frozenset(
    {
        *("script", "style", "template", "noscript", "head", "title", "iframe", "object", "embed", "svg", "canvas"),
        *("button", "select", "option", "textarea", "form", "nav"),
    }
)
_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt"),
        *(
            "fieldset",
            "figcaption",
            "figure",
            "footer",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "html",
            "li",
        ),
        *("main", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"),
    }
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])", re.I)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.I)
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_WIDE = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’…—·"
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BETWEEN_WIDE = re.compile(rf"(?<=[{_WIDE}]) (?=[{_WIDE}])")
_CELL = "\x1f"


class Refused(Exception):  # noqa: N818 - a refusal with its reason, passed to the parent process, not an error class
    """The page is not read; ``reason`` is a word that the parent process has a sentence for."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read(data: bytes, limit: int) -> dict[str, Any]:
    """Return the paragraphs and what was found on the way. Raises Refused."""
    import lxml.etree
    import lxml.html

    text = _decoded(data)
    # an encoding named in an XML declaration is refused by lxml for a text that is decoded already
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    if not re.sub(r"<[^>]*>", "", text).strip():
        return {"paragraphs": [], "hidden": 0, "framed": False}
    try:
        tree = lxml.html.document_fromstring(text, parser=lxml.html.HTMLParser(no_network=True, huge_tree=False))
    except (lxml.etree.LxmlError, ValueError) as error:
        raise Refused("damaged") from error
    if _too_deep(tree):
        raise Refused("depth")
    hidden = _drop_hidden(tree)
    whole = _paragraphs(tree)
    article = _article(lxml.html.tostring(tree, encoding="unicode"))
    framed = _length(article) < _length(whole)
    paragraphs = article if article and _length(article) >= LEAST_SHARE * _length(_prose(whole)) else whole
    if paragraphs is article:
        paragraphs = _with_title(tree, article)
    if sum(map(len, paragraphs)) > limit:
        raise Refused("size")
    return {"paragraphs": paragraphs, "hidden": hidden, "framed": framed and paragraphs is not whole}


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    named = _CHARSET.search(data[:4096])
    name = named.group(1).decode("ascii", "replace").lower() if named else ""
    # gb2312 in a page means what browsers make of it: its superset
    encodings = ["gb18030" if name.startswith("gb") else name] if name else []
    for encoding in (*encodings, "utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("utf-8", "replace")


def _too_deep(tree: Any) -> bool:
    depth = 0
    level = [tree]
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            return True
        level = [child for node in level for child in node]
    return False


def _drop_hidden(tree: Any) -> int:
    """Take out what a reader of the page does not see: sites hide junk in it. Return how many pieces had text."""
    hidden = 0
    for node in list(tree.iter()):
        style = node.get("style", "") if isinstance(node.tag, str) else ""
        if isinstance(node.tag, str) and (node.get("hidden") is not None or _HIDDEN.search(style)):
            hidden += bool("".join(node.itertext()).strip()) and node.tag not in _DROPPED
            if node.getparent() is not None and node.tag not in ("html", "body"):
                node.drop_tree()
    return hidden


def _article(page: str) -> list[str]:
    import logging

    import lxml.html
    from readability import Document
    from readability.readability import Unparseable

    logging.disable(logging.CRITICAL)
    try:
        summary = Document(page).summary(html_partial=True)
        return _paragraphs(lxml.html.fragment_fromstring(summary, create_parent="div")) if summary.strip() else []
    except (Unparseable, lxml.etree.LxmlError, ValueError, TypeError, KeyError, AttributeError):
        return []  # it fails in many ways on pages without an article; the whole page is read then


def _with_title(tree: Any, article: list[str]) -> list[str]:
    """Return the article with the page's main heading before it, which often stands outside."""
    for heading in tree.iter("h1"):
        lines = _paragraphs(heading)
        title = "".join(lines)
        if 6 <= len(title) <= 80 and _bare(title) not in _bare("".join(article[:3])):
            return [title, *article]
        break
    return article


def _prose(paragraphs: list[str]) -> list[str]:
    """Return the paragraphs that are sentences or headings of a report, not links and buttons."""
    return [text for text in paragraphs if len(text) > 25 or re.search(r"[。；：]", text)]


def _length(paragraphs: list[str]) -> int:
    return sum(map(len, paragraphs))


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def _paragraphs(tree: Any) -> list[str]:
    lines = [""]
    for piece in _pieces(tree):
        if piece == "\n":
            lines.append("")
        else:
            lines[-1] += piece
    return [text for text in map(_tidy, lines) if text]


def _pieces(node: Any) -> Iterator[str]:
    """Yield the texts of a tree, with line breaks where a block begins or ends. Without recursion: depth is the page's."""
    todo: list[Any] = [node]
    while todo:
        item = todo.pop()
        if isinstance(item, str):
            yield item
            continue
        if not isinstance(item.tag, str) or item.tag in _DROPPED:
            continue
        if item.tag == "br":
            yield "\n"
            continue
        after: list[Any] = []
        cell = item.tag in ("td", "th")
        if item.tag in _BLOCKS and not _in_cell(item):
            yield "\n"
            after.append("\n")
        if cell:
            after.append(_CELL)
        inner: list[Any] = [_blank(item.text)]
        for child in item:
            inner += [child, _blank(child.tail)]
        todo += [*after, *reversed(inner)]


def _blank(text: str | None) -> str:
    # a line break of the source is a blank to a reader; only <br> and blocks break lines
    return _SPACE.sub(" ", text or "")


def _in_cell(node: Any) -> bool:
    # a paragraph in a table's cell does not end the row
    return node.tag not in ("tr", "table") and any(parent.tag in ("td", "th") for parent in node.iterancestors())


def _tidy(line: str) -> str:
    cells = [_SPACE.sub(" ", cell).strip(" \u3000\u00a0\u2002\u2003\ufeff\u200b") for cell in line.split(_CELL)]
    text = " | ".join(cell for cell in cells if cell)
    return _BETWEEN_WIDE.sub("", text)


def main(limit: int) -> None:
    """Read standard input, write one JSON object: the paragraphs and facts, or ``{"error": reason}``."""
    sys.path.extend(os.environ.get("ZHIBI_PACKAGES", "").split("\n"))
    try:
        answer = read(sys.stdin.buffer.read(), limit)
    except Refused as refusal:
        answer = {"error": refusal.reason}
    except (MemoryError, RecursionError):
        answer = {"error": "memory"}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]))
