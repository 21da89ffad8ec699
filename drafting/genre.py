"""Genres (文种): what a kind of report is made of. Each is a data file; a user adds one by adding a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from drafting.errors import SettingsError
from knowledge_base.report import Role

GENRES_DIR = Path(__file__).parent / "genres"


@dataclass(frozen=True, slots=True)
class GenreSection:
    """A heading that a genre usually has. ``drafted`` false means: only a heading, its text stands below it."""

    heading: str
    level: int
    role: Role
    hint: str = ""
    drafted: bool = True
    indicators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Genre:
    """A kind of report.

    ``title`` is a pattern with ``{unit}`` and ``{period}``. ``cues`` are words of a title that tell the genre, the most
    telling first. ``half_yearly`` says whether a period is usually a half-year. ``figures_expected`` is false where a
    report carries few or no figures (工作要点). ``chinese_up_to`` is the largest count that is written in Chinese numerals
    (三次); 0, as usual, for Arabic ones throughout.
    """

    id: str
    name: str
    title: str
    cues: tuple[str, ...]
    half_yearly: bool
    figures_expected: bool
    tone: str
    opening: str
    ending: str
    sections: tuple[GenreSection, ...]
    chinese_up_to: int = 0

    @property
    def indicators(self) -> tuple[str, ...]:
        """Return the indicators of all sections, in order, once each."""
        return tuple(dict.fromkeys(name for section in self.sections for name in section.indicators))


def load_genres(extra: Path | None = None) -> dict[str, Genre]:
    """Return the genres by id: the built-in ones, then those of ``extra``, which may replace them.

    Raises SettingsError naming the file that cannot be used.
    """
    genres = dict(_built_in())
    if extra is not None and extra.is_dir():
        genres.update(_load_folder(extra))
    return genres


def genre_cues(genres: Mapping[str, Genre]) -> dict[str, tuple[str, ...]]:
    """Return each genre's title cues, as the library takes them to recognise a report."""
    return {genre.id: genre.cues for genre in genres.values()}


@cache
def _built_in() -> dict[str, Genre]:
    return _load_folder(GENRES_DIR)


def _load_folder(folder: Path) -> dict[str, Genre]:
    genres: dict[str, Genre] = {}
    for path in sorted(folder.glob("*.yaml")):
        try:
            genre = _genre_from(yaml.safe_load(path.read_text(encoding="utf-8")))
        except (KeyError, TypeError, ValueError, yaml.YAMLError) as error:
            raise SettingsError(f"文种文件“{path.name}”无法使用：{error}；请对照内置文种文件修改。") from error
        genres[genre.id] = genre
    return genres


def _genre_from(data: dict[str, Any]) -> Genre:
    return Genre(
        id=data["id"],
        name=data["name"],
        title=data["title"],
        cues=tuple(data["cues"]),
        half_yearly=bool(data.get("half_yearly", False)),
        figures_expected=bool(data.get("figures_expected", True)),
        tone=data["tone"],
        opening=data["opening"],
        ending=data["ending"],
        sections=tuple(
            GenreSection(
                heading=item["heading"],
                level=int(item["level"]),
                role=Role(item["role"]),
                hint=item.get("hint", ""),
                drafted=bool(item.get("drafted", True)),
                indicators=tuple(item.get("indicators", ())),
            )
            for item in data["sections"]
        ),
        chinese_up_to=int(data.get("chinese_up_to", 0)),
    )
