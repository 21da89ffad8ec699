"""Numerals in names: what is left where no measure word says that something is counted.

Asked last of all, so that a number with a unit is never taken for a name. What is no name either stays ``UNKNOWN``.
"""

import re

from knowledge_base.quantities.mention import DateParts, Kind, Mention
from knowledge_base.quantities.numerals import ARABIC, CHINESE, Numeral
from knowledge_base.quantities.units import unit_at

_HAN = r"\u4e00-\u9fff"
_DIGIT = "一二两三四五六七八九十"
#: 九绵高速, 南四湖, 杭十四中: the name goes on to what kind of place it is.
_PLACE = re.compile(
    rf"[{_HAN}]{{0,4}}?(?:高速|高铁|铁路|轨道|公路|大桥|隧道|跑道|船闸|航道|医院|学校|院区|校区|附院|职中|中学|小学|[湖寨塘巷街路线馆桥峰])"
    rf"|[中院](?=[{_HAN}])|运会"
)
#: 一品轩, 三环科技, 五洲商贸: the name goes on to what kind of business it is.
_FIRM = re.compile(
    rf"(?:(?![{CHINESE}的和、，。是])[{_HAN}]){{1,6}}?(?:轩|阁|苑|坊|斋|府|酒楼|酒店|饭店|超市|商贸|科技|电子|机械|集团|公司|股份|实业|建材|新材|材料|药业|化工|制造|重工|纺织|食品|物流|广场|大厦)(?![{CHINESE}])"
)
_ROADS = ("国道", "省道", "县道", "乡道")
_GAP = rf"(?:(?![{CHINESE}是的和、])[{_HAN}]){{1,2}}?"
_SLOGAN = re.compile(rf"(?:[{_DIGIT}]{_GAP}(?=[{_DIGIT}])){{1,4}}[{_DIGIT}](?![{CHINESE}])(?=[{_HAN}])")
_ANY_DIGIT = re.compile(rf"[{CHINESE}]")
_YEAR = re.compile(rf"(?:19[89]|20[0-4])\d(?![{ARABIC}])(?=[{_HAN}“])")
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙段雷钱汤尹黎易常武乔贺赖龚文"
)
_AFTER_PERSON = re.compile(
    rf"[{_HAN}]?(?:同志|先生|女士|书记|主任|局长|部长|委员|副|等|到会|主持|出席|参加|陪同|[、，；。）])"
)


def name_at(text: str, start: int, numeral: Numeral, floor: int) -> Mention | None:
    """Return the name that the numeral at ``start`` belongs to: a road, a school, a person, a slogan, an event's year."""
    end = numeral.end
    if numeral.written == "arabic":
        return _arabic(text, start, end)
    if _is_person(text, start, end, floor):
        return _named(text, start - 1, end, Kind.CODE, start)
    slogan = _SLOGAN.match(text, start)
    if slogan is not None and _all_names(text, slogan):
        return _named(text, start, slogan.end() + 1, Kind.FORMULA, start)
    if text[start] in "百千万亿" and end == start + 1 and "\u4e00" <= text[end : end + 1] <= "\u9fff":
        return _named(text, start, end, Kind.CODE, start)  # 百城, 万维: many, and no figure
    firm = _FIRM.match(text, end) if end == start + 1 else None
    if firm is not None:
        return _named(text, start, firm.end(), Kind.CODE, start)
    before = text[start - 1 : start]
    if _PLACE.match(text, end) is not None and "\u4e00" <= before <= "\u9fff":
        return _named(text, start, end, Kind.CODE, start)
    return None


def _arabic(text: str, start: int, end: int) -> Mention | None:
    if text.endswith(_ROADS, 0, start):
        return _named(text, start, end, Kind.CODE, start)
    year = _YEAR.match(text, start)
    if year is not None:
        return Mention(
            start, end, text[start:end], Kind.PERIOD, date=DateParts(int(year.group())), canonical=f"{year.group()}年",
            numeral_start=start, numeral_end=end,
        )  # fmt: skip
    return None


def _is_person(text: str, start: int, end: int, floor: int) -> bool:
    if end - start > 2 or start - 1 < floor or text[start - 1] not in _SURNAMES:
        return False
    if start >= 2 and "\u4e00" <= text[start - 2] <= "\u9fff" and text[start - 2] not in "由和及与向请对给为":
        return False
    return _AFTER_PERSON.match(text, end) is not None


def _all_names(text: str, slogan: re.Match[str]) -> bool:
    """Tell whether nothing in the slogan is counted: 一屏四带 is one, 一着两名 is not."""
    for digit in _ANY_DIGIT.finditer(text, slogan.start(), slogan.end()):
        unit = unit_at(text, digit.end())
        if unit is not None and unit[0].unit_class not in ("network", "route", "award", "screen", "word"):
            return False
    return True


def _named(text: str, start: int, end: int, kind: Kind, numeral: int) -> Mention:
    written = text[start:end]
    return Mention(start, end, written, kind, canonical=written, numeral_start=numeral, numeral_end=end)
