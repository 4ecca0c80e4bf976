"""Giving events their place in the one order. One at a time: whoever holds the sequencer's lock."""

from django.db import connection, transaction

from kentongan.history import sql
from kentongan.history.sql import sessions

SEQUENCER = "sequencer"
BATCH = 2000


def sequence(session: sessions.Connection, limit: int = BATCH) -> int:
    """Give positions to committed events, on the connection that holds the lock; returns how many."""
    return session.execute(sql.SEQUENCE, [limit]).rowcount


def sequence_now() -> int:
    """Give positions to all events that wait, where no sequencer is at work (tests, commands run alone)."""
    moved = 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s, %s)", sessions.lock_key(SEQUENCER))
        (is_mine,) = cursor.fetchone()
        # A statement of its own: what it sees must be later than the lock.
        while is_mine:
            cursor.execute(sql.SEQUENCE, [BATCH])
            moved += cursor.rowcount
            is_mine = cursor.rowcount == BATCH
    return moved
