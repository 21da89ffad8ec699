"""Figures become named slots, so that nothing of another year leaks; what is no figure stays."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.quantities.mention import Kind
from knowledge_base.report import Period
from knowledge_base.slots import find_slots, template_of

FIRST_HALF = Period(2024, half=1)


def template(text: str, period: Period | None = FIRST_HALF) -> str:
    return template_of(text, find_slots(text, period))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("召开党工委会议11次，警示教育3次。", "召开党工委会议{党工委会议:次}，警示教育{警示教育:次}。"),
        ("累计办理收文2000余份。", "累计办理收文{收文:份}。"),
        ("完成固定资产投资51.2亿元。", "完成固定资产投资{固定资产投资:元}。"),
        ("办结率达97.6%。", "办结率达{办结率:%}。"),
        ("印发云工委〔2024〕7号文件。", "印发{文号}文件。"),
        ("于6月5日印发实施。", "于{日期}印发实施。"),
        ("2024年，园区稳中有进。", "{报告年度}，园区稳中有进。"),
        ("2024年上半年，园区稳中有进。", "{报告期间}，园区稳中有进。"),
        ("2023年，园区稳中有进。", "{上一年度}，园区稳中有进。"),
        ("2025年，园区将继续努力。", "{下一年度}，园区将继续努力。"),
        ("2019年以来持续推进。", "{年份}以来持续推进。"),
    ],
)
def test_a_figure_becomes_a_slot_named_by_its_indicator(text: str, expected: str) -> None:
    assert template(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "严格落实“三会一课”制度，增强“四个意识”。",
        "严格落实“1+37+8”系列文件精神。",
        "学习贯彻党的二十届三中全会精神。",
        "（一）一是加强学习，二是加强培训。",
        "比去年同期有所增加。",
        "推动高质量发展的关键一年。",
        "打造一支作风优良的干部队伍，一级抓一级。",
        "开展安全生产治本攻坚三年行动。",
        "严格落实中央八项规定精神和“一岗双责”。",
    ],
)
def test_what_is_no_figure_stays(text: str) -> None:
    assert template(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("组织中心组学习**次。", r"组织中心组学习\{[^{}]*学习:次\}。"),
        ("园区现有党员xx名。", r"园区现有\{?党员.*名\}。"),
        ("20xx年以来，园区稳中有进。", r"\{报告年度\}.*以来，园区稳中有进。"),
        ("推荐《**好人》候选人。", r"推荐《\{遮掩内容\}好人》候选人。"),
        ("同比增长**％。", r"同比增长\{.*[%％]\}。"),
    ],
)
def test_a_mask_becomes_a_slot_too(text: str, expected: str) -> None:
    assert re.fullmatch(expected, template(text)), template(text)


def test_a_slot_tells_what_stood_there() -> None:
    (slot,) = find_slots("累计办理收文2000余份。", FIRST_HALF)
    assert (slot.text, slot.name, slot.unit, slot.kind, slot.hedge.value) == (
        "2000余份",
        "收文",
        "份",
        Kind.COUNT,
        "余",
    )


@given(st.text(alphabet="召开会议收文0123456789余次份％%*xX年月日〔〕号，。第一二三十百亿元.同比增长", max_size=60))
def test_slots_never_overlap_and_never_fail(text: str) -> None:
    slots = find_slots(text, FIRST_HALF)
    assert all(one.end <= other.start for one, other in pairwise(slots))
    assert all(text[slot.start : slot.end] == slot.text for slot in slots)


def test_no_figure_of_the_seeds_is_left_in_a_template(seeds: tuple[Path, ...]) -> None:
    left = []
    for path in seeds:
        for line in path.read_text(encoding="utf-8").splitlines():
            kept = re.sub(r"\{[^{}]*\}", "", template(line, None))
            left += re.findall(r"\d[\d.]*(?:余|多)?(?:次|份|人次|名|万元|亿元|件|篇|家|期|条|%|％)", kept)
    assert left == []
