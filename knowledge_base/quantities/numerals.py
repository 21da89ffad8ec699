"""Numerals: Arabic, full-width, Chinese, financial and mixed, as exact numbers.

A numeral is what stands before the unit, with its scale: ``4.7万``, ``3万6千``, ``两千三``, ``百分之…`` excluded.
Everything is exact: ``Decimal`` throughout, no floats.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

#: Single digits in every script that official prose uses. ○ and Ｏ stand in for 〇 in typed years (二○二五).
DIGITS = {
    **{c: i for i, c in enumerate("0123456789")},
    **{c: i for i, c in enumerate("０１２３４５６７８９")},
    **{c: i for i, c in enumerate("零一二三四五六七八九")},
    **{c: i for i, c in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    "○": 0,
    "两": 2,
    "俩": 2,
    "仨": 3,
    "貳": 2,
    "參": 3,
    "叄": 3,
    "陸": 6,
    "兩": 2,
}
SCALES = {
    "十": 10,
    "拾": 10,
    "百": 100,
    "佰": 100,
    "千": 1000,
    "仟": 1000,
    "万": 10**4,
    "萬": 10**4,
    "亿": 10**8,
    "億": 10**8,
}
#: 廿五 is 25, 卅 is 30.
TENS = {"廿": 20, "卅": 30}

ARABIC = "0-9０-９"
CHINESE_DIGITS = "零〇○一二两兩三四五六七八九壹贰貳叁參叄肆伍陆陸柒捌玖"
CHINESE = CHINESE_DIGITS + "十百千万萬亿億拾佰仟廿卅"
#: Financial digits are words elsewhere (队伍, 大陆): they count only before a scale or a currency.
FINANCIAL = "壹贰貳叁參叄肆伍陆陸柒捌玖"
PLAIN_CHINESE = "".join(c for c in CHINESE if c not in FINANCIAL + "拾佰仟")

_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
# 千 before 瓦, 克, 米 … belongs to the unit (千瓦时); 十/百 after Arabic digits only before 万 or 亿 (3百万).
_SCALE = r"(?:[千百十]?[万萬][亿億]|[万萬]{2}|千[万萬亿億](?!瓦)|[百十][万萬亿億]|[亿億]|[万萬]|千(?![瓦克米卡伏帕赫焦升])|百(?!分|姓|货|年|日))"
_PLAIN = rf"(?:[{ARABIC}]{{1,3}}(?:,[{ARABIC}]{{3}})+(?![{ARABIC}])|[{ARABIC}]+)(?:(?:[.．]| ?\. ?(?=[{ARABIC}]+ ?[%％]))[{ARABIC}]+)?"
_ARABIC = re.compile(
    rf"(?P<head>{_PLAIN})"
    rf"(?:[ ]?(?P<scale>{_SCALE})(?P<tail>(?:零?(?:[{ARABIC}]+|[一二两三四五六七八九]){_SCALE})*(?:(?:零[{ARABIC}]+|[{ARABIC}]{{3,8}})(?![{ARABIC}年.．]))?))?"
)
_TAIL_PART = re.compile(rf"([{ARABIC}]+|[一二两三四五六七八九])((?:{_SCALE})?)")
_CHINESE = re.compile(rf"[{CHINESE}]+(?:点[{CHINESE_DIGITS}]+[万亿]*)?")
_ADJACENT = re.compile(r"([一二两三四五六七八九])([二三四五六七八九])([十百千万亿]*)$")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral as read. ``end`` is the offset after it; ``high`` closes an interval (二三十 → 20, 30), else ``None``.

    ``step`` is the place value of its last digit, ``scale`` the factor it carries (4.7万 → 10000) so that a range can
    lend it to its lower end, ``written`` is ``arabic``, ``chinese`` or ``digits`` (二〇二五: digit by digit).
    """

    value: Decimal
    end: int
    step: Decimal
    scale: int = 1
    high: Decimal | None = None
    written: str = "arabic"


