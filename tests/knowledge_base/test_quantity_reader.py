"""The reader of quantities: tables of hand-labelled texts, and what holds for any text at all."""

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.quantities.mention import DateParts, Hedge, Kind, Mention
from knowledge_base.quantities.reader import read
from knowledge_base.quantities.writing import write_chinese, write_number

SHARED = Path(__file__).parents[2].parent / "shared"


def only(text: str) -> Mention:
    """Return the one mention of a text."""
    (mention,) = read(text)
    return mention


COUNTS_AND_AMOUNTS = [
    # text, the mention in it, kind, value, unit, hedge
    ("开展活动8次。", "8次", Kind.COUNT, "8", "次", ""),
    ("现有党员56名，", "56名", Kind.COUNT, "56", "名", ""),
    ("举办讲座三十二场", "三十二场", Kind.COUNT, "32", "场", ""),
    ("累计办理收文2000余份。", "2000余份", Kind.COUNT, "2000", "份", "余"),
    ("筹得资金4.7万元", "4.7万元", Kind.AMOUNT, "47000", "元", ""),
    ("产值1.08亿元", "1.08亿元", Kind.AMOUNT, "108000000", "元", ""),
    ("活动阵地260平方米", "260平方米", Kind.AMOUNT, "260", "平方米", ""),
    ("清运垃圾３００吨", "３００吨", Kind.AMOUNT, "300", "吨", ""),
    ("供水3万6千吨", "3万6千吨", Kind.AMOUNT, "36000", "吨", ""),
    ("发放手册两千三百册", "两千三百册", Kind.COUNT, "2300", "册", ""),
    ("发放手册两千三册", "两千三册", Kind.COUNT, "2300", "册", ""),
    ("发放手册两千零三册", "两千零三册", Kind.COUNT, "2003", "册", ""),
    ("投入1亿2000万元", "1亿2000万元", Kind.AMOUNT, "120000000", "元", ""),
    ("拨付人民币壹佰贰拾万元整", "壹佰贰拾万元", Kind.AMOUNT, "1200000", "元", ""),
    ("收集问题廿五条", "廿五条", Kind.COUNT, "25", "条", ""),
    ("服务企业1,293人次", "1,293人次", Kind.COUNT, "1293", "人次", ""),
    ("收缴党费十二点五万元", "十二点五万元", Kind.AMOUNT, "125000", "元", ""),
    ("新增税收30余万元", "30余万元", Kind.AMOUNT, "300000", "元", "余"),
    ("总投资10多亿元", "10多亿元", Kind.AMOUNT, "1000000000", "元", "余"),
    ("培训人员3万余人次", "3万余人次", Kind.COUNT, "30000", "人次", "余"),
    ("用电50千瓦时", "50千瓦时", Kind.AMOUNT, "50", "千瓦时", ""),
    ("装机5万千瓦", "5万千瓦", Kind.AMOUNT, "50000", "千瓦", ""),
    ("全长3千米", "3千米", Kind.AMOUNT, "3", "千米", ""),
    ("厂房1.2万㎡", "1.2万㎡", Kind.AMOUNT, "12000", "㎡", ""),
    ("到账外资200万美元", "200万美元", Kind.AMOUNT, "2000000", "美元", ""),
    ("帮助5.4万就业困难人员", "5.4万", Kind.COUNT, "54000", "", ""),
    ("历时一个半月", "一个半月", Kind.COUNT, "1.5", "个月", ""),
    ("历时两年半", "两年半", Kind.COUNT, "2.5", "年", ""),
    ("提前3个多月", "3个多月", Kind.COUNT, "3", "个月", "余"),
    ("处理转办件87件", "87件", Kind.COUNT, "87", "件", ""),
    ("重点做好九个方面工作", "九个", Kind.COUNT, "9", "个", ""),
    ("提出三点要求", "三点", Kind.COUNT, "3", "点", ""),
    ("安全事故一起", "一起", Kind.COUNT, "1", "起", ""),
    ("观看警示片三十分钟", "三十分钟", Kind.COUNT, "30", "分钟", ""),
    ("学习十分钟", "十分钟", Kind.COUNT, "10", "分钟", ""),
    ("完成十一次检查", "十一次", Kind.COUNT, "11", "次", ""),
    ("距离县城三公里", "三公里", Kind.AMOUNT, "3", "公里", ""),
    ("PM浓度35微克/立方米", "35微克/立方米", Kind.AMOUNT, "35", "微克/立方米", ""),
]

