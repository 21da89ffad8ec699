"""How many tokens a text is, where nobody says so: an estimate that errs high."""

from collections.abc import Sequence

from drafting.chat import Message

#: Older tokenizers need up to 1.3 tokens for a Chinese character, newer ones 0.6; Latin text about one for four letters.
TOKENS_PER_WIDE = 1.3
TOKENS_PER_NARROW = 0.4
TOKENS_PER_MESSAGE = 6


def estimate_tokens(text: str | Sequence[Message]) -> int:
    """Return an estimate of the tokens of a text, or of a conversation with what each of its turns adds."""
    if not isinstance(text, str):
        return sum(estimate_tokens(message.content) + TOKENS_PER_MESSAGE for message in text)
    narrow = sum(1 for character in text if character.isascii())
    return int(narrow * TOKENS_PER_NARROW + (len(text) - narrow) * TOKENS_PER_WIDE) + 1
