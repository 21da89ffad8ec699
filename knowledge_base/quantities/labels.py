"""Labels: what each mention of a text counts, by the noun phrase of its clause; and how alike two indicator names are."""

import re
from collections.abc import Sequence

from knowledge_base.quantities.indicator_names import core, similarity, verb_at_end
from knowledge_base.quantities.mention import QUANTITY_KINDS, Kind, Label, Mention

__all__ = ["label_mentions", "similarity"]

_SENTENCE = re.compile(r"[。！？!?\n\r]")
_BOUNDARY = re.compile(r"[，,；;：:（(）)。！？!?\n\r]|——")
_UP_WORDS = "增长|上升|提高|提升|增加|增幅|扩大|上涨|攀升|净增|增速|多增|涨幅|增"
_DOWN_WORDS = "缩短|精简|下降|降低|减少|回落|缩减|压减|压缩|负增长|下跌|收窄|降幅|少增|缩小|(?<![审核])减|降"
_COMPARED = r"同比|环比|[比较](?:去年同期|上年同期|上年度|上年|去年|上半年|前年|年初|上月|同期|上季度|上届|规划|计划|预期)(?:末|底|初)?"
_MANNER = "分别|累计|名义|实际|年均|月均|平均|可比口径|按可比价计算|净|再|又|将|已|均|各|约|近|超|逾|共|比例|进一步|持续|大幅|同口径|同步|由|了|的|为|达到?|[、，]"
#: The change that ends a clause: 地区生产总值同比增长, 覆盖率较上年提高了, 降幅为.
_CHANGE_TAIL = re.compile(
    rf"(?:{_COMPARED}|{_MANNER})*(?:(?P<down>{_DOWN_WORDS})|(?P<up>{_UP_WORDS}))(?P<to>至|到)?(?:了|约|近|超过?|逾|为|达|达到|率为|：)*\Z"
)
_COMPARISON = re.compile(rf"{_COMPARED}|[为是](?:去年同期|上年同期|去年|上年)的")
_COMPARED_TAIL = re.compile(
    rf"(?:{_COMPARED}|(?:为|是|相当于)?(?:去年同期|上年同期|去年|上年|上年度)的?|年均|其中|占比?|同期|平均|分别|的|为|达|约)+\Z"
)
_LAST = re.compile(
    r"去年同期|上年同期|去年|上年|前年|往年|同期|上届|(?<![较比])上(?:次(?!会)|一?轮)|年初(?:的|存量|余额|为|有|是|共|\s)*\Z|(?:年初|期初)(?=存量|余额|[库总]?数量?)"
)
_TAIL_STOPS = re.compile(
    r"[，,；;：:、（(）)。！？!?\n\r“”《》]|全面(?!从严)|全部|已|均|正在|进行|得到|获|被|达到?|纳入|完成|实现|到位|参加|参与|通过|同比|开展|列入|成功|顺利|先后|(?<!所)以|分别|落地|投产|开工|为(?!民)|比(?!赛|武)|较|等(?=$|[，。])|深入|用于|入选|占(?!地)|带动|惠及|吸引|辐射(?!区|带)|制定(?=[\u4e00-\u9fff])|"
    r"共(?![青建产享同])|累计|按|支持|与|并|来|在(?![职地建线岗校编])|在职(?=到|参)|向|(?<!结)对(?!象|接)|从|担任|赴|由|到(?!位|期)|因|扎实|有序|有效|稳步|持续|常态|挂牌|建成|发放|清零|销号|受到|荣获|扩大|提升|增加|减少|更新"
)
_DATES = re.compile(
    r"(?:截至|截止)?(?:(?:今年|去年|上年|当年|本年)(?:[上下]半年|同期)?|[12]\d{3}年(?:度|[上下]半年)?|第?[一二三四]季度|前三季度|[上下]半年|(?:\d{1,2}[—–－\-~～至到]{1,2})?(?:\d{1,2}|十[一二]?|[一二三四五六七八九])月(?:\d{1,2}日|份)?)"
    r"(?:以来|底|末|初)?|年初(?=的|存量|余额|为|有|是|共|\Z)|年末(?=的|存量|余额|为|有|是|共|\Z)|截至|截止|(?:近|最近|过去)(?:\d{1,2}|[一二两三四五六七八九十]{1,3})年(?:来|间)?|(?:\d{1,2}|[一二两三四五六七八九十]{1,3})年(?:以来|来|间)"
)
#: Verbs that are dropped before a noun that follows the number: 选派24名党建指导员 counts 党建指导员.
_DROPPED_WORDS = (
    "选派 新建 新建立 建立 成立 组建 建成 设立 制定 发放 撰写 起草 发布 办理 服务 选拔 改选 评选 提交 更新 提供 配备 获得 荣获 获评 推出 打造 组织 举办 实施 创建 选聘 派出 开通 "
    "编制 入选 承接 推荐 梳理 落实 建设 指导 观看 "
)
_DROPPED = frozenset(_DROPPED_WORDS.split())
_VERBS_ONLY = re.compile(
    r"(?:有|给予|予以|依托|即|与|同|办|搞|开|做|建有|设有|拥有|聘请|邀请|确定|安排|涉及|惠及|覆盖|带动|动员|承接|取得|形成|提出|命名|优化|压缩|面向|调配|引导|推动|促成|助力|协调|部署|推出|发现|联合|设置|明确|包括|包含|确保|支持|破解|打通|推进|帮助|构建|更换|得到|对|将|把|由|为|以|从|向|在)\Z"
)
_LIST_END = re.compile(r"等(?=[^级待])([^，、]*)\Z|等\Z")