HEDGES = [
    ("约300人参加", "约300人", "300", "约"),
    ("大约300人参加", "大约300人", "300", "约"),
    ("300人左右", "300人左右", "300", "约"),
    ("近500人参加", "近500人", "500", "近"),
    ("不足20人", "不足20人", "20", "近"),
    ("将近20人", "将近20人", "20", "近"),
    ("不少于10次", "不少于10次", "10", "以上"),
    ("至少3次", "至少3次", "3", "以上"),
    ("5次以上", "5次以上", "5", "以上"),
    ("5次及以上", "5次及以上", "5", "以上"),
    ("超过100家", "超过100家", "100", "超过"),
    ("突破100家", "突破100家", "100", "超过"),
    ("逾200人", "逾200人", "200", "超过"),
    ("高于90分", "高于90分", "90", "超过"),
    ("不超过5人", "不超过5人", "5", "以下"),
    ("5天以内", "5天以内", "5", "以下"),
    ("2倍有余", "2倍有余", "2", "余"),
    ("1200有余份", "1200有余份", "1200", "余"),
    ("数十家企业", "数十家", "20", "数"),
    ("十几个项目", "十几个", "11", "数"),
    ("几百人", "几百人", "200", "数"),
    ("上千名党员", "上千名", "1000", "以上"),
    # The last character of another word is no hedge.
    ("签约12个项目", "12个", "12", ""),
    ("节约3000元", "3000元", "3000", ""),
    ("最近3次会议", "3次", "3", ""),
    ("突破12项关键技术", "12项", "12", ""),
    ("参加人数十人", "十人", "10", ""),
]

PROPORTIONS = [
    ("增长9.6%", "9.6%", Kind.PERCENT, Decimal("9.6")),
    ("增长9.6％", "9.6％", Kind.PERCENT, Decimal("9.6")),
    ("增长5 . 5%", "5 . 5%", Kind.PERCENT, Decimal("5.5")),
    ("达到百分之九十五", "百分之九十五", Kind.PERCENT, Decimal(95)),
    ("占百分之十二点五", "百分之十二点五", Kind.PERCENT, Decimal("12.5")),
    ("做到百分之百", "百分之百", Kind.PERCENT, Decimal(100)),
    ("约占四成", "四成", Kind.PERCENT, Decimal(40)),
    ("三成以上的企业", "三成以上", Kind.PERCENT, Decimal(30)),
    ("提高2.4个百分点", "2.4个百分点", Kind.PERCENTAGE_POINT, Decimal("2.4")),
    ("下降0.3个点", "0.3个点", Kind.PERCENTAGE_POINT, Decimal("0.3")),
    ("是去年的3倍", "3倍", Kind.MULTIPLE, Decimal(3)),
    ("增长1.5倍", "1.5倍", Kind.MULTIPLE, Decimal("1.5")),
    ("产值翻一番", "翻一番", Kind.MULTIPLE, Decimal(2)),
    ("产值翻了两番", "翻了两番", Kind.MULTIPLE, Decimal(4)),
    ("产值翻了近一番", "翻了近一番", Kind.MULTIPLE, Decimal(2)),
    ("产值翻番", "翻番", Kind.MULTIPLE, Decimal(2)),
    ("占五分之三", "五分之三", Kind.FRACTION, Fraction(3, 5)),
    ("占全省三分之二", "三分之二", Kind.FRACTION, Fraction(2, 3)),
    ("占全省1/4", "1/4", Kind.FRACTION, Fraction(1, 4)),
    ("时间过半", "过半", Kind.FRACTION, Fraction(1, 2)),
    ("半数以上企业", "半数以上", Kind.FRACTION, Fraction(1, 2)),
    ("比例为1.68∶1", "1.68∶1", Kind.FRACTION, Fraction(42, 25)),
    ("同比增长-3.2%", "-3.2%", Kind.PERCENT, Decimal("-3.2")),
]

