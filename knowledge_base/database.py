"""The project's own database: original bytes, reports, passages and vectors.

What it holds is the truth; every index can be made again from it.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    DateTime,
    Engine,
    ForeignKey,
    LargeBinary,
    String,
    Text,
    create_engine,
    delete,
    event,
    func,
    select,
)
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from knowledge_base.errors import StoreError


class Base(DeclarativeBase):
    """The library's tables."""


class ReportRow(Base):
    """A past report. ``original`` are the bytes of the file as it came; ``body`` the sections as JSON."""

    __tablename__ = "library_report"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    genre: Mapped[str] = mapped_column(String(64), index=True)
    unit: Mapped[str] = mapped_column(String(128), index=True)
    year: Mapped[int | None] = mapped_column(index=True)
    half: Mapped[int | None]
    quarter: Mapped[int | None]
    recipient: Mapped[str] = mapped_column(Text)
    signature: Mapped[str] = mapped_column(Text)
    date: Mapped[str] = mapped_column(String(64))
    sections: Mapped[list[Any]] = mapped_column(JSON)
    masks: Mapped[dict[str, int]] = mapped_column(JSON)
    notes: Mapped[list[str]] = mapped_column(JSON)
    removals: Mapped[list[Any]] = mapped_column(JSON)
    source_name: Mapped[str] = mapped_column(Text)
    original: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    added_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class PassageRow(Base):
    """A passage; its filter columns repeat the report's, so that a search needs no join."""

    __tablename__ = "library_passage"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    report_id: Mapped[str] = mapped_column(ForeignKey("library_report.id", ondelete="CASCADE"), index=True)
    ordinal: Mapped[int]
    heading_path: Mapped[list[str]] = mapped_column(JSON)
    role: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text)
    template: Mapped[str] = mapped_column(Text)
    slots: Mapped[list[Any]] = mapped_column(JSON)


class VectorRow(Base):
    """A passage's vector (float32, little-endian) and what made it."""

    __tablename__ = "library_vector"

    passage_id: Mapped[str] = mapped_column(ForeignKey("library_passage.id", ondelete="CASCADE"), primary_key=True)
    model: Mapped[str] = mapped_column(String(160), primary_key=True)
    vector: Mapped[bytes] = mapped_column(LargeBinary)


class StateRow(Base):
    """Facts about the library itself: whether the starter reports were loaded, how often the contents changed."""

    __tablename__ = "library_state"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


GENERATION = "generation"
#: The state that names the model whose vectors are stored, with its dimension and version.
VECTOR_MODEL = "vector model"


