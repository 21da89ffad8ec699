"""How much of a real report survives being saved in another format: .docx through LibreOffice to .pdf, .html, .txt and .doc.

A paragraph is recovered where the file read back has one of exactly the same characters, blanks aside. What should be
there is taken from the .docx by python-docx, which shares no code with the reader. LibreOffice 7.4 leaves the mark that
hangs over the end of a justified line out of its .pdf, so no reader can find it: ``pdf`` is made of copies that are
aligned to the left, and ``pdf_justified`` of the documents as they are, compared without those marks.
"""

import re
import shutil
import subprocess
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from evals.dataset import CaseFileError
from evals.score import Outcome, Score
from knowledge_base.errors import ReadingError
from knowledge_base.reading import read_document

DEFAULT_CORPUS = Path(__file__).parents[2] / "shared" / "corpus"

LEAST = 0.98
#: Format → (LibreOffice's name of the filter, suffix of what it writes).
_FILTERS: Mapping[str, tuple[str, str]] = {
    "pdf": ("pdf", ".pdf"),
    "pdf_justified": ("pdf", ".pdf"),
    "html": ("html", ".html"),
    "txt": ("txt:Text (encoded):UTF8", ".txt"),
    "doc": ("doc", ".doc"),
}
_HANGING = re.compile(r"[，。、；：！？”]")


def run(corpus: Path) -> Outcome:
    """Save every .docx under ``corpus`` in each format and read it back. Raises CaseFileError."""
    documents = sorted(corpus.rglob("*.docx")) if corpus.is_dir() else []
    if not documents:
        raise CaseFileError(f"“{corpus}”里没有 .docx；请用 --cases 指定存放报告的文件夹。")
    return recovered(documents)


def recovered(documents: Sequence[Path]) -> Outcome:
    """Return how many paragraphs of the documents were recovered, by format. Raises CaseFileError without LibreOffice."""
    program = shutil.which("soffice")
    if program is None:
        raise CaseFileError("本机未安装 LibreOffice，无法测评读入；请安装后再试。")
    scores: list[Score] = []
    summary: dict[str, Any] = {"documents": len(documents)}
    with tempfile.TemporaryDirectory(prefix="zhibi-eval-") as folder:
        for name in _FILTERS:
            saved = _saved(program, documents, name, Path(folder))
            found = [_score(document, name, saved / (document.stem + _FILTERS[name][1])) for document in documents]
            kept, wanted = (sum(score.answer[key] for score in found) for key in ("recovered", "paragraphs"))
            summary[name] = round(kept / max(wanted, 1), 4)
            scores += found
    summary["measured"] = f"LibreOffice → read_document；段落逐字相同（空白除外）为还原，下限 {LEAST}"
    met = all(summary[name] >= LEAST for name in _FILTERS)
    return Outcome("reading", tuple(scores), summary, met)


def _saved(program: str, documents: Sequence[Path], name: str, folder: Path) -> Path:
    """Save the documents in a format; return the folder they are in."""
    given, made = folder / name / "given", folder / name / "made"
    given.mkdir(parents=True)
    for document in documents:
        if name == "pdf":
            _aligned_left(document, given / document.name)
        else:
            shutil.copyfile(document, given / document.name)
    filter_name, suffix = _FILTERS[name]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--norestore", "--convert-to", filter_name, "--outdir", str(made)]
    subprocess.run(  # noqa: S603 - LibreOffice on copies of the corpus
        [*command, *map(str, sorted(given.iterdir()))], check=False, capture_output=True, timeout=900
    )
    if name == "txt":
        for path in made.glob("*" + suffix):  # LibreOffice has no filter for GB 18030
            path.write_bytes(path.read_text(encoding="utf-8-sig").encode("gb18030"))
    return made


def _aligned_left(document: Path, copy: Path) -> None:
    with zipfile.ZipFile(document) as source, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.namelist():
            data = source.read(part)
            if part.startswith("word/") and part.endswith(".xml"):
                data = data.replace(b'<w:jc w:val="both"/>', b'<w:jc w:val="left"/>')
            target.writestr(part, data)


def _score(document: Path, name: str, saved: Path) -> Score:
    wanted = _counted(_paragraphs(document), name)
    try:
        found = _counted(read_document(saved).paragraphs, name)
        reason = ""
    except ReadingError as error:
        found, reason = Counter[str](), str(error)
    kept = (wanted & found).total()
    answer = {"recovered": kept, "paragraphs": wanted.total(), "read": found.total()}
    lost = reason or "；".join(text[:24] for text in list((wanted - found).elements())[:3])
    # a format is judged by all documents together: one of a single paragraph has all or nothing
    return Score(f"{document.stem}.{name}", LEAST, answer, None, "" if kept == wanted.total() else "lost", lost, name)


def _paragraphs(document: Path) -> list[str]:
    import docx

    opened = docx.Document(str(document))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return [line for text in [*(each.text for each in opened.paragraphs), *cells] for line in text.split("\n")]


def _counted(paragraphs: Iterable[str], name: str) -> Counter[str]:
    return Counter(text for text in (_bare(paragraph, name) for paragraph in paragraphs) if text)


def _bare(text: str, name: str) -> str:
    text = re.sub(r"\s", "", text)
    return _HANGING.sub("", text) if name == "pdf_justified" else text
