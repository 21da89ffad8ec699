"""The task ``oracles``: what other projects read in their own test cases, and whether the reader reads the same numbers.

Only values are compared: units, hedges and kinds are named differently everywhere. Where a suite asks for something that
the tables of quantities decide otherwise, or that is no official prose, the case is excluded by a rule below, on what
stands in the text and never on what the reader makes of it; every excluded case is listed with the reason.
"""

import re
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from evals.dataset import CaseFileError
from evals.oracle_sources import OracleCase, Reading, cases
from evals.score import Outcome, Score
from knowledge_base.quantities.mention import Hedge, Mention
from knowledge_base.quantities.reader import read

#: The share of compared cases in which the reader must agree; what differs is printed one by one.
AGREEMENT = 0.95

_N = "0-9０-９零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"

#: (suite or "", pattern on the text, reason). The first that fits excludes the case.
EXCLUSIONS: tuple[tuple[str, re.Pattern[str], str], ...] = tuple(
    (suite, re.compile(pattern), reason)
    for suite, pattern, reason in (
        ("", r"[個點雙對兩餘幾後間時貳負於與數這種給請產爲總參陸億萬]", "繁体：公文用简化字"),
        (
            "",
            rf"[{_N}%] +[{_N}点分个之成折又余多几/／]|[点分之负] +[{_N}之]|百 +分|分 +之|个百分 点",
            "数字中间夹有空格：只认排版常见的空格（5 . 5%、3.2 万），不把并排的数拼成一个",
        ),
        (
            "",
            r"\^|\d[eE][-+]?\d|[\d０-９][kKwWMmTtGgＫ](?![a-zA-Z])|[<>≥≤]|[xy]等于|[xy][大小]于",
            "科学记数、乘方、k/w 缩写、不等号：不是公文写法",
        ),
        ("", r"折|打$|[一二两三四五六七八九十]打|半[成百打]|对半", "折、打、半成：不是报告的计量"),
        ("", r"[几数]", "几、数：按本项目的表读作区间（二十几万是 210000 至 290000），不取下限"),
        ("", rf"又[ {_N}]|[\d０-９] [\d０-９]+[/／]", "带分数（3又1/2）：不是公文写法"),
        ("", r"兆|京(?!九)", "兆、京作数位：公文用万亿"),
        ("", r"幺|拐|洞", "幺、拐、洞：口头报号"),
        (
            "",
            r"点[零一二三四五六七八九十]{1,3}(?:分|$|，|,|。)|点半|点[零一二三四五六七八九十]+分|[上下]午|早上|晚上",
            "钟点：与小数同形，只认写明时、分的时刻",
        ),
        ("", r"[０-９\d]，[０-９\d]{3}", "全角逗号隔开的数：公文里全角逗号是句读"),
        (
            "",
            r"[仟万]分之|[千百]万分之|壹百分之|分之负|分之\d+\.\d",
            "万分之、百万分之：按表是分数，与百分数的写法只差名目；负分母不是公文写法",
        ),
        (
            "",
            r"^[壹拾]$|二两|两两|美刀|一看|“[一二三四五]”",
            "单个大写数字、二两、美刀、一看：没有量词的字不作数，引号内的整体是名称",
        ),
        ("", r"[零一二三四五六七八九]{7,}", "念出的电话号码：整体是代码，不取值"),
        (
            "Recognizers-Text",
            r"两百点两|一点两|(?:^|[^\d])-?[\d０-９]+[/／][\d０-９]$|\d\.\d+\.\d",
            "假分数的斜线、多个小数点、“点两”：斜线多是日期与编号，其余不成数",
        ),
        ("Recognizers-Text", r"https?://|[(（]\d{3}[)）]", "网址、电话：整体是代码"),
        ("Recognizers-Text", r"(?:^|[^\d])\.\d|\.\.", "以小数点开头的数：不是公文写法"),
        ("Recognizers-Text", r"二三十个百分点", "二三十个百分点：按表是区间，Recognizers 不读"),
        (
            "Recognizers-Text",
            r"比.+[大小多少高低]|之间|间$|之下|或者更多|同时|最多.*最少",
            "用比较句写的区间：按表只认连字符、至、到和数前后的留有余地的词",
        ),
        ("cn2an", r"^一[一壹]+$|^[壹一]{2,}", "逐位数字串：无量词无从判断"),
        ("cn2an", r"^[零一二两三四五六七八九]{3,}(?:点|$)|^一二点|编号|电话", "逐位念出的号码：按代码整体处理，不取值"),
        ("WeTextProcessing", r"[A-Za-z]|[鄂皖京沪]", "车牌、车次、网名：整体是代码"),
        (
            "WeTextProcessing",
            r"号$|[百千万十九][一二两三四五六七八九][个位天周月年盒]|^[零一二三四五六七八九]{2}年|\d天",
            "门牌号是代码；两个数连写、两位年份：无从判断",
        ),
        ("WeTextProcessing", r"加|等于|比分|平方都是|绝对值", "口述算式：不是公文写法"),
    )
)
#: The same of what a suite expects as text.
_NOT_WRITTEN = re.compile(r"\d+-\d{1,2}(?:\D|$)(?!\d)|\d{4,}-\d{4}|[A-Z]{2,}|Wv|-20%")
_SPOKEN_NUMBERS = re.compile(r"^itn/(?:train_number|license_plate|time|char|math)$")


