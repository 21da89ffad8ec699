"""A paragraph as XML: its runs, the numbers that know their figure, and the comments on them."""

import re
from collections.abc import Iterator, Sequence
from itertools import count
from xml.sax.saxutils import escape, quoteattr

from drafting.draft import Binding
from drafting.layout import style_names, styles_part
from drafting.layout.profile import Profile, TextStyle
from drafting.layout.review_note import ReviewNote

# Punctuation that has one code for both scripts: without a hint Word sets it in the Latin font, half as wide.
AMBIGUOUS = "“”‘’…—·×÷°±§℃‰①②③④⑤⑥⑦⑧⑨⑩"
# Opens the tag of a content control that Zhibi wrote; the figure's id follows. The bookmark says the same for
# LibreOffice before 7.5, which saves controls without their tag; Word hides names that begin with an underscore.
CONTROL_TAG = "zhibi:"
BOOKMARK = "_zhibi_"

_AMBIGUOUS_RUN = re.compile(f"([{AMBIGUOUS}]+)")
_BREAKS = re.compile(r"([\t\n])")
_BOOKMARK_ID = re.compile(r"[A-Za-z0-9]{1,20}")


class ParagraphWriter:
    """Writes the paragraphs of one document; what must be numbered in it is numbered as it comes.

    ``commented`` are the notes in the order of their comments' ids, to be written into the part that holds them.
    """

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self.commented: list[ReviewNote] = []
        self._bookmarks = count(1)

    def paragraph(
        self,
        style_id: str,
        style: TextStyle,
        text: str,
        *,
        properties: str = "",
        bindings: Sequence[Binding] = (),
        notes: Sequence[ReviewNote] = (),
    ) -> str:
        """Return one paragraph. ``properties`` is XML for what differs from the style."""
        named = "" if style_id == style_names.BODY_STYLE else f'<w:pStyle w:val="{style_id}"/>'
        own = f"<w:pPr>{named}{properties}</w:pPr>" if named or properties else ""
        if not (bindings or notes):
            return f"<w:p>{own}{self.runs(text, style)}</w:p>"
        return f"<w:p>{own}{''.join(self._pieces(text, style, bindings, notes))}</w:p>"

    def runs(self, text: str, style: TextStyle) -> str:
        """Return the runs of a text; ambiguous punctuation has runs of its own where digits have their own font."""
        if not self.profile.fonts.digits:
            return _run(text, style, hint=_AMBIGUOUS_RUN.search(text) is not None)
        pieces = enumerate(_AMBIGUOUS_RUN.split(text))
        return "".join(_run(piece, style, hint=place % 2 == 1) for place, piece in pieces)

    def _pieces(
        self, text: str, style: TextStyle, bindings: Sequence[Binding], notes: Sequence[ReviewNote]
    ) -> Iterator[str]:
        """Yield the text cut where a bound number or a commented piece begins and ends."""
        bound = _apart(bindings)
        spans = [(_widened(note, bound, len(text)), note) for note in notes]
        edges = {0, len(text), *(edge for (start, end), _ in spans for edge in (start, end))}
        edges |= {edge for binding in bound for edge in (binding.start, binding.end)}
        ids: dict[int, int] = {}
        at = sorted(edges)
        for place, following in zip(at, [*at[1:], None], strict=True):
            for position, ((start, end), note) in enumerate(spans):
                if end == place and position in ids:
                    yield _comment_end(ids[position])
                if start == place and start < end:
                    ids[position] = len(self.commented)
                    self.commented.append(note)
                    yield f'<w:commentRangeStart w:id="{ids[position]}"/>'
            if following is not None:
                runs = self.runs(text[place:following], style)
                binding = next((one for one in bound if one.start == place), None)
                yield self._control(binding.figure_id, runs) if binding else runs

    def _control(self, figure_id: str, content: str) -> str:
        """Return a content control around runs: hidden on the screen and in print, its tag the figure's id.

        No ``w:id``: Word gives each control one of its own when it saves.
        """
        if _BOOKMARK_ID.fullmatch(figure_id):
            number = next(self._bookmarks)
            name = f"{BOOKMARK}{number}_{figure_id}"
            content = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'
        return (
            f"<w:sdt><w:sdtPr><w:tag w:val={quoteattr(CONTROL_TAG + figure_id)}/>"
            f'<w15:appearance w15:val="hidden"/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'
        )


def _apart(bindings: Sequence[Binding]) -> list[Binding]:
    """Return the bindings in order without those that overlap an earlier one: controls cannot."""
    apart: list[Binding] = []
    for binding in sorted(bindings, key=lambda one: one.start):
        if binding.start < binding.end and (not apart or binding.start >= apart[-1].end):
            apart.append(binding)
    return apart


def _widened(note: ReviewNote, bound: Sequence[Binding], length: int) -> tuple[int, int]:
    """Return where a note's range begins and ends: it cannot begin or end inside a control."""
    start, end = max(0, note.start), min(note.end, length)
    for binding in bound:
        if binding.start < end and start < binding.end:
            start, end = min(start, binding.start), max(end, binding.end)
    return start, end


def _comment_end(comment_id: int) -> str:
    return f'<w:commentRangeEnd w:id="{comment_id}"/><w:r><w:commentReference w:id="{comment_id}"/></w:r>'


def _run(text: str, style: TextStyle, *, hint: bool) -> str:
    own = f"<w:rPr>{styles_part.fonts_xml(style.font, hint=True)}</w:rPr>" if hint else ""
    return f"<w:r>{own}{''.join(_content(text))}</w:r>" if text else ""


def _content(text: str) -> Iterator[str]:
    for piece in _BREAKS.split(text):
        if piece == "\t":
            yield "<w:tab/>"
        elif piece == "\n":
            yield "<w:br/>"
        elif piece:
            yield f'<w:t xml:space="preserve">{escape(piece)}</w:t>'
