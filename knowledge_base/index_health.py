"""Whether the vector index holds what the database holds, found out without opening the index in this process."""

import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from knowledge_base.chroma_folder import distrust, probe, release, store_of
from knowledge_base.vector_index import FolderInUseError, own


class IndexState(StrEnum):
    """What an index is like; all but ``DAMAGED`` is in order."""

    OK = "ok"
    BEHIND = "behind"  # reports came or went since the last search: the next one brings it up to date
    BUSY = "busy"  # another process, the desk, has it open
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class IndexHealth:
    """``passages`` are those of the database, ``indexed`` those of the index, ``None`` where it could not be asked."""

    state: IndexState
    passages: int
    indexed: int | None

    @property
    def detail(self) -> str:
        """Return in Chinese how the two compare, and what to do."""
        match self.state:
            case IndexState.OK:
                return f"数据库 {self.passages} 段，向量索引 {self.indexed} 段，一致"
            case IndexState.BEHIND:
                return f"数据库 {self.passages} 段，向量索引 {self.indexed} 段；下次检索时自动补齐，也可运行“zhibi library rebuild”"
            case IndexState.BUSY:
                return f"数据库 {self.passages} 段；向量索引正由另一个程序（起草台）使用，未检查"
            case _:
                return "向量索引已损坏；报告都在数据库里，没有丢失，下次检索时自动重建，也可运行“zhibi library rebuild”"


def index_health(passages: int, collection: str, home: Path, url: str | None) -> IndexHealth:
    """Return how the index at ``url``, or else in ``home``, compares with a database of so many passages.

    The index must not be open in this process.
    """
    if url:
        return _compared(passages, *_asked(collection, url))
    folder = home / "chroma"
    if not store_of(folder).exists():
        return IndexHealth(IndexState.BEHIND if passages else IndexState.OK, passages, 0)
    try:
        lock = own(folder)
    except FolderInUseError:
        return IndexHealth(IndexState.BUSY, passages, None)
    try:
        sound, indexed = _asked(collection, str(store_of(folder)))
        release(folder) if sound else distrust(folder)
    finally:
        if lock is not None:
            os.close(lock)
    return _compared(passages, sound, indexed)


def _asked(collection: str, place: str) -> tuple[bool, int]:
    answer = probe(collection, place)
    return answer.sound, answer.count


def _compared(passages: int, sound: bool, indexed: int) -> IndexHealth:
    if not sound:
        return IndexHealth(IndexState.DAMAGED, passages, None)
    return IndexHealth(IndexState.OK if indexed == passages else IndexState.BEHIND, passages, indexed)
