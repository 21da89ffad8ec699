"""The task ``retrieval``: what a writer would want for a heading, a theme or an indicator, and what a search brings.

One library of the starter reports, the damaged seeds and the province reports of two years is searched four ways: by
words, by vectors, by both, and through LangChain's default splitter and vector store with the same vectors. A label names
a place: a report and the first characters of what is wanted there. A place is found by a passage that contains them.
A third of the queries is held out: the search was never changed with a look at them.
"""

import math
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from drafting.genre import genre_cues, load_genres
from evals.dataset import CASES_DIR, CaseFileError, read_lines, text_of
from evals.langchain_pipeline import LangChainPipeline, chunk_joins
from evals.score import Outcome, Score
from knowledge_base.cleaning import clean
from knowledge_base.database import Database
from knowledge_base.library import Library
from knowledge_base.quantities.mention import QUANTITY_KINDS
from knowledge_base.quantities.reader import read
from knowledge_base.reading import read_document
from knowledge_base.report import Report
from knowledge_base.search import By, Searcher, Wanted
from knowledge_base.vectors import HashedNgrams

ROOT = Path(__file__).resolve().parents[1]
DEFAULT_CASES = CASES_DIR / "retrieval.jsonl"
DEFAULT_CORPUS = ROOT.parent / "shared" / "corpus"
#: Recall is taken over so many results, the discounted gain over so many.
RECALL_AT, GAIN_AT = 5, 10
#: The recall that the hybrid search owes over all queries.
OWED = 0.92

#: What the user would confirm of a report from elsewhere: the seeds' genres, the provinces' names.
_SEED_GENRES = ("work_summary", "model_organ", "party_governance", "party_building_status", "work_priorities")
_SEED_YEARS = (2024, None, 2022, None, 2025)
_PROVINCES = ("云南省", "四川省", "宁夏", "广东省", "海南省", "贵州省", "陕西省")

