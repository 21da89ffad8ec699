"""The values that a past report becomes: Report → Section → Passage → Slot."""

from dataclasses import dataclass, field
from enum import StrEnum

from knowledge_base.quantities.mention import Hedge, Kind


class Role(StrEnum):
    """What a section is for, the same across genres and headings."""

    OPENING = "opening"  # 导语: before the first heading
    GUIDANCE = "guidance"  # 指导思想、总体要求
    PROGRESS = "progress"  # 工作开展情况、成效、现状
    ECONOMY = "economy"  # 经济指标段
    PROBLEMS = "problems"  # 存在问题、差距和不足
    PLANS = "plans"  # 下步打算、工作建议
    TASKS = "tasks"  # 工作要点的主要任务
    REQUIREMENTS = "requirements"  # 工作要求、组织保障
    CLOSING = "closing"  # 结尾语


@dataclass(frozen=True, slots=True)
class Period:
    """The time a report speaks of. ``half`` 1 or 2 for a half-year, ``quarter`` 1-4, neither for a whole year."""

    year: int
    half: int | None = None
    quarter: int | None = None

    @property
    def label(self) -> str:
        """Return the period as officials write it: 2026年上半年, 2026年第一季度, 2026年."""
        if self.half is not None:
            return f"{self.year}年{'上' if self.half == 1 else '下'}半年"
        if self.quarter is not None:
            return f"{self.year}年第{'一二三四'[self.quarter - 1]}季度"
        return f"{self.year}年"

    @property
    def previous_year(self) -> "Period":
        """Return the same period of the year before: what 同比 compares with."""
        return Period(self.year - 1, self.half, self.quarter)


@dataclass(frozen=True, slots=True)
class Slot:
    """A figure of a past report, held back so that its value cannot leak into a new draft.

    ``start``/``end`` are offsets in the passage's ``text``. ``text`` is what stood there (``2000余份``); ``name`` is the
    indicator in context (``收文``); ``mark`` is what stands in the template instead (``{收文:份}``).
    """

    name: str
    unit: str
    unit_class: str
    kind: Kind
    hedge: Hedge
    start: int
    end: int
    text: str
    mark: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of one section, small enough to be found and whole enough to be reused.

    ``heading_path`` are the headings above it, outermost first, with their numbers as written. ``template`` is ``text``
    with each slot's mark in place of its figure. ``ordinal`` is the place in the report, from 0.
    """

    report_id: str
    ordinal: int
    heading_path: tuple[str, ...]
    role: Role
    text: str
    template: str
    slots: tuple[Slot, ...]
    genre: str
    unit: str
    year: int | None
    half: int | None = None

    @property
    def id(self) -> str:
        """Return the passage's identity in every index."""
        return f"{self.report_id}-{self.ordinal:04d}"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it. ``level`` 0 is the report's own text before any heading.

    ``number`` is the enumerator as written (``一、``, ``（一）``, ``1.``), ``title`` the heading without it.
    """

    level: int
    number: str
    title: str
    role: Role
    paragraphs: tuple[str, ...] = ()
    children: tuple["Section", ...] = ()

    @property
    def heading(self) -> str:
        """Return the heading as written."""
        return self.number + self.title


@dataclass(frozen=True, slots=True)
class Report:
    """A past report as the library holds it.

    ``id`` comes from the content of the file, so the same file is the same report. ``sections`` is the tree, its first
    member the level-0 opening where there is one. ``masks`` counts masked places (``**``, ``XX``) by the mark as
    written. ``notes`` say in Chinese what was found and done on reading (no title, clutter removed …).
    """

    id: str
    title: str
    genre: str
    unit: str
    period: Period | None
    recipient: str
    signature: str
    date: str
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    masks: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    source_name: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a search found. ``score`` is comparable within one search only; larger is better."""

    passage: Passage
    score: float
    report_title: str


@dataclass(frozen=True, slots=True)
class UsualIndicator:
    """A figure that reports of a genre usually carry.

    ``last_value`` is the newest report's figure as it was written, ``last_period`` that report's period;
    ``seen_in`` of ``out_of`` reports carry it; ``topic`` is the heading it last stood under.
    """

    name: str
    unit: str
    last_value: str
    last_period: str
    seen_in: int
    out_of: int
    topic: str
