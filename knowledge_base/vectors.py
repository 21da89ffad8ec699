"""Dense vectors of passages. The default needs no download: character n-grams, hashed and signed into a fixed space."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from knowledge_base.subjects import Subjects

Matrix = npt.NDArray[np.float32]

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*|\{[^{}]*\}|[*×]+|(?<![A-Za-z])[xX]+(?![A-Za-z])")
_KEPT = re.compile(r"[\u4e00-\u9fffA-Za-z]+")
#: Characters that stand everywhere and tell nothing apart: an n-gram of these weighs little.
_COMMON = frozenset("的和与及在对为了以等中上下一二三四五六七八九十是有不要把将到各进加强工作开展全面深入认真积极切实")
#: How much the subjects weigh beside all n-grams together.
SUBJECTS = 0.5
#: Where the subjects' codes begin: no n-gram of three characters reaches so far.
_SUBJECT_CODES = np.uint64(1 << 62)


class Vectors(Protocol):
    """Turns texts into unit vectors. ``name``, ``dimension`` and ``version`` are recorded with what it made."""

    @property
    def name(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    @property
    def version(self) -> int: ...

    def embed(self, texts: Sequence[str]) -> Matrix:
        """Return one row of length 1 for each text, float32, shape (len(texts), dimension)."""


@dataclass(frozen=True, slots=True)
class HashedNgrams:
    """Character 1-, 2- and 3-grams and the subjects spoken of, each scattered with signs over a few places of the space.

    Deterministic. Two texts that share phrasing get near vectors whatever their figures, for digits and masks are left
    out; two that share subjects get nearer. ``version`` changes with whatever changes a vector.
    """

    name: str = "hashed-ngrams"
    dimension: int = 512
    version: int = 2
    spread: int = 2
    subjects: float = SUBJECTS

    def embed(self, texts: Sequence[str]) -> Matrix:
        """Return one row of length 1 for each text; a text without a letter gives a row of zeros."""
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for at, text in enumerate(texts):
            rows[at] = self._row(text)
        return rows

    def _row(self, text: str) -> npt.NDArray[np.float32]:
        codes, weights = _ngrams(text)
        row = np.zeros(self.dimension, dtype=np.float64)
        if not len(codes):
            return row.astype(np.float32)
        kinds, first, counts = np.unique(codes, return_index=True, return_counts=True)
        strength = weights[first] * (1.0 + np.log(counts))
        spoken = Subjects.default().count(text)
        if spoken:
            told = 1.0 + np.log(np.array(list(spoken.values()), dtype=np.float64))
            told *= self.subjects * np.linalg.norm(strength) / np.linalg.norm(told)
            kinds = np.concatenate([kinds, _SUBJECT_CODES + np.array(list(spoken), dtype=np.uint64)])
            strength = np.concatenate([strength, told])
        for turn in range(self.spread):
            mixed = _mix(kinds + np.uint64((turn * 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF))
            places = (mixed % np.uint64(self.dimension)).astype(np.int64)
            signs = np.where((mixed >> np.uint64(40)) & np.uint64(1), 1.0, -1.0)
            np.add.at(row, places, strength * signs)
        length = float(np.linalg.norm(row))
        return (row / length if length else row).astype(np.float32)


def unit_rows(rows: Matrix) -> Matrix:
    """Return the rows at length 1; a row of zeros stays one."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 0, lengths, 1.0), dtype=np.float32)


def _ngrams(text: str) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.float64]]:
    codes: list[npt.NDArray[np.uint64]] = []
    weights: list[npt.NDArray[np.float64]] = []
    for run in _KEPT.findall(_DIGITS.sub(" ", text)):
        points = np.frombuffer(run.lower().encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
        telling = np.array([0.25 if char in _COMMON else 1.0 for char in run])
        for size, base in ((1, 0.35), (2, 1.0), (3, 0.9)):
            if len(points) < size:
                continue
            code = np.full(len(points) - size + 1, size, dtype=np.uint64)
            weight = np.full(len(points) - size + 1, 0.0)
            for offset in range(size):
                window = slice(offset, len(points) - size + 1 + offset)
                code = code * np.uint64(0x100000001B3) + points[window]
                weight = weight + telling[window]
            codes.append(code)
            weights.append(base * weight / size)
    if not codes:
        return np.zeros(0, dtype=np.uint64), np.zeros(0)
    return np.concatenate(codes), np.concatenate(weights)


def _mix(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Return the values well mixed (splitmix64), so that near codes fall far apart."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
