"""What a check says: a verdict for each mention, and the findings about the text as a whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from knowledge_base.quantities.mention import Mention


class Verdict(StrEnum):
    """``pass`` traced · ``warn`` plausible, a person decides · ``fail`` contradicts the data or has no source."""

    PASS = "pass"  # noqa: S105  (a verdict, not a password)
    WARN = "warn"
    FAIL = "fail"


class Relation(StrEnum):
    """How a mention relates to the supplied data."""

    MATCHES = "matches"
    DERIVED = "derived"
    STATED_PERIOD = "stated_period"
    SET_PHRASE = "set_phrase"
    STRUCTURE = "structure"
    STALE = "stale"  # last period's value of the same indicator
    SWAPPED = "swapped"  # another indicator's value
    INVENTED = "invented"  # no such figure
    CONTRADICTS = "contradicts"  # the indicator is supplied with another value
    PLACEHOLDER = "placeholder"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class MentionVerdict:
    """A mention, judged. ``figure_id`` names the figure it was traced to or measured against, or is empty."""

    mention: Mention
    verdict: Verdict
    relation: Relation
    reason: str
    figure_id: str = ""
    indicator: str = ""
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the writer must see. ``rule`` is a stable name (``stale_value``, ``placeholder_left`` …).

    ``start``/``end`` are offsets in the checked text, -1 where the finding is about the whole (an unused figure).
    """

    rule: str
    severity: Verdict
    start: int
    end: int
    text: str
    message: str
    suggestion: str = ""
    figure_id: str = ""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The whole result. Every mention that the reader saw has a verdict: nothing is dropped."""

    mentions: tuple[MentionVerdict, ...]
    findings: tuple[Finding, ...]
    unused_figure_ids: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Tell whether anything contradicts the data or has no source."""
        return any(finding.severity is Verdict.FAIL for finding in self.findings)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings by their place in the text, those about the whole last."""
    return tuple(sorted(findings, key=lambda finding: (finding.start < 0, finding.start, finding.end)))
