"""Makes .docx files of raw XML, so that a test can say exactly what stands in them, the hostile included."""

import io
import zipfile

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CONTENT_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/></Types>"""


def paragraph(text: str, properties: str = "") -> str:
    """Return one paragraph of one run."""
    head = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{head}<w:r><w:t>{text}</w:t></w:r></w:p>"


def document(body: str, prolog: str = "") -> str:
    """Return the main part's XML around a body."""
    return f'<?xml version="1.0" encoding="UTF-8"?>{prolog}<w:document xmlns:w="{NAMESPACE}"><w:body>{body}</w:body></w:document>'


def word_file(body: str = "", *, main: str | None = None, parts: dict[str, str | bytes] | None = None) -> bytes:
    """Return the bytes of a .docx with this body, or with ``main`` as its whole main part, and further parts."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("word/document.xml", document(body) if main is None else main)
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return packed.getvalue()
