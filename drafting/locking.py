"""Locking: sentences that stand as they are, because whoever decides has approved their words."""

from drafting.draft import DraftSection, Lock
from drafting.errors import RequestError
from drafting.sentences import sentences_in


def locks_with(section: DraftSection, start: int, end: int) -> tuple[Lock, ...]:
    """Return the section's locks and one for each sentence that a selection touches, whole even where it touches a part.

    ``start`` and ``end`` are the same where there is only a cursor. Raises RequestError where no sentence stands there.
    """
    chosen = [one for one in sentences_in(section.text) if _touches(one.start, one.end, start, end)]
    if start == end:
        chosen = chosen[:1]  # between two sentences the cursor ends the one just read
    if not chosen:
        raise RequestError("光标处没有句子；请把光标放在要锁定的一句里，或选中这一句。")
    # what was locked before may have been typed at since: its edges are no longer a sentence's
    held = [lock for lock in section.locks if not any(_overlaps(lock, one.start, one.end) for one in chosen)]
    return tuple(sorted((*held, *(Lock(one.start, one.end) for one in chosen)), key=lambda lock: lock.start))


def locks_without(section: DraftSection, start: int, end: int) -> tuple[Lock, ...]:
    """Return the section's locks but those that a selection or the cursor touches. Raises RequestError where it touches none."""
    left = tuple(lock for lock in section.locks if not _touches(lock.start, lock.end, start, end))
    if left == section.locks:
        raise RequestError("光标处没有锁定的句子；请把光标放在要解除锁定的一句里。")
    return left


def _touches(from_: int, to: int, start: int, end: int) -> bool:
    if start == end:
        return from_ <= start <= to
    return from_ < end and start < to


def _overlaps(lock: Lock, start: int, end: int) -> bool:
    return lock.start < end and start < lock.end
