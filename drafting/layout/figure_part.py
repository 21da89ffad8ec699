"""The figure sheet inside the file: a custom XML part with every figure that a number of the text may be traced to.

Word, WPS and LibreOffice keep such a part when they save, and show it to nobody. Only what a check needs is written:
figures, the facts read from notes (not the notes), the period and the date.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from xml.etree.ElementTree import Element
from xml.sax.saxutils import quoteattr

from drafting.checking.supplied import Supplied
from drafting.figure import Figure
from drafting.figure_sheet import figures_from_rows, rows_of
from drafting.figure_table import HEDGE, NAME, NOTE, PREVIOUS, SCOPE, SOURCE, TOPIC, UNIT, VALUE
from drafting.layout.word_view import WordView, whole
from knowledge_base.reading import Limits
from knowledge_base.reading.archive import checked_names
from knowledge_base.report import Period

FIGURES = "urn:zhibi:figures:1"
FIGURES_PART, PROPERTIES_PART = "customXml/item1.xml", "customXml/itemProps1.xml"
# Word tells stores of one document apart by it; ours is always the same, for the same text gives the same bytes.
_STORE_ID = "{5A1C6C1E-2B0F-4C7A-9E1B-7A6869626901}"
_MOST_FIGURES = 5_000
_FIRST_YEAR, _LAST_YEAR = 1900, 2999

_ATTRIBUTES: Mapping[str, str] = {
    NAME: "name",
    VALUE: "value",
    UNIT: "unit",
    PREVIOUS: "previous",
    SCOPE: "scope",
    HEDGE: "hedge",
    TOPIC: "topic",
    SOURCE: "source",
    NOTE: "note",
}


def figure_parts(supplied: Supplied) -> dict[str, str]:
    """Return the parts that carry the data, none where there is nothing to carry."""
    if not (supplied.figures or supplied.facts):
        return {}
    period = supplied.period
    head = [f"<figures xmlns={quoteattr(FIGURES)}"]
    head += [f' year="{period.year}"'] if period else []
    head += [f' half="{period.half}"'] if period and period.half else []
    head += [f' quarter="{period.quarter}"'] if period and period.quarter else []
    head += [f' date="{supplied.date.isoformat()}"'] if supplied.date else []
    rows = [*_rows("figure", supplied.figures), *_rows("fact", supplied.facts)]
    properties = (
        f'<ds:datastoreItem ds:itemID="{_STORE_ID}" '
        'xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"><ds:schemaRefs>'
        f"<ds:schemaRef ds:uri={quoteattr(FIGURES)}/></ds:schemaRefs></ds:datastoreItem>"
    )
    return {FIGURES_PART: "".join([*head, ">", *rows, "</figures>"]), PROPERTIES_PART: properties}


def read_supplied(data: bytes, name: str = "文档") -> Supplied | None:
    """Return the data that a .docx carries, ``None`` where it carries none.

    The file is a stranger's: a row that cannot be read is passed over. Raises ReadingError where the archive is over a
    limit, or the part is no clean XML.
    """
    limits = Limits()
    parts = checked_names(data, name, limits)
    if not any(part.startswith("customXml/") for part in parts):
        return None
    view = WordView(data, name)
    for part in sorted(parts):  # a program that saves the file may number its parts anew
        root = view.part(part) if part.startswith("customXml/") and part.endswith(".xml") else None
        if root is not None and root.tag == f"{{{FIGURES}}}figures":
            return _supplied(root)
    return None


def _rows(tag: str, figures: Sequence[Figure]) -> Iterator[str]:
    for figure, row in zip(figures, rows_of(figures), strict=True):
        cells = "".join(f" {_ATTRIBUTES[column]}={quoteattr(_clean(cell))}" for column, cell in row.items() if cell)
        yield f"<{tag} id={quoteattr(_clean(figure.id))}{cells}/>"


def _clean(text: str) -> str:
    """Return a cell without the characters that no XML can hold."""
    return "".join(char for char in text if char in "\t\n" or (char >= " " and not "\ud800" <= char <= "\udfff"))


def _supplied(root: Element) -> Supplied:
    year, half, quarter = (whole(root.get(name)) for name in ("year", "half", "quarter"))
    period = None
    if _FIRST_YEAR <= year <= _LAST_YEAR:
        period = Period(year, half if half in (1, 2) else None, quarter if quarter in (1, 2, 3, 4) else None)
    return Supplied(
        figures=tuple(_figures(root, "figure")),
        facts=tuple(_figures(root, "fact")),
        period=period,
        date=_date(root.get("date", "")),
    )


def _figures(root: Element, tag: str) -> Iterator[Figure]:
    for place, node in enumerate(root.findall(f"{{{FIGURES}}}{tag}")[:_MOST_FIGURES], start=1):
        row = {column: node.get(attribute, "") for column, attribute in _ATTRIBUTES.items()}
        for figure in figures_from_rows([row]).figures:
            yield replace(figure, id=node.get("id", figure.id), row=place)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