RANGES = [
    ("评选3－5家", "3－5家", "3", "5", "家"),
    ("评选3-5家", "3-5家", "3", "5", "家"),
    ("评选3—5家", "3—5家", "3", "5", "家"),
    ("补助4－6万元", "4－6万元", "40000", "60000", "元"),
    ("补助5万至8万元", "5万至8万元", "50000", "80000", "元"),
    ("补助8000元至1万元", "8000元至1万元", "8000", "10000", "元"),
    ("补助5000－1万元", "5000－1万元", "5000", "10000", "元"),
    ("选派二至三名", "二至三名", "2", "3", "名"),
    ("增长3%－5%", "3%－5%", "3", "5", "%"),
    ("增长3—5%", "3—5%", "3", "5", "%"),
    ("百分之三至百分之五", "百分之三至百分之五", "3", "5", "%"),
    ("1月至9月", "1月至9月", "1", "9", "月"),
    ("1－9月", "1－9月", "1", "9", "月"),
    ("2021－2025年", "2021－2025年", "2021", "2025", "年"),
    ("2026年3月—5月", "2026年3月—5月", "3", "5", "月"),
    ("二三十人", "二三十人", "20", "30", "人"),
    ("三五家", "三五家", "3", "5", "家"),
    ("七八百份", "七八百份", "700", "800", "份"),
    ("十七八个", "十七八个", "17", "18", "个"),
]

DATES = [
    ("3月12日召开", "3月12日", Kind.DATE, DateParts(month=3, day=12)),
    ("2025年3月12日", "2025年3月12日", Kind.DATE, DateParts(2025, month=3, day=12)),
    ("二〇二五年三月十二日", "二〇二五年三月十二日", Kind.DATE, DateParts(2025, month=3, day=12)),
    ("二○二五年", "二○二五年", Kind.PERIOD, DateParts(2025)),
    ("2025-03-12", "2025-03-12", Kind.DATE, DateParts(2025, month=3, day=12)),
    ("2025年上半年", "2025年上半年", Kind.PERIOD, DateParts(2025, half=1)),
    ("2022年第一季度", "2022年第一季度", Kind.PERIOD, DateParts(2022, quarter=1)),
    ("落实2022年度责任", "2022年度", Kind.PERIOD, DateParts(2022)),
    ("截至6月底", "6月底", Kind.PERIOD, DateParts(month=6)),
    ("前三季度", "前三季度", Kind.PERIOD, DateParts(month=1, end_month=9)),
    ("下半年", "下半年", Kind.PERIOD, DateParts(half=2)),
    ("今年上半年", "今年上半年", Kind.PERIOD, DateParts(half=1, relative="今年")),
    ("去年同期", "去年同期", Kind.PERIOD, DateParts(relative="去年同期")),
    ("较上年", "上年", Kind.PERIOD, DateParts(relative="上年")),
    ("前5个月", "前5个月", Kind.PERIOD, DateParts(month=1, end_month=5)),
    ("近三年来", "近三年来", Kind.PERIOD, DateParts(relative="近三年来")),
    ("3月19日至20日", "3月19日至20日", Kind.PERIOD, DateParts(month=3, day=19, end_day=20)),
]

