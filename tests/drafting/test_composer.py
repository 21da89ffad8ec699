"""The offline composer: past sentences, this period's figures, nothing of last year's."""

import re
from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.composer import compose, normalised, written_sentences
from drafting.composer.prose import paragraph_of, written
from drafting.draft import OutlineSection
from drafting.figure_sheet import figures_from_rows
from drafting.genre import Genre, GenreSection
from drafting.request import Request, Theme
from drafting.section_context import SectionContext
from drafting.tokens import render_tokens
from knowledge_base.passages import passages_of
from knowledge_base.report import Hit, Period, Role, Section

UNIT = "云岚园区党政办公室"
GENRE = Genre(
    id="work_summary",
    name="工作总结",
    title="",
    cues=(),
    half_yearly=True,
    figures_expected=True,
    tone="",
    opening="",
    ending="",
    sections=(GenreSection("加强党建", 2, Role.PROGRESS, indicators=("党员大会", "支委会", "警示教育", "收文")),),
)

Rows = Sequence[tuple[str, str, str, str]]


def hits(
    text: str, *, heading: str = "（一）加强党建", role: Role = Role.PROGRESS, year: int = 2025, unit: str = UNIT
) -> tuple[Hit, ...]:
    own = Section(2, heading[:3], heading[3:], role, tuple(text.split("\n")))
    if role in (Role.OPENING, Role.CLOSING):
        tree = (Section(0, "", "", role, tuple(text.split("\n"))),)
    else:
        tree = (Section(1, "一、", "工作开展情况", role, (), (own,)),)
    passages = passages_of(f"r{year}{unit}", tree, genre="work_summary", unit=unit, period=Period(year, 1))
    return tuple(Hit(passage, 1.0, "总结") for passage in passages)


def context(
    past: str | tuple[Hit, ...] = "",
    rows: Rows = (),
    *,
    themes: Sequence[Theme] = (),
    elsewhere: Rows = (),
    role: Role = Role.PROGRESS,
    heading: str = "加强党建",
    level: int = 2,
    period: Period | None = None,
    written_before: frozenset[str] = frozenset(),
) -> SectionContext:
    columns = ("指标", "数值", "单位", "上年数值")
    sheet = figures_from_rows([dict(zip(columns, row, strict=True)) for row in (*rows, *elsewhere)])
    assert not sheet.problems
    request = Request(
        "work_summary", UNIT, period or Period(2026, 1), date(2026, 7, 3), themes=tuple(themes), figures=sheet
    )
    figures = sheet.figures
    section = OutlineSection("s1", level, heading if level else "", role)
    passages = past if isinstance(past, tuple) else hits(past, role=role) if past else ()
    return SectionContext(
        request=request,
        genre=GENRE,
        section=section,
        figures=figures[: len(rows)],
        themes=tuple(themes),
        passages=passages,
        figures_elsewhere=figures[len(rows) :],
        written=written_before,
    )


def drafted(given_context: SectionContext) -> str:
    rendered = render_tokens(compose(given_context).text, given_context.request.figures.figures)
    assert rendered.problems == ()
    return rendered.text


def test_a_past_sentence_takes_this_periods_figures() -> None:
    past = "一是严肃组织生活。召开党员大会6次、支委会7次，开展主题党日7次。二是规范办文。累计办理收文2000余份。"
    rows = [
        ("收文", "2136", "份", ""),
        ("党员大会", "8", "次", ""),
        ("支委会", "9", "次", ""),
        ("主题党日", "10", "次", ""),
    ]
    assert drafted(context(past, rows)) == (
        "一是严肃组织生活。召开党员大会8次、支委会9次，开展主题党日10次。二是规范办文。累计办理收文2136份。"
    )


