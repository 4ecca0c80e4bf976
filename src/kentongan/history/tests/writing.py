"""Writers of events, a handler that keeps rows, and waiting for what other threads do."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from django.db import connection

from kentongan.core import clock
from kentongan.core.actor import system
from kentongan.history import actions, chain, sql
from kentongan.history.chain import Head, Recorded
from kentongan.history.models import Cursor
from kentongan.history.sql import sessions

BY = system("tests")


def write(session: sessions.Connection, stream: str, head: Head = Head(), *, exercise: int | None = None) -> Head:  # noqa: B008 - frozen
    """One event on this connection, in its transaction."""
    now = clock.now()
    link = chain.sealed(
        stream, "tests.done", actor="public", body={}, head=head, occurred_at=now, recorded_at=now, exercise=exercise
    )
    session.execute(sql.APPEND.encode(), sql.event_parameters([link]))
    return link.head


def record(
    count: int = 1, *, stream: str = "case:1", kind: str = "tests.done", exercise: int | None = None, **body: object
) -> None:
    """Some events of one stream, in the present transaction, without a position yet."""
    head = stream_head(stream)
    for number in range(count):
        head = actions.append(stream, kind, by=BY, body={"n": number, **body}, head=head, exercise=exercise)


def append_many(count: int, *, stream: str) -> None:
    """Many events of a new stream in one statement, without a position yet."""
    links, head, now = [], Head(), clock.now()
    for number in range(count):
        link = chain.sealed(
            stream, "tests.done", actor="public", body={"n": number}, head=head, occurred_at=now, recorded_at=now
        )
        links.append(link)
        head = link.head
    actions.append_all(links)


def stream_head(stream: str) -> Head:
    with connection.cursor() as cursor:
        cursor.execute("select seq, hash from history_event where stream = %s order by seq desc limit 1", [stream])
        row = cursor.fetchone()
    return Head(row[0], bytes(row[1])) if row else Head()


def wait_for(condition: Callable[[], bool], *, seconds: float = 10.0) -> None:
    """Until the condition holds; fails the test where it does not come to hold."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to hold in time"
        time.sleep(0.01)


@contextmanager
def running(work: Callable[[threading.Event], None]) -> Iterator[threading.Event]:
    """The work in a thread of its own, stopped and awaited at the end."""
    stop = threading.Event()
    thread = threading.Thread(target=work, args=(stop,))
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join(10)
    assert not thread.is_alive()


class Notes:
    """A handler that keeps a row for each event, in the database, so that a rollback takes it back."""

    def __init__(self, *, fails_at: Sequence[int] = (), breaks_database: bool = False) -> None:
        self.fails_at = set(fails_at)
        self.breaks_database = breaks_database
        self.batches: list[int] = []

    def __call__(self, events: Sequence[Recorded]) -> None:
        self.batches.append(len(events))
        for event in events:
            self.keep(event)

    def keep(self, event: Recorded) -> None:
        with connection.cursor() as cursor:
            cursor.execute("insert into history_cursor (name, position) values (%s, 0)", [f"note:{event.position}"])
            if event.position in self.fails_at:
                if self.breaks_database:
                    cursor.execute("insert into history_cursor (name, position) values (null, 0)")
                msg = "surat kepada Ibu Sri"
                raise ValueError(msg)

    @property
    def kept(self) -> list[int]:
        names = Cursor.objects.filter(name__startswith="note:").values_list("name", flat=True)
        return sorted(int(name.removeprefix("note:")) for name in names)
