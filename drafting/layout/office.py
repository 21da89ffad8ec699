"""LibreOffice as a converter: one file in, one file out, in a process with limits and a profile of its own."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from drafting.errors import ExportError

_SECONDS = 120
_FOLDERS = ("/usr/bin", "/usr/local/bin", "/opt/libreoffice/program", "/Applications/LibreOffice.app/Contents/MacOS")
_WINDOWS = r"C:\Program Files\LibreOffice\program"
# What LibreOffice is told of the machine: nothing that is not needed, and no proxy to go out by.
_KEPT = ("PATH", "LANG", "LC_ALL", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "SYSTEMROOT", "TMPDIR", "TEMP")


def find_office() -> str:
    """Return LibreOffice's program, an empty string where it is not installed."""
    found = shutil.which("soffice") or shutil.which("soffice", path=os.pathsep.join((*_FOLDERS, _WINDOWS)))
    return found or ""


def to_pdf(data: bytes) -> bytes:
    """Return a .docx as a PDF. Raises ExportError where LibreOffice is missing, too slow or gives nothing.

    Only for files that Zhibi has written: they hold no external targets that LibreOffice could follow.
    """
    program = find_office()
    if not program:
        raise ExportError("本机没有安装 LibreOffice，无法转成 PDF；请导出 .docx，再用 Word 或 WPS 另存为 PDF。")
    with tempfile.TemporaryDirectory(prefix="zhibi-") as folder:
        source = Path(folder) / "report.docx"
        source.write_bytes(data)
        _convert(program, source, Path(folder))
        target = source.with_suffix(".pdf")
        if not target.is_file():
            raise ExportError("LibreOffice 没有转出 PDF；请重试，或导出 .docx 后用 Word 或 WPS 另存为 PDF。")
        return target.read_bytes()


def _convert(program: str, source: Path, folder: Path) -> None:
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment |= {"HOME": str(folder), "SAL_USE_VCLPLUGIN": "svp"}
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--norestore", "--nolockcheck", "--convert-to", "pdf"]
    command += ["--outdir", str(folder), str(source)]
    process = subprocess.Popen(  # noqa: S603  (a fixed command on a file of our own)
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise ExportError(f"LibreOffice 转换超过 {_SECONDS} 秒没有完成，已停止；请稍后重试，或导出 .docx。") from error
    finally:
        _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End what is left: soffice starts a second process, which must not outlive the call."""
    if process.poll() is not None:
        return
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
