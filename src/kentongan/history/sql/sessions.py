"""Connections of our own, beside the pool of requests: for the locks that a process holds while it lives."""

import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connections

Connection = psycopg.Connection[tuple[Any, ...]]

_HISTORY = 0x6B656E74  # the family of our advisory locks: "kent"
_PROBE_SECONDS = 1.0
_LIVENESS = {"connect_timeout": 5, "keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3}


def lock_key(name: str) -> tuple[int, int]:
    """The two numbers PostgreSQL knows a lock by."""
    return _HISTORY, int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big", signed=True)


def connect(application_name: str) -> Connection:
    """A new connection to our database, each statement its own transaction. The caller closes it."""
    parameters = connections["default"].get_connection_params()
    parameters.pop("cursor_factory", None)
    parameters |= {"prepare_threshold": 3, "application_name": application_name}
    return psycopg.connect(**{**_LIVENESS, **parameters}, autocommit=True)


def try_lock(connection: Connection, name: str) -> bool:
    """Take the lock for as long as the connection lives; False where another holds it."""
    row = connection.execute("select pg_try_advisory_lock(%s, %s)", lock_key(name)).fetchone()
    return row is not None and bool(row[0])


@contextmanager
def holding(name: str, stop: threading.Event, *, retry_seconds: float = 0.1) -> Iterator[Connection | None]:
    """A connection that holds the lock, waited for; None where `stop` came first. The server frees it at any death."""
    with connect(f"kentongan {name}") as connection:
        is_mine = try_lock(connection, name)
        while not is_mine and not stop.wait(retry_seconds):
            is_mine = try_lock(connection, name)
        yield connection if is_mine else None


class Locks:
    """The locks of this process, all on one connection. If that dies the locks are gone, and taken anew."""

    def __init__(self, application_name: str) -> None:
        self._application_name = application_name
        self._mutex = threading.Lock()
        self._connection: Connection | None = None
        self._probed_at = float("-inf")
        self._owners: dict[str, object] = {}

    def hold(self, name: str, owner: object) -> bool:
        """Whether `owner` has the lock: taken now where it is free. Known to within a second; raises psycopg.Error."""
        with self._mutex:
            connection = self._alive()
            if name not in self._owners and try_lock(connection, name):
                self._owners[name] = owner
            return self._owners.get(name) is owner

    def release(self, name: str, owner: object) -> None:
        """Give the lock back, if `owner` has it; with the last one the connection goes too."""
        with self._mutex:
            if self._owners.get(name) is not owner or self._connection is None:
                return
            del self._owners[name]
            try:
                self._connection.execute("select pg_advisory_unlock(%s, %s)", lock_key(name))
            except psycopg.Error:
                self._forget()
            if not self._owners:
                self._forget()

    def _alive(self) -> Connection:
        now = time.monotonic()
        if self._connection is not None and now - self._probed_at > _PROBE_SECONDS:
            try:
                self._connection.execute("select 1")
            except psycopg.Error:
                self._forget()
        if self._connection is None:
            self._connection = connect(self._application_name)
        self._probed_at = now
        return self._connection

    def _forget(self) -> None:
        self._owners.clear()
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def prefer_indexes(session: Connection) -> None:
    """Let this session read no table from end to end where an index serves."""
    session.execute("set enable_seqscan = off")
