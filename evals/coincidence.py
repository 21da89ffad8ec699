"""How much of the accuracy is luck: wrong values drawn at random, put in the place of right ones, and those accepted.

A checker that only asks whether a value occurs somewhere in the data accepts many of them. Drawn are values written like
the right one (as many digits, as many places after the point), one mention at a time, from drafts that pass as they are.
"""

import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from drafting.checking.finding import Verdict
from evals.number_check import CheckCase, solve, worst
from knowledge_base.quantities.mention import QUANTITY_KINDS, Hedge, Mention
from knowledge_base.quantities.reader import read
from knowledge_base.quantities.writing import write_chinese

DRAWS = 6
#: Of more drawn values a sample is checked: it tells the share as well, in a minute.
MOST_DRAWN = 12_000
_SEED = 20261122
_ARABIC = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def coincidence(cases: Sequence[CheckCase]) -> Mapping[str, str]:
    """Return, for each kind and for ``all``, how many wrong values were accepted of how many drawn, as ``3/240 (1.2%)``."""
    drawn: Counter[str] = Counter()
    accepted: Counter[str] = Counter()
    wrong = [
        (kind, CheckCase(case.id, case.supplied, draft, None, case.period))
        for case in cases
        if worst(solve(case)) is Verdict.PASS
        for kind, draft in wrong_drafts(case)
    ]
    if len(wrong) > MOST_DRAWN:
        wrong = random.Random(_SEED).sample(wrong, MOST_DRAWN)  # noqa: S311  (a repeatable sample, no secret)
    for kind, altered in wrong:
        drawn[kind] += 1
        accepted[kind] += worst(solve(altered)) is Verdict.PASS
    drawn["all"], accepted["all"] = drawn.total(), accepted.total()
    return {
        kind: f"{accepted[kind]}/{count} ({accepted[kind] / count:.1%})"
        for kind, count in sorted(drawn.items())
        if count
    }


def wrong_drafts(case: CheckCase) -> Iterator[tuple[str, str]]:
    """Return ``(kind, draft)`` with one exact quantity of the case's draft replaced by a value that it is not."""
    chance = random.Random(f"{_SEED}{case.id}{case.draft}")  # noqa: S311  (a repeatable sample, no secret)
    for mention in read(case.draft):
        if mention.kind not in QUANTITY_KINDS or mention.value is None or mention.hedge is not Hedge.EXACT:
            continue
        for start, end, numeral in _draws(case.draft, mention, chance):
            yield mention.kind.value, case.draft[:start] + numeral + case.draft[end:]


def _draws(text: str, mention: Mention, chance: random.Random) -> Iterator[tuple[int, int, str]]:
    match = _ARABIC.search(text, mention.start, mention.end)
    if match is not None:
        seen = {Decimal(match.group())}
        for _ in range(DRAWS):
            numeral = _like(match.group(), chance)
            if Decimal(numeral) not in seen:
                seen.add(Decimal(numeral))
                yield match.start(), match.end(), numeral
    elif isinstance(mention.value, Decimal) and mention.high is None and mention.value == int(mention.value) < 10_000:
        value, written = int(mention.value), text[mention.numeral_start : mention.numeral_end]
        if write_chinese(Decimal(value)).replace("两", "二") != written.replace("两", "二"):
            return  # 翻一番, 百分之十二: the value is not what is written
        least, most = 10 ** (len(str(value)) - 1), 10 ** len(str(value)) - 1
        for other in chance.sample(range(max(least, 2), most + 1), DRAWS):
            if other != value:
                yield mention.numeral_start, mention.numeral_end, write_chinese(Decimal(other))


def _like(numeral: str, chance: random.Random) -> str:
    """Return a numeral of the same length, no leading zero before a whole part of several digits."""
    whole, point, places = numeral.partition(".")
    first = chance.choice("123456789") if len(whole) > 1 or not point else chance.choice("0123456789")
    return (
        first
        + "".join(chance.choice("0123456789") for _ in whole[1:])
        + point
        + "".join(chance.choice("0123456789") for _ in places)
    )
