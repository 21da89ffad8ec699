"""The starter library and the worked examples agree with each other, year by year and figure by figure."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from drafting.errors import DraftingError, RequestError
from drafting.examples import EXAMPLES_DIR, example_genres, write_example
from drafting.genre import load_genres
from drafting.request_file import load_request
from knowledge_base.report import Period
from knowledge_base.structure import ParsedReport, parse_structure

STARTER = Path(__file__).parents[1] / "knowledge_base" / "starter"
GENRES = tuple(load_genres())
YEARS = (2023, 2024, 2025)

#: What was said in which years: a campaign or session is never mentioned before it began.
FIRST_SAID = {
    "主题教育": "2023-03",
    "党纪学习教育": "2024-04",
    "二十届三中全会": "2024-05",  # announced in April, held in July
    "深入贯彻中央八项规定精神学习教育": "2025-03",
    "二十届四中全会": "2025-10",
}


@dataclass(frozen=True, slots=True)
class StarterReport:
    """A report of the starter library, read here without the library's own reading."""

    path: Path
    genre: str
    year: int
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)

    @property
    def parsed(self) -> ParsedReport:
        return parse_structure(self.paragraphs)


def _paragraphs(path: Path) -> tuple[str, ...]:
    if path.suffix == ".docx":
        lines = [paragraph.text for paragraph in Document(str(path)).paragraphs]
    else:
        lines = [line.removeprefix("# ") for line in path.read_text(encoding="utf-8").splitlines()]
    return tuple(line for line in lines if line.strip())


def _reports() -> Iterator[StarterReport]:
    for path in sorted(STARTER.iterdir()):
        named = re.fullmatch(r"([a-z_]+)_(\d{4})(?:h1)?\.(?:docx|md)", path.name)
        assert named, f"{path.name} is not named as a report of the starter library"
        yield StarterReport(path, named[1], int(named[2]), _paragraphs(path))


REPORTS = {(report.genre, report.year): report for report in _reports()}
each_report = pytest.mark.parametrize("report", REPORTS.values(), ids=lambda report: report.path.name)
each_genre = pytest.mark.parametrize("genre_id", GENRES)


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f")


def _rows(genre_id: str) -> list[dict[str, str]]:
    sheet = openpyxl.load_workbook(EXAMPLES_DIR / genre_id / "figures.xlsx").active
    assert sheet is not None
    header, *rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    return [dict(zip(header, row, strict=True)) for row in rows]


@each_genre
def test_each_genre_has_three_years_in_both_formats(genre_id: str) -> None:
    paths = [REPORTS[genre_id, year].path for year in YEARS]

    assert {path.suffix for path in paths} == {".docx", ".md"}


@each_report
def test_a_report_is_as_long_as_a_real_one(report: StarterReport) -> None:
    assert 1500 <= sum(map(len, report.paragraphs)) <= 4000


@each_report
def test_a_report_is_complete(report: StarterReport) -> None:
    genre = load_genres()[report.genre]
    parsed = report.parsed
    period = Period(report.year, 1 if genre.half_yearly else None)

    assert parsed.title == genre.title.format(unit=parsed.signature, period=period.label)
    assert parsed.recipient.endswith("：")
    assert parsed.date.startswith(f"{report.year}年")


@each_genre
def test_the_newest_report_has_the_genre_s_sections(genre_id: str) -> None:
    lines = {line.split("、", 1)[-1].split("）", 1)[-1] for line in REPORTS[genre_id, 2025].paragraphs}

    assert [s.heading for s in load_genres()[genre_id].sections if s.heading not in lines] == []


@each_genre
def test_the_unit_and_the_recipient_stay_the_same_over_the_years(genre_id: str) -> None:
    parsed = [REPORTS[genre_id, year].parsed for year in YEARS]

    assert len({(each.signature, each.recipient) for each in parsed}) == 1


@each_report
def test_no_figure_is_masked_and_no_place_is_left_open(report: StarterReport) -> None:
    assert re.findall(r"\*|[xX×]{1,3}|〇|_{2,}|【|20XX", report.text) == []


