"""What a file is, told from its bytes: the name may lie (a photograph called 总结.docx)."""

import re
from enum import Enum

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*")

_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|div|p|meta|table|article)[\s>/]")


class FileType(Enum):
    """A kind of file; the value is what a writer calls it."""

    ZIP = "压缩包"
    TEXT = "文本"
    PDF = "PDF 文件"
    OLD_WORD = "旧版 Word 文件（.doc）"
    ENCRYPTED = "加密的 Office 文件"
    RTF = "RTF 文件"
    HTML = "网页文件"
    OLD_WORKBOOK = "旧版 Excel 表格（.xls）"
    OLD_SLIDES = "旧版演示文稿（.ppt）"
    OLE = "Office 文件，但不是 Word 文件"
    IMAGE = "图片"
    ARCHIVE = "压缩包（rar、7z 或 gz）"
    BINARY = "二进制文件"


#: A file of streams is what its directory, in UTF-16, says is in it; an encrypted .docx has an EncryptedPackage.
_STREAMS = (
    ("EncryptedPackage", FileType.ENCRYPTED),
    ("WordDocument", FileType.OLD_WORD),
    ("PowerPoint Document", FileType.OLD_SLIDES),
    ("Workbook", FileType.OLD_WORKBOOK),
)


def file_type(data: bytes) -> FileType:
    """Return what the bytes are. Anything that is no known container and has no NUL byte is taken for text."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return FileType.ZIP
    if b"%PDF-" in data[:1024]:
        return FileType.PDF
    if data.startswith(_OLE):
        return next((kind for stream, kind in _STREAMS if stream.encode("utf-16-le") in data), FileType.OLE)
    if data.startswith(b"{\\rtf"):
        return FileType.RTF
    if data.startswith(_IMAGES) or (data.startswith(b"RIFF") and data[8:12] == b"WEBP") or _is_bitmap(data):
        return FileType.IMAGE
    if data.startswith((b"Rar!\x1a", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08")):
        return FileType.ARCHIVE
    if _is_page(data):
        return FileType.HTML
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return FileType.TEXT  # UTF-16 with its mark: full of NUL bytes, and still text
    return FileType.BINARY if b"\x00" in data else FileType.TEXT


def _is_page(data: bytes) -> bool:
    head = data[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace(b"\x00", b"")[2:]
    head = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    # a page may be saved with a comment or an XML declaration before it, or as the piece of it that was copied
    if not head.startswith(b"<"):
        return False
    return _PAGE.search(head) is not None


def _is_bitmap(data: bytes) -> bool:
    # a text may begin with the letters BM; a bitmap has its size and four zero bytes after them
    return data.startswith(b"BM") and len(data) > 14 and data[6:10] == b"\x00\x00\x00\x00"
