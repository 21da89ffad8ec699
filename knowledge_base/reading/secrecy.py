"""密级 marks: a classified report must not enter the library."""

import re
import unicodedata
from collections.abc import Iterable

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_LEVEL = r"(?:绝\s*密|机\s*密|秘\s*密)"
_TERM = r"\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*(?:年|个月|天|月)|\s*长期|\s*启用前"
_STARRED = re.compile(rf"({_LEVEL})\s*[★☆✭✩⭐](?:{_TERM})?")
_ON_ITS_OWN = re.compile(rf"[【\[(《]?\s*(?:密\s*级\s*[:：]?\s*)?({_LEVEL})(?:{_TERM})?\s*[】\])》]?")
_FIELD = re.compile(rf"密\s*级\s*[:：]\s*({_LEVEL})")


def secrecy_mark(paragraphs: Iterable[str]) -> str:
    """Return the first 密级 mark as it stands (``机密★10年``), or ``""``.

    A mark is a level with a star, a level on a line of its own, or a 密级 field. 保密工作 and 机要机密 in a sentence are
    not marks.
    """
    for paragraph in paragraphs:
        for line in paragraph.splitlines():
            text = unicodedata.normalize("NFKC", line.translate(_INVISIBLE)).strip()
            found = _STARRED.search(text) or _ON_ITS_OWN.fullmatch(text) or _FIELD.search(text)
            if found:
                return found.group().strip()
    return ""
