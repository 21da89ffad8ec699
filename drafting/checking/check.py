"""The check: every number of a text is read anew, bound, compared, and reported. Nothing that was read is dropped."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from drafting.checking.binding import Binder
from drafting.checking.claim_figures import all_done, first_of_its_kind, none_happened
from drafting.checking.declared_count import declared_counts, skipped_numbers
from drafting.checking.derived import Bound
from drafting.checking.finding import CheckReport, Finding, MentionVerdict, Relation, Verdict
from drafting.checking.identifier_judge import IdentifierJudge
from drafting.checking.judged import Judged
from drafting.checking.known import Knowledge, knowledge_of
from drafting.checking.plan_year import misdated_plans
from drafting.checking.quantity_judge import QuantityJudge
from drafting.checking.reused_figure import reused_figures
from drafting.checking.statement import subject_of
from drafting.checking.statement_reading import statements_of
from drafting.checking.supplied import Supplied
from drafting.checking.time_frame import is_time
from drafting.checking.wording import quoted
from drafting.checking.wordless_claim import ended_activities, unmet_targets, wordless_changes
from knowledge_base.lexicon.set_phrases import Lexicon
from knowledge_base.quantities.labels import label_mentions
from knowledge_base.quantities.mention import Kind, Mention
from knowledge_base.quantities.reader import read

_RULES = {
    Relation.STALE: "stale_value",
    Relation.SWAPPED: "swapped_value",
    Relation.INVENTED: "invented_value",
    Relation.CONTRADICTS: "contradicts_data",
    Relation.PLACEHOLDER: "placeholder_left",
    Relation.UNDECIDED: "not_traced",
    Relation.DERIVED: "derived_value",
    Relation.STRUCTURE: "declared_count",
}
_KIND_RULES = {Kind.IMPLICIT_CLAIM: "implicit_claim", Kind.UNKNOWN: "unknown_number"}


def check(text: str, supplied: Supplied, lexicon: Lexicon | None = None) -> CheckReport:
    """Return a verdict for every mention of ``text`` and the findings about it, in the order of the text.

    Only what can be traced passes: what cannot be read, bound or computed is reported.
    """
    lexicon = lexicon or Lexicon.default()
    mentions = read(text, lexicon)
    knowledge = knowledge_of(supplied)
    judged = _judge_all(text, mentions, knowledge, supplied)
    verdicts = tuple(item.verdict for item in judged)
    used = {figure_id for item in judged for figure_id in item.figure_ids}
    unused = tuple(figure.id for figure in supplied.figures if figure.id not in used)
    findings = [
        *(_finding(text, verdict) for verdict in verdicts if verdict.verdict is not Verdict.PASS),
        *reused_figures(text, judged),
        *_wording_findings(text, lexicon, knowledge, supplied),
        *_wordless_findings(text, [item.bound for item in judged if item.bound is not None], knowledge),
    ]
    findings.sort(key=lambda finding: (finding.start, finding.end))
    return CheckReport(verdicts, (*findings, *_unused_findings(supplied, unused)), unused)


def _judge_all(text: str, mentions: tuple[Mention, ...], knowledge: Knowledge, supplied: Supplied) -> list[Judged]:
    statements = {statement.place: statement for statement in statements_of(text, mentions, knowledge.period)}
    labels = label_mentions(text, mentions)
    declared = {item.place: item for item in declared_counts(text, mentions)}
    quantities = QuantityJudge(text, knowledge, Binder(knowledge), supplied.text, tuple(statements.values()))
    identifiers = IdentifierJudge(text, knowledge, supplied)
    judged = []
    for place, mention in enumerate(mentions):
        count = declared.get(place)
        if count is not None:
            judged.append(Judged(_declared(mention, count.declared, count.found)))
        elif place in statements:
            judged.append(quantities.judge(statements[place]))
        else:
            label = labels[place]
            if is_time(mention) and not label.indicator:  # 3月12日召开动员大会 has its name behind it
                label = replace(label, indicator=subject_of(text, mention, label))
            judged.append(identifiers.judge(mention, label))
    return judged


def _declared(mention: Mention, declared: int, found: int) -> MentionVerdict:
    if declared == found:
        return MentionVerdict(mention, Verdict.PASS, Relation.STRUCTURE, f"与所列{found}项一致")
    reason = f"{quoted(mention.text)}：后面列了{found}项，与所说的{declared}不一致"
    return MentionVerdict(mention, Verdict.FAIL, Relation.STRUCTURE, reason)


def _finding(text: str, verdict: MentionVerdict) -> Finding:
    mention = verdict.mention
    return Finding(
        rule=_KIND_RULES.get(mention.kind, _RULES.get(verdict.relation, "not_traced")),
        severity=verdict.verdict,
        start=mention.start,
        end=mention.end,
        text=text[mention.start : mention.end],
        message=verdict.reason,
        suggestion=verdict.suggestion,
        figure_id=verdict.figure_id,
    )


def _wording_findings(text: str, lexicon: Lexicon, knowledge: Knowledge, supplied: Supplied) -> Iterable[Finding]:
    for miss in lexicon.near_misses(text):
        if miss.text in supplied.text:
            continue
        message = f"“{miss.text}”与固定提法“{miss.canonical}”只差一点，请核对"
        yield Finding("near_miss", Verdict.FAIL, miss.start, miss.end, miss.text, message, miss.canonical)
    for skipped in skipped_numbers(text):
        number = text[skipped.start : skipped.end]
        message = f"序号跳到了“{number}”，前面没有{quoted(skipped.expected)}，请核对是否漏了一项"
        yield Finding("numbering", Verdict.WARN, skipped.start, skipped.end, number, message, skipped.expected)
    for start, end, done in all_done(text, supplied.figures + supplied.facts):
        message = f"“{text[start:end]}”：{done.reason}"
        yield Finding("implicit_claim", Verdict.FAIL, start, end, text[start:end], message, done.part.value_text)
    for start, end, figure in none_happened(text, supplied.figures + supplied.facts):
        message = f"“{text[start:end]}”：数据表中{quoted(figure.name)}为{figure.value_text}"
        yield Finding("implicit_claim", Verdict.FAIL, start, end, text[start:end], message, figure_id=figure.id)
    for start, end, figure in first_of_its_kind(text, supplied.figures + supplied.facts, supplied.text):
        message = f"“{text[start:end]}”：数据表中{quoted(figure.name)}是{figure.value_text}"
        yield Finding(
            "implicit_claim", Verdict.FAIL, start, end, text[start:end], message, figure.value_text, figure.id
        )
    for start, end, reason in misdated_plans(text, knowledge.period):
        yield Finding("plan_year", Verdict.FAIL, start, end, text[start:end], f"“{text[start:end]}”：{reason}")
    for start, end, reason in ended_activities(text, supplied.text, knowledge.period):
        yield Finding("stale_theme", Verdict.WARN, start, end, text[start:end], f"{quoted(text[start:end])}：{reason}")
    if knowledge.period is not None:
        for stale in lexicon.stale(text, knowledge.period):
            yield Finding("stale_theme", Verdict.WARN, stale.start, stale.end, stale.text, stale.message)


def _wordless_findings(text: str, bound: Sequence[Bound], knowledge: Knowledge) -> Iterable[Finding]:
    for claims in (wordless_changes(text, bound), unmet_targets(text, bound, knowledge.indicators)):
        for start, end, reason in claims:
            message = f"“{text[start:end]}”：{reason}"
            yield Finding("implicit_claim", Verdict.FAIL, start, end, text[start:end], message)


def _unused_findings(supplied: Supplied, unused: tuple[str, ...]) -> Iterable[Finding]:
    for figure in supplied.figures:
        if figure.id in unused:
            message = f"数据表中的{quoted(figure.name)}{figure.value_text}没有写进稿子"
            yield Finding("unused_figure", Verdict.WARN, -1, -1, "", message, figure_id=figure.id)
