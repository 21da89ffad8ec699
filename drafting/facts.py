"""Plain facts becoming figures: ``党工委会议11次（上年9次）；累计收文2136份``.

Facts are parted by ，；。 or lines, and read and labelled by the same reader that reads drafts, so that what is counted
has the same name on both sides. Besides counts, a fact may be a date, a document number, a formula, a claim
(实现全覆盖), a mask (收文**份: known to be missing), or the statement of the report's own period (报告年度2024).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from drafting.change_words import TARGET_WORDS, core_name, is_change_name, names_change, names_target
from drafting.checking.same_thing import plain_name
from drafting.checking.statement import TIME_WORDS, Aspect, Statement, statements_of
from drafting.figure import Figure, FigureSheet, RowProblem
from knowledge_base.quantities.labels import label_mentions, similarity
from knowledge_base.quantities.mention import QUANTITY_KINDS, Hedge, Kind, Label, Mention
from knowledge_base.quantities.reader import read
from knowledge_base.quantities.writing import write_number
from knowledge_base.report import Period

_REPORT_PERIOD = re.compile(
    r"(?:报告|报表|总结|汇报|材料)(?:的)?(?:年度|年份|期间|时段|周期|期|年)\s*[:：为是]?\s*"
    r"(?P<year>20\d\d)年?度?(?P<part>上半年|下半年|第?[一二三四]季度)?"
)
_PERIOD_ALONE = re.compile(r"^\s*(?P<year>20\d\d)年度?(?P<part>上半年|下半年|第?[一二三四]季度)?\s*$")
_PART_OPENS = re.compile(
    r"\s*(?P<part>(?:20[0-9]{2}年|今年|本年)?(?:[上下]半年|第?[一二三四]季度|前[两三]季度|[0-9]{1,2}[—–－\-至]+[0-9]{1,2}月份?)"
    r"|截[至止](?:20[0-9]{2}年)?[0-9]{1,2}月[底末])\s*[，,：:]"
)
_NO_DATA = re.compile(r"^[（(\[【]?\s*(?:暂?无|没有|未提供)(?:相关)?(?:数据|资料|材料)?\s*[）)\]】]?$")
_SENTENCE_END = re.compile(r"[；;。\n\r]+")

_SHEET_HEAD = re.compile(r"\s*(?:序号\s+)?(?:指标|项目|名称)[\s|｜]+(?:数值|数量|单位|本年|今年)")
_SHEET_ROW = re.compile(
    r"\s*(?P<name>[^\d\s：:，,（(][^：:，,（()）\d]*?)[：:]?\s+(?P<value>[\d.,]+[万亿]?)\s*(?P<unit>[^\d\s（(，,；;：:]{1,5})\s+"
    r"(?P<previous>[\d.,]+[万亿]?)\s*(?:(?P=unit))?\s*$"
)
#: Dates and telephone numbers behind a colon have a name of their own kind.
_NAME_COLON = re.compile(
    r"^(?P<name>[^：:，,；。]{2,24})[：:]\s*(?=[约近超逾]?[0-9０-９])(?![0-9０-９]{1,4}[年月日]|[0-9]{1,2}[—–\-至]|[0-9\-－]{7,}|[0-9]{1,2}:)"
)

#: Not facts: numerals in fixed wording and in the numbering of a list.
_NOT_FACTS = frozenset({Kind.SET_PHRASE, Kind.ENUMERATION})

_HEADED = re.compile(
    r"^((?:[^：:，,0-9０-９]|[0-9](?=[GA]))"
    r"{2,20})[：:]"
)

_LEVEL = re.compile(r"(?:国家|省|市|县|区)级")
_SAME_INDICATOR = 0.75
_TARGET_HEADING = re.compile(
    r"^[\u4e00-\u9fff]{0,6}?(?:目标|计划|任务|预期)?(?P<target>目标|任务|计划|预算)(?:数|值|任务)?[：:]"
)
_TARGET_IN_NAME = re.compile(rf"(?:年度|年初|全年)?(?:{TARGET_WORDS})(?:数|值)?")
#: What was done of the target that was just named: 目标15亿元；实际完成16.2亿元.
_CHANGE_TARGET = re.compile(r"(?:增长|增速|增幅|提高|下降|降低)(?:预期)?(?:目标|任务|预期|计划)$")
_DONE_ONLY = re.compile(r"^(?:已|实际|实际已|共|累计)*(?:完成|实现|达到|执行|到位)?$")


@dataclass(frozen=True, slots=True)
class Facts:
    """What plain text supplies: its figures, and the report's period where it states one."""

    sheet: FigureSheet
    period: Period | None = None


