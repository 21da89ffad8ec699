"""Layout profiles: every dimension, font and size of a document, each with its clause of GB/T 9704-2012.

A profile is a data file in ``profiles/``. Each value stands as ``{value, clause, note}``; a unit's own profile may name
another that it ``extends`` and list only what differs, as bare values if it likes.
"""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

from drafting.errors import SettingsError
from drafting.layout.template import Template, read_template

PROFILES_DIR = Path(__file__).parent / "profiles"
DEFAULT_ID = "report"
_OWN_FILES = (".docx", ".dotx")
ALIGNMENTS = frozenset({"both", "center", "left", "right"})


@dataclass(frozen=True, slots=True)
class Page:
    """Paper, margins and the grid of lines, in twips (1/1440 inch); ``lines`` and ``characters`` are counts."""

    width: int
    height: int
    top: int
    bottom: int
    left: int
    right: int
    header: int
    footer: int
    lines: int
    characters: int
    line_pitch: int
    spacing: int

    @property
    def text_width(self) -> int:
        """Return the width of the type area (版心) in twips."""
        return self.width - self.left - self.right


@dataclass(frozen=True, slots=True)
class Fonts:
    """``digits`` is the font of digits and Latin letters, empty for that of the text around them."""

    digits: str
    substitutes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class BlankLines:
    """Empty lines around the parts of a document."""

    before_title: int
    after_title: int
    before_attachment: int
    before_signature: int


@dataclass(frozen=True, slots=True)
class SignatureRule:
    """Where 署名 and 成文日期 stand, in characters."""

    right_characters: int
    date_shift: int
    sealed_date_right: int


@dataclass(frozen=True, slots=True)
class RedHead:
    """版头: sizes in half-points, ``organ_top`` in twips, ``line_distance`` in points, ``line_size`` in eighths of a point."""

    shown: bool
    organ_top: int
    organ_size: int
    number_lines: int
    line_distance: int
    line_size: int
    colour: str


@dataclass(frozen=True, slots=True)
class Imprint:
    """版记: ``size`` in half-points, ``line`` in twips, its rules in eighths of a point."""

    size: int
    line: int
    thick: int
    thin: int


@dataclass(frozen=True, slots=True)
class Annex:
    """附表: its title, and how its cells are set (half-points and twips)."""

    title: str
    size: int
    line: int


@dataclass(frozen=True, slots=True)
class PageNumberRule:
    """How page numbers are set."""

    dash: str
    indent_characters: int


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a kind of paragraph is set. ``size`` in half-points; ``line`` in twips, 0 for the page's pitch."""

    font: str
    size: int
    align: str
    line: int = 0
    first_line_characters: int = 0
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Styles:
    """The style of each kind of paragraph."""

    title: TextStyle
    recipient: TextStyle
    body: TextStyle
    heading1: TextStyle
    heading2: TextStyle
    heading3: TextStyle
    heading4: TextStyle
    attachment: TextStyle
    signature: TextStyle
    date: TextStyle
    page_number: TextStyle

    @property
    def headings(self) -> tuple[TextStyle, TextStyle, TextStyle, TextStyle]:
        """Return the styles of the four heading levels, outermost first."""
        return self.heading1, self.heading2, self.heading3, self.heading4


@dataclass(frozen=True, slots=True)
class Profile:
    """The whole layout of a document."""

    id: str
    name: str
    page: Page
    fonts: Fonts
    blank_lines: BlankLines
    signature: SignatureRule
    red_head: RedHead
    imprint: Imprint
    annex: Annex
    page_number: PageNumberRule
    styles: Styles
    template: Template | None = None  # a unit's own file, whose styles and page go before these


def load_profile(profile_id: str = DEFAULT_ID, extra: Path | None = None) -> Profile:
    """Return a profile by its id, those of the folder ``extra`` before the built-in ones.

    Raises SettingsError naming the file and the entry that cannot be used.
    """
    if extra is None:
        return _built_in(profile_id)
    return _profile_of(_tree(profile_id, (extra, PROFILES_DIR), ()), profile_id)


def open_profile(name: str = "", home: Path | None = None) -> Profile:
    """Return the profile that a writer names: an id, or a file. ``home`` holds the unit's own in ``profiles/``.

    Raises SettingsError where there is none of the name, or it cannot be used.
    """
    folder = home / "profiles" if home is not None and (home / "profiles").is_dir() else None
    path = Path(name)
    if path.suffix.lower() in (".yaml", ".docx", ".dotx"):
        if not path.is_file():
            raise SettingsError(f"找不到版式文件“{name}”；请检查路径。")
        return load_profile(path.stem, path.parent) if path.suffix.lower() == ".yaml" else profile_of_file(path)
    if folder is not None and name in profile_ids(folder) and not (folder / f"{name}.yaml").is_file():
        own = next((file for ending in _OWN_FILES if (file := folder / f"{name}{ending}").is_file()), None)
        if own is not None:
            return profile_of_file(own)
    return load_profile(name or DEFAULT_ID, folder)


def profile_of_file(path: Path) -> Profile:
    """Return the profile of a unit's own .docx or .dotx. Raises SettingsError (or ReadingError) where it must not be used."""
    from drafting.layout.styles_part import styles_xml

    base = load_profile()
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SettingsError(f"版式文件“{path.name}”无法读取；请检查路径和权限。") from error
    template = read_template(data, path.name, styles_xml(base))
    size = template.body_size
    styles = Styles(
        **{item.name: replace(getattr(base.styles, item.name), font="", size=size) for item in fields(Styles)}
    )
    # the title is broken to fit the page at its own size, which is the template's affair: 22 points are usual
    styles = replace(styles, title=replace(styles.title, size=base.styles.title.size))
    page = replace(base.page, spacing=0, **template.page)
    return replace(base, id=path.stem, name=path.stem, page=page, styles=styles, template=template)


