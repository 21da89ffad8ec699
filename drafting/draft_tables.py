"""The tables that drafts are stored in, on SQLite or PostgreSQL, and the engine that opens them."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Column, Connection, Engine, ForeignKey, Text, create_engine, event, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.schema import CreateColumn

from drafting.errors import SettingsError


class Base(DeclarativeBase):
    """The tables of this package."""

    type_annotation_map = {dict[str, Any]: JSON, list[Any]: JSON}  # noqa: RUF012  (SQLAlchemy's own declaration)


class DraftRow(Base):
    """A draft: the request and the outline as they stand."""

    __tablename__ = "drafts"

    id: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(default="", index=True)
    title: Mapped[str] = mapped_column(Text)
    request: Mapped[dict[str, Any]]
    outline: Mapped[dict[str, Any]]
    created: Mapped[str]
    updated: Mapped[str]


class SectionRow(Base):
    """The present text of one section."""

    __tablename__ = "draft_sections"

    draft_id: Mapped[str] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"), primary_key=True)
    section_id: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[str]
    author: Mapped[str]
    error: Mapped[str] = mapped_column(Text)
    bindings: Mapped[list[Any]]
    source_ids: Mapped[list[Any]]
    partial: Mapped[str] = mapped_column(Text, default="")
    notes: Mapped[list[Any]] = mapped_column(default=list)
    locks: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")


class VersionRow(Base):
    """A text that a section had before it was replaced: nothing that was written or typed is lost."""

    __tablename__ = "draft_section_versions"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    draft_id: Mapped[str] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"), index=True)
    section_id: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    author: Mapped[str]
    bindings: Mapped[list[Any]]
    saved: Mapped[str]
    locks: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")


class UsageRow(Base):
    """One call of the model: what it cost, in tokens."""

    __tablename__ = "draft_usage"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    draft_id: Mapped[str] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"), index=True)
    section_id: Mapped[str]
    model: Mapped[str]
    sent: Mapped[int]
    received: Mapped[int]
    estimated: Mapped[bool]
    at: Mapped[str]


def open_engine(url: str) -> Engine:
    """Return an engine on ``url`` with the tables in place; those of an older version are given the columns they lack.

    Raises SettingsError where the address is unusable; it never repeats the address, which may hold a password.
    """
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:"):
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(parsed, pool_pre_ping=True)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _prepare_sqlite)
        Base.metadata.create_all(engine)
        _add_columns(engine)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise SettingsError(
            "设置 ZHIBI_DATABASE_URL 的值无法使用；请写成 sqlite:///路径 或 postgresql+psycopg://用户:密码@主机/库，"
            "使用 PostgreSQL 时先安装其驱动。"
        ) from error
    except (SQLAlchemyError, OSError) as error:
        raise SettingsError(
            "存放草稿的数据库无法打开；请检查数据文件夹（ZHIBI_HOME）的权限和剩余空间，或 ZHIBI_DATABASE_URL 指向的服务是否可用。"
        ) from error
    return engine


def now() -> str:
    """Return the present moment as it is stored: ISO 8601 in UTC, to the microsecond, so that it sorts as text."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _add_columns(engine: Engine) -> None:
    """Add what the tables of an older version lack: the columns that have a value of their own for the rows there are.

    That value also lets the older version go on writing to the same database.
    """
    with engine.connect() as connection:
        if not _missing(connection):
            return
    sqlite = engine.dialect.name == "sqlite"
    with engine.begin() as connection:
        if sqlite:
            # Two programs may open an old database at once: the second one waits here, and then finds the column.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        for column in _missing(connection):
            unless = "" if sqlite else "IF NOT EXISTS "
            definition = CreateColumn(column).compile(dialect=engine.dialect)
            connection.exec_driver_sql(f"ALTER TABLE {column.table.name} ADD COLUMN {unless}{definition}")


def _missing(connection: Connection) -> list[Column[Any]]:
    found = inspect(connection)
    there = {table: {column["name"] for column in found.get_columns(table)} for table in Base.metadata.tables}
    return [
        column
        for name, table in Base.metadata.tables.items()
        for column in table.columns
        if column.name not in there[name] and column.server_default is not None
    ]


def _prepare_sqlite(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    # WAL lets the page read while the job writes; the timeout covers a second process (the command line) on the same file.
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()
