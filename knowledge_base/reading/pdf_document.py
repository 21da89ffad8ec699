"""A .pdf as paragraphs: characters put together to lines, and lines to paragraphs."""

from knowledge_base.reading.confined_worker import read_confined
from knowledge_base.reading.source_text import Limits, SourceText


def read_pdf(data: bytes, name: str, limits: Limits) -> SourceText:
    """Return the document's text. Raises ReadingError, with advice for a scanned one."""
    found = read_confined("pdf_worker.py", data, name, limits, limits.pdf_pages, limits.characters)
    notes = []
    if found["margins"]:
        notes.append(f"去掉页眉、页码 {len(found['margins'])} 处")
    if found["bare_pages"]:
        pages = "、".join(map(str, found["bare_pages"][:10])) + ("等" if len(found["bare_pages"]) > 10 else "")
        notes.append(f"第 {pages} 页没有文字（空白页或扫描页），未读入")
    if found["scanned_text"]:
        notes.append("文字是扫描后识别（OCR）的，可能有错字，请对照原件核对")
    return SourceText(tuple(found["paragraphs"]), tuple(notes), "pdf")
