"""An outline comes from the nearest past reports; nothing of last year's that is over stays in its headings."""

from collections.abc import Sequence
from datetime import date

import pytest

from drafting.draft import Outline, OutlineSection
from drafting.figure import FigureSheet
from drafting.figure_sheet import figures_from_rows
from drafting.genre import Genre, GenreSection, load_genres
from drafting.headings import adapt_heading, likeness
from drafting.outline import assign, propose_outline
from drafting.request import Request, Theme
from knowledge_base.passages import passages_of
from knowledge_base.report import Period, Report, Role, Section

GENRE = Genre(
    id="work_summary",
    name="工作总结",
    title="{unit}{period}工作总结",
    cues=("工作总结",),
    half_yearly=False,
    figures_expected=True,
    tone="",
    opening="",
    ending="",
    sections=(
        GenreSection("工作开展情况", 1, Role.PROGRESS, drafted=False),
        GenreSection("加强党建", 2, Role.PROGRESS, indicators=("党员大会", "主题党日")),
        GenreSection("服务企业", 2, Role.PROGRESS, indicators=("走访企业",)),
        GenreSection("存在问题", 1, Role.PROBLEMS),
        GenreSection("下步打算", 1, Role.PLANS),
    ),
)


def section(
    level: int, number: str, title: str, role: Role, text: str = "", children: Sequence[Section] = ()
) -> Section:
    return Section(level, number, title, role, (text,) if text else (), tuple(children))


def report(year: int, *sections: Section, unit: str = "云岚园区", half: int | None = None) -> Report:
    passages = passages_of(f"r{year}", sections, genre="work_summary", unit=unit, period=Period(year, half))
    return Report(f"r{year}", "总结", "work_summary", unit, Period(year, half), "", unit, "", sections, passages)


def usual(year: int, *more: Section, building: str = "加强机关党建", unit: str = "云岚园区") -> Report:
    progress = section(
        1,
        "一、",
        "工作开展情况",
        Role.PROGRESS,
        children=[
            section(2, "（一）", building, Role.PROGRESS, "召开党员大会6次，开展主题党日7次。"),
            section(2, "（二）", "优化企业服务", Role.PROGRESS, "走访企业120家次，办理帮办代办事项30件。"),
        ],
    )
    problems = section(1, "二、", "存在问题", Role.PROBLEMS, "一是创新不够。二是合力不强。")
    return report(
        year, section(0, "", "", Role.OPENING, f"{year}年，各项工作取得进展。"), progress, problems, *more, unit=unit
    )


def request(
    *rows: dict[str, str], themes: Sequence[Theme] = (), unit: str = "云岚园区", half: int | None = None
) -> Request:
    sheet = figures_from_rows(rows) if rows else FigureSheet()
    return Request("work_summary", unit, Period(2026, half), date(2026, 12, 20), themes=tuple(themes), figures=sheet)


def headings(outline: Outline) -> list[str]:
    return [item.heading for item in outline.sections if item.heading]


def home(outline: Outline, figure_id: str) -> str:
    return next(item.heading for item in outline.sections if figure_id in item.figure_ids)


def test_the_headings_and_their_order_are_the_newest_reports() -> None:
    outline = propose_outline(request(), GENRE, [usual(2024, building="抓好党的建设"), usual(2025)])
    assert headings(outline)[:4] == ["工作开展情况", "加强机关党建", "优化企业服务", "存在问题"]


def test_each_heading_says_in_how_many_reports_it_stood() -> None:
    outline = propose_outline(request(), GENRE, [usual(2025), usual(2024), usual(2023, building="抓好安全环保")])
    reasons = {item.heading: item.reason for item in outline.sections}
    assert reasons["优化企业服务"] == "近3年报告中有3年设此节"
    assert reasons["加强机关党建"] == "近3年报告中有2年设此节"


def test_a_report_begins_with_an_opening_and_a_heading_above_others_has_no_text_of_its_own() -> None:
    outline = propose_outline(request(), GENRE, [usual(2025)])
    assert outline.sections[0].role is Role.OPENING
    assert outline.sections[0].level == 0
    assert not next(item for item in outline.sections if item.heading == "工作开展情况").drafted


def test_what_the_past_report_lacks_and_the_genre_needs_is_added() -> None:
    outline = propose_outline(request(), GENRE, [usual(2025)])
    assert headings(outline)[-1] == "下步打算"
    assert "按文种" in outline.sections[-1].reason


def test_a_closing_is_proposed_only_where_past_reports_have_one() -> None:
    closing = section(0, "", "", Role.CLOSING, "特此报告。")
    assert propose_outline(request(), GENRE, [usual(2025, closing)]).sections[-1].role is Role.CLOSING
    assert all(item.role is not Role.CLOSING for item in propose_outline(request(), GENRE, [usual(2025)]).sections)


def test_without_a_report_the_genre_gives_the_headings() -> None:
    outline = propose_outline(request(), GENRE, [])
    assert headings(outline) == [item.heading for item in GENRE.sections]
    assert outline.sections[0].role is Role.OPENING


def test_reports_of_the_same_unit_come_before_newer_ones_of_others() -> None:
    other = usual(2025, building="建强党员队伍", unit="别的单位")
    assert "加强机关党建" in headings(propose_outline(request(), GENRE, [other, usual(2024)]))


@pytest.mark.parametrize(
    ("past", "adapted"),
    [
        ("（一）加强机关党建", "加强机关党建"),
        ("2026年工作打算", "2027年工作打算"),
        ("2025年工作开展情况", "2026年工作开展情况"),
        ("聚焦主业，走访企业45家", "聚焦主业"),
        ("认真开展“六个一”活动", "认真开展“六个一”活动"),
        ("下半年工作打算", "下半年工作打算"),
    ],
)
def test_a_heading_carries_no_year_or_figure_of_last_year(past: str, adapted: str) -> None:
    assert adapt_heading(past, Period(2025), Period(2026), ()).text == adapted


