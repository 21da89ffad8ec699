"""The word lists that tell a name from what stands around it, and the cutting of a run of characters into words and the rest."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent
_LONGEST = 8
#: Function words of one character: no name goes on across them, but for 和 (和平镇).
HARD = frozenset(
    "在到赴去往与和及同跟对向从由自以于为将把被让使令的地得了着过是有无没不未又再还也都均共并且而或即则因故虽但却仍就只仅已正"
    "曾刚各本该其此每某这那哪几等至来给请受经按据凭靠之所个位名户条项件份次场批期我"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A word of a run, or a character that belongs to none.

    ``kind`` is ``office`` for what units are named by, ``edge`` for what no name goes on across, else ``""``. 投资 and 服务
    are both, and are taken for the former: 凌云投资集团 is one name.
    """

    start: int
    end: int
    kind: str

    @property
    def single(self) -> bool:
        """Tell whether it is one character long, which a name may hold (新华, 东风)."""
        return self.end - self.start == 1


@cache
def listed(name: str) -> frozenset[str]:
    """Return the words of a list, remarks left out."""
    lines = (_DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def is_word(text: str) -> bool:
    """Tell whether a text is a word of every report (平安, 综合) rather than somebody's name."""
    return any(text in listed(name) for name in ("boundary_words", "office_words", "public_names", "public_places"))


@cache
def surnames() -> tuple[frozenset[str], frozenset[str]]:
    """Return the surnames of one character, and those of two and more."""
    return frozenset("".join(listed("surnames"))), listed("compound_surnames")


def pieces_of(text: str, start: int, end: int) -> Iterator[Piece]:
    """Yield the words of ``text[start:end]`` in order, the longest first, and each character that belongs to none."""
    edge, office = listed("boundary_words"), listed("office_words")
    at = start
    while at < end:
        for length in range(min(_LONGEST, end - at), 0, -1):
            word = text[at : at + length]
            kind = "office" if word in office else "edge" if word in edge or word in HARD else ""
            if kind or length == 1:
                yield Piece(at, at + length, kind)
                at += length
                break


@cache
def alternatives(words: tuple[str, ...]) -> str:
    """Return words as alternatives of a pattern, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
