"""Thinking aloud, taken out of an answer as it streams."""

import re

_TAG = re.compile(r"<(/?)think(?:ing)?>", re.IGNORECASE)
_TAGS = ("<think>", "</think>", "<thinking>", "</thinking>")


class ThinkStripper:
    """Lets the answer through and keeps the thinking back, wherever the chunks are cut.

    ``text`` is the answer so far. It may become shorter: some models send only ``</think>``, and then everything before
    it was thinking.
    """

    def __init__(self) -> None:
        self.text = ""
        self.thinking = False
        self._held = ""
        self._opened = False

    def feed(self, piece: str) -> None:
        """Take the next piece of the raw answer."""
        self._held += piece
        while tag := _TAG.search(self._held):
            self._let_through(self._held[: tag.start()])
            self._held = self._held[tag.end() :]
            closes = bool(tag[1])
            if closes and not self._opened:
                self.text = ""
            self.thinking = not closes
            self._opened = True
        safe = len(self._held) - _begun_tag(self._held)
        self._let_through(self._held[:safe])
        self._held = self._held[safe:]

    def end(self) -> None:
        """Let through what was held back in case it became a tag."""
        self._let_through(self._held)
        self._held = ""

    def _let_through(self, piece: str) -> None:
        if not self.thinking:
            self.text += piece


def _begun_tag(text: str) -> int:
    """Return how many characters at the end may be the beginning of a tag."""
    at = text.rfind("<", -max(map(len, _TAGS)))
    ending = text[at:].lower() if at >= 0 else ""
    return len(ending) if ending and any(tag.startswith(ending) for tag in _TAGS) else 0
