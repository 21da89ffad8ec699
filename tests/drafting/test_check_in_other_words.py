"""A number told in other words than the facts were is traced all the same, and a wrong one is not for that."""

import pytest

from drafting.checking.check import check
from drafting.checking.finding import CheckReport, Verdict
from drafting.checking.supplied import supplied_from_text
from drafting.facts import read_facts

_ORDER = (Verdict.PASS, Verdict.WARN, Verdict.FAIL)


def checked(supplied: str, draft: str, period: str = "") -> CheckReport:
    return check(draft, supplied_from_text(supplied, period))


def worst(report: CheckReport) -> str:
    verdicts = [item.verdict for item in report.mentions] + [one.severity for one in report.findings if one.start >= 0]
    return max(verdicts, key=_ORDER.index, default=Verdict.PASS).value


@pytest.mark.parametrize(
    ("supplied", "draft", "verdict"),
    [
        # whose number it is, where no name fits
        ("供应工业用地218亩", "全年供地218亩。", "pass"),
        ("参赛代表队24支", "吸引24支代表队同场竞技。", "pass"),
        ("检查餐饮单位22家", "对一品轩等22家餐饮单位开展检查。", "pass"),
        ("志愿服务活动32场；参与志愿者1280人次", "32场志愿服务活动累计有1280人次参与。", "pass"),
        ("化解矛盾纠纷41起；党工委会议12次", "召开党工委会议41起。", "fail"),
        ("党工委会议14次", "召开党工委会议14次。召开专题会议14次。", "fail"),
        ("招商推介会24场", "开展消防演练24场。", "warn"),
        # the same thing by another word
        ("诉求217件，办结211件", "受理诉求217件，已解决211件。", "pass"),
        ("规上工业企业128户", "规上工业企业128家。", "pass"),
        ("慰问困难群众128户", "慰问困难群众128家。", "warn"),
        # several times in a row
        ("一季度执法18次；二季度执法22次", "一、二季度分别开展执法18次、22次。", "pass"),
        ("一季度执法18次；二季度执法22次", "一、二季度分别开展执法22次、18次。", "fail"),
        ("五年来累计新增就业1.8万人", "今年新增就业1.8万人。", "fail"),
        ("2020年投入2亿元；2025年投入8亿元", "投入由2020年的2亿元增加到2025年的8亿元，五年翻了两番。", "pass"),
        ("企业45家（上年30家）", "企业45家，较上年翻了一番。", "fail"),
        # parts and wholes
        ("企业120家，其中已建立工会组织的企业63家", "120家企业中，过半企业已建立工会组织。", "pass"),
        ("企业120家，其中已建立工会组织的企业43家", "120家企业中，过半企业已建立工会组织。", "fail"),
        ("党支部24个，其中标准化示范支部16个", "24个党支部中，三分之二建成标准化示范支部。", "pass"),
        ("发展党员12名，其中女性5名，35岁以下8名", "发展党员12名，其中女性5名、55岁以下8名。", "fail"),
        ("问题542条，整改537条", "发现问题542条，整改537条，仅5条正在整改。", "pass"),
        ("问题542条，整改537条", "发现问题542条，整改537条，仅6条正在整改。", "fail"),
        ("走访企业40家；收集问题30个", "走访企业40家，收集问题30个，问题解决率75%。", "warn"),
        ("会议4次；调研9次", "开展会议、调研等各类活动13次。", "pass"),
        ("党工委会议11次；主任办公会9次", "全年召开各类会议20次。", "warn"),
        # ranks
        ("考核排名第4位（上年第7位）", "考核排名由上年的第7位升至第4位，前移3个位次。", "pass"),
        ("考核排名第4位（上年第7位）", "考核排名第4位，前移2个位次。", "fail"),
        # what was saved, what was more by a verb
        ("用电31.2万千瓦时（上年34.8万千瓦时）", "用电31.2万千瓦时，节电3.6万千瓦时。", "pass"),
        ("党工委会议14次（上年11次）", "召开党工委会议14次，比上年多开3次。", "pass"),
        ("党工委会议14次（上年11次）", "召开党工委会议14次，比上年少开3次。", "fail"),
        # rounding and hedges
        ("办结率97.8%", "办结率达100%。", "fail"),
        ("参与群众约300人", "参与群众318人。", "fail"),
        ("产值增长9%以上", "产值增长10%。", "fail"),
        # codes that stand beside each other
        ("《甲规定》文号云办〔2025〕6号；《乙细则》文号云办〔2025〕9号", "印发《甲规定》（云办〔2025〕9号）。", "fail"),
        ("依据《中华人民共和国安全生产法》第九十七条处罚2起", "依据《安全生产法》第九十七条处罚2起。", "pass"),
    ],
)  # fmt: skip
def test_a_number_is_judged_by_what_it_counts_whatever_the_words(supplied: str, draft: str, verdict: str) -> None:
    assert worst(checked(supplied, draft)) == verdict


