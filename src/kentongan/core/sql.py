"""Connections for single statements, and ids of the database's sequences ahead of the rows that get them."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import psycopg
from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper


@contextmanager
def at_hand() -> Iterator[psycopg.Connection[Any]]:
    """A connection for one statement that is a whole transaction, or part of the one this thread has open.

    A thread that has none yet gets one straight from the pool: setting up and taking down Django's own would cost as
    much as the rest of a small request.
    """
    pool = None if connection.connection is not None else cast("DatabaseWrapper", connection).pool
    if pool is None:
        connection.ensure_connection()
        yield connection.connection
        return
    pool.open()  # does nothing where it is open
    held = pool.getconn()
    try:
        if not held.autocommit:
            held.autocommit = True
        yield held
    finally:
        pool.putconn(held)


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
