"""The template library: past reports in, the right phrasing out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from knowledge_base.bulk import Item, Read, Way, read_all
from knowledge_base.cleaning import Removal
from knowledge_base.correction import Correction, corrected
from knowledge_base.database import Database, PassageRow, ReportRow, delete_report
from knowledge_base.errors import NotFoundError, ReadingError
from knowledge_base.index_health import IndexHealth, index_health
from knowledge_base.reading import Limits
from knowledge_base.reading.document import documents_of, file_bytes
from knowledge_base.report import Hit, Period, Report, Section, UsualIndicator
from knowledge_base.search import Searcher, Wanted, model_of, same_unit
from knowledge_base.starter import starter_files
from knowledge_base.stored_report import NewReport, load_report, period_of, removals_of, replace_report, store
from knowledge_base.understanding import Given, embedded, identity, understand
from knowledge_base.usual_indicators import usual_indicators
from knowledge_base.vectors import HashedNgrams, Vectors

_STARTER = "starter"


@dataclass(frozen=True, slots=True)
class AddResult:
    """What became of a file. ``status`` is ``added``, ``unchanged`` (its content is there already) or ``rejected``.

    ``reason`` says in Chinese why it was rejected. ``sections`` counts headings, ``passages`` passages.
    """

    path: str
    status: str
    reason: str = ""
    report: Report | None = None

    @property
    def report_id(self) -> str:
        """Return the report's id, ``""`` where the file was rejected."""
        return "" if self.report is None else self.report.id

    @property
    def title(self) -> str:
        """Return the report's title, ``""`` where it has none."""
        return "" if self.report is None else self.report.title

    @property
    def genre(self) -> str:
        """Return the genre's id, ``""`` where it was not recognised."""
        return "" if self.report is None else self.report.genre

    @property
    def unit(self) -> str:
        """Return the unit's name, ``""`` where it was not recognised."""
        return "" if self.report is None else self.report.unit

    @property
    def year(self) -> int | None:
        """Return the year of the report's period, ``None`` where it is not known."""
        return None if self.report is None or self.report.period is None else self.report.period.year

    @property
    def sections(self) -> int:
        """Return how many headings the report has."""
        return 0 if self.report is None else count_headings(self.report.sections)

    @property
    def passages(self) -> int:
        """Return how many passages it was cut into."""
        return 0 if self.report is None else len(self.report.passages)

    @property
    def masks(self) -> dict[str, int]:
        """Return the masks by mark as written."""
        return {} if self.report is None else self.report.masks

    @property
    def notes(self) -> tuple[str, ...]:
        """Return in Chinese what was found and done on reading."""
        return () if self.report is None else self.report.notes


@dataclass(frozen=True, slots=True)
class ReportSummary:
    """A report in the list: enough to choose it by. ``passages`` counts them."""

    id: str
    title: str
    genre: str
    unit: str
    period: Period | None
    passages: int
    masks: int
    source_name: str
    added_at: datetime


