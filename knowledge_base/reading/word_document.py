"""A .docx as paragraphs: the walk over its XML runs in a process of its own, with a ceiling on memory and CPU."""

import json
import subprocess
import sys
from pathlib import Path

from knowledge_base.errors import ReadingError
from knowledge_base.reading.source_text import Limits, SourceText

_WORKER = Path(__file__).with_name("word_worker.py")

_REASONS = {
    "damaged": "已损坏，无法打开；请用 Word 或 WPS 打开并另存为 .docx 后重新上传",
    "doctype": "含有文档类型声明（DOCTYPE），可能夹带外部引用，未予读取；请用 Word 或 WPS 另存后重新上传",
    "depth": "嵌套层次过深，未予读取；请用 Word 或 WPS 另存后重新上传",
    "size": "文字过多，超过上限；请拆分后上传",
    "memory": "展开后占用内存过大，未予读取；请检查文件来源",
}


def read_word(data: bytes, name: str, limits: Limits) -> SourceText:
    """Return the document's text. The archive's totals must have been checked. Raises ReadingError."""
    # -I -S: no site packages and no environment, the worker needs the standard library only and starts in 50 ms
    command = [sys.executable, "-I", "-S", str(_WORKER)]
    command += [str(limits.worker_memory_bytes), str(limits.worker_cpu_seconds), str(limits.characters)]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed script of this package; the file goes to its standard input
            command, input=data, capture_output=True, timeout=limits.worker_wall_seconds, check=False, env={}
        )
    except subprocess.TimeoutExpired as error:
        raise ReadingError(f"“{name}”读取超时，未予读取；请检查文件，或另存为 .txt 后上传。") from error
    if done.returncode != 0:
        raise ReadingError(f"“{name}”读取时超出内存或时间上限，未予读取；请检查文件，或另存为 .txt 后上传。")
    found = json.loads(done.stdout)
    if "error" in found:
        raise ReadingError(f"“{name}”{_REASONS[found['error']]}。")
    return SourceText(
        tuple(found["paragraphs"]), _notes(found), "docx", tuple(found["styles"]), tuple(found["outlines"])
    )


def _notes(found: dict[str, int]) -> tuple[str, ...]:
    notes = []
    if found["inserted"]:
        notes.append(f"修订：保留插入的文字 {found['inserted']} 处")
    if found["deleted"]:
        notes.append(f"修订：去掉已删除的文字 {found['deleted']} 处")
    if found["hidden"]:
        notes.append(f"去掉隐藏文字 {found['hidden']} 处")
    if found["numbered"]:
        notes.append(f"还原自动编号 {found['numbered']} 处")
    if found["tables"]:
        notes.append(f"表格 {found['tables']} 个，按行读入")
    return tuple(notes)
