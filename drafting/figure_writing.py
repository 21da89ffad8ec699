"""How a supplied figure is written in prose: its value with unit and hedge, its change and its difference against last period."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

from drafting.checking.wording import quoted
from drafting.figure import Figure
from knowledge_base.quantities.mention import Hedge, Kind, Mention
from knowledge_base.quantities.writing import write_number

_BARE = re.compile(r"[0-9０-９,，.．]+[万亿]?")
_BEFORE = {Hedge.ABOUT: "约", Hedge.NEAR: "近", Hedge.OVER: "超过"}
_AFTER = {Hedge.AT_LEAST: "以上", Hedge.AT_MOST: "以下"}
_HEDGE_WORDS: dict[str, Hedge] = {
    "约": Hedge.ABOUT,
    "左右": Hedge.ABOUT,
    "余": Hedge.MORE,
    "多": Hedge.MORE,
    "近": Hedge.NEAR,
    "以上": Hedge.AT_LEAST,
    "不少于": Hedge.AT_LEAST,
    "至少": Hedge.AT_LEAST,
    "超过": Hedge.OVER,
    "逾": Hedge.OVER,
    "突破": Hedge.OVER,
    "以下": Hedge.AT_MOST,
}
#: A difference is stated in the figure's own unit: 0.7万元 of 5.9万元, not 7000元.
_SCALES = {"万": Decimal(10**4), "亿": Decimal(10**8)}
_MEASURED = (Kind.COUNT, Kind.AMOUNT, Kind.PERCENT)


class Direction(StrEnum):
    """Which way a figure went."""

    UP = "up"
    DOWN = "down"
    LEVEL = "level"


@dataclass(frozen=True, slots=True)
class Change:
    """A figure against last period's. ``amount`` is 12.5%, 2.4个百分点 or 4个; ``problem`` says why there is none."""

    direction: Direction = Direction.LEVEL
    amount: str = ""
    problem: str = ""

    @property
    def word(self) -> str:
        """Return the direction in words: 增长, 下降; 提高 for percentage points; 增加, 减少 for a count; empty where level."""
        if self.direction is Direction.LEVEL:
            return ""
        points, percent = self.amount.endswith("百分点"), self.amount.endswith("%")
        if self.direction is Direction.DOWN:
            return "下降" if points or percent else "减少"
        return "提高" if points else "增长" if percent else "增加"

    @property
    def sentence(self) -> str:
        """Return the change as prose: 同比增长12.5%, 同比持平."""
        return "同比持平" if self.direction is Direction.LEVEL else f"同比{self.word}{self.amount}"


def written_value(figure: Figure) -> str:
    """Return the figure's value as it stands in prose: 2136份, 2000余份, 约300人, 云工委〔2025〕7号."""
    return _written(figure.value_text, figure.value, figure.unit, figure.hedge_text)


def written_previous(figure: Figure) -> str:
    """Return last period's value as it stands in prose, or an empty string where none was given."""
    if figure.previous is None:
        return ""
    return _written(figure.previous_text, figure.previous, figure.unit, "")


def change_of(figure: Figure) -> Change:
    """Return the change against last period, computed exactly from the two values.

    A percent changes by percentage points. Without a base, with a base of zero, or between values that are only
    approximate there is no honest percentage, and ``problem`` says so.
    """
    now, before = figure.value, figure.previous
    if before is None:
        return Change(problem=f"{quoted(figure.name)}没有上年数值，算不出同比，请在数据表中补上上年数值。")
    problem = _not_comparable(figure, now, before)
    if problem or now.value is None or before.value is None:
        return Change(problem=problem or f"{quoted(figure.name)}不是单一的数值，算不出同比。")
    new, old = Fraction(now.value), Fraction(before.value)
    if now.kind is Kind.PERCENT:
        return Change(_direction(new, old), f"{_shown(abs(new - old))}个百分点")
    if old == 0:
        return Change(problem=f"{quoted(figure.name)}上年数为0，没有基数，算不出同比。")
    return Change(_direction(new, old), f"{_shown(abs(new - old) * 100 / old)}%")


def difference_of(figure: Figure) -> Change:
    """Return by how much the figure is more or less than last period: 4个, 0.7万元, 1.2个百分点."""
    now, before = figure.value, figure.previous
    if before is None or now.kind is Kind.PERCENT:
        return change_of(figure)
    problem = _not_comparable(figure, now, before)
    if problem or now.value is None or before.value is None:
        return Change(problem=problem or f"{quoted(figure.name)}不是单一的数值，算不出增减。")
    new, old = Fraction(now.value), Fraction(before.value)
    more = Decimal(abs(new - old).numerator) / Decimal(abs(new - old).denominator)
    scale = _SCALES.get(figure.unit[:1])
    amount = f"{_plain(more / scale)}{figure.unit}" if scale else write_number(more, figure.unit)
    return Change(_direction(new, old), amount)


def _direction(new: Fraction, old: Fraction) -> Direction:
    return Direction.LEVEL if new == old else Direction.UP if new > old else Direction.DOWN


def _not_comparable(figure: Figure, now: Mention, before: Mention) -> str:
    if now.kind not in _MEASURED or before.kind not in _MEASURED or now.high is not None or before.high is not None:
        return f"{quoted(figure.name)}不是单一的数值，算不出同比。"
    if now.hedge is not Hedge.EXACT or before.hedge is not Hedge.EXACT or figure.hedge_text in _HEDGE_WORDS:
        return f"{quoted(figure.name)}是约数，算不出准确的同比，请给出确数。"
    if before.unit_class and now.unit_class and before.unit_class != now.unit_class:
        return f"{quoted(figure.name)}本年与上年的单位不同，算不出同比，请统一单位。"
    return ""


def _written(text: str, value: Mention, unit: str, hedge_text: str) -> str:
    text = text.strip()
    if value.kind not in (*_MEASURED, Kind.PERCENTAGE_POINT, Kind.MULTIPLE, Kind.RANGE, Kind.UNKNOWN):
        return text
    if unit and not text.endswith(unit) and _ends_in_number(text):
        text += unit
    hedge = _HEDGE_WORDS.get(hedge_text.strip(), Hedge.EXACT)
    return text if hedge is Hedge.EXACT or is_hedged(text) else _hedged(text, hedge)


def _ends_in_number(text: str) -> bool:
    """Tell whether a unit is still missing: ``8``, ``2000余``, ``4.7万``; but not ``8次`` or ``12.5%``."""
    return re.search(r"[0-9０-９一二三四五六七八九十百千万亿余多几]$", text) is not None


def is_hedged(text: str) -> bool:
    """Tell whether a written value says that it is not exact: 2000余份, 约300人."""
    return any(word in text for word in _HEDGE_WORDS)


def _hedged(text: str, hedge: Hedge) -> str:
    if hedge in _BEFORE:
        return _BEFORE[hedge] + text
    if hedge in _AFTER:
        return text + _AFTER[hedge]
    numeral = _BARE.match(text)  # 余 stands between the numeral and its unit: 2000余份
    return f"{numeral[0]}余{text[numeral.end() :]}" if numeral and hedge is Hedge.MORE else text


def _shown(value: Fraction) -> str:
    """Return a number at one decimal, at more where it would vanish: 12.5, 12, 0.04."""
    for places in (1, 2, 3, 4):
        quantum = Decimal(1).scaleb(-places)
        rounded = (Decimal(value.numerator) / Decimal(value.denominator)).quantize(quantum, ROUND_HALF_UP)
        if rounded or not value:
            break
    return f"{rounded.normalize():f}"


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
