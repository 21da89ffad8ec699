"""The verdict on what identifies and does not measure: dates, ordinals, document numbers, articles, formulas, claims."""

import re
from collections.abc import Callable, Mapping, Sequence

from drafting.checking.binding import SURE, name_score
from drafting.checking.claim_judge import ClaimJudge
from drafting.checking.date_judge import DateJudge
from drafting.checking.declared_count import repeated_items
from drafting.checking.finding import Relation, Verdict
from drafting.checking.identified import SuppliedWording, best_named, matches, plain, said, same_shape
from drafting.checking.judged import Judged
from drafting.checking.known import Indicator, Knowledge
from drafting.checking.rank import bears_out, claims_rank, ranked_figure, ranks_of_time
from drafting.checking.supplied import Supplied
from drafting.checking.time_frame import is_time
from drafting.checking.wording import quoted
from drafting.figure import Figure
from knowledge_base.quantities.mention import Kind, Label, Mention
from knowledge_base.quantities.numerals import read_numeral

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

#: “竣工一批、开工一批”, “促一方发展、保一方平安”
_ONE_EACH = re.compile(r"(?:[\u4e00-\u9fff]{1,4}?一[\u4e00-\u9fff]{1,4}(?:[、，]|$)){2,}")
_ALL_OF_THEM = re.compile(r"[\u4e00-\u9fff]{1,2}(?:合计|共计|总计|累计|共|均|分别|各)")
_ONE_AND_MANY = re.compile(
    r"[\u4e00-\u9fff]{1,2}一[\u4e00-\u9fff]{1,3}[、，][\u4e00-\u9fff]{1,2}[多几][\u4e00-\u9fff]{1,3}"
)
_TELLING = 4
_A_LIST = 3
_COUNTING = frozenset("项个大条种类张")
_LIST_BEFORE = re.compile(r"(?:[\u4e00-\u9fff]{2,8}、){2,}[\u4e00-\u9fff]{2,6}\Z")
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
        self._wording = SuppliedWording(supplied.text)
        self._dates = DateJudge(text, knowledge, supplied, self._wording)
        self._claims = ClaimJudge(text, knowledge, supplied, self._wording)

    def judge(self, mention: Mention, label: Label) -> Judged:
        """Return the verdict on a mention of any kind that measures nothing."""
        if is_time(mention):
            return self._dates.judge(mention, label)
        labelled = _BY_LABEL.get(mention.kind)
        if labelled is not None:
            return labelled(self, mention, label)
        return _BY_ITSELF.get(mention.kind, IdentifierJudge._unknown)(self, mention)

    def _set_phrase(self, mention: Mention) -> Judged:
        listed = repeated_items(self._text, mention.start)
        if listed is not None and listed.declared != listed.found:
            reason = f"{quoted(mention.text)}：后面列了{listed.found}项，与所说的{listed.declared}不一致"
            return said(mention, Verdict.FAIL, Relation.STRUCTURE, reason)
        members = _members_before(self._text[max(0, mention.start - 40) : mention.start])
        numeral = read_numeral(mention.text, 0)
        counts = numeral is not None and numeral.value > 1 and mention.text[numeral.end : numeral.end + 1] in _COUNTING
        if members and counts and numeral is not None and numeral.value != members:
            reason = f"{quoted(mention.text)}：前面列了{members}项，请核对"
            return said(mention, Verdict.FAIL, Relation.STRUCTURE, reason)
        return said(mention, Verdict.PASS, Relation.SET_PHRASE, "固定提法")

    def _structure(self, mention: Mention) -> Judged:
        return said(mention, Verdict.PASS, Relation.STRUCTURE, "层次序号")

    def _unknown(self, mention: Mention) -> Judged:
        subjects = {known.subject for one in self._knowledge.indicators for known in one.values if known.subject}
        numeral = read_numeral(mention.text, 0)
        if numeral is not None and numeral.value == len(subjects) and _ALL_OF_THEM.match(self._text, mention.end):
            return said(mention, Verdict.PASS, Relation.DERIVED, "与数据所列的个数一致")  # 两园合计
        # 87 of 87件 is not the 87 of 87热线: an unread number needs a neighbour in common.
        before, after = self._text[mention.start - 1 : mention.start], self._text[mention.end : mention.end + 1]
        if any(
            beside and words in self._wording.text
            for beside, words in ((before, before + mention.text), (after, mention.text + after))
        ):
            return said(mention, Verdict.PASS, Relation.MATCHES, "与所提供的文字一致")
        return said(mention, Verdict.WARN, Relation.UNDECIDED, f"{quoted(mention.text)}读不出是什么数，请核对")

    def _placeholder(self, mention: Mention, label: Label) -> Judged:
        if mention.text.startswith("【"):
            return said(
                mention, Verdict.WARN, Relation.PLACEHOLDER, f"{quoted(mention.text)}还没有填上，请补数据后填写"
            )
        figure = self._named(label.indicator, mention.unit)
        figure = figure if figure is not None and not is_time(figure.value) else None
        if figure is not None and figure.value.kind is not Kind.PLACEHOLDER and mention.unit:
            reason = f"{quoted(mention.text)}是没有填的占位符；数据表中{quoted(figure.name)}为{figure.value_text}"
            return said(mention, Verdict.FAIL, Relation.PLACEHOLDER, reason, figure, suggestion=figure.value_text)
        # What is masked in the facts, X县 or 收文**份, stays masked: no number was lost or made up. That it must not go to
        # print is said by left_mark.for_print.
        beside = self._text[max(0, mention.start - 1) : mention.end], self._text[mention.start : mention.end + 2]
        kept = any(len(words) > len(mention.text) and words in self._wording.text for words in beside)
        masked = figure is not None and figure.value.canonical == mention.canonical
        if kept or masked:
            return said(mention, Verdict.PASS, Relation.PLACEHOLDER, "所提供的材料里也是占位符", figure)
        if not self._figures or figure is not None:
            reason = f"{quoted(mention.text)}是没有填的占位符，也没有可填的数据，请补数据"
            return said(mention, Verdict.WARN, Relation.PLACEHOLDER, reason, figure)
        reason = f"{quoted(mention.text)}是没有填的占位符，请填上或删去，不能这样印发"
        return said(mention, Verdict.FAIL, Relation.PLACEHOLDER, reason)

    def _document_number(self, mention: Mention) -> Judged:
        numbers = [figure for figure in self._figures if figure.value.kind is Kind.DOCUMENT_NUMBER]
        exact = next((figure for figure in numbers if figure.value.canonical == mention.canonical), None)
        other = self._number_of_title(mention)
        if other is not None and other.value.canonical != mention.canonical:
            reason = f"{quoted(mention.text)}：这份文件的文号是{other.value.text}"
            return said(mention, Verdict.FAIL, Relation.SWAPPED, reason, other, suggestion=other.value.text)
        if exact is not None:
            return matches(mention, exact)
        if self._wording.holds(mention):
            return said(mention, Verdict.PASS, Relation.MATCHES, "与所提供的文字一致")
        if numbers:
            near = max(numbers, key=lambda figure: _likeness(figure.value.canonical, mention.canonical))
            reason = f"{quoted(mention.text)}：所提供的文号是{near.value.text}"
            return said(mention, Verdict.FAIL, Relation.CONTRADICTS, reason, near, suggestion=near.value.text)
        return said(mention, Verdict.FAIL, Relation.INVENTED, f"{quoted(mention.text)}：没有提供这个文号，请核对后补充")

    def _number_of_title(self, mention: Mention) -> Figure | None:
        """Return the document number that the data give the title before a mention: 《印章管理规定》（云园办〔2025〕6号）."""
        titled = _TITLE_BEFORE.search(self._text, max(0, mention.start - 60), mention.start)
        at = self._wording.text.find(re.sub(r"\s", "", titled["title"])) if titled is not None else -1
        if titled is None or at < 0:
            return None
        behind = self._wording.text[at + len(titled["title"]) :].partition("《")[0]
        numbers = [figure for figure in self._figures if figure.value.kind is Kind.DOCUMENT_NUMBER]
        found = [(behind.find(figure.value.text), figure) for figure in numbers if figure.value.text in behind[:40]]
        return min(found, key=lambda item: item[0])[1] if found else None

    def _article(self, mention: Mention) -> Judged:
        articles = [figure for figure in self._figures if figure.value.kind is Kind.ARTICLE]
        cited = _law_article(mention.canonical)
        exact = next((figure for figure in articles if _law_article(figure.value.canonical) == cited), None)
        if exact is not None:
            return matches(mention, exact)
        law = cited.partition("》")[0]
        same_law = next((one for one in articles if _law_article(one.value.canonical).partition("》")[0] == law), None)
        if same_law is not None:
            reason = f"{quoted(mention.text)}：所提供的是{same_law.value.text}"
            return said(mention, Verdict.FAIL, Relation.CONTRADICTS, reason, same_law, suggestion=same_law.value.text)
        return said(mention, Verdict.WARN, Relation.UNDECIDED, f"{quoted(mention.text)}：没有提供这一条款，请核对原文")

    def _formula(self, mention: Mention, label: Label) -> Judged:
        """Judge “1+6+N”: as supplied, and not where the number of another indicator belongs (走访企业“1+6+N”)."""
        other = self._measured_before(mention, label) if mention.kind is Kind.FORMULA else None
        if other is not None:
            known = other.now
            reason = f"{quoted(mention.text)}：这里应是{quoted(other.name)}的数" + (
                f"，为{known.text}" if known else ""
            )
            return said(mention, Verdict.FAIL, Relation.SWAPPED, reason)
        listed = repeated_items(self._text, mention.start)
        if listed is not None:
            if listed.declared == listed.found:
                return said(mention, Verdict.PASS, Relation.STRUCTURE, f"与所列{listed.found}项一致")
            reason = f"{quoted(mention.text)}：后面列了{listed.found}项，与所说的{listed.declared}不一致"
            return said(mention, Verdict.FAIL, Relation.STRUCTURE, reason)
        if self._wording.holds(mention):
            return said(mention, Verdict.PASS, Relation.MATCHES, "与所提供的文字一致")
        if _ONE_IN_QUOTES.fullmatch(mention.text.strip("“”")) or _ONE_EACH.fullmatch(mention.text.strip("“”")):
            return self._set_phrase(mention)
        supplied = [figure for figure in self._figures if figure.value.kind in {Kind.FORMULA, Kind.CODE}]
        exact = next((figure for figure in supplied if plain(figure.value.canonical) == plain(mention.canonical)), None)
        if exact is not None:
            return matches(mention, exact)
        near = next((figure for figure in supplied if same_shape(figure.value.canonical, mention.canonical)), None)
        if near is not None:
            reason = f"{quoted(mention.text)}：所提供的是{quoted(near.value.text)}"
            return said(mention, Verdict.FAIL, Relation.CONTRADICTS, reason, near, suggestion=near.value.text)
        if _ONE_AND_MANY.fullmatch(mention.text.strip("“”")):  # “进一扇门、办多件事”
            return self._set_phrase(mention)
        if mention.kind is Kind.CODE and any(code in mention.canonical for code in _WELL_KNOWN_CODES):
            return said(mention, Verdict.PASS, Relation.SET_PHRASE, "通用的名称代号")
        return said(mention, Verdict.WARN, Relation.UNDECIDED, f"{quoted(mention.text)}没有出处，请核对是否为本期提法")

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
        other = self._other_session(mention)
        if other:
            reason = f"{quoted(mention.text)}：所提供的是{quoted(other)}"
            return said(mention, Verdict.FAIL, Relation.CONTRADICTS, reason, suggestion=other)
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
        occasion = self._same_occasion(mention, ordinals)
        if occasion is not None and not _same_ordinal(occasion.value, mention):
            reason = f"{quoted(mention.text)}：所提供的是{quoted(occasion.value.text)}"
            return said(mention, Verdict.FAIL, Relation.CONTRADICTS, reason, occasion, suggestion=occasion.value.text)
        named = occasion or best_named(label.indicator, ordinals)
        same = [figure for figure in ordinals if _same_ordinal(figure.value, mention)]
        if same and (named is None or named in same or named.value.unit != mention.unit):
            return matches(mention, same[0])
        if self._wording.holds(mention):
            return said(mention, Verdict.PASS, Relation.MATCHES, "与所提供的文字一致")
        if named is not None and named.value.unit == mention.unit:
            reason = f"{quoted(mention.text)}：所提供的是{quoted(named.value.text)}"
            return said(mention, Verdict.FAIL, Relation.CONTRADICTS, reason, named, suggestion=named.value.text)
        counted = self._named(label.indicator, mention.unit)
        if counted is not None and counted.value.kind is Kind.COUNT:
            reason = f"{quoted(mention.text)}是序数，数据表中{quoted(counted.name)}是次数{counted.value_text}"
            return said(mention, Verdict.FAIL, Relation.CONTRADICTS, reason, counted)
        return said(mention, Verdict.WARN, Relation.UNDECIDED, f"{quoted(mention.text)}没有出处，请核对次序")

    def _other_session(self, mention: Mention) -> str:
        """Return the session that the facts tell of in the same words, 二十届四中全会|精神宣讲 for 五中全会, or ``""``."""
        if not _PARTY_SESSION.fullmatch(mention.text) or self._wording.holds(mention):
            return ""
        behind = self._text[mention.end : mention.end + _TELLING]
        told = [
            one
            for one in _PARTY_SESSION.finditer(self._wording.text)
            if self._wording.text.startswith(behind, one.end())
        ]
        return told[0].group() if len(behind) == _TELLING and told else ""

    def _same_occasion(self, mention: Mention, ordinals: Sequence[Figure]) -> Figure | None:
        """Return the supplied ordinal of the same occasion by what stands behind both: 第五次|党工委（扩大）会议."""
        noun = _noun_of(self._text[mention.end : mention.end + 16])
        of_unit = [figure for figure in ordinals if figure.value.unit == mention.unit and figure.note]
        named = [figure for figure in of_unit if noun and _noun_of(figure.note.partition("…")[2]) == noun]
        return next((one for one in named if _same_ordinal(one.value, mention)), named[0] if named else None)

    def _rank(self, mention: Mention, label: Label, ordinals: Sequence[Figure]) -> Judged | None:
        """Judge 位列第三, 进入全市前五: any rank from the first to the fifth bears out the latter; 前三 does too."""
        figure = ranked_figure(label.indicator, ordinals)
        if figure is None:
            return None
        # 居全国第四 and 居全国第二 name no more than where: either may be meant.
        alike = [figure, *(one for one in ordinals if one.name == figure.name and one is not figure)]
        held = next((one for one in alike if bears_out(one, mention)), None)
        if held is not None:
            return matches(mention, held)
        reason = f"{quoted(mention.text)}：数据表中{quoted(figure.name)}为{figure.value_text}"
        return said(mention, Verdict.FAIL, Relation.CONTRADICTS, reason, figure, suggestion=figure.value_text)

    def _claim(self, mention: Mention, label: Label) -> Judged:
        if _PUT_FIRST.search(self._text[max(0, mention.start - 6) : mention.start]):
            return self._set_phrase(mention)
        return self._claims.judge(mention, label)

    def _named(self, indicator: str, unit: str) -> Figure | None:
        found = best_named(indicator, self._figures)
        return found if found is not None and (not unit or not found.value.unit or found.value.unit == unit) else None


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
    Kind.IMPLICIT_CLAIM: IdentifierJudge._claim,
}


