"""Plain facts becoming figures: ``党工委会议11次（上年9次）；累计收文2136份``.

Facts are parted by ，；。 or lines, and read and labelled by the same reader that reads drafts, so that what is counted
has the same name on both sides. Besides counts, a fact may be a date, a document number, a formula, a claim
(实现全覆盖), a mask (收文**份: known to be missing), or the statement of the report's own period (报告年度2024).
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from drafting.checking.same_thing import plain_name
from drafting.checking.statement import Aspect, start_is_framed
from drafting.checking.statement_reading import statements_of
from drafting.checking.time_frame import is_time
from drafting.fact_names import AIMED_AT, heading_of, name_of, own_name
from drafting.fact_times import moved_rank, owner_of_previous, rank_before, scope_of
from drafting.figure import Figure, FigureSheet, RowProblem
from drafting.pasted_line import sentence_as_prose, unit_once
from drafting.pasted_table import Line, as_prose
from knowledge_base.quantities.labels import label_mentions
from knowledge_base.quantities.mention import QUANTITY_KINDS, Hedge, Kind, Mention
from knowledge_base.quantities.reader import read
from knowledge_base.quantities.units import BARE_SCALES
from knowledge_base.quantities.writing import write_number
from knowledge_base.report import Period

_REPORT_PERIOD = re.compile(
    r"(?:(?:报告|报表|总结|汇报|材料)(?:的)?(?:年度|年份|期间|时段|周期|期|年)|^(?:统计)?(?:期间|时段|口径)(?=[:：]))\s*[:：为是]?\s*"
    r"(?P<year>20\d\d)年?度?(?P<part>上半年|下半年|第?[一二三四]季度)?"
)
_PERIOD_ALONE = re.compile(
    r"^\s*(?P<year>20\d\d)年度?(?:(?P<part>上半年|下半年|第?[一二三四]季度)|前[两三]季度|(?:[0-9]{1,2}[—–\-至])?[0-9]{1,2}月份?)?\s*$"
)
_PART_OPENS = re.compile(
    r"\s*(?P<part>(?:20[0-9]{2}年|今年|本年)?(?:[上下]半年|第?[一二三四]季度|前[两三]季度|[0-9]{1,2}[—–－\-至]+[0-9]{1,2}月份?)"
    r"|截[至止](?:20[0-9]{2}年)?[0-9]{1,2}月[底末])\s*[，,：:]"
)
_NO_DATA = re.compile(r"^[（(\[【]?\s*(?:暂?无|没有|未提供)(?:相关)?(?:数据|资料|材料)?\s*[）)\]】]?$")
_SENTENCE_END = re.compile(r"[；;。\n\r]+")

_YEARS = re.compile(r"(?<![0-9])(20[0-9]{2})(?=年)")
#: What a year that is one of a value, and not of a date, has behind it.
_A_VALUE = (
    r"(?=(?:为|是)?[\u4e00-\u9fff]{0,6}?[0-9.]+(?![0-9.]|月|[—–－\-至]))(?!(?:[上下]半年|[底末初]|第?[一二三四]季度))"
)

#: Between two values of last period: 上届代表队32支、运动员815人.
_LISTED = re.compile(r"[、和，]|、[\u4e00-\u9fff]{2,8}")
#: Not facts: numerals in fixed wording and in the numbering of a list.
_NOT_FACTS = frozenset({Kind.SET_PHRASE, Kind.ENUMERATION})

_HEADED = re.compile(r"^((?:[^：:，,（(0-9０-９]|[0-9](?=[GA])){2,20})(?:[（(][^（()）]{1,20}[）)])?[：:]")


@dataclass(frozen=True, slots=True)
class Facts:
    """What plain text supplies: its figures, and the report's period where it states one."""

    sheet: FigureSheet
    period: Period | None = None


