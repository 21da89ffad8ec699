"""Parts and wholes among the figures: which one the sheet declares a part of which, and the share that the two give.

A share of two figures that merely have one unit (会议 of 党课) is nonsense that adds up, so none is offered unless the sheet
says it: 其中女党员, 企业党员 beside 党员, 规上工业企业 beside 入园企业, 已整改问题 beside 查摆问题, or a 备注 that says so.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from drafting.change_words import is_change_name
from drafting.figure import Figure
from drafting.figure_writing import is_hedged, written_value
from knowledge_base.quantities.mention import Hedge, Kind

_COUNTED = (Kind.COUNT, Kind.AMOUNT)
_AMONG = re.compile(r"^其中\s*[:：]?\s*")
_TOTAL = re.compile(r"(?<=..)(?:总人数|总数量|总数|总量|总额|合计|数量|数)$")
_ALL = re.compile(r"^(?:现有|共有|全部|全体|全园区?|园区|入园|在园|入驻|在册|累计|总)(?=..)")
#: What says which of them are meant: 女党员, 规上工业企业, 35岁以下党员, 已开工项目.
_QUALIFIER = re.compile(
    r"(?:[男女]性?|机关|企业|农村|社区|学校|在职|退休|离退休|正式|预备|流动|少数民族|非公|国有|民营|外资|内资|合资|规上|规下|"
    r"规模以上|限上|工业|农业|服务业|制造业|房地产|民间|高新技术|科技型|中小微?|小微|专精特新|骨干|龙头|重点|重大|一般|上市|"
    r"国家级|省级|市级|县级|县处级|[正副]?[处科]级|大专|本科|研究生|硕士|博士|(?:及以上)?学历|[0-9.]*[千万亿]+元(?:及?以上|以下)|"
    r"[0-9]+周?岁(?:及?以上|及?以下)|续建|在建|已[一-龥]{2,4}|的)+"
)
#: What comes, goes or is visited in a period is no part of what there is at its end: 新增企业, 走访企业, 发展党员.
_FLOW = re.compile(
    r"新增|新建|新发展|新引进|注销|淘汰|减少|退出|转出|转入|撤销|上年|去年|计划|目标|拟|发展|培养|培训|参训|走访|包联|联系|服务|"
    r"帮扶|慰问|摸排|引进|引入|签约|选派|选拔|表彰|优秀|先进|组织|开展|召开|举办|参加|参与|检查|接待|宣讲|惠及|受众|谈话"
)
_FOUND = re.compile(
    r"^(?:共|累计)?(?:检视查摆|自查发现|检查发现|排查|查摆|检视|发现|查找|查出|梳理|收集|征集|受理|收到|交办|转办|反映|反馈)(?=..)"
)
_DONE = re.compile(r"^已?(?:完成)?(?:整改|办结|解决|化解|销号|答复|采纳)(?:完成|到位)?(?=..)")
_PLACES = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole: ``percent`` is 37.5%; ``problem`` says in Chinese why there is none."""

    percent: str = ""
    problem: str = ""


def share_of(part: Figure, whole: Figure) -> Share:
    """Return the share of ``part`` in ``whole``, computed exactly: at one decimal, or whole where it is whole.

    Only of one exact count or amount in another, of one unit and one 口径; ``problem`` says what stands in the way.
    """
    problem = _not_a_share(part, whole)
    if problem or part.value.value is None or whole.value.value is None:
        return Share(problem=problem or f"“{part.name}”不是单一的数值，算不出占比。")
    one, all_of_it = Fraction(part.value.value), Fraction(whole.value.value)
    if not all_of_it:
        return Share(problem=f"“{whole.name}”为0，算不出“{part.name}”的占比。")
    if not 0 <= one <= all_of_it:
        return Share(problem=f"“{part.name}”比“{whole.name}”还大，不是它的一部分，算不出占比，请核对数据。")
    return Share(f"{_shown(one * 100 / all_of_it)}%")


