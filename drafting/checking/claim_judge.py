"""The verdict on implicit claims: 全覆盖 is 100 %, 零事故 is 0, 位居第一 is rank 1."""

import re
from fractions import Fraction

from drafting.checking.claim_figures import (
    all_of_it,
    claimed_figure,
    claimed_in_other_words,
    covered_in_full,
    done_in_full,
)
from drafting.checking.finding import Relation, Verdict
from drafting.checking.identified import SuppliedWording, matches, said
from drafting.checking.judged import Judged
from drafting.checking.known import Knowledge, scope_frame
from drafting.checking.supplied import Supplied
from drafting.checking.wording import quoted
from drafting.figure import Figure
from knowledge_base.quantities.indicator_names import half_said, pairs_of
from knowledge_base.quantities.mention import Kind, Label, Mention

#: 力争全年零事故, 限期清零: what is set as a task claims nothing yet.
_INTENDED = re.compile(r"(?:力争|争取|限期|推动|努力实现|着力实现|要求|务必)[^，。；：\n]*$")
#: What narrows a thing: 较大及以上火灾事故0起 says nothing of all fires.
_NARROWS = re.compile(r"较大|重大|特大|及以上|亡人|死亡|重伤|越级|进京|群体性")
_NONE_SAID = re.compile(
    r"(?:未|没有|无)(?:再)?(?:发生|出现|接到|收到|造成)过?(?P<thing>[\u4e00-\u9fff]{2,14})"
    r"|无(?P<none>(?:人员)?(?:伤亡|死亡|事故|投诉|上访|舆情|差错|逾期|积压))"
)
_WHOM = re.compile(r"规上|规模以上|重点|机关|非公|国有|危化")
_CLAUSE = re.compile(r"[，,。；;\n]")
_WHOLE_HALF = re.compile(r"上半年|半年来|1[—–－\-至]6月|6月底|年中")
_WHOLE_YEAR = re.compile(r"全年|一年来|1[—–－\-至]12月|年内|年终")


