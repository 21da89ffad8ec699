"""Units as tables give them: in brackets behind a name, once for all lines, or as the very title of a column."""

import re

from knowledge_base.quantities.units import unit_class

_BRACKETS = re.compile(r"[（(](?:计量)?(?:单位[：:]\s*)?(?P<unit>[^（()）\s，,；;：:]{1,9})[）)]")
#: 国企运营表（单位：万元，括号内为上年）; 单位：人
_STATED = re.compile(r"(?:计量)?单位\s*[：:]\s*(?P<unit>[^\s，,；;。（()）]{1,9})")
#: A scale alone is one of the sums of a table that says of what: 产值（亿）.
_SCALES = frozenset({"万", "亿", "％"})
_IN_DATES = re.compile(
    r"[0-9]{3,5}(?=热线|平台|电话)|[0-9]{1,4}(?:[—–－\-~至]+[0-9]{1,2})?[年月日季](?:度|份|[底末初])?"
)
#: 户数, 人数, 件数
_COUNTED_BY = re.compile(r"^[\u4e00-\u9fff]*?(?P<unit>[户人家件项次个篇场期份])数(?:量)?$")
#: Who takes part is told by the unit: 参与人次.
_TOOK_PART = re.compile(r"^(?:参与|参加|参训|参会|惠及|覆盖|服务)$")
_LONGEST = 3


def is_unit(text: str) -> bool:
    """Tell whether a text is a measure, with or without a scale: 万元, 微克/立方米, ㎡."""
    return text in _SCALES or bool(unit_class(text))


def unit_in(title: str) -> str:
    """Return the unit in the brackets of a title or a name, 亿元 of 税收（亿元）, or ``""``."""
    return next((found["unit"] for found in _BRACKETS.finditer(title) if is_unit(found["unit"])), "")


def plain_title(title: str) -> str:
    """Return a title or a name without the unit in its brackets."""
    return _BRACKETS.sub(lambda found: "" if is_unit(found["unit"]) else found.group(), title).strip()


def title_as_unit(title: str) -> tuple[str, str]:
    """Return what a title counts and in what, where its end is a unit itself: 参与人次 is (参与, 人次), 场次 ("", 场次)."""
    counted = _COUNTED_BY.match(title)
    if counted is not None:
        return title[: -len(counted["unit"]) - 1].removesuffix("总"), counted["unit"]
    for length in range(min(_LONGEST, len(title)), 1, -1):
        if unit_class(title[-length:]) and title.endswith("次"):
            return _TOOK_PART.sub("", title[:-length]), title[-length:]
    return "", ""


def titled_unit(line: str) -> str:
    """Return the unit that a title gives for all lines under it, or ``""`` where the line states numbers of its own."""
    if re.search(r"[0-9]", _IN_DATES.sub("", line)):
        return ""
    stated = _STATED.search(line)
    return stated["unit"] if stated is not None and is_unit(stated["unit"]) else unit_in(line)


def gives_units_in_words(text: str) -> bool:
    """Tell whether a table gives its units in brackets or in a line of their own, and not in a column: 税收（亿元）."""
    return any(unit_in(line) or titled_unit(line) for line in text.splitlines())
