"""Vectors of a local model: a folder with ``model.onnx`` and ``tokenizer.json``, as sentence-transformers exports them."""

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from knowledge_base.errors import EmbeddingError
from knowledge_base.vectors import Matrix, unit_rows

BATCH = 16
LONGEST = 512
_MODEL_PLACES = ("model.onnx", "onnx/model.onnx")
_POOLING = "1_Pooling/config.json"
_INPUTS = frozenset({"input_ids", "attention_mask", "token_type_ids"})


@dataclass(frozen=True, slots=True)
class OnnxVectors:
    """The vectors of the model in ``folder``. ``version`` is a checksum of the model's file: another file, another model."""

    folder: Path
    name: str
    version: int

    @classmethod
    def of(cls, folder: Path) -> "OnnxVectors":
        """Return the vectors of a folder; the model is loaded at the first text. Raises EmbeddingError where a file of it
        is missing."""
        model = _model_file(folder)
        if model is None or not (folder / "tokenizer.json").is_file():
            raise EmbeddingError(
                f"向量模型文件夹“{folder}”缺少 model.onnx 或 tokenizer.json；请放齐后再试，或去掉 ZHIBI_EMBEDDING_MODEL。"
            )
        return cls(folder, f"onnx-{folder.name}"[:120], _checksum(model))

    @property
    def dimension(self) -> int:
        """Return the length of a vector. Raises EmbeddingError where the model does not run."""
        return _dimension(self)

    def embed(self, texts: Sequence[str]) -> Matrix:
        """Return one row of length 1 for each text. Raises EmbeddingError."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        model = _loaded(self)
        batches = [texts[at : at + BATCH] for at in range(0, len(texts), BATCH)]
        try:
            rows = [model.rows(batch) for batch in batches]
        except Exception as error:
            raise EmbeddingError(
                f"向量模型“{self.folder}”运行失败；请确认是句向量模型，且 tokenizer.json 与它配套。"
            ) from error
        return unit_rows(np.concatenate(rows))


class _Model:
    def __init__(self, folder: Path) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        onnxruntime.set_default_logger_severity(3)
        self._session = onnxruntime.InferenceSession(str(_model_file(folder)), providers=["CPUExecutionProvider"])
        self._inputs = {item.name for item in self._session.get_inputs()}
        if "input_ids" not in self._inputs or not self._inputs <= _INPUTS:
            raise ValueError(f"inputs {sorted(self._inputs)}")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(LONGEST)
        self._tokenizer.enable_padding()
        self._first_token = _pools_by_first_token(folder)

    def rows(self, texts: Sequence[str]) -> Matrix:
        tokens = self._tokenizer.encode_batch([text or " " for text in texts])
        given: dict[str, Any] = {
            "input_ids": np.array([item.ids for item in tokens], dtype=np.int64),
            "attention_mask": np.array([item.attention_mask for item in tokens], dtype=np.int64),
            "token_type_ids": np.array([item.type_ids for item in tokens], dtype=np.int64),
        }
        # a model with a pooling layer of its own gives sentences, one without gives tokens
        out = self._session.run(None, {name: given[name] for name in self._inputs})
        sentences = next((item for item in out if item.ndim == 2), None)
        if sentences is not None:
            return np.asarray(sentences, dtype=np.float32)
        states = np.asarray(out[0], dtype=np.float32)
        if self._first_token:
            return states[:, 0]
        mask = given["attention_mask"][:, :, None].astype(np.float32)
        return np.asarray((states * mask).sum(axis=1) / np.maximum(mask.sum(axis=1), 1.0), dtype=np.float32)


@lru_cache(maxsize=2)
def _loaded(vectors: OnnxVectors) -> _Model:
    try:
        return _Model(vectors.folder)
    except Exception as error:
        raise EmbeddingError(
            f"向量模型“{vectors.folder}”打不开；请确认 model.onnx 和 tokenizer.json 完整且配套。"
        ) from error


@lru_cache(maxsize=2)
def _dimension(vectors: OnnxVectors) -> int:
    return int(vectors.embed(["园区工作总结"]).shape[1])


def _model_file(folder: Path) -> Path | None:
    return next((folder / place for place in _MODEL_PLACES if (folder / place).is_file()), None)


def _pools_by_first_token(folder: Path) -> bool:
    try:
        settings = json.loads((folder / _POOLING).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(settings, dict) and bool(settings.get("pooling_mode_cls_token"))


def _checksum(path: Path) -> int:
    value = 0
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            value = zlib.crc32(block, value)
    return value
