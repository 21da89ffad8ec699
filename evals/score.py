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
    """All cases of a task and its summary, counts and rates by name."""

    task: str
    scores: tuple[Score, ...]
    summary: Mapping[str, Any]

    @property
    def clean(self) -> bool:
        """Tell whether no labelled case came out wrong."""
        return all(score.right is not False for score in self.scores)
