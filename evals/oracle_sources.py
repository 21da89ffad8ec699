"""The cases of other projects' suites, read from a copy at hand. None of their data is part of this project.

A case is a text with the numbers that the other project reads in it. Python test files are parsed and never run.
"""

import ast
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any

from evals.dataset import CaseFileError


@dataclass(frozen=True, slots=True)
class Reading:
    """A number as the other project reads it: ``low`` alone, or an interval; ``None`` is an open end.

    ``start``/``end`` bound it in the input where the suite says so, else they are -1.
    """

    low: Fraction | None
    high: Fraction | None = None
    start: int = -1
    end: int = -1


@dataclass(frozen=True, slots=True)
class OracleCase:
    """One input of a suite: either the ``readings`` expected in it, or ``same_as``, a text with the same numbers in it.

    ``readings`` are all there is in the input: anything more is a disagreement.
    """

    suite: str
    source: str
    text: str
    readings: tuple[Reading, ...] = ()
    same_as: str | None = None


def cases(folder: Path) -> tuple[OracleCase, ...]:
    """Return the cases of every suite found below ``folder``. Raises CaseFileError where there is none or it is not read."""
    found = [case for pattern, load in _LOADERS for path in sorted(folder.rglob(pattern)) for case in load(path)]
    if not found:
        raise CaseFileError(
            f"“{folder}”里没有认得的外部测试集；请用 --path 指定 Recognizers-Text、cn2an、JioNLP 或 WeTextProcessing 的副本。"
        )
    return tuple(found)


def _recognizers(path: Path) -> Iterator[OracleCase]:
    for item in json.loads(_text(path)):
        readings = tuple(_recognized(result) for result in item["Results"] if result.get("Resolution"))
        yield OracleCase("Recognizers-Text", path.stem, item["Input"], readings)


def _recognized(result: Mapping[str, Any]) -> Reading:
    start, end = int(result.get("Start", -1)), int(result.get("End", -2)) + 1
    value = str(result["Resolution"]["value"])
    interval = re.fullmatch(r"[\[(](.*),(.*)[\])]", value)
    if interval is None:
        return Reading(_fraction(value), None, start, end)
    low, high = (_fraction(part) if part else None for part in interval.groups())
    return Reading(low, high, start, end)


def _cn2an(path: Path) -> Iterator[OracleCase]:
    for name, value in _assigned(path):
        if name in {"strict_data_dict", "normal_data_dict", "smart_data_dict"} and path.stem == "cn2an_test":
            for text, number in value.items():
                yield OracleCase("cn2an", f"{path.stem}.{name}", text, (Reading(_fraction(str(number))),))
        elif isinstance(value, dict) and path.stem == "transform_test":
            for text, other in value.items():
                yield OracleCase("cn2an", f"{path.stem}.{name}", text, same_as=other)


def _jionlp(path: Path) -> Iterator[OracleCase]:
    for name, value in _assigned(path):
        if name != "money_string_list":
            continue
        for text, parsed in value:
            number = parsed["num"]
            low, high = number if isinstance(number, list) else (number, None)
            reading = Reading(_fraction(low), _fraction(high) if high is not None else None)
            yield OracleCase("JioNLP", path.stem, text, (reading,))


def _wetext(path: Path) -> Iterator[OracleCase]:
    for line in _text(path).splitlines():
        spoken, arrow, written = line.partition("=>")
        if arrow and spoken.strip():
            yield OracleCase("WeTextProcessing", f"itn/{path.stem}", spoken.strip(), same_as=written.strip())


def _assigned(path: Path) -> Iterator[tuple[str, Any]]:
    """Return the literals assigned to names or to attributes of ``self`` anywhere in a Python file."""
    for node in ast.walk(ast.parse(_text(path))):
        if not isinstance(node, ast.Assign) or len(node.targets) != 1:
            continue
        target = node.targets[0]
        name = target.attr if isinstance(target, ast.Attribute) else target.id if isinstance(target, ast.Name) else ""
        try:
            yield name, ast.literal_eval(node.value)
        except ValueError:
            continue  # no literal: a call


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CaseFileError(f"外部测试文件“{path}”打不开；请检查副本是否完整。") from error


def _fraction(text: str) -> Fraction:
    try:
        return Fraction(Decimal(text.rstrip("%")))
    except InvalidOperation:
        return Fraction(text)


_LOADERS: tuple[tuple[str, Callable[[Path], Iterator[OracleCase]]], ...] = (
    ("Specs/Number/Chinese/*.json", _recognizers),
    ("cn2an/*_test.py", _cn2an),
    ("test/test_money_parser.py", _jionlp),
    ("itn/chinese/test/data/*.txt", _wetext),
)
