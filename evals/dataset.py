"""Datasets: files of cases, one JSON object a line. Labels are written by hand, never by the code they judge."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CASES_DIR = Path(__file__).parent / "cases"


class CaseFileError(Exception):
    """A case file cannot be used. ``str(error)`` is one Chinese sentence: what, where, what to do."""


def read_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Return the objects of a .jsonl file with their line numbers, from 1; blank lines are passed over.

    Raises CaseFileError naming the line that is no JSON object.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CaseFileError(f"用例文件“{path}”打不开；请检查路径，文件须为 UTF-8 编码。") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except json.JSONDecodeError as error:
            raise CaseFileError(f"用例文件“{path}”第 {number} 行不是 JSON；请改正后再试。") from error
        if not isinstance(item, dict):
            raise CaseFileError(f"用例文件“{path}”第 {number} 行不是一个用例；每行应为一个 JSON 对象。")
        yield number, item


def text_of(item: dict[str, Any], key: str, path: Path, number: int) -> str:
    """Return a text field that every case must have. Raises CaseFileError."""
    value = item.get(key)
    if not isinstance(value, str):
        raise CaseFileError(f"用例文件“{path}”第 {number} 行缺少“{key}”；请补上后再试。")
    return value
