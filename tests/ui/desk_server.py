"""The desk as a user starts it: ``zhibi serve`` in a process of its own, on a port that is free."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import PRIVATE, ROOT


@contextmanager
def served(home: Path, **settings: str) -> Iterator[str]:
    """Give the address of a desk over ``home``; the process is ended afterwards."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(PRIVATE)}
    environment |= {"ZHIBI_HOME": str(home), "PYTHONUNBUFFERED": "1"} | settings
    process = subprocess.Popen(
        [sys.executable, "-m", "ui.cli", "serve", "--port", "0"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        assert "执笔已就绪：http://" in said, said + process.stdout.read()
        yield said.split("：", 1)[1].split(" ", 1)[0].rstrip("/")
    finally:
        process.terminate()
        process.wait(timeout=20)
        if process.stdout is not None:
            process.stdout.close()