def read_facts(text: str, first_id: int = 1, prefix: str = "F", report: Period | None = None) -> Facts:
    """Return the facts of ``text``. Ids are ``prefix`` and a number from ``first_id``; rows are lines, from 1.

    ``report`` is the period of the report that they are for, where it is known beforehand.
    """
    period: Period | None = None
    text = _last_year_in_words(text, report)
    figures: list[Figure] = []
    problems: list[RowProblem] = []
    row, head = 0, ""
    headings: dict[int, str] = {}
    for order, (line, sentence) in enumerate(_sentences(text)):
        stated = _PERIOD_ALONE.match(sentence) or _REPORT_PERIOD.search(sentence)
        if stated:
            period = period or _period(stated)
            sentence = (sentence[: stated.start()] + sentence[stated.end() :]).strip("，, ：:")
        if not sentence.strip() or _NO_DATA.match(sentence.strip()):
            continue
        read_before = len(figures)
        if line.number != row:
            row, head = line.number, ""
            headings[row] = heading_of(line.text)
        _read_sentence(sentence, row, figures)
        together = f"row {row}" if line.is_row else str(order)
        figures[read_before:] = [replace(one, together=together, subject=line.subject) for one in figures[read_before:]]
        opened = _PART_OPENS.match(sentence)
        if opened is not None:
            head = opened["part"]
        elif head:  # 2025年上半年，收文1286份；发文214份: both are of the half-year
            figures[read_before:] = [
                one if one.scope or one.value.kind not in QUANTITY_KINDS else replace(one, scope=head)
                for one in figures[read_before:]
            ]
        if len(figures) == read_before and _has_numeral(sentence) and not read(sentence):
            problems.append(RowProblem(row, f"第 {row} 行“{sentence[:20]}”读不出数据；请写成“指标+数值+单位”。"))
    figures = _told_apart(_measured_apart(figures), headings)
    numbered = tuple(replace(figure, id=f"{prefix}{first_id + at}") for at, figure in enumerate(figures))
    return Facts(FigureSheet(numbered, tuple(problems)), period)


def _last_year_in_words(text: str, report: Period | None) -> str:
    """Return facts with 上年 for the year before the report's where it opens a remark: 改造19个，2024年改造13个."""
    stated = _REPORT_PERIOD.search(text)
    years = [int(year) for year in _YEARS.findall(text)]
    year = report.year if report is not None else int(stated["year"]) if stated else max(years, default=0)
    last = re.compile(rf"(?P<before>[0-9][^，,；;。\n]*[，,（(]){year - 1}年(?:同期|度)?{_A_VALUE}")
    sentences = re.split(r"(?<=[；;。\n])", text)
    # 2021年12家，2022年17家，2023年25家 is a series, and each year stays its own.
    return "".join(
        one if any(int(said) < year - 1 for said in _YEARS.findall(one)) else last.sub(r"\g<before>上年", one)
        for one in sentences
    )


def _measured_apart(figures: Sequence[Figure]) -> list[Figure]:
    """Give the second measures of several things the names of those things: 东区企业86家、产值71.2亿元；西区企业54家、产值49.6亿元."""
    told: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.value.kind in QUANTITY_KINDS and not figure.subject:
            told[figure.together].append(figure)
    groups = [group for group in told.values() if len(group) >= 2 and group[0].value.kind is Kind.COUNT]
    renamed: dict[int, Figure] = {}
    for group in groups:
        alike = [
            other
            for other in groups
            if other[0].name != group[0].name and {one.name for one in other[1:]} & {one.name for one in group[1:]}
        ]
        thing = next(
            (end for end in _endings(group[0].name) if any(other[0].name.endswith(end) for other in alike)), ""
        )
        subject = group[0].name.removesuffix(thing)
        if not thing or len(subject) < 2 or _TOTAL_OF.search(subject):
            continue
        shared = {one.name for other in alike if other[0].name.endswith(thing) for one in other[1:]}
        renamed[id(group[0])] = replace(group[0], subject=subject)
        for one in group[1:]:
            if one.name in shared:
                renamed[id(one)] = replace(one, name=subject + one.name, subject=subject)
    return [renamed.get(id(figure), figure) for figure in figures]


def _endings(name: str) -> Iterator[str]:
    """Yield what a name may end with and have something before it, longest first."""
    return (name[at:] for at in range(2, len(name) - 1))