@pytest.mark.parametrize(
    ("past", "rows", "expected"),
    [
        ("收文2000份，同比增长5%。", [("收文", "1800", "份", "2000")], "收文1800份，同比下降10%。"),
        ("收文2000份，同比增长5%。", [("收文", "2200", "份", "2000")], "收文2200份，同比增长10%。"),
        ("收文2000份，同比增长5%。", [("收文", "2200", "份", "")], "收文2200份。"),
        ("收文2000份，较上年增加300份。", [("收文", "2200", "份", "2000")], "收文2200份，较上年增加200份。"),
        ("收文2000份，是去年同期的2倍。", [("收文", "2200", "份", "2000")], "收文2200份，同比增长10%。"),
        ("办结率98%，同比提高1个百分点。", [("办结率", "97", "%", "98")], "办结率97%，同比下降1个百分点。"),
    ],
)
def test_a_change_is_this_periods_and_its_direction_word_agrees(past: str, rows: Rows, expected: str) -> None:
    assert drafted(context(past, rows)) == expected


def test_a_figure_never_fills_a_slot_of_another_class_of_unit() -> None:
    text = drafted(context("开展业务培训，参训干部300人次。", [("参训干部", "12", "期", "")]))
    assert "12人次" not in text
    assert "12期" in text


def test_each_figure_is_stated_once() -> None:
    past = "召开党员大会6次。召开党员大会7次。"
    assert drafted(context(past, [("党员大会", "8", "次", "")])).count("8次") == 1


def test_a_rate_belongs_to_the_indicator_before_it() -> None:
    rows = [("督办事项", "108", "件", ""), ("督办事项办结率", "98.1", "%", "")]
    text = drafted(context("督办事项95件，办结率97.9%。", rows, elsewhere=[("按期办结率", "97.8", "%", "")]))
    assert text == "督办事项108件，办结率98.1%。"


def test_a_missing_figure_that_the_genre_expects_is_marked() -> None:
    text = drafted(context("召开党员大会6次、支委会7次。", [("支委会", "9", "次", "")]))
    assert text == "召开党员大会【待补：党员大会】次、支委会9次。"


def test_a_clause_that_only_stated_a_missing_figure_goes() -> None:
    text = drafted(context("召开党员大会6次，慰问老党员13人，组织生活更加规范。", [("党员大会", "8", "次", "")]))
    assert text == "召开党员大会8次，组织生活更加规范。"


def test_a_result_goes_with_the_clause_that_it_followed_from() -> None:
    past = "严格落实“三会一课”。慰问老党员13人，有效增强了归属感。"
    assert drafted(context(past, [("党员大会", "8", "次", "")])).startswith("严格落实“三会一课”。召开党员大会8次。")


def test_points_are_numbered_anew_when_one_goes() -> None:
    past = "一是扎实开展党纪学习教育。认真学习条例。二是严肃组织生活。召开党员大会6次。三是规范办文。收文200份。"
    rows = [("党员大会", "8", "次", ""), ("收文", "300", "份", "")]
    assert (
        drafted(context(hits(past, year=2024), rows)) == "一是严肃组织生活。召开党员大会8次。二是规范办文。收文300份。"
    )


@pytest.mark.parametrize("elsewhere", [(), (("走访企业", "88", "家次", ""),)])
def test_no_figure_of_last_years_is_ever_in_the_text(elsewhere: Rows) -> None:
    past = "一是抓实党建。召开党员大会61次，发展党员23名，占比37.5%。二是服务企业。走访企业457家次，帮助融资3.85亿元。"
    text = drafted(context(past, [("党员大会", "8", "次", "")], elsewhere=elsewhere))
    assert not re.search("61|23|37|457|3.85", text)
    assert "党员大会8次" in text


def test_an_ended_campaign_gives_way_to_this_periods_and_its_notes_follow() -> None:
    theme = Theme("树立和践行正确政绩观学习教育", "扎实开展树立和践行正确政绩观学习教育，举办读书班2期\n查摆问题16个")
    past = "一是深入开展党纪学习教育。坚持集中研讨和个人自学相结合。二是严肃组织生活。召开党员大会6次。"
    text = drafted(context(hits(past, year=2024), [("党员大会", "8", "次", "")], themes=[theme]))
    assert "党纪" not in text
    assert text == (
        "一是深入开展树立和践行正确政绩观学习教育。坚持集中研讨和个人自学相结合。举办读书班2期。查摆问题16个。"
        "二是严肃组织生活。召开党员大会8次。"
    )


