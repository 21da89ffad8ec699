"""The door for files: bytes in, paragraphs out, or one sentence that says what to do."""

from collections.abc import Iterator
from pathlib import Path

from knowledge_base.errors import ReadingError
from knowledge_base.reading import archive, converted_document, pdf_document, plain_text, web_page, word_document
from knowledge_base.reading.file_type import FileType, file_type
from knowledge_base.reading.source_text import Limits, SourceText

READABLE = (".docx", ".doc", ".rtf", ".pdf", ".html", ".htm", ".txt", ".md", ".zip")

_ADVICE = {
    FileType.ENCRYPTED: "请解除密码并另存为 .docx 后上传",
    FileType.OLD_WORKBOOK: "数据表请在“数据表”处上传",
    FileType.OLD_SLIDES: "请上传 .docx、.doc、.pdf、.txt 或 .md",
    FileType.OLE: "请上传 .docx、.doc、.pdf、.txt 或 .md",
    FileType.IMAGE: "请上传可编辑的 .docx、.pdf、.txt 或 .md",
    FileType.ARCHIVE: "请解压后上传，或改用 .zip",
    FileType.BINARY: "请上传 .docx、.doc、.pdf、.txt 或 .md",
}


def read_document(path: Path, limits: Limits | None = None) -> SourceText:
    """Return the paragraphs of a file. Raises ReadingError: missing, empty, damaged, of no readable type, over a limit."""
    limits = limits or Limits()
    return read_document_bytes(file_bytes(path, limits), path.name, limits)


def file_bytes(path: Path, limits: Limits) -> bytes:
    """Return a file's bytes. Raises ReadingError where it is missing, a folder, not readable or too large."""
    try:
        if path.is_dir():
            raise ReadingError(f"“{path}”是文件夹，不是文件；请指定其中的文件。")
        if path.stat().st_size > limits.file_bytes:
            raise _too_large(path.name, path.stat().st_size, limits)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ReadingError(f"找不到文件“{path}”；请检查路径。") from error
    except (OSError, ValueError) as error:
        raise ReadingError(f"无法打开文件“{path}”；请检查路径和读取权限。") from error


def documents_of(data: bytes, name: str, limits: Limits) -> Iterator[tuple[str, bytes | ReadingError]]:
    """Yield name and bytes of the file itself or, of an archive of reports, of each file in it (``往年.zip/总结.docx``).

    A file that cannot be taken out comes as the error. Raises ReadingError where the archive is damaged or over a limit.
    """
    packed = file_type(data) is FileType.ZIP and not archive.is_office(archive.checked_names(data, name, limits))
    if not packed:
        yield name, data
        return
    found = False
    for member, content in archive.documents_in(data, name, limits):
        found = True
        yield f"{name}/{member}", content
    if not found:
        raise ReadingError(f"压缩包“{name}”里没有文件；请检查后重新上传。")


def read_document_bytes(data: bytes, name: str, limits: Limits | None = None) -> SourceText:
    """Return the paragraphs of a file's bytes; ``name`` is only for messages. Raises ReadingError as above."""
    limits = limits or Limits()
    if not data:
        raise ReadingError(f"“{name}”是空文件，没有可读的内容；请检查后重新上传。")
    if len(data) > limits.file_bytes:
        raise _too_large(name, len(data), limits)
    source = _read(file_type(data), data, name, limits)
    if not source.paragraphs:
        raise ReadingError(f"“{name}”里没有文字；请检查后重新上传。")
    if sum(map(len, source.paragraphs)) > limits.characters:
        raise ReadingError(f"“{name}”超过 {limits.characters // 10_000} 万字的上限；请拆分后上传。")
    return source


def _read(kind: FileType, data: bytes, name: str, limits: Limits) -> SourceText:
    match kind:
        case FileType.ZIP:
            return _read_zip(data, name, limits)
        case FileType.TEXT:
            return SourceText(plain_text.lines_of(plain_text.decode(data, name)))
        case FileType.HTML:
            return web_page.read_page(data, name, limits)
        case FileType.PDF:
            return pdf_document.read_pdf(data, name, limits)
        case FileType.OLD_WORD:
            return converted_document.read_converted(data, name, ".doc", limits)
        case FileType.RTF:
            return converted_document.read_converted(data, name, ".rtf", limits)
        case _:
            raise ReadingError(f"“{name}”实际是{kind.value}，不能读取；{_ADVICE[kind]}。")


def _read_zip(data: bytes, name: str, limits: Limits) -> SourceText:
    parts = archive.checked_names(data, name, limits)
    if archive.is_word(parts):
        return word_document.read_word(data, name, limits)
    if "xl/workbook.xml" in parts:
        raise ReadingError(f"“{name}”实际是 Excel 表格，不是报告；数据表请在“数据表”处上传。")
    if "ppt/presentation.xml" in parts:
        raise ReadingError(f"“{name}”实际是演示文稿，不是报告；请上传 .docx、.txt 或 .md。")
    raise ReadingError(f"“{name}”实际是压缩包，不是一份报告；请在“资料库”处上传，或解压后逐个上传。")


def _too_large(name: str, size: int, limits: Limits) -> ReadingError:
    return ReadingError(
        f"“{name}”有 {size / 1024 / 1024:.1f} MB，超过 {limits.file_bytes // 1024 // 1024} MB 的上限；请去掉图片后重新上传。"
    )
