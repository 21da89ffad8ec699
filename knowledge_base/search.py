"""Finds passages: words and vectors each rank them, their ranks are fused, filters and preferences applied."""

import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import select

from knowledge_base.database import VECTOR_MODEL, Database, PassageRow, ReportRow, VectorRow
from knowledge_base.lexical_index import LexicalIndex, bigrams
from knowledge_base.report import Hit, Passage
from knowledge_base.stored_report import ReportFacts, passage_of
from knowledge_base.vector_index import DenseIndex, Filter, IndexDamagedError, open_index
from knowledge_base.vectors import Matrix, Vectors

#: What words and vectors count in the fused score, each of the best of its ranking. Measured by the eval "retrieval":
#: summed reciprocal ranks lose how far apart two passages are, and an even share lets noise of hashed vectors in.
WORDS_SHARE, VECTORS_SHARE = 0.6, 0.4
#: How much a year of age takes off the fused score, of 5 at most, and what the same unit adds: enough to order equals.
AGE_WEIGHT, UNIT_WEIGHT = 0.006, 0.1
#: What a passage of an appendix counts: a glossary explains the words of a report and is no phrasing for another.
APPENDIX_SHARE = 0.5
_APPENDIX = re.compile(r"名词解释|附件|附录|注释")
#: How many candidates each ranking hands on for each hit wanted, and at least.
DEPTH, LEAST_DEPTH = 6, 60
#: Passages whose bigrams overlap by more than this are one phrasing with other figures.
NEAR_DUPLICATE = 0.8

#: How many passages are embedded anew before their vectors are stored: what is done stays done if the rest fails.
_EMBEDDED_AT_ONCE = 512

_FILTERS = ("genre", "unit", "year", "role")


class By(Enum):
    """What a search ranks by. The evals compare them; everything else asks for both."""

    BOTH = "hybrid"
    WORDS = "lexical"
    VECTORS = "dense"


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


class _Column:
    """One fact of every passage, as numbers: comparing 100,000 texts takes as long as the rest of a search."""

    def __init__(self, values: Sequence[str | int | None]) -> None:
        self._codes: dict[str | int | None, int] = {}
        self._column = np.array([self._codes.setdefault(value, len(self._codes)) for value in values], dtype=np.int32)

    def equal(self, value: str | int) -> npt.NDArray[np.bool_]:
        return np.equal(self._column, self._codes.get(value, -1))


@dataclass(frozen=True, slots=True)
class _Contents:
    """The library as the indexes see it, at one generation."""

    generation: int
    entries: tuple[_Entry, ...]
    places: dict[str, int]
    columns: dict[str, "_Column"]
    vectors: Matrix
    shares: npt.NDArray[np.float64]
    ages: npt.NDArray[np.float64]
    lexical: LexicalIndex

    def allowed(self, only: Filter) -> npt.NDArray[np.bool_]:
        """Return for each entry whether its facts agree with the filter."""
        mask = np.ones(len(self.entries), dtype=bool)
        for name, value in only.items():
            mask &= self.columns[name].equal(value)
        return mask

    def nearest(self, vector: Matrix, k: int, only: Filter) -> list[tuple[str, float]]:
        """Return up to k ids with their cosine similarity, nearest first, of those whose facts agree with ``only``.

        Exact, over every vector: 100,000 take 15 ms, where Chroma's filters take 70 to 190.
        """
        among = np.flatnonzero(self.allowed(only))
        # few are taken out of the matrix, many are compared where they stand
        few = len(among) * 8 < len(self.entries)
        scores = self.vectors[among] @ vector if few else (self.vectors @ vector)[among]
        best = _highest(scores, k)
        return [(self.entries[among[at]].passage_id, float(scores[at])) for at in best]


