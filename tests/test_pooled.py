"""A pooled connection is known to be whole without asking, and a broken one is never handed out."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db(transaction=True)


def backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        return int(cursor.fetchone()[0])


def test_a_connection_is_used_again_without_a_question() -> None:
    seen = []
    for _ in range(20):
        seen.append(backend())
        connection.close()
    assert len(set(seen)) < len(seen)


def test_a_connection_the_server_has_ended_is_replaced_before_anybody_notices() -> None:
    first = backend()
    pool = connection.pool  # type: ignore[attr-defined]
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute("select pg_terminate_backend(%s)", [first])
    assert backend() != first
    assert pool.get_stats()["pool_size"] >= 1
