"""What a number counts where its nearest words are not enough: who is meant by 35岁以下, what went from 15天 to 5天."""

import re
from collections.abc import Sequence
from dataclasses import replace

from drafting.change_words import DOWN_WORDS, NEW_WORDS, UP_WORDS
from knowledge_base.quantities.indicator_names import core, verb_at_end
from knowledge_base.quantities.mention import Hedge, Kind, Label, Mention

_CLAUSE_BREAK = re.compile(r"[，,。；;！？!?\n\r：:（(）)]")
#: 审批时限由15个工作日压缩至5个工作日: the name stands before 由.
_FROM = re.compile(
    r"(?P<name>[^，,。；：]{2,20}?)(?:由|从)(?:上年|去年|年初|原来|过去|此前|以前|[0-9]{4}年)?(?:同期)?的?$"
)
_FROM_TO = re.compile(
    rf"(?P<name>[^，,。；：]{{2,20}}?)(?:由|从)[^，,。；]*[0-9一二三四五六七八九十百千万][^，,。；]*(?:{UP_WORDS}|{DOWN_WORDS}|扩容|发展|变)?(?:到了?|至了?|为)$"
)
#: What is left of 1—9月 before the name.
_SPAN_HEAD = re.compile(r"^[0-9]{1,2}[—–\-－~～至到]+")
_CHANGE_ONLY = re.compile(rf"(?:{UP_WORDS}|{DOWN_WORDS}|共|总|累计|净|压缩)+(?:了|近|约|幅度|比例)?$")
_PREDICATE = re.compile(
    r"(?:已经?|均已|正在?|仍在|尚在|还在|已按期|已全部)?(?P<verb>办结|完成整改|整改|完成|解决|销号|采纳|答复|化解|落实|持续推进|推进|办理|立案|落地|见效|达标|通过|获批|投产|开工|竣工|完工|入库|转正|到位|获奖)"
)
_PEOPLE = re.compile(
    r"(?:累计|总)?(?P<name>(?:参加|参与|参训|参会|受训|受教育|覆盖|惠及|服务|受众)(?:总)?(?:人数|人次))(?:达到?|为|共计?|累计)?"
)
_HOLDS = frozenset({"下设", "下辖", "设", "辖", "管辖", "分设", "内设"})
_ATTRIBUTES = (
    "男性|女性|男|女|正式|预备|少数民族|在职|退休|离退休|正科级|副科级|科级|处级|县处级|研究生|硕士|博士|本科|大专"
)
_ATTRIBUTE = re.compile(rf"(?:{_ATTRIBUTES})")
_ATTRIBUTE_HEAD = re.compile(rf"^(?:{_ATTRIBUTES})")
_COMPARED_ONLY = re.compile(r"[较比](?:上次|上期|上轮|上届|前次|年初|上月|上季度|上半年|一季度|二季度|三季度|以往)")
_YEAR_HEAD = re.compile(r"(?:上|本|全|去|今)年度")
_NOUN_AND = re.compile(r"[“《]?(?P<noun>[\u4e00-\u9fff]{2,12})[”》]?(?:、|和|与|及|以及)?")
_NOUN_THEN = re.compile(r"[“《]?(?P<noun>[\u4e00-\u9fff]{2,12}?)[”》]?(?=[、，,。；;]|和|及|$)")
_DONE = re.compile(
    r"(?:截[至止]?)?(?:[0-9年月—–\-至到底末上下半前]*[月年底末])?"
    r"(?:(?:实际|目前|截至目前|累计|已|现已|最终)+(?:完成|实现|达到|到位|举办|开展)?|完成)"
)
_ACCOMPLISHED = re.compile(
    r"(?:[0-9年月—–\-至到底末上下半前]*[月年])?(?:已|现已|均已|已经|实际|目前已)?(?P<verb>完成|成功)"
)
_BUILT = re.compile(r"^[新改扩续迁]{2,4}建(?=..)")
_FROM_ALONE = re.compile(r"(?:由|从)[^，,。；]{0,8}[0-9][^，,。；]*$")
_PLANNED = re.compile(r"^(?:.*?(?:年度|全年))?(?:原?计划|预计|目标|拟)(?=.)|(?:目标|计划|任务)(?:数|值)?$")
_NOUN_BETWEEN = re.compile(r"的?(?P<noun>[\u4e00-\u9fff]{0,10})$")
_QUALIFYING = frozenset({Hedge.AT_LEAST, Hedge.AT_MOST, Hedge.OVER})
_OF_AGE = frozenset({"岁", "周岁"})


