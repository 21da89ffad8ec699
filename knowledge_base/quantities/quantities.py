"""The measured quantity: numeral, unit, hedge, and the range, fraction and percent that numerals make."""

import re
from dataclasses import replace
from decimal import Decimal

from knowledge_base.quantities.building import build
from knowledge_base.quantities.hedges import hedge_before, hedge_inside
from knowledge_base.quantities.mention import Hedge, Kind, Mention
from knowledge_base.quantities.numerals import ARABIC, CHINESE, Numeral, read_numeral
from knowledge_base.quantities.proportions import DASH, proportion_at
from knowledge_base.quantities.units import Unit, unit_at

_HALF_UNIT = re.compile(r"半(个)?(?:多)?(?=(月|年|天|小时|学时|世纪|日|学期|学年))")
_HALF_OF = re.compile(r"个半(月|小时|学时|世纪|学期)|(年|月|天|倍|小时)半(?![年月天价])")
_ADDED_SCALE = re.compile(r"(?:万亿|千万|百万|亿|万|千)(?!瓦)")
_SCALES = {"万亿": 10**12, "千万": 10**7, "百万": 10**6, "亿": 10**8, "万": 10**4, "千": 10**3}
#: Classes that only Arabic numerals measure; 一网, 三链, 两字 are words.
#: 15、22个百分点 and 20.9、36.2和54个百分点: the unit at the end is that of all.
_SHARED = re.compile(rf"[、和及与](?=[{ARABIC}])")
_POINTS_LATER = re.compile(rf"(?:[、和及与]|，)[{ARABIC}.]+个百分点")
_ARABIC_ONLY = frozenset(
    {
        "network",
        "box",
        "award",
        "word",
        "metre",
        "watt",
        "litre",
        "flops",
        "point",
        "screen",
        "route",
        "tree",
        "shot",
        "charger",
    }
)


_COUNTED_IN_TENS = frozenset("株棵头羽匹盆箱袋瓶桶枚")
_TEN = 10


def quantity_at(text: str, start: int, floor: int) -> Mention | None:
    """Return the quantity whose numeral begins at ``start``; kind ``UNKNOWN`` where nothing says what it is."""
    proportion = proportion_at(text, start, floor)
    if proportion is not None:
        return proportion
    numeral = read_numeral(text, start)
    if numeral is None:
        return None
    ranged = _range(text, start, floor, numeral)
    if ranged is not None:
        return ranged
    return _single(text, start, floor, numeral)


def half_at(text: str, start: int, floor: int) -> Mention | None:
    """Return 半年, 半个月, 半天 as half of the unit."""
    match = _HALF_UNIT.match(text, start)
    if match is None or (start and text[start - 1] in "上下前后大每近年"):
        return None
    unit = unit_at(text, match.end())
    if unit is None or text.startswith(("目标", "任务", "计划", "度"), unit[1]):
        return None  # 半年目标 is a name
    name = f"{match.group(1) or ''}{unit[0].name}"
    more = Hedge.MORE if "多" in match.group() else Hedge.EXACT
    found = Unit("个月" if name == "个月" else unit[0].name, unit[0].unit_class, Kind.COUNT)
    return build(
        text,
        start,
        floor,
        Decimal("0.5"),
        match.end() - bool(match.group(1)),
        unit[1],
        found,
        Decimal("0.1"),
        inside=more,
    )


_BARE = Unit("", "", Kind.UNKNOWN)


