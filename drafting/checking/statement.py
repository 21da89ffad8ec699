"""A mention in its context: what its words say that it counts, for which time, and as what (level, change, share …)."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from drafting.checking.time_frame import TimeFrame
from knowledge_base.quantities.labels import OF_THEM
from knowledge_base.quantities.mention import Label, Mention


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
#: 累计达170名 sums up what came before it.
TOTAL_ALONE = re.compile(
    r"(?:[两二三四五六]者|[两二三四五六]项(?:[\u4e00-\u9fff]{2,4})?)?(?:共计|合计|总计|一共|总共|累计|共|总数|相加)(?:达到?|为|有|是)?"
)
_REMARK = re.compile(r"[（(][^（()）]{1,20}[）)]$")
#: Words that say when and nothing of what.
TIME_WORDS = re.compile(
    r"今年度?|去年度?|上年度?|前年度?|上届|上次|上一?轮|年[初末]|同期|当年|年内|当月|本月|本年度?|全年度?|[上下]半年|[0-9]{4}年(?:度|[底末初])?|[0-9]{1,2}(?:[—–－\-~～至到]{1,2}[0-9]{1,2})?月(?:份|[底末初])?|第?[一二三四]季度|以来|截至|目前"
)


def start_is_framed(statement: Statement) -> bool:
    """Tell whether the time stands behind 由: 2025年由9次增至11次 says nothing of when it was 9."""
    start = re.split(r"由|从", statement.clause)[-1]
    return statement.framed and (statement.ruler is None or statement.ruler.text in start)


def subject_of(text: str, mention: Mention, label: Label, floor: int = 0) -> str:
    """Return what a mention counts: its label, or where that is empty the words of its clause around it.

    6个园区全部通过复核 has its noun behind the number.
    """
    if label.indicator:
        return label.indicator
    # 义务教育阶段学校（校区）12所: a remark in brackets parts the name from its number.
    remark = _REMARK.search(text[max(floor, mention.start - 24) : mention.start])
    until = mention.start - len(remark.group()) if remark else mention.start
    start = clause_start(text, replace(mention, start=until), floor)
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


def clause_start(text: str, mention: Mention, floor: int) -> int:
    """Return where the clause of a mention begins, not before ``floor``."""
    start = floor
    for match in _CLAUSE_BREAK.finditer(text, floor, mention.start):
        start = match.end()
    return start