def _scale_value(scale: str) -> int:
    product = 1
    for character in scale:
        product *= SCALES[character]
    return product


def read_arabic(text: str, start: int) -> Numeral | None:
    """Return the Arabic or mixed numeral that begins at ``start``: 3,600, 1.08亿, 3万6千, ３００."""
    match = _ARABIC.match(text, start)
    if match is None:
        return None
    head, scale_text, tail = match.group("head"), match.group("scale"), match.group("tail")
    digits = head.translate(_FULL_WIDTH).replace(",", "").replace(" ", "")
    value = Decimal(digits)
    places = len(digits) - digits.index(".") - 1 if "." in digits else 0
    step = Decimal(1).scaleb(-places)
    scale = 1
    if scale_text:
        scale = _scale_value(scale_text)
        value, step = value * scale, step * scale
        end, last = match.end("scale"), step
        for part in _TAIL_PART.finditer(tail or ""):
            factor = Decimal(_scale_value(part.group(2)))
            number = part.group(1)
            digit = Decimal(DIGITS[number]) if number in DIGITS else Decimal(number.translate(_FULL_WIDTH))
            if digit * factor >= last:  # 3万5亿 are two numbers: each part is smaller than the place before it
                break
            value, step, last, scale = value + digit * factor, factor, factor, 1
            end = match.start("tail") + part.end()
        return Numeral(value, end, step, scale)
    return Numeral(value, match.end(), step, scale)


@lru_cache(maxsize=4096)
def chinese_value(run: str) -> tuple[Decimal, Decimal, Decimal | None, str] | None:
    """Return ``(value, step, high, written)`` of a Chinese numeral, or ``None`` where it is not one (百百, 三万万三)."""
    whole, point, rest = run.partition("点")
    if point:
        return _with_fraction(whole, rest)
    if all(c in DIGITS for c in whole):
        return _digit_string(whole)
    adjacent = _interval(whole)
    if adjacent is not None:
        return adjacent
    integer = _integer(whole)
    if integer is None:
        return None
    value, step = integer
    return Decimal(value), Decimal(step), None, "chinese"


def _with_fraction(whole: str, rest: str) -> tuple[Decimal, Decimal, Decimal | None, str] | None:
    digits = rest.rstrip("万亿")
    scale = _scale_value(rest[len(digits) :])
    base = _integer(whole) if not all(c in DIGITS for c in whole) else (_digits_value(whole), 1)
    if base is None:
        return None
    fraction = Decimal(_digits_value(digits)).scaleb(-len(digits))
    return (base[0] + fraction) * scale, Decimal(1).scaleb(-len(digits)) * scale, None, "chinese"


def _digits_value(run: str) -> int:
    value = 0
    for character in run:
        value = value * 10 + DIGITS[character]
    return value


def _digit_string(run: str) -> tuple[Decimal, Decimal, Decimal | None, str] | None:
    if len(run) == 1:
        return Decimal(DIGITS[run]), Decimal(1), None, "chinese"
    if "两" in run[1:]:  # 两两, 二两
        return None
    low, high = DIGITS[run[0]], DIGITS[run[1]]
    # 两三家, 七八个 and the set 三五家 state an interval; 一一 and 九八 do not.
    if len(run) == 2 and (high - low == 1 or (low, high) == (3, 5)) and low > 0:
        return Decimal(low), Decimal(1), Decimal(high), "chinese"
    return Decimal(_digits_value(run)), Decimal(1), None, "digits"


