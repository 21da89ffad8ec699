"""Document numbers, articles of law, ordinals and sessions: what identifies and does not measure."""

import re
from decimal import Decimal

from knowledge_base.quantities.building import plain
from knowledge_base.quantities.mention import Hedge, Kind, Mention
from knowledge_base.quantities.numerals import ARABIC, CHINESE, read_numeral
from knowledge_base.quantities.units import unit_at

_NUMBER = rf"(?:[{ARABIC}]+|[{CHINESE}]+)"
#: 云工委〔7〕2025号 is a document number gone wrong, and still one.
_SERIAL = re.compile(
    rf"((?:〔(?=[{ARABIC}]{{1,5}}〕[{ARABIC}xXｘＸ×*＊]{{1,5}}号)|[\[［(（【](?=[{ARABIC}]{{4}}[^{ARABIC}])))([{ARABIC}]{{1,5}})([〕\]］)）】])(?:第)?([{ARABIC}]{{1,5}}|[xXｘＸ×*＊]+)号"
)
_ARTICLE = re.compile(
    rf"第({_NUMBER})(条|章|节|款|项)(?:之[一二三四五])?(?:第({_NUMBER})款)?(?:第?（?({_NUMBER})）?项)?(?:第({_NUMBER})目)?"
)
_BOOK = re.compile(r"《[^《》\n]{1,80}》(?:（[^（）\n]{1,20}）)?(?=第)")
_BODY = r"(?:人大|政协|党委|纪委|中央纪委|[省市县区州]委)?"
_MEETING = r"(?:全会|全体会议|全体（扩大）会议|全体\(扩大\)会议|党代会|人代会|代表大会|代表会议|会议)"
#: 十三届八次全会; 二十届二中、三中全会; 十二届四次和五次全会; 二十届历次全会; 第十四届人民代表大会.
_SESSION = re.compile(
    rf"第?({_NUMBER})届(?:{_BODY}(?:(?:第?{_NUMBER}[次中][、，和及至]?)+(?:会议)?{_MEETING}|历次全会)|"
    r"(?=[中省市县区州]委|中央|人民代表大会|全国人|委员会|人大|政协)|(?=[一二三四五六七八九]{1,2}[次中]))"
)
_LEADING = re.compile(rf"前{_NUMBER}(?:位|名|强|(?=[。；，、：（）()\n]|$))")
_PLENUM = re.compile(
    rf"({_NUMBER})(?:次|中(?=[、和及全]))(?:[、和及]{_NUMBER}[次中])*(全会|党代会|全委会|全体会议|代表大会|党员代表大会)"
)
_CONGRESS = re.compile(rf"党的({_NUMBER})大(?![会家量力幅])")
#: Where a 机关代字 cannot begin: what comes before is the sentence.
_CUT = re.compile(
    r".*(?:收到|接到|转来|办理|贯彻|传达|学习|印发|根据|按照|依据|转发|下发|文件|通知|以|的|由|经|见|及|与|和|即|了|在|为|于|等|：|从|对|将|号|是|件|有|执行|落实|出台|制定|修订|引用|参照|遵照)"
)
_LETTERS = re.compile(r"[\u4e00-\u9fffA-Za-zＸ×]{1,16}\Z")
_LIST_ORDINAL = re.compile(r"第[一二三四五六七八九十]{1,2}(?:[，,：:]|、(?!第?[一二三四五六七八九十]))")


def document_number_at(text: str, bracket: int, floor: int) -> Mention | None:
    """Return the document number whose year stands in the bracket at ``bracket``: 云工委〔2025〕7号."""
    match = _SERIAL.match(text, bracket)
    if match is None:
        return None
    before = text[max(floor, bracket - 16) : bracket]
    letters = _LETTERS.search(before)
    code = letters.group() if letters is not None else ""
    cut = _CUT.match(code)
    if cut is not None and cut.end() < len(code):
        code = code[cut.end() :]
    start = bracket - len(code)
    digits = read_numeral(match.group(2), 0)
    serial = read_numeral(match.group(4), 0)
    shown = str(int(serial.value)) if serial is not None else match.group(4)
    year = int(digits.value) if digits is not None else 0
    canonical = f"{code}〔{year}〕{shown}号"
    kind = Kind.DOCUMENT_NUMBER if serial is not None else Kind.PLACEHOLDER
    return Mention(
        start,
        match.end(),
        text[start : match.end()],
        kind,
        canonical=canonical,
        numeral_start=bracket,
        numeral_end=match.end(),
    )


def book_article_at(text: str, start: int, _floor: int) -> Mention | None:
    """Return 《…条例》第二十六条第一款 where a title is followed by an article of it."""
    book = _BOOK.match(text, start)
    if book is None:
        return None
    article = _ARTICLE.match(text, book.end())
    if article is None or article.group(2) not in ("条", "章", "节"):
        return None
    canonical = text[start : book.end()] + _article(article)
    end = article.end()
    return Mention(
        start, end, text[start:end], Kind.ARTICLE, canonical=canonical, numeral_start=book.end(), numeral_end=end
    )


