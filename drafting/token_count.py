"""How many tokens a text is, where the endpoint does not say so: by tiktoken if its file is at hand, else an estimate."""

import hashlib
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from drafting.chat import Message

if TYPE_CHECKING:
    from tiktoken import Encoding

#: Older tokenizers need up to 1.3 tokens for a Chinese character, newer ones 0.6; Latin text about one for four letters.
TOKENS_PER_WIDE = 1.3
TOKENS_PER_NARROW = 0.4
TOKENS_PER_MESSAGE = 6

#: The encodings that may be at hand, the newer one first: name, and the digest that tiktoken itself demands of the file.
_ENCODINGS = (
    ("o200k_base", "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"),
    ("cl100k_base", "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7"),
)
_ADDRESS = "https://openaipublic.blob.core.windows.net/encodings/{name}.tiktoken"


def count_tokens(text: str | Sequence[Message]) -> int:
    """Return the tokens of a text, or of a conversation with what each of its turns adds: counted if possible, else estimated.

    A model of another maker counts differently; it is as near as can be come without its own tokenizer.
    """
    folder = os.environ.get("TIKTOKEN_CACHE_DIR", "")
    encoding = _encoding_in(folder) if folder else None
    if encoding is None:
        return estimate_tokens(text)
    if not isinstance(text, str):
        return sum(count_tokens(message.content) + TOKENS_PER_MESSAGE for message in text)
    return len(encoding.encode_ordinary(text))


def estimate_tokens(text: str | Sequence[Message]) -> int:
    """Return an estimate of the same that errs high."""
    if not isinstance(text, str):
        return sum(estimate_tokens(message.content) + TOKENS_PER_MESSAGE for message in text)
    narrow = sum(1 for character in text if character.isascii())
    return int(narrow * TOKENS_PER_NARROW + (len(text) - narrow) * TOKENS_PER_WIDE) + 1


@cache
def _encoding_in(folder: str) -> "Encoding | None":
    """Return the encoding whose file stands whole in tiktoken's cache folder, or None.

    The file is looked at before tiktoken is: what it does not find, or finds damaged, it fetches from the net, and its
    request has no timeout.
    """
    for name, digest in _ENCODINGS:
        path = Path(folder) / hashlib.sha1(_ADDRESS.format(name=name).encode(), usedforsecurity=False).hexdigest()
        try:
            content = path.read_bytes()
        except OSError:
            continue
        if hashlib.sha256(content).hexdigest() == digest:
            import tiktoken

            return tiktoken.get_encoding(name)
    return None
