"""Composing a section: take the nearest past section, move it to this period, fill it, add what it has no place for."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from drafting.composer.current import brought_up_to_date, in_own_name
from drafting.composer.filling import Filler
from drafting.composer.matching import SAME_INDICATOR, fills_of, fits, places_in
from drafting.composer.placing import with_figures, with_themes
from drafting.composer.precedent import choose_precedent, is_own
from drafting.composer.prose import Paragraph, Point, Sentence, normalised, paragraph_of, written, written_section
from drafting.composer.skeleton import skeleton
from drafting.composer.stencil import Stencil, slots_in, stencils_of
from drafting.figure import Figure
from drafting.section_context import SectionContext
from drafting.tokens import tokens_in
from knowledge_base.quantities.labels import similarity
from knowledge_base.quantities.mention import QUANTITY_KINDS, Kind
from knowledge_base.report import Passage, Role, Slot

#: A paragraph longer than this was parted into passages (knowledge_base.passages): pieces that exceed it together were one.
_ONE_PASSAGE = 240
#: A usual indicator of the genre that a past section stated is missed by the reader of the report: it is marked.
_USUAL = 0.75
_POINT_OPENS = re.compile(r"(?:^|(?<=[。；，：]))([一二三四五六七八九十]{1,2})[是要](?!否|么|求|点|素)")


@dataclass(frozen=True, slots=True)
class Composed:
    """A section's text, its figures as tokens, and the passages that it was written from.

    ``notes`` say in Chinese what the writer should know about how it came to be.
    """

    text: str
    source_ids: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def compose(context: SectionContext) -> Composed:
    """Return the section written without a model.

    The nearest past section gives the sentences and their order; only its template is used, so no past figure can
    appear. A slot takes this period's figure of the same indicator and class of unit; where there is none, the clause
    is marked 【待补：…】 if the genre expects the figure, else dropped. Figures and themes without a place get one.
    """
    precedent = choose_precedent(context)
    stencils = stencils_of((*precedent.base, *precedent.others))
    base = stencils[: len(precedent.base)]
    paragraphs = _filled(context, base)
    if not paragraphs:
        return Composed(_text(skeleton(context)))
    paragraphs = with_themes(_announced(paragraphs, context), context)
    used = set(tokens_in("\n".join(written(paragraph) for paragraph in paragraphs)))
    left = [figure for figure in context.figures if figure.id not in used]
    paragraphs = with_figures(paragraphs, left, context, stencils[len(precedent.base) :])
    paragraphs = _without_repetition(paragraphs, context.written)
    sources = [source for paragraph in paragraphs for source in paragraph.source_ids]
    return Composed(_text(paragraphs), tuple(dict.fromkeys(sources)), _notes(precedent.base, context))


def _notes(base: Sequence[Passage], context: SectionContext) -> tuple[str, ...]:
    if not base or is_own(base[0], context.request.unit) or not base[0].unit:
        return ()
    return (f"本单位没有可借鉴的往年材料，本节套用了“{base[0].unit}”的写法，请核对名称、做法是否符合本单位实际。",)


def _announced(paragraphs: tuple[Paragraph, ...], context: SectionContext) -> tuple[Paragraph, ...]:
    """Return an opening that says what follows (现将…报告如下), though the past one's sentence could not be kept."""
    if context.section.role is not Role.OPENING or re.search("如下|制定本|特制定", _text(paragraphs)):
        return paragraphs
    last = skeleton(context)[0].points[0].sentences[-1]
    point = paragraphs[-1].points[-1].with_sentences(last)
    return (*paragraphs[:-1], replace(paragraphs[-1], points=(*paragraphs[-1].points[:-1], point)))


def _filled(context: SectionContext, stencils: Sequence[Stencil]) -> tuple[Paragraph, ...]:
    """Return the past section moved to this period and filled, without what is left empty."""
    slots = {character: slot for stencil in stencils for character, slot in stencil.slots.items()}
    if not stencils:
        return ()
    source = stencils[0].passage
    paragraphs = [brought_up_to_date(paragraph, context, source) for paragraph in _paragraphs(context, stencils)]
    sentences = [s for paragraph in paragraphs for point in paragraph.points for s in point.sentences]
    places = places_in((clause.text for sentence in sentences for clause in sentence.clauses), slots)
    fills = fills_of(places, (*context.figures, *context.figures_locked), context.figures_elsewhere, set())
    # a locked sentence's figure finds its slot, so that no other one takes it, and is not stated again
    locked = {character for character, fill in fills.items() if fill.figure in context.figures_locked}
    told = [slots[character] for character in locked]
    fills = {character: fill for character, fill in fills.items() if character not in locked}
    own = is_own(source, context.request.unit)
    filler = Filler(slots, fills, lambda slot: slot not in told and _is_wanted(slot, context, own=own))
    filled = [replace(paragraph, points=_filled_points(paragraph.points, filler)) for paragraph in paragraphs]
    return tuple(paragraph for paragraph in filled if paragraph.points)