def _range(text: str, start: int, floor: int, lower: Numeral) -> Mention | None:
    """Read 3－5家, 4－6万元, 3%至5%, 5万至8万元: the unit and the scale of the upper end carry back."""
    unit_below = unit_at(text, lower.end)
    dash = DASH.match(text, unit_below[1] if unit_below else lower.end)
    if dash is None and unit_below is not None:
        dash, unit_below = DASH.match(text, lower.end), None
    if dash is None or lower.high is not None:
        return None
    if dash.group().strip() in ("至", "到") and start > floor and text[start - 1] in "从由":
        return None
    upper = read_numeral(text, dash.end()) if text[dash.end() : dash.end() + 1] else None
    if upper is None:
        return None
    inside, position = hedge_inside(text, upper.end)
    unit = unit_at(text, position)
    if unit is not None and not _usable(unit[0], upper, text, unit[1]):
        unit = None
    value = lower.value
    if unit_below is not None and (unit is None or unit[0].unit_class != unit_below[0].unit_class):
        return None
    if lower.scale == 1 and upper.scale > 1 and value * upper.scale < upper.value and unit_below is None:
        value *= upper.scale
    elif value < 10 and unit_below is None and (hundreds := _HUNDREDS.fullmatch(text, dash.end(), upper.end)):
        factor = upper.step  # 两到三千人 begins at two thousand
        value = value * factor if value * factor < upper.value and hundreds else value
    if value >= upper.value:
        return None
    found, end = unit or (_BARE, position)
    return build(
        text, start, floor, value, upper.end, end, found, upper.step, high=upper.value, kind=Kind.RANGE, inside=inside
    )


#: 把握好以下三点。 declares a count, too.
_NAMED_POINTS = re.compile(r"(?:以下|如下|下列|把握好?|做到|做好|抓好|注意|强调|提出)\Z")
#: 75个亿元以上项目 counts projects.
_HUNDRED_MILLIONS = re.compile(r"个亿(?![元级吨])")
_HUNDREDS = re.compile(r"[二两三四五六七八九贰叁肆伍陆柒捌玖2-9][百千佰仟]")


def _usable(unit: Unit, numeral: Numeral, text: str, end: int) -> bool:
    if numeral.written == "arabic":
        return True
    if unit.unit_class in _ARABIC_ONLY and unit.name not in ("点", "度电"):
        return unit.name in _COUNTED_IN_TENS and numeral.value >= _TEN  # 三百二十株; 两头 is no herd
    # 三点要求 declares a count, 三点 alone is a time or a figure of speech.
    return unit.name != "点" or text[end : end + 1] in tuple("要意建体工希")


def _shared_unit(text: str, position: int, value: Decimal) -> tuple[int, Unit] | None:
    """Return the factor and unit that the last of a row of numbers lends to the one that ends at ``position``."""
    for _ in range(12):
        separator = _SHARED.match(text, position)
        numeral = read_numeral(text, separator.end()) if separator is not None else None
        if numeral is None:
            return None
        unit = unit_at(text, numeral.end)
        if unit is not None:
            carries = numeral.scale > 1 and value * numeral.scale < numeral.value * 100
            return (numeral.scale if carries else 1), unit[0]
        position = numeral.end
    return None


def _single(text: str, start: int, floor: int, numeral: Numeral) -> Mention | None:
    value, step, position = numeral.value, numeral.step, numeral.end
    inside, position = hedge_inside(text, position)
    numeral_end = numeral.end
    if inside is not Hedge.EXACT:
        scale = _ADDED_SCALE.match(text, position)  # 30余万元, 10多亿
        if scale is not None:
            factor = _SCALES[scale.group()]
            value, step, position = value * factor, step * factor, scale.end()
            numeral_end = position
    if inside is Hedge.EXACT and _HUNDRED_MILLIONS.match(text, position):  # 两个亿
        value, step, numeral_end, position = value * 10**8, step * 10**8, position + 2, position + 2
    half = _and_a_half(text, start, floor, value, numeral_end, position)
    if half is not None:
        return half
    small = _with_small_change(text, start, floor, value, numeral_end, position)
    if small is not None:
        return small
    vague = _vague(text, start, floor, numeral)
    if vague is not None:
        return vague
    found = unit_at(text, position)
    if found is None and numeral.written == "arabic" and text[position : position + 1] == " ":
        found = unit_at(text, position + 1)  # 12 次, as typed with a blank
    if found is not None and found[0].name == "个" and step < 1 and _POINTS_LATER.match(text, found[1]):
        found = Unit("个百分点", "percentage_point", Kind.PERCENTAGE_POINT), found[1]  # 0.8个、2.2个百分点
    if found is not None and found[0].name == "个" and text.startswith("多", found[1]):
        longer = unit_at("个" + text[found[1] + 1 : found[1] + 4], 0)
        if longer is not None and len(longer[0].name) > 1:  # 3个多月
            found, inside = (longer[0], found[1] + longer[1]), Hedge.MORE
    if found is not None and (
        _usable(found[0], numeral, text, found[1])
        or (found[0].name == "点" and _NAMED_POINTS.search(text, max(0, start - 4), start))
    ):
        if numeral.high is not None:
            return build(
                text, start, floor, value, numeral_end, found[1], found[0], step, high=numeral.high, kind=Kind.RANGE, inside=Hedge.VAGUE
            )  # fmt: skip
        kind = Kind.ORDINAL if _is_place(text, start, numeral, found[0]) else None
        return build(text, start, floor, value, numeral_end, found[1], found[0], step, kind=kind, inside=inside)
    return _without_unit(text, start, floor, numeral, value, step, numeral_end, position, inside)


