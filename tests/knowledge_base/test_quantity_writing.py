"""Numbers as the house writes them."""

from decimal import Decimal
from fractions import Fraction

import pytest

from knowledge_base.quantities.units import comparable, unit_class, unit_scale
from knowledge_base.quantities.writing import write_number


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (Decimal(47000), "元", "4.7万元"),
        (Decimal("47000.00"), "元", "4.7万元"),
        (Decimal(108000000), "元", "1.08亿元"),
        (Decimal(123456789), "元", "12345.6789万元"),
        (Decimal(2136), "份", "2136份"),
        (Decimal(10023), "人", "10023人"),
        (Decimal(12000), "人次", "1.2万人次"),
        (Decimal("9.60"), "%", "9.6%"),
        (Decimal("2.40"), "个百分点", "2.4个百分点"),
        (Decimal(2025), "年", "2025年"),
        (Decimal(0), "起", "0起"),
        (Fraction(2, 3), "", "三分之二"),
    ],
)
def test_the_house_style(value: Decimal | Fraction, unit: str, written: str) -> None:
    assert write_number(value, unit) == written


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (Decimal(32), "场", "三十二场"),
        (Decimal(10), "次", "十次"),
        (Decimal(2), "次", "两次"),
        (Decimal(2300), "册", "两千三百册"),
        (Decimal(10006), "人", "一万零六人"),
        (Decimal("12.5"), "%", "百分之十二点五"),
    ],
)
def test_in_chinese_numerals(value: Decimal, unit: str, written: str) -> None:
    assert write_number(value, unit, chinese=True) == written


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("人", "person"),
        ("名", "person"),
        ("人次", "person_time"),
        ("万元", "yuan"),
        ("亿千瓦时", "kilowatt_hour"),
        ("无此单位", ""),
    ],
)
def test_units_have_classes(unit: str, expected: str) -> None:
    assert unit_class(unit) == expected


def test_a_scale_is_parted_from_its_unit() -> None:
    assert unit_scale("万元") == (Decimal(10000), "元")
    assert unit_scale("千瓦时") == (Decimal(1), "千瓦时")


def test_only_a_generic_measure_word_may_stand_for_another() -> None:
    assert comparable("thing", "enterprise")
    assert not comparable("person", "person_time")
    assert not comparable("time", "issue")
