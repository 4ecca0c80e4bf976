"""A backup of a running service, restored elsewhere: nothing is lost, nobody erased comes back."""

import json
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.operations.running import Service, command, environment, open_folder

pytestmark = pytest.mark.server

INSIDE = """
import json
from config import embedded, management
embedded.choose()
management.set_up()
with embedded.running("tests"), management.connections_closed():
    {body}
    print(json.dumps(result))
"""
PERSONS = """
    from kentongan.people.models import Person
    from kentongan.people.queries import identity_of
    people = list(Person.objects.order_by("pk").values_list("pk", flat=True))
    result = {str(pk): [identity_of(pk).name, [c.value for c in identity_of(pk).contacts]] for pk in people}
"""
ERASE = """
    from kentongan.core.actor import system
    from kentongan.people.actions import erase
    erase({person}, reason="request", by=system("tests"))
    result = None
"""
FOLLOW = """
    from config.followers import FOLLOWERS
    from kentongan.history.queries import followings, position_now
    from kentongan.history.tasks import follow_once
    passed = [follow_once(follower) for follower in FOLLOWERS]
    result = [passed, [place.behind for place in followings(position_now())], position_now()]
"""


def inside(data: Path, body: str) -> object:
    """Run code against the database of a data folder, in a process of its own."""
    code = INSIDE.format(body=body.strip())
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], env=environment(data), capture_output=True, text=True, check=False, cwd="/"
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@dataclass(frozen=True)
class Saved:
    """A city at work, its backup, and who was in it."""

    data: Path
    folder: Path
    keys: Path
    persons: dict[str, list[object]]


@pytest.fixture(scope="module")
def saved(prepared: Path) -> Iterator[Saved]:
    with open_folder() as place:
        data, folder, keys = place / "data", place / "backups" / "first", place / "keys"
        subprocess.run(["cp", "-a", prepared, data], check=True)
        assert command(data, "demo", "--reports", "12").returncode == 0
        persons = inside(data, PERSONS)
        assert isinstance(persons, dict)
        done = command(data, "backup", "--to", str(folder), "--with-keys", str(keys))
        assert done.returncode == 0, done.stderr
        assert done.stdout.splitlines()[-1].startswith(f"Backup written to {folder}: ")
        yield Saved(data, folder, keys, persons)


def test_a_backup_is_whole_and_closed_and_holds_no_key(saved: Saved) -> None:
    names = {path.name for path in saved.folder.iterdir()}
    assert names >= {"manifest.json", "database.dump", "erasures.jsonl"}
    assert stat.S_IMODE(saved.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(saved.keys.stat().st_mode) == 0o700
    ring = (saved.keys / "ring.json").read_text()
    secrets = [*json.loads(ring)["keys"].values(), json.loads(ring)["index"]]
    text = b"".join(path.read_bytes() for path in saved.folder.rglob("*") if path.is_file())
    assert not [secret for secret in secrets if secret.encode() in text]


def test_a_restored_city_goes_on_and_the_erased_stay_erased(saved: Saved, empty: Path) -> None:
    told = [person for person, (name, contacts) in saved.persons.items() if name or contacts]
    gone, kept = told[0], told[1]
    inside(saved.data, ERASE.format(person=gone))  # after the backup
    later = command(saved.data, "backup", "--to", str(saved.folder.parent / "second"))
    assert later.returncode == 0, later.stderr  # leaves the newest register beside both

    done = command(empty, "restore", str(saved.folder), "--keys", str(saved.keys))
    assert done.returncode == 0, done.stderr
    counts = json.loads((saved.folder / "manifest.json").read_text())["counts"]
    assert f"{counts['events']} events, {counts['reports']} reports" in done.stdout
    assert "1 persons erased again" in done.stdout

    persons = inside(empty, PERSONS)
    assert isinstance(persons, dict)
    assert persons[gone] == [None, []]
    assert persons[kept] == saved.persons[kept]

    verified = command(empty, "history", "verify")
    assert verified.returncode == 0, verified.stdout
    assert "nothing broken" in verified.stdout.splitlines()[-1]

    followed = inside(empty, FOLLOW)
    assert isinstance(followed, list)
    assert set(followed[1]) == {0}
    assert command(empty, "demo", "--reports", "14").returncode == 0
    again = inside(empty, FOLLOW)
    assert isinstance(again, list)
    assert again[2] > followed[2]
    assert set(again[1]) == {0}


def test_the_application_of_a_restored_city_may_not_change_the_past(saved: Saved, empty: Path) -> None:
    assert command(empty, "restore", str(saved.folder), "--keys", str(saved.keys)).returncode == 0
    tried = """
    from django.db import DatabaseError, connection
    result = []
    for statement in ("update history_event set kind = 'x'", "delete from history_event", "truncate history_event"):
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
        except DatabaseError as error:
            result.append(type(error.__cause__).__name__)
    """
    assert inside(empty, tried) == ["InsufficientPrivilege"] * 3


def test_a_backup_of_a_running_service_is_taken_beside_it(data: Path, start: Callable[..., Service]) -> None:
    service = start(data, "serve", KENTONGAN_WEB_WORKERS="1")
    service.wait_until_ready()
    done = command(data, "backup")
    assert done.returncode == 0, done.stderr
    assert service.process.poll() is None
    assert len(list((data / "backups").glob("*/manifest.json"))) == 1


def test_what_cannot_be_restored_is_refused_in_words(saved: Saved, data: Path, empty: Path) -> None:
    def refusal(place: Path, *words: str) -> str:
        done = command(place, "restore", *words)
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        return done.stderr.splitlines()[-1]

    assert "already holds a database" in refusal(data, str(saved.folder), "--keys", str(saved.keys))
    assert "There are no keys in" in refusal(empty, str(saved.folder))
    assert "is no backup" in refusal(empty, str(saved.keys))
    with open_folder() as place:
        strange = place / "keys"
        strange.mkdir()
        (strange / "ring.json").write_text((data / "keys" / "ring.json").read_text())
        subprocess.run(["cp", "-a", saved.folder, place / "copy"], check=True)
        ring = json.loads((strange / "ring.json").read_text())
        ring["keys"]["1"] = ring["index"]
        (strange / "ring.json").write_text(json.dumps(ring))
        assert "are not those of this backup" in refusal(empty, str(saved.folder), "--keys", str(strange))
        with (place / "copy" / "database.dump").open("r+b") as file:
            file.write(b"damaged")
        assert "The backup is damaged" in refusal(empty, str(place / "copy"), "--keys", str(saved.keys))
    assert not (empty / "postgres").exists()
    assert command(empty, "restore", str(saved.folder), "--keys", str(saved.keys)).returncode == 0


def test_lost_keys_stop_the_start(saved: Saved, empty: Path) -> None:
    subprocess.run(["cp", "-a", saved.data, empty], check=True)
    (empty / "keys" / "ring.json").unlink()
    done = command(empty, "migrate")
    assert done.returncode == 1
    assert "key ring" in done.stderr.splitlines()[-1]
