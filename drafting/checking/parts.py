"""Parts and wholes that a text states itself: 党员56名，其中男38名、女18名; 23个问题，还有2个正在整改."""

import re
from collections.abc import Iterator, Mapping, Sequence

from drafting.change_words import core_name, names_target
from drafting.checking.binding import LIKELY, Binder, name_score
from drafting.checking.derived import Bound, Derived, exact_value, less, plain
from drafting.checking.known import Known
from drafting.checking.measure import same_unit
from drafting.checking.statement import Aspect, Statement
from knowledge_base.quantities.mention import Kind

_OPENS_PARTS = re.compile(
    r"^[^。；;\n，,（(]{0,24}[，,]其中|^[^。；;\n，,（(]{0,10}(?:[，,、]|[（(])?(?:其中|包括|分别(?:为|是)|含|——|：|:|[（(])"
)
_REMAINS = re.compile(
    r"(?:还有|尚有|仍有|剩余|剩下|余下|其余|未完成|尚未[^，,]{0,4}|还剩|还差|尚余|仍余|还余|仅余|只余|相差|尚差|另有)[^，,。；]{0,8}$"
)
#: 仅5条正在整改
_ONLY = re.compile(r"(?:仅|只有|仅有|只剩|仅剩|有)$")
#: Degrees that hold the higher ones.
DEGREES = re.compile(r"(?P<from>硕士|研究生|本科)(?:研究生)?(?:及|或)?以上|(?P<both>硕博)")
_ADDABLE = frozenset({Kind.COUNT, Kind.AMOUNT})
_NOT_YET = re.compile(
    r"(?:正在|尚在|仍在|还在|尚未|未|待)[\u4e00-\u9fff]{0,4}(?:整改|办理|推进|处理|处置|解决|办结|完成|销号|化解)"
)


def stated_parts(text: str, statements: Sequence[Statement]) -> Mapping[int, tuple[Statement, ...]]:
    """Return, by the place of a total, the numbers that its sentence gives as its parts."""
    found: dict[int, tuple[Statement, ...]] = {}
    for at, total in enumerate(statements):
        if total.mention.kind not in _ADDABLE or total.aspect not in {Aspect.LEVEL, Aspect.TOTAL}:
            continue
        end = statements[at + 1].mention.start if at + 1 < len(statements) else total.sentence[1]
        if not _OPENS_PARTS.match(text[total.mention.end : end]):
            continue
        parts = []
        for part in statements[at + 1 :]:
            if part.sentence != total.sentence or part.mention.unit_class != total.mention.unit_class:
                break
            if part.aspect is not Aspect.LEVEL:
                break  # 其中建议9件、提案14件，比上年增加4件
            parts.append(part)
        if len(parts) >= 2:
            found[total.place] = tuple(parts)
    return found


def is_rest(statement: Statement) -> bool:
    """Tell whether a number states what is left of a whole: 其余1项."""
    only = statement.clause.strip() in {"", "除"} or _ONLY.search(statement.clause) is not None
    return _REMAINS.search(statement.clause) is not None or (only and _NOT_YET.match(statement.after) is not None)


def remainders(
    statement: Statement, before: Sequence[Bound], binder: Binder, nearby: Sequence[Bound] = ()
) -> Iterator[Derived]:
    """还有2个正在整改: what there was less what was done, both spoken of in the sentence or, done alone, supplied."""
    if not is_rest(statement):
        return
    spoken = [bound.known for bound in before if same_unit(statement, bound.indicator)]
    supplied = [
        known
        for indicator in binder.indicators
        if not indicator.change and same_unit(statement, indicator) and (known := indicator.now) is not None
    ]
    # 查摆问题19个。…已整改17个，剩余2个: the whole may stand in a sentence before.
    wider = [bound.known for bound in nearby if same_unit(statement, bound.indicator)][::-1]
    measured = [one for one in spoken if one.mention.unit_class == statement.mention.unit_class]
    pairs = [(whole, part) for whole in measured[-3:] or spoken[:2] for part in [*spoken[1:], *supplied]]
    pairs += [(whole, part) for part in spoken[-1:] for whole in [*wider, *totals_of(part, supplied)]]
    pairs += [  # 困难人员再就业114人，完成目标的95%，尚差6人
        (target, part)
        for part in spoken[-1:]
        for target in supplied
        if names_target(target.name) and (part.name in target.name or part.is_told_with(target))
    ]
    if names_target(statement.clause):  # 距全年目标还差12.2亿元
        pairs = [(target, part) for part in spoken[::-1] for target in supplied if names_target(target.name)]
    for whole, part in pairs:
        yield from _left(whole, part, statement)


def _left(whole: Known, part: Known, statement: Statement) -> Iterator[Derived]:
    """Yield what is left of a whole, where the part is none but a part of it."""
    rest = less(whole, part, statement.mention.unit) if part is not whole else None
    if rest is not None and rest.value is not None and rest.value >= 0:
        yield rest


_ABOVE = re.compile(
    r"(?P<way>高于|快于|高出|低于|慢于|超)(?P<other>[^，,。；]{2,20}?)(?:的)?(?:水平|平均)?$"
    r"|[比较](?P<against>(?!上年|去年|同期)[^，,。；]{2,12}?)(?P<then>高|低|快|慢|多|少)(?:出|了)?$"
)


