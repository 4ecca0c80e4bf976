"""A connection for one statement: straight from the pool, or the one the thread has open."""

import threading

import pytest
from django.db import connection, transaction

from kentongan.core.models import ClockOffset
from kentongan.core.sql import at_hand


def _in_a_thread(act: object) -> None:
    failed: list[BaseException] = []

    def run() -> None:
        try:
            act()  # type: ignore[operator]
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(20)
    if failed:
        raise failed[0]


@pytest.mark.django_db(transaction=True)
def test_a_thread_without_a_connection_writes_at_once_and_opens_none() -> None:
    def act() -> None:
        assert connection.connection is None
        with at_hand() as held:
            held.execute("insert into core_clockoffset (id, \"offset\") values (1, interval '1 hour')")
        assert connection.connection is None

    _in_a_thread(act)
    assert ClockOffset.objects.filter(pk=1).exists()


@pytest.mark.django_db(transaction=True)
def test_inside_a_transaction_it_is_the_transactions_own() -> None:
    def act() -> None:
        with transaction.atomic():
            with at_hand() as held:
                assert held is connection.connection
                held.execute("insert into core_clockoffset (id, \"offset\") values (1, interval '1 hour')")
            transaction.set_rollback(True)

    _in_a_thread(act)
    assert not ClockOffset.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_statement_that_fails_gives_a_sound_connection_back() -> None:
    def act() -> None:
        for _ in range(8):  # more often than the pool has connections
            with pytest.raises(Exception, match="division by zero"), at_hand() as held:
                held.execute("select 1 / 0")
        with at_hand() as held:
            assert held.execute("select 2").fetchone() == (2,)

    _in_a_thread(act)
