"""The verdict on what identifies and does not measure: dates, ordinals, document numbers, articles, formulas, claims."""

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from drafting.checking.binding import LIKELY, SURE, name_score
from drafting.checking.claim_figures import claimed_figure, covered_in_full, done_in_full
from drafting.checking.declared_count import repeated_items
from drafting.checking.finding import MentionVerdict, Relation, Verdict
from drafting.checking.judged import Judged
from drafting.checking.known import Indicator, Knowledge, scope_frame
from drafting.checking.rank import bears_out, claims_rank, ranked_figure, ranks_of_time
from drafting.checking.supplied import Supplied
from drafting.checking.time_frame import frame_of, is_time
from drafting.checking.wording import quoted
from drafting.figure import Figure
from knowledge_base.quantities.mention import DateParts, Kind, Label, Mention
from knowledge_base.report import Period

ByItself = Callable[["IdentifierJudge", Mention], Judged]
ByLabel = Callable[["IdentifierJudge", Mention, Label], Judged]

#: Numbers that everyone knows by name; they are no data of the report.
_WELL_KNOWN_CODES = frozenset((
    "12345", "110", "119", "120", "12315", "12388", "12380", "5G", "4G",
    "6G", "4A", "5A", "3A", "2.0", "3.0", "4.0", "24小时",
))  # fmt: skip
#: Sessions of the present Central Committee: everyone's reference, and no data of the report.
_PARTY_SESSION = re.compile(r"(?:党的)?二十届[一二三四五六七、和中及]*中全会|(?:党的)?二十大")
#: 第一要务, 第一责任人 and 放在首位 rank nothing.
_FIRST_THING = re.compile(
    r"要务|位的|位置|议|把|种|梯队|棒|印象|责任|任务|要素|资源|动力|议题|时间|线|书记|关口|方阵|生产力|选择|信号|步|手|件事|标准|原则|位，|位。"
)
_PUT_FIRST = re.compile(r"(?:[放摆挺排][在到]|置于|列为|作为|当作|视为|处于|居于)[^，。]{0,3}$")

#: 力争全年零事故, 限期清零: what is set as a task claims nothing yet.
_INTENDED = re.compile(r"(?:力争|争取|限期|推动|努力实现|着力实现|要求|务必)[^，。；：\n]*$")
_TITLE_BEFORE = re.compile(r"(?P<title>《[^《》\n]+》)[（(]?(?:文号)?[：:]?$")
_LAST_TIME = re.compile(r"(?:上年|去年)(?:同期|度)?的?(?:位居|位列|排名|排|列|居)?(?:全[国省市县区])?$")
#: “一条底线”, “一张网”: one of something is a way of speaking, and no number of the report.
_ONE_IN_QUOTES = re.compile(r"一(?![个])(?:(?![一二两三四五六七八九十百千万亿])[\u4e00-\u9fff]){2,6}")