def _paragraphs(context: SectionContext, stencils: Sequence[Stencil]) -> Iterable[Paragraph]:
    """Yield the paragraphs of a past section, those joined again that the library had parted into passages."""
    text = ""
    ids: list[str] = []
    before: Passage | None = None
    for stencil, following in zip(stencils, [*stencils[1:], None], strict=True):
        after = following.passage if following else None
        if before is not None and not _continues(text, before, stencil.passage, after):
            yield paragraph_of(text, tuple(ids))
            text = ""
            ids = []
        text += in_own_name(stencil, context)
        ids.append(stencil.passage.id)
        before = stencil.passage
    if text:
        yield paragraph_of(text, tuple(ids))


def _continues(text: str, before: Passage, after: Passage, following: Passage | None) -> bool:
    """Tell whether a passage belongs to the paragraph ``text`` under way, whose last passage is ``before``.

    A lead-in runs on into its points where 一是 is followed by 二是; points of a paragraph each stand apart.
    """
    if after.ordinal != before.ordinal + 1:
        return False
    first = _POINT_OPENS.search(after.text)
    if first is not None and first[1] != "一":
        return _POINT_OPENS.search(text) is not None  # 三是 without its 一是 opens a paragraph of its own
    if first is not None and first.start() == 0:
        runs_on = following is not None and _POINT_OPENS.match(following.text) is not None
        return _POINT_OPENS.match(before.text) is None and (runs_on or before.text[-1:] in ("：", "，"))
    return len(before.text) + len(after.text) > _ONE_PASSAGE and before.role is after.role


def _filled_points(points: Sequence[Point], filler: Filler) -> tuple[Point, ...]:
    kept = []
    for point in points:
        sentences = tuple(
            s
            for s in (filler.sentence(sentence) for sentence in point.sentences)
            if s is not None and not slots_in(s.text)
        )
        title_only = point.word != "" and len(sentences) == 1 < len(point.sentences) and _is_title(sentences[0])
        if sentences and not title_only:
            kept.append(replace(point, sentences=sentences))
    return tuple(kept)


def _is_title(sentence: Sentence) -> bool:
    """Tell whether a sentence only names its point (一是严肃党内政治生活。)."""
    return (
        len(sentence.clauses) == 1
        and not slots_in(sentence.text)
        and "{" not in sentence.text
        and len(sentence.text) <= 20
    )


def _is_wanted(slot: Slot, context: SectionContext, *, own: bool) -> bool:
    """Tell whether the report needs a figure that was not given, so that its place is kept and marked.

    What another unit used to state is no duty of this one's.
    """
    if not context.genre.figures_expected or not slot.name:
        return False
    if slot.kind not in QUANTITY_KINDS and not (slot.kind is Kind.PLACEHOLDER and slot.unit):
        return False
    everything = (*context.figures, *context.figures_elsewhere, *context.figures_locked)
    if not everything:
        return True
    if not own or _given(slot, everything):
        return False  # stated elsewhere, or in another wording: no data is missing
    return any(name in slot.name or similarity(slot.name, name) >= _USUAL for name in context.genre.indicators)


def _given(slot: Slot, figures: Sequence[Figure]) -> bool:
    return any(fits(figure, slot) >= SAME_INDICATOR for figure in figures)


def _without_repetition(paragraphs: Sequence[Paragraph], written_before: frozenset[str]) -> tuple[Paragraph, ...]:
    """Return the paragraphs with each sentence said once, here and in the sections before."""
    seen = set(written_before)
    kept = []
    for paragraph in paragraphs:
        points = []
        for point in paragraph.points:
            sentences = [sentence for sentence in point.sentences if _is_new(sentence, seen)]
            if sentences:
                points.append(replace(point, sentences=tuple(sentences)))
        if points:
            kept.append(replace(paragraph, points=tuple(points)))
    return tuple(kept)


def _is_new(sentence: Sentence, seen: set[str]) -> bool:
    wording = normalised(sentence.text)
    if wording in seen:
        return False
    seen.add(wording)
    return True


def _text(paragraphs: Sequence[Paragraph]) -> str:
    return written_section(paragraphs)
