"""A checked number is traced to what was supplied, or said to be wrong in words that a writer understands."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafting.checking.agreement import agreement
from drafting.checking.check import check
from drafting.checking.draft_check import check_draft
from drafting.checking.finding import CheckReport, Relation, Verdict
from drafting.checking.left_mark import for_print
from drafting.checking.supplied import Supplied, supplied_for, supplied_from_text
from drafting.draft import Draft, DraftSection, Outline, OutlineSection
from drafting.figure_sheet import figures_from_rows, parse_pasted
from drafting.request import Request, Theme
from knowledge_base.quantities.reader import read
from knowledge_base.report import Period, Role


def checked(supplied: str, draft: str) -> CheckReport:
    return check(draft, supplied_from_text(supplied))


def only(report: CheckReport, text: str):  # type: ignore[no-untyped-def]  # the verdict's type is what each test reads
    (found,) = [item for item in report.mentions if item.mention.text == text]
    return found


@pytest.mark.parametrize(
    ("stated", "supplied", "verdict"),
    [
        ("2136份", "2136份", "pass"),
        ("2000余份", "2136份", "pass"),
        ("2000余份", "2000份", "fail"),
        ("2000余份", "1990份", "fail"),
        ("300余条", "399条", "pass"),
        ("300余条", "400条", "warn"),
        ("1.2万余元", "12999元", "pass"),
        ("1.2万余元", "13000元", "warn"),
        ("近2200份", "2136份", "pass"),
        ("近2136份", "2136份", "fail"),
        ("近2000份", "2136份", "fail"),
        ("近3000份", "2136份", "fail"),
        ("约2100份", "2136份", "pass"),
        ("约2200份", "2136份", "fail"),
        ("2100份左右", "2136份", "pass"),
        ("2000份以上", "2000份", "pass"),
        ("超过2000份", "2000份", "fail"),
        ("突破2000份", "2136份", "pass"),
        ("不超过2200份", "2136份", "pass"),
        ("0.21万份", "2136份", "warn"),
        ("0.22万份", "2136份", "fail"),
        ("2100份", "2136份", "warn"),
        ("2200份", "2136份", "fail"),
        ("10次", "11次", "fail"),
        ("300份", "约300份", "fail"),
        ("300份", "300余份", "fail"),
        ("300份以上", "300余份", "pass"),
        ("约300份", "约300份", "pass"),
        ("3－5家", "3-5家", "pass"),
        ("5家", "3-5家", "fail"),
        ("3－6家", "3-5家", "fail"),
        ("5万元以上", "5亿元以上", "warn"),
        ("四成", "40%", "pass"),
        ("百分之九点六", "9.6%", "pass"),
    ],
)
def test_a_value_agrees_as_its_hedge_says(stated: str, supplied: str, verdict: str) -> None:
    (one,), (other,) = read(stated), read(supplied)
    assert agreement(one, other).verdict.value == verdict


@pytest.mark.parametrize(
    ("supplied", "draft", "number", "relation", "words"),
    [
        ("党工委会议11次（上年9次）", "召开党工委会议9次。", "9次", Relation.STALE, "上年"),
        ("培训9期；会议11次", "全年培训11期。", "11期", Relation.CONTRADICTS, "9期"),
        ("收文2136份；发文215份", "收文215份，发文2136份。", "215份", Relation.SWAPPED, "发文"),
        ("收文2136份", "收文2136份，慰问党员15人。", "15人", Relation.INVENTED, "没有这个数"),
        ("收文2136份", "收文2163份。", "2163份", Relation.CONTRADICTS, "2136份"),
        ("收文2136份（上年1980份）", "收文2136份，同比增长8.9%。", "8.9%", Relation.CONTRADICTS, "7.9%"),
        ("收文2136份（上年1980份）", "收文2136份，同比下降7.9%。", "7.9%", Relation.CONTRADICTS, "方向相反"),
        ("满意度98.5%（上年96.1%）", "满意度98.5%，提高2.4%。", "2.4%", Relation.CONTRADICTS, "百分点"),
        ("信息85期（上年170期）", "撰写信息85期，比上年减少1倍。", "1倍", Relation.CONTRADICTS, "减少不能用"),
        ("发展党员5名（上年0名）", "发展党员5名，同比增长500%。", "500%", Relation.CONTRADICTS, "上年为0"),
    ],
)
def test_a_wrong_number_fails_with_its_reason(
    supplied: str, draft: str, number: str, relation: Relation, words: str
) -> None:
    found = only(checked(supplied, draft), number)
    assert (found.verdict, found.relation) == (Verdict.FAIL, relation)
    assert words in found.reason


@pytest.mark.parametrize(
    ("supplied", "draft", "number"),
    [
        ("收文2136份（上年1980份）", "收文2136份，同比增长7.9%。", "7.9%"),
        ("收文2136份（上年1980份）", "收文2136份，比上年增加156份。", "156份"),
        ("满意度98.5%（上年96.1%）", "满意度98.5%，提高2.4个百分点。", "2.4个百分点"),
        ("信息170期（上年85期）", "撰写信息170期，同比翻一番。", "翻一番"),
        ("信息170期（上年85期）", "撰写信息170期，是去年同期的2倍。", "2倍"),
        ("党员56名；女党员14名", "党员56名，其中女党员14名，占25%。", "25%"),
        ("受理诉求150件；办结147件", "受理诉求150件，办结147件，办结率98%。", "98%"),
        ("党工委会议11次；主任办公会9次", "召开党工委会议11次、主任办公会9次，共20次。", "20次"),
    ],
)
def test_a_derived_number_is_recomputed_from_its_declared_operands(supplied: str, draft: str, number: str) -> None:
    found = only(checked(supplied, draft), number)
    assert (found.verdict, found.relation) == (Verdict.PASS, Relation.DERIVED)


def test_a_finding_says_what_to_write_instead() -> None:
    (finding,) = checked("收文2136份（上年1980份）", "收文2163份。").findings
    assert (finding.rule, finding.text, finding.suggestion, finding.figure_id) == (
        "contradicts_data", "2163份", "2136份", "F1"
    )  # fmt: skip


def test_every_mention_has_a_verdict() -> None:
    text = "2026年，落实“三会一课”，收文2136份，同比增长7.9%，咨询0576-88880000，约三分之二，第四次，**次。"
    report = checked("收文2136份（上年1980份）", text)
    assert [item.mention for item in report.mentions] == list(read(text))


def test_a_mask_of_a_past_report_must_not_go_to_print() -> None:
    report = checked("收文2136份", "收文2136份，发文**份。")
    (finding,) = [finding for finding in report.findings if finding.rule == "placeholder_left"]
    assert finding.severity is Verdict.FAIL


def test_a_mask_that_the_facts_have_too_agrees_with_them_and_is_warned_of_before_print() -> None:
    report = checked("收文**份；发文215份", "收文**份，发文215份。")
    assert report.findings == ()
    printed = for_print(report)
    (finding,) = printed.findings
    assert (finding.rule, finding.severity, finding.text) == ("placeholder_left", Verdict.WARN, "**份")
    assert [item.verdict for item in printed.mentions] == [Verdict.WARN, Verdict.PASS]


def test_an_honest_gap_is_a_warning() -> None:
    report = checked("收文2136份", "收文2136份，发文【待补：发文】。")
    assert [finding.severity for finding in report.findings] == [Verdict.WARN]


def test_a_figure_of_the_sheet_that_is_left_out_is_named() -> None:
    supplied = Supplied(figures=parse_pasted("收文2136份；发文215份").figures)
    report = check("累计收文2136份。", supplied)
    assert report.unused_figure_ids == ("F2",)
    (finding,) = report.findings
    assert (finding.rule, finding.severity, finding.start) == ("unused_figure", Verdict.WARN, -1)
    assert "发文" in finding.message


def test_a_value_of_a_past_report_is_stale() -> None:
    supplied = Supplied(figures=parse_pasted("收文2136份").figures, past=parse_pasted("收文1980份").figures)
    found = only(check("累计收文1980份。", supplied), "1980份")
    assert found.relation is Relation.STALE
    assert "往年报告" in found.reason


def test_a_swap_within_a_sentence_is_found_at_both_places() -> None:
    report = checked("男党员40名；女党员16名", "男党员16名，女党员40名。")
    assert [finding.text for finding in report.findings] == ["16名", "40名"]


def test_the_half_year_of_the_report_is_not_the_other_half() -> None:
    figures = figures_from_rows([{"指标": "收文", "数值": "1000", "单位": "份"}]).figures
    supplied = Supplied(figures=figures, period=Period(2026, 1))
    assert not check("上半年收文1000份。", supplied).failed
    assert not check("截至6月底，累计收文1000份。", supplied).failed
    assert check("下半年收文1000份。", supplied).failed


def test_an_ended_campaign_is_a_warning() -> None:
    supplied = Supplied(period=Period(2026))
    (finding,) = check("深入开展党纪学习教育，推动以案促改。", supplied).findings
    assert (finding.rule, finding.severity) == ("stale_theme", Verdict.WARN)


@pytest.mark.parametrize(
    ("draft", "failed"),
    [
        ("提出三点要求：一是提高认识，二是加强领导，三是抓好落实。", False),
        ("提出三点要求：一是提高认识，二是加强领导。", True),
        ("明确四项措施：（1）定人员；（2）定责任；（3）定时限。", True),
    ],
)
def test_a_declared_count_is_held_against_the_items(draft: str, failed: bool) -> None:
    assert checked("（无数据）", draft).failed is failed


REQUEST = Request(
    genre="work_summary",
    unit="云岚工业园区党政办公室",
    period=Period(2026, 1),
    date=date(2026, 7, 6),
    themes=(Theme("服务提质", "落实“1+6+N”机制，5月12日启动；走访企业86家"),),
    figures=parse_pasted("收文2136份；发文215份"),
)


def test_the_notes_of_themes_are_supplied_facts() -> None:
    report = check("5月12日启动“1+6+N”机制，走访企业86家。", supplied_for(REQUEST))
    assert not report.failed
    assert {item.verdict for item in report.mentions} == {Verdict.PASS}


def test_a_draft_is_checked_at_once_and_reported_by_section() -> None:
    outline = Outline(
        (
            OutlineSection("s1", 1, "工作开展情况", Role.PROGRESS, drafted=False),
            OutlineSection("s2", 2, "三个方面抓落实", Role.PROGRESS),
            OutlineSection("s3", 2, "服务", Role.PROGRESS),
        )
    )
    sections = (DraftSection("s1"), DraftSection("s2", "累计收文2136份。"), DraftSection("s3", "另外，\n发文251份。"))
    draft = Draft("d1", "总结", REQUEST, outline, sections)
    result = check_draft(draft, supplied_for(REQUEST))
    assert [item.mention.text for item in result.sections["s2"].mentions] == ["2136份"]
    (finding,) = result.sections["s3"].findings
    assert sections[2].text[finding.start : finding.end] == finding.text == "251份"
    (wrong,) = result.sections["s3"].mentions
    assert sections[2].text[wrong.mention.numeral_start : wrong.mention.numeral_end] == "251"
    assert result.failed
    assert {finding.rule for finding in result.general} == {"not_traced", "unused_figure"}


VERBS = (
    "走访",
    "检查",
    "调研",
    "服务",
    "指导",
    "督办",
    "受理",
    "回访",
    "慰问",
    "排查",
    "整治",
    "帮扶",
    "宣传",
    "联系",
    "评估",
)
NOUNS = (
    "食品企业", "化工企业", "物流企业", "建筑工地", "商贸市场", "机关支部", "社区网格", "老旧小区", "养殖农户", "消防重点单位",
    "在建项目", "困难职工", "高校院所", "水务站点", "供电线路", "燃气场站", "电商园区", "养老机构", "幼托机构", "文化场馆",
)  # fmt: skip


def test_one_wrong_number_is_found_among_three_hundred_figures() -> None:
    names = [verb + noun for verb in VERBS for noun in NOUNS]
    rows = [{"指标": name, "数值": str(1000 + n), "单位": "次"} for n, name in enumerate(names)]
    supplied = Supplied(figures=figures_from_rows(rows).figures)
    right = "。".join(f"全年{name}{1000 + n}次" for n, name in enumerate(names)) + "。"
    assert check(right, supplied).findings == ()
    wrong = right.replace("1150次", "1105次")
    assert [finding.text for finding in check(wrong, supplied).findings if finding.start >= 0] == ["1105次"]


@given(st.text(max_size=120), st.text(max_size=120))
@settings(max_examples=150, deadline=None)
def test_checking_never_raises_and_drops_nothing(supplied: str, draft: str) -> None:
    report = checked(supplied, draft)
    assert len(report.mentions) == len(read(draft))
    for finding in report.findings:
        assert finding.start < 0 or draft[finding.start : finding.end] == finding.text


@given(st.integers(min_value=2, max_value=99_999), st.integers(min_value=2, max_value=99_999))
@settings(max_examples=150, deadline=None)
def test_a_number_passes_when_it_is_the_supplied_one_and_only_then(supplied: int, stated: int) -> None:
    report = checked(f"收文{supplied}份", f"累计收文{stated}份。")
    assert (only(report, f"{stated}份").verdict is Verdict.PASS) == (Decimal(supplied) == Decimal(stated))


@pytest.mark.parametrize(
    ("supplied", "draft", "verdict"),
    [
        ("男党员38名，女党员18名", "现有党员56名，其中男党员38名、女党员18名。", "pass"),
        ("男党员38名，女党员18名", "现有党员58名，其中男党员38名、女党员18名。", "fail"),
        ("完成投资18亿元，年度计划24亿元", "完成投资18亿元，占年度计划24亿元的75%。", "pass"),
        ("完成投资18亿元，年度计划24亿元", "完成投资18亿元，占年度计划24亿元的70%。", "fail"),
        ("上半年培训6期；下半年培训8期", "全年共举办培训14期。", "pass"),
        ("上半年培训6期；下半年培训8期", "全年共举办培训15期。", "fail"),
        ("干部职工128人，其中女性41人", "现有干部职工128人，其中女性41人、男性87人。", "pass"),
        ("干部职工128人，其中女性41人", "现有干部职工128人，其中女性41人、男性78人。", "fail"),
        ("改革措施15条，已落地13条", "制定改革措施15条，尚有2条未落地。", "pass"),
        ("改革措施15条，已落地13条", "制定改革措施15条，尚有3条未落地。", "fail"),
        ("党员总数320名，35岁以下党员96名", "35岁以下党员96名，占比三成。", "pass"),
        ("走访企业320家次", "走访企业320家。", "fail"),
        ("排查隐患312处，整改308处", "排查隐患312处，均已整改到位。", "fail"),
        ("收文2136份", "累计收文2100份。", "warn"),
        ("收文2136份", "累计收文2200份。", "fail"),
        ("（无数据）", "抓好四方面工作：一是抓学习；二是抓制度；三是抓作风。", "fail"),
        ("（无数据）", "做到“三个到位”：思想认识到位、工作措施到位、责任落实到位。", "pass"),
        ("（无数据）", "一、总体情况\n二、主要做法\n四、下步打算", "warn"),
        ("印发《2025年工作要点》", "印发《2024年工作要点》。", "fail"),
    ],
)
def test_parts_wholes_and_lists_are_recomputed(supplied: str, draft: str, verdict: str) -> None:
    report = checked(supplied, draft)
    found = [item.verdict for item in report.mentions]
    found += [finding.severity for finding in report.findings if finding.start >= 0]
    order = (Verdict.PASS, Verdict.WARN, Verdict.FAIL)
    assert max(found, key=order.index).value == verdict


def test_a_name_with_quotes_is_quoted_once_and_may_hold_a_number() -> None:
    rows = [
        {"指标": "“云岚讲堂”", "数值": "10", "单位": "期"},
        {"指标": "35岁以下党员", "数值": "96", "单位": "名"},
        {"指标": "文件会议精简比例", "数值": "12.5%"},
    ]
    supplied = Supplied(figures=figures_from_rows(rows).figures)
    assert not check("35岁以下党员96名，文件会议精简比例12.5%。", supplied).failed
    item = only(check("举办“云岚讲堂”12期。", supplied), "12期")
    assert item.reason == "“‘云岚讲堂’12期”：数据表中“云岚讲堂”为10期"
    assert item.suggestion == "10期"


@pytest.mark.parametrize(
    ("supplied", "draft", "verdict"),
    [
        ("2025年上半年收文1286份", "2025年，共收文1286份。", Verdict.FAIL),
        ("2025年上半年收文1286份", "全年收文1286份。", Verdict.FAIL),
        ("2025年上半年收文1286份", "今年以来，共收文1286份。", Verdict.PASS),
        ("2025年收文2136份", "上半年收文2136份。", Verdict.FAIL),
        ("截至6月30日，企业318家", "截至6月底，企业318家。", Verdict.PASS),
        ("截至6月30日，企业318家", "截至9月底，企业318家。", Verdict.FAIL),
        ("截至6月30日，企业318家", "园区企业318家。", Verdict.PASS),
        ("三季度检查64次", "四季度检查64次。", Verdict.FAIL),
        ("一季度检查9次；二季度检查11次", "上半年检查20次。", Verdict.PASS),
    ],
)
def test_a_number_holds_only_for_the_part_of_the_year_that_it_is_supplied_for(
    supplied: str, draft: str, verdict: Verdict
) -> None:
    assert worst_of(checked(supplied, draft)) is verdict


@pytest.mark.parametrize(
    ("supplied", "draft", "verdict"),
    [
        ("政务公开全市第5位", "政务公开位居全市前三。", Verdict.FAIL),
        ("政务公开全市第3位", "政务公开进入全市前五。", Verdict.PASS),
        ("政务公开全市第3位", "政务公开位列全市第二。", Verdict.FAIL),
        ("投诉0起", "全年未发生投诉。", Verdict.PASS),
        ("投诉2起", "全年未发生投诉。", Verdict.FAIL),
        ("事故0起；投诉2起", "实现零事故、零投诉。", Verdict.FAIL),
        ("“我为群众办实事”12件", "开展“我为群众办实事”实践活动，办成实事12件。", Verdict.PASS),
        ("会议11次", "把安全放在第一位，召开会议11次。", Verdict.PASS),
    ],
)
def test_ranks_zero_claims_and_slogans_are_judged_by_what_they_say(supplied: str, draft: str, verdict: Verdict) -> None:
    assert worst_of(checked(supplied, draft)) is verdict


def worst_of(report: CheckReport) -> Verdict:
    said = [item.verdict for item in report.mentions] + [one.severity for one in report.findings if one.start >= 0]
    return max(said, key=[Verdict.PASS, Verdict.WARN, Verdict.FAIL].index, default=Verdict.PASS)
