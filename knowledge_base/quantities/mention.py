"""The typed value that a quantity in prose becomes.

A mention is a fact about a span of text: what is written there, how much it states, of what unit, with what
hedge. It knows nothing of indicators or supplied data; binding it to a figure is the checker's work.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

Number = Decimal | Fraction


class Kind(StrEnum):
    """What a mention is, in the terms of the table of kinds that the checker answers for."""

    COUNT = "count"
    AMOUNT = "amount"
    PERCENT = "percent"
    PERCENTAGE_POINT = "percentage_point"
    MULTIPLE = "multiple"
    FRACTION = "fraction"
    RANGE = "range"
    DATE = "date"
    PERIOD = "period"
    ORDINAL = "ordinal"
    DOCUMENT_NUMBER = "document_number"
    ARTICLE = "article"
    FORMULA = "formula"
    CODE = "code"
    SET_PHRASE = "set_phrase"
    ENUMERATION = "enumeration"
    PLACEHOLDER = "placeholder"
    IMPLICIT_CLAIM = "implicit_claim"
    UNKNOWN = "unknown"


#: Kinds that state a measured quantity, which must be traced to supplied data.
QUANTITY_KINDS = frozenset(
    {Kind.COUNT, Kind.AMOUNT, Kind.PERCENT, Kind.PERCENTAGE_POINT, Kind.MULTIPLE, Kind.FRACTION, Kind.RANGE}
)


class Hedge(StrEnum):
    """How sure the text is of its number; each member covers the words that mean the same."""

    EXACT = ""
    ABOUT = "约"  # 约N, 大约N, N左右
    MORE = "余"  # N余, N多, N有余
    NEAR = "近"  # 近N, 将近N, 不足N
    AT_LEAST = "以上"  # N以上, 不少于N, 至少N, 不低于N: includes N
    OVER = "超过"  # 超过N, 突破N, 逾N, 高于N: excludes N
    AT_MOST = "以下"  # N以下, N以内, 不超过N: includes N
    VAGUE = "数"  # 数十, 几十, 二三十: an interval


@dataclass(frozen=True, slots=True)
class DateParts:
    """The fields of a date or period that the text states; the rest is ``None``.

    ``relative`` is the word that needs the report's period to resolve (今年, 去年同期, 上年, 本月 …), else ``""``.
    ``half`` is 1 or 2, ``quarter`` 1-4. ``end_year``/``end_month`` close a period (1月至9月).
    """

    year: int | None = None
    half: int | None = None
    quarter: int | None = None
    month: int | None = None
    day: int | None = None
    end_year: int | None = None
    end_month: int | None = None
    end_day: int | None = None
    relative: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """One number-like thing in a text.

    ``start``/``end`` are offsets into the text as given, ``text`` what stands there (numeral, unit and hedge).
    ``value`` is in base units (4.7万元 is 47000 of unit 元); percents stay in percent (9.6% and 百分之九点六 are 9.6,
    四成 is 40). ``high`` is the upper end of a range or interval. ``unit`` is the measure word without its scale
    (``元``, ``人次``, ``%``, ``平方米``); ``unit_class`` groups units that may be compared (``yuan``, ``person``,
    ``person_time``, ``meeting`` …). ``step`` is the place value, in base units, of the last digit shown (4.7万 → 1000):
    the precision that a rounding is judged by. ``canonical`` identifies what has no value (a document number, a
    formula, a set phrase's canonical form). ``numeral_start``/``numeral_end`` bound the numeral with its scale
    (``4.7万``), without unit or hedge.
    """

    start: int
    end: int
    text: str
    kind: Kind
    value: Number | None = None
    high: Number | None = None
    unit: str = ""
    unit_class: str = ""
    hedge: Hedge = Hedge.EXACT
    step: Decimal | None = None
    canonical: str = ""
    date: DateParts | None = None
    numeral_start: int = -1
    numeral_end: int = -1


@dataclass(frozen=True, slots=True)
class Label:
    """What the text says a mention counts.

    ``indicator`` is the noun phrase (党工委会议, 收文, 固定资产投资); ``direction`` is ``up``, ``down`` or ``""``
    (增长, 下降 …); ``comparison`` is the word a change is measured against (同比, 环比, 较上年 …) or ``""``;
    ``of_last_period`` tells that the clause speaks of last period's value (上年, 去年同期).
    """

    indicator: str
    direction: str = ""
    comparison: str = ""
    of_last_period: bool = False
