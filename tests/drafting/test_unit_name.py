"""Borrowed prose speaks in this unit's name."""

import pytest

from drafting.unit_name import in_name_of, names_of_place, parts_of


@pytest.mark.parametrize(
    ("unit", "place", "kind", "office"),
    [
        ("云岚工业园区党政办公室", "云岚", "工业园区", "党政办公室"),
        ("清河街道党工委", "清河", "街道", "党工委"),
        ("党政办公室", "", "", "党政办公室"),
    ],
)
def test_a_name_has_a_place_a_kind_and_an_office(unit: str, place: str, kind: str, office: str) -> None:
    parts = parts_of(unit)
    assert (parts.place, parts.kind, parts.office) == (place, kind, office)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("云岚工业园区党政办公室坚持服务大局", "清河街道综合办公室坚持服务大局"),
        ("党政办公室服务云岚工业园区发展", "综合办公室服务清河街道发展"),
        ("推动园区高质量发展", "推动街道高质量发展"),
        ("严格落实“三会一课”", "严格落实“三会一课”"),
    ],
)
def test_another_units_text_is_put_in_ones_own_name(text: str, own: str) -> None:
    assert in_name_of(text, "云岚工业园区党政办公室", "清河街道综合办公室") == own


def test_the_other_place_is_known_by_its_name_and_ones_own_is_no_stranger() -> None:
    assert names_of_place("云岚工业园区党政办公室", "清河街道综合办公室") == "云岚"
    assert names_of_place("云岚工业园区党政办公室", "云岚工业园区党工委") == ""