class Searcher:
    """Searches a database. Its indexes are opened at the first search and follow every change, of this process or of
    another. Safe to use from several threads."""

    def __init__(self, database: Database, vectors: Vectors, home: Path, chroma_url: str | None) -> None:
        self._database, self._vectors, self._home, self._chroma_url = database, vectors, home, chroma_url
        self._lock = threading.Lock()
        self._dense: DenseIndex | None = None
        self._contents: _Contents | None = None

    def search(self, query: str, wanted: Wanted, k: int, by: By = By.BOTH) -> tuple[Hit, ...]:
        """Return up to k hits, best first; none for a query without a letter."""
        if not bigrams(query) or k < 1:
            return ()
        vector = self._vectors.embed([query])[0]
        depth = max(DEPTH * k, LEAST_DEPTH)
        with self._lock:
            contents, dense = self._current()
            try:
                near = _near(contents, dense, vector, depth, _filter_of(wanted))
            except IndexDamagedError:
                dense.forget()
                self._contents = None
                contents, dense = self._current()
                near = _near(contents, dense, vector, depth, _filter_of(wanted))
        words = contents.lexical.scores(query) if by is not By.VECTORS else np.zeros(len(contents.entries))
        ranked = _fuse(contents, words, near if by is not By.WORDS else [], wanted, depth)
        return self._hits(contents, ranked, k)

    def close(self) -> None:
        """Close the dense index; a later search opens it again."""
        with self._lock:
            if self._dense is not None:
                self._dense.close()
            self._dense = self._contents = None

    @property
    def collection(self) -> str:
        """Return the name that the dense index has in Chroma: that of the vectors' model."""
        return _collection_of(self._vectors)

    def refresh(self) -> int:
        """Bring the indexes up to the database, as the next search would, and return how many passages they hold."""
        with self._lock:
            contents, _ = self._current()
            return len(contents.entries)

    def rebuild(self) -> int:
        """Throw the dense index away, make every index anew, and return how many passages they hold."""
        with self._lock:
            if self._dense is None:
                self._dense = open_index(self.collection, self._home, self._chroma_url)
            self._dense.forget()
            self._contents = None
            contents, _ = self._current()
            return len(contents.entries)

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
        matrix = self._matrix([entry.passage_id for entry in entries], texts, [row.vector for row in rows])
        dense.replace([entry.passage_id for entry in entries], matrix, [entry.facts for entry in entries])
        places = {entry.passage_id: at for at, entry in enumerate(entries)}
        columns = {name: _Column([entry.facts.get(name) for entry in entries]) for name in _FILTERS}
        shares = np.array([_share_of(row.heading_path) for row in rows], dtype=np.float64)
        ages = _ages_of([row.year for row in rows])
        return _Contents(generation, entries, places, columns, matrix, shares, ages, LexicalIndex(texts))

    def _matrix(self, ids: Sequence[str], texts: Sequence[str], stored: Sequence[bytes | None]) -> Matrix:
        """Return every passage's vector: the stored one, or a new one where another model made what is stored.

        New ones are stored, and take the place of other models'. Raises EmbeddingError.
        """
        model = model_of(self._vectors)
        matrix = np.zeros((len(texts), self._vectors.dimension), dtype=np.float32)
        missing = [at for at, vector in enumerate(stored) if vector is None]
        for at, vector in enumerate(stored):
            if vector is not None:
                matrix[at] = np.frombuffer(vector, dtype="<f4")
        for start in range(0, len(missing), _EMBEDDED_AT_ONCE):
            batch = missing[start : start + _EMBEDDED_AT_ONCE]
            matrix[batch] = self._vectors.embed([texts[at] for at in batch])
            self._database.keep_vectors(model, {ids[at]: matrix[at].astype("<f4").tobytes() for at in batch})
        if missing or self._database.state(VECTOR_MODEL) != model:
            self._database.keep_only_vectors_of(model)
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


def _near(contents: _Contents, dense: DenseIndex, vector: Matrix, k: int, only: Filter) -> list[tuple[str, float]]:
    if not contents.entries:
        return []
    return contents.nearest(vector, k, only) if only else dense.nearest(vector, k, only)


def _highest(scores: npt.NDArray[Any], k: int) -> npt.NDArray[np.intp]:
    """Return the places of the k highest scores, the highest first, equal ones in order."""
    if len(scores) <= k:
        return np.argsort(-scores, kind="stable")
    best = np.sort(np.argpartition(-scores, k)[:k])
    return np.asarray(best[np.argsort(-scores[best], kind="stable")])


def _fuse(
    contents: _Contents, lexical: npt.NDArray[Any], near: Sequence[tuple[str, float]], wanted: Wanted, depth: int
) -> list[tuple[int, float]]:
    """Return places in ``contents`` with their fused score, best first."""
    words = np.where(contents.allowed(_filter_of(wanted)), lexical, 0.0) * contents.shares
    best = _highest(words, depth)
    scores = {int(at): WORDS_SHARE * words[at] / words[best[0]] for at in best if words[at] > 0}
    found = [(contents.places[name], similarity) for name, similarity in near if name in contents.places]
    similar = {at: similarity * contents.shares[at] for at, similarity in found if similarity > 0}
    highest = max(similar.values(), default=1.0)
    for at, similarity in similar.items():
        scores[at] = scores.get(at, 0.0) + VECTORS_SHARE * similarity / highest
    preferred = [(at, float(score) + _preference(contents, at, wanted.prefer_unit)) for at, score in scores.items()]
    return sorted(preferred, key=lambda item: (-item[1], item[0]))


def _preference(contents: _Contents, at: int, unit: str) -> float:
    mine = bool(unit) and same_unit(str(contents.entries[at].facts["unit"]), unit)
    return (UNIT_WEIGHT if mine else 0.0) - AGE_WEIGHT * float(contents.ages[at])


def _share_of(heading_path: Sequence[str]) -> float:
    return APPENDIX_SHARE if heading_path and _APPENDIX.match(heading_path[0]) else 1.0


def _ages_of(years: Sequence[int | None]) -> npt.NDArray[np.float64]:
    """Return how many years older than the newest each is, 5 at most; one without a year counts as middling."""
    newest = max((year for year in years if year is not None), default=0)
    return np.array([2 if year is None else min(newest - year, 5) for year in years], dtype=np.float64)


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
