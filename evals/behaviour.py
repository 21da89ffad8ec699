"""How often the scripted model does what, and what it has done: the wrong statements that it wrote, to be looked for later."""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from evals.dataset import CASES_DIR, CaseFileError, read_lines, text_of

DEFAULT_RATES = CASES_DIR / "faithful_draft.jsonl"


@dataclass(frozen=True, slots=True)
class Rates:
    """The chance of each misbehaviour: of a figure written by hand or by token, of a section, of a repair."""

    by_name: Mapping[str, float]
    of: Mapping[str, str]

    def chance(self, name: str) -> float:
        """Return how likely a misbehaviour is; one that the file does not name does not happen."""
        return self.by_name.get(name, 0.0)

    def among(self, group: str, chance: random.Random) -> str:
        """Return which of a group's misbehaviours happens this time, or an empty string for none."""
        at = chance.random()
        for name, rate in self.by_name.items():
            if self.of[name] == group and name != "copied":
                if at < rate:
                    return name
                at -= rate
        return ""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A wrong statement as it would stand in the export. ``kind`` is the misbehaviour; the number begins at ``number``.

    ``shown`` is the statement as text, its token rendered by what the sheet says of the figure that it names.
    """

    kind: str
    shown: str
    number: int


def load_rates(path: Path = DEFAULT_RATES) -> Rates:
    """Return the rates of a file. Raises CaseFileError."""
    rates, groups = {}, {}
    for number, item in read_lines(path):
        name, rate = text_of(item, "id", path, number), item.get("rate")
        if not isinstance(rate, (int, float)) or not 0 <= rate <= 1:
            raise CaseFileError(f"用例文件“{path}”第 {number} 行的 rate 应是 0 到 1 之间的数。")
        rates[name], groups[name] = float(rate), text_of(item, "of", path, number)
    _require_room(path, rates, groups)
    return Rates(rates, groups)


def _require_room(path: Path, rates: Mapping[str, float], groups: Mapping[str, str]) -> None:
    for group in ("hand", "token"):
        if sum(_rates_of(group, rates, groups)) > 1:
            raise CaseFileError(f"用例文件“{path}”里 of 为 {group} 的各行，rate 合计不能超过 1。")


def _rates_of(group: str, rates: Mapping[str, float], groups: Mapping[str, str]) -> Iterable[float]:
    return (rate for name, rate in rates.items() if groups[name] == group and name != "copied")
