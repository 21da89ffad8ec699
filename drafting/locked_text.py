"""Locked sentences on their way through a model or the composer: code owns their words, as it owns the numbers.

``{{L1}}`` stands for a locked sentence. Whoever writes the text around it sees what it says, but has no way to change it;
what comes back without it, or with a wording of its own in its place, is put right by ``drafting.locked_return``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from drafting.draft import Binding, DraftSection, Lock
from drafting.figure import Figure
from drafting.sentences import sentences_in
from drafting.shown_number import token_shown
from drafting.tokens import Rendered, TokenProblem, render_tokens

#: A token as models really write it: stray spaces, full-width braces and letters, one brace too few or too many.
LOCK_TOKEN = re.compile(r"[{｛]{1,3}\s*[LlＬｌ]\s*(?P<number>[0-9０-９]{1,3})\s*[}｝]{1,3}")
#: 一是, 二要: what numbers a point.
POINT = re.compile(r"[一二三四五六七八九十]{1,3}[是要]")
_POINT_AT_END = re.compile(rf"(?:{POINT.pattern})\Z")
_STOPS = "。！？!?；"
_DOUBLED = re.compile(r"[。，；、！？：,;!?]+")


@dataclass(frozen=True, slots=True)
class LockedSentence:
    """A locked sentence, or several that stand side by side, with what its token stands for.

    ``bindings`` and ``locks`` have their offsets in ``text``. ``paragraph`` (from 0) is the one that it stands in, ``before``
    and ``after`` are the sentences around it there, empty at the paragraph's ends; ``others`` are all of the section that
    are not locked.
    """

    number: int
    text: str
    bindings: tuple[Binding, ...]
    locks: tuple[Lock, ...]
    paragraph: int
    before: str = ""
    after: str = ""
    others: tuple[str, ...] = ()

    @property
    def token(self) -> str:
        """Return what stands for it."""
        return f"{{{{L{self.number}}}}}"

    @property
    def sentences(self) -> tuple[str, ...]:
        """Return the sentences that it is."""
        return tuple(self.text[lock.start : lock.end] for lock in self.locks)


def locked_sentences(section: DraftSection) -> tuple[LockedSentence, ...]:
    """Return what is locked in a section, in order; sentences with nothing between them are one."""
    found: list[LockedSentence] = []
    others = tuple(
        section.text[one.start : one.end]
        for one in sentences_in(section.text)
        if not any(one.start < lock.end and lock.start < one.end for lock in section.locks)
    )
    for number, (start, end) in enumerate(_runs(section), start=1):
        lines = section.text[:start].split("\n")
        line = section.text.split("\n")[len(lines) - 1]
        at = len(lines[-1])
        found.append(
            LockedSentence(
                number=number,
                text=section.text[start:end],
                bindings=tuple(
                    replace(one, start=one.start - start, end=one.end - start)
                    for one in section.bindings
                    if start <= one.start and one.end <= end
                ),
                locks=tuple(
                    Lock(one.start - start, one.end - start)
                    for one in section.locks
                    if start <= one.start and one.end <= end
                ),
                paragraph=len(lines) - 1,
                before=_last_sentence(line[:at]),
                after=_first_sentence(line[at + end - start :]),
                others=others,
            )
        )
    return tuple(found)


def figures_of(locked: Sequence[LockedSentence]) -> frozenset[str]:
    """Return the ids of the figures that locked sentences state."""
    return frozenset(binding.figure_id for one in locked for binding in one.bindings)


def with_tokens(section: DraftSection, figures: Sequence[Figure], locked: Sequence[LockedSentence]) -> str:
    """Return a section's text with its locked sentences and its bound numbers as tokens, so that nobody can change them."""
    by_id = {figure.id: figure for figure in figures}
    runs = _runs(section)
    places = [(start, end, one.token) for (start, end), one in zip(runs, locked, strict=True)]
    for binding in section.bindings:
        figure = by_id.get(binding.figure_id)
        if figure is not None and not any(start <= binding.start < end for start, end in runs):
            shown = section.text[binding.start : binding.end]
            stands = token_shown(section.text[: binding.start], shown, figure, figures)
            places.append((binding.start, binding.end, stands))
    pieces, at = [], 0
    for start, end, stands in sorted(places):
        if start >= at and end <= len(section.text):
            pieces += [section.text[at:start], stands]
            at = end
    return "".join([*pieces, section.text[at:]])


def render_with_locked(
    text: str, figures: Sequence[Figure], locked: Sequence[LockedSentence], chinese_up_to: int = 0
) -> Rendered:
    """Return a text with every token rendered: figures by their values, locked sentences by their words.

    A full stop or a number of a point (一是) that a locked sentence has of its own is not doubled. A token of a sentence that
    is not locked stays, and is a problem, as one of a figure that there is not.
    """
    known = {one.number: one for one in locked}
    whole = Rendered("")
    at = 0
    for match in LOCK_TOKEN.finditer(text):
        one = known.get(number_of(match))
        if one is None:
            continue
        ahead = text[at : match.start()]
        if POINT.match(one.text):
            ahead = _POINT_AT_END.sub("", ahead)
        whole = _joined(whole, render_tokens(ahead, figures, chinese_up_to))
        whole = _joined(whole, Rendered(one.text, one.bindings, locks=one.locks))
        at = match.end()
        doubled = _DOUBLED.match(text, at) if one.text[-1:] in _STOPS else None
        at = doubled.end() if doubled else at
    return _joined(whole, render_tokens(text[at:], figures, chinese_up_to))


def number_of(match: re.Match[str]) -> int:
    """Return which locked sentence a token stands for."""
    return int(match["number"])


def _runs(section: DraftSection) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for lock in section.locks:
        if runs and runs[-1][1] == lock.start:
            runs[-1] = (runs[-1][0], lock.end)
        else:
            runs.append((lock.start, lock.end))
    return runs


def _last_sentence(text: str) -> str:
    found = sentences_in(text)
    return text[found[-1].start : found[-1].end] if found else ""


def _first_sentence(text: str) -> str:
    found = sentences_in(text)
    return text[found[0].start : found[0].end] if found else ""


def _joined(one: Rendered, other: Rendered) -> Rendered:
    by = len(one.text)
    return Rendered(
        one.text + other.text,
        (*one.bindings, *(replace(item, start=item.start + by, end=item.end + by) for item in other.bindings)),
        (*one.problems, *(_moved(item, by) for item in other.problems)),
        (*one.locks, *(Lock(item.start + by, item.end + by) for item in other.locks)),
    )


def _moved(problem: TokenProblem, by: int) -> TokenProblem:
    return replace(problem, start=problem.start + by, end=problem.end + by)
