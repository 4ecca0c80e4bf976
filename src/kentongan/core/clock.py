"""The only reader of time. Its offset is a row every process reads, so that tests and exercises can move the day."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from kentongan.core.models import ClockOffset

_REREAD_SECONDS = 1.0


class _Offset:
    """The offset as last read, reread at most once a second; a failing database keeps the last one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._value = timedelta(0)
        self._read_at = float("-inf")

    def get(self) -> timedelta:
        if not settings.KENTONGAN_CLOCK_MOVABLE:
            return timedelta(0)
        if time.monotonic() - self._read_at > _REREAD_SECONDS:
            with self._lock:
                self._read_at = time.monotonic()
                row = ClockOffset.objects.values_list("offset", flat=True).first()
                self._value = row if row is not None else timedelta(0)
        return self._value

    def forget(self) -> None:
        self._read_at = float("-inf")


_offset = _Offset()


_standing: ContextVar[datetime | None] = ContextVar("standing", default=None)


def now() -> datetime:
    """The present moment, UTC, with the offset applied."""
    return _standing.get() or datetime.now(UTC) + _offset.get()


def machine() -> datetime:
    """The machine's own time, which nothing moves: to compare with what others stamp by it (files, sessions)."""
    return datetime.now(UTC)


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let the clock of this task stand at a moment: for telling invented pasts, and for tests."""
    token = _standing.set(moment)
    try:
        yield
    finally:
        _standing.reset(token)


def zone() -> ZoneInfo:
    """The city's time zone (WIB, WITA or WIT)."""
    return ZoneInfo(settings.KENTONGAN_TIME_ZONE)


def local(moment: datetime) -> datetime:
    """The moment on the city's clock."""
    return moment.astimezone(zone())


def today() -> date:
    """The city's date now: days are cut at local midnight."""
    return local(now()).date()


def move(offset: timedelta) -> None:
    """Set how far the clock stands from the real one. Refused where the clock is not movable."""
    if not settings.KENTONGAN_CLOCK_MOVABLE:
        msg = "the clock of this installation cannot be moved"
        raise RuntimeError(msg)
    ClockOffset.objects.update_or_create(pk=1, defaults={"offset": offset})
    _offset.forget()
