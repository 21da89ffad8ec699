"""The names of plain facts: the label that the reader gives, mended by the heading and by the fact before it."""

import re
from collections.abc import Sequence
from fractions import Fraction

from drafting.change_words import (
    DOWN_WORDS,
    NEW_WORDS,
    TARGET_WORDS,
    UP_WORDS,
    core_name,
    is_change_name,
    names_change,
    names_target,
)
from drafting.checking.statement import TIME_WORDS, Statement
from drafting.figure import Figure
from knowledge_base.quantities.mention import Label, Mention

_HEAD = re.compile(r"^(?P<head>[^：:，,；。]{2,28})[：:]")
_COUNTED = re.compile(r"[0-9０-９][0-9０-９.]*(?:万|亿)?(?:[个家件次名人元项场篇期%％条起份吨亩户]|平方)")
_LEVEL = re.compile(r"(?:国家|省|市|县|区)级")
_TARGET_HEADING = re.compile(
    r"^[\u4e00-\u9fff]{0,6}?(?:目标|计划|任务|预期)?(?P<target>目标|任务|计划|预算)(?:数|值|任务)?[：:]"
)
_TARGET_IN_NAME = re.compile(rf"(?:年度|年初|全年)?(?:{TARGET_WORDS})(?:数|值)?")
_CHANGE_TARGET = re.compile(r"(?:增长|增速|增幅|提高|下降|降低)(?:预期)?(?:目标|任务|预期|计划)$")
#: What was done of the target that was just named: 目标15亿元；实际完成16.2亿元.
_DONE_ONLY = re.compile(r"^(?:已|实际|实际已|共|累计)*(?:完成|实现|达到|执行|到位)?$")
#: 固投完成41.6亿，全年目标52亿: the second is of what the first is of.
AIMED_AT = re.compile(rf"(?:全年|年度|年初|当年|总)?(?:{TARGET_WORDS})(?:数|值)?(?:为|是)?")
#: What a number is in one line with its heading, and no name alone: 5G基站：新增18座.
_BARE_NAME = re.compile(r"(?:新增|计划|目标|任务|实际|完成|累计|新建|建成|增长|上年|今年|去年)+(?:数|值)?")
_CHANGE_ALONE = re.compile(rf"[较比]?(?:{UP_WORDS}|{DOWN_WORDS}|高|低)+(?:到|至|为|出)?")
_TOTAL_ALONE = re.compile(r"(?:现有|累计|合计|共计|总计|一?共|总数|总量|总额|总共)+(?:达到?|为|有|是)?")
_MEASURE_ALONE = re.compile(r"(?:涉及|兑现|发放|建筑|占地|总)?(?:金额|面积|总额|户数|合同额|奖金|价值)(?:为|达到?|共)?")
_CAME_NEW = re.compile(rf"{NEW_WORDS}|净增")
_OF_WHICH_DONE = re.compile(r".*总(?:投资|量|额|任务)")
_DONE_MONEY = re.compile(r"(?<=固投|投资|产值|收入|税收)完成$")
_LISTS = re.compile(r"^(?:.*[》”])?(?:共|列入|列|明确|下达|分解|梳理|确定|细化)+(?=.{0,6}(?:任务|事项|项目|工作)$)")
_NEW_ALONE = re.compile(rf"(?:其中)?(?P<verb>{NEW_WORDS})")
_BUILT = re.compile(r"^(?:[新改扩续迁]{2,4}建|新建改造)(?=..)")
_COUNTED_TASKS = frozenset({"项", "件", "条", "个"})
_BARE_VERB_WORDS = (
    "收 收到 成交 在建 在谈 受理 承办 接收 接待 检查 查处 办理 举办 开展 召开 走访 排查 处置 审批 出让 转让"
)
_BARE_VERBS = frozenset(_BARE_VERB_WORDS.split())
#: Who reports, and no thing that is counted.
_DEPARTMENT = re.compile(
    r"(?:局|办公室|[\u4e00-\u9fff]办|科|工委|纪委|党委|团委|政法委|妇联|工会|专班|指挥部|(?:服务|事务|数据|管理|采购|交易|综治|项目|招商|医疗|发展)中心|事务站|监管所|派出所|报数|汇报|来函|摘要|材料|口径)$"
)
_STOCK = re.compile(r"存量|余额|总量|数量|库存|面积|规模")
_EXTREME = re.compile(r"最[高低多少大小](?:的|为|是|达)?")
_TIME_IN_BRACKETS = re.compile(r"[（(](?:20[0-9]{2}年)?(?:[0-9]{1,2}月)?[底末初]?(?:同期)?(?:为|是)?$")
_EDGES = re.compile(
    r"^(?:[底末初](?![中级步])|第(?![一二三四五六七八九十百][\u4e00-\u9fff]{3}))(?=[\u4e00-\u9fff]|$)|(?:均在|均为|均)$|^[】\]）)]|【[^】]*】|[【\[《]$"
)


