"""How much of its allowance each client has used this minute, counted in memory. Pure: no database, no clock.

A request costs one lock and one addition. What was counted is settled with the other processes about once a second
(`partners.actions.settle`), so a client on several processes may pass its limit by at most one second of requests.
"""

import threading
from collections.abc import Iterable, Mapping
from datetime import datetime

Slot = tuple[int, datetime]  # client, the minute's beginning


class Meter:
    """Counts by client and minute: those of this process since the last settling, and the sum known before."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._unsettled: dict[Slot, int] = {}
        self._settled: dict[Slot, int] = {}

    def take(self, client: int, now: datetime, limit: int) -> int:
        """Count one request; 0 where it is within the limit of its minute, else the seconds to wait (1 to 60)."""
        minute = now.replace(second=0, microsecond=0)
        slot = (client, minute)
        with self._lock:
            own = self._unsettled.get(slot, 0)
            if own + self._settled.get(slot, 0) >= limit:
                return max(1, 60 - now.second)
            self._unsettled[slot] = own + 1
        return 0

    def drain(self) -> dict[Slot, int]:
        """What is to be settled now. It counts as settled at once, so that nothing is let through meanwhile."""
        with self._lock:
            drained, self._unsettled = self._unsettled, {}
            newest = max((minute for _, minute in (*drained, *self._settled)), default=None)
            self._settled = {slot: count for slot, count in self._settled.items() if slot[1] == newest}
            for slot, count in drained.items():
                self._settled[slot] = self._settled.get(slot, 0) + count
        return drained

    def learn(self, totals: Iterable[tuple[int, datetime, int]]) -> None:
        """The sums of all processes, as just read."""
        with self._lock:
            for client, minute, count in totals:
                self._settled[client, minute] = max(count, self._settled.get((client, minute), 0))

    def put_back(self, drained: Mapping[Slot, int]) -> None:
        """What could not be settled, to try again with the next."""
        with self._lock:
            for slot, count in drained.items():
                self._unsettled[slot] = self._unsettled.get(slot, 0) + count
                self._settled[slot] = max(0, self._settled.get(slot, 0) - count)
