"""Which section states which figure, and which takes up which theme."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import log

from drafting.draft import Outline, OutlineSection
from drafting.figure import Figure
from drafting.genre import Genre, GenreSection
from drafting.headings import ALIKE, campaign_kind, likeness
from drafting.request import Request, Theme
from drafting.subjects import in_common, subjects_of
from knowledge_base.quantities.labels import similarity
from knowledge_base.report import Report, Role

#: Where this period's figures are stated unless their 归属 says otherwise: problems and plans speak without them.
_STATING = frozenset({Role.PROGRESS, Role.ECONOMY, Role.TASKS})
#: A theme that shares less than this of its wording with every section gets a section of its own.
_THEME_FITS = 0.3
#: Campaigns whose kind is telling; 活动 and 行动 stand in every section.
_LONG_KINDS = frozenset({"学习教育", "主题教育", "专项行动"})
_CAMPAIGN_BONUS = 0.3
#: A figure below this belongs nowhere in particular, and goes with the row above it.
_FIGURE_FITS = 0.8
#: A 归属 that names a section outweighs everything that past reports and the genre can say (at most 3.5 together).
_TOPIC_WEIGHT = 5
#: An opening states only what it has always stated.
_OPENING_FITS = 0.9


def assign(outline: Outline, request: Request, genre: Genre | None = None, reports: Sequence[Report] = ()) -> Outline:
    """Return the outline with every figure in exactly one drafted section, and every theme in one.

    What the outline assigns already stays, for the writer may have said so; what the request no longer holds goes. A
    figure goes by its 归属, by the section whose past text stated that indicator, by the genre's usual indicators. A
    theme goes to the section whose wording is nearest, or becomes a section.
    """
    kept = _kept(outline, request)
    if not any(section.drafted for section in kept.sections):
        return kept
    with_themes = _assign_themes(kept, request, genre, reports)
    return _assign_figures(with_themes, request, genre, reports)


@dataclass(frozen=True)
class _Profile:
    """What is known of a section: its headings, its indicators of past years, and how it was worded."""

    section: OutlineSection
    parent: str
    usual: tuple[str, ...]
    past_indicators: tuple[tuple[str, str], ...]
    past_text: str
    hint: str
    themes: tuple[str, ...] = field(default=())

    @cached_property
    def subjects(self) -> Counter[str]:
        """Return the subjects of the section, as its heading, its genre's hint and its past text tell them."""
        return subjects_of(f"{self.section.heading * 5}{self.hint * 2}{self.past_text}")

    @cached_property
    def wording(self) -> Counter[str]:
        """Return the pairs of characters of the section, those of its heading counted thrice."""
        return (
            _pairs(self.section.heading)
            + _pairs(self.section.heading)
            + _pairs(self.section.heading)
            + _pairs(self.past_text)
        )


def _kept(outline: Outline, request: Request) -> Outline:
    figures = {figure.id for figure in request.figures.figures}
    themes = {theme.name for theme in request.themes}
    taken_figures: set[str] = set()
    taken_themes: set[str] = set()
    sections = []
    for section in outline.sections:
        own = [
            i for i in dict.fromkeys(section.figure_ids) if section.drafted and i in figures and i not in taken_figures
        ]
        names = [
            n for n in dict.fromkeys(section.theme_names) if section.drafted and n in themes and n not in taken_themes
        ]
        taken_figures.update(own)
        taken_themes.update(names)
        sections.append(replace(section, figure_ids=tuple(own), theme_names=tuple(names)))
    return Outline(tuple(sections))


def _assign_themes(outline: Outline, request: Request, genre: Genre | None, reports: Sequence[Report]) -> Outline:
    taken = {name for section in outline.sections for name in section.theme_names}
    for theme in request.themes:
        if theme.name in taken:
            continue
        profiles = [p for p in _profiles(outline, genre, reports) if p.section.level and p.section.role in _STATING]
        rarity = _rarity(profiles)
        fits = [(_theme_fit(theme, profile, rarity), profile.section.id) for profile in profiles]
        best, section_id = max(fits, key=lambda fit: fit[0], default=(0.0, ""))
        if best >= _THEME_FITS:
            outline = _with(outline, section_id, theme=theme.name)
        else:
            outline = _with_new_section(outline, theme)
    return outline


def _theme_fit(theme: Theme, profile: _Profile, rarity: dict[str, float]) -> float:
    """Return how near a theme is to a section: by wording, rare wording weighing more, by subject, by campaign.

    Where last year's campaign stood, this year's of the same kind belongs.
    """
    wanted = _pairs(theme.name) + _pairs(theme.name) + _pairs(theme.notes)
    total = sum(count * rarity.get(pair, 1.0) for pair, count in wanted.items())
    shared = sum(count * rarity.get(pair, 1.0) for pair, count in wanted.items() if pair in profile.wording)
    heading = likeness(theme.name, profile.section.heading)
    subject = in_common(subjects_of(theme.name * 2 + theme.notes), profile.subjects)
    kind = campaign_kind(theme.name)
    campaign = _CAMPAIGN_BONUS if kind in _LONG_KINDS and kind in profile.past_text else 0.0
    return (shared / total if total else 0.0) + heading + 0.5 * subject + campaign


def _rarity(profiles: Sequence[_Profile]) -> dict[str, float]:
    """Return how telling each pair of characters is: 工作 stands in every section and tells nothing."""
    seen = Counter(pair for profile in profiles for pair in profile.wording)
    return {pair: log((1 + len(profiles)) / count) for pair, count in seen.items()}


