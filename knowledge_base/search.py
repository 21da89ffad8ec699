"""Finds passages: words and vectors each rank them, their ranks are fused, filters and preferences applied."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sqlalchemy import select

from knowledge_base.database import Database, PassageRow, ReportRow, VectorRow
from knowledge_base.lexical_index import LexicalIndex, bigrams
from knowledge_base.report import Hit, Passage
from knowledge_base.stored_report import ReportFacts, passage_of
from knowledge_base.vector_index import DenseIndex, Filter, IndexDamagedError, open_index
from knowledge_base.vectors import Matrix, Vectors

#: Reciprocal rank fusion: 1 / (RANK_OFFSET + rank), summed over the rankings; 60 as in the paper that proposed it.
RANK_OFFSET = 60
#: How much a year of age takes off, and what the same unit adds, in units of one rank at the top.
AGE_WEIGHT, UNIT_WEIGHT = 0.0012, 0.004
#: How many candidates each ranking hands on for each hit wanted, and at least.
DEPTH, LEAST_DEPTH = 6, 60
#: Passages whose bigrams overlap by more than this are one phrasing with other figures.
NEAR_DUPLICATE = 0.8

_FILTERS = ("genre", "unit", "year", "role")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a search is limited to; ``prefer_unit`` only ranks that unit's passages higher."""

    genre: str | None = None
    unit: str | None = None
    year: int | None = None
    role: str | None = None
    prefer_unit: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    passage_id: str
    facts: dict[str, str | int]


@dataclass(frozen=True, slots=True)
class _Contents:
    """The library as the indexes see it, at one generation."""

    generation: int
    entries: tuple[_Entry, ...]
    places: dict[str, int]
    columns: dict[str, npt.NDArray[np.object_]]
    newest: int
    lexical: LexicalIndex

    def allowed(self, only: Filter) -> npt.NDArray[np.bool_]:
        """Return for each entry whether its facts agree with the filter."""
        mask = np.ones(len(self.entries), dtype=bool)
        for name, value in only.items():
            mask &= self.columns[name] == value
        return mask


class Searcher:
    """Searches a database. Its indexes are opened at the first search and follow every change, of this process or of
    another. Safe to use from several threads."""

    def __init__(self, database: Database, vectors: Vectors, home: Path, chroma_url: str | None) -> None:
        self._database, self._vectors, self._home, self._chroma_url = database, vectors, home, chroma_url
        self._lock = threading.Lock()
        self._dense: DenseIndex | None = None
        self._contents: _Contents | None = None

    def search(self, query: str, wanted: Wanted, k: int) -> tuple[Hit, ...]:
        """Return up to k hits, best first; none for a query without a letter."""
        if not bigrams(query) or k < 1:
            return ()
        vector = self._vectors.embed([query])[0]
        depth = max(DEPTH * k, LEAST_DEPTH)
        with self._lock:
            contents, dense = self._current()
            try:
                near = dense.nearest(vector, depth, _filter_of(wanted)) if contents.entries else []
            except IndexDamagedError:
                dense.forget()
                self._contents = None
                contents, dense = self._current()
                near = dense.nearest(vector, depth, _filter_of(wanted))
        ranked = _fuse(contents, contents.lexical.scores(query), near, wanted, depth)
        return self._hits(contents, ranked, k)

    def close(self) -> None:
        """Close the dense index; a later search opens it again."""
        with self._lock:
            if self._dense is not None:
                self._dense.close()
            self._dense = self._contents = None

    def _current(self) -> tuple[_Contents, DenseIndex]:
        generation = self._database.generation()
        if self._dense is None:
            self._dense = open_index(_collection_of(self._vectors), self._home, self._chroma_url)
        if self._contents is None or self._contents.generation != generation:
            self._contents = self._read(generation, self._dense)
        return self._contents, self._dense

    def _read(self, generation: int, dense: DenseIndex) -> _Contents:
        model = model_of(self._vectors)
        with self._database.reading() as session:
            rows = session.execute(
                select(
                    PassageRow.id, PassageRow.heading_path, PassageRow.text, PassageRow.role,
                    ReportRow.genre, ReportRow.unit, ReportRow.year, VectorRow.vector,
                )
                .join(ReportRow, ReportRow.id == PassageRow.report_id)
                .outerjoin(VectorRow, (VectorRow.passage_id == PassageRow.id) & (VectorRow.model == model))
                .order_by(PassageRow.id)
            ).all()  # fmt: skip
        entries = tuple(_Entry(row.id, _facts(row.genre, row.unit, row.year, row.role)) for row in rows)
        texts = [indexed_text(row.heading_path, row.text) for row in rows]
        matrix = self._matrix(texts, [row.vector for row in rows])
        dense.replace([entry.passage_id for entry in entries], matrix, [entry.facts for entry in entries])
        places = {entry.passage_id: at for at, entry in enumerate(entries)}
        columns = {name: np.array([entry.facts.get(name) for entry in entries], dtype=object) for name in _FILTERS}
        newest = max((row.year for row in rows if row.year is not None), default=0)
        return _Contents(generation, entries, places, columns, newest, LexicalIndex(texts))

    def _matrix(self, texts: Sequence[str], stored: Sequence[bytes | None]) -> Matrix:
        """Return every passage's vector: the stored one, or a new one where another model made what is stored."""
        matrix = np.zeros((len(texts), self._vectors.dimension), dtype=np.float32)
        missing = [at for at, vector in enumerate(stored) if vector is None]
        for at, vector in enumerate(stored):
            if vector is not None:
                matrix[at] = np.frombuffer(vector, dtype="<f4")
        if missing:
            matrix[missing] = self._vectors.embed([texts[at] for at in missing])
        return matrix

    def _hits(self, contents: _Contents, ranked: Sequence[tuple[int, float]], k: int) -> tuple[Hit, ...]:
        hits: list[Hit] = []
        kept: list[frozenset[str]] = []
        for start in range(0, len(ranked), 2 * k):
            batch = ranked[start : start + 2 * k]
            found = self._load([contents.entries[at].passage_id for at, _ in batch])
            for at, score in batch:
                # removed by another thread since the ranking: not a hit any more
                passage, title = found.get(contents.entries[at].passage_id, (None, ""))
                if passage is None or _is_repeat(passage, kept):
                    continue
                hits.append(Hit(passage, round(score, 6), title))
                if len(hits) == k:
                    return tuple(hits)
        return tuple(hits)

    def _load(self, ids: Sequence[str]) -> dict[str, tuple[Passage, str]]:
        query = select(PassageRow, ReportRow.title, ReportRow.genre, ReportRow.unit, ReportRow.year, ReportRow.half)
        query = query.join(ReportRow, ReportRow.id == PassageRow.report_id).where(PassageRow.id.in_(ids))
        with self._database.reading() as session:
            return {row[0].id: (passage_of(row[0], ReportFacts(*row[2:])), row[1]) for row in session.execute(query)}


