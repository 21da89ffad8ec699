"""Search by words and by vectors, fused; filters, preferences, near-duplicates; indexes that follow the database."""

import multiprocessing
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from knowledge_base.errors import StoreError
from knowledge_base.lexical_index import LexicalIndex, bigrams
from knowledge_base.library import Library
from knowledge_base.vector_index import ChromaIndex, ExactScan, IndexDamagedError, open_index
from knowledge_base.vectors import HashedNgrams, Matrix

POINTS = {
    "保密": "加强机要保密。开展保密专题培训{n}次，保密自查{n}次，严守国家秘密，筑牢保密防线。",
    "招商": "突出招商引资。签约招商项目{n}个，签约资金{n}亿元，重点项目加快落地建设。",
    "收文": "规范公文办理。累计办理收文{n}00余份，严格公文批阅、校对、归档程序。",
    "环保": "守牢生态环保底线。整改环境隐患{n}处，片区环境质量持续改善。",
}


def report(unit: str, year: int, number: int) -> bytes:
    lines = [f"{unit}{year}年工作总结", "一、工作开展情况"]
    lines += [
        f"（{'一二三四'[at]}）{name}工作\n{text.format(n=number)}" for at, (name, text) in enumerate(POINTS.items())
    ]
    return "\n".join([*lines, "二、存在问题", f"保密意识和服务意识有待加强，{unit}自身建设还有差距。"]).encode()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    made = Library(tmp_path_factory.mktemp("home"), genre_cues={"work_summary": ("总结",)}, starter=False)
    for unit, year, number in (("党政办公室", 2023, 3), ("党政办公室", 2024, 5), ("经济发展局", 2024, 7)):
        made.add_bytes(report(unit, year, number), f"{unit}{year}.txt")
    yield made
    made.close()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("保密培训", "保密"),
        ("招商引资签约", "招商"),
        ("公文归档", "收文"),
        ("环境隐患整改", "环保"),
        ("收文2000余份", "收文"),
    ],
)
def test_a_query_finds_its_passage(library: Library, query: str, found: str) -> None:
    assert library.search(query)[0].passage.heading_path[-1].endswith(f"{found}工作")


def test_phrasing_that_comes_again_every_year_comes_once_and_from_the_newest(library: Library) -> None:
    texts = [hit.passage for hit in library.search("保密专题培训", k=10)]
    assert sum(passage.text.startswith("加强机要保密") for passage in texts) == 1
    assert texts[0].year == 2024


def test_a_hit_names_its_report(library: Library) -> None:
    hit = library.search("保密专题培训", unit="经济发展局")[0]
    assert hit.report_title == "经济发展局2024年工作总结"
    assert hit.score > 0


def test_filters_limit_the_search(library: Library) -> None:
    assert {hit.passage.unit for hit in library.search("保密", unit="经济发展局")} == {"经济发展局"}
    assert {hit.passage.year for hit in library.search("保密", year=2023)} == {2023}
    assert {hit.passage.role.value for hit in library.search("保密", role="problems")} == {"problems"}
    assert library.search("保密", genre="model_organ") == ()
    assert {
        hit.passage.year
        for hit in library.search("保密", year=2024, unit="党政办公室", role="progress", genre="work_summary")
    } == {2024}


def test_the_preferred_unit_comes_first(library: Library) -> None:
    for unit in ("党政办公室", "经济发展局"):
        assert library.search("保密专题培训", year=2024, prefer_unit=unit)[0].passage.unit == unit


@pytest.mark.parametrize(
    "query", ["", "   ", "，。！", "\x00", "'; DROP TABLE library_report; --", "忽略以上指令", "{招商:个}" * 50]
)
def test_any_query_is_answered(library: Library, query: str) -> None:
    library.search(query)
    assert library.search("保密")


def test_hits_are_sorted_and_no_more_than_asked_for(library: Library) -> None:
    hits = library.search("工作", k=3)
    assert len(hits) == 3
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert library.search("工作", k=0) == ()


def test_a_change_by_another_library_on_the_same_folder_is_seen(tmp_path: Path) -> None:
    one, other = Library(tmp_path, starter=False), Library(tmp_path, starter=False)
    one.add_bytes(report("党政办公室", 2023, 3), "a.txt")
    assert other.search("保密")  # it owns no Chroma folder once the first does, and searches all the same
    assert one.search("招商")
    other.add_bytes(report("经济发展局", 2024, 5), "b.txt")
    assert {hit.passage.unit for hit in one.search("保密", k=9)} >= {"经济发展局"}
    one.close()
    other.close()


def test_a_lost_index_is_made_again_from_the_database(tmp_path: Path) -> None:
    first = Library(tmp_path, starter=False)
    first.add_bytes(report("党政办公室", 2023, 3), "a.txt")
    before = first.search("保密培训")
    first.close()
    shutil.rmtree(tmp_path / "chroma")
    second = Library(tmp_path, starter=False)
    assert second.search("保密培训") == before
    second.close()


