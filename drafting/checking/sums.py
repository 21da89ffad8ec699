"""Sums: of the parts that a text states, of those that it names, and of all kinds of one thing that are supplied."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from drafting.checking.binding import SURE, Binder
from drafting.checking.comparison import counted_anew
from drafting.checking.derived import Bound, Derived, exact_value, total_of, with_unit
from drafting.checking.known import Indicator, Known
from drafting.checking.measure import same_unit
from drafting.checking.parts import DEGREES
from drafting.checking.same_thing import plain_name
from drafting.checking.statement import TOTAL_ALONE, Aspect, Statement
from drafting.checking.supplied_values import all_now
from drafting.checking.wording import quoted
from knowledge_base.quantities.indicator_names import core, split_verb
from knowledge_base.quantities.mention import Hedge, Kind
from knowledge_base.quantities.units import comparable

_LIST = re.compile(r"[\u4e00-\u9fff”](?:、|和|与|及)[\u4e00-\u9fff“]")
_EACH_OF = re.compile(
    r"(?P<list>[^，,。；：]*[\u4e00-\u9fff”](?:、|和|与|及)[^，,。；：]*?)各(?:有|开展|举办|组织|召开)?$"
)
_NUMERALS = "〇一两三四五六"
_SO_MANY = re.compile(r"(?P<many>[两三四五六])(?:大?类|项|者|种)")
_SO_MANY_YEARS = re.compile(r"(?P<many>[两三四五六])年(?:来|以来|间)?(?:累计|共|合计|总共)")
_MEMBERS = re.compile(r"、|和|与|及")
_NUMBERED = re.compile(r"[0-9０-９]")
_ADDABLE = frozenset({Kind.COUNT, Kind.AMOUNT})
#: With more figures of one measure some two of them add up to almost anything.
_MOST_SUMMED = 6
_ALL_KINDS = re.compile(r"各类|各项|各种|各级")
_OPEN_ENDED = frozenset({Hedge.OVER, Hedge.AT_LEAST, Hedge.AT_MOST})
_COMES_AND_GOES = re.compile(r"新增|新建|新发展|注销|淘汰|减少|退出|转出|转入|其中|上年|撤销|岁|学历|以上|以下")
#: 排查各类隐患 counts 一般隐患 and 重大隐患.
_OF_ALL_KINDS = re.compile(r"^.*(?:各类|各项|各种|各级|各式)")
_TWO_NOUNS = 4
#: 国有公司合计实现|营业收入
_SUMMED = re.compile(r"^.*(?:合计|共计|总计|累计)(?:实现|完成|达到?)?(?=..)")
_LEVELS = ("国家级", "中央级", "国家", "中央", "省级", "市级", "县级")
_LEVELS_FROM = re.compile(r"(?P<from>省级|市级|县级)(?:及|或)?以上")
_BOTH_KINDS = re.compile(r"专兼职(?P<thing>.{2,})")
_FORM = re.compile(r"第[一二三四]种形态")


def sums(
    statement: Statement, before: Sequence[Bound], binder: Binder, nearby: Sequence[Bound] = ()
) -> Iterator[Derived]:
    """Yield what a total may be the sum of: what it names, or what was spoken of before it, in ``nearby`` before its sentence."""
    earlier = [
        bound.known
        for bound in before
        if bound.statement.aspect is Aspect.LEVEL and same_unit(statement, bound.indicator)
    ]
    named = [
        known
        for known in all_now(binder)
        if len(known.name) >= 2
        and _is_listed(known.name, statement.clause)
        and comparable(known.mention.unit_class, statement.mention.unit_class)
    ]
    # 培训主要负责人和安全管理人员528人 lists no 培训528人
    named = [known for known in named if not _is_total_of(known, named, statement.clause)]
    # 党工委会议、主任办公会合计55场 lists no 会议 of its own
    named = [known for known in named if not any(known.name in one.name for one in named if one is not known)]
    yield from _each_of_a_list(statement, before)
    # 参会326人，表彰优秀党员20名、党务工作者8名，合计28名: the last of them, or all.
    runs = [earlier[-count:] for count in range(len(earlier), 1, -1)]
    if statement.mention.hedge in _OPEN_ENDED and not TOTAL_ALONE.fullmatch(statement.clause):
        runs = []  # 专精特新企业总数超过40家 is easily less than what else was spoken of
    said = _SO_MANY.search(statement.clause)
    if said is not None:  # 党工委会议18次；主任办公会议22次、专题会议9次，三类会议合计49次
        wider = [
            bound.known
            for bound in (*nearby, *before)
            if bound.statement.aspect is Aspect.LEVEL and same_unit(statement, bound.indicator)
        ]
        runs.append(wider[-_NUMERALS.index(said["many"]) :])
    for parts in (named, *runs) if len(named) > 1 else runs:
        total = total_of(part.mention for part in parts)
        if len(parts) < 2 or total is None:
            continue
        how = "、".join(part.shown for part in parts)
        yield Derived(total, how, with_unit(total, statement.mention.unit), tuple(part.figure_id for part in parts))


def _is_total_of(total: Known, parts: Sequence[Known], clause: str) -> bool:
    """Tell whether what opens a clause is itself the sum of the others that it lists."""
    others = total_of(one.mention for one in parts if one is not total)
    return core(clause).startswith(total.name) and others == exact_value(total.mention)


def _each_of_a_list(statement: Statement, before: Sequence[Bound]) -> Iterator[Derived]:
    """宪法宣讲、禁毒宣讲各6场，共12场: the number that each has, as often as the list has members."""
    for bound in before[-1:]:
        each = _EACH_OF.search(bound.statement.clause)
        value = exact_value(bound.known.mention)
        if each is None or value is None or not same_unit(statement, bound.indicator):
            continue
        members = len(_MEMBERS.split(each["list"]))
        how = f"{quoted(bound.known.name)}等{members}项各{bound.known.text}"
        total = value * members
        yield Derived(total, how, with_unit(total, statement.mention.unit), (bound.known.figure_id,))


def is_list(clause: str) -> bool:
    """Tell whether a clause lists names and no number yet: 先锋岗、责任区 51个, but not 党总支5个、党支部 53个."""
    return _LIST.search(clause) is not None and not _NUMBERED.search(clause)


def _is_listed(name: str, clause: str) -> bool:
    """Tell whether a clause names an indicator, in full or with its noun given once for all: 国有、民营、外资企业."""
    if name in clause or plain_name(name) in plain_name(clause):
        return True
    ends = clause.rstrip("共计合总有为")
    for at in range(2, len(name) - 1):  # 涉密和非涉密计算机
        stem, head = name[:at], name[at:]
        if ends.endswith(head) and re.search(rf"{re.escape(stem)}(?:、|和|与|及|等)", clause):
            return True
    return False


def sum_of_stated(total: Statement, parts: Sequence[Statement]) -> Derived | None:
    """Return the sum of the parts that the text states; each part is traced by itself."""
    value, said = total_of(part.mention for part in parts), exact_value(total.mention)
    if value is None:
        return None
    for count in range(2, len(parts)):  # 共40件，其中建议17件、提案23件，列入督办6件
        if said is not None and total_of(part.mention for part in parts[:count]) == said:
            parts, value = parts[:count], said
            break
    how = "所列各项" + "、".join(part.mention.text for part in parts) + "相加"
    return Derived(value, how, with_unit(value, total.mention.unit), ())


def spans_summed(statement: Statement, binder: Binder) -> Derived | None:
    """Return the sum of an indicator over the time stated that is supplied by its parts: 上半年6期 and 下半年8期 make 14期.

    Without a part of the year stated it is the year's.
    """
    if statement.frame.until is not None or statement.frame.offset not in {0, None}:
        return None
    of_report = (1, 12) if statement.frame.whole else {1: (1, 6), 2: (7, 12)}.get(binder.half or 0, (1, 12))
    first, last = statement.frame.month_span or of_report
    for candidate in binder.candidates(statement):
        indicator = candidate.indicator
        if indicator.change or not same_unit(statement, indicator):
            continue
        spans = {
            span: known
            for known in indicator.values
            if known.frame.offset in {0, None}
            and ((span := known.frame.month_span) is None or first <= span[0] <= span[1] <= last)
        }
        months = [month for span in spans if span is not None for month in range(span[0], span[1] + 1)]
        value = total_of(known.mention for known in spans.values())
        if any(counted_anew(statement.mention.unit, known.mention.unit) for known in spans.values()):
            continue  # 213家 are no 213家次
        if None in spans or sorted(months) != list(range(first, last + 1)) or value is None:
            continue
        how = f"{quoted(indicator.name)}" + "、".join(known.text for known in spans.values()) + "相加"
        ids = tuple(known.figure_id for known in spans.values())
        return Derived(value, how, with_unit(value, statement.mention.unit), ids)
    return None


def years_summed(statement: Statement, binder: Binder) -> Derived | None:
    """Return the sum of an indicator over as many years as are stated, each supplied: 三年累计新增绿地8.4公顷."""
    said = _SO_MANY_YEARS.search(statement.clause)
    count = _NUMERALS.index(said["many"]) if said is not None else 0
    for candidate in binder.candidates(statement) if count >= 2 else ():
        indicator = candidate.indicator
        by_year = {known.frame.offset: known for known in indicator.values if not known.past_report}
        told = [by_year.get(-back) for back in range(count)]
        value = total_of(known.mention if known is not None else None for known in told)
        if indicator.change or not same_unit(statement, indicator) or value is None:
            continue
        how = f"{quoted(indicator.name)}" + "、".join(known.text for known in told if known is not None) + "相加"
        ids = tuple(known.figure_id for known in told if known is not None)
        return Derived(value, how, with_unit(value, statement.mention.unit), ids)
    return None


def named_parts(statement: Statement, binder: Binder) -> Derived | None:
    """Return the sum of all indicators that are kinds of what is counted: 男党员 and 女党员 of 党员.

    There must be two or more, none may be that thing itself, and 新增企业 and 注销企业 are no parts of 企业.
    """
    head = _SUMMED.sub("", statement.label.indicator) or statement.label.indicator
    if len(head) < 2 or statement.mention.kind not in _ADDABLE:
        return None
    parts = [known for indicator in binder.indicators if (known := _kind_of(head, indicator, statement)) is not None]
    degrees = DEGREES.search(head)
    if degrees is not None:
        wanted: tuple[str, ...] = ("博士", "硕士", "本科") if degrees["from"] == "本科" else ("博士", "硕士")
        parts = [
            known
            for indicator in binder.indicators
            if any(word in indicator.name for word in wanted) and "以上" not in indicator.name
            if same_unit(statement, indicator) and not indicator.change and (known := indicator.now) is not None
        ]
        parts = parts if len(parts) == len(wanted) else []
    levels = _LEVELS_FROM.search(head)
    if levels is not None:  # 市级以上媒体用稿 are 中央级, 省级 and 市级媒体用稿
        wanted = _LEVELS[: _LEVELS.index(levels["from"]) + 1]
        thing = head[levels.end() :]
        parts = [
            known
            for indicator in binder.indicators
            if indicator.name.startswith(wanted) and indicator.name.endswith(thing[-2:])
            if same_unit(statement, indicator) and not indicator.change and (known := indicator.now) is not None
        ]
    both = _BOTH_KINDS.search(head)
    if both is not None:  # 专兼职网格员 are 专职网格员 and 兼职网格员
        parts = [
            known
            for indicator in binder.indicators
            if indicator.core.endswith(tuple(f"{kind}职{both['thing']}" for kind in "专兼"))
            if same_unit(statement, indicator) and (known := indicator.now) is not None
        ]
    if "四种形态" in statement.clause:
        parts = [
            known
            for indicator in binder.indicators
            if _FORM.search(indicator.name) and same_unit(statement, indicator) and (known := indicator.now) is not None
        ]
    if len(parts) < 2 or _ALL_KINDS.search(statement.clause):
        parts = _kinds_stated_together(head, statement, binder) or parts
    value = total_of(part.mention for part in parts)
    if len(parts) < 2 or value is None:
        return None
    # What is stated apart and not called a total may be of two kinds, and 超过2000人 is easily more than one of them.
    apart = len({part.together for part in parts if part.together}) > 1
    if apart and statement.mention.hedge in _OPEN_ENDED:
        return None
    if not _ALL_KINDS.search(statement.clause) and any(
        one.score >= SURE
        and same_unit(statement, one.indicator)
        and one.indicator.now is not None
        and not holds_higher_levels(head, one.indicator.name)
        for one in binder.named(head)
    ):
        return None
    how = "、".join(part.shown for part in parts) + "相加"
    return Derived(value, how, with_unit(value, statement.mention.unit), tuple(part.figure_id for part in parts))


def holds_higher_levels(label: str, name: str) -> bool:
    """Tell whether a label counts 市级 and above where an indicator is of one level alone."""
    return _LEVELS_FROM.search(label) is not None and _LEVELS_FROM.search(name) is None


def undeclared_sum(statement: Statement, binder: Binder) -> Derived | None:
    """Return two figures, or all of them, that add up to a number which nothing declares to be their sum: a person decides."""
    said = exact_value(statement.mention)
    alike = [
        known
        for indicator in binder.indicators
        if not indicator.change and indicator.unit_class == statement.mention.unit_class
        if (known := indicator.now) is not None and exact_value(known.mention) is not None
    ]
    if said is None or statement.mention.kind not in _ADDABLE or not 2 <= len(alike) <= _MOST_SUMMED:
        return None
    for parts in (*combinations(alike, 2), tuple(alike)):
        total = sum((Fraction(known.mention.value or 0) for known in parts), Fraction(0))
        if total == said:
            how = "、".join(part.shown for part in parts)
            return Derived(total, how, statement.mention.text, tuple(part.figure_id for part in parts))
    return None


def _kinds_stated_together(head: str, statement: Statement, binder: Binder) -> list[Known]:
    """Return the facts of one sentence that are of one noun and measure: 综合应急演练3场、专项演练16场 of 各类应急演练."""
    if not _ALL_KINDS.search(statement.clause):
        return []
    groups: dict[str, list[Known]] = {}
    for indicator in binder.indicators:
        known = indicator.now
        alike = not indicator.change and known is not None and indicator.unit_class == statement.mention.unit_class
        if alike and known is not None and known.together and indicator.name.endswith(head[-2:]):
            groups.setdefault(known.together, []).append(known)
    full = [group for group in groups.values() if len(group) >= 2]
    return full[0] if len(full) == 1 else []


def _kind_of(head: str, indicator: Indicator, statement: Statement) -> Known | None:
    if indicator.change or not comparable(indicator.unit_class, statement.mention.unit_class):
        return None
    if indicator.name == head or _COMES_AND_GOES.search(indicator.name):
        return None
    ends = {head, core(_OF_ALL_KINDS.sub("", head)), split_verb(head)[1]}
    noun = split_verb(head)[1]
    if len(noun) == _TWO_NOUNS:  # 建议提案 are 建议 and 提案
        ends |= {noun[:2], noun[2:]}
    return indicator.now if any(len(end) >= 2 and indicator.name.endswith(end) for end in ends) else None
