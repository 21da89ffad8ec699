"""Forms under way, kept on the server, so that a refreshed page or another day finds them as they were."""

import json
import re
import uuid
from dataclasses import dataclass
from pathlib import Path

from drafting.errors import DraftingError
from ui.request_form import RequestForm, form_from_json

_ID = re.compile(r"[0-9a-f]{12}")


class FormStoreError(DraftingError):
    """The folder of the forms cannot be written."""

    retry_helps = True


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A form in the store; ``saved`` is when, in seconds since the epoch."""

    id: str
    form: RequestForm
    saved: float


class FormStore:
    """One JSON file a form. A form of a draft has the draft's id: it holds changes that the draft has not taken over."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @staticmethod
    def new_id() -> str:
        """Return an id for a new form."""
        return uuid.uuid4().hex[:12]

    def get(self, form_id: str) -> RequestForm | None:
        """Return a form, or ``None`` where there is none of this id or its file is unusable."""
        path = self._path(form_id)
        if path is None:
            return None
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return form_from_json(data) if isinstance(data, dict) else None

    def save(self, form_id: str, form: RequestForm) -> None:
        """Store a form under its id. Raises FormStoreError."""
        path = self._path(form_id)
        if path is None:
            raise FormStoreError("这张表的编号不对；请从“新报告”重新打开。")
        # Written beside and moved over: a page that is refreshed meanwhile must not read half a form.
        beside = path.with_suffix(f".{uuid.uuid4().hex[:8]}.part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            beside.write_text(json.dumps(form.to_json(), ensure_ascii=False), encoding="utf-8")
            beside.replace(path)
        except OSError as error:
            raise FormStoreError(f"填写的内容存不下来（{error.strerror}）；请检查数据文件夹的空间和权限。") from error

    def list(self) -> tuple[KeptForm, ...]:
        """Return the forms, the last saved first."""
        kept = []
        for path in self._folder.glob("*.json"):
            form = self.get(path.stem)
            if form is not None:
                kept.append(KeptForm(path.stem, form, path.stat().st_mtime))
        return tuple(sorted(kept, key=lambda one: one.saved, reverse=True))

    def delete(self, form_id: str) -> None:
        """Remove a form, if it is there."""
        path = self._path(form_id)
        if path is not None:
            path.unlink(missing_ok=True)

    def _path(self, form_id: str) -> Path | None:
        # The id comes from the address bar: only what new_id gives may name a file.
        return self._folder / f"{form_id}.json" if _ID.fullmatch(form_id) else None
