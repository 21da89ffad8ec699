"""Names that a text can only have from another unit's report: found in sentences labelled by hand, and none in what all write."""

import time
from pathlib import Path

import pytest

from drafting.checking.borrowed_text import Borrowable, PastText
from drafting.checking.foreign_name import foreign_names
from drafting.unit_name import same_house
from knowledge_base.proper_names import BRAND, PERSON, PLACE, UNIT, proper_names
from knowledge_base.reading import read_document
from tests.drafting.foreign_name_cases import WITH_NAMES, WITHOUT_NAMES

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
OWN = "云岚工业园区党政办公室 园区党工委 云岚工业园区2026年上半年工作总结"
PAST = "\n".join([*(sentence for sentence, _ in WITH_NAMES), *WITHOUT_NAMES])


def past(text: str = PAST, unit: str = "临江高新区党工委办公室", *, same: bool = False) -> PastText:
    return PastText(unit, "临江高新区2025年工作总结", text, same)


def found(sentence: str, *others: PastText, own: str = OWN) -> list[str]:
    return [finding.text for finding in foreign_names(sentence, Borrowable(others or (past(),), own))]


class TestTheLabelledSentences:
    """A name counts as found where a finding covers it (青石镇党性教育基地) or its own part (水湾街道)."""

    def test_are_found_in_nearly_all_of_those_that_hold_a_name(self) -> None:
        names = [(sentence, name) for sentence, expected in WITH_NAMES for name in expected]
        missed = [
            (sentence, name)
            for sentence, name in names
            if not any(name in got or got in name for got in found(sentence))
        ]

        assert len(WITH_NAMES) >= 100
        assert missed == [
            ("纪工委书记田野同志作警示教育报告。", "田野"),  # a field before it is a name
            ("辖区内的建设路已完成改造。", "建设路"),  # 建设 is what every report is about
        ]

    @pytest.mark.parametrize(("sentence", "expected"), WITH_NAMES)
    def test_name_nothing_else(self, sentence: str, expected: tuple[str, ...]) -> None:
        assert [got for got in found(sentence) if not any(name in got or got in name for name in expected)] == []

    @pytest.mark.parametrize("sentence", WITHOUT_NAMES)
    def test_that_every_office_writes_hold_none(self, sentence: str) -> None:
        assert found(sentence) == []


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("市委书记王建国到园区调研。", "王建国", PERSON),
        ("组织党员到青石镇参观。", "青石镇", PLACE),
        ("走访远航机械有限公司。", "远航机械有限公司", UNIT),
        ("开设“小雨滴”课堂。", "小雨滴", BRAND),
    ],
)
def test_a_name_is_told_with_what_it_names_and_where_it_comes_from(text: str, name: str, kind: str) -> None:
    (finding,) = foreign_names(text, Borrowable((past(text),), OWN))

    assert (finding.text, finding.rule) == (name, "foreign_name")
    assert f"“{name}”（{kind}）只见于临江高新区党工委办公室的《临江高新区2025年工作总结》" in finding.message


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("组织党员到青石镇参观。", "主题：到青石镇开展党日"),
        ("组织党员到青石镇党性教育基地参观。", "我园区位于青石镇"),
        ("市委书记王建国到园区调研。", "3月，王建国书记来园调研"),
        ("打造“红云先锋”党建品牌。", "“红云先锋”党建品牌荣获一等奖"),
        ("走访华兴公司。", "华兴公司满意度100%"),
    ],
)
def test_what_the_writer_or_the_own_reports_name_is_nobody_elses(text: str, own: str) -> None:
    assert found(text, past(text)) != []
    assert found(text, past(text), own=OWN + own) == []


def test_a_name_that_only_the_draft_holds_is_the_writers() -> None:
    assert found("组织党员到青石镇参观，县长赵志远出席。", past("组织党员到党性教育基地参观。")) == []


def test_a_name_is_known_by_its_title_in_the_past_report_though_the_draft_leaves_that_out() -> None:
    assert found("王建国带着干部走访企业。", past("市委书记王建国到园区调研。")) == ["王建国"]
    assert found("鲜花掌声，高飞展翅。", past("局长高飞主持会议。")) == []


def test_a_brand_is_looked_for_in_its_marks_alone() -> None:
    others = past("打造“向阳花”党建品牌。")

    assert found("叫响“向阳花”。", others) == ["向阳花"]
    assert found("园区种植向阳花美化环境。", others) == []


def test_places_and_brands_of_the_same_park_are_shared_and_its_people_are_not() -> None:
    text = "办好“岚山夜话”论坛，到青石镇调研，局长李某某主持。"

    assert same_house("云岚工业园区党政办公室", "云岚工业园区党工委")
    assert not same_house("澜川县财政局", "澜川县教育局")
    assert not same_house("云岚工业园区党政办公室", "临江高新区党工委")
    assert found(text, past(text, same=True)) == ["李某某"]


def test_the_time_taken_grows_with_the_text_and_no_faster() -> None:
    def seconds(times: int) -> float:
        text = (
            "\n".join(f"第{'甲' * (n % 7)}段。{PAST}" for n in range(times)) + "到" * times * 50 + "公司" * times * 50
        )
        begun = time.perf_counter()
        assert proper_names(text)
        return time.perf_counter() - begun

    seconds(1)
    assert seconds(40) < 40 * max(seconds(4), 0.02)


@pytest.mark.parametrize("folder", ["city_2024", "province_2025"])
def test_reports_of_one_government_name_next_to_nothing_of_anothers(folder: str) -> None:
    """What two governments far apart both write is no name of either; of 17 thousand characters one may be."""
    if not (CORPUS / folder).is_dir():
        pytest.skip("the corpus of real reports is not at hand")
    texts = {path.stem: "\n".join(read_document(path).paragraphs) for path in sorted((CORPUS / folder).glob("*.docx"))}
    first, *rest = texts.items()
    others = tuple(PastText(name, "政府工作报告", text) for name, text in rest)

    findings = list(foreign_names(first[1], Borrowable(others, "云岚工业园区党政办公室")))

    assert len(findings) <= 5, [finding.text for finding in findings]
