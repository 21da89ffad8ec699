"""The desk's own HTML and scripts: templates with escaping always on, scripts from files.

Text of a past report or of a writer reaches the page in two ways only: through a template rendered here, or as data that
a script puts into the page as text. Gradio's own ``{{value}}`` is neither: it escapes tags, then runs the result as a
JavaScript template, so a report that says ``${alert(1)}`` would be executed. ``gr.HTML`` is therefore used with its
plain ``${value}`` template and a value rendered here, or with a script and a value that is data.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment

_ROOM = Path(__file__).parent


def render(template: str, **values: Any) -> str:
    """Return the HTML of ``templates/<template>.html``; every value is escaped, a missing one is an error."""
    return _environment().get_template(f"{template}.html").render(**values)


@cache
def script(*names: str) -> str:
    """Return ``scripts/<name>.js``, to be run when its component appears; of several, one after the other as one script."""
    return "\n".join((_ROOM / "scripts" / f"{name}.js").read_text(encoding="utf-8") for name in names)


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_ROOM / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
