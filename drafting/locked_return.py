"""What comes back from whoever wrote around locked sentences: each of them stands in it once, in its order, or is put there."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from drafting.locked_text import LOCK_TOKEN, POINT, LockedSentence, figures_of, number_of
from drafting.sentences import sentences_in
from drafting.tokens import tokens_in

#: From here on a sentence is a locked one in other words, a part of one, or the neighbour that one had.
_REWORDED = 0.6
_PART = 0.9
_NEIGHBOUR = 0.6
#: Fewer characters than these tell of nothing.
_TELLING = 6
_SHORTEST_PIECE = 3
_TOKEN = re.compile(r"[{｛]{1,3}[^{}｛｝\n]{1,30}[}｝]{1,3}")
_NUMBER = re.compile(r"[0-9０-９]+(?:\.[0-9]+)?")
_BREAK = "\n"
_SHOWN = 24


@dataclass(frozen=True, slots=True)
class Returned:
    """A text in which every locked sentence's token stands once, in order, and what had to be done to it for that.

    ``reworded`` had been written in other words, ``missing`` left out, ``moved`` put in another order, ``repeated`` written
    more than once.
    """

    text: str
    reworded: tuple[LockedSentence, ...] = ()
    missing: tuple[LockedSentence, ...] = ()
    moved: tuple[LockedSentence, ...] = ()
    repeated: tuple[LockedSentence, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """Return a Chinese sentence for each thing that a model did to locked sentences."""
        told = (
            ("模型改动了锁定的话，已换回原话", self.reworded),
            ("模型漏掉了锁定的话，已放回原来的位置，请看前后是否通顺", self.missing),
            ("模型调换了锁定的话的次序，已按原来的次序放回，请看前后是否通顺", self.moved),
            ("模型重复了锁定的话，只留了一处", self.repeated),
        )
        return tuple(f"{words}：{quoted(one.text for one in those)}。" for words, those in told if those)


def quoted(sentences: Iterable[str]) -> str:
    """Return sentences as a message names them: by how they begin, quotation marks within quotation marks made single."""
    inner = str.maketrans("“”", "‘’")
    shown = (one if len(one) <= _SHOWN else f"{one[:_SHOWN]}……" for one in sentences)
    return "、".join(f"“{one.rstrip('。').translate(inner)}”" for one in shown)


def take_back(text: str, locked: Sequence[LockedSentence]) -> Returned:
    """Return an answer with the tokens of all ``locked``: once each, in order, at the place that it gave them, else where
    they belong: instead of the sentence that says the same, beside the neighbour that they had, in their paragraph.
    """
    if not locked:
        return Returned(text)
    units = _Units(text, {one.number for one in locked})
    repeated = [one for one in locked if units.keep_first(one)]
    out = units.take_out_of_order()
    moved = [one for one in locked if one.number in out]
    absent = [one for one in locked if not units.holds(one)]
    reworded = []
    for one in locked:
        if one not in absent:
            if units.drop_copies(one) and one not in repeated:
                repeated.append(one)
        elif units.put_instead(one, _between(units, one, locked)) not in ("", one.text) and one not in moved:
            reworded.append(one)
    missing = []
    for one in locked:
        if not units.holds(one):
            units.put(one, _between(units, one, locked))
            if one not in moved:
                missing.append(one)
    return Returned(units.text, tuple(reworded), tuple(missing), tuple(moved), tuple(repeated))


def _between(units: "_Units", one: LockedSentence, locked: Sequence[LockedSentence]) -> range:
    """Return where a sentence may stand: behind those locked before it, in front of those behind it."""
    first = max((at + 1 for other in locked if other.number < one.number if (at := units.place(other)) >= 0), default=0)
    last = min(
        (at for other in locked if other.number > one.number if (at := units.place(other)) >= 0), default=len(units)
    )
    return range(first, last)


class _Units:
    """A text as its sentences, tokens of locked sentences and paragraph breaks; joined they are the text."""

    def __init__(self, text: str, numbers: set[int]) -> None:
        self._units = list(_units(text, numbers))

    def __len__(self) -> int:
        return len(self._units)

    @property
    def text(self) -> str:
        lines = "".join(self._units).split(_BREAK)
        return _BREAK.join(line for line in lines if line.strip())

    def place(self, one: LockedSentence) -> int:
        return self._units.index(one.token) if one.token in self._units else -1

    def holds(self, one: LockedSentence) -> bool:
        return one.token in self._units

    def keep_first(self, one: LockedSentence) -> bool:
        """Take out all tokens of a sentence but the first; tell whether there were any."""
        places = [at for at, unit in enumerate(self._units) if unit == one.token]
        for at in reversed(places[1:]):
            del self._units[at]
        return len(places) > 1

    def take_out_of_order(self) -> set[int]:
        """Take out the fewest tokens that leave the others in order, and return their sentences' numbers."""
        numbers = [int(match["number"]) for unit in self._units if (match := LOCK_TOKEN.fullmatch(unit))]
        runs: list[list[int]] = [[]]
        for number in numbers:
            before = [run for run in runs if not run or run[-1] < number]
            runs.append([*max(before, key=len), number])
        longest = max(runs, key=len)
        out = set(numbers) - set(longest)
        self._units = [u for u in self._units if not ((match := LOCK_TOKEN.fullmatch(u)) and number_of(match) in out)]
        return out

    def drop_copies(self, one: LockedSentence) -> bool:
        """Take out the sentences that say a locked one again in its very words; tell whether there were any."""
        own = {_words(sentence) for sentence in one.sentences if len(_wording(sentence)) >= _TELLING}
        left = [unit for unit in self._units if _words(unit) not in own]
        dropped = len(left) < len(self._units)
        self._units = left
        return dropped

    def put_instead(self, one: LockedSentence, within: range) -> str:
        """Put a sentence where one stands that says the same in other words, and return that one; empty where there is none."""
        alike = [at for at in within if _rewords(self._units[at], one)]
        if not alike:
            return ""
        first = last = max(alike, key=lambda at: _rewording(self._units[at], one))
        while last - first + 1 < len(one.locks) and (last + 1 in alike or first - 1 in alike):
            # locked sentences that stand side by side were reworded one by one
            first, last = (first, last + 1) if last + 1 in alike else (first - 1, last)
        replaced = "".join(self._units[first : last + 1])
        numbered = POINT.match(replaced)
        lead = [numbered[0]] if numbered and not POINT.match(one.text) else []
        self._units[first : last + 1] = [*lead, one.token]
        return replaced

    def put(self, one: LockedSentence, within: range) -> None:
        """Put a sentence where it belongs: behind or before the neighbour that it had, else in its paragraph."""
        at = min(max(self._beside(one, within), within.start), within.stop)
        alone = [_BREAK] if not one.before and not one.after else []
        self._units[at:at] = [*alone, one.token, *alone]

    def _beside(self, one: LockedSentence, within: range) -> int:
        for neighbour, step in ((one.before, 1), (one.after, 0)):
            near = [(_closeness(self._units[at], neighbour), -at) for at in within] if neighbour else []
            closeness, at = max(near, default=(0.0, 0))
            if closeness >= _NEIGHBOUR:
                return step - at
        breaks = [at for at, unit in enumerate(self._units) if unit == _BREAK]
        if one.paragraph > len(breaks):  # there is no such paragraph any more
            return len(self._units)
        if not one.before:
            return breaks[one.paragraph - 1] + 1 if one.paragraph else 0
        return [*breaks, len(self._units)][one.paragraph]


