"""Shares: offered where the sheet declares a part and its whole, computed exactly, and passed by the check that knows no token."""

import asyncio
from pathlib import Path

import pytest
import yaml

from drafting.checking.check import check
from drafting.checking.supplied import Supplied
from drafting.draft import Author, DraftSection
from drafting.examples import EXAMPLES_DIR
from drafting.figure import Figure
from drafting.figure_share import declared_wholes, names_part, share_of
from drafting.figure_sheet import figures_from_rows, parse_facts, read_sheet
from drafting.genre import GENRES_DIR
from drafting.locked_text import with_tokens
from drafting.request_file import load_request
from drafting.section_prompt import figure_lines
from drafting.settings import load_settings
from drafting.tokens import render_tokens, tokens_in
from drafting.workspace import Workspace

ROWS = (
    ("党员总数", "56", "名"), ("女党员", "18", "名"), ("35岁以下党员", "21", "名"), ("查摆问题", "16", "个"),
    ("已整改问题", "14", "个"), ("项目总数", "40", "个"), ("亿元以上项目", "15", "个"), ("党支部", "53", "个"),
    ("企业党支部", "48", "个"), ("固定资产投资", "12", "亿元"), ("工业投资", "7.5", "亿元"), ("企业诉求", "67", "件"),
    ("办结企业诉求", "65", "件"), ("入园企业", "342", "家"), ("规上工业企业", "116", "家"), ("高新技术企业", "46", "家"),
    ("排查安全环保隐患", "189", "处"), ("整改隐患", "185", "处"), ("党工委会议", "14", "次"), ("主题党日", "9", "次"),
)  # fmt: skip


def sheet(*rows: tuple[str, ...]) -> tuple[Figure, ...]:
    columns = ("指标", "数值", "单位", "口径", "备注", "精度")
    return figures_from_rows([dict(zip(columns, row, strict=False)) for row in rows]).figures


FIGURES = sheet(*ROWS)


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ("女党员{{F2}}，占党员总数的{{F2/F1}}。", "女党员18名，占党员总数的32.1%。"),
        ("女党员{{F2}}，{{F2/F1}}。", "女党员18名，占党员总数的32.1%。"),
        ("女党员{{F2}}（{{ F2 ／ F1 }}）。", "女党员18名（占党员总数的32.1%）。"),
        ("女党员{{F2}}（含预备党员），占党员（不含离退休）的{{F2/F1}}。", "女党员18名（含预备党员），占党员（不含离退休）的32.1%。"),
        ("女党员占比{{F2/F1}}%。", "女党员占比32.1%。"),
        ("女党员占比{{F2.share}}。", "女党员占比32.1%。"),
        ("女党员{F2.占比}。", "女党员占党员总数的32.1%。"),
        ("女党员占比超过{{F2/F1}}。", "女党员占比32.1%。"),
        ("已整改{{F5}}，整改率达到{{F5/F4}}。", "已整改14个，整改率达到87.5%。"),
        ("率队排查，{{F18/F17}}完成整改。", "率队排查，占排查安全环保隐患的97.9%完成整改。"),
        ("35岁以下党员占全部党员的比重约{{F3/F1}}。", "35岁以下党员占全部党员的比重37.5%。"),
    ],
)  # fmt: skip
def test_a_share_is_written_with_its_words_once(text: str, rendered: str) -> None:
    result = render_tokens(text, FIGURES)

    assert result.text == rendered
    assert result.problems == ()


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [
        ("3", "8", "37.5%"),
        ("1", "3", "33.3%"),
        ("2", "3", "66.7%"),
        ("5", "5", "100%"),
        ("1", "4", "25%"),
        ("301", "2500", "12.0%"),
        ("1", "3000", "0.03%"),
        ("2999", "3000", "99.97%"),
        ("0", "7", "0%"),
    ],
)
def test_a_share_is_whole_where_it_is_whole_else_at_one_decimal_and_never_all_or_nothing(
    part: str, whole: str, percent: str
) -> None:
    one, all_of_it = sheet(("女党员", part, "名"), ("党员", whole, "名"))

    assert share_of(one, all_of_it).percent == percent