def read_facts(text: str, first_id: int = 1, prefix: str = "F") -> Facts:
    """Return the facts of ``text``. Ids are ``prefix`` and a number from ``first_id``; rows are lines, from 1."""
    period: Period | None = None
    figures: list[Figure] = []
    problems: list[RowProblem] = []
    line, head = 0, ""
    for order, (line_number, sentence) in enumerate(_sentences(text)):
        stated = _PERIOD_ALONE.match(sentence) or _REPORT_PERIOD.search(sentence)
        if stated:
            period = period or _period(stated)
            sentence = (sentence[: stated.start()] + sentence[stated.end() :]).strip("，, ：:")
        if not sentence.strip() or _NO_DATA.match(sentence.strip()):
            continue
        read_before = len(figures)
        if line_number != line:
            line, head = line_number, ""
        _read_sentence(sentence, line_number, figures)
        figures[read_before:] = [replace(one, together=str(order)) for one in figures[read_before:]]
        opened = _PART_OPENS.match(sentence)
        if opened is not None:
            head = opened["part"]
        elif head:  # 2025年上半年，收文1286份；发文214份: both are of the half-year
            figures[read_before:] = [
                one if one.scope or one.value.kind not in QUANTITY_KINDS else replace(one, scope=head)
                for one in figures[read_before:]
            ]
        if len(figures) == read_before and _has_numeral(sentence) and not read(sentence):
            problems.append(
                RowProblem(line_number, f"第 {line_number} 行“{sentence[:20]}”读不出数据；请写成“指标+数值+单位”。")
            )
    numbered = tuple(replace(figure, id=f"{prefix}{first_id + at}") for at, figure in enumerate(figures))
    return Facts(FigureSheet(numbered, tuple(problems)), period)


def headed_sums(text: str) -> tuple[Figure, ...]:
    """Return, for each heading with counts of one class under it, their sum: 外宣稿件：省报6篇、市报23篇 makes 29篇."""
    found: list[Figure] = []
    for row, sentence in _sentences(text):
        headed = _HEADED.match(sentence)
        if headed is None:
            continue
        figures: list[Figure] = []
        _read_sentence(sentence[headed.end() :], row, figures)
        values = [figure.value for figure in figures]
        alike = len({value.unit_class for value in values}) == 1 and all(_is_addable(value) for value in values)
        names = {figure.name for figure in figures}
        if len(values) < 2 or len(names) < len(values) or not alike or any(figure.scope for figure in figures):
            continue
        total = sum((value.value for value in values if isinstance(value.value, Decimal)), Decimal(0))
        written = write_number(total, values[0].unit)
        mention = replace(values[0], value=total, text=written)
        found.append(Figure(id=f"S{len(found) + 1}", name=headed.group(1), value_text=written, value=mention, row=row))
    return tuple(found)


def _is_addable(value: Mention) -> bool:
    return (
        value.kind in {Kind.COUNT, Kind.AMOUNT}
        and isinstance(value.value, Decimal)
        and value.hedge is Hedge.EXACT
        and value.high is None
    )


