"""资料库: the past reports — upload, list, read, search, remove."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.components import Component

from knowledge_base.errors import ReadingError
from knowledge_base.library import AddResult, ReportSummary
from knowledge_base.match_reason import match_reason
from knowledge_base.reading import Limits
from knowledge_base.reading.document import READABLE, documents_of, file_bytes
from ui.notices import inform
from ui.page import Desk, Updates, clickable, listen, plain, shown, titled
from ui.place import Place
from ui.reading_pane import Mode, ReadingPane
from ui.reading_view import shown_hit

ANY = ""
HITS = 12

_ADDED = {"added": ("done", "已加入"), "unchanged": ("", "已有"), "rejected": ("failed", "未加入")}


class LibraryPage:
    """The table and the search on the left, the report being read on the right."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._pane = ReadingPane(desk)
        genres = [("全部文种", ANY), *((genre.name, genre.id) for genre in desk.workspace.genres.values())]
        with gr.Column(elem_id="page-library", elem_classes="page"), gr.Row(equal_height=False):
            with gr.Column(scale=7, min_width=420):
                with gr.Column(elem_classes="card"):
                    titled("上传往年的报告", "Word、PDF、网页、文本或它们的 .zip，每个不超过 20 MB")
                    self._upload = gr.File(
                        show_label=False,
                        file_count="multiple",
                        file_types=list(READABLE),
                        elem_id="library-upload",
                        elem_classes="drop-here",
                        height=64,
                    )
                    self._results = plain("upload-results")
                with gr.Tabs():
                    with gr.Tab("报告目录", elem_classes="card"):
                        with gr.Row():
                            self._genre = gr.Dropdown(genres, value=ANY, label="文种", min_width=140)
                            self._unit = gr.Dropdown([("全部单位", ANY)], value=ANY, label="单位", min_width=140)
                            self._year = gr.Dropdown([("全部年份", ANY)], value=ANY, label="年份", min_width=100)
                        self._table = clickable("report-list")
                    with gr.Tab("查写法", elem_classes="card"):
                        with gr.Row():
                            self._query = gr.Textbox(
                                label="要写什么",
                                placeholder="如：党工委会议 督办 闭环管理",
                                scale=3,
                                elem_id="search-query",
                            )
                            self._search_genre = gr.Dropdown(genres, value=ANY, label="文种", min_width=140, scale=1)
                            self._search = gr.Button(
                                "查找", variant="primary", elem_id="search-go", scale=0, min_width=84
                            )
                        self._hits = clickable("hits")
            with gr.Column(scale=6, min_width=380, elem_classes="card", elem_id="reading-pane"):
                self._reading = clickable("reading", "reading")
        self._listen()

    def _listen(self) -> None:
        filters = [self._genre, self._unit, self._year]
        lists = [self._table, self._unit, self._year]
        listen(
            self._upload.upload,
            self.add,
            [self._upload],
            [self._results, self._upload, *lists, self._reading],
            progress="minimal",
        )
        for each in filters:
            listen(each.change, self.filter, filters, [self._table])
        listen(self._table.act, self.act, filters, [*lists, self._reading])
        listen(self._hits.act, self.read_hit, [], [self._reading])
        listen(self._reading.act, self.act_in_pane, [], [*lists, self._reading])
        for event in (self._search.click, self._query.submit):
            listen(event, self.search, [self._query, self._search_genre], [self._hits], progress="minimal")

    @property
    def outputs(self) -> Sequence[Component]:
        """Return what ``show`` sets."""
        return [self._table, self._unit, self._year, self._results, self._reading]

    def show(self, place: Place) -> Updates:
        """Return the whole list, and the report that the address names."""
        reading = self._pane.report(place.report_id) if place.report_id else self._pane.overview()
        return {**self._lists(chosen=place.report_id), self._results: "", self._reading: reading}

    def add(self, paths: list[str] | None) -> Updates:
        """Add the uploaded files, each with its own result."""
        results = [result for path in paths or [] for result in self._add_file(Path(path))]
        read = next((result.report.id for result in results if result.report), "")
        return {
            self._results: shown("upload_results", results=[_result_line(result) for result in results]),
            self._upload: None,
            **self._lists(chosen=read),
            self._reading: self._pane.report(read) if read else gr.skip(),
        }

    def filter(self, genre: str, unit: str, year: str) -> str:
        """Return the table of the reports that the filters leave."""
        return self._table_of(genre, unit, year, chosen="")

    def act(self, genre: str, unit: str, year: str, event: gr.EventData) -> Updates:
        """Read or remove the report of a row."""
        report_id = str(event._data.get("id", ""))
        if event._data.get("act") == "remove":
            self._desk.workspace.library.remove(report_id)
            return {**self._lists(chosen=""), self._reading: self._pane.overview()}
        return {
            self._reading: self._pane.report(report_id),
            self._table: self._table_of(genre, unit, year, chosen=report_id),
        }

    def read_hit(self, event: gr.EventData) -> str:
        """Show the report that a search result stands in."""
        return self._pane.report(str(event._data.get("id", "")))

    def act_in_pane(self, event: gr.EventData) -> Updates:
        """Look at the report another way, put back what cleaning took off, or store a correction."""
        data: Mapping[str, Any] = event._data
        report_id = str(data.get("id", ""))
        match data.get("act"):
            case "mode":
                return {self._reading: self._pane.report(report_id, Mode(str(data.get("mode", Mode.READ))))}
            case "undo":
                self._pane.undo(report_id, int(data.get("number", -1)))
                return {**self._lists(chosen=report_id), self._reading: self._pane.report(report_id, Mode.ORIGINAL)}
            case "correct":
                self._pane.correct(report_id, data)
                inform("已更正；目录、检索和起草都按更正后的来。")
                return {**self._lists(chosen=report_id), self._reading: self._pane.report(report_id)}
            case _:
                return {self._reading: self._pane.overview()}

    def search(self, query: str, genre: str) -> str:
        """Return the passages nearest to ``query``."""
        if not query.strip():
            return shown("hits", asked=False, hits=[])
        hits = self._desk.workspace.library.search(query, genre=genre or None, k=HITS)
        return shown("hits", asked=True, hits=[shown_hit(hit, match_reason(query, hit)) for hit in hits])

    def _add_file(self, path: Path) -> list[AddResult]:
        """Add an uploaded file or, of an archive, each file in it."""
        library, limits = self._desk.workspace.library, Limits()
        try:
            return [
                AddResult(name, "rejected", str(content))
                if isinstance(content, ReadingError)
                else library.add_bytes(content, name)
                for name, content in documents_of(file_bytes(path, limits), path.name, limits)
            ]
        except ReadingError as error:
            return [AddResult(path.name, "rejected", str(error))]
        finally:
            # Gradio has already copied the upload; the library keeps the bytes, so the copy may go at once.
            path.unlink(missing_ok=True)

    def _lists(self, chosen: str) -> Updates:
        reports = self._desk.workspace.library.list()
        units = sorted({report.unit for report in reports if report.unit})
        years = sorted({str(report.period.year) for report in reports if report.period}, reverse=True)
        return {
            self._table: self._table_of(ANY, ANY, ANY, chosen),
            self._unit: gr.update(choices=[("全部单位", ANY), *((unit, unit) for unit in units)], value=ANY),
            self._year: gr.update(choices=[("全部年份", ANY), *((year, year) for year in years)], value=ANY),
        }

    def _table_of(self, genre: str, unit: str, year: str, chosen: str) -> str:
        reports = self._desk.workspace.library.list(
            genre=genre or None, unit=unit or None, year=int(year) if year else None
        )
        lines = [self._line(report) for report in reports]
        return shown("report_list", reports=lines, chosen=chosen, filtered=bool(genre or unit or year))

    def _line(self, report: ReportSummary) -> Mapping[str, Any]:
        return {
            "id": report.id,
            "title": report.title,
            "genre": self._desk.genre_name(report.genre),
            "unit": report.unit,
            "year": report.period.year if report.period else None,
            "sections": report.passages,
            "masks": report.masks,
        }


def _result_line(result: AddResult) -> Mapping[str, str]:
    tone, word = _ADDED[result.status]
    reason = result.reason
    if result.report and not reason:
        reason = f"《{result.report.title}》" if result.report.title else "没有标题"
    return {"tone": tone, "word": word, "name": Path(result.path).name, "reason": reason}
