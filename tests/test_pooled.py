"""A pooled connection is known to be whole without asking, and a broken one is never handed out."""

import pytest
from django.core.management import call_command
from django.db import connection

from config.database import from_url
from kentongan.core.actor import PUBLIC
from kentongan.intake.actions import Submission, receive

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


def test_the_statement_of_intake_is_planned_once_and_not_for_each_report() -> None:
    call_command("load_city", verbosity=0)
    for number in range(3):
        receive(Submission("web", str(number), "web", "Lampu jalan mati"), by=PUBLIC)
    with connection.cursor() as cursor:
        cursor.execute(
            "select generic_plans + custom_plans from pg_prepared_statements where statement like %s",
            ["%cases_report%"],
        )
        assert cursor.fetchall() == [(3,)]


@pytest.mark.parametrize(("query", "threshold"), [("", 5), ("?prepare_threshold=none", None)])
def test_preparing_can_be_left_out_for_a_pooler_in_between(query: str, threshold: int | None) -> None:
    entry = from_url(f"postgresql://kentongan_app@db/kentongan{query}", threads=4)
    assert entry["OPTIONS"]["prepare_threshold"] == threshold
