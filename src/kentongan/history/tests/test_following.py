"""Followers: each event once, in order, together with the rows it leads to; a poison event set aside."""

import threading
from collections.abc import Sequence

import pytest
from django.db import IntegrityError, connection, transaction

from kentongan.core.errors import NotFound
from kentongan.history import actions, queries, tasks
from kentongan.history.chain import Recorded
from kentongan.history.models import Cursor, SetAside
from kentongan.history.sql import sessions
from kentongan.history.tasks import Follower
from kentongan.history.tests.writing import Notes, record, running, wait_for

pytestmark = pytest.mark.django_db


def test_everything_recorded_is_handed_over_once_and_in_order() -> None:
    seen: list[int] = []
    follower = Follower("notes", lambda events: seen.extend(e.position for e in events), batch=3)
    record(7)
    assert tasks.follow_once(follower) == 7
    assert tasks.follow_once(follower) == 0
    record(2)
    assert tasks.follow_once(follower) == 2
    assert seen == list(range(1, 10))
    assert queries.cursor_of("notes") == 9


def test_two_followers_keep_their_own_places() -> None:
    one = Notes()
    two: list[Recorded] = []
    record(3)
    tasks.follow_once(Follower("one", one))
    record(1)
    tasks.follow_once(Follower("two", lambda events: two.extend(events)))
    assert (queries.cursor_of("one"), queries.cursor_of("two"), len(two)) == (3, 4, 4)
    assert [(f.name, f.behind) for f in queries.followings(queries.position_now()) if ":" not in f.name] == [
        ("one", 1),
        ("two", 0),
    ]


def test_events_of_exercises_are_left_out_unless_asked_for() -> None:
    real: list[int] = []
    every: list[int] = []
    record(2)
    record(2, stream="case:2", exercise=5)
    record(1)
    tasks.follow_once(Follower("real", lambda events: real.extend(e.position for e in events), batch=2))
    tasks.follow_once(Follower("every", lambda events: every.extend(e.position for e in events), exercise=True))
    assert (real, every) == ([1, 2, 5], [1, 2, 3, 4, 5])
    assert queries.cursor_of("real") == 5
    assert [event.position for event in queries.tail(0)] == [1, 2, 5]
    assert [event.position for event in queries.tail(0, exercise=True)] == [1, 2, 3, 4, 5]


def test_a_follower_of_some_kinds_gets_these_alone_and_passes_all() -> None:
    seen: list[str] = []
    record(2)
    record(1, kind="notes.opened")
    record(3)
    follower = Follower("opened", lambda events: seen.extend(e.kind for e in events), kinds=frozenset({"notes.opened"}))
    assert tasks.follow_once(follower) == 6
    assert seen == ["notes.opened"]
    assert queries.cursor_of("opened") == 6


@pytest.mark.parametrize("breaks_database", [False, True])
@pytest.mark.parametrize("poison", [1, 37, 100])
def test_a_poison_event_is_set_aside_after_five_failures_and_the_rest_goes_on(
    poison: int, breaks_database: bool
) -> None:
    notes = Notes(fails_at=[poison], breaks_database=breaks_database)
    follower = Follower("notes", notes, batch=64)
    record(100)
    assert tasks.follow_once(follower) == 100
    assert notes.kept == [n for n in range(1, 101) if n != poison]
    (aside,) = queries.set_aside()
    assert (aside.follower, aside.position, aside.attempts) == ("notes", poison, 5)
    assert notes.batches.count(1) >= 5
    assert len(notes.batches) <= 5 + 2 + 2 * 7


def test_what_is_set_aside_tells_where_it_failed_and_nothing_of_what_was_said() -> None:
    record(1)
    tasks.follow_once(Follower("notes", Notes(fails_at=[1])))
    (aside,) = queries.set_aside("notes")
    assert aside.error.startswith("ValueError in tests/writing.py:")
    assert "Sri" not in aside.error


def test_several_poison_events_are_each_set_aside() -> None:
    notes = Notes(fails_at=[3, 4, 90])
    record(100)
    assert tasks.follow_once(Follower("notes", notes, batch=50)) == 100
    assert [aside.position for aside in queries.set_aside("notes")] == [3, 4, 90]
    assert len(notes.kept) == 97


