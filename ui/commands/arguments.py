"""The pieces of a command line that several commands share."""

import argparse
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from drafting.workspace import Workspace

Run = Callable[[argparse.Namespace], int]
Commands = Any  # argparse's own type of what add_subparsers returns is private


def add_command(commands: Commands, name: str, run: Run, help_text: str) -> argparse.ArgumentParser:
    """Add a command that calls ``run``, with the ``--json`` that all of them take."""
    parser: argparse.ArgumentParser = commands.add_parser(name, help=help_text, description=help_text)
    parser.add_argument("--json", action="store_true", help="在标准输出只打印一份 JSON")
    parser.set_defaults(run=run)
    return parser


def print_json(document: object) -> None:
    """Print one JSON document, in Chinese characters as they are."""
    print(json.dumps(document, ensure_ascii=False, indent=2))


def open_workspace() -> "Workspace":
    """Open the user's workspace as configured; a ``with`` closes it."""
    from drafting.settings import load_settings
    from drafting.workspace import Workspace

    return Workspace.open(load_settings())


def use_own_lexicon() -> None:
    """Let the office's own set phrases count where no workspace is opened."""
    from drafting.settings import load_settings
    from knowledge_base.lexicon.set_phrases import OWN_FOLDER, Lexicon

    Lexicon.use_own(load_settings().home / OWN_FOLDER)
