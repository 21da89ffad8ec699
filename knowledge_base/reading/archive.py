"""What a zip archive holds, checked against its limits before a single part is unpacked."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from knowledge_base.errors import ReadingError
from knowledge_base.reading.source_text import Limits


def checked_names(data: bytes, name: str, limits: Limits) -> frozenset[str]:
    """Return the names of the archive's parts.

    Raises ReadingError where it is damaged, encrypted, or over a limit. Only the directory is read: a part that turns
    out larger than the directory says is cut off by zipfile at the size stated.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, UnicodeDecodeError) as error:
        raise ReadingError(f"“{name}”已损坏，无法打开；请用 Word 或 WPS 打开并另存为 .docx 后重新上传。") from error
    names = [entry.filename for entry in entries]
    if len(entries) > limits.archive_entries:
        raise ReadingError(
            f"“{name}”内含 {len(entries)} 个部件，超过 {limits.archive_entries} 个的上限；请检查文件来源。"
        )
    if len(set(names)) != len(names):
        raise ReadingError(f"“{name}”内有重名部件，结构可疑，未予读取；请用 Word 或 WPS 打开并另存后重新上传。")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise ReadingError(f"“{name}”设有密码，无法读取；请解除密码后重新上传。")
    if any(_escapes(part) for part in names):
        raise ReadingError(f"“{name}”内有越出文件夹的路径，未予读取；请检查文件来源。")
    largest = max((entry.file_size for entry in entries), default=0)
    total = sum(entry.file_size for entry in entries)
    packed = max(sum(entry.compress_size for entry in entries), 1)
    if largest > limits.archive_part_bytes or total > limits.archive_total_bytes or _bomb(entries, limits):
        raise ReadingError(
            f"“{name}”解压后达 {total / 1024 / 1024:.0f} MB（压缩比 {total // packed}:1），超过上限，疑为压缩炸弹，未予读取；请检查文件来源。"
        )
    return frozenset(names)


def is_word(parts: frozenset[str]) -> bool:
    """Tell from the names of its parts whether an archive is a .docx."""
    return "word/document.xml" in parts or (
        "[Content_Types].xml" in parts and any(p.startswith("word/") for p in parts)
    )


def is_office(parts: frozenset[str]) -> bool:
    """Tell from the names of its parts whether an archive is one document, of Word, Excel or another office program."""
    return "[Content_Types].xml" in parts or "mimetype" in parts


def documents_in(data: bytes, name: str, limits: Limits) -> Iterator[tuple[str, bytes | ReadingError]]:
    """Yield name and bytes of each file in an archive of reports, or why it cannot be taken out.

    What programs add of their own (``__MACOSX``, ``~$总结.docx``, ``.DS_Store``) is passed over. Raises ReadingError as
    ``checked_names`` does.
    """
    checked_names(data, name, limits)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            shown = _name_of(entry)
            if entry.is_dir() or _is_by_product(shown):
                continue
            if entry.file_size > limits.file_bytes:
                yield (
                    shown,
                    ReadingError(
                        f"“{name}”中的“{shown}”超过 {limits.file_bytes // 1024 // 1024} MB 的上限；请单独处理。"
                    ),
                )
                continue
            try:
                yield shown, archive.read(entry)
            except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
                yield shown, ReadingError(f"“{name}”中的“{shown}”已损坏，无法解压；请重新打包后上传。")


def _name_of(entry: zipfile.ZipInfo) -> str:
    """Return a member's name; Chinese Windows writes it in GBK and says nothing of it, and zipfile reads code page 437."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return entry.filename


def _is_by_product(name: str) -> bool:
    pieces = PurePosixPath(name.replace("\\", "/")).parts
    return not pieces or "__MACOSX" in pieces or pieces[-1].startswith((".", "~$")) or pieces[-1].lower() == "thumbs.db"


def _escapes(part: str) -> bool:
    pieces = part.replace("\\", "/").split("/")
    return part.startswith(("/", "\\")) or ".." in pieces or ":" in pieces[0]


def _bomb(entries: list[zipfile.ZipInfo], limits: Limits) -> bool:
    # a small part may be all alike and pack well (a theme, an empty style sheet): the ratio counts from 1 MB
    return any(
        entry.file_size > 1024 * 1024 and entry.file_size > limits.archive_ratio * max(entry.compress_size, 1)
        for entry in entries
    )
