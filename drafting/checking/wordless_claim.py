"""Claims about supplied values that are made in words alone: 较上年有所增加, 超额完成600亩的任务."""

import re
from collections.abc import Iterator, Sequence

from drafting.checking.derived import Bound, exact_value
from drafting.checking.known import Indicator, Known
from drafting.checking.statement import Aspect
from drafting.checking.wording import quoted
from knowledge_base.report import Period

_CHANGED = re.compile(
    r"^[，,、（(]?(?:同比|[较比](?:上年|去年)(?:同期|度)?)(?:有所|略有|略|稳步|明显|显著|大幅度?|小幅|持续|稳中有|进一步|均|呈|实现|保持)*"
    r"(?P<word>增长|增加|上升|提高|提升|上涨|下降|减少|降低|回落|下滑|持平)(?![0-9０-９一二两三四五六七八九十百近约超])"
)
_DOWN = frozenset({"下降", "减少", "降低", "回落", "下滑"})
_MORE_THAN_DONE = re.compile(r"超额完成|超额实现|超出(?:年度|年初|预定)?(?:目标|任务|计划)")
#: 已完成投资4.2亿元 says how much, 已完成年度任务 that all is done.
_DONE = re.compile(r"(?:圆满|全面|如期|提前|顺利|按期|较好)完成|已完成(?=(?:全年|年度|年初|既定)?(?:目标|任务|计划))")
_TARGET = re.compile(r"目标|任务|计划|指标")


def wordless_changes(text: str, bound: Sequence[Bound]) -> Iterator[tuple[int, int, str]]:
    """Yield the span of each change told without a number that goes another way than the data, with the reason."""
    for one in bound:
        said = _CHANGED.match(text[one.statement.mention.end : one.statement.sentence[1]])
        last, now = one.indicator.last, one.known
        if said is None or last is None or now is last or one.indicator.change or now.frame.offset not in {0, None}:
            continue
        new, old = exact_value(now.mention), exact_value(last.mention)
        if new is None or old is None:
            continue
        way = "level" if said["word"] == "持平" else "down" if said["word"] in _DOWN else "up"
        if way != ("level" if new == old else "down" if new < old else "up"):
            start = one.statement.mention.end + said.start("word")
            reason = f"{quoted(one.indicator.name)}本期{now.text}、上年{last.text}，不是“{said['word']}”"
            yield start, start + len(said["word"]), reason


def unmet_targets(
    text: str, bound: Sequence[Bound], supplied: Sequence[Indicator] = ()
) -> Iterator[tuple[int, int, str]]:
    """Yield the span of each 超额完成 or 圆满完成 whose sentence states less done than its target, with the reason.

    Of ``supplied`` is the target where the sentence does not state it.
    """
    by_sentence: dict[tuple[int, int], list[Bound]] = {}
    for one in bound:
        if one.statement.aspect is Aspect.LEVEL and not one.indicator.change:
            by_sentence.setdefault(one.statement.sentence, []).append(one)
    for (start, end), stated in by_sentence.items():
        more = _MORE_THAN_DONE.search(text, start, end)
        claim = more or _DONE.search(text, start, end)
        pair = _done_and_target(stated) or (_target_told_with(stated, supplied) if more is not None else None)
        if claim is None or pair is None:
            continue
        done, target = pair
        real, aim = exact_value(done.mention), exact_value(target.mention)
        if real is None or aim is None:
            continue
        if real < aim or (more is not None and real == aim):
            reason = f"{quoted(done.name)}为{done.text}，{quoted(target.name)}为{target.text}"
            yield claim.start(), claim.end(), reason


def _done_and_target(stated: Sequence[Bound]) -> tuple[Known, Known] | None:
    """Return what was done and its target, where the sentence states just the two of one measure."""
    targets = [one for one in stated if _TARGET.search(one.indicator.name)]
    if len(targets) != 1:
        return None
    target = targets[0]
    thing = _TARGET.sub("", target.indicator.name)
    done = [
        one
        for one in stated
        if one is not target
        and one.indicator.unit_class == target.indicator.unit_class
        and (one.indicator.name in thing or thing in one.indicator.name)
    ]
    return (done[0].known, target.known) if len(done) == 1 else None


def _target_told_with(stated: Sequence[Bound], supplied: Sequence[Indicator]) -> tuple[Known, Known] | None:
    """Return what was done and the target that the facts give beside it."""
    for one in stated:
        aims = [
            known
            for indicator in supplied
            if _TARGET.search(indicator.name) and indicator.unit_class == one.indicator.unit_class
            for known in indicator.values
            if known.is_told_with(one.known) and known is not one.known
        ]
        if len(aims) == 1 and one.statement.mention.unit_class == aims[0].mention.unit_class:
            return one.known, aims[0]
    return None


_ENDED = re.compile(
    r"(?P<name>[“《][^”》\n]{2,20}[”》]|[\u4e00-\u9fff]{4,16}(?:行动|活动|整治|攻坚))[^。；\n]{0,40}?(?P<year>20[0-9]{2})年(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日|[底末])?(?:全面|已经?|正式)?(?:结束|收官|完成)"
)
_UNDER_WAY = re.compile(r"正在|正(?:深入|全面|有序|加紧)|当前|目前|持续(?:深入)?(?:开展|推进)|深入开展")
_OVER = re.compile(r"结束|收官|成果|巩固|回顾|圆满|以来|总结")


def ended_activities(text: str, wording: str, period: Period | None) -> Iterator[tuple[int, int, str]]:
    """Yield the span of each activity told as under way that the supplied wording says ended before the report's period."""
    for ended in _ENDED.finditer(wording):
        at = text.find(ended["name"].strip("“”《》"))
        if period is None or int(ended["year"]) >= period.year or at < 0:
            continue
        start = max(text.rfind(mark, 0, at) for mark in "。；\n") + 1
        sentence = re.split(r"[。；\n]", text[start:], maxsplit=1)[0]
        if _UNDER_WAY.search(sentence) and not _OVER.search(sentence):
            name = ended["name"].strip("“”《》")
            yield at, at + len(name), f"所提供的材料写明{ended['year']}年已经结束，请核对是否为往年提法"
