"""``zhibi export``: lay a finished text, or a stored draft, out as a GB/T 9704 file."""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from drafting.errors import ExportError
from ui.commands.arguments import Commands, add_command, open_workspace, print_json
from ui.commands.documents import is_word

if TYPE_CHECKING:
    from drafting.checking.finding import CheckReport
    from drafting.checking.supplied import Supplied
    from drafting.draft import Manuscript
    from drafting.layout.official_frame import OfficialFrame
    from drafting.layout.review_note import ReviewNote

FORMS = (".docx", ".pdf", ".md", ".txt")


def register(commands: Commands) -> None:
    parser = add_command(commands, "export", run, "把文稿排成公文格式的 docx（或 pdf、md、txt）")
    parser.add_argument("draft", metavar="文稿", help="docx、txt 或 md 文件，或草稿编号")
    parser.add_argument("-o", "--output", required=True, type=Path, metavar="输出.docx", help="docx、pdf、md 或 txt")
    parser.add_argument("--profile", default="", metavar="版式", help="版式名称或文件（yaml，或本单位的 docx、dotx）")
    parser.add_argument("--figures", type=Path, metavar="数据表", help="随文件带上，并据以核对；不填则用文稿自带的")
    parser.add_argument("--annex", action="store_true", help="附上数据汇总表（附件）")
    around = parser.add_argument_group("版头、印章和版记（红头文件用 --profile redhead）")
    around.add_argument("--organ", default="", metavar="机关标志", help="不填则为署名加“文件”")
    around.add_argument("--number", default="", metavar="文号", help="如 云工委〔2026〕12号")
    around.add_argument("--signer", default="", metavar="签发人", help="上行文才有")
    around.add_argument("--seal", action="store_true", help="署名和日期按加盖印章编排")
    around.add_argument("--copy-to", default="", metavar="抄送机关")
    around.add_argument("--printed-by", default="", metavar="印发机关")
    around.add_argument("--printed-on", default="", metavar="印发日期", help="如 2026年7月6日")
    parser.add_argument("--review", action="store_true", help="送审稿：核对发现的问题写成批注")


@dataclass(frozen=True)
class _Source:
    """What is exported: the text, the data it is checked against, and what the check says (as notes, too)."""

    manuscript: "Manuscript"
    supplied: "Supplied | None"
    report: "CheckReport | None"
    notes: "tuple[ReviewNote, ...]"


def run(arguments: argparse.Namespace) -> int:
    from drafting.layout.export_gate import gate_question

    form = arguments.output.suffix.lower()
    if form not in FORMS:
        raise ExportError(f"不会写“{form or arguments.output.name}”格式；-o 请用 {'、'.join(FORMS)} 之一结尾。")
    source = _source(arguments.draft, arguments.figures)
    if arguments.review and source.report is None:
        raise ExportError("没有数据表，无法核对，写不出批注；请用 --figures 指定数据表，或导出带有数据表的文稿。")
    save(arguments.output, _written(source, form, arguments))
    warning = gate_question(source.report) if source.report is not None else ""
    if warning:
        print(warning, file=sys.stderr)
    if arguments.json:
        fails = sum(1 for finding in source.report.findings if finding.severity == "fail") if source.report else 0
        print_json({"output": str(arguments.output), "title": source.manuscript.title, "open_fails": fails})
    else:
        print(f"已写出 {arguments.output}。")
    return 1 if warning else 0


def save(path: Path, data: bytes) -> None:
    """Write the finished file. Raises ExportError naming the path where that is not possible."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise ExportError(f"无法写入“{path}”（{error.strerror}）；请换一个位置，或先关闭正打开的同名文件。") from error


def _source(draft: str, figures: Path | None) -> _Source:
    if not Path(draft).suffix and not Path(draft).exists():
        return _of_draft(draft)
    from drafting.checking.check import check
    from drafting.checking.left_mark import for_print
    from drafting.checking.supplied import Supplied
    from drafting.figure_sheet import read_sheet
    from drafting.layout.review_copy import manuscript_notes
    from drafting.manuscript import to_text
    from knowledge_base.recognition import period_in

    manuscript, supplied = _read(Path(draft))
    if figures is not None:
        supplied = Supplied(figures=read_sheet(figures).figures, period=period_in(manuscript.title))
    if supplied is None:
        return _Source(manuscript, None, None, ())
    report = for_print(check(to_text(manuscript), supplied))
    return _Source(manuscript, supplied, report, manuscript_notes(manuscript, report))


def _read(path: Path) -> "tuple[Manuscript, Supplied | None]":
    """Return a file's text and the data that it carries; of a .docx with levels and the figures of its numbers."""
    from drafting.layout.docx_reader import read_docx
    from drafting.layout.figure_part import read_supplied
    from drafting.manuscript import manuscript_from_paragraphs
    from knowledge_base.reading import Limits, read_document_bytes
    from knowledge_base.reading.document import file_bytes

    data = file_bytes(path, Limits())
    if is_word(data):
        return read_docx(data, path.name), read_supplied(data, path.name)
    return manuscript_from_paragraphs(read_document_bytes(data, path.name).paragraphs), None


def _of_draft(draft_id: str) -> _Source:
    from drafting.checking.supplied import supplied_for
    from drafting.layout.review_copy import review_notes
    from drafting.manuscript import manuscript_of

    with open_workspace() as workspace:
        draft = workspace.store.get(draft_id)
        check = workspace.drafter.check(draft)
    return _Source(manuscript_of(draft), supplied_for(draft.request), check.report, review_notes(draft, check))


def _written(source: _Source, form: str, arguments: argparse.Namespace) -> bytes:
    from drafting.layout.docx_writer import write_docx
    from drafting.layout.office import to_pdf
    from drafting.layout.profile import open_profile
    from drafting.manuscript import to_markdown, to_text
    from drafting.settings import load_settings

    if form == ".md":
        return to_markdown(source.manuscript).encode("utf-8")
    if form == ".txt":
        return (to_text(source.manuscript) + "\n").encode("utf-8")
    profile = open_profile(arguments.profile, load_settings().home)
    notes = source.notes if arguments.review else ()
    frame = _frame(arguments, source)
    data = write_docx(source.manuscript, profile, notes=notes, supplied=source.supplied, frame=frame)
    return to_pdf(data) if form == ".pdf" else data


def _frame(arguments: argparse.Namespace, source: _Source) -> "OfficialFrame":
    from drafting.issue_date import read_date
    from drafting.layout.official_frame import OfficialFrame

    printed_on = read_date(arguments.printed_on) if arguments.printed_on else None
    if arguments.printed_on and printed_on is None:
        raise ExportError(f"印发日期“{arguments.printed_on}”认不出来；请写成 2026年7月6日 这样的形式。")
    if arguments.annex and not (source.supplied and source.supplied.figures):
        raise ExportError("没有数据表，附不上数据汇总表；请用 --figures 指定数据表，或去掉 --annex。")
    return OfficialFrame(
        organ=arguments.organ,
        number=arguments.number,
        signer=arguments.signer,
        sealed=arguments.seal,
        copied_to=arguments.copy_to,
        printed_by=arguments.printed_by,
        printed_on=printed_on,
        annex=source.supplied.figures if arguments.annex and source.supplied else (),
    )
