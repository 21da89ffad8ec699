"""Characters that a site dropped from a report: found, and restored where the site's own summary still has them."""

import re
from collections.abc import Sequence

#: An insertion longer than this is another text, not dropped characters.
LONGEST_GAP = 6
#: So many characters must agree before the summary counts as the same text.
LEAST_AGREEMENT = 40

#: Words that are left when a site drops 党 or 政治, and hardly stand in a text that has them: 员 for 党员.
_STUMPS = re.compile(
    r"(?<![\u4e00-\u9fff])(?:员|群|建|风廉政|纪学)|基层组织|(?<!党)工委(?!会)|(?<!党)群服务中心|(?<!党)纪学习|(?:发展|先锋|优秀)员(?!工)|主题日|(?<!党)费收缴|入积极分子"
)


def restored(paragraphs: Sequence[str], summary: str) -> tuple[tuple[str, ...], int]:
    """Return the paragraphs with the characters that the summary has and they lost, and how many were put back.

    Only the beginning that agrees with the summary but for such gaps is touched, up to the last full clause.
    """
    body = "\n".join(paragraphs)
    inserts: list[tuple[int, str]] = []
    start = 0
    for paragraph in paragraphs[:4]:  # a title may stand before the opening
        inserts = [(start + place, missing) for place, missing in _gaps(body[start:], summary)]
        if inserts:
            break
        start += len(paragraph) + 1
    if not inserts:
        return tuple(paragraphs), 0
    pieces, at = [], 0
    for place, missing in inserts:
        pieces += [body[at:place], missing]
        at = place
    text = "".join([*pieces, body[at:]])
    return tuple(text.split("\n")), sum(len(missing) for _, missing in inserts)


def dropped_words(text: str) -> str:
    """Return in Chinese what seems to have been dropped from the text, or ``""``."""
    party, length = text.count("党"), len(text)
    stumps = len(_STUMPS.findall(text))
    if length >= 600 and stumps >= 5 and party * 5 < stumps:
        return f"疑似被网站删字：正文 {length} 字中“党”仅 {party} 次，残缺词 {stumps} 处（如“员”应为“党员”），请对照原件补正"
    return ""


#: What a wrong decoding leaves: the replacement character, question marks in a row, characters of a private font.
_BROKEN = re.compile(r"\ufffd+|(?<=[\u4e00-\u9fff])[?？]{2,}(?=[\u4e00-\u9fff，。、；])|[\ue000-\uf8ff]+")


def broken_places(text: str) -> int:
    """Return at how many places the text has characters that no one wrote."""
    return len(_BROKEN.findall(text))


def breaks_off(last: str) -> bool:
    """Tell whether a text ends in the middle of a sentence; ``last`` is its last paragraph."""
    return len(last) > 30 and " | " not in last and re.search(r"[。！？；：…”）》!?;:]$", last) is None


def _gaps(body: str, summary: str) -> list[tuple[int, str]]:
    """Walk both texts side by side; return where the body lacks characters of the summary, and which."""
    at, other, agreed = 0, 0, 0
    found: list[tuple[int, str]] = []
    settled: list[tuple[int, str]] = []
    while at < len(body) and other < len(summary):
        if body[at] == "\n":
            at += 1
        elif body[at] == summary[other]:
            if body[at] in "。，；：、”":
                settled = list(found)
            at, other, agreed = at + 1, other + 1, agreed + 1
        else:
            gap = _gap(body[at:].replace("\n", "")[:3], summary, other)
            if not gap:
                break
            found.append((at, summary[other : other + gap]))
            other += gap
    return settled if agreed >= LEAST_AGREEMENT else []


def _gap(following: str, summary: str, other: int) -> int:
    """Return how many characters of the summary to skip until what follows in the body stands there; 0 for never."""
    for size in range(1, LONGEST_GAP + 1):
        if summary.startswith(following, other + size):
            return size
    # near the next gap only the first character agrees: 群服务中心 after 党 before 心x个
    for size in range(1, 3):
        if summary.startswith(following[:1], other + size):
            return size
    return 0
