"""Thousands of files into the library: read in parallel processes, stored one by one as they come.

A report is in the database, committed, before its result is handed on: whatever kills the process loses none that was
acknowledged. The same call again goes on where it stopped, since what is held already is not read again.
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Collection, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

from knowledge_base.cleaning import Removal
from knowledge_base.errors import KnowledgeError, ReadingError
from knowledge_base.reading import Limits
from knowledge_base.report import Report
from knowledge_base.understanding import Cues, Given, embedded, identity, understand
from knowledge_base.vectors import Vectors

#: Files in the hands of each process: one being read and one waiting, so that memory stays small.
_AHEAD = 2


@dataclass(frozen=True, slots=True)
class Way:
    """How every file of an import is read."""

    cues: Cues
    limits: Limits
    given: Given
    vectors: Vectors


@dataclass(frozen=True, slots=True)
class Read:
    """A file that was read: ``report`` with a vector for each passage, or ``reason`` why not, in Chinese."""

    path: str
    data: bytes
    report: Report | None = None
    removals: tuple[Removal, ...] = ()
    vectors: tuple[bytes, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A file on its way in: where it came from, what it is called, and its bytes or why they cannot be had."""

    path: str
    name: str
    data: bytes | ReadingError


def read_all(items: Iterator[Item], way: Way, held: Collection[str], processes: int = 0) -> Iterator[Read]:
    """Yield what became of each file as soon as it is known, in no certain order.

    Neither report nor reason means that the file's content is ``held``, or came before in this import. ``processes`` 0
    means one for each processor, 1 means this process itself, which costs no start. A file that brings a process down has that as its reason, and the others go on.
    """
    seen = set(held)
    workers = None if processes == 1 else _Workers(way, processes or os.cpu_count() or 1)
    try:
        for item in items:
            if isinstance(item.data, ReadingError):
                yield Read(item.path, b"", reason=str(item.data))
            elif identity(item.data) in seen:
                yield Read(item.path, item.data)
            else:
                seen.add(identity(item.data))
                if workers is None:
                    yield read_one(item, way)
                else:
                    yield from workers.give(item)
        if workers is not None:
            yield from workers.finish()
    finally:
        if workers is not None:
            workers.close()


def read_one(item: Item, way: Way) -> Read:
    """Read one file; whatever is wrong with it becomes a reason."""
    assert isinstance(item.data, bytes)  # noqa: S101 - read_all gives only such; this tells mypy
    try:
        report, removals = understand(item.data, item.name, way.cues, way.limits, way.given)
        vectors = embedded(way.vectors, report.passages)
    except KnowledgeError as error:
        return Read(item.path, item.data, reason=str(error))
    except Exception as error:  # noqa: BLE001 - one file of thousands that no one foresaw must not stop the rest
        return Read(item.path, item.data, reason=_unforeseen(item.name, type(error).__name__))
    return Read(item.path, item.data, report, removals, vectors)


def _unforeseen(name: str, what: str) -> str:
    return f"“{name}”读取时出现意外错误（{what}），未能收入；请用 Word 或 WPS 打开并另存为 .docx 后重试。"


class _Workers:
    """A pool that survives the death of its processes."""

    def __init__(self, way: Way, processes: int) -> None:
        self._way, self._processes = way, processes
        self._pool = self._new_pool(processes)
        self._running: dict[Future[Read], Item] = {}

    def give(self, item: Item) -> Iterator[Read]:
        """Take a file, and yield what is finished once there are enough in hand."""
        self._submit(item)
        while len(self._running) >= self._processes * _AHEAD:
            yield from self._collect()

    def finish(self) -> Iterator[Read]:
        """Yield everything that is still in hand."""
        while self._running:
            yield from self._collect()

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)

    def _submit(self, item: Item) -> None:
        try:
            self._running[self._pool.submit(read_one, item, self._way)] = item
        except BrokenProcessPool:
            broken: Future[Read] = Future()
            broken.set_exception(BrokenProcessPool())
            self._running[broken] = item

    def _collect(self) -> Iterator[Read]:
        done, _ = wait(self._running, return_when=FIRST_COMPLETED)
        suspects: deque[Item] = deque()
        for future in done:
            item = self._running.pop(future)
            try:
                yield future.result()
            except BrokenProcessPool:
                suspects.append(item)
        if suspects:
            yield from self._one_by_one(suspects)

    def _one_by_one(self, suspects: deque[Item]) -> Iterator[Read]:
        """Read alone what was in hand when a process died: only the file that kills its own process is to blame."""
        suspects.extend(self._running.values())
        self._running.clear()
        self._pool.shutdown(wait=False, cancel_futures=True)
        while suspects:
            item = suspects.popleft()
            with self._new_pool(1) as alone:
                try:
                    yield alone.submit(read_one, item, self._way).result()
                except BrokenProcessPool:
                    yield Read(item.path, b"", reason=_unforeseen(item.name, "读取进程意外退出"))
        self._pool = self._new_pool(self._processes)

    def _new_pool(self, processes: int) -> ProcessPoolExecutor:
        # spawned, not forked: a fork of a process with threads (Chroma's, the desk's) may hang
        spawned = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(processes, mp_context=spawned, initializer=_settle)


def _settle() -> None:
    """Make a process of the pool end with its parent, however that ends, and leave Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
