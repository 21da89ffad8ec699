"""Marks that were to become figures and did not: ``{{F99}}``, ``{收文:份}``."""

import re
from collections.abc import Iterator

from drafting.checking.finding import Finding, Verdict

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
