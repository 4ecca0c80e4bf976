"""Giving events their place in the one order. One at a time: whoever holds the sequencer's lock."""

from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from kentongan.history import sql
from kentongan.history.sql import sessions

SEQUENCER = "sequencer"
BATCH = 2000


@dataclass(slots=True)
class Look:
    """What the sequencer need not look at again: transactions below `began` that were not `open`. At first: nothing."""

    began: str = "0"
    open: list[str] = field(default_factory=list)

    def parameters(self) -> dict[str, Any]:
        return {"began": self.began, "open": "{" + ",".join(self.open) + "}", "limit": BATCH}

    def learn(self, row: tuple[Any, ...] | None) -> int:
        """Take over the snapshot of a statement that saw everything; returns how many events it placed."""
        placed, began, still_open = row or (0, self.began, self.open)
        if placed < BATCH:
            self.began, self.open = began, still_open
        return int(placed)


def sequence(session: sessions.Connection, look: Look) -> int:
    """Give positions to committed events, on the connection that holds the lock; returns how many."""
    return look.learn(session.execute(sql.SEQUENCE.encode(), look.parameters()).fetchone())


def sequence_now() -> int:
    """Give positions to all events that wait, where no sequencer is at work (tests, commands run alone)."""
    moved, last = 0, BATCH
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s, %s)", sessions.lock_key(SEQUENCER))
        (is_mine,) = cursor.fetchone()
        # A statement of its own: what it sees must be later than the lock.
        while is_mine and last == BATCH:
            cursor.execute(sql.SEQUENCE, Look().parameters())
            last = Look().learn(cursor.fetchone())
            moved += last
    return moved
