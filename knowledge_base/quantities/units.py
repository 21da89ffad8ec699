"""Units and measure words: which there are, and which may be compared with each other.

Two units are of one class when a number of the one may stand for a number of the other without conversion
(人 and 名, 起 and 宗); 人 and 人次, 次 and 期 are not.
"""

import re
from decimal import Decimal
from typing import NamedTuple

from knowledge_base.quantities.mention import Kind

#: class → measure words that count. The class name is stable: slots and figures are compared by it.
COUNT_CLASSES: dict[str, str] = {
    "person": "人 名 位 员 口人",
    "person_time": "人次 人(次) 人（次） 人／次",
    "time": "次 回 趟 遍 轮次 频次",
    "meeting": "场 场次 场(次) 场（次）",
    "round": "轮",
    "session": "届",
    "issue": "期 期次",
    "thing": "个 只 颗",
    "item": "项 项次",
    "piece": "件 件次",
    "copy": "份",
    "entry": "条 条次",
    "article": "篇 篇次",
    "volume": "册 册次 本 卷 部 套 集",
    "sheet": "张 幅 页 面 笔 段 首",
    "case": "起 宗 宗地 例 案 桩",
    "household": "户 户次",
    "enterprise": "家 家次",
    "place": "处 所 座 站 栋 幢 间 口 眼 孔 片",
    "vehicle": "辆 辆次 台 台次 台套 台（套） 台(套) 艘 艘次 架 架次 列 部车 班次 班 航次 标箱 标准箱",
    "team": "支 组 队 批 批次 班组 个班",
    "class": "类 种 门 款 大 方面 种类型",
    "grade": "级 档 等 星 星级",
    "step": "步 关 环 层 重 道",
    "point": "点 分 分值",
    "word": "字 句 字以内",
    "tree": "株 棵 头 匹 羽 尾 粒 根 枝 朵 盆",
    "seat": "席 席位 床 床位 张床位 餐位 车位 泊位 桌 席次",
    "award": "枚 面锦旗 金 银 铜",
    "rank": "名次 位次",
    "pair": "对 双 副 组对",
    "village": "村 镇 乡 县 市 区 省 国 州 街道",
    "screen": "部电影 台戏 屏 站点",
    "box": "箱 包 袋 瓶 盒 桶 杯 车",
    "route": "线 路 航线 通道",
    "lane": "车道",
    "department": "部门",
    "streak": "连增 连冠 连升 连涨 连降 连丰 连A",
    "shot": "发",
    "charger": "枪",
    "degree_time": "度",
    "network": "网 院 校 园 港 链 群 圈 基地 平台",
    "year": "年 周年 载 年度 岁 周岁 华诞",
    "month": "个月 月",
    "week": "周 个星期 星期",
    "day": "天 日 个工作日 工作日 个自然日",
    "hour": "小时 个小时 学时 课时 个学时 个课时 钟头",
    "minute": "分钟",
    "second": "秒 秒钟 毫秒",
    "house": "套房",
    "letter": "封",
    "lecture": "讲 堂 节课 堂课 课次 课",
    "lamp": "盏",
    "dose": "剂次 剂 针次",
    "lot": "标段",
    "ballot": "票",
    "work_hour": "工时",
    "term": "学期 学年",
}
#: class → (unit, factor to the first) of what is measured and not counted.
MEASURES: dict[str, str] = {
    "yuan": "元 圆 元人民币 块 块钱 元钱",
    "dollar": "美元",
    "euro": "欧元",
    "hkd": "港元 港币",
    "yen": "日元",
    "pound": "英镑",
    "other_currency": "韩元 卢布 泰铢 澳元 加元 新台币 新加坡元",
    "square_metre": "平方米 ㎡ m² m2 平米 平方",
    "square_kilometre": "平方公里 平方千米 km² km2",
    "hectare": "公顷",
    "mu": "亩 亩次",
    "cubic_metre": "立方米 m³ m3 方 立方",
    "metre": "米 m 延米",
    "kilometre": "公里 千米 km 车道公里",
    "centimetre": "厘米 cm 英寸",
    "millimetre": "毫米 mm",
    "micron": "微米 纳米",
    "li": "里 海里",
    "ton": "吨 t 蒸吨 吨标准煤 吨标煤 吨公里",
    "kilogram": "公斤 千克 kg",
    "gram": "克 g",
    "milligram": "毫克 mg",
    "microgram": "微克",
    "jin": "斤",
    "litre": "升 L",
    "kilolitre": "千升",
    "millilitre": "毫升 mL ml",
    "watt": "瓦",
    "kilowatt": "千瓦 kW",
    "megawatt": "兆瓦 MW",
    "gigawatt": "吉瓦 GW",
    "kilowatt_hour": "千瓦时 度电 kWh",
    "gigawatt_hour": "GWh MWh 吉瓦时 兆瓦时",
    "kilovolt": "千伏 kV",
    "volt_ampere": "千伏安 兆伏安",
    "celsius": "℃ 摄氏度 度C",
    "decibel": "分贝",
    "flops": "P EFLOPS PFLOPS EFlops PFlops Eflops Pflops",
    "byte": "GB TB MB PB KB",
    "bandwidth": "兆 Gbps Mbps",
    "person_kilometre": "人公里",
    "basis_point": "个基点 基点",
}
PERCENT_UNITS = ("%", "％", "﹪", "‰")
POINT_UNITS = ("个百分点", "百分点", "个点")

