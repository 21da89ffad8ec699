"""Brands and activities in quotation marks that are one unit's own: “红云先锋”党建品牌, “小雨滴”课堂."""

import re
from collections.abc import Iterator

from knowledge_base.lexicon.set_phrases import Lexicon
from knowledge_base.proper_names.words import listed

_QUOTED = re.compile(r"“(?P<name>[一-鿿·]{3,8})”(?P<after>[一-鿿]{0,10})")
_KINDS = (
    "品牌|课堂|讲堂|大讲堂|讲坛|论坛|沙龙|学堂|夜校|工作法|工作室|服务队|先锋队|突击队|宣讲团|志愿队|联盟|驿站|阵地|平台|系统|小程序|公众号|专栏|"
    "行动|活动|工程|计划|项目|模式|机制|做法|矩阵|集市|大赛|竞赛|之星|热线|窗口|议事厅|会客厅|园地|文化节|艺术节|读书会|联建|共建"
)
_AFTER = re.compile(rf"[一-鿿]{{0,6}}?(?:{_KINDS})")
_BEFORE = re.compile(
    "(?:品牌|打造|创建|叫响|擦亮|推出|创新|举办|开设|组建|成立|启动|命名为|名为|培育|唱响|建成|设立|创办|打响|形成)(?:了|的|出)?$"
)
_NUMERAL = re.compile(
    "^[一二三四五六七八九十百千万两双零]|[一二三四五六七八九十百千万两双零].*[一二三四五六七八九十百千万两双零]"
)


def quoted_names(text: str) -> Iterator[tuple[int, int]]:
    """Yield where such names stand, without their marks. A set phrase or a number of things (“五个一”) is nobody's own."""
    known = Lexicon.default()
    public = listed("public_names")
    for match in _QUOTED.finditer(text):
        name = match["name"]
        if not _AFTER.match(match["after"]) and not _BEFORE.search(text, max(0, match.start() - 6), match.start()):
            continue
        if name in public or _NUMERAL.search(name) or known.get(name) is not None:
            continue
        yield match.span("name")
