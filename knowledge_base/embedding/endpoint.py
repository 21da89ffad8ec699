"""Vectors of any OpenAI-compatible endpoint: POST …/embeddings with ``model`` and ``input``."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np

from knowledge_base.errors import EmbeddingError
from knowledge_base.vectors import Matrix, unit_rows

if TYPE_CHECKING:
    import httpx

#: Texts in one request, to begin with: some endpoints take 2,048, some 10; one that refuses gets half as many.
BATCH = 32
TIMEOUT_SECONDS = 60.0
RETRIES = 3
_PROBE = "园区工作总结"
_TOO_MANY = frozenset({400, 413, 422})


@dataclass(slots=True)
class EndpointVectors:
    """The vectors of one model of one endpoint. The dimension is asked of the endpoint once, when it is first needed."""

    model: str
    base_url: str
    api_key: str = field(default="", repr=False)
    timeout: float = TIMEOUT_SECONDS
    backoff: float = 2.0
    version: int = 1
    _dimension: int = 0
    _batch: int = BATCH

    @property
    def name(self) -> str:
        """Return the model with its host: another endpoint's model of the same name may be another model."""
        return f"{urlsplit(self.base_url).netloc}/{self.model}"[:120]

    @property
    def dimension(self) -> int:
        """Return the length of a vector. Raises EmbeddingError where the endpoint does not tell."""
        if not self._dimension:
            self.embed([_PROBE])
        return self._dimension

    def embed(self, texts: Sequence[str]) -> Matrix:
        """Return one row of length 1 for each text. Raises EmbeddingError."""
        import httpx  # lazy: a command that neither searches nor takes a report in does without

        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        headers = {"Authorization": f"Bearer {self.api_key}"} if self.api_key else {}
        rows: list[Matrix] = []
        at = 0
        with httpx.Client(timeout=self.timeout, headers=headers) as client:
            while at < len(texts):
                batch = [text or " " for text in texts[at : at + self._batch]]  # an empty input is an error to many
                made = self._ask(client, batch)
                if made is None:
                    self._batch = max(1, len(batch) // 2)
                    continue
                rows.append(made)
                at += len(batch)
        return unit_rows(np.concatenate(rows))

    def _ask(self, client: "httpx.Client", batch: Sequence[str]) -> Matrix | None:
        """Return the vectors of a batch, or ``None`` where the endpoint wants fewer texts at once."""
        import httpx

        address = f"{self.base_url.rstrip('/')}/embeddings"
        problem = ""
        cause: Exception | None = None
        for attempt in range(RETRIES + 1):
            if attempt:
                time.sleep(self.backoff * 2 ** (attempt - 1))
            try:
                answer = client.post(address, json={"model": self.model, "input": list(batch)})
            except httpx.TimeoutException as error:
                problem, cause = f"{self.timeout:g} 秒内没有答复", error
                continue
            except httpx.HTTPError as error:
                raise self._failed("连接不上", "请检查 OPENAI_BASE_URL 和网络") from error
            if answer.status_code == 429 or answer.status_code >= 500:
                problem, cause = f"返回 {answer.status_code}", None
                continue
            if answer.status_code in _TOO_MANY and len(batch) > 1:
                return None
            return self._read(answer, len(batch))
        raise self._failed(problem, "请稍后重试", retry_helps=True) from cause

    def _read(self, answer: "httpx.Response", count: int) -> Matrix:
        if answer.status_code in (401, 403):
            raise self._failed(f"拒绝访问（{answer.status_code}）", "请检查 OPENAI_API_KEY")
        if answer.status_code == 404:
            raise self._failed("没有这个模型或地址（404）", "请检查 OPENAI_BASE_URL 和 ZHIBI_EMBEDDING_MODEL")
        if answer.status_code != 200:
            raise self._failed(f"返回 {answer.status_code}", "请检查 ZHIBI_EMBEDDING_MODEL 是否为向量模型")
        try:
            items: Any = answer.json()["data"]
            ordered = sorted(items, key=lambda item: item.get("index", 0))
            rows = np.array([item["embedding"] for item in ordered], dtype=np.float32)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise self._failed("的答复不是向量", "请检查 ZHIBI_EMBEDDING_MODEL 是否为向量模型") from error
        if rows.ndim != 2 or len(rows) != count or not rows.shape[1] or not np.isfinite(rows).all():
            raise self._failed("的答复不完整", "请检查 ZHIBI_EMBEDDING_MODEL 是否为向量模型")
        if self._dimension not in (0, rows.shape[1]):
            raise self._failed("前后给出的向量长短不一", "请检查接口是否换了模型，并重建索引")
        self._dimension = rows.shape[1]
        return rows

    def _failed(self, problem: str, advice: str, *, retry_helps: bool = False) -> EmbeddingError:
        error = EmbeddingError(
            f"向量接口（{urlsplit(self.base_url).netloc}，模型 {self.model}）{problem}；{advice}，"
            "或去掉 ZHIBI_EMBEDDING_MODEL 改用内置检索。"
        )
        error.retry_helps = retry_helps
        return error
