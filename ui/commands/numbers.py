"""``zhibi numbers``: every number of a text, read and classified."""

import argparse

from ui.commands.arguments import Commands, add_command, print_json, use_own_lexicon
from ui.commands.documents import decimal_text, mention_document, read_text


def register(commands: Commands) -> None:
    parser = add_command(commands, "numbers", run, "读出一份材料里的每个数字")
    parser.add_argument("source", metavar="文件", help="docx、txt 或 md；- 表示标准输入")


def run(arguments: argparse.Namespace) -> int:
    from knowledge_base.quantities.reader import read

    use_own_lexicon()
    mentions = read(read_text(arguments.source))
    if arguments.json:
        print_json({"mentions": [mention_document(mention) for mention in mentions]})
        return 0
    for mention in mentions:
        value = decimal_text(mention.value) or mention.canonical
        print(f"{mention.start}\t{mention.text}\t{mention.kind}\t{value}\t{mention.unit}\t{mention.hedge}")
    return 0
