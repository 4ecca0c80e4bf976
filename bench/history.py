"""The history: how many events a second beside the sequencer, how late they get their place, how fast it is proved.

`run()` works on the database of DATABASE_URL (a migrated one that is thrown away: events stay), after `django.setup()`.
"""

import os
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import transaction

from config import postgres
from kentongan.core import clock
from kentongan.history import actions, chain, queries, sql, tasks
from kentongan.history.chain import Head, Link
from kentongan.history.sql import sessions
from kentongan.history.tasks import Follower

CLIENTS = 16
BATCH = 500
Row = dict[str, Any]

# As intake writes it: one statement, event and pending; a hash of the same length. (pgbench takes `:word` for its own.)
_WRITE = """with event as (
  insert into history_event
    (stream, seq, kind, actor, occurred_at, recorded_at, exercise, body, prev_hash, hash)
  values ('bench: ' || gen_random_uuid(), 1, 'bench.written', 'public', now(), now(), null,
    '{"facts": {"agencies": [1], "is_anonymous": false, "is_confidential": false, "state": "received"}}',
    '', sha256(gen_random_uuid()::text::bytea))
  returning id)
insert into history_pending (event_id) select id from event;
"""


def run(events: int = 100_000, seconds: int = 15) -> list[Row]:
    """All measurements, one row each: name, value, unit."""
    return [*_proved(events), *_followed(), *_ordered(seconds)]


def _row(name: str, value: float, unit: str) -> Row:
    return {"name": name, "value": round(value, 1), "unit": unit}


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def fill(events: int, *, per_stream: int = 4) -> None:
    """Real events in many streams, hashed and chained, and their places in the order."""
    mark, links = time.monotonic_ns(), list[Link]()
    for number in range(events // per_stream):
        head = Head()
        for step in range(per_stream):
            now = clock.now()
            body = {"n": step, "facts": {"agencies": [1], "is_confidential": False, "state": "received"}}
            link = chain.sealed(
                f"bench:{mark}:{number}",
                "bench.written",
                actor="system:bench",
                body=body,
                head=head,
                occurred_at=now,
                recorded_at=now,
            )
            links.append(link)
            head = link.head
        if len(links) >= BATCH:
            _write(links)
            links = []
    if links:
        _write(links)
    actions.sequence_now()


def _write(links: list[Link]) -> None:
    with transaction.atomic():
        actions.append_all(links)


def _proved(events: int) -> list[Row]:
    filled = _timed(lambda: fill(events))
    count = queries.position_now()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "history.jsonl"
        with path.open("w") as file:
            exported = _timed(lambda: queries.export_to(file))
        checked = _timed(lambda: queries.verify_file(path))
    verified = _timed(lambda: queries.verify(texts={}))
    return [
        _row("events written in batches of 500", events / filled, "/s"),
        _row("events verified in the database", count / verified, "/s"),
        _row("events exported", count / exported, "/s"),
        _row("events verified in a file alone", count / checked, "/s"),
    ]


def _followed() -> list[Row]:
    handed = 0

    def count(events: Any) -> None:
        nonlocal handed
        handed += len(events)

    took = _timed(lambda: tasks.follow_once(Follower(f"bench {time.monotonic_ns()}", count)))
    return [_row("events handed to a follower", handed / took, "/s")]


def _ordered(seconds: int) -> list[Row]:
    """Writers at full speed with the sequencer beside them and one write held open; then its lag at a steady pace."""
    stop = threading.Event()
    sequencer = threading.Thread(target=tasks.run_sequencer, args=(stop,))
    sequencer.start()
    try:
        with sessions.connect("bench held open") as held:
            held.execute("set idle_in_transaction_session_timeout = 0")
            held.execute("begin")
            held.execute("insert into history_cursor (name, position) values ('bench held open', 0)")
            rate = _pgbench(seconds)
            lags = _lags(seconds)
            held.execute("rollback")
    finally:
        stop.set()
        sequencer.join()
    cuts = statistics.quantiles(lags, n=100)
    return [
        _row(f"events written by {CLIENTS} clients, each durable, with the sequencer beside", rate, "/s"),
        _row("from commit to a place in the order, p50", cuts[49] * 1000, "ms"),
        _row("from commit to a place in the order, p99", cuts[98] * 1000, "ms"),
    ]


def _pgbench(seconds: int) -> float:
    """Events a second, counted until the last of them has its place."""
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(_WRITE)
        script.flush()
        command = [postgres.programs().path("pgbench"), "-n", "-M", "prepared", "-f", script.name]
        command += ["-c", str(CLIENTS), "-j", "2", "-T", str(seconds), os.environ["DATABASE_URL"]]
        before, began = queries.position_now(), time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        while queries.lag_seconds() > 0:
            time.sleep(0.01)
        return (queries.position_now() - before) / (time.perf_counter() - began)


def _lags(seconds: int) -> list[float]:
    """How long single events wait for their place."""
    found: list[float] = []
    until = time.monotonic() + seconds
    with sessions.connect("bench lag") as session:
        while time.monotonic() < until:
            now = clock.now()
            link = chain.sealed(
                f"bench:lag:{time.monotonic_ns()}",
                "bench.written",
                actor="system:bench",
                body={},
                head=Head(),
                occurred_at=now,
                recorded_at=now,
            )
            (event,) = session.execute(sql.APPEND.encode(), sql.event_parameters([link])).fetchone() or (0,)
            committed = time.perf_counter()
            while session.execute("select from history_log where event_id = %s", [event]).fetchone() is None:
                time.sleep(0.002)
            found.append(time.perf_counter() - committed)
    return found
