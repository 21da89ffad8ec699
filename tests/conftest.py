"""What tests share: a data folder with the starter library in it, and the real reports where they are at hand."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"

#: Variables of the developer's own machine that would change what a test sees.
PRIVATE = ("OPENAI_API_KEY", "OPENAI_BASE_URL", "ZHIBI_")

#: Folders of the tests that take longest, by browser, process or whole report. They are given out first: what is long
#: and begins last keeps one worker busy while the others have nothing left.
LONG = ("ui", "evals")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.parent.name not in LONG)


@pytest.fixture(autouse=True)
def _no_private_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(PRIVATE) and not name.startswith("ZHIBI_REQUIRE_"):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def seeds() -> tuple[Path, ...]:
    """The five real past reports, damaged as found; tests that need them are skipped without them."""
    found = tuple(sorted((SHARED / "seeds").glob("*.txt")))
    if len(found) != 5:
        pytest.skip("the five real past reports are not at hand")
    return found


Zhibi = Callable[..., "subprocess.CompletedProcess[str]"]


def run_zhibi(
    home: Path, *arguments: str | Path, stdin: str | None = None, **settings: str
) -> "subprocess.CompletedProcess[str]":
    """Run the command line as a user does: a new process, nothing set but ``home`` and ``settings``."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(PRIVATE)}
    environment |= {"ZHIBI_HOME": str(home), "PYTHONWARNINGS": "default"} | settings
    return subprocess.run(
        [sys.executable, "-m", "ui.cli", *map(str, arguments)],
        cwd=ROOT,
        env=environment,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


@pytest.fixture(scope="session")
def starter_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose library holds the starter reports: made once, never changed; copy it to change it."""
    home = tmp_path_factory.mktemp("starter-home")
    done = run_zhibi(home, "library", "list", "--json")
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture
def home(starter_home: Path, tmp_path: Path) -> Iterator[Path]:
    """A data folder of the test's own, with the starter library."""
    copy = tmp_path / "home"
    shutil.copytree(starter_home, copy)
    yield copy
    shutil.rmtree(copy)


@pytest.fixture
def zhibi(home: Path) -> Zhibi:
    """The command line over a data folder of the test's own."""

    def call(*arguments: str | Path, stdin: str | None = None, **settings: str) -> "subprocess.CompletedProcess[str]":
        return run_zhibi(home, *arguments, stdin=stdin, **settings)

    return call
