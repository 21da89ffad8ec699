"""Where in a composed section the writer's own matter goes: the themes' notes, the figures without a slot."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from drafting.composer.current import brought_up_to_date, in_own_name
from drafting.composer.filling import Filler
from drafting.composer.matching import fills_of, places_in
from drafting.composer.prose import Paragraph, Point, Sentence, closed, paragraph_of
from drafting.composer.stencil import Stencil, slots_in
from drafting.composer.weaving import core_of, figure_sentences, is_spirit, note_sentences, theme_point
from drafting.figure import Figure
from drafting.headings import likeness
from drafting.request import Theme
from drafting.section_context import SectionContext
from drafting.tokens import tokens_in
from knowledge_base.report import Slot

#: A point whose name shares this much with a theme's is that theme's point.
_SAME_SUBJECT = 0.45
#: A sentence borrowed from another report is one a reader would not miss the context of.
_LONGEST_BORROWED = 60
#: 扎实开展, 认真组织开展: what may stand before a name and say nothing more.
_LONGEST_LEAD = 8
#: 四中全会精神: the end of a session's name, by which a row of sessions names it.
_SESSION = 6
#: What is counted in the same unit stands together where no word tells.
_SAME_UNIT = 0.2


def with_themes(paragraphs: Sequence[Paragraph], context: SectionContext) -> tuple[Paragraph, ...]:
    """Return the paragraphs with each theme of the section in them, as notes added to its point or as a point."""
    result = list(paragraphs)
    for theme in context.themes:
        result = _with_theme(result, theme)
    return tuple(result)


def with_figures(
    paragraphs: Sequence[Paragraph], figures: Sequence[Figure], context: SectionContext, stock: Sequence[Stencil]
) -> tuple[Paragraph, ...]:
    """Return the paragraphs with every figure stated: in a past sentence that asks for it, else in one of its own."""
    result = list(paragraphs)
    left = list(figures)
    known = {figure.id: figure for figure in context.request.figures.figures}
    for sentence in _borrowed(left, context, stock):
        told = set(tokens_in(sentence.text))
        mine = [figure for figure in left if figure.id in told]
        left = [figure for figure in left if figure.id not in told]
        result = _added_at(result, _best_point(result, mine[0], known), (sentence,))
    groups: dict[tuple[int, int], list[Figure]] = {}
    for figure in left:
        groups.setdefault(_best_point(result, figure, known), []).append(figure)
    for place, group in groups.items():
        result = _added_at(result, place, figure_sentences(group, context.section.role))
    return tuple(result)


def _with_theme(paragraphs: list[Paragraph], theme: Theme) -> list[Paragraph]:
    place = _point_of(paragraphs, theme)
    if place is not None:
        return _with_notes(paragraphs, place, theme)
    number = max(range(len(paragraphs)), key=lambda i: paragraphs[i].counted)
    paragraph = paragraphs[number]
    if not paragraph.counted:
        points = (paragraph.points[0].with_sentences(*theme_point(theme, "").sentences), *paragraph.points[1:])
    else:
        word = next(point.word for point in paragraph.points if point.word)
        point = theme_point(theme, word)
        if is_spirit(theme):  # what the Party has decided is studied before anything else is told
            at = next(i for i, point in enumerate(paragraph.points) if point.word)
            points = (*paragraph.points[:at], point, *paragraph.points[at:])
        else:
            points = (*paragraph.points[:-1], _closed(paragraph.points[-1]), point)
    return [*paragraphs[:number], replace(paragraph, points=points), *paragraphs[number + 1 :]]


def _with_notes(paragraphs: list[Paragraph], place: tuple[int, int], theme: Theme) -> list[Paragraph]:
    """Return the paragraphs with a theme's notes after the sentence that names it, or at the end of its point."""
    point = paragraphs[place[0]].points[place[1]]
    notes = tuple(
        _without_known_start(note, point.text, theme) for note in note_sentences(theme) if note.text not in point.text
    )
    session = core_of(theme)[-_SESSION:] if is_spirit(theme) else core_of(theme)
    named = [i for i, sentence in enumerate(point.sentences) if session in sentence.text]
    if point.word or not named or named[0] == len(point.sentences) - 1:
        return _added_at(paragraphs, place, notes)
    at = named[0] + 1
    points = list(paragraphs[place[0]].points)
    points[place[1]] = replace(point, sentences=(*point.sentences[:at], *notes, *point.sentences[at:]))
    return [*paragraphs[: place[0]], replace(paragraphs[place[0]], points=tuple(points)), *paragraphs[place[0] + 1 :]]