IDENTIFIERS = [
    ("根据云工委〔2025〕7号文件", "云工委〔2025〕7号", Kind.DOCUMENT_NUMBER, "云工委〔2025〕7号"),
    ("根据云工委[2025]第7号文件", "云工委[2025]第7号", Kind.DOCUMENT_NUMBER, "云工委〔2025〕7号"),
    (
        "《纪律处分条例》第二十六条第一款",
        "《纪律处分条例》第二十六条第一款",
        Kind.ARTICLE,
        "《纪律处分条例》第26条第1款",
    ),
    ("依照第三十条规定", "第三十条", Kind.ARTICLE, "第30条"),
    ("构建“1+5+N”体系", "1+5+N", Kind.FORMULA, "1+5+N"),
    ("构建1+37+8体系", "1+37+8", Kind.FORMULA, "1+37+8"),
    ("打造“三个圈层”", "三个圈层", Kind.FORMULA, "三个圈层"),
    ("办理12345热线工单", "12345热线", Kind.CODE, "12345"),
    ("办理12345平台工单", "12345", Kind.CODE, "12345"),
    ("电话0576-88880000", "0576-88880000", Kind.CODE, "0576-88880000"),
    ("手机13800001234", "13800001234", Kind.CODE, "13800001234"),
    ("建设5G基站", "5G", Kind.CODE, "5G"),
    ("沿G104国道", "G104", Kind.CODE, "G104"),
    ("PM2.5浓度", "PM2.5", Kind.CODE, "PM2.5"),
    ("PM_2.5浓度", "PM_2.5", Kind.CODE, "PM_2.5"),
    ("3号楼", "3号", Kind.CODE, "3号"),
    ("5#厂房", "5#", Kind.CODE, "5#"),
    ("人才公寓一期", "一期", Kind.ORDINAL, ""),
    ("百亿级产业集群", "百亿级", Kind.CODE, "百亿级"),
    ("每万人发明专利", "每万人", Kind.CODE, "每万人"),
    ("第四次会议", "第四次", Kind.ORDINAL, "第4次"),
    ("第二轮督察", "第二轮", Kind.ORDINAL, "第2轮"),
    ("第十届全委会", "第十届", Kind.ORDINAL, "第10届"),
    ("市委十五届十一次全会", "十五届十一次全会", Kind.ORDINAL, "十五届十一次全会"),
    ("居全省第3位", "第3位", Kind.ORDINAL, "第3位"),
    ("进入全市前十。", "前十", Kind.ORDINAL, "前10"),
    ("落实三会一课", "三会一课", Kind.SET_PHRASE, "三会一课"),
    ("做到“两个维护”", "两个维护", Kind.SET_PHRASE, "两个维护"),
    ("二十届四中全会精神", "二十届四中全会", Kind.SET_PHRASE, "二十届四中全会"),
    ("党的二十大精神", "党的二十大", Kind.SET_PHRASE, "党的二十大"),
    ("“十五五”规划", "十五五", Kind.SET_PHRASE, "十五五"),
    ("压实一岗双责", "一岗双责", Kind.SET_PHRASE, "一岗双责"),
]

WORDS = [
    "一律",
    "一把手",
    "一致",
    "统一",
    "第一时间",
    "一些",
    "一定",
    "一方面",
    "十分",
    "万一",
    "四川",
    "进一步",
    "一系列",
    "张三",
    "唯一",
    "之一",
    "一直",
    "千方百计",
    "一体化",
    "百姓",
    "两难",
    "一起",
    "零距离",
    "三亚",
    "一般",
    "逐一",
    "一如既往",
    "四面八方",
    "百花齐放",
    "一心一意",
    "单一",
    "万众一心",
    "五湖四海",
    "一线",
    "一流",
]

PLACEHOLDERS = [
    ("开展**次", "**次", "次"),
    ("党员xx名", "xx名", "名"),
    ("实现产值*亿元", "*亿元", "元"),
    ("增长***％", "***％", "%"),
    ("排查xx余人次", "xx余人次", "人次"),
    ("20xx年以来", "20xx年", "年"),
    ("202x年", "202x年", "年"),
    ("共××人", "××人", "人"),
    ("共〇〇人", "〇〇人", "人"),
    ("共___人", "___人", "人"),
    ("共【待补：参会人数】人", "【待补：参会人数】", ""),
    ("X县县委", "X县", "县"),
    ("删除AAA公众号", "AAA", ""),
    ("收文{{F3}}", "{{F3}}", ""),
]

