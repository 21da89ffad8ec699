"""Drafting in the background: a page that closes, or a command that looks away, loses nothing."""

import asyncio
import concurrent.futures
import logging
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from drafting.draft import Author, SectionState
from drafting.draft_store import DraftStore
from drafting.drafter import Drafter
from drafting.errors import DraftingError
from drafting.section_record import SectionProgress
from knowledge_base.errors import KnowledgeError

logger = logging.getLogger(__name__)


class JobState(StrEnum):
    """How a job stands."""

    NONE = "none"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class JobStatus:
    """A job as it stands. ``done``, ``failed`` and ``total`` count the draft's drafted sections; ``live`` are those under way.

    ``error`` is a Chinese sentence where the job as a whole could not go on.
    """

    draft_id: str
    state: JobState
    done: int = 0
    failed: int = 0
    total: int = 0
    error: str = ""
    live: Mapping[str, SectionProgress] = field(default_factory=dict)

    @property
    def running(self) -> bool:
        """Tell whether sections are being written."""
        return self.state is JobState.RUNNING


class DraftingJobs:
    """Runs drafts in one background thread with its own loop, at most one job for each draft."""

    def __init__(self, drafter: Drafter, store: DraftStore) -> None:
        self._drafter = drafter
        self._store = store
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._jobs: dict[str, _Job] = {}

    def start(
        self, draft_id: str, section_ids: Iterable[str] | None = None, *, author: Author | None = None
    ) -> JobStatus:
        """Start writing the given sections, or all that are not done, and return at once.

        While a draft is being written, asking for all of it changes nothing, and asking for single sections has them
        written after it. Raises DraftNotFoundError.
        """
        self._store.get(draft_id)
        wanted = None if section_ids is None else tuple(section_ids)
        with self._lock:
            before = self._jobs.get(draft_id)
            if before is not None and before.future.done():
                before = None
            if before is None or wanted is not None:
                job = _Job(before)
                job.future = asyncio.run_coroutine_threadsafe(
                    self._run(draft_id, wanted, author, job), self._started_loop()
                )
                self._jobs[draft_id] = job
        return self.status(draft_id)

    def status(self, draft_id: str) -> JobStatus:
        """Return how the draft's job stands, NONE where this process runs none. Raises DraftNotFoundError."""
        draft = self._store.get(draft_id)
        drafted = {section.id for section in draft.outline.sections if section.drafted}
        states = [section.state for section in draft.sections if section.id in drafted]
        status = JobStatus(
            draft_id,
            JobState.NONE,
            done=states.count(SectionState.DONE),
            failed=states.count(SectionState.FAILED),
            total=len(states),
        )
        job = self._jobs.get(draft_id)
        if job is None:
            return status
        return replace(status, state=job.state, error=job.error, live=dict(job.live))

    def wait(self, draft_id: str, timeout: float | None = None) -> JobStatus:
        """Return the status once the draft's job has ended, or after ``timeout`` seconds."""
        job = self._jobs.get(draft_id)
        if job is not None:
            concurrent.futures.wait([job.future], timeout)
        return self.status(draft_id)

    def cancel(self, draft_id: str) -> None:
        """Stop a draft's job. Finished sections stay; those under way wait again, their text so far kept beside them."""
        job = self._jobs.get(draft_id)
        while job is not None:
            before = job.before
            if job.future.cancel():
                job.ended.wait(timeout=10)
            job = before

    def unfinished(self) -> tuple[str, ...]:
        """Return the drafts that stopped on their way and that nobody is writing here: they can be started again."""
        with self._lock:
            running = {draft_id for draft_id, job in self._jobs.items() if not job.future.done()}
        return tuple(draft_id for draft_id in self._store.unfinished() if draft_id not in running)

    def close(self) -> None:
        """Cancel every job and end the thread."""
        for draft_id in tuple(self._jobs):
            self.cancel(draft_id)
        with self._lock:
            loop, thread = self._loop, self._thread
            self._loop = self._thread = None
        if loop is not None and thread is not None:
            loop.call_soon_threadsafe(loop.stop)
            thread.join(timeout=10)

    def _started_loop(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            self._thread = threading.Thread(target=_serve, args=(self._loop,), name="zhibi-drafting", daemon=True)
            self._thread.start()
        return self._loop

    async def _run(
        self,
        draft_id: str,
        section_ids: tuple[str, ...] | None,
        author: Author | None,
        job: "_Job",
    ) -> None:
        try:
            if job.before is not None:
                await asyncio.wait([asyncio.wrap_future(job.before.future)])
                job.before = None
            await self._drafter.draft(draft_id, section_ids, author=author, listener=job.hear)
            job.state = JobState.DONE
        except asyncio.CancelledError:
            job.state = JobState.CANCELLED
            raise
        except Exception as error:  # noqa: BLE001  (the thread's outermost edge: the page must learn that the job ended)
            job.fail(error)
        finally:
            job.live.clear()
            job.ended.set()


class _Job:
    """A job of this process."""

    def __init__(self, before: "_Job | None") -> None:
        self.before = before
        self.future: concurrent.futures.Future[None] = concurrent.futures.Future()
        self.state = JobState.RUNNING
        self.error = ""
        self.live: dict[str, SectionProgress] = {}
        self.ended = threading.Event()

    def hear(self, progress: SectionProgress) -> None:
        if progress.section.state is SectionState.WRITING:
            self.live[progress.section.id] = progress
        else:
            self.live.pop(progress.section.id, None)

    def fail(self, error: BaseException) -> None:
        self.state = JobState.FAILED
        if isinstance(error, (DraftingError, KnowledgeError)):
            self.error = str(error)
        else:
            logger.error("a drafting job ended with an unexpected error", exc_info=error)
            self.error = "起草时出现意外错误，已写成的各节都已保存；请重试，仍不行请查看运行日志。"


def _serve(loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    try:
        loop.run_forever()
    finally:
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()