class ClaimJudge:
    """Judges the implicit claims of one text."""

    def __init__(self, text: str, knowledge: Knowledge, supplied: Supplied, wording: SuppliedWording) -> None:
        self._text = text
        self._knowledge = knowledge
        self._figures = tuple(
            figure for figure in supplied.figures + supplied.facts if not re.match(r"上年|去年", figure.scope)
        )
        self._wording = wording

    def judge(self, mention: Mention, label: Label) -> Judged:
        """Return the verdict on a claim: borne out by a figure, contradicted by one, or for a person to decide."""
        if _INTENDED.search(self._text[max(0, mention.start - 14) : mention.start]) and mention.unit != "位":
            return said(mention, Verdict.PASS, Relation.STRUCTURE, "是打算和要求，不是已有的结果")
        if mention.value == 0 and not mention.unit and self._said_none(mention):
            return said(mention, Verdict.PASS, Relation.MATCHES, "与所提供的文字一致")
        figure = claimed_figure(self._text, mention, label.indicator, self._figures)
        if figure is not None and figure.value.value is not None and mention.value is not None:
            if Fraction(figure.value.value) == Fraction(mention.value):
                return self._borne_out(mention, figure)
            reason = f"{quoted(mention.text)}：数据表中{quoted(figure.name)}为{figure.value_text}"
            return said(mention, Verdict.FAIL, Relation.CONTRADICTS, reason, figure, suggestion=figure.value_text)
        return self._done_or_covered(mention)

    def _borne_out(self, mention: Mention, figure: Figure) -> Judged:
        """Return a pass, or a warning where the figure tells of less than the claim: of a part of the time or the thing."""
        words = _CLAUSE.split(self._text[: mention.start])[-1] + mention.text
        narrow = _NARROWS.search(figure.name)
        less = mention.value == 0 and narrow is not None and not _NARROWS.search(words)
        whom = _WHOM.search(figure.name)
        rated = mention.unit == "%" and figure.value.kind is Kind.PERCENT
        if less or (rated and whom is not None and whom.group() not in words):
            reason = (
                f"{quoted(mention.text)}：数据只说明{quoted(figure.name)}为{figure.value_text}，范围比这里小，请核对"
            )
            return said(mention, Verdict.WARN, Relation.UNDECIDED, reason, figure)
        if self._is_of_less_time(mention, figure):
            reason = f"{quoted(mention.text)}：数据是{figure.scope}的，没有到所写的时间，请核对"
            return said(mention, Verdict.WARN, Relation.UNDECIDED, reason, figure)
        return matches(mention, figure)

    def _is_of_less_time(self, mention: Mention, figure: Figure) -> bool:
        span = scope_frame(figure.scope, self._knowledge.period).months if figure.scope else None
        if span is None:
            return False
        sentence = re.split(r"[。；\n]", self._text[: mention.start])[-1]
        period = self._knowledge.period
        until = 12 if _WHOLE_YEAR.search(sentence) else 6 if _WHOLE_HALF.search(sentence) else 0
        if not until and period is not None and not re.search(r"[0-9]月", sentence):
            until = 6 if period.half == 1 else 0
        return span[1] < until

    def _said_none(self, mention: Mention) -> bool:
        """Tell whether the supplied wording says 未发生 of what the claim says 零发生 of."""
        clause = _CLAUSE.split(self._text[: mention.start])[-1] + mention.text
        for none in _NONE_SAID.finditer(self._wording.text):
            pairs = pairs_of(none["thing"] or none["none"])
            if half_said(pairs, clause):
                return True
        return False

    def _said_of_all(self, mention: Mention) -> bool:
        """Tell whether the supplied wording says 均已挂牌 of what the draft says 全部挂牌 of."""
        verb = re.sub(
            r"^(?:按期|按时|如期|及时|已经?|完成|得到|予以|进行)+(?=[\u4e00-\u9fff]{2})",
            "",
            self._text[mention.end : mention.end + 8],
        )
        verb = verb[:2]
        said = re.search(
            rf"(?:均|全部|都|全数|悉数)(?:已经?)?[\u4e00-\u9fff]{{0,2}}{re.escape(verb)}", self._wording.text
        )
        return len(verb) == 2 and re.match(r"[\u4e00-\u9fff]{2}", verb) is not None and said is not None

    def _done_or_covered(self, mention: Mention) -> Judged:
        if mention.unit == "%" and self._said_of_all(mention):
            return said(mention, Verdict.PASS, Relation.MATCHES, "与所提供的文字一致")
        done = done_in_full(self._text, mention.start, mention.end, self._figures) if mention.text[0] == "全" else None
        if done is None and mention.unit == "%":
            done = covered_in_full(self._text, mention.start, self._figures)
        if done is None and mention.unit == "%":
            done = all_of_it(self._text, mention.start, self._figures)
        if done is not None and done.is_full:
            return matches(mention, done.part)
        if done is not None:
            reason = f"“{mention.text}{done.verb}”：{done.reason}"
            return said(mention, Verdict.FAIL, Relation.CONTRADICTS, reason, done.part, suggestion=done.part.value_text)
        words = mention.text + re.sub(r"\s", "", self._text[mention.end : mention.end + 2])
        other = claimed_in_other_words(self._text, mention, self._figures)
        if (
            mention.unit == "%" and len(words) > len(mention.text) and words in self._wording.text
        ) or other is not None:
            return said(mention, Verdict.PASS, Relation.MATCHES, "与所提供的文字一致", other)
        meant = {"%": "100%", "位": "第一"}.get(mention.unit, "0")
        return said(
            mention, Verdict.WARN, Relation.UNDECIDED, f"{quoted(mention.text)}等于说{meant}，没有数据可以印证，请核对"
        )
