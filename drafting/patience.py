"""How long an endpoint is waited for, and how often it is asked again."""

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """All times in seconds. ``backoff`` is the first wait, doubled each time up to thirty times itself (2 → 60)."""

    deadline: float = 300
    retries: int = 4
    backoff: float = 2

    def wait_before(self, attempt: int, asked: float | None) -> float:
        """Return the wait before the attempt of this number (1 is the first repetition).

        What the endpoint asked for is kept to. Otherwise a fifth more or less, so that sections refused together do not
        all come back together.
        """
        if asked is not None:
            return asked
        wait: float = min(self.backoff * 2 ** (attempt - 1), self.backoff * 30)
        return wait * random.uniform(0.8, 1.2)  # noqa: S311  (spreads requests, guards nothing)