def indexed_text(heading_path: Sequence[str], text: str) -> str:
    """Return what a passage is found by: its headings and its text."""
    return "\n".join([*heading_path, text])


def model_of(vectors: Vectors) -> str:
    """Return the identity of a vector model as it is recorded with each vector."""
    return f"{vectors.name}/{vectors.dimension}/v{vectors.version}"


def _collection_of(vectors: Vectors) -> str:
    name = "".join(char if char.isascii() and char.isalnum() else "-" for char in model_of(vectors))
    return f"passages-{name}"[:200].strip("-")


def _facts(genre: str, unit: str, year: int | None, role: str) -> dict[str, str | int]:
    facts: dict[str, str | int] = {"genre": genre, "unit": unit, "role": role}
    return facts if year is None else {**facts, "year": year}


def _filter_of(wanted: Wanted) -> Filter:
    asked = {name: getattr(wanted, name) for name in _FILTERS}
    return {name: value for name, value in asked.items() if value is not None}


def _fuse(
    contents: _Contents, lexical: np.ndarray, near: Sequence[tuple[str, float]], wanted: Wanted, depth: int
) -> list[tuple[int, float]]:
    """Return places in ``contents`` with their fused score, best first."""
    masked = np.where(contents.allowed(_filter_of(wanted)), lexical, 0.0)
    order = np.argsort(-masked, kind="stable")[:depth]
    scores: dict[int, float] = {}
    for rank, at in enumerate(int(place) for place in order if masked[place] > 0):
        scores[at] = scores.get(at, 0.0) + 1.0 / (RANK_OFFSET + rank)
    for rank, (passage_id, similarity) in enumerate(near):
        place = contents.places.get(passage_id)
        if place is not None and similarity > 0:
            scores[place] = scores.get(place, 0.0) + 1.0 / (RANK_OFFSET + rank)
    preferred = [
        (at, score + _preference(contents.entries[at].facts, contents.newest, wanted.prefer_unit))
        for at, score in scores.items()
    ]
    return sorted(preferred, key=lambda item: (-item[1], item[0]))


def _preference(facts: Filter, newest: int, unit: str) -> float:
    year = facts.get("year")
    age = min(newest - int(year), 5) if year is not None else 5
    return (UNIT_WEIGHT if unit and same_unit(str(facts["unit"]), unit) else 0.0) - AGE_WEIGHT * age


def same_unit(one: str, other: str) -> bool:
    """Tell whether two names are one unit's: 党政办公室 is 云岚工业园区党政办公室."""
    if not one or not other:
        return False
    return one == other or one.endswith(other) or other.endswith(one)


def _is_repeat(passage: Passage, kept: list[frozenset[str]]) -> bool:
    grams = frozenset(bigrams(passage.template))
    for other in kept:
        overlap = len(grams & other)
        if overlap and overlap / (len(grams) + len(other) - overlap) > NEAR_DUPLICATE:
            return True
    kept.append(grams)
    return False
