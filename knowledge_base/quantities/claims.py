"""Implicit claims: words that state a number without writing one (全覆盖 is 100 %, 零事故 is 0, 位居第一 is rank 1)."""

import re
from decimal import Decimal
from fractions import Fraction

from knowledge_base.quantities.hedges import hedge_before
from knowledge_base.quantities.mention import Hedge, Kind, Mention

_FULL = re.compile(
    r"全覆盖|(?<!占)(?<!占[到了])全部(?!工作[的，])|百分之百覆盖|无一例外|全员参与|全员覆盖|全数(?![字智据量控])|无一遗漏|全达标"
)
_NONE = re.compile(
    r"[“\"]?零[”\"]?(?:的)?(?:重大|安全|责任|一般|群体|生产|有效|违法|刑事|越级|集体|进京)*(?:事故|投诉|差错|失误|上访|信访|发生|伤亡|死亡|感染|污染|排放|缺陷|违规|违纪|违法|案件|增长|"
    r"遗漏|失泄密|泄密|舆情|积压|滞留|报告|新增|漏报|迟报|漏项|返贫|扩散|逾期|超标|延误|中断|复发|退货|火灾|隐患|拖欠|欠薪|纠纷|登记|空缺|否决|突发|疫情|事件|伤害|犯罪|故障)|清零|归零"
)
#: 全年零越级访: what there was none of, whatever it is called, up to the end of its clause.
_NO_SUCH_THING = re.compile(
    r"[“\"]?零(?![售散星碎工件基距容]|[人家户件场班批]次)(?:(?![一二两三四五六七八九十百千万亿点下上度分])[\u4e00-\u9fff]){2,6}(?:[”\"]|(?=[，。；、！\n]|\Z))"
)
_IS_NONE = re.compile(r"[为是]零(?=[，。；、！\n）)]|\Z)")
_FIRST_RANK = re.compile(
    r"第[一1１](?:位|名)|首位|榜首|第[一1１](?![\u4e00-\u9fff0-9０-９.])|第[一1１](?=[的且和并及优水])"
)
#: 首位度, 首位产业 are names; what is put 在首位 is weighty, and ranks nowhere.
_FIRST_PLACE = re.compile(r"首位(?=[度产意城战])")
_PUT_FIRST = re.compile(r"(?:摆|放|挺|置)(?:在|于)[^，。；]*\Z")
_LEADING = re.compile(r"率先")
_MOST = re.compile(r"(?<![经通双])(?:过|超)半数?(?![个年天])|半数(?:以上)?|一多半|大半|一半以上|一半")

#: Characters at which :func:`claim_at` may find something (full, none, leading); ranks begin at 第 or 首 or 榜.
FIRST = "全零清归率首榜无"


def claim_at(text: str, start: int, _floor: int) -> Mention | None:
    """Return the claim that begins at ``start``, with the number that it implies."""
    full = _FULL.match(text, start)
    if full is not None:
        return _claim(text, start, full.end(), Decimal(100), "%", "percent")
    none = _NONE.match(text, start)
    none = none or _NO_SUCH_THING.match(text, start)
    if none is None and text[start] == "零" and _IS_NONE.search(text, max(0, start - 2), start + 2):
        return _claim(text, start, start + 1, Decimal(0), "", "")  # 亡人事故为零
    if none is not None:
        return _claim(text, start, none.end(), Decimal(0), "", "")
    if text[start] in "首榜":
        rank = _FIRST_RANK.match(text, start)
        if rank is not None and (_FIRST_PLACE.match(text, start) or _PUT_FIRST.search(text, max(0, start - 16), start)):
            return None
        return _claim(text, start, rank.end(), Decimal(1), "位", "rank") if rank is not None else None
    leading = _LEADING.match(text, start)
    return _claim(text, start, leading.end(), Decimal(1), "位", "rank") if leading is not None else None


_BEFORE_RANK = re.compile(
    r"(?:(?:位居|居|位列|列|排名|排|名列|蝉联|稳居|跃居|保持|取得|勇夺|夺得|获得)了?)?(?:全国|全省|全市|全区|全县|全园区|全球|世界|国内|省内|市内|县内|西部地区|同类园区|县区)?\Z"
)


def rank_at(text: str, start: int, floor: int) -> Mention | None:
    """Return 位居全市第一 where its 第 stands at ``start``; 第一 alone, with nothing ranked, is none."""
    rank = _FIRST_RANK.match(text, start)
    if rank is None:
        return None
    begin = max(floor, start - 10)
    before = _BEFORE_RANK.search(text[begin:start])
    if before is None or not before.group():
        return None
    return _claim(text, begin + before.start(), rank.end(), Decimal(1), "位", "rank", start)


_NOT_ONE = re.compile(r"(?:未|没有|没|无)再?(?:发生|出现|引发|接到|收到|查出|发现)过?\Z")
_ONE = re.compile(r"一(?:起|例|件|宗|次|人)")


def not_one_at(text: str, start: int, floor: int) -> Mention | None:
    """Return 未发生一起, 没有出现一例 where its 一 stands at ``start``: none at all."""
    one = _ONE.match(text, start)
    before = _NOT_ONE.search(text, max(floor, start - 6), start) if one is not None else None
    if one is None or before is None:
        return None
    return _claim(text, before.start(), one.end(), Decimal(0), "", "", start)


def half_claim_at(text: str, start: int, floor: int) -> Mention | None:
    """Return 过半, 半数以上, 一半: a fraction with the inequality it states."""
    match = _MOST.match(text, start)
    if match is None:
        return None
    word = match.group()
    hedge, begin = hedge_before(text, start, floor) if word in ("半数", "一半") else (Hedge.EXACT, start)
    if word[0] in "过超" or word in ("一多半", "大半"):
        hedge = Hedge.OVER
    elif word.endswith("以上"):
        hedge = Hedge.AT_LEAST
    return Mention(
        begin, match.end(), text[begin : match.end()], Kind.FRACTION, Fraction(1, 2), None, "", "fraction", hedge, None, numeral_start=start,
        numeral_end=match.end(),
    )  # fmt: skip


def _claim(
    text: str, start: int, end: int, value: Decimal, unit: str, unit_class: str, numeral: int | None = None
) -> Mention:
    written = text[start:end]
    return Mention(
        start, end, written, Kind.IMPLICIT_CLAIM, value, None, unit, unit_class, canonical=written,
        numeral_start=start if numeral is None else numeral, numeral_end=end,
    )  # fmt: skip
