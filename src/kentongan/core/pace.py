"""How often somebody asked in this minute, counted in memory by each process alone. Pure: the moment is told."""

import threading
from datetime import datetime

_all: list["Pace"] = []


class Pace:
    """At most `limit` a minute for each key. What was counted goes with its minute, so it never grows without end."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._lock = threading.Lock()
        self._minute: datetime | None = None
        self._counts: dict[str, int] = {}
        _all.append(self)

    def wait(self, key: str, now: datetime) -> int:
        """Count one; 0 where it is within the limit, else the seconds until the next minute (1 to 60)."""
        minute = now.replace(second=0, microsecond=0)
        with self._lock:
            if minute != self._minute:
                self._minute, self._counts = minute, {}
            count = self._counts[key] = self._counts.get(key, 0) + 1
        return 0 if count <= self.limit else max(1, 60 - now.second)

    def forget(self) -> None:
        with self._lock:
            self._counts = {}


def forget_all() -> None:
    """Begin to count anew; for tests."""
    for pace in _all:
        pace.forget()
