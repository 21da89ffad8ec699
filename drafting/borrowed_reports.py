"""Whose past reports a draft was written beside: its own unit's, and those of others, from which nothing should be taken over."""

from collections.abc import Sequence

from drafting.checking.borrowed_text import Borrowable, PastText
from drafting.draft import Draft
from drafting.unit_name import same_house
from knowledge_base.errors import NotFoundError
from knowledge_base.library import Library
from knowledge_base.report import Report


def borrowable_for(library: Library, draft: Draft, nearest: Sequence[Report]) -> Borrowable:
    """Return the past texts that the draft's sections were written from and the nearest reports, parted by unit."""
    reports = {report.id: report for report in nearest}
    for report_id in {source.rpartition("-")[0] for section in draft.sections for source in section.source_ids}:
        if report_id not in reports:
            try:
                reports[report_id] = library.show(report_id)
            except NotFoundError:
                continue  # removed from the library since
    request = draft.request
    supplied = [request.unit, request.title, request.recipient]
    supplied += [f"{theme.name}\n{theme.notes}" for theme in request.themes]
    supplied += [
        f"{figure.name}{figure.value_text}{figure.note}{figure.source}{figure.topic}"
        for figure in request.figures.figures
    ]
    supplied += [section.heading for section in draft.outline.sections]
    own = [report for report in reports.values() if _same_unit(report.unit, request.unit)]
    others = [report for report in reports.values() if report not in own]
    return Borrowable(
        tuple(
            PastText(report.unit, report.title, _text_of(report), same_house(report.unit, request.unit))
            for report in others
        ),
        "\n".join([*supplied, *(_text_of(report) for report in own)]),
    )


def _same_unit(unit: str, own: str) -> bool:
    """Tell whether two names are one unit's: 云岚工业园区党政办 and 云岚工业园区党政办公室; a report without a unit is nobody's."""
    return bool(unit) and (unit in own or own in unit)


def _text_of(report: Report) -> str:
    return "\n".join(passage.text for passage in report.passages)
