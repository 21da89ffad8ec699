"""Drafts at rest: each section saved as it comes, every earlier text of it kept."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import Engine, delete, select, update
from sqlalchemy.orm import Session, sessionmaker

from drafting.draft import Author, Binding, Draft, DraftSection, Lock, Outline, SectionState
from drafting.draft_tables import DraftRow, SectionRow, UsageRow, VersionRow, now, open_engine
from drafting.edited_text import locks_after_edit, locks_together
from drafting.errors import DraftNotFoundError, RequestError
from drafting.request import Request
from drafting.stored_values import (
    bindings_from_json,
    bindings_to_json,
    locks_from_json,
    locks_to_json,
    outline_from_json,
    outline_to_json,
    request_from_json,
    request_to_json,
)

__all__ = ["DraftStore", "DraftSummary", "SectionVersion", "TokensUsed", "open_engine"]


@dataclass(frozen=True, slots=True)
class DraftSummary:
    """A draft as a list shows it. ``done`` of ``total`` drafted sections are finished."""

    id: str
    title: str
    genre: str
    unit: str
    period: str
    created: str
    updated: str
    done: int
    total: int
    owner: str = ""


@dataclass(frozen=True, slots=True)
class SectionVersion:
    """An earlier text of a section. ``number`` grows with time and is unique in the store."""

    number: int
    text: str
    author: Author
    saved: str
    bindings: tuple[Binding, ...] = ()
    locks: tuple[Lock, ...] = ()


@dataclass(frozen=True, slots=True)
class TokensUsed:
    """What a draft has cost. ``estimated`` tells that an endpoint did not report some of it."""

    calls: int
    sent: int
    received: int
    estimated: bool


class DraftStore:
    """The drafts of a database. Safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._session = sessionmaker(engine)

    def create(self, request: Request, outline: Outline, *, title: str = "", owner: str = "") -> Draft:
        """Store a new draft with every section waiting, and return it."""
        draft_id = uuid.uuid4().hex[:12]
        moment = now()
        with self._session.begin() as session:
            session.add(
                DraftRow(
                    id=draft_id,
                    owner=owner,
                    title=title or request.title or f"{request.unit}{request.period.label}",
                    request=request_to_json(request),
                    outline=outline_to_json(outline),
                    created=moment,
                    updated=moment,
                )
            )
            session.flush()  # the sections refer to it, and PostgreSQL checks that at once
            session.add_all(_row_of(draft_id, DraftSection(section.id)) for section in outline.sections)
        return self.get(draft_id)

    def get(self, draft_id: str) -> Draft:
        """Return a draft, its sections in the order of the outline. Raises DraftNotFoundError."""
        with self._session() as session:
            row = _find(session, draft_id)
            kept = {item.section_id: _section_of(item) for item in _section_rows(session, draft_id)}
        outline = outline_from_json(row.outline)
        return Draft(
            id=row.id,
            title=row.title,
            request=request_from_json(row.request),
            outline=outline,
            sections=tuple(kept.get(section.id, DraftSection(section.id)) for section in outline.sections),
            created=row.created,
            updated=row.updated,
        )

    def list(self, *, owner: str | None = None) -> tuple[DraftSummary, ...]:
        """Return what is stored, the last changed first; only ``owner``'s where one is given."""
        with self._session() as session:
            query = select(DraftRow).order_by(DraftRow.updated.desc())
            rows = session.scalars(query if owner is None else query.where(DraftRow.owner == owner)).all()
            done: dict[str, set[str]] = {}
            finished = select(SectionRow.draft_id, SectionRow.section_id).where(SectionRow.state == SectionState.DONE)
            for draft_id, section_id in session.execute(finished):
                done.setdefault(draft_id, set()).add(section_id)
        return tuple(_summary_of(row, done.get(row.id, set())) for row in rows)

    def owner(self, draft_id: str) -> str:
        """Return whose draft it is. Raises DraftNotFoundError."""
        with self._session() as session:
            return _find(session, draft_id).owner

    def save_section(self, draft_id: str, section: DraftSection) -> None:
        """Store the present state of a section. A text that differs from the stored one is kept as a version.

        Raises DraftNotFoundError where the draft has been deleted meanwhile.
        """
        with self._session.begin() as session:
            _find(session, draft_id)
            held = session.get(SectionRow, (draft_id, section.id))
            if held is not None and held.text and held.text != section.text:
                session.add(_version_of(held))
            session.merge(_row_of(draft_id, section))
            _touch(session, draft_id)

    def save_partial(self, draft_id: str, section_id: str, partial: str) -> None:
        """Store what a model has written of a section so far; its text is not touched."""
        with self._session.begin() as session:
            session.execute(
                update(SectionRow)
                .where(SectionRow.draft_id == draft_id, SectionRow.section_id == section_id)
                .values(partial=partial)
            )

    def edit_text(self, draft_id: str, section_id: str, text: str, bindings: tuple[Binding, ...] = ()) -> DraftSection:
        """Store what the writer typed, and return the section as it now stands. A locked sentence that is left stays locked."""
        before = self.section(draft_id, section_id)
        section = replace(
            before,
            text=text,
            bindings=bindings,
            locks=locks_after_edit(before.text, text, before.locks),
            state=SectionState.DONE,
            author=Author.WRITER,
            error="",
            partial="",
        )
        self.save_section(draft_id, section)
        return section

    def save_locks(self, draft_id: str, section_id: str, text: str, locks: tuple[Lock, ...]) -> None:
        """Store which sentences of a section are locked. Raises RequestError where its text is no longer ``text``."""
        with self._session.begin() as session:
            changed = session.execute(
                update(SectionRow)
                .where(SectionRow.draft_id == draft_id, SectionRow.section_id == section_id, SectionRow.text == text)
                .values(locks=locks_to_json(locks))
                .returning(SectionRow.section_id)
            )
            if changed.first() is None:
                raise RequestError("这一节在此期间又改过，锁定没有变动；请看过现在的文字再试。")
            _touch(session, draft_id)

    def section(self, draft_id: str, section_id: str) -> DraftSection:
        """Return one section of a draft. Raises DraftNotFoundError."""
        for section in self.get(draft_id).sections:
            if section.id == section_id:
                return section
        raise DraftNotFoundError(f"草稿“{draft_id}”里没有编号为“{section_id}”的一节；请刷新页面后重试。")

    def save_outline(self, draft_id: str, outline: Outline) -> Draft:
        """Replace the outline and return the draft.

        Sections that stay keep their text, new ones wait, and the text of removed ones is kept among the versions.
        """
        wanted = {section.id for section in outline.sections}
        with self._session.begin() as session:
            row = _find(session, draft_id)
            row.outline = outline_to_json(outline)
            held = {item.section_id: item for item in _section_rows(session, draft_id)}
            for section_id, item in held.items():
                if section_id not in wanted:
                    if item.text:
                        session.add(_version_of(item))
                    session.delete(item)
            session.add_all(_row_of(draft_id, DraftSection(new)) for new in wanted - held.keys())
            _touch(session, draft_id)
        return self.get(draft_id)

    def save_request(self, draft_id: str, request: Request, *, title: str = "") -> Draft:
        """Replace the request (a figure corrected, a theme added) and return the draft; its texts stay."""
        with self._session.begin() as session:
            row = _find(session, draft_id)
            row.request = request_to_json(request)
            row.title = title or request.title or row.title
            _touch(session, draft_id)
        return self.get(draft_id)

    def rename(self, draft_id: str, title: str) -> None:
        """Give a draft another title. Raises DraftNotFoundError."""
        with self._session.begin() as session:
            _find(session, draft_id).title = title
            _touch(session, draft_id)

    def versions(self, draft_id: str, section_id: str) -> tuple[SectionVersion, ...]:
        """Return the earlier texts of a section, the newest first."""
        with self._session() as session:
            rows = session.scalars(
                select(VersionRow)
                .where(VersionRow.draft_id == draft_id, VersionRow.section_id == section_id)
                .order_by(VersionRow.number.desc())
            )
            return tuple(
                SectionVersion(
                    row.number,
                    row.text,
                    Author(row.author),
                    row.saved,
                    bindings_from_json(row.bindings),
                    locks_from_json(row.locks),
                )
                for row in rows
            )

    def restore(self, draft_id: str, section_id: str, number: int) -> DraftSection:
        """Put an earlier text back; the present one becomes a version in turn. Raises DraftNotFoundError.

        Locked are then the sentences that were when it was replaced, and those locked since that it holds.
        """
        for version in self.versions(draft_id, section_id):
            if version.number == number:
                present = self.section(draft_id, section_id)
                section = replace(
                    present,
                    text=version.text,
                    author=version.author,
                    bindings=version.bindings,
                    locks=locks_together(version.locks, locks_after_edit(present.text, version.text, present.locks)),
                    state=SectionState.DONE,
                    error="",
                    partial="",
                )
                self.save_section(draft_id, section)
                return section
        raise DraftNotFoundError("这一节没有所选的历史版本；请刷新页面后重试。")

    def delete(self, draft_id: str) -> None:
        """Remove a draft with everything that belongs to it. Raises DraftNotFoundError."""
        with self._session.begin() as session:
            row = _find(session, draft_id)
            for table in (SectionRow, VersionRow, UsageRow):
                session.execute(delete(table).where(table.draft_id == draft_id))
            session.delete(row)

    def unfinished(self) -> tuple[str, ...]:
        """Return the drafts that stopped on their way (a restart, a crash): some sections done or begun, some not."""
        with self._session() as session:
            begun = select(SectionRow.draft_id).where(SectionRow.state != SectionState.WAITING)
            open_ = select(SectionRow.draft_id, SectionRow.section_id).where(
                SectionRow.state.in_([SectionState.WAITING, SectionState.WRITING]), SectionRow.draft_id.in_(begun)
            )
            found = session.execute(open_).all()
            drafted = {
                draft_id: _drafted_ids(outline_from_json(outline))
                for draft_id, outline in session.execute(
                    select(DraftRow.id, DraftRow.outline).where(DraftRow.id.in_({row[0] for row in found}))
                )
            }
        return tuple(sorted({draft for draft, section in found if section in drafted.get(draft, frozenset())}))

    def record_usage(
        self, draft_id: str, section_id: str, *, model: str, sent: int, received: int, estimated: bool
    ) -> None:
        """Note what one call of the model cost, in tokens."""
        with self._session.begin() as session:
            session.add(
                UsageRow(
                    draft_id=draft_id,
                    section_id=section_id,
                    model=model,
                    sent=sent,
                    received=received,
                    estimated=estimated,
                    at=now(),
                )
            )

    def usage(self, draft_id: str) -> TokensUsed:
        """Return what a draft has cost so far."""
        with self._session() as session:
            rows = session.scalars(select(UsageRow).where(UsageRow.draft_id == draft_id)).all()
        return TokensUsed(
            calls=len(rows),
            sent=sum(row.sent for row in rows),
            received=sum(row.received for row in rows),
            estimated=any(row.estimated for row in rows),
        )

    def close(self) -> None:
        """Release the connections."""
        self._engine.dispose()


