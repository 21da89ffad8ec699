"""The labels of the retrieval eval are well formed, its measures count what they say, and the search keeps its promise."""

import json
from pathlib import Path

import pytest

from evals import retrieval
from evals.langchain_pipeline import Chunk, chunk_joins
from evals.retrieval import Place, gain_of, recall_of

A, B = Place("r", "一是"), Place("r", "二是", (Place("s", "二是"),))


@pytest.mark.parametrize(
    ("found", "recall", "gain"),
    [
        ([("r", "一是学习。"), ("r", "二是培训。")], 1.0, 1.0),
        ([("r", "一是学习。"), ("s", "二是培训。")], 1.0, 1.0),  # the same phrasing elsewhere will do
        ([("s", "一是学习。"), ("r", "三是调研。")], 0.0, 0.0),
        ([("r", "三是调研。"), ("r", "一是学习。")], 0.5, 0.387),
        ([("r", "x")] * 5 + [("r", "一是学习。")], 0.0, 0.218),
    ],
)
def test_recall_and_gain_count_places(found: list[tuple[str, str]], recall: float, gain: float) -> None:
    assert recall_of((A, B), found) == recall
    assert gain_of((A, B), found) == pytest.approx(gain, abs=0.001)


def test_a_place_counts_once() -> None:
    assert gain_of((A,), [("r", "一是学习。")] * 3) == 1.0


def test_a_join_inside_a_number_is_a_cut() -> None:
    whole = "累计收文2136份。发文247份。"
    assert chunk_joins([Chunk("a", whole[:6], 0, whole), Chunk("a", whole[6:], 6, whole)]) == (1, 1)
    assert chunk_joins([Chunk("a", whole[:10], 0, whole), Chunk("a", whole[10:], 10, whole)]) == (1, 0)


def test_the_labels_are_many_and_a_third_is_held_out() -> None:
    queries = list(retrieval.load())
    assert len({query.id for query in queries}) == len(queries) >= 120
    assert {query.kind for query in queries} == {"heading", "theme", "indicator"}
    assert 0.3 < sum(query.held_out for query in queries) / len(queries) < 0.36
    assert all(1 <= len(query.wanted) <= 5 for query in queries)


def test_the_search_over_the_starter_library_keeps_its_promise(tmp_path: Path) -> None:
    outcome = retrieval.run(corpus=tmp_path / "shared" / "corpus")  # the starter's own queries need no other reports
    assert outcome.summary["queries"] >= 50
    hybrid = json.dumps(outcome.summary, ensure_ascii=False)
    assert outcome.met, hybrid
    assert outcome.summary["numbers_cut_at_joins"]["passages"].startswith("0/")
