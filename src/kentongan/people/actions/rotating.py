"""A new key, and everything encrypted with it. Can be interrupted at any moment and taken up again."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db import connection, transaction

from kentongan.core import crypto
from kentongan.core.errors import Refused
from kentongan.people.queries import encrypted_tables
from kentongan.people.sql import EncryptedTable

BATCH = 500
_LOCK = 7_203_884_190_442_715_006  # one rotation at a time; a number of our own
_PASSES = 10

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Rotated:
    """How many rows were encrypted anew, and with which key. `was_resumed`: an earlier rotation was finished."""

    rows: int
    key: int
    was_resumed: bool


def rotate_keys(progress: Progress = lambda _done, _all: None) -> Rotated:
    """Make a new key and encrypt every column with it, in batches; or finish a rotation that was interrupted.

    `progress` is told rows done and rows to do. Everything may be in use meanwhile. Old keys stay in the ring, for
    backups and for what a running transaction still writes with them; indexes have a key of their own and stay.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            raise Refused("Another rotation of the keys is running.")
        try:
            return _rotate(progress)
        finally:
            cursor.execute("select pg_advisory_unlock(%s)", [_LOCK])


def _rotate(progress: Progress) -> Rotated:
    ring = crypto.ring_in_use()
    was_resumed = ring.is_rotating
    if not was_resumed:
        ring = ring.with_new_key()
        crypto.write_ring(ring)
    done, tables = 0, encrypted_tables()
    for _ in range(_PASSES):
        time.sleep(2 * crypto.RECHECK_SECONDS)  # until then others may still write with the old key
        waiting = sum(_waiting(table, ring.current) for table in tables)
        if not waiting:
            crypto.write_ring(ring.settled())
            return Rotated(done, ring.current, was_resumed)
        before = done
        for count in chain.from_iterable(_renewed(table, ring.current) for table in tables):
            done += count
            progress(done - before, waiting)
    raise Refused("Some rows are held by long transactions or written with an old key. Rotate again to finish.")


def _waiting(table: EncryptedTable, key: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(table.count_old(), {"head": crypto.head(key)})
        return int(cursor.fetchone()[0])


def _renewed(table: EncryptedTable, key: int) -> Iterator[int]:
    """Encrypt one table anew; gives how many rows each batch had. Rows in use wait for the next pass."""
    last = -1
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(table.lock_old(), {"head": crypto.head(key), "last": last, "limit": BATCH})
            rows = [(row[0], [_anew(value, key) for value in row[1:]]) for row in cursor.fetchall()]
            if not rows:
                return
            values: dict[str, Any] = {"keys": [pk for pk, _ in rows]}
            values |= {f"c{n}": [cells[n] for _, cells in rows] for n in range(len(table.columns))}
            cursor.execute(table.renew(), values)
        last = rows[-1][0]
        yield len(rows)


def _anew(value: bytes | memoryview | None, key: int) -> bytes | None:
    if value is None:
        return None
    data = bytes(value)
    return data if crypto.key_id(data) == key else crypto.encrypt_bytes(crypto.decrypt_bytes(data))
