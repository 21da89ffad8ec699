"""``zhibi layout``: does a .docx hold the points of GB/T 9704-2012 that can be read from the file?"""

import argparse
from pathlib import Path

from ui.commands.arguments import Commands, add_command, print_json


def register(commands: Commands) -> None:
    parser = add_command(commands, "layout", run, "检查一份 docx 的公文版式（25 项）")
    parser.add_argument("file", metavar="文件.docx", type=Path)


def run(arguments: argparse.Namespace) -> int:
    from drafting.layout.layout_check import check_layout
    from knowledge_base.reading import Limits
    from knowledge_base.reading.document import file_bytes

    points = check_layout(file_bytes(arguments.file, Limits()), arguments.file.name)
    failed = [point for point in points if not point.passed]
    if arguments.json:
        print_json(
            {
                "summary": {"points": len(points), "passed": len(points) - len(failed), "failed": len(failed)},
                "points": [
                    {"number": point.number, "name": point.name, "passed": point.passed, "detail": point.detail}
                    for point in points
                ],
            }
        )
    else:
        for point in points:
            print(
                f"{'✓' if point.passed else '✗'} {point.number:>2} {point.name}{'：' if point.detail else ''}{point.detail}"
            )
        print(f"共 {len(points)} 项：符合 {len(points) - len(failed)}，不符合 {len(failed)}。")
    return 1 if failed else 0
