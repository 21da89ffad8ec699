"""Ranks: which supplied rank a claim such as 位列第三 or 进入全市前五 speaks of, and whether it bears the claim out."""

import re
from collections.abc import Sequence
from fractions import Fraction

from drafting.checking.binding import LIKELY, name_score
from drafting.figure import Figure
from knowledge_base.quantities.mention import Hedge, Mention

_UNITS = frozenset({"位", "名", "名次", ""})
_AREA = r"(?:全国|全省|全市|全县|全区|同类园区|省级园区)?$"
_RANKS = re.compile(rf"(?:位居|位列|稳居|跃居|升至|升到|排在|排到|排名|排|名列|居|列)(?:到了?|为)?{_AREA}")
_RANKED = re.compile(rf"中?(?:进入|跻身|位居|位列|稳居|跃居|排在|排名|排|名列|居|列|入围)?{_AREA}")


def claims_rank(text: str, mention: Mention) -> bool:
    """Tell whether an ordinal says where something stands among others: 位列第三, 前五."""
    return mention.hedge is Hedge.AT_MOST or _RANKS.search(text[max(0, mention.start - 10) : mention.start]) is not None


def ranked_figure(indicator: str, ordinals: Sequence[Figure]) -> Figure | None:
    """Return the rank that a claim is about: the one its words name, or the only one there is."""
    ranks = [figure for figure in ordinals if figure.value.unit in _UNITS and figure.value.value is not None]
    for words in (indicator, _RANKED.sub("", indicator)):
        scored = [(name_score(words, figure.name), figure) for figure in ranks] if words else []
        score, best = max(scored, key=lambda item: item[0], default=(0.0, None))
        if score >= LIKELY:
            return best
    return ranks[0] if len(ranks) == 1 else None


def bears_out(figure: Figure, claim: Mention) -> bool:
    """Tell whether a rank makes the claim true: the third place bears out 第三 and 前五, and a supplied 前三 前五."""
    if figure.value.value is None or claim.value is None:
        return False
    rank, said = Fraction(figure.value.value), Fraction(claim.value)
    if claim.hedge is Hedge.AT_MOST:
        return rank <= said
    return rank == said and figure.value.hedge is not Hedge.AT_MOST  # 前三 does not say 第三
