"""The worked examples: for each built-in genre a request and its figure sheet, ready to be drafted from."""

import shutil
from pathlib import Path

from drafting.errors import DraftingError, RequestError
from drafting.genre import load_genres

EXAMPLES_DIR = Path(__file__).parent / "examples"

REQUEST_FILE = "request.yaml"
FIGURES_FILE = "figures.xlsx"


def example_genres() -> tuple[str, ...]:
    """Return the ids of the genres that have a worked example, in order."""
    return tuple(sorted(path.parent.name for path in EXAMPLES_DIR.glob(f"*/{REQUEST_FILE}")))


def write_example(genre_id: str, folder: Path) -> tuple[Path, ...]:
    """Copy the worked example of a genre into ``folder``, which is made if need be, and return the files written.

    A genre is named by its id or its Chinese name. Files that are there already are not overwritten: they may be the
    writer's own. Raises RequestError for a genre without an example or a file in the way, DraftingError where the
    folder cannot be written.
    """
    source = EXAMPLES_DIR / _genre_with_example(genre_id)
    targets = tuple(folder / name for name in (REQUEST_FILE, FIGURES_FILE))
    for target in targets:
        if target.exists():
            raise RequestError(f"“{target}”已经存在，为免覆盖没有写入；请换一个文件夹。")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for target in targets:
            shutil.copyfile(source / target.name, target)
    except OSError as error:
        raise DraftingError(f"示例无法写入“{folder}”（{error.strerror}）；请换一个可以写入的文件夹。") from error
    return targets


def _genre_with_example(genre: str) -> str:
    names = {known.id: known.name for known in load_genres().values()}
    offered = example_genres()
    for genre_id in offered:
        if genre in (genre_id, names[genre_id]):
            return genre_id
    listed = "、".join(f"{genre_id}（{names[genre_id]}）" for genre_id in offered)
    raise RequestError(f"没有“{genre}”这个文种的示例；可用的有：{listed}。")
