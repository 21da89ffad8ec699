"""A statement against the supplied values of the indicator it is bound to: value, hedge, time, direction."""

import re
from dataclasses import replace
from fractions import Fraction

from drafting.change_words import TARGET_WORDS
from drafting.checking.agreement import Agreement, agreement
from drafting.checking.derived import Derived
from drafting.checking.finding import Verdict
from drafting.checking.known import Indicator, Known
from drafting.checking.measure import unit_factor
from drafting.checking.statement import Aspect, Statement, start_is_framed
from drafting.checking.time_frame import LAST
from knowledge_base.quantities.mention import Hedge, Kind, Mention


def compare(statement: Statement, known: Known, indicator: Indicator) -> Agreement:
    """Return whether a statement agrees with a supplied value of the indicator it is bound to."""
    stated, supplied = statement.mention, known.mention
    if indicator.change:
        if not signs_agree(statement, known, indicator):
            return Agreement(Verdict.FAIL, "方向相反")
        if _comparisons_differ(statement, known):
            return Agreement(Verdict.FAIL, "同比与环比不是一回事")
        stated, supplied = _absolute(stated), _absolute(supplied)
    factor = unit_factor(stated.unit_class, supplied.unit_class)
    if factor is not None and stated.unit_class != supplied.unit_class:
        stated = _scaled(stated, Fraction(*factor))
    if counted_anew(stated.unit, supplied.unit):
        return Agreement(Verdict.FAIL, f"{supplied.unit}与{stated.unit}不是一回事")
    if _PLANNED.search(known.name) and _HAPPENED.search(statement.clause) and not _PLANNED.search(statement.clause):
        return Agreement(Verdict.WARN, "数据是计划数，不是已完成的数")
    if (
        _TARGET_FACT.search(known.context)
        and "实际" in statement.clause
        and agreement(stated, supplied).verdict is Verdict.PASS
    ):
        return Agreement(Verdict.FAIL, "这是目标数，不是实际完成的数")
    if _GROWN_BY.search(known.context.partition("…")[0]) and _GROWN_TO.search(statement.clause):
        return Agreement(Verdict.FAIL, "这是新增的数，不是增加后的总数")
    if ("工作日" in stated.unit) != ("工作日" in supplied.unit) and agreement(stated, supplied).verdict is Verdict.PASS:
        return Agreement(Verdict.WARN, "工作日与自然日不同")
    if (stated.kind is Kind.PERCENTAGE_POINT) != (supplied.kind is Kind.PERCENTAGE_POINT):
        return Agreement(Verdict.FAIL, "百分点与百分数不是一回事")
    outcome = agreement(stated, supplied)
    aimed = _AIM.search(known.name) and not _SPEAKS_OF_AIMS.search(f"{statement.clause}{statement.after[:8]}")
    firm = supplied.hedge is Hedge.EXACT and not indicator.change and "达到" not in statement.clause
    if outcome.verdict is Verdict.PASS and aimed and firm:
        return Agreement(Verdict.WARN, "数据是目标数，不是已完成的数")
    return outcome


#: What is visited or served may be counted again each time: 320家次 are fewer 家. 批 and 批次 are one.
_PLANNED = re.compile(r"^(?:计划|预计|拟|力争|目标)")
_TARGET_FACT = re.compile(r"^[^，,；;]*(?:目标|任务|计划)[：:]")
_AIM = re.compile(r"^(?:年度|全年|年初)?目标(?=.)|(?:年度|全年|年初)?目标(?:数|值)?$")
_SPEAKS_OF_AIMS = re.compile(rf"{TARGET_WORDS}|力争|确保|争取|计划|预计|应|安排|下达|明确|列入|共|总|概算|#")
_GROWN_BY = re.compile(r"(?:新增|净增|增加|新建)(?:了|约)?$")
_GROWN_TO = re.compile(r"(?:增加|增|扩大|上升|提高|壮大|扩充|增长)(?:到|至)了?$")
_HAPPENED = re.compile(r"已|实际|完成了|共")
_OWN_WORDS = re.compile(r"[0-9０-９][^、]*、")
#: Above this the facts say it in the same words.
_SAME_WORDS = 0.8
_COUNTED_ANEW = frozenset({"家", "户", "辆", "架", "艘", "人"})


def counted_anew(one: str, other: str) -> bool:
    """Tell whether of two measure words one counts again what comes again: 家 and 家次, but not 批 and 批次."""
    short, long = sorted((one, other), key=len)
    return short in _COUNTED_ANEW and long == short + "次"


