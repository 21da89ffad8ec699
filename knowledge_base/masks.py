"""Masks: what stands in a shared report where a figure or a name stood (``**``, ``XX``, ``20xx``, ``AAA``, blanks)."""

import re
from collections import Counter
from collections.abc import Sequence

_CJK = r"\u4e00-\u9fff"
_COUNTED = "次个名人份件项条家篇期场起户亩元万亿余"
_YEAR_MASK = r"(?:19|20)(?:\d[xX×*＊]|[xX×*＊]{2})(?![xX×*＊\d])"
_MASK = re.compile(
    rf"{_YEAR_MASK}"
    # 5*8小时 is a product
    r"|(?<!\d)[*＊]+|[*＊]+(?!\d)|[*＊]{2,}"
    # X光机 and “1+3+X” are none
    r"|(?<![A-Za-z0-9+＋])(?:x{1,6}|X{1,6})(?![A-Za-z0-9+＋])(?!光|射线|波段|轴|染色体|-[A-Z])|[ｘＸ]+"
    r"|(?<![A-Za-z])([ABCNY])\1{2,}(?![A-Za-z])(?!级|评级|景区|认证|.{0,2}信用)"
    r"|×{2,}|(?<![0-9a-zA-Z×.)）])×(?![0-9a-zA-Z×.(（”])"
    r"|(?<![一二三四五六七八九十〇零])〇{2,}(?![一二三四五六七八九十〇零])"
    r"|[○◯]{2,}|□{2,}|[△▲]{2,}|[●■]{2,}|[_＿]{2,}|某某"
    # a gap left to be filled in: 召开会议（  ）次, 召开会议   次
    rf"|（[ \u3000]{{1,12}}）|(?<=[{_CJK}])[ \u3000]{{2,12}}(?=[{_COUNTED}](?:[，。、；,;（]|$))"
    r"|【(?:待补|待填|待定)[^】]{0,30}】"
)


def find_masks(text: str) -> tuple[tuple[int, int], ...]:
    """Return the places of the masks (``**``, ``XX``, ``20xx``, ``AAA``) in a text, in order."""
    return tuple((found.start(), found.end()) for found in _MASK.finditer(text))


def count_masks(paragraphs: Sequence[str]) -> dict[str, int]:
    """Return how often each mask occurs, by the mark as written, the most frequent first."""
    counts = Counter(text[start:end] for text in paragraphs for start, end in find_masks(text))
    return dict(counts.most_common())
