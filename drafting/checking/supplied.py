"""What a draft is checked against: the figure sheet, facts in plain text, the period, and past values."""

import datetime
from dataclasses import dataclass

from drafting.facts import headed_sums, period_in, read_facts
from drafting.figure import Figure
from drafting.request import Request
from knowledge_base.report import Period


@dataclass(frozen=True, slots=True)
class Supplied:
    """All that a number of a draft may be traced to.

    ``figures`` are the sheet's, which a draft is expected to use; ``facts`` come from plain text (theme notes) and need
    not be used. ``past`` are figures of earlier reports: a draft's number equal to one of them is stale. ``text`` is the
    supplied wording itself, in which a formula or a name may stand.
    """

    figures: tuple[Figure, ...] = ()
    facts: tuple[Figure, ...] = ()
    period: Period | None = None
    past: tuple[Figure, ...] = ()
    date: datetime.date | None = None
    text: str = ""


def supplied_for(request: Request, past: tuple[Figure, ...] = ()) -> Supplied:
    """Return what a request supplies: its sheet, its period and date, and the facts in the notes of its themes and figures."""
    notes = "\n".join(
        [
            *(f"{theme.name}\n{theme.notes}" for theme in request.themes),
            # A sheet's 备注 supplies too: 已建立党组织的规上企业113家 beside a rate.
            *(figure.note for figure in request.figures.figures if figure.note and not figure.together),
        ]
    )
    return Supplied(
        figures=request.figures.figures,
        facts=read_facts(notes, prefix="T", report=request.period).sheet.figures,
        period=request.period,
        past=past,
        date=request.date,
        text="\n".join([request.title, request.unit, request.recipient, notes]),
    )


def supplied_from_text(text: str, period: str = "") -> Supplied:
    """Return what plain facts supply; the period they state (报告年度2024) counts unless ``period`` gives another."""
    stated = period_in(period)
    facts = read_facts(text, report=stated)
    return Supplied(facts=facts.sheet.figures + headed_sums(text), period=stated or facts.period, text=text)
