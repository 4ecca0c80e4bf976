"""A new key reaches every row, whatever happens on the way, and nothing is lost."""

from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, connections, transaction
from pytest_django import Settings

from kentongan.core import clock, crypto
from kentongan.core.errors import Refused
from kentongan.people import actions, queries
from kentongan.people.actions import rotating
from kentongan.people.identity import told
from kentongan.people.models import Contact, Person


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.KENTONGAN_KEYS = tmp_path / "keys"
    monkeypatch.setattr(crypto, "RECHECK_SECONDS", 0.05)
    crypto.ring_in_use()
    return tmp_path / "keys"


def persons(count: int) -> list[int]:
    batch = [told(f"Warga {n}", email=f"warga{n}@example.id") for n in range(count)]
    return [person for person in actions.find_or_create_many(batch) if person is not None]


def keys_used() -> set[int]:
    used = set()
    with connection.cursor() as cursor:
        for table in queries.encrypted_tables():
            for column in table.columns:
                cursor.execute(
                    f'select substring("{column}" from 1 for 4) from "{table.name}" where "{column}" is not null'
                )
                used |= {int.from_bytes(bytes(row[0]), "big") for row in cursor.fetchall()}
    return used


@pytest.mark.django_db
def test_everything_is_encrypted_with_the_new_key_and_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotating, "BATCH", 7)
    made = persons(20)
    told_of: list[tuple[int, int]] = []
    rotated = actions.rotate_keys(lambda done, waiting: told_of.append((done, waiting)))
    assert (rotated.rows, rotated.key, rotated.was_resumed) == (40, 2, False)
    assert keys_used() == {2}
    assert queries.name_of(made[3]) == "Warga 3"
    assert told_of[-1] == (40, 40)
    assert [done for done, _ in told_of] == sorted(done for done, _ in told_of)


@pytest.mark.django_db
def test_what_is_encrypted_and_nobodys_in_particular_gets_the_new_key_too() -> None:
    user = apps.get_model("agencies", "User").objects.create(username="rina", name="Rina")
    apps.get_model("agencies", "SecondFactor").objects.create(user=user, secret=b"\xff\x00 no text")
    draft = {"user": user.pk, "subject": "case:1", "kind": "note", "content": "besok", "updated_at": clock.now()}
    apps.get_model("workspace", "Draft").objects.create(**draft)
    document = {"owner": user, "form": "csv", "asked": "{}", "asked_at": clock.now(), "expires_at": clock.now()}
    apps.get_model("statistics", "Document").objects.create(**document)
    assert keys_used() == {1}
    assert actions.rotate_keys().rows == 3
    assert keys_used() == {2}
    assert apps.get_model("agencies", "SecondFactor").objects.get().secret == b"\xff\x00 no text"
    assert apps.get_model("workspace", "Draft").objects.get().content == "besok"
    assert apps.get_model("statistics", "Document").objects.get().asked == "{}"
    assert queries.key_opens_newest()


@pytest.mark.django_db
def test_a_person_is_found_again_after_a_rotation() -> None:
    before = actions.find_or_create(told("Budi", "0811-0000-001"))
    actions.rotate_keys()
    assert actions.find_or_create(told("Budi", "0811-0000-001")) == before
    assert queries.persons_with("phone", "0811-0000-001") == [before]


@pytest.mark.django_db
def test_an_interrupted_rotation_is_finished_with_the_same_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotating, "BATCH", 5)
    made = persons(20)

    def power_cut(done: int, _waiting: int) -> None:
        if done >= 10:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        actions.rotate_keys(power_cut)
    assert keys_used() == {1, 2}
    assert queries.name_of(made[19]) == "Warga 19"
    rotated = actions.rotate_keys()
    assert (rotated.key, rotated.was_resumed) == (2, True)
    assert rotated.rows < 40
    assert keys_used() == {2}


@pytest.mark.django_db
def test_the_next_rotation_makes_the_next_key() -> None:
    persons(2)
    assert actions.rotate_keys().key == 2
    assert actions.rotate_keys().key == 3
    assert keys_used() == {3}
    assert set(crypto.ring_in_use().keys) == {1, 2, 3}


@pytest.mark.django_db
def test_erased_text_stays_erased() -> None:
    (made,) = persons(1)
    Person.objects.filter(pk=made).update(name=None)
    Contact.objects.filter(person=made).update(value=None)
    assert actions.rotate_keys().rows == 0
    assert queries.name_of(made) is None


@pytest.mark.django_db(transaction=True)
def test_a_row_in_use_is_left_to_the_next_pass_and_what_was_written_stays() -> None:
    made = persons(3)
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("begin")
            cursor.execute("select 1 from people_person where id = %s for update", [made[1]])

            def erase_meanwhile(_done: int, _waiting: int) -> None:
                if not is_done:
                    cursor.execute("update people_person set name = null where id = %s", [made[1]])
                    cursor.execute("commit")
                is_done.append(True)

            is_done: list[bool] = []
            actions.rotate_keys(erase_meanwhile)
        assert queries.name_of(made[1]) is None
        assert keys_used() == {2}
    finally:
        other.close()


@pytest.mark.django_db(transaction=True)
def test_two_rotations_at_once_are_refused() -> None:
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("select pg_advisory_lock(%s)", [rotating._LOCK])
            with pytest.raises(Refused):
                actions.rotate_keys()
        assert crypto.ring_in_use().current == 1
    finally:
        other.close()


@pytest.mark.django_db
def test_the_command_says_what_it_did_in_its_last_line(capsys: pytest.CaptureFixture[str]) -> None:
    persons(2)
    call_command("keys_rotate")
    assert capsys.readouterr().out.splitlines()[-1] == "4 rows are encrypted with key 2; a new key was made."


@pytest.mark.django_db
def test_the_start_is_refused_in_words_where_the_ring_is_anothers() -> None:
    assert queries.key_opens_newest()
    persons(2)
    assert queries.key_opens_newest()
    crypto.write_ring(crypto.Ring.new())
    assert not queries.key_opens_newest()
    with pytest.raises(Refused, match=r"ring\.json does not open the data"):
        queries.check_newest()


@pytest.mark.django_db
def test_a_ring_that_opens_only_what_it_wrote_itself_is_found_out() -> None:
    persons(2)
    crypto.write_ring(crypto.Ring.new())
    persons(1)  # by a command that ran with the wrong ring
    assert not queries.key_opens_newest()


@pytest.mark.django_db
def test_a_lost_ring_is_missed_and_not_made_anew(keys: Path) -> None:
    persons(1)
    (keys / "ring.json").unlink()
    with pytest.raises(Refused, match="missing"):
        queries.check_newest()
    assert not (keys / "ring.json").exists()


@pytest.mark.django_db
def test_an_empty_database_needs_no_ring_yet(keys: Path) -> None:
    (keys / "ring.json").unlink()
    queries.check_newest()


@pytest.mark.django_db
def test_rows_whose_newest_have_no_such_text_are_looked_past() -> None:
    persons(1)
    with transaction.atomic():
        actions.find_or_create_many([told(telephone=f"0811-0000-{n:03}") for n in range(5)])
    crypto.write_ring(crypto.Ring.new())
    assert not queries.key_opens_newest()
