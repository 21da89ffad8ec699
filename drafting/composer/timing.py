"""Past prose moved to this period: its years and half-years, and the campaigns that have ended since."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from drafting.headings import replacement_for, shift_years
from drafting.request import Theme
from knowledge_base.lexicon.set_phrases import Lexicon
from knowledge_base.report import Period, Role

#: 20xx年, 202X年, 20**年: a year that the source masked. Which year it was does not matter.
_MASKED_YEAR = re.compile(r"20[xX×*＊〇○]{2}年度?|202[xX×*＊]年度?|[xX×]{4}年度?")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)\d\d(?![0-9])")
_TITLE = re.compile(r"《[^》]*》")
#: A campaign by its pattern, bare or quoted. Such names live for a year or less, so one that only a past report knows
#: is not under way any more, whether the lexicon has heard of it or not.
_CAMPAIGN = re.compile(
    r"“(?P<quoted>[^”“]{2,14}年)”(?:活动)?"
    r"|(?:开展|推进|抓好|抓实|巩固|根据|围绕|结合|聚焦|以)(?P<named>[^，。；、：“”开展推进抓巩固]{2,22}?(?:学习教育|主题教育))"
    r"|(?P<bare>主题教育)"
)
_PAST_TALK = re.compile(r"成果|巩固|长效|常态")


@dataclass(frozen=True, slots=True)
class Span:
    """A campaign that had ended, where a text speaks of it as under way."""

    start: int
    end: int
    text: str


def moved_to(text: str, past: Period | None, now: Period, role: Role) -> str:
    """Return a past text with its years and its half-year moved to this period.

    The year after the report's (明年的打算) moves along with it; years further away stay, for :func:`speaks_of_other_year`
    to judge. A half-year's words become a whole year's and back where the periods differ in kind.
    """
    text = _MASKED_YEAR.sub(f"{now.year}年", text)
    if past is None:
        return text
    text = shift_years(text, past, now)
    text = re.sub(r"(?<![0-9])20\d\d(?=年度)", lambda match: _shifted(match[0], past, now), text)
    if past.half == now.half:
        return text
    return _half_words(text, past, now, role)


def speaks_of_other_year(text: str, now: Period) -> bool:
    """Tell whether a clause, outside a book title, names a year that is not this one, the last or the next."""
    bare = _TITLE.sub("", text)
    return any(abs(int(match[0]) - now.year) > 1 for match in _YEAR.finditer(bare))


def ended_campaigns(text: str, period: Period, themes: Sequence[Theme]) -> tuple[Span, ...]:
    """Return the campaigns that the text treats as under way and that are not: dated ones, and last year's by pattern."""
    spans = [Span(phrase.start, phrase.end, phrase.text) for phrase in Lexicon.default().stale(text, period)]
    current = "".join(f"{theme.name}\n{theme.notes}\n" for theme in themes)
    for match in _CAMPAIGN.finditer(text):
        group = next(name for name in ("quoted", "named", "bare") if match[name])
        name = match[group]
        start, end = match.span() if group == "quoted" else match.span(group)
        overlaps = any(span.start < end and start < span.end for span in spans)
        if overlaps or name in current or _PAST_TALK.search(text[max(0, start - 6) : end + 6]):
            continue
        spans.append(Span(start, end, text[start:end]))
    return tuple(sorted(spans, key=lambda span: span.start))


def with_theme(text: str, spans: Sequence[Span], themes: Sequence[Theme]) -> str | None:
    """Return a clause whose ended campaigns have given way to this period's theme, or None where nothing fits.

    Of several ended campaigns only one is replaced; the others go as items of their list (党史学习教育、党纪学习教育).
    """
    placed = False
    for span in reversed(spans):
        theme = replacement_for(span.text.removesuffix("活动") if span.text.startswith("“") else span.text, themes)
        before, after = text[: span.start], text[span.end :]
        if theme and not placed and theme not in before + after:
            quoted = f"“{theme}”" if span.text.startswith("“") else theme
            text = before + quoted + ("活动" if span.text.endswith("”活动") else "") + after
            placed = True
        elif before.endswith(("、", "和", "及", "与")):
            text = before.rstrip("、和及与") + after
        elif after.startswith(("、", "和", "及", "与")):
            text = before + after.lstrip("、和及与")
        else:
            return None
    return text


def _shifted(year: str, past: Period, now: Period) -> str:
    return str(int(year) + now.year - past.year) if abs(int(year) - past.year) <= 1 else year


def _half_words(text: str, past: Period, now: Period, role: Role) -> str:
    if now.half is None:
        if role is Role.PLANS:
            return re.sub(r"(?:20\d\d年)?下半年", f"{now.year + 1}年", text)
        return re.sub(r"(20\d\d年)上半年", r"\1", text).replace("上半年", "全年").replace("半年来", "一年来")
    word = "上半年" if now.half == 1 else "下半年"
    if past.half is None:
        if role is Role.PLANS and now.half == 1:
            text = re.sub(rf"{now.year + 1}年(?!度)|明年|下一年", "下半年", text)
        elif role is not Role.PLANS:
            text = re.sub(rf"{now.year}年(?![度上下0-9])", f"{now.year}年{word}", text)
        return text.replace("全年", word).replace("一年来", "半年来")
    if role is Role.PLANS:
        return re.sub(r"(?:20\d\d年)?下半年", f"{now.year + 1}年", text) if now.half == 2 else text
    return text.replace("上半年" if past.half == 1 else "下半年", word)
