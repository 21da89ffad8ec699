"""The one door to Chroma. It is an index over the database's vectors: lost or damaged, it is made again from them."""

import contextlib
import os
import secrets
import shutil
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast
from urllib.parse import urlsplit

import numpy as np

from knowledge_base import chroma_folder
from knowledge_base.errors import StoreError
from knowledge_base.vectors import Matrix

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

_BATCH = 2_000  # Chroma refuses batches over 5,461

Filter = Mapping[str, str | int]


class DenseIndex(Protocol):
    """Finds the nearest vectors."""

    def replace(self, ids: Sequence[str], vectors: Matrix, facts: Sequence[Filter]) -> None:
        """Make the index hold exactly these vectors; ``facts`` are what a query may filter by."""

    def nearest(self, vector: Matrix, k: int, only: Filter) -> list[tuple[str, float]]:
        """Return up to k ids with their cosine similarity, nearest first, of those whose facts agree with ``only``."""

    def forget(self) -> None:
        """Throw away what the index holds, after an IndexDamagedError."""

    def close(self) -> None: ...


class ExactScan:
    """Compares with every vector in memory. Used where another process owns the Chroma folder: opening one folder from
    two processes crashed the next start in 4 of 16 runs."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._vectors: Matrix = np.zeros((0, 1), dtype=np.float32)
        self._facts: list[Filter] = []

    def replace(self, ids: Sequence[str], vectors: Matrix, facts: Sequence[Filter]) -> None:
        self._ids, self._vectors, self._facts = list(ids), vectors, list(facts)

    def nearest(self, vector: Matrix, k: int, only: Filter) -> list[tuple[str, float]]:
        if not self._ids:
            return []
        scores = self._vectors @ vector
        order = np.argsort(-scores, kind="stable")
        found: list[tuple[str, float]] = []
        for at in order:
            if all(self._facts[at].get(name) == value for name, value in only.items()):
                found.append((self._ids[at], float(scores[at])))
                if len(found) == k:
                    break
        return found

    def forget(self) -> None:
        self.replace([], np.zeros((0, 1), dtype=np.float32), [])

    def close(self) -> None:
        return


class ChromaIndex:
    """Vectors in Chroma through LangChain's store, embedded in ``folder`` or on the server at ``url``."""

    def __init__(self, collection: str, folder: Path, url: str | None = None) -> None:
        self._name, self._folder, self._url = collection, folder, url
        self._given = _GivenVectors()
        self._lock = None if url else own(folder)
        if self._lock is not None:
            chroma_folder.take(folder, collection)
        try:
            self._open()
        except Exception as error:  # noqa: BLE001 - Chroma raises from Rust, SQLite and HTTP alike, of no common base
            self._start_anew(error)

    def _open(self) -> None:
        import chromadb
        from chromadb.config import Settings
        from langchain_chroma import Chroma

        settings = Settings(anonymized_telemetry=False)
        if self._url:
            address = urlsplit(self._url if "//" in self._url else f"http://{self._url}")
            secure = address.scheme == "https"
            port = address.port or (443 if secure else 8000)
            host = address.hostname or "127.0.0.1"
            self._client = chromadb.HttpClient(host=host, port=port, ssl=secure, settings=settings)
        else:
            self._client = chromadb.PersistentClient(path=str(chroma_folder.store_of(self._folder)), settings=settings)
        self._store = Chroma(
            collection_name=self._name,
            client=self._client,
            # its base class is not inherited from: importing LangChain here would cost every command a second
            embedding_function=cast("Embeddings", self._given),
            collection_configuration={"hnsw": {"space": "cosine"}},
        )

    def _start_anew(self, error: Exception) -> None:
        """Throw the folder's contents away and open an empty one: everything in it comes from the database."""
        if self._url:
            self.close()
            raise StoreError(
                f"无法连接 Chroma 服务（{self._url}）；请检查 ZHIBI_CHROMA_URL 和服务是否启动。"
            ) from error
        shutil.rmtree(chroma_folder.store_of(self._folder), ignore_errors=True)
        # another name, for Chroma keeps what it knows of a path for as long as the process lives
        (self._folder / f"store-{secrets.token_hex(4)}").mkdir()
        self._open()

    def forget(self) -> None:
        """Throw away what the index holds, after a failure. Raises StoreError where a server does not answer."""
        with contextlib.suppress(Exception):  # of a damaged store nothing can be asked, not even to close
            self._close_client()
        self._start_anew(RuntimeError("damaged"))

    def replace(self, ids: Sequence[str], vectors: Matrix, facts: Sequence[Filter]) -> None:
        """Bring the collection to exactly these vectors: the missing and changed are written, the left-over deleted."""
        stored = self._store.get(include=["metadatas"])
        held = dict(zip(stored["ids"], stored["metadatas"], strict=True))
        facts = [_marked(fact, vector) for fact, vector in zip(facts, vectors, strict=True)]
        gone = sorted(held.keys() - set(ids))
        for start in range(0, len(gone), _BATCH):
            self._store.delete(ids=gone[start : start + _BATCH])
        missing = [at for at, passage_id in enumerate(ids) if held.get(passage_id) != facts[at]]
        for start in range(0, len(missing), _BATCH):
            batch = missing[start : start + _BATCH]
            self._upsert([ids[at] for at in batch], vectors[batch], [dict(facts[at]) for at in batch])
        if ids and not missing and self._lost(vectors[0]):
            self.forget()
            self.replace(ids, vectors, facts)

    def _lost(self, vector: Matrix) -> bool:
        # with its segment folder deleted, Chroma counts on and finds nothing
        found = self.nearest(vector, 5, {})
        return not found or found[0][1] < 0.99

    def _upsert(self, ids: list[str], vectors: Matrix, facts: list[dict[str, Any]]) -> None:
        # the passage's id is the document: its text stays in the database, and the store asks for the vector by it
        with self._given.holding(dict(zip(ids, vectors.tolist(), strict=True))):
            self._store.add_texts(ids, metadatas=facts, ids=ids)

    def nearest(self, vector: Matrix, k: int, only: Filter) -> list[tuple[str, float]]:
        clauses: list[dict[str, Any]] = [{name: value} for name, value in only.items()]
        where: dict[str, Any] | None = {"$and": clauses} if len(clauses) > 1 else clauses[0] if clauses else None
        try:
            found = self._store.similarity_search_by_vector_with_relevance_scores(vector.tolist(), k=k, filter=where)
        except Exception as error:  # as at opening: of no common base
            raise IndexDamagedError(str(error)) from error
        return [(document.page_content, 1.0 - distance) for document, distance in found]

    def close(self) -> None:
        self._close_client()
        if self._lock is not None:
            chroma_folder.release(self._folder)
            os.close(self._lock)
            self._lock = None

    def _close_client(self) -> None:
        close = getattr(getattr(self, "_client", None), "close", None)  # not in the interface, but in both clients
        if close is not None:
            close()