def period_in(text: str) -> Period | None:
    """Return the period that ``text`` is (``2025年上半年``, ``2025``, ``2025年度``) or states (``报告年度2024``), or None."""
    stated = _PERIOD_ALONE.match(text) or _REPORT_PERIOD.search(text)
    return _period(stated) if stated else None


def _as_prose(line: str) -> str:
    """Return a line of a sheet as a sentence: 收文 1532 份 1467 is 收文1532份（上年1467份）, 信访件：46件 is 信访件是46件."""
    if _SHEET_HEAD.match(line):
        return ""
    row = _SHEET_ROW.match(line)
    if row is not None:
        return f"{row['name'].rstrip('：: ')}{row['value']}{row['unit']}（上年{row['previous']}{row['unit']}）"
    return _NAME_COLON.sub(r"\g<name>是", line)


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines() or [text], start=1):
        for part in map(_as_prose, _SENTENCE_END.split(line)):
            # A sentence may open with the period alone: 2025年上半年，收文2136份.
            head, comma, rest = part.partition("，")
            if comma and _PERIOD_ALONE.match(head) is None and _REPORT_PERIOD.search(head):
                yield number, head
                part = rest
            if part.strip():
                yield number, part.strip()


def _period(match: re.Match[str]) -> Period:
    part = match["part"] or ""
    half = {"上": 1, "下": 2}.get(part[:1]) if "半年" in part else None
    quarter = "一二三四".index(part.replace("第", "")[0]) + 1 if "季度" in part else None
    return Period(int(match["year"]), half, quarter)


def _has_numeral(sentence: str) -> bool:
    return re.search(r"[0-9０-９]", sentence) is not None


def _read_sentence(sentence: str, row: int, figures: list[Figure]) -> None:
    mentions = read(sentence)
    labels = label_mentions(sentence, mentions)
    aspects = {statement.place: statement for statement in statements_of(sentence, mentions, None)}
    started: dict[str, Figure] = {}  # 由40家增至50家: the first is last period's value of the second
    first = len(figures)
    for place, mention in enumerate(mentions):
        if mention.kind in _NOT_FACTS:
            continue
        statement = aspects.get(place)
        if mention.unit in {"岁", "周岁"} and mention.hedge is not Hedge.EXACT and place + 1 < len(mentions):
            continue  # 35岁以下党员96名: who is counted, and no figure of its own
        if statement is None:
            owner = _rank_before(sentence, mention, figures, first)
            if owner is not None:
                figures[owner] = replace(figures[owner], previous=mention, previous_text=mention.text)
                continue
            if mention.date is None or not mention.date.relative:
                name = _name(sentence, mention, labels[place], None)
                figures.append(_figure(name, mention, "", row))
            continue
        label = statement.label
        scope = _scope(statement)
        if statement.aspect is Aspect.START:
            name = _name(sentence, mention, label, None)
            started[label.indicator] = _figure(name, mention, scope or "上年", row)
            continue
        mention = _as_money(sentence, mention, figures)
        owner = _owner_of_previous(sentence, mention, label, figures, first)
        if owner is not None:
            figures[owner] = replace(figures[owner], previous=mention, previous_text=mention.text)
            continue
        change = statement if statement.aspect is Aspect.CHANGE else None
        name = _done_of_target(statement, figures) or _name(sentence, mention, label, change)
        aside = _TIME_IN_BRACKETS.search(sentence[: mention.start])
        if aside is not None and figures[first:] and figures[-1].value.unit_class == mention.unit_class:
            name = figures[-1].name  # 高新技术企业36家（2021年末12家）
        if figures and figures[-1].row == row and not TIME_WORDS.sub("", name).strip("为是达"):
            same = figures[-1].value.unit_class == mention.unit_class
            name = figures[-1].name if same else name  # 上年度考核优秀15人；本年度18人
        figure = _figure(name, mention, scope, row)
        figures.append(replace(figure, note=f"{statement.clause}…{statement.after[:8]}"))
        began = started.get(label.indicator)
        if began is not None and change is None and began.value.unit_class == mention.unit_class and not scope:
            del started[label.indicator]
            figures[-1] = replace(figures[-1], previous=began.value, previous_text=began.value_text)
    figures.extend(started.values())


