"""Benchmarks: ``python -m evals bench NAME``. Everything compared runs in one process, on one text, by turns.

Times depend on the machine; the ratios within a run are what is to be compared.
"""

import argparse
import json
import re
import sys
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from drafting.checking.check import check
from drafting.checking.supplied import Supplied, supplied_from_text
from evals import drafting_bench, export_bench, library_bench
from evals.planted import DEFAULT_CORPUS
from knowledge_base.errors import ReadingError
from knowledge_base.quantities.reader import read
from knowledge_base.reading import read_document
from knowledge_base.starter import starter_files

CHARACTERS = 200_000
REPORT = 20_000
FIGURES = 300
ROUNDS = 3
_BARE = re.compile(r"[0-9]+(?:\.[0-9]+)?|[零一二三四五六七八九十百千万亿]+")
_SENTENCE = re.compile(r"[^。\n]+[。\n]?")


def main(arguments: Sequence[str]) -> int:
    """Run the benchmark asked for and print what came out; 2 where the text to run it on cannot be had."""
    parser = argparse.ArgumentParser(prog="python -m evals bench", description="测速")
    parser.add_argument("name", choices=[*BENCHES], metavar="NAME", help="、".join(BENCHES))
    parser.add_argument(
        "--corpus", type=Path, default=DEFAULT_CORPUS, metavar="DIR", help="真实报告语料；没有时用自带的范例库"
    )
    parser.add_argument("--json", action="store_true", help="只输出一个 JSON 文档")
    options = parser.parse_args(arguments)
    result = BENCHES[options.name](options.corpus)
    if options.json:
        print(json.dumps({"task": f"bench {options.name}", "summary": result}, ensure_ascii=False))
    else:
        print(f"bench {options.name}:")
        for name, value in result.items():
            print(f"  {name}  {value}")
    return 0


def numbers(corpus: Path = DEFAULT_CORPUS) -> Mapping[str, Any]:
    """Return the speed of reading beside cn2an and a bare expression, of checking, and how both grow with the text."""
    name, texts = _texts(corpus)
    text = _exactly("\n".join(texts), CHARACTERS)
    sentences = _SENTENCE.findall(text)
    runs: dict[str, Callable[[], object]] = {
        "read": lambda: read(text),
        "bare_expression": lambda: _BARE.findall(text),
    }
    transform = _cn2an_transform()
    if transform is not None:
        runs["cn2an_transform"] = lambda: [transform(sentence) for sentence in sentences]
    read(text[:20_000])  # the lexicon and the caches of numerals are warm in use, too
    seconds = _fastest(runs)
    speed = {name: round(len(text) / taken) for name, taken in seconds.items()}
    result: dict[str, Any] = {
        "text": f"{name}，{len(text)} 字，{len(read(text))} 处；每项取 {ROUNDS} 轮中最快的一轮（处理器时间）",
        "characters_per_second": speed,
        "read_to_bare_expression": f"{speed['read'] / speed['bare_expression']:.3f}×",
        "read_to_cn2an_transform": f"{speed['read'] / speed['cn2an_transform']:.2f}×"
        if transform is not None
        else "未安装 cn2an，未比",
    }
    return {**result, **_growth(texts), **_checking(texts)}


def _growth(texts: Sequence[str]) -> Mapping[str, str]:
    base = _exactly("\n".join(texts), 25_000)
    times = {factor: _fastest({"": lambda text=base * factor: read(text)})[""] for factor in (1, 2, 4, 8)}  # type: ignore[misc]  # bound at once
    return {"read_growth": _times(times)}


def _checking(texts: Sequence[str]) -> Mapping[str, Any]:
    report = _exactly("\n".join(texts), REPORT)
    facts = supplied_from_text(_exactly("\n".join(reversed(texts)), 10 * REPORT)).facts[: FIGURES // 2]
    own = supplied_from_text(report).facts[: FIGURES - len(facts)]
    supplied = Supplied(figures=own + facts)
    times = {
        factor: _fastest({"": lambda text=report * factor: check(text, supplied)})[""]  # type: ignore[misc]  # bound at once
        for factor in (1, 2, 4)
    }
    return {
        "check": f"{REPORT} 字对 {len(supplied.figures)} 个数据，{times[1]:.3f} 秒",
        "check_growth": _times(times),
    }


def _times(times: Mapping[int, float]) -> str:
    """Show how time grows: 2× text takes about 2× the time where it is linear."""
    return "，".join(f"{factor}× 文本 {taken / times[1]:.2f}× 时间" for factor, taken in times.items())


def _fastest(runs: Mapping[str, Callable[[], object]]) -> dict[str, float]:
    """Return the shortest processor time of each over rounds by turns; what else the machine does is not counted."""
    best: dict[str, float] = {}
    for _ in range(ROUNDS):
        for name, run in runs.items():
            started = time.process_time()
            run()
            taken = time.process_time() - started
            best[name] = min(taken, best.get(name, taken))
    return best


def _cn2an_transform() -> Callable[[str], str] | None:
    try:
        import cn2an
    except ImportError:  # a development package, only compared with
        return None

    warnings.filterwarnings("ignore", module="cn2an")  # it warns of each numeral that it cannot read (千千万万)

    def transform(sentence: str) -> str:
        return str(cn2an.transform(sentence, "cn2an"))

    return transform


def _texts(corpus: Path) -> tuple[str, list[str]]:
    files = sorted(path for path in corpus.rglob("*") if path.suffix in {".txt", ".docx"}) if corpus.is_dir() else []
    for name, paths in (("真实报告", files), ("自带范例库", list(starter_files()))):
        texts = []
        for path in paths:
            try:
                texts.append("\n".join(read_document(path).paragraphs))
            except ReadingError:
                continue  # the corpus keeps some files that must be refused
            if sum(map(len, texts)) > 2 * CHARACTERS:
                break
        if texts:
            return name, texts
    return "无", ["全年召开会议12次，收文2136份，同比增长7.9%。"]


def _exactly(text: str, characters: int) -> str:
    """Return that many characters, the text again and again where it is shorter."""
    return (text * (characters // max(len(text), 1) + 1))[:characters]


BENCHES: Mapping[str, Callable[[Path], Mapping[str, Any]]] = {
    "numbers": numbers,
    "library": library_bench.library,
    "export": export_bench.export,
    "drafting": drafting_bench.run,
}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
