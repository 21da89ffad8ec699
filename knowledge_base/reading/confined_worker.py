"""Starts the programs that open files: each in a process of its own, without network, with a ceiling on memory and CPU."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from knowledge_base.errors import ReadingError
from knowledge_base.reading.source_text import Limits

_HERE = Path(__file__).parent
_LAUNCHER = _HERE / "confined.py"

_REASONS = {
    "damaged": "已损坏，无法打开；请用 Word 或 WPS 打开并另存为 .docx 后重新上传",
    "doctype": "含有文档类型声明（DOCTYPE），可能夹带外部引用，未予读取；请用 Word 或 WPS 另存后重新上传",
    "depth": "嵌套层次过深，未予读取；请用 Word 或 WPS 另存后重新上传",
    "size": "文字过多，超过上限；请拆分后上传",
    "memory": "展开后占用内存过大，未予读取；请检查文件来源",
    "password": "设有密码，无法读取；请解除密码后重新上传",
    "pages": "页数超过上限；请拆分后上传",
    "scanned": "是扫描件，页面只有图片没有文字；请先用文字识别（OCR）软件转成可编辑的 .docx，核对后再上传",
    "unmapped": "里的字没有编码信息，读出来是乱码；请用 Word 或 WPS 的原文件，或用文字识别（OCR）软件转换后上传",
}


def read_confined(worker: str, data: bytes, name: str, limits: Limits, *arguments: int) -> dict[str, Any]:
    """Give ``data`` to a worker script of this package and return the JSON object that it writes.

    ``name`` is the file's, for messages. Raises ReadingError where the worker refuses the file, fails, or reaches a limit.
    """
    command = [
        *launch(limits.worker_memory_bytes, limits.worker_cpu_seconds, 0),
        str(_HERE / worker),
        *map(str, arguments),
    ]
    status, written = run_confined(command, name, limits.worker_wall_seconds, data=data)
    try:
        found: dict[str, Any] = json.loads(written) if status == 0 else {"error": _failure(status)}
    except ValueError:
        found = {"error": "limit"}  # killed while writing
    if found.get("error") in _REASONS:
        raise ReadingError(f"“{name}”{_REASONS[found['error']]}。")
    if "error" in found:
        raise ReadingError(f"“{name}”读取时超出内存或时间上限，未予读取；请检查文件，或另存为 .txt 后上传。")
    return found


def launch(memory: int, cpu_seconds: int, file_bytes: int) -> list[str]:
    """Return the beginning of a command that runs what follows it without network and within these limits."""
    # -I -S: no environment and no search for site packages, so that the launcher starts in 30 ms
    return [sys.executable, "-I", "-S", str(_LAUNCHER), str(memory), str(cpu_seconds), str(file_bytes)]


def run_confined(
    command: Sequence[str],
    name: str,
    seconds: float,
    *,
    data: bytes = b"",
    environment: Mapping[str, str] | None = None,
) -> tuple[int, bytes]:
    """Run a command of ``launch``; return its exit status, negative for a signal, and what it wrote.

    Raises ReadingError after ``seconds``.
    """
    process = subprocess.Popen(  # noqa: S603 - fixed programs of this package; the file goes to their standard input
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"ZHIBI_PACKAGES": _packages(), **(environment or {})},
        start_new_session=True,
    )
    try:
        written, _ = process.communicate(data, timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise ReadingError(f"“{name}”读取超时，未予读取；请检查文件，或另存为 .txt 后上传。") from error
    finally:
        _end(process)
    return process.returncode, written


def _failure(status: int) -> str:
    # killed, or out of CPU time: a limit. Any other signal or a traceback is a library that stumbled over the file
    return "limit" if status in (-9, -24, 137, 152) else "damaged"


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Kill what is left of a program: LibreOffice's starter leaves the office itself running when it is killed."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):  # what was not yet written to it when it died
                pipe.close()
    process.wait()


@cache
def _packages() -> str:
    """Return where installed packages are: a worker that needs one finds it without importing ``site``."""
    return "\n".join(place for place in sys.path if place.endswith(("site-packages", "dist-packages")))
