"""Which past reports a section was written from, in words."""

from collections.abc import Iterable

from knowledge_base.errors import NotFoundError
from knowledge_base.library import Library

MOST_SHOWN = 3


class PassageSources:
    """Names passages by report and heading; reports are looked up once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: dict[str, dict[str, str]] = {}

    def names(self, passage_ids: Iterable[str]) -> list[str]:
        """Return the first few sources as 《标题》 with the innermost heading; a report that has been removed is left out."""
        names = [self._name(passage_id) for passage_id in passage_ids]
        return list(dict.fromkeys(name for name in names if name))[:MOST_SHOWN]

    def _name(self, passage_id: str) -> str:
        report_id = passage_id.rpartition("-")[0]
        if report_id not in self._known:
            self._known[report_id] = self._read(report_id)
        return self._known[report_id].get(passage_id, "")

    def _read(self, report_id: str) -> dict[str, str]:
        try:
            report = self._library.show(report_id)
        except NotFoundError:
            return {}
        title = f"《{report.title}》" if report.title else "（无标题的报告）"
        return {
            passage.id: title + (passage.heading_path[-1] if passage.heading_path else "")
            for passage in report.passages
        }