#: Units that often stand for the generic 个: 企业3个 and 企业3家 may be one fact, 3人 and 3人次 may not.
_GENERIC = frozenset({"thing", "enterprise", "item", "place", "piece", "team", "class", "village", "network", "entry"})


class Unit(NamedTuple):
    """A unit as it stands in the text: its name without scale, its class, the kind it makes of a number."""

    name: str
    unit_class: str
    kind: Kind


def _table() -> dict[str, Unit]:
    table: dict[str, Unit] = {}
    for classes, kind in ((COUNT_CLASSES, Kind.COUNT), (MEASURES, Kind.AMOUNT)):
        for unit_class, names in classes.items():
            for name in names.split():
                table[name] = Unit(name, unit_class, kind)
    for name in PERCENT_UNITS:
        table[name] = Unit("%" if name != "‰" else "‰", "percent" if name != "‰" else "permille", Kind.PERCENT)
    for name in POINT_UNITS:
        table[name] = Unit("个百分点", "percentage_point", Kind.PERCENTAGE_POINT)
    table["倍"] = Unit("倍", "multiple", Kind.MULTIPLE)
    table["番"] = Unit("番", "doubling", Kind.MULTIPLE)
    return table


UNITS = _table()
_LONGEST = max(map(len, UNITS))
_FIRST = frozenset(name[0] for name in UNITS)
#: After these a one-character unit is the beginning of another word: 3分之2, 5家庭, 2人民, 3线路, 两面性.
_NOT_THE_UNIT = {
    "个点": "位上名",
    "家": "庭",
    "人": "民均才",
    "点": "击",
    "面": "向对",
    "年": "轻级",
    "部": "委门分署",
    "台": "账",
    "期": "间待望",
    "区": "域别",
    "市": "场",
    "国": "家内外",
    "网": "格",
    "线": "上下",
    "支": "部柱撑队持",
    "等": "方高待级",
    "车": "间站道",
    "重": "要大点庆",
    "项": "目",
    "大": "约概量幅力",
    "首": "先次批个",
    "段": "落",
    "级": "别",
    "门": "槛",
    "头": "雁部",
    "员": "工额",
    "口": "岸",
    "方": "面案式向法",
    "起": "来",
    "块": "地状头链",
    "发": "展明生文布放现行证票挥电动起改射送达表达言掘酵",
    "分": "之别级类钟配散",
    "集": "中团体群",
    "本": "地级市县省着",
    "条": "件例",
    "位": "置于",
    "名": "单称额词",
    "群": "众体",
    "场": "所地景",
    "处": "理置分于",
    "组": "织建成",
    "课": "题",
    "道": "路德",
    "对": "口接标",
    "套房": "源",
    "宗地": "块",
}
#: Read as a sum, and with no numeral of its own: 万元 in 万元增加值能耗.
BARE_SCALES = frozenset({"万元", "亿元"})
#: … unless it goes on like this: 200支队伍 counts teams, 公安一支队 is one's name.
_STILL_THE_UNIT = {"支": "队伍"}
_PER = re.compile(
    r"[/／](?:万人|千人|百人|人|万元|元|平方米|立方米|平方公里|亩|吨|年|月|日|天|次|小时|公里|升|千瓦时|户|家|个|秒|分钟)"
)


def unit_at(text: str, start: int) -> tuple[Unit, int] | None:
    """Return the longest unit that stands at ``start`` and the offset after it, or ``None``."""
    if text[start : start + 1] not in _FIRST:
        return None
    for length in range(min(_LONGEST, len(text) - start), 0, -1):
        unit = UNITS.get(text[start : start + length])
        if unit is None:
            continue
        end = start + length
        written = text[start:end]
        if (
            text[end : end + 1]
            and text[end] in _NOT_THE_UNIT.get(written, "")
            and not (written in _STILL_THE_UNIT and text.startswith(_STILL_THE_UNIT[written], end))
        ):
            continue
        if (
            unit.name[-1].isascii()
            and unit.name.isalpha()
            and text[end : end + 1].isascii()
            and text[end : end + 1].isalnum()
        ):
            continue
        per = _PER.match(text, end) if text[end : end + 1] in ("/", "／") else None
        if per is not None:
            name = unit.name + per.group().replace("／", "/")
            return Unit(name, unit.unit_class + "_per_" + name.split("/")[1], Kind.AMOUNT), per.end()
        return unit, end
    return None


def unit_class(unit: str) -> str:
    """Return the class of a unit given alone, with or without its scale (万元 → ``yuan``), ``""`` if it is not known."""
    name = unit.strip()
    while name:
        found = unit_at(name, 0)
        if found is not None and found[1] == len(name):
            return found[0].unit_class
        if name[0] not in "万亿千百十":
            return ""
        name = name[1:]
    return ""


def unit_scale(unit: str) -> tuple[Decimal, str]:
    """Part a unit into its scale and the unit proper: 万元 → (10000, 元), 亿千瓦时 → (10⁸, 千瓦时)."""
    name, scale = unit.strip(), Decimal(1)
    factors = {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
    while name and name not in UNITS and name[0] in factors:
        scale *= factors[name[0]]
        name = name[1:]
    return scale, name


def comparable(class_a: str, class_b: str) -> bool:
    """Tell whether numbers of two unit classes may state one fact: one class, no class, or one of them a generic 个."""
    if class_a == class_b or not class_a or not class_b:
        return True
    return "thing" in (class_a, class_b) and class_a in _GENERIC and class_b in _GENERIC
