"""``zhibi check``: trace every number of a draft to a figure sheet."""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from drafting.errors import RequestError
from ui.commands.arguments import Commands, add_command, print_json, use_own_lexicon
from ui.commands.documents import is_word, print_findings, read_text, report_document

if TYPE_CHECKING:
    from drafting.checking.supplied import Supplied


def register(commands: Commands) -> None:
    parser = add_command(commands, "check", run, "逐个核对文稿里的数字")
    parser.add_argument("draft", metavar="文稿", help="docx、txt 或 md")
    parser.add_argument("--figures", type=Path, metavar="数据表", help="xlsx、csv 或 txt；不填则用 docx 里自带的")
    parser.add_argument("--year", type=int, help="报告年度（不填则从文稿标题识别）")
    parser.add_argument("--past", nargs="*", type=Path, default=[], metavar="往年材料", help="用来找出沿用的旧数")


def run(arguments: argparse.Namespace) -> int:
    from drafting.checking.check import check
    from drafting.checking.left_mark import for_print
    from drafting.checking.supplied import Supplied
    from drafting.facts import read_facts
    from drafting.figure import FigureSheet
    from drafting.figure_sheet import read_sheet
    from knowledge_base.recognition import period_in
    from knowledge_base.report import Period

    use_own_lexicon()
    text = _text(arguments.draft)
    carried = _carried(arguments.draft) if arguments.figures is None else Supplied()
    sheet = read_sheet(arguments.figures) if arguments.figures is not None else FigureSheet(carried.figures)
    period = carried.period or period_in("\n".join(text.split("\n")[:3]))
    if arguments.year is not None:
        period = Period(arguments.year, period.half if period else None)
    past = tuple(
        figure for path in arguments.past for figure in read_facts(read_text(str(path)), prefix="P").sheet.figures
    )
    report = for_print(check(text, replace(carried, figures=sheet.figures, period=period, past=past)))
    if arguments.json:
        problems = [{"row": problem.row, "message": problem.message} for problem in sheet.problems]
        print_json(report_document(report, sheet.figures) | {"sheet_problems": problems})
    else:
        for problem in sheet.problems:
            print(f"数据表第{problem.row}行：{problem.message}")
        print_findings(report)
    return 1 if report.failed else 0


def _text(source: str) -> str:
    """Return the text to check: of a .docx without 版头, 附表 and 版记, whose numbers are no statements."""
    from drafting.layout.docx_reader import read_docx
    from drafting.manuscript import to_text
    from knowledge_base.reading import Limits
    from knowledge_base.reading.document import file_bytes

    if source == "-":
        return read_text(source)
    data = file_bytes(Path(source), Limits())
    return to_text(read_docx(data, Path(source).name)) if is_word(data) else read_text(source)


def _carried(source: str) -> "Supplied":
    """Return the data that a .docx carries. Raises RequestError where there is none to check against."""
    from drafting.layout.figure_part import read_supplied

    # the file has been read already: what could be wrong with it has been said
    data = b"" if source == "-" else Path(source).read_bytes()
    carried = read_supplied(data, Path(source).name) if is_word(data) else None
    if carried is None:
        raise RequestError(f"“{source}”里没有带数据表，不知道拿什么核对；请用 --figures 指定数据表。")
    return carried
