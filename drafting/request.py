"""What the writer asks for: one report, of one genre, for one period."""

from dataclasses import dataclass, field
from datetime import date

from drafting.figure import FigureSheet
from knowledge_base.report import Period


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of this period: its name and the writer's notes, a line a point."""

    name: str
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """Everything the writer supplies before drafting. ``genre`` is a genre's id; ``recipient`` may be empty."""

    genre: str
    unit: str
    period: Period
    date: date
    recipient: str = ""
    title: str = ""
    themes: tuple[Theme, ...] = ()
    figures: FigureSheet = field(default_factory=FigureSheet)
