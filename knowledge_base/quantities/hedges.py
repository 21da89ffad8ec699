"""Hedges: the words around a number that say how sure it is."""

import re

from knowledge_base.quantities.mention import Hedge

_PREFIXES: dict[str, Hedge] = {
    **dict.fromkeys(("约", "大约", "大概", "约为", "大约有", "大概有", "大约为", "约有", "约计", "大致"), Hedge.ABOUT),
    **dict.fromkeys(("近", "将近", "接近", "不足", "不到", "未满", "不满", "近乎"), Hedge.NEAR),
    **dict.fromkeys(
        (
            "不少于",
            "至少",
            "不低于",
            "不小于",
            "至少有",
            "至少为",
            "大于等于",
            "大于或等于",
            "最少",
            "最低",
            "不下",
            "不下于",
            "起码",
        ),
        Hedge.AT_LEAST,
    ),
    **dict.fromkeys(
        ("超过", "突破", "逾", "高于", "多于", "超", "大于", "超出", "多达", "超过了", "突破了", "破"), Hedge.OVER
    ),
    **dict.fromkeys(
        (
            "不超过",
            "小于等于",
            "小于或等于",
            "至多",
            "最多",
            "不高于",
            "不多于",
            "不大于",
            "低于",
            "小于",
            "少于",
            "不超",
            "不得超过",
            "不突破",
            "不逾",
        ),
        Hedge.AT_MOST,
    ),
}
del _PREFIXES["多达"]  # 多达N states N itself
_LAST = frozenset(word[-1] for word in _PREFIXES)
_LENGTHS = (5, 4, 3, 2, 1)
#: 节约, 签约, 最近, 赶超 … end in the character of a hedge and are none: 签约12个 is no estimate.
_NOT_AFTER = {
    "约": "节签预制合契条公违履集简邀婉失特相大缔盟续毁爽隐如",
    "近": "最临附靠贴就邻亲远新走拉晋抵切浅",
    "超": "赶反高远入班",
    "破": "打突攻侦告",
    "逾": "",
}
_SUFFIX = re.compile(
    r"有余|左右|上下|前后|(?:及|或)?以上|之多|(?:及|或)?以下|(?:之|以)内(?![部外容涵地])|余(?![额地量热味])|多(?![为数种样元次个项层方措并])"
)
_SUFFIXES: dict[str, Hedge] = {
    "有余": Hedge.MORE,
    "余": Hedge.MORE,
    "多": Hedge.MORE,
    "左右": Hedge.ABOUT,
    "上下": Hedge.ABOUT,
    "前后": Hedge.ABOUT,
    "以上": Hedge.AT_LEAST,
    "以下": Hedge.AT_MOST,
    "以内": Hedge.AT_MOST,
    "之内": Hedge.AT_MOST,
    "之多": Hedge.EXACT,
}
_SUFFIX_FIRST = frozenset("有左上前及或以之余多")
#: Units after which a bare 多 or 余 still hedges the number: 3年多, 两倍多, but not 3个多.
_AFTER_UNIT = frozenset("年月天日倍岁里元吨亩斤米时成%")


_OVER_A_ROUND = re.compile(r"过[亿万千百]")
_NOT_OVER = frozenset("超经通不度渡越路错胜熬闯掠")


def hedge_before(text: str, start: int, floor: int) -> tuple[Hedge, int]:
    """Return the hedge that ends at ``start`` and where it begins; ``(EXACT, start)`` without one."""
    if _OVER_A_ROUND.match(text, start - 1) and (start < 2 or text[start - 2] not in _NOT_OVER):
        return Hedge.OVER, start - 1  # 产值过亿元的企业
    if start <= floor or text[start - 1] not in _LAST:
        return Hedge.EXACT, start
    for length in _LENGTHS:
        begin = start - length
        if begin < floor:
            continue
        hedge = _PREFIXES.get(text[begin:start])
        if hedge is None:
            continue
        joined = length == 1 and begin > 0 and text[begin - 1] in _NOT_AFTER.get(text[begin], "")
        if joined and text[max(0, begin - 2) : begin] not in _WORDS_OF_THEIR_OWN:
            return Hedge.EXACT, start
        return hedge, begin
    return Hedge.EXACT, start


#: 贴近 is a word, and not in 发放补贴近1900万元.
_WORDS_OF_THEIR_OWN = frozenset({"补贴", "津贴", "成就", "更新", "翻新", "创新", "焕新", "依靠", "停靠", "收入"})


_MANY_YUAN = re.compile(r"[万亿千百]多元(?![化主素性投])")


def hedge_inside(text: str, position: int) -> tuple[Hedge, int]:
    """Return the hedge between numeral and unit (2000余份, 十来个, 100多万) and the offset after it."""
    character = text[position : position + 1]
    if _MANY_YUAN.match(text, position - 1):  # 52万多元, and not 多元化
        return Hedge.MORE, position + 1
    if character == "余" or (
        character == "多" and text[position + 1 : position + 2] not in ("", "为", "数", "样", "元")
    ):
        return Hedge.MORE, position + 1
    if character == "来" and text[position + 1 : position + 2] in (
        "个",
        "人",
        "家",
        "次",
        "名",
        "年",
        "天",
        "项",
        "户",
    ):
        return Hedge.ABOUT, position + 1
    if character == "有" and text.startswith("有余", position):
        return Hedge.MORE, position + 2
    return Hedge.EXACT, position


def hedge_after(text: str, position: int, unit: str) -> tuple[Hedge, int]:
    """Return the hedge that follows the unit (100人左右, 三成以上, 2倍有余, 3年多) and the offset after it."""
    if text[position : position + 1] not in _SUFFIX_FIRST:
        return Hedge.EXACT, position
    match = _SUFFIX.match(text, position)
    if match is None:
        return Hedge.EXACT, position
    word = match.group().lstrip("及或")
    if word in ("余", "多") and (not unit or unit[-1] not in _AFTER_UNIT):
        return Hedge.EXACT, position
    return _SUFFIXES[word], match.end()