Find = Callable[["Query"], list[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a writer would want: the report's file and the first characters of what stands there.

    ``others`` hold the same phrasing with other figures: any one of them will do.
    """

    report: str
    starts: str
    others: tuple["Place", ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A query with its filters and the places wanted."""

    id: str
    kind: str
    text: str
    filters: Mapping[str, Any]
    wanted: tuple[Place, ...]
    held_out: bool


@dataclass(slots=True)
class _Tally:
    recall: list[float] = field(default_factory=list)
    gain: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    path: Path
    genre: str | None
    unit: str | None
    year: int | None


def run(cases: Path = DEFAULT_CASES, corpus: Path = DEFAULT_CORPUS) -> Outcome:
    """Return recall and discounted gain of each way to search. Without the real reports only the starter's queries are
    asked. Raises CaseFileError where the labels cannot be read."""
    files = [*_starter_files(), *_seed_files(corpus.parent), *_province_files(corpus)]
    names = {file.name for file in files}
    every = list(load(cases))
    queries = [query for query in every if all(place.report in names for place in query.wanted)]
    home = Path(tempfile.mkdtemp(prefix="zhibi-evals-"))
    try:
        outcome = _compare(home, files, queries)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    if len(queries) == len(every):
        return outcome
    # fifteen reports of one hand are told apart by vectors alone: only the recall is owed without the others
    note = f"没有真实报告，只问了 {len(queries)}/{len(every)} 条"
    enough = float(outcome.summary["hybrid_recall"]) >= OWED
    return Outcome("retrieval", outcome.scores, {**outcome.summary, "skipped": note}, enough)


def load(path: Path = DEFAULT_CASES) -> Iterator[Query]:
    """Return the queries of a file. Raises CaseFileError."""
    for number, item in read_lines(path):
        wanted = item.get("wanted")
        if not isinstance(wanted, list) or not wanted:
            raise CaseFileError(f"用例文件“{path}”第 {number} 行缺少“wanted”；请补上后再试。")
        places = tuple(_place(place) for place in wanted)
        yield Query(
            id=str(item.get("id", number)),
            kind=str(item.get("kind", "")),
            text=text_of(item, "query", path, number),
            filters=item.get("filters") or {},
            wanted=places,
            held_out=bool(item.get("held_out")),
        )


def _place(item: Mapping[str, Any]) -> Place:
    return Place(item["report"], item["starts"], tuple(_place(other) for other in item.get("or", ())))


def _compare(home: Path, files: Sequence[_File], queries: Sequence[Query]) -> Outcome:
    vectors = HashedNgrams()
    library = Library(home, genre_cues=genre_cues(load_genres()), vectors=vectors, starter=False)
    ids: dict[str, str] = {}
    reports: list[Report] = []
    for file in files:
        added = library.add(file.path, genre=file.genre, unit=file.unit, year=file.year)
        if added.report is not None:
            ids[added.report.id] = file.name
            reports.append(added.report)
    library.close()
    database = Database(home)
    searcher = Searcher(database, vectors, home, None)
    finds: dict[str, Find] = {by.value: _by(searcher, ids, by) for by in By}
    pipelines = [LangChainPipeline(vectors, size, overlap) for size, overlap in ((240, 24), (1000, 200))]
    for pipeline in pipelines:
        for file, report in zip(files, reports, strict=True):
            facts: dict[str, str | int] = {
                "genre": report.genre,
                "unit": report.unit,
                "year": report.period.year if report.period else 0,
            }
            pipeline.add(_plain_text(file.path), file.name, facts)
        finds[pipeline.name] = _through(pipeline)
    try:
        outcome = _asked(queries, finds)
    finally:
        searcher.close()
        database.close()
    joins, cuts = passage_joins(reports)
    cutting = {"passages": f"{cuts}/{joins}"} | {
        pipeline.name: "{1}/{0}".format(*chunk_joins(pipeline.chunks)) for pipeline in pipelines
    }
    return Outcome("retrieval", outcome.scores, {**outcome.summary, "numbers_cut_at_joins": cutting}, outcome.met)


def _asked(queries: Sequence[Query], finds: Mapping[str, Find]) -> Outcome:
    tallies = {(name, held): _Tally() for name in finds for held in (False, True)}
    scores: list[Score] = []
    for query in queries:
        for name, find in finds.items():
            found = find(query)
            recall, gain = recall_of(query.wanted, found), gain_of(query.wanted, found)
            tallies[name, query.held_out].recall.append(recall)
            tallies[name, query.held_out].gain.append(gain)
            if name == By.BOTH.value:
                missed = [place.starts for place in query.wanted if not _covered(place, found[:RECALL_AT])]
                group = "held out" if query.held_out else "seen"
                explanation = f"{query.text} {dict(query.filters)}：前 {RECALL_AT} 条未见 {'、'.join(missed)}"
                scores.append(Score(query.id, 1.0, recall, recall == 1.0, f"recall {recall:.2f}", explanation, group))
    summary: dict[str, Any] = {"queries": len(queries), "held_out": sum(query.held_out for query in queries)}
    means: dict[str, tuple[float, float]] = {}
    for name in finds:
        seen, held = tallies[name, False], tallies[name, True]
        means[name] = (_mean(seen.recall + held.recall), _mean(seen.gain + held.gain))
        summary[name] = (
            f"recall@{RECALL_AT} {means[name][0]:.3f} (seen {_mean(seen.recall):.3f}, held out {_mean(held.recall):.3f})"
            f" nDCG@{GAIN_AT} {means[name][1]:.3f} (seen {_mean(seen.gain):.3f}, held out {_mean(held.gain):.3f})"
        )
    hybrid = means[By.BOTH.value]
    others = [mean for name, mean in means.items() if name != By.BOTH.value]
    best = all(hybrid[0] > other[0] and hybrid[1] > other[1] for other in others)
    summary["hybrid_recall"] = round(hybrid[0], 4)
    summary["owed"] = f"hybrid best of all, recall@{RECALL_AT} ≥ {OWED}"
    return Outcome("retrieval", tuple(scores), summary, best and hybrid[0] >= OWED)


def recall_of(wanted: Sequence[Place], found: Sequence[tuple[str, str]]) -> float:
    """Return the share of the places wanted that the first results contain, of as many as these can hold."""
    covered = sum(_covered(place, found[:RECALL_AT]) for place in wanted)
    return min(1.0, covered / min(RECALL_AT, len(wanted)))


def gain_of(wanted: Sequence[Place], found: Sequence[tuple[str, str]]) -> float:
    """Return the discounted gain, of the best possible; each place counts where it is first found."""
    left = list(wanted)
    total = 0.0
    for rank, result in enumerate(found[:GAIN_AT]):
        new = [place for place in left if _covered(place, [result])]
        total += len(new) / math.log2(rank + 2)
        left = [place for place in left if place not in new]
    best = sum(1 / math.log2(rank + 2) for rank in range(min(GAIN_AT, len(wanted))))
    return min(1.0, total / best)


def _covered(place: Place, found: Sequence[tuple[str, str]]) -> bool:
    return any(
        report == spot.report and spot.starts in text for spot in (place, *place.others) for report, text in found
    )


def _by(searcher: Searcher, ids: Mapping[str, str], by: By) -> Find:
    def find(query: Query) -> list[tuple[str, str]]:
        hits = searcher.search(query.text, Wanted(**query.filters), GAIN_AT, by)
        return [(ids[hit.passage.report_id], hit.passage.text) for hit in hits]

    return find


def _through(pipeline: LangChainPipeline) -> Find:
    def find(query: Query) -> list[tuple[str, str]]:
        # the pipeline knows reports, not what a section is for
        facts = {name: value for name, value in query.filters.items() if name != "role"}
        return pipeline.search(query.text, facts, GAIN_AT)

    return find


def passage_joins(reports: Sequence[Report]) -> tuple[int, int]:
    """Return at how many places a paragraph was cut into passages, and at how many inside a number with its unit."""
    joins = cuts = 0
    for report in reports:
        paragraphs = [text for section in report.sections for text in _paragraphs(section)]
        starts = {passage.text[:40] for passage in report.passages}
        for paragraph in paragraphs:
            spans = [(item.start, item.end) for item in read(paragraph) if item.kind in QUANTITY_KINDS]
            places = [at for at in range(1, len(paragraph)) if paragraph[at : at + 40] in starts]
            joins += len(places)
            cuts += sum(any(start < at < end for start, end in spans) for at in places)
    return joins, cuts


def _paragraphs(section: Any) -> Iterator[str]:
    yield from section.paragraphs
    for child in section.children:
        yield from _paragraphs(child)


def _plain_text(path: Path) -> str:
    return "\n".join(clean(read_document(path).paragraphs).paragraphs)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _starter_files() -> Iterator[_File]:
    for path in sorted((ROOT / "knowledge_base" / "starter").iterdir()):
        yield _File(str(path.relative_to(ROOT)), path, None, None, None)


def _seed_files(shared: Path) -> Iterator[_File]:
    paths = sorted((shared / "seeds").glob("*.txt"))
    for path, genre, year in zip(paths, _SEED_GENRES, _SEED_YEARS, strict=False):
        yield _File(f"seeds/{path.name}", path, genre, None, year)


def _province_files(corpus: Path) -> Iterator[_File]:
    for year in (2025, 2026):
        for path in sorted((corpus / f"province_{year}").glob("*.*")):
            unit = next((name for name in _PROVINCES if name in path.name), None)
            yield _File(f"corpus/province_{year}/{path.name}", path, None, unit, year)
