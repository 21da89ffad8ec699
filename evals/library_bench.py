"""The benchmark ``library``: from bytes to searchable beside LangChain's pipeline, and how long a search takes.

Both pipelines read the same files with the same reader and make the same vectors, one after the other in one process.
Searches run over made-up libraries: pieces of real passages put together, with genres, units and years drawn by chance.
"""

import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import insert

from drafting.genre import genre_cues, load_genres
from evals.langchain_pipeline import LangChainPipeline
from knowledge_base.database import Database, PassageRow, ReportRow, VectorRow, now
from knowledge_base.library import Library
from knowledge_base.reading import read_document_bytes
from knowledge_base.report import Passage
from knowledge_base.search import Searcher, Wanted, indexed_text, model_of
from knowledge_base.starter import starter_files
from knowledge_base.vectors import HashedNgrams, unit_rows

SIZES = (1_000, 10_000, 100_000)
SEARCHES = 120
FILES = 40
_PER_REPORT = 40
_SEED = 20261122
_QUERIES = (
    "规范公文办理，收文、发文", "防范化解地方政府债务风险", "签约招商项目、到位资金", "保密培训和自查", "智慧园区平台建设",
    "存在的差距和不足", "下一步压实主体责任", "促进高校毕业生就业", "走访企业，收集诉求", "安全生产隐患排查整治",
)  # fmt: skip
#: What a search is filtered by: nothing, a fifth, a fiftieth, a few in a thousand of the passages.
_FILTERS: Mapping[str, Mapping[str, Any]] = {
    "no_filter": {},
    "genre": {"genre": "g1"},
    "genre_and_year": {"genre": "g1", "year": 2024},
    "genre_unit_role": {"genre": "g1", "unit": "单位7", "role": "progress"},
}


def library(corpus: Path) -> Mapping[str, Any]:
    """Return documents and characters a second of both pipelines, and p50 and p95 of a search by size and filter."""
    home = Path(tempfile.mkdtemp(prefix="zhibi-bench-"))
    try:
        result, passages = _imports(home / "import", corpus)
        for size in SIZES:
            result |= _searches(home / str(size), passages, size)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    return result


def _imports(home: Path, corpus: Path) -> tuple[dict[str, Any], list[Passage]]:
    files = [(path.name, path.read_bytes()) for path in _files(corpus)]
    texts = ["\n".join(read_document_bytes(data, name).paragraphs) for name, data in files]
    characters = sum(map(len, texts))
    vectors = HashedNgrams()
    vectors.embed(["园区"])  # what is read once is warm in use, too

    started = time.perf_counter()
    made = Library(home, genre_cues=genre_cues(load_genres()), starter=False)
    reports = [made.add_bytes(data, name).report for name, data in files]
    made.refresh_indexes()
    own = time.perf_counter() - started
    made.close()

    pipeline = LangChainPipeline(vectors, 240, 24)
    started = time.perf_counter()
    for name, data in files:
        pipeline.add("\n".join(read_document_bytes(data, name).paragraphs), name, {"genre": ""})
    theirs = time.perf_counter() - started

    passages = [passage for report in reports if report is not None for passage in report.passages]
    return {
        "files": f"{len(files)} 份，{characters} 字；执笔 {len(passages)} 段，LangChain {len(pipeline.chunks)} 块",
        "zhibi": _speed(len(files), characters, own) + "（读取、清洗、结构、填空、入库、两种索引）",
        "langchain": _speed(len(files), characters, theirs) + "（读取、切块、内存向量库）",
        "per_text": f"执笔所用时间为 LangChain 的 {own / theirs:.2f} 倍",
    }, passages


