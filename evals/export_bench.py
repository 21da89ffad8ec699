"""The export beside others: its time beside plain python-docx in one run, and which points of GB/T 9704 each holds."""

import io
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import docx

from drafting.checking.supplied import Supplied
from drafting.draft import Binding, Block, Manuscript
from drafting.enumerator import write_enumerator
from drafting.figure_sheet import figures_from_rows
from drafting.layout.docx_writer import write_docx
from drafting.layout.layout_check import check_layout
from drafting.manuscript import to_markdown
from knowledge_base.report import Period

PARAGRAPHS = 300
ROUNDS = 7
_SENTENCE = "一是抓学习。全年召开党工委会议{}次，累计收文{}份，严格落实“三会一课”制度，统筹推进办文办会办事各项工作。"


def export(_corpus: Path | None = None) -> Mapping[str, Any]:
    """Return times in milliseconds of one 300-paragraph report, by turns in one process, and the points that hold."""
    manuscript, supplied = long_report()
    runs: dict[str, Callable[[], bytes]] = {
        "zhibi": lambda: write_docx(manuscript, supplied=supplied),
        "zhibi_text_only": lambda: write_docx(_unbound(manuscript)),
        "python_docx": lambda: by_python_docx(manuscript),
    }
    best: dict[str, float] = {}
    for _ in range(ROUNDS):
        for name, run in runs.items():
            started = time.process_time()
            run()
            best[name] = min(time.process_time() - started, best.get(name, float("inf")))
    files = {"zhibi": runs["zhibi"](), "python_docx": runs["python_docx"]()}
    pandoc = by_pandoc(manuscript)
    points = {name: held(data) for name, data in files.items()} | {
        "pandoc": held(pandoc) if pandoc else "未安装 pandoc，未比"
    }
    controls = sum(len(block.bindings) for block in manuscript.blocks)
    return {
        "text": f"{len(manuscript.blocks)} 段，{controls} 个带出处的数字，数据表 {len(supplied.figures)} 项；"
        f"每项取 {ROUNDS} 轮中最快的一轮（处理器时间）",
        "milliseconds": {name: round(seconds * 1000, 1) for name, seconds in best.items()},
        "to_python_docx": f"{best['zhibi'] / best['python_docx']:.2f}×",
        "text_only_to_python_docx": f"{best['zhibi_text_only'] / best['python_docx']:.2f}×",
        "bytes": {name: len(data) for name, data in files.items()},
        "points": points,
    }


def long_report(paragraphs: int = PARAGRAPHS) -> tuple[Manuscript, Supplied]:
    """Return a report of that many paragraphs, every tenth a heading, two numbers with their figure in each other."""
    blocks = []
    for place in range(paragraphs):
        if place % 10 == 0:
            blocks.append(Block(1, f"{write_enumerator(1, place // 10 + 1)}工作开展情况"))
            continue
        first, second = str(place), str(place * 7)
        text = _SENTENCE.format(first, second)
        at, then = text.index(first + "次"), text.index(second + "份")
        bound = (Binding(at, at + len(first) + 1, "F1"), Binding(then, then + len(second) + 1, "F2"))
        blocks.append(Block(0, text, bound))
    rows = [
        {"指标": f"第{place}项指标", "数值": str(place), "单位": "次", "上年数值": str(place + 1)}
        for place in range(100)
    ]
    manuscript = Manuscript(
        "云岚工业园区党政办公室2026年工作总结",
        "园区党工委：",
        tuple(blocks),
        "云岚工业园区党政办公室",
        date(2026, 12, 31),
    )
    return manuscript, Supplied(figures=figures_from_rows(rows).figures, period=Period(2026))


def by_python_docx(manuscript: Manuscript) -> bytes:
    """Return the same text as python-docx writes it without further ado."""
    document = docx.Document()
    document.add_paragraph(manuscript.title, style="Title")
    document.add_paragraph(manuscript.recipient)
    for block in manuscript.blocks:
        document.add_paragraph(block.text, style=f"Heading {block.level}" if block.level else None)
    document.add_paragraph(manuscript.signature)
    if manuscript.date:
        document.add_paragraph(f"{manuscript.date.year}年{manuscript.date.month}月{manuscript.date.day}日")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def by_pandoc(manuscript: Manuscript) -> bytes:
    """Return the same text as pandoc writes it from Markdown, nothing where pandoc is not installed."""
    program = shutil.which("pandoc")
    if program is None:
        return b""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "report.docx"
        subprocess.run(  # noqa: S603  (a fixed command; the text goes to its standard input)
            [program, "--from=markdown", "--to=docx", f"--output={target}"],
            input=to_markdown(manuscript).encode("utf-8"),
            check=True,
            timeout=60,
        )
        return target.read_bytes()


def held(data: bytes) -> str:
    """Return how many of the points hold, and the numbers of those that do not."""
    points = check_layout(data)
    failed = [str(point.number) for point in points if not point.passed]
    return f"{len(points) - len(failed)}/{len(points)}" + (f"，不符合：{'、'.join(failed)}" if failed else "")


def _unbound(manuscript: Manuscript) -> Manuscript:
    blocks = tuple(Block(block.level, block.text) for block in manuscript.blocks)
    return Manuscript(manuscript.title, manuscript.recipient, blocks, manuscript.signature, manuscript.date)
