"""What ``zhibi library add`` shows of an import: which files it found, how far it is, and what became of them."""

import sys
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from tqdm import tqdm

    from knowledge_base.library import AddResult

#: So many files are added without a progress bar, parallel processes or a table.
FEW = 8
#: So many of the files that were not taken are named in the table; each was told on standard error before.
_NAMED = 20


def files_of(paths: Sequence[Path], readable: Collection[str]) -> tuple[list[Path], int]:
    """Return the files to read, those named and the readable ones of folders, and how many others the folders hold."""
    files: list[Path] = []
    others = 0
    for path in paths:
        if not path.is_dir():
            files.append(path)
            continue
        for child in sorted(path.rglob("*")):
            # ~$总结.docx is the lock of a document that is open in Word
            if child.name.startswith((".", "~$")) or not child.is_file():
                continue
            if child.suffix.lower() in readable:
                files.append(child)
            else:
                others += 1
    return files, others


def progress_bar(total: int, *, shown: bool) -> "tqdm[Any]":
    """Return a bar on standard error that counts files."""
    from tqdm import tqdm

    # where nobody watches, a line now and then is enough for the log
    interval = 0.1 if sys.stderr.isatty() else 10.0
    return tqdm(total=total, desc="入库", unit="份", disable=not shown, file=sys.stderr, mininterval=interval)


def beside(bar: "tqdm[Any]", line: str, stream: TextIO) -> None:
    """Print a line at once, above the bar where both go to a screen."""
    if stream.isatty() and not bar.disable:
        bar.write(line, file=stream)
    else:
        print(line, file=stream)
    stream.flush()


def summary_of(results: Sequence["AddResult"], others: int, genres: Mapping[str, str]) -> str:
    """Return the table of an import: how many by genre, and which files were not taken."""
    statuses = [result.status for result in results]
    lines = [
        f"共 {len(results)} 份：收入 {statuses.count('added')}，库中已有 {statuses.count('unchanged')}，"
        f"未收入 {statuses.count('rejected')}" + (f"；另有 {others} 个其他类型的文件未读" if others else "") + "。"
    ]
    added = [result for result in results if result.status == "added"]
    if added:
        rows = [("文种", "份数", "段落", "遮盖")]
        for genre in sorted({result.genre for result in added}):
            of_genre = [result for result in added if result.genre == genre]
            passages = sum(result.passages for result in of_genre)
            masks = sum(sum(result.masks.values()) for result in of_genre)
            rows.append((genres.get(genre, genre) or "未识别", str(len(of_genre)), str(passages), str(masks)))
        width = max(_width(row[0]) for row in rows)
        lines += [
            "  ".join([_padded(row[0], width), *(_padded(cell, 6, right=True) for cell in row[1:])]) for row in rows
        ]
    rejected = [result for result in results if result.status == "rejected"]
    lines += [f"未收入  {result.path}" for result in rejected[:_NAMED]]
    if len(rejected) > _NAMED:
        lines.append(f"未收入  ……等 {len(rejected)} 份")
    return "\n".join(lines)


def _padded(text: str, width: int, *, right: bool = False) -> str:
    blank = " " * max(width - _width(text), 0)
    return blank + text if right else text + blank


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
