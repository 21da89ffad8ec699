"""Names of places and units: what stands before 镇, 公司, 中心 and the like and is made of no office word alone.

青石镇 and 华兴机械有限公司 hold something (青石, 华兴) that no list of words has; 乡镇, 运营公司 and 政务服务中心 hold nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge_base.proper_names.words import HARD, Piece, pieces_of

#: Places, with what may not stand before the word (城镇, 道路) and what may not follow it (村民, 路径).
_PLACES = (
    ("街道", "", ""),
    ("社区", "", ""),
    ("镇", "城乡集小重名强古新建", "级域区化"),
    ("乡", "城家下返山水老异侨同故入回兴梦茶他离进", "镇村亲愁情土贤民风音级俗里下间野"),
    ("村", "农乡城中渔山新驻进入", "级庄镇容落务晚"),
    ("大道", "康阳宽", ""),
    ("县", "全各区郡市州本外跨", "级域乡区直市以处情际"),
    ("市", "城全股上超门夜都县省楼入菜本各开闹花早集直", "场值区政级县域面价容直民"),
    (
        "区",
        "街灌园社片辖景库校厂小山地城专战灾农牧林矿湖海港湾老新特边雷误盲禁时院市县州营军",
        "域间别分块位级划县内外号",
    ),
    ("自治县", "", ""),
    ("自治州", "", ""),
)
#: A road is one only where its name ends: 青石路, but not 青石路径.
_ROAD = re.compile(
    r"路(?=[，、。；）(（0-9与和及至]|沿线|两侧|社区|街道|站|商圈|改造|亮化|绿化|拓宽|提升|建设|路口|[东南西北]段|等|项目|工程|小学|中学|\n|\Z)"
)
_NO_ROAD = frozenset("公铁道线思出套网电门马一新老水陆之条短长半退活生财销后前血油气通高环旅管末进")
_UNITS = re.compile(
    "股份有限公司|有限责任公司|有限公司|集团公司|集团|分公司|公司|支行|分行|银行|信用社|卫生院|卫生服务中心|保健院|养老院|敬老院|福利院|医院|学校|(?<!集)中学(?!习)|小学(?!习)|大学(?!习)|学院|幼儿园|党校|"
    "研究院|研究所|设计院|合作社|协会|商会|学会(?!了)|联合会|基金会|促进会|分局|(?<![布开格大全当结僵破危新定变战棋])局(?![面部限势长中里])|办公室|委员会|工委|党委|党总支|党支部|支部|大队|支队|派出所|"
    "司法所|事务所|开发区|高新区|经开区|工业园区|产业园区|工业园|产业园|科技园|物流园|农业园|园区|新区|新城|管委会|农场|林场|水库|景区|湿地公园|森林公园|公园|"
    "酒店|广场|大厦|俱乐部|工作室|突击队|服务队|驿站|书院|博物馆|纪念馆|陈列馆|展览馆|文化馆|图书馆|体育馆|科技馆|美术馆|规划馆|烈士陵园|教育基地|实践基地|基地|厂(?![区房长商矿里])|"
    "中心(?![城任工环组大区思点小]|工作|任务|学习|理论|内容|环节|地带|腹地|位置)"
)
#: What every report has right behind a verb (扎牢支部, 亮化园区): no name by a stretch that stands alone before it.
_NOTHING_ALONE = frozenset(("园区", "支部", "党支部", "党委", "党总支", "工委", "管委会", "办公室"))
_NO_NAME = (
    frozenset(
        "大中小新老旧东西南北上下前后内外高低多少好强优全总分支正副主省市县区镇乡村州级类型种家长短一二三四五六七八九十"
    )
    | HARD
)
_RUN = 20
_LONGEST_PLACE = 4
_LONGEST_UNIT = 18
_HAN = re.compile("[一-鿿]")


@dataclass(frozen=True, slots=True)
class Found:
    """A name of a place or unit: where it stands, and what in it is its own (青石, 华兴)."""

    start: int
    end: int
    own: str


def places(text: str) -> Iterator[Found]:
    """Yield the named places of a text."""
    for match in _PLACE.finditer(text):
        before, after = _RULES[match[0]]
        if text[match.start() - 1 : match.start()] in before or text[match.end() : match.end() + 1] in after:
            continue
        found = _place(text, match.start(), match.end())
        if found is not None:
            yield found
    for match in _ROAD.finditer(text):
        if text[match.start() - 1 : match.start()] not in _NO_ROAD:
            found = _place(text, match.start(), match.end())
            if found is not None:
                yield found


def units(text: str) -> Iterator[Found]:
    """Yield the named units of a text: companies, offices, schools, branches, parks."""
    for match in _UNITS.finditer(text):
        found = _unit(text, match.start(), match.end())
        if found is not None:
            yield found


_RULES = {kind: (frozenset(before), frozenset(after)) for kind, before, after in _PLACES}
_PLACE = re.compile("|".join(sorted(_RULES, key=len, reverse=True)))


def _place(text: str, start: int, end: int) -> Found | None:
    """Return the place that is named right before ``start``: two characters at least that belong to no word."""
    own = start
    for piece in reversed(_pieces(text, start)):
        letter = text[piece.start]
        if piece.kind and not (
            piece.single and own < start and start - own < 2 and (letter not in HARD or letter == "和")
        ):
            break
        own = piece.start
    named = start - own
    return Found(own, end, text[own:start]) if 2 <= named <= _LONGEST_PLACE else None


def _unit(text: str, start: int, end: int) -> Found | None:
    """Return the unit whose name ends with the word at ``start``: back to the first stretch of it that is its own."""
    pieces = _pieces(text, start)
    first = len(pieces)
    while first and not _is_edge(text, pieces[first - 1]):
        first -= 1
    for own_from, own_to in _stretches(text, pieces[first:]):
        if end - own_from <= _LONGEST_UNIT and (own_to < start or text[start:end] not in _NOTHING_ALONE):
            return Found(own_from, end, text[own_from:own_to])
    return None


def _is_edge(text: str, piece: Piece) -> bool:
    return piece.kind == "edge" and (not piece.single or text[piece.start] in HARD)


def _stretches(text: str, pieces: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of two characters and more that belong to no word, single words within or beside them included.

    远航 is one though 远 is a word; 区 behind 江北 is the kind of place and 大小 the size of a thing: these are not.
    """
    run: list[Piece] = []
    for piece in (*pieces, None):
        if piece is not None and (piece.single or not piece.kind):
            run.append(piece)
            continue
        while len(run) > 2 and run[0].kind and text[run[0].start] in _NO_NAME:  # 中天 keeps its 中
            run.pop(0)
        if len(run) > 1 and (any(not one.kind for one in run) or _is_short_name(text, run)):
            yield run[0].start, run[-1].end
        run = []


def _is_short_name(text: str, run: Sequence[Piece]) -> bool:
    """Tell whether two words of one character make a name, 育才 or 永新, which 大中 and 各新 do not."""
    return len(run) == 2 and not any(text[piece.start] in _NO_NAME for piece in run)


def _pieces(text: str, end: int) -> list[Piece]:
    start = end
    while start > max(0, end - _RUN) and _HAN.match(text, start - 1):
        start -= 1
    return list(pieces_of(text, start, end))
