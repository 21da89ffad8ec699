"""Marks that were to become figures and did not: ``{{F99}}``, ``{收文:份}``, and masks that the facts have too."""

import re
from collections.abc import Iterator
from dataclasses import replace

from drafting.checking.finding import CheckReport, Finding, MentionVerdict, Relation, Verdict, in_order
from drafting.checking.wording import quoted

#: A token that no figure answers to, a template's slot (``{收文:份}``, ``{文号}``), and the 〔〕 that stands in a prompt where a
#: past value was.
LEFT_MARK = re.compile(
    r"[{｛]{2,3}[^{}｛｝\n]{0,40}[}｝]{2,3}|[{｛][^{}｛｝\n]{1,40}[:：][^{}｛｝\n]{0,12}[}｝]|[{｛][一-鿿]{2,16}[}｝]|〔\s*〕"
)


def left_marks(text: str) -> Iterator[Finding]:
    """Yield a finding for each mark in braces that stands in a text."""
    for match in LEFT_MARK.finditer(text):
        message = f"“{match[0]}”没有填上数据，请补上或删去"
        yield Finding("placeholder_left", Verdict.FAIL, match.start(), match.end(), match[0], message)


def for_print(report: CheckReport) -> CheckReport:
    """Return a check with a warning for each mask that the facts have too: it agrees with them, and must not go to print."""
    mentions = tuple(_unfilled(item) if _is_kept_mask(item) else item for item in report.mentions)
    findings = tuple(
        Finding("placeholder_left", Verdict.WARN, item.mention.start, item.mention.end, item.mention.text, item.reason)
        for was, item in zip(report.mentions, mentions, strict=True)
        if item is not was
    )
    return replace(report, mentions=mentions, findings=in_order((*findings, *report.findings)))


def _is_kept_mask(item: MentionVerdict) -> bool:
    return item.relation is Relation.PLACEHOLDER and item.verdict is Verdict.PASS


def _unfilled(item: MentionVerdict) -> MentionVerdict:
    reason = f"{quoted(item.mention.text)}在所提供的材料里也是占位符，印发前请填上"
    return replace(item, verdict=Verdict.WARN, reason=reason)