@pytest.mark.parametrize(
    ("name", "lead"),
    [
        ("树立和践行正确政绩观学习教育", "深入开展树立和践行正确政绩观学习教育。"),
        ("学习贯彻党的二十届四中全会精神", "学习贯彻党的二十届四中全会精神。"),
        ("智慧园区建设", "扎实推进智慧园区建设。"),
        ("整治形式主义为基层减负", "整治形式主义为基层减负。"),
        ("作风建设提升年", "扎实开展“作风建设提升年”活动。"),
        ("“链上先锋”党建品牌", "着力打造“链上先锋”党建品牌。"),
    ],
)
def test_a_theme_is_led_in_as_a_writer_would(name: str, lead: str) -> None:
    past = "一是严肃组织生活。严格落实“三会一课”。二是规范办文。严格校对归档程序。"
    text = drafted(context(past, themes=[Theme(name, "制定方案和任务清单，逐项抓好落实")]))
    assert lead + "制定方案和任务清单，逐项抓好落实。" in text


def test_notes_are_the_writers_words_without_their_bullets() -> None:
    theme = Theme("智慧园区建设", "1. 建成指挥中心，接入企业36家；\n- 企业专员\n（3）一件事一次办")
    text = drafted(context(themes=[theme]))
    assert text == "扎实推进智慧园区建设。建成指挥中心，接入企业36家。重点抓好企业专员、一件事一次办等工作。"


def test_a_figure_without_a_slot_gets_a_sentence_at_the_point_that_it_is_near_to() -> None:
    past = "一是抓实党建工作。召开党员大会6次。二是规范公文办理。收文200份。"
    rows = [("党员大会", "8", "次", ""), ("收文", "300", "份", ""), ("公文写作培训", "5", "期", "")]
    assert drafted(context(past, rows)).endswith("二是规范公文办理。收文300份。举办公文写作培训5期。")


def test_without_any_past_the_figures_and_themes_make_the_section() -> None:
    rows = [("党员大会", "8", "次", ""), ("支委会", "9", "次", ""), ("固定资产投资", "5.2", "亿元", "4.8")]
    text = drafted(context("", rows, themes=[Theme("智慧园区建设", "建成指挥中心")]))
    for part in ("智慧园区建设", "召开党员大会8次、支委会9次", "完成固定资产投资5.2亿元，同比增长8.3%"):
        assert part in text


@pytest.mark.parametrize("role", list(Role))
def test_a_section_with_nothing_to_go_by_is_never_silently_empty(role: Role) -> None:
    empty = context(role=role, level=0 if role in (Role.OPENING, Role.CLOSING) else 2)
    assert drafted(empty) or role is Role.CLOSING


@pytest.mark.parametrize(
    ("past", "period", "opening"),
    [
        (
            "2025年上半年，各项工作取得进展。现将情况总结如下。",
            Period(2026, 1),
            "2026年上半年，各项工作取得进展。现将情况总结如下。",
        ),
        (
            "2025年上半年，各项工作取得进展。现将情况总结如下。",
            Period(2027),
            "2027年，各项工作取得进展。现将情况总结如下。",
        ),
    ],
)
def test_an_opening_speaks_of_this_period(past: str, period: Period, opening: str) -> None:
    assert drafted(context(past, role=Role.OPENING, level=0, period=period)) == opening


def test_a_session_that_a_theme_names_joins_those_before_it() -> None:
    past = "2025年上半年，深入学习党的二十届二中、三中全会精神。现将情况总结如下。"
    theme = Theme("学习贯彻党的二十届四中全会精神")
    opening = context(past, role=Role.OPENING, level=0)
    opening = SectionContext(
        request=Request("work_summary", UNIT, Period(2026, 1), date(2026, 7, 3), themes=(theme,)),
        genre=GENRE,
        section=opening.section,
        figures=(),
        themes=(),
        passages=opening.passages,
    )
    assert "二十届二中、三中、四中全会精神" in drafted(opening)


