"""A server of another maker, started as a process of its own on a free port of this machine and stopped again."""

import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.conftest import PRIVATE

START_WITHIN = 60.0

#: Whatever a server would ask of the outside goes to a port at which nobody listens.
NOWHERE = "http://127.0.0.1:9"
ALONE = {
    "HTTP_PROXY": NOWHERE,
    "HTTPS_PROXY": NOWHERE,
    "NO_PROXY": "127.0.0.1",
    "HF_HUB_OFFLINE": "1",
    "DO_NOT_TRACK": "1",
}


@dataclass(frozen=True)
class Server:
    """A running server. ``url`` is what OPENAI_BASE_URL is set to."""

    url: str
    key: str


@contextmanager
def running(command: list[str], folder: Path, settings: Mapping[str, str], name: str) -> Iterator[Path]:
    """Run a command in a folder of its own, and end it; give the file that it prints to."""
    log = folder / f"{name}.log"
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith(PRIVATE) and "proxy" not in key.lower()
    }
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=kept | {"HOME": str(folder)} | ALONE | settings,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            yield log
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdin is not None:
                process.stdin.close()


def await_answer(address: str, log: Path) -> None:
    """Return when a server answers at an address. Raises TimeoutError with the end of what it printed."""
    _await(lambda: _answers(address), log)


def await_file(path: Path, log: Path) -> None:
    """Return when a server has written a file. Raises TimeoutError with the end of what it printed."""
    _await(path.exists, log)


def _await(ready: Callable[[], bool], log: Path) -> None:
    until = time.monotonic() + START_WITHIN
    while not ready():
        if time.monotonic() > until:
            raise TimeoutError(
                f"the server does not start:\n{log.read_text(encoding='utf-8', errors='replace')[-2000:]}"
            )
        time.sleep(0.1)


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=2, trust_env=False).is_success
    except httpx.HTTPError:
        return False


def free_port() -> int:
    """Return a port that nobody listened at a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