CLAIMS = [
    ("未发生一起安全事故", "未发生一起", Decimal(0)),
    ("没有出现一例投诉", "没有出现一例", Decimal(0)),
    ("实现全覆盖", "全覆盖", Decimal(100)),
    ("全部完成", "全部", Decimal(100)),
    ("实现零事故", "零事故", Decimal(0)),
    ("“零”投诉", "零”投诉", Decimal(0)),
    ("动态清零", "清零", Decimal(0)),
    ("位居全市第一", "位居全市第一", Decimal(1)),
    ("居全省首位", "首位", Decimal(1)),
    ("在全市率先建成", "率先", Decimal(1)),
]


@pytest.mark.parametrize(("text", "found", "kind", "value", "unit", "hedge"), COUNTS_AND_AMOUNTS)
def test_counts_and_amounts_are_read_in_base_units(
    text: str, found: str, kind: Kind, value: str, unit: str, hedge: str
) -> None:
    mention = only(text) if "PM" not in text else read(text)[-1]
    assert (mention.text, mention.kind, mention.value) == (found, kind, Decimal(value))
    assert (mention.unit, mention.hedge.value) == (unit, hedge)


NUMERALS = [
    # Found by other projects' suites: what a numeral of each shape is worth.
    ("补助十七八万元", "170000", "180000"),
    ("补助一万六七千元", "16000", "17000"),
    ("补助两到三千元", "2000", "3000"),
    ("人数五到二十人", "5", "20"),
    ("装机十五六千瓦", "15", "16"),
    ("重达二十五千克", "25", None),
    ("全长两千米", "2000", None),
    ("投资5亿1万4千6百元", "500014600", None),
    ("投资两个亿", "200000000", None),
    ("支付十一元一角二分", "11.12", None),
    ("支付十块三毛", "10.3", None),
    ("支付123元1角1分", "123.11", None),
    ("约占2.5成", "25", None),
    ("占八点五成", "85", None),
    ("利润负一百二十万元", "-1200000", None),
    ("增长负3.9%", "-3.9", None),
    ("人数为十五。", "15", None),
    ("完成百分百", "100", None),
    ("产值2千零30元", "2030", None),
    ("用水5千升", "5", None),
    ("提高2个多百分点", "2", None),
    ("组建200支队伍", "200", None),
    ("十几亿人", "1100000000", "1900000000"),
    ("减负超过2.6亿元", "260000000", None),
    ("把握好以下三点。", "3", None),
    ("6部门联合", "6", None),
    ("上亿群众", "100000000", None),
]


@pytest.mark.parametrize(("text", "value", "high"), NUMERALS)
def test_numerals_of_every_shape_are_exact(text: str, value: str, high: str | None) -> None:
    mention = only(text)
    assert (mention.value, mention.high) == (Decimal(value), None if high is None else Decimal(high))


@pytest.mark.parametrize(
    "text",
    [
        "王三平同志主持会议",
        "李一鸣、赵百川到会",
        "四川省九绵高速开工",
        "推行一委一办一平台",
        "落实五互一共机制",
        "嫦娥四号登月",
        "国道318改造",
        "拾取贝壳",
        "百城共建",
    ],
)
def test_numerals_in_names_are_no_quantities(text: str) -> None:
    assert {m.kind for m in read(text)} <= {Kind.CODE, Kind.FORMULA, Kind.SET_PHRASE}


@pytest.mark.parametrize(
    "text",
    [
        "把政治建设摆在首位",
        "放在发展国民经济的首位",
        "提升城市首位度",
        "作为全部工作的主线",
        "水质达到III类",
        "规范PPP模式",
    ],
)
def test_what_ranks_or_masks_nothing_is_passed_over(text: str) -> None:
    assert read(text) == ()


@pytest.mark.parametrize("text", ["每10万人口", "附件2"])
def test_a_base_and_an_annex_are_no_data(text: str) -> None:
    assert only(text).kind is Kind.CODE