def test_a_five_year_plan_that_is_over_is_no_longer_worked_for() -> None:
    past = "紧盯“十四五”规划目标任务，优化企业服务。"
    assert "十四五" not in drafted(context(past, role=Role.PLANS))


def test_a_sentence_that_another_section_has_used_is_not_said_again() -> None:
    past = "严格落实“三会一课”制度。认真执行请示报告制度。"
    text = drafted(context(past, written_before=written_sentences("严格落实“三会一课”制度。")))
    assert text == "认真执行请示报告制度。"


def test_another_units_name_gives_way_to_ones_own() -> None:
    past = hits("清河街道办事处严格落实“三会一课”制度，召开党员大会6次。", unit="清河街道办事处")
    text = drafted(context(past, [("党员大会", "8", "次", "")]))
    assert "清河" not in text
    assert UNIT in text


def test_of_two_years_the_newer_gives_the_sentences() -> None:
    newer = hits("规范召开党员大会6次。", year=2025)
    older = hits("按时召开党员大会5次。", year=2024)
    composed = compose(context((*older, *newer), [("党员大会", "8", "次", "")]))
    assert composed.text == "规范召开党员大会{{F1}}。"
    assert composed.source_ids == (newer[0].passage.id,)


def test_a_name_that_changed_is_this_periods() -> None:
    past = "完善“1+5+N”政策体系，召开党员大会6次。"
    rows = [("政策体系", "“1+6+N”", "", "“1+5+N”"), ("党员大会", "8", "次", "")]
    assert drafted(context(past, rows)) == "完善“1+6+N”政策体系，召开党员大会8次。"


WORDS = st.sampled_from(
    ["严格落实制度", "召开党员大会6次", "《条例》", "（含预备党员）", "“讲政治，顾大局”", "加强管理", "1,200元"]
)


@given(st.lists(st.tuples(WORDS, st.sampled_from("，。；：")), min_size=1, max_size=8))
def test_parting_a_paragraph_loses_nothing(pieces: list[tuple[str, str]]) -> None:
    text = "".join(word + mark for word, mark in pieces)
    assert normalised(written(paragraph_of(text))) == normalised(text)


@given(st.lists(st.sampled_from(["严肃组织生活。", "规范办文。", "召开会议，形成合力。"]), min_size=2, max_size=9))
def test_points_are_found_and_numbered_in_order(points: list[str]) -> None:
    numerals = "一二三四五六七八九"
    text = "".join(f"{numerals[place]}是{point}" for place, point in enumerate(points))
    paragraph = paragraph_of(text)
    assert paragraph.counted == len(points)
    assert written(paragraph) == text


FIGURES = st.lists(
    st.tuples(
        st.sampled_from(["党员大会", "支委会", "收文", "走访企业", "警示教育", "固定资产投资", "办结率"]),
        st.integers(1000, 9999).map(str),
        st.sampled_from(["次", "份", "家次", "万元", "人"]),
        st.just(""),
    ),
    max_size=6,
    unique_by=lambda row: row[0],
)


@given(FIGURES)
def test_whatever_the_figures_each_is_stated_once_and_no_slot_is_left(rows: Rows) -> None:
    past = (
        "一是抓党建。召开党员大会6次、支委会7次，开展警示教育3次。二是抓服务。走访企业45家次，收文200份，同比增长5%。"
        "三是抓项目。完成固定资产投资3.2亿元，办结率98%。"
    )
    text = drafted(context(past, rows))
    for _, value, _, _ in rows:
        assert value in text or f"{int(value) / 10000:g}" in text
    assert not re.search("[-{}]", text)
    assert not re.search("[，、；：]{2}|。。|，。", text)
    sentences = [normalised(sentence) for sentence in re.split("[。\n]", text) if normalised(sentence)]
    assert len(sentences) == len(set(sentences))
