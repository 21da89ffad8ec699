"""Bindings of a text that a writer edits: those of untouched numbers stay with their numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.draft import Binding
from drafting.edited_text import bindings_after_edit

BEFORE = "召开会议14次，收文2600余份。"
BOUND = (Binding(4, 7, "F1"), Binding(10, 16, "F2"))


@pytest.mark.parametrize(
    ("after", "kept"),
    [
        (BEFORE, {"F1": "14次", "F2": "2600余份"}),
        ("上半年召开会议14次，收文2600余份。", {"F1": "14次", "F2": "2600余份"}),
        ("召开会议14次，累计收文2600余份。", {"F1": "14次", "F2": "2600余份"}),
        ("召开会议15次，收文2600余份。", {"F2": "2600余份"}),
        ("召开会议14次，收文2600多份。", {"F1": "14次"}),
        ("召开会议14次。", {"F1": "14次"}),
        ("收文2600余份。", {"F2": "2600余份"}),
        ("", {}),
    ],
)
def test_an_edit_costs_only_the_numbers_it_touches(after: str, kept: dict[str, str]) -> None:
    bindings = bindings_after_edit(BEFORE, after, BOUND)

    assert {binding.figure_id: after[binding.start : binding.end] for binding in bindings} == kept


@given(st.text("14次，收文。", max_size=20), st.text("14次，收文。", max_size=20), st.data())
def test_a_binding_always_holds_the_text_it_held(before: str, after: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(before)))
    end = data.draw(st.integers(start, len(before)))

    for binding in bindings_after_edit(before, after, [Binding(start, end, "F1")]):
        assert after[binding.start : binding.end] == before[start:end]
