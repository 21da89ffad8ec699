"""What a task says of one case and of all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Score:
    """One case, scored. ``right`` is None where the case carries no label. ``answer`` is what came, as JSON."""

    case_id: str
    expected: Any
    answer: Any
    right: bool | None
    fault: str = ""  # the name of the fault, as the summary counts it
    explanation: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """All cases of a task and its summary, counts and rates by name.

    ``met`` tells whether the rate that a task owes is reached, where it owes a rate and not every case. ``table`` compares
    several ways of doing it, a row each.
    """

    task: str
    scores: tuple[Score, ...]
    summary: Mapping[str, Any]
    met: bool | None = None
    table: tuple[Mapping[str, Any], ...] = ()

    @property
    def clean(self) -> bool:
        """Tell whether what is owed is met: the rate, or else no labelled case wrong."""
        if self.met is not None:
            return self.met
        return all(score.right is not False for score in self.scores)
