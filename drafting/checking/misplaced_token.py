"""A number put in for one indicator that the words give to another of the same value: right today, wrong once either changes.

Where the two values differ the text itself is wrong, and the check of its numbers says so.
"""

import re
from collections.abc import Iterator, Sequence

from drafting.checking.finding import Finding, MentionVerdict, Relation, Verdict
from drafting.checking.wording import quoted
from drafting.draft import Binding
from drafting.figure import Figure

_CLAUSE = re.compile(r"[，,。；;：:、（(）)\n]")


def misplaced_tokens(
    text: str, bindings: Sequence[Binding], verdicts: Sequence[MentionVerdict], figures: Sequence[Figure]
) -> Iterator[Finding]:
    """Yield a finding for each bound number of ``text`` whose clause names another figure, and not the one it is bound to."""
    names = {figure.id: figure.name for figure in figures}
    bound = {binding.start: binding for binding in bindings}
    for item in verdicts:
        start, end = item.mention.start, item.mention.end
        binding = next((bound[at] for at in range(start, end) if at in bound), None)
        if binding is None or item.verdict is not Verdict.PASS or item.relation is not Relation.MATCHES:
            continue
        here, its = names.get(item.figure_id, ""), names.get(binding.figure_id, "")
        clause = _CLAUSE.split(text[max(0, start - 40) : start])[-1]
        if here and its and here != its and here in clause and its not in clause:
            message = (
                f"{quoted(item.mention.text)}写的是{quoted(here)}，引用的却是{quoted(its)}的数据（两项数值相同）；"
                "其中一项一改，这里就会错，请重新引用"
            )
            yield Finding(
                "misplaced_token", Verdict.WARN, start, end, item.mention.text, message, figure_id=item.figure_id
            )
