"""The tail: every reader sees everything once, however late it came, and the database is asked once for all."""

import asyncio
from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from kentongan.history import queries, tasks
from kentongan.history.chain import Recorded
from kentongan.history.tasks import Reader, Tail
from kentongan.history.tests.writing import record, running, wait_for

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _sequencer() -> Iterator[None]:
    with running(tasks.run_sequencer):
        yield


@pytest.fixture
def tail() -> Iterator[Tail]:
    tail = Tail(kept=8)
    yield tail
    wait_for(lambda: tail._thread is None)  # nobody reads, nobody asks


def happen(count: int = 1, *, exercise: int | None = None) -> None:
    with transaction.atomic():
        record(count, exercise=exercise)
    wait_for(lambda: queries.lag_seconds() == 0)


def positions(events: list[Recorded]) -> list[int]:
    return [event.position for event in events]


def take(reader: Reader, count: int) -> list[int]:
    seen: list[int] = []
    while len(seen) < count:
        events = reader.next(5)
        assert events
        seen += positions(events)
    return seen


def test_a_reader_from_now_sees_what_comes_and_nothing_before(tail: Tail) -> None:
    happen(3)
    with tail.reader() as reader:
        assert reader.next(0.15) == []
        happen(2)
        assert take(reader, 2) == [4, 5]
        assert reader.position == 5


def test_a_reader_goes_on_where_it_stopped(tail: Tail) -> None:
    happen(3)
    with tail.reader(after=1) as reader:
        assert take(reader, 2) == [2, 3]
        place = reader.position
    happen(2)
    with tail.reader(after=place) as reader:
        assert take(reader, 2) == [4, 5]


def test_a_reader_that_falls_behind_what_is_kept_misses_nothing(tail: Tail) -> None:
    with tail.reader() as quick, tail.reader() as slow:
        for _ in range(10):
            happen(4)
            take(quick, 4)
        assert tail.since(0) is None
        assert take(slow, 40) == list(range(1, 41))


def test_events_of_exercises_are_left_out_unless_asked_for(tail: Tail) -> None:
    with tail.reader() as real, tail.reader(exercise=True) as every:
        happen(1)
        with transaction.atomic():
            record(1, stream="case:2", exercise=4)
        happen(1)
        assert take(every, 3) == [1, 2, 3]
        assert take(real, 2) == [1, 3]


class Watched(Tail):
    """A tail that notes each question to the database, and whether a connection was still held from the last one."""

    def __init__(self) -> None:
        super().__init__()
        self.held: list[bool] = []

    def _look(self) -> int:
        self.held.append(connection.connection is not None)
        return super()._look()


def test_five_hundred_readers_in_one_loop_cost_the_database_no_more_than_one() -> None:
    tail = Watched()

    async def read(ready: asyncio.Semaphore) -> list[int]:
        async with tail.reader() as reader:
            ready.release()
            seen: list[int] = []
            while len(seen) < 3:
                seen += positions(await reader.anext(10))
            return seen

    async def everybody() -> list[list[int]]:
        ready = asyncio.Semaphore(0)
        readers = [asyncio.create_task(read(ready)) for _ in range(500)]
        for _ in readers:
            await ready.acquire()
        asked = len(tail.held)
        for _ in range(3):
            await asyncio.to_thread(happen_and_close)
        seen = await asyncio.gather(*readers)
        assert len(tail.held) - asked < 60
        return list(seen)

    assert asyncio.run(everybody()) == [[1, 2, 3]] * 500
    assert not any(tail.held)


def happen_and_close() -> None:
    try:
        happen(1)
    finally:
        connection.close()


def test_a_wait_in_a_loop_ends_when_its_time_is_over(tail: Tail) -> None:
    async def read() -> list[Recorded]:
        async with tail.reader() as reader:
            return await reader.anext(0.1)

    assert asyncio.run(read()) == []


def test_the_tail_of_the_process_gives_lists_without_end() -> None:
    happen(2)

    async def read() -> list[int]:
        seen: list[int] = []
        async for events in tasks.tail(after=0):
            seen += positions(events)
            if len(seen) >= 2:
                break
        return seen

    assert asyncio.run(read()) == [1, 2]


def test_the_tail_outlives_the_loss_of_its_connection(tail: Tail) -> None:
    with tail.reader() as reader:
        for number in range(1, 4):
            with connection.cursor() as cursor:
                cursor.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity"
                    " where datname = current_database() and pid <> pg_backend_pid()"
                )
            happen(1)
            assert take(reader, 1) == [number]


def test_what_the_sequencer_has_not_ordered_is_not_seen_yet(tail: Tail) -> None:
    with tail.reader() as reader:
        with transaction.atomic():
            record(1)
            assert reader.next(0.2) == []
        assert take(reader, 1) == [1]
