"""What a text took over from other units' past reports: whole sentences. Names are looked for in ``foreign_name``."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from drafting.checking.finding import Finding, Verdict

#: Set phrases and titles of documents run to thirty characters; a whole sentence of another unit is longer.
LONGEST_SHARED = 40
_SKIPPED = re.compile(r"[\s0-9０-９.．%％]")


@dataclass(frozen=True, slots=True)
class PastText:
    """A piece of a past report: whose it is, and what it says.

    ``same_house`` tells that the unit is an office of the same park or town, whose places and brands are one.
    """

    unit: str
    title: str
    text: str
    same_house: bool = False


@dataclass(frozen=True, slots=True)
class Borrowable:
    """What a draft was written beside. ``own`` is what the writer supplied and what the unit's own reports say."""

    others: tuple[PastText, ...] = ()
    own: str = ""


def copied_sentences(text: str, borrowable: Borrowable) -> Iterator[Finding]:
    """Yield a finding for each run of more than 40 characters that stands in a past report of another unit.

    Numbers and blanks are passed over, so that a new figure in an old sentence does not hide it. What the writer supplied, or
    what the unit's own reports say, is nobody else's.
    """
    bare, places = _bare(text)
    own = _bare(borrowable.own)[0]
    size = LONGEST_SHARED + 1
    for past in borrowable.others:
        theirs, _ = _bare(past.text)
        runs = {theirs[i : i + size] for i in range(len(theirs) - size + 1)}
        at = 0
        while runs and at + size <= len(bare):
            if bare[at : at + size] not in runs or bare[at : at + size] in own:
                at += 1
                continue
            end = at + size
            while end < len(bare) and bare[end - size + 1 : end + 1] in runs:
                end += 1
            start, stop = places[at], places[end - 1] + 1
            message = f"有{end - at}个字与{past.unit or '其他单位'}的《{past.title}》相同，请改成本单位的说法"
            yield Finding("copied_sentence", Verdict.WARN, start, stop, text[start:stop], message, "改写这一句")
            at = end


def _bare(text: str) -> tuple[str, Sequence[int]]:
    """Return a text without numbers and blanks, and where each of its characters stood."""
    places = [at for at, character in enumerate(text) if not _SKIPPED.match(character)]
    return "".join(text[at] for at in places), places
