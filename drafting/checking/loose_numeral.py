"""Numerals that count nothing in the data: 一支队伍, 三个方面. Structure and figures of speech, told from facts."""

import re
from dataclasses import dataclass

from drafting.checking.finding import Relation, Verdict
from drafting.checking.statement import Statement
from drafting.checking.wording import quoted
from knowledge_base.quantities.mention import Kind, Mention

_CHINESE = re.compile(r"[一二两三四五六七八九十]+")
#: Done and counted: 新增一个支部 states a fact, 打造一个平台 an intent.
_COUNTED = re.compile(r"(?:新增|建成|新建|获|获得|荣获|发展|完成|成立|培育|增加|共|达|了|引进|签约)[^，,。；]{0,4}$")
_INDEFINITE_UNITS = frozenset("个支批套种项条张座片股道类把盘本面块门串座")
#: 建立了一支25人的队伍, 建成一套工作机制: one of these is a way of speaking even where it was made.
_A_BODY = re.compile(r"队伍$|机制$|体系$|制度$|办法$|骨干$|力量$")
#: What a text announces of itself, and not of the world.
_OF_THE_TEXT = re.compile(
    r"^(?:方面|大?类|要求|措施|任务|问题|重点|环节|抓手|原则|意见|建议|举措|维度|层面|关键|关系|着力点|坚持|强化|转变|提升|结合|聚焦|突出|办法|机制|阶段|步骤|方向|目标)"
)
_ROUND_THE_CLOCK = re.compile(
    r"24小时(?:值|在线|不间断|服务|响应|待命|全天|应急|运行|开放|监|巡|备勤|轮|专人|自助|热线)"
)
_OUT_OF_HOURS = re.compile(r"[8八]小时(?:之?外|以外|内外)")
_NOT_ONE = re.compile(r"(?:未|没有|无|不)(?:发生|出现|发现|接到|产生|漏|少)?(?:过|任何)?一[起例件次人个户条项]$")
_REGULARLY = re.compile(r"每(?:个?月|个?季度?|半年|年|周|天|两?周)(?:至少|原则上|定期|固定|集中)*[\u4e00-\u9fff]{0,6}$")
_SPANS_OF_TIME = re.compile(r"季度|年度|月份")
_SPAN_SUMMED = re.compile(r"(?:来|以来|间)?(?:累计|共|合计|总共)")
_FEW_YEARS = 6
_SUMMED_UP = re.compile(
    r"(?:数据|指标|费用|资金|经费|税种|活动|会议)?(?:合计|共计|总计|累计|相加|之和|加起来|(?<=活动|会议|项目|工程|任务|费用|资金)一?共(?=[0-9]))"
)
_PAIRED = re.compile(r"[\u4e00-\u9fff]{2}一[\u4e00-\u9fff](?:[、，]|带动|推动|促进)[\u4e00-\u9fff]{2}一[\u4e00-\u9fff]")
_TIME_CLASSES = frozenset({"year", "month", "week", "day"})
_ANNOUNCING_UNITS = frozenset({"个", "点", "项", "条", "大", "方面", "类", "级", "者"})


@dataclass(frozen=True, slots=True)
class Loose:
    """A verdict on a numeral that is no figure."""

    verdict: Verdict
    relation: Relation
    reason: str


def structural_numeral(statement: Statement, listed: int, alike: int = 0) -> Loose | None:
    """Return the verdict on a numeral that speaks of the text's own list or of spans of time, never of the data.

    ``listed`` is how many numbers the sentence has given before it, ``alike`` how many of the sum's measure: 三项合计22次
    sums up three.
    """
    mention = statement.mention
    if mention.kind is not Kind.COUNT or mention.value is None:
        return None
    if mention.unit_class == "year" and _SPAN_SUMMED.match(statement.after) and mention.value <= _FEW_YEARS:
        return Loose(Verdict.PASS, Relation.STATED_PERIOD, "时间的说法，所合计的数另行核对")
    spans = mention.unit == "个" and _SPANS_OF_TIME.match(statement.after) is not None
    if spans and mention.value <= 4 and "连续" not in statement.clause:
        return Loose(Verdict.PASS, Relation.STATED_PERIOD, "时间的说法，不是统计数")
    if mention.unit in _ANNOUNCING_UNITS and _SUMMED_UP.match(statement.after):
        if mention.value in {listed, alike}:
            return Loose(Verdict.PASS, Relation.STRUCTURE, f"与前面所列{listed}项一致")
        return Loose(Verdict.WARN, Relation.UNDECIDED, f"{quoted(mention.text)}：前面列了{listed}个数，请核对")
    return None


