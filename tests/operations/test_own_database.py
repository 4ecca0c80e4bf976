"""With a database of one's own: roles, processes as units of their own, nothing embedded started."""

import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from config import postgres, roles
from tests.operations.running import Service, command, open_folder, processes_of
from tests.operations.test_serve import is_well

pytestmark = pytest.mark.server
Start = Callable[..., Service]


@dataclass(frozen=True)
class Database:
    """A server that is not ours to start, and its settings."""

    server: postgres.Server
    values: dict[str, str]


@pytest.fixture(scope="module")
def database(pytestconfig: pytest.Config) -> Iterator[Database]:
    """Debian's server where the machine has one, with the roles an administrator made."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    given = pytestconfig.getoption("--postgres-bin") or (found[-1].parent if found else None)
    with open_folder() as folder:
        server = postgres.Server(folder / "own", programs=postgres.programs(given), purpose="tests", is_fast=True)
        server.start()
        values = {"DATABASE_URL": server.url(), "KENTONGAN_OWNER_DATABASE_URL": server.url(roles.OWNER)}
        yield Database(server, values)
        server.stop()


@pytest.fixture
def empty_database(database: Database) -> Database:
    with psycopg.connect(database.server.url("postgres", "postgres"), autocommit=True) as connection:
        connection.execute("drop database kentongan with (force)")
    roles.prepare(database.server.url("postgres", "postgres"), "kentongan")
    return database


def test_parts_wait_for_the_migration_then_run_alone(empty_database: Database, empty: Path, start: Start) -> None:
    values = empty_database.values
    early = command(empty, "web", **values)
    assert early.returncode == 1
    assert early.stderr.strip().splitlines()[-1] == "The database is not ready. Run `kentongan migrate` first."

    assert command(empty, "migrate", **values).returncode == 0
    as_application = {"DATABASE_URL": values["DATABASE_URL"]}
    web = start(empty, "web", **as_application)
    worker = start(empty, "worker", **as_application)
    web.wait_for(lambda: is_well(web))
    worker.wait_for(lambda: "worker started" in worker.said)
    assert not (empty / "postgres").exists()
    assert (web.stop(signal.SIGTERM), worker.stop(signal.SIGTERM)) == (0, 0)
    assert processes_of(empty) == []


def test_the_three_roles_may_what_they_should(empty_database: Database, empty: Path) -> None:
    assert command(empty, "migrate", **empty_database.values).returncode == 0
    reads = {"select from people_person", "select from history_event"}
    writes = {"update people_person set created_at = now()", "delete from axes_accessattempt"}
    allowed = {roles.APP: reads | writes, roles.READER: reads}
    tried = {
        *reads,
        *writes,
        "update history_event set kind = ''",
        "delete from history_log",
        "truncate history_event",
        "drop table people_person",
        "create table mine (x int)",
    }
    for role, may in allowed.items():
        with psycopg.connect(empty_database.server.url(role), autocommit=True) as connection:
            assert {statement for statement in tried if is_allowed(connection, statement)} == may, role


def is_allowed(connection: "psycopg.Connection[tuple[object, ...]]", statement: str) -> bool:
    try:
        connection.execute(statement.encode())
    except psycopg.errors.InsufficientPrivilege:
        return False
    return True


def test_a_database_that_goes_away_comes_back_without_a_restart(
    empty_database: Database, empty: Path, start: Start
) -> None:
    values = empty_database.values
    assert command(empty, "migrate", **values).returncode == 0
    web, worker = start(empty, "web", **values), start(empty, "worker", **values)
    web.wait_for(lambda: is_well(web))
    worker.wait_for(lambda: "worker started" in worker.said)
    empty_database.server.stop()
    try:
        web.wait_for(lambda: not is_well(web))
        worker.wait_for(lambda: "sequencer: the database failed" in worker.said)
    finally:
        empty_database.server.start()
    web.wait_for(lambda: is_well(web))
    assert worker.process.poll() is None
    told = command(empty, "demo", "--reports", "1", **values)
    assert told.returncode == 0, told.stderr
    with psycopg.connect(empty_database.server.url()) as connection:
        worker.wait_for(lambda: connection.execute("select from history_pending").fetchone() is None)
    assert (web.stop(), worker.stop()) == (0, 0)


def test_an_address_that_does_not_answer_is_told_in_words(empty: Path) -> None:
    done = command(empty, "migrate", DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("The database does not answer: ")
    assert "Traceback" not in done.stderr