@pytest.mark.parametrize(
    ("part", "whole", "reason"),
    [
        (("女党员", "18", "名"), ("党员", "0", "名"), "为0"),
        (("女党员", "18", "名"), ("党员", "12", "名"), "还大"),
        (("女党员", "18", "名"), ("党员", "56", "个"), "单位不同"),
        (("女党员", "18", "名", "截至6月底"), ("党员", "56", "名", "全年"), "口径不同"),
        (("女党员", "18余", "名"), ("党员", "56", "名"), "约数"),
        (("女党员", "18", "名"), ("党员", "56", "名", "", "", "约"), "约数"),
        (("女党员", "32.1", "%"), ("党员", "100", "%"), "不是单一的数量"),
        (("女党员", "3-5", "名"), ("党员", "56", "名"), "不是单一的数量"),
    ],
)
def test_where_there_is_no_honest_share_there_is_a_mark_and_the_reason(
    part: tuple[str, ...], whole: tuple[str, ...], reason: str
) -> None:
    rendered = render_tokens("占{{F1/F2}}。", sheet(part, whole))

    assert rendered.text == "占【待补：女党员占比】。"
    assert reason in rendered.problems[0].message


@pytest.mark.parametrize(
    ("text", "shown", "message"),
    [
        ("{{F2/F99}}", "{{F2/F99}}", "F99"),
        ("{{F2/F1.change}}", "{{F2/F1.change}}", "不是可用的引用方式"),
        ("{{F2/F2}}", "【待补：女党员占比】", "它自己"),
        ("{{F19.share}}", "【待补：党工委会议占比】", "没有注明"),
        ("占会议的{{F20/F19}}", "占会议的64.3%", "没有注明“主题党日”是“党工委会议”的一部分"),
    ],
)
def test_a_share_that_the_sheet_does_not_declare_is_told(text: str, shown: str, message: str) -> None:
    rendered = render_tokens(text, FIGURES)

    assert rendered.text == shown
    assert message in rendered.problems[0].message


class TestWhatDeclaresAPart:
    @pytest.mark.parametrize(
        ("part", "whole"),
        [
            ("女党员", "党员"),
            ("女党员", "党员总数"),
            ("其中：女党员", "党员"),
            ("机关党员", "党员"),
            ("35岁以下党员", "党员"),
            ("大专以上学历党员", "党员总数"),
            ("企业党支部", "党支部"),
            ("规上工业企业", "入园企业"),
            ("专精特新企业", "企业总数"),
            ("亿元以上项目", "项目总数"),
            ("5亿元以上项目", "项目"),
            ("已开工项目", "项目总数"),
            ("已整改问题", "问题"),
            ("已整改问题", "查摆问题"),
            ("整改隐患", "排查安全环保隐患"),
            ("化解矛盾纠纷", "排查矛盾纠纷"),
            ("办结企业诉求", "企业诉求"),
            ("规上工业总产值", "工业总产值"),
        ],
    )
    def test_by_its_name(self, part: str, whole: str) -> None:
        assert names_part(part, whole)

    @pytest.mark.parametrize(
        ("part", "whole"),
        [
            ("党员", "女党员"),
            ("党员总数", "党员"),
            ("入园企业", "企业总数"),
            ("发展党员", "党员"),
            ("优秀共产党员", "党员总数"),
            ("走访企业", "入园企业"),
            ("包联企业", "入园企业"),
            ("新增规上工业企业", "规上工业企业"),
            ("新建企业党支部", "企业党支部"),
            ("专题党课", "党课"),
            ("参训干部", "干部总数"),
            ("整改问题", "解决问题"),
            ("整改问题", "企业诉求"),
            ("主题党日", "党工委会议"),
            ("党员先锋岗", "党员"),
            ("固定资产投资增速", "投资增速"),
        ],
    )
    def test_is_no_name_that_only_sounds_alike(self, part: str, whole: str) -> None:
        assert not names_part(part, whole)

    @pytest.mark.parametrize(
        "figures",
        [
            sheet(("党员", "56", "名"), ("其中：女性", "18", "名")),
            sheet(("党员", "56", "名"), ("其中预备党员", "6", "名"), ("其中：女性", "18", "名")),
            sheet(("党员", "56", "名"), ("女性", "18", "名", "", "属于党员")),
            sheet(("党员", "56", "名"), ("女性", "18", "名", "", "党员中的女性")),
            sheet(("党员", "56", "名", "", "其中女性18名"), ("女性", "18", "名")),
            parse_facts("党员56名，其中女性18名").figures,
        ],
    )
    def test_by_words_for_among_or_a_note(self, figures: tuple[Figure, ...]) -> None:
        assert [whole.name for whole in declared_wholes(figures[-1], figures)] == ["党员"]

    def test_is_offered_to_the_model_by_its_token(self) -> None:
        lines = figure_lines(FIGURES)

        assert lines[1] == "{{F2}} = 女党员（单位：名）；占党员总数的比重用 {{F2/F1}}"
        assert not any("/" in line for line in (lines[0], *lines[18:]))

    def test_is_not_offered_where_the_whole_is_another_sections(self) -> None:
        assert not any("/" in line for line in figure_lines(FIGURES[1:3]))

    @pytest.mark.parametrize(
        ("genre", "offered"),
        [
            ("work_summary", [("整改隐患", "排查安全环保隐患")]),
            ("model_organ", []),
            ("party_governance", [("规上工业企业", "入园企业"), ("高新技术企业", "入园企业")]),
            (
                "party_building_status",
                [("规上工业企业", "入园企业"), ("机关党员", "党员"), ("企业党员", "党员")],
            ),
            ("work_priorities", []),
        ],
    )
    def test_in_the_worked_examples_makes_sense_each_time(self, genre: str, offered: list[tuple[str, str]]) -> None:
        figures = read_sheet(EXAMPLES_DIR / genre / "figures.xlsx").figures

        assert [(part.name, whole.name) for part in figures for whole in declared_wholes(part, figures)] == offered


