"""Figures put to a wrong use: a token for another indicator, one figure told as two things, whoever wrote the text."""

from datetime import date

import pytest

from drafting.checking.check import check
from drafting.checking.draft_check import check_draft
from drafting.checking.finding import Finding, Verdict
from drafting.checking.supplied import Supplied, supplied_for
from drafting.draft import Draft, DraftSection, Outline, OutlineSection, SectionState
from drafting.figure_sheet import figures_from_rows
from drafting.request import Request
from drafting.tokens import render_tokens
from knowledge_base.report import Period, Role

SHEET = figures_from_rows(
    [
        {"指标": name, "数值": value, "单位": unit}
        for name, value, unit in (
            ("党工委会议", "14", "次"),
            ("主题党日", "9", "次"),
            ("支委会", "9", "次"),
            ("收文", "2136", "份"),
            ("发文", "268", "份"),
            ("走访企业", "176", "家次"),
            ("包联企业", "39", "家"),
            ("企业诉求", "81", "件"),
            ("税收收入", "3.26", "亿元"),
        )
    ]
)


def findings(text: str) -> list[Finding]:
    """Return what is to be told of a draft that is written by tokens."""
    request = Request("work_summary", "云岚工业园区党政办公室", Period(2026, 1), date(2026, 7, 1), figures=SHEET)
    rendered = render_tokens(text, SHEET.figures)
    section = DraftSection("s1", rendered.text, SectionState.DONE, bindings=rendered.bindings)
    outline = Outline((OutlineSection("s1", 1, "工作开展情况", Role.PROGRESS),))
    checked = check_draft(Draft("d", "总结", request, outline, (section,)), supplied_for(request))
    return list(checked.sections["s1"].findings)


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("召开党工委会议{{F2}}。", Verdict.FAIL),
        ("收文{{F5}}。", Verdict.FAIL),
        ("制发公文{{F4}}。", Verdict.FAIL),
        ("走访企业{{F7}}。", Verdict.FAIL),
        ("开展志愿服务{{F2}}。", Verdict.WARN),
        ("召开支委会{{F2}}。", Verdict.WARN),
        ("召开支委会{{F2}}，开展主题党日{{F3}}。", Verdict.WARN),
        ("召开支委会{{F3}}，开展主题党日{{F2}}。", None),
        ("收文{{F4}}，发文{{F5}}。", None),
    ],
)
def test_a_token_of_another_indicator_is_found(text: str, severity: Verdict | None) -> None:
    found = {finding.severity for finding in findings(text)}

    assert found == ({severity} if severity is not None else set())


def test_a_token_of_another_indicator_with_the_same_value_is_told_with_both_names() -> None:
    (finding,) = findings("召开支委会{{F2}}。")

    assert (finding.rule, finding.text) == ("misplaced_token", "9次")
    assert "写的是“支委会”，引用的却是“主题党日”的数据" in finding.message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("走访企业{{F6}}。干部下沉一线，服务企业{{F6}}。", "说的是“走访企业”，这里说的是“服务企业”"),
        ("走访企业{{F6}}。\n班子成员走访企业{{F6.rounded}}。", "写作“176家次”，这里写作“170余家次”"),
        ("收文{{F4}}。\n规范办文，收文{{F4.hedged}}。", "写作“2136份”，这里写作“约2100份”"),
        ("受理企业诉求{{F8}}。逐件交办，办理企业诉求{{F8}}。", "说的是“受理企业诉求”，这里说的是“办理企业诉求”"),
    ],
)
def test_a_figure_told_again_in_other_words_is_found_at_the_second_place(text: str, said: str) -> None:
    (finding,) = findings(text)

    assert (finding.rule, finding.severity) == ("figure_reworded", Verdict.WARN)
    assert said in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "召开党工委会议14次。召开专题会议14次。",
        "开展主题党日9次。组织文体活动9次。",
        "受理企业诉求81件。化解企业难题81件。",
        "收文2136份。全年处理各类文件2136份。",
    ],
)
def test_a_figure_told_again_as_another_thing_does_not_pass(text: str) -> None:
    assert check(text, Supplied(figures=SHEET.figures)).failed


@pytest.mark.parametrize(
    "text",
    [
        "收文{{F4}}。办文有序，收文{{F4}}。",
        "累计收文{{F4}}。收到文件{{F4}}。",
        "走访企业{{F6}}。班子成员带头走访服务企业{{F6}}。",
        "召开党工委会议{{F1}}。党工委先后召开会议{{F1}}。",
        "税收收入突破3亿元，达到{{F9}}。",
    ],
)
def test_a_figure_told_again_in_the_same_words_or_within_one_statement_is_nothing_to_tell(text: str) -> None:
    assert findings(text) == []
