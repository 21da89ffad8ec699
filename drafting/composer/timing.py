"""Past prose moved to this period: its years and half-years, and the campaigns that have ended since."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from drafting.headings import campaign_kind, replacement_for, shift_years
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


#: The sessions of one congress in a row: 二十届二中、三中全会.
_SESSIONS = re.compile(
    r"(?P<congress>[一二三四五六七八九十]{2,3})届(?P<row>[一二三四五六七]中(?:、[一二三四五六七]中)*)全会"
)
#: Party congresses by the year after which the next one's spirit is what is studied.
_CONGRESSES = (("十八", 2017), ("十九", 2022), ("二十", 2027))
_PLAN = re.compile(r"“?(十[二三四五六七]五)”?")
_NUMERALS = "一二三四五六七"


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


def with_new_sessions(text: str, themes: Sequence[Theme]) -> str:
    """Return the text with the plenary session that this period's themes speak of added to those it lists.

    A report of 2025 says 二十届二中、三中全会精神; where a theme of 2026 is the fourth session, it says 、四中 as well.
    """
    told = "".join(f"{theme.name}\n{theme.notes}\n" for theme in themes)
    newest: dict[str, str] = {}
    for match in _SESSIONS.finditer(told):
        last = match["row"].split("、")[-1]
        if _session(last) > _session(newest.get(match["congress"], "")):
            newest[match["congress"]] = last

    def extended(match: re.Match[str]) -> str:
        last = match["row"].split("、")[-1]
        new = newest.get(match["congress"], "")
        between = "、".join(f"{_NUMERALS[n]}中" for n in range(_session(last), _session(new)))
        return f"{match['congress']}届{match['row']}{'、' + between if between else ''}全会"

    return _SESSIONS.sub(extended, text)


def _past_sessions(text: str, period: Period) -> list[Span]:
    """Return the congress sessions that a report of this period no longer studies (十九届五中全会精神 in 2026)."""
    names = [name for name, until in _CONGRESSES if until < period.year]
    if not names:
        return []
    row = "[一二三四五六七]中(?:、[一二三四五六七]中)*全会"
    pattern = rf"(?:党的)?(?:{'|'.join(names)})(?:大|届(?:{row}|历次全会))(?:会议)?(?:精神)(?!以来|和党的二十|、二十)"
    return [Span(match.start(), match.end(), match[0]) for match in re.finditer(pattern, text)]


def speaks_of_ended_plan(text: str, period: Period) -> bool:
    """Tell whether a clause works towards a five-year plan that is over (紧盯“十四五”收官 in 2026)."""
    for match in _PLAN.finditer(text):
        entry = Lexicon.default().get(match[1])
        if entry is not None and entry.until is not None and entry.until[0] < period.year:
            return not re.search(r"以来|期间|时期|成就|经验|总结", text[match.end() : match.end() + 6])
    return False


def dated_campaigns(year: int) -> tuple[str, ...]:
    """Return the names of the campaigns of a year that the lexicon knows to have an end, the longest first."""
    names = []
    for entry in Lexicon.default():
        if entry.until is not None and entry.since is not None and entry.since[0] <= year <= entry.until[0]:
            names += [name for name in (entry.text, *entry.also) if campaign_kind(name)]
    return tuple(sorted(names, key=len, reverse=True))


def ended_campaigns(text: str, period: Period, themes: Sequence[Theme], role: Role) -> tuple[Span, ...]:
    """Return the campaigns that the text treats as under way and that are not: dated ones, and last year's by pattern.

    What is planned builds on the newest campaign: 巩固拓展…学习教育成果 of last year's plans means this year's now.
    """
    spans = [Span(phrase.start, phrase.end, phrase.text) for phrase in Lexicon.default().stale(text, period)]
    spans += _past_sessions(text, period)
    if role is Role.PLANS:
        for name in dated_campaigns(period.year - 1):
            at = text.find(name)
            if at >= 0 and replacement_for(name, themes) and not _overlaps(spans, at, at + len(name)):
                spans.append(Span(at, at + len(name), name))
    current = "".join(f"{theme.name}\n{theme.notes}\n" for theme in themes)
    for match in _CAMPAIGN.finditer(text):
        group = next(name for name in ("quoted", "named", "bare") if match[name])
        name = match[group]
        start, end = match.span() if group == "quoted" else match.span(group)
        if _overlaps(spans, start, end) or name in current or _PAST_TALK.search(text[max(0, start - 6) : end + 6]):
            continue
        spans.append(Span(start, end, text[start:end]))
    return tuple(sorted(spans, key=lambda span: span.start))


def _overlaps(spans: Sequence[Span], start: int, end: int) -> bool:
    return any(span.start < end and start < span.end for span in spans)


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
        elif before.endswith(("、", "和", "及")):
            text = before.rstrip("、和及") + after
        elif after.startswith(("、", "和", "及")):
            text = before + after.lstrip("、和及")
        else:
            return None
    return text


def _session(name: str) -> int:
    return _NUMERALS.index(name[0]) + 1 if name else 0


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
