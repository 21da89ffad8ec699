"""The reader: one pass over a text, every number-like thing in it becomes a typed mention.

The scan jumps from trigger to trigger; at each, the readings are tried from the most specific to the most general, and
the first that fits takes the span. What no reading can classify is a mention of kind ``UNKNOWN``.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from knowledge_base.lexicon.set_phrases import Lexicon
from knowledge_base.quantities import claims, codes, dates, placeholders
from knowledge_base.quantities.claims import claim_at, half_claim_at, not_one_at, rank_at
from knowledge_base.quantities.codes import (
    bracketed_at,
    code_at,
    enumerator_at,
    footnote_at,
    numbered_at,
    per_head_at,
    quoted_at,
    symbol_at,
)
from knowledge_base.quantities.dates import bare_year_at, date_at, listed_part_at, recent_at, relative_at
from knowledge_base.quantities.documents import (
    book_article_at,
    document_number_at,
    leading_rank_at,
    ordinal_at,
    session_at,
)
from knowledge_base.quantities.hedges import hedge_before
from knowledge_base.quantities.mention import QUANTITY_KINDS, Hedge, Kind, Mention
from knowledge_base.quantities.names import name_at
from knowledge_base.quantities.numerals import ARABIC, CHINESE, FINANCIAL, PLAIN_CHINESE, chinese_value, read_numeral
from knowledge_base.quantities.placeholders import masked_number_at, placeholder_at
from knowledge_base.quantities.quantities import half_at, quantity_at
from knowledge_base.quantities.units import unit_at

Reading = Callable[[str, int, int], Mention | None]

_TRIGGER = re.compile(
    rf"[{ARABIC}{PLAIN_CHINESE}第半〔［\[（(【《“「\"*＊_＿xXｘＸ×✕◯□{{{re.escape(codes.FIRST)}]"
    rf"|[{FINANCIAL}](?=[拾佰仟百千万萬亿億元圆角])|(?<![队入退行大登着])[{FINANCIAL}](?=[次份名家件项场期轮]|个(?![别性]))|[拾佰仟](?=[{FINANCIAL}一二三四五六七八九万亿元圆])"
    r"|[今去明来次往上下本当同前][年半月季期一二三两]|全覆盖|全部|全数|全员|全达|清零|归零|率先|首位|榜首|无一|过半|超半|大半|翻|某某|前[0-9０-９一二三四五六七八九十百两]|每[百千万十]|每10{0,3}[百千万]?[人户]"
)
_DOUBLING = re.compile(r"翻了?(?:(近|将近|约|超|超过)?([一二两三四五六七八九1-9])番|番)")
_NEGATIVE_BEFORE = frozenset("长为降比幅速率了涨跌：:（( 是达\t\n")


def read(text: str, lexicon: Lexicon | None = None) -> tuple[Mention, ...]:
    """Return every mention in ``text``, sorted and never overlapping; offsets refer to the text as given."""
    return tuple(_Scan(text, lexicon or Lexicon.default()).mentions())


class _Scan:
    """One pass over one text."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text = text
        self.lexicon = lexicon
        self.found: list[Mention] = []
        self.floor = 0  # where the last mention ended
        self.title_end = 0  # inside 《…》 numbers belong to the name

    def mentions(self) -> list[Mention]:
        position, trigger = 0, _TRIGGER
        while True:
            match = trigger.search(self.text, position)
            if match is None:
                return self.found
            position = self._step(match.start())

    def _step(self, start: int) -> int:
        character = self.text[start]
        if character in _NUMERALS:
            return self._numeral(start)
        if character == "第":
            phrase = self._phrase(start + 1)
            if phrase is not None and phrase.start <= start:
                return self._keep(phrase)
        handler = _BY_CHARACTER.get(character)
        if handler is not None:
            for reading in handler:
                mention = reading(self.text, start, self.floor)
                if mention is not None:
                    return self._keep(mention)
            if character == "“" or character == "「" or character == '"':
                return self._quotation(start)
            if character == "《":
                close = self.text.find("》", start, start + 100)
                self.title_end = max(self.title_end, close)
            return start + 1
        if self.text[start + 1 : start + 2] == character:  # AAA is a mask, no word
            mask = placeholder_at(self.text, start, self.floor)
            if mask is not None:
                return self._keep(mask)
        mention, position = symbol_at(self.text, start, self.floor)
        return self._keep(mention) if mention is not None else position

    def _quotation(self, start: int) -> int:
        mention = quoted_at(self.text, start, self.floor)
        if mention is None or claim_at(self.text, mention.start, self.floor) is not None:
            return start + 1
        entry = self.lexicon.get(mention.text)
        if entry is not None:
            return self._keep(replace(mention, kind=Kind.SET_PHRASE, canonical=entry.text))
        numeral = _ANY_NUMERAL.search(self.text, mention.start)
        phrase = self._phrase(numeral.start()) if numeral is not None else None
        if phrase is not None and _ANY_NUMERAL.search(self.text, phrase.end, mention.end) is None:
            return start + 1  # “四强”党支部 holds one set phrase; “三送三解三优” is a name of its own
        return self._keep(mention)

    def _phrase(self, start: int) -> Mention | None:
        for begin, end, entry in self.lexicon.matches_at(self.text, start, self.floor):
            if begin == start and not _whole(self.text, start, end):
                continue
            written = self.text[begin:end]
            return Mention(
                begin, end, written, Kind.SET_PHRASE, canonical=entry.text, numeral_start=start, numeral_end=start + 1
            )
        return None

    def _numeral(self, start: int) -> int:
        text, floor = self.text, self.floor
        arabic = text[start] in _ARABIC_DIGITS
        if text[start] == "一":
            none = not_one_at(text, start, floor)
            if none is not None:
                return self._keep(none)
        phrase = self._phrase(start)
        if phrase is not None:
            return self._keep(phrase)
        for reading in _ARABIC_READINGS if arabic else _CHINESE_READINGS:
            mention = reading(text, start, floor)
            if mention is None:
                continue
            if mention.kind is Kind.UNKNOWN:
                numeral = read_numeral(text, start)
                name = name_at(text, start, numeral, floor) if numeral is not None else None
                mention = name or mention
            return self._keep(mention)
        numeral = read_numeral(text, start)
        end = numeral.end if numeral is not None else _run_end(text, start)
        value = numeral.value if numeral is not None else None
        return self._keep(
            Mention(start, end, text[start:end], Kind.UNKNOWN, value, numeral_start=start, numeral_end=end)
        )

    def _keep(self, mention: Mention) -> int:
        if mention.end <= self.title_end and mention.kind in _NOT_IN_TITLES:
            mention = replace(mention, kind=Kind.FORMULA, canonical=mention.text)
        mention = self._negative(mention)
        self.found.append(mention)
        self.floor = mention.end
        return mention.end

    def _negative(self, mention: Mention) -> Mention:
        """Take a minus sign in: 同比增长-3.2%. Between two numbers a dash is a range and never a minus."""
        before = mention.start - 1
        if (
            mention.value is None
            or mention.kind not in _SIGNED
            or before < self.floor
            or self.text[before] not in "-－−负"
        ):
            return mention
        if self.text[before] == "负":  # 负3.2%, and not 减负超过2亿元
            plain = mention.numeral_start == mention.start and self.text[before - 1 : before] not in _NOT_MINUS
            if not plain:
                return mention
        elif before and self.text[before - 1] not in _NEGATIVE_BEFORE:
            return mention
        return replace(
            mention, start=before, text=self.text[before : mention.end], value=-mention.value, numeral_start=before
        )


