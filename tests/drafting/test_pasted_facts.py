"""Facts as offices hand them in: pasted tables, notes on what a second number is, names told once, last year's behind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.facts import read_facts
from drafting.pasted_table import as_prose

Row = tuple[str, str, str]


def figures(text: str) -> list[Row]:
    """Return the name, the value and last period's value of each measured figure."""
    sheet = read_facts(text).sheet
    return [
        (one.name, one.value_text, one.previous_text)
        for one in sheet.figures
        if one.value.kind.value not in _NOT_MEASURED
    ]


_NOT_MEASURED = frozenset({"period", "date", "range", "code", "formula", "implicit_claim"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the unit in the head, in the name, in the cell, in a column of its own
        ("指标\t本期\t上年同期\n税收（亿元）\t7.2\t6.6", [("税收", "7.2亿元", "6.6亿元")]),
        ("指标,本期,上年同期\n文化活动（场）,36,30", [("文化活动", "36场", "30场")]),
        (
            "指标 数值 单位 上年\n收文 1532 份 1467\n发文 214 份 200",
            [("收文", "1532份", "1467份"), ("发文", "214份", "200份")],
        ),
        ("项目 本年 上年\n调解案件 214件 238件", [("调解案件", "214件", "238件")]),
        ("| 指标 | 2024年 | 2025年 |\n|---|---|---|\n| 税收（万元） | 300 | 360 |", [("税收", "360万元", "300万元")]),
        # what a row is of stands in the head's corner
        ("标准厂房\t去年末\t今年6月末\n闲置率\t9.4%\t6.1%", [("标准厂房闲置率", "6.1%", "9.4%")]),
        # each column a measure of the row's name
        (
            "单位\t营业收入\t利润\n城投公司\t38600万元\t2140万元",
            [("城投公司营业收入", "38600万元", ""), ("城投公司利润", "2140万元", "")],
        ),
        # the unit once for all
        (
            "专项资金情况（单位：万元）\n技改奖补 2180\n合计 3890",
            [("技改奖补", "2180万元", ""), ("专项资金", "3890万元", "")],
        ),
        # notes on what the second number is
        ("公众号推文342篇（171篇）（括号内为2024年）", [("公众号推文", "342篇", "171篇")]),
        ("进展（完成/目标）：签约项目22/20个", [("签约项目", "22个", ""), ("签约项目目标", "20个", "")]),
        (
            "进展（全年目标/上半年完成）\n签约项目：20个 / 13个",
            [("签约项目", "13个", ""), ("签约项目目标", "20个", "")],
        ),
        ("财政本期/上期（万元）\n税收收入 300/280", [("税收收入", "300万元", "280万元")]),
        # signs
        ("投诉23件，同比-8件", [("投诉", "23件", ""), ("投诉同比下降", "8件", "")]),
    ],
)
def test_a_pasted_table_is_read_as_the_facts_that_it_states(text: str, expected: list[Row]) -> None:
    assert figures(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "走访企业86家，解决问题132个，去年同期70家、98个",
            [("走访企业", "86家", "70家"), ("解决问题", "132个", "98个")],
        ),
        ("走访企业86家，帮扶企业12家，去年同期9家", [("走访企业", "86家", ""), ("帮扶企业", "12家", "9家")]),
        (
            "收入13.86亿元；年初预算15.2亿元；上年同期12.94亿元",
            [("收入", "13.86亿元", "12.94亿元"), ("收入年初预算", "15.2亿元", "")],
        ),
        ("规上企业128家，年初119家", [("规上企业", "128家", "119家")]),
        ("新建工会8家，上年新建5家", [("新建工会", "8家", "5家")]),
        (
            "引进博士21人、硕士187人，上年分别为15人、160人",
            [("引进博士", "21人", "15人"), ("硕士引进博士", "187人", "160人")],
        ),
        ("营收：6月4.6亿元，5月4.2亿元，去年6月3.9亿元", [("营收", "4.6亿元", "3.9亿元"), ("营收", "4.2亿元", "")]),
        # a year before the report's own is last period's, unless it is one of a series
        (
            "2025年改造小区19个，受益居民5460户，2024年改造13个",
            [("改造小区", "19个", "13个"), ("受益居民", "5460户", "")],
        ),
        (
            "报告年度2024；体育活动85场，运动员1200人，2023年72场、980人，奖牌12个",
            [("体育活动", "85场", "72场"), ("运动员", "1200人", "980人"), ("奖牌", "12个", "")],
        ),
        (
            "高企2022年17家，2023年25家，2024年36家",
            [("高企", "17家", ""), ("高企", "25家", ""), ("高企", "36家", "")],
        ),
        (
            "污水处理率97.6%（上年96.8%），达标断面12个（共15个）",
            [("污水处理率", "97.6%", "96.8%"), ("达标断面", "12个", ""), ("达标断面总数", "15个", "")],
        ),
        (
            "代表队38支、运动员960人。上届代表队32支、运动员815人",
            [("代表队", "38支", "32支"), ("运动员", "960人", "815人")],
        ),
        ("审批时限由45个工作日压缩至18个工作日", [("审批时限", "18个工作日", "45个工作日")]),
        ("质量考核全省第7名，上年第11名", [("质量考核全省", "第7名", "第11名")]),
        ("综合竞争力第27位，较上年提升4位", [("综合竞争力", "第27位", "第31位"), ("综合竞争力位次提升", "4位", "")]),
    ],
)
def test_last_periods_value_goes_to_the_figure_that_it_is_of(text: str, expected: list[Row]) -> None:
    assert figures(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新建5G基站46个，累计213个", ["新建5G基站", "5G基站总数"]),
        ("惠民演出62场（年度目标50场）", ["惠民演出", "惠民演出年度目标"]),
        ("举报奖励兑现14件，金额3.5万元", ["举报奖励兑现", "举报奖励兑现金额"]),
        ("水质达标断面12个（共15个）", ["水质达标断面", "水质达标断面总数"]),
        ("养老服务站12个，其中新建3个", ["养老服务站", "新建养老服务站"]),
        ("明确重点任务23项；截至10月底完成19项", ["明确重点任务", "重点任务完成"]),
        ("认领微心愿215个，完成208个", ["认领微心愿", "认领微心愿完成"]),
        ("党风廉政会议4次；第一季度1次、第二季度3次", ["党风廉政会议"] * 3),
        ("管理层级：由4级压缩为3级", ["管理层级"]),
        ("与青山镇等3个乡镇结对", ["乡镇结对"]),
    ],
)
def test_a_fact_that_says_only_how_much_is_named_by_what_stands_before_it(text: str, expected: list[str]) -> None:
    assert [name for name, _, _ in figures(text)] == expected


@given(st.lists(st.text(alphabet="指标本期上年同期（万元）\t ,|：0123456789.%/括号内为", max_size=40), max_size=6))
def test_whatever_is_pasted_is_read_without_raising_and_no_line_is_told_twice(lines: list[str]) -> None:
    numbers = [line.number for line in as_prose(lines)]
    assert numbers == sorted(set(numbers))
    read_facts("\n".join(lines))
