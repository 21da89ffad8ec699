"""Shares of a whole: 占比, 完成率, 过半. Which part of which whole the words of a sentence declare."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from drafting.change_words import TARGET_WORDS, names_target
from drafting.checking.binding import Binder
from drafting.checking.derived import Bound, Derived, exact_value, plain, total_of, with_unit
from drafting.checking.known import Known
from drafting.checking.measure import same_unit
from drafting.checking.parts import ANY_TOTAL, DEGREES, totals_of
from drafting.checking.statement import TIME_WORDS, Aspect, Statement
from drafting.checking.supplied_values import all_now, named, values_now
from drafting.checking.time_frame import NOW
from drafting.figure_share import names_part
from knowledge_base.quantities.indicator_names import core, half_said, pairs_of, split_verb, verb_at_end
from knowledge_base.quantities.mention import Kind
from knowledge_base.quantities.units import comparable

_RATE = re.compile(r"(?P<stem>.{2,}?)(?:率|比例|比重|占比)$")
_WHOLE = re.compile(
    r"占(?:到|了|全部|全体|总)?(?P<whole>[^，,。；]*?)(?:总数|总量|总额|总人数|总数量)?(?:的|比重|比例|比|$)"
)
_COMPLETED = re.compile(
    r"(?:达到?|占|为|是|相当于)[^，,。；]{0,10}(?:目标|任务|计划|预算)[数值]?的$|完成[^，,。；]{0,16}(?:目标|任务|计划|预算|进度|指标)|(?:完成率|兑现率|执行率|序时进度)"
)
_OF_THE_NUMBER = re.compile(r"(?:为|是|相当于|达到?)[^，,。；]*[0-9０-９][^，,。；]*的$")
_TOTAL_TAIL = re.compile(r"(?<=..)(?:总?人数|总数量|总数|总量|总额|数量|数)$")
_TARGET = re.compile(rf"{TARGET_WORDS}|应|总数|总量")
_SUBJECT_END = re.compile(r"占|达到?|超过?|过|为|仅")
_CAME_NEW = re.compile(r"新增|新建")
_BEYOND_ALL = re.compile(rf"完成|兑现|执行|达产|{TARGET_WORDS}|为|是|相当于")
_ENTITIES = frozenset({"enterprise", "person", "household", "person_time"})
_SUM_OF_LAST = re.compile(r"(?:合计|共计|一?共|[两二三]者)占比?")
_PLACE_IN_LIST = re.compile(r"#.")
_SUM_ALONE = re.compile(r"(?P<many>[两三四五])[项者类](?:合计|共计|一?共|总计)?|合计|共计|总计")
_AS_MUCH_AS = re.compile(r"(?:相当于|等于)(?P<whole>[\u4e00-\u9fff]{2,10}?)的$")
_BEHIND_A_SHARE = re.compile(r"(?:[%％成半]|分之[一二三四五六七八九十]+)(?:以上|左右|多)?[、和]")
_NUMBERED = re.compile(r"[0-9０-９]")
_LEVELS = frozenset({Aspect.LEVEL, Aspect.TOTAL})
#: How far back in a paragraph a whole is looked for.
_FEW = 8


def ratios(
    statement: Statement,
    before: Sequence[Bound],
    binder: Binder,
    nearby: Sequence[Bound] = (),
    declared: Iterable[tuple[Known, Known]] = (),
) -> Iterator[Derived]:
    """Yield what a statement may be as a part of a whole, most specific first.

    ``before`` is bound in its sentence, ``nearby`` in the sentences before it in its paragraph; ``declared`` are parts and
    wholes known beforehand.
    """
    own = _BEHIND_A_SHARE.split(_PLACE_IN_LIST.sub("", statement.clause))[-1]  # 即办件占六成、承诺件占四成
    if own != statement.clause:
        statement = replace(statement, clause=own)
    pairs = chain(
        declared,
        _parts_and_wholes(statement, before, binder),
        _of_its_target(statement, (*nearby, *before), binder),
        _wholes_nearby(statement, before, nearby, binder),
    )
    for part, whole in pairs:
        one, all_of_it = exact_value(part.mention), exact_value(whole.mention)
        if one is None or all_of_it is None or all_of_it == 0 or part is whole:
            continue
        if part.mention.unit_class == whole.mention.unit_class == "percent":
            continue  # 占比40% over 满意率95% is the share of nothing
        if names_target(part.name) and not names_target(whole.name):
            continue  # 3960人 of a target of 4000人 are no 101%
        ratio = one / all_of_it
        if ratio > 1 and not _BEYOND_ALL.search(statement.clause):
            continue  # no share of a whole is more than all of it
        value = ratio if statement.mention.kind is Kind.FRACTION else ratio * 100
        written = f"{plain(ratio * 100, statement.mention if statement.mention.kind is Kind.PERCENT else None)}%"
        how = f"{part.shown}、{whole.shown}"
        yield Derived(value, how, written, (part.figure_id, whole.figure_id), share=(part, whole))


def _parts_and_wholes(statement: Statement, before: Sequence[Bound], binder: Binder) -> Iterator[tuple[Known, Known]]:
    earlier = [
        bound.known for bound in before if not bound.indicator.change and bound.indicator.unit_class != "percent"
    ]
    share = _WHOLE.search(statement.clause) if statement.aspect is Aspect.SHARE else None
    if _OF_THE_NUMBER.search(statement.clause) and len(earlier) >= 2:
        yield from _comparable_pairs(earlier[-2::-1], earlier[-1:])  # 完成79.9亿元，为年度计划74亿元的108%
        return
    if share is not None and _NUMBERED.search(share["whole"]) and len(earlier) >= 2:
        # 完成1.2亿元，占年度任务1.5亿元的80%: the whole is the number that stands in the clause.
        yield from _comparable_pairs(earlier[-2::-1], earlier[-1:])
        return
    if share is not None:
        subject = statement.clause[: share.start()].strip("，, ") or statement.label.indicator
        stated = statement.clause[: share.start()].strip("，, ")
        parts = _summed_before(stated, earlier) or earlier[-1:] or _named_best(binder, subject)
        whole_name = re.sub(r"^(?:全部|全体|全园区|全区|总)", "", share["whole"]).strip()
        wholes = _named_best(binder, whole_name) if len(whole_name) >= 2 else earlier[:-1]
        total = f"总{whole_name}"
        if total in statement.clause and len(whole_name) >= 2:  # 占总投资的36%
            ending = [known for known in all_now(binder) if known.name.endswith(total)]
            wholes = [*ending, *_named_best(binder, total), *wholes]
        told = _named_in_short(binder, subject, earlier) if len(stated) >= 2 else []
        wholes = [whole for whole in wholes if whole not in parts] or wholes
        if not wholes and ANY_TOTAL.fullmatch(whole_name):
            wholes = [whole for part in parts for whole in _stated_with(part, binder)]
        if told:  # 在编人员45人，科级干部占26.7%: the whole is what the sentence spoke of
            parts = told
            wholes = wholes if len(whole_name) >= 2 and wholes else earlier
        if len(whole_name) < 2 and not any(_comparable_pairs(parts, wholes)):
            wholes = _named_as_whole(before[-1], binder) if before else []
        if len(whole_name) < 2 and not any(_comparable_pairs(parts, wholes)):
            wholes = [whole for part in parts for whole in _kinds_of_which(part, binder)]
        yield from _comparable_pairs(parts, wholes)
        return
    yield from _spoken_parts(statement, earlier, binder)
    if _COMPLETED.search(statement.clause):
        if len(earlier) >= 2 and _TARGET.search(earlier[-1].name):  # 新增26家，完成全年计划50家的52%
            yield from _comparable_pairs(earlier[-2::-1], earlier[-1:])
            return
        targets = [known for known in all_now(binder) if _TARGET.search(known.name)] + earlier[:-1]
        yield from _comparable_pairs(earlier[-1:], targets)
    rate = _RATE.match(statement.label.indicator) or _RATE.match(statement.clause.strip())
    if rate is not None:
        # 已解决211件 may be bound to 办结 and still make the 解决率.
        spoken = [bound.known for bound in before if _shares_words(rate["stem"], bound.statement.label.indicator)]
        if earlier and _shares_words(rate["stem"], earlier[-1].name):
            yield from _comparable_pairs(earlier[-1:], totals_of(earlier[-1], all_now(binder)))
        parts = [
            known
            for known in [*earlier, *named(binder, rate["stem"])]
            if _shares_words(rate["stem"], known.name) or (known in earlier and known in spoken)
        ]
        # 走访企业40家，收集问题30个 makes no 问题解决率: what no word calls done must at least be of one measure.
        alike = [known for known in earlier if known.mention.unit_class == earlier[-1].mention.unit_class]
        pairs = _comparable_pairs(parts, earlier) if parts else _comparable_pairs(earlier[-1:], alike)
        yield from (
            (part, whole)
            for part, whole in pairs
            if part.mention.unit_class == whole.mention.unit_class
            # 走访签约率 of 走访企业48家 and 签约项目12个 has no more in common with the first than that somebody went there
            or _shares_words(split_verb(whole.name)[1], part.name + rate["stem"])
        )
        if not earlier:
            yield from _comparable_pairs(*_named_within(rate["stem"], binder))
    elif statement.mention.kind is Kind.FRACTION and len(earlier) >= 2:
        yield from _comparable_pairs(earlier[-1:], earlier[-2::-1])  # 计划开工70个，已开工38个，开工过半
    elif statement.aspect is Aspect.SHARE and earlier:
        yield from _comparable_pairs(earlier[-1:], earlier[:-1])
        yield from _comparable_pairs(earlier[-1:], _kinds_of_which(earlier[-1], binder))


def _summed_before(subject: str, earlier: Sequence[Known]) -> list[Known]:
    """Return the sum of the last two or three, where the subject of a share is just that: 两项合计占税收收入的70.8%."""
    said = _SUM_ALONE.fullmatch(subject)
    if said is None:
        return []
    counts = ["〇一两三四五".index(said["many"])] if said["many"] else [2, 3]
    return [both for count in counts if (both := _sum_of(earlier[-count:])) is not None and len(earlier) >= count]


def _of_its_target(statement: Statement, spoken: Sequence[Bound], binder: Binder) -> Iterator[tuple[Known, Known]]:
    """Yield what was last spoken of with its own target: 43家企业完成改造，占全年目标的71.7%."""
    if not names_target(statement.clause):
        return
    named_here = _named_in_short(binder, core(_SUBJECT_END.split(statement.clause)[0]), [])
    last = [one.known for one in spoken if one.statement.aspect in _LEVELS and not one.indicator.change][-1:]
    for done in (*named_here, *last):
        for aim in values_now(binder):
            if names_target(aim.name) and (aim.is_told_with(done) or done.name in aim.name):
                yield from _comparable_pairs([done], [aim])


def _wholes_nearby(
    statement: Statement, before: Sequence[Bound], nearby: Sequence[Bound], binder: Binder
) -> Iterator[tuple[Known, Known]]:
    """Yield what was last spoken of with each greater number of its measure before it in the paragraph.

    查摆问题19个。制定整改措施41条，已整改17个，整改率89.5%.
    """
    if not (
        _COMPLETED.search(statement.clause)
        or _RATE.match(statement.label.indicator)
        or statement.aspect is Aspect.SHARE
        or statement.mention.kind is Kind.FRACTION
        or _RATE.match(statement.clause.strip())
        or _AS_MUCH_AS.search(statement.clause)
    ):
        return
    share = _WHOLE.search(statement.clause)
    of_time = share is not None and not TIME_WORDS.sub("", share["whole"])  # 三季度占全年的30.6%
    named = share is not None and not of_time and len(re.sub(r"^(?:全部|全体|总)", "", share["whole"])) >= 2
    last = [bound for bound in (*nearby, *before) if bound.statement.aspect in _LEVELS and not bound.indicator.change]
    if named:
        return
    if of_time:
        yield from _of_a_time(statement, last)
    subject = core(_SUBJECT_END.split(statement.clause[: share.start()] if share is not None else statement.clause)[0])
    named_parts = _named_in_short(binder, subject, []) if len(subject) >= 2 else []
    yield from _of_its_subject(named_parts, last, binder)  # 党员占81.5%
    stem = _RATE.match(statement.label.indicator) or _RATE.match(statement.clause.strip())
    if stem is not None:  # 女职工维权案件调解成功率93.3%, with neither of the two numbers
        yield from _comparable_pairs(*_named_within(stem["stem"], binder))
    yield from _of_degrees(statement, last)
    if _SUM_OF_LAST.search(statement.clause):  # 博士12名、硕士97名，合计占22.4%
        yield from _sums_of_last(last, statement.clause)
    as_much = _AS_MUCH_AS.search(statement.clause)
    if as_much is not None and last:  # 投资7.5亿元，相当于基金规模的四分之一
        yield from (
            (last[-1].known, whole)
            for whole in _named_best(binder, as_much["whole"])
            if whole.mention.unit_class == last[-1].known.mention.unit_class
        )
    tail = verb_at_end(statement.clause) or ("完成" if statement.clause.endswith("完成") else "")
    if len(tail) >= 2:  # 24个应用场景已建成三分之二
        yield from _whose_name_holds(tail, last, binder)
    if len(subject) >= 2:  # 出让12宗，其中“标准地”占比超八成, from 出让12宗 and “标准地”出让10宗
        yield from _whose_name_holds(subject, last, binder)
    if not last:
        return
    if len(last) >= 2 and _CAME_NEW.search(subject):  # 新增42兆瓦，累计168兆瓦，新增量占总量的四分之一
        yield from _comparable_pairs([last[-2].known], [last[-1].known])
    part = last[-1].known
    for whole in last[-2::-1][:_FEW]:
        one, other = part.mention, whole.known.mention
        if one.unit_class == other.unit_class or one.unit[:1] == other.unit[:1]:
            yield part, whole.known
    yield from ((part, whole) for whole in _stated_with(part, binder) if whole not in named_parts)
    # 认领微心愿215个，完成率96.7%, from 认领微心愿215个，完成208个: what was done is not told
    for done in values_now(binder) if stem is not None else ():
        if done.is_told_with(part) and done is not part and stem is not None and _shares_words(stem["stem"], done.name):
            yield from _comparable_pairs([done], [part])


def _of_a_time(statement: Statement, last: Sequence[Bound]) -> Iterator[tuple[Known, Known]]:
    """Yield the value of the part of the year that is stated with each greater one of its measure spoken of before."""
    for bound in last[::-1]:
        for part in bound.indicator.values:
            if statement.framed and part.frame.month_span == statement.frame.month_span is not None:
                yield from ((part, one.known) for one in last[::-1] if same_unit(one.statement, bound.indicator))


def _of_its_subject(parts: Sequence[Known], last: Sequence[Bound], binder: Binder) -> Iterator[tuple[Known, Known]]:
    """Yield what the clause of a share names as its part with what was spoken of before, then with what is told with it."""
    for part in parts:
        yield from (
            (part, bound.known)
            for bound in last[::-1][:_FEW]
            if bound.known is not part and _is_of_one_measure(part, bound.known)
        )
        yield from ((part, whole) for whole in _stated_with(part, binder))


def _of_degrees(statement: Statement, last: Sequence[Bound]) -> Iterator[tuple[Known, Known]]:
    """Yield all of a degree and above as one part: 研究生学历28人、本科学历91人，本科及以上学历占90.2%."""
    degrees = DEGREES.search(statement.clause)
    if degrees is None:
        return
    wanted = ("博士", "硕士", "研究生", "本科") if degrees["from"] == "本科" else ("博士", "硕士", "研究生")
    of_degree = [bound.known for bound in last if any(word in bound.known.name for word in wanted)]
    rest = [bound.known for bound in last if bound.known not in of_degree]
    both = _sum_of(of_degree)
    yield from _comparable_pairs([both], rest) if both is not None else ()


def _whose_name_holds(words: str, last: Sequence[Bound], binder: Binder) -> Iterator[tuple[Known, Known]]:
    """Yield what is told with a number spoken of before and has some words in its name, as a part of it."""
    for bound in last[::-1][:_FEW]:
        yield from (
            (one, bound.known)
            for one in values_now(binder)
            if words in one.name and one is not bound.known and one.is_told_with(bound.known)
        )


def _sums_of_last(last: Sequence[Bound], clause: str) -> Iterator[tuple[Known, Known]]:
    """Yield the sum of what a clause names, or of the last two or three of one measure, with each greater one before them."""
    said = [bound.known for bound in last if len(bound.known.name) >= 2 and bound.known.name in clause]
    of_names = _sum_of(said)
    rest = [bound.known for bound in last if bound.known not in said]
    yield from _comparable_pairs([of_names], rest) if of_names is not None else ()
    alike = [bound.known for bound in last if bound.known.mention.unit_class == last[-1].known.mention.unit_class]
    for count in (2, 3):
        both = _sum_of(alike[-count:]) if len(alike) > count else None
        yield from ((both, whole) for whole in alike[:-count][::-1] if both is not None)


def _sum_of(parts: Sequence[Known]) -> Known | None:
    """Return two or more numbers of one measure as one."""
    total = total_of(known.mention for known in parts)
    if len(parts) < 2 or total is None:
        return None
    mention = replace(parts[-1].mention, value=total)
    name = "、".join(one.name for one in parts)
    return Known(parts[-1].figure_id, name, mention, NOW, with_unit(total, mention.unit))


def _stated_with(part: Known, binder: Binder) -> Iterator[Known]:
    """Yield the greater numbers of a part's measure that the facts give in its sentence: 地块17宗、1380亩，已腾退966亩."""
    value = exact_value(part.mention)
    for known in values_now(binder):
        if known is part or not known.is_told_with(part) or value is None:
            continue
        whole = exact_value(known.mention)
        if known.mention.unit_class == part.mention.unit_class and whole is not None and whole > value:
            yield known


