"""Lists in which each number has its name in the same place: A、B分别为x和y, or A、B x个、y个."""

import re
from dataclasses import replace

from drafting.checking.statement import TIME_WORDS, TOTAL_ALONE, Aspect, Statement
from knowledge_base.quantities.indicator_names import core

_JOINED = re.compile(r"(?:、|和|与|及|以及|，|,)[\u4e00-\u9fff]{0,2}")
_LISTED_CLOSELY = re.compile(r"、|和|与|及|以及")
_LISTED = re.compile(r"、|和|与|以及|及")
_SHORTEST_NAME = 2
#: What only says that the numbers follow, or that they rose.
_SAID = re.compile(r"同比|环比|增|减|降|提高|完成|实现|达|为|分别|较|比")
_LEVELS = re.compile(r"(?P<level>[国省市县区])[两三]?级")
_RATE = re.compile(r"(?<!增长)(?<!下降)率$")


def named_respectively(text: str, statements: list[Statement]) -> list[Statement]:
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
                    # The place in the list tells apart what has one name for all; what is said of all of them follows.
                    clause=f"{name}#{chr(ord('①') + order)}{_said_of_all(first.clause)}",
                    series=(order, len(names)) if series else None,
                )
        at = run[-1] + 1
    return done


def _said_of_all(clause: str) -> str:
    """Return what stands between 分别 and the first number: 分别|完成任务的107.5%和101.2%."""
    return clause.rpartition("分别")[2] if _is_respective(clause) else ""


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
        if not joined.fullmatch(between) or TOTAL_ALONE.fullmatch(re.sub(r"^(?:[，,、和与及]|以及)", "", between)):
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
    before = before or (_announced(text[first.sentence[0] : end], len(run)) if respectively else [])
    thing = _shared_end(before)
    if thing and len(names) == 1 and len(names[0]) >= _SHORTEST_NAME and not _SAID.search(names[0]):
        return [one.removesuffix(thing) + names[0] for one in before]  # 东区、西区企业分别为86家、54家，产值分别为…
    if before and len(names) == 1 and _RATE.search(names[0]):
        return [f"{one}{names[0]}" for one in before]  # A、B分别支出…，执行率分别为97%、98%
    return before or [first.label.indicator] * len(run)


#: 青山、柳河、东塘3个村集体经济收入分别…: how many are listed is no part of the last one's name
_COUNT_OF_LIST = re.compile(
    r"(?<=[\u4e00-\u9fff])等?(?:[0-9]+|[两二三四五六七八九十])(?:个|家|大|类|项|支|所|处|镇|村|街).*$"
)
_FIRST_OF_TIMES = re.compile(r"(?P<what>.{2,}?)第?[一二三四]")
_TIMES_ALONE = re.compile(r"(?:[一二三四]、)*[一二三四]季度")
_LIST_END = re.compile(
    r"(?:加快|持续|稳步|不断|快速|蓬勃|竞相|表现|成为|全部|均|双双|实现|保持|呈现).*$|(?:等?[0-9两二三四五六七八九十]+(?:大|个|类|项|方面|种|支|家)|等).*$"
)


def _shared_end(names: list[str]) -> str:
    """Return the longest end that several names share and that leaves something of each: 企业 of 东区企业, 西区企业."""
    ends = (names[0][at:] for at in range(1, len(names[0]) - 1)) if len(names) >= 2 else ()
    return next((end for end in ends if all(one.endswith(end) and len(one) > len(end) for one in names)), "")


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
    levels = _LEVELS.match(last)
    if len(short) >= 2 and levels is not None and all(name[-1:] in "中国省市县区" for name in short[:-1]):
        names = [*(name[-1] for name in short[:-1]), levels["level"]]  # 被市、省两级分别采用
        return [f"{name}级{last[levels.end() :]}" for name in names]
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
