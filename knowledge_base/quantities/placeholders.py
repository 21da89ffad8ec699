"""Placeholders: masks and blanks where a value was taken out or has yet to come."""

import re

from knowledge_base.quantities.hedges import hedge_after, hedge_before
from knowledge_base.quantities.mention import Hedge, Kind, Mention
from knowledge_base.quantities.numerals import ARABIC
from knowledge_base.quantities.units import unit_at

_TOKEN = re.compile(r"\{\{[^{}\n]{1,60}\}\}")
_NOTE = re.compile(r"【[^【】\n]{0,8}(?:待|补|填|核实|[xX×*＊_])[^【】\n]{0,80}】")
_MASK = re.compile(
    r"[*＊]+|_{2,}|＿{2,}|(?<![A-Za-z])[xXｘＸ]{1,6}(?![A-Za-z0-9光轴射波]|-[A-Z])|(?<![0-9０-９])[×✕]{1,6}(?![0-9０-９”])|[〇○◯]{2,}|□+|某某|"
    r"(?<![A-Za-z])([ABCNYZ])\1{2,}(?![A-Za-z0-9级信主评])"
)
_MASKED_YEAR = re.compile(
    rf"(?:[12１２][{ARABIC}]|[12１２][{ARABIC}]{{2}})[xXｘＸ×*＊]{{1,2}}(?=年|\b)|[12１２][{ARABIC}][〇○]{{2}}(?=年)"
)
_BLANK = r"(?:[xXｘＸ×*＊]{1,4}|_{2,})"
#: X月X日 is one date to come, and no two numbers.
_MASKED_DATE = re.compile(rf"(?:{_BLANK}年)?{_BLANK}月{_BLANK}日|{_BLANK}年{_BLANK}月")
_SCALE = re.compile(r"(?:余|多)?(?:万亿|亿|千万|百万|万|千(?!瓦)|百)?")
_MASKED_NUMBER = re.compile(rf"[{ARABIC}]+[*＊×xX]+(?![A-Za-z{ARABIC}])")

#: Characters at which :func:`placeholder_at` may find something.
FIRST = "*＊_＿xXｘＸ×✕〇○◯□某{【"


def placeholder_at(text: str, start: int, floor: int) -> Mention | None:
    """Return the mask at ``start`` with the unit that it is to be of: ``**次``, ``xx余名``, ``20xx年``, ``【待补：…】``."""
    character = text[start]
    if character in "{【":
        match = (_TOKEN if character == "{" else _NOTE).match(text, start)
        return _placeholder(text, start, start, match.end(), match.end()) if match is not None else None
    dated = _MASKED_DATE.match(text, start)
    if dated is not None:
        return _placeholder(text, start, start, dated.end(), dated.end())
    match = _MASK.match(text, start)
    if match is None:
        return None
    return with_unit(text, start, match.end(), floor)


def masked_number_at(text: str, start: int, floor: int) -> Mention | None:
    """Return 20xx, 202x, 1** where digits begin and a mask goes on."""
    match = _MASKED_YEAR.match(text, start) or _MASKED_NUMBER.match(text, start)
    return with_unit(text, start, match.end(), floor) if match is not None else None


def with_unit(text: str, start: int, numeral_end: int, floor: int) -> Mention:
    """Make the placeholder whose mask spans ``start:numeral_end`` and take in what measures it."""
    scale = _SCALE.match(text, numeral_end)
    position = scale.end() if scale is not None else numeral_end
    unit = unit_at(text, position)
    if unit is not None and not _measures(text, start, unit[0].name):
        unit = None
    if unit is None:
        return _placeholder(text, start, start, numeral_end, numeral_end)
    hedge, begin = hedge_before(text, start, floor)
    inside = Hedge.MORE if text[numeral_end : numeral_end + 1] in ("余", "多") else Hedge.EXACT
    after, end = hedge_after(text, unit[1], unit[0].name)
    return Mention(
        begin, end, text[begin:end], Kind.PLACEHOLDER, None, None, unit[0].name, unit[0].unit_class,
        hedge or inside or after, None, text[start:numeral_end], None, start, position,
    )  # fmt: skip


def _measures(text: str, start: int, unit: str) -> bool:
    """A single X masks a name (X县, X车管所) more often than a number; other masks take any clear unit."""
    if text[start] in "XＸ×某" and text[start + 1 : start + 2] not in "XＸ×":
        return unit in _AFTER_LETTER
    return unit not in ("重", "车", "等", "网", "园", "校", "院", "路", "线", "度", "头", "口")


_AFTER_LETTER_WORDS = "年 月 日 天 个 次 名 人 人次 份 项 件 条 篇 期 场 家 户 届 元 % ％ 亩 平方米 吨 倍 个百分点 县 市 区 镇 乡 村 省 州 街道 "
_AFTER_LETTER = frozenset(_AFTER_LETTER_WORDS.split())


def _placeholder(text: str, begin: int, start: int, numeral_end: int, end: int) -> Mention:
    return Mention(
        begin, end, text[begin:end], Kind.PLACEHOLDER, canonical=text[start:numeral_end], numeral_start=start,
        numeral_end=numeral_end,
    )  # fmt: skip
