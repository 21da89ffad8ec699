"""A .docx as paragraphs: the walk over its XML runs in a process of its own, with a ceiling on memory and CPU."""

from typing import Any

from knowledge_base.reading.confined_worker import read_confined
from knowledge_base.reading.source_text import Limits, SourceText


def read_word(data: bytes, name: str, limits: Limits) -> SourceText:
    """Return the document's text. The archive's totals must have been checked. Raises ReadingError."""
    found = read_confined("word_worker.py", data, name, limits, limits.characters)
    return SourceText(
        tuple(found["paragraphs"]), _notes(found), "docx", tuple(found["styles"]), tuple(found["outlines"])
    )


_UNREAD = {
    "macro": "含有宏，未执行",
    "object": "含有嵌入的对象（表格、图表等），未读入",
    "chunk": "含有嵌入的其他文件（altChunk），未读入",
}


def _notes(found: dict[str, Any]) -> tuple[str, ...]:
    notes = []
    if found["inserted"]:
        notes.append(f"修订：保留插入的文字 {found['inserted']} 处")
    if found["deleted"]:
        notes.append(f"修订：去掉已删除的文字 {found['deleted']} 处")
    if found["hidden"]:
        notes.append(f"去掉隐藏文字 {found['hidden']} 处")
    if found["numbered"]:
        notes.append(f"还原自动编号 {found['numbered']} 处")
    if found["tables"]:
        notes.append(f"表格 {found['tables']} 个，按行读入")
    notes += [_UNREAD[kind] for kind in found["unread"] if kind in _UNREAD]
    return tuple(notes)
