"""The verdict on dates and periods: against the dates supplied, then against the report's own period."""

import re
from collections.abc import Sequence

from drafting.checking.finding import Relation, Verdict
from drafting.checking.identified import SuppliedWording, best_named, matches, said, same_shape
from drafting.checking.judged import Judged
from drafting.checking.known import Knowledge, scope_frame
from drafting.checking.supplied import Supplied
from drafting.checking.time_frame import frame_of, is_time
from drafting.checking.wording import quoted
from drafting.figure import Figure
from knowledge_base.quantities.indicator_names import pairs_of
from knowledge_base.quantities.mention import DateParts, Kind, Label, Mention
from knowledge_base.report import Period

_SENTENCE_END = re.compile(r"[。；\n]")
_BEFORE = re.compile(r"(?:之|以)?前(?:完成|全部|基本|整改|建成|竣工|办结|实现|到位|投产|销号|解决|落实|出台|印发)")
#: Fewer pairs of characters in common tell nothing.
_ALIKE = 3


def _shared(one: str, other: str) -> int:
    return len(set(pairs_of(one)) & set(pairs_of(other)))


class DateJudge:
    """Judges the dates and periods of one text."""

    def __init__(self, text: str, knowledge: Knowledge, supplied: Supplied, wording: SuppliedWording) -> None:
        self._text = text
        self._knowledge = knowledge
        self._supplied = supplied
        self._figures = supplied.figures + supplied.facts
        self._wording = wording

    def judge(self, mention: Mention, label: Label) -> Judged:
        """Return the verdict on a date or a period."""
        date = mention.date or DateParts()
        period = self._knowledge.period
        title = self._title_around(mention)
        if title:
            return self._titled(mention, title)
        late = self._deadline(mention)
        if late is not None:
            return late
        if self._stated_in_data(date, mention) or (date.day is None and self._wording.holds(mention)):
            return said(mention, Verdict.PASS, Relation.MATCHES, "与所提供的时间一致")
        if self._is_own_date(date):
            return said(mention, Verdict.PASS, Relation.STATED_PERIOD, "报告落款日期")
        if date.day is not None or (date.month is not None and date.end_month is None and date.half is None):
            return self._day_or_month(mention, label, date)
        if date.month is not None and date.end_month is not None:
            return self._months(mention, label, date)
        if date.relative:
            return said(mention, Verdict.PASS, Relation.STATED_PERIOD, "相对于报告期间的时间")
        compared = self._text[mention.start - 1 : mention.start] in {"比", "较"}
        if compared and period is not None and date.year is not None and date.year >= period.year:
            reason = f"{quoted(mention.text)}：报告期间是{period.label}，不能与它比"
            return said(mention, Verdict.FAIL, Relation.CONTRADICTS, reason)
        if self._opens_with_last_year(mention, date):
            reason = (
                f"{quoted(mention.text)}：报告期间是{period.label if period else ''}，请核对是否为上一份报告留下的年份"
            )
            return said(mention, Verdict.FAIL, Relation.STALE, reason)
        return _period_verdict(mention, date, period)

    def _opens_with_last_year(self, mention: Mention, date: DateParts) -> bool:
        """Tell whether a sentence opens with the year before the report's and states no number of it: 2025年，党政办…"""
        period = self._knowledge.period
        if period is None or date.year != period.year - 1 or date.end_year is not None or date.end_month is not None:
            return False
        if re.search(r"以来|[底末初]$", mention.text):
            return False
        opens = self._text[max(0, mention.start - 1) : mention.start] in {"", "\n", "。", "　", " "}
        sentence = re.split(r"[。；\n]", self._text[mention.end :], maxsplit=1)[0]
        return opens and re.match(r"[，,]", sentence) is not None and not re.search(r"[0-9０-９]|以来", sentence)

    def _title_around(self, mention: Mention) -> str:
        """Return the title in 《》 that a mention stands in, or nothing."""
        opening = self._text.rfind("《", max(0, mention.start - 60), mention.start)
        closing = self._text.find("》", mention.end, mention.end + 60)
        if opening < 0 or closing < 0 or "》" in self._text[opening : mention.start]:
            return ""
        return self._text[opening : closing + 1]

    def _titled(self, mention: Mention, title: str) -> Judged:
        """Judge a year in the title of a document: against the title as supplied."""
        plain = re.sub(r"\s", "", title)
        if plain in self._wording.text:
            return said(mention, Verdict.PASS, Relation.MATCHES, "与所提供的文件名称一致")
        other = next((one for one in re.findall(r"《[^《》]+》", self._wording.text) if same_shape(one, plain)), "")
        if other:
            reason = f"{quoted(title)}：所提供的文件是{other}"
            return said(mention, Verdict.FAIL, Relation.CONTRADICTS, reason, suggestion=other)
        if not re.search(r"《[^《》]*[0-9]", self._wording.text):
            return said(mention, Verdict.PASS, Relation.STATED_PERIOD, "文件名称中的时间")
        return said(mention, Verdict.WARN, Relation.UNDECIDED, f"{quoted(title)}没有出处，请核对文件名称")

    def _day_or_month(self, mention: Mention, label: Label, date: DateParts) -> Judged:
        dates = [
            figure
            for figure in self._figures
            if is_time(figure.value) and figure.value.date is not None and figure.value.date.month
        ]
        same = [figure for figure in dates if figure.value.date is not None and self._same_day(figure.value.date, date)]
        told = next((one for one in same if self._text.startswith(one.name, mention.end)), None)
        if told is not None:  # 3月5日启动、6月12日|收官
            return matches(mention, told)
        if same and self._of_what_follows(mention, same) is not None:
            return matches(mention, same[0])
        named = best_named(label.indicator, dates) or self._of_what_follows(mention, dates)
        if same and (named is None or named.name in {one.name for one in same}):
            return matches(mention, same[0])
        if self._holds_with_neighbours(mention):  # 21日 of 6月20日8时至21日20时
            return said(mention, Verdict.PASS, Relation.MATCHES, "与所提供的时间一致")
        other = named or (dates[0] if len(dates) == 1 and date.day is not None else None)
        supplied = other.value.date if other is not None else None
        if other is not None and supplied is not None and (date.day is not None or supplied.day is None):
            reason = f"{quoted(mention.text)}：所提供的{quoted(other.name)}是{other.value.text}"
            return said(mention, Verdict.FAIL, Relation.CONTRADICTS, reason, other, suggestion=other.value.text)
        period = self._knowledge.period
        within = period is not None and date.year in {None, period.year} and date.day is None
        if within and re.search(r"底|末|以来", mention.text) and not self._is_other_end(mention):
            return said(mention, Verdict.PASS, Relation.STATED_PERIOD, "报告期间内的时点")
        if date.day is not None and not dates and date.year is None:
            return said(
                mention, Verdict.FAIL, Relation.INVENTED, f"{quoted(mention.text)}：没有提供这个日期，请核对后补充"
            )
        return said(mention, Verdict.WARN, Relation.UNDECIDED, f"{quoted(mention.text)}没有出处，请核对时间")

    def _of_what_follows(self, mention: Mention, dates: Sequence[Figure]) -> Figure | None:
        """Return the supplied date of what happened by the words behind both, where they are clearly most like one's."""
        behind = _SENTENCE_END.split(self._text[mention.end : mention.end + 40])[0]
        scored = sorted(
            ((_shared(behind, figure.note.partition("…")[2]), at, figure) for at, figure in enumerate(dates)),
            key=lambda item: (-item[0], item[1]),
        )
        if not scored or scored[0][0] < _ALIKE or (len(scored) > 1 and scored[1][0] * 2 > scored[0][0]):
            return None
        return scored[0][2]

    def _holds_with_neighbours(self, mention: Mention) -> bool:
        around = re.sub(r"\s", "", self._text[max(0, mention.start - 2) : mention.end + 2])
        return len(around) > len(mention.text) + 2 and around in self._wording.text

    def _deadline(self, mention: Mention) -> Judged | None:
        """Judge 于2025年底前完成 against the times before which the facts say that something is to be done."""
        if not _BEFORE.match(self._text, mention.end):
            return None
        supplied = re.findall(
            r"((?:20[0-9]{2}年)?(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日|[底末初]|[上中下]旬)?)(?:之|以)?前", self._wording.text
        )
        ends = [end for end in supplied if end]
        if not ends or any(mention.text in end or end in mention.text for end in ends):
            return None
        reason = f"{quoted(mention.text + '前')}：所提供的时限是{ends[0]}前"
        return said(mention, Verdict.FAIL, Relation.CONTRADICTS, reason, suggestion=ends[0])

    def _is_other_end(self, mention: Mention) -> bool:
        """Tell whether 截至5月底 stands where the data are all up to another month's end, which is not the period's."""
        period = self._knowledge.period
        until = frame_of(mention, period).until
        ends = {
            scope_frame(figure.scope, period).until for figure in self._figures if re.search("[截底末]", figure.scope)
        }
        own_end = period is not None and until is not None and until[0] == _first_month(period) + _months_in(period) - 1
        return until is not None and bool(ends - {None}) and until not in ends and not own_end

    def _months(self, mention: Mention, label: Label, date: DateParts) -> Judged:
        """Judge 3月至5月: against the months supplied for the same thing, then against the report's own period."""
        spans = [figure for figure in self._figures if figure.value.date is not None and figure.value.date.end_month]
        same = [figure for figure in spans if figure.value.date is not None and self._same_day(figure.value.date, date)]
        if same and not label.indicator:
            return matches(mention, same[0])
        named = best_named(label.indicator, spans)
        if same and (named is None or named in same):
            return matches(mention, same[0])
        if named is not None:
            reason = f"{quoted(mention.text)}：所提供的{quoted(named.name)}是{named.value.text}"
            return said(mention, Verdict.FAIL, Relation.CONTRADICTS, reason, named, suggestion=named.value.text)
        period = self._knowledge.period
        if period is not None and date.year in {None, period.year} and date.month == _first_month(period):
            return said(mention, Verdict.PASS, Relation.STATED_PERIOD, f"报告期间为{period.label}")
        return said(mention, Verdict.WARN, Relation.UNDECIDED, f"{quoted(mention.text)}没有出处，请核对起止时间")

    def _same_day(self, supplied: DateParts, stated: DateParts) -> bool:
        year = self._knowledge.period.year if self._knowledge.period else None
        years = {supplied.year or year, _resolved_year(stated, year) or supplied.year or year}
        return (
            len(years - {None}) <= 1
            and (supplied.month, supplied.day) == (stated.month, stated.day)
            and (supplied.end_month, supplied.end_day) == (stated.end_month, stated.end_day)
        )

    def _is_own_date(self, date: DateParts) -> bool:
        own = self._supplied.date
        if own is None or date.month is None:
            return False
        return date.year in {None, own.year} and date.month == own.month and date.day in {None, own.day}

    def _is_sum_of_scopes(self, mention: Mention) -> bool:
        """Tell whether months are all those that the data's 口径 name one by one: 前三季度 of 一季度, 二季度 and 三季度."""
        period = self._knowledge.period
        frames = [scope_frame(figure.scope, period) for figure in self._figures if figure.scope]
        spans = {frame.month_span for frame in frames if frame.offset in {0, None}} - {None}
        months = {month for span in spans if span is not None for month in range(span[0], span[1] + 1)}
        stated = frame_of(mention, period).month_span
        return stated is not None and len(spans) > 1 and months == set(range(stated[0], stated[1] + 1))

    def _is_scope_of(self, scope: str, mention: Mention) -> bool:
        """Tell whether months are those of a figure's 口径: 1—8月 of 今年1-8月."""
        supplied, stated = scope_frame(scope, self._knowledge.period), frame_of(mention, self._knowledge.period)
        return supplied.months is not None and supplied.months == stated.months and supplied.agrees(stated)

    def _stated_in_data(self, date: DateParts, mention: Mention) -> bool:
        for figure in self._figures:
            if (
                figure.value.kind in {Kind.PERIOD, Kind.DATE}
                and figure.value.canonical == mention.canonical
                and date.day is None
            ):
                return True
            if figure.scope and date.day is None and mention.text in figure.scope:
                return True
            if figure.scope and date.end_month is not None and self._is_scope_of(figure.scope, mention):
                return True
        if date.end_month is not None and self._is_sum_of_scopes(mention):
            return True
        for figure in self._figures:
            until = scope_frame(figure.scope, self._knowledge.period).until if figure.scope else None
            if until is not None and until == frame_of(mention, self._knowledge.period, "截至").until:
                return True
        return False