def loose_numeral(statement: Statement, text: str) -> Loose | None:
    """Return the verdict on a Chinese numeral that speaks loosely, or None where it states a quantity."""
    mention = statement.mention
    # A subscript may stand on a line of its own.
    before = text[max(0, mention.start - 3) : mention.start].rstrip("\n_ ")[-1:]
    if not mention.unit and before.isascii() and before.isalpha():  # PM2.5, M2, CO2
        return Loose(Verdict.PASS, Relation.STRUCTURE, "名称的一部分")
    if mention.unit_class in _TIME_CLASSES and mention.value is not None and mention.value <= 1:
        return Loose(Verdict.PASS, Relation.STATED_PERIOD, "时间的说法，不是统计数")
    if _ROUND_THE_CLOCK.match(text, mention.start) or _OUT_OF_HOURS.match(text, mention.start):
        return Loose(Verdict.PASS, Relation.SET_PHRASE, "习惯说法，不是统计数")
    if mention.value == 1 and _NOT_ONE.search(text[max(0, mention.start - 8) : mention.end]):
        return Loose(Verdict.WARN, Relation.UNDECIDED, f"{quoted(mention.text)}等于说0，没有数据可以印证，请核对")
    if mention.value == 1 and _REGULARLY.search(statement.clause):
        return Loose(
            Verdict.WARN, Relation.UNDECIDED, f"{quoted(mention.text)}是制度上的频次，没有数据可以印证，请核对"
        )
    listed = len(re.split(r"、|和|与", re.split(r"[，,。；：]", statement.clause)[-1]))
    counts = mention.kind is Kind.COUNT and mention.unit in _ANNOUNCING_UNITS | _INDEFINITE_UNITS | {"级", "家", "所"}
    if counts and listed >= 2 and mention.value == listed and not re.search(r"[0-9]", statement.clause):
        return Loose(Verdict.PASS, Relation.STRUCTURE, f"与前面所列{listed}项一致")
    numeral = text[mention.numeral_start : mention.numeral_end] if mention.numeral_start >= 0 else mention.text
    if mention.kind is not Kind.COUNT or _CHINESE.fullmatch(numeral) is None:
        return None
    indefinite = numeral == "一" and mention.unit in _INDEFINITE_UNITS
    if indefinite and (
        not _COUNTED.search(statement.clause) or _A_BODY.search(re.split(r"[，,。；]", statement.after)[0])
    ):
        return Loose(Verdict.PASS, Relation.STRUCTURE, "泛指，不是统计数")
    of_text = mention.unit in _ANNOUNCING_UNITS and _OF_THE_TEXT.match(statement.after.lstrip("大"))
    if of_text or mention.unit == "道":  # 筑牢两道关口
        return Loose(
            Verdict.WARN, Relation.UNDECIDED, f"{quoted(mention.text)}是行文中的概括数，请核对与所列内容是否一致"
        )
    return None


def is_repeated(text: str, mention: Mention) -> bool:
    """Tell whether the same words stand again right beside them: 一级抓一级, 一件接着一件."""
    word = mention.text
    before, after = (
        text[max(0, mention.start - len(word) - 3) : mention.start],
        text[mention.end : mention.end + len(word) + 3],
    )
    if word[:1] != "一" or len(word) != 2:
        return False
    # 办理一件、解决一类: two short clauses of one make
    around = text[max(0, mention.start - 8) : mention.end + 8]
    return word in before or word in after or any(word in pair.group() for pair in _PAIRED.finditer(around))
