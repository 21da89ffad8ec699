"""Every genre in every profile: the worked examples, drafted offline, hold the 25 points and come back as they went."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from drafting.checking.check import check
from drafting.checking.finding import Verdict
from drafting.docx_return import read_back
from drafting.draft import Draft
from drafting.errors import ExportError
from drafting.examples import EXAMPLES_DIR, REQUEST_FILE
from drafting.layout import office
from drafting.layout.docx_reader import read_docx
from drafting.layout.draft_export import draft_docx
from drafting.layout.figure_part import read_supplied
from drafting.layout.layout_check import check_layout
from drafting.layout.preview import preview
from drafting.layout.profile import load_profile
from drafting.manuscript import to_text
from drafting.request_file import load_request
from drafting.settings import Settings
from drafting.workspace import Workspace
from tests.rendering import STAND_INS, fonts_of, read_pages, render_pdf, require_rendering

GENRES = ("work_summary", "model_organ", "party_governance", "party_building_status", "work_priorities")
PROFILES = ("report", "windows", "redhead")


@pytest.fixture(scope="module")
def drafts(starter_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Draft]]:
    home = tmp_path_factory.mktemp("genres") / "home"
    shutil.copytree(starter_home, home)
    workspace = Workspace.open(Settings(ZHIBI_HOME=home))
    made = {}
    for genre in GENRES:
        draft = workspace.drafter.create(load_request(EXAMPLES_DIR / genre / REQUEST_FILE, workspace.genres))
        made[genre] = asyncio.run(workspace.drafter.draft(draft.id))
    yield made
    workspace.close()


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("genre", GENRES)
def test_every_genre_holds_every_point_in_every_profile(drafts: dict[str, Draft], genre: str, profile: str) -> None:
    data = draft_docx(drafts[genre], load_profile(profile))
    assert [(point.number, point.detail) for point in check_layout(data) if not point.passed] == []


@pytest.mark.parametrize("genre", GENRES)
def test_every_genre_comes_back_unchanged_with_its_figures(drafts: dict[str, Draft], genre: str) -> None:
    draft = drafts[genre]
    data = draft_docx(draft, load_profile("redhead"))
    back = read_back(draft, data)
    assert (back.changed, back.unmatched, back.head) == ((), (), ())
    assert back.draft == draft
    figures = draft.request.figures.figures
    carried = read_supplied(data)
    assert [one.id for one in (carried.figures if carried else ())] == [one.id for one in figures]


@pytest.mark.parametrize("genre", GENRES)
def test_every_genre_checks_clean_against_what_its_own_file_carries(drafts: dict[str, Draft], genre: str) -> None:
    data = draft_docx(drafts[genre])
    carried = read_supplied(data)
    assert carried is not None
    report = check(to_text(read_docx(data)), carried)
    assert [(one.text, one.message) for one in report.findings if one.severity is Verdict.FAIL] == []


@pytest.mark.parametrize("profile", PROFILES)
def test_rendered_pages_keep_the_grid_and_the_fonts(drafts: dict[str, Draft], profile: str, tmp_path: Path) -> None:
    require_rendering()
    pdf = render_pdf(draft_docx(drafts["work_summary"], load_profile(profile)), tmp_path)
    pages = read_pages(pdf)
    assert {len(page.lines) - 1 for page in pages[1:-1]} <= {20, 21, 22}, "up to two headings move over with their text"
    assert max(len(page.lines) - 1 for page in pages) == 22
    lengths = [len(line.text) for page in pages[1:-1] for line in page.lines[:-1]]
    assert sum(27 <= length <= 29 for length in lengths) > len(lengths) / 2
    assert fonts_of(pdf) <= {f"{stand_in.split()[0]}-Regular" for stand_in in STAND_INS.values()}


def test_the_preview_shows_the_pages_of_the_exported_file(drafts: dict[str, Draft]) -> None:
    require_rendering()
    pictures = preview(draft_docx(drafts["work_priorities"]), most_pages=2)
    assert len(pictures) == 2
    assert all(picture.startswith(b"\x89PNG") and len(picture) > 3_000 for picture in pictures)


def test_without_libreoffice_a_preview_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_office", lambda: "")
    with pytest.raises(ExportError, match=r"没有安装 LibreOffice.*\.docx"):
        preview(b"")