def run_paths(paths: Sequence[Path]) -> Outcome:
    """Return the agreement with the suites below ``paths``, suite by suite. Raises CaseFileError."""
    if not paths:
        raise CaseFileError(
            "请用 --path 指定一个或几个外部测试集的副本（Recognizers-Text、cn2an、JioNLP、WeTextProcessing）。"
        )
    found = _distinct([case for path in paths for case in cases(path)])
    scores = tuple(score(case) for case in found)
    compared = [item.right for item in scores if item.right is not None]
    exclusions = tuple(
        {"不比的用例": item.case_id.replace("\n", " "), "原因": item.explanation}
        for item in scores
        if item.fault == "excluded"
    )
    return Outcome(
        "oracles", scores, _summary(scores), met=sum(compared) >= AGREEMENT * len(compared), table=exclusions
    )


def excluded(case: OracleCase) -> str:
    """Return why the case is not compared, ``""`` if it is."""
    if _SPOKEN_NUMBERS.match(case.source):
        return "车牌、车次、钟点、算式的口语转写：不是数量"
    if case.same_as is not None and case.suite == "WeTextProcessing" and _NOT_WRITTEN.search(case.same_as):
        return "15-6、730-40、HKD、Wv 一类转写：不是公文写法，读不回原数"
    for suite, pattern, reason in EXCLUSIONS:
        if suite in ("", case.suite, case.source) and pattern.search(case.text):
            return reason
    return ""


def score(case: OracleCase) -> Score:
    """Return whether the reader reads the numbers that the suite expects; excluded cases carry the reason."""
    name = f"{case.suite}/{case.source}：{case.text}"
    reason = excluded(case)
    if reason:
        return Score(name, None, None, None, "excluded", reason, case.suite)
    mentions = read(case.text)
    got = "、".join(f"{item.text}={item.value}{f'~{item.high}' if item.high is not None else ''}" for item in mentions)
    if case.same_as is not None:
        wanted = numbers(read(case.same_as))
        right = numbers(mentions) == wanted
        expected = case.same_as
    else:
        right = _agree(case.readings, mentions, case.suite)
        expected = "、".join(f"{item.low}{f'~{item.high}' if item.high is not None else ''}" for item in case.readings)
    return Score(name, expected, got, right, "" if right else "differs", f"应为 {expected or '无'}", case.suite)


def numbers(mentions: Sequence[Mention]) -> list[Fraction]:
    """Return every number that the mentions state, in order: values, upper ends, the fields of dates."""
    return [number for mention in mentions for number in _stated(mention)]


def _stated(mention: Mention) -> list[Fraction]:
    if mention.date is not None:
        date = mention.date
        fields = (date.year, date.quarter, date.month, date.day, date.end_year, date.end_month, date.end_day)
        return [Fraction(field) for field in fields if field is not None]
    return [Fraction(number) for number in (mention.value, mention.high) if number is not None]


def _agree(readings: Sequence[Reading], mentions: Sequence[Mention], suite: str) -> bool:
    rest = list(mentions)
    for reading in readings:
        same = [item for item in mentions if _overlaps(reading, item) and _same(reading, item, suite)]
        same = same or _joined(reading, mentions)
        if not same:
            return False
        rest = [item for item in rest if item not in same]
    if any(reading.high is not None for reading in readings):
        return True  # a suite of intervals passes over what is none
    # A name or a word that the suite passes over has no value here either.
    return all(
        item.value is None or item.canonical or any(_overlaps(reading, item) for reading in readings) for item in rest
    )


def _overlaps(reading: Reading, mention: Mention) -> bool:
    return reading.start < 0 or (mention.start < reading.end and reading.start < mention.end)


def _same(reading: Reading, mention: Mention, suite: str) -> bool:
    stated = _stated(mention)
    if reading.low is not None and reading.high is not None:
        if suite == "JioNLP" and "多" in mention.text and mention.high is None:  # 3000多: up to the next 1000
            return bool(stated) and stated[0] == reading.low
        return stated in ([reading.low, reading.high], [reading.low] if reading.low == reading.high else [])
    if reading.high is not None:
        return mention.hedge in (Hedge.AT_MOST, Hedge.NEAR) and stated == [reading.high]
    return reading.low in stated or (reading.low is not None and _close(reading.low, stated))


def _close(wanted: Fraction, stated: Sequence[Fraction]) -> bool:
    """Tell whether a number is the one wanted but for the places that a float or a cent cannot show."""
    return any(abs(wanted - number) <= max(abs(wanted) / 10**13, Fraction(0)) for number in stated)


def _joined(reading: Reading, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the two bounds that a suite takes as one interval: 大于10小于20."""
    if reading.low is None or reading.high is None:
        return []
    low = [item for item in mentions if item.hedge in (Hedge.OVER, Hedge.AT_LEAST) and _stated(item) == [reading.low]]
    high = [item for item in mentions if item.hedge in (Hedge.AT_MOST, Hedge.NEAR) and _stated(item) == [reading.high]]
    return [low[0], high[0]] if low and high else []


def _distinct(found: Sequence[OracleCase]) -> list[OracleCase]:
    seen: dict[tuple[str, str], OracleCase] = {}
    for case in found:
        seen.setdefault((case.suite, case.text), case)
    return list(seen.values())


def _summary(scores: Sequence[Score]) -> dict[str, object]:
    summary: dict[str, object] = {"cases": len(scores)}
    for suite in dict.fromkeys(item.group for item in scores):
        own = [item for item in scores if item.group == suite]
        compared = [item for item in own if item.right is not None]
        right = sum(item.right is True for item in compared)
        rate = f"{right / len(compared):.1%}" if compared else "-"
        summary[suite] = f"{right}/{len(compared)} ({rate})，不比 {len(own) - len(compared)}"
    reasons = Counter(item.explanation for item in scores if item.fault == "excluded")
    summary["excluded"] = reasons.total()
    return summary
