"""Running followers: one holder each, batches, and a way around events they cannot take."""

import logging
import threading
import time

from django.db import OperationalError, connection

from kentongan.history import actions, queries
from kentongan.history.follower import Follower
from kentongan.history.sql import sessions

FAILURES = 5
_EVERY_SECONDS = 0.05
_LONGEST_WAIT_SECONDS = 2.0

log = logging.getLogger(__name__)


class _Feeder:
    """Feeds one follower. A batch that fails is halved until the event at fault stands alone."""

    def __init__(self, follower: Follower) -> None:
        self.follower = follower
        self.failures = 0  # in a row, on the one event after the position
        self.position: int | None = None  # None: to be read
        self._suspect_end = 0  # somewhere up to here stands an event that fails

    def step(self) -> int | None:
        """Hand over what comes next: how many positions were passed, None where there is nothing new.

        A failing handler passes none and is called again; a failing database raises.
        """
        if self.position is None:
            self.position = actions.begin(self.follower.name)
        before = self.position
        asked = self.follower
        found = queries.window(before, self._size(before), exercise=asked.exercise, kinds=asked.kinds)
        if found.last == before:
            return None
        try:
            actions.hand_over(self.follower, before, found)
        except actions.Overtaken:
            self.position = None
            return 0
        except Exception as error:
            return self._failed(before, found.last, error)
        return self._passed(before, found.last)

    def _size(self, position: int) -> int:
        suspects = self._suspect_end - position
        return max(1, suspects // 2) if suspects > 0 else self.follower.batch

    def _passed(self, before: int, last: int) -> int:
        self.position, self.failures = last, 0
        return last - before

    def _failed(self, before: int, last: int, error: Exception) -> int:
        where, name = actions.place_of(error), self.follower.name
        if not connection.is_usable():
            raise OperationalError(where) from error
        log.error("follower %s failed at positions %d to %d: %s", name, before + 1, last, where)
        self._suspect_end = last
        if last - before > 1:
            return 0
        self.failures += 1
        if self.failures < FAILURES:
            return 0
        actions.put_aside(self.follower, last, error, self.failures)
        log.error("follower %s set aside position %d", name, last)
        return self._passed(before, last)


class _Horizon:
    """The last position, asked for once by all followers of this process."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._read_at = float("-inf")
        self._position = 0

    def position(self) -> int:
        with self._mutex:
            if time.monotonic() - self._read_at > _EVERY_SECONDS / 2:
                self._position = queries.position_now()
                self._read_at = time.monotonic()
            return self._position


_horizon = _Horizon()
_locks = sessions.Locks("kentongan followers")


def follow_once(follower: Follower) -> int:
    """Hand over everything that is recorded now, in this thread, without waiting; returns how many positions.

    For tests and for commands that run alone: events without a position get one first.
    """
    actions.sequence_now()
    feeder, passed = _Feeder(follower), 0
    while (step := feeder.step()) is not None:
        passed += step
    return passed


def run_follower(follower: Follower, stop: threading.Event) -> None:
    """Follow until `stop`, in a thread of its own. Any number may run; one works, and a death frees it at once."""
    feeder, wait = _Feeder(follower), _EVERY_SECONDS
    try:
        while not stop.is_set():
            try:
                if _turn(feeder):
                    continue
                wait = _EVERY_SECONDS * 2**feeder.failures
            except Exception as error:
                feeder.position = None
                wait = min(wait * 2, _LONGEST_WAIT_SECONDS)
                log.warning("follower %s: %s, again in %.1f s", follower.name, actions.place_of(error), wait)
            connection.close()
            stop.wait(wait)
    finally:
        connection.close()
        _locks.release(_lock_of(follower), feeder)


def _lock_of(follower: Follower) -> str:
    return f"follower:{follower.name}"


def _turn(feeder: _Feeder) -> bool:
    """One step, if this thread is the holder; False where it may rest."""
    if not _locks.hold(_lock_of(feeder.follower), feeder):
        feeder.position = None
        return False
    if feeder.position is not None and feeder.position >= _horizon.position():
        return False
    return feeder.step() is not None and not feeder.failures
