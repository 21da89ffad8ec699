"""A mention in its context: what its words say that it counts, for which time, and as what (level, change, share …)."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from drafting.change_words import DOWN_WORDS, REDUCED_HEAD, UP_WORDS, direction_of
from drafting.checking.naming import mended
from drafting.checking.time_frame import NOW, TimeFrame, frame_of, governing, is_time, stated_whole
from knowledge_base.quantities.indicator_names import core
from knowledge_base.quantities.labels import OF_THEM, label_mentions
from knowledge_base.quantities.mention import QUANTITY_KINDS, Hedge, Kind, Label, Mention
from knowledge_base.report import Period


class Aspect(StrEnum):
    """What a number says of its indicator."""

    LEVEL = "level"  # 收文2136份, 增至50家
    START = "start"  # 由40家
    CHANGE = "change"  # 增长7.9%, 增加156份, 提高2.4个百分点, 增长1倍
    SHARE = "share"  # 占25%
    TOTAL = "total"  # 共20次
    TIMES = "times"  # 是去年同期的2倍


@dataclass(frozen=True, slots=True)
class Statement:
    """One quantity of the draft and its context.

    ``place`` is the mention's place among all; ``sentence`` the bounds of its sentence, ``clause`` the text of its clause
    up to it, ``after`` what follows. ``frame`` is the time it speaks of, ``ruler`` the mention that states it, if any.
    ``series`` is the place and the length where one thing's numbers of several times are listed: 一、二季度分别18次、22次.
    """

    place: int
    mention: Mention
    label: Label
    aspect: Aspect
    direction: str
    comparison: str
    frame: TimeFrame
    ruler: Mention | None
    framed: bool
    sentence: tuple[int, int]
    clause: str
    after: str
    series: tuple[int, int] | None = None


_SENTENCE_BREAK = re.compile(r"[。；;！？!?\n\r]")
_CLAUSE_BREAK = re.compile(r"[，,。；;！？!?\n\r：:（(）)]")

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
_RATE_OF_CHANGE = re.compile(r"(?P<word>增幅|降幅|涨幅|增长率)(?:超过?|约|近)?(?:为|是|达到?|约为|高达)$")
#: 累计达170名 sums up what came before it.
_TOTAL_ALONE = re.compile(
    r"(?:[两二三四五六]者|[两二三四五六]项(?:[\u4e00-\u9fff]{2,4})?)?(?:共计|合计|总计|一共|总共|累计|共|总数|相加)(?:达到?|为|有|是)?"
)
_TIMES_OF = re.compile(r"(?:是|为|相当于|达到?)[^，,。；]{0,12}的?$")
_COMPARISON = re.compile(
    r"同比|环比|较上年(?:同期)?|比上年(?:同期)?|较去年(?:同期)?|比去年(?:同期)?|较上期|比上期|较上月|比上月|较年初|比年初|较上届|比上届|较上季度|比上季度"
)


_JOINED = re.compile(r"(?:、|和|与|及|以及|，|,)[\u4e00-\u9fff]{0,2}")
_LISTED_CLOSELY = re.compile(r"、|和|与|及|以及")
_LISTED = re.compile(r"、|和|与|以及|及")
_SHORTEST_NAME = 2
_RATE = re.compile(r"(?<!增长)(?<!下降)率$")


def statements_of(text: str, mentions: tuple[Mention, ...], period: Period | None) -> tuple[Statement, ...]:
    """Return the measured quantities of a text in their contexts, in order."""
    labels = label_mentions(text, mentions)
    found: list[Statement] = []
    for place, mention in enumerate(mentions):
        if mention.kind in QUANTITY_KINDS and not is_time(mention):
            found.append(_statement(text, mentions, labels[place], place, period, found[-1] if found else None))
    return tuple(_respectively(text, found))


def _statement(
    text: str, mentions: tuple[Mention, ...], label: Label, place: int, period: Period | None, last: "Statement | None"
) -> Statement:
    mention = mentions[place]
    sentence = sentence_bounds(text, mention)
    clause = text[_clause_start(text, mention, sentence[0]) : mention.start]
    if mention.hedge is Hedge.EXACT and mention.high is None and _AT_LEAST_BEFORE.search(clause):
        mention = replace(mention, hedge=Hedge.AT_LEAST)  # 至少开展一次: the verb stands between
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
    before = last.label.indicator if last is not None and last.sentence == sentence else ""
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


_REMARK = re.compile(r"[（(][^（()）]{1,20}[）)]$")
#: Words that say when and nothing of what.
TIME_WORDS = re.compile(
    r"今年度?|去年度?|上年度?|前年度?|上届|上次|上一?轮|年[初末]|同期|当月|本月|本年度?|全年度?|[上下]半年|[0-9]{4}年(?:度|[底末初])?|[0-9]{1,2}(?:[—–－\-~～至到]{1,2}[0-9]{1,2})?月(?:份|[底末初])?|第?[一二三四]季度|以来|截至|目前"
)


def start_is_framed(statement: Statement) -> bool:
    """Tell whether the time stands behind 由: 2025年由9次增至11次 says nothing of when it was 9."""
    start = re.split(r"由|从", statement.clause)[-1]
    return statement.framed and (statement.ruler is None or statement.ruler.text in start)


def _respectively(text: str, statements: list[Statement]) -> list[Statement]:
    """Give each number of A、B分别为x和y, or of A、B x个、y个, the name that stands in its place."""
    done = list(statements)
    at = 0
    while at < len(statements):
        run = _run_from(text, statements, at)
        if len(run) >= 2:
            names = _names_of(text, done, run)
            first = statements[at]
            series = len(set(names)) == 1 and _is_respective(first.clause)
            for order, (place, name) in enumerate(zip(run, names, strict=False)):
                label = replace(statements[place].label, indicator=name.strip())
                done[place] = replace(
                    statements[place],
                    label=label,
                    aspect=first.aspect,
                    direction=first.direction,
                    clause=f"{name}#{order}",  # the place in the list tells apart what has one name for all
                    series=(order, len(names)) if series else None,
                )
        at = run[-1] + 1
    return done


def _run_from(text: str, statements: list[Statement], first: int) -> list[int]:
    """Return the places of the numbers that are listed together from ``first`` on."""
    respectively = _is_respective(statements[first].clause)
    joined = _JOINED if respectively else _LISTED_CLOSELY
    run = [first]
    while run[-1] + 1 < len(statements):
        here, following = statements[run[-1]], statements[run[-1] + 1]
        if following.mention.unit_class != here.mention.unit_class and not respectively:
            break
        between = text[here.mention.end : following.mention.start]
        alike = following.mention.unit_class == here.mention.unit_class
        if between[:1] in "，," and not alike and not following.clause.strip():
            break  # 分别下降6.8%和4.1%，22辆公务用车中
        if not joined.fullmatch(between) or _TOTAL_ALONE.fullmatch(re.sub(r"^(?:[，,、和与及]|以及)", "", between)):
            break
        run.append(run[-1] + 1)
    return run


def _is_respective(clause: str) -> bool:
    at = clause.rfind("分别")
    return at >= 0 and not re.search(r"[0-9]", clause[at:])


def _names_of(text: str, statements: list[Statement], run: list[int]) -> list[str]:
    """Return one name for each number of a run, or nothing where the text lists no names."""
    first = statements[run[0]]
    respectively = _is_respective(first.clause)
    end = first.mention.start
    if respectively:
        end += first.clause.rfind("分别") - len(first.clause)
    listing = _COUNT_OF_LIST.sub("", re.split(r"[，,：:）)]", text[first.sentence[0] : end])[-1])
    names = _named_in_full([name for name in _LISTED.split(listing) if name.strip()])
    if respectively and all(_NO_NAME.fullmatch(TIME_WORDS.sub("", name)) for name in names):
        # 一、二季度分别开展执法18次、22次 lists times; 博士21人、硕士87人，分别增长5%、8% has its names before
        before = _names_before(statements[: run[0]], first, len(run)) if len(names) < len(run) else []
        before = before or _announced(text[first.sentence[0] : end], len(run))
        return before or [first.label.indicator] * len(run)
    opened = _FIRST_OF_TIMES.fullmatch(names[0]) if names else None
    if respectively and len(names) == len(run) and opened is not None and _TIMES_ALONE.fullmatch("、".join(names[1:])):
        return [opened["what"]] * len(run)  # 营收一、二、三季度分别为
    times = [name for name in names if not TIME_WORDS.sub("", name).strip()]
    if respectively and len(names) == len(run) == len(times) + 1:  # 一季度、二季度税收分别为1.2亿元、1.5亿元
        return [TIME_WORDS.sub("", names[-1]).strip()] * len(run)
    if len(names) == len(run):
        return names
    if not respectively:
        return []
    # 城乡居民收入分别增长5.7%、8.5%: one name for both, and what is said of the first goes for all.
    before = _names_before(statements[: run[0]], first, len(run))
    if before and len(names) == 1 and _RATE.search(names[0]):
        return [f"{one}{names[0]}" for one in before]  # A、B分别支出…，执行率分别为97%、98%
    return before or [first.label.indicator] * len(run)


#: 青山、柳河、东塘3个村集体经济收入分别…: how many are listed is no part of the last one's name
_COUNT_OF_LIST = re.compile(
    r"(?<=[\u4e00-\u9fff])等?(?:[0-9]+|[两二三四五六七八九十])(?:个|家|大|类|项|支|所|处|镇|村|街).*$"
)
_FIRST_OF_TIMES = re.compile(r"(?P<what>.{2,}?)第?[一二三四]")
_TIMES_ALONE = re.compile(r"(?:[一二三四]、)*[一二三四]季度")
_LIST_END = re.compile(r"(?:等?[0-9两二三四五六七八九十]+(?:大|个|类|项|方面|种|支|家)|等).*$")


def _announced(before: str, count: int) -> list[str]:
    """Return the names that a sentence lists before: 围绕文明交通、扶老助残、环境保护三大主题，…分别为86场、104场和128场."""
    for clause in reversed(re.split(r"[，,：:]", before)):
        names = [name.strip("“”") for name in _LISTED.split(clause)]
        if len(names) == count and not re.search(r"[0-9]", clause):
            names = [core(names[0]), *names[1:-1], _LIST_END.sub("", names[-1])]
            return names if all(len(name) >= _SHORTEST_NAME for name in names) else []
    return []


_ORDINAL = re.compile(r"第?[一二三四五六七八九十](?!季度|[0-9]|月|[上下]?半年)")


def _named_in_full(names: list[str]) -> list[str]:
    """Return 省级媒体, 市级媒体, 县级媒体 for 在省、市、县级媒体: what each is short of stands behind the last."""
    short = [re.sub(r"^(?:在|其中)", "", name) for name in names]
    last = short[-1] if short else ""
    ordinal = _ORDINAL.match(last)
    if len(short) >= 2 and ordinal is not None and all(_ORDINAL.fullmatch(name) for name in short[:-1]):
        thing = last[ordinal.end() :]  # 第一、第二、第三种形态
        return [f"第{name.removeprefix('第')}{thing}" for name in [*short[:-1], ordinal.group()]]
    ends = {name[-1:] for name in short[:-1]}
    at = (
        last.find(next(iter(ends)), 1)
        if len(ends) == 1 and all(TIME_WORDS.sub("", name)[1:] for name in short[:-1])
        else -1
    )
    if at > 0 and len(last) > at + 2:  # 货物类、服务类节约率
        return [*(name + last[at + 1 :] for name in short[:-1]), last]
    if len(short) < 2 or any(len(name) != 1 for name in short[:-1]) or len(last) < 3:
        return names
    return [*(name + last[1:] for name in short[:-1]), last]


#: What is left of 近三年, 一、二季度 without its words of time.
_NO_NAME = re.compile(r"(?:[0-9一二两三四五六七八九十近年月个季度来间份]|以来|过去|分别|其中)*")


def _names_before(earlier: list[Statement], statement: Statement, count: int) -> list[str]:
    """Return what the last numbers of the sentence count: 销量188万辆、出口93万辆，分别增长53%和101%."""
    told = [one for one in earlier if one.sentence == statement.sentence and one.aspect is not Aspect.START]
    named = [one.label.indicator for one in told[-count:]]
    return named if len(named) == count and len(set(named)) == count else []


def subject_of(text: str, mention: Mention, label: Label, floor: int = 0) -> str:
    """Return what a mention counts: its label, or where that is empty the words of its clause around it.

    6个园区全部通过复核 has its noun behind the number.
    """
    if label.indicator:
        return label.indicator
    # 义务教育阶段学校（校区）12所: a remark in brackets parts the name from its number.
    remark = _REMARK.search(text[max(floor, mention.start - 24) : mention.start])
    until = mention.start - len(remark.group()) if remark else mention.start
    start = _clause_start(text, replace(mention, start=until), floor)
    before = TIME_WORDS.sub("", text[start:until]).strip(" 　“”")
    if len(before) >= 2:
        return before[-20:]
    behind = _CLAUSE_BREAK.split(text[mention.end : mention.end + 24], maxsplit=1)[0]
    if OF_THEM.match(behind):
        return before
    return before + behind.strip(" 　“”")[:16]


def sentence_bounds(text: str, mention: Mention) -> tuple[int, int]:
    """Return where the sentence of a mention begins and ends; ；ends one too."""
    start = 0
    for match in _SENTENCE_BREAK.finditer(text, max(0, mention.start - 400), mention.start):
        start = match.end()
    end = _SENTENCE_BREAK.search(text, mention.end)
    return max(start, mention.start - 400), end.start() if end else len(text)


def _last_of(pattern: re.Pattern[str], words: str) -> re.Match[str] | None:
    """Return the last match: 同比增长3.1%、环比增长8.2% is 环比 for the second."""
    return next(iter(list(pattern.finditer(words))[::-1]), None)


def _clause_start(text: str, mention: Mention, floor: int) -> int:
    start = floor
    for match in _CLAUSE_BREAK.finditer(text, floor, mention.start):
        start = match.end()
    return start


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
    if mention.kind in {Kind.COUNT, Kind.AMOUNT} and _TOTAL_ALONE.fullmatch(TIME_WORDS.sub("", clause)):
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