def _and_a_half(text: str, start: int, floor: int, value: Decimal, numeral_end: int, position: int) -> Mention | None:
    """Read 一个半月 and 两年半."""
    half = _HALF_OF.match(text, position)
    if half is None:
        return None
    name = half.group(1) or half.group(2)
    unit = unit_at("个" + name if name in ("月", "小时", "学时") and half.group(1) else name, 0)
    if unit is None:
        return None
    return build(text, start, floor, value + Decimal("0.5"), numeral_end, half.end(), unit[0], Decimal("0.1"))


_SMALL_CHANGE = re.compile(
    rf"(?:元|圆|块)(?:([{CHINESE}]|[{ARABIC}])(?:角|毛))?(?:零?([{CHINESE}]|[{ARABIC}])分)?(?:钱)?(?![之类])"
)


def _with_small_change(
    text: str, start: int, floor: int, value: Decimal, numeral_end: int, position: int
) -> Mention | None:
    """Read 十一元一角二分 and 十块三毛 as one amount."""
    match = _SMALL_CHANGE.match(text, position) if text[position : position + 1] in ("元", "圆", "块") else None
    if match is None or not (match.group(1) or match.group(2)):
        return None
    step = Decimal("0.1")
    for group, place in ((1, Decimal("0.1")), (2, Decimal("0.01"))):
        if match.group(group):
            digit = read_numeral(match.group(group), 0)
            value, step = value + (digit.value if digit is not None else 0) * place, place
    return build(text, start, floor, value, numeral_end, match.end(), Unit("元", "yuan", Kind.AMOUNT), step)


#: 人数十人 counts ten people: 数 belongs to the word before it.
_NOT_SEVERAL = frozenset("人次个件份位户家指系分倍总少多无参算基级岁页字号票")
_NOT_UPWARDS = frozenset("以之线网路会马海早晚天版墙岸榜车山身手世")


def _vague(text: str, start: int, floor: int, numeral: Numeral) -> Mention | None:
    """Read 数十, 几百万, 十几, 上千: an interval, or a number that is reached."""
    if numeral.written != "chinese" or numeral.high is not None:
        return None
    run = text[start : numeral.end]
    if text.startswith("几", numeral.end) and run[-1] in "十百":
        low, high, end = numeral.value + 1, numeral.value + numeral.step - 1, numeral.end + 1
        scale = _ADDED_SCALE.match(text, end)
        if scale is not None:  # 十几亿人
            low, high, end = low * _SCALES[scale.group()], high * _SCALES[scale.group()], scale.end()
        return _several(text, start, start, floor, low, high, end)
    before = text[start - 1] if start > floor else ""
    if run[0] not in "十百千万亿" or before not in ("几", "数", "上"):
        return None
    earlier = text[start - 2 : start - 1] if start >= 2 else ""
    if before == "上":
        unit = unit_at(text, numeral.end)
        if earlier in _NOT_UPWARDS and earlier:
            return None
        end, found = (unit[1], unit[0]) if unit is not None else (numeral.end, Unit("", "", Kind.COUNT))
        return build(
            text, start - 1, floor, numeral.value, numeral.end, end, found, numeral.step, inside=Hedge.AT_LEAST
        )
    if before == "数" and earlier and earlier in _NOT_SEVERAL:
        return None
    return _several(text, start - 1, start, floor, numeral.value * 2, numeral.value * 10 - 1, numeral.end)