def _without_known_start(note: Sentence, said: str, theme: Theme) -> Sentence:
    """Return a note without the clause that only names the theme again: 扎实开展X学习教育，举办读书班2期 where X is named."""
    first, core = note.clauses[0].text, core_of(theme)
    names_only = core in first and len(first) <= len(core) + _LONGEST_LEAD
    known = core in said or (is_spirit(theme) and core[-_SESSION:] in said)
    return replace(note, clauses=note.clauses[1:]) if names_only and known and len(note.clauses) > 1 else note


def _point_of(paragraphs: Sequence[Paragraph], theme: Theme) -> tuple[int, int] | None:
    """Return the point that speaks of the theme: one that names it, else one whose name is like it."""
    name, session = theme.name.strip("“”"), core_of(theme)[-_SESSION:]
    fits = []
    for number, paragraph in enumerate(paragraphs):
        for position, point in enumerate(paragraph.points):
            title = point.sentences[0].clauses[0].text
            like = likeness(name, title) if point.word else 0.0
            score = 2.0 if name in title and point.word else 1.0 if name in point.text else like
            if not point.word and is_spirit(theme) and session in point.text:
                score = 1.0  # 二十届三中、四中全会精神 names the fourth session without its full name
            fits.append((score, -number, -position))
    best = max(fits, default=(0.0, 0, 0))
    return (-best[1], -best[2]) if best[0] >= _SAME_SUBJECT else None


def _borrowed(figures: Sequence[Figure], context: SectionContext, stock: Sequence[Stencil]) -> list[Sentence]:
    """Return sentences of other passages whose every slot one of these figures fills, and that say nothing else."""
    found: list[Sentence] = []
    used: set[str] = set()
    for stencil in stock:
        slots = dict(stencil.slots)
        paragraph = brought_up_to_date(paragraph_of(in_own_name(stencil, context)), context, stencil.passage)
        for sentence in (s for point in paragraph.points for s in point.sentences):
            filled = _filled(sentence, slots, [figure for figure in figures if figure.id not in used])
            if filled is not None:
                used.update(tokens_in(filled.text))
                found.append(filled)
    return found


def _filled(sentence: Sentence, slots: dict[str, Slot], figures: Sequence[Figure]) -> Sentence | None:
    characters = slots_in(sentence.text)
    if not characters or len(sentence.text) > _LONGEST_BORROWED or not figures:
        return None
    places = places_in((clause.text for clause in sentence.clauses), slots)
    fills = fills_of(places, figures, (), set())
    if not all(character in fills for character in characters):
        return None
    return Filler(slots, fills, lambda _: False).sentence(sentence)


def _best_point(paragraphs: Sequence[Paragraph], figure: Figure, known: Mapping[str, Figure]) -> tuple[int, int]:
    """Return the point that a figure is nearest to by name or unit; the last one where none is near."""
    fits = []
    for number, paragraph in enumerate(paragraphs):
        for position, point in enumerate(paragraph.points):
            fits.append((_nearness(figure, point, known), number, position))
    best, number, position = max(fits)
    if best > 0:
        return number, position
    return len(paragraphs) - 1, len(paragraphs[-1].points) - 1


def _nearness(figure: Figure, point: Point, known: Mapping[str, Figure]) -> float:
    """Return the share of the name's pairs of characters that the point's wording holds, more for a shared unit."""
    pairs = {figure.name[i : i + 2] for i in range(len(figure.name) - 1)}
    text = point.text + "".join(known[i].name for i in tokens_in(point.text) if i in known)
    shared = sum(1 for pair in pairs if pair in text)
    same_unit = any(known[i].unit == figure.unit for i in tokens_in(point.text) if i in known)
    return (shared / len(pairs) if pairs else 0.0) + (
        _SAME_UNIT if same_unit and figure.unit not in ("次", "个", "%", "") else 0.0
    )


def _added_at(paragraphs: list[Paragraph], place: tuple[int, int], sentences: tuple[Sentence, ...]) -> list[Paragraph]:
    number, position = place
    paragraph = paragraphs[number]
    points = list(paragraph.points)
    points[position] = points[position].with_sentences(*sentences)
    return [*paragraphs[:number], replace(paragraph, points=tuple(points)), *paragraphs[number + 1 :]]


def _closed(point: Point) -> Point:
    return replace(point, sentences=closed(point.sentences))