@each_report
def test_a_session_or_campaign_is_not_mentioned_before_its_time(report: StarterReport) -> None:
    written = re.fullmatch(r"(\d+)年(\d+)月(\d+)日", report.parsed.date)
    assert written
    month = f"{written[1]}-{int(written[2]):02}"

    assert [name for name, since in FIRST_SAID.items() if name in report.text and month < since] == []


@pytest.mark.parametrize(
    "report", [r for (g, _), r in REPORTS.items() if g != "work_priorities"], ids=lambda r: r.path.name
)
def test_a_report_is_as_dense_with_figures_as_a_real_one(report: StarterReport) -> None:
    figures = re.findall(r"\d[\d.]*(?:余)?(?:%|[^\d\s，。；、年月])", report.text)

    assert len(figures) >= 30


_CHANGE = re.compile(
    r"(?P<before>[^，。；、\d]*?)(?P<value>\d[\d.]*)(?P<unit>[^\d，。；、]{1,3})，"
    r"(?:同比(?P<direction>增长|下降)(?P<percent>[\d.]+)%|比上年(?:同期)?(?:增加|多)(?P<more>\d+))"
)


@dataclass(frozen=True, slots=True)
class Change:
    """A comparison with the year before, as a report states it."""

    name: str
    value: Decimal
    unit: str
    direction: str
    percent: str
    more: str

    def last_value(self, text: str) -> Decimal:
        """Return what ``text``, last year's report, states of the same indicator: the name's end and the unit agree."""
        for length in range(min(len(self.name), 8), 1, -1):
            found = re.findall(rf"{re.escape(self.name[-length:])}(\d[\d.]*){re.escape(self.unit)}", text)
            if found:
                return Decimal(found[0])
        raise AssertionError(f"{self.name}{self.unit} is not in last year's report")


def _changes(text: str) -> list[Change]:
    return [
        Change(
            found["before"],
            Decimal(found["value"]),
            found["unit"],
            found["direction"] or "",
            found["percent"] or "",
            found["more"] or "",
        )
        for found in _CHANGE.finditer(text)
    ]


@each_report
def test_every_comparison_with_last_year_can_be_read(report: StarterReport) -> None:
    assert len(_changes(report.text)) == len(re.findall(r"同比|比上年", report.text))


