"""Proportions: percents in words, tenths (三成), fractions and ratios."""

import re
from decimal import Decimal
from fractions import Fraction

from knowledge_base.quantities.building import build, plain
from knowledge_base.quantities.mention import Hedge, Kind, Mention
from knowledge_base.quantities.numerals import ARABIC, CHINESE, chinese_value, read_numeral
from knowledge_base.quantities.units import Unit

#: Between the ends of a range; never a minus.
DASH = re.compile(r" ?(?:[－—–‐\-~～〜]{1,2}|至|到) ?")
_PER_HUNDRED = re.compile(rf"(百|千|万)分之(?=[{ARABIC}{CHINESE}])")
_FRACTION = re.compile(rf"([{CHINESE}]+|[{ARABIC}]+)分之([{CHINESE}]+|[{ARABIC}]+)")
_SLASH = re.compile(rf"([{ARABIC}]{{1,3}})[/／]([{ARABIC}]{{1,3}})(?![{ARABIC}/／.])")
_RATIO = re.compile(
    rf"([{ARABIC}]+(?:\.[{ARABIC}]+)?) ?[∶:：] ?([{ARABIC}]+(?:\.[{ARABIC}]+)?)((?:[∶:：][{ARABIC}]+(?:\.[{ARABIC}]+)?)+)?"
)
#: 三成 is 30 %, but 三成立, 九成熟, 一成不变 are words.
_TENTHS = re.compile(
    r"([一二两三四五六七八九1-9１-９])成(?:([一二三四五六七八九半])(?![成十百千万亿]))?(?![立功员果为长效熟就分绩都不语型份])"
)
#: 2.5成, 八点五成, 十成.
_DECIMAL_TENTHS = re.compile(
    rf"(?:[{ARABIC}][.．][{ARABIC}]|[一二三四五六七八九]点[一二三四五六七八九]|10|１０|十)成(?![立功员果为长效熟就分绩都不语型份])"
)
_OVER = re.compile(r"(?<![经通越不])过\Z")
_PERCENT_PLACE = {"百": Decimal(1), "千": Decimal("0.1"), "万": Decimal("0.01")}
_PERCENT = Unit("%", "percent", Kind.PERCENT)
_PERMILLE = Unit("‰", "permille", Kind.PERCENT)
_PART = Unit("", "fraction", Kind.FRACTION)
_PROPORTION = Unit("比", "ratio", Kind.FRACTION)


def proportion_at(text: str, start: int, floor: int) -> Mention | None:
    """Return the proportion that begins at ``start``: 百分之九十五, 五分之三, 1/4, 四成, 2.5成, 1∶3."""
    for reading in (_percent_words, _fraction, _tenths, _ratio):
        mention = reading(text, start, floor)
        if mention is not None:
            return mention
    return None


def _percent_words(text: str, start: int, floor: int) -> Mention | None:
    match = _PER_HUNDRED.match(text, start) if text[start] in "百千万" else None
    if match is None:
        if text.startswith("百分百", start):
            return build(text, start, floor, Decimal(100), start + 3, start + 3, _PERCENT, Decimal(1))
        return None
    numeral = read_numeral(text, match.end())
    if numeral is None:
        return None
    factor = _PERCENT_PLACE[match.group(1)]
    dash = DASH.match(text, numeral.end)
    if dash is not None:
        again = _PER_HUNDRED.match(text, dash.end())
        upper = read_numeral(text, again.end() if again else dash.end())
        if upper is not None and upper.value > numeral.value:
            return build(
                text, start, floor, numeral.value * factor, upper.end, upper.end, _PERCENT, upper.step * factor,
                high=upper.value * factor, kind=Kind.RANGE,
            )  # fmt: skip
    return build(text, start, floor, numeral.value * factor, numeral.end, numeral.end, _PERCENT, numeral.step * factor)


def _fraction(text: str, start: int, floor: int) -> Mention | None:
    match = _FRACTION.match(text, start)
    if match is not None:
        lower, upper = read_numeral(text, match.start(1)), read_numeral(text, match.start(2))
    else:
        match = _SLASH.match(text, start)
        if match is None:
            return None
        lower, upper = read_numeral(text, match.start(2)), read_numeral(text, match.start(1))
        if lower is None or upper is None or upper.value >= lower.value:
            return None
    if lower is None or upper is None or not lower.value:
        return None
    value = Fraction(int(upper.value), int(lower.value))
    return build(text, start, floor, value, match.end(), match.end(), _PART, None)


def _tenths(text: str, start: int, floor: int) -> Mention | None:
    match = _TENTHS.match(text, start) if text[start + 1 : start + 2] == "成" else None
    if match is None:
        match = _DECIMAL_TENTHS.match(text, start)
    if match is None:
        return None
    numeral = read_numeral(text, start)
    if numeral is None:
        return None
    over = _OVER.search(text, max(floor, start - 2), start) is not None  # 占比过六成
    inside = Hedge.OVER if over else Hedge.EXACT
    if match.lastindex is None:
        step = numeral.step * 10
        return build(text, start, floor, numeral.value * 10, match.end(), match.end(), _PERCENT, step, inside=inside)
    value, step = numeral.value * 10, Decimal(10)
    if match.group(2):
        rest = 5 if match.group(2) == "半" else (chinese_value(match.group(2)) or (Decimal(0),))[0]
        value, step = value + rest, Decimal(1)
    return build(text, start, floor, value, match.end(), match.end(), _PERCENT, step, inside=inside)


def _ratio(text: str, start: int, floor: int) -> Mention | None:
    match = _RATIO.match(text, start)
    if match is not None and match.group(3):  # 8.3∶41.4∶50.3, the proportions of more than two
        written = match.group().replace("：", ":").replace("∶", ":")
        return Mention(
            start,
            match.end(),
            match.group(),
            Kind.FORMULA,
            canonical=written,
            numeral_start=start,
            numeral_end=match.end(),
        )
    if match is None or (match.group(0).find("∶") < 0 and not text.startswith(("1", "１"), match.start(2))):
        return None
    left, right = read_numeral(text, match.start(1)), read_numeral(text, match.start(2))
    if left is None or right is None or not right.value:
        return None
    value = Fraction(left.value) / Fraction(right.value)
    canonical = f"{plain(left.value)}:{plain(right.value)}"
    return build(text, start, floor, value, match.end(), match.end(), _PROPORTION, None, canonical=canonical)