class Library:
    """Past reports in a database of the project's own, with a vector index and a lexical index over their passages.

    ``home`` is the folder for the database and the index; ``database_url`` and ``chroma_url`` name servers instead.
    ``genre_cues`` are each genre's title words, by which a report's genre is recognised. A library that is created new
    is filled with the starter reports unless ``starter`` is false. May be used from several threads.

    Raises StoreError where the database cannot be opened.
    """

    def __init__(
        self,
        home: Path,
        database_url: str | None = None,
        chroma_url: str | None = None,
        genre_cues: Mapping[str, tuple[str, ...]] | None = None,
        *,
        vectors: Vectors | None = None,
        limits: Limits | None = None,
        starter: bool = True,
    ) -> None:
        self._home, self._chroma_url = home, chroma_url
        self._cues = dict(genre_cues or {})
        self._limits = limits or Limits()
        self._vectors = vectors or HashedNgrams()
        self._database = Database(home, database_url)
        self._searcher = Searcher(self._database, self._vectors, home, chroma_url)
        if starter:
            self._load_starter()

    def add(
        self, path: Path, *, genre: str | None = None, unit: str | None = None, year: int | None = None
    ) -> AddResult:
        """Take a file in; what is given overrides what is recognised. A file that cannot be read is ``rejected``."""
        try:
            data = file_bytes(path, self._limits)
        except ReadingError as error:
            return AddResult(str(path), "rejected", str(error))
        return replace(self.add_bytes(data, path.name, genre=genre, unit=unit, year=year), path=str(path))

    def add_bytes(
        self, data: bytes, name: str, *, genre: str | None = None, unit: str | None = None, year: int | None = None
    ) -> AddResult:
        """Take a file's bytes in, as ``add`` does; ``name`` is what it is called."""
        held = self._held(identity(data))
        if held is not None:
            return AddResult(name, "unchanged", report=held)
        try:
            report, removals = understand(data, name, self._cues, self._limits, Given(genre, unit, year))
        except ReadingError as error:
            return AddResult(name, "rejected", str(error))
        return self._keep(Read(name, data, report, removals, embedded(self._vectors, report.passages)))

    def add_all(
        self,
        paths: Iterable[Path],
        *,
        genre: str | None = None,
        unit: str | None = None,
        year: int | None = None,
        processes: int = 0,
    ) -> Iterator[AddResult]:
        """Take many files in, archives of files too, and yield what became of each once it is stored.

        Read in ``processes`` at once (0: one for each processor), so in no certain order. May be broken off at any moment
        and called again: what was yielded is kept, and what is held is ``unchanged``.
        """
        way = Way(self._cues, self._limits, Given(genre, unit, year), self._vectors)
        items = (item for path in paths for item in self._items(path))
        for read in read_all(items, way, self._database.report_ids(), processes):
            yield self._keep(read)

    def _items(self, path: Path) -> Iterator[Item]:
        try:
            data = file_bytes(path, self._limits)
            for name, content in documents_of(data, path.name, self._limits):
                yield Item(str(path) if name == path.name else f"{path}/{name.partition('/')[2]}", name, content)
        except ReadingError as error:
            yield Item(str(path), path.name, error)

    def _keep(self, read: Read) -> AddResult:
        """Store what was read; the database has it for good when this returns."""
        if read.report is None and read.reason:
            return AddResult(read.path, "rejected", read.reason)
        if read.report is None:  # its content is held: by the library before, or since earlier in the same import
            return AddResult(read.path, "unchanged", report=self._held(identity(read.data)))
        new = NewReport(read.report, read.data, read.removals, model_of(self._vectors), read.vectors)
        try:
            with self._database.writing() as session:
                store(session, new)
        except IntegrityError:
            return AddResult(read.path, "unchanged", report=read.report)  # another thread or process was first
        return AddResult(read.path, "added", report=read.report)

    def undo_removals(self, report_id: str, removals: Sequence[Removal]) -> Report:
        """Read a report again with these removals undone, all others as cleaning sees them, and return it.

        ``removals`` are of those that ``original`` gives; none puts everything back to how cleaning left it. What the
        user said of genre, unit and year stays. Raises NotFoundError.
        """
        data, _ = self.original(report_id)
        old = self.show(report_id)
        given = Given(old.genre, old.unit, None if old.period is None else old.period.year)
        report, made = understand(data, old.source_name, self._cues, self._limits, given, removals)
        report = replace(report, id=report_id, period=old.period)
        new = NewReport(report, data, made, model_of(self._vectors), embedded(self._vectors, report.passages))
        with self._database.writing() as session:
            added_at = session.get_one(ReportRow, report_id).added_at
            delete_report(session, report_id)
            session.flush()
            store(session, new)
            session.get_one(ReportRow, report_id).added_at = added_at
        return report

    def list(
        self, *, genre: str | None = None, unit: str | None = None, year: int | None = None
    ) -> tuple[ReportSummary, ...]:
        """Return the reports, the newest period first."""
        asked = {ReportRow.genre: genre, ReportRow.unit: unit, ReportRow.year: year}
        counts = select(PassageRow.report_id, func.count().label("passages")).group_by(PassageRow.report_id).subquery()
        query = select(ReportRow, counts.c.passages).outerjoin(counts, counts.c.report_id == ReportRow.id)
        for column, value in asked.items():
            if value is not None:
                query = query.where(column == value)
        with self._database.reading() as session:
            found = [_summary(row, passages or 0) for row, passages in session.execute(query)]
        return tuple(sorted(found, key=lambda item: (_age(item.period), item.genre, item.title)))

    def show(self, report_id: str) -> Report:
        """Return a report with its sections and passages. Raises NotFoundError."""
        with self._database.reading() as session:
            row = session.get(ReportRow, report_id)
            if row is None:
                raise _not_found(report_id)
            return load_report(session, row)

    def original(self, report_id: str) -> tuple[bytes, tuple[Removal, ...]]:
        """Return the file's bytes as they came, and what cleaning took off. Raises NotFoundError."""
        with self._database.reading() as session:
            row = session.get(ReportRow, report_id)
            if row is None:
                raise _not_found(report_id)
            return row.original, removals_of(row)

    def correct(self, report_id: str, correction: Correction) -> Report:
        """Store what the user says of a report, cut and index its passages anew, and return it. Raises NotFoundError."""
        with self._database.writing() as session:
            row = session.get(ReportRow, report_id)
            if row is None:
                raise _not_found(report_id)
            report = corrected(load_report(session, row), correction)
            replace_report(session, row, report, model_of(self._vectors), embedded(self._vectors, report.passages))
        return report

    def remove(self, report_id: str) -> None:
        """Take a report out of the library and its indexes. Raises NotFoundError."""
        with self._database.writing() as session:
            if not delete_report(session, report_id):
                raise _not_found(report_id)

    def search(
        self,
        query: str,
        *,
        genre: str | None = None,
        unit: str | None = None,
        year: int | None = None,
        role: str | None = None,
        k: int = 10,
        prefer_unit: str = "",
    ) -> tuple[Hit, ...]:
        """Return the passages that fit the query, best first, near-duplicates of other years left out.

        ``genre``, ``unit``, ``year`` and ``role`` limit the search; ``prefer_unit`` only ranks that unit's higher.
        """
        return self._searcher.search(query, Wanted(genre, unit, year, role, prefer_unit), k)

    def usual_indicators(self, genre: str, unit: str = "", half: int | None = None) -> tuple[UsualIndicator, ...]:
        """Return the figures that reports of the genre usually carry, in the order of the newest report.

        Reports of the same unit are taken where there are any, and of the same half of the year.
        """
        reports = self.nearest_reports(genre, unit, k=6)
        own = tuple(report for report in reports if same_unit(report.unit, unit)) or reports
        same_half = tuple(r for r in own if half is None or r.period is None or r.period.half == half) or own
        return usual_indicators(same_half)

    def nearest_reports(
        self, genre: str, unit: str = "", period: Period | None = None, k: int = 3
    ) -> tuple[Report, ...]:
        """Return reports of the genre to draft from: the same unit and half of the year first, then the newest.

        A report of a later period than ``period`` is never one of them.
        """
        known = [item for item in self.list(genre=genre) if not _is_later(item.period, period)]
        half = None if period is None else period.half

        def distance(item: ReportSummary) -> tuple[bool, bool, float]:
            other_half = half is not None and (item.period is None or item.period.half != half)
            return (bool(unit) and not same_unit(item.unit, unit), other_half, _age(item.period))

        return tuple(self.show(item.id) for item in sorted(known, key=distance)[:k])

    def refresh_indexes(self) -> int:
        """Bring the indexes up to the database now, not at the next search; return how many passages they hold."""
        return self._searcher.refresh()

    def rebuild(self) -> int:
        """Make every index anew from the database, and return how many passages they hold.

        Raises StoreError where a Chroma server does not answer.
        """
        return self._searcher.rebuild()

    def index_health(self) -> IndexHealth:
        """Compare what the database and the vector index hold; a damaged index is found without being opened here."""
        self._searcher.close()  # this process's own hold on the folder; the next search takes it again
        return index_health(self._database.count_passages(), self._searcher.collection, self._home, self._chroma_url)

    def close(self) -> None:
        """Close the database and the index."""
        self._searcher.close()
        self._database.close()

    def _load_starter(self) -> None:
        """Load the starter reports into a library that is new. One that the user removed later does not come back."""
        state = self._database.state(_STARTER)
        if state is None:
            state = "wanted" if not self._database.report_ids() else "not wanted"
            self._database.set_state(_STARTER, state)
        if state == "wanted":  # also where the first load was broken off
            for path in starter_files():
                self.add(path)
            self._database.set_state(_STARTER, "loaded")

    def _held(self, report_id: str) -> Report | None:
        with self._database.reading() as session:
            row = session.get(ReportRow, report_id)
            return None if row is None else load_report(session, row)


def count_headings(sections: tuple[Section, ...]) -> int:
    """Return how many headings a section tree has."""
    return sum(bool(section.heading) + count_headings(section.children) for section in sections)


def _summary(row: ReportRow, passages: int) -> ReportSummary:
    return ReportSummary(
        id=row.id,
        title=row.title,
        genre=row.genre,
        unit=row.unit,
        period=period_of(row),
        passages=passages,
        masks=sum(row.masks.values()),
        source_name=row.source_name,
        added_at=row.added_at,
    )


def _age(period: Period | None) -> float:
    """Return a key that sorts the newest period first and an unknown one last."""
    return 0.0 if period is None else -_end_of(period)


def _end_of(period: Period) -> float:
    if period.quarter is not None:
        return period.year + period.quarter / 4
    return period.year + (0.5 if period.half == 1 else 1.0)


def _is_later(period: Period | None, limit: Period | None) -> bool:
    return period is not None and limit is not None and _end_of(period) > _end_of(limit)


def _not_found(report_id: str) -> NotFoundError:
    return NotFoundError(f"资料库中没有编号为“{report_id}”的报告；请用“library list”查看现有报告。")
