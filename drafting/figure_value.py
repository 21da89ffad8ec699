"""The cells 数值, 单位 and 精度 of one row becoming one value that the reader understands.

Writers fill them in every combination: 4.7万元 with no unit, 4.7 with 万元, 4.7万 with 元, 2000余 with 份,
2000 with 份 and 余. The value is put together as prose would have it (2000余份) and read by the one reader.
"""

import re

from knowledge_base.quantities.mention import Hedge, Kind, Mention
from knowledge_base.quantities.reader import read

_DIGITS = "0-9０-９〇零一二两三四五六七八九十百千廿卅壹贰叁肆伍陆柒捌玖拾佰仟"
_BARE = re.compile(
    r"^(?P<before>约|大约|近|将近|超过|超|逾|突破|至少|不少于|不低于|不足|不超过|第)?\s*"
    rf"(?P<numeral>[+＋-]?[{_DIGITS}][{_DIGITS},，.．]*(?:\s*[-－—–~～至到]\s*[{_DIGITS}][{_DIGITS}.．]*)?)"
    r"(?P<scale>[百千]?万|亿|万亿)?(?P<after>余|多|有余|左右|以上|以下|以内|上下)?$"
)
_SCALE_PREFIX = re.compile(r"^(?:[百千]?万|亿|千)(?=.)")
_HEDGE_BEFORE = {
    "约": "约",
    "大约": "约",
    "左右": "约",
    "近": "近",
    "将近": "近",
    "超过": "超过",
    "超": "超过",
    "突破": "超过",
}
_HEDGE_AFTER = {"以上": "以上", "不少于": "以上", "至少": "以上", "以下": "以下", "以内": "以内"}
_REMARK = re.compile(r"[（(][^（()）]*[）)]|[“”‘’\"]")
_WORDS_BEFORE = re.compile(r"[\u4e00-\u9fff￥¥$]{0,8}")
_NOT_SUPPLIED = re.compile(r"^(?:无|暂无|待定|待补|待核|未统计|不详|[/／\\—–\-－]+|n/?a|none|null)$", re.IGNORECASE)


def is_blank(text: str) -> bool:
    """Tell whether a cell says that there is no value (empty, 无, /, —, N/A)."""
    return not text.strip() or _NOT_SUPPLIED.match(text.strip()) is not None


def value_text(value: str, unit: str = "", hedge: str = "") -> str:
    """Return 数值, 单位 and 精度 put together as prose would have them: ``2000``, ``份``, ``余`` → ``2000余份``."""
    value, unit, hedge = value.strip(), unit.strip(), hedge.strip()
    bare = _BARE.match(value)
    if bare is None:
        return value
    numeral = _without_separators(bare["numeral"]) + (bare["scale"] or "")
    if bare["scale"] and _SCALE_PREFIX.match(unit):  # 4.7万 with 万元: the scale was written twice, not squared
        unit = _SCALE_PREFIX.sub("", unit)
    before, after = bare["before"] or "", bare["after"] or ""
    if not before and not after:
        before = _HEDGE_BEFORE.get(hedge, "")
        after = _HEDGE_AFTER.get(hedge, "") or ("余" if hedge in {"余", "多"} else "")
    if after in {"余", "多", "有余"}:
        return f"{before}{_with_remainder(numeral, unit, after)}"
    return f"{before}{numeral}{unit}{after}"


def read_value(text: str) -> Mention | None:
    """Return the one value that ``text`` states, or None where it states none or where no single one can be told.

    A note in brackets does not count; of a value and what merely comes with it the widest mention is the value.
    """
    mentions = [m for m in read(text) if m.kind not in {Kind.SET_PHRASE, Kind.ENUMERATION}]
    if not mentions:
        return None
    return max(mentions, key=lambda m: (m.end - m.start, -m.start))


def leftover(text: str, mention: Mention, unit: str = "") -> str:
    """Return what stands in a cell beside its value and is no part of one, ``""`` where nothing does.

    ``1件左右吧大概`` leaves 吧大概, which would stand in the report as it is. A remark in brackets, quotation marks, the
    unit of its own column (``12345`` with ``平台``) and a few words in front (``全年12次``) may stay.
    """
    before, after = _REMARK.sub("", text[: mention.start]).strip(), _REMARK.sub("", text[mention.end :]).strip()
    if after and not (unit and after in unit):
        return after
    return "" if _WORDS_BEFORE.fullmatch(before) else before


def unit_in(text: str) -> str:
    """Return the unit that a value was written with, its scale kept: ``约4.7万元`` → ``万元``, ``2000余份`` → ``份``."""
    match = re.match(rf"^[^{_DIGITS}]*[{_DIGITS}][{_DIGITS},，.．]*(?P<unit>.*)$", text)
    return re.sub(r"[余多]|左右|以上|以下|以内|上下", "", match["unit"]) if match else ""


def hedge_words(hedge: Hedge) -> str:
    """Return a hedge as the 精度 column writes it; ``确数`` for none."""
    return hedge.value or "确数"


def _without_separators(numeral: str) -> str:
    return re.sub(r"[,，](?=[0-9０-９]{3})", "", numeral).replace(" ", "")


def _with_remainder(numeral: str, unit: str, after: str) -> str:
    # 4.7 with 万元 and 余 is 4.7万余元: 余 stands between the scale and the measure word.
    scale = _SCALE_PREFIX.match(unit)
    if scale is None:
        return f"{numeral}{after}{unit}"
    return f"{numeral}{scale.group()}{after}{unit[scale.end() :]}"
