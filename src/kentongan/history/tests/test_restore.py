"""A history restored into another cluster goes on: nothing is hidden, nothing is handed over twice."""

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from django.db import Error, connections, transaction
from django.db.backends.postgresql.base import DatabaseWrapper

from config import postgres
from kentongan.history import actions, queries, tasks
from kentongan.history.tasks import Follower
from kentongan.history.tests.writing import BY, Notes, record

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.server]

PROGRAMS = postgres.programs()


@pytest.fixture
def other_cluster() -> Iterator[postgres.Server]:
    folder = Path(tempfile.mkdtemp(prefix="kentongan-restore-", dir="/tmp"))
    folder.chmod(0o711)
    server = postgres.Server(folder, programs=PROGRAMS, purpose="restore test", is_fast=True)
    server.start()
    yield server
    server.stop()
    shutil.rmtree(folder)


def dump(file: Path) -> None:
    known = connections["default"].settings_dict
    command = [PROGRAMS.path("pg_dump"), "-Fc", "--no-owner", "--no-privileges", "-f", str(file)]
    command += ["-h", known["HOST"], "-U", known["USER"], *(["-p", known["PORT"]] if known["PORT"] else [])]
    subprocess.run([*command, known["NAME"]], check=True)


@pytest.fixture
def move_to(other_cluster: postgres.Server, tmp_path: Path) -> Iterator[Callable[[], None]]:
    """Dump the database of this test, restore it into the other cluster, and use that from now on."""
    connection = cast("DatabaseWrapper", connections["default"])
    usual = dict(connection.settings_dict)

    def use(values: dict[str, str]) -> None:
        connection.close()
        connection.close_pool()
        connection.settings_dict.update(values)

    def move() -> None:
        dump(tmp_path / "dump")
        target = ["-h", str(other_cluster.socket), "-U", postgres.SUPERUSER, "-d", postgres.NAME]
        restore = [PROGRAMS.path("pg_restore"), "--no-owner", "--exit-on-error", *target, str(tmp_path / "dump")]
        subprocess.run(restore, check=True)
        use(
            {
                "HOST": str(other_cluster.socket),
                "PORT": "",
                "NAME": postgres.NAME,
                "USER": postgres.SUPERUSER,
                "PASSWORD": "",
            }
        )

    yield move
    use({key: usual[key] for key in ("HOST", "PORT", "NAME", "USER", "PASSWORD")})


def test_followers_go_on_where_they_were_and_the_history_is_whole(move_to: Callable[[], None]) -> None:
    notes = Notes(fails_at=[2])
    follower = Follower("notes", notes)
    with transaction.atomic():
        record(4)
    tasks.follow_once(follower)
    checkpoint = actions.make_checkpoint(BY)
    with transaction.atomic():
        record(2)  # recorded, not yet in the order when the copy is made

    move_to()

    assert queries.latest_checkpoint() == checkpoint
    assert queries.position_now() == 4
    with transaction.atomic():
        record(1)
    assert tasks.follow_once(follower) == 3
    assert notes.kept == [1, 3, 4, 5, 6, 7]
    assert [aside.position for aside in queries.set_aside()] == [2]
    verdict = queries.verify(texts={})
    assert (verdict.events, verdict.checkpoints, verdict.broken) == (7, 1, 0)


def test_the_restored_history_is_still_only_added_to(move_to: Callable[[], None]) -> None:
    with transaction.atomic():
        record(1)
    move_to()
    with connections["default"].cursor() as cursor:
        with pytest.raises(Error, match="only added to"):
            cursor.execute("delete from history_event")
        cursor.execute("grant all on all tables in schema public to kentongan_app, kentongan_reader")
    assert actions.apply_grants() == ["kentongan_app", "kentongan_reader"]
    with transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute("set local role kentongan_app")
        record(1)
        assert actions.sequence_now() == 2