#: Sentences as a model writes them, each share read again by the check, which knows of no token.
SENTENCES = (
    "现有党员{{F1}}，其中女党员{{F2}}，占党员总数的{{F2/F1}}。",
    "现有党员{{F1}}，其中女党员{{F2}}，占{{F2/F1}}。",
    "现有党员{{F1}}，其中女党员{{F2}}、占{{F2/F1}}，35岁以下党员{{F3}}、占{{F3/F1}}。",
    "女党员{{F2}}，{{F2/F1}}。",
    "女党员{{F2}}（{{F2/F1}}），35岁以下党员{{F3}}（{{F3/F1}}）。",
    "女党员占党员总数的{{F2/F1}}。",
    "女党员占党员总数的比例为{{F2/F1}}。",
    "女党员占比{{F2/F1}}，35岁以下党员占比{{F3/F1}}。",
    "35岁以下党员占全部党员的比重达到{{F3/F1}}，队伍结构持续优化。",
    "党员队伍中，女党员占{{F2/F1}}，35岁以下党员占{{F3/F1}}。",
    "查摆问题{{F4}}，已整改{{F5}}，占{{F5/F4}}。",
    "查摆问题{{F4}}，已完成整改{{F5}}，整改率{{F5/F4}}。",
    "查摆问题{{F4}}、已整改{{F5}}，整改率达到{{F5/F4}}。",
    "对照检视查摆问题{{F4}}，已整改问题{{F5}}，占查摆问题的{{F5/F4}}。",
    "亿元以上项目{{F7}}，占项目总数的{{F7/F6}}。",
    "全年实施项目{{F6}}，其中亿元以上项目{{F7}}，占比{{F7/F6}}。",
    "亿元以上项目占比达{{F7/F6}}。",
    "党支部达{{F8}}，其中企业党支部{{F9}}，占党支部总数的{{F9/F8}}。",
    "企业党支部占全部党支部的{{F9/F8}}。",
    "办理企业诉求{{F12}}，办结{{F13}}，办结率{{F13/F12}}。",
    "园区现有入园企业{{F14}}，其中规上工业企业{{F15}}，占入园企业的{{F15/F14}}，高新技术企业{{F16}}，占{{F16/F14}}。",
    "规上工业企业占入园企业的比重为{{F15/F14}}。",
    "入园企业{{F14}}，规上工业企业{{F15}}，占比为{{F15/F14}}。",
    "排查安全环保隐患{{F17}}，整改隐患{{F18}}，整改率{{F18/F17}}。",
    "排查安全环保隐患{{F17}}，已整改{{F18}}，占排查隐患的{{F18/F17}}，其余限期整改。",
)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_rendered_share_passes_the_check_and_a_wrong_one_fails(sentence: str) -> None:
    rendered = render_tokens(sentence, FIGURES)
    supplied = Supplied(figures=FIGURES)

    assert rendered.problems == ()
    assert [item.reason for item in check(rendered.text, supplied).mentions if item.verdict != "pass"] == []
    for binding in rendered.bindings:
        percent = rendered.text[binding.start : binding.end]
        if percent.endswith("%"):
            wrong = f"{rendered.text[: binding.start]}{float(percent[:-1]) - 3:.1f}%{rendered.text[binding.end :]}"
            failed = [item.mention.text for item in check(wrong, supplied).mentions if item.verdict == "fail"]
            assert failed == [f"{float(percent[:-1]) - 3:.1f}%"]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_rendered_share_is_found_again_as_a_token_of_its_part(sentence: str) -> None:
    rendered = render_tokens(sentence, FIGURES)
    again = with_tokens(DraftSection("s1", rendered.text, bindings=rendered.bindings), FIGURES, ())

    assert render_tokens(again, FIGURES) == rendered
    assert tokens_in(again) == tokens_in(sentence)