def _named_as_whole(part: Bound, binder: Binder) -> list[Known]:
    """Return what the clause of a part names as its whole: 机关党支部中创建“四强”党支部3个."""
    return [known for known in all_now(binder) if f"{known.name}中" in part.statement.clause]


def _spoken_parts(statement: Statement, wholes: Sequence[Known], binder: Binder) -> Iterator[tuple[Known, Known]]:
    """Yield what the words around a share name of the whole before it: 120家企业中，过半已建立工会组织."""
    said = statement.clause + re.split(r"[，,。；;]", statement.after, maxsplit=1)[0]
    # 六成规上企业实施了数字化改造 has its whole right behind it
    behind = [
        known
        for known in all_now(binder)
        if len(known.name) >= 2 and statement.after.lstrip("的").startswith(known.name)
    ]
    for whole in [*behind, *wholes[::-1]]:
        for part in all_now(binder):
            if part is whole:
                continue
            own = [pair for pair in pairs_of(part.name) if pair not in whole.name]
            if half_said(own, said) and _is_of_one_measure(part, whole):
                yield part, whole


def _is_of_one_measure(part: Known, whole: Known) -> bool:
    """Tell whether a part may be one of a whole; 个 counts anything, yet 解决问题96个 are none of 走访企业120家."""
    one, other = part.mention.unit_class, whole.mention.unit_class
    if not comparable(one, other):
        return False
    return one == other or not {one, other} & _ENTITIES or _shares_words(whole.name, part.name)