def profile_ids(extra: Path | None = None) -> tuple[str, ...]:
    """Return the ids of all profiles there are."""
    folders = (PROFILES_DIR,) if extra is None or not extra.is_dir() else (PROFILES_DIR, extra)
    endings = (".yaml", *_OWN_FILES)
    return tuple(
        dict.fromkeys(
            path.stem
            for folder in folders
            for path in sorted(folder.iterdir())
            if path.suffix.lower() in endings and not path.name.startswith(("~", "."))
        )
    )


@cache
def _built_in(profile_id: str) -> Profile:
    return _profile_of(_tree(profile_id, (PROFILES_DIR,), ()), profile_id)


def _tree(profile_id: str, folders: tuple[Path, ...], seen: tuple[str, ...]) -> dict[str, Any]:
    """Return a profile's values as nested mappings, laid over those of the profile that it extends."""
    path = next(
        (folder / f"{profile_id}.yaml" for folder in folders if (folder / f"{profile_id}.yaml").is_file()), None
    )
    # an id is a file's stem: a path as id would reach any file of the machine
    if path is None or Path(profile_id).name != profile_id:
        raise SettingsError(f"没有版式“{profile_id}”；可用的版式有：{'、'.join(profile_ids(folders[0]))}。")
    if profile_id in seen:
        raise SettingsError(f"版式文件“{path.name}”的 extends 绕成了圈；请改为从 report 开始。")
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SettingsError(f"版式文件“{path.name}”无法读取；请检查其 YAML 写法。") from error
    if not isinstance(data, dict):
        raise SettingsError(f"版式文件“{path.name}”是空的或不是键值结构；请对照内置版式 report.yaml 修改。")
    base_id = data.pop("extends", None)
    base = _tree(str(base_id), folders, (*seen, profile_id)) if base_id is not None else {}
    merged: dict[str, Any] = _merged(base, _bare(data)) if data else base
    return merged


def _bare(node: Any) -> Any:
    """Return a tree without the clauses and notes: ``{value, clause, note}`` becomes the value."""
    if not isinstance(node, dict):
        return node
    if "value" in node:
        return node["value"]
    return {key: _bare(child) for key, child in node.items()}


def _merged(base: Any, over: Any) -> Any:
    if isinstance(base, dict) and isinstance(over, dict) and over:
        return {key: _merged(base.get(key), over[key]) if key in over else base[key] for key in {**base, **over}}
    return over


def _profile_of(tree: dict[str, Any], profile_id: str) -> Profile:
    where = f"版式“{profile_id}”"
    styles = _section(tree, "styles", where)
    return Profile(
        id=str(tree.get("id", profile_id)),
        name=str(tree.get("name", profile_id)),
        page=_built(Page, _section(tree, "page", where), f"{where}的 page"),
        fonts=_built(Fonts, _section(tree, "fonts", where), f"{where}的 fonts"),
        blank_lines=_built(BlankLines, _section(tree, "blank_lines", where), f"{where}的 blank_lines"),
        signature=_built(SignatureRule, _section(tree, "signature", where), f"{where}的 signature"),
        red_head=_built(RedHead, _section(tree, "red_head", where), f"{where}的 red_head"),
        imprint=_built(Imprint, _section(tree, "imprint", where), f"{where}的 imprint"),
        annex=_built(Annex, _section(tree, "annex", where), f"{where}的 annex"),
        page_number=_built(PageNumberRule, _section(tree, "page_number", where), f"{where}的 page_number"),
        styles=Styles(
            **{
                item.name: _built(TextStyle, _section(styles, item.name, where), f"{where}的 styles.{item.name}")
                for item in fields(Styles)
            }
        ),
    )


def _section(tree: Mapping[str, Any], key: str, where: str) -> Mapping[str, Any]:
    section = tree.get(key)
    if not isinstance(section, dict):
        raise SettingsError(f"{where}缺少 {key}；请对照内置版式 report.yaml 补上，或写 extends: report。")
    return section


_T = TypeVar("_T", Page, Fonts, BlankLines, SignatureRule, RedHead, Imprint, Annex, PageNumberRule, TextStyle)
_KINDS: dict[Any, tuple[type, str]] = {
    int: (int, "整数"),
    str: (str, "文字"),
    bool: (bool, "true 或 false"),
    Mapping[str, str]: (dict, "键值"),
}


def _built(kind: type[_T], values: Mapping[str, Any], where: str) -> _T:
    """Return the dataclass made of ``values``; every key known, every value of its type."""
    known = {item.name: item.type for item in fields(kind)}
    for key, value in values.items():
        if key not in known:
            raise SettingsError(f"{where}有不认识的项 {key}；可用的项：{'、'.join(known)}。")
        wanted, name = _KINDS[known[key]]
        # True is an int to Python; a size of “true” is a mistake all the same
        if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
            raise SettingsError(f"{where}的 {key} 应为{name}，现为“{value}”。")
    if values.get("align", "both") not in ALIGNMENTS:
        raise SettingsError(f"{where}的 align 应为 {'、'.join(sorted(ALIGNMENTS))} 之一，现为“{values['align']}”。")
    try:
        return kind(**values)
    except TypeError as error:
        required = [item.name for item in fields(kind) if item.default is MISSING]
        missing = [name for name in required if name not in values]
        raise SettingsError(f"{where}缺少：{'、'.join(missing)}；请补上，或写 extends: report。") from error
