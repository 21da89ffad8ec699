"""Whether a stated value agrees with a supplied one, by value and hedge alone.

Both sides are read as what they claim: 300余 claims more than 300 and less than 400. A statement holds when all that
the data allows lies within what it claims; it is plausible when some of it does; it is wrong when none of it does.
There is no ±x % tolerance anywhere.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from drafting.checking.finding import Verdict
from knowledge_base.quantities.mention import Hedge, Kind, Mention, Number

#: 近N covers what is within about a tenth below N, and is doubtful down to a quarter.
_NEAR = Fraction(9, 10)
_HARDLY_NEAR = Fraction(3, 4)
#: N余 far above, 超过N far above: true by the letter and misleading.
_FAR_ABOVE = 3
#: A whole number below this with a zero at its end is not read as rounded.
_ROUNDED_FROM = 100
#: … nor one that is further off than this part of the value.
_ROUNDED_BY = Fraction(7, 100)


@dataclass(frozen=True, slots=True)
class Agreement:
    """The outcome of one comparison; ``reason`` is a Chinese clause, empty where the values simply agree."""

    verdict: Verdict
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """The values that a statement allows; ``None`` is an open end. ``open_low`` excludes the lower end itself."""

    low: Fraction | None
    high: Fraction | None
    open_low: bool = False
    open_high: bool = False

    def covers(self, other: "Claim") -> bool:
        """Tell whether every value that ``other`` allows is allowed here."""
        return _low_covers(self, other) and _high_covers(self, other)

    def meets(self, other: "Claim") -> bool:
        """Tell whether some value is allowed by both."""
        return not _below(self, other) and not _below(other, self)


AGREES = Agreement(Verdict.PASS)


def agreement(stated: Mention, supplied: Mention) -> Agreement:
    """Return whether ``stated`` (in the draft) agrees with ``supplied`` (in the data). Units are the caller's matter."""
    if stated.value is None or supplied.value is None:
        return AGREES if stated.canonical == supplied.canonical else Agreement(Verdict.FAIL)
    if _is_range(supplied) or _is_range(stated):
        return _range_agreement(stated, supplied)
    if supplied.hedge is Hedge.EXACT and not _is_interval(supplied):
        return value_agreement(stated, Fraction(supplied.value))
    return _hedged_agreement(stated, supplied)


def value_agreement(stated: Mention, value: Fraction) -> Agreement:
    """Return whether ``stated`` holds of the exact ``value``."""
    if stated.value is None:
        return Agreement(Verdict.FAIL)
    said = Fraction(stated.value)
    match stated.hedge:
        case Hedge.EXACT if stated.high is not None and stated.high != stated.value:
            return AGREES if _inside(value, stated) else Agreement(Verdict.FAIL)
        case Hedge.EXACT:
            return _exact(stated, said, value)
        case Hedge.ABOUT:
            place = place_of(stated)
            if round_half_up(value, place) == said:
                return AGREES
            # A half may be rounded either way: 约2000 for 2500 is doubtful, not wrong.
            half = abs(value - said) == place / 2
            return Agreement(Verdict.WARN if half else Verdict.FAIL, "实数按这个精度四舍五入不是这个数")
        case Hedge.MORE:
            return _more(said, value, place_of(stated))
        case Hedge.NEAR:
            return _near(said, value)
        case Hedge.AT_LEAST | Hedge.OVER:
            holds = value > said or (value == said and stated.hedge is Hedge.AT_LEAST)
            return _unless_far(said, value) if holds else Agreement(Verdict.FAIL, "实数没有这么多")
        case Hedge.AT_MOST:
            return AGREES if value <= said else Agreement(Verdict.FAIL, "实数超出了这个数")
        case Hedge.VAGUE:
            return AGREES if _inside(value, stated) else Agreement(Verdict.WARN, "概数与实数不相符")