@pytest.mark.parametrize(("text", "found", "value", "hedge"), HEDGES)
def test_hedges_before_inside_and_after_the_number_are_kept(text: str, found: str, value: str, hedge: str) -> None:
    mention = only(text)
    assert (mention.text, mention.value, mention.hedge.value) == (found, Decimal(value), hedge)


@pytest.mark.parametrize(("text", "found", "kind", "value"), PROPORTIONS)
def test_proportions_are_exact(text: str, found: str, kind: Kind, value: Decimal | Fraction) -> None:
    mention = [m for m in read(text) if m.kind not in (Kind.PERIOD, Kind.IMPLICIT_CLAIM)][-1]
    assert (mention.text.lstrip("约占"), mention.kind, mention.value) == (found, kind, value)


@pytest.mark.parametrize(("text", "found", "low", "high", "unit"), RANGES)
def test_ranges_carry_unit_and_scale_back(text: str, found: str, low: str, high: str, unit: str) -> None:
    mention = only(text)
    assert (mention.text, mention.kind) == (found, Kind.RANGE)
    assert (mention.value, mention.high, mention.unit) == (Decimal(low), Decimal(high), unit)


@pytest.mark.parametrize(("text", "found", "kind", "parts"), DATES)
def test_dates_and_periods_state_only_what_is_written(text: str, found: str, kind: Kind, parts: DateParts) -> None:
    mention = only(text)
    assert (mention.text, mention.kind, mention.date) == (found, kind, parts)


@pytest.mark.parametrize(("text", "found", "kind", "canonical"), IDENTIFIERS)
def test_what_identifies_is_one_whole(text: str, found: str, kind: Kind, canonical: str) -> None:
    mention = only(text)
    assert (mention.text, mention.kind, mention.canonical) == (found, kind, canonical)


@pytest.mark.parametrize("word", WORDS)
def test_numerals_in_words_are_not_data(word: str) -> None:
    assert {m.kind for m in read(f"要{word}的")} == {Kind.SET_PHRASE}


@pytest.mark.parametrize(("text", "found", "unit"), PLACEHOLDERS)
def test_masks_are_placeholders_with_the_unit_they_await(text: str, found: str, unit: str) -> None:
    mention = only(text)
    assert (mention.text, mention.kind, mention.unit, mention.value) == (found, Kind.PLACEHOLDER, unit, None)


@pytest.mark.parametrize(("text", "found", "value"), CLAIMS)
def test_implicit_claims_carry_the_number_they_imply(text: str, found: str, value: Decimal) -> None:
    mention = only(text)
    assert (mention.text, mention.kind, mention.value) == (found, Kind.IMPLICIT_CLAIM, value)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("一、工作开展情况", [1]),
        ("（三）强化作风建设", [3]),
        ("2. 加强学习", [2]),
        ("一是抓学习。二是抓作风。三是抓落实。", [1, 2, 3]),
        ("一要抓学习；二要抓作风", [1, 2]),
        ("①学习；②作风", [1, 2]),
        ("第一，抓学习。第二，抓作风。", [1, 2]),
    ],
)
def test_enumerators_are_structure(text: str, values: list[int]) -> None:
    found = [m for m in read(text) if m.kind is Kind.ENUMERATION]
    assert [m.value for m in found] == values
    assert len(found) == len(read(text))


def test_a_row_of_numbers_shares_the_unit_at_its_end() -> None:
    mentions = read("分别提高20.9、36.2和54个百分点")
    assert [(m.value, m.unit) for m in mentions] == [
        (Decimal("20.9"), "个百分点"),
        (Decimal("36.2"), "个百分点"),
        (Decimal("54"), "个百分点"),
    ]


def test_a_transition_is_two_numbers_and_no_range() -> None:
    assert [m.value for m in read("党支部由9个增至12个")] == [9, 12]
    assert [m.kind for m in read("从5家到8家")] == [Kind.COUNT, Kind.COUNT]


