"""The house itself: what is installed is what is in the tree, and the lock file names no place to fetch from."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.conftest import ROOT

PACKAGES = ("knowledge_base", "prompts", "drafting", "ui", "evals")
DATA = {".md", ".txt", ".yaml", ".toml", ".xlsx", ".docx", ".css", ".js", ".html", ".jsonl"}


def test_the_wheel_holds_every_module_and_data_file(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", tmp_path, ROOT],
        check=True,
        capture_output=True,
        timeout=120,
    )
    (wheel,) = tmp_path.glob("*.whl")
    packed = set(zipfile.ZipFile(wheel).namelist())

    expected = {
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix in DATA | {".py"}
    }

    assert len(expected) > 60
    assert expected - packed == set()


def test_the_lock_file_pins_every_package_by_hash_and_names_no_index() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    packages = re.findall(r"^([A-Za-z0-9._-]+)==", lock, flags=re.MULTILINE)

    assert len(packages) > 100
    assert len(re.findall(r"^[A-Za-z].*?==(?:.*\\\n\s+--hash=)", lock, flags=re.MULTILINE)) == len(packages)
    assert "://" not in lock
    assert not re.search(r"^-", lock, flags=re.MULTILINE)


def test_the_lock_file_covers_every_dependency_of_the_project() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    names = {re.split(r"[<>=\[ ]", name)[0].lower() for name in wanted}
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = {name.lower() for name in re.findall(r"^([A-Za-z0-9._-]+)==", lock, flags=re.MULTILINE)}

    assert names - locked == set()


def test_no_dependency_of_the_product_is_under_the_gpl() -> None:
    from importlib.metadata import distributions

    def licence(metadata: object) -> str:
        fields = metadata.get_all("Classifier") or []  # type: ignore[attr-defined]  # an email.message.Message in fact
        told = [str(metadata.get("License-Expression") or metadata.get("License") or "")[:80]]  # type: ignore[attr-defined]  # the same
        return " ".join([*told, *(field for field in fields if field.startswith("License"))])

    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = {name.lower().replace("_", "-") for name in re.findall(r"^([A-Za-z0-9._-]+)==", lock, flags=re.MULTILINE)}
    strict = {
        distribution.metadata["Name"]
        for distribution in distributions()
        if distribution.metadata["Name"].lower().replace("_", "-") in locked
        and re.search(r"(?<![L])GPL|Affero", licence(distribution.metadata))
    }

    assert strict == set()
