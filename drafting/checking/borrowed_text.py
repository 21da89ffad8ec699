"""What a text took over from other units' past reports: whole sentences, and names of people, places and units."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from drafting.checking.finding import Finding, Verdict

#: Set phrases and titles of documents run to thirty characters; a whole sentence of another unit is longer.
LONGEST_SHARED = 40
_SKIPPED = re.compile(r"[\s0-9０-９.．%％]")
_PLACE = re.compile(
    r"(?:有限公司|集团|公司|街道|社区|开发区|产业园|工业园区|工业园|园区|管委会|学院|大学|医院|银行|支队|大队|法院|检察院|"
    r"小学|中学|合作社|[镇县])(?![民级域])"
)
_PERSON = re.compile(
    r"[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜谢邹喻苏潘葛范彭鲁韦马方任袁柳唐罗薛雷贺汤滕邓鲍史"
    r"费廉岑毕郝安常乐于时傅齐康伍余元顾孟黄穆萧尹姚邵汪祁毛米戴宋庞熊纪舒屈项祝董梁杜阮蓝席季贾路江童颜郭梅盛林钟"
    r"徐邱骆高夏蔡田樊胡凌霍虞万柯卢莫房解应宗丁宣邓郁单杭洪包诸左石崔吉龚程邢裴陆荣翁甘刘叶白蒲赖卓屠池乔胥苍双闻"
    r"党谭申冉牛尚温庄晏柴瞿阎连习艾向古易廖耿关桑][一-龥]{1,2}(?=同志|书记|主任|局长|县长|市长|区长|部长|镇长|院长|教授|"
    r"先生|女士|烈士)"
)
#: Not names, whatever stands before 公司 or 街道.
_GENERIC = re.compile(
    r"各|本|该|其|某|相关|有关|所属|下属|属地|全|县|市|区|省|辖|周边|沿线|驻|国有|民营|上市|龙头|骨干|重点|基层|党|和|与|及|的|"
    r"到|在|为|对|向|由|从|将|把|了|个|家|多|一|两|几|城|乡|走访|服务|帮扶|联系|园区|入驻|企业"
)


@dataclass(frozen=True, slots=True)
class PastText:
    """A piece of a past report: whose it is, and what it says."""

    unit: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Borrowable:
    """What a draft was written beside. ``own`` is what the writer supplied and what the unit's own reports say."""

    others: tuple[PastText, ...] = ()
    own: str = ""


def copied_sentences(text: str, borrowable: Borrowable) -> Iterator[Finding]:
    """Yield a finding for each run of more than 40 characters that stands in a past report of another unit.

    Numbers and blanks are passed over, so that a new figure in an old sentence does not hide it. What the writer supplied, or
    what the unit's own reports say, is nobody else's.
    """
    bare, places = _bare(text)
    own = _bare(borrowable.own)[0]
    size = LONGEST_SHARED + 1
    for past in borrowable.others:
        theirs, _ = _bare(past.text)
        runs = {theirs[i : i + size] for i in range(len(theirs) - size + 1)}
        at = 0
        while runs and at + size <= len(bare):
            if bare[at : at + size] not in runs or bare[at : at + size] in own:
                at += 1
                continue
            end = at + size
            while end < len(bare) and bare[end - size + 1 : end + 1] in runs:
                end += 1
            start, stop = places[at], places[end - 1] + 1
            message = f"有{end - at}个字与{past.unit or '其他单位'}的《{past.title}》相同，请改成本单位的说法"
            yield Finding("copied_sentence", Verdict.WARN, start, stop, text[start:stop], message, "改写这一句")
            at = end


def foreign_names(text: str, borrowable: Borrowable) -> Iterator[Finding]:
    """Yield a finding for each name of a person, place or unit that is known only from another unit's report."""
    others = "\n".join(past.text for past in borrowable.others)
    for start, end in (*_persons(text), *_named_places(text)):
        name = text[start:end]
        if name in others and name not in borrowable.own:
            past = next(past for past in borrowable.others if name in past.text)
            whose = past.unit or "其他单位"
            message = f"“{name}”只见于{whose}的《{past.title}》，本单位的材料里没有，请核对"
            yield Finding("foreign_name", Verdict.WARN, start, end, name, message, "核对，或删去")


def _persons(text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _PERSON.finditer(text) if not _GENERIC.search(match[0][1:]))


def _named_places(text: str) -> Iterator[tuple[int, int]]:
    """Yield each word that ends like a place or a unit, with the two characters before it: names have at least so many."""
    for match in _PLACE.finditer(text):
        start = match.start() - 2
        before = text[max(0, start) : match.start()]
        if re.fullmatch(r"[一-龥]{2}", before) and not _GENERIC.search(before):
            yield start, match.end()


def _bare(text: str) -> tuple[str, Sequence[int]]:
    """Return a text without numbers and blanks, and where each of its characters stood."""
    places = [at for at, character in enumerate(text) if not _SKIPPED.match(character)]
    return "".join(text[at] for at in places), places
