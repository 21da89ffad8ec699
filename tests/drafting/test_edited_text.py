"""A text that a writer edits: bindings of untouched numbers stay with their numbers, locks with their sentences."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.draft import Binding, DraftSection, Lock
from drafting.edited_text import bindings_after_edit, locks_after_edit, locks_together, unlocked_by

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


FIRST, SECOND = "坚持稳中求进。", "坚决守住底线。"
LOCKED = f"开头一句。{FIRST}中间一句。{SECOND}结尾一句。"
LOCKS = (Lock(5, 12), Lock(17, 24))


@pytest.mark.parametrize(
    ("after", "kept"),
    [
        (LOCKED, [FIRST, SECOND]),
        (f"新加一句。{LOCKED}", [FIRST, SECOND]),
        (f"开头一句。坚{FIRST}中间一句。{SECOND}结尾一句。", [FIRST, SECOND]),  # typed what the sentence begins with
        (f"开头一句。{FIRST}。中间一句。{SECOND}结尾一句。", [FIRST, SECOND]),
        (f"改了开头。{FIRST}也改了中间。{SECOND}还改了结尾。", [FIRST, SECOND]),
        (f"{FIRST}\n{SECOND}", [FIRST, SECOND]),
        (f"开头一句。坚持稳中求变。中间一句。{SECOND}结尾一句。", [SECOND]),
        (f"开头一句。中间一句。{SECOND}结尾一句。", [SECOND]),
        (f"开头一句。{SECOND}中间一句。{FIRST}结尾一句。", [SECOND, FIRST]),
        (f"{FIRST}{FIRST}", [FIRST]),
        ("", []),
    ],
)
def test_a_lock_stays_with_its_sentence(after: str, kept: list[str]) -> None:
    assert [after[lock.start : lock.end] for lock in locks_after_edit(LOCKED, after, LOCKS)] == kept


def test_what_an_edit_unlocks_is_named() -> None:
    section = DraftSection("s1", LOCKED, locks=LOCKS)

    assert unlocked_by(section, LOCKED + "再加一句。") == ()
    assert unlocked_by(section, f"{SECOND}") == (FIRST,)
    assert unlocked_by(section, "全部重写。") == (FIRST, SECOND)


def test_locks_from_two_sides_are_each_there_once() -> None:
    assert locks_together(LOCKS, (Lock(0, 5), LOCKS[1])) == (Lock(0, 5), *LOCKS)


@given(st.text("坚持。进", max_size=24), st.text("坚持。进", max_size=24), st.data())
def test_locks_hold_their_words_and_never_overlap(before: str, after: str, data: st.DataObject) -> None:
    edges = sorted(data.draw(st.lists(st.integers(0, len(before)), max_size=6, unique=True)))
    locks = [Lock(start, end) for start, end in zip(edges[::2], edges[1::2], strict=False)]

    kept = locks_after_edit(before, after, locks)

    assert all(one.end <= following.start for one, following in pairwise(kept))
    words = Counter(before[lock.start : lock.end] for lock in locks)
    assert Counter(after[one.start : one.end] for one in kept) <= words
    assert after != before or kept == tuple(locks)