def values_at(indicator: Indicator, statement: Statement) -> list[Known]:
    """Return the values of an indicator for the time a statement speaks of."""
    listed = _of_series(indicator, statement)
    if listed is not None:
        return [listed]
    frame = LAST if statement.aspect is Aspect.START and not start_is_framed(statement) else statement.frame
    if statement.aspect is Aspect.LEVEL and statement.direction and not statement.framed:
        frame = replace(frame, offset=0)  # 由…增至50家 is this period's
    if statement.aspect is Aspect.START and not start_is_framed(statement) and indicator.last is None:
        # 由98家增至151家 in a paragraph on five years says no year of its own.
        return [known for known in indicator.values if not known.past_report and (known.frame.offset or 0) < 0]
    return [
        known
        for known in indicator.values
        # 五年来…1.8万人 is not 今年…1.8万人, though the latter states no part of a year.
        if not known.past_report
        and known.frame.agrees(frame)
        and not (statement.framed and known.frame.years != frame.years and known.frame.years)
    ]


def longest_at(indicator: Indicator, statement: Statement) -> Known | None:
    """Return, where a statement says no time and the data give several parts of the year, the value of the longest: 1-9月 of 9月 and 1-9月."""
    spans = {
        span: known
        for known in indicator.values
        if known.frame.offset in {0, None} and (span := known.frame.month_span) is not None
    }
    if statement.framed or len(spans) < 2:
        return None
    longest = max(spans, key=lambda span: span[1] - span[0])
    return spans[longest] if all(longest[0] <= first and last <= longest[1] for first, last in spans) else None


def _of_series(indicator: Indicator, statement: Statement) -> Known | None:
    """Return the value that stands in the statement's place where several times are listed in their order."""
    values = [known for known in indicator.values if not known.past_report and known.frame.offset is not None]
    if statement.series is None or len(values) < statement.series[1]:
        return None
    order, count = statement.series
    in_order = sorted(values, key=lambda known: (known.frame.offset or 0, known.frame.month_span or (0, 0)))
    moments = {(known.frame.offset, known.frame.month_span) for known in values}
    return in_order[-count:][order] if len(moments) == len(values) else None


def best_in_context(values: list[Known], statement: Statement) -> list[Known]:
    """Return, of several values that facts give one name, those whose words are most like the statement's.

    新增企业4家，总数35家 names one thing twice; the words around tell which is which.
    """
    if len(values) < 2 or not all(known.context for known in values):
        return values
    words = f"{statement.clause}…{statement.after[:8]}"
    if not any(_shared_pairs(words, known.context) > _SAME_WORDS for known in values):
        own = _OWN_WORDS.split(statement.clause)[-1]  # 新开通线路2条、优化3条
        words = f"{own or statement.clause}…{statement.after[:8]}"
    regular = "每" in statement.clause
    scored = [
        # 每季度1次，全年4次: how often is one thing, how often in all another
        (
            (
                known.frame.whole == statement.frame.whole,
                ("每" in known.context) == regular,
                _shared_pairs(words, known.context),
            ),
            known,
        )
        for known in values
    ]
    most = max(score for score, _ in scored)
    return [known for score, known in scored if score == most]


def _shared_pairs(one: str, other: str) -> float:
    left = {one[at : at + 2] for at in range(len(one) - 1)}
    right = {other[at : at + 2] for at in range(len(other) - 1)}
    return len(left & right) / len(left | right) if left | right else 0.0


def other_time(statement: Statement, indicator: Indicator) -> Known | None:
    """Return the value of another time that a statement has: last year's, of an earlier report."""
    fitting = {id(known) for known in values_at(indicator, statement)}
    return next(
        (
            known
            for known in indicator.values
            if id(known) not in fitting and is_equal(statement.mention, known.mention)
        ),
        None,
    )


def is_equal(stated: Mention, supplied: Mention) -> bool:
    """Tell whether two mentions have one value, whatever its sign."""
    return (
        stated.value is not None
        and supplied.value is not None
        and abs(stated.value) == abs(supplied.value)
        and stated.high == supplied.high
    )


def signs_agree(statement: Statement, known: Known, indicator: Indicator) -> bool:
    """Tell whether a stated change goes the way of the supplied one; 增速-3.2% is 下降3.2%."""
    said = statement.direction
    if statement.mention.value is not None and statement.mention.value < 0:
        said = "up" if said == "down" else "down"
    true = indicator.direction or "up"
    if known.mention.value is not None and known.mention.value < 0:
        true = "up" if true == "down" and indicator.direction else "down"
    return not said or said == true


def _comparisons_differ(statement: Statement, known: Known) -> bool:
    return ("环比" in statement.comparison and "环比" not in known.name) or (
        "同比" in statement.comparison and "环比" in known.name
    )


def direction_agrees(statement: Statement, derived: Derived) -> bool:
    """Tell whether a stated change goes the way that the operands give."""
    return not derived.direction or not statement.direction or statement.direction == derived.direction


def _absolute(mention: Mention) -> Mention:
    value = mention.value
    if value is None:
        return mention
    return replace(mention, value=-value if value < 0 else value)


def _scaled(mention: Mention, factor: Fraction) -> Mention:
    assert mention.value is not None  # noqa: S101  (only measures have a conversion)
    high = Fraction(mention.high) * factor if mention.high is not None else None
    return replace(mention, value=Fraction(mention.value) * factor, high=high)