class Database:
    """Opens the database, making its tables where they are missing. ``url`` defaults to SQLite in ``home``.

    Raises StoreError where it cannot be opened.
    """

    def __init__(self, home: Path, url: str | None = None) -> None:
        self.place = url or f"sqlite:///{home / 'library.db'}"
        try:
            if url is None:
                home.mkdir(parents=True, exist_ok=True)
            self.engine = _engine(self.place)
            self._writer = self.engine.execution_options(writes=True)
            self._make_tables()
        except (SQLAlchemyError, OSError, ImportError) as error:
            raise StoreError(
                f"资料库无法打开（{_shown(self.place)}）；请检查路径、权限和 ZHIBI_DATABASE_URL。"
            ) from error

    def _make_tables(self) -> None:
        try:
            Base.metadata.create_all(self.engine)
        except OperationalError:
            # two processes start at once and both find no table: the second finds them made
            Base.metadata.create_all(self.engine)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session for reading. Raises StoreError where the database fails."""
        try:
            with Session(self.engine, expire_on_commit=False) as session:
                yield session
        except SQLAlchemyError as error:
            raise StoreError(f"资料库读取失败（{_shown(self.place)}）；请稍后重试。") from error

    @contextmanager
    def writing(self, *, changes_contents: bool = True) -> Iterator[Session]:
        """Give a session that is committed at the end, with the contents' generation counted up if they change.

        Raises StoreError where the database fails, IntegrityError where a row is there already.
        """
        try:
            with Session(self._writer, expire_on_commit=False) as session, session.begin():
                yield session
                session.flush()
                if changes_contents:
                    _count_up(session)
        except IntegrityError:
            raise
        except SQLAlchemyError as error:
            raise StoreError(f"资料库写入失败（{_shown(self.place)}），本次改动未保存；请稍后重试。") from error

    def generation(self) -> int:
        """Return how often the contents changed; another process's changes are counted too."""
        with self.reading() as session:
            row = session.get(StateRow, GENERATION)
            return 0 if row is None else int(row.value)

    def state(self, name: str) -> str | None:
        """Return a fact about the library, or ``None`` where it was never set."""
        with self.reading() as session:
            row = session.get(StateRow, name)
            return None if row is None else row.value

    def set_state(self, name: str, value: str) -> None:
        """Record a fact about the library."""
        with self.writing() as session:
            session.merge(StateRow(name=name, value=value))

    def report_ids(self) -> frozenset[str]:
        """Return the ids of all reports."""
        with self.reading() as session:
            return frozenset(session.scalars(select(ReportRow.id)))

    def count_passages(self) -> int:
        """Return how many passages the library holds."""
        with self.reading() as session:
            return session.scalar(select(func.count()).select_from(PassageRow)) or 0

    def vectors(self, model: str) -> Sequence[tuple[str, bytes]]:
        """Return passage id and vector of every passage that the model has embedded, in the order of the ids."""
        with self.reading() as session:
            rows = session.execute(
                select(VectorRow.passage_id, VectorRow.vector)
                .where(VectorRow.model == model)
                .order_by(VectorRow.passage_id)
            )
            return [(row[0], row[1]) for row in rows]

    def keep_vectors(self, model: str, vectors: Mapping[str, bytes]) -> None:
        """Store vectors by passage id; the contents stay the same. Passages removed meanwhile are passed over."""
        with self.writing(changes_contents=False) as session:
            there = set(session.scalars(select(PassageRow.id).where(PassageRow.id.in_(list(vectors)))))
            for passage_id in there:
                session.merge(VectorRow(passage_id=passage_id, model=model, vector=vectors[passage_id]))

    def keep_only_vectors_of(self, model: str) -> None:
        """Forget what other models made, and record the model."""
        with self.writing(changes_contents=False) as session:
            session.execute(delete(VectorRow).where(VectorRow.model != model))
            session.merge(StateRow(name=VECTOR_MODEL, value=model))

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def delete_report(session: Session, report_id: str) -> bool:
    """Delete a report with its passages and vectors; return whether it was there."""
    delete_passages(session, report_id)
    found = session.get(ReportRow, report_id)
    if found is None:
        return False
    session.delete(found)
    return True


def delete_passages(session: Session, report_id: str) -> None:
    """Delete a report's passages with their vectors."""
    ids = select(PassageRow.id).where(PassageRow.report_id == report_id)
    session.execute(delete(VectorRow).where(VectorRow.passage_id.in_(ids)))
    session.execute(delete(PassageRow).where(PassageRow.report_id == report_id))


def now() -> datetime:
    """Return the time for ``added_at``."""
    return datetime.now(UTC)


def _count_up(session: Session) -> None:
    row = session.get(StateRow, GENERATION, with_for_update=True)
    if row is None:
        session.add(StateRow(name=GENERATION, value="1"))
    else:
        row.value = str(int(row.value) + 1)


def _engine(url: str) -> Engine:
    engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_immediately)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # readers and the one writer do not wait for each other in WAL; a second writer waits up to 30 s
    connection.isolation_level = None
    cursor = connection.cursor()
    for statement in (
        "PRAGMA journal_mode=WAL",
        "PRAGMA synchronous=NORMAL",
        "PRAGMA foreign_keys=ON",
        "PRAGMA busy_timeout=30000",
    ):
        cursor.execute(statement)
    cursor.close()


def _begin_immediately(connection: Any) -> None:
    # a deferred transaction that turns to writing after a read fails at once with "database is locked"
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


def _shown(url: str) -> str:
    """Return the address without a password."""
    return url.split("@")[-1] if "@" in url else url.removeprefix("sqlite:///")
