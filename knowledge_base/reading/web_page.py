"""A saved web page as paragraphs: the article, without the site around it."""

from knowledge_base.reading.confined_worker import read_confined
from knowledge_base.reading.source_text import Limits, SourceText


def read_page(data: bytes, name: str, limits: Limits) -> SourceText:
    """Return the page's article, or all of its text where it has no frame around it. Raises ReadingError."""
    found = read_confined("html_worker.py", data, name, limits, limits.characters)
    notes = []
    if found["framed"]:
        notes.append("网页只取正文，导航等部分未读入")
    if found["hidden"]:
        notes.append(f"去掉网页中的隐藏文字 {found['hidden']} 处")
    return SourceText(tuple(found["paragraphs"]), tuple(notes), "html")