def label_mentions(text: str, mentions: Sequence[Mention]) -> tuple[Label, ...]:
    """Return what each mention counts, aligned with ``mentions``; an empty indicator where the text does not say."""
    labels: list[Label] = []
    sentence_start = position = 0
    inherited = outside = ""
    for index, mention in enumerate(mentions):
        between = text[position : mention.start]
        if _OPENING.search(between):
            outside = inherited
        elif _CLOSING.search(between):  # 发展党员62名（计划60名），其中47名: what a bracket names ends with it
            inherited = outside
        for broken in _SENTENCE.finditer(text, position, max(position, mention.start)):
            sentence_start, inherited = broken.end(), ""
        position = mention.end
        label = _label(text, mentions, index, sentence_start, inherited)
        labels.append(label)
        if label.indicator and _counts(mention) and not label.of_last_period:
            inherited = label.indicator
    return tuple(labels)


_OPENING = re.compile(r"[（(][^（()）]*\Z")
_CLOSING = re.compile(r"\A[^（()）]*[）)]")
_NAMES = frozenset({Kind.FORMULA, Kind.SET_PHRASE, Kind.CODE})


def _counts(mention: Mention) -> bool:
    return (mention.kind in QUANTITY_KINDS and mention.date is None) or (
        mention.kind is Kind.PLACEHOLDER and bool(mention.unit)
    )


def _label(text: str, mentions: Sequence[Mention], index: int, sentence_start: int, inherited: str) -> Label:
    mention = mentions[index]
    clause, bracketed = _clause_before(text, mentions, index, sentence_start)
    comparison_found = _COMPARISON.search(clause)
    comparison = comparison_found.group() if comparison_found is not None else ""
    last = _LAST.search(clause) is not None and not comparison.startswith(("比", "较", "为", "是"))
    bare, direction = _without_change(clause, mention)
    bare = _DATES.sub("", _COMPARISON.sub("", bare))
    if bare.endswith("等") and _counts(mention):  # 与青山镇等3个乡镇结对 counts 乡镇
        named = _after(text, mentions, index)
        if len(named) >= 2:
            return Label(named, direction, comparison, last)
    name = core(_listed(bare))
    if name and not _VERBS_ONLY.fullmatch(name):
        verb = verb_at_end(core(bare)) or (_VERBS_ONLY.search(bare) is not None)
        after = _after(text, mentions, index) if verb else ""
        if not after:
            return Label(name, direction, comparison, last)
        kept = verb if isinstance(verb, str) and verb not in _DROPPED else ""
        return Label(kept + after, direction, comparison, last)
    changes = (
        direction
        or comparison
        or bracketed
        or (mention.kind not in (Kind.COUNT, Kind.AMOUNT, Kind.RANGE) and inherited)
    )
    after = "" if changes and inherited else _after(text, mentions, index)
    if OF_THEM.match(text, mention.end):
        inherited = name = ""  # 1284件中群众满意的有1259件 says nothing of what the 1284 are
    return Label(after or inherited or name, direction, comparison, last)