def test_two_thousand_and_more_is_no_year() -> None:
    assert only("2000余份").kind is Kind.COUNT
    assert only("2000年").kind is Kind.PERIOD


def test_numbers_inside_a_title_belong_to_the_name() -> None:
    assert [m.kind for m in read("观看《一秒钟》等警示片5部")] == [Kind.FORMULA, Kind.COUNT]


def test_a_number_that_nothing_explains_is_reported_as_unknown() -> None:
    mention = only("设备为2型机")
    assert (mention.kind, mention.value) == (Kind.UNKNOWN, Decimal(2))


def test_the_place_of_the_last_digit_is_known() -> None:
    assert only("4.7万元").step == Decimal(1000)
    assert only("9.60%").step == Decimal("0.01")
    assert only("2136份").step == Decimal(1)


def test_the_numeral_is_bounded_without_unit_and_hedge() -> None:
    mention = only("约4.7万元")
    assert (mention.numeral_start, mention.numeral_end) == (1, 5)


def test_a_paragraph_is_read_in_order() -> None:
    text = "召开党工委会议11次,理论学习中心组7次,为去年同期的2倍有余。严格落实“一岗双责”,100%剥离。"
    assert [(m.text, m.kind) for m in read(text)] == [
        ("11次", Kind.COUNT),
        ("7次", Kind.COUNT),
        ("去年同期", Kind.PERIOD),
        ("2倍有余", Kind.MULTIPLE),
        ("一岗双责", Kind.SET_PHRASE),
        ("100%", Kind.PERCENT),
    ]


PIECES = st.sampled_from(
    [
        "1",
        "2",
        "0",
        ".",
        ",",
        "12",
        "2025",
        "年",
        "月",
        "日",
        "次",
        "人",
        "万",
        "亿",
        "元",
        "%",
        "一",
        "二",
        "三",
        "十",
        "百",
        "零",
        "〇",
        "第",
        "条",
        "至",
        "－",
        "-",
        "余",
        "多",
        "约",
        "近",
        "超",
        "《",
        "》",
        "“",
        "”",
        "（",
        "）",
        "〔",
        "〕",
        "号",
        "x",
        "**",
        "__",
        "【",
        "】",
        "半",
        "个",
        "点",
        "分之",
        "百分之",
        "上半年",
        "去年",
        "同期",
        "全部",
        "翻",
        "番",
        "前",
        "每",
        "几",
        "数",
        "上",
        "5G",
        "+",
        "N",
        "\n",
        "，",
        "。",
        "３",
        "Ⅱ",
        "①",
        "{{F1}}",
        "伍",
        "壹佰",
        "队伍",
        ".",
        ":",
        "∶",
        "/",
        "成",
        "倍",
    ]
)


@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=25).map("".join)))
@settings(max_examples=600, deadline=None)
def test_any_text_is_read_into_sorted_spans_that_never_overlap(text: str) -> None:
    end = 0
    for mention in read(text):
        assert end <= mention.start < mention.end <= len(text)
        assert mention.text == text[mention.start : mention.end]
        end = mention.end


@given(st.lists(PIECES, max_size=25).map("".join))
@settings(max_examples=300, deadline=None)
def test_no_arabic_digit_is_left_unread(text: str) -> None:
    covered = {position for mention in read(text) for position in range(mention.start, mention.end)}
    assert [m.start() for m in re.finditer(r"[0-9０-９]", text) if m.start() not in covered] == []


@given(
    st.integers(min_value=0, max_value=10**10),
    st.sampled_from(["份", "人次", "元", "次", "家", "吨"]),
    st.booleans(),
)
def test_what_is_written_reads_back_as_the_same_value(value: int, unit: str, chinese: bool) -> None:
    written = write_number(Decimal(value), unit, chinese=chinese)
    numbers = read(f"共计{written}。")
    assert [m.value for m in numbers if m.unit == unit] == [value], written


