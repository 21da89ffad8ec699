"""What the sections of one run know together about the endpoint, so that each need not find it out anew.

An endpoint that does not answer is asked again by one section (the scout) with its usual patience, while the others wait
for what comes of it. What two sections meet in a row, a refused key or silence to the end of patience, holds for all: one
alone may be a prompt on which that server crashes, or one that a gateway turns away with the wrong status.
"""

import asyncio

from drafting.errors import ChatAccessError, ChatError, ChatUnavailableError


class Circuit:
    """Shared by all that ask the endpoint in one run, in one event loop. An ``asker`` is any object, compared by identity."""

    def __init__(self) -> None:
        self._verdict: ChatError | None = None
        self._scout: object | None = None
        self._refused: list[object] = []
        self._met_silence: list[object] = []
        self._given_up = False
        self._changed = asyncio.Event()

    async def admit(self, asker: object) -> None:
        """Return when ``asker`` may ask. Raises the error that holds for every section, where there is one."""
        while True:
            if self._verdict is not None:
                raise type(self._verdict)(str(self._verdict))
            if self._scout is None or self._scout is asker:
                return
            await self._changed.wait()

    def answered(self) -> None:
        """Note that the endpoint answers: whoever waits may ask."""
        self._refused.clear()
        if self._scout is None and not self._met_silence:
            return
        self._scout = None
        self._met_silence.clear()
        self._given_up = False
        self._tell()

    def failed(self, asker: object, error: ChatError) -> None:
        """Note how an attempt failed that brought no word of an answer."""
        if isinstance(error, ChatAccessError):
            _note(self._refused, asker)
            if len(self._refused) > 1:
                self._close(error)
        elif not isinstance(error, ChatUnavailableError):
            self.answered()  # refused or broken, but there
        else:
            _note(self._met_silence, asker)
            if self._given_up and len(self._met_silence) > 1:
                self._close(error)
            elif self._scout is None:
                self._scout = asker

    def left(self, asker: object, error: ChatError | None = None) -> None:
        """Note that ``asker`` asks no more: with an answer, cancelled (neither needs an error), or giving up on ``error``."""
        if self._scout is not asker:
            return
        self._scout = None
        if isinstance(error, ChatUnavailableError):
            self._given_up = True
            if len(self._met_silence) > 1:
                self._close(error)
        self._tell()

    def _close(self, error: ChatError) -> None:
        self._verdict = error
        self._tell()

    def _tell(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()


def _note(askers: list[object], asker: object) -> None:
    if not any(known is asker for known in askers):
        askers.append(asker)
