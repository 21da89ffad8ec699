"""What comes of judging a number that identifies: its verdict, and whether the supplied wording holds it."""

import re
from collections.abc import Sequence

from drafting.checking.binding import LIKELY, name_score
from drafting.checking.finding import MentionVerdict, Relation, Verdict
from drafting.checking.judged import Judged
from drafting.checking.wording import quoted
from drafting.figure import Figure
from knowledge_base.quantities.mention import Mention


class SuppliedWording:
    """The supplied text without its spaces, as searched for what the draft takes over word for word."""

    def __init__(self, text: str) -> None:
        self.text = re.sub(r"\s", "", text)

    def holds(self, mention: Mention) -> bool:
        """Tell whether a mention stands there as it is, and as no part of a longer numeral."""
        text = re.sub(r"\s", "", mention.text).strip('“”"')
        at = self.text.find(text)
        while at >= 0:
            # 第十四次 holds 十四次 and is another number: the neighbours must not carry on the numeral.
            before, after = self.text[at - 1 : at] if at else "", self.text[at + len(text) : at + len(text) + 1]
            if not (_numeral_joins(before, text[:1]) or _numeral_joins(text[-1:], after)):
                return True
            at = self.text.find(text, at + 1)
        return False


def matches(mention: Mention, figure: Figure) -> Judged:
    """Return the pass of a mention that a figure bears out."""
    reason = f"与数据一致：{quoted(figure.name)}{figure.value_text}"
    return said(mention, Verdict.PASS, Relation.MATCHES, reason, figure)


def said(
    mention: Mention,
    verdict: Verdict,
    relation: Relation,
    reason: str,
    figure: Figure | None = None,
    suggestion: str = "",
) -> Judged:
    """Return a verdict on a mention; a figure that bears it out counts as used."""
    used = (figure.id,) if figure is not None and verdict is not Verdict.FAIL else ()
    verdict_on_it = MentionVerdict(
        mention, verdict, relation, reason, figure.id if figure else "", figure.name if figure else "", suggestion
    )
    return Judged(verdict_on_it, used)


def best_named(indicator: str, figures: Sequence[Figure]) -> Figure | None:
    """Return the figure whose name is most like ``indicator``, or None where none is likely."""
    scored = [(name_score(indicator, figure.name), figure) for figure in figures] if indicator else []
    best = max(scored, key=lambda item: item[0], default=(0.0, None))
    return best[1] if best[0] >= LIKELY else None


def same_shape(one: str, other: str) -> bool:
    """Tell whether two strings differ only in their numerals and letters: “1+6+N” and “1+5+N”."""
    shape = re.compile(r"[0-9A-Z一二三四五六七八九十两]+")
    return one != other and shape.sub("#", plain(one)) == shape.sub("#", plain(other)) and len(plain(one)) >= 2


def plain(canonical: str) -> str:
    """Return a string without quotation marks and spaces."""
    return re.sub(r"[“”\"\s]", "", canonical).replace("＋", "+")


def _numeral_joins(left: str, right: str) -> bool:
    numerals = "0123456789０１２３４５６７８９一二三四五六七八九十百千万亿"
    return bool(left) and bool(right) and left in numerals and right in numerals
