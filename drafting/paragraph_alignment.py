"""Which paragraph of an edited text is which of the original: the two in order, like beside like."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from drafting.enumerator import strip_enumerator

# Leaving one out costs less than half of a bad pair costs, so paragraphs with nothing in common still pair up where each
# stands in the other's place: a paragraph written anew is the same paragraph of the report.
_ALONE = 0.6
_UNLIKE_KINDS = 0.5  # a heading beside body text: only where they are all but the same words
_MOST_PAIRS = 400_000  # beyond it (a stranger's file of thousands of paragraphs) nothing is compared


@dataclass(frozen=True, slots=True)
class Written:
    """A paragraph: its text, and whether it is a heading."""

    text: str
    heading: bool = False

    @property
    def key(self) -> str:
        """Return what makes two paragraphs the same: numbers of headings follow from their order."""
        return strip_enumerator(self.text) if self.heading else self.text


Pair = tuple[int | None, int | None]


def aligned(before: Sequence[Written], after: Sequence[Written]) -> list[Pair]:
    """Return pairs of places in the order of both texts; ``None`` where a paragraph was added or taken out."""
    matcher = SequenceMatcher(None, [one.key for one in before], [one.key for one in after], autojunk=False)
    pairs: list[Pair] = []
    old = new = 0
    for match in matcher.get_matching_blocks():
        pairs += _gap(before, after, range(old, match.a), range(new, match.b))
        pairs += [(match.a + step, match.b + step) for step in range(match.size)]
        old, new = match.a + match.size, match.b + match.size
    return pairs


def likeness(one: str, other: str) -> float:
    """Return how much two texts have in common, 0 to 1, by their pairs of characters."""
    return _likeness(_bigrams(one), _bigrams(other))


def _gap(before: Sequence[Written], after: Sequence[Written], olds: range, news: range) -> Iterator[Pair]:
    if not olds or not news or len(olds) * len(news) > _MOST_PAIRS:
        yield from ((old, None) for old in olds)
        yield from ((None, new) for new in news)
        return
    yield from _cheapest(before, after, olds, news)


def _cheapest(before: Sequence[Written], after: Sequence[Written], olds: range, news: range) -> list[Pair]:
    """Return the pairs of least cost (an edit distance over paragraphs)."""
    left = [(_bigrams(before[old].key), before[old].heading) for old in olds]
    right = [(_bigrams(after[new].key), after[new].heading) for new in news]
    rows, columns = len(left), len(right)
    cost = [[_ALONE * (row + column) for column in range(columns + 1)] for row in range(rows + 1)]
    together = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(1, rows + 1):
        for column in range(1, columns + 1):
            (old, old_heading), (new, new_heading) = left[row - 1], right[column - 1]
            unlike = _UNLIKE_KINDS if old_heading != new_heading else 0.0
            together[row][column] = cost[row - 1][column - 1] + 1 - _likeness(old, new) + unlike
            apart = min(cost[row - 1][column], cost[row][column - 1]) + _ALONE
            cost[row][column] = min(together[row][column], apart)
    pairs: list[Pair] = []
    row, column = rows, columns
    while row or column:
        if row and column and cost[row][column] == together[row][column]:
            row, column = row - 1, column - 1
            pairs.append((olds[row], news[column]))
        elif row and (not column or cost[row - 1][column] <= cost[row][column - 1]):
            row -= 1
            pairs.append((olds[row], None))
        else:
            column -= 1
            pairs.append((None, news[column]))
    return pairs[::-1]


def _bigrams(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(max(len(text) - 1, 1)))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0