def _find(session: Session, draft_id: str) -> DraftRow:
    row = session.get(DraftRow, draft_id)
    if row is None:
        raise DraftNotFoundError(f"没有编号为“{draft_id}”的草稿；它可能已被删除，请回到草稿列表重新选择。")
    return row


def _section_rows(session: Session, draft_id: str) -> Iterable[SectionRow]:
    return session.scalars(select(SectionRow).where(SectionRow.draft_id == draft_id)).all()


def _touch(session: Session, draft_id: str) -> None:
    session.execute(update(DraftRow).where(DraftRow.id == draft_id).values(updated=now()))


def _row_of(draft_id: str, section: DraftSection) -> SectionRow:
    return SectionRow(
        draft_id=draft_id,
        section_id=section.id,
        text=section.text,
        state=section.state.value,
        author=section.author.value,
        error=section.error,
        bindings=bindings_to_json(section.bindings),
        source_ids=list(section.source_ids),
        partial=section.partial,
        notes=list(section.notes),
        locks=locks_to_json(section.locks),
    )


def _section_of(row: SectionRow) -> DraftSection:
    return DraftSection(
        id=row.section_id,
        text=row.text,
        state=SectionState(row.state),
        author=Author(row.author),
        error=row.error,
        bindings=bindings_from_json(row.bindings),
        source_ids=tuple(row.source_ids),
        partial=row.partial,
        notes=tuple(row.notes),
        locks=locks_from_json(row.locks),
    )


def _version_of(row: SectionRow) -> VersionRow:
    return VersionRow(
        draft_id=row.draft_id,
        section_id=row.section_id,
        text=row.text,
        author=row.author,
        bindings=row.bindings,
        saved=now(),
        locks=row.locks,
    )


def _summary_of(row: DraftRow, done: set[str]) -> DraftSummary:
    request = request_from_json(row.request)
    drafted = _drafted_ids(outline_from_json(row.outline))
    return DraftSummary(
        id=row.id,
        title=row.title,
        genre=request.genre,
        unit=request.unit,
        period=request.period.label,
        created=row.created,
        updated=row.updated,
        done=len(drafted & done),
        total=len(drafted),
        owner=row.owner,
    )


def _drafted_ids(outline: Outline) -> frozenset[str]:
    return frozenset(section.id for section in outline.sections if section.drafted)
