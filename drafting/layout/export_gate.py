"""The gate before a file leaves the house: what is still wrong in it, and the name that says so."""

from collections import Counter

from drafting.checking.finding import CheckReport, Finding, Verdict

DISCUSSION = "讨论稿"
_FORBIDDEN = '\\/:*?"<>|\r\n\t'  # in the name of a file
_LONGEST_NAME = 80
_NAMED = 3


def open_fails(report: CheckReport) -> tuple[Finding, ...]:
    """Return the findings of severity ``fail``, in the order of the text."""
    return tuple(finding for finding in report.findings if finding.severity is Verdict.FAIL)


def export_name(title: str, report: CheckReport) -> str:
    """Return the name of the exported file without its ending: a text with open findings is 讨论稿, whatever its title."""
    name = "".join(char for char in title if char not in _FORBIDDEN).strip(" .")[:_LONGEST_NAME] or "报告"
    return f"{name}（{DISCUSSION}）" if open_fails(report) else name


def gate_question(report: CheckReport) -> str:
    """Return what to ask or warn before an export: how many findings are open and which; empty where none is."""
    fails = open_fails(report)
    if not fails:
        return ""
    times = Counter(_named(finding) for finding in fails)
    named = [f"{name}（{count} 处）" if count > 1 else name for name, count in times.items()]
    others = f"等 {len(fails)} 处" if len(named) > _NAMED else f"，共 {len(fails)} 处"
    return (
        f"还有问题没有处理：{'、'.join(named[:_NAMED])}{others}；现在导出，文件标为“{DISCUSSION}”，请处理后再正式印发。"
    )


def _named(finding: Finding) -> str:
    text = finding.text or finding.message
    return f"“{text[:20]}…”" if len(text) > 20 else f"“{text}”"