def _searches(home: Path, passages: Sequence[Passage], size: int) -> dict[str, Any]:
    vectors = HashedNgrams()
    before = _memory()
    database = Database(home)
    _fill(database, passages, size, vectors)
    searcher = Searcher(database, vectors, home, None)
    started = time.perf_counter()
    searcher.refresh()
    opened = time.perf_counter() - started
    result: dict[str, Any] = {}
    for name, facts in _FILTERS.items():
        for query in _QUERIES:
            searcher.search(query, Wanted(**facts), 10)
        times = []
        for at in range(SEARCHES):
            started = time.perf_counter()
            searcher.search(_QUERIES[at % len(_QUERIES)], Wanted(**facts), 10)
            times.append((time.perf_counter() - started) * 1000)
        cut = statistics.quantiles(times, n=20)
        result[f"search_{size}_{name}"] = f"p50 {statistics.median(times):.1f} ms，p95 {cut[18]:.1f} ms"
    result[f"search_{size}_memory"] = f"{_memory() - before} MB，第一次建索引 {opened:.1f} 秒"
    searcher.close()
    database.close()
    return result


def _fill(database: Database, passages: Sequence[Passage], size: int, vectors: HashedNgrams) -> None:
    """Fill the database with made-up reports, their vectors mixed from those of the pieces."""
    chance = random.Random(_SEED)  # noqa: S311  (a repeatable sample, no secret)
    base = vectors.embed([indexed_text(passage.heading_path, passage.text) for passage in passages])
    model = model_of(vectors)
    for first in range(0, size, _PER_REPORT * 50):
        reports, rows, stored = [], [], []
        for start in range(first, min(first + _PER_REPORT * 50, size), _PER_REPORT):
            report_id = f"r{start:09d}"
            reports.append(_report_row(report_id, chance))
            picked = [
                (chance.randrange(len(passages)), chance.randrange(len(passages)))
                for _ in range(min(_PER_REPORT, size - start))
            ]
            mixed = unit_rows(np.array([base[one] + 0.5 * base[other] for one, other in picked]))
            for at, (one, other) in enumerate(picked):
                passage_id = f"{report_id}-{at:04d}"
                rows.append(_passage_row(passage_id, report_id, at, passages[one], passages[other]))
                stored.append({"passage_id": passage_id, "model": model, "vector": mixed[at].astype("<f4").tobytes()})
        with database.writing() as session:
            session.execute(insert(ReportRow), reports)
            session.execute(insert(PassageRow), rows)
            session.execute(insert(VectorRow), stored)


def _report_row(report_id: str, chance: random.Random) -> dict[str, Any]:
    return {
        "id": report_id,
        "title": report_id,
        "genre": f"g{chance.randrange(5)}",
        "unit": f"单位{chance.randrange(20)}",
        "year": 2017 + chance.randrange(10),
        "half": None,
        "quarter": None,
        "recipient": "",
        "signature": "",
        "date": "",
        "sections": [],
        "masks": {},
        "notes": [],
        "removals": [],
        "source_name": report_id,
        "original": b"",
        "added_at": now(),
    }


def _passage_row(passage_id: str, report_id: str, at: int, one: Passage, other: Passage) -> dict[str, Any]:
    text = one.text + other.text[: len(other.text) // 2]
    return {
        "id": passage_id,
        "report_id": report_id,
        "ordinal": at,
        "heading_path": list(one.heading_path),
        "role": one.role.value,
        "text": text,
        "template": text,
        "slots": [],
    }


def _files(corpus: Path) -> Iterator[Path]:
    found = sorted(path for path in corpus.rglob("*") if path.suffix in {".txt", ".docx"}) if corpus.is_dir() else []
    yield from (found or starter_files())[:FILES]


def _speed(files: int, characters: int, seconds: float) -> str:
    return f"{files / seconds:.1f} 份/秒，{characters / seconds:.0f} 字/秒"


def _memory() -> int:
    """Return the memory that the process holds, in MB; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return 0
    line = next((line for line in status.read_text().splitlines() if line.startswith("VmRSS:")), "VmRSS: 0 kB")
    return int(line.split()[1]) // 1024
