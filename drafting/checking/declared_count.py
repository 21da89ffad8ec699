"""Declared counts against the items that follow: 三点要求, then 一是 二是 三是; and items that skip a number."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge_base.quantities.mention import Kind, Mention
from knowledge_base.quantities.numerals import read_numeral

_ITEM = re.compile(
    r"(?:^|(?<=[，,。；;：:、\s“]))(?P<number>[一二三四五六七八九十]{1,3})(?P<mark>是|要|、)|第(?P<ordinal>[一二三四五六七八九十]{1,3})[，,、]|[（(](?P<bracketed>[一二三四五六七八九十]{1,3}|[0-9]{1,2})[）)]|(?P<circled>[①-⑳])|(?:^|(?<=[，,。；;：:\s]))(?P<arabic>[0-9]{1,2})[.．、](?![0-9])"
)
_ANNOUNCED_UNITS = frozenset({"个", "点", "项", "条", "大", "方面", "类", "个方面", "步"})
_ANNOUNCES = re.compile(r"^(?:[\u4e00-\u9fff“”]{0,12})(?:[：:。，,]|如下)")


@dataclass(frozen=True, slots=True)
class DeclaredCount:
    """A mention that declares how many items follow, and how many do."""

    place: int
    declared: int
    found: int


def declared_counts(text: str, mentions: Sequence[Mention]) -> tuple[DeclaredCount, ...]:
    """Return the counts that announce the items of their own paragraph."""
    found = []
    for place, mention in enumerate(mentions):
        declared = _declared(text, mention)
        if declared is None or not 2 <= declared <= 20:
            continue
        rest = _announced(text, mention.end)
        if not _ANNOUNCES.match(rest):
            continue
        items = _items_in(rest)
        if items and _first_item(rest) <= 30:
            found.append(DeclaredCount(place, declared, items))
    return tuple(found)


def _declared(text: str, mention: Mention) -> int | None:
    if mention.kind is Kind.COUNT and mention.value is not None and mention.unit in _ANNOUNCED_UNITS:
        return int(mention.value)
    # 四方面 may be read as the fixed word 四方 with 面 behind it.
    if mention.kind is Kind.SET_PHRASE and mention.text[1:] == "方" and text.startswith("面", mention.end):
        numeral = read_numeral(mention.text[:1], 0)
        return int(numeral.value) if numeral is not None else None
    return None


def _announced(text: str, start: int) -> str:
    """Return the rest of the paragraph, or all that follows where the items are paragraphs of their own."""
    end = text.find("\n", start)
    rest = text[start : end if end >= 0 else len(text)]
    if end >= 0 and len(rest) <= 40 and not _ITEM.search(rest):
        first = _ITEM.match(text, end + 1)
        if first is not None and _number(first) == 1:
            return text[start:]
    return rest


def _items_in(rest: str) -> int:
    """Return how many items the first list of ``rest`` has: they are marked alike, and numbered on from one.

    Where the first item opens a paragraph, so do the others: what is numbered within them is a list of its own.
    """
    count = 0
    marked, paragraphs = "", False
    for match in _ITEM.finditer(rest):
        number = _number(match)
        if not count:
            if number != 1:
                return 0
            marked, paragraphs = _marked(match), rest[match.start() - 1 : match.start()] == "\n"
        elif _marked(match) != marked or (paragraphs and rest[match.start() - 1 : match.start()] != "\n"):
            continue
        elif number == 1:
            break
        if number == count + 1:
            count = number
    return count


def _marked(match: re.Match[str]) -> str:
    return match["mark"] or (
        "第" if match["ordinal"] else "①" if match["circled"] else "1." if match["arabic"] else "（"
    )


def _first_item(rest: str) -> int:
    match = _ITEM.search(rest)
    return match.start() if match else len(rest)


def _number(match: re.Match[str]) -> int:
    if match["circled"]:
        return ord(match["circled"]) - ord("①") + 1
    numeral = read_numeral(match["number"] or match["ordinal"] or match["bracketed"] or match["arabic"], 0)
    return int(numeral.value) if numeral is not None else 0


@dataclass(frozen=True, slots=True)
class Skipped:
    """An item whose number does not follow the one before: 二、 and then 四、."""

    start: int
    end: int
    expected: str


_CHINESE_NUMBERS = (
    "",
    *"一二三四五六七八九十",
    "十一",
    "十二",
    "十三",
    "十四",
    "十五",
    "十六",
    "十七",
    "十八",
    "十九",
    "二十",
)
_HEADING = re.compile(
    r"^[ 　]*(?:(?P<first>[一二三四五六七八九十]{1,3})、|（(?P<second>[一二三四五六七八九十]{1,3})）)", re.MULTILINE
)
_POINT = re.compile(
    r"(?:^|(?<=[，,。；;：:\s]))(?P<point>[一二三四五六七八九十]{1,2})(?:是(?!否|非)|要(?=[\u4e00-\u9fff]))",
    re.MULTILINE,
)


def skipped_numbers(text: str) -> tuple[Skipped, ...]:
    """Return the headings and points that skip a number; a list may start anew at 一 anywhere."""
    found: list[Skipped] = []
    last = {"first": 0, "second": 0}
    for match in _HEADING.finditer(text):
        level = "first" if match["first"] else "second"
        number = _CHINESE_NUMBERS.index(match[level]) if match[level] in _CHINESE_NUMBERS else 0
        if last[level] and number > last[level] + 1:
            found.append(Skipped(match.start(level), match.end(level), _CHINESE_NUMBERS[last[level] + 1]))
        last[level] = number
        if level == "first":
            last["second"] = 0
    before = 0
    for match in _POINT.finditer(text):
        number = _CHINESE_NUMBERS.index(match["point"]) if match["point"] in _CHINESE_NUMBERS else 0
        if before and number > before + 1:
            found.append(Skipped(match.start("point"), match.end("point"), _CHINESE_NUMBERS[before + 1]))
        before = number
    return tuple(found)


_NAMED_ITEMS = re.compile(
    r"[“]?(?P<number>[二两三四五六七八九十])个(?P<word>[\u4e00-\u9fff]{2})[”]?(?:要求|原则)?[：:，](?P<rest>[^。；;\n]{4,200})"
)


def repeated_items(text: str, start: int) -> DeclaredCount | None:
    """Return what “四个坚持”：坚持…，坚持… declares and how often its word follows, or None where no such list stands there."""
    match = _NAMED_ITEMS.match(text, start)
    numeral = read_numeral(match["number"], 0) if match is not None else None
    found = match["rest"].count(match["word"]) if match is not None else 0
    if match is not None:  # “三个强化”：一是强化理论武装，…；二是强化…
        headed = re.findall(
            rf"[一二三四五六七八九十]是[^，。；\n]{{0,4}}{match['word']}", text[match.end("word") :].partition("\n")[0]
        )
        found = len(headed) or found
    return DeclaredCount(-1, int(numeral.value), found) if numeral is not None and found >= 2 else None
