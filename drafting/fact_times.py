"""The times of plain facts: which fact a value of last period belongs to, and what a fact says of its own time."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from drafting.change_words import names_target
from drafting.checking.statement import TIME_WORDS, Aspect, Statement
from drafting.figure import Figure
from knowledge_base.quantities.labels import similarity
from knowledge_base.quantities.mention import Kind, Mention

_SAME_INDICATOR = 0.75
_LONG_NAME = 4
_OWNED = frozenset({Kind.COUNT, Kind.AMOUNT, Kind.PERCENT, Kind.RANGE})
_LAST_WORDS = re.compile(r"去年|上年度?|前年|同期|同比|[为是有达]|[（(，,、]")
_MOVED = re.compile(
    r"[比较](?:上年|去年)(?:同期|度)?(?P<word>前移|上升|提升|前进|进位|跃升|晋升|后移|下降|下滑|后退)(?:了)?$"
)
_FELL = frozenset({"后移", "下降", "下滑", "后退"})
_OF_LAST = re.compile(r"去年|上年|前年|同期")
_LAST_RANK = re.compile(r"[（(，,](?:上年|去年)(?:同期|度)?(?:为|是|排名|排|列|居|位居|位列)?$")
_TOGETHER = re.compile(r"合计|共计|总计")


def scope_of(statement: Statement) -> str:
    """Return the time that a fact speaks of as a 口径, ``""`` for the report's own."""
    ruler = statement.ruler
    if ruler is None:
        return "上年" if statement.label.of_last_period else "全年" if statement.frame.whole else ""
    if statement.label.of_last_period and re.search(r"[年期]初", statement.clause):
        return "上年"  # 年初存量1860亩 is what last year left
    if "全年" in statement.clause and not statement.frame.whole:
        return ""  # 上半年新增26家，全年计划50家
    until = ruler.date.end_year if ruler.date is not None else None
    if until is not None and statement.aspect is Aspect.LEVEL and statement.direction:
        return f"{until}年"  # 2020年至2024年由210家增至440家
    # 2023 alone, in 2023全国…大会, is a year only together with its 年.
    bare = re.fullmatch(r"[0-9]{4}", ruler.text)
    if statement.frame.until is not None and ruler.text[-1] not in "底末":
        return f"截至{ruler.text}"
    whole = "全年" if statement.frame.whole and not statement.frame.loose else ""
    return (f"{ruler.text}年" if bare else ruler.text) + whole


def owner_of_previous(
    sentence: str, statement: Statement, figures: Sequence[Figure], first: int, *, listed: bool
) -> int | None:
    """Return the place of the figure whose last-period value a number is, or None where it is a fact of its own.

    ``first`` is where the figures of its sentence begin; ``listed`` tells that the number before it in a list is such a
    value: 去年同期70家、98个.
    """
    label, mention = statement.label, statement.mention
    label = replace(label, indicator=re.sub(r"^上(?:一?届|次|一?轮)", "", label.indicator))  # 上届|代表队32支
    statement = replace(statement, label=label)
    if not (label.of_last_period or listed) or mention.kind not in _OWNED:
        return None
    bracketed = _in_brackets(sentence, mention.start)
    ruler = statement.ruler.text if statement.ruler is not None else ""
    part = _LAST_WORDS.sub("", ruler) if _OF_LAST.search(ruler) else ""
    open_ones = [
        place
        for place in range(first if bracketed else 0, len(figures))
        if figures[place].previous is None
        and figures[place].value.unit_class == mention.unit_class
        and figures[place].scope != "上年"
        # 去年6月3.96亿元 is no value of a May
        and (not part or not figures[place].scope or figures[place].scope.endswith(part))
    ]
    own = [place for place in open_ones if place >= first]
    if (
        _names_nothing(statement)
        or (listed and not statement.label.indicator.strip())
        or (listed and _bare_list(statement))
    ):
        # 走访企业86家，解决问题132个，去年同期70家、98个: each is of the first that has its measure.
        named = [place for place in own if not names_target(figures[place].name)]
        told = [place for place in named if part and figures[place].scope.endswith(part)]
        respectively = "#" in statement.clause  # 博士21人、硕士187人，上年分别为15人、160人
        beside = bool(own) and own[-1] == len(figures) - 1
        if beside and not listed and not respectively:
            named = named[-1:]  # 走访企业86家，帮扶企业12家，去年同期9家
        if told or named:
            return (told or named)[0]
        if listed:
            return None
    exact = [place for place in open_ones if figures[place].name == label.indicator]
    exact += [place for place in open_ones if label.indicator and figures[place].name.startswith(label.indicator)]
    exact.sort(key=lambda place: place < first)  # its own sentence names it first
    alike = [place for place in open_ones if label.indicator and label.indicator in figures[place].name]
    if not exact and len(alike) > 1 and _TOGETHER.search(statement.clause):
        return None  # 三大产业上年同期产值合计153亿元 is of no one of them
    for place in [*exact, *reversed(open_ones)]:
        figure = figures[place]
        if not label.indicator and not bracketed and names_target(figure.name):
            continue  # 收入13.86亿元；年初预算15.2亿元；上年同期12.94亿元: last year's is the income's
        if not label.indicator or _is_one(label.indicator, figure.name):
            return place
        if bracketed and place == len(figures) - 1:
            return place
    return None


