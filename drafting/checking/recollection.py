"""What a text has bound before a statement: the operands of what it computes, and what its next words may go on with."""

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from drafting.change_words import core_name
from drafting.checking.binding import Binder
from drafting.checking.derived import Bound, Derived, Spoken, total_of, with_unit
from drafting.checking.finding import Verdict
from drafting.checking.judged import Judged
from drafting.checking.known import Indicator, Known
from drafting.checking.parts import is_rest
from drafting.checking.statement import Aspect, Statement
from drafting.checking.time_frame import LAST, NOW
from knowledge_base.quantities.mention import Hedge, Kind, Mention

_EACH = re.compile(r"[\u4e00-\u9fff]均[^，,。；]{0,6}$|平均|[超节差余]")
_IN_ALL = re.compile(r"合计|共计|总计|总共|上述|以上|[两二三四五六](?:大?类|级|项|者|种)")
#: No whole or total is looked for further back in a paragraph.
_MOST_REMEMBERED = 40


class Recollection:
    """Remembers what the sentence and its paragraph have bound and computed.

    ``percent`` is the share or rate that the sentence has last stated, ``summed`` the figures of its last total.
    """

    def __init__(self, text: str, binder: Binder) -> None:
        self._text = text
        self._binder = binder
        self._at: tuple[int, int] | None = None
        self.sentence: list[Bound] = []
        self.paragraph: list[Bound] = []
        self.percent: Fraction | None = None
        self.summed: tuple[str, ...] = ()
        self._share: tuple[Known, Known] | None = None
        self._rates: list[Bound] = []

    @property
    def spoken(self) -> Spoken:
        """Return all of it as the operands of a computation."""
        return Spoken(tuple(self.sentence), tuple(self.paragraph), tuple(self._rates), self._share)

    def turn_to(self, statement: Statement) -> None:
        """Put what is bound away where a statement opens another sentence or paragraph."""
        if statement.sentence == self._at:
            return
        goes_on = self._text.startswith("其中", statement.sentence[0])  # …；其中税收收入5.18亿元，占比77.1%
        if self._at is not None and "\n" in self._text[self._at[1] : statement.sentence[0]]:
            self.paragraph, self._rates = [], []
        else:
            self.paragraph = [*self.paragraph, *self.sentence][-_MOST_REMEMBERED:]
        self.percent = self._share = None
        self.summed = ()
        self._at, self.sentence = statement.sentence, self.sentence[-1:] if goes_on else []

    def keep(self, statement: Statement, judged: Judged) -> None:
        """Remember what a statement was bound to."""
        if judged.bound is not None:
            self.sentence.append(judged.bound)
        percent = statement.mention.kind is Kind.PERCENT and statement.aspect is not Aspect.CHANGE
        if percent and judged.verdict.verdict is Verdict.PASS and statement.mention.value is not None:
            self.percent = Fraction(statement.mention.value)

    def compute(self, statement: Statement, derived: Derived, last: Known | None = None) -> None:
        """Keep a computed number as an operand: a total for the shares of it, a growth for 高于…2个百分点."""
        mention, name = statement.mention, derived.of or statement.label.indicator
        self._share = derived.share or self._share
        self.summed = derived.figure_ids if statement.aspect is Aspect.TOTAL else self.summed
        growth = statement.aspect is Aspect.CHANGE and mention.kind is Kind.PERCENT and bool(derived.of)
        total = mention.kind in {Kind.COUNT, Kind.AMOUNT} and not _EACH.search(statement.clause)
        total = total and statement.aspect in {Aspect.LEVEL, Aspect.TOTAL}
        if derived.value is None or not (growth or total) or is_rest(statement):
            return
        if last is None and total:
            last = self._last_of_parts(derived.figure_ids, mention)
        value = replace(mention, value=derived.value, hedge=Hedge.EXACT, high=None)
        figure_id = derived.figure_ids[0] if derived.figure_ids else ""
        known = Known(figure_id, name, value, NOW, derived.written)
        values = [known] if last is None else [known, last]
        indicator = Indicator(name, core_name(name), mention.unit_class, growth, derived.direction, values)
        (self._rates if growth else self.sentence).append(Bound(statement, indicator, known))

    def _last_of_parts(self, figure_ids: tuple[str, ...], mention: Mention) -> Known | None:
        """Return last period's sum of the parts of a total, where all of them have last period's values."""
        parts = [
            indicator
            for figure_id in figure_ids
            for indicator in self._binder.indicators
            if any(known.figure_id == figure_id and known is indicator.now for known in indicator.values)
        ]
        lasts = [part.last for part in parts]
        if len(parts) >= 2 and not any(lasts):
            return self._last_of_all(parts)
        total = total_of(known.mention if known is not None else None for known in lasts)
        if len(lasts) < 2 or len(lasts) != len(figure_ids) or total is None:
            return None
        said = replace(mention, value=total, hedge=Hedge.EXACT, high=None)
        return Known("", "", said, LAST, with_unit(total, mention.unit))

    def _last_of_all(self, parts: Sequence[Indicator]) -> Known | None:
        """Return last period's total that is supplied alone, under the noun that the parts share: 三大产业上年产值153亿元."""
        first = parts[0].core
        ends = (first[at:] for at in range(len(first)))
        noun = next((end for end in ends if all(part.core.endswith(end) for part in parts)), "")
        alone = [
            indicator.last
            for indicator in self._binder.indicators
            if indicator.now is None and not indicator.change and indicator.unit_class == parts[0].unit_class
            if indicator.last is not None
        ]
        # 2023年三级媒体合计刊发248篇; 上年办理建议提案19件, of 建议 and 提案
        totals = [known for known in alone if len(noun) >= 2 and known.name.endswith(noun)] or [
            known
            for known in alone
            if _IN_ALL.search(known.name + known.context.partition("…")[0])
            or all(part.core[-2:] in known.name for part in parts)
        ]
        return totals[0] if len(totals) == 1 else None