def declared_wholes(part: Figure, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Return the figures that the sheet declares ``part`` to be a part of, and of which its share can be computed."""
    among = _among(part, figures)
    return tuple(
        whole
        for whole in figures
        if whole.id != part.id
        and (whole is among or names_part(part.name, whole.name) or _noted(part, whole))
        and not share_of(part, whole).problem
    )


def names_part(part: str, whole: str) -> bool:
    """Tell whether two indicators' names declare the one a part of the other: 女党员 of 党员总数, 整改隐患 of 排查隐患."""
    part = _TOTAL.sub("", _AMONG.sub("", part))
    if is_change_name(part) or is_change_name(whole):
        return False
    if _is_done_of(part, whole):
        return True
    thing = _ALL.sub("", _TOTAL.sub("", whole))
    which = part.removesuffix(thing)
    if which == part or len(thing) < 2 or _ALL.sub("", part) == thing:  # 入园企业 and 企业总数 are one
        return False
    return _QUALIFIER.fullmatch(which) is not None or (thing != whole and not _FLOW.search(which))


def _is_done_of(part: str, whole: str) -> bool:
    """Tell whether the one is what was dealt with of the other: 已整改问题 of 问题 or 查摆问题, 整改隐患 of 排查安全隐患."""
    dealt_with, found = _DONE.sub("", part), _FOUND.sub("", _TOTAL.sub("", whole))
    if dealt_with == part or _DONE.match(whole):
        return False
    return dealt_with.endswith(found) or (found != whole and found.endswith(dealt_with))


def _among(part: Figure, figures: Sequence[Figure]) -> Figure | None:
    """Return what 其中女党员 is of: the nearest figure above it in its unit that is no 其中 itself."""
    if not _is_among(part):
        return None
    above = figures[: next(place for place, figure in enumerate(figures) if figure.id == part.id)]
    alike = (figure for figure in reversed(above) if figure.value.unit_class == part.value.unit_class)
    return next((figure for figure in alike if not _is_among(figure)), None)


def _is_among(figure: Figure) -> bool:
    return _AMONG.match(figure.name) is not None or _AMONG.match(figure.note) is not None


def _noted(part: Figure, whole: Figure) -> bool:
    """Tell whether a 备注 says it: 占党员总数的一部分 beside the part, 含女党员 beside the whole."""
    its = re.escape(whole.name)
    mine = re.escape(_AMONG.sub("", part.name))
    return (
        re.search(rf"(?:占|属于?|计入|包含在)(?:全部|全体)?{its}|{its}(?:总数)?(?:的一部分|其中|中的|之一)", part.note)
        is not None
        or re.search(rf"(?:其中|含|包括|包含)[^。；]{{0,20}}?{mine}", whole.note) is not None
    )


def _not_a_share(part: Figure, whole: Figure) -> str:
    names = f"“{part.name}”和“{whole.name}”"
    if part.id == whole.id:
        return f"“{part.name}”不能算占它自己的比重，请改用总数的编号。"
    for figure in (part, whole):
        value = figure.value
        if value.kind not in _COUNTED or value.high is not None:
            return f"“{figure.name}”不是单一的数量，算不出占比。"
        if value.hedge is not Hedge.EXACT or is_hedged(written_value(figure)):
            return f"“{figure.name}”是约数，算不出准确的占比，请给出确数。"
    if part.value.unit_class != whole.value.unit_class:
        return f"{names}的单位不同，算不出占比，请核对是不是部分和总数。"
    if part.scope.strip() != whole.scope.strip():
        return f"{names}的口径不同，算不出占比，请统一口径。"
    return ""


def _shown(value: Fraction) -> str:
    """Return a percentage: whole where it is whole, else at one decimal, at more where it would become 0 or 100."""
    if value.denominator == 1:
        return str(value.numerator)
    for places in _PLACES:
        quantum = Decimal(1).scaleb(-places)
        rounded = (Decimal(value.numerator) / Decimal(value.denominator)).quantize(quantum, ROUND_HALF_UP)
        if 0 < rounded < 100:
            break
    return f"{rounded:f}"
