"""What is looked at often costs the same however much was ever sent."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kentongan.core import clock
from kentongan.notifications import queries


def plan_of(read: Callable[[], object]) -> str:
    with CaptureQueriesContext(connection) as seen:
        read()
    (sql,) = [query["sql"] for query in seen.captured_queries if "notifications_message" in query["sql"]]
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        cursor.execute("explain " + sql)
        return "\n".join(row[0] for row in cursor.fetchall())


@pytest.mark.django_db
@pytest.mark.parametrize(
    "read", [queries.failed, lambda: queries.failed_since(clock.now() - timedelta(days=1))], ids=["list", "count"]
)
def test_what_was_given_up_is_found_without_reading_what_was_sent(read: Callable[[], object]) -> None:
    assert "notifications_message_over" in plan_of(read)