def _kinds_of_which(part: Known, binder: Binder) -> list[Known]:
    """Return what 35岁以下党员 are a part of: an indicator that is their noun alone, 党员, or that names them as its part."""
    return [
        known
        for known in all_now(binder)
        if len(known.name) >= 2
        and part.name != known.name
        and (part.name.endswith(_TOTAL_TAIL.sub("", known.name)) or names_part(part.name, known.name))
    ]


def _comparable_pairs(parts: Sequence[Known], wholes: Sequence[Known]) -> Iterator[tuple[Known, Known]]:
    for part in parts:
        for whole in wholes:
            if part is not whole and comparable(part.mention.unit_class, whole.mention.unit_class):
                yield part, whole


def _named_in_short(binder: Binder, words: str, wholes: Sequence[Known]) -> list[Known]:
    """Return what is named, in full or without the noun of the whole: 186名党员中，大专以上学历的占六成."""
    found = _named_best(binder, words)
    short = core(words.removesuffix("的"))
    if found or len(short) < 2:
        return found
    return [known for known in all_now(binder) if any(known.name == short + whole.name for whole in wholes)]


def _named_best(binder: Binder, words: str) -> list[Known]:
    """Return what is named by words themselves, 党员 or 党员总数 for 党员, else whatever is like them."""
    found = named(binder, words)
    return [known for known in found if _TOTAL_TAIL.sub("", known.name) == _TOTAL_TAIL.sub("", words)] or found


def _named_within(stem: str, binder: Binder) -> tuple[list[Known], list[Known]]:
    """Return the part and the whole that a rate names itself: 签约项目开工率 is 开工 of 签约."""
    held = [known for known in all_now(binder) if len(known.name) >= 2 and known.name in stem]
    return [known for known in held if stem.endswith(known.name)], [
        known for known in held if stem.startswith(known.name)
    ]


def _shares_words(stem: str, name: str) -> bool:
    return any(pair in name for pair in pairs_of(stem))
