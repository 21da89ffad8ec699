"""Whose number it is where the words around it name no indicator surely: 供地218亩 of 供应工业用地218亩.

Value and unit alone prove nothing. A figure may own a number only where no other number of the text stands beside its
name, the words have something in common with it, and with no other indicator of the unit more.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from drafting.change_words import core_name
from drafting.checking.binding import SURE, Binder, differs_in_order, name_score, says_the_rate
from drafting.checking.comparison import compare, is_equal
from drafting.checking.derived import Bound
from drafting.checking.finding import Verdict
from drafting.checking.known import Indicator, Known
from drafting.checking.measure import same_unit, unit_factor
from drafting.checking.statement import TIME_WORDS, Aspect, Statement
from knowledge_base.quantities.indicator_names import are_opposed, pairs_of
from knowledge_base.quantities.mention import Hedge
from knowledge_base.quantities.units import comparable

_CLAUSE_END = re.compile(r"[，,。；;：:、]")
#: Characters that two names share without being about one thing.
_COMMON = frozenset(
    "的了和与及等为在对以新全各共计总累工作开展组织活动情况数量个次人年月日上下中大小多项目进行完成实现达到有是其党员企业会"
)
_TOTALS = re.compile(r"合计|共计|总计|总数|总量|各级|各类|各项|累计")
_NUMBERS = re.compile(r"[0-9０-９]+(?:[.．][0-9０-９]+)?")
_PEOPLE = frozenset({"person", "person_time"})
#: Between two measures of one thing.
_BESIDE = re.compile(r"(?:、|，|,|和|共)?(?:共计?|金额|涉及|面积|兑现|发放|合计)?")
_TOOK_PART = re.compile(r"参与|参加|参训|参会|参赛|受训|到场|受益|覆盖|惠及|吸引|动员|带动")
_SUMS_UP = re.compile(
    r"(?:先后|组织|开展|举办|举行|召开|常态化|全年|今年|目前|已|共|累计|总计|合计|共计|总数|总量|总额|达到?|有|计)*"
)
_LEVELS = frozenset({Aspect.LEVEL, Aspect.TOTAL})


@dataclass(frozen=True, slots=True)
class _Likeness:
    """What a number's words have in common with a name: pairs of characters, the rarer the more, and single characters.

    ``coverage`` is the part of the name's characters that stand among the words, 0..1.
    """

    pairs: float
    characters: int
    coverage: float

    def __bool__(self) -> bool:
        return self.pairs > 0 or self.characters > 0


class Ownership:
    """Finds the owners of the numbers of one text."""

    def __init__(self, text: str, binder: Binder, statements: Sequence[Statement]) -> None:
        self._text = text
        self._binder = binder
        self._statements = statements
        self._beside: dict[tuple[str, str], tuple[Statement, ...]] = {}
        self._holding = Counter(pair for one in binder.indicators for pair in set(pairs_of(one.core)))

    def claimed(self, statement: Statement, *, named: Indicator | None = None) -> Bound | None:
        """Return the figure that a number must be of by its value, its unit and its words, or None.

        ``named`` is an indicator of another measure that the words name: then they must have something in common with the
        figure that is not that name's, or tell that somebody took part (志愿服务活动累计有1280人次参与).
        """
        found = [
            (self._likeness(statement, indicator), indicator, known)
            for indicator, known in self._candidates(statement)
            if not self._is_opposed(statement, indicator) and self.is_free(statement, known)
        ]
        if not found:
            return None
        likeness, indicator, known = max(found, key=lambda one: (one[0].pairs, one[0].characters))
        if named is not None and not self._is_beside(statement, named, indicator):
            return None
        if not self._is_enough(statement, likeness, indicator, known) or self._has_rival(statement, likeness, found):
            return None
        return Bound(statement, indicator, known)

    def listed_with(self, statement: Statement, last: Bound | None) -> Bound | None:
        """Return the figure that the facts give right beside the one last spoken of, as the text does: 外出学习6批、84人次.

        Of the facts stated together it must be the only one of its unit.
        """
        if last is None or not last.known.together:
            return None
        between = self._text[last.statement.mention.end : statement.mention.start]
        if not _BESIDE.fullmatch(between):
            return None
        beside = [
            (indicator, known)
            for indicator in self._binder.indicators
            if indicator.unit_class == statement.mention.unit_class and not indicator.change
            for known in indicator.values
            if known.together == last.known.together and known.frame.offset in {0, None}
        ]
        beside = [one for one in beside if _follows(last.known, one[1])] or beside
        if len(beside) != 1 or compare(statement, beside[0][1], beside[0][0]).verdict is not Verdict.PASS:
            return None
        return Bound(statement, *beside[0])

    def is_free(self, statement: Statement, owner: Known) -> bool:
        """Tell whether no other number of its unit stands beside the name of this value's owner.

        10件民生实事…，10件实事件件有回音 speaks of it again, and leaves it free; another thing with its number does not.
        """
        key = owner.name, owner.mention.unit_class
        if key not in self._beside:
            self._beside[key] = tuple(
                other
                for other in self._statements
                if comparable(other.mention.unit_class, owner.mention.unit_class)
                and (owner.name in other.clause or name_score(other.label.indicator, owner.name) >= SURE)
            )
        others = [other for other in self._beside[key] if other.place != statement.place]
        again = others and core_name(statement.label.indicator)[:2] in owner.name
        return not others or bool(again and all(is_equal(one.mention, owner.mention) for one in others))

    def _candidates(self, statement: Statement) -> list[tuple[Indicator, Known]]:
        change = statement.aspect is Aspect.CHANGE
        if not change and statement.aspect not in _LEVELS:
            return []
        exact = statement.mention.hedge is Hedge.EXACT
        return [
            (indicator, known)
            for indicator in self._binder.indicators
            if indicator.change == change
            and self._is_of_unit(statement, indicator)
            and says_the_rate(statement, indicator)
            for known in indicator.values
            if not known.past_report
            and known.frame.offset in {0, None}
            and known.frame.agrees(statement.frame)
            and (not exact or is_equal(statement.mention, known.mention))
            and compare(statement, known, indicator).verdict is Verdict.PASS
        ]

    def _is_of_unit(self, statement: Statement, indicator: Indicator) -> bool:
        """Tell whether a number has an indicator's unit; one that would have to be converted tells too little."""
        stated, its = statement.mention.unit_class, indicator.unit_class
        return stated == its or (
            bool(stated) and bool(its) and same_unit(statement, indicator) and unit_factor(stated, its) is None
        )

    def _is_opposed(self, statement: Statement, indicator: Indicator) -> bool:
        words = words_around(statement)
        return are_opposed(words, indicator.name) or differs_in_order(words, indicator.name)

    def _likeness(self, statement: Statement, indicator: Indicator) -> _Likeness:
        words = self._words(statement)
        shared = {pair for pair in pairs_of(indicator.core) if pair in words}
        rarity = sum(1 / self._holding[pair] for pair in shared)
        held = set("".join(shared))
        name = set(indicator.core)
        # 各级媒体刊发197篇 is the total, whatever level of them is supplied too.
        rarity += bool(_TOTALS.search(indicator.name) and _TOTALS.search(words))
        return _Likeness(rarity, len((name & set(words)) - _COMMON - held), len(name & set(words)) / max(len(name), 1))

    def _words(self, statement: Statement) -> str:
        """Return the words around a number, and the clause before where its own says nothing: 帮办代办同步跟进，累计636件."""
        words = words_around(statement)
        if not _SUMS_UP.fullmatch(statement.clause.strip()):
            return words
        if not statement.clause.strip() and statement.mention.hedge is Hedge.EXACT:
            return words
        before = self._text[statement.sentence[0] : statement.mention.start - len(statement.clause)]
        clause = _CLAUSE_END.split(before.rstrip("，,"))[-1]
        return words if re.search(r"[0-9０-９]", clause) else f"{clause}　{words}"

    def _is_enough(self, statement: Statement, likeness: _Likeness, indicator: Indicator, known: Known) -> bool:
        if likeness.pairs or likeness.characters >= 2:
            return True
        if (
            statement.mention.hedge is not Hedge.EXACT
            and not likeness
            and not is_equal(statement.mention, known.mention)
        ):
            return False
        alike = [one for one in self._binder.indicators if one.unit_class == indicator.unit_class and not one.change]
        if likeness and len(alike) == 1:
            return True
        return self._stated_together(statement, known, alike)

    def _is_beside(self, statement: Statement, named: Indicator, indicator: Indicator) -> bool:
        words = words_around(statement)
        shared = [pair for pair in pairs_of(indicator.core) if pair in words]
        took_part = statement.mention.unit_class in _PEOPLE and _TOOK_PART.search(words) is not None
        return any(pair not in named.core for pair in shared) or (bool(shared) and took_part)

    def _stated_together(self, statement: Statement, known: Known, alike: Sequence[Indicator]) -> bool:
        """Tell whether the facts state a number beside others that its sentence states, and none of its unit but it."""
        together = known.together
        if not together or sum(one.together == together for indicator in alike for one in indicator.values) != 1:
            return False
        return any(
            value.together == together and is_equal(other.mention, value.mention)
            for other in self._statements
            if other.sentence == statement.sentence and other.place != statement.place
            for indicator in self._binder.indicators
            if indicator.unit_class == other.mention.unit_class
            for value in indicator.values
        )

    def _has_rival(
        self, statement: Statement, likeness: _Likeness, found: Sequence[tuple[_Likeness, Indicator, Known]]
    ) -> bool:
        """Tell whether the words have more in common with an indicator of the unit that has another value."""
        own = {id(indicator) for _, indicator, _ in found}
        return any(
            (
                (other := self._likeness(statement, indicator)).pairs > likeness.pairs
                and other.coverage >= likeness.coverage
            )
            or (other.pairs == likeness.pairs and other.coverage > likeness.coverage)
            for indicator in self._binder.indicators
            if id(indicator) not in own
            and indicator.change == (statement.aspect is Aspect.CHANGE)
            and self._is_of_unit(statement, indicator)
        )


def _follows(one: Known, other: Known) -> bool:
    """Tell whether a fact stands right behind another, by their ids."""
    left, right = one.figure_id.lstrip("FN"), other.figure_id.lstrip("FN")
    return left.isdigit() and right.isdigit() and int(right) == int(left) + 1


def words_around(statement: Statement) -> str:
    """Return the words of a number's clause: 4批次56人次赴外地学习考察 has its noun behind both numbers."""
    # What stands in front of another number is that one's: 26支代表队、640名运动员参加了9个项目.
    before = TIME_WORDS.sub("", _NUMBERS.split(statement.clause)[-1])
    return f"{before}　{statement.label.indicator}　{_CLAUSE_END.split(statement.after, maxsplit=1)[0]}"


def is_named_beside(statement: Statement, name: str) -> bool:
    """Tell whether a name has words in common with the number's own clause: a label may be carried on from another."""
    beside = f"{statement.clause}　{_CLAUSE_END.split(statement.after, maxsplit=1)[0]}"
    return any(pair in beside for pair in pairs_of(name))
