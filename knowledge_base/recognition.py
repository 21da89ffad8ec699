"""What a report is: its genre, its unit, its period; recognised, to be confirmed by the writer."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge_base.report import Period, Role, Section
from knowledge_base.structure import ParsedReport

_YEAR = r"((?:19|20)\d{2}|二[〇○零]{1,2}[一二三四五六七八九〇○零]{1,2})"
_PERIOD = re.compile(
    rf"{_YEAR}\s*年?\s*(?:度)?\s*(?:(上半年|下半年)|第?([一二三四1-4])季度|(前三季度)|([1-9]|1[0-2])\s*[-—至~－]\s*([1-9]|1[0-2])\s*月)?"
)
_MASKED_YEAR = re.compile(r"(?:19|20)(?:\d[xX×*＊]|[xX×*＊]{2})|[xX×*＊]{2,4}(?=年)")
_ORGANISATION_END = (
    r"(?:党工委(?:、|和)?管委会|党工委|管委会|管理委员会|工作委员会|工委|党委|党组|党支部|党总支|支部|党政办公室|党政办|办公室|"
    r"党群工作部|组织部|工作部|建设局|发展局|服务局|管理局|[\u4e00-\u9fff]{1,6}局|委员会|园区|开发区|高新区|集团|公司|中心|政府|县|市|区|镇|乡|街道)"
)
_BODY_CUE_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Recognised:
    """Genre id, unit and period as far as they could be told; ``notes`` say in Chinese what was guessed or not found."""

    genre: str
    unit: str
    period: Period | None
    notes: tuple[str, ...] = ()


def recognise(parsed: ParsedReport, genre_cues: Mapping[str, Sequence[str]]) -> Recognised:
    """Return what the report is. ``genre_cues`` are each genre's title words, the most telling first."""
    notes: list[str] = []
    text = _text_of(parsed.sections)
    genre = _genre(parsed, text, genre_cues, notes)
    unit = _unit(parsed, text, notes)
    period = _period(parsed, text, notes)
    return Recognised(genre, unit, period, tuple(notes))


def period_in(text: str) -> Period | None:
    """Return the first period that a text names (2024年上半年, 二〇二五年度), or ``None``."""
    for found in _PERIOD.finditer(text):
        year = _year_value(found.group(1))
        written = found.group(0)
        if "年" not in written and not re.match(r"(?:度|上半年|下半年)", text[found.end() :]):
            continue
        if found.group(2):
            return Period(year, half=1 if found.group(2) == "上半年" else 2)
        if found.group(3):
            return Period(year, quarter="一二三四1234".index(found.group(3)) % 4 + 1)
        if found.group(5) == "1" and found.group(6) == "6":
            return Period(year, half=1)
        return Period(year)
    return None


def _genre(parsed: ParsedReport, text: str, cues: Mapping[str, Sequence[str]], notes: list[str]) -> str:
    title = re.sub(r"\s", "", parsed.title)
    found = _longest_cue(title, cues)
    if found:
        return found
    of_a_congress = "政府工作报告" in title or "各位代表" in parsed.recipient + text[:400]
    if cues and not of_a_congress:
        counts = {
            genre: sum(text.count(cue) for cue in words if len(cue) >= _BODY_CUE_LENGTH and cue in text[:400])
            for genre, words in cues.items()
        }
        best = max(counts, key=lambda genre: counts[genre])
        roles = {section.role for section in parsed.sections}
        if counts[best] >= 3:
            notes.append("文种按正文推断，请核对")
            return best
        if "work_summary" in cues and roles & {Role.PROGRESS} and roles & {Role.PROBLEMS, Role.PLANS}:
            notes.append("文种按结构推断为工作总结，请核对")
            return "work_summary"
    notes.append("未能识别文种，请补充")
    return ""


def _longest_cue(title: str, cues: Mapping[str, Sequence[str]]) -> str:
    """Return the genre whose longest cue stands in the title: 党建工作要点 before 党建工作 before 总结."""
    found = [(len(cue), genre) for genre, words in cues.items() for cue in words if cue in title]
    return max(found)[1] if found else ""


def _unit(parsed: ParsedReport, text: str, notes: list[str]) -> str:
    title = re.sub(r"\s", "", parsed.title).removeprefix("中共")
    before = re.split(rf"关于|{_YEAR}|(?:19|20)[\dxX×*]{{2}}年", title, maxsplit=1)[0]
    undated = re.sub(rf"(?:{_YEAR}|(?:19|20)[\dxX×*]{{2}})年?度?(?:上半年|下半年)?", "", title).removeprefix("关于")
    found = _organisation(before) or _organisation(undated)
    if len(found) >= 2 and found != "政府":
        return found
    if parsed.signature:
        return re.sub(r"\s", "", parsed.signature)
    inside = re.search(r"党政办公室|党政办(?=[将把要，])", text)
    if inside and not parsed.title:
        notes.append("单位按正文推断，请核对")
        return inside.group()
    notes.append("未能识别单位，请补充")
    return ""


def _organisation(candidate: str) -> str:
    """Return the longest organisation at the front: 云岚工业园区党政办公室, not 云岚工业园区."""
    best = ""
    for found in re.finditer(_ORGANISATION_END, candidate):
        between = candidate[len(best) : found.start()]
        if best and len(between) > 6:
            break
        best = candidate[: found.end()]
    return best


def _period(parsed: ParsedReport, text: str, notes: list[str]) -> Period | None:
    in_title = period_in(parsed.title)
    if in_title is not None:
        return in_title
    if _MASKED_YEAR.search(parsed.title):
        notes.append("年份被遮掩，未能识别期间，请补充")
        return None
    opening = period_in(text[:300])
    if opening is not None:
        return opening
    if _MASKED_YEAR.search(text[:300]):
        notes.append("年份被遮掩，未能识别期间，请补充")
        return None
    dated = period_in(parsed.date)
    months = re.search(r"年\s*(\d{1,2})\s*月", parsed.date)
    if dated is not None and months:
        month = int(months.group(1))
        notes.append("期间按成文日期推断，请核对")
        return (
            Period(dated.year - 1)
            if month <= 2
            else Period(dated.year, half=1)
            if 6 <= month <= 8
            else Period(dated.year)
        )
    years = [
        int(found)
        for found in re.findall(r"(?:〔|\[)(20\d{2})(?:〕|\])|(?<!\d)(20\d{2})年", text)
        for found in found
        if found
    ]
    if years:
        notes.append("期间按正文中的年份推断，请核对")
        half = 1 if any(s.role is Role.PLANS and "下半年" in _text_of((s,))[:40] for s in parsed.sections) else None
        return Period(max(years), half=half)
    notes.append("未能识别期间，请补充")
    return None


def _year_value(text: str) -> int:
    if text.isdecimal():
        return int(text)
    digits = {"〇": 0, "○": 0, "零": 0} | {char: value for value, char in enumerate("一二三四五六七八九", 1)}
    value = int("".join(str(digits[char]) for char in text))
    return value if value > 1000 else value + 2000


def _text_of(sections: Sequence[Section]) -> str:
    parts = []
    for section in sections:
        parts += [section.heading, *section.paragraphs, _text_of(section.children)]
    return "\n".join(part for part in parts if part)