class IdentifierJudge:
    """Judges the mentions of one text that are no measured quantities."""

    def __init__(self, text: str, knowledge: Knowledge, supplied: Supplied) -> None:
        self._text = text
        self._knowledge = knowledge
        self._supplied = supplied
        self._figures = supplied.figures + supplied.facts
        self._wording = re.sub(r"\s", "", supplied.text)

    def judge(self, mention: Mention, label: Label) -> Judged:
        """Return the verdict on a mention of any kind that measures nothing."""
        labelled = IdentifierJudge._date if is_time(mention) else _BY_LABEL.get(mention.kind)
        if labelled is not None:
            return labelled(self, mention, label)
        return _BY_ITSELF.get(mention.kind, IdentifierJudge._unknown)(self, mention)

    def _set_phrase(self, mention: Mention) -> Judged:
        listed = repeated_items(self._text, mention.start)
        if listed is not None and listed.declared != listed.found:
            reason = f"{quoted(mention.text)}：后面列了{listed.found}项，与所说的{listed.declared}不一致"
            return _said(mention, Verdict.FAIL, Relation.STRUCTURE, reason)
        return _said(mention, Verdict.PASS, Relation.SET_PHRASE, "固定提法")

    def _structure(self, mention: Mention) -> Judged:
        return _said(mention, Verdict.PASS, Relation.STRUCTURE, "层次序号")

    def _unknown(self, mention: Mention) -> Judged:
        # 87 of 87件 is not the 87 of 87热线: an unread number needs a neighbour in common.
        before, after = self._text[mention.start - 1 : mention.start], self._text[mention.end : mention.end + 1]
        if any(
            beside and words in self._wording
            for beside, words in ((before, before + mention.text), (after, mention.text + after))
        ):
            return _said(mention, Verdict.PASS, Relation.MATCHES, "与所提供的文字一致")
        return _said(mention, Verdict.WARN, Relation.UNDECIDED, f"{quoted(mention.text)}读不出是什么数，请核对")

    def _placeholder(self, mention: Mention, label: Label) -> Judged:
        if mention.text.startswith("【"):
            return _said(
                mention, Verdict.WARN, Relation.PLACEHOLDER, f"{quoted(mention.text)}还没有填上，请补数据后填写"
            )
        figure = self._named(label.indicator, mention.unit)
        if figure is not None and figure.value.kind is not Kind.PLACEHOLDER and mention.unit:
            reason = f"{quoted(mention.text)}是没有填的占位符；数据表中{quoted(figure.name)}为{figure.value_text}"
            return _said(mention, Verdict.FAIL, Relation.PLACEHOLDER, reason, figure, suggestion=figure.value_text)
        if not self._figures or figure is not None:
            reason = f"{quoted(mention.text)}是没有填的占位符，也没有可填的数据，请补数据"
            return _said(mention, Verdict.WARN, Relation.PLACEHOLDER, reason, figure)
        reason = f"{quoted(mention.text)}是没有填的占位符，请填上或删去，不能这样印发"
        return _said(mention, Verdict.FAIL, Relation.PLACEHOLDER, reason)

    def _document_number(self, mention: Mention) -> Judged:
        numbers = [figure for figure in self._figures if figure.value.kind is Kind.DOCUMENT_NUMBER]
        exact = next((figure for figure in numbers if figure.value.canonical == mention.canonical), None)
        other = self._number_of_title(mention)
        if other is not None and other.value.canonical != mention.canonical:
            reason = f"{quoted(mention.text)}：这份文件的文号是{other.value.text}"
            return _said(mention, Verdict.FAIL, Relation.SWAPPED, reason, other, suggestion=other.value.text)
        if exact is not None:
            return _matches(mention, exact)
        if self._is_supplied_wording(mention):
            return _said(mention, Verdict.PASS, Relation.MATCHES, "与所提供的文字一致")
        if numbers:
            near = max(numbers, key=lambda figure: _likeness(figure.value.canonical, mention.canonical))
            reason = f"{quoted(mention.text)}：所提供的文号是{near.value.text}"
            return _said(mention, Verdict.FAIL, Relation.CONTRADICTS, reason, near, suggestion=near.value.text)
        return _said(
            mention, Verdict.FAIL, Relation.INVENTED, f"{quoted(mention.text)}：没有提供这个文号，请核对后补充"
        )

    def _number_of_title(self, mention: Mention) -> Figure | None:
        """Return the document number that the data give the title before a mention: 《印章管理规定》（云园办〔2025〕6号）."""
        titled = _TITLE_BEFORE.search(self._text, max(0, mention.start - 60), mention.start)
        at = self._wording.find(re.sub(r"\s", "", titled["title"])) if titled is not None else -1
        if titled is None or at < 0:
            return None
        behind = self._wording[at + len(titled["title"]) :].partition("《")[0]
        numbers = [figure for figure in self._figures if figure.value.kind is Kind.DOCUMENT_NUMBER]
        found = [(behind.find(figure.value.text), figure) for figure in numbers if figure.value.text in behind[:40]]
        return min(found, key=lambda item: item[0])[1] if found else None

    def _article(self, mention: Mention) -> Judged:
        articles = [figure for figure in self._figures if figure.value.kind is Kind.ARTICLE]
        said = _law_article(mention.canonical)
        exact = next((figure for figure in articles if _law_article(figure.value.canonical) == said), None)
        if exact is not None:
            return _matches(mention, exact)
        law = said.partition("》")[0]
        same_law = next((one for one in articles if _law_article(one.value.canonical).partition("》")[0] == law), None)
        if same_law is not None:
            reason = f"{quoted(mention.text)}：所提供的是{same_law.value.text}"
            return _said(mention, Verdict.FAIL, Relation.CONTRADICTS, reason, same_law, suggestion=same_law.value.text)
        return _said(mention, Verdict.WARN, Relation.UNDECIDED, f"{quoted(mention.text)}：没有提供这一条款，请核对原文")

    def _formula(self, mention: Mention, label: Label) -> Judged:
        """Judge “1+6+N”: as supplied, and not where the number of another indicator belongs (走访企业“1+6+N”)."""
        other = self._measured_before(mention, label) if mention.kind is Kind.FORMULA else None
        if other is not None:
            known = other.now
            reason = f"{quoted(mention.text)}：这里应是{quoted(other.name)}的数" + (
                f"，为{known.text}" if known else ""
            )
            return _said(mention, Verdict.FAIL, Relation.SWAPPED, reason)
        listed = repeated_items(self._text, mention.start)
        if listed is not None:
            if listed.declared == listed.found:
                return _said(mention, Verdict.PASS, Relation.STRUCTURE, f"与所列{listed.found}项一致")
            reason = f"{quoted(mention.text)}：后面列了{listed.found}项，与所说的{listed.declared}不一致"
            return _said(mention, Verdict.FAIL, Relation.STRUCTURE, reason)
        if self._is_supplied_wording(mention):
            return _said(mention, Verdict.PASS, Relation.MATCHES, "与所提供的文字一致")
        if _ONE_IN_QUOTES.fullmatch(mention.text.strip("“”")):
            return self._set_phrase(mention)
        supplied = [figure for figure in self._figures if figure.value.kind in {Kind.FORMULA, Kind.CODE}]
        exact = next(
            (figure for figure in supplied if _plain(figure.value.canonical) == _plain(mention.canonical)), None
        )
        if exact is not None:
            return _matches(mention, exact)
        near = next((figure for figure in supplied if _same_shape(figure.value.canonical, mention.canonical)), None)
        if near is not None:
            reason = f"{quoted(mention.text)}：所提供的是{quoted(near.value.text)}"
            return _said(mention, Verdict.FAIL, Relation.CONTRADICTS, reason, near, suggestion=near.value.text)
        if mention.kind is Kind.CODE and any(code in mention.canonical for code in _WELL_KNOWN_CODES):
            return _said(mention, Verdict.PASS, Relation.SET_PHRASE, "通用的名称代号")
        return _said(mention, Verdict.WARN, Relation.UNDECIDED, f"{quoted(mention.text)}没有出处，请核对是否为本期提法")

    def _measured_before(self, mention: Mention, label: Label) -> Indicator | None:
        """Return the indicator whose name stands right before a mention that ends its clause."""
        after = self._text[mention.end : mention.end + 2].lstrip('”"')
        before = self._text[max(0, mention.start - 30) : mention.start].rstrip('“"')
        if after and after[0] not in "，。；、":
            return None
        named = (one for one in self._knowledge.indicators if name_score(label.indicator, one.core) >= SURE)
        other = next(named, None)
        return other if other is not None and before.endswith(other.core) else None

    def _ordinal(self, mention: Mention, label: Label) -> Judged:
        if _PARTY_SESSION.fullmatch(mention.text) or _FIRST_THING.match(self._text, mention.end):
            return self._set_phrase(mention)
        if mention.value == 1 and _PUT_FIRST.search(self._text[max(0, mention.start - 6) : mention.start]):
            return self._set_phrase(mention)
        ordinals = ranks_of_time(
            self._figures, last=_LAST_TIME.search(self._text[max(0, mention.start - 16) : mention.start]) is not None
        )
        if claims_rank(self._text, mention):
            ranked = self._rank(mention, label, ordinals)
            if ranked is not None:
                return ranked
        named = _best_named(label.indicator, ordinals)
        same = [figure for figure in ordinals if _same_ordinal(figure.value, mention)]
        if same and (named is None or named in same or named.value.unit != mention.unit):
            return _matches(mention, same[0])
        if self._is_supplied_wording(mention):
            return _said(mention, Verdict.PASS, Relation.MATCHES, "与所提供的文字一致")
        if named is not None and named.value.unit == mention.unit:
            reason = f"{quoted(mention.text)}：所提供的是{quoted(named.value.text)}"
            return _said(mention, Verdict.FAIL, Relation.CONTRADICTS, reason, named, suggestion=named.value.text)
        counted = self._named(label.indicator, mention.unit)
        if counted is not None and counted.value.kind is Kind.COUNT:
            reason = f"{quoted(mention.text)}是序数，数据表中{quoted(counted.name)}是次数{counted.value_text}"
            return _said(mention, Verdict.FAIL, Relation.CONTRADICTS, reason, counted)
        return _said(mention, Verdict.WARN, Relation.UNDECIDED, f"{quoted(mention.text)}没有出处，请核对次序")

    def _rank(self, mention: Mention, label: Label, ordinals: Sequence[Figure]) -> Judged | None:
        """Judge 位列第三, 进入全市前五: any rank from the first to the fifth bears out the latter; 前三 does too."""
        figure = ranked_figure(label.indicator, ordinals)
        if figure is None:
            return None
        if bears_out(figure, mention):
            return _matches(mention, figure)
        reason = f"{quoted(mention.text)}：数据表中{quoted(figure.name)}为{figure.value_text}"
        return _said(mention, Verdict.FAIL, Relation.CONTRADICTS, reason, figure, suggestion=figure.value_text)

    def _date(self, mention: Mention, label: Label) -> Judged:
        date = mention.date or DateParts()
        period = self._knowledge.period
        title = self._title_around(mention)
        if title:
            return self._titled(mention, title)
        if self._stated_in_data(date, mention) or (date.day is None and self._is_supplied_wording(mention)):
            return _said(mention, Verdict.PASS, Relation.MATCHES, "与所提供的时间一致")
        if self._is_own_date(date):
            return _said(mention, Verdict.PASS, Relation.STATED_PERIOD, "报告落款日期")
        if date.day is not None or (date.month is not None and date.end_month is None and date.half is None):
            return self._day_or_month(mention, label, date)
        if date.month is not None and date.end_month is not None:
            return self._months(mention, label, date)
        if date.relative:
            return _said(mention, Verdict.PASS, Relation.STATED_PERIOD, "相对于报告期间的时间")
        compared = self._text[mention.start - 1 : mention.start] in {"比", "较"}
        if compared and period is not None and date.year is not None and date.year >= period.year:
            reason = f"{quoted(mention.text)}：报告期间是{period.label}，不能与它比"
            return _said(mention, Verdict.FAIL, Relation.CONTRADICTS, reason)
        if self._opens_with_last_year(mention, date):
            reason = (
                f"{quoted(mention.text)}：报告期间是{period.label if period else ''}，请核对是否为上一份报告留下的年份"
            )
            return _said(mention, Verdict.FAIL, Relation.STALE, reason)
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
        if plain in self._wording:
            return _said(mention, Verdict.PASS, Relation.MATCHES, "与所提供的文件名称一致")
        other = next((one for one in re.findall(r"《[^《》]+》", self._wording) if _same_shape(one, plain)), "")
        if other:
            reason = f"{quoted(title)}：所提供的文件是{other}"
            return _said(mention, Verdict.FAIL, Relation.CONTRADICTS, reason, suggestion=other)
        if not re.search(r"《[^《》]*[0-9]", self._wording):
            return _said(mention, Verdict.PASS, Relation.STATED_PERIOD, "文件名称中的时间")
        return _said(mention, Verdict.WARN, Relation.UNDECIDED, f"{quoted(title)}没有出处，请核对文件名称")

    def _day_or_month(self, mention: Mention, label: Label, date: DateParts) -> Judged:
        dates = [
            figure
            for figure in self._figures
            if is_time(figure.value) and figure.value.date is not None and figure.value.date.month
        ]
        same = [figure for figure in dates if figure.value.date is not None and self._same_day(figure.value.date, date)]
        named = _best_named(label.indicator, dates)
        if same and (named is None or named in same):
            return _matches(mention, same[0])
        other = named or (dates[0] if len(dates) == 1 and date.day is not None else None)
        supplied = other.value.date if other is not None else None
        if other is not None and supplied is not None and (date.day is not None or supplied.day is None):
            reason = f"{quoted(mention.text)}：所提供的{quoted(other.name)}是{other.value.text}"
            return _said(mention, Verdict.FAIL, Relation.CONTRADICTS, reason, other, suggestion=other.value.text)
        period = self._knowledge.period
        within = period is not None and date.year in {None, period.year} and date.day is None
        if within and re.search(r"底|末|以来", mention.text) and not self._is_other_end(mention):
            return _said(mention, Verdict.PASS, Relation.STATED_PERIOD, "报告期间内的时点")
        if date.day is not None and not dates and date.year is None:
            return _said(
                mention, Verdict.FAIL, Relation.INVENTED, f"{quoted(mention.text)}：没有提供这个日期，请核对后补充"
            )
        return _said(mention, Verdict.WARN, Relation.UNDECIDED, f"{quoted(mention.text)}没有出处，请核对时间")

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
            return _matches(mention, same[0])
        named = _best_named(label.indicator, spans)
        if same and (named is None or named in same):
            return _matches(mention, same[0])
        if named is not None:
            reason = f"{quoted(mention.text)}：所提供的{quoted(named.name)}是{named.value.text}"
            return _said(mention, Verdict.FAIL, Relation.CONTRADICTS, reason, named, suggestion=named.value.text)
        period = self._knowledge.period
        if period is not None and date.year in {None, period.year} and date.month == _first_month(period):
            return _said(mention, Verdict.PASS, Relation.STATED_PERIOD, f"报告期间为{period.label}")
        return _said(mention, Verdict.WARN, Relation.UNDECIDED, f"{quoted(mention.text)}没有出处，请核对起止时间")

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
            until = scope_frame(figure.scope, self._knowledge.period).until if figure.scope else None
            if until is not None and until == frame_of(mention, self._knowledge.period, "截至").until:
                return True
        return False

    def _claim(self, mention: Mention, label: Label) -> Judged:
        if _PUT_FIRST.search(self._text[max(0, mention.start - 6) : mention.start]):
            return self._set_phrase(mention)
        if _INTENDED.search(self._text[max(0, mention.start - 14) : mention.start]) and mention.unit != "位":
            return _said(mention, Verdict.PASS, Relation.STRUCTURE, "是打算和要求，不是已有的结果")
        figure = claimed_figure(self._text, mention, label.indicator, self._figures)
        if figure is not None and figure.value.value is not None and mention.value is not None:
            if Fraction(figure.value.value) == Fraction(mention.value):
                return _matches(mention, figure)
            reason = f"{quoted(mention.text)}：数据表中{quoted(figure.name)}为{figure.value_text}"
            return _said(mention, Verdict.FAIL, Relation.CONTRADICTS, reason, figure, suggestion=figure.value_text)
        done = done_in_full(self._text, mention.start, mention.end, self._figures) if mention.text[0] == "全" else None
        if done is None and mention.unit == "%":
            done = covered_in_full(self._text, mention.start, self._figures)
        if done is not None and done.is_full:
            return _matches(mention, done.part)
        if done is not None:
            reason = f"“{mention.text}{done.verb}”：{done.reason}"
            return _said(
                mention, Verdict.FAIL, Relation.CONTRADICTS, reason, done.part, suggestion=done.part.value_text
            )
        meant = {"%": "100%", "位": "第一"}.get(mention.unit, "0")
        return _said(
            mention, Verdict.WARN, Relation.UNDECIDED, f"{quoted(mention.text)}等于说{meant}，没有数据可以印证，请核对"
        )

    def _named(self, indicator: str, unit: str) -> Figure | None:
        found = _best_named(indicator, self._figures)
        return found if found is not None and (not unit or not found.value.unit or found.value.unit == unit) else None

    def _is_supplied_wording(self, mention: Mention) -> bool:
        text = re.sub(r"\s", "", mention.text).strip('“”"')
        at = self._wording.find(text)
        while at >= 0:
            # 第十四次 holds 十四次 and is another number: the neighbours must not carry on the numeral.
            before, after = self._wording[at - 1 : at] if at else "", self._wording[at + len(text) : at + len(text) + 1]
            if not (_numeral_joins(before, text[:1]) or _numeral_joins(text[-1:], after)):
                return True
            at = self._wording.find(text, at + 1)
        return False