def _interval(run: str) -> tuple[Decimal, Decimal, Decimal | None, str] | None:
    """Read 二三十, 七八百, 十七八, 一百二三十: two neighbouring digits side by side."""
    match = _ADJACENT.search(run)
    if match is None:
        return None
    low, high = DIGITS[match.group(1)], DIGITS[match.group(2)]
    if high - low != 1 and (low, high) != (3, 5):
        return None
    before, scale = run[: match.start()], _scale_value(match.group(3))
    if before and before[-1] not in SCALES and before[-1] not in TENS:
        return None
    base = _integer(before) if before else (0, 1)
    if base is None:
        return None
    if not match.group(3) and base[1] > 10:  # 一万六七 is 16000 to 17000
        scale = base[1] // 10
    if 1 < base[1] < scale:  # 十七八万 is 17万 to 18万
        return Decimal((base[0] + low) * scale), Decimal(scale), Decimal((base[0] + high) * scale), "chinese"
    return Decimal(base[0] + low * scale), Decimal(scale), Decimal(base[0] + high * scale), "chinese"


def _integer(run: str) -> tuple[int, int] | None:
    """Return the value and the place of the last digit of a Chinese integer with scales, or ``None``."""
    for marks, factor in (("亿億", 10**8), ("万萬", 10**4)):
        cut = max(run.rfind(mark) for mark in marks)
        if cut >= 0:
            return _around_scale(run[:cut], run[cut + 1 :], factor)
    return _section(run)


def _around_scale(left: str, right: str, factor: int) -> tuple[int, int] | None:
    upper = _integer(left) if left else (1, 1)
    if upper is None or upper[0] == 0:
        return None
    if not right:
        return upper[0] * factor, upper[1] * factor
    # 三万六 is 36000, but 三万零六 is 30006.
    if len(right) == 1 and DIGITS.get(right, 0) > 0:
        return upper[0] * factor + DIGITS[right] * factor // 10, factor // 10
    lower = _integer(right.lstrip("零〇○"))
    if lower is None or lower[0] >= factor:
        return None
    return upper[0] * factor + lower[0], lower[1]


def _section(run: str) -> tuple[int, int] | None:
    """Read below ten thousand: scales must fall, a digit stands before each but a leading 十."""
    value, digit, step, last, zero = 0, 0, 1, 10**4, False
    for character in run:
        if character in TENS:
            if value or digit:
                return None
            value, step, last = TENS[character], 10, 10
        elif character in DIGITS:
            if digit:
                return None
            digit, zero, step = DIGITS[character], zero or DIGITS[character] == 0, 1
        else:
            scale = SCALES[character]
            if scale >= last:
                return None
            value += (digit or 1) * scale
            digit, step, last = 0, scale, scale
    if not digit:
        return (value, step) if run else None
    # 两千三 is 2300, but 两千零三 is 2003 and 十三 is 13.
    if last in (100, 1000) and not zero:
        return value + digit * last // 10, last // 10
    return value + digit, 1


def read_chinese(text: str, start: int) -> Numeral | None:
    """Return the Chinese numeral that begins at ``start``: 三十二, 两千三, 十二点五, 廿五, 壹佰."""
    match = _CHINESE.match(text, start)
    if match is None:
        return None
    run = _without_thousand_of_unit(text, match)
    parsed = chinese_value(run)
    if parsed is None:
        return None
    value, step, high, written = parsed
    scale = 1
    for character in reversed(run):
        if character not in "万萬亿億":
            break
        scale *= SCALES[character]
    return Numeral(value, start + len(run), step, scale, high, written)


def _without_thousand_of_unit(text: str, match: re.Match[str]) -> str:
    """Leave 千 to 千瓦 and 千伏, and to 千克 and 千米 where the numeral cannot end in it: 二十五千克, but 两千米."""
    run, following = match.group(), text[match.end() : match.end() + 1]
    if len(run) < 2 or run[-1] != "千" or not following:
        return run
    if following in "瓦伏帕卡焦赫" or (following in "克米升" and (run[-2] in "十百" or chinese_value(run) is None)):
        return run[:-1]
    return run


def read_numeral(text: str, start: int) -> Numeral | None:
    """Return the numeral of any script that begins at ``start``, or ``None``."""
    character = text[start : start + 1]
    if "0" <= character <= "9" or "０" <= character <= "９":
        return read_arabic(text, start)
    return read_chinese(text, start)
