"""``zhibi draft``: the whole flow without a browser: request → outline → sections → check → .docx."""

import argparse
import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drafting.draft import Author, Draft, SectionState
from drafting.errors import ChatError
from knowledge_base.report import Role
from ui.commands.arguments import Commands, add_command, open_workspace, print_json
from ui.commands.documents import print_findings, report_document
from ui.commands.export import save

if TYPE_CHECKING:
    from drafting.checking.draft_check import DraftCheck
    from drafting.section_record import Listener, SectionProgress

#: What a section without a heading is called.
ROLE_NAMES = {Role.OPENING: "导语", Role.CLOSING: "结尾"}


def register(commands: Commands) -> None:
    parser = add_command(commands, "draft", run, "按需求文件起草一份报告")
    parser.add_argument("request", metavar="需求.yaml", type=Path)
    parser.add_argument("-o", "--output", required=True, type=Path, metavar="输出.docx")
    parser.add_argument("--model-outline", action="store_true", help="提纲由模型拟写，不成时仍用按往年报告得出的提纲")
    parser.add_argument("--compose-failed", action="store_true", help="模型没有写成的节，改用离线方式拟写，并注明")


def run(arguments: argparse.Namespace) -> int:
    from drafting.layout.draft_export import draft_docx
    from drafting.layout.export_gate import gate_question
    from drafting.request_file import load_request

    with open_workspace() as workspace:
        request = load_request(arguments.request, workspace.genres)
        for problem in request.figures.problems:
            print(f"数据表第{problem.row}行：{problem.message}", file=sys.stderr)
        draft = workspace.drafter.create(request)
        if arguments.model_outline:
            try:
                outline = asyncio.run(workspace.drafter.outline_by_model(draft))
                draft = workspace.store.save_outline(draft.id, outline)
            except ChatError as error:
                print(f"提纲：{error}", file=sys.stderr)
        tell = _progress(draft)
        draft = asyncio.run(workspace.drafter.draft(draft.id, listener=tell))
        failed = [section.id for section in draft.sections if section.state is SectionState.FAILED]
        if failed and workspace.drafter.model:
            if arguments.compose_failed:
                draft = asyncio.run(workspace.drafter.draft(draft.id, failed, author=Author.COMPOSER, listener=tell))
            else:
                print(
                    f"有{len(failed)}节没有写成；可稍后重试，或加上 --compose-failed 改用离线方式拟写。",
                    file=sys.stderr,
                )
        check = workspace.drafter.check(draft)
    save(arguments.output, draft_docx(draft))
    warning = gate_question(check.report)
    if warning:
        print(warning, file=sys.stderr)
    if arguments.json:
        print_json(_document(draft, check, arguments.output))
    else:
        print_findings(check.report)
        print(f"已写出 {arguments.output}（草稿编号 {draft.id}）。")
    unwritten = any(section.state is SectionState.FAILED for section in draft.sections)
    return 1 if unwritten or check.report.failed else 0


def _progress(draft: Draft) -> "Listener":
    """Return a listener that tells each finished or failed section on standard error, and each reason once."""
    headings = {
        section.id: section.heading or ROLE_NAMES.get(section.role, "正文") for section in draft.outline.sections
    }

    told: set[str] = set()

    def tell(progress: "SectionProgress") -> None:
        section = progress.section
        if section.state is SectionState.DONE:
            by = "（离线拟写）" if section.author is Author.COMPOSER else ""
            print(f"{headings[section.id]}：完成{by}", file=sys.stderr)
        elif section.state is SectionState.FAILED:
            reason = "原因同上。" if section.error in told else section.error
            print(f"{headings[section.id]}：未完成，{reason}", file=sys.stderr)
            told.add(section.error)

    return tell


def _document(draft: Draft, check: "DraftCheck", output: Path) -> dict[str, Any]:
    outline = {section.id: section for section in draft.outline.sections}
    return {
        "draft_id": draft.id,
        "title": draft.title,
        "output": str(output),
        "sections": [
            {
                "id": section.id,
                "heading": outline[section.id].heading,
                "level": outline[section.id].level,
                "drafted": outline[section.id].drafted,
                "state": section.state if outline[section.id].drafted else "heading",
                "author": section.author,
                "characters": len(section.text),
                "error": section.error,
                "partial": section.partial,
                "notes": list(section.notes),
            }
            for section in draft.sections
        ],
    } | report_document(check.report, draft.request.figures.figures)