_TOTAL_OF = re.compile(r"合计|共计|总计|全部|[两三四五六]个")


def _told_apart(figures: Sequence[Figure], headings: Mapping[int, str]) -> list[Figure]:
    """Give the facts of several lines that have one name the headings of their lines: 产业园二期：总投资4.6亿元."""
    rows: dict[tuple[str, str], set[int]] = defaultdict(set)
    for figure in figures:
        if figure.value.kind in QUANTITY_KINDS and not figure.subject:
            rows[figure.name, figure.value.unit_class].add(figure.row)
    told_by = {key: [headings[row] for row in told if headings.get(row)] for key, told in rows.items()}
    ambiguous = {key for key, heads in told_by.items() if len(set(heads)) == len(heads) >= 2}
    headed = {row for key in ambiguous for row in rows[key] if headings.get(row)}
    return [
        replace(
            figure,
            name=headings[figure.row] + figure.name
            if (figure.name, figure.value.unit_class) in ambiguous and not figure.name.startswith(headings[figure.row])
            else figure.name,
            subject=headings[figure.row],
        )
        if figure.row in headed and not figure.subject
        else figure
        for figure in figures
    ]


def headed_sums(text: str) -> tuple[Figure, ...]:
    """Return, for each heading with counts of one class under it, their sum: 外宣稿件：省报6篇、市报23篇 makes 29篇."""
    found: list[Figure] = []
    for line, sentence in _sentences(text):
        headed = _HEADED.match(sentence)
        if headed is None:
            continue
        figures: list[Figure] = []
        _read_sentence(sentence[headed.end() :], line.number, figures)
        values = [figure.value for figure in figures]
        alike = len({value.unit_class for value in values}) == 1 and all(_is_addable(value) for value in values)
        names = {figure.name for figure in figures}
        if len(values) < 2 or len(names) < len(values) or not alike or any(figure.scope for figure in figures):
            continue
        total = sum((value.value for value in values if isinstance(value.value, Decimal)), Decimal(0))
        written = write_number(total, values[0].unit)
        mention = replace(values[0], value=total, text=written)
        found.append(
            Figure(id=f"S{len(found) + 1}", name=headed.group(1), value_text=written, value=mention, row=line.number)
        )
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


def _sentences(text: str) -> Iterator[tuple[Line, str]]:
    """Yield each sentence with the line that it is from."""
    for line in as_prose(text.splitlines() or [text]):
        for part in map(sentence_as_prose, _SENTENCE_END.split(unit_once(line.text))):
            # A sentence may open with the period alone: 2025年上半年，收文2136份.
            head, comma, rest = part.partition("，")
            if comma and _PERIOD_ALONE.match(head) is None and _REPORT_PERIOD.search(head):
                yield line, head
                part = rest
            if part.strip():
                yield line, part.strip()


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
    first, previous_end = len(figures), -1
    for place, mention in enumerate(mentions):
        if mention.kind in _NOT_FACTS or mention.text in BARE_SCALES:  # 万元增加值能耗
            continue
        statement = aspects.get(place)
        if mention.unit in {"岁", "周岁"} and mention.hedge is not Hedge.EXACT and place + 1 < len(mentions):
            continue  # 35岁以下党员96名: who is counted, and no figure of its own
        if statement is None:
            owner = rank_before(sentence, mention, figures, first)
            if owner is not None:
                figures[owner] = replace(figures[owner], previous=mention, previous_text=mention.text)
            elif mention.date is None or not mention.date.relative or mention.date.end_month:
                name = _of_what(sentence, mention) or own_name(sentence, mention, labels[place], None)
                figure = _figure(name, mention, "", row)
                around = (
                    f"{sentence[max(0, mention.start - 8) : mention.start]}…{sentence[mention.end : mention.end + 40]}"
                )
                figures.append(replace(figure, note=around))
            continue
        label = statement.label
        ranked = moved_rank(statement, figures[-1] if figures else None)
        if ranked is not None:
            figures[-1] = ranked  # 排名第27位，较上年提升4位; the 4位 stays a fact of its own
        if statement.aspect is Aspect.START:
            name = own_name(sentence, mention, label, None)
            scope = scope_of(statement) if start_is_framed(statement) else ""
            started[label.indicator] = _figure(name, mention, scope or "上年", row)
            continue
        mention = _as_money(sentence, statement.mention, figures)
        listed = previous_end >= 0 and _LISTED.fullmatch(sentence[previous_end : mention.start]) is not None
        owner = owner_of_previous(sentence, replace(statement, mention=mention), figures, first, listed=listed)
        if owner is not None:
            figures[owner] = replace(figures[owner], previous=mention, previous_text=mention.text)
            previous_end = mention.end
            continue
        change = statement if statement.aspect is Aspect.CHANGE else None
        earlier = [figure for figure in figures[first:] if _is_measured(figure)]
        line = [one for one in figures if one.row == row and _is_measured(one)]
        name = name_of(sentence, replace(statement, mention=mention), change, earlier or line[-1:], line)
        if ranked is not None:
            name = f"{ranked.name}位次{label.indicator.lstrip('较比')}"
        figure = _figure(name, mention, scope_of(statement), row)
        figures.append(replace(figure, note=f"{statement.clause}…{statement.after[:8]}"))
        began = started.get(label.indicator)
        same = began is not None and began.scope == "上年" and began.value.unit_class == mention.unit_class
        if began is not None and same and change is None:
            del started[label.indicator]
            figures[-1] = replace(figures[-1], previous=began.value, previous_text=began.value_text)
    figures.extend(started.values())


