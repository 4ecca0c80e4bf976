"""The one order: nothing skipped, nothing twice, nobody held up, whoever dies."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction

from kentongan.core.errors import Conflict
from kentongan.history import actions, queries, tasks
from kentongan.history.chain import Head
from kentongan.history.models import Event, Log, Pending
from kentongan.history.sql import sessions
from kentongan.history.tests.writing import BY, append_many, record, running, wait_for, write

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sessions_of_two() -> Iterator[tuple[sessions.Connection, sessions.Connection]]:
    with sessions.connect("tests one") as one, sessions.connect("tests two") as two:
        yield one, two


def order() -> list[str]:
    return [event.stream for event in queries.tail(0, 100_000)]


def test_an_event_that_commits_late_comes_after_and_is_not_skipped(
    sessions_of_two: tuple[sessions.Connection, sessions.Connection],
) -> None:
    early, late = sessions_of_two
    late.execute("begin")
    write(late, "case:late")  # takes the lower id
    write(early, "case:early")
    assert actions.sequence_now() == 1
    assert order() == ["case:early"]
    late.execute("commit")
    assert actions.sequence_now() == 1
    assert order() == ["case:early", "case:late"]
    assert [event.position for event in queries.tail(0)] == [1, 2]


def test_a_write_held_open_elsewhere_delays_nothing(
    sessions_of_two: tuple[sessions.Connection, sessions.Connection],
) -> None:
    writer, other = sessions_of_two
    other.execute("begin")
    write(other, "case:held")
    with running(tasks.run_sequencer):
        for number in range(20):
            write(writer, f"case:{number}")
        wait_for(lambda: queries.position_now() == 20, seconds=2)
        assert queries.lag_seconds() == 0
    other.execute("rollback")


def test_what_commits_after_many_looks_is_found_by_the_next_one(
    sessions_of_two: tuple[sessions.Connection, sessions.Connection],
) -> None:
    writer, late = sessions_of_two
    look = actions.Look()
    with sessions.connect("tests look") as session:
        late.execute("begin")
        late.execute("savepoint within")
        write(late, "case:late")
        late.execute("release savepoint within")
        for number in range(3):
            write(writer, f"case:{number}")
            assert actions.sequence(session, look) == 1
            assert str(open_transaction(late)) in look.open
        write(late, "case:later")
        late.execute("commit")
        assert actions.sequence(session, look) == 2
        assert actions.sequence(session, look) == 0
    assert order() == ["case:0", "case:1", "case:2", "case:late", "case:later"]


def test_more_than_a_batch_is_placed_in_several_looks_and_in_order(
    sessions_of_two: tuple[sessions.Connection, sessions.Connection],
) -> None:
    session, _ = sessions_of_two
    look = actions.Look()
    assert actions.sequence(session, look) == 0
    with transaction.atomic():
        append_many(5000, stream="case:1")
    assert [actions.sequence(session, look) for _ in range(4)] == [2000, 2000, 1000, 0]
    with connection.cursor() as cursor:
        cursor.execute(
            "select bool_and(position = event_id - (select min(event_id) from history_log) + 1) from history_log"
        )
        assert cursor.fetchone() == (True,)


def open_transaction(session: sessions.Connection) -> int:
    row = session.execute("select pg_current_xact_id()::text::bigint").fetchone()
    assert row is not None
    return int(row[0])


def test_what_is_rolled_back_leaves_no_gap(
    sessions_of_two: tuple[sessions.Connection, sessions.Connection],
) -> None:
    one, _ = sessions_of_two
    write(one, "case:1")
    one.execute("begin")
    write(one, "case:2")
    one.execute("rollback")
    write(one, "case:3")
    actions.sequence_now()
    assert [(e.position, e.stream) for e in queries.tail(0)] == [(1, "case:1"), (2, "case:3")]


def test_eight_hurried_writers_lose_nothing_and_every_stream_keeps_its_order() -> None:
    committed: list[int] = []

    def hurry(seed: int) -> None:
        dice, head, stream = random.Random(seed), Head(), f"case:{seed}"
        with sessions.connect(f"tests {seed}") as session:
            for _ in range(40):
                session.execute("begin")
                steps = [head]
                for _ in range(dice.randint(1, 3)):
                    steps.append(write(session, stream, steps[-1]))
                    time.sleep(dice.random() * 0.004)
                if dice.random() < 0.2:
                    session.execute("rollback")
                else:
                    session.execute("commit")
                    head = steps[-1]
        committed.append(head.seq)

    with running(tasks.run_sequencer), running(tasks.run_sequencer):
        threads = [threading.Thread(target=hurry, args=(n,)) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        wait_for(lambda: not Pending.objects.exists())
    events = queries.tail(0, 100_000)
    assert [event.position for event in events] == list(range(1, sum(committed) + 1))
    assert Event.objects.count() == len(events)
    for seed in range(8):
        seqs = [event.seq for event in events if event.stream == f"case:{seed}"]
        assert seqs == list(range(1, len(seqs) + 1))


def test_of_two_acts_on_one_head_one_is_recorded_and_the_other_told_so() -> None:
    barrier, outcomes = threading.Barrier(2), []

    def act() -> None:
        try:
            barrier.wait(5)
            with transaction.atomic():
                actions.append("case:1", "tests.done", by=BY, body={}, head=Head())
                time.sleep(0.05)
            outcomes.append("recorded")
        except Conflict as conflict:
            outcomes.append(f"conflict at {conflict.fields['history'].current}")
        finally:
            connection.close()

    threads = [threading.Thread(target=act) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert sorted(outcomes) == ["conflict at 1", "recorded"]
    assert len(queries.stream_of("case:1")) == Pending.objects.count() == 1


def test_the_lag_is_the_age_of_the_oldest_event_that_waits() -> None:
    assert queries.lag_seconds() == 0
    with transaction.atomic():
        record()
    time.sleep(0.05)
    assert 0.05 <= queries.lag_seconds() < 5
    actions.sequence_now()
    assert queries.lag_seconds() == 0


def test_a_command_run_alone_leaves_the_order_to_a_sequencer_at_work() -> None:
    with sessions.connect("tests") as session:
        assert sessions.try_lock(session, actions.SEQUENCER)
        with transaction.atomic():
            record()
        assert actions.sequence_now() == 0
    wait_for(lambda: actions.sequence_now() == 1)


def test_the_next_sequencer_takes_over_when_the_first_ones_connection_dies() -> None:
    with running(tasks.run_sequencer), running(tasks.run_sequencer):
        for number in range(3):
            with transaction.atomic():
                record(stream=f"case:{number}")
            wait_for(lambda: not Pending.objects.exists())
            with connection.cursor() as cursor:
                cursor.execute(
                    "select count(pg_terminate_backend(pid)) from pg_locks"
                    " where locktype = 'advisory' and granted and classid = %s"
                    " and database = (select oid from pg_database where datname = current_database())",
                    [sessions.lock_key(actions.SEQUENCER)[0]],
                )
                assert cursor.fetchone() == (1,)
    assert Log.objects.count() == 3


_SEQUENCER = """
import threading, django
django.setup()
from kentongan.history import tasks
print("ready", flush=True)
tasks.run_sequencer(threading.Event())
"""


def sequencer_process() -> "subprocess.Popen[str]":
    """A sequencer in a process of its own, on the database of this test."""
    name = connection.settings_dict["NAME"]
    given = psycopg.conninfo.conninfo_to_dict(os.environ["DATABASE_URL"])
    url = f"postgresql://{given['user']}@/{name}?host={given['host']}"
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"}
    environment["PYTHONPATH"] = str(Path(settings.BASE))
    process = subprocess.Popen([sys.executable, "-c", _SEQUENCER], env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.mark.server
def test_a_sequencer_killed_at_work_is_replaced_and_nothing_is_lost_or_doubled() -> None:
    process = sequencer_process()
    try:
        with sessions.connect("tests") as session, running(tasks.run_sequencer):
            for number in range(200):
                write(session, f"case:{number}")
                if number == 100:
                    wait_for(lambda: queries.position_now() > 0)
                    process.send_signal(signal.SIGKILL)
            wait_for(lambda: not Pending.objects.exists())
    finally:
        process.kill()
        process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert [event.position for event in queries.tail(0, 1000)] == list(range(1, 201))
    assert sorted(order()) == sorted(f"case:{number}" for number in range(200))