def mended(text: str, mentions: Sequence[Mention], place: int, label: Label, clause: str, before: str) -> Label:
    """Return the label with what the wider clause names; ``before`` is what the number before it counted."""
    mention = mentions[place]
    label = replace(label, indicator=_SPAN_HEAD.sub("", label.indicator))
    if label.indicator.startswith("度") and _YEAR_HEAD.search(clause):
        label = replace(label, indicator=label.indicator[1:])  # 上年|度优秀率
    people = _PEOPLE.fullmatch(clause.strip())
    if people is not None:
        return replace(label, indicator=people["name"])  # 参加人数310人次 is no number of what was held
    if clause.endswith("签约") and label.indicator.endswith("签"):
        label = replace(label, indicator=label.indicator + "约")  # 约 is no hedge there
    if label.indicator in _HOLDS:
        following = _NOUN_THEN.match(text, mention.end)
        label = replace(label, indicator=following["noun"]) if following is not None else label
    label = replace(label, indicator=_without_next_verb(text, mentions, place, label.indicator))
    behind = _noun_behind(text, mentions, place, before, label)
    if behind:
        return replace(label, indicator=behind)
    whole_clause = _FROM.search(clause) or _FROM_TO.search(clause)
    if whole_clause is not None:
        name = whole_clause["name"]
        cut = before == name and name.startswith(label.indicator)  # 纳税超千万元企业由23户增加到28户
        if _CHANGE_ONLY.fullmatch(label.indicator) or not label.indicator or label.indicator not in name or cut:
            return replace(label, indicator=_without_time(name) or label.indicator)
    if before and _FROM_ALONE.match(clause.strip()):
        return replace(label, indicator=before)  # 规上工业产值翻了一番，由98亿元增加到196亿元
    predicate = _PREDICATE.match(text, mention.end) if before and not clause.strip() else None
    if predicate is not None and mention.kind is Kind.COUNT:
        return replace(label, indicator=predicate["verb"])  # 反馈问题5项，4项已办结
    if before and _DONE.fullmatch(clause.strip()) and _PLANNED.search(before):
        return replace(label, indicator=_PLANNED.sub("", before) or before)  # 计划培训6期，实际完成8期
    of_it = bool(place) and mention.kind is Kind.COUNT and mentions[place - 1].unit_class == mention.unit_class
    if before and "其中" in clause and re.fullmatch(NEW_WORDS, label.indicator):
        return replace(label, indicator=label.indicator + _BUILT.sub("", before))  # 党组织47个，其中当年新建6个
    accomplished = _ACCOMPLISHED.fullmatch(clause.strip())
    if before and of_it and accomplished is not None and not before.endswith(accomplished["verb"]):
        return replace(label, indicator=before + accomplished["verb"])  # 认领微心愿215个，完成208个
    if before and _COMPARED_ONLY.fullmatch(label.indicator):
        return replace(label, indicator=before)
    if before and _CHANGE_ONLY.fullmatch(label.indicator):
        return replace(label, indicator=before)
    qualified = _qualified(text, mentions, place, label, before)
    if qualified:
        return replace(label, indicator=qualified)
    if mention.kind is Kind.COUNT and len(before) >= 2 and _ATTRIBUTE.fullmatch(label.indicator):
        # 党员56名，其中男38名: 男 is short for 男党员
        thing = _ATTRIBUTE_HEAD.sub("", before)
        return replace(label, indicator=label.indicator + thing) if len(thing) >= 2 else label
    return label


def _without_next_verb(text: str, mentions: Sequence[Mention], place: int, name: str) -> str:
    """Return a name without the verb that belongs to the number behind it: 收集的238个问题|解决221个."""
    following = mentions[place + 1] if place + 1 < len(mentions) else None
    if following is None or following.unit_class != mentions[place].unit_class:
        return name
    noun = text[mentions[place].end : following.start]
    noun = re.sub(r"(?<=..)(?:到位|完毕)$", "", noun)  # 93个问题整改到位91个
    name = re.sub(r"(?<=..)(?:到位|完毕)$", "", name)
    verb = verb_at_end(core(noun))
    if (
        _CLAUSE_BREAK.search(noun)
        or "、" in noun
        or len(verb) < 2
        or len(core(noun)) <= len(verb)
        or len(name) < len(verb) + 2
    ):
        return name
    return re.sub(rf"(?:已|均已|已经)?{verb}$", "", name)


def _noun_behind(text: str, mentions: Sequence[Mention], place: int, before: str, label: Label) -> str:
    """Return what the second number of 18个党支部、42个党小组 counts, where the first has its noun behind it too."""
    if place == 0 or not before:
        return ""
    mention, earlier = mentions[place], mentions[place - 1]
    between = _NOUN_AND.fullmatch(text[earlier.end : mention.start])
    if between is None or not (before.endswith(between["noun"]) or label.indicator == between["noun"]):
        return ""
    following = _NOUN_THEN.match(text, mention.end)
    return following["noun"] if following is not None else ""


def _qualified(text: str, mentions: Sequence[Mention], place: int, label: Label, before: str) -> str:
    """Return 35岁以下党员 for the 96名 of 35岁以下党员96名: an age or a size that says which ones are counted."""
    if place == 0:
        return ""
    mention, earlier = mentions[place], mentions[place - 1]
    between = text[earlier.end : mention.start]
    noun = _NOUN_BETWEEN.fullmatch(between)
    if noun is None or _CLAUSE_BREAK.search(between):
        return ""
    of_age = earlier.unit in _OF_AGE and earlier.kind in {Kind.COUNT, Kind.RANGE}
    of_before = between in {"", "的", "的有"} and len(before) >= 2  # 项目32个，其中亿元以上的8个
    size = (earlier.kind is Kind.AMOUNT and earlier.hedge in _QUALIFYING) or (
        earlier.kind is Kind.RANGE and earlier.unit_class == "yuan"  # 5—10亿元4个
    )
    sized = size and (len(noun["noun"]) >= 2 or of_before)
    if not (of_age or sized) or earlier.text in label.indicator:
        return ""
    # 党员12名，其中女性5名、35岁以下8名: the noun of the whole is left out.
    return earlier.text + (noun["noun"] or (before[-2:] if sized else _ATTRIBUTE_HEAD.sub("", before)))


def _without_time(name: str) -> str:
    return re.sub(r"^(?:今年|全年|本年|年内|目前|园区|使|将|把|推动)+", "", name)
