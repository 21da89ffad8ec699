"""The measured quantities of a text as statements, in the order of the text."""

import re
from dataclasses import replace

from drafting.change_words import DOWN_WORDS, REDUCED_HEAD, UP_WORDS, direction_of
from drafting.checking.naming import mended
from drafting.checking.respective_list import named_respectively
from drafting.checking.statement import (
    TIME_WORDS,
    TOTAL_ALONE,
    Aspect,
    Statement,
    clause_start,
    sentence_bounds,
    subject_of,
)
from drafting.checking.time_frame import NOW, TimeFrame, closes_bracket, frame_of, governing, is_time, stated_whole
from knowledge_base.quantities.labels import label_mentions
from knowledge_base.quantities.mention import QUANTITY_KINDS, Hedge, Kind, Label, Mention
from knowledge_base.report import Period

_TO = re.compile(
    rf"(?:(?:{UP_WORDS}|{DOWN_WORDS})(?:到了|到|至了|至)|达到了?|增至|升至|升到|降至|降到|减至|高达|达|为|突破|稳定在|保持在)$"
)
_CHANGED = re.compile(
    rf"(?P<word>{UP_WORDS}|{DOWN_WORDS}|(?<![提升更较])高|(?<!降)低)(?:了|约|近|超过?|逾|率?为?|达到?|：)*$"
)
#: 比上年多开3次, 比去年少收15份: the verb stands between.
_AT_LEAST_BEFORE = re.compile(r"(?:至少|最少|不少于|不低于|起码)[\u4e00-\u9fff]{1,4}$")
_OVER_THE = re.compile(r"(?:超过|超|过|突破|逾)[\u4e00-\u9fff]{2,8}的$")
_MORE_BY_VERB = re.compile(
    r"(?:[比较](?:上年|去年|上届|上次)(?:同期|度)?|同比)[^，,。；]{0,6}?(?P<word>多|少)[\u4e00-\u9fff]{1,2}了?$"
)
_MORE_ALONE = re.compile(r"(?P<word>多|少)[\u4e00-\u9fff]{0,2}了?")
_STEPPED_ON = re.compile(r"(?:迈上|跨上|站上|登上|跃上|迈入|跨入)$")
_BARE_WAY = {"高": "up", "低": "down"}
_NEW = re.compile(r"新增$")
_FROM = re.compile(r"(?:由|从)[^，,。；]{0,12}$")
_FROM_THEN = re.compile(r"(?:由|从)[^，,。；]*(?:上年|去年|同期|往年)[^，,。；]*[0-9一二三四五六七八九十]")
_JOINED_CHANGE = re.compile(r"(?:[比较]|同比|环比)[^，,。；]*(?:、|和|及)$")
_FROM_AFTER = re.compile(r"^[^，,。；]{0,8}(?:到|至|增|升|降|减|提高|扩大|上升|下降|发展|压缩|缩短|精简|压减)")
_SHARE = re.compile(r"占(?!地|用|有)[^，,。；]{0,24}$|(?:比重|占比|比例)(?:为|达到?|约)?$")
#: 占党员总数的比重达到, 占比为: no 达到 or 为 makes a level of them; 占比提高到 is one.
_SHARE_OF = re.compile(r"(?:占(?!地|用|有)[^，,。；]{0,24}?(?:比重|比例|份额)|占比)(?:约?为|约?达到?了?|约)?$")
_TOTAL = re.compile(
    r"(?:共计|合计|总计|一共|总共|累计|(?<!公)共(?![产青建享同])有?|总数|总量|总额)(?:为|达到?)?(?:[^，,。；]{0,14}|[^，,。；]*、[^，,。；]{0,14})$"
)
_RATE_OF_CHANGE = re.compile(r"(?P<word>增幅|降幅|涨幅|增长率|增速)(?:超过?|约|近)?(?:为|是|达到?|约为|高达)$")
_TIMES_OF = re.compile(r"(?:是|为|相当于|达到?)[^，,。；]{0,12}的?$")
_COMPARISON = re.compile(
    r"同比|环比|较上年(?:同期)?|比上年(?:同期)?|较去年(?:同期)?|比去年(?:同期)?|较上期|比上期|较上月|比上月|较年初|比年初|较上届|比上届|较上季度|比上季度"
)


def statements_of(text: str, mentions: tuple[Mention, ...], period: Period | None) -> tuple[Statement, ...]:
    """Return the measured quantities of a text in their contexts, in order."""
    labels = label_mentions(text, mentions)
    found: list[Statement] = []
    for place, mention in enumerate(mentions):
        if mention.kind in QUANTITY_KINDS and not is_time(mention):
            last = found[-1] if found else None
            before = next(
                (one for one in reversed(found) if not closes_bracket(text[one.mention.end : mention.start])), last
            )
            found.append(_statement(text, mentions, labels[place], place, period, last, before))
    return tuple(named_respectively(text, found))