def _is_measured(figure: Figure) -> bool:
    """Tell whether a fact counts or measures, and does not only say when: 1—6月."""
    return figure.value.kind in QUANTITY_KINDS and not is_time(figure.value)


def _of_what(sentence: str, mention: Mention) -> str:
    """Return what a date inside a sentence is of by the words behind it, 总投资4.6亿元，3月18日|开工, or ``""``."""
    clause = re.split(r"[，,；;：:。]", sentence[: mention.start])
    if not is_time(mention) or len(clause) < 2 or not _PLANNED_FOR.fullmatch(clause[-1]):
        return ""
    behind = re.split(r"[，,；;。]", sentence[mention.end :], maxsplit=1)[0]
    happened = _HAPPENS.fullmatch(behind)
    heading = heading_of(sentence)
    return heading + happened["what"] if happened is not None else ""


_PLANNED_FOR = re.compile(r"(?:计划|预计|拟|将|已|于|力争|确保)*")
_HAPPENS = re.compile(r"(?:前|底前|底|已|正式|全面|顺利)*(?P<what>[\u4e00-\u9fff]{2,8})")
_MONEY = re.compile(r"费|资金|经费|投入|增收|补贴|补助|奖金|罚款|税|额|投资|产值|收入|支出|款|帮扶|节约|花了")


_PEOPLE = re.compile(r"人数|人次|人口|游客|惠及|受益|职工|群众|学生|就业|总量|销量|产量")


def _as_money(sentence: str, mention: Mention, figures: Sequence[Figure]) -> Mention:
    """Return 18.4万 of 三公经费花了18.4万 as the yuan that it is of, as a colleague writes it."""
    if mention.kind is not Kind.COUNT or mention.unit or not re.search(r"[万亿]$", mention.text):
        return mention
    before = plain_name(re.split(r"[，,。；;：:]", sentence[: mention.start])[-1])
    aimed_at = bool(figures) and figures[-1].value.unit_class == "yuan" and AIMED_AT.fullmatch(before.strip())
    if not (_MONEY.search(before) or aimed_at) or _PEOPLE.search(before):
        return mention
    return replace(mention, kind=Kind.AMOUNT, unit="元", unit_class="yuan", text=mention.text + "元")


def _figure(name: str, mention: Mention, scope: str, row: int) -> Figure:
    return Figure(id="", name=name, value_text=mention.text, value=mention, unit=mention.unit, scope=scope, row=row)
