"""Strict rendering: a missing value is an error, and so is one that the file does not use."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, meta

FOLDER = Path(__file__).parent
SYSTEM_PART = "=== 系统 ==="
USER_PART = "=== 用户 ==="


@dataclass(frozen=True, slots=True)
class Prompt:
    """A rendered prompt. ``system`` depends on the file alone."""

    system: str
    user: str


def render(name: str, **values: object) -> Prompt:
    """Return the prompt of ``prompts/<name>.md`` with ``values`` put in as they are.

    Raises KeyError where there is no such file, where a value is missing, or where one is given that the file does not use.
    """
    wanted = variables(name)
    if wanted != values.keys():
        missing, unused = sorted(wanted - values.keys()), sorted(values.keys() - wanted)
        raise KeyError(f"prompt {name!r}: missing {missing}, unused {unused}")
    system, user = _parts(name)
    return Prompt(system.render().strip(), user.render(**values).strip())


def names() -> tuple[str, ...]:
    """Return the names of all prompts."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.md")))


@cache
def variables(name: str) -> frozenset[str]:
    """Return the names of the values that a prompt takes. Raises KeyError where there is no such prompt."""
    return frozenset(meta.find_undeclared_variables(_environment().parse(_source(name))))


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER),
        undefined=StrictUndefined,
        variable_start_string="[[",
        variable_end_string="]]",
        block_start_string="[%",
        block_end_string="%]",
        comment_start_string="[#",
        comment_end_string="#]",
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701  (plain text for a model: escaping would put &lt; into its prose)
    )


@cache
def _source(name: str) -> str:
    try:
        return (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise KeyError(f"no prompt {name!r}") from None


@cache
def _parts(name: str) -> tuple[Template, Template]:
    system, separator, user = _source(name).partition(USER_PART)
    if not separator or SYSTEM_PART not in system:
        raise KeyError(f"prompt {name!r} lacks its {SYSTEM_PART} or {USER_PART} part")
    return _environment().from_string(system.replace(SYSTEM_PART, "")), _environment().from_string(user)