def _whole(text: str, start: int, end: int) -> bool:
    """Tell whether a phrase that begins with a numeral takes it whole: 十一 is a holiday, not in 十一次 or 十一月."""
    run = _run_end(text, start)
    if text.startswith("分之", run) or end < run:
        return False
    if text[end - 1] == "点" and text[end : end + 1] in _NUMERALS:  # 零点 is midnight, and not in 零点三个百分点
        return False
    if end == run and end - start > 1:
        parsed = chinese_value(text[start:end])
        if parsed is None:  # 千千万万 is no number, whatever follows
            return True
        counts = parsed[3] == "chinese" and text[start] not in "百千万亿"
        if counts and not _NAMED_BY_NUMBER.match(text, end):
            return False  # 十五 is a plan in 十五期间, and else a number
    if text[end - 1] in _NUMERALS:  # 三个一 is not in 三个一等奖
        return text[end : end + 1] not in _NUMERALS and (unit_at(text, end) is None or text[end] == "期")
    return True


def _run_end(text: str, start: int) -> int:
    match = _RUN.match(text, start)
    return match.end() if match is not None else start + 1


def _doubling(text: str, start: int, _floor: int) -> Mention | None:
    """Read 翻一番 as ×2, 翻两番 as ×4."""
    match = _DOUBLING.match(text, start)
    if match is None:
        return None
    numeral = read_numeral(match.group(2), 0) if match.group(2) else None
    hedge = hedge_before(match.group(1), len(match.group(1)), 0)[0] if match.group(1) else Hedge.EXACT
    times = int(numeral.value) if numeral is not None else 1
    return Mention(
        start, match.end(), match.group(), Kind.MULTIPLE, Decimal(2) ** times, None, "番", "doubling", hedge, Decimal(1),
        numeral_start=start, numeral_end=match.end(),
    )  # fmt: skip


