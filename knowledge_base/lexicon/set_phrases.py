"""Set phrases (提法): which strings are fixed wording whose numerals are not data, and which of them are out of date.

A data file (YAML) is a list of groups; a group has ``kind``, optional ``fixed: true`` and ``phrases``, each a string or
a mapping with ``text`` and any of ``also`` (other accepted forms), ``wrong`` (known wrong forms), ``since``/``until``
(``YYYY-MM``), ``not_before`` (characters after which the string is something else: 十分 before 钟 is ten minutes), ``not_after``
(words after which it is: 安全事故一起 counts one accident).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

import yaml

from knowledge_base.errors import ReadingError
from knowledge_base.quantities.numerals import ARABIC, CHINESE
from knowledge_base.report import Period

DATA = Path(__file__).parent
#: Below the data folder of an installation: where an office keeps phrases of its own.
OWN_FOLDER = "lexicon"

_NUMERAL = re.compile(rf"[{ARABIC}{CHINESE}半]")
_TO_SKELETON = str.maketrans(dict.fromkeys(CHINESE, "#"))
_MONTH = re.compile(r"\d{4}-\d{2}\Z")
#: Words near the name of an ended campaign that tell of its results or of the past, and not that it is under way.
_HISTORY = re.compile(
    r"成果|巩固|常态|长效|以来|经验|回顾|曾|收官|期间|圆满|末|成就|五年|时期|总结|完成|结束|后续|回头看|打赢|胜利|过去"
)
#: … and those that tell of what is to come: 编制“十五五”规划 is work of the year before the plan.
_AHEAD = re.compile(
    r"谋划|编制|筹备|迎接|即将|启动|起草|前期|准备|展望|建议|纲要|明年|来年|今后|未来|下步|下一步|打算|计划|期间|时期|面向|面对|谋篇|布局|开局|目标|研究"
)


@dataclass(frozen=True, slots=True)
class SetPhrase:
    """One entry. ``since``/``until`` are ``(year, month)``, inclusive; ``fixed`` entries are checked for near misses."""

    text: str
    kind: str
    also: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    since: tuple[int, int] | None = None
    until: tuple[int, int] | None = None
    fixed: bool = False
    not_before: str = ""
    not_after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StalePhrase:
    """A campaign or plan in a text whose time had passed before the report's period began, or came after it."""

    start: int
    end: int
    text: str
    message: str


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A string that looks like a set phrase and is none: 三会二课 for 三会一课."""

    start: int
    end: int
    text: str
    canonical: str


class Lexicon:
    """Entries, found by the numeral in them. Build with :meth:`default` or :meth:`load`.

    What an office adds of its own (:meth:`use_own`) comes before what the project brings: the first entry of a wording counts.
    """

    _with_own: ClassVar["Lexicon | None"] = None

    def __init__(self, entries: Iterable[SetPhrase]) -> None:
        self.entries: tuple[SetPhrase, ...] = tuple(entries)
        self._by_text: dict[str, SetPhrase] = {}
        self._anchored: dict[str, list[tuple[int, str, SetPhrase]]] = {}
        self._skeletons: dict[str, list[tuple[int, str, SetPhrase]]] = {}
        for entry in self.entries:
            for form in (entry.text, *entry.also):
                self._by_text.setdefault(form, entry)
                self._anchor(form, entry)
            if entry.fixed:
                self._skeleton(entry)
        for bucket in (*self._anchored.values(), *self._skeletons.values()):
            bucket.sort(key=lambda item: -len(item[1]))
        dated = sorted(
            (form for form, entry in self._by_text.items() if entry.until or entry.since), key=len, reverse=True
        )
        self._dated = re.compile(rf"(?<![{CHINESE}])(?:{_alternatives(dated)})(?![{CHINESE}])") if dated else None
        wrong = {form: entry.text for entry in self.entries for form in entry.wrong}
        self._wrong_forms = wrong
        forms = sorted(wrong, key=len, reverse=True)
        self._wrong = re.compile(_alternatives(forms)) if forms else None

    @classmethod
    def default(cls) -> "Lexicon":
        """Return the lexicon in use: the project's, with the office's own additions where there are any; read once."""
        return cls._with_own or _default()

    @classmethod
    def use_own(cls, folder: Path) -> int:
        """Let :meth:`default` take in the ``*.yaml`` of ``folder``, and return how many entries they add; none drops earlier ones.

        Raises ``ReadingError`` where a file is not in the form above; what was in use then stays.
        """
        own = tuple(entry for path in sorted(folder.glob("*.yaml")) for entry in _read(path))
        cls._with_own = cls((*own, *_default())) if own else None
        return len(own)

    @classmethod
    def load(cls, *paths: Path) -> "Lexicon":
        """Return a lexicon of the given data files; raise ``ReadingError`` where one is not in the form above."""
        return cls(entry for path in paths for entry in _read(path))

    def __iter__(self) -> Iterator[SetPhrase]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def get(self, text: str) -> SetPhrase | None:
        """Return the entry of which ``text`` is an accepted form."""
        return self._by_text.get(text)

    def matches_at(self, text: str, position: int, floor: int = 0) -> Iterator[tuple[int, int, SetPhrase]]:
        """Yield ``(start, end, entry)`` of the phrases whose first numeral stands at ``position``, longest first.

        A phrase may begin before its numeral (党的二十大), but not before ``floor``.
        """
        for key in (text[position : position + 2], text[position : position + 1]):
            for offset, form, entry in self._anchored.get(key, ()):
                start = position - offset
                if start < floor or not text.startswith(form, start):
                    continue
                end = start + len(form)
                if entry.not_before and text[end : end + 1] and text[end] in entry.not_before:
                    continue
                if entry.not_after and text.endswith(entry.not_after, 0, start):
                    continue
                yield start, end, entry

    def near_misses(self, text: str) -> tuple[NearMiss, ...]:
        """Return what looks like a fixed phrase with a wrong number or a known slip in it, in the order of the text."""
        found = self._bare_near_misses(text)
        # “五位一体”总体布局 is one phrase in spite of its quotes; “五个意识”“四个自信” are two because of them.
        if "“" in text:
            places = [place for place, character in enumerate(text) if character not in "“”"]
            for miss in self._bare_near_misses("".join(text[place] for place in places)):
                start, end = places[miss.start], places[miss.end - 1] + 1
                if all(end <= other.start or start >= other.end for other in found):
                    found.append(NearMiss(start, end, text[start:end], miss.canonical))
        return tuple(sorted(found, key=lambda miss: miss.start))

    def _bare_near_misses(self, text: str) -> list[NearMiss]:
        found = [
            NearMiss(match.start(), match.end(), match.group(), self._wrong_forms[match.group()])
            for match in (self._wrong.finditer(text) if self._wrong else ())
        ]
        taken = {position for miss in found for position in range(miss.start, miss.end)}
        skeleton = text.translate(_TO_SKELETON)
        position = skeleton.find("#")
        while position >= 0:
            miss = self._near_miss_at(text, skeleton, position)
            if miss is not None and miss.start not in taken:
                found.append(miss)
                taken.update(range(miss.start, miss.end))
            position = skeleton.find("#", position + 1)
        return found

    def stale(self, text: str, period: Period) -> tuple[StalePhrase, ...]:
        """Return campaigns and plans that had ended before ``period`` began and are not spoken of as past, and those
        that had not begun when it ended and are not spoken of as coming.
        """
        if self._dated is None:
            return ()
        begins, written = _first_month(period), _month_after(period)
        found = []
        for match in self._dated.finditer(text):
            entry = self._by_text[match.group()]
            if entry.since is not None and entry.since > written:
                if not _AHEAD.search(text[max(0, match.start() - 12) : match.end() + 12]):
                    found.append(_early(match, entry.since, period))
                continue
            if entry.until is None or entry.until >= begins:
                continue
            around = text[max(0, match.start() - 10) : match.end() + 10]
            if _HISTORY.search(around):
                continue
            year, month = entry.until
            message = (
                f"“{match.group()}”已于{year}年{month}月结束，早于本报告的期间（{period.label}），请核对是否为往年提法"
            )
            found.append(StalePhrase(match.start(), match.end(), match.group(), message))
        return tuple(found)

    def _anchor(self, form: str, entry: SetPhrase) -> None:
        numeral = _NUMERAL.search(form)
        if numeral is not None:
            offset = numeral.start()
            self._anchored.setdefault(form[offset : offset + 2], []).append((offset, form, entry))

    def _skeleton(self, entry: SetPhrase) -> None:
        skeleton = entry.text.translate(_TO_SKELETON)
        offset = skeleton.find("#")
        if offset >= 0:
            self._skeletons.setdefault(skeleton[offset : offset + 2], []).append((offset, skeleton, entry))

    def _near_miss_at(self, text: str, skeleton: str, position: int) -> NearMiss | None:
        for offset, form, entry in self._skeletons.get(skeleton[position : position + 2], ()):
            start = position - offset
            end = start + len(form)
            if start < 0 or not skeleton.startswith(form, start) or skeleton[end : end + 1] == "#":
                continue
            written = text[start:end]
            if written in self._by_text or (start and skeleton[start - 1] in "#第前后" and offset == 0):
                return None
            return NearMiss(start, end, written, entry.text)
        return None


def _alternatives(forms: Iterable[str]) -> str:
    return "|".join(map(re.escape, forms))


def _early(match: re.Match[str], since: tuple[int, int], period: Period) -> StalePhrase:
    year, month = since
    message = f"“{match.group()}”{year}年{month}月才有，晚于本报告的期间（{period.label}），请核对提法或期间"
    return StalePhrase(match.start(), match.end(), match.group(), message)


def _month_after(period: Period) -> tuple[int, int]:
    """Return the last month in which a report of the period is written: the one after it."""
    last = period.quarter * 3 if period.quarter is not None else 6 if period.half == 1 else 12
    return (period.year, last + 1) if last < 12 else (period.year + 1, 1)


def _first_month(period: Period) -> tuple[int, int]:
    if period.quarter is not None:
        return period.year, period.quarter * 3 - 2
    return period.year, 7 if period.half == 2 else 1


@lru_cache(maxsize=1)
def _default() -> Lexicon:
    return Lexicon.load(*sorted(DATA.glob("*.yaml")))


def _read(path: Path) -> Iterator[SetPhrase]:
    try:
        groups = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ReadingError(f"提法词库{path.name}无法读取，请检查文件是否存在、是否为UTF-8编码的YAML") from error
    if not isinstance(groups, list):
        raise ReadingError(f"提法词库{path.name}应是由若干组（kind、phrases）构成的列表，请对照自带词库修改")
    for group in groups:
        if not isinstance(group, dict) or not isinstance(group.get("phrases"), list) or "kind" not in group:
            raise ReadingError(f"提法词库{path.name}中有一组缺少kind或phrases，请对照自带词库补全")
        for item in group["phrases"]:
            yield _entry(item, str(group["kind"]), bool(group.get("fixed", False)), path)


def _entry(item: Any, kind: str, fixed: bool, path: Path) -> SetPhrase:
    fields = {"text": item} if isinstance(item, str) else item
    known = {"text", "also", "wrong", "since", "until", "not_before", "not_after", "fixed"}
    if not isinstance(fields, dict) or not isinstance(fields.get("text"), str) or set(fields) - known:
        raise ReadingError(f"提法词库{path.name}中的“{item}”写法有误，请改为一个词或带text的条目")
    return SetPhrase(
        text=fields["text"],
        kind=kind,
        also=tuple(map(str, fields.get("also", ()))),
        wrong=tuple(map(str, fields.get("wrong", ()))),
        since=_month(fields.get("since"), path),
        until=_month(fields.get("until"), path),
        fixed=bool(fields.get("fixed", fixed)),
        not_before=str(fields.get("not_before", "")),
        not_after=tuple(map(str, fields.get("not_after", ()))),
    )


def _month(value: Any, path: Path) -> tuple[int, int] | None:
    if value is None:
        return None
    if not isinstance(value, str) or not _MONTH.match(value):
        raise ReadingError(f'提法词库{path.name}中的年月“{value}”应写成带引号的"2024-07"')
    return int(value[:4]), int(value[5:])
