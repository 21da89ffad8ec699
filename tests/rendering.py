"""Rendering a .docx with LibreOffice, with full-coverage free fonts standing in for the licensed ones of the standard."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

FANDOL = Path("/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol")
# Every name that a profile uses, and the font that stands in for it. Fandol has the whole of GB 2312.
STAND_INS = {
    "仿宋_GB2312": "FandolFang R",
    "仿宋": "FandolFang R",
    "黑体": "FandolHei",
    "楷体_GB2312": "FandolKai",
    "楷体": "FandolKai",
    "方正小标宋简体": "FandolSong",
    "华文中宋": "FandolSong",
    "宋体": "FandolSong",
    "Times New Roman": "FandolSong",
}


def require_rendering() -> None:
    """Skip the calling test, saying what is missing, where pages cannot be rendered."""
    missing = [name for name in ("soffice", "pdffonts") if shutil.which(name) is None]
    if not FANDOL.is_dir():
        missing.append("Fandol fonts (texlive-lang-chinese)")
    if missing:
        pytest.skip(f"cannot render pages: {', '.join(missing)} not installed")


def render_pdf(data: bytes, folder: Path) -> Path:
    """Return the PDF that LibreOffice makes of a .docx; ``folder`` holds the files, its profile and the fonts' cache."""
    source = folder / "rendered.docx"
    source.write_bytes(data)
    convert(source, "pdf", folder)
    return folder / "rendered.pdf"


def convert(source: Path, form: str, folder: Path) -> Path:
    """Convert ``source`` with LibreOffice into ``folder``; no network, a profile and fonts of its own."""
    environment = {
        **os.environ,
        "FONTCONFIG_FILE": str(font_configuration(folder)),
        "HOME": str(folder),
        "SAL_USE_VCLPLUGIN": "svp",
    }
    profile = f"-env:UserInstallation=file://{folder}/libreoffice"
    command = [
        "soffice",
        profile,
        "--headless",
        "--norestore",
        "--convert-to",
        form,
        "--outdir",
        str(folder),
        str(source),
    ]
    done = subprocess.run(command, env=environment, capture_output=True, timeout=240, check=False, text=True)
    target = folder / f"{source.stem}.{form.partition(':')[0]}"
    assert target.is_file(), f"LibreOffice wrote nothing: {done.stdout} {done.stderr}"
    return target


def font_configuration(folder: Path) -> Path:
    """Write a configuration, for ``FONTCONFIG_FILE``, that knows the stand-ins alone; return it.

    What a machine happens to have of Chinese fonts must not decide how a page is broken into lines.
    """
    path = folder / "fonts.conf"
    aliases = "".join(
        f'<match target="pattern"><test name="family"><string>{name}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{stand_in}</string></edit></match>'
        for name, stand_in in STAND_INS.items()
    )
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{FANDOL}</dir><cachedir>{folder}/fontcache</cachedir>{aliases}</fontconfig>",
        encoding="utf-8",
    )
    return path


@dataclass(frozen=True)
class Line:
    """A line of a rendered page: its characters, and where it stands in points from the page's top and left."""

    text: str
    top: float
    bottom: float
    left: float
    right: float


@dataclass(frozen=True)
class Page:
    """A rendered page: its lines from top to bottom, and the height in points."""

    lines: tuple[Line, ...]
    height: float


def read_pages(pdf: Path) -> tuple[Page, ...]:
    """Return the lines of each page of a PDF, as they are seen."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return tuple(_read_page(document[number]) for number in range(len(document)))
    finally:
        document.close()


def dash_height(pdf: Path, number: int) -> float:
    """Return how many points below the page's top the ink of the page number's first dash stands, on page ``number``."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[number - 1]
        text_page = page.get_textpage()
        text = [text_page.get_text_range(place, 1) for place in range(text_page.count_chars())]
        dash = len(text) - 1 - text[::-1].index("—")
        _, bottom, _, top = text_page.get_charbox(dash)
        return float(page.get_height() - (top + bottom) / 2)
    finally:
        document.close()


def fonts_of(pdf: Path) -> frozenset[str]:
    """Return the names of the fonts in a PDF, without the subset's prefix."""
    listing = subprocess.run(["pdffonts", str(pdf)], capture_output=True, text=True, check=True).stdout
    names = [line.split()[0] for line in listing.splitlines()[2:] if line.strip()]
    return frozenset(name.partition("+")[2] or name for name in names)


def _read_page(page: object) -> Page:
    height = page.get_height()  # type: ignore[attr-defined]  # pypdfium2 publishes no types
    text_page = page.get_textpage()  # type: ignore[attr-defined]  # as above
    characters = []
    for place in range(text_page.count_chars()):
        char = text_page.get_text_range(place, 1)
        if char.strip():
            left, bottom, right, top = text_page.get_charbox(place, loose=True)
            characters.append((char, left, height - top, right, height - bottom))
    rows: list[list[tuple[str, float, float, float, float]]] = []
    for item in sorted(characters, key=lambda item: (item[2] + item[4], item[1])):
        middle = (item[2] + item[4]) / 2
        if rows and abs((rows[-1][0][2] + rows[-1][0][4]) / 2 - middle) < 6:
            rows[-1].append(item)
        else:
            rows.append([item])
    lines = []
    for row in rows:
        row.sort(key=lambda item: item[1])
        lines.append(
            Line(
                "".join(item[0] for item in row),
                min(item[2] for item in row),
                max(item[4] for item in row),
                row[0][1],
                row[-1][3],
            )
        )
    return Page(tuple(lines), height)
