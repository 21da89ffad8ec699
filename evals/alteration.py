"""Plants one wrong number at a time: a digit, a scale, a unit, a swap, a year, a direction, a dropped hedge …

Each alteration makes a sentence state something that the sentence it was made from does not.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge_base.quantities.mention import QUANTITY_KINDS, Hedge, Kind, Mention

_ARABIC = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_CHINESE_DIGIT = re.compile(r"[二三四五六七八九]")
CLASSIFIERS = {
    "次": "期", "期": "次", "人": "人次", "人次": "人", "名": "人次", "场": "期", "份": "次", "件": "人", "家": "人次", "项": "次",
    "个": "人次", "篇": "人", "条": "公里", "起": "人", "户": "人次", "万元": "万吨", "亿元": "亿吨", "元": "吨", "公里": "平方米", "吨": "元",
    "亩": "平方米", "平方米": "亩", "%": "个百分点", "个百分点": "%",
}  # fmt: skip
_UP_DOWN = {
    "增长": "下降", "下降": "增长", "提高": "下降", "上升": "下降", "增加": "减少", "减少": "增加", "降低": "提高", "回落": "提高",
}  # fmt: skip
SCALES = {"万亿": "亿", "亿": "万", "万": "亿"}


_OTHER_TIME = {
    "上半年": "下半年", "下半年": "上半年", "一季度": "二季度", "二季度": "三季度", "三季度": "一季度", "四季度": "三季度",
}  # fmt: skip
_TIME = re.compile(r"[上下]半年|(?<!前)[一二三四]季度|20[0-9]{2}年|(?<![0-9])[0-9]{1,2}月(?!底|末|初)")
#: 2024年实现产值128.6亿元: the year tells when, and what was measured follows in the clause.
_MEASURED_BEHIND = re.compile(r"[^。；！？\n》]{0,30}[0-9]+(?:\.[0-9]+)?[万亿]*(?:元|%|家|个|人|件|次|项|吨|公里|户)")


@dataclass(frozen=True, slots=True)
class Alteration:
    """``text[start:end]`` is replaced by ``replacement``; ``kind`` names what is done, and ``start`` is where it shows."""

    kind: str
    start: int
    end: int
    replacement: str

    def apply(self, text: str) -> str:
        """Return the text with the wrong number in it."""
        return text[: self.start] + self.replacement + text[self.end :]


def alterations(text: str, mentions: Sequence[Mention], chance: random.Random) -> Iterator[Alteration]:
    """Return the alterations that the quantities of a sentence allow, at most one of a kind for each."""
    for place, mention in enumerate(mentions):
        moved = _period(text, mention, chance)
        if moved is not None:
            yield moved
        if mention.kind not in QUANTITY_KINDS or mention.value is None:
            continue
        found = [alter(text, mention) for alter in (_scale, _unit, _hedge, _range, _direction)]
        found += [alter(text, mention, chance) for alter in (_digit, _chinese)]
        yield from (altered for altered in found if altered is not None)
        swapped = _swap(text, mentions, place)
        if swapped is not None:
            yield swapped


def _digit(text: str, mention: Mention, chance: random.Random) -> Alteration | None:
    match = _ARABIC.search(text, mention.start, mention.end)
    if match is None or mention.hedge is not Hedge.EXACT:
        return None
    at = chance.choice([place for place in range(match.start(), match.end()) if text[place] != "."])
    others = [digit for digit in "123456789" if digit != text[at]]
    return Alteration("digit", at, at + 1, chance.choice(others))


def _period(text: str, mention: Mention, chance: random.Random) -> Alteration | None:
    """Another year, half, quarter or month, where a time of its own is stated with a quantity behind it in the clause."""
    if mention.kind not in {Kind.PERIOD, Kind.DATE, Kind.RANGE} or mention.date is None or mention.date.relative:
        return None
    found = _TIME.search(text, mention.start, mention.end)
    if found is None or not _MEASURED_BEHIND.match(text, mention.end):
        return None
    word = found.group()
    if word in _OTHER_TIME:
        return Alteration("period", found.start(), found.end(), _OTHER_TIME[word])
    if word.endswith("月"):
        others = [str(month) for month in range(1, 13) if str(month) != word[:-1]]
        return Alteration("period", found.start(), found.end(), f"{chance.choice(others)}月")
    year = int(word[:4])
    return Alteration("period", found.start(), found.start() + 4, str(year - 1))


def _scale(text: str, mention: Mention) -> Alteration | None:
    match = re.compile(r"万亿|亿|万").search(text, mention.numeral_start, mention.end)
    return Alteration("scale", match.start(), match.end(), SCALES[match.group()]) if match else None


def _unit(_text: str, mention: Mention) -> Alteration | None:
    if not mention.unit or not mention.text.endswith(mention.unit) or mention.unit not in CLASSIFIERS:
        return None
    if mention.kind not in {Kind.COUNT, Kind.AMOUNT, Kind.PERCENT, Kind.PERCENTAGE_POINT}:
        return None
    return Alteration("unit", mention.end - len(mention.unit), mention.end, CLASSIFIERS[mention.unit])


def _hedge(text: str, mention: Mention) -> Alteration | None:
    if mention.hedge not in {Hedge.MORE, Hedge.OVER, Hedge.NEAR}:
        return None
    match = re.compile(r"余|多|有余|超过|超|突破|逾|近|不足").search(text, mention.start, mention.end)
    return Alteration("hedge", match.start(), match.end(), "") if match else None


def _range(text: str, mention: Mention) -> Alteration | None:
    if mention.kind is not Kind.RANGE or mention.hedge is Hedge.VAGUE:
        return None
    dash = re.compile(r"\s*[-－—–~～至到]{1,2}\s*").search(text, mention.start + 1, mention.end)
    return Alteration("range", mention.start, dash.end(), "") if dash else None


def _chinese(text: str, mention: Mention, chance: random.Random) -> Alteration | None:
    if mention.numeral_start < 0 or _ARABIC.search(text, mention.start, mention.end):
        return None
    match = _CHINESE_DIGIT.search(text, mention.numeral_start, mention.numeral_end)
    if match is None or mention.hedge is Hedge.VAGUE or mention.kind is Kind.RANGE:
        return None
    others = [digit for digit in "二三四五六七八九" if digit != match.group()]
    return Alteration("chinese", match.start(), match.end(), chance.choice(others))


def _direction(text: str, mention: Mention) -> Alteration | None:
    match = re.compile(r"(?:增长|下降|提高|上升|增加|减少|降低|回落)(?=了?$)").search(
        text[max(0, mention.start - 3) : mention.start]
    )
    if match is None:
        return None
    start = max(0, mention.start - 3) + match.start()
    return Alteration("direction", start, start + len(match.group()), _UP_DOWN[match.group()])


def _swap(text: str, mentions: Sequence[Mention], place: int) -> Alteration | None:
    mention = mentions[place]
    for other in mentions[place + 1 :]:
        if other.kind is mention.kind and other.unit == mention.unit and other.value != mention.value:
            between = text[mention.end : other.start]
            return Alteration("swap", mention.start, other.end, other.text + between + mention.text)
    return None