def derived_agreement(stated: Mention, value: Fraction) -> Agreement:
    """Return whether ``stated`` is the recomputed ``value`` at the precision shown: 7.858…% may be written 7.9% or 8%."""
    if stated.unit_class == "percent" and stated.step is not None and stated.step > 1:
        return value_agreement(stated, value)  # 两成 for 18% is rounded further than a percent is
    if stated.kind is Kind.MULTIPLE and stated.hedge is Hedge.EXACT and stated.high is None:
        return _multiple(stated, value)
    if stated.value is not None and stated.hedge is Hedge.EXACT and stated.step is not None and stated.high is None:
        return (
            AGREES if round_half_up(value, Fraction(stated.step)) == Fraction(stated.value) else Agreement(Verdict.FAIL)
        )
    return value_agreement(stated, value)


def _multiple(stated: Mention, value: Fraction) -> Agreement:
    """Judge 翻一番, 2倍: at least to the tenth, since 1.5 times rounds to 2 and is far from doubled."""
    said = Fraction(stated.value) if stated.value is not None else Fraction(0)
    step = Fraction(stated.step) if stated.step is not None else Fraction(1)
    if round_half_up(value, min(step, Fraction(1, 10))) == said:
        return AGREES
    if stated.unit != "番" and round_half_up(value, step) == said:
        return Agreement(Verdict.WARN, "实际倍数取整后才是这个数")
    return Agreement(Verdict.FAIL)


def place_of(mention: Mention) -> Fraction:
    """Return the place of the last non-zero digit of the numeral: 300 → 100, 1.2万 → 1000, 170 → 10."""
    if mention.value is None or mention.value == 0:
        return Fraction(1)
    value = Fraction(mention.value)
    place = Fraction(1)
    while (value / place).denominator != 1 and place > Fraction(1, 10**9):
        place /= 10
    while (value / (place * 10)).denominator == 1:
        place *= 10
    return place


def round_half_up(value: Fraction, place: Fraction) -> Fraction:
    """Return ``value`` rounded to a multiple of ``place``, halves away from zero."""
    quotient = abs(value) / place
    whole = quotient.numerator // quotient.denominator
    if quotient - whole >= Fraction(1, 2):
        whole += 1
    return whole * place * (1 if value >= 0 else -1)


def claim_of(mention: Mention) -> Claim:
    """Return what a hedged or exact statement allows."""
    assert mention.value is not None  # noqa: S101  (callers have looked)
    value = Fraction(mention.value)
    if mention.high is not None:
        return Claim(value, Fraction(mention.high))
    match mention.hedge:
        case Hedge.MORE:
            return Claim(value, value + place_of(mention), open_low=True, open_high=True)
        case Hedge.NEAR:
            return Claim(value * _NEAR, value, open_high=True)
        case Hedge.ABOUT:
            half = place_of(mention) / 2
            return Claim(value - half, value + half)
        case Hedge.AT_LEAST:
            return Claim(value, None)
        case Hedge.OVER:
            return Claim(value, None, open_low=True)
        case Hedge.AT_MOST:
            return Claim(None, value)
        case _:
            return Claim(value, value)


def _hedged_agreement(stated: Mention, supplied: Mention) -> Agreement:
    if stated.hedge is supplied.hedge and stated.value == supplied.value and stated.high == supplied.high:
        return AGREES
    said, known = claim_of(stated), claim_of(supplied)
    if said.covers(known):
        # 5万元以上 holds of what is 5亿元以上, and says something else.
        open_ended = known.high is None and stated.value != supplied.value
        return Agreement(Verdict.WARN, f"数据是“{supplied.text}”") if open_ended else AGREES
    if stated.hedge is Hedge.EXACT:
        reason = f"数据本身是“{supplied.text}”，不能去掉“{supplied.hedge.value}”写成确数"
        if supplied.hedge is Hedge.ABOUT:
            return Agreement(Verdict.FAIL, reason)  # 300 for 约300 claims a precision that is not there
        # 10% for 10%以上 and 380 for 300余 claim more than is known; 10% for 9%以上 comes from nowhere.
        from_nowhere = supplied.hedge is not Hedge.MORE and stated.value != supplied.value
        return Agreement(Verdict.WARN if said.meets(known) and not from_nowhere else Verdict.FAIL, reason)
    # 12%以上 for 10%以上 is another number; 2000余 for 约2100 is another way to say it.
    if said.meets(known) and stated.hedge is not supplied.hedge:
        return Agreement(Verdict.WARN, f"数据是“{supplied.text}”，约数的说法不一致")
    return Agreement(Verdict.FAIL)


