"""``zhibi export``: lay a finished text out as a GB/T 9704 .docx, nothing else."""

import argparse
from pathlib import Path

from drafting.errors import ExportError
from ui.commands.arguments import Commands, add_command, print_json
from ui.commands.documents import read_text


def register(commands: Commands) -> None:
    parser = add_command(commands, "export", run, "把文稿排成公文格式的 docx")
    parser.add_argument("draft", metavar="文稿", help="docx、txt 或 md")
    parser.add_argument("-o", "--output", required=True, type=Path, metavar="输出.docx")


def run(arguments: argparse.Namespace) -> int:
    from drafting.layout.docx_writer import write_docx
    from drafting.manuscript import manuscript_from_paragraphs

    manuscript = manuscript_from_paragraphs(read_text(arguments.draft).split("\n"))
    save(arguments.output, write_docx(manuscript))
    if arguments.json:
        print_json({"output": str(arguments.output), "title": manuscript.title})
    else:
        print(f"已写出 {arguments.output}。")
    return 0


def save(path: Path, data: bytes) -> None:
    """Write the finished file. Raises ExportError naming the path where that is not possible."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise ExportError(f"无法写入“{path}”（{error.strerror}）；请换一个位置，或先关闭正打开的同名文件。") from error