@pytest.mark.parametrize("report", [r for (_, y), r in REPORTS.items() if y > YEARS[0]], ids=lambda r: r.path.name)
def test_every_comparison_agrees_with_last_year_s_report(report: StarterReport) -> None:
    before = REPORTS[report.genre, report.year - 1].text
    for change in _changes(report.text):
        last = change.last_value(before)
        difference = change.value - last
        if change.more:
            assert difference == Decimal(change.more), change
        else:
            percent = (abs(difference) / last * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
            assert _plain(percent) == change.percent, change
            assert (difference > 0) == (change.direction == "增长"), change


@pytest.mark.parametrize("year", YEARS)
def test_parts_add_up_to_their_total(year: int) -> None:
    text = REPORTS["party_building_status", year].text
    organisations = re.search(r"基层党组织(\d+)个，其中党总支(\d+)个、党支部(\d+)个", text)
    members = re.search(r"党员(\d+)名，其中机关党员(\d+)名、企业党员(\d+)名", text)
    founded = re.search(r"新建企业党支部(\d+)个，其中单独组建(\d+)个、联合组建(\d+)个", text)
    for found in (organisations, members, founded):
        assert found
        total, *parts = map(int, found.groups())
        assert total == sum(parts)


@pytest.mark.parametrize(
    "indicator",
    [
        r"(?<!新增)规上工业企业(\d+)家",
        r"发展党员(\d+)名",
        r"理论学习中心组学习(\d+)次",
        r"廉政谈话(\d+)人次",
        r"警示教育(\d+)次",
        r"规上工业企业党组织覆盖率达到([\d.]+)%",
        r"选派党建指导员(\d+)名",
        r"参训党务工作者(\d+)人次",
    ],
)
@pytest.mark.parametrize("year", YEARS)
def test_the_reports_of_one_year_state_an_indicator_alike(indicator: str, year: int) -> None:
    annual = [r for (genre, y), r in REPORTS.items() if y == year and genre not in ("work_summary", "work_priorities")]
    stated = [value for report in annual for value in re.findall(indicator, report.text)]

    assert len(stated) >= 2
    assert len(set(stated)) == 1


def test_every_genre_has_a_worked_example() -> None:
    assert set(example_genres()) == set(GENRES)


@each_genre
def test_an_example_s_last_values_are_those_of_the_newest_report(genre_id: str) -> None:
    report = REPORTS[genre_id, 2025].text
    missing = [
        row["指标"]
        for row in _rows(genre_id)
        if row["上年数值"] and not re.search(rf"(?<![\d.]){re.escape(row['上年数值'] + row['单位'])}", report)
    ]

    assert missing == []


@each_genre
def test_every_figure_of_the_newest_report_is_in_the_example(genre_id: str) -> None:
    body = "".join(REPORTS[genre_id, 2025].paragraphs[2:-2])
    stated = Counter(
        re.findall(
            r"(?<![\d.])\d[\d.]*余?(?:万人次|人次|家次|批次|亿元|万元|万人|[%次名个项件期份条篇处家场支起人])", body
        )
    )
    derived = Counter(re.findall(r"(?:增长|下降|增加|多)(\d[\d.]*[%次名个项件期份条篇处家场支起人])", body))
    supplied = Counter(row["上年数值"] + row["单位"] for row in _rows(genre_id))
    if genre_id == "work_priorities":
        derived = Counter()  # goals of growth are figures of their own

    assert [value for value in stated - derived if value not in supplied] == []


@each_genre
def test_an_example_s_indicators_are_the_genre_s_and_stand_under_its_headings(genre_id: str) -> None:
    genre = load_genres()[genre_id]
    rows = _rows(genre_id)

    assert set(genre.indicators) <= {row["指标"] for row in rows}
    assert {row["归属"] for row in rows} <= {section.heading for section in genre.sections}


@each_genre
def test_an_example_is_a_request_for_2026_that_reads_without_problems(genre_id: str) -> None:
    request = load_request(EXAMPLES_DIR / genre_id / "request.yaml")

    assert request.genre == genre_id
    assert request.period.year == 2026
    assert request.figures.problems == ()
    assert len(request.figures.figures) == len(_rows(genre_id))
    assert len(request.themes) >= 3
    assert request.unit == REPORTS[genre_id, 2025].parsed.signature


@pytest.mark.parametrize("report", [r for r in REPORTS.values() if r.path.suffix == ".docx"], ids=lambda r: r.path.name)
def test_a_word_file_says_who_wrote_it_and_nothing_else(report: StarterReport) -> None:
    core = Document(str(report.path)).core_properties

    assert core.author == core.last_modified_by == report.parsed.signature
    assert core.title == report.parsed.title
    assert core.comments == core.keywords == ""


def test_the_example_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    written = write_example("工作总结", tmp_path / "新建")

    assert [path.name for path in written] == ["request.yaml", "figures.xlsx"]
    assert load_request(written[0]).genre == "work_summary"


def test_an_untouched_example_may_be_written_over(tmp_path: Path) -> None:
    write_example("work_summary", tmp_path)
    written = write_example("model_organ", tmp_path)

    assert load_request(written[0]).genre == "model_organ"


def test_an_example_that_the_writer_changed_is_kept(tmp_path: Path) -> None:
    request, _ = write_example("work_summary", tmp_path)
    request.write_text("文种: 工作总结\n", encoding="utf-8")

    with pytest.raises(RequestError, match=r"改动过.*请换一个文件夹"):
        write_example("work_summary", tmp_path)
    assert request.read_text(encoding="utf-8") == "文种: 工作总结\n"


def test_an_unknown_genre_is_told_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"没有“通知”这个文种的示例.*工作总结"):
        write_example("通知", tmp_path)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    in_the_way = tmp_path / "已有文件"
    in_the_way.write_text("", encoding="utf-8")

    with pytest.raises(DraftingError, match=r"示例无法写入.*请换一个文件夹"):
        write_example("work_summary", in_the_way)
