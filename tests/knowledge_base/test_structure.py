"""The parts of a report: title, 主送, opening, section tree, closing, 署名, date."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.cleaning import clean
from knowledge_base.headings import heading_of, ordinal_value, split_glued
from knowledge_base.reading import read_document
from knowledge_base.report import Role, Section
from knowledge_base.structure import ParsedReport, parse_structure
from tests.conftest import SHARED

LONG = "园区党工委坚持把政治建设摆在首位，认真落实各项工作部署，推动园区高质量发展取得新成效。"


@pytest.mark.parametrize(
    ("paragraph", "level", "number", "title", "rest"),
    [
        ("一、工作开展情况", 1, "一、", "工作开展情况", ""),
        ("十二、其他", 1, "十二、", "其他", ""),
        ("（一）强化思想教育，将政治建设作为根本", 2, "（一）", "强化思想教育，将政治建设作为根本", ""),
        ("(一)强化机关党建，发挥示范带头。一是学习。", 2, "(一)", "强化机关党建，发挥示范带头", "一是学习。"),
        ("（三）加强队伍建设：全年组织培训。", 2, "（三）", "加强队伍建设", "全年组织培训。"),
        ("1.加强学习", 3, "1.", "加强学习", ""),
        ("1．加强学习。组织学习研讨。", 3, "1．", "加强学习", "组织学习研讨。"),
        ("（1）加强学习", 4, "（1）", "加强学习", ""),
        (
            "二、存在问题虽然取得了一些成效，但是对照上级部门要求还有很大差距，主要体现在服务意识方面。",
            1,
            "二、",
            "存在问题",
            None,
        ),
        (
            "三、下一步打算下一步园区管委会将对照要求和部署，认真研究分析，积极查找自身短板和不足之处。",
            1,
            "三、",
            "下一步打算",
            None,
        ),
        (
            "（五）认真开展“六个一”活动园区党工委深入贯彻落实上级党组织关于开展活动的要求，推动发展。",
            2,
            "（五）",
            "认真开展“六个一”活动",
            None,
        ),
    ],
)
def test_a_heading_is_told_from_its_text(paragraph: str, level: int, number: str, title: str, rest: str | None) -> None:
    heading = heading_of(paragraph)
    assert heading is not None
    assert (heading.level, heading.number, heading.title) == (level, number, title)
    assert rest is None or heading.rest == rest


@pytest.mark.parametrize(
    "paragraph",
    [
        "一是深入开展党纪学习教育。",
        "第一，加强领导。",
        "一季度完成产值3亿元。",
        "2024年，园区实现产值3亿元。",
        "1.召开会议12次，培训干部35人次。",
        "5.6亿元的项目已经落地。",
        "3、4月份开展了两轮检查。",
        "（2024年1月29日在市第十四届人民代表大会第四次会议上）",
        LONG,
    ],
)
def test_what_only_looks_like_a_heading_is_none(paragraph: str) -> None:
    assert heading_of(paragraph) is None


@pytest.mark.parametrize(
    ("text", "value"), [("一", 1), ("十", 10), ("十一", 11), ("二十", 20), ("二十三", 23), ("7", 7)]
)
def test_an_ordinal_is_read(text: str, value: int) -> None:
    assert ordinal_value(text) == value


def test_headings_inside_a_paragraph_part_it() -> None:
    text = "现总结如下：一、工作情况20xx年以来工作有序。（一）加强学习。一是组织学习。（二）加强培训。按第（一）条执行。二、存在问题虽然有成效。"
    assert split_glued(text) == (
        "现总结如下：",
        "一、工作情况20xx年以来工作有序。",
        "（一）加强学习。一是组织学习。",
        "（二）加强培训。按第（一）条执行。",
        "二、存在问题虽然有成效。",
    )


def test_a_number_that_continues_no_count_parts_nothing() -> None:
    text = "园区工作有序推进。（三）条明确要求加强管理。"
    assert split_glued(text) == (text,)


REPORT = (
    "中共云岚工业园区工作委员会",
    "关于2025年落实全面从严治党主体责任情况的报告",
    "中共澜川县委：",
    "2025年，" + LONG,
    "一、工作开展情况",
    LONG,
    "（一）加强学习",
    LONG,
    "1.集中学习",
    LONG,
    "（二）加强培训。" + LONG,
    "二、存在的问题",
    LONG,
    "三、下一步工作打算",
    LONG,
    "特此报告。",
    "中共云岚工业园区工作委员会",
    "2026年1月5日",
)


def test_every_part_of_a_report_is_found() -> None:
    parsed = parse_structure(REPORT)
    assert parsed.title == "中共云岚工业园区工作委员会关于2025年落实全面从严治党主体责任情况的报告"
    assert parsed.recipient == "中共澜川县委："
    assert (parsed.signature, parsed.date) == ("中共云岚工业园区工作委员会", "2026年1月5日")
    assert outline(parsed) == [
        (0, "", Role.OPENING),
        (1, "一、工作开展情况", Role.PROGRESS),
        (2, "（一）加强学习", Role.PROGRESS),
        (3, "1.集中学习", Role.PROGRESS),
        (2, "（二）加强培训", Role.PROGRESS),
        (1, "二、存在的问题", Role.PROBLEMS),
        (1, "三、下一步工作打算", Role.PLANS),
        (0, "", Role.CLOSING),
    ]
    assert parsed.notes == ()


def test_letterhead_and_document_number_stand_before_the_title() -> None:
    parsed = parse_structure(
        ("中共云岚工业园区工作委员会文件", "云工委〔2025〕7号", "云岚工业园区2025年工作要点", "一、总体要求", LONG)
    )
    assert (parsed.title, parsed.document_number) == ("云岚工业园区2025年工作要点", "云工委〔2025〕7号")


def test_signature_and_date_may_stand_on_one_line() -> None:
    parsed = parse_structure((*REPORT[:-2], "云岚工业园区党政办公室 2025年7月3日"))
    assert (parsed.signature, parsed.date) == ("云岚工业园区党政办公室", "2025年7月3日")


def test_a_report_without_headings_says_so() -> None:
    parsed = parse_structure(("云岚工业园区工作总结", LONG, LONG))
    assert parsed.notes == ("未找到分级标题，全文作为一段导语",)


def test_a_part_without_a_number_holds_the_numbered_ones() -> None:
    parsed = parse_structure(
        (
            "2025年工作回顾",
            LONG,
            "一、经济稳中有进",
            LONG,
            "二、改革走深走实",
            LONG,
            "2026年工作安排",
            LONG,
            "一、扩大投资",
            LONG,
        )
    )
    assert outline(parsed) == [
        (1, "2025年工作回顾", Role.PROGRESS),
        (2, "一、经济稳中有进", Role.PROGRESS),
        (2, "二、改革走深走实", Role.PROGRESS),
        (1, "2026年工作安排", Role.PLANS),
        (2, "一、扩大投资", Role.PLANS),
    ]


def test_a_heading_without_a_number_is_known_by_its_style() -> None:
    parsed = parse_structure(
        ("云岚纪事", "党建引领", LONG, "学习教育", LONG), "云岚纪事", {"党建引领": 1, "学习教育": 2}
    )
    assert parsed.title == "云岚纪事"
    assert outline(parsed) == [(1, "党建引领", Role.PROGRESS), (2, "学习教育", Role.PROGRESS)]


def test_an_appendix_is_no_section_of_the_report() -> None:
    parsed = parse_structure(
        (*REPORT[:-3], "名词解释", "1.“两新”：指新经济组织和新社会组织。", "2.“两重”：指国家重大战略。")
    )
    last = parsed.sections[-1]
    assert (last.title, last.role, len(last.paragraphs), last.children) == ("名词解释", Role.CLOSING, 2, ())


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("工作开展情况", Role.PROGRESS),
        ("工作现状", Role.PROGRESS),
        ("工作情况及成效", Role.PROGRESS),
        ("问题整改情况", Role.PROGRESS),
        ("强化问题导向，抓好整改", Role.PROGRESS),
        ("存在问题", Role.PROBLEMS),
        ("存在的主要问题和不足", Role.PROBLEMS),
        ("问题与不足", Role.PROBLEMS),
        ("下步打算", Role.PLANS),
        ("下一步工作打算", Role.PLANS),
        ("工作建议", Role.PLANS),
        ("2024年工作安排", Role.PLANS),
        ("指导思想", Role.GUIDANCE),
        ("总体要求", Role.GUIDANCE),
        ("工作要求", Role.REQUIREMENTS),
        ("组织保障", Role.REQUIREMENTS),
        ("主要经济指标完成情况", Role.ECONOMY),
        ("重点任务", Role.TASKS),
    ],
)
def test_the_role_of_a_section_is_told_from_its_heading(heading: str, role: Role) -> None:
    assert parse_structure(("云岚工业园区工作总结", f"一、{heading}", LONG)).sections[-1].role is role


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("聚焦突出问题抓整改", Role.PROGRESS),
        ("加强队伍建设", Role.PROGRESS),
        ("存在的差距和不足", Role.PROBLEMS),
        ("以党建引领推动园区经济发展", Role.ECONOMY),
    ],
)
def test_a_section_inside_another_has_its_role_but_for_economy_and_shortcomings(heading: str, role: Role) -> None:
    parsed = parse_structure(("云岚工业园区工作总结", "一、工作开展情况", f"（一）{heading}", LONG))
    assert parsed.sections[0].children[0].role is role


def test_in_a_plan_of_work_sections_are_tasks() -> None:
    assert parse_structure(("云岚工业园区2025年工作要点", "二、夯实党建基础", LONG)).sections[-1].role is Role.TASKS


@given(st.lists(st.text(alphabet="一二三（）、.1。：，园区报告年月日X ", min_size=1, max_size=30), max_size=14))
def test_structure_never_fails_and_keeps_every_body_paragraph_once(lines: list[str]) -> None:
    parsed = parse_structure([line for line in lines if line.strip()])
    total = sum(map(len, lines)) + len(parsed.title)
    assert sum(len(section.heading) + len("".join(section.paragraphs)) for section in walk(parsed.sections)) <= total


def walk(sections: tuple[Section, ...]) -> list[Section]:
    return [each for section in sections for each in (section, *walk(section.children))]


def outline(parsed: ParsedReport) -> list[tuple[int, str, Role]]:
    return [(section.level, section.heading, section.role) for section in walk(parsed.sections)]


def headings(path: Path) -> list[str]:
    cleaned = clean(read_document(path).paragraphs)
    return [section.heading for section in walk(parse_structure(cleaned.paragraphs, cleaned.title_hint).sections)]


SEED_TREES = (
    [
        "（一）强化机关党建，发挥示范带头",
        "（二）聚焦部门职责，高效服务大局",
        "（三）紧盯重点工作，精准落实到位",
        "二、存在问题",
        "",  # the heading 三、 is missing: what follows is told from its words
        "（一）在“学”上再深化",
        "（二）在“精”上再提升",
        "（三）在“实”上再发力",
        "（四）在“严”上再加强",
    ],
    [
        "",
        "一、工作情况及成效",
        "（一）强化政治建设，创建绝对忠诚的政治机关",
        "（二）强化组织建设，创建开拓进取的创新机关",
        "（三）强化责任落实，创建务实高效的服务机关",
        "（四）强化队伍建设，创建和谐健康的文明机关",
        "（五）认真开展“六个一”活动",
        "二、存在问题",
        "三、下一步打算",
        "（一）开展转变作风比赛活动",
        "（二）开展廉政学习活动",
    ],
    [
        "",
        "一、工作开展情况",
        "（一）强化思想教育，将政治建设作为强基固本的根本",
        "（二）细化落实责任，将基层党建作为助力发展的保障",
        "（三）加强队伍建设，将育人用人作为干事创业的前提",
        "（四）从严从实管理，将作风建设作为政治生涯的红线",
        "二、下一步工作打算",
        "（一）抓好党的二十大精神宣传学习贯彻工作",
        "（二）进一步落细落实全面从严治党工作责任",
        "（三）进一步从严从实加强党员干部队伍建设",
        "（四）进一步强化措施加强基层党组织建设",
    ],
    [
        "",
        "一、工作现状",
        "（一）聚焦主题主线，着力强化建设",
        "（二）抓实两个覆盖，着力夯实基础",
        "（三）强化引领，推进两新组织经济发展",
        "（四）建强群服务中心，助力非公组织快速发展",
        "二、存在的问题",
        "（一）工作力量配备不够到位",
        "（二）工作推进落实不够有力",
        "（三）员队伍建设不够规范有序",
        "（四）工作成效总结不够到位",
        "三、工作建议",
        "（一）要深化思想认识",
        "（二）要突出工作重点",
        "（三）要强化工作力量",
        "（四）要狠抓工作落实",
    ],
    [
        "",
        "一、指导思想",
        "二、不断夯实党建基础",
        "（一）持续完善党群制度建设",
        "（二）保持党的组织机构健全",
        "（三）不断加强基层党组织建设",
        "三、积极拓展工作平台",
        "（一）搭建党建工作交流平台",
        "（二）搭建党群服务平台",
        "（三）搭建党建与业务融合平台",
        "四、探索创新活动方式",
        "（一）党员学习教育日常化",
        "（二）“双目标管理”规范化",
        "（三）领导深入基层制度化",
        "（四）指导基层党建工作差异化",
        "（五）党风廉政建设具体化",
        "（六）企业文化建设特色化",
        "五、工作要求",
        "（一）加强组织领导",
        "（二）强化责任落实",
        "（三）加强队伍建设",
        "（四）注重宣传引导",
    ],
)


def test_the_section_trees_of_the_seeds(seeds: tuple[Path, ...]) -> None:
    for path, tree in zip(seeds, SEED_TREES, strict=True):
        assert headings(path) == tree, path.name


def test_the_titles_of_the_seeds(seeds: tuple[Path, ...]) -> None:
    titles = []
    for path in seeds:
        cleaned = clean(read_document(path).paragraphs)
        titles.append(parse_structure(cleaned.paragraphs, cleaned.title_hint).title)
    assert titles == [
        "",
        "园区管委会20xx年创建模范机关工作总结",
        "党工委关于落实2022年度全面从严治党主体责任的报告",
        "关于某县工业园区党建工作情况报告",
        "市工业园区党工委2025年党建工作要点",
    ]


@pytest.mark.parametrize(
    ("name", "first_level"),
    [
        (
            "province_2025/2025年云南省政府工作报告.docx",
            ["一、2024年工作回顾", "二、2025年总体要求", "三、2025年重点任务", "名词解释"],
        ),
        (
            "province_2025/2025年四川省政府工作报告.docx",
            ["2024年工作回顾", "2025年工作安排建议", "加强政府自身建设", "名词解释"],
        ),
        ("province_2026/2026_海南省.txt", None),
        ("city_2024/岳阳.docx", ["2023年工作回顾", "2024年工作安排", "全面加强政府自身建设"]),
        ("city_2024/阿坝.docx", ["2023年工作回顾", "2024年工作安排"]),
        ("city_2024/杭州.docx", ["一、2023年工作回顾", "二、2024年政府工作安排"]),
        ("city_2024/日照.docx", ["一、2023年工作回顾"]),
        ("city_2024/绵阳.docx", []),
        ("national/1996.gb18030.txt", None),
    ],
)
def test_the_first_level_of_real_reports(name: str, first_level: list[str] | None) -> None:
    path = SHARED / "corpus" / name
    if not path.exists():
        pytest.skip("the corpus of real reports is not at hand")
    cleaned = clean(read_document(path).paragraphs)
    found = [section.heading for section in parse_structure(cleaned.paragraphs).sections if section.level == 1]
    if name.startswith("national/1996"):
        assert len(found) == 9  # the page repeats the whole report
        assert found[0] == "一、“八五”时期国民经济和社会发展的回顾"
    elif first_level is None:
        assert found[0] == "一、2025年和“十四五”时期工作回顾"
    else:
        assert found == first_level


TITLES_ALONE = ("结构持续优化。", LONG * 2, "集群快速壮大。", LONG * 2, "改革全面推进。", LONG * 2)


def test_titles_without_a_number_on_lines_of_their_own_are_headings() -> None:
    parsed = parse_structure(("云岚工业园区工作总结", "一、工作情况", *TITLES_ALONE, "二、存在问题", LONG))
    assert outline(parsed) == [
        (1, "一、工作情况", Role.PROGRESS),
        (2, "结构持续优化", Role.PROGRESS),
        (2, "集群快速壮大", Role.PROGRESS),
        (2, "改革全面推进", Role.PROGRESS),
        (1, "二、存在问题", Role.PROBLEMS),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        TITLES_ALONE[:4],  # two may be chance
        tuple(line for title in TITLES_ALONE[::2] for line in (title, "园区稳中有进。")),  # every sentence on its line
        tuple(line for at in "一二三" for line in (f"{at}是优化结构。", LONG * 2)),  # points
        tuple(line for at in range(3) for line in (f"收文{at}份。", LONG * 2)),  # figures
    ],
)
def test_short_lines_that_are_no_titles_stay_in_the_text(lines: tuple[str, ...]) -> None:
    parsed = parse_structure(("云岚工业园区工作总结", "一、工作情况", *lines))
    assert outline(parsed) == [(1, "一、工作情况", Role.PROGRESS)]
