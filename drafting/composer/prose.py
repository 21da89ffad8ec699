"""The build of a paragraph: points (一是…二是…), their sentences, and the clauses of a sentence.

Cutting never falls inside brackets, quotation marks or a book title: “讲政治，顾大局” is one word to a writer.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from drafting.enumerator import write_ordinal

_OPENING = "《“（(「『〔"
_CLOSING = "》”）)」』〕"
_SENTENCE_END = "。！？!?"
_CLAUSE_END = "，,；;：:"
_POINT = re.compile(r"(?:(?<=^)|(?<=[。；;，,：:\s]))[一二三四五六七八九十]{1,2}(是|要)(?!否|么)")
_POINT_LABEL = re.compile(r"[^，。；：]{2,30}[。：]")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause and the punctuation that closes it."""

    text: str
    end: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """Clauses up to a full stop. ``kept`` marks the writer's own words: never filled, dropped or reworded."""

    clauses: tuple[Clause, ...]
    kept: bool = False

    @property
    def text(self) -> str:
        """Return the sentence as written."""
        return "".join(clause.text + clause.end for clause in self.clauses)


@dataclass(frozen=True, slots=True)
class Point:
    """One of the points of a paragraph (一是…), or with an empty ``word`` what stands before the first of them."""

    word: str
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        """Return the point without its enumerator."""
        return "".join(sentence.text for sentence in self.sentences)

    def with_sentences(self, *more: Sentence) -> "Point":
        """Return the point with sentences added at its end."""
        return replace(self, sentences=(*closed(self.sentences), *more))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as its points. ``source_ids`` are the passages it comes from, none for what is new."""

    points: tuple[Point, ...] = field(default=())
    source_ids: tuple[str, ...] = ()

    @property
    def counted(self) -> int:
        """Return how many points are enumerated."""
        return sum(1 for point in self.points if point.word)


def paragraph_of(text: str, source_ids: tuple[str, ...] = ()) -> Paragraph:
    """Return a paragraph parted into points, sentences and clauses."""
    starts = [match for match in _POINT.finditer(text) if not _inside(text, match.start())]
    # 一是 alone inside a paragraph is no enumeration (“这一是非之地”); at its start it is one of several paragraphs.
    if not starts or (len(starts) == 1 and starts[0].start()):
        return Paragraph((Point("", sentences_of(text)),), source_ids)
    points = []
    if text[: starts[0].start()].strip():
        points.append(Point("", sentences_of(text[: starts[0].start()])))
    for match, following in zip(starts, [*starts[1:], None], strict=True):
        end = following.start() if following else len(text)
        points.append(Point(match[1], sentences_of(text[match.end() : end])))
    return Paragraph(tuple(point for point in points if point.sentences), source_ids)


def sentences_of(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a text; the last one may lack its full stop."""
    sentences: list[Sentence] = []
    clauses: list[Clause] = []
    for clause in _clauses(text):
        clauses.append(clause)
        if clause.end and clause.end[0] in _SENTENCE_END:
            sentences.append(Sentence(tuple(clauses)))
            clauses = []
    if clauses:
        sentences.append(Sentence(tuple(clauses)))
    return tuple(sentences)


def written_section(paragraphs: Sequence[Paragraph]) -> str:
    """Return paragraphs as the text of a section. Points that are paragraphs of their own are numbered through it."""
    single = [place for place, paragraph in enumerate(paragraphs) if paragraph.counted == 1]
    texts = []
    for place, paragraph in enumerate(paragraphs):
        through = len(single) > 1 and place in single
        texts.append(written(paragraph, first=single.index(place) + 1 if through else 1, numbered=through))
    return "\n".join(text for text in texts if text)


def written(paragraph: Paragraph, *, first: int = 1, numbered: bool = False) -> str:
    """Return a paragraph as text, its points numbered anew: 一是, 二是, 三是.

    A single one left needs no number, unless it is one of several paragraphs (``numbered``, from ``first``).
    """
    counted = paragraph.counted
    number = first - 1
    pieces: list[str] = []
    for place, point in enumerate(paragraph.points):
        last = place == len(paragraph.points) - 1
        text = point.text if not point.word and not last else _ended(point.text, last=last)
        if point.word:
            number += 1
            text = text if counted == 1 and not numbered else f"{_ordinal(number)}{point.word}{text}"
        pieces.append(text)
    return "".join(pieces)


def closed(sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """Return sentences whose last one ends in a full stop, so that another may follow."""
    if not sentences:
        return sentences
    last = sentences[-1].clauses[-1]
    end = last.end if last.end[:1] in tuple(_SENTENCE_END) else "。"
    return (*sentences[:-1], replace(sentences[-1], clauses=(*sentences[-1].clauses[:-1], Clause(last.text, end))))


def normalised(sentence: str) -> str:
    """Return what makes two sentences the same: their wording without punctuation, numbers of points and spaces."""
    bare = re.sub(r"^[一二三四五六七八九十]{1,2}[是要]", "", sentence.strip())
    return re.sub(r"[\W_]", "", bare)


def written_sentences(text: str) -> frozenset[str]:
    """Return the normalised sentences of a text, as ``SectionContext.written`` collects them."""
    found: set[str] = set()
    for line in text.splitlines():
        for point in paragraph_of(line).points:
            found.update(normalised(sentence.text) for sentence in point.sentences)
    return frozenset(sentence for sentence in found if sentence)


def items_of(text: str) -> tuple[str, ...]:
    """Return the items of a list in a clause (党员大会6次、支委会7次和党课2次 → three)."""
    items, start = [], 0
    for position, character in enumerate(text):
        if character == "、" and not _inside(text, position):
            items.append(text[start:position])
            start = position + 1
    return (*items, text[start:])


def _clauses(text: str) -> Iterator[Clause]:
    depth, start, position = 0, 0, 0
    while position < len(text):
        character = text[position]
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth = max(depth - 1, 0)
        ends = character in _SENTENCE_END or (character in _CLAUSE_END and not _within_number(text, position))
        if ends and depth == 0:
            stop = position + 1
            while stop < len(text) and text[stop] in _SENTENCE_END + "”’":
                stop += 1
            if text[start:position].strip():
                yield Clause(text[start:position].strip(), text[position:stop])
            start = position = stop
            continue
        position += 1
    if text[start:].strip():
        yield Clause(text[start:].strip(), "")


def _within_number(text: str, position: int) -> bool:
    """Tell whether a comma or colon parts digits: 1,200 and 9:30 are one number each."""
    around = text[max(position - 1, 0) : position] + text[position + 1 : position + 2]
    return text[position] in ",:" and len(around) == 2 and around.isdigit()


def _inside(text: str, position: int) -> bool:
    before = text[:position]
    return sum(before.count(c) for c in _OPENING) > sum(before.count(c) for c in _CLOSING)


def _ended(text: str, *, last: bool) -> str:
    """Return a point's text with the punctuation its place asks for: the last of 一是…；二是… ends in a full stop."""
    if text[-1:] in tuple(_SENTENCE_END + "”"):
        return text
    if (not last and text[-1:] in ("；", ";")) or text[-1:] in ("：", ":"):  # a colon leads to the headings below
        return text
    return text.rstrip("，,；;、：: ") + "。"


def _ordinal(number: int) -> str:
    return write_ordinal(number) if number <= 99 else "又"