#: 减负, 担负, 胜负 … end in a 负 that is no minus.
_NOT_MINUS = frozenset("减担自肩背抱胜债责正辜欺亏")
_SIGNED = QUANTITY_KINDS | {Kind.UNKNOWN}
_NUMERALS = frozenset("0123456789０１２３４５６７８９" + CHINESE)
_ARABIC_DIGITS = frozenset("0123456789０１２３４５６７８９")
_ANY_NUMERAL = re.compile(rf"[{ARABIC}{CHINESE}]")
_NAMED_BY_NUMBER = re.compile(r"规划|计划|期间|时期|末|普法|以来|前夕|假|长假|黄金周|国庆|[”\"]")
_RUN = re.compile(rf"[{ARABIC}]+|[{CHINESE}]+")
_NOT_IN_TITLES = QUANTITY_KINDS | {Kind.UNKNOWN, Kind.IMPLICIT_CLAIM, Kind.ENUMERATION}
_ARABIC_READINGS: tuple[Reading, ...] = (
    masked_number_at, listed_part_at, enumerator_at, recent_at, date_at, bare_year_at, code_at, session_at, numbered_at, quantity_at,
)  # fmt: skip
_CHINESE_READINGS: tuple[Reading, ...] = (
    placeholder_at, claim_at, half_claim_at, listed_part_at, enumerator_at, recent_at, date_at, session_at, numbered_at, quantity_at,
)  # fmt: skip
_BY_CHARACTER: dict[str, tuple[Reading, ...]] = {
    **dict.fromkeys(claims.FIRST, (claim_at,)),
    **dict.fromkeys(placeholders.FIRST, (placeholder_at,)),
    **dict.fromkeys(dates.RELATIVE_FIRST, (relative_at,)),
    **dict.fromkeys("过超大", (half_claim_at,)),
    "前": (relative_at, leading_rank_at),
    "每": (per_head_at,),
    "半": (half_at, half_claim_at),
    "第": (relative_at, rank_at, ordinal_at),
    "翻": (_doubling,),
    **dict.fromkeys("〔［[", (document_number_at, footnote_at)),
    **dict.fromkeys("（(", (document_number_at, bracketed_at)),
    "【": (document_number_at, placeholder_at),
    "《": (book_article_at,),
    **dict.fromkeys('“「"', ()),
}