def _range_agreement(stated: Mention, supplied: Mention) -> Agreement:
    if _is_range(stated) and _is_range(supplied):
        same = stated.value == supplied.value and stated.high == supplied.high
        return AGREES if same else Agreement(Verdict.FAIL, "区间的两端要与数据一致")
    if _is_range(supplied):
        return Agreement(Verdict.FAIL, f"数据是区间“{supplied.text}”，不能写成一个数")
    if claim_of(stated).covers(claim_of(supplied)):
        return Agreement(Verdict.WARN, f"数据是“{supplied.text}”，写成了区间")
    return Agreement(Verdict.FAIL, f"数据是“{supplied.text}”，不是区间")


def _exact(stated: Mention, said: Fraction, value: Fraction) -> Agreement:
    if said == value:
        return AGREES
    step = Fraction(stated.step) if stated.step is not None else Fraction(1)
    # 2100 for 2136 is rounded to hundreds, though its zeros look exact; 10 for 11 is a wrong number and no rounding.
    # Nobody rounds 97.8% to 100%, or 555 to 600.
    coarse = (
        abs(said) >= _ROUNDED_FROM and stated.unit_class != "percent" and abs(said - value) <= abs(value) * _ROUNDED_BY
    )
    steps = {step, place_of(stated)} if coarse else {step}
    if any(round_half_up(value, place) == said for place in steps):
        return Agreement(Verdict.WARN, "这是四舍五入后的数，请写实数，或在前面加“约”")
    return Agreement(Verdict.FAIL)


def _more(said: Fraction, value: Fraction, place: Fraction) -> Agreement:
    if value == said:
        return Agreement(Verdict.FAIL, "实数正好是这个数，不能写“余”")
    if value < said:
        return Agreement(Verdict.FAIL, "实数没有这么多")
    if value < said + place:
        return AGREES
    return _far("实数比“余”所指的多得多") if value < said * _FAR_ABOVE else Agreement(Verdict.WARN, "实数远多于此")


def _near(said: Fraction, value: Fraction) -> Agreement:
    if value == said:
        return Agreement(Verdict.FAIL, "实数正好是这个数，不能写“近”“不足”")
    if value > said:
        return Agreement(Verdict.FAIL, "实数超过了这个数，不能写“近”“不足”")
    if value >= said * _NEAR:
        return AGREES
    if value >= said * _HARDLY_NEAR:
        return Agreement(Verdict.WARN, "实数离这个数还有一段，写“近”勉强")
    return Agreement(Verdict.FAIL, "实数离这个数太远")


def _unless_far(said: Fraction, value: Fraction) -> Agreement:
    return _far("实数远多于此") if said > 0 and value >= said * _FAR_ABOVE else AGREES


def _far(reason: str) -> Agreement:
    return Agreement(Verdict.WARN, reason)


def _is_range(mention: Mention) -> bool:
    return mention.kind is Kind.RANGE and mention.hedge is not Hedge.VAGUE  # 数十 is an interval, not a range


def _is_interval(mention: Mention) -> bool:
    return mention.high is not None and mention.high != mention.value


def _inside(value: Fraction, mention: Mention) -> bool:
    low: Number = mention.value if mention.value is not None else Decimal(0)
    high: Number = mention.high if mention.high is not None else low
    return Fraction(low) <= value <= Fraction(high)


def _low_covers(outer: Claim, inner: Claim) -> bool:
    if outer.low is None:
        return True
    if inner.low is None:
        return False
    if outer.low == inner.low:
        return not outer.open_low or inner.open_low
    return outer.low < inner.low


def _high_covers(outer: Claim, inner: Claim) -> bool:
    if outer.high is None:
        return True
    if inner.high is None:
        return False
    if outer.high == inner.high:
        return not outer.open_high or inner.open_high
    return outer.high > inner.high


def _below(one: Claim, other: Claim) -> bool:
    """Tell whether every value of ``one`` lies below every value of ``other``."""
    if one.high is None or other.low is None:
        return False
    if one.high == other.low:
        return one.open_high or other.open_low
    return one.high < other.low