def rank_before(sentence: str, mention: Mention, figures: Sequence[Figure], first: int) -> int | None:
    """Return the place of the rank whose last-period value ``mention`` is: 排名第4位（上年第7位）."""
    ranks = {Kind.ORDINAL, Kind.IMPLICIT_CLAIM}  # 全市第1名 reads as a claim
    if mention.kind not in ranks or len(figures) <= first or not _LAST_RANK.search(sentence[: mention.start]):
        return None
    value = figures[-1].value
    same = value.unit == mention.unit or {value.unit, mention.unit} <= {"位", "名"}
    return len(figures) - 1 if value.kind in ranks and same else None


def moved_rank(statement: Statement, ranked: Figure | None) -> Figure | None:
    """Return a rank with last period's, where the number behind it says how far it has moved: 第27位，较上年提升4位."""
    moved = _MOVED.search(statement.clause)
    if moved is None or ranked is None or ranked.value.kind not in {Kind.ORDINAL, Kind.IMPLICIT_CLAIM}:
        return None
    places, rank = statement.mention.value, ranked.value.value
    if statement.mention.unit not in {"位", "名"} or ranked.previous is not None:
        return None
    if not isinstance(places, Decimal) or not isinstance(rank, Decimal):
        return None
    before = rank + places if moved["word"] not in _FELL else rank - places
    text = f"第{before}{statement.mention.unit}"
    return replace(
        ranked, previous=replace(ranked.value, kind=Kind.ORDINAL, value=before, text=text), previous_text=text
    )


def _names_nothing(statement: Statement) -> bool:
    return "#" in statement.clause or not _LAST_WORDS.sub("", TIME_WORDS.sub("", statement.clause)).strip()


def _bare_list(statement: Statement) -> bool:
    """Tell whether a number of a list has no name of its own: the 98个 of 去年同期70家、98个."""
    return not re.split(r"[、，和]", statement.clause)[-1].strip()


def _is_one(label: str, name: str) -> bool:
    """Tell whether a label names a figure, in full, by its verb or its noun alone, or with more: 上年新建5家, 党代会|出席代表."""
    held = (len(label) >= 2 and label in name) or (len(name) >= _LONG_NAME and label.endswith(name))
    return similarity(label, name) >= _SAME_INDICATOR or held


def _in_brackets(sentence: str, at: int) -> bool:
    before = sentence[:at]
    return sum(before.count(mark) for mark in "（(") > sum(before.count(mark) for mark in "）)")
