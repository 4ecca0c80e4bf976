"""Nobody changes or removes what was done: not the application's role, not the owner, not the superuser."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import Error, connection, transaction

from kentongan.core import clock
from kentongan.core.actor import system
from kentongan.history import actions, queries
from kentongan.history.chain import Head
from kentongan.history.models import Checkpoint

pytestmark = pytest.mark.django_db

TABLES = {"history_event": "body = body", "history_log": "position = position", "history_checkpoint": "root = root"}


@contextmanager
def refused(words: str) -> Iterator[None]:
    with pytest.raises(Error, match=words), transaction.atomic():
        yield


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture(autouse=True)
def _one_row_in_each_table() -> None:
    actions.append("case:1", "tests.done", by=system("tests"), body={}, head=Head())
    actions.sequence_now()
    moment = {"made_at": clock.now(), "made_by": "system:tests"}
    Checkpoint.objects.create(
        number=1, first_position=1, last_position=1, root=b"r", prev_hash=b"", hash=b"h", **moment
    )


@pytest.fixture
def roles() -> Iterator[tuple[str, str]]:
    """Roles of this test alone: those of the product belong to the whole server."""
    with connection.cursor() as cursor:
        cursor.execute("select current_database()")
        (database,) = cursor.fetchone()
        app, reader = f"{database}_app", f"{database}_reader"
        for role in (app, reader):
            cursor.execute(f'create role "{role}"')
            cursor.execute(f'grant usage on schema public to "{role}"')
            # As where rights on new tables are given by default.
            cursor.execute(f'grant all on all tables in schema public to "{role}"')
    assert actions.apply_grants(app=app, reader=reader) == sorted([app, reader])
    yield app, reader
    execute("reset role")


@pytest.mark.parametrize(("table", "same"), TABLES.items())
def test_the_database_refuses_every_change_even_to_the_superuser(table: str, same: str) -> None:
    for statement in (f"update {table} set {same}", f"delete from {table}", f"truncate {table} cascade"):
        with refused("only added to"):
            execute(statement)
    assert len(queries.stream_of("case:1")) == 1


def test_not_even_a_session_that_replays_without_triggers_may_change_it() -> None:
    execute("set local session_replication_role = replica")
    with refused("only added to"):
        execute("update history_event set body = '{}'")


@pytest.mark.parametrize(("table", "same"), TABLES.items())
def test_the_application_may_not_even_try(table: str, same: str, roles: tuple[str, str]) -> None:
    execute(f'set role "{roles[0]}"')
    for statement in (f"update {table} set {same}", f"delete from {table}", f"truncate {table} cascade"):
        with refused("permission denied"):
            execute(statement)


def test_the_application_records_orders_and_follows(roles: tuple[str, str]) -> None:
    execute(f'set role "{roles[0]}"')
    actions.append("case:1", "tests.done", by=system("tests"), body={}, head=queries.head_of("case:1"))
    assert actions.sequence_now() == 1
    assert actions.begin("tests") == 0
    assert [event.position for event in queries.tail(0)] == [1, 2]


def test_the_reader_reads_and_nothing_else(roles: tuple[str, str]) -> None:
    execute(f'set role "{roles[1]}"')
    assert [event.position for event in queries.tail(0)] == [1]
    with refused("permission denied"):
        actions.append("case:1", "tests.done", by=system("tests"), body={}, head=queries.head_of("case:1"))
    with refused("permission denied"):
        execute("delete from history_pending")


def test_rights_are_given_to_the_roles_that_exist() -> None:
    assert actions.apply_grants(app="nobody_of_this_name", reader="nor_of_this") == []
