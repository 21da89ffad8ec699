"""``zhibi``: the command line over the same flow as the desk.

Exit status: 0 done and clean · 1 done, with findings of severity ``fail`` · 2 unusable input or configuration, told in
one line on standard error.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from drafting.errors import DraftingError
from knowledge_base.errors import KnowledgeError
from ui.commands import check, doctor, draft, example, export, layout, library, numbers, serve, take_back

USAGE_ERROR = 2


class _Parser(argparse.ArgumentParser):
    """A parser that answers a wrong call with one Chinese sentence instead of an English usage dump."""

    def error(self, message: str) -> NoReturn:
        self.exit(USAGE_ERROR, f"命令“{self.prog}”的参数不对（{message}）；用“{self.prog} --help”查看用法。\n")


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands, each of which sets ``run``: a function of the parsed arguments."""
    parser = _Parser(prog="zhibi", description="执笔：园区党政办的公文起草台")
    commands = parser.add_subparsers(title="命令", metavar="命令", required=True, parser_class=_Parser)
    for command in (serve, library, numbers, check, draft, take_back, example, export, layout, doctor):
        command.register(commands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    arguments = build_parser().parse_args(argv)
    try:
        status: int = arguments.run(arguments)
    except (KnowledgeError, DraftingError) as error:
        print(error, file=sys.stderr)
        return USAGE_ERROR
    except KeyboardInterrupt:
        print("已中断；已完成的部分都已保存。", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader of the pipe (head, less) has gone: Python would complain again while flushing at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


if __name__ == "__main__":
    sys.exit(main())
