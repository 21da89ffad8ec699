"""``zhibi serve``: the desk in the browser."""

import argparse

from ui.commands.arguments import Commands, add_command, open_workspace

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 7860


def register(commands: Commands) -> None:
    parser = add_command(commands, "serve", run, "打开浏览器里的起草台")
    parser.add_argument("--host", default=DEFAULT_HOST, help="监听地址，默认只限本机")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="端口，默认 7860")


def run(arguments: argparse.Namespace) -> int:
    from ui.server import serve

    with open_workspace() as workspace:
        serve(workspace, arguments.host, arguments.port)
    return 0
