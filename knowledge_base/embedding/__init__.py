"""Vectors made by a model: an endpoint's, or one in a local folder. Which one, a setting's text tells."""

from pathlib import Path

from knowledge_base.embedding.endpoint import EndpointVectors
from knowledge_base.embedding.onnx_folder import OnnxVectors
from knowledge_base.errors import EmbeddingError
from knowledge_base.vectors import HashedNgrams, Vectors

__all__ = ["EndpointVectors", "OnnxVectors", "vectors_of"]


def vectors_of(model: str, base_url: str = "", api_key: str = "") -> Vectors:
    """Return what ``ZHIBI_EMBEDDING_MODEL`` asks for: nothing — the built-in vectors; a folder — the ONNX model in it;
    any other name — that model of the endpoint. Nothing is loaded or asked before the first text.

    Raises EmbeddingError where the folder holds no model, or a name is given without an endpoint.
    """
    if not model:
        return HashedNgrams()
    folder = Path(model).expanduser()
    if folder.is_dir():
        return OnnxVectors.of(folder)
    if folder.is_absolute() or model.startswith((".", "~")):
        raise EmbeddingError(f"向量模型文件夹“{model}”不存在；请检查 ZHIBI_EMBEDDING_MODEL。")
    if not base_url and not api_key:
        raise EmbeddingError(
            f"ZHIBI_EMBEDDING_MODEL 写的是接口模型“{model}”，但没有设置 OPENAI_BASE_URL；"
            "请设置接口地址，或改为本地 ONNX 模型文件夹，或去掉这项设置。"
        )
    return EndpointVectors(model, base_url or "https://api.openai.com/v1", api_key)
