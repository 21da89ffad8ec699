"""Making the mention of a quantity: the hedges around it are put on here, once for all readings."""

from decimal import Decimal
from fractions import Fraction

from knowledge_base.quantities.hedges import hedge_after, hedge_before
from knowledge_base.quantities.mention import Hedge, Kind, Mention
from knowledge_base.quantities.units import Unit


def plain(value: Decimal) -> Decimal:
    """Return the value without exponent or trailing zeros after the point: 47000.0 → 47000."""
    if value == value.to_integral_value():
        return value.quantize(Decimal(1)) if abs(value) < Decimal(10) ** 27 else value
    return value.normalize()


def build(
    text: str,
    start: int,
    floor: int,
    value: Decimal | Fraction,
    numeral_end: int,
    end: int,
    unit: Unit,
    step: Decimal | None,
    *,
    high: Decimal | None = None,
    kind: Kind | None = None,
    inside: Hedge = Hedge.EXACT,
    canonical: str = "",
) -> Mention:
    """Put the hedges on and make the mention. A hedge before wins over one after: 超过100人以上 is over."""
    before, begin = hedge_before(text, start, floor)
    if (
        before is Hedge.OVER
        and text[begin:start].startswith("突破")
        and unit.name in ("项", "个", "条")
        and kind is not Kind.RANGE
    ):
        before, begin = Hedge.EXACT, start  # 突破12项关键技术 is an achievement, not a hedge
    after, end = hedge_after(text, end, unit.name)
    hedge = before or inside or after
    return Mention(
        begin,
        end,
        text[begin:end],
        kind or unit.kind,
        plain(value) if isinstance(value, Decimal) else value,
        plain(high) if high is not None else None,
        unit.name,
        unit.unit_class,
        hedge,
        step,
        canonical,
        None,
        start,
        numeral_end,
    )