def _members_before(words: str) -> int:
    """Return how many members the list has that ends right here, where they are plainly one list: 周调度、月通报、年考评."""
    listed = _LIST_BEFORE.search(words)
    members = listed.group().split("、") if listed is not None else []
    # A verb may stand before the first.
    alike = (
        len({len(member) for member in members[1:]}) == 1 and len(members[0]) >= len(members[-1]) if members else False
    )
    return len(members) if alike and len(members) >= _A_LIST else 0


def _noun_of(words: str) -> str:
    """Return what an ordinal counts, by the words behind it, where they are long enough to tell it from others."""
    noun = re.split(r"[，,。；;、：:和与及]", re.sub(r"[（()）“”\"]", "", words))[0]
    return noun[:8] if len(noun) >= _TELLING else ""


def _same_ordinal(supplied: Mention, stated: Mention) -> bool:
    if supplied.unit == stated.unit == "届" and all(
        "次" in one or "中全会" in one for one in (supplied.canonical, stated.canonical)
    ):
        return supplied.canonical == stated.canonical  # 七届十次 and 七届十一次全会
    if supplied.value is not None and stated.value is not None:
        return supplied.value == stated.value and (supplied.unit == stated.unit or not supplied.unit or not stated.unit)
    return supplied.canonical == stated.canonical


def _law_article(canonical: str) -> str:
    """Return an article with its law's short name: 《中华人民共和国安全生产法》 is cited as 《安全生产法》."""
    return re.sub(r"（[^（）]*）(?=第)|[〈<]|[〉>]", "", canonical.replace("《中华人民共和国", "《"))


def _likeness(one: str, other: str) -> int:
    return len(set(one) & set(other))
