"""``zhibi doctor``: what is configured, reachable and missing."""

import argparse
import shutil
from typing import TYPE_CHECKING

from ui.commands.arguments import Commands, add_command, open_workspace, print_json

if TYPE_CHECKING:
    from drafting.workspace import Workspace

PROBLEM = 1


def register(commands: Commands) -> None:
    add_command(commands, "doctor", run, "检查配置：用什么、能不能连上、缺什么")


def run(arguments: argparse.Namespace) -> int:
    with open_workspace() as workspace:
        points = diagnose(workspace)
    if arguments.json:
        print_json([{"name": name, "ok": ok, "detail": detail} for name, ok, detail in points])
    else:
        for name, ok, detail in points:
            print(f"{'✓' if ok else '✗'} {name}：{detail}")
    return 0 if all(ok for _, ok, _ in points) else PROBLEM


def diagnose(workspace: "Workspace") -> list[tuple[str, bool, str]]:
    """Return what was looked at: its name, whether it is in order, and the detail in Chinese."""
    from drafting.endpoint_health import probe_endpoint

    health = workspace.library.index_health()  # before anything searches, which would repair it
    reports = workspace.library.list()
    endpoint = probe_endpoint(workspace.settings)
    points = [
        ("数据目录", True, str(workspace.settings.home)),
        ("资料库", bool(reports), f"{len(reports)} 份往年材料" if reports else "资料库是空的，请先收入往年材料"),
        ("索引", health.state != "damaged", health.detail),
        ("检索", bool(workspace.library.search("工作", k=1)) or not reports, "能按写法检索往年材料"),
        ("模型", endpoint.ok, endpoint.detail),
    ]
    soffice = shutil.which("soffice")
    points.append(
        (
            "LibreOffice",
            True,
            "已安装，可读旧版 .doc、可预览版面" if soffice else "未安装；只影响读旧版 .doc 和版面预览",
        )
    )
    return points
