"""Tokens are counted by tiktoken only where its file stands whole, and never fetched."""

import hashlib
import socket
from pathlib import Path

import pytest

from drafting.chat import Message
from drafting.token_count import count_tokens, estimate_tokens

TEXT = "上半年，召开党工委会议{{F1}}，累计收文{{F2}}，各项工作平稳有序推进。"


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def cached_name(encoding: str) -> str:
    address = f"https://openaipublic.blob.core.windows.net/encodings/{encoding}.tiktoken"
    return hashlib.sha1(address.encode(), usedforsecurity=False).hexdigest()


@pytest.mark.parametrize("content", [None, b"", b"IQ== 0\n"])
def test_without_a_whole_file_the_estimate_stands_and_the_file_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    path = tmp_path / cached_name("o200k_base")
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))

    assert count_tokens(TEXT) == estimate_tokens(TEXT)
    assert (path.read_bytes() if path.exists() else None) == content


@pytest.mark.parametrize("text", [TEXT, "a" * 400, "2026年" * 50, "，。；：" * 20])
def test_the_estimate_errs_high_and_not_beyond_reason(text: str) -> None:
    # Between a token a character, which no tokenizer needs for plain Chinese, and the half of one that the newest need.
    assert len(text) * 0.35 <= estimate_tokens(text) <= len(text) * 1.31 + 1


def test_a_conversation_costs_more_than_its_words() -> None:
    messages = [Message("system", TEXT), Message("user", TEXT)]

    assert count_tokens(messages) > 2 * count_tokens(TEXT)