def test_a_passing_failure_sets_nothing_aside() -> None:
    seen: list[int] = []
    tries = iter(range(100))

    def handler(events: Sequence[Recorded]) -> None:
        if next(tries) < 4:
            raise TimeoutError
        seen.extend(event.position for event in events)

    record(1)
    assert tasks.follow_once(Follower("notes", handler)) == 1
    assert (seen, queries.set_aside()) == ([1], [])


def test_an_event_that_was_set_aside_can_be_replayed_once() -> None:
    notes = Notes(fails_at=[2])
    follower = Follower("notes", notes)
    record(3)
    tasks.follow_once(follower)
    with pytest.raises(ValueError, match="Sri"):
        actions.replay(follower, 2)
    assert [aside.attempts for aside in queries.set_aside()] == [6]
    notes.fails_at.clear()
    actions.replay(follower, 2)
    assert (notes.kept, queries.set_aside()) == ([1, 2, 3], [])
    with pytest.raises(NotFound):
        actions.replay(follower, 2)
    assert SetAside.objects.get().replayed_at is not None


def test_a_handlers_rows_go_back_when_another_process_moved_the_position() -> None:
    notes = Notes()
    follower = Follower("notes", notes)
    record(2)
    actions.sequence_now()
    actions.begin("notes")
    found = queries.window(0)
    Cursor.objects.filter(name="notes").update(position=1)
    with pytest.raises(actions.Overtaken):
        actions.hand_over(follower, 0, found)
    assert (notes.kept, queries.cursor_of("notes")) == ([], 1)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_run_one_works_and_a_lost_connection_frees_its_place() -> None:
    first, second = Notes(), Notes()
    with (
        running(tasks.run_sequencer),
        running(lambda stop: tasks.run_follower(Follower("notes", first), stop)),
        running(lambda stop: tasks.run_follower(Follower("notes", second), stop)),
    ):
        for number in range(1, 4):
            with transaction.atomic():
                record()
            wait_for(lambda number=number: queries.cursor_of("notes") == number)  # type: ignore[misc]
            with connection.cursor() as cursor:
                cursor.execute(
                    "select count(pg_terminate_backend(pid)) from pg_stat_activity"
                    " where datname = current_database() and application_name = 'kentongan followers'"
                )
    assert first.kept == [1, 2, 3]
    assert len(first.batches) + len(second.batches) == 3


@pytest.mark.django_db(transaction=True)
def test_a_holder_elsewhere_keeps_others_waiting_until_it_dies() -> None:
    notes = Notes()
    elsewhere = sessions.connect("tests elsewhere")
    assert sessions.try_lock(elsewhere, "follower:notes")
    with running(lambda stop: tasks.run_follower(Follower("notes", notes), stop)) as stop:
        with transaction.atomic():
            record()
        actions.sequence_now()
        assert not stop.wait(0.4)
        assert notes.kept == []
        elsewhere.close()
        wait_for(lambda: notes.kept == [1], seconds=2)


@pytest.mark.django_db(transaction=True)
def test_a_follower_outlives_the_loss_of_every_connection() -> None:
    notes = Notes()
    with (
        running(tasks.run_sequencer),
        running(lambda stop: tasks.run_follower(Follower("notes", notes), stop)),
    ):
        for number in range(1, 4):
            with connection.cursor() as cursor:
                cursor.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity"
                    " where datname = current_database() and pid <> pg_backend_pid()"
                )
            with transaction.atomic():
                record()
            wait_for(lambda number=number: notes.kept == list(range(1, number + 1)))  # type: ignore[misc]
    assert queries.set_aside() == []


@pytest.mark.django_db(transaction=True)
def test_a_follower_in_a_thread_sets_a_poison_event_aside_and_goes_on() -> None:
    notes = Notes(fails_at=[2], breaks_database=True)
    with (
        running(tasks.run_sequencer),
        running(lambda stop: tasks.run_follower(Follower("notes", notes), stop)),
    ):
        with transaction.atomic():
            record(3)
        wait_for(lambda: notes.kept == [1, 3])
    assert [aside.error.split()[0] for aside in queries.set_aside()] == [IntegrityError.__name__]


def test_a_thread_that_is_told_to_stop_stops(transactional_db: None) -> None:
    stop = threading.Event()
    stop.set()
    tasks.run_follower(Follower("notes", Notes()), stop)
    tasks.run_sequencer(stop)