@pytest.mark.parametrize(
    ("supplied", "draft", "verdict"),
    [
        ("收文2136份（上年1980份）", "收文2136份，较上年有所减少。", "fail"),
        ("收文2136份（上年1980份）", "收文2136份，较上年有所增加。", "pass"),
        ("盘活土地任务600亩；盘活土地546亩", "盘活土地546亩，超额完成600亩的年度任务。", "fail"),
        ("盘活土地任务600亩；盘活土地646亩", "盘活土地646亩，超额完成600亩的年度任务。", "pass"),
        ("规上企业86家；开展安全诊断企业86家", "对86家规上企业逐一开展安全诊断，实现全覆盖。", "pass"),
        ("网格76个；配备专职网格员的网格71个", "76个网格专职网格员配备实现全覆盖。", "fail"),
        ("盛科新材为园区第2家院士工作站", "盛科新材建成园区首家院士工作站。", "fail"),
        ("脱岗0人次；值班抽查26次", "值班抽查26次，无一人脱岗。", "pass"),
        ("脱岗2人次；值班抽查26次", "值班抽查26次，无一人脱岗。", "fail"),
        ("亡人事故1起", "全年亡人事故为零。", "fail"),
        ("火灾事故0起；演练16场", "开展演练16场，全年零火灾。", "pass"),
        ("（无数据）", "力争全年实现零事故。", "pass"),
        ("（无数据）", "确保做到“三个到位”：思想认识到位、责任落实到位。", "fail"),
        ("“清零攻坚”专项行动：2023年3月启动，2023年12月结束", "当前，“清零攻坚”专项行动正在深入开展。", "warn"),
    ],
)
def test_a_claim_in_words_alone_is_held_to_the_facts(supplied: str, draft: str, verdict: str) -> None:
    assert worst(checked(supplied, draft, "2025年")) == verdict


@pytest.mark.parametrize(
    ("draft", "period", "rule"),
    [
        ("2026年是“十四五”规划收官之年。", "2026年", "plan_year"),
        ("2025年是“十五五”规划开局之年。", "2025年", "plan_year"),
        ("2025年，党政办公室圆满完成了各项任务。", "2026年上半年", ""),
    ],
)
def test_a_year_of_another_report_is_found(draft: str, period: str, rule: str) -> None:
    report = checked("收文12份", draft, period)

    assert report.failed
    assert not rule or rule in {finding.rule for finding in report.findings}


@pytest.mark.parametrize(
    ("draft", "period"),
    [
        ("2025年是“十四五”规划收官之年。", "2025年"),
        ("2026年是“十五五”规划开局之年。", "2026年"),
        ("2025年以来，园区扎实开展集中整治。", "2026年上半年"),
    ],
)
def test_the_right_year_of_a_plan_passes(draft: str, period: str) -> None:
    assert not checked("收文12份", draft, period).failed


@pytest.mark.parametrize(
    ("line", "name", "value", "previous"),
    [
        ("收文 1532 份 1467", "收文", "1532份", "1467份"),
        ("职工书屋借阅量 12.6 万册次 8.4", "职工书屋借阅量", "12.6万册次", "8.4万册次"),
        ("固定资产投资：128600万元（上年113200万元）", "固定资产投资", "128600万元", "113200万元"),
        ("就业困难人员安置：计划120人", "就业困难人员安置计划", "120人", ""),
        ("5G基站：新增18座", "5G基站新增", "18座", ""),
        ("三公经费今年花了18.4万", "三公经费花", "18.4万元", ""),
    ],
)
def test_a_line_of_a_sheet_or_a_message_is_a_fact(line: str, name: str, value: str, previous: str) -> None:
    found = [(fact.name, fact.value_text, fact.previous_text) for fact in read_facts(line).sheet.figures]

    assert (name, value, previous) in found


def test_the_heading_of_a_pasted_sheet_is_no_fact() -> None:
    facts = read_facts("指标 数值 单位 上年数值\n信访总量 87 件 104")

    assert [(one.name, one.value_text, one.previous_text) for one in facts.sheet.figures] == [
        ("信访总量", "87件", "104件")
    ]
    assert not facts.sheet.problems
