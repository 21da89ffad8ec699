"""Making the mention of a quantity: the hedges around it are put on here, once for all readings."""

import re
from decimal import Decimal
from fractions import Fraction

from knowledge_base.quantities.hedges import hedge_after, hedge_before
from knowledge_base.quantities.mention import Hedge, Kind, Mention
from knowledge_base.quantities.units import Unit

#: What one breaks through itself; in 专利突破300项 the word is a hedge.
_BROKEN_THROUGH = re.compile(
    r"(?:关键|核心|共性|重大|重点|前沿|行业|制约|“?卡脖子|产业)*[\u4e00-\u9fff”]{0,4}(?:技术|瓶颈|难题|难点|难关|堵点|痛点|环节|问题)"
)


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
        and _BROKEN_THROUGH.match(text, end)
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