@given(st.decimals(min_value=0, max_value=1000, places=2), st.booleans())
def test_percents_read_back_as_the_same_value(value: Decimal, chinese: bool) -> None:
    assert only(f"为{write_number(value, '%', chinese=chinese)}。").value == value


FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")
FINANCIAL = str.maketrans("一二两三四五六七八九十百千", "壹贰贰叁肆伍陆柒捌玖拾佰仟")
STYLES: dict[str, Callable[[Decimal, str], str]] = {
    "house": lambda value, unit: write_number(value, unit),
    "plain": lambda value, unit: f"{value:f}{unit}",
    "grouped": lambda value, unit: f"{value:,f}{unit}",
    "full_width": lambda value, unit: f"{value:f}".translate(FULL_WIDTH) + unit,
    "chinese": lambda value, unit: write_number(value, unit, chinese=True),
    "financial": lambda value, unit: write_chinese(value).translate(FINANCIAL) + unit,
    "ten_thousands": lambda value, unit: f"{(value / 10_000).normalize():f}万{unit}",
    "negative": lambda value, unit: f"负{value:f}{unit}",
}


@given(
    st.decimals(min_value=1, max_value=10**9, places=2).filter(lambda value: value >= 11),
    st.sampled_from(["元", "吨", "公里", "亩"]),
    st.sampled_from(sorted(STYLES)),
)
@settings(max_examples=500, deadline=None)
def test_an_amount_in_any_style_reads_back_as_itself(value: Decimal, unit: str, style: str) -> None:
    written = STYLES[style](value, unit)
    (mention,) = [m for m in read(f"共计{written}。") if m.kind is not Kind.SET_PHRASE]
    assert mention.value == (-value if style == "negative" else value), written
    assert mention.unit == unit


@given(st.integers(1, 99), st.integers(2, 99), st.sampled_from(["次", "家", "万元", "%"]), st.sampled_from("－—～至"))
@settings(max_examples=300, deadline=None)
def test_a_range_reads_back_as_both_its_ends(low: int, more: int, unit: str, dash: str) -> None:
    scale = 10_000 if unit == "万元" else 1
    mention = only(f"每年{low}{dash}{low + more}{unit}。")
    assert (mention.kind, mention.value, mention.high) == (Kind.RANGE, low * scale, (low + more) * scale)


@given(st.fractions(min_value=Fraction(1, 99), max_value=Fraction(98, 99), max_denominator=99))
def test_a_fraction_reads_back_as_itself(value: Fraction) -> None:
    assert only(f"占{write_number(value)}。").value == value


@given(
    st.integers(11, 9999),
    st.sampled_from(
        ["约{}家", "近{}家", "{}余家", "{}多家", "{}家以上", "超过{}家", "不少于{}家", "{}家左右", "{}家以内"]
    ),
)
def test_a_hedge_never_changes_the_value(value: int, form: str) -> None:
    mention = only(f"走访{form.format(value)}。")
    assert (mention.value, mention.unit) == (value, "家")
    assert mention.hedge is not Hedge.EXACT


@pytest.mark.skipif(not SHARED.is_dir(), reason="the damaged reports are not beside the repository")
def test_the_damaged_reports_leave_hardly_a_number_unexplained() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted((SHARED / "seeds").glob("*.txt"))]
    mentions = [m for text in texts for m in read(text)]
    unknown = [m.text for m in mentions if m.kind is Kind.UNKNOWN]
    assert len(mentions) > 200
    assert len(unknown) <= 2, unknown


def test_reading_takes_time_in_proportion_to_the_text() -> None:
    import time

    def seconds(times: int) -> float:
        text = "召开会议12次，《" + "第三“一二三" * 3 * times + "x" * times + "1+" * times + "，、" * times
        started = time.perf_counter()
        read(text)
        return time.perf_counter() - started

    seconds(100)
    assert seconds(8000) < 40 * max(seconds(800), 0.002)


def test_hedge_words_are_those_of_the_table() -> None:
    assert {hedge.value for hedge in Hedge} == {"", "约", "余", "近", "以上", "超过", "以下", "数"}
