"""``zhibi example``: the worked example of a genre, to try the whole flow on."""

import argparse
from pathlib import Path

from ui.commands.arguments import Commands, add_command, print_json


def register(commands: Commands) -> None:
    parser = add_command(commands, "example", run, "写出一个文种的示例（request.yaml 和 figures.xlsx）")
    parser.add_argument("genre", metavar="文种")
    parser.add_argument("folder", metavar="文件夹", type=Path)


def run(arguments: argparse.Namespace) -> int:
    from drafting.examples import write_example

    paths = write_example(arguments.genre, arguments.folder)
    if arguments.json:
        print_json({"files": [str(path) for path in paths]})
    else:
        print("已写出：" + "、".join(str(path) for path in paths))
    return 0