def _article(match: re.Match[str]) -> str:
    parts = []
    for group, name in ((1, match.group(2)), (3, "款"), (4, "项"), (5, "目")):
        if match.group(group):
            numeral = read_numeral(match.group(group), 0)
            parts.append(f"第{plain(numeral.value) if numeral else match.group(group)}{name}")
    return "".join(parts)


def ordinal_at(text: str, start: int, _floor: int) -> Mention | None:
    """Return what 第 begins: an article, a session, a rank, an ordinal."""
    session = _SESSION.match(text, start)
    if session is not None:
        return _session(session)
    article = _ARTICLE.match(text, start)
    if article is not None and article.group(2) in ("条", "章", "节") and _names_article(article):
        end = article.end()
        return Mention(
            start,
            end,
            text[start:end],
            Kind.ARTICLE,
            canonical=_article(article),
            numeral_start=start + 1,
            numeral_end=end,
        )
    if _LIST_ORDINAL.match(text, start) and (start == 0 or text[start - 1] in "。；：\n“　 "):
        numeral = read_numeral(text, start + 1)
        if numeral is not None:
            return Mention(
                start, numeral.end + 1, text[start : numeral.end + 1], Kind.ENUMERATION, numeral.value, numeral_start=start + 1,
                numeral_end=numeral.end,
            )  # fmt: skip
    numeral = read_numeral(text, start + 1)
    if numeral is None or numeral.high is not None:
        return None
    unit = unit_at(text, numeral.end)
    if unit is not None and unit[0].kind is not Kind.COUNT:
        unit = None
    end = unit[1] if unit else numeral.end
    name, name_class = (unit[0].name, unit[0].unit_class) if unit else ("", "")
    return Mention(
        start, end, text[start:end], Kind.ORDINAL, plain(numeral.value), None, name, name_class, step=Decimal(1),
        canonical=f"第{plain(numeral.value)}{name}", numeral_start=start + 1, numeral_end=numeral.end,
    )  # fmt: skip


def _names_article(match: re.Match[str]) -> bool:
    """第三条输电通道 is the third line; an article goes on to its paragraph or ends, or says what it rules."""
    following = match.string[match.end() : match.end() + 1]
    if re.search(r"(?:办法|条例|规定|规则|准则|细则|法|章程|党章|制度)\Z", match.string[: match.start()][-4:]):
        return True
    return (
        match.group(3) is not None
        or match.group(4) is not None
        or not "\u4e00" <= following <= "\u9fff"
        or following in "规的和、与及至款之明"
    )


def leading_rank_at(text: str, start: int, _floor: int) -> Mention | None:
    """Return 前十, 前3名, 前5位 where 前 stands: a rank at least that high."""
    match = _LEADING.match(text, start)
    numeral = read_numeral(text, start + 1) if match is not None else None
    if match is None or numeral is None:
        return None
    end = match.end()
    return Mention(
        start, end, text[start:end], Kind.ORDINAL, plain(numeral.value), None, "位", "rank", Hedge.AT_MOST, Decimal(1),
        canonical=f"前{plain(numeral.value)}", numeral_start=start + 1, numeral_end=numeral.end,
    )  # fmt: skip


def session_at(text: str, start: int, floor: int) -> Mention | None:
    """Return 十三届八次全会, 十四届人大三次会议, 八次全会, 党的二十大 where the numeral stands at ``start``."""
    match = _SESSION.match(text, start)
    if match is not None:
        return _session(match)
    plenum = _PLENUM.match(text, start)
    if plenum is not None:
        numeral = read_numeral(text, start)
        value = plain(numeral.value) if numeral is not None else None
        return Mention(
            start, plenum.end(), plenum.group(), Kind.ORDINAL, value, None, "次", "time", canonical=plenum.group(), numeral_start=start,
            numeral_end=plenum.end(1),
        )  # fmt: skip
    if start - 2 >= floor and text.startswith("党的", start - 2):
        congress = _CONGRESS.match(text, start - 2)
        if congress is not None:
            return Mention(
                start - 2, congress.end(), congress.group(), Kind.SET_PHRASE, canonical=congress.group(), numeral_start=start,
                numeral_end=congress.end(1),
            )  # fmt: skip
    return None


def _session(match: re.Match[str]) -> Mention:
    numeral = read_numeral(match.group(1), 0)
    value = plain(numeral.value) if numeral is not None else None
    return Mention(
        match.start(), match.end(), match.group(), Kind.ORDINAL, value, None, "届", "session", canonical=match.group().removeprefix("第"),
        numeral_start=match.start(1), numeral_end=match.end(1),
    )  # fmt: skip
