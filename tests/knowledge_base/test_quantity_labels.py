"""Labels: what each number of a sentence counts; and how alike two names of indicators are."""

import pytest

from knowledge_base.quantities.labels import label_mentions, similarity
from knowledge_base.quantities.mention import QUANTITY_KINDS, Kind, Label
from knowledge_base.quantities.reader import read


def labels(text: str) -> list[Label]:
    """Return the labels of the numbers in a text, leaving out dates and words."""
    mentions = read(text)
    found = label_mentions(text, mentions)
    assert len(found) == len(mentions)
    return [
        label
        for mention, label in zip(mentions, found, strict=True)
        if mention.kind in QUANTITY_KINDS or mention.kind is Kind.PLACEHOLDER
    ]


INDICATORS = [
    ("召开党工委会议11次。", ["党工委会议"]),
    ("召开党工委会议11次，理论学习中心组7次，“小蜜蜂”课堂13次。", ["党工委会议", "理论学习中心组", "小蜜蜂课堂"]),
    ("累计办理收文2000余份。", ["收文"]),
    ("全年累计发文200余份", ["发文"]),
    ("累计撰写信息170余期，转发宣传信息100余条", ["撰写信息", "转发宣传信息"]),
    ("选派24名党建指导员深入企业", ["党建指导员"]),
    ("新建3个联合党支部", ["联合党支部"]),
    ("新建企业联合党支部3个、单个企业独立党支部2个", ["新建企业联合党支部", "单个企业独立党支部"]),
    ("21项赋权审批事项全面承接", ["赋权审批事项"]),
    ("党员56名，预备党员3名，入党积极分子8名", ["党员", "预备党员", "入党积极分子"]),
    ("走访45家企业", ["走访企业"]),
    ("走访企业45家", ["走访企业"]),
    ("从业务骨干中选拔了6名党员担任书记", ["党员"]),
    ("改选了2名党支部书记", ["党支部书记"]),
    ("起草工作要点、会议纪要等材料150余份", ["材料"]),
    ("召开党工委会议、主任办公会等30余次", ["党工委会议、主任办公会"]),
    ("开展集中学习研讨交流5次", ["集中学习研讨交流"]),
    ("签约资金12亿元，到位资金3亿元", ["签约资金", "到位资金"]),
    ("截至6月底，党员总数达到56名", ["党员"]),
    ("截至2025年底，共有党员56名", ["党员"]),
    ("完成固定资产投资48.6亿元，同比增长12.5%", ["固定资产投资", "固定资产投资"]),
    ("规上工业增加值增长7.9%", ["规上工业增加值"]),
    ("实际使用外资38亿美元", ["实际使用外资"]),
    ("新能源汽车产量12万辆", ["新能源汽车产量"]),
    ("完成公务员初任培训2人", ["公务员初任培训"]),
    ("义务教育阶段学校（校区）12所", ["义务教育阶段学校"]),
    ("组织党组织书记培训**次", ["党组织书记培训"]),
]


@pytest.mark.parametrize(("text", "expected"), INDICATORS)
def test_a_number_is_labelled_by_the_noun_of_its_clause(text: str, expected: list[str]) -> None:
    assert [label.indicator for label in labels(text)] == expected


def test_a_change_inherits_the_indicator_and_states_direction_and_base() -> None:
    assert labels("固定资产投资48.6亿元，同比下降2.5%")[1] == Label("固定资产投资", "down", "同比")
    assert labels("固定资产投资48.6亿元，较上年增长2.5%")[1] == Label("固定资产投资", "up", "较上年")


def test_a_level_that_was_reached_is_no_change() -> None:
    assert labels("办结率提高到96%")[0] == Label("办结率", "", "")


def test_last_periods_value_is_told_apart() -> None:
    now, before = labels("召开党工委会议11次（上年9次）")
    assert (now.of_last_period, before.of_last_period) == (False, True)
    assert before.indicator == "党工委会议"


def test_newly_added_is_no_direction() -> None:
    assert labels("新增规上企业12家") == [Label("新增规上企业")]


def test_a_new_sentence_inherits_nothing() -> None:
    assert labels("固定资产投资48.6亿元。同比增长3%")[1].indicator == ""


SAME = [
    ("党工委会议", "召开党工委会议次数"),
    ("收文", "累计办理收文数量"),
    ("党建指导员", "选派党建指导员"),
    ("固定资产投资", "固定资产投资额"),
    ("固定资产投资", "完成固定资产投资"),
    ("理论学习中心组", "理论学习中心组学习"),
    ("主题党日", "开展主题党日活动"),
    ("支委会", "支委会会议"),
    ("走访企业", "企业走访"),
    ("警示教育片", "观看警示教育片"),
    ("信息", "撰写信息"),
]
DISTINCT = [
    ("收文", "发文"),
    ("党员", "党员大会"),
    ("党员", "党课"),
    ("预备党员", "入党积极分子"),
    ("签约资金", "到位资金"),
    ("制定制度", "修订制度"),
    ("转发宣传信息", "撰写信息"),
    ("进口额", "出口额"),
    ("受理诉求", "办结诉求"),
    ("集中学习", "专题研讨"),
    ("规上工业产值", "限上商贸交易额"),
]
DOUBTFUL = [
    ("警示教育", "警示教育片"),
    ("党员", "预备党员"),
    ("投资", "固定资产投资"),
    ("党支部", "联合党支部"),
    ("企业", "走访企业"),
    ("规上企业", "新增规上企业"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_names_of_one_indicator_are_alike(one: str, other: str) -> None:
    assert similarity(one, other) >= 0.85
    assert similarity(one, other) == similarity(other, one)


@pytest.mark.parametrize(("one", "other"), DISTINCT)
def test_names_of_two_indicators_are_not(one: str, other: str) -> None:
    assert similarity(one, other) < 0.45


@pytest.mark.parametrize(("one", "other"), DOUBTFUL)
def test_a_thing_and_a_kind_of_it_stay_in_between(one: str, other: str) -> None:
    assert 0.45 <= similarity(one, other) < 0.75
