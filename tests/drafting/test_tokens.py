"""Tokens become numbers: the figure owns the value, its unit, its hedge and the direction of its change."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.draft import DraftSection
from drafting.figure import Figure
from drafting.figure_writing import change_of, written_value
from drafting.locked_text import with_tokens
from drafting.tokens import render_tokens, token, tokens_in
from knowledge_base.quantities.mention import Hedge, Kind, Mention


def mention(text: str, value: str, unit: str, kind: Kind = Kind.COUNT, hedge: Hedge = Hedge.EXACT) -> Mention:
    return Mention(0, len(text), text, kind, Decimal(value), unit=unit, unit_class=unit, hedge=hedge)


def figure(number: int, name: str, now: str, unit: str, before: str = "", kind: Kind = Kind.COUNT) -> Figure:
    return Figure(
        id=f"F{number}",
        name=name,
        value_text=now + unit,
        value=mention(now + unit, now, unit, kind),
        unit=unit,
        previous_text=before + unit if before else "",
        previous=mention(before + unit, before, unit, kind) if before else None,
    )


MEETINGS = figure(1, "党工委会议", "11", "次", "9")
INCOMING = Figure("F2", "收文", "2000余份", mention("2000余份", "2000", "份", hedge=Hedge.MORE), "份", hedge_text="余")
PETITIONS = figure(3, "信访", "8", "件", "10")
RATE = figure(4, "办结率", "98.5", "%", "96", Kind.PERCENT)
MEMBERS = figure(5, "党员", "56", "人", "56")
NEW = figure(6, "党建品牌", "6", "个", "0")
DOCUMENT = Figure("F7", "改革方案文号", "云工委〔2026〕6号", Mention(0, 11, "云工委〔2026〕6号", Kind.DOCUMENT_NUMBER))
MONEY = Figure("F8", "固定资产投资", "4.7亿元", mention("4.7亿元", "470000000", "元", Kind.AMOUNT), "亿元")
SPENT = Figure("F11", "工业投资", "4.73亿元", mention("4.73亿元", "473000000", "元", Kind.AMOUNT), "亿元")
SYSTEM = Figure("F9", "改革政策体系", "“1+6+N”", Mention(1, 6, "1+6+N", Kind.FORMULA))
HOSPITALITY = Figure(
    "F10",
    "公务接待费支出",
    "5.2万元",
    mention("5.2万元", "52000", "元", Kind.AMOUNT),
    "万元",
    "5.9万元",
    mention("5.9万元", "59000", "元", Kind.AMOUNT),
)
FIGURES = (MEETINGS, INCOMING, PETITIONS, RATE, MEMBERS, NEW, DOCUMENT, MONEY, SYSTEM, HOSPITALITY)


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ("召开会议{{F1}}。", "召开会议11次。"),
        ("召开会议{{F1}}次。", "召开会议11次。"),
        ("召开会议{{ F1 }}。", "召开会议11次。"),
        ("召开会议｛｛Ｆ１｝｝。", "召开会议11次。"),
        ("召开会议{F1}。", "召开会议11次。"),
        ("召开会议{{f1}}次，上年{{F1.previous}}次。", "召开会议11次，上年9次。"),
        ("收文{{F2}}。", "收文2000余份。"),
        ("收文{{F2}}余份。", "收文2000余份。"),
        ("收文约{{F2}}份。", "收文2000余份。"),
        ("办结率达{{F4}}%。", "办结率达98.5%。"),
        ("以{{F7}}文件印发。", "以云工委〔2026〕6号文件印发。"),
        ("完成投资{{F8}}亿元。", "完成投资4.7亿元。"),
        ("完善“{{F9}}”改革政策体系。", "完善“1+6+N”改革政策体系。"),
        ("完善{{F9}}改革政策体系。", "完善“1+6+N”改革政策体系。"),
        ("没有引用的一句话。", "没有引用的一句话。"),
    ],
)
def test_a_value_is_written_with_its_unit_and_hedge_once(text: str, rendered: str) -> None:
    result = render_tokens(text, FIGURES)
    assert result.text == rendered
    assert result.problems == ()


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ("会议{{F1}}，{{F1.change}}。", "会议11次，同比增长22.2%。"),
        ("会议{{F1}}，同比增长{{F1.change}}。", "会议11次，同比增长22.2%。"),
        ("会议{{F1}}，同比{{F1.change}}。", "会议11次，同比增长22.2%。"),
        ("会议{{F1}}，较上年增加了{{F1.change}}。", "会议11次，较上年增加22.2%。"),
        ("会议{{F1}}，同比大幅增长{{F1.change}}%。", "会议11次，同比大幅增长22.2%。"),
        ("信访{{F3}}，{{F3.change}}。", "信访8件，同比下降20%。"),
        ("办结率{{F4}}，{{F4.change}}。", "办结率98.5%，同比提高2.5个百分点。"),
        ("办结率{{F4}}，同比{{F4.change}}个百分点。", "办结率98.5%，同比提高2.5个百分点。"),
        ("党员{{F5}}，{{F5.change}}。", "党员56人，同比持平。"),
        ("完成了{{F1}}，{{F1.同比}}。", "完成了11次，同比增长22.2%。"),
    ],
)
def test_a_change_is_computed_and_says_its_direction(text: str, rendered: str) -> None:
    result = render_tokens(text, FIGURES)
    assert result.text == rendered
    assert result.problems == ()


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ("会议{{F1}}，比上年增加{{F1.difference}}。", "会议11次，比上年增加2次。"),
        ("会议{{F1}}，比上年增加{{F1.difference}}次。", "会议11次，比上年增加2次。"),
        ("会议{{F1}}，比上年同期多{{F1.difference}}。", "会议11次，比上年同期多2次。"),
        ("会议{{F1}}，{{F1.difference}}。", "会议11次，比上年同期增加2次。"),
        ("会议{{F1}}，{{F1.增减}}。", "会议11次，比上年同期增加2次。"),
        ("信访{{F3}}，较上年减少了{{F3.difference}}。", "信访8件，较上年减少2件。"),
        ("办结率{{F4}}，{{F4.difference}}。", "办结率98.5%，比上年同期提高2.5个百分点。"),
        ("党员{{F5}}，{{F5.difference}}。", "党员56人，与上年同期持平。"),
        ("品牌{{F6}}，比上年增加{{F6.difference}}。", "品牌6个，比上年增加6个。"),
        ("接待费{{F10}}，比上年减少{{F10.difference}}。", "接待费5.2万元，比上年减少0.7万元。"),
    ],
)
def test_a_difference_is_computed_in_the_figures_own_unit(text: str, rendered: str) -> None:
    result = render_tokens(text, FIGURES)
    assert result.text == rendered
    assert result.problems == ()
    assert (
        render_tokens(with_tokens(DraftSection("s1", result.text, bindings=result.bindings), FIGURES, ()), FIGURES).text
        == rendered
    )


def test_a_wrong_direction_word_is_put_right_and_reported() -> None:
    result = render_tokens("信访{{F3}}，同比大幅增长{{F3.change}}。", FIGURES)
    assert result.text == "信访8件，同比下降20%。"
    assert [result.text[problem.start : problem.end] for problem in result.problems] == ["同比下降20%"]
    assert "增长" in result.problems[0].message


@pytest.mark.parametrize(
    ("text", "shown", "part_of_message"),
    [
        ("会议{{F99}}次", "会议{{F99}}次", "F99"),
        ("会议{{F1.ratio}}", "会议{{F1.ratio}}", "ratio"),
        ("会议1{{F1}}", "会议1{{F1}}", "紧挨着"),
        ("收文{收文:份}", "收文{收文:份}", "没有填上"),
        ("收文{{收文}}", "收文{{收文}}", "没有填上"),
        ("以{文号}文件印发", "以{文号}文件印发", "没有填上"),
        ("同比增长〔〕。", "同比增长〔〕。", "没有填上"),
    ],
)
def test_what_cannot_be_rendered_stays_visible_and_is_a_problem(text: str, shown: str, part_of_message: str) -> None:
    result = render_tokens(text, FIGURES)
    assert result.text == shown
    assert len(result.problems) == 1
    assert part_of_message in result.problems[0].message


@pytest.mark.parametrize(
    ("figure_id", "reason"),
    [("F6", "为0"), ("F2", "没有上年"), ("F8", "没有上年"), ("F7", "没有上年")],
)
def test_without_a_base_there_is_a_mark_and_no_percentage(figure_id: str, reason: str) -> None:
    result = render_tokens(f"其中{{{{{figure_id}.change}}}}。", FIGURES)
    assert "%" not in result.text
    assert "【待补：" in result.text
    assert reason in result.problems[0].message


def test_approximate_values_have_no_exact_change() -> None:
    vague = Figure(
        "F1",
        "收文",
        "2600余份",
        mention("2600余份", "2600", "份", hedge=Hedge.MORE),
        "份",
        "2400余份",
        mention("2400余份", "2400", "份", hedge=Hedge.MORE),
    )
    assert "约数" in change_of(vague).problem


def test_another_unit_after_a_token_gives_way_to_the_figures_and_is_reported() -> None:
    result = render_tokens("服务{{F5}}人次。", FIGURES)
    assert result.text == "服务56人。"
    assert "人次" in result.problems[0].message


def test_bindings_say_where_each_figure_stands() -> None:
    result = render_tokens("会议{{F1}}次，{{F1.change}}；收文{{F2}}。", FIGURES)
    assert [(result.text[b.start : b.end], b.figure_id) for b in result.bindings] == [
        ("11次", "F1"),
        ("22.2%", "F1"),
        ("2000余份", "F2"),
    ]


@pytest.mark.parametrize(
    ("now", "before", "amount"),
    [
        ("3", "2", "50%"),
        ("1", "3", "66.7%"),
        ("10001", "10000", "0.01%"),
        ("1184", "1018", "16.3%"),
        ("5", "2", "150%"),
    ],
)
def test_a_change_is_shown_at_one_decimal_and_never_vanishes(now: str, before: str, amount: str) -> None:
    assert change_of(figure(1, "数", now, "件", before)).amount == amount


@pytest.mark.parametrize(
    ("text", "unit", "hedge", "written"),
    [
        ("8", "次", "", "8次"),
        ("8次", "次", "", "8次"),
        ("2000", "份", "余", "2000余份"),
        ("300", "人", "约", "约300人"),
        ("300人", "人", "以上", "300人以上"),
        ("约300人", "人", "约", "约300人"),
    ],
)
def test_the_unit_and_the_hedge_of_the_sheet_are_written_once(text: str, unit: str, hedge: str, written: str) -> None:
    row = Figure("F1", "数", text, mention(text, "8", unit), unit, hedge_text=hedge)
    assert written_value(row) == written


PROSE = st.text(alphabet="召开会议党员，。；、的同比增长下降约余次份件{}F.％ ", max_size=30)


@given(PROSE, st.sampled_from(FIGURES), st.sampled_from(["", "previous", "change"]), PROSE)
def test_rendering_never_loses_a_word_of_a_text_without_tokens_or_raises(
    before: str, drawn: Figure, form: str, after: str
) -> None:
    result = render_tokens(before + token(drawn, form) + after, FIGURES)
    for binding in result.bindings:
        assert result.text[binding.start : binding.end]
        assert binding.figure_id in {known.id for known in FIGURES}
    for problem in result.problems:
        assert 0 <= problem.start <= problem.end <= len(result.text)


@given(st.text(alphabet="召开会议，。增长余次2026年", max_size=40))
def test_a_text_without_tokens_stays_as_it_is(text: str) -> None:
    assert render_tokens(text, FIGURES).text == text


@given(st.lists(st.sampled_from(FIGURES), min_size=1, max_size=6))
def test_every_token_rendered_is_bound_in_order(drawn: list[Figure]) -> None:
    text = "，".join(f"第{'甲' * n}项{token(item)}" for n, item in enumerate(drawn, start=1))
    result = render_tokens(text, FIGURES)
    assert [binding.figure_id for binding in result.bindings] == [item.id for item in drawn]
    assert tokens_in(text) == tuple(item.id for item in drawn)
    assert "{" not in result.text


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_direction_and_sign_always_agree(now: int, before: int) -> None:
    text = render_tokens("{{F1.change}}", (figure(1, "数", str(now), "件", str(before)),)).text
    expected = "同比增长" if now > before else "同比下降" if now < before else "同比持平"
    assert text.startswith(expected)
    assert "-" not in text


@pytest.mark.parametrize(
    ("text", "expected", "told"),
    [
        ("召开党工委会议{{F1}}期，成效明显", "召开党工委会议11次，成效明显", True),
        ("召开党工委会议{{F1}}场次。", "召开党工委会议11次。", True),
        ("召开党工委会议{{F1}}等，成效明显", "召开党工委会议11次等，成效明显", False),
        ("召开{{F1}}项目推进会", "召开11次项目推进会", False),
        ("召开{{F1}}会议", "召开11次会议", False),
    ],
)
def test_another_measure_word_behind_a_token_gives_way_to_the_figures_own(text: str, expected: str, told: bool) -> None:
    rendered = render_tokens(text, FIGURES)

    assert (rendered.text, bool(rendered.problems)) == (expected, told)


@pytest.mark.parametrize(
    ("of", "form", "written"),
    [
        (figure(1, "信访", "2136", "件"), "rounded", "2100余件"),
        (figure(1, "走访企业", "176", "家次"), "rounded", "170余家次"),
        (figure(1, "信息", "200", "条"), "rounded", "200条"),
        (figure(1, "会议", "11", "次"), "rounded", "11次"),
        (figure(1, "办结率", "98.5", "%", kind=Kind.PERCENT), "rounded", "98.5%"),
        (INCOMING, "rounded", "2000余份"),
        (MONEY, "rounded", "4.7亿元"),
        (DOCUMENT, "rounded", "云工委〔2026〕6号"),
        (figure(1, "信访", "2176", "件"), "hedged", "约2200件"),
        (figure(1, "信访", "2136", "件"), "约", "约2100件"),
        (figure(1, "信息", "200", "条"), "hedged", "200条"),
        (figure(1, "会议", "87", "次"), "hedged", "87次"),
        (figure(1, "办结率", "98.5", "%", kind=Kind.PERCENT), "hedged", "98.5%"),
        (INCOMING, "hedged", "2000余份"),
        (MONEY, "hedged", "4.7亿元"),
        (SPENT, "hedged", "约4.7亿元"),
        (DOCUMENT, "hedged", "云工委〔2026〕6号"),
        (figure(1, "会议", "3", "次"), "chinese", "三次"),
        (figure(1, "会议", "2", "次"), "汉字", "两次"),
        (figure(1, "会议", "12", "次"), "chinese", "十二次"),
        (figure(1, "信访", "2136", "件"), "chinese", "2136件"),
        (INCOMING, "chinese", "2000余份"),
        (DOCUMENT, "chinese", "云工委〔2026〕6号"),
    ],
)
def test_a_figure_can_be_rounded_hedged_or_put_in_chinese_numerals_where_that_states_no_more(
    of: Figure, form: str, written: str
) -> None:
    rendered = render_tokens(f"本期{token(of, form)}。", [of])

    assert rendered.text == f"本期{written}。"
    assert [rendered.text[binding.start : binding.end] for binding in rendered.bindings] == [written]


@pytest.mark.parametrize("form", ["", "rounded", "hedged", "chinese", "previous"])
def test_a_rendered_form_is_found_again_as_a_token(form: str) -> None:
    of = figure(1, "信访", "12" if form == "chinese" else "2176", "件", "1987")
    rendered = render_tokens(f"办理信访{token(of, form)}。", [of])

    section = DraftSection("s1", rendered.text, bindings=rendered.bindings)
    assert with_tokens(section, [of], ()) == f"办理信访{token(of, form)}。"
