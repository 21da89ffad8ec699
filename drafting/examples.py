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

    A genre is named by its id or its Chinese name. An untouched example is replaced; a file that the writer has changed
    is not. Raises RequestError for a genre without an example or such a file in the way, DraftingError where the folder
    cannot be written.
    """
    source = EXAMPLES_DIR / _genre_with_example(genre_id)
    targets = tuple(folder / name for name in (REQUEST_FILE, FIGURES_FILE))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for target in targets:
            if target.exists() and not _untouched(target):
                raise RequestError(f"“{target}”已经存在并且改动过，为免覆盖没有写入；请换一个文件夹。")
        for target in targets:
            shutil.copyfile(source / target.name, target)
    except OSError as error:
        raise DraftingError(f"示例无法写入“{folder}”：没有权限，或者它不是文件夹；请换一个文件夹。") from error
    return targets


def _untouched(path: Path) -> bool:
    """Tell whether the file is some example just as it was written out."""
    content = path.read_bytes()
    return any(content == shipped.read_bytes() for shipped in EXAMPLES_DIR.glob(f"*/{path.name}"))


def _genre_with_example(genre: str) -> str:
    names = {known.id: known.name for known in load_genres().values()}
    offered = example_genres()
    for genre_id in offered:
        if genre in (genre_id, names[genre_id]):
            return genre_id
    listed = "、".join(f"{genre_id}（{names[genre_id]}）" for genre_id in offered)
    raise RequestError(f"没有“{genre}”这个文种的示例；可用的有：{listed}。")