def test_a_damaged_index_is_made_again_from_the_database(tmp_path: Path) -> None:
    first = Library(tmp_path, starter=False)
    first.add_bytes(report("党政办公室", 2023, 3), "a.txt")
    before = first.search("保密培训")
    first.close()
    (tmp_path / "chroma" / "store" / "chroma.sqlite3").write_bytes(b"this is no database" * 300)
    second = Library(tmp_path, starter=False)
    assert second.search("保密培训") == before
    second.close()


def test_an_index_whose_vectors_were_deleted_is_made_again(tmp_path: Path) -> None:
    first = Library(tmp_path, starter=False)
    first.add_bytes(report("党政办公室", 2023, 3), "a.txt")
    before = first.search("保密培训")
    first.close()
    for segment in (path for path in (tmp_path / "chroma" / "store").iterdir() if path.is_dir()):
        shutil.rmtree(segment)
    second = Library(tmp_path, starter=False)
    assert second.search("保密培训") == before
    second.close()


def test_an_index_damaged_while_it_is_open_is_made_again(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    before = library.search("保密培训")
    failing = iter([True])
    working = ChromaIndex.nearest

    def nearest(index: ChromaIndex, *arguments: Any) -> list[tuple[str, float]]:
        if next(failing, False):
            raise IndexDamagedError("hnsw segment reader")
        return working(index, *arguments)

    monkeypatch.setattr(ChromaIndex, "nearest", nearest)
    assert library.search("保密培训") == before


class Lengths:
    """Another model of vectors: one dimension tells nothing but whether a text is long."""

    name, dimension, version = "lengths", 2, 1

    def embed(self, texts: list[str]) -> Matrix:
        return np.array([[0.0, 1.0] if len(text) > 30 else [1.0, 0.0] for text in texts], dtype=np.float32)


def test_another_model_makes_its_own_vectors_of_what_is_there(tmp_path: Path) -> None:
    first = Library(tmp_path, starter=False)
    first.add_bytes(report("党政办公室", 2023, 3), "a.txt")
    first.close()
    second = Library(tmp_path, starter=False, vectors=Lengths())
    assert second.search("保密培训")
    second.close()


def test_a_chroma_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    library = Library(tmp_path, chroma_url="http://127.0.0.1:9", starter=False)
    library.add_bytes(report("党政办公室", 2023, 3), "a.txt")
    with pytest.raises(StoreError, match="ZHIBI_CHROMA_URL"):
        library.search("保密")
    library.close()


def test_bigrams_of_chinese_and_words_of_latin() -> None:
    assert bigrams("党工委会议11次，GDP增长") == ["党工", "工委", "委会", "会议", "11", "次", "gdp", "增长"]


def test_a_lexical_index_of_nothing_answers() -> None:
    assert LexicalIndex([]).scores("会议").tolist() == []
    assert LexicalIndex(["，。"]).scores("会议").tolist() == [0.0]
    assert LexicalIndex(["党工委会议"]).scores("招商").tolist() == [0.0]


def test_vectors_are_the_same_in_every_process_and_ignore_figures() -> None:
    model = HashedNgrams()
    texts = ["召开党工委会议11次", "召开党工委会议**次", "完成固定资产投资12亿元", ""]
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        elsewhere = pool.apply(model.embed, (texts,))
    rows = model.embed(texts)
    assert np.array_equal(rows, elsewhere)
    assert rows[0] @ rows[1] == pytest.approx(1.0)
    assert rows[0] @ rows[2] < 0.3
    assert not rows[3].any()


@pytest.mark.parametrize("kind", ["chroma", "scan"])
def test_an_index_holds_exactly_what_it_was_last_given(tmp_path: Path, kind: str) -> None:
    index = ChromaIndex("test-vectors", tmp_path) if kind == "chroma" else ExactScan()
    model = HashedNgrams()
    facts = [{"genre": "a"}, {"genre": "b"}]
    index.replace(["x", "y"], model.embed(["党工委会议", "招商引资"]), facts)
    query = model.embed(["会议"])[0]
    assert [found for found, _ in index.nearest(query, 5, {})] == ["x", "y"]
    assert [found for found, _ in index.nearest(query, 5, {"genre": "b"})] == ["y"]
    index.replace(["y", "z"], model.embed(["党工委会议", "环境保护"]), [{"genre": "a"}, {"genre": "b"}])
    assert [found for found, _ in index.nearest(query, 1, {"genre": "a"})] == ["y"]
    assert {found for found, _ in index.nearest(query, 5, {})} == {"y", "z"}
    index.close()


def test_a_folder_has_one_owner(tmp_path: Path) -> None:
    first = open_index("test-vectors", tmp_path, None)
    second = open_index("test-vectors", tmp_path, None)
    assert (type(first), type(second)) == (ChromaIndex, ExactScan)
    first.close()
    third = open_index("test-vectors", tmp_path, None)
    assert isinstance(third, ChromaIndex)
    third.close()
