"""Names of people, places and units in a past report's prose, which must not stand in another's.

Only where the words around leave no doubt: a wrong mark in a good sentence costs more than a name that the writer sees.
"""

import re
from dataclasses import dataclass

PERSON, PLACE, UNIT = "人名", "地名", "单位名称"

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁沈任姚卢姜崔钟谭陆汪范石廖"
    "贾夏韦付邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤方柳常施洪季骆齐康文章樊兰殷"
)
#: Leaders and models of whom every report speaks alike: 以习近平同志为核心, 学习雷锋.
_PUBLIC = r"(?!习近平|毛泽东|邓小平|江泽民|胡锦涛|雷锋|焦裕禄|孔繁森|黄大年|张桂梅|黄文秀|张富清|马克思)"
_PROVINCE = (
    r"(?:北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|"
    r"甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆)(?:省|市|自治区)?"
)
#: What stands before a village or a community and is no name: 各社区, 帮扶村, 所在街道.
_GENERAL = r"(?![各本该全所相有基多每个几第首这那]|帮扶|挂点|联系|结对|示范|重点|辖区|附近|周边|农村|城市|企业|机关|党员|先进|和美|美丽|中心|行政|试点|街道|乡镇)"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    # 党工委书记吴少华同志
    (PERSON, re.compile(rf"(?<![\u4e00-\u9fff])(?P<name>{_PUBLIC}[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?=同志)")),
    (
        PERSON,
        re.compile(
            rf"(?:书记|主任|县长|市长|区长|镇长|乡长|局长|处长|科长|部长|院长|校长|主席)(?P<name>{_PUBLIC}[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})"
            r"(?=同志|以身作则|带队|率队|主持召开|出席|到会|赴|为组长)"
        ),
    ),
    # 播放贺玮案、方健案专题警示教育片
    (
        PERSON,
        re.compile(
            rf"(?:播放|观看|通报|案、|《)(?P<name>{_PUBLIC}[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?=案(?:、|件|专题|例|》|警示))"
        ),
    ),
    # 视察广东重要讲话, 考察江西时
    (PLACE, re.compile(rf"(?:视察|考察)(?P<name>{_PROVINCE})(?=重要|时|的)")),
    # 澜河镇上澜村
    (
        PLACE,
        re.compile(
            r"(?:挂点|帮扶|结对|推进|驻村|位于|前往|深入)(?P<name>(?![和与及驻])[\u4e00-\u9fff]{2}[镇乡](?!帮|扶)[\u4e00-\u9fff]{2,3}(?<!扶)村)(?!民|级|委|务|容)"
        ),
    ),
    (
        PLACE,
        re.compile(
            rf"(?:承办|联办|入驻|结对|位于|前往)(?P<name>{_GENERAL}[\u4e00-\u9fff]{{2,3}}(?:社区|街道|(?<!乡)村))(?!党(?:员|组织|委|支|总)|民|级|委|工|服)"
        ),
    ),
    # 中共澜川县委
    (PLACE, re.compile(r"(?<=中共)(?P<name>[\u4e00-\u9fff]{2,3}[县市区州])(?=委)")),
    (
        UNIT,
        re.compile(
            r"(?:[：、，。；（“与和向为由]|企业|联合|走访)(?P<name>[\u4e00-\u9fff]{2,12}?(?:股份|集团)?有限(?:责任)?公司)"
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name found in a text: where, what it says, and what it names."""

    start: int
    end: int
    text: str
    names: str


def find_names(text: str) -> tuple[Name, ...]:
    """Return the names in order, never overlapping."""
    found: list[Name] = []
    for names, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span("name")
            if not any(start < other.end and other.start < end for other in found):
                found.append(Name(start, end, match["name"], names))
    return tuple(sorted(found, key=lambda name: name.start))
