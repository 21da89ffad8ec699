"""Past reports as files: told by their bytes, read within limits, refused with one clear sentence."""

from knowledge_base.reading.document import read_document, read_document_bytes
from knowledge_base.reading.source_text import Limits, SourceText

__all__ = ["Limits", "SourceText", "read_document", "read_document_bytes"]
