"""What is stored and told while one section is under way."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from types import TracebackType

from drafting.chat import Usage
from drafting.draft import Author, Draft, DraftSection, SectionState
from drafting.draft_store import DraftStore
from drafting.errors import ChatError
from drafting.locked_text import locked_sentences, render_with_locked

#: Seconds between two stored partial texts: what a crash may cost; and between two tellings: what an eye can follow.
STORE_EVERY = 1.0
TELL_EVERY = 0.15


@dataclass(frozen=True, slots=True)
class SectionProgress:
    """A section as it now is; ``section.partial`` is the text so far. ``thinking`` before a model's first word."""

    draft_id: str
    section: DraftSection
    thinking: bool = False


KEPT_EDIT = "起草期间您改过本节，保留的是您的文字；新起草的文字在历史版本里。"

Listener = Callable[[SectionProgress], None]


def usage_meter(store: DraftStore, draft_id: str, section_id: str, model: str) -> Callable[[Usage], None]:
    """Return what notes the cost of each call; ``section_id`` is empty where it concerns the draft as a whole."""

    def note(usage: Usage) -> None:
        store.record_usage(
            draft_id,
            section_id,
            model=model,
            sent=usage.sent,
            received=usage.received,
            estimated=usage.estimated,
        )

    return note


class SectionRecord:
    """Keeps one section's state in the store, and tells a listener. As a context, it marks the section as being written.

    Left without ``finish`` or ``fail`` (cancelled, or an error on its way up), the section waits again: nothing is left
    "being written" by nobody, and what it had before it keeps.
    """

    def __init__(
        self,
        store: DraftStore,
        draft: Draft,
        section_id: str,
        *,
        model: str = "",
        listener: Listener | None = None,
        chinese_up_to: int = 0,
    ) -> None:
        self._store = store
        self._draft = draft
        self._listener = listener
        self._chinese_up_to = chinese_up_to
        self._before = next(section for section in draft.sections if section.id == section_id)
        self._now = self._before
        self._stored_at = 0.0
        self._told_at = 0.0
        self.meter = usage_meter(store, draft.id, section_id, model)

    def __enter__(self) -> "SectionRecord":
        self._save(replace(self._before, state=SectionState.WRITING, error="", partial=""))
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        if self._now.state is SectionState.WRITING:
            # A section that had a text has it still; one that had none waits for its turn.
            state = self._before.state if self._before.state is SectionState.DONE else SectionState.WAITING
            self._save(replace(self._now, state=state))

    def progress(self, text: str, thinking: bool) -> None:
        """Take the text so far, its tokens not yet rendered."""
        moment = time.monotonic()
        if moment - self._told_at < TELL_EVERY and self._now.partial:
            return
        self._told_at = moment
        self._now = replace(self._now, partial=self._rendered(text))
        if moment - self._stored_at >= STORE_EVERY:
            self._stored_at = moment
            self._store.save_partial(self._draft.id, self._now.id, self._now.partial)
        self._tell(thinking=thinking and not text)

    def finish(self, section: DraftSection) -> None:
        """Store the finished section."""
        self._save(section)

    def fail(self, error: ChatError) -> None:
        """Mark the section as failed: what it had before stays, what had arrived is kept beside it."""
        arrived = self._rendered(error.partial)
        self._save(replace(self._before, state=SectionState.FAILED, error=str(error), partial=arrived))

    def _rendered(self, text: str) -> str:
        figures = self._draft.request.figures.figures
        return render_with_locked(text, figures, locked_sentences(self._before), self._chinese_up_to).text

    def _save(self, section: DraftSection) -> None:
        edited = self._edited_meanwhile() if section.state is not SectionState.WRITING else None
        self._now = section
        if edited is not None:
            if section.state is SectionState.DONE and section.text != edited.text:
                self._store.save_section(self._draft.id, section)  # becomes an earlier version by the next line
            self._now = replace(edited, notes=(*edited.notes, KEPT_EDIT))
        self._store.save_section(self._draft.id, self._now)
        self._tell()

    def _edited_meanwhile(self) -> DraftSection | None:
        """Return the section as the writer has changed it while it was being written, ``None`` where nobody has."""
        for held in self._store.get(self._draft.id).sections:  # without it where the outline has lost it
            if held.id == self._now.id and held.author is Author.WRITER and held.state is SectionState.DONE:
                return held if held.text != self._before.text else None
        return None

    def _tell(self, *, thinking: bool = False) -> None:
        if self._listener is not None:
            self._listener(SectionProgress(self._draft.id, self._now, thinking))