def _with_new_section(outline: Outline, theme: Theme) -> Outline:
    """Return the outline with a section for the theme, last among the sections that tell what was done."""
    stating = [
        i for i, s in enumerate(outline.sections) if s.level and s.role in _STATING and s.role is not Role.ECONOMY
    ]
    if not stating:
        first = next(section for section in outline.sections if section.drafted)
        return _with(outline, first.id, theme=theme.name)
    last = outline.sections[stating[-1]]
    level = 2 if any(outline.sections[i].level == 2 for i in stating) else 1
    ids = {section.id for section in outline.sections}
    new_id = next(f"s{n}" for n in range(len(ids) + 1, 2 * len(ids) + 2) if f"s{n}" not in ids)
    reason = "以往报告没有相近的一节，为本期主题单设"
    section = OutlineSection(new_id, level, theme.name, last.role, theme_names=(theme.name,), reason=reason)
    sections = (*outline.sections[: stating[-1] + 1], section, *outline.sections[stating[-1] + 1 :])
    return Outline(sections)


def _assign_figures(outline: Outline, request: Request, genre: Genre | None, reports: Sequence[Report]) -> Outline:
    profiles = list(_profiles(outline, genre, reports))
    home = {figure_id: section.id for section in outline.sections for figure_id in section.figure_ids}
    previous = ""
    for figure in request.figures.figures:
        if figure.id not in home:
            home[figure.id] = _best_section(figure, profiles, previous)
            outline = _with(outline, home[figure.id], figure=figure.id)
        previous = home[figure.id]
    return outline


def _best_section(figure: Figure, profiles: Sequence[_Profile], previous: str) -> str:
    best, section_id = max(
        ((_figure_fit(figure, profile), profile.section.id) for profile in profiles), key=lambda fit: fit[0]
    )
    if best >= _FIGURE_FITS:
        return section_id
    stating = [profile.section.id for profile in profiles if profile.section.level and profile.section.role in _STATING]
    return previous or (stating[0] if stating else section_id)


def _figure_fit(figure: Figure, profile: _Profile) -> float:
    topic = _topic_fit(figure.topic, profile) if figure.topic else 0.0
    past = max((_indicator_fit(figure, name, unit_class) for name, unit_class in profile.past_indicators), default=0.0)
    if profile.section.level == 0 or profile.section.role not in _STATING:
        return _TOPIC_WEIGHT * topic + (
            2 * past if past >= _OPENING_FITS and profile.section.role is Role.OPENING else 0.0
        )
    usual = max((similarity(figure.name, name) for name in profile.usual), default=0.0)
    return _TOPIC_WEIGHT * topic + 2 * past + usual + 0.5 * likeness(figure.name, profile.section.heading)


def _topic_fit(topic: str, profile: _Profile) -> float:
    """Return how well a 归属 names this section: its heading, a theme that it takes up, or the heading above it."""
    if topic in profile.themes:
        return 1.0
    own = 1.0 if topic in profile.section.heading else likeness(topic, profile.section.heading)
    theme = max((likeness(topic, name) for name in profile.themes), default=0.0)
    above = 0.3 * likeness(topic, profile.parent)
    return max(own, theme, above)


def _indicator_fit(figure: Figure, name: str, unit_class: str) -> float:
    """Return how alike two indicators are; what is counted in another unit is another indicator."""
    stated = figure.value.unit_class
    if stated and unit_class and stated != unit_class:
        return 0.0
    return similarity(figure.name, name)


def _profiles(outline: Outline, genre: Genre | None, reports: Sequence[Report]) -> Iterable[_Profile]:
    parent = ""
    for section in outline.sections:
        if section.level == 1:
            parent = section.heading
        if not section.drafted:
            continue
        own = _in_genre(section, genre)
        passages = [p for report in reports for p in report.passages if _under(p.heading_path, p.role, section)]
        yield _Profile(
            section=section,
            parent=parent if section.level == 2 else "",
            usual=own.indicators if own else (),
            hint=own.hint if own else "",
            past_indicators=tuple(
                {(slot.name, slot.unit_class): None for p in passages for slot in p.slots if slot.name}
            ),
            past_text="\n".join(passage.template for passage in passages),
            themes=section.theme_names,
        )


def _under(path: tuple[str, ...], role: Role, section: OutlineSection) -> bool:
    if section.level == 0:
        return not path and role is section.role
    if section.level == 1:
        return len(path) == 1 and likeness(path[0], section.heading) >= ALIKE
    return any(likeness(heading, section.heading) >= ALIKE for heading in path[1:] or path)


def _in_genre(section: OutlineSection, genre: Genre | None) -> GenreSection | None:
    if genre is None or not section.level:
        return None
    same_role = [own for own in genre.sections if own.role is section.role]
    alike = max(same_role, key=lambda own: likeness(own.heading, section.heading), default=None)
    return alike if alike and likeness(alike.heading, section.heading) >= ALIKE else None


def _with(outline: Outline, section_id: str, *, figure: str = "", theme: str = "") -> Outline:
    return Outline(
        tuple(
            replace(
                section,
                figure_ids=section.figure_ids + ((figure,) if figure else ()),
                theme_names=section.theme_names + ((theme,) if theme else ()),
            )
            if section.id == section_id
            else section
            for section in outline.sections
        )
    )


def _pairs(text: str) -> Counter[str]:
    wording = "".join(character if character.isalnum() else " " for character in text)
    return Counter(run[i : i + 2] for run in wording.split() for i in range(len(run) - 1))
