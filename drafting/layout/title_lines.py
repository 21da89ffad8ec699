"""Breaking a title into lines: 词意完整、排列对称、长短适宜, as a trapezoid or a diamond (梯形、菱形; clause 7.3.1)."""

from functools import cache
from itertools import combinations, pairwise
from pathlib import Path

_WORDS_FILE = Path(__file__).with_name("title_words.txt")
_UNIT_ENDS = (
    "办公室",
    "委员会",
    "管委会",
    "党工委",
    "纪工委",
    "工委",
    "党委",
    "党组",
    "支部",
    "政府",
    "公司",
    "组织部",
    "宣传部",
)
_NAME_ENDS = frozenset({*_UNIT_ENDS, "工业园区", "园区", "高新区", "开发区", "经济开发区", "产业园区", "党政办公室"})
_NO_LINE_START = frozenset("、，。；：）》”’的和与及暨等年月日")
_NO_LINE_END = frozenset("（《“‘、和与及暨第")
_MOST_LINES = 4
# Costs: a good break is free; cutting an unknown run of characters may cut a word; cutting a word is out of the question.
_AFTER_WORD, _UNKNOWN, _FORBIDDEN = 2.0, 9.0, 1000.0
_LONGEST_TITLE = 120  # beyond it the choice of breaks would take long, and no title is meant


def title_lines(title: str, line_characters: int) -> tuple[str, ...]:
    """Return the title cut into lines of at most ``line_characters`` full-width characters; joined, they are the title.

    A title that fits on one line stays whole.
    """
    if _width(title) <= line_characters or len(title) > _LONGEST_TITLE:
        return (title,)
    costs = _break_costs(title)
    places = [place for place in range(1, len(title)) if costs[place] < _FORBIDDEN]
    fewest = -int(-_width(title) // line_characters)
    best: tuple[float, tuple[str, ...]] | None = None
    for count in range(max(fewest, 2), min(max(fewest + 1, 3), _MOST_LINES) + 1):
        for chosen in combinations(places, count - 1):
            lines = tuple(title[start:end] for start, end in zip((0, *chosen), (*chosen, len(title)), strict=True))
            widths = [_width(line) for line in lines]
            if max(widths) > line_characters:
                continue
            cost = sum(costs[place] for place in chosen) + _shape_cost(widths) + 2.0 * (count - fewest)
            if best is None or cost < best[0]:
                best = (cost, lines)
    return best[1] if best else (title,)


def _shape_cost(widths: list[float]) -> float:
    """Return how far the lines are from a trapezoid or diamond: rectangles and hourglasses are what 7.3.1 rules out."""
    steps = [after - before for before, after in pairwise(widths)]
    turns = [(first, second) for first, second in pairwise(steps) if first < 0 < second]
    rectangle = sum(6.0 for step in steps if abs(step) < 1)
    too_uneven = sum(max(0.0, max(widths) / max(width, 1.0) - 2.2) * 6 for width in widths)
    return 12.0 * len(turns) + rectangle + too_uneven + 0.3 * (max(widths) - min(widths))


def _break_costs(title: str) -> list[float]:
    """Return for each place in the title what a line break there costs; place n is before the n-th character."""
    words = _segments(title)
    costs = [_FORBIDDEN] * (len(title) + 1)
    place = 0
    for (word, known), (following, following_known) in pairwise(words):
        place += len(word)
        if not known:
            # inside a run of unknown characters a break may cut a word, and is kept for a title that has no better place
            for inside in range(place - len(word) + 2, place - 1):
                costs[inside] = _UNKNOWN
        if following[0] in _NO_LINE_START or word[-1] in _NO_LINE_END:
            continue
        if following == "关于" or word in _UNIT_ENDS or word in ("上半年", "下半年", "年度"):
            costs[place] = 0.0
        elif known and following_known:
            costs[place] = 1.0
        elif following in _NAME_ENDS:
            costs[place] = _UNKNOWN  # 云岚｜工业园区: the name of a place and what it is
        else:
            costs[place] = _AFTER_WORD
    last, known = words[-1]
    if not known:
        for inside in range(len(title) - len(last) + 2, len(title) - 1):
            costs[inside] = _UNKNOWN
    for inside in range(1, len(title)):
        if _inside_token(title, inside):
            costs[inside] = _FORBIDDEN
    return costs


def _segments(title: str) -> list[tuple[str, bool]]:
    """Return the title as words, the longest known ones first; unknown characters in a row are one piece."""
    words = _words()
    longest_word = max(map(len, words))
    pieces: list[tuple[str, bool]] = []
    place = 0
    while place < len(title):
        longest = min(longest_word, len(title) - place)
        word = next((title[place : place + n] for n in range(longest, 0, -1) if title[place : place + n] in words), "")
        if word:
            pieces.append((word, True))
        elif pieces and not pieces[-1][1]:
            pieces[-1] = (pieces[-1][0] + title[place], False)
        else:
            pieces.append((title[place], False))
        place += len(word) or 1
    return pieces


@cache
def _words() -> frozenset[str]:
    lines = _WORDS_FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _inside_token(title: str, place: int) -> bool:
    """Tell whether a break would part a number, a Latin word, a year from 年, or a short quotation."""
    before, after = title[place - 1], title[place]
    if (before.isascii() and after.isascii()) or (before.isdigit() and after in "年月日届次号期个"):
        return True
    if after in _NO_LINE_START or before in _NO_LINE_END:
        return True
    if before == "年" and title.startswith(("上半年", "下半年", "第", "度"), place):
        return True
    for opening, closing in ("《》", "“”", "（）"):
        start, end = title.rfind(opening, 0, place), title.find(closing, place)
        if start >= 0 and end >= 0 and closing not in title[start:place] and end - start <= 14:
            return True
    return False


def _width(text: str) -> float:
    """Return the width in full-width characters; ASCII counts half."""
    return sum(0.5 if char.isascii() else 1.0 for char in text)