def differences(
    statement: Statement, before: Sequence[Bound], binder: Binder, rates: Sequence[Bound] = ()
) -> Iterator[Derived]:
    """高于生产总值增速1.1个百分点: the percent last spoken of less the one that is named, supplied or computed before."""
    above = _ABOVE.search(statement.clause)
    if above is None or statement.mention.kind is not Kind.PERCENTAGE_POINT:
        return
    other = above["other"] or above["against"]
    upward = (above["way"] or above["then"])[0] in "高快超多"
    percents = [bound for bound in (*before, *rates) if bound.indicator.unit_class == "percent"]
    percents.sort(key=lambda bound: bound.statement.mention.start)
    named = [
        candidate.indicator.now for candidate in binder.named(other) if candidate.indicator.unit_class == "percent"
    ]
    named += [  # 高于全市2.5个百分点 names only whose
        indicator.now
        for indicator in binder.indicators
        if indicator.unit_class == "percent" and percents and indicator.core == other + percents[-1].indicator.core
    ]
    named += [rate.known for rate in rates if name_score(core_name(other), rate.indicator.core) >= LIKELY]
    if names_target(other) and percents:  # 降幅比目标高0.6个百分点
        together = percents[-1].known.together
        named += [
            known
            for indicator in binder.indicators
            if indicator.unit_class == "percent" and names_target(indicator.name)
            for known in indicator.values
            if known.together == together
        ]
    yield from _supplied_difference(other, binder, upward=upward)
    for mine in (bound.known for bound in percents[-1:]):
        for its in named:
            if its is None or its is mine:
                continue
            one, base = exact_value(mine.mention), exact_value(its.mention)
            if one is None or base is None:
                continue
            value = (one - base) * (1 if upward else -1)
            how = f"{mine.shown}、{its.shown}"
            yield Derived(value, how, f"{plain(value, statement.mention)}个百分点", (mine.figure_id, its.figure_id))


#: What a total is called that says nothing of its thing.
ANY_TOTAL = re.compile(r"总?(?:面积|户数|人数|数量|数|量|任务|项目数|投资|额)|全部")


def _supplied_difference(other: str, binder: Binder, *, upward: bool) -> Iterator[Derived]:
    """Yield a difference that is supplied with the words in another order: 低于序时进度4个百分点."""
    for indicator in binder.indicators:
        value = exact_value(indicator.values[0].mention)
        way = ("高于", "快于", "超") if upward else ("低于", "慢于")
        if indicator.unit_class != "percentage_point" or value is None or other not in indicator.name:
            continue
        if any(word in indicator.name or word in indicator.values[0].context for word in way):
            known = indicator.values[0]
            yield Derived(value, known.shown, known.text, (known.figure_id,))


_NET = re.compile(r"净(?:增|增加|流入|增长)[^，,。；]{0,6}$")
_CAME = re.compile(r"新增|新开办|开办|转入|引进|流入|新登记|迁入|新设|注册|调入|新发展|入职")
_WENT = re.compile(r"注销|转出|流出|迁出|退出|退库|吊销|流失|减少|调出|关停|离职")


def totals_of(part: Known, supplied: Sequence[Known]) -> list[Known]:
    """Return what is supplied as a total and no more, of a part's measure: 总户数."""
    return [
        known
        for known in supplied
        if ANY_TOTAL.fullmatch(known.name) and known.mention.unit_class == part.mention.unit_class
    ]


def net_change(statement: Statement, before: Sequence[Bound], binder: Binder) -> Iterator[Derived]:
    """转入6人、转出4人，净增2人: what came less what went, of the sentence."""
    if not _NET.search(statement.clause):
        return
    alike = [bound for bound in before if same_unit(statement, bound.indicator)]
    # 新增412户，扣除注销户后净增275户: what went need not be told.
    told = {bound.known.together for bound in alike if bound.known.together}
    alike += [
        Bound(statement, indicator, known)
        for indicator in binder.indicators
        if not indicator.change and same_unit(statement, indicator) and _WENT.search(indicator.name)
        if (known := indicator.now) is not None and known.together in told
    ]
    for came, went in ((one, other) for one in alike for other in alike if one is not other):
        if not (_CAME.search(_said(came)) and _WENT.search(went.indicator.name + went.statement.clause)):
            continue
        net = less(came.known, went.known, statement.mention.unit)
        if net is not None:
            yield net


def _said(bound: Bound) -> str:
    return bound.indicator.name + bound.statement.clause


_NEGATED = re.compile(r"(?:不|未|尚未)(?P<done>合格|达标|完成|整改|办结|解决|通过|到位|开工|参会|落实)$")


def negated(statement: Statement, before: Sequence[Bound], binder: Binder) -> Iterator[Derived]:
    """不合格15批次: what there was of it less what is supplied as 合格."""
    said = _NEGATED.search(statement.clause)
    if said is None:
        return
    done = [
        known
        for indicator in binder.indicators
        if indicator.core.endswith(said["done"])
        and same_unit(statement, indicator)
        and (known := indicator.now) is not None
    ]
    for whole in [bound.known for bound in before if same_unit(statement, bound.indicator)]:
        for part in done:
            yield from _left(whole, part, statement)


_OPPOSITES = (("女", "男"), ("男", "女"))


def complements(statement: Statement, before: Sequence[Bound], binder: Binder) -> Iterator[Derived]:
    """男性87人 of 128人, where only the women are supplied: the whole of the sentence less the other part."""
    label = statement.label.indicator
    for one, other in _OPPOSITES:
        if not label.startswith(one):
            continue
        rests = [
            candidate.indicator.now
            for candidate in binder.named(label.replace(one, other, 1))
            if candidate.indicator.name.startswith(other) and same_unit(statement, candidate.indicator)
        ]
        for whole in [bound.known for bound in before if same_unit(statement, bound.indicator)][:1]:
            for rest in rests:
                if rest is not None:
                    yield from _left(whole, rest, statement)