def _units(text: str, numbers: set[int]) -> Iterator[str]:
    for number, line in enumerate(text.split(_BREAK)):
        if number:
            yield _BREAK
        at = 0
        for match in LOCK_TOKEN.finditer(line):
            yield from _sentences(line[at : match.start()])
            if number_of(match) in numbers:
                yield f"{{{{L{number_of(match)}}}}}"
            at = match.end()
        yield from _sentences(line[at:])


def _sentences(text: str) -> Iterator[str]:
    at = 0
    for one in sentences_in(text):
        yield text[at : one.end]
        at = one.end
    if text[at:]:
        yield text[at:]


def _rewords(unit: str, one: LockedSentence) -> bool:
    """Tell whether a sentence says a locked one in other words, or a part of it, and nothing of its own.

    Its numbers are the locked one's, and no other sentence of the section is as near to it: 二季度增长较快。 does not
    stand for 一季度增长较快。
    """
    if not set(tokens_in(unit)) <= figures_of([one]) or not set(_NUMBER.findall(_plain(unit))) <= set(
        _NUMBER.findall(one.text)
    ):
        return False
    if any(_words(unit) == _words(other) for other in one.others):
        return False
    bare = unit.strip("。；，！？：\n")
    if len(bare) >= _SHORTEST_PIECE and bare in one.text:
        return True
    near = _rewording(unit, one)
    return near > max((_nearness(unit, other) for other in one.others), default=0.0)


def _rewording(unit: str, one: LockedSentence) -> float:
    """Return how much a sentence is a locked one in other words, 0 where it is not; one that says more is not."""
    return max(_nearness(unit, sentence) for sentence in one.sentences)


def _nearness(unit: str, other: str) -> float:
    a, b = _pairs(unit), _pairs(other)
    if not a or not b:
        return 0.0
    alike, part = 2 * len(a & b) / (len(a) + len(b)), len(a & b) / len(a)
    return max(alike if alike >= _REWORDED else 0.0, part if part >= _PART else 0.0)


def _closeness(unit: str, neighbour: str) -> float:
    """Return how much of the shorter of two sentences the other one holds: a neighbour may have been shortened or extended."""
    if _wording(unit) == _wording(neighbour) != "":
        return 1.0
    a, b = _pairs(unit), _pairs(neighbour)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def _pairs(text: str) -> frozenset[str]:
    wording = _wording(text)
    if len(wording) < _TELLING:
        return frozenset()
    return frozenset(wording[at : at + 2] for at in range(len(wording) - 1))


def _wording(text: str) -> str:
    """Return what a sentence says, without its numbers, tokens, punctuation and place in a row of points."""
    return re.sub(r"[0-9０-９]", "", _words(_plain(text)))


def _words(text: str) -> str:
    """Return the words and numbers of a sentence, without its punctuation and its place in a row of points."""
    return re.sub(r"[\W_]", "", POINT.sub("", text, count=1) if POINT.match(text) else text)


def _plain(text: str) -> str:
    return _TOKEN.sub("", text)