def _several(text: str, begin: int, start: int, floor: int, low: Decimal, high: Decimal, position: int) -> Mention:
    inside, after = hedge_inside(text, position)
    unit = unit_at(text, after)
    end, found = (unit[1], unit[0]) if unit is not None else (position, Unit("", "", Kind.COUNT))
    mention = build(text, begin, floor, low, position, end, found, None, high=high, inside=inside)
    return replace(mention, hedge=Hedge.VAGUE, numeral_start=min(start, mention.numeral_start))


def _is_place(text: str, start: int, numeral: Numeral, unit: Unit) -> bool:
    """Tell 二期, 二轮 and 三期工程 from 两期: 二 before a measure word says which one, and so does a phase of building."""
    if numeral.written != "chinese":
        return False
    if text[start : numeral.end] == "二" and unit.unit_class not in ("person", "rank"):
        return unit.kind is Kind.COUNT
    if unit.name != "期":
        return False
    if _BUILT.search(text, max(0, start - 3), start):
        return True
    return bool(_PHASE.match(text, numeral.end + 1)) and not _ISSUES.search(text[max(0, start - 6) : start])


#: 人才公寓一期, 产业园二期: what is built in phases.
_BUILT = re.compile(
    r"(?:工程|项目|公寓|厂房|园区|业园|小区|机场|医院|大厦|基地|场馆|电站|大楼|新城|广场|公园|学校|管网|泵站|水厂)\Z"
)
_PHASE = re.compile(r"工程|项目|建设|用地|扩建|改造|[）)、]|等")
_ISSUES = re.compile(r"培训|班|举办|开展|简报|信息|编发|刊发|编印|印发|刊|讲堂|课堂|论坛|活动|共")


def _without_unit(
    text: str, start: int, floor: int, numeral: Numeral, value: Decimal, step: Decimal, numeral_end: int, position: int, inside: Hedge
) -> Mention:  # fmt: skip
    """Classify a number with no measure word: one of a row, a plain count, the size of a class, or unknown."""
    high, kind = numeral.high, Kind.RANGE if numeral.high is not None else None
    shared = _shared_unit(text, position, value) if numeral.written == "arabic" and inside is Hedge.EXACT else None
    if shared is not None:
        factor, unit_found = shared
        return build(text, start, floor, value * factor, numeral_end, numeral_end, unit_found, step * factor)
    following = text[position : position + 1]
    ends = not "\u4e00" <= following <= "\u9fff" or following in "左以上之有和及与或的减增"
    scaled = numeral.scale > 1 or value != numeral.value
    hedged = inside is not Hedge.EXACT or hedge_before(text, start, floor)[0] is not Hedge.EXACT
    if numeral.written == "chinese" and all(c in "十百千万亿" for c in text[start : numeral.end]) and not hedged:
        name = Kind.CODE if numeral.end - start > 1 and text[start - 1 : start] != "过" else Kind.UNKNOWN
        counted = Kind.COUNT if text[start - 1 : start] == "过" else name
        return build(
            text,
            start,
            floor,
            value,
            numeral_end,
            position,
            Unit("", "", counted),
            step,
            canonical=text[start : numeral.end],
        )
    bare = _BARE
    if (numeral.written == "arabic" or scaled or hedged) and (ends or scaled):  # 解决6000万农村人口 has no measure word
        bare = Unit("", "", Kind.COUNT)
    return build(
        text,
        start,
        floor,
        value,
        numeral_end,
        position,
        bare,
        step,
        high=high,
        kind=kind if bare is _BARE else None,
        inside=inside,
    )