def _marked(facts: Filter, vector: Matrix) -> dict[str, str | int]:
    # a report read again has the same ids and other vectors: the checksum tells
    return {**facts, "checksum": zlib.crc32(vector.tobytes())}


class IndexDamagedError(Exception):
    """The index does not answer; ``forget`` and filling it again help."""


class FolderInUseError(Exception):
    """Another process owns the Chroma folder."""


def open_index(collection: str, home: Path, url: str | None) -> DenseIndex:
    """Return the dense index: Chroma, or an exact scan where another process owns the folder."""
    try:
        return ChromaIndex(collection, home / "chroma", url)
    except FolderInUseError:
        return ExactScan()


def own(folder: Path) -> int | None:
    """Take the folder's lock, held until the process ends. Raises FolderInUseError."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        import fcntl
    except ImportError:  # Windows: no advisory locks; one desk a machine is the rule there
        return None
    handle = os.open(folder / "owner.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(handle)
        raise FolderInUseError(str(folder)) from error
    return handle


class _GivenVectors:
    """What LangChain calls an embedding function: hands out vectors already made, so that Chroma never makes its own
    (it would download a model)."""

    def __init__(self) -> None:
        self._held: dict[str, list[float]] = {}

    @contextlib.contextmanager
    def holding(self, vectors: dict[str, list[float]]) -> Iterator[None]:
        self._held = vectors
        try:
            yield
        finally:
            self._held = {}

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self._held[text] for text in texts]

    def embed_query(self, text: str) -> list[float]:
        raise LookupError(f"no vector was given for {text!r}")
