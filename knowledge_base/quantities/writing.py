"""Numbers as the house writes them: Arabic digits, 万 and 亿 where they shorten exactly, no float noise."""

from decimal import Decimal
from fractions import Fraction

from knowledge_base.quantities.mention import Number

_DIGITS = "零一二三四五六七八九"
_SECTIONS = ((10**8, "亿"), (10**4, "万"))


def write_number(value: Number, unit: str = "", *, chinese: bool = False) -> str:
    """Return the number with its unit: 47000 of 元 is 4.7万元, 2136 of 份 is 2136份, 9.60 of % is 9.6%.

    Five digits and more are shortened to 万 or 亿 only where few places after the point say it exactly (four for money,
    two for what is counted: 10023人 stays); the value never changes. ``chinese`` writes the numeral in Chinese (三十二场), percents as 百分之….
    """
    if isinstance(value, Fraction):
        return _fraction(value, unit)
    if chinese:
        if unit in ("%", "％"):
            return _percent(value)
        return ("两" if value == 2 and unit else write_chinese(value)) + unit
    if unit in ("%", "％", "个百分点", "倍", "番", "年", "月", "日", "号", "届"):
        return _plain(value) + unit
    return _shortened(value, 4 if unit.endswith("元") else 2) + unit


def write_chinese(value: Decimal) -> str:
    """Return the value in Chinese numerals: 32 → 三十二, 2300 → 两千三百, 12.5 → 十二点五."""
    if value < 0:
        return "负" + write_chinese(-value)
    whole, point, rest = _plain(value).partition(".")
    text = _integer(int(whole))
    if text[:2] in ("二千", "二万", "二亿"):
        text = "两" + text[1:]
    return text + ("点" + "".join(_DIGITS[int(c)] for c in rest) if point else "")


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _shortened(value: Decimal, most: int) -> str:
    for factor, mark in _SECTIONS:
        if abs(value) < factor:
            continue
        scaled = value / factor
        if _places(scaled) <= most:
            return _plain(scaled) + mark
    return _plain(value)


def _places(value: Decimal) -> int:
    return len(_plain(value).partition(".")[2])


def _fraction(value: Fraction, unit: str) -> str:
    if value.denominator == 1:
        return write_number(Decimal(value.numerator), unit)
    return f"{_integer(value.denominator)}分之{_integer(value.numerator)}{unit}"


def _percent(value: Decimal) -> str:
    return "百分之" + write_chinese(value)


def _integer(number: int) -> str:
    if number == 0:
        return _DIGITS[0]
    for factor, mark in _SECTIONS:
        if number >= factor:
            upper, lower = divmod(number, factor)
            gap = "零" if lower and lower < factor // 10 else ""
            return _integer(upper) + mark + gap + (_integer(lower) if lower else "")
    text = _section(number)
    return text[1:] if text.startswith("一十") else text


def _section(number: int) -> str:
    text, gap = "", False
    for factor, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, factor)
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + mark
            gap = False
        else:
            gap = True
    return text