def test_a_share_of_a_sheet_that_has_changed_is_computed_anew() -> None:
    text = render_tokens("女党员占党员总数的{{F2/F1}}。", FIGURES)
    changed = sheet(("党员总数", "60", "名"), ("女党员", "21", "名"))

    again = with_tokens(DraftSection("s1", text.text, bindings=text.bindings), changed, ())

    assert again == "女党员占党员总数的{{F2/F1}}。"
    assert render_tokens(again, changed).text == "女党员占党员总数的35%。"


def test_a_change_that_comes_to_the_same_percentage_stays_a_change() -> None:
    figures = figures_from_rows(
        [
            {"指标": "党员", "数值": "40", "单位": "名"},
            {"指标": "女党员", "数值": "10", "单位": "名", "上年数值": "8"},
        ]
    ).figures
    text = "女党员{{F2}}，同比增长{{F2.change}}，占党员的{{F2/F1}}。"
    rendered = render_tokens(text, figures)

    assert rendered.text == "女党员10名，同比增长25%，占党员的25%。"
    assert with_tokens(DraftSection("s1", rendered.text, bindings=rendered.bindings), figures, ()) == text


class TestTheNumeralsOfAGenre:
    @pytest.mark.parametrize(
        ("text", "up_to", "rendered"),
        [
            ("召开会议{{F19}}，主题党日{{F20}}次。", 0, "召开会议14次，主题党日9次。"),
            ("召开会议{{F19}}，主题党日{{F20}}次。", 10, "召开会议14次，主题党日九次。"),
            ("召开会议{{F19}}，主题党日{{F20}}。", 20, "召开会议十四次，主题党日九次。"),
            ("工业投资{{F11}}，女党员占{{F2/F1}}。", 99, "工业投资7.5亿元，女党员占32.1%。"),
        ],
    )
    def test_are_followed_for_small_counts(self, text: str, up_to: int, rendered: str) -> None:
        assert render_tokens(text, FIGURES, up_to).text == rendered

    def test_are_those_of_last_periods_value_too(self) -> None:
        figures = figures_from_rows([{"指标": "主题党日", "数值": "12", "单位": "次", "上年数值": "2"}]).figures
        rendered = render_tokens("主题党日{{F1}}，上年{{F1.previous}}。", figures, 10)

        assert rendered.text == "主题党日12次，上年两次。"
        assert (
            with_tokens(DraftSection("s1", rendered.text, bindings=rendered.bindings), figures, ())
            == "主题党日{{F1}}，上年{{F1.previous}}。"
        )

    def test_are_set_in_its_file_and_hold_for_the_whole_draft(self, tmp_path: Path) -> None:
        genre = yaml.safe_load((GENRES_DIR / "work_summary.yaml").read_text(encoding="utf-8"))
        (tmp_path / "genres").mkdir()
        own = yaml.safe_dump({**genre, "chinese_up_to": 10}, allow_unicode=True)
        (tmp_path / "genres" / "work_summary.yaml").write_text(own, encoding="utf-8")
        with Workspace.open(load_settings(home=tmp_path)) as workspace:
            request = load_request(EXAMPLES_DIR / "work_summary" / "request.yaml", workspace.genres)
            drafter = workspace.drafter
            draft = asyncio.run(drafter.draft(drafter.create(request).id, author=Author.COMPOSER))
            text = "\n".join(section.text for section in draft.sections)

            assert "警示教育五次" in text
            assert "14次" in text
            assert not drafter.check(draft).failed