def _clause_before(text: str, mentions: Sequence[Mention], index: int, sentence_start: int) -> tuple[str, bool]:
    """Return the clause that leads up to the number, and whether it stands in brackets behind another."""
    start = mentions[index].start
    floor = max(sentence_start, start - 60)
    for earlier in reversed(mentions[max(0, index - 8) : index]):
        if earlier.end <= floor:
            break
        if earlier.kind is Kind.ENUMERATION or (_counts(earlier) and not _attributive(text, earlier, mentions[index])):
            floor = earlier.end
            break
    cut, bracketed = floor, False
    for boundary in _BOUNDARY.finditer(text, floor, start):
        cut = boundary.end()
        bracketed = boundary.group() in "（("
        if boundary.group() in "）)" and boundary.end() >= start:
            # 义务教育阶段学校（校区）12所: the remark in brackets parts the name from its number
            opening = max(text.rfind("（", floor, start), text.rfind("(", floor, start))
            inner = _clause_start(text, floor, opening) if opening > floor else floor
            return text[inner : max(opening, inner)], False
    return text[cut:start], bracketed


def _clause_start(text: str, floor: int, end: int) -> int:
    start = floor
    for boundary in _BOUNDARY.finditer(text, floor, end):
        start = boundary.end()
    return start


def _attributive(text: str, earlier: Mention, mention: Mention) -> bool:
    """Tell whether the earlier number only describes what this one counts: 超10亿元项目91个."""
    between = text[earlier.end : mention.start]
    return (
        earlier.kind is Kind.AMOUNT
        and 2 <= len(between) <= 8
        and re.fullmatch(r"[\u4e00-\u9fff]+", between) is not None
    )


def _without_change(clause: str, mention: Mention) -> tuple[str, str]:
    """Return the clause without the change at its end, and the direction of that change (none for 增至, a level)."""
    match = _CHANGE_TAIL.search(clause)
    if match is None or clause.endswith("新增"):
        tail = _COMPARED_TAIL.search(clause)
        return (clause[: tail.start()] if tail is not None else clause), ""
    bare = match.group("up") == "增" and not match.group("to") and "净增" not in match.group()
    if mention.kind in (Kind.COUNT, Kind.AMOUNT) and bare:
        return clause, ""
    direction = "" if match.group("to") else "down" if match.group("down") else "up"
    rest = clause[: match.start()]
    tail = _COMPARED_TAIL.search(rest)
    rest = rest[: tail.start()] if tail is not None else rest
    return rest, direction


def _listed(clause: str) -> str:
    """Return what a list names: its head where there is one (A、B等材料), else the members that stand side by side."""
    clause = clause.strip("、 ")
    if "、" not in clause and "等" not in clause:
        return clause
    end = _LIST_END.search(clause)
    if end is not None and end.group(1) and len(core(end.group(1))) >= 2:
        return end.group(1)
    listed = clause[: end.start()] if end is not None else clause
    parts = listed.split("、")
    if end is None and (_opens_with_verb(parts[-1]) or max(map(len, parts)) > 12):
        return parts[-1]
    return listed


def _opens_with_verb(phrase: str) -> bool:
    """Tell whether a member of a list opens with a verb of its own: 处置批而未供、盘活存量用地."""
    stripped = core(phrase)
    return stripped != phrase.strip("“”") or any(verb_at_end(phrase[:length]) for length in (2, 3))


#: 1284件中群众满意的有1259件, but no 中小企业.
OF_THEM = re.compile(r"中(?![小层央心队型级学药医国介标期共等考职专高选])")


def _after(text: str, mentions: Sequence[Mention], index: int) -> str:
    """Return the noun that follows the number: 24名党建指导员, 21项赋权审批事项全面承接."""
    end = mentions[index].end
    limit = min(len(text), end + 24)
    for later in mentions[index + 1 :]:
        if later.start >= limit:
            break
        if later.kind not in _NAMES:  # 412家“九小场所”: a name may hold a numeral of its own
            limit = later.start
            break
    following = text[end:limit]
    if OF_THEM.match(following):
        return ""  # 1284件中群众满意的有1259件
    quoted = re.match(r"[“《]([^”》]{1,16})[”》]", following)
    if quoted is not None:
        following = quoted.group(1) + following[quoted.end() :]
    stop = _TAIL_STOPS.search(following)
    phrase = following[: stop.start()] if stop is not None else following
    return core(phrase)
