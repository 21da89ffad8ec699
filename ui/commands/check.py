"""``zhibi check``: trace every number of a draft to a figure sheet."""

import argparse
from pathlib import Path

from ui.commands.arguments import Commands, add_command, print_json
from ui.commands.documents import print_findings, read_text, report_document


def register(commands: Commands) -> None:
    parser = add_command(commands, "check", run, "逐个核对文稿里的数字")
    parser.add_argument("draft", metavar="文稿", help="docx、txt 或 md")
    parser.add_argument("--figures", required=True, type=Path, metavar="数据表", help="xlsx、csv 或 txt")
    parser.add_argument("--year", type=int, help="报告年度（不填则从文稿标题识别）")
    parser.add_argument("--past", nargs="*", type=Path, default=[], metavar="往年材料", help="用来找出沿用的旧数")


def run(arguments: argparse.Namespace) -> int:
    from drafting.checking.check import check
    from drafting.checking.supplied import Supplied
    from drafting.facts import read_facts
    from drafting.figure_sheet import read_sheet
    from knowledge_base.recognition import period_in
    from knowledge_base.report import Period

    sheet = read_sheet(arguments.figures)
    text = read_text(arguments.draft)
    period = period_in("\n".join(text.split("\n")[:3]))
    if arguments.year is not None:
        period = Period(arguments.year, period.half if period else None)
    past = tuple(
        figure for path in arguments.past for figure in read_facts(read_text(str(path)), prefix="P").sheet.figures
    )
    report = check(text, Supplied(figures=sheet.figures, period=period, past=past))
    if arguments.json:
        problems = [{"row": problem.row, "message": problem.message} for problem in sheet.problems]
        print_json(report_document(report, sheet.figures) | {"sheet_problems": problems})
    else:
        for problem in sheet.problems:
            print(f"数据表第{problem.row}行：{problem.message}")
        print_findings(report)
    return 1 if report.failed else 0
