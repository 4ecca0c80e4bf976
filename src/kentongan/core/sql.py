"""Ids of the database's sequences, ahead of the rows that get them."""

import threading
from collections import deque

from django.db import connection


class IdBlock:
    """Ids of a table's own sequence, fetched many at a time, so that a row's id is known before its insert.

    Gaps are harmless: ids carry no meaning.
    """

    def __init__(self, sequence: str, size: int = 100) -> None:
        self._sequence, self._size = sequence, size
        self._ids: deque[int] = deque()
        self._lock = threading.Lock()

    def next(self) -> int:
        with self._lock:
            if not self._ids:
                self._ids.extend(self._fetch(self._size))
            return self._ids.popleft()

    def take(self, count: int) -> list[int]:
        """`count` ids in one go, for imports."""
        return self._fetch(count)

    def _fetch(self, count: int) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute("select nextval(%s::regclass) from generate_series(1, %s)", [self._sequence, count])
            return [row[0] for row in cursor.fetchall()]
