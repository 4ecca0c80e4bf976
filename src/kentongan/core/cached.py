"""Reference data held in memory: loaded once, looked at in microseconds, replaced when another process changed it.

An action that changes such data gives its set a new edition in the same transaction (`core.actions.new_edition`).
Other processes compare the editions, one small query for all sets, at most every `RECHECK_SECONDS`.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Generic, TypeVar
from uuid import UUID

from kentongan.core.models import Edition

RECHECK_SECONDS = 2.0

T = TypeVar("T")


_apart = threading.local()


class _Editions:
    """The current edition of every set, as last read."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tokens: dict[str, UUID] = {}
        self._read_at = float("-inf")

    def token(self, name: str) -> UUID | None:
        if time.monotonic() - self._read_at > RECHECK_SECONDS:
            with self._lock:
                if time.monotonic() - self._read_at > RECHECK_SECONDS:
                    self._tokens = dict(Edition.objects.values_list("name", "token"))
                    self._read_at = time.monotonic()
        return self._tokens.get(name)

    def forget(self) -> None:
        self._read_at = float("-inf")


_editions = _Editions()
_all: list["Cached[Any]"] = []


class Cached(Generic[T]):
    """One value made by `load`, kept for as long as the edition of the set `name` stays the same."""

    def __init__(self, name: str, load: Callable[[], T]) -> None:
        self._name, self._load = name, load
        self._held: tuple[UUID | None, T] | None = None
        _all.append(self)

    def __call__(self) -> T:
        own: dict[int, Any] | None = getattr(_apart, "held", None)
        if own is not None:
            if id(self) not in own:
                own[id(self)] = self._load()
            return own[id(self)]  # type: ignore[no-any-return]
        token = _editions.token(self._name)
        held = self._held
        if held is None or held[0] != token:
            held = (token, self._load())
            self._held = held
        return held[1]

    def forget(self) -> None:
        """Load anew on the next use, in this process."""
        getattr(_apart, "held", {}).pop(id(self), None)
        self._held = None
        _editions.forget()


def recheck() -> None:
    """Compare the editions at the next use, in this process."""
    own = getattr(_apart, "held", None)
    if own is not None:
        own.clear()
    else:
        _editions.forget()


@contextmanager
def apart() -> Iterator[None]:
    """In this thread, read anew and keep for itself: what it sees of its own open transaction is nobody else's yet.

    For long transactions that change much, and for those that are taken back.
    """
    _apart.held = {}
    try:
        yield
    finally:
        del _apart.held
        _editions.forget()


def forget_all() -> None:
    """Forget every cached value of this process, e.g. after a restore or between tests."""
    for cached in _all:
        cached.forget()
