"""All streams of this process: one reader of the history, one judgement and one rendering for all who see the same."""

import asyncio
import logging
from collections.abc import Collection
from dataclasses import replace
from weakref import WeakKeyDictionary

from kentongan.core.actor import Actor
from kentongan.history.chain import Recorded
from kentongan.history.tasks import Reader, reader
from kentongan.live import rendering, sessions
from kentongan.live.stream import AGAIN, BYE, RELOAD, Audience, Stream

RECHECK_SECONDS = 30.0
COUNTERS_SECONDS = 2.0
_READ_SECONDS = 5.0

log = logging.getLogger(__name__)


class Hub:
    """The streams of one event loop. Its tasks run while somebody listens."""

    def __init__(self) -> None:
        self._streams: dict[Audience, set[Stream]] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._is_stirred = asyncio.Event()
        self._is_reading = asyncio.Event()
        self._counted: dict[Audience, bytes] = {}

    async def enter(self, stream: Stream, after: int | None = None) -> None:
        """From now on the stream is served; returns when nothing that follows can be missed.

        `after`: the position the reader has seen; what came since is told first.
        """
        self._streams.setdefault(stream.audience, set()).add(stream)
        if not self._tasks:
            self._tasks = [asyncio.create_task(work()) for work in (self._follow, self._count, self._recheck)]
        await self._is_reading.wait()
        if after is not None:
            await self._catch_up(stream, after)

    async def _catch_up(self, stream: Stream, after: int) -> None:
        written = await asyncio.to_thread(rendering.missed, stream.audience, after)
        for text in [RELOAD] if written is None else written:
            stream.put(text)

    def leave(self, stream: Stream) -> None:
        """The last one out ends the tasks."""
        mine = self._streams.get(stream.audience, set())
        mine.discard(stream)
        if not mine:
            self._streams.pop(stream.audience, None)
            self._counted.pop(stream.audience, None)
        if not self._streams:
            for task in self._tasks:
                task.cancel()
            self._tasks = []
            self._is_reading.clear()

    def size(self) -> int:
        return sum(len(streams) for streams in self._streams.values())

    async def _follow(self) -> None:
        while True:
            try:
                async with reader() as tail:
                    self._is_reading.set()
                    await self._read(tail)
            except Exception as error:
                log.warning("live: the history cannot be read (%s), again in a moment", type(error).__name__)
                await asyncio.sleep(1)

    async def _read(self, tail: Reader) -> None:
        while True:
            for event in await tail.anext(_READ_SECONDS):
                if rendering.is_of_case(event):
                    await self._tell(event)

    async def _tell(self, event: Recorded) -> None:
        try:
            written = await asyncio.to_thread(rendering.written_for, event, list(self._streams))
        except Exception as error:
            log.warning("live: event at %d not told (%s)", event.position, type(error).__name__)
            return
        for audience, text in written.items():
            self._put(audience, text)
        self._is_stirred.set()

    def _put(self, audience: Audience, written: bytes) -> None:
        for stream in self._streams.get(audience, ()):
            stream.put(written)

    async def _count(self) -> None:
        """Counters follow what happened, at most once in a while, asked once for all who have the same."""
        while True:
            await self._is_stirred.wait()
            self._is_stirred.clear()
            await self._tell_counters(list(self._streams))
            await asyncio.sleep(COUNTERS_SECONDS)

    async def _tell_counters(self, audiences: Collection[Audience]) -> None:
        try:
            counted = await asyncio.to_thread(rendering.counted_for, audiences)
        except Exception as error:
            log.warning("live: counters not told (%s)", type(error).__name__)
            return
        for audience, text in counted.items():
            if self._counted.get(audience) != text:
                self._counted[audience] = text
                self._put(audience, text)

    async def _recheck(self) -> None:
        while True:
            await asyncio.sleep(RECHECK_SECONDS)
            await self.recheck()

    async def recheck(self) -> None:
        """End the streams of those who signed out, left, or have another role now."""
        streams = [stream for mine in self._streams.values() for stream in mine]
        try:
            known = await asyncio.to_thread(sessions.actors_of, {stream.session for stream in streams})
        except Exception as error:
            log.warning("live: sessions not checked (%s)", type(error).__name__)
            return
        for stream in streams:
            now = known.get(stream.session)
            if now != stream.actor:
                stream.end(AGAIN if now is not None and _reads_as(now) == _reads_as(stream.actor) else BYE)


def _reads_as(actor: Actor) -> Actor:
    """The actor whatever language he reads."""
    return replace(actor, language="")


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def hub() -> Hub:
    """The hub of the running loop."""
    return _hubs.setdefault(asyncio.get_running_loop(), Hub())
