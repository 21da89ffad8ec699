"""The pipeline that the project is compared with: LangChain's splitter and vector store, wired as its guide shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from knowledge_base.quantities.mention import QUANTITY_KINDS
from knowledge_base.quantities.reader import read
from knowledge_base.vectors import Vectors

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece that the splitter made of a text; ``start`` is its place there."""

    source: str
    text: str
    start: int
    whole: str = field(repr=False)


class LangChainPipeline:
    """Splits texts into chunks of ``size`` characters and finds them by their vectors, in memory.

    Raises ImportError where langchain-text-splitters (of the development tools) is not installed.
    """

    def __init__(self, vectors: Vectors, size: int, overlap: int) -> None:
        import uuid

        import chromadb
        from chromadb.config import Settings
        from langchain_chroma import Chroma
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        self.name = f"langchain {size}/{overlap}"
        self.chunks: list[Chunk] = []
        self._splitter = RecursiveCharacterTextSplitter(chunk_size=size, chunk_overlap=overlap, add_start_index=True)
        self._store = Chroma(
            collection_name=f"chunks-{uuid.uuid4().hex}",
            client=chromadb.EphemeralClient(Settings(anonymized_telemetry=False)),
            embedding_function=cast("Embeddings", _Embedding(vectors)),  # not inherited: importing LangChain is slow
            collection_configuration={"hnsw": {"space": "cosine"}},
        )

    def add(self, text: str, source: str, facts: Mapping[str, str | int]) -> int:
        """Split a text, embed and index its chunks; return how many."""
        documents = self._splitter.create_documents([text], [{"source": source, **facts}])
        self.chunks += [Chunk(source, item.page_content, item.metadata["start_index"], text) for item in documents]
        self._store.add_documents(documents)
        return len(documents)

    def search(self, query: str, facts: Mapping[str, str | int], k: int) -> list[tuple[str, str]]:
        """Return source and text of the nearest chunks whose facts agree."""
        clauses: list[dict[str, str | int]] = [{name: value} for name, value in facts.items()]
        where = {"$and": clauses} if len(clauses) > 1 else clauses[0] if clauses else None
        found = self._store.similarity_search(query, k=k, filter=where)  # type: ignore[arg-type]  # "$and" takes a list
        return [(item.metadata["source"], item.page_content) for item in found]


def chunk_joins(chunks: Sequence[Chunk]) -> tuple[int, int]:
    """Return how many joins the splitter made inside texts, and how many fall inside a number with its unit."""
    joins = cuts = 0
    spans: dict[str, list[tuple[int, int]]] = {}
    for chunk in chunks:
        if chunk.source not in spans:
            spans[chunk.source] = [(item.start, item.end) for item in read(chunk.whole) if item.kind in QUANTITY_KINDS]
        end = chunk.start + len(chunk.text)
        if end < len(chunk.whole):
            joins += 1
            cuts += any(start < end < stop for start, stop in spans[chunk.source])
    return joins, cuts


class _Embedding:
    """The project's vectors as LangChain asks for them."""

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [list(map(float, row)) for row in self._vectors.embed(texts)]

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]
