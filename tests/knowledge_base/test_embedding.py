"""Vectors of an endpoint and of a local ONNX folder; what goes wrong is told in one Chinese sentence."""

import json
import pickle
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from knowledge_base.database import VECTOR_MODEL, Database
from knowledge_base.embedding import EndpointVectors, OnnxVectors, vectors_of
from knowledge_base.errors import EmbeddingError
from knowledge_base.library import Library
from knowledge_base.vectors import HashedNgrams

REPORT = (
    "云岚工业园区工作总结\n一、工作情况\n（一）保密\n开展保密培训3次，筑牢保密防线。\n（二）招商\n签约招商项目5个。"
)
Answer = Callable[[list[str]], tuple[int, Any]]


class Endpoint:
    """An endpoint on this machine; ``answer`` says what it gives for the texts asked."""

    def __init__(self) -> None:
        self.answer: Answer = vectors_for
        self.asked: list[list[str]] = []
        self.keys: list[str | None] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.asked.append(body["input"])
                outer.keys.append(self.headers.get("Authorization"))
                status, content = outer.answer(body["input"])
                data = content.encode() if isinstance(content, str) else json.dumps(content).encode()
                self.send_response(status if self.path == "/v1/embeddings" else 404)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def vectors(self, **options: Any) -> EndpointVectors:
        return EndpointVectors("bge-m3", self.url, backoff=0.0, **options)


def vectors_for(texts: list[str]) -> tuple[int, Any]:
    rows = [[float(len(text)), 3.0, float("保密" in text) * 50] for text in texts]
    return 200, {"data": [{"index": at, "embedding": row} for at, row in reversed(list(enumerate(rows)))]}


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    made = Endpoint()
    yield made
    made.server.shutdown()
    made.server.server_close()


def test_texts_go_in_batches_and_come_back_in_order_at_length_one(endpoint: Endpoint) -> None:
    vectors = endpoint.vectors(api_key="sk-1")
    rows = vectors.embed([f"{'学' * at}" for at in range(1, 71)])
    assert [len(batch) for batch in endpoint.asked] == [32, 32, 6]
    assert np.allclose(np.linalg.norm(rows, axis=1), 1.0)
    assert rows[0, 0] < rows[69, 0]
    assert (vectors.dimension, vectors.name) == (3, f"127.0.0.1:{endpoint.server.server_port}/bge-m3")
    assert endpoint.keys[0] == "Bearer sk-1"
    assert "sk-1" not in repr(vectors)


def test_an_endpoint_that_takes_few_at_once_gets_few(endpoint: Endpoint) -> None:
    endpoint.answer = lambda texts: vectors_for(texts) if len(texts) <= 10 else (400, {"error": "batch size"})
    assert endpoint.vectors().embed(["学习"] * 20).shape == (20, 3)
    assert [len(batch) for batch in endpoint.asked] == [20, 10, 10]


def test_a_busy_endpoint_is_asked_again(endpoint: Endpoint) -> None:
    answers = iter([(429, {}), (503, "busy")])
    endpoint.answer = lambda texts: next(answers, None) or vectors_for(texts)
    assert endpoint.vectors().embed(["学习"]).shape == (1, 3)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ((401, {}), "OPENAI_API_KEY"),
        ((404, {}), "没有这个模型"),
        ((400, {}), "返回 400"),
        ((500, "oops"), "返回 500"),
        ((200, "<html>登录</html>"), "不是向量"),
        ((200, {"choices": []}), "不是向量"),
        ((200, {"data": [{"embedding": "abc"}]}), "不是向量"),
        ((200, {"data": [{"embedding": [1.0, None]}]}), "不"),
        ((200, {"data": []}), "不完整"),
        ((200, {"data": [1]}), "不是向量"),
    ],
)
def test_what_an_endpoint_does_wrong_is_told(endpoint: Endpoint, answer: tuple[int, Any], told: str) -> None:
    endpoint.answer = lambda _: answer
    with pytest.raises(EmbeddingError, match=told) as raised:
        endpoint.vectors().embed(["学习"])
    assert "\n" not in str(raised.value)


def test_an_endpoint_that_is_not_there_is_told() -> None:
    with pytest.raises(EmbeddingError, match="连接不上"):
        EndpointVectors("bge-m3", "http://127.0.0.1:9/v1").embed(["学习"])