def name_of(
    sentence: str,
    statement: Statement,
    change: Statement | None,
    earlier: Sequence[Figure],
    line: Sequence[Figure] = (),
) -> str:
    """Return the name of a fact.

    ``earlier`` are the figures of its sentence before it, ``line`` those of its whole line, ``change`` is itself where it
    is one.
    """
    mention = statement.mention
    aside = _TIME_IN_BRACKETS.search(sentence[: mention.start])
    alike = [figure for figure in earlier if figure.value.unit_class == mention.unit_class]
    if aside is not None or _in_brackets_of_a_year(sentence, mention.start):
        # 高新技术企业36家（2021年末12家）; 合计46期，其中业务培训19期；参训3120人次（2023年38期、2600人次）
        same = alike or [figure for figure in line if figure.value.unit_class == mention.unit_class]
        if same:
            return (same[-1] if same[-1] is earlier[-1] else same[0]).name
    measured = _measured_again(sentence, statement, earlier) if change is None else ""
    if measured:
        return measured
    short = _name_in_short(sentence, statement, earlier, alike) if change is None else ""
    if earlier and _says_only_when(statement):
        return _changed(earlier[-1].name, change) if change is not None else (alike or earlier)[-1].name
    name = short or _done_of_target(statement, earlier) or own_name(sentence, mention, statement.label, change)
    told = [figure for figure in line if figure.value.unit_class == mention.unit_class]
    if told and not alike and not TIME_WORDS.sub("", name).strip("为是达"):
        return told[-1].name  # 产值18.4亿元，同比增长8.2%；2024年上半年17亿元
    if earlier and not TIME_WORDS.sub("", name).strip("为是达"):
        return earlier[-1].name if alike and alike[-1] is earlier[-1] else name  # 上年度考核优秀15人；本年度18人
    return name


def own_name(sentence: str, mention: Mention, label: Label, change: Statement | None) -> str:
    """Return the indicator with the words of its change: 固定资产投资同比增长 is another thing than 固定资产投资."""
    name = _EDGES.sub("", label.indicator)
    head = _head_before(sentence, mention)  # 文体活动：2024年36场，2025年41场
    if head and (_BARE_NAME.fullmatch(name) or name in _BARE_VERBS):
        return head + name
    if head and (not TIME_WORDS.sub("", name).strip() or _CHANGE_ALONE.fullmatch(name) or "：" in name):
        name = head
    if head and _LEVEL.fullmatch(name):
        name += head  # 企业技术中心：国家级1家、省级6家
    clause = TIME_WORDS.sub("", re.split(r"[，,、；：:]", sentence[: mention.start])[-1]).strip()
    if head and _TOTAL_ALONE.fullmatch(clause):
        name = head  # 主动公开信息：财政类56条、人事类23条，合计79条
    heading = _TARGET_HEADING.match(sentence)
    if heading is not None and heading.end() <= mention.start and not names_target(name):
        name += heading["target"]  # 年初目标：招商引资15亿元
    name = _DONE_MONEY.sub("", name)
    if change is None and not names_change(mention, sentence[: mention.start]):
        name = core_name(name)  # 9类困难群众保障标准提高 counts, whatever then rises
    target = _CHANGE_TARGET.search(sentence[: mention.start])
    if target is not None and name and not is_change_name(name):
        return core_name(name) + target.group()  # 固定资产投资增长目标10%
    if change is None and name and not is_change_name(name) and names_change(mention, sentence[: mention.start]):
        name += "增速"  # the label leaves it out, as it leaves out 增长
    if name and change is not None and not is_change_name(name):
        name = _changed(name, change)
    if len(name) > 1:
        return name
    clause_start = max((sentence.rfind(mark, 0, mention.start) for mark in "，,（()）、"), default=-1) + 1
    return sentence[clause_start : mention.start].strip("：: ") or sentence[mention.end :].strip("，, ")[:20]


def _head_before(sentence: str, mention: Mention) -> str:
    """Return the heading that a sentence opens with, without its time and its remark, or ``""``."""
    opened = _HEAD.match(sentence)
    return heading_of(sentence) if opened is not None and opened.end() <= mention.start else ""


def heading_of(sentence: str) -> str:
    """Return what a sentence is headed by, without its time and its remark, or ``""``; who reports is no heading."""
    opened = _HEAD.match(sentence)
    if opened is None or _COUNTED.search(opened["head"]):
        return ""
    head = TIME_WORDS.sub("", re.sub(r"[（(][^（()）]*[）)]", "", opened["head"])).strip()
    return head if len(head) >= 2 and not _DEPARTMENT.search(head) else ""


def _changed(name: str, change: Statement) -> str:
    compared = "环比" if change.comparison == "环比" else "同比"
    return core_name(name) + compared + {"up": "增长", "down": "下降", "": ""}[change.direction]