def test_an_ended_campaign_in_a_heading_gives_way_to_this_periods_or_goes() -> None:
    past = "扎实开展党纪学习教育，筑牢纪律防线"
    theme = Theme("树立和践行正确政绩观学习教育")
    replaced = adapt_heading(past, Period(2024), Period(2026), (theme,))
    assert replaced.text == "扎实开展树立和践行正确政绩观学习教育，筑牢纪律防线"
    assert "已结束" in replaced.note
    assert adapt_heading(past, Period(2024), Period(2026), ()).text == "筑牢纪律防线"


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("二、存在问题", "存在的问题", True),
        ("下步打算", "下一步工作打算", True),
        ("加强党建", "存在问题", False),
        ("", "存在问题", False),
    ],
)
def test_headings_are_alike_by_their_wording_not_their_number(one: str, other: str, alike: bool) -> None:
    assert (likeness(one, other) >= 0.5) is alike


def test_a_figure_goes_by_its_topic_before_all_else() -> None:
    asked = request({"指标": "走访企业", "数值": "88", "单位": "家次", "归属": "加强机关党建"})
    assert home(propose_outline(asked, GENRE, [usual(2025)]), "F1") == "加强机关党建"


def test_a_figure_without_a_topic_goes_where_the_past_stated_its_indicator() -> None:
    asked = request(
        {"指标": "帮办代办事项", "数值": "41", "单位": "件"},
        {"指标": "主题党日", "数值": "9", "单位": "次"},
    )
    outline = propose_outline(asked, GENRE, [usual(2025)])
    assert home(outline, "F1") == "优化企业服务"
    assert home(outline, "F2") == "加强机关党建"


def test_a_figure_without_a_past_goes_by_the_genres_usual_indicators() -> None:
    asked = request({"指标": "走访企业", "数值": "88", "单位": "家次"})
    assert home(propose_outline(asked, GENRE, []), "F1") == "服务企业"


@pytest.mark.parametrize("reports", [[], [usual(2025)], [usual(2025), usual(2024)]])
def test_every_figure_and_every_theme_is_assigned_exactly_once(reports: list[Report]) -> None:
    asked = request(
        {"指标": "党员大会", "数值": "8", "单位": "次"},
        {"指标": "全然陌生的指标", "数值": "3", "单位": "个"},
        {"指标": "走访企业", "数值": "100", "单位": "家次", "归属": "没有的一节"},
        themes=[Theme("零碳园区建设", "推进节能降碳改造"), Theme("机关党建品牌", "打造党建品牌")],
    )
    outline = propose_outline(asked, GENRE, reports)
    figures = [figure_id for item in outline.sections for figure_id in item.figure_ids]
    themes = [name for item in outline.sections for name in item.theme_names]
    assert sorted(figures) == ["F1", "F2", "F3"]
    assert sorted(themes) == sorted(theme.name for theme in asked.themes)
    assert all(item.drafted for item in outline.sections if item.figure_ids or item.theme_names)


def test_a_theme_near_to_no_section_becomes_one() -> None:
    outline = propose_outline(request(themes=[Theme("数字孪生港口", "码头吊装远程操控")]), GENRE, [usual(2025)])
    own = next(item for item in outline.sections if item.heading == "数字孪生港口")
    assert own.level == 2
    assert own.theme_names == ("数字孪生港口",)
    assert headings(outline).index("数字孪生港口") == headings(outline).index("存在问题") - 1


def test_this_periods_campaign_goes_where_last_years_stood() -> None:
    past = report(
        2025,
        section(
            1,
            "一、",
            "工作开展情况",
            Role.PROGRESS,
            children=[
                section(2, "（一）", "优化企业服务", Role.PROGRESS, "走访企业120家次。"),
                section(2, "（二）", "筑牢思想根基", Role.PROGRESS, "扎实开展深入贯彻中央八项规定精神学习教育。"),
            ],
        ),
    )
    outline = propose_outline(request(themes=[Theme("树立和践行正确政绩观学习教育")]), GENRE, [past])
    assert next(item.heading for item in outline.sections if item.theme_names) == "筑牢思想根基"


def test_what_the_writer_assigned_stays_and_what_the_request_lost_goes() -> None:
    asked = request({"指标": "走访企业", "数值": "88", "单位": "家次"}, {"指标": "党员大会", "数值": "8", "单位": "次"})
    outline = Outline(
        (
            OutlineSection("a", 2, "加强党建", Role.PROGRESS, figure_ids=("F1", "F9")),
            OutlineSection("b", 2, "服务企业", Role.PROGRESS),
        )
    )
    assigned = assign(outline, asked, GENRE)
    assert assigned.sections[0].figure_ids == ("F1", "F2")
    assert assigned.sections[1].figure_ids == ()


def test_a_report_whose_beginning_was_lost_gets_its_first_heading_back() -> None:
    damaged = report(2025, section(2, "（一）", "加强党建", Role.PROGRESS, "召开党员大会6次。"))
    assert headings(propose_outline(request(), GENRE, [damaged]))[:2] == ["工作开展情况", "加强党建"]


@pytest.mark.parametrize("genre", load_genres().values(), ids=lambda genre: genre.id)
def test_every_genre_gives_an_outline_of_its_own(genre: Genre) -> None:
    asked = Request(genre.id, "云岚园区", Period(2026), date(2026, 12, 20))
    outline = propose_outline(asked, genre, [])
    assert len({item.id for item in outline.sections}) == len(outline.sections)
    assert all(item.reason for item in outline.sections)
