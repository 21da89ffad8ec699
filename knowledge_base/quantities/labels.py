"""Labels: what each mention of a text counts, by the noun phrase of its clause; and how alike two indicator names are."""

import re
from collections.abc import Sequence

from knowledge_base.quantities.indicator_names import core, similarity
from knowledge_base.quantities.mention import QUANTITY_KINDS, Kind, Label, Mention

__all__ = ["label_mentions", "similarity"]

_SENTENCE = re.compile(r"[。！？!?\n\r]")
_CLAUSE = re.compile(r"[，,；;：:、（(）)。！？!?\n\r“”《》·]|——")
_UP = re.compile(r"增长|上升|提高|提升|增加|增至|升至|多增|增幅|扩大|上涨|攀升|同比增|增|净增")
_DOWN = re.compile(r"下降|降低|减少|降至|减至|回落|缩减|压减|负增长|同比降|下跌|收窄|降幅|少增|减")
_COMPARISON = re.compile(
    r"同比|环比|[比较](?:去年同期|上年同期|去年|上年|上半年|前年|年初|上月|同期|上年度|规划|计划)|为(?:去年同期|上年同期|去年|上年)的"
)
_LAST = re.compile(r"去年同期|上年同期|去年|上年度?|前年|往年|同期")
#: A change or share, with nothing of its own that is counted.
_CHANGE_ONLY = re.compile(
    r"(?:同比|环比|增长|上升|提高|提升|增加|下降|降低|减少|增幅|降幅|增速|分别|为|达到?|较|比|去年|上年|同期|年初|年均|平均|其中|占比?|约|近|超|了|的|、|是|增至|降至|升至|减至|"
    r"名义|实际|累计|可比口径|按|两年|净|实现|仅|由|从|也|均|再|又|由此|回落|扩大|收窄|上涨|下跌|百分比|完成|目标|预计|将)*\Z"
)
_TAIL_STOPS = re.compile(
    r"[，,；;：:、（(）)。！？!?\n\r“”《》]|全面|全部|已|均|正在|进行|得到|获|被|达到?|纳入|完成|实现|到位|参加|参与|通过|同比|开展|列入|成功|顺利|先后|以|分别|落地|投产|开工|为|比|较|等$|深入|用于|入选|占|共|累计|按|支持|与|并|来|在|向|对|从|担任|赴|由"
)
#: Verbs that say what was done to the thing and stay in its name: 走访45家企业 counts 走访企业.
_KEPT_VERBS = re.compile(
    r"(?:走访|慰问|培训|排查|整改|化解|处理|处置|办结|办理|受理|帮扶|引进|签约|开工|竣工|投产|新增|查处|检查|培养|发展|转化|表彰|推荐|调解|接待|服务|发放|报送|撰写|起草|制定|修订|清理|转发|删除|发布|回复|解决|收集|征集|录用|提拔|"
    r"调整|约谈|问责|立案|处分|巡察|督办|督查|盘活|淘汰|关停|改造|拆除|救助|资助|认定|培育|兑现|减免|争取|签订|招聘|引育|吸纳|整治|销号|消除|选拔|选派|组建|成立|建立|新建|建成|设立)\Z"
)


def label_mentions(text: str, mentions: Sequence[Mention]) -> tuple[Label, ...]:
    """Return what each mention counts, aligned with ``mentions``; an empty indicator where the text does not say."""
    labels: list[Label] = []
    sentence_start = 0
    inherited = ""
    for index, mention in enumerate(mentions):
        previous_end = mentions[index - 1].end if index else 0
        broken = None
        for broken in _SENTENCE.finditer(text, previous_end, max(previous_end, mention.start)):
            pass
        if broken is not None:
            sentence_start, inherited = broken.end(), ""
        label = _label(text, mentions, index, sentence_start, inherited)
        labels.append(label)
        if label.indicator and mention.kind in QUANTITY_KINDS | {Kind.PLACEHOLDER} and not label.of_last_period:
            inherited = label.indicator
    return tuple(labels)


def _label(text: str, mentions: Sequence[Mention], index: int, sentence_start: int, inherited: str) -> Label:
    mention = mentions[index]
    floor = sentence_start
    if index:
        floor = max(floor, _counted_floor(mentions, index))
    clause, context = _clause_before(text, floor, mention.start)
    direction, comparison = _direction(context), _comparison(context)
    last = _LAST.search(_LAST_SCOPE.sub("", clause)) is not None and not comparison.startswith(("比", "较", "为"))
    bare = _without_dates(clause)
    if _CHANGE_ONLY.match(bare) and bare:
        after = "" if _is_change(mention, bare) else _after(text, mentions, index)
        return Label(after or inherited, direction, comparison, last)
    name = core(bare)
    if name and not _only_verb(name):
        return Label(name, direction, comparison, last)
    after = _after(text, mentions, index)
    if after:
        verb = _KEPT_VERBS.search(name)
        kept = verb.group() if verb and verb.group() not in _DROPPED_BEFORE_NOUN else ""
        return Label(kept + after, direction, comparison, last)
    return Label(name or inherited, direction, comparison, last)


