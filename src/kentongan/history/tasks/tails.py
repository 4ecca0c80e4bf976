"""What is recorded from now on, for any number of readers: one thread asks the database, they share the answer."""

import asyncio
import contextlib
import logging
import threading
import time
from collections.abc import AsyncIterator, Callable
from typing import Self, TypeVar

from django.db import connection

from kentongan.history import queries
from kentongan.history.chain import Recorded

_EVERY_SECONDS = 0.05
_LONGEST_WAIT_SECONDS = 2.0
_PAGE = 500

log = logging.getLogger(__name__)
T = TypeVar("T")


def _asked(question: Callable[[], T]) -> T:
    """The answer of the database, in a thread that keeps no connection."""
    try:
        return question()
    finally:
        if not connection.in_atomic_block:
            connection.close()


class Tail:
    """The last events in memory, renewed by a thread of its own while somebody reads.

    Between two questions it holds no connection. A reader that starts further back, or falls behind what is kept,
    is served from the database until it has caught up: nobody misses anything, nobody holds up the others.
    """

    def __init__(self, *, kept: int = 5000) -> None:
        self._kept = kept
        self._changed = threading.Condition()
        self._events: list[Recorded] = []  # without gaps; the first one stands at position _first
        self._first = 0
        self._last: int | None = None  # None: nobody reads, or the database has not been asked yet
        self._wakers: dict[asyncio.Event, asyncio.AbstractEventLoop] = {}
        self._readers = 0
        self._thread: threading.Thread | None = None

    def reader(self, after: int | None = None, *, exercise: bool = False) -> "Reader":
        """A reader of what follows position `after` (None: from now). Enter it with `with` or `async with`."""
        return Reader(self, after, exercise=exercise)

    def since(self, position: int) -> list[Recorded] | None:
        """What is kept of the events after a position; None where the database must be asked."""
        with self._changed:
            if self._last is None or position + 1 < self._first:
                return None
            return self._events[position + 1 - self._first :] if position < self._last else []

    def wait(self, position: int, seconds: float) -> None:
        """Until there may be something after a position, or the time is over."""
        with self._changed:
            self._changed.wait_for(lambda: self._last is not None and self._last > position, seconds)

    def enter(self, waker: asyncio.Event | None = None) -> None:
        """One reader more; the first starts the thread."""
        with self._changed:
            self._readers += 1
            if waker is not None:
                self._wakers[waker] = asyncio.get_running_loop()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="history tail", daemon=True)
                self._thread.start()

    def leave(self, waker: asyncio.Event | None = None) -> None:
        """One reader less; after the last the thread ends."""
        with self._changed:
            self._readers -= 1
            if waker is not None:
                self._wakers.pop(waker, None)
            self._changed.notify_all()

    def _run(self) -> None:
        wait = _EVERY_SECONDS
        while self._goes_on():
            try:
                found = _asked(self._look)
                wait = _EVERY_SECONDS
            except Exception as error:
                found = 0
                wait = min(wait * 2, _LONGEST_WAIT_SECONDS)
                log.warning("tail: the database failed (%s), again in %.1f s", type(error).__name__, wait)
            if found < _PAGE:
                time.sleep(wait)

    def _goes_on(self) -> bool:
        """Whether somebody reads; if not, what is kept is given up and the thread may end."""
        with self._changed:
            if self._readers:
                return True
            self._events, self._last, self._thread = [], None, None
            return False

    def _look(self) -> int:
        if self._last is None:
            now = queries.position_now()
            self._publish([], first=now + 1, last=now)
        last = self._last or 0
        events = queries.window(last, _PAGE, exercise=True).events
        if events:
            self._publish(events, first=self._first, last=events[-1].position)
        return len(events)

    def _publish(self, events: list[Recorded], *, first: int, last: int) -> None:
        with self._changed:
            self._events += events
            self._first, self._last = first, last
            surplus = len(self._events) - self._kept
            if surplus > self._kept // 4:
                del self._events[:surplus]
                self._first += surplus
            self._changed.notify_all()
            for loop in set(self._wakers.values()):
                wakers = [waker for waker, its_loop in self._wakers.items() if its_loop is loop]
                with contextlib.suppress(RuntimeError):  # a loop that has closed has no readers any more
                    loop.call_soon_threadsafe(_wake, wakers)


def _wake(wakers: list[asyncio.Event]) -> None:
    for waker in wakers:
        waker.set()


class Reader:
    """One reader of a tail: keeps its own place, in `position`."""

    def __init__(self, tail: Tail, after: int | None, *, exercise: bool) -> None:
        self.position = -1 if after is None else after
        self._tail = tail
        self._exercise = exercise
        self._waker: asyncio.Event | None = None

    def __enter__(self) -> Self:
        self._tail.enter()
        if self.position < 0:
            self.position = _asked(queries.position_now)
        return self

    def __exit__(self, *_: object) -> None:
        self._tail.leave()

    def next(self, seconds: float) -> list[Recorded]:
        """The events that come next, waited for that long; empty where none came. For threads."""
        until = time.monotonic() + seconds
        while True:
            events = self._tail.since(self.position)
            if events is None:
                events = _asked(self._page)
            if wanted := self._taken(events):
                return wanted
            left = until - time.monotonic()
            if left <= 0:
                return []
            if not events:
                self._tail.wait(self.position, left)

    async def __aenter__(self) -> Self:
        self._waker = asyncio.Event()
        self._tail.enter(self._waker)
        if self.position < 0:
            self.position = await asyncio.to_thread(_asked, queries.position_now)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._tail.leave(self._waker)

    async def anext(self, seconds: float) -> list[Recorded]:
        """The events that come next, waited for that long; empty where none came. For event loops."""
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        while True:
            if self._waker is not None:
                self._waker.clear()
            events = self._tail.since(self.position)
            if events is None:
                events = await asyncio.to_thread(_asked, self._page)
            if wanted := self._taken(events):
                return wanted
            left = until - loop.time()
            if left <= 0:
                return []
            if not events:
                await self._sleep(left)

    async def _sleep(self, seconds: float) -> None:
        if self._waker is None:
            msg = "enter the reader with `async with`"
            raise RuntimeError(msg)
        try:
            await asyncio.wait_for(self._waker.wait(), seconds)
        except TimeoutError:
            return

    def _page(self) -> list[Recorded]:
        return queries.window(self.position, _PAGE, exercise=True).events

    def _taken(self, events: list[Recorded]) -> list[Recorded]:
        if events:
            self.position = events[-1].position
        return [event for event in events if self._exercise or event.exercise is None]


_TAIL = Tail()


def reader(after: int | None = None, *, exercise: bool = False) -> Reader:
    """A reader of this process's tail; see `Tail.reader`. Take `position` along to go on after a break."""
    return _TAIL.reader(after, exercise=exercise)


async def tail(after: int | None = None, *, exercise: bool = False) -> AsyncIterator[list[Recorded]]:
    """Everything recorded after a position (None: from now), in lists that are never empty, without end."""
    async with reader(after, exercise=exercise) as mine:
        while True:
            if events := await mine.anext(3600):
                yield events
