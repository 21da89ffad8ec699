"""The pages of an exported file as pictures: what LibreOffice makes of the very bytes that are downloaded."""

import io
from typing import TYPE_CHECKING

from drafting.errors import ExportError
from drafting.layout.office import to_pdf

if TYPE_CHECKING:
    from PIL.Image import Image

DOTS_PER_INCH = 80
MOST_PAGES = 60


def preview(data: bytes, *, most_pages: int = MOST_PAGES, dots_per_inch: int = DOTS_PER_INCH) -> tuple[bytes, ...]:
    """Return the pages of a .docx that Zhibi has written, each a PNG; at most ``most_pages`` of them.

    Fonts that the machine lacks are replaced by others, so a line may break elsewhere than in Word. Raises ExportError
    where LibreOffice (or pypdfium2) is missing.
    """
    return page_pictures(to_pdf(data), most_pages=most_pages, dots_per_inch=dots_per_inch)


def page_pictures(pdf: bytes, *, most_pages: int = MOST_PAGES, dots_per_inch: int = DOTS_PER_INCH) -> tuple[bytes, ...]:
    """Return the pages of a PDF as PNGs. Raises ExportError where they cannot be drawn."""
    try:
        import pypdfium2  # heavy, and not needed for anything else
    except ImportError as error:
        raise ExportError("缺少 pypdfium2，无法预览版面；请安装后重试，或下载 .docx 查看。") from error
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise ExportError("转出的 PDF 无法打开，不能预览版面；请下载 .docx 查看。") from error
    try:
        return tuple(
            _picture(document[number].render(scale=dots_per_inch / 72).to_pil())
            for number in range(min(len(document), most_pages))
        )
    finally:
        document.close()


def _picture(image: "Image") -> bytes:
    from PIL import ImageChops

    buffer = io.BytesIO()
    # few shades are enough for black text, and make the picture a third as large; the red of a red head needs its own
    red, green, _ = image.convert("RGB").split()
    coloured = ImageChops.difference(red, green).getbbox() is not None
    image.quantize(256 if coloured else 32).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
