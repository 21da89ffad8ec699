"""Makes .pdf files of lines of Chinese at given places, so that a test can say exactly what stands where."""

from collections.abc import Sequence

Placed = tuple[float, float, str]  # left, baseline, text

SIZE = 16.0
LEFT, TOP, PITCH = 90.0, 760.0, 29.0
COLUMN = 26  # characters a line


def pdf_file(pages: Sequence[Sequence[Placed]]) -> bytes:
    """Return a .pdf whose every line is drawn in one 16-point font, each character one em wide."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /UniGB-UTF16-H /DescendantFonts [<< /Type /Font "
        b"/Subtype /CIDFontType0 /BaseFont /SimSun /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> "
        b"/DW 1000 /FontDescriptor << /Type /FontDescriptor /FontName /SimSun /Flags 4 /FontBBox [0 -200 1000 900] "
        b"/ItalicAngle 0 /Ascent 900 /Descent -200 /CapHeight 700 /StemV 80 >> >>] >>"
    )
    objects.append(font)
    kids = []
    for page in pages:
        stream = b"".join(_drawn(*placed) for placed in page)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
            % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    return _assembled(objects)


def typeset(paragraphs: Sequence[str], lines_a_page: int = 24, *, numbered: bool = False) -> bytes:
    """Return a .pdf of paragraphs, indented by two characters and broken into lines of 26, the first a centred title."""
    lines: list[tuple[float, str]] = []
    for text in paragraphs:
        rest = "　　" + text
        while rest:
            lines.append((LEFT, rest[:COLUMN]))
            rest = rest[COLUMN:]
    pages = []
    for start in range(0, len(lines), lines_a_page):
        page = [(left, TOP - PITCH * at, text) for at, (left, text) in enumerate(lines[start : start + lines_a_page])]
        if numbered:
            page.append((280.0, 40.0, f"— {len(pages) + 1} —"))
        pages.append(page)
    return pdf_file(pages)


def _drawn(left: float, baseline: float, text: str) -> bytes:
    return b"BT /F1 %.0f Tf %.2f %.2f Td <%s> Tj ET\n" % (SIZE, left, baseline, text.encode("utf-16-be").hex().encode())


def _assembled(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
