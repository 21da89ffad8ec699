"""Old Word files through LibreOffice, where it is installed: to a .docx, which is then read like any other."""

import shutil
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

from knowledge_base.errors import ReadingError
from knowledge_base.reading import archive, plain_text, word_document
from knowledge_base.reading.confined_worker import launch, run_confined
from knowledge_base.reading.source_text import Limits, SourceText

#: No macro is run, no link is followed, nothing is asked: settings of the temporary profile.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Setup/Office"><prop oor:name="ooSetupInstCompleted" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


@cache
def office_program() -> str:
    """Return LibreOffice's program, ``""`` where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice") or ""


def read_converted(data: bytes, name: str, suffix: str, limits: Limits) -> SourceText:
    """Return the text of a file that LibreOffice opens; ``suffix`` tells it the type (``.doc``). Raises ReadingError."""
    program = office_program()
    if not program:
        raise ReadingError(
            f"“{name}”是旧版 {suffix} 文件，本机未安装 LibreOffice，无法转换；请用 Word 或 WPS 打开并另存为 .docx 后上传。"
        )
    with tempfile.TemporaryDirectory(prefix="zhibi-") as folder:
        place = Path(folder)
        profile = place / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        given, made = place / f"report{suffix}", place / "made" / "report.docx"
        given.write_bytes(data)
        command = [
            *launch(limits.converter_memory_bytes, limits.converter_cpu_seconds, limits.archive_total_bytes),
            *(program, f"-env:UserInstallation={(place / 'profile').as_uri()}"),
            *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"),
            *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(made.parent), str(given)),
        ]
        environment = {"HOME": folder, "TMPDIR": folder, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
        run_confined(command, name, limits.converter_wall_seconds, environment=environment)
        if not made.is_file():
            raise _not_converted(name)
        converted = made.read_bytes()
    archive.checked_names(converted, name, limits)
    source = word_document.read_word(converted, name, limits)
    # a file that it does not know LibreOffice takes for a text, whose paragraphs have this style
    as_text = set(source.styles) == {"Preformatted Text"}
    if as_text or plain_text.is_garbage("\n".join(source.paragraphs)):
        raise _not_converted(name)
    return replace(source, notes=(f"由旧版 {suffix} 文件转换而来", *source.notes), format=suffix[1:])


def _not_converted(name: str) -> ReadingError:
    return ReadingError(
        f"“{name}”无法用 LibreOffice 转换，可能已损坏或设有密码；请用 Word 或 WPS 打开并另存为 .docx 后上传。"
    )