def _done_of_target(statement: Statement, figures: list[Figure]) -> str:
    """Return what the target just named is a target of, where the clause says no more than 实际完成."""
    if not figures or figures[-1].value.unit_class != statement.mention.unit_class:
        return ""
    if not _DONE_ONLY.match(TIME_WORDS.sub("", statement.clause)) or not statement.clause.strip():
        return ""
    thing = _TARGET_IN_NAME.sub("", figures[-1].name)
    return thing if thing != figures[-1].name and len(thing) >= 2 else ""


def _scope(statement: Statement) -> str:
    """Return the time that a fact speaks of as a 口径, ``""`` for the report's own."""
    ruler = statement.ruler
    if ruler is None:
        return "上年" if statement.label.of_last_period else "全年" if statement.frame.whole else ""
    if "全年" in statement.clause and not statement.frame.whole:
        return ""  # 上半年新增26家，全年计划50家
    # 2023 alone, in 2023全国…大会, is a year only together with its 年.
    bare = re.fullmatch(r"[0-9]{4}", ruler.text)
    if statement.frame.until is not None and ruler.text[-1] not in "底末":
        return f"截至{ruler.text}"
    whole = "全年" if statement.frame.whole and not statement.frame.loose else ""
    return (f"{ruler.text}年" if bare else ruler.text) + whole


def _owner_of_previous(sentence: str, mention: Mention, label: Label, figures: list[Figure], first: int) -> int | None:
    """Return the place of the figure whose last-period value ``mention`` is, or None where it is a fact of its own."""
    if not label.of_last_period or mention.kind not in {Kind.COUNT, Kind.AMOUNT, Kind.PERCENT, Kind.RANGE}:
        return None
    bracketed = _in_brackets(sentence, mention.start)
    for place in range(len(figures) - 1, -1 if not bracketed else first - 1, -1):
        figure = figures[place]
        if figure.previous is not None or figure.value.unit_class != mention.unit_class or figure.scope == "上年":
            continue
        if not label.indicator and not bracketed and names_target(figure.name):
            continue  # 收入13.86亿元；年初预算15.2亿元；上年同期12.94亿元: last year's is the income's
        same = (
            not label.indicator
            or similarity(label.indicator, figure.name) >= _SAME_INDICATOR
            or (len(label.indicator) >= 2 and figure.name.startswith(label.indicator))  # 新建工会8家，上年新建5家
        )
        if same or (bracketed and place == len(figures) - 1):
            return place
    return None


_MONEY = re.compile(r"费|资金|经费|投入|增收|补贴|补助|奖金|罚款|税|额|投资|产值|收入|支出|款|帮扶|节约|花了")


#: 固投完成41.6亿，全年目标52亿: the second is of what the first is of.
_AIMED_AT = re.compile(rf"(?:全年|年度|年初|当年|总)?(?:{TARGET_WORDS})(?:数|值)?(?:为|是)?")
_PEOPLE = re.compile(r"人数|人次|人口|游客|惠及|受益|职工|群众|学生|就业|总量|销量|产量")


def _as_money(sentence: str, mention: Mention, figures: Sequence[Figure]) -> Mention:
    """Return 18.4万 of 三公经费花了18.4万 as the yuan that it is of, as a colleague writes it."""
    if mention.kind is not Kind.COUNT or mention.unit or not re.search(r"[万亿]$", mention.text):
        return mention
    before = plain_name(re.split(r"[，,。；;：:]", sentence[: mention.start])[-1])
    aimed_at = bool(figures) and figures[-1].value.unit_class == "yuan" and _AIMED_AT.fullmatch(before.strip())
    if not (_MONEY.search(before) or aimed_at) or _PEOPLE.search(before):
        return mention
    return replace(mention, kind=Kind.AMOUNT, unit="元", unit_class="yuan", text=mention.text + "元")


