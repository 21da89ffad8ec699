"""Figures of a past report as named slots, so that a passage is a template and no value of last year can leak."""

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge_base.masks import find_masks
from knowledge_base.names import find_names
from knowledge_base.quantities.labels import label_mentions
from knowledge_base.quantities.mention import QUANTITY_KINDS, Hedge, Kind, Label, Mention
from knowledge_base.quantities.reader import read
from knowledge_base.quantities.units import unit_class
from knowledge_base.report import Period, Slot

#: Marks of a date or period: they name what is meant, relative to the report's own period, and carry no value.
REPORT_YEAR, REPORT_PERIOD, YEAR_BEFORE, NEXT_YEAR = "报告年度", "报告期间", "上一年度", "下一年度"
OTHER_YEAR, OTHER_PERIOD, DATE, DOCUMENT_NUMBER, MASKED = "年份", "时段", "日期", "文号", "遮掩内容"

_SLOT_KINDS = QUANTITY_KINDS | {Kind.UNKNOWN, Kind.PLACEHOLDER, Kind.DOCUMENT_NUMBER, Kind.DATE, Kind.PERIOD}
_MASK_UNIT = re.compile(
    r"(?:余|多)?(亿元|万元|人次|户次|平方米|平方公里|公里|个百分点|百分点|万人|[次个名人家项件份期场条篇起户亩元吨部辆批轮类门所处支对套例宗届级%％])(?!民|大|才|群|员|业)"
)
#: Small Chinese numerals with these words are prose, not data: 关键一年, 建强一支队伍, 一级抓一级, 三年行动, 二十届历次全会.
_PROSE_UNITS = frozenset("年级个支批届环步条种类项天线流体大点层轮面股道张把方代部")
_LED_UP = re.compile(r"(?<=..)(?:从|由|达到?|增至|提高到)$")
_CHINESE_NUMERAL = re.compile(r"[一二两三四五六七八九十百]+")
_MASKED_YEAR = re.compile(r"(?:19|20)[\dxX×*]{2}|[xX×*]{2,4}")


def find_slots(text: str, period: Period | None = None, offset: int = 0) -> tuple[Slot, ...]:
    """Return the slots of a paragraph, in order, never overlapping.

    Quantities, dates, document numbers, masks and names become slots; set phrases, formulas, enumerators, sessions and words
    like 去年同期 stay. ``offset`` is added to each slot's place.
    """
    mentions = _mentions(text)
    labels = label_mentions(text, mentions)
    figures = tuple(mention.text for mention in mentions if mention.kind in QUANTITY_KINDS and not _is_prose(mention))
    slots = []
    for mention, label in zip(mentions, labels, strict=True):
        label = replace(label, indicator=_without_figures(label.indicator, figures))
        slot = _slot(text, mention, label, period, offset)
        if slot is not None:
            slots.append(slot)
    return _with_names(text, slots, offset)


def _with_names(text: str, slots: Sequence[Slot], offset: int) -> tuple[Slot, ...]:
    """Return the slots with those of names, where none of a figure stands."""
    named = [
        Slot(
            name.names,
            "",
            "",
            Kind.PLACEHOLDER,
            Hedge.EXACT,
            name.start + offset,
            name.end + offset,
            name.text,
            f"{{{name.names}}}",
        )
        for name in find_names(text)
        if not any(slot.start < name.end + offset and name.start + offset < slot.end for slot in slots)
    ]
    return tuple(sorted((*slots, *named), key=lambda slot: slot.start))


def template_of(text: str, slots: Sequence[Slot], offset: int = 0) -> str:
    """Return the text with each slot's mark in place of its figure; the slots' places count from ``offset``."""
    pieces, at = [], 0
    for slot in slots:
        pieces += [text[at : slot.start - offset], slot.mark]
        at = slot.end - offset
    return "".join([*pieces, text[at:]])


