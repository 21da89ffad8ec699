"""Ranks: which supplied rank a claim such as 位列第三 or 进入全市前五 speaks of, and whether it bears the claim out."""

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from drafting.checking.binding import LIKELY, name_score
from drafting.checking.derived import Derived
from drafting.checking.statement import Statement
from drafting.checking.wording import quoted
from drafting.figure import Figure
from knowledge_base.quantities.mention import Hedge, Kind, Mention

_UNITS = frozenset({"位", "名", "名次", ""})
_AREA = r"(?:全国|全省|全市|全县|全区|同类园区|省级园区)?$"
_RANKS = re.compile(rf"(?:位居|位列|稳居|跃居|升至|升到|排在|排到|排名|排|名列|居|列)(?:到了?|为)?{_AREA}")
_RANKED = re.compile(rf"中?(?:进入|跻身|位居|位列|稳居|跃居|排在|排名|排|名列|居|列|入围)?{_AREA}")


_MOVED = re.compile(r"(?P<word>前移|上升|提升|前进|进位|跃升|晋升|后移|下降|下滑|后退)(?:了|约)?$")
_FELL = frozenset({"后移", "下降", "下滑", "后退"})
_PLACES = re.compile(r"位次|名次|位")


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


def ranks_of_time(figures: Sequence[Figure], *, last: bool) -> tuple[Figure, ...]:
    """Return the supplied ordinals of this period, or, in their place, those of the last one where they are supplied."""
    ordinals = [figure for figure in figures if figure.value.kind is Kind.ORDINAL]
    before = [
        replace(figure, value=figure.previous, value_text=figure.previous_text)
        for figure in ordinals
        if figure.previous is not None
    ]
    return tuple(before) if last and before else tuple(ordinals)


def places_moved(statement: Statement, figures: Sequence[Figure]) -> Derived | None:
    """Return how many places a rank rose or fell since last period, where a statement tells: 前移3个位次."""
    moved = _MOVED.search(statement.clause)
    if moved is None or not (statement.mention.unit in _UNITS - {""} or _PLACES.match(statement.after)):
        return None
    ranks = [figure for figure in figures if figure.value.unit in _UNITS and figure.previous is not None]
    ranked = ranked_figure(statement.label.indicator, ranks)
    if ranked is None or ranked.previous is None or ranked.value.value is None or ranked.previous.value is None:
        return None
    rise = Fraction(ranked.previous.value) - Fraction(ranked.value.value)
    way = "up" if rise > 0 else "down" if rise < 0 else ""
    how = f"{quoted(ranked.name)}本期{ranked.value_text}、上年{ranked.previous_text}"
    said = "down" if moved["word"] in _FELL else "up"
    problem = "" if said == way else "方向写反了"
    written = f"{'前移' if way == 'up' else '后移'}{abs(rise)}位"
    return Derived(abs(rise) if not problem else None, how, written, (ranked.id,), way, problem)


def bears_out(figure: Figure, claim: Mention) -> bool:
    """Tell whether a rank makes the claim true: the third place bears out 第三 and 前五, and a supplied 前三 前五."""
    if figure.value.value is None or claim.value is None:
        return False
    rank, said = Fraction(figure.value.value), Fraction(claim.value)
    if claim.hedge is Hedge.AT_MOST:
        return rank <= said
    return rank == said and figure.value.hedge is not Hedge.AT_MOST  # 前三 does not say 第三