_TIME_IN_BRACKETS = re.compile(r"[（(](?:20[0-9]{2}年)?(?:[0-9]{1,2}月)?[底末初]?(?:同期)?(?:为|是)?$")
#: What a number is in one line with its heading, and no name alone: 5G基站：新增18座.
_BARE_NAME = re.compile(r"(?:新增|计划|目标|任务|实际|完成|累计|新建|建成|增长|上年|今年|去年)+(?:数|值)?")
_LAST_RANK = re.compile(r"[（(，,](?:上年|去年)(?:同期|度)?(?:为|是|排名|排|列|居|位居|位列)?$")


def _rank_before(sentence: str, mention: Mention, figures: list[Figure], first: int) -> int | None:
    """Return the place of the rank whose last-period value ``mention`` is: 排名第4位（上年第7位）."""
    ranks = {Kind.ORDINAL, Kind.IMPLICIT_CLAIM}  # 全市第1名 reads as a claim
    if mention.kind not in ranks or len(figures) <= first or not _LAST_RANK.search(sentence[: mention.start]):
        return None
    value = figures[-1].value
    same = value.unit == mention.unit or {value.unit, mention.unit} <= {"位", "名"}
    return len(figures) - 1 if value.kind in ranks and same else None


def _in_brackets(sentence: str, at: int) -> bool:
    before = sentence[:at]
    return sum(before.count(mark) for mark in "（(") > sum(before.count(mark) for mark in "）)")


def _figure(name: str, mention: Mention, scope: str, row: int) -> Figure:
    return Figure(id="", name=name, value_text=mention.text, value=mention, unit=mention.unit, scope=scope, row=row)


def _name(sentence: str, mention: Mention, label: Label, change: Statement | None) -> str:
    """Return the indicator with the words of its change: 固定资产投资同比增长 is another thing than 固定资产投资."""
    name = label.indicator
    headed = _HEADED.match(sentence)  # 文体活动：2024年36场，2025年41场
    if headed and headed.end() <= mention.start and _BARE_NAME.fullmatch(name):
        return headed.group(1) + name
    if not TIME_WORDS.sub("", name).strip() and headed and headed.end() <= mention.start:
        name = headed.group(1)
    if headed and headed.end() <= mention.start and _LEVEL.fullmatch(name):
        name += headed.group(1)  # 企业技术中心：国家级1家、省级6家
    clause = re.split(r"[，,、；]", sentence[: mention.start])[-1].strip()
    if headed and headed.end() <= mention.start and re.fullmatch(r"(?:合计|共计|总计|累计|一?共)", clause):
        name = headed.group(1)  # 主动公开信息：财政类56条、人事类23条，合计79条
    heading = _TARGET_HEADING.match(sentence)
    if heading is not None and heading.end() <= mention.start and not names_target(name):
        name += heading["target"]  # 年初目标：招商引资15亿元
    if change is None and not names_change(mention, sentence[: mention.start]):
        name = core_name(name)  # 9类困难群众保障标准提高 counts, whatever then rises
    target = _CHANGE_TARGET.search(sentence[: mention.start])
    if target is not None and name and not is_change_name(name):
        return core_name(name) + target.group()  # 固定资产投资增长目标10%
    if change is None and name and not is_change_name(name) and names_change(mention, sentence[: mention.start]):
        name += "增速"  # the label leaves it out, as it leaves out 增长
    if name and change is not None and not is_change_name(name):
        name = core_name(name) + ("环比" if change.comparison == "环比" else "同比")
        name += {"up": "增长", "down": "下降", "": ""}[change.direction]
    if name:
        return name
    clause_start = max((sentence.rfind(mark, 0, mention.start) for mark in "，,（("), default=-1) + 1
    return sentence[clause_start : mention.start].strip("：: ") or sentence[mention.end :].strip("，, ")[:20]
