"""The form of a new report: what becomes a request, what is told, and what stays as it was typed."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drafting.errors import RequestError
from drafting.examples import EXAMPLES_DIR, REQUEST_FILE, example_genres
from drafting.figure_sheet import parse_pasted
from drafting.genre import load_genres
from drafting.request import Theme
from drafting.request_file import load_request
from drafting.request_revision import keep_figure_ids
from knowledge_base.report import Period, UsualIndicator
from ui.form_store import FormStore, FormStoreError
from ui.request_form import (
    RequestForm,
    blank_form,
    form_from_json,
    form_of,
    request_of,
    row_problems,
    with_figures,
    with_recipient,
    with_unit,
    with_usual_indicators,
)

GENRES = load_genres()
FILLED = RequestForm(
    genre="work_summary",
    unit="清溪园区党政办",
    recipient="区委办：",
    year="2026",
    span="上半年",
    date="2026年7月3日",
    themes=(Theme("能效提升", "首问负责"), Theme("", "")),
    rows=(
        {"指标": "党工委会议", "数值": "11", "单位": "次", "上年数值": "9"},
        {"指标": "收文", "数值": "", "单位": "份", "上年数值": "2008"},
    ),
)


def test_a_filled_form_is_a_request() -> None:
    request = request_of(FILLED, GENRES)

    assert request.period == Period(2026, 1)
    assert request.date == date(2026, 7, 3)
    assert request.recipient == "区委办"
    assert request.themes == (Theme("能效提升", "首问负责"),)
    assert [(figure.name, figure.value_text) for figure in request.figures.figures] == [("党工委会议", "11次")]


@pytest.mark.parametrize(
    ("form", "told"),
    [
        (replace(FILLED, genre=""), "文种"),
        (replace(FILLED, unit="  "), "单位"),
        (replace(FILLED, year="二〇二六"), "年份"),
        (replace(FILLED, date="下周"), "下周"),
        (replace(FILLED, themes=(Theme("", "没有名字的要点"),)), "主题"),
        (replace(FILLED, rows=({"指标": "", "数值": "3"},)), "第 1 行"),
        (replace(FILLED, rows=({"指标": "甲", "数值": ""}, {"指标": "收文", "数值": "很多"})), "第 2 行"),
    ],
)
def test_what_keeps_a_form_from_being_a_request_is_named(form: RequestForm, told: str) -> None:
    with pytest.raises(RequestError, match=told):
        request_of(form, GENRES)


@pytest.mark.parametrize("genre", example_genres())
def test_the_form_of_a_request_states_the_same_request(genre: str) -> None:
    request = load_request(EXAMPLES_DIR / genre / REQUEST_FILE, GENRES)

    again = request_of(form_of(request), GENRES)

    assert [(f.name, f.value.value, f.value_text, f.previous_text) for f in again.figures.figures] == [
        (f.name, f.value.value, f.value_text, f.previous_text) for f in request.figures.figures
    ]
    assert (again.unit, again.period, again.date, again.themes) == (
        request.unit,
        request.period,
        request.date,
        request.themes,
    )


def test_rows_nobody_has_filled_are_no_mistakes() -> None:
    assert row_problems(({"指标": "收文", "数值": "", "单位": "份"}, {"指标": "", "数值": ""})) == ()


def test_a_new_offer_takes_away_only_what_was_merely_offered() -> None:
    rows = (
        {"指标": "收文", "数值": "", "备注": ""},
        {"指标": "党工委会议", "数值": "11"},
        {"指标": "发文", "数值": "", "备注": "待机要室报"},
    )
    usual = (
        UsualIndicator("党工委会议", "次", "9次", "2025年上半年", 3, 3, ""),
        UsualIndicator("督办", "项", "86项", "2025年上半年", 3, 3, "督查"),
    )

    kept = with_usual_indicators(rows, usual)

    assert [row["指标"] for row in kept] == ["党工委会议", "发文", "督办"]
    assert kept[2]["上年数值"] == "86"
    assert kept[2]["单位"] == "项"


def test_pasted_figures_go_into_the_row_of_their_indicator() -> None:
    rows = ({"指标": "收文", "数值": "", "单位": "份", "上年数值": "2008", "归属": "办文"},)

    merged = with_figures(rows, parse_pasted("收文2136份；信访接待3批次").figures)

    assert merged[0] | {"数值": "2136"} == merged[0]
    assert merged[0]["上年数值"] == "2008"
    assert merged[0]["归属"] == "办文"
    assert len(merged) == 2


def test_two_figures_of_one_name_are_two_rows() -> None:
    merged = with_figures((), parse_pasted("指标\t数值\t口径\n收文\t10\t一季度\n收文\t12\t二季度").figures)

    assert [(row["数值"], row["口径"]) for row in merged] == [("10", "一季度"), ("12", "二季度")]


def test_an_offer_gives_way_to_the_next_but_not_the_writers_own_words() -> None:
    offered = with_recipient(with_unit(RequestForm(), "甲办"), "区委")

    assert with_unit(offered, "乙办").unit == "乙办"
    assert with_unit(replace(offered, unit="我办"), "乙办").unit == "我办"
    assert with_recipient(offered, "市委").recipient == "市委"
    assert with_recipient(replace(offered, recipient="县委"), "市委").recipient == "县委"


@pytest.mark.parametrize(
    ("genre", "today", "period"),
    [
        ("work_summary", date(2026, 7, 3), ("2026", "上半年")),
        ("work_summary", date(2026, 11, 22), ("2026", "下半年")),
        ("work_summary", date(2027, 1, 5), ("2026", "下半年")),
        ("party_building_status", date(2026, 11, 22), ("2026", "全年")),
    ],
)
def test_a_new_form_is_about_the_time_that_is_due(genre: str, today: date, period: tuple[str, str]) -> None:
    form = blank_form(GENRES[genre], today)

    assert (form.year, form.span) == period


def test_a_changed_request_keeps_the_ids_of_its_figures() -> None:
    earlier = request_of(FILLED, GENRES)
    longer = replace(
        FILLED, rows=({"指标": "新指标", "数值": "5"}, {"指标": "收文", "数值": "7", "单位": "份"}, *FILLED.rows)
    )

    changed = keep_figure_ids(request_of(longer, GENRES), earlier)

    assert {figure.name: figure.id for figure in changed.figures.figures} == {
        "党工委会议": "F1",
        "新指标": "F2",
        "收文": "F3",
    }


class TestTheFormStore:
    def test_gives_back_what_was_kept(self, tmp_path: Path) -> None:
        store = FormStore(tmp_path / "forms")
        form_id = store.new_id()

        store.save(form_id, FILLED)

        assert store.get(form_id) is not None
        assert store.get(form_id) == form_from_json(FILLED.to_json())
        assert [kept.id for kept in store.list()] == [form_id]
        store.delete(form_id)
        assert store.list() == ()

    @pytest.mark.parametrize("form_id", ["../../secret", "", "0123456789ab/..", "0123456789AB", "0" * 13, "..", "a\0b"])
    def test_takes_no_id_but_its_own(self, tmp_path: Path, form_id: str) -> None:
        (tmp_path / "secret.json").write_text('{"unit": "x"}', encoding="utf-8")
        store = FormStore(tmp_path / "forms" / "deep")

        assert store.get(form_id) is None
        with pytest.raises(FormStoreError):
            store.save(form_id, FILLED)
        store.delete(form_id)
        assert (tmp_path / "secret.json").exists()

    @pytest.mark.parametrize(
        "content", ["", "{", "[]", "null", '{"rows": 3, "themes": {"a": 1}, "unit": ["x"]}', "\x00"]
    )
    def test_survives_a_broken_file(self, tmp_path: Path, content: str) -> None:
        store = FormStore(tmp_path)
        (tmp_path / "0123456789ab.json").write_text(content, encoding="utf-8")

        form = store.get("0123456789ab")

        assert form is None or form == RequestForm()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["rows", "themes", "name", "数值", "unit", "x"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault of the form
@given(st.dictionaries(st.sampled_from(["genre", "unit", "rows", "themes", "span", "year", "pasted"]), JSON))
def test_whatever_a_page_sends_is_a_form_of_text(data: dict[str, object]) -> None:
    form = form_from_json(data)

    assert form_from_json(form.to_json()) == form
    assert all(isinstance(cell, str) for row in form.rows for cell in row.values())
