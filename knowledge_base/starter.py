"""The starter library: past reports of a fictional park, so that the desk is never empty."""

from pathlib import Path

STARTER_DIR = Path(__file__).parent / "starter"


def starter_files() -> tuple[Path, ...]:
    """Return the starter reports' files, in the order of their names."""
    return tuple(sorted(path for path in STARTER_DIR.glob("*") if path.suffix in (".docx", ".md")))
