"""Words of one subject: 过紧日子, 厉行节约 and 公务接待 tell of the same thing, which no character of theirs shows."""

import re
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("subjects.yaml")


class Subjects:
    """Knows which subjects a text speaks of. A subject is a number: its place in the file."""

    def __init__(self, groups: list[list[str]]) -> None:
        self._of: dict[str, list[int]] = {}
        for number, words in enumerate(groups):
            for word in words:
                self._of.setdefault(word, []).append(number)
        longest_first = sorted(self._of, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest_first)))

    @classmethod
    def default(cls) -> "Subjects":
        """Return the subjects of the built-in file, read once."""
        return _default()

    def count(self, text: str) -> dict[int, int]:
        """Return how often each subject of the text is spoken of; the longest word at a place counts."""
        found: dict[int, int] = {}
        for match in self._pattern.finditer(text):
            for number in self._of[match.group()]:
                found[number] = found.get(number, 0) + 1
        return found


@cache
def _default() -> Subjects:
    import yaml  # lazy: only what embeds or searches needs it

    return Subjects(yaml.safe_load(_FILE.read_text(encoding="utf-8"))["subjects"])
