"""The supplied data as indicators: each a name, a unit class and its values by time, ready to be compared with."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from drafting.change_words import core_name, direction_in, is_change_name
from drafting.checking.supplied import Supplied
from drafting.checking.time_frame import LAST, NOW, TimeFrame, frame_of, is_time, stated_whole
from drafting.checking.wording import quoted
from drafting.figure import Figure
from knowledge_base.quantities.mention import QUANTITY_KINDS, Hedge, Kind, Mention
from knowledge_base.quantities.reader import read
from knowledge_base.quantities.writing import write_number
from knowledge_base.report import Period

_CAME_NEW = re.compile(r"新增|新建|新组建|新引进|新登记|新认定|新成立|新设立")
_Key = tuple[str, str, bool, str]  # name, unit class, whether a change, its direction


@dataclass(frozen=True, slots=True)
class Known:
    """One supplied value of an indicator at a time.

    ``subject`` is what the row of a table or the heading that it stands under is about. ``text`` is how the writer gave it, ``context`` the words around it where it came from plain facts, ``together`` what
    is one for all facts of a sentence.
    """

    figure_id: str
    name: str
    mention: Mention
    frame: TimeFrame
    text: str
    past_report: bool = False
    context: str = ""
    together: str = ""
    subject: str = ""

    @property
    def shown(self) -> str:
        """Name and value as a reason gives them: “收文”2136份."""
        return f"{quoted(self.name)}{self.text}"

    def is_told_with(self, other: "Known") -> bool:
        """Tell whether one sentence of the facts gives both."""
        return bool(self.together) and self.together == other.together


@dataclass(slots=True)
class Indicator:
    """What is counted: its name without the words of a change, and all values supplied for it.

    ``change`` tells that its values are changes (…同比增长), in ``direction`` where the name states one.
    """

    name: str
    core: str
    unit_class: str
    change: bool
    direction: str
    values: list[Known] = field(default_factory=list)

    def at(self, frame: TimeFrame) -> Known | None:
        """Return the value supplied for a time, or None."""
        return next((known for known in self.values if known.frame.agrees(frame)), None)

    @property
    def now(self) -> Known | None:
        """Return this period's value."""
        return next((known for known in self.values if known.frame.offset in {0, None}), None)

    @property
    def last(self) -> Known | None:
        """Return the value of the period before."""
        return next((known for known in self.values if known.frame.offset == -1), None)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The indicators with measured values, the figures of other kinds, and the report's period as far as it is known."""

    indicators: tuple[Indicator, ...]
    others: tuple[Figure, ...]
    period: Period | None


def knowledge_of(supplied: Supplied) -> Knowledge:
    """Return the supplied data, sorted for checking; without a stated period the newest stated year is the report's."""
    figures = supplied.figures + supplied.facts
    period = supplied.period or _newest_year(figures)
    indicators: dict[_Key, Indicator] = {}
    others = []
    for figure in figures:
        if figure.value.kind not in QUANTITY_KINDS or is_time(figure.value):
            others.append(figure)
            continue
        frame = scope_frame(figure.scope, period)
        # A report of the half-year has figures of the half-year, unless the 口径 says otherwise.
        if frame == NOW and period is not None:
            frame = TimeFrame(0, period.half, period.quarter, loose=True)
        _add(indicators, figure, frame)
    for figure in supplied.past:
        if figure.value.kind in QUANTITY_KINDS:
            _add(indicators, figure, LAST, past_report=True)
    _add_implied_last(list(indicators.values()))
    _add_stock_before(list(indicators.values()))
    return Knowledge(tuple(indicators.values()), tuple(others), period)


def scope_frame(scope: str, period: Period | None) -> TimeFrame:
    """Return the time that a figure's 口径 states; one that states none is the report's own."""
    if not scope:
        return NOW
    for mention in read(scope):
        if is_time(mention):
            frame = frame_of(mention, period, scope[: mention.start])
            if mention.date is not None and mention.date.day is not None and frame.until is None:
                return TimeFrame(frame.offset)
            frame = stated_whole(frame, scope[mention.end :])
            return frame if frame.offset is not None else replace(frame, offset=0)
    return stated_whole(LAST if re.search(r"上年|去年", scope) else NOW, scope)