_BY_ITSELF: Mapping[Kind, ByItself] = {
    Kind.SET_PHRASE: IdentifierJudge._set_phrase,
    Kind.ENUMERATION: IdentifierJudge._structure,
    Kind.DOCUMENT_NUMBER: IdentifierJudge._document_number,
    Kind.ARTICLE: IdentifierJudge._article,
}
_BY_LABEL: Mapping[Kind, ByLabel] = {
    Kind.FORMULA: IdentifierJudge._formula,
    Kind.CODE: IdentifierJudge._formula,
    Kind.PLACEHOLDER: IdentifierJudge._placeholder,
    Kind.ORDINAL: IdentifierJudge._ordinal,
    Kind.DATE: IdentifierJudge._date,
    Kind.PERIOD: IdentifierJudge._date,
    Kind.IMPLICIT_CLAIM: IdentifierJudge._claim,
}


def _period_verdict(mention: Mention, date: DateParts, period: Period | None) -> Judged:
    if period is None:
        if date.year is None:
            return _said(mention, Verdict.PASS, Relation.STATED_PERIOD, "报告期间内的时段")
        return _said(
            mention, Verdict.WARN, Relation.UNDECIDED, f"{quoted(mention.text)}：没有说明报告的期间，无法核对年份"
        )
    if date.year is None or date.year == period.year:
        return _said(mention, Verdict.PASS, Relation.STATED_PERIOD, f"报告期间为{period.label}")
    if date.year == period.year - 1:
        return _said(mention, Verdict.PASS, Relation.STATED_PERIOD, "报告期间的上一年")
    if date.year > period.year:
        return _said(mention, Verdict.PASS, Relation.STATED_PERIOD, "报告期间之后的打算")
    return _said(
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


def _best_named(indicator: str, figures: Sequence[Figure]) -> Figure | None:
    scored = [(name_score(indicator, figure.name), figure) for figure in figures] if indicator else []
    best = max(scored, key=lambda item: item[0], default=(0.0, None))
    return best[1] if best[0] >= LIKELY else None


def _same_ordinal(supplied: Mention, stated: Mention) -> bool:
    if supplied.value is not None and stated.value is not None:
        return supplied.value == stated.value and (supplied.unit == stated.unit or not supplied.unit or not stated.unit)
    return supplied.canonical == stated.canonical


def _law_article(canonical: str) -> str:
    """Return an article with its law's short name: 《中华人民共和国安全生产法》 is cited as 《安全生产法》."""
    return re.sub(r"（[^（）]*）(?=第)|[〈<]|[〉>]", "", canonical.replace("《中华人民共和国", "《"))


def _numeral_joins(left: str, right: str) -> bool:
    numerals = "0123456789０１２３４５６７８９一二三四五六七八九十百千万亿"
    return bool(left) and bool(right) and left in numerals and right in numerals


def _same_shape(one: str, other: str) -> bool:
    shape = re.compile(r"[0-9A-Z一二三四五六七八九十两]+")
    return one != other and shape.sub("#", _plain(one)) == shape.sub("#", _plain(other)) and len(_plain(one)) >= 2


def _plain(canonical: str) -> str:
    return re.sub(r"[“”\"\s]", "", canonical).replace("＋", "+")


def _likeness(one: str, other: str) -> int:
    return len(set(one) & set(other))


def _matches(mention: Mention, figure: Figure) -> Judged:
    reason = f"与数据一致：{quoted(figure.name)}{figure.value_text}"
    return _said(mention, Verdict.PASS, Relation.MATCHES, reason, figure)


def _said(
    mention: Mention,
    verdict: Verdict,
    relation: Relation,
    reason: str,
    figure: Figure | None = None,
    suggestion: str = "",
) -> Judged:
    used = (figure.id,) if figure is not None and verdict is not Verdict.FAIL else ()
    said = MentionVerdict(
        mention, verdict, relation, reason, figure.id if figure else "", figure.name if figure else "", suggestion
    )
    return Judged(said, used)
