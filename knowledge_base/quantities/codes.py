"""Formulas, codes and enumerators: numerals that are names, and numerals that are structure."""

import re
from dataclasses import replace

from knowledge_base.quantities.mention import Kind, Mention
from knowledge_base.quantities.numerals import ARABIC, CHINESE, PLAIN_CHINESE, read_numeral
from knowledge_base.quantities.units import unit_at

_FORMULA = re.compile(
    rf"[{ARABIC}A-Za-z]{{1,4}}(?:[+＋][{ARABIC}A-Za-zＮ]{{1,4}})+|[{ARABIC}]{{1,2}}[×xX*][{ARABIC}]{{1,3}}(?=小时|\b)(?:小时)?"
)
_CODE = re.compile(
    rf"(?:GB|DB|ISO|IEC|HJ|JGJ|CJJ)(?:[/ ]?[TZ])? ?[{ARABIC}]+(?:[-—–.][{ARABIC}]+)*|[A-Za-z][A-Za-z]*(?:[-/._]?[{ARABIC}]+[A-Za-z]*)+(?:\.[{ARABIC}]+)?"
)
_SUFFIXED = re.compile(rf"[{ARABIC}]+(?:\.[{ARABIC}]+)?[A-Za-z][A-Za-z{ARABIC}]*(?:级)?")
_ANNEXES = ("附件", "附表", "附图", "专栏")
_PHONE = re.compile(r"0\d{2,3}[-－—–]\d{7,8}(?!\d)|1[3-9]\d{9}(?!\d)|400[-－]?\d{3,4}[-－]?\d{3,4}(?!\d)")
_HOTLINE = re.compile(
    r"(?:12345|12315|12319|12388|12371|12348|12333|12328|12309|123\d\d|96\d{3,4}|1\d{4}|110|119|120|122)(?=(?:[^\d，。；、]{0,6}(?:热线|平台|专线|转办|电话|工单|报警|指挥|投诉|服务))|[”\"])|12345(?!\d|[\.万亿])"
)
_VERSION = re.compile(
    r"\d\.\d(?=版|时代|模式|”|升级|工程|行动)|\d{2}后(?=[^续来期勤台]|$)|(?<![0-9.])985(?=工程|高校|院校|[、/”])|(?<![0-9.])211(?=工程|高校|”)"
)
#: 举报电话：12388，邮编：325000
_CODE_LABEL = re.compile(r"(?:电话|热线|邮编|邮政编码|传真|账号|编号|代码|号码|QQ群?|微信号)[:：为是]?\Z")
_LABELLED = re.compile(rf"[{ARABIC}]{{3,18}}(?![{ARABIC}.．万亿余多%％个名家件次项])")
_EVENT = re.compile(rf"[{ARABIC}]{{1,2}}[·•][{ARABIC}]{{1,2}}")
_LEADING_ZERO = re.compile(r"0\d{2,}")
_NUMBERED = re.compile(
    rf"[{ARABIC}]+[#＃]|(?:[{ARABIC}]+|[{CHINESE}]+)号(?=[文楼线院路公机桥地馆门站栋井码令样厂厅工提一等]|、)|[{PLAIN_CHINESE}]+号(?![令召称角])"
)
_FOOTNOTE = re.compile(rf"[［\[〔][{ARABIC}]{{1,3}}[］\]〕]")
_PER_HEAD = re.compile(r"每(?:[百千万十]{1,2}|10{0,3}[百千万]?)(?:名|人口|人|户|元|吨|件|公里)?")
#: 百亿级, 千万千瓦级, 千亿县: a size class and not a measurement.
_SIZE_CLASS = re.compile(
    rf"[{PLAIN_CHINESE}]*[百千十]?[万亿]+(?:元|千瓦|吨|人|立方米)?(?:级|(?=[企产园县镇村强俱集项板国](?!家)))|[三四五]星级|[{ARABIC}{CHINESE}]+强(?![化大调度劲])"
)
_URL = re.compile(r"(?:https?://|www\.)[A-Za-z0-9./?=&_%\-#:~]+")
_EMAIL = re.compile(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+")
_WORD = re.compile(r"[A-Za-z]+")
_QUOTED = re.compile(r"[“「\"]([^“”「」\"\n]{1,16})[”」\"]")
_NUMERAL = re.compile(rf"[{ARABIC}{CHINESE}]")
_QUOTED_DATE = re.compile(rf"[{ARABIC}{CHINESE}]+[年月日]")
_BRACKETED = re.compile(rf"[（(](?:[{ARABIC}]{{1,2}}|[一二三四五六七八九十]{{1,3}})[)）]")
_ITEM = re.compile(
    rf"(?:([{ARABIC}]{{1,3}})(?:、(?![{ARABIC}])|．(?![{ARABIC}])|[.](?![{ARABIC}])|[)）])|([一二三四五六七八九十]{{1,3}})(?:、|．|[.]|[)）]))"
)
_POINTS = re.compile(
    r"(?:[一二三四五六七八九]|十[一二三四五六七八九]?|二十[一二三四五六七八九]?)(?:(?:是|则)(?!否|为了)|要(?![素点件求害闻塞])|抓(?=[^，。；]{2}))"
)
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_ROMAN = re.compile(r"[Ⅰ-Ⅻ]+")
_BOUNDARY = frozenset("。；：;:！？!?，,、”）)】\n\r\t \u3000\u2003\u2002\xa0“(（")
_LINE = frozenset("\n\r\t \u3000\u2003\u2002\xa0")
#: Characters at which :func:`symbol_at` may find something.
FIRST = "ABCDEFGHIJKLMNOPQRSTUVWYZabcdefghijklmnopqrstuvwyz" + _CIRCLED + "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"


def _named(text: str, start: int, end: int, kind: Kind) -> Mention:
    written = text[start:end]
    canonical = written.replace("＋", "+").translate(_NARROW)
    return Mention(start, end, written, kind, canonical=canonical, numeral_start=start, numeral_end=end)


_NARROW = str.maketrans("０１２３４５６７８９", "0123456789")


def code_at(text: str, start: int, _floor: int) -> Mention | None:
    """Return the formula or code whose first digit stands at ``start``."""
    formula = _FORMULA.match(text, start)
    if formula is not None:
        return _named(text, start, formula.end(), Kind.FORMULA)
    hotline = _HOTLINE.match(text, start)
    if hotline is not None:  # 12345热线 and 12345平台 are one number
        end = hotline.end() + 2 * text.startswith("热线", hotline.end())
        return replace(_named(text, start, end, Kind.CODE), canonical=hotline.group().translate(_NARROW))
    for pattern in (_PHONE, _VERSION, _EVENT, _LEADING_ZERO):
        match = pattern.match(text, start)
        if match is not None:
            return _named(text, start, match.end(), Kind.CODE)
    labelled = _LABELLED.match(text, start)
    if labelled is not None and _CODE_LABEL.search(text, max(0, start - 8), start):
        return _named(text, start, labelled.end(), Kind.CODE)
    suffixed = _SUFFIXED.match(text, start)
    if suffixed is not None:
        numeral = read_numeral(text, start)
        if numeral is None or unit_at(text, numeral.end) is None:
            return _named(text, start, suffixed.end(), Kind.CODE)
    return None


def footnote_at(text: str, start: int, _floor: int) -> Mention | None:
    """Return the note mark ［3］, which belongs to the apparatus of the text."""
    match = _FOOTNOTE.match(text, start)
    return _enumerator(text, start, match.end(), start + 1) if match is not None else None


def per_head_at(text: str, start: int, _floor: int) -> Mention | None:
    """Return 每千人, 每万人, 每百户: the base that a rate is counted on."""
    match = _PER_HEAD.match(text, start)
    return _named(text, start, match.end(), Kind.CODE) if match is not None else None


def numbered_at(text: str, start: int, _floor: int) -> Mention | None:
    """Return 1号文件, 3号楼, 百亿级, 500强: a number that names."""
    if text.endswith(_ANNEXES, 0, start):
        numeral = read_numeral(text, start)
        return _named(text, start, numeral.end, Kind.CODE) if numeral is not None else None
    match = _NUMBERED.match(text, start)
    if match is None and text[start - 1 : start] not in ("破", "超", "过", "近", "逾"):
        match = _SIZE_CLASS.match(text, start)
    return _named(text, start, match.end(), Kind.CODE) if match is not None else None


def symbol_at(text: str, start: int, _floor: int) -> tuple[Mention | None, int]:
    """Return the code that begins with the letter at ``start``, and the offset to go on from."""
    character = text[start]
    if character in _CIRCLED:
        value = _CIRCLED.index(character) + 1
        numeral = read_numeral(str(value), 0)
        mention = Mention(start, start + 1, character, Kind.ENUMERATION, numeral.value if numeral else None)
        return mention, start + 1
    roman = _ROMAN.match(text, start)
    if roman is not None:
        return _named(text, start, roman.end(), Kind.CODE), roman.end()
    for pattern, kind in ((_EMAIL, Kind.CODE), (_URL, Kind.CODE), (_FORMULA, Kind.FORMULA), (_CODE, Kind.CODE)):
        match = pattern.match(text, start)
        if match is not None:
            if not _NUMERAL.search(match.group()):
                return None, match.end()
            return _named(text, start, match.end(), kind), match.end()
    word = _WORD.match(text, start)
    return None, word.end() if word is not None else start + 1


def quoted_at(text: str, start: int, _floor: int) -> Mention | None:
    """Return the short quoted name whose numerals are part of it: “1+5+N”, “三个一”, “630扶贫济困日”.

    A quotation with a measured quantity in it (“投资12亿元”, “100%”) is none, nor one with a date.
    """
    match = _QUOTED.match(text, start)
    if match is None:
        return None
    inner = match.group(1)
    if not _NUMERAL.search(inner) or _QUOTED_DATE.search(inner):
        return None
    for digits in re.finditer(rf"[{ARABIC}]+", inner):
        numeral = read_numeral(inner, digits.start())
        if numeral is None:
            continue
        unit = unit_at(inner, numeral.end)
        if unit is not None and (unit[1] == len(inner) or unit[0].kind is not Kind.COUNT):
            return None
    kind = Kind.CODE if inner.isdigit() and len(inner) >= 5 else Kind.FORMULA
    return _named(text, match.start(1), match.end(1), kind)


def bracketed_at(text: str, start: int, _floor: int) -> Mention | None:
    """Return （三）, (2)."""
    match = _BRACKETED.match(text, start)
    return _enumerator(text, start, match.end(), start + 1) if match is not None else None


def enumerator_at(text: str, start: int, _floor: int) -> Mention | None:
    """Return 一、 and 2. at the beginning of a line or sentence, 一是 and 三要 at the beginning of a clause."""
    previous = text[start - 1] if start else "\n"
    if previous in _BOUNDARY:
        points = _POINTS.match(text, start)
        if points is not None:
            return _enumerator(text, start, points.end(), start)
        item = _ITEM.match(text, start)
        if item is not None and (previous in _LINE or (previous in "。；：;:" and item.group()[-1] != ")")):
            return _enumerator(text, start, item.end(), start)
        return None
    points = _POINTS.match(text, start)
    if points is not None and points.group().endswith("是") and previous not in "之第统唯万更都不又也其":
        return _enumerator(text, start, points.end(), start)
    return None


def _enumerator(text: str, start: int, end: int, numeral_start: int) -> Mention:
    numeral = read_numeral(text, numeral_start)
    return Mention(
        start, end, text[start:end], Kind.ENUMERATION, numeral.value if numeral is not None else None, numeral_start=numeral_start,
        numeral_end=numeral.end if numeral is not None else end,
    )  # fmt: skip