def _period_verdict(mention: Mention, date: DateParts, period: Period | None) -> Judged:
    if period is None:
        if date.year is None:
            return said(mention, Verdict.PASS, Relation.STATED_PERIOD, "报告期间内的时段")
        return said(
            mention, Verdict.WARN, Relation.UNDECIDED, f"{quoted(mention.text)}：没有说明报告的期间，无法核对年份"
        )
    if date.year is None or period.year in {date.year, date.end_year}:
        return said(mention, Verdict.PASS, Relation.STATED_PERIOD, f"报告期间为{period.label}")
    if date.year == period.year - 1:
        return said(mention, Verdict.PASS, Relation.STATED_PERIOD, "报告期间的上一年")
    if date.year > period.year:
        return said(mention, Verdict.PASS, Relation.STATED_PERIOD, "报告期间之后的打算")
    return said(
        mention,
        Verdict.WARN,
        Relation.UNDECIDED,
        f"{quoted(mention.text)}早于报告期间（{period.label}），请核对是否为往年文字",
    )


def _first_month(period: Period) -> int:
    return period.quarter * 3 - 2 if period.quarter else 7 if period.half == 2 else 1


def _months_in(period: Period) -> int:
    return 3 if period.quarter else 6 if period.half else 12


def _resolved_year(date: DateParts, year: int | None) -> int | None:
    if date.year is not None or year is None or not date.relative:
        return date.year
    return year - 1 if re.search(r"去年|上年", date.relative) else year
