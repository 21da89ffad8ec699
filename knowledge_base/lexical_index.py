"""Search by words: BM25 over character bigrams. Chinese has no blanks, and a trigram index finds no two-character word."""

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

_RUN = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z0-9]+")

Scores = npt.NDArray[np.float32]


def bigrams(text: str) -> list[str]:
    """Return the overlapping pairs of each Chinese run, and Latin words and numbers whole; a lone character as it is."""
    tokens: list[str] = []
    for run in _RUN.findall(text):
        if run[0].isascii() or len(run) == 1:
            tokens.append(run.lower())
        else:
            tokens.extend(run[at : at + 2] for at in range(len(run) - 1))
    return tokens


class LexicalIndex:
    """BM25 scores of a fixed list of texts. Immutable: a changed library makes a new one (1.3 s for 10,000 passages)."""

    def __init__(self, texts: Sequence[str]) -> None:
        import bm25s  # lazy: the command line starts without it

        self._size = len(texts)
        self._index = bm25s.BM25()
        tokens = [bigrams(text) for text in texts]
        self._empty = not any(tokens)
        if not self._empty:
            self._index.index(tokens, show_progress=False)

    def scores(self, query: str) -> Scores:
        """Return a score for each text, 0 where nothing of the query stands in it."""
        tokens = bigrams(query)
        if self._empty or not tokens:
            return np.zeros(self._size, dtype=np.float32)
        known = [token for token in tokens if token in self._index.vocab_dict]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._index.get_scores(known), dtype=np.float32)