_LAST_SCOPE = re.compile(r"[比较](?:去年|上年)(?:同期)?")
_DROPPED_BEFORE_NOUN = frozenset(
    {
        "选派",
        "新建",
        "建立",
        "成立",
        "组建",
        "建成",
        "设立",
        "制定",
        "发放",
        "撰写",
        "起草",
        "发布",
        "办理",
        "服务",
        "选拔",
    }
)
_ONLY_VERB = re.compile(
    rf"(?:{_KEPT_VERBS.pattern[3:-3]}|有|建有|设有|拥有|聘请|邀请|确定|安排|投入|筹集|提供|印发|下发|评选|评|推选|收到|收|派出|涉及|惠及|覆盖|带动|发动|动员|组织|承接|承办|取得|获得|获|荣获|创建|打造|购置|种植|铺设|架设|修建|新改建|改扩建|"
    r"指导|观看|播放|研究|审议|形成|提出|入选|命名|优化|压缩|缩短|降低|开通|面向|调配|配备|选聘|引导|推动|促成|助力|协调|落实|部署|推出|实施|谋划|储备|梳理|查找|发现|查摆)\Z"
)


def _only_verb(name: str) -> bool:
    return _ONLY_VERB.match(name) is not None


def _is_change(mention: Mention, clause: str) -> bool:
    return mention.kind in (Kind.PERCENT, Kind.PERCENTAGE_POINT, Kind.MULTIPLE, Kind.FRACTION) or bool(
        _UP.search(clause) or _DOWN.search(clause) or _COMPARISON.search(clause) or _LAST.search(clause)
    )


def _counted_floor(mentions: Sequence[Mention], index: int) -> int:
    """Return where the last mention ended that is a quantity; dates, names and phrases belong to the clause."""
    for earlier in reversed(mentions[:index][-6:]):
        if (
            earlier.kind in QUANTITY_KINDS
            or earlier.kind in (Kind.ENUMERATION,)
            or (earlier.kind is Kind.PLACEHOLDER and earlier.unit)
        ):
            return earlier.end
    return 0


def _clause_before(text: str, floor: int, start: int) -> tuple[str, str]:
    """Return the clause that leads up to the number, and the longer stretch in which its direction may stand."""
    stretch = text[max(floor, start - 60) : start]
    cut = 0
    for boundary in _CLAUSE.finditer(stretch):
        if boundary.group() not in "“”《》·":
            cut = boundary.end()
    clause = stretch[cut:]
    return clause, clause


def _without_dates(clause: str) -> str:
    return _DATES.sub("", clause)


_DATES = re.compile(
    r"(?:截至|截止)?(?:(?:今年|去年|上年|当年|本年)(?:[上下]半年)?|[12]\d{3}年(?:度|[上下]半年)?|[一二三四]季度|前三季度|[上下]半年|(?:\d{1,2}|十[一二]?|[一二三四五六七八九])月(?:\d{1,2}日|份)?)"
    r"(?:以来|底|末|初)?|截至|截止",
)


def _direction(clause: str) -> str:
    down, up = None, None
    for down in _DOWN.finditer(clause):
        pass
    for up in _UP.finditer(clause):
        pass
    if down and (not up or down.end() >= up.end()):
        return "down"
    return "up" if up else ""


def _comparison(clause: str) -> str:
    match = _COMPARISON.search(clause)
    return match.group() if match is not None else ""


def _after(text: str, mentions: Sequence[Mention], index: int) -> str:
    """Return the noun that follows the number: 24名党建指导员, 21项赋权审批事项全面承接."""
    end = mentions[index].end
    limit = min(len(text), end + 24)
    if index + 1 < len(mentions):
        limit = min(limit, mentions[index + 1].start)
    following = text[end:limit]
    quoted = re.match(r"[“《]([^”》]{1,16})[”》]", following)
    if quoted is not None:
        following = quoted.group(1) + following[quoted.end() :]
    stop = _TAIL_STOPS.search(following)
    phrase = following[: stop.start()] if stop is not None else following
    return core(phrase)
