"""Whether a statement's measure word may be that of an indicator: 人 and 名, 公里 and 米, and 日处理3.5万吨 of 吨/日."""

import re

from drafting.checking.known import Indicator
from drafting.checking.statement import Statement
from knowledge_base.quantities.mention import Kind
from knowledge_base.quantities.units import comparable

#: Measure words that offices use for each other: a person decides. 次 and 期, 人 and 人次 are not among them.
_NEAR_CLASSES = frozenset(
    frozenset(pair.split("|"))
    for pair in (
        "household|enterprise",
        "copy|piece",
        "article|entry",
        "article|piece",
        "article|copy",
        "item|piece",
        "item|entry",
        "case|piece",
        "meeting|time",
        "lecture|time",
        "lecture|meeting",
        "round|time",
        "team|time",
        "copy|entry",
        "copy|volume",
        "thing|place",
    )
)
#: Measures of one dimension: how many of the first unit class make one of the second.
_CONVERSIONS = {
    ("month", "year"): 12,
    ("day", "week"): 7,
    ("metre", "kilometre"): 1000,
    ("square_metre", "square_kilometre"): 1_000_000,
    ("square_metre", "hectare"): 10_000,
    ("hectare", "square_kilometre"): 100,
    ("mu", "hectare"): 15,
    ("mu", "square_kilometre"): 1500,
    ("kilogram", "ton"): 1000,
    ("gram", "kilogram"): 1000,
    ("kilowatt", "megawatt"): 1000,
    ("jin", "kilogram"): 2,
    ("permille", "percent"): 10,
    ("minute", "hour"): 60,
    ("second", "minute"): 60,
    ("centimetre", "metre"): 100,
    ("millimetre", "centimetre"): 10,
    ("millilitre", "litre"): 1000,
}
#: Enterprises are counted by 户 as by 家; residents are not.
_OF_BUSINESS = re.compile(r"企业|市场主体|经营主体|商户|个体户|公司|店")
_PER_ONE = re.compile(r"[亩人户日月年场]均|每[亩人户日月年]|单位|日(?:处理|供水|产|消|处置)|年产")


def same_unit(statement: Statement, indicator: Indicator) -> bool:
    """Tell whether the measure words may state one fact (人 and 名, a generic 个, 公里 and 米)."""
    mine, its = statement.mention.unit_class, indicator.unit_class
    if mine == its:
        return True
    if {mine, its} == {"", "yuan"}:  # 18.4万 of 经费, as a colleague writes it
        bare = statement.mention if not mine else indicator.values[0].mention
        return bare.text[-1:] in "万亿" and statement.mention.kind in {Kind.COUNT, Kind.AMOUNT}
    if {mine, its} == {"household", "enterprise"} and _OF_BUSINESS.search(indicator.name):
        return True
    per = "_per_" in mine + its and mine.partition("_per_")[0] == its.partition("_per_")[0]
    if per and _PER_ONE.search(f"{indicator.core}{statement.clause}{statement.label.indicator}"):
        return True  # 亩均税收21.4万元 is so much a 亩, 日处理能力3.5万吨 so much a 日
    if {mine, its} == {"fraction", "percent"}:
        return True  # 一半 is 50%
    return (bool(mine) == bool(its) and comparable(mine, its)) or unit_factor(mine, its) is not None


def near_unit(statement: Statement, indicator: Indicator) -> bool:
    """Tell whether the measure words are of different classes that offices mix up (户 and 家 for enterprises)."""
    return frozenset((statement.mention.unit_class, indicator.unit_class)) in _NEAR_CLASSES


def unit_factor(stated: str, supplied: str) -> tuple[int, int] | None:
    """Return (n, m) where a stated value times n/m is in the supplied unit: 米 to 公里 is (1, 1000)."""
    if (stated, supplied) == ("fraction", "percent"):
        return 100, 1
    if (stated, supplied) == ("percent", "fraction"):
        return 1, 100
    if (stated, supplied) in _CONVERSIONS:
        return 1, _CONVERSIONS[stated, supplied]
    if (supplied, stated) in _CONVERSIONS:
        return _CONVERSIONS[supplied, stated], 1
    return None
