"""Adding to the history, inside the transaction of the act."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from django.db import connection

from kentongan.core import clock
from kentongan.core.actor import Actor
from kentongan.core.errors import Conflict, Moved
from kentongan.history import chain, queries, sql
from kentongan.history.chain import Head, Link


class Aggregate(Protocol):
    """A row on which the head of its own stream lies."""

    head_seq: Any
    head_hash: Any

    def save(self, *, update_fields: list[str]) -> None: ...


def append(
    stream: str,
    kind: str,
    *,
    by: Actor,
    body: Mapping[str, Any],
    head: Head,
    occurred_at: datetime | None = None,
    exercise: int | None = None,
) -> Head:
    """Record that something was done, after `head`; returns the new head, which the caller stores on its row.

    The caller holds the lock of the aggregate whose head it read. Where another act was quicker, Conflict.
    The body names things by id and holds no personal data. Events of an actor in an exercise are its own.
    """
    now = clock.now()
    link = chain.sealed(
        stream,
        kind,
        actor=by.label,
        body=body,
        head=head,
        occurred_at=occurred_at or now,
        recorded_at=now,
        exercise=by.exercise if exercise is None else exercise,
    )
    append_all([link])
    return link.head


def append_to(row: Aggregate, stream: str, kind: str, *, by: Actor, body: Mapping[str, Any]) -> None:
    """Record it after the head that lies on a row the caller holds, and keep the new head there; nothing else of it."""
    head = append(stream, kind, by=by, body=body, head=Head(row.head_seq, bytes(row.head_hash)))
    row.head_seq, row.head_hash = head.seq, head.hash
    row.save(update_fields=["head_seq", "head_hash"])


def append_all(links: Sequence[Link]) -> None:
    """Insert events made by `chain.sealed`, in their order, in one statement. Conflict where a seq is taken."""
    if not connection.in_atomic_block:
        msg = "an event is written in the transaction of its act"
        raise RuntimeError(msg)
    with connection.cursor() as cursor:
        cursor.execute(sql.APPEND, sql.event_parameters(links))
        written = len(cursor.fetchall())
    if written != len(links):
        first = links[0]
        raise Conflict({"history": Moved(shown=first.seq - 1, current=queries.head_of(first.stream).seq)})
