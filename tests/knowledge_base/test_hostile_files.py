"""A hundred damaged files of each kind: none ends the program, none is fetched for, each is read or refused in a sentence."""

import random
import socket
import subprocess
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest

from knowledge_base.errors import ReadingError
from knowledge_base.reading import Limits, read_document_bytes
from knowledge_base.reading.confined_worker import launch
from tests.knowledge_base.pdf_files import typeset
from tests.knowledge_base.test_formats import ARTICLE, BODY, page
from tests.knowledge_base.test_reading import level, numbering, one_chinese_sentence
from tests.knowledge_base.word_files import paragraph, word_file

WORD = word_file(
    "".join(paragraph(line) for line in BODY), parts={"word/numbering.xml": numbering(level(0, "decimal", "%1."))}
)


def mutated(data: bytes, seed: int) -> bytes:
    """Return the bytes with a few changed, a piece cut out, doubled, or filled, differently for each seed."""
    chance = random.Random(seed)  # noqa: S311 - the same damage in every run
    whole = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at, size = chance.randrange(len(whole)), chance.randint(1, 200)
        match chance.randrange(5):
            case 0:
                whole[at] = chance.randrange(256)
            case 1:
                del whole[at : at + size]
            case 2:
                whole[at:at] = whole[at : at + size]
            case 3:
                whole[at : at + size] = bytes([chance.randrange(256)]) * size
            case _:
                whole[at : at + size] = chance.randbytes(size)
        whole = whole or bytearray(b"x")
    return bytes(whole)


def damaged_inside(seed: int) -> bytes:
    """Return a .docx that is whole as an archive and damaged in the XML of a part."""
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(WORD)) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, mutated(data, seed) if name.startswith("word/") else data)
    return packed.getvalue()


MAKERS = {
    "docx": lambda seed: mutated(WORD, seed),
    "docx inside": damaged_inside,
    "pdf": lambda seed: mutated(typeset(BODY), seed),
    "html": lambda seed: mutated(page(ARTICLE), seed),
}


HUNDREDS = {"docx": 100, "docx inside": 50, "pdf": 100, "html": 30}


@pytest.mark.parametrize("kind", MAKERS)
def test_a_hundred_damaged_files_are_each_read_or_refused(kind: str) -> None:
    with ThreadPoolExecutor(2) as threads:
        refusals = list(threads.map(lambda seed: refusal_of(MAKERS[kind](seed)), range(HUNDREDS[kind])))

    assert [refusal for refusal in refusals if refusal and not one_chinese_sentence(refusal)] == []
    # a .docx as small as this one is all checksums; in the others much damage leaves the text alone
    assert kind == "docx" or "" in refusals


def refusal_of(data: bytes) -> str:
    """Return why the bytes were refused, ``""`` where they were read."""
    try:
        source = read_document_bytes(data, "总结")
    except ReadingError as refusal:
        return str(refusal)
    return "" if all(line.strip() for line in source.paragraphs) else "an empty paragraph"


def confined(
    code: str, tmp_path: Path, memory: int = 1 << 30, cpu_seconds: int = 5
) -> "subprocess.CompletedProcess[str]":
    script = tmp_path / "worker.py"
    script.write_text(code, encoding="utf-8")
    return subprocess.run(
        [*launch(memory, cpu_seconds, 0), str(script)], capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize(
    "attempt",
    [
        "import socket; socket.create_connection(('127.0.0.1', {port}), timeout=2)",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:{port}/', timeout=2)",
        # past Python, straight at the C library, as a library written in C would go
        "import ctypes; c = ctypes.CDLL(None); s = c.socket(2, 1, 0); a = bytes([2, 0, {high}, {low}, 127, 0, 0, 1]) + bytes(8);"
        " raise SystemExit(0 if s >= 0 and c.connect(s, a, 16) == 0 else 7)",
    ],
    ids=["socket", "urllib", "libc"],
)
def test_a_worker_reaches_no_network(attempt: str, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        server.settimeout(0.5)

        done = confined(attempt.format(port=port, high=port >> 8, low=port & 255), tmp_path)

        assert done.returncode != 0
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_worker_is_stopped_at_its_memory_and_its_time_and_writes_no_file(tmp_path: Path) -> None:
    assert "MemoryError" in confined("x = bytearray(300 << 20)", tmp_path, memory=200 << 20).stderr
    start = time.monotonic()
    assert confined("while True: pass", tmp_path, cpu_seconds=1).returncode < 0
    assert time.monotonic() - start < 20
    left = tmp_path / "left.txt"
    confined(f"open({str(left)!r}, 'w').write('x' * 100)", tmp_path)
    assert not left.exists() or left.stat().st_size == 0


def test_a_worker_that_is_never_done_is_ended_from_outside() -> None:
    # a page of nothing but opening tags is slow to make sense of; the clock on the wall ends it
    with pytest.raises(ReadingError) as refusal:
        read_document_bytes(page(ARTICLE), "a.html", Limits(worker_wall_seconds=0))
    assert "超时" in str(refusal.value)
