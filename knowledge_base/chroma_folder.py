"""A Chroma folder between two openings: whether it was closed as it should be, and whether it is sound.

Opening a damaged store may kill the process, so a store that may be damaged is opened by another process first. It may be
where it was not closed (the last owner was killed), or where its files are not those that were there when it was.
"""

import hashlib
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_PROBE = Path(__file__).with_name("chroma_probe.py")
_MARK = "closed.json"
_PROBE_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Probed:
    """What a store answered. ``sound`` is false where it did not answer, or has lost what it counts."""

    sound: bool
    count: int = 0


def store_of(folder: Path) -> Path:
    """Return the store in use: the one made last, where an earlier one was thrown away."""
    return max(folder.glob("store*"), key=lambda path: path.stat().st_mtime_ns, default=folder / "store")


def probe(collection: str, place: str) -> Probed:
    """Open the store at a path or an address in a process of its own."""
    try:
        done = subprocess.run(  # noqa: S603 - a fixed script of this package
            [sys.executable, "-I", str(_PROBE), collection, place],
            capture_output=True,
            timeout=_PROBE_SECONDS,
            check=False,
        )
        answer = json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else {}
    except (subprocess.TimeoutExpired, ValueError, IndexError):
        answer = {}
    return Probed(answer.get("found") is True, int(answer.get("count", 0)))


def take(folder: Path, collection: str) -> None:
    """Make the folder safe to open, by its owner: a store that may be damaged is tried, and thrown away where it is."""
    store = store_of(folder)
    if store.exists() and not _was_closed(folder) and not probe(collection, str(store)).sound:
        shutil.rmtree(store, ignore_errors=True)
    distrust(folder)


def release(folder: Path) -> None:
    """Note that the folder was closed, with what it holds."""
    (folder / _MARK).write_text(json.dumps({"files": _fingerprint(folder)}), encoding="utf-8")


def distrust(folder: Path) -> None:
    """Have the next owner try the store before opening it."""
    (folder / _MARK).unlink(missing_ok=True)


def _was_closed(folder: Path) -> bool:
    try:
        noted = json.loads((folder / _MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(noted, dict) and noted.get("files") == _fingerprint(folder)


def _fingerprint(folder: Path) -> str:
    files = sorted(path for path in store_of(folder).rglob("*") if path.is_file())
    facts = [(str(path.relative_to(folder)), path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()
