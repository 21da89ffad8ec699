"""Past phrasing as a model may be shown it: of this section, without a value, a fence or a token of its own.

What a template still holds of numbers (a date, a document number, a value that was not made a slot) is taken out here once
more: whatever the library holds, no value of a past report reaches a prompt.
"""

import itertools
import re
from collections.abc import Sequence

from drafting.draft import OutlineSection
from drafting.headings import ALIKE, likeness
from knowledge_base.quantities.mention import Kind, Mention
from knowledge_base.quantities.reader import read
from knowledge_base.report import Hit

MAX_PASSAGE_CHARACTERS = 700

_FENCE = re.compile(r"<\s*/?\s*(?:往年材料|原文)\s*>")
_SLOT = re.compile(r"\{[^{}\n]{1,40}\}")
#: What may stay in a template: not a figure of that report, but the way such reports are written.
_PHRASING = frozenset({Kind.SET_PHRASE, Kind.ENUMERATION, Kind.IMPLICIT_CLAIM})
#: 比上年增加, 下半年, 一年来, 一级抓一级 state nothing of a past report; without them its sentence cannot be read.
_RELATIVE = re.compile(r"(?:上年|去年|上年同期|去年同期|上半年|下半年|今年以来|年初|年底|年末|一年|一级)")
_DIGIT = re.compile(r"[0-9０-９]")


def own_phrasing(hits: Sequence[Hit], section: OutlineSection, outline: Sequence[OutlineSection]) -> tuple[Hit, ...]:
    """Return the passages without those that stood under another heading of this outline, or all where no other is left.

    A section is written beside the others: phrasing of theirs in its prompt is what gets said twice.
    """
    others = [item.heading for item in outline if item.heading and item.id != section.id]
    own = tuple(hit for hit in hits if not _is_of_another(hit, section, others))
    return own or tuple(hits)


def shown_phrasing(hits: Sequence[Hit]) -> list[str]:
    """Return the passages as they are shown, those of one section of one report together, its points in their order."""
    groups = itertools.groupby(hits, key=lambda hit: (hit.passage.report_id, hit.passage.heading_path))
    return ["\n".join(shown_passage(hit) for hit in group) for _, group in groups]


def shown_passage(hit: Hit) -> str:
    """Return a passage as it may be shown: its template, without a value, a fence or a token of its own."""
    template = unfenced(hit.passage.template)[:MAX_PASSAGE_CHARACTERS]
    pieces, at = [], 0
    for slot in _SLOT.finditer(template):
        pieces += [without_values(template[at : slot.start()]), _DIGIT.sub("", slot[0])]
        at = slot.end()
    return "".join([*pieces, without_values(template[at:])])


def without_values(text: str) -> str:
    """Return a text with 〔〕 in the place of every number that could be a value."""
    pieces, at = [], 0
    for mention in read(text):
        if _may_stay(mention):
            continue
        pieces += [text[at : mention.start], "〔〕"]
        at = mention.end
    kept = "".join([*pieces, text[at:]])
    return kept if not _DIGIT.search(kept) else _mask_digits(kept)


def unfenced(text: str) -> str:
    """Return a text that cannot open or close a fence."""
    return _FENCE.sub("", text)


def _may_stay(mention: Mention) -> bool:
    return mention.kind in _PHRASING or _RELATIVE.fullmatch(mention.text) is not None


def _is_of_another(hit: Hit, section: OutlineSection, others: Sequence[str]) -> bool:
    path = hit.passage.heading_path
    # Under 下步打算 itself stands what leads up to its points; what stands under a point is that point's.
    own = path[section.level - 1 :] if section.level > 1 else path[-1:]
    if any(likeness(section.heading, heading) >= ALIKE for heading in own or path):
        return False
    return any(likeness(other, heading) >= ALIKE for other in others for heading in path[-1:])


def _mask_digits(text: str) -> str:
    """Take out the digits that the reader left, but for those inside a set phrase (20届…): none of them is needed."""
    return re.sub(r"[0-9０-９][0-9０-９.,，%％]*", "〔〕", text)
