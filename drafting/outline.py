"""The outline of a report, from its genre and the nearest past reports."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from drafting.assignment import assign
from drafting.draft import Outline, OutlineSection
from drafting.genre import Genre, GenreSection
from drafting.headings import ALIKE, SURELY_ALIKE, adapt_heading, likeness
from drafting.request import Request
from drafting.unit_name import in_name_of
from knowledge_base.report import Report, Role, Section

__all__ = ["assign", "propose_outline"]

#: Roles that a report of a genre cannot do without, if the genre has them.
_NEEDED = (Role.GUIDANCE, Role.PROGRESS, Role.TASKS, Role.PROBLEMS, Role.PLANS, Role.REQUIREMENTS)
#: An own text shorter than this under a heading with sub-headings is a damaged line, not a lead-in.
_SHORTEST_LEAD_IN = 10


def propose_outline(request: Request, genre: Genre, reports: Sequence[Report]) -> Outline:
    """Return the headings of the report with its figures and themes assigned.

    ``reports`` are the nearest past reports, those of the same unit and half first. The headings and their order are the
    newest one's, counted against the others; without any report they are the genre's. No heading carries last year's
    year, figure or ended campaign.
    """
    alike = _same_kind(request, reports)
    if alike:
        base = max(alike, key=lambda report: (report.period.year, report.period.half or 0) if report.period else (0, 0))
        sections = _from_report(request, genre, base, alike)
    else:
        sections = [_from_genre(section, "尚无同类报告，按文种通常的写法设置") for section in genre.sections]
        sections.insert(0, OutlineSection("", 0, "", Role.OPENING, reason="文种通常以导语开头"))
    numbered = tuple(replace(section, id=f"s{number}") for number, section in enumerate(sections, start=1))
    return assign(Outline(numbered), request, genre, alike)


def _same_kind(request: Request, reports: Sequence[Report]) -> list[Report]:
    """Return the reports nearest in kind: same unit and period kind, else same unit, else same period kind, else all."""
    told = [report for report in reports if any(section.level for section in report.sections)]
    unit = [report for report in told if _same_unit(report.unit, request.unit)]
    kind = [report for report in told if report.period is not None and report.period.half == request.period.half]
    both = [report for report in unit if report in kind]
    return both or unit or kind or told


def _same_unit(one: str, other: str) -> bool:
    return bool(one) and bool(other) and (one.endswith(other) or other.endswith(one))


@dataclass(frozen=True, slots=True)
class _Node:
    """A heading of a past report with the level it has in an outline (1 or 2) and the heading above it."""

    section: Section
    level: int
    parent: str

    @property
    def title(self) -> str:
        return self.section.title


def _from_report(request: Request, genre: Genre, base: Report, alike: Sequence[Report]) -> list[OutlineSection]:
    trees = [list(_nodes(report)) for report in alike]
    own = list(_nodes(base))
    sections: list[OutlineSection] = [OutlineSection("", 0, "", Role.OPENING, reason=_opening_reason(alike))]
    if own and own[0].level == 2:  # the report's beginning was lost with its first heading
        sections.append(_heading_above(own[0], genre))
    for node in own:
        adapted = adapt_heading(node.title, base.period, request.period, request.themes)
        heading = (
            adapted.text if _same_unit(base.unit, request.unit) else in_name_of(adapted.text, base.unit, request.unit)
        )
        if not heading:
            continue
        reason = _reason(node, trees, alike) + (f"；{adapted.note}" if adapted.note else "")
        role = _role(node, heading, genre, base)
        sections.append(OutlineSection("", node.level, heading, role, _is_drafted(node), reason=reason))
    _add_lost_headings(sections, genre)
    _add_missing_roles(sections, genre)
    if any(_closing(report) for report in alike):
        sections.append(
            OutlineSection("", 0, "", Role.CLOSING, reason=f"近年报告以“{_closing_words(alike)}”一类的话收束")
        )
    return sections


def _nodes(report: Report) -> Iterator[_Node]:
    for section in report.sections:
        if section.level == 0:
            continue
        top = 1 if section.level == 1 else 2
        yield _Node(section, top, "")
        if top == 1:
            for child in section.children:
                yield _Node(child, 2, section.title)


def _is_drafted(node: _Node) -> bool:
    """Tell whether text stands between the heading and the first one under it."""
    if node.level == 2 or not node.section.children:
        return True
    return sum(len(paragraph) for paragraph in node.section.paragraphs) >= _SHORTEST_LEAD_IN


def _role(node: _Node, heading: str, genre: Genre, base: Report) -> Role:
    """Return what the section is for: as its genre says of that heading, else as most of its text was taken for."""
    alike = [
        own for own in genre.sections if own.level == node.level and likeness(own.heading, heading) >= SURELY_ALIKE
    ]
    if alike:
        return alike[0].role
    roles = Counter(p.role for p in base.passages if p.heading_path and p.heading_path[-1] == node.section.heading)
    return roles.most_common(1)[0][0] if roles else node.section.role


def _reason(node: _Node, trees: Sequence[Sequence[_Node]], reports: Sequence[Report]) -> str:
    seen = sum(1 for tree in trees if any(_aligned(node, other) for other in tree))
    total = len(reports)
    if total == 1:
        period = reports[0].period
        return f"沿用{period.label}报告的标题" if period else "沿用以往报告的标题"
    years = {report.period.year for report in reports if report.period}
    if len(years) == total:
        return f"近{total}年报告中有{seen}年设此节"
    return f"近{total}份报告中有{seen}份设此节"


def _aligned(one: _Node, other: _Node) -> bool:
    if one.level != other.level:
        return False
    if likeness(one.title, other.title) >= ALIKE:
        return True
    # 下步打算 and 今后工作思路 share no word, but a report has one part of plans.
    return one.level == 1 and one.section.role is other.section.role and one.section.role is not Role.TASKS


def _opening_reason(reports: Sequence[Report]) -> str:
    has = any(section.level == 0 and section.role is Role.OPENING for report in reports for section in report.sections)
    return "近年报告均有导语" if has else "文种通常以导语开头"


def _heading_above(node: _Node, genre: Genre) -> OutlineSection:
    for section in genre.sections:
        if section.level == 1 and section.role is node.section.role:
            return _from_genre(section, "以往报告缺这一级标题，按文种补上", drafted=False)
    return OutlineSection("", 1, "工作开展情况", Role.PROGRESS, drafted=False, reason="以往报告缺这一级标题，已补上")


def _add_lost_headings(sections: list[OutlineSection], genre: Genre) -> None:
    """Insert a first-level heading where plans follow problems without one: the past report had lost it."""
    place = 0
    above: OutlineSection | None = None
    while place < len(sections):
        section = sections[place]
        if section.level == 1:
            above = section
        elif section.level == 2 and section.role is Role.PLANS and above is not None and above.role is not Role.PLANS:
            own = next((own for own in genre.sections if own.level == 1 and own.role is Role.PLANS), None)
            if own is not None:
                above = _from_genre(own, "以往报告缺这一级标题，按文种补上")
                sections.insert(place, above)
                place += 1
        place += 1


def _add_missing_roles(sections: list[OutlineSection], genre: Genre) -> None:
    """Insert the genre's first-level headings whose role the past report lacks (a report without its problems)."""
    present = {section.role for section in sections}
    order = [section for section in genre.sections if section.level == 1]
    for place, section in enumerate(order):
        if section.role not in _NEEDED or section.role in present:
            continue
        later = {following.role for following in order[place + 1 :]}
        at = next((i for i, s in enumerate(sections) if s.level == 1 and s.role in later), len(sections))
        sections.insert(at, _from_genre(section, "以往报告未设，按文种通常的写法补上", drafted=True))
        present.add(section.role)


def _from_genre(section: GenreSection, reason: str, *, drafted: bool | None = None) -> OutlineSection:
    is_drafted = section.drafted if drafted is None else drafted
    return OutlineSection("", section.level, section.heading, section.role, is_drafted, reason=reason)


def _closing(report: Report) -> str:
    for section in report.sections:
        if section.level == 0 and section.role is Role.CLOSING and section.paragraphs:
            return section.paragraphs[0]
    return ""


def _closing_words(reports: Sequence[Report]) -> str:
    words = next(text for text in map(_closing, reports) if text)
    return words if len(words) <= 12 else f"{words[:12]}……"
