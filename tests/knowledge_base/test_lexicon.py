"""The lexicon of set phrases: what it holds, what it takes for a slip, and what it holds for past."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge_base.errors import ReadingError
from knowledge_base.lexicon.set_phrases import Lexicon
from knowledge_base.quantities.mention import Kind
from knowledge_base.quantities.reader import read
from knowledge_base.report import Period


@pytest.mark.parametrize(
    "phrase",
    [
        "三会一课",
        "三重一大",
        "一岗双责",
        "两个覆盖",
        "四强党支部",
        "五型政府",
        "六个一",
        "两学一做",
        "十五五",
        "二十届四中全会",
        "八项规定",
    ],
)
def test_party_vocabulary_is_there(phrase: str) -> None:
    assert Lexicon.default().get(phrase) is not None


def test_there_are_several_hundred_entries_and_none_twice() -> None:
    texts = [entry.text for entry in Lexicon.default()]
    assert len(texts) > 800
    assert len(texts) - len(set(texts)) < 60  # a word may be listed in two groups


@pytest.mark.parametrize(
    ("text", "written", "canonical"),
    [
        ("严格落实三会二课制度", "三会二课", "三会一课"),
        ("深刻领悟四个确立", "四个确立", "两个确立"),
        ("做到三个维护", "三个维护", "两个维护"),
        ("增强“五个意识”“四个自信”", "五个意识", "四个意识"),
        ("落实一岗两责", "一岗两责", "一岗双责"),
        ("统筹推进“六位一体”总体布局", "六位一体”总体布局", "五位一体总体布局"),
        ("运用监督执纪“五种形态”", "五种形态", "四种形态"),
        ("培养入党积极份子", "入党积极份子", "入党积极分子"),
    ],
)
def test_a_near_miss_is_found_with_what_was_meant(text: str, written: str, canonical: str) -> None:
    (miss,) = Lexicon.default().near_misses(text)
    assert (miss.text, miss.canonical) == (written, canonical)
    assert text[miss.start : miss.end] == written


@pytest.mark.parametrize(
    "text",
    [
        "严格落实“三会一课”",
        "开展三次会议一次党课",
        "出台三项规定",
        "召开两个会议",
        "第四个确立的目标",
        "运用前两种形态处理",
    ],
)
def test_right_wording_and_plain_counts_are_no_near_miss(text: str) -> None:
    assert Lexicon.default().near_misses(text) == ()


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("深入开展党纪学习教育", Period(2026, 1)),
        ("扎实推进党史学习教育", Period(2024)),
        ("深入开展“不忘初心、牢记使命”主题教育", Period(2026)),
        ("全面落实“十三五”规划部署", Period(2026)),
    ],
)
def test_an_ended_campaign_is_stale(text: str, period: Period) -> None:
    (stale,) = Lexicon.default().stale(text, period)
    assert text[stale.start : stale.end] == stale.text
    assert period.label in stale.message


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("深入开展党纪学习教育", Period(2024, 2)),
        ("深入开展党纪学习教育", Period(2024)),
        ("巩固拓展党纪学习教育成果", Period(2026, 1)),
        ("学习贯彻党的二十大精神", Period(2026)),
        ("党的十八大以来", Period(2026)),
        ("编制“十五五”规划", Period(2026)),
        ("参加人员七十五人", Period(2026)),
    ],
)
def test_what_is_under_way_or_plain_history_is_not_stale(text: str, period: Period) -> None:
    assert Lexicon.default().stale(text, period) == ()


def test_a_data_file_of_ones_own_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("- kind: 本园区\n  phrases: [五个一流]\n", encoding="utf-8")
    assert Lexicon.load(path).get("五个一流") is not None


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("扎实开展党纪学习教育", Period(2023)),
        ("传达学习二十届四中全会精神", Period(2025, 1)),
        ("落实“十五五”规划各项任务", Period(2024)),
    ],
)
def test_what_had_not_begun_is_told_too(text: str, period: Period) -> None:
    (early,) = Lexicon.default().stale(text, period)
    assert text[early.start : early.end] == early.text
    assert "才有" in early.message
    assert period.label in early.message


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("启动“十五五”规划编制", Period(2025)),
        ("传达学习二十届四中全会精神", Period(2025, 2)),
        ("学习贯彻党的二十大精神", Period(2022)),
    ],
)
def test_what_is_to_come_may_be_spoken_of_as_such(text: str, period: Period) -> None:
    assert Lexicon.default().stale(text, period) == ()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    Lexicon.use_own(tmp_path / "none")


def test_an_office_adds_phrases_of_its_own(own: Path) -> None:
    (own / "本园区.yaml").write_text(
        "- kind: 本园区\n  phrases: [五星八旗]\n- kind: 本园区\n  fixed: true\n  phrases: [{text: 三色四单, until: '2024-12'}]\n",
        encoding="utf-8",
    )
    assert Lexicon.use_own(own) == 2
    assert [mention.kind for mention in read("推行五星八旗管理")] == [Kind.SET_PHRASE]
    assert Lexicon.default().near_misses("推行三色五单")[0].canonical == "三色四单"
    assert Lexicon.default().stale("推行三色四单", Period(2026))
    assert Lexicon.default().get("三会一课") is not None


def test_what_an_office_says_of_a_phrase_comes_first(own: Path) -> None:
    (own / "a.yaml").write_text("- kind: 本园区\n  phrases: [{text: 三会一课, also: [三会二课]}]\n", encoding="utf-8")
    Lexicon.use_own(own)
    assert Lexicon.default().near_misses("落实三会二课") == ()


def test_a_broken_file_leaves_in_use_what_was(own: Path) -> None:
    (own / "a.yaml").write_text("- kind: 本园区\n  phrases: [五星八旗]\n", encoding="utf-8")
    Lexicon.use_own(own)
    (own / "b.yaml").write_text("[", encoding="utf-8")
    with pytest.raises(ReadingError):
        Lexicon.use_own(own)
    assert Lexicon.default().get("五星八旗") is not None


@pytest.mark.parametrize(
    "content",
    [
        "- kind: x\n",
        "phrases",
        "- {kind: x, phrases: [{text: 甲, wrongs: [乙]}]}\n",
        "- {kind: x, phrases: [{text: 甲, until: 2024}]}\n",
        "a: [",
    ],
)
def test_a_broken_data_file_is_refused_in_one_sentence(tmp_path: Path, content: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ReadingError, match="提法词库"):
        Lexicon.load(path)
