"""One open stream, and how its messages are written."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

from kentongan.core.actor import Actor, Role

HEARTBEAT_SECONDS = 15.0
_WAITING = 64

HELLO = b"retry: 3000\n: Kentongan\n\n"
BEAT = b":\n\n"


def message(event: str, data: Any) -> bytes:
    """A server-sent event (WHATWG HTML, 9.2.6); JSON has no line breaks of its own."""
    return f"event: {event}\ndata: {json.dumps(data, separators=(',', ':'), ensure_ascii=False)}\n\n".encode()


RELOAD = message("reload", {})
BYE = message("bye", {})  # signed out, or with other rights now
AGAIN = message("again", {})  # come again: something about the reader changed that changes no rights

_PERSONAL = frozenset({Role.CALL_TAKER, Role.VILLAGE_STAFF})


@dataclass(frozen=True, slots=True)
class Audience:
    """Readers who see the same: one judgement and one rendering serve them all."""

    actor: Actor

    @classmethod
    def of(cls, actor: Actor) -> "Audience":
        """The actor without what is only his own. What someone entered himself is no matter for streams."""
        return cls(replace(actor, label="", user=None))

    @property
    def has_lists(self) -> bool:
        """The list of one who only enters reports holds his own, and those stay his."""
        return not self.actor.roles <= _PERSONAL

    @property
    def has_counters(self) -> bool:
        """Counters of one who enters reports are his own."""
        return self.actor.roles.isdisjoint(_PERSONAL)


class Stream:
    """What waits for one browser. A reader who is too slow is told to load again instead of being waited for."""

    def __init__(self, actor: Actor, session: str) -> None:
        self.actor, self.session = actor, session
        self.audience = Audience.of(actor)
        self._waiting: asyncio.Queue[bytes] = asyncio.Queue(_WAITING)
        self._is_behind = False

    def put(self, written: bytes) -> None:
        try:
            self._waiting.put_nowait(written)
        except asyncio.QueueFull:
            self._is_behind = True

    def end(self, word: bytes = BYE) -> None:
        """Say the last word, whatever still waits."""
        while not self._waiting.empty():
            self._waiting.get_nowait()
        self._waiting.put_nowait(word)

    async def messages(self) -> AsyncIterator[bytes]:
        """What to send, with a heartbeat in the silence; ends after the last word."""
        yield HELLO
        while True:
            try:
                written = await asyncio.wait_for(self._waiting.get(), HEARTBEAT_SECONDS)
            except TimeoutError:
                yield BEAT
                continue
            yield written
            if written in (BYE, AGAIN):
                return
            if self._is_behind and self._waiting.empty():
                self._is_behind = False
                yield RELOAD
