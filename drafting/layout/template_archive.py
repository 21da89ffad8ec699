"""The archive of a unit's own file: checked against the limits, its parts parsed without entities, its links resolved."""

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass

from lxml import etree

from drafting.errors import SettingsError
from knowledge_base.reading import Limits
from knowledge_base.reading.archive import checked_names

_ACTIVE_PARTS = re.compile(r"vbaProject|vbaData|/embeddings/|/activeX/|oleObject", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a relationship leads: the part (or an address, where ``external``) and its type."""

    part: str
    kind: str
    external: bool


class TemplateArchive:
    """Reads parts of a .docx or .dotx. Raises ReadingError or SettingsError for what must not be used."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        limits = Limits()
        if len(data) > limits.file_bytes:
            raise SettingsError(
                f"“{name}”超过 {limits.file_bytes // 1024 // 1024} MB，不能用作版式；请去掉图片后再试。"
            )
        self.names = checked_names(data, name, limits)
        active = next((part for part in sorted(self.names) if _ACTIVE_PARTS.search(part)), "")
        if active:
            raise SettingsError(f"“{name}”里有宏或嵌入对象（{active}），不能用作版式；请另存为不带宏的 .docx 后再试。")
        self._archive = zipfile.ZipFile(io.BytesIO(data))

    def data(self, part: str) -> bytes:
        """Return a part's bytes. Raises KeyError where there is none."""
        return self._archive.read(part)

    def xml(self, part: str) -> etree._Element:
        """Return a part's root; a document type is refused, entities are never resolved."""
        data = self.data(part)
        if b"<!DOCTYPE" in data.replace(b"\0", b""):  # in UTF-16 every other byte is a zero
            raise SettingsError(
                f"“{self.name}”含有文档类型声明（DOCTYPE），不能用作版式；请用 Word 或 WPS 另存后再试。"
            )
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        return etree.fromstring(data, parser)

    def relations(self, part: str) -> dict[str, Target]:
        """Return the relationships of a part by their ids."""
        folder, _, leaf = part.rpartition("/")
        name = f"{folder}/_rels/{leaf}.rels"
        if name not in self.names:
            return {}
        found = {}
        for node in self.xml(name):
            target, external = str(node.get("Target", "")), node.get("TargetMode") == "External"
            path = target if external else posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
            found[str(node.get("Id", ""))] = Target(path, str(node.get("Type", "")), external)
        return found