def test_another_model_embeds_anew_and_is_recorded(endpoint: Endpoint, tmp_path: Path) -> None:
    first = Library(tmp_path, starter=False)
    first.add_bytes(REPORT.encode(), "a.txt")
    assert first.search("保密培训")
    first.close()
    second = Library(tmp_path, starter=False, vectors=endpoint.vectors())
    assert second.search("保密培训")[0].passage.text.startswith("开展保密培训")
    second.close()
    asked = len(endpoint.asked)
    third = Library(tmp_path, starter=False, vectors=endpoint.vectors())
    third.search("保密培训")
    third.close()
    texts = [text for batch in endpoint.asked[asked:] for text in batch]
    assert not any("签约" in text for text in texts)  # stored the first time: only the query is embedded
    database = Database(tmp_path)
    assert (database.state(VECTOR_MODEL) or "").endswith("/bge-m3/3/v1")
    assert not database.vectors("hashed-ngrams/512/v2")
    database.close()


def test_what_a_setting_asks_for(tmp_path: Path) -> None:
    assert isinstance(vectors_of(""), HashedNgrams)
    assert isinstance(vectors_of("bge-m3", "http://127.0.0.1:9/v1"), EndpointVectors)
    for model, told in (("bge-m3", "OPENAI_BASE_URL"), (str(tmp_path / "none"), "不存在"), (str(tmp_path), "缺少")):
        with pytest.raises(EmbeddingError, match=told):
            vectors_of(model)


def field(number: int, value: int | bytes | str) -> bytes:
    """Return a protobuf field: ONNX's own package is not needed to write a model of one operator."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    data = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(data)) + data


def varint(value: int) -> bytes:
    out = b""
    while value > 127:
        out, value = out + bytes([value & 127 | 128]), value >> 7
    return out + bytes([value])


def tensor_type(name: str, kind: int, *dims: str | int) -> bytes:
    shape = b"".join(field(1, field(2, dim) if isinstance(dim, str) else field(1, dim)) for dim in dims)
    return field(1, name) + field(2, field(1, field(1, kind) + field(2, shape)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A model whose state of a token is a row of a random table: Gather(table, input_ids)."""
    table = np.random.default_rng(7).normal(size=(8, 4)).astype("<f4")
    weights = field(1, 8) + field(1, 4) + field(2, 1) + field(8, "table") + field(9, table.tobytes())
    node = field(1, "table") + field(1, "input_ids") + field(2, "last_hidden_state") + field(4, "Gather")
    graph = field(1, node) + field(2, "g") + field(5, weights)
    graph += field(11, tensor_type("input_ids", 7, "b", "s"))
    graph += field(12, tensor_type("last_hidden_state", 1, "b", "s", 4))
    model = field(1, 8) + field(7, graph) + field(8, field(1, "") + field(2, 13))
    made = tmp_path / "tiny"
    made.mkdir()
    (made / "model.onnx").write_bytes(model)
    vocabulary = {"[UNK]": 0, "[PAD]": 1, "保": 2, "密": 3, "招": 4, "商": 5, "学": 6, "习": 7}
    tokenizer = {
        "version": "1.0",
        "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "", "max_input_chars_per_word": 100, "vocab": vocabulary},
        "pre_tokenizer": {"type": "Split", "pattern": {"Regex": "."}, "behavior": "Isolated", "invert": False},
    }  # fmt: skip
    (made / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False), encoding="utf-8")
    return made


def test_a_local_model_makes_vectors(folder: Path) -> None:
    vectors = vectors_of(str(folder))
    assert isinstance(vectors, OnnxVectors)
    rows = vectors.embed(["保密", "保密保密", "招商", ""])
    assert rows.shape == (4, vectors.dimension) == (4, 4)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1.0)
    assert rows[0] @ rows[1] == pytest.approx(1.0, abs=1e-5)  # padding counts for nothing
    assert rows[0] @ rows[2] < 0.99
    assert np.allclose(pickle.loads(pickle.dumps(vectors)).embed(["保密"]), rows[:1])  # noqa: S301  (bytes of our own)
    assert vectors.name == "onnx-tiny"


def test_another_model_file_is_another_version(folder: Path) -> None:
    before = OnnxVectors.of(folder).version
    (folder / "model.onnx").write_bytes((folder / "model.onnx").read_bytes() + b"\x00")
    assert OnnxVectors.of(folder).version != before


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_damaged_local_model_is_told(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"not a model")
    with pytest.raises(EmbeddingError, match="打不开"):
        OnnxVectors.of(folder).embed(["保密"])
