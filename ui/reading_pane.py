"""The report being read: as it was understood, beside its original, or to be put right."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any

from knowledge_base.correction import Correction, lines_of
from knowledge_base.errors import ReadingError
from knowledge_base.library import ReportSummary
from knowledge_base.reading import read_document_bytes
from knowledge_base.report import Period, Report
from ui.original_view import OriginalParagraph, original_view
from ui.page import Desk, shown
from ui.place import is_id
from ui.reading_view import shown_report

#: What a report may report on, as it is chosen from a list.
SPANS = {
    "": "全年",
    "1": "上半年",
    "2": "下半年",
    "q1": "第一季度",
    "q2": "第二季度",
    "q3": "第三季度",
    "q4": "第四季度",
}
LONGEST_TITLE, LONGEST_NAME, LONGEST_LINE = 200, 100, 2000


class Mode(StrEnum):
    """The three ways of looking at a report."""

    READ = "read"
    ORIGINAL = "original"
    CORRECT = "correct"


class ReadingPane:
    """Renders the report being read, and does what is asked of it there."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def overview(self) -> str:
        """Return what the library holds, by genre and year and by unit: shown while no report is being read."""
        reports = self._desk.workspace.library.list()
        years = sorted({report.period.year for report in reports if report.period}, reverse=True)[:8]
        genres = sorted({report.genre for report in reports}, key=lambda genre: (not genre, genre))
        rows = [
            (
                self._desk.genre_name(genre) or "文种未识别",
                [_count(reports, genre, year) for year in years],
                _count(reports, genre),
            )
            for genre in genres
        ]
        units = sorted({report.unit for report in reports})
        counts = [(unit or "单位未识别", sum(report.unit == unit for report in reports)) for unit in units]
        return shown(
            "overview", total=len(reports), years=years, rows=rows, units=sorted(counts, key=lambda one: -one[1])
        )

    def report(self, report_id: str, mode: Mode = Mode.READ) -> str:
        """Return a report in one of the modes. Raises NotFoundError."""
        report = self._desk.workspace.library.show(report_id)
        return shown(
            "report",
            report=shown_report(report, self._desk.genre_name(report.genre)),
            id=report.id,
            mode=mode.value,
            original=self._original(report) if mode is Mode.ORIGINAL else (),
            form=self._form(report) if mode is Mode.CORRECT else None,
        )

    def undo(self, report_id: str, number: int) -> None:
        """Put a removal back into the report, or take it off again where it was put back before."""
        library = self._desk.workspace.library
        _, removals = library.original(report_id)
        if not 0 <= number < len(removals):
            raise ReadingError("这一处去掉的内容已经不在了；请重新打开这篇报告再看。")
        wanted = [one for at, one in enumerate(removals) if one.undone is not (at == number)]
        library.undo_removals(report_id, [replace(one, undone=False) for one in wanted])

    def correct(self, report_id: str, data: Mapping[str, Any]) -> None:
        """Store what the user says of a report. Raises ReadingError where that cannot be."""
        self._desk.workspace.library.correct(report_id, self._correction(data))

    def _original(self, report: Report) -> tuple[OriginalParagraph, ...]:
        data, removals = self._desk.workspace.library.original(report.id)
        return original_view(read_document_bytes(data, report.source_name).paragraphs, removals)

    def _form(self, report: Report) -> dict[str, Any]:
        period = report.period
        return {
            "title": report.title,
            "unit": report.unit,
            "genre": report.genre,
            "genres": [("", "未识别"), *((genre.id, genre.name) for genre in self._desk.workspace.genres.values())],
            "year": period.year if period else "",
            "span": _span(period),
            "spans": list(SPANS.items()),
            "lines": [(place, line) for place, line in enumerate(lines_of(report.sections)) if not line.closing],
        }

    def _correction(self, data: Mapping[str, Any]) -> Correction:
        year, span, genre = (str(data.get(name, "")).strip() for name in ("year", "span", "genre"))
        if year and not (year.isdigit() and 1990 <= int(year) <= 2099):
            raise ReadingError(f"年份“{year[:8]}”不对；请填四位数的年份，如 2025，不清楚就留空。")
        if genre and not is_id(genre):
            raise ReadingError("没有这个文种；请从列表里选。")
        lines = {int(place): (int(level), str(text)[:LONGEST_LINE]) for place, level, text in data.get("lines", ())}
        return Correction(
            title=" ".join(str(data.get("title", "")).split())[:LONGEST_TITLE],
            genre=genre,
            unit=" ".join(str(data.get("unit", "")).split())[:LONGEST_NAME],
            period=_period(int(year), span) if year else None,
            lines=lines,
        )


def _period(year: int, span: str) -> Period:
    if span.startswith("q") and span in SPANS:
        return Period(year, quarter=int(span[1:]))
    return Period(year, int(span)) if span in {"1", "2"} else Period(year)


def _span(period: Period | None) -> str:
    if period is None:
        return ""
    return f"q{period.quarter}" if period.quarter is not None else str(period.half or "")


def _count(reports: Sequence[ReportSummary], genre: str, year: int | None = None) -> int:
    return sum(
        report.genre == genre and (year is None or (report.period is not None and report.period.year == year))
        for report in reports
    )
