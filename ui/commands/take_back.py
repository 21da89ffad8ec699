"""``zhibi return``: an edited .docx back into its draft: what has changed, and every number checked anew."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ui.commands.arguments import Commands, add_command, open_workspace, print_json
from ui.commands.documents import print_findings, report_document

if TYPE_CHECKING:
    from drafting.docx_return import ReadBack
    from drafting.text_change import ChangedPiece

_MARKS = {"same": ("", ""), "added": ("【＋", "】"), "removed": ("【－", "】")}
_AROUND = 12  # characters of unchanged text shown beside a change


def register(commands: Commands) -> None:
    parser = add_command(commands, "return", run, "把在 Word 或 WPS 里改过的 docx 读回草稿：显示改动，重新核数")
    parser.add_argument("draft", metavar="草稿编号")
    parser.add_argument("file", metavar="文件.docx", type=Path)
    parser.add_argument("--save", action="store_true", help="把改动存入草稿（旧文字留在历史版本里）；不加则只显示")


def run(arguments: argparse.Namespace) -> int:
    from drafting.docx_return import read_back, save_read_back
    from knowledge_base.reading import Limits
    from knowledge_base.reading.document import file_bytes

    with open_workspace() as workspace:
        draft = workspace.store.get(arguments.draft)
        back = read_back(draft, file_bytes(arguments.file, Limits()), arguments.file.name)
        if arguments.save:
            save_read_back(workspace.store, back)
        check = workspace.drafter.check(back.draft)
    if arguments.json:
        figures = draft.request.figures.figures
        print_json(_document(back, saved=arguments.save) | report_document(check.report, figures))
    else:
        _print(back)
        print_findings(check.report)
        saved = "改动已存入草稿。" if arguments.save else "没有存入草稿；确认无误后加上 --save 再运行一次。"
        print(saved if back.changed else "正文没有改动。")
    return 1 if check.report.failed else 0


def _document(back: "ReadBack", *, saved: bool) -> dict[str, Any]:
    return {
        "saved": saved,
        "changed": [
            {
                "id": section.id,
                "heading": section.heading,
                "heading_before": section.heading_before,
                "before": section.before,
                "after": section.after,
                "changes": [{"kind": piece.kind, "text": piece.text} for piece in section.changes],
                "unlocked": list(section.unlocked),
            }
            for section in back.changed
        ],
        "unmatched": list(back.unmatched),
        "head": [{"name": one.name, "before": one.before, "after": one.after} for one in back.head],
        "comments": [
            {"section": one.section_id, "author": one.comment.author, "text": one.comment.text}
            | {"piece": one.comment.piece}
            for one in back.comments
        ],
        "authors": list(back.authors),
    }


def _print(back: "ReadBack") -> None:
    for change in back.head:
        print(f"{change.name}：“{change.before}”改为“{change.after}”（只提示，不存入草稿）")
    for section in back.changed:
        if section.heading != section.heading_before:
            print(f"标题“{section.heading_before}”改为“{section.heading}”")
        if section.before != section.after:
            print(f"{section.name}：{''.join(_shown(piece) for piece in section.changes)}")
        for sentence in section.unlocked:
            print(f"锁定的一句在文件里改过或删去，存入后不再锁定：{sentence}")
    for text in back.unmatched:
        print(f"不属于任何一节，没有读回：{text}")
    for remark in back.comments:
        piece = f"“{remark.comment.piece}”" if remark.comment.piece else ""
        print(f"批注（{remark.comment.author or '佚名'}）{piece}：{remark.comment.text}")


def _shown(piece: "ChangedPiece") -> str:
    opening, closing = _MARKS[piece.kind]
    text = piece.text
    if not opening and len(text) > 2 * _AROUND + 2:
        text = f"{text[:_AROUND]}……{text[-_AROUND:]}"
    return f"{opening}{text}{closing}"
