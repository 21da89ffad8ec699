"""Headings of past reports: how alike two are, and how one is made fit for this period."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from drafting.enumerator import strip_enumerator
from drafting.request import Theme
from knowledge_base.lexicon.set_phrases import Lexicon
from knowledge_base.quantities.mention import QUANTITY_KINDS, Kind
from knowledge_base.quantities.reader import read
from knowledge_base.report import Period

#: From here on two headings speak of the same thing: 存在问题 and 存在的问题, 下步打算 and 下一步工作打算.
ALIKE = 0.5
#: A heading so like another one that it is the same section, whatever role its text was taken for.
SURELY_ALIKE = 0.8

_NOT_WORDING = re.compile(r"[\W_的]|工作")
_CLAUSE = re.compile(r"[，,；;]")
#: What kind of campaign a name is; a theme takes the place of an ended campaign of its own kind.
_CAMPAIGN_KINDS = ("学习教育", "主题教育", "教育活动", "专项行动", "提升年", "活动", "行动", "教育", "年")
_DATED = frozenset({Kind.DATE, Kind.PERIOD, Kind.DOCUMENT_NUMBER, Kind.PLACEHOLDER})


@dataclass(frozen=True, slots=True)
class AdaptedHeading:
    """A past heading fit for this period. ``text`` is empty where nothing of it is left; ``note`` says what was done."""

    text: str
    note: str = ""


def likeness(one: str, other: str) -> float:
    """Return how alike two headings are, 0 to 1, by the pairs of characters they share; their numbers do not count."""
    a, b = _pairs(one), _pairs(other)
    if not a or not b:
        return 0.0
    return 2 * len(a & b) / (len(a) + len(b))


def adapt_heading(title: str, past: Period | None, period: Period, themes: Sequence[Theme]) -> AdaptedHeading:
    """Return a past heading without last period's year, figures and ended campaigns.

    A year moves with the period (2026年工作打算 in a report of 2025 speaks of the year after it). An ended campaign gives
    way to this period's theme of the same kind; where there is none its clause is dropped.
    """
    text = strip_enumerator(title)
    notes: list[str] = []
    if past is not None:
        text = shift_years(text, past, period)
    text = _without_ended(text, period, themes, notes)
    text = _without_figures(text, period)
    return AdaptedHeading(text.strip("，,；;、 "), "；".join(notes))


def shift_years(text: str, past: Period, period: Period) -> str:
    """Return the text with the years around the past report's moved to stand around this period's."""
    offset = period.year - past.year
    if offset == 0:
        return text

    def moved(match: re.Match[str]) -> str:
        year = int(match[1])
        return f"{year + offset}年" if abs(year - past.year) <= 1 else match[0]

    return re.sub(r"(?<![0-9])(20\d\d)年", moved, text)


def replacement_for(ended: str, themes: Sequence[Theme]) -> str:
    """Return the name of this period's theme that takes an ended campaign's place, or an empty string."""
    kind = campaign_kind(ended)
    if not kind:
        return ""
    for theme in themes:
        if campaign_kind(theme.name) == kind and theme.name != ended:
            return theme.name.strip('“”"')
    return ""


def campaign_kind(name: str) -> str:
    """Return what kind of campaign a name is (学习教育, 专项行动 …), or an empty string."""
    bare = name.strip('“”"')
    return next((kind for kind in _CAMPAIGN_KINDS if bare.endswith(kind)), "")


def _without_ended(text: str, period: Period, themes: Sequence[Theme], notes: list[str]) -> str:
    for phrase in reversed(Lexicon.default().stale(text, period)):
        theme = replacement_for(phrase.text, themes)
        if theme and theme not in text:
            text = text[: phrase.start] + theme + text[phrase.end :]
            notes.append(f"“{phrase.text}”已结束，换为本期主题“{theme}”")
        else:
            text = _drop_clause(text, phrase.start, phrase.end)
            notes.append(f"“{phrase.text}”已结束，已从标题中去掉")
    return text


def _without_figures(text: str, period: Period) -> str:
    """Return a heading without the figures of its year; the rhetoric of headings (四个聚焦, 六个一) stays."""
    for mention in reversed(read(text)):
        measured = mention.kind in QUANTITY_KINDS and any(character.isdigit() for character in mention.text)
        dated = (
            mention.kind in _DATED and str(period.year) not in mention.text and str(period.year + 1) not in mention.text
        )
        relative = mention.date is not None and mention.date.relative != "" and mention.date.year is None
        if measured or (dated and not relative and not _is_half(mention.text)):
            text = _drop_clause(text, mention.start, mention.end)
    return text


def _is_half(text: str) -> bool:
    """Tell whether a period names no year: 下半年工作打算 is as true this year as last."""
    return re.search(r"20\d\d|\d月|\d日", text) is None and "*" not in text and not re.search(r"[Xx×〇_]", text)


def _drop_clause(text: str, start: int, end: int) -> str:
    """Return the text without the clause around ``start``-``end``."""
    begin = max((match.end() for match in _CLAUSE.finditer(text, 0, start)), default=0)
    stop = next((match.end() for match in _CLAUSE.finditer(text, end)), len(text))
    return text[:begin] + text[stop:]


@lru_cache(maxsize=8192)
def _pairs(text: str) -> frozenset[str]:
    wording = _NOT_WORDING.sub("", strip_enumerator(text))
    if len(wording) < 2:
        return frozenset({wording} if wording else ())
    return frozenset(wording[i : i + 2] for i in range(len(wording) - 1))