def _add(indicators: dict[_Key, Indicator], figure: Figure, frame: TimeFrame, *, past_report: bool = False) -> None:
    change = is_change_name(figure.name)
    core = core_name(figure.name) if change else figure.name
    direction = direction_in(figure.name) if change else ""
    key = (core, figure.value.unit_class, change, direction)
    indicator = indicators.get(key)
    if indicator is None:
        indicator = indicators[key] = Indicator(figure.name, core, figure.value.unit_class, change, direction)
    context = "" if figure.source else figure.note
    indicator.values.append(
        Known(
            figure.id,
            figure.name,
            figure.value,
            frame,
            figure.value_text,
            past_report,
            context,
            figure.together,
            figure.subject,
        )
    )
    if figure.previous is not None:
        last = replace(frame, offset=(frame.offset or 0) - 1)
        indicator.values.append(Known(figure.id, figure.name, figure.previous, last, figure.previous_text))


def _add_implied_last(indicators: list[Indicator]) -> None:
    """Add last period's value where a level and its change give it exactly: 45次，比上年减少5次 makes it 50次."""
    levels = {indicator.core: indicator for indicator in indicators if not indicator.change}
    for change in indicators:
        level = levels.get(change.core)
        if not change.change or level is None or level.last is not None or "环比" in change.name:
            continue
        now, by = level.now, change.now
        if now is None or by is None or not _is_exact(now.mention) or not _is_exact(by.mention):
            continue
        value = _before(now.mention, by.mention, change.direction, same_unit=change.unit_class == level.unit_class)
        if value is not None:
            text = write_number(value, level.values[0].mention.unit)
            mention = replace(now.mention, value=value, text=text)
            level.values.append(Known(now.figure_id, level.name, mention, replace(now.frame, offset=-1), text))


def _add_stock_before(indicators: list[Indicator]) -> None:
    """Add what there was before, where the facts give what there is and what came new together: 累计24个，新增6个 makes it 18个."""
    for new in indicators:
        thing = _CAME_NEW.sub("", new.core)
        now = new.now
        if thing == new.core or new.change or now is None or not now.together or not _is_exact(now.mention):
            continue
        for stock in indicators:
            there = stock.now
            alike = stock is not new and stock.unit_class == new.unit_class and not stock.change and stock.last is None
            if not alike or there is None or there.together != now.together or not _is_exact(there.mention):
                continue
            came, has = now.mention.value, there.mention.value
            if thing not in stock.core or not isinstance(came, Decimal) or not isinstance(has, Decimal) or came >= has:
                continue
            text = write_number(has - came, there.mention.unit)
            mention = replace(there.mention, value=has - came, text=text)
            stock.values.append(Known(there.figure_id, stock.name, mention, replace(there.frame, offset=-1), text))


def _before(now: Mention, by: Mention, direction: str, *, same_unit: bool) -> Decimal | None:
    if now.value is None or by.value is None:
        return None
    sign = -1 if direction == "down" else 1
    if same_unit and now.unit_class != "percent":
        if not isinstance(now.value, Decimal) or not isinstance(by.value, Decimal):
            return None
        return now.value - by.value * sign
    if by.unit_class == "percentage_point" and now.unit_class == "percent":
        if not isinstance(now.value, Decimal) or not isinstance(by.value, Decimal):
            return None
        return now.value - by.value * sign
    if by.unit_class != "percent" or now.unit_class == "percent" or by.value <= -100 * sign:
        return None
    value = Fraction(now.value) / (1 + sign * Fraction(by.value) / 100)
    # A percent was rounded; only where it comes out at the precision of the value itself was it not.
    step = Fraction(now.step) if now.step else Fraction(1)
    exact = (value / step).denominator == 1
    return Decimal(value.numerator) / Decimal(value.denominator) if exact else None


def _is_exact(mention: Mention) -> bool:
    return mention.value is not None and mention.high is None and mention.hedge is Hedge.EXACT


def _newest_year(figures: Sequence[Figure]) -> Period | None:
    years = [
        mention.date.year
        for figure in figures
        for mention in (read(figure.scope) if figure.scope else ())
        if mention.date is not None and mention.date.year is not None
    ]
    if years:
        return Period(max(years))
    # 组织人事部2025年上半年：… opens with its period.
    opening = figures[0].value if figures else None
    if opening is None or opening.kind is not Kind.PERIOD or opening.date is None or opening.date.year is None:
        return None
    return Period(opening.date.year) if opening.date.month is None else None
