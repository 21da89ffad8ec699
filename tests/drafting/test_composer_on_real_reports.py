"""The composer on real, damaged past reports: nothing of their figures comes through, and the build stays whole."""

import re
from datetime import date
from pathlib import Path

import pytest

from drafting.composer import compose, written_sentences
from drafting.figure_sheet import figures_from_rows
from drafting.genre import load_genres
from drafting.outline import propose_outline
from drafting.request import Request, Theme
from drafting.section_context import SectionContext
from drafting.tokens import render_tokens
from knowledge_base.library import Library
from knowledge_base.quantities.mention import QUANTITY_KINDS
from knowledge_base.report import Hit, Period, Report

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
GENRES = load_genres()
ROWS = (
    {"指标": "党员大会", "数值": "8317", "单位": "次"},
    {"指标": "收文", "数值": "9241", "单位": "份"},
    {"指标": "固定资产投资", "数值": "7.13", "单位": "亿元", "上年数值": "6.91"},
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    cues = {genre.id: genre.cues for genre in GENRES.values()}
    return Library(tmp_path_factory.mktemp("library"), genre_cues=cues)


def composed(report: Report, request: Request) -> str:
    genre = GENRES[request.genre]
    outline = propose_outline(request, genre, [report])
    hits = tuple(Hit(passage, 1.0, report.title) for passage in report.passages)
    figures = {figure.id: figure for figure in request.figures.figures}
    texts: list[str] = []
    for section in outline.sections:
        own = tuple(figures[figure_id] for figure_id in section.figure_ids)
        context = SectionContext(
            request=request,
            genre=genre,
            section=section,
            figures=own,
            themes=tuple(theme for theme in request.themes if theme.name in section.theme_names),
            passages=hits,
            figures_elsewhere=tuple(figure for figure in figures.values() if figure not in own),
            written=written_sentences("\n".join(texts)),
        )
        if section.drafted:
            texts.append(render_tokens(compose(context).text, request.figures.figures).text)
    return "\n".join(texts)


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the real past reports are not beside this repository")
@pytest.mark.parametrize("path", sorted(SEEDS.glob("0*.txt")), ids=lambda path: path.name[:3])
def test_a_real_report_gives_its_phrasing_and_none_of_its_figures(path: Path, library: Library) -> None:
    report = library.add(path).report
    assert report is not None
    year = report.period.year if report.period else 2025
    request = Request(
        report.genre if report.genre in GENRES else "work_summary",
        report.unit or "某园区党政办公室",
        Period(year + 1, report.period.half if report.period else None),
        date(year + 1, 12, 20),
        themes=(Theme("营商环境提升年", "推行“一件事一次办”\n建立企业服务专员制度"),),
        figures=figures_from_rows(ROWS),
    )
    text = composed(report, request)
    past = {slot.text for passage in report.passages for slot in passage.slots if slot.kind in QUANTITY_KINDS}
    leaked = [figure for figure in past if re.search(r"\d\D*\d|\d\d", figure) and figure in text]
    assert leaked == []
    for value in ("8317次", "9241份", "7.13亿元", "建立企业服务专员制度"):
        assert value in text
    assert not re.search("[-{}]", text)
    assert not re.search("[，、；]{2}|。。|，。", text)
