"""``zhibi library``: the past reports: add, list, show, search, remove, rebuild."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge_base.report import Hit, Report, Section
from ui.commands.arguments import Commands, add_command, open_workspace, print_json
from ui.commands.bulk_add import FEW, beside, files_of, progress_bar, summary_of

if TYPE_CHECKING:
    from knowledge_base.library import AddResult, ReportSummary


def register(commands: Commands) -> None:
    parser = commands.add_parser("library", help="往年材料：入库、列出、查看、检索、删除、重建索引")
    actions = parser.add_subparsers(title="操作", metavar="操作", required=True, parser_class=type(parser))

    add = add_command(actions, "add", run_add, "把往年材料收入资料库")
    add.add_argument("paths", nargs="+", type=Path, metavar="文件或文件夹")
    add.add_argument("--genre", help="文种（不填则自动识别）")
    add.add_argument("--unit", help="单位（不填则自动识别）")
    add.add_argument("--year", type=int, help="年份（不填则自动识别）")
    add.add_argument("--processes", type=int, default=0, metavar="N", help="同时读几份，默认与处理器数相同")

    listing = add_command(actions, "list", run_list, "列出资料库里的材料")
    listing.add_argument("--genre", help="只看一个文种")
    listing.add_argument("--unit", help="只看一个单位")
    listing.add_argument("--year", type=int, help="只看一年")

    show = add_command(actions, "show", run_show, "查看一份材料的结构和数字空格")
    show.add_argument("report_id", metavar="编号")

    search = add_command(actions, "search", run_search, "检索往年的写法")
    search.add_argument("query", metavar="内容")
    search.add_argument("--genre", help="只在一个文种里找")
    search.add_argument("--k", type=int, default=10, help="最多几段，默认 10")

    remove = add_command(actions, "remove", run_remove, "从资料库删除一份材料")
    remove.add_argument("report_id", metavar="编号")

    add_command(actions, "rebuild", run_rebuild, "按数据库重建检索索引")


def run_add(arguments: argparse.Namespace) -> int:
    from knowledge_base.reading.document import READABLE

    files, others = files_of(arguments.paths, READABLE)
    bulk = len(files) > FEW
    results: list[AddResult] = []
    with open_workspace() as workspace:
        added = workspace.library.add_all(
            files,
            genre=arguments.genre,
            unit=arguments.unit,
            year=arguments.year,
            # processes take a second to start: a few files are read sooner without
            processes=arguments.processes if bulk else 1,
        )
        with progress_bar(len(files), shown=bulk) as bar:
            for result in added:
                results.append(result)
                bar.update()
                if result.status == "rejected":
                    beside(bar, result.reason, sys.stderr)
                elif not arguments.json:
                    # what is printed is stored: whoever kills the import after this line loses nothing of it
                    beside(bar, _added_line(result), sys.stdout)
        if bulk and any(result.status == "added" for result in results):
            print("正在更新检索索引……", file=sys.stderr)
            workspace.library.refresh_indexes()
        genres = {genre.id: genre.name for genre in workspace.genres.values()}
    if arguments.json:
        print_json([_added(result) for result in results])
    if bulk or others:
        print(summary_of(results, others, genres), file=sys.stderr if arguments.json else sys.stdout)
    return 2 if any(result.status == "rejected" for result in results) else 0


def run_rebuild(arguments: argparse.Namespace) -> int:
    with open_workspace() as workspace:
        passages = workspace.library.rebuild()
    if arguments.json:
        print_json({"passages": passages})
    else:
        print(f"已按数据库重建检索索引：{passages} 段。")
    return 0


def run_list(arguments: argparse.Namespace) -> int:
    with open_workspace() as workspace:
        reports = workspace.library.list(genre=arguments.genre, unit=arguments.unit, year=arguments.year)
    if arguments.json:
        print_json([_listed(report) for report in reports])
        return 0
    for report in reports:
        period = report.period.label if report.period else "年份不详"
        print(f"{report.id}  {period}  {report.genre or '文种不详'}  {report.title or '（无标题）'}")
    print(f"共 {len(reports)} 份。")
    return 0


def run_show(arguments: argparse.Namespace) -> int:
    with open_workspace() as workspace:
        report = workspace.library.show(arguments.report_id)
    if arguments.json:
        print_json(_shown(report))
        return 0
    print(report.title or "（无标题）")
    for section in report.sections:
        _print_section(section)
    return 0


def run_search(arguments: argparse.Namespace) -> int:
    with open_workspace() as workspace:
        hits = workspace.library.search(arguments.query, genre=arguments.genre, k=arguments.k)
    if arguments.json:
        print_json([_hit(hit) for hit in hits])
        return 0
    for hit in hits:
        print(f"【{hit.report_title}】{' > '.join(hit.passage.heading_path)}\n{hit.passage.template}\n")
    if not hits:
        print("没有找到相近的写法；请换个说法，或先收入更多往年材料。")
    return 0


def run_remove(arguments: argparse.Namespace) -> int:
    with open_workspace() as workspace:
        workspace.library.remove(arguments.report_id)
    if arguments.json:
        print_json({"removed": arguments.report_id})
    else:
        print(f"已删除 {arguments.report_id}。")
    return 0


def _listed(report: "ReportSummary") -> dict[str, Any]:
    return {
        "report_id": report.id,
        "title": report.title,
        "genre": report.genre,
        "unit": report.unit,
        "year": report.period.year if report.period else None,
        "period": report.period.label if report.period else None,
        "passages": report.passages,
        "source_name": report.source_name,
    }


def _added(result: "AddResult") -> dict[str, Any]:
    return {
        "path": result.path,
        "status": result.status,
        "reason": result.reason,
        "report_id": result.report_id,
        "title": result.title,
        "genre": result.genre,
        "unit": result.unit,
        "year": result.year,
        "sections": result.sections,
        "passages": result.passages,
        "masks": result.masks,
        "notes": list(result.notes),
    }


def _added_line(result: "AddResult") -> str:
    state = "已收入" if result.status == "added" else "库中已有"
    masked = sum(result.masks.values())
    facts = f"{result.passages} 段，遮盖 {masked} 处"
    return "  ".join([state, result.report_id, result.title or "（无标题）", facts, "；".join(result.notes)])


def _shown(report: Report) -> dict[str, Any]:
    slots = [
        {"passage": passage.ordinal, "name": slot.name, "unit": slot.unit, "kind": slot.kind, "mark": slot.mark}
        | {"text": slot.text}
        for passage in report.passages
        for slot in passage.slots
    ]
    return {
        "report_id": report.id,
        "title": report.title,
        "genre": report.genre,
        "unit": report.unit,
        "year": report.period.year if report.period else None,
        "recipient": report.recipient,
        "signature": report.signature,
        "date": report.date,
        "sections": [_section(section) for section in report.sections],
        "slots": slots,
        "masks": report.masks,
        "notes": list(report.notes),
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "level": section.level,
        "heading": section.heading,
        "role": section.role,
        "text": "\n".join(section.paragraphs),
        "children": [_section(child) for child in section.children],
    }


def _print_section(section: Section) -> None:
    if section.heading:
        print(f"{'  ' * max(section.level - 1, 0)}{section.heading}")
    for paragraph in section.paragraphs:
        print(f"{'  ' * section.level}{paragraph}")
    for child in section.children:
        _print_section(child)


def _hit(hit: Hit) -> dict[str, Any]:
    passage = hit.passage
    return {
        "report_id": passage.report_id,
        "report_title": hit.report_title,
        "heading_path": list(passage.heading_path),
        "text": passage.text,
        "template": passage.template,
        "score": hit.score,
    }
