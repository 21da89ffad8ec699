"""The command line of the evals: ``python -m evals [NAME] [--cases FILE] [--corpus DIR] [--json]`` and
``python -m evals bench NAME``.

Exit status: 0 every labelled case is right · 1 some are not · 2 unusable input.
"""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from evals import (
    bench,
    faithful_draft,
    number_check,
    numbers,
    oracles,
    planted,
    planted_examples,
    reading,
    replay,
    retrieval,
    structure,
)
from evals.coincidence import coincidence
from evals.dataset import CaseFileError
from evals.score import Outcome

Task = Callable[[Path], Outcome]

TASKS: Mapping[str, tuple[Task, Path]] = {
    "numbers": (numbers.run, numbers.DEFAULT_CASES),
    "number_check": (number_check.run, number_check.DEFAULT_CASES),
    "faithful_draft": (faithful_draft.run, faithful_draft.DEFAULT_CASES),
    "planted": (planted.run, planted.DEFAULT_CORPUS),
    "planted_examples": (planted_examples.run, planted.DEFAULT_CORPUS),
    "reading": (reading.run, reading.DEFAULT_CORPUS),
}

#: Tasks over the real reports, which are no part of the project: without them they say that they are skipped.
CORPUS_TASKS: Mapping[str, tuple[Callable[[Path, Path], Outcome], Path, Path]] = {
    "structure": (structure.run, structure.DEFAULT_CASES, structure.DEFAULT_CORPUS),
    "retrieval": (retrieval.run, retrieval.DEFAULT_CASES, retrieval.DEFAULT_CORPUS),
}

#: ``planted`` takes minutes and a corpus that is not part of the project: only when asked for.
_BY_DEFAULT = ("numbers", "number_check")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the tasks asked for, print what came out, and return the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["bench"]:
        return bench.main(given[1:])
    if given[:1] == ["replay"]:
        return replay.main(given[1:])
    options = _parser().parse_args(given)
    names = [options.name] if options.name else list(_BY_DEFAULT)
    if options.cases and not options.name:
        print("请先写明测评名称，再用 --cases 指定用例文件（如 number_check --cases 文件）。", file=sys.stderr)
        return 2
    try:
        outcomes = [_outcome(name, options) for name in names]
    except CaseFileError as error:
        print(error, file=sys.stderr)
        return 2
    if options.json:
        document = [as_json(outcome) for outcome in outcomes]
        print(json.dumps(document[0] if options.name else document, ensure_ascii=False))
    else:
        for outcome in outcomes:
            _print(outcome)
    return 0 if all(outcome.clean for outcome in outcomes) else 1


def _outcome(name: str, options: argparse.Namespace) -> Outcome:
    if name == "oracles":
        return oracles.run_paths(options.path)
    if name in CORPUS_TASKS:
        run_corpus, cases, corpus = CORPUS_TASKS[name]
        return run_corpus(options.cases or cases, options.corpus or corpus)
    run, cases = TASKS[name]
    outcome = run(options.cases or cases)
    if name == "number_check":
        luck = coincidence(number_check.load(options.cases or cases))
        outcome = replace(outcome, summary={**outcome.summary, "coincidence": luck})
    return outcome


def as_json(outcome: Outcome) -> dict[str, Any]:
    """Return an outcome as the one JSON document that ``--json`` prints."""
    return {
        "task": outcome.task,
        "summary": dict(outcome.summary),
        **({"table": [dict(row) for row in outcome.table]} if outcome.table else {}),
        "cases": [
            {"id": item.case_id, "expected": item.expected, "got": item.answer, "reason": item.explanation}
            for item in outcome.scores
        ],
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals", description="测评：读数与核数的准确程度")
    parser.add_argument(
        "name",
        nargs="?",
        choices=[*TASKS, *CORPUS_TASKS, "oracles"],
        metavar="NAME",
        help="、".join([*TASKS, *CORPUS_TASKS, "oracles", "bench"]) + "；不写则运行前几项",
    )
    parser.add_argument("--cases", type=Path, metavar="FILE", help="用例文件，每行一个 JSON 对象")
    parser.add_argument(
        "--corpus", type=Path, metavar="DIR", help="真实报告语料的文件夹，不写则用项目旁的 shared/corpus"
    )
    parser.add_argument(
        "--path", type=Path, nargs="+", default=[], metavar="DIR", help="oracles 用：外部测试集副本所在的文件夹"
    )
    parser.add_argument("--json", action="store_true", help="只输出一个 JSON 文档")
    return parser


def _print(outcome: Outcome) -> None:
    print(f"{outcome.task}: " + "  ".join(f"{name} {value}" for name, value in outcome.summary.items()))
    if outcome.table:
        print("  " + " | ".join(outcome.table[0]))
        for row in outcome.table:
            print("  " + " | ".join(str(value) for value in row.values()))
    for item in outcome.scores:
        if item.right is False:
            got = item.answer if isinstance(item.answer, str) else ""
            print(f"  {item.case_id}  {item.fault}  {got}  {item.explanation}".rstrip())


if __name__ == "__main__":
    sys.exit(main())