def _says_only_when(statement: Statement) -> bool:
    """Tell whether a fact says when, or 比去年同期高, and not of what: 第一季度1次、第二季度2次."""
    words = TIME_WORDS.sub("", re.split(r"[、，]", statement.clause)[-1])
    junk = re.search(r"[0-9、，]", statement.label.indicator) is not None and not words.strip()
    return junk or _CHANGE_ALONE.fullmatch(statement.label.indicator) is not None


def _measured_again(sentence: str, statement: Statement, earlier: Sequence[Figure]) -> str:
    """Return the name of what is told in two measures, 在建6个小区、2460套: the 套 are no count of the 小区; or ``""``."""
    noun = statement.label.indicator
    before = earlier[-1] if earlier else None
    told_before = sentence[: statement.mention.start]
    if before is None or not noun or before.value.unit_class == statement.mention.unit_class:
        return ""
    if not told_before.endswith(f"{before.value.text}{noun}、"):
        return ""
    without = before.name.removesuffix(noun)
    return without if len(without) >= 2 and without not in _BARE_VERBS else before.name


def _name_in_short(sentence: str, statement: Statement, earlier: Sequence[Figure], alike: Sequence[Figure]) -> str:
    """Return the name of what says only 累计, 全年目标 or 金额 behind another fact of its sentence, or ``""``."""
    words = TIME_WORDS.sub("", statement.clause.rpartition("、")[2]).strip("：: ")
    before = earlier[-1] if earlier else None
    if before is None:
        return ""
    if AIMED_AT.fullmatch(statement.clause.strip()) and alike and alike[-1] is before:
        return before.name + statement.clause.strip()  # 惠民演出62场（年度目标50场）
    if _MEASURE_ALONE.fullmatch(words) and before not in alike:
        return before.name + words.rstrip("为达到共")  # 举报奖励兑现14件，金额3.5万元
    verb = _NEW_ALONE.fullmatch(words)
    if verb is not None and alike and alike[-1] is before:
        # 社区养老服务站12个，其中新建3个; 新改扩建学校3所，其中新建1所
        return verb["verb"] + _BUILT.sub("", before.name)
    if alike and alike[-1] is before and _STOCK.fullmatch(words) and before.name.endswith(words):
        return before.name  # 低效用地年初存量1860亩，年末存量1302亩
    if not _TOTAL_ALONE.fullmatch(words) or not alike:
        return ""
    last = alike[-1]
    if last.scope and statement.ruler is not None and statement.ruler.text != last.scope:
        return last.name  # 营业收入：6月4.62亿元，5月4.20亿元；上半年合计25.8亿元
    if _CAME_NEW.search(last.name):
        return _CAME_NEW.sub("", last.name) + "总数"  # 新建5G基站46个，累计213个
    parts = _summed_up(statement, alike) if not _head_before(sentence, statement.mention) else ()
    if parts:
        return "、".join(part.name for part in parts)  # 人大代表建议18件、政协提案23件，共41件
    if last is before and sentence[: statement.mention.start - len(statement.clause)].endswith(("（", "(")):
        return last.name + "总数"  # 水质达标断面12个（共12个）
    return alike[0].name if _EXTREME.fullmatch(last.name) and not _EXTREME.fullmatch(alike[0].name) else ""


def _summed_up(statement: Statement, alike: Sequence[Figure]) -> Sequence[Figure]:
    """Return the last two or more facts of one measure that a total is the sum of."""
    for count in range(2, len(alike) + 1):
        values = [figure.value.value for figure in alike[-count:]]
        if any(value is None for value in values):
            return ()
        if sum(Fraction(value) for value in values if value is not None) == statement.mention.value:
            return alike[-count:]
    return ()


def _in_brackets_of_a_year(sentence: str, at: int) -> bool:
    opened = max(sentence.rfind("（", 0, at), sentence.rfind("(", 0, at))
    return opened >= 0 and re.match(r"[（(](?:20[0-9]{2}年|上年|去年)[^（()）]*$", sentence[opened:at]) is not None


def _done_of_target(statement: Statement, earlier: Sequence[Figure]) -> str:
    """Return what the target just named is a target of, where the clause says no more than 实际完成."""
    if not earlier or earlier[-1].value.unit_class != statement.mention.unit_class:
        return ""
    if not _DONE_ONLY.match(TIME_WORDS.sub("", statement.clause)) or not statement.clause.strip():
        return ""
    listed = _LISTS.search(earlier[-1].name)
    of_tasks = earlier[-1].name.endswith("任务") and statement.mention.unit in _COUNTED_TASKS
    if listed is not None or of_tasks:  # 明确重点任务23项；截至10月底完成19项
        return (earlier[-1].name[listed.end() :] if listed else earlier[-1].name) + "完成"
    if _OF_WHICH_DONE.fullmatch(earlier[-1].name) and TIME_WORDS.sub("", statement.clause).strip():
        return earlier[-1].name.removeprefix("总") + "完成"  # 总投资5600万元，已完成3920万元
    thing = _TARGET_IN_NAME.sub("", earlier[-1].name)
    return thing if thing != earlier[-1].name and len(thing) >= 2 else ""
