"""Bytes of a .txt or .md file as paragraphs: byte-order mark, then strict UTF-8, then GB 18030."""

import codecs
import re

from knowledge_base.errors import ReadingError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Control characters that no text holds; a few (form feed, vertical tab) are left by old word processors.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_PRIVATE = re.compile(r"[\ue000-\uf8ff\U000f0000-\U0010ffff]")
#: Characters of a Chinese text, or of any text in Latin letters; what a wrong decoding seldom gives.
_EXPECTED = re.compile(
    r"[\t\n\r -~\u00a0-\u00ff\u2000-\u206f\u2100-\u22ff\u2460-\u24ff\u2500-\u27bf\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]"
)
_BREAK = re.compile(r"\r\n?|\n|\u2028|\u2029|\x0b|\x0c|\x85")
_MARKDOWN_HEADING = re.compile(r"#{1,6}\s+(.+?)\s*#*$")
#: Bold that is surely Markdown: a whole line, or a run at its beginning that ends a clause. ``学习**次、集中研讨**次``
#: has two masks and would be bold to a Markdown reader.
_MARKDOWN_BOLD = re.compile(
    r"^(\*\*|__)(?![\s*_])([^*_]{2,60}?[^\s*_])\1(?=$)|^\*\*(?![\s*])([^*]{2,60}?[。：:、.])\*\*"
)


def decode(data: bytes, name: str) -> str:
    """Return the text. Raises ReadingError where the bytes are no text in any encoding that is in use."""
    text = _decoded(data)
    if text is None or is_garbage(text):
        raise ReadingError(
            f"“{name}”不是可读的文本（编码既非 UTF-8 也非 GB18030）；请在记事本中打开，另存为 UTF-8 编码后重新上传。"
        )
    return text


def lines_of(text: str) -> tuple[str, ...]:
    """Return the lines that hold anything, without the blank around them and without Markdown's heading marks."""
    lines = []
    for raw in _BREAK.split(text):
        line = raw.strip(" \t\u3000\u00a0\u2002\u2003\ufeff")
        heading = _MARKDOWN_HEADING.fullmatch(line)
        line = heading.group(1) if heading else line
        line = _MARKDOWN_BOLD.sub(lambda found: found.group(2) or found.group(3) or "", line)
        if line:
            lines.append(line)
    return tuple(lines)


def _decoded(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding)
    utf8 = _strict(data, "utf-8")
    return utf8 if utf8 is not None else _strict(data, "gb18030")


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def is_garbage(text: str) -> bool:
    """Tell whether a text is bytes of something else, decoded."""
    if _CONTROL.search(text):
        return True
    # GB 18030 decodes nearly any bytes: to rare characters and private ones
    unexpected = len(text) - len(_EXPECTED.findall(text))
    return unexpected > max(2, len(text) // 20) or len(_PRIVATE.findall(text)) > max(2, len(text) // 50)