def _mentions(text: str) -> tuple[Mention, ...]:
    """Return what the reader finds, and the masks that it leaves (《**好人》, X县): nothing masked may pass for text."""
    found = read(text)
    taken = [(mention.start, mention.end) for mention in found]
    extra = []
    for start, end in find_masks(text):
        if any(start < other_end and other_start < end for other_start, other_end in taken):
            continue
        unit = _MASK_UNIT.match(text, end)
        stop = end if unit is None else unit.end()
        if any(start < other_end and other_start < stop for other_start, other_end in taken):
            unit, stop = None, end
        measure = "" if unit is None else unit.group(1)
        extra.append(
            Mention(
                start,
                stop,
                text[start:stop],
                Kind.PLACEHOLDER,
                unit=measure,
                unit_class=unit_class(measure) if measure else "",
            )
        )
    return tuple(sorted((*found, *extra), key=lambda mention: mention.start))


def _slot(text: str, mention: Mention, label: Label, period: Period | None, offset: int) -> Slot | None:
    if mention.kind not in _SLOT_KINDS or _is_prose(mention):
        return None
    if mention.kind in (Kind.DATE, Kind.PERIOD):
        name, unit = _date_name(mention, period), ""
        if not name:
            return None
    elif mention.kind is Kind.DOCUMENT_NUMBER:
        name, unit = DOCUMENT_NUMBER, ""
    elif mention.kind is Kind.PLACEHOLDER:
        name, unit = _mask_name(text, mention, label)
    else:
        name, unit = _plain(label.indicator) or "数值", mention.unit
    mark = f"{{{name}:{unit}}}" if unit else f"{{{name}}}"
    # 2019年以来: the reader takes the words of a period with it, and they belong to the phrasing
    written = mention.text.removesuffix("以来") if mention.date is not None else mention.text
    return Slot(
        name,
        unit,
        mention.unit_class,
        mention.kind,
        mention.hedge,
        mention.start + offset,
        mention.start + len(written) + offset,
        written,
        mark,
    )


def _is_prose(mention: Mention) -> bool:
    if mention.kind is not Kind.COUNT or mention.hedge is not Hedge.EXACT:
        return False
    numeral = _CHINESE_NUMERAL.match(mention.text)
    return numeral is not None and (mention.unit[:1] in _PROSE_UNITS or not mention.unit)


def _date_name(mention: Mention, period: Period | None) -> str:
    """Return what the date is to the report, or ``""`` where the text names no year, month or day (去年同期 stays)."""
    parts = mention.date
    if parts is None:
        return DATE if mention.kind is Kind.DATE else OTHER_PERIOD
    stated = (
        parts.year,
        parts.month,
        parts.day,
        parts.half,
        parts.quarter,
        parts.end_year,
        parts.end_month,
        parts.end_day,
    )
    if all(part is None for part in stated) or (parts.year is None and parts.month is None and parts.day is None):
        return ""  # 去年同期, 上半年, 一季度: words of any year
    if parts.day is not None or (parts.month is not None and parts.end_month is None):
        return DATE
    if parts.month is not None or parts.end_year is not None:
        return OTHER_PERIOD
    partial = parts.half is not None or parts.quarter is not None
    if period is None or parts.year is None:
        return REPORT_PERIOD if partial else OTHER_YEAR
    if parts.year == period.year:
        return REPORT_PERIOD if partial else REPORT_YEAR
    if partial:
        return OTHER_PERIOD
    return {period.year - 1: YEAR_BEFORE, period.year + 1: NEXT_YEAR}.get(parts.year, OTHER_YEAR)


def _mask_name(text: str, mention: Mention, label: Label) -> tuple[str, str]:
    core = text[mention.start : mention.end]
    if text[mention.end : mention.end + 1] == "年" or core.endswith("年"):
        return (REPORT_YEAR, "") if _MASKED_YEAR.match(core) else (OTHER_YEAR, "")
    unit = mention.unit
    if not unit:
        return MASKED, ""
    return _plain(label.indicator) or "数值", unit


def _without_figures(name: str, figures: Sequence[str]) -> str:
    """Return an indicator's name without a figure of its sentence.

    The label of 增至6.2万元 is 人均生产总值从5.6万元: a mark with that name would carry last year's value.
    """
    for figure in figures:
        if figure in name:
            before, after = name.split(figure, 1)
            name = before or after
    return _LED_UP.sub("", name)


def _plain(name: str) -> str:
    return re.sub(r"[{}:：\s]", "", name)[:24]