def _statement(
    text: str,
    mentions: tuple[Mention, ...],
    label: Label,
    place: int,
    period: Period | None,
    last: "Statement | None",
    outside: "Statement | None",
) -> Statement:
    mention = mentions[place]
    sentence = sentence_bounds(text, mention)
    clause = text[clause_start(text, mention, sentence[0]) : mention.start]
    if mention.hedge is Hedge.EXACT and mention.high is None and _AT_LEAST_BEFORE.search(clause):
        mention = replace(mention, hedge=Hedge.AT_LEAST)  # 至少开展一次: the verb stands between
    if mention.hedge is Hedge.EXACT and mention.high is None and _STEPPED_ON.search(clause):
        mention = replace(mention, hedge=Hedge.AT_LEAST)  # 迈上320亿元台阶
    over = mention.hedge is Hedge.EXACT and mention.kind in {Kind.FRACTION, Kind.PERCENT} and _OVER_THE.search(clause)
    if over and mention.high is None:
        mention = replace(mention, hedge=Hedge.OVER)  # 超过年度计划的一半
    after = text[mention.end : sentence[1]][:30]
    ruler = governing(text, mentions, place, sentence[0])
    ruled_from = max(sentence[0], ruler.end) if ruler else sentence[0]
    frame = TimeFrame(-1) if label.of_last_period else NOW
    if ruler is not None:
        frame = frame_of(ruler, period, text[max(sentence[0], ruler.start - 3) : ruler.start])
    frame = stated_whole(frame, text[ruled_from : mention.start])
    aspect, direction = _aspect(mention, clause, after)
    more = _MORE_ALONE.fullmatch(clause.strip())
    if more is not None and re.search(r"去年|上年|同期", text[sentence[0] : mention.start]):
        aspect, direction = Aspect.CHANGE, direction_of(more["word"])  # 今年54人，去年为37人，多引进17人
    until = ruler.date.end_year if ruler is not None and ruler.date is not None else None
    if until is not None and period is not None and aspect is Aspect.LEVEL and direction:
        frame = TimeFrame(until - period.year)  # 2020年至2024年，由210家增至440家
    if aspect is Aspect.LEVEL and direction and _FROM_THEN.search(clause):
        label = replace(label, of_last_period=False)  # 由上年28万元降至21万元 is this period's
    joined = last is not None and text[last.mention.end : mention.start] in {"、", "和", "及"}
    if joined and last is not None and last.aspect is Aspect.CHANGE and _JOINED_CHANGE.search(clause):
        # 比上半年增加2期、140人次: the second is a change too
        aspect, direction = Aspect.CHANGE, last.direction
        label = replace(label, comparison=last.comparison)
    # 发展党员62名（计划60名），其中35岁以下47名: what stands in a bracket that has closed is not what is spoken of
    before = outside.label.indicator if outside is not None and outside.sentence == sentence else ""
    label = mended(text, mentions, place, label, clause, before)
    if before and not label.indicator and not TIME_WORDS.sub("", clause).strip():
        label = replace(label, indicator=before)  # 去年走访企业180家，今年215家
    if not label.indicator:
        label = replace(label, indicator=subject_of(text, mention, label, sentence[0]))
    if re.search(r"[由从比较]$", label.indicator):  # 规上企业由40家增至50家
        label = replace(label, indicator=label.indicator[:-1])
    comparison = _last_of(_COMPARISON, clause)
    return Statement(
        place=place,
        mention=mention,
        label=label,
        aspect=aspect,
        direction=direction or (label.direction if aspect is Aspect.CHANGE else ""),
        comparison=comparison.group() if comparison else label.comparison,
        frame=frame,
        ruler=ruler,
        framed=ruler is not None or label.of_last_period,
        sentence=sentence,
        clause=clause,
        after=after,
    )


def _last_of(pattern: re.Pattern[str], words: str) -> re.Match[str] | None:
    """Return the last match: 同比增长3.1%、环比增长8.2% is 环比 for the second."""
    return next(iter(list(pattern.finditer(words))[::-1]), None)


def _aspect(mention: Mention, clause: str, after: str) -> tuple[Aspect, str]:
    """Return what the words before a number make of it, and the direction that they give it."""
    # A hedge before the numeral belongs to the mention: 增长近8% ends its clause with 增长.
    if (
        mention.kind is Kind.MULTIPLE
        and mention.unit != "番"
        and not _CHANGED.search(clause)
        and _TIMES_OF.search(clause)
    ):
        return Aspect.TIMES, ""
    if mention.kind in {Kind.COUNT, Kind.AMOUNT} and TOTAL_ALONE.fullmatch(TIME_WORDS.sub("", clause)):
        return Aspect.TOTAL, ""
    if mention.kind in {Kind.PERCENT, Kind.FRACTION} and _SHARE_OF.search(clause):
        return Aspect.SHARE, ""
    rate = _RATE_OF_CHANGE.search(clause)
    if rate is not None and mention.kind in {Kind.PERCENT, Kind.FRACTION}:
        return Aspect.CHANGE, "down" if rate["word"] == "降幅" else "up"
    to = _TO.search(clause)
    if to is not None:
        return Aspect.LEVEL, direction_of(to.group())
    if _FROM.search(clause) and _FROM_AFTER.match(after):
        return Aspect.START, ""
    changed = _CHANGED.search(clause)
    if changed is not None and (not _NEW.search(clause) or _COMPARISON.search(clause)):
        word = changed["word"]
        # 多 and 少 tell of a change only beside what is compared: 比上年多5次, but not 更多12次.
        if word not in {"多", "少", "高", "低"} or re.search(r"[比较]", clause):
            return Aspect.CHANGE, _BARE_WAY.get(word) or direction_of(word)
    by_verb = _MORE_BY_VERB.search(clause)
    if by_verb is not None:
        return Aspect.CHANGE, direction_of(by_verb["word"])
    if mention.kind in {Kind.PERCENT, Kind.FRACTION} and REDUCED_HEAD.search(clause):
        return Aspect.CHANGE, "down"
    if mention.kind in {Kind.PERCENTAGE_POINT, Kind.MULTIPLE}:
        return Aspect.CHANGE, "up" if mention.unit == "番" else ""
    if mention.kind in {Kind.PERCENT, Kind.FRACTION} and _SHARE.search(clause):
        return Aspect.SHARE, ""
    if mention.kind is Kind.COUNT and _TOTAL.search(clause):
        return Aspect.TOTAL, ""
    return Aspect.LEVEL, ""
