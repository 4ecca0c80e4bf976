"""Who may erase, what the register says, and what a restore does with it."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from kentongan.core import actor as actors
from kentongan.core import clock
from kentongan.core.actor import Actor, Role
from kentongan.core.errors import NotFound, Refused
from kentongan.people import actions, queries
from kentongan.people.identity import told
from kentongan.people.models import Contact, Erasure, Person

pytestmark = pytest.mark.django_db

PRIVACY_OFFICER = Actor("user:1", frozenset({Role.PRIVACY_OFFICER}), user=1)


@pytest.fixture(autouse=True)
def register(tmp_path: Path, settings: Settings) -> Path:
    settings.KENTONGAN_DATA = tmp_path
    return tmp_path / "erasures.jsonl"


def person(number: int) -> int:
    made = actions.find_or_create(told(f"Warga {number}", f"0811-0000-{number:03}"))
    assert made is not None
    return made


def erase(person_id: int, callbacks: DjangoCaptureOnCommitCallbacks) -> None:
    with callbacks(execute=True):
        actions.erase(person_id, reason="request", by=PRIVACY_OFFICER)


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.PRIVACY_OFFICER, Role.SYSTEM}])
def test_nobody_else_may_erase(role: Role) -> None:
    with pytest.raises(Refused):
        actions.erase(person(1), reason="request", by=Actor("user:2", frozenset({role}), user=2))
    assert not Erasure.objects.exists()


def test_a_reason_from_the_list_is_needed() -> None:
    with pytest.raises(Refused):
        actions.erase(person(1), reason="because", by=PRIVACY_OFFICER)


def test_who_does_not_exist_is_not_found() -> None:
    with pytest.raises(NotFound):
        actions.erase(1, reason="request", by=PRIVACY_OFFICER)


def test_an_erased_person_has_neither_name_nor_contact_nor_mark(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    erased = person(1)
    erase(erased, django_capture_on_commit_callbacks)
    identity = queries.identity_of(erased)
    assert identity == queries.Identity(name=None, contacts=(), is_erased=True)
    assert Person.objects.filter(mark__isnull=False).count() == 0
    assert Contact.objects.filter(index__isnull=False).count() == 0
    assert queries.persons_with("phone", "0811-0000-001") == []


def test_the_register_holds_ids_and_times_only(
    register: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    erased = person(1)
    erase(erased, django_capture_on_commit_callbacks)
    (line,) = register.read_text().splitlines()
    assert set(json.loads(line)) == {"person", "created_at", "erased_at"}
    assert json.loads(line)["person"] == erased
    assert register.stat().st_mode & 0o777 == 0o600


def test_the_register_is_settled_where_a_crash_left_it_behind(register: Path) -> None:
    actions.erase(person(1), reason="request", by=PRIVACY_OFFICER)
    assert not register.exists()
    assert actions.settle_register() == 1
    assert actions.settle_register() == 0
    assert len(register.read_text().splitlines()) == 1


def restored_to_before(person_id: int, number: int) -> None:
    """What a backup taken before the erasure brings back."""
    teller = told(f"Warga {number}", f"0811-0000-{number:03}")
    Erasure.objects.filter(person_id=person_id).delete()
    Person.objects.filter(pk=person_id).update(name=teller.name, erased_at=None)
    Contact.objects.filter(person=person_id).update(value=teller.phone)


def test_a_restore_erases_again_whoever_was_erased_since(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    first, second = person(1), person(2)
    erase(first, django_capture_on_commit_callbacks)
    at = Erasure.objects.get().erased_at
    restored_to_before(first, 1)
    assert queries.name_of(first) == "Warga 1"
    assert actions.replay_erasures() == actions.Replayed(erased=1, already=0, unknown=0)
    assert queries.name_of(first) is None
    assert Erasure.objects.get().erased_at == at
    assert queries.name_of(second) == "Warga 2"
    assert actions.replay_erasures() == actions.Replayed(erased=0, already=1, unknown=0)


def test_a_new_person_who_got_an_erased_ones_id_is_left_alone(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    first = person(1)
    erase(first, django_capture_on_commit_callbacks)
    restored_to_before(first, 1)
    Person.objects.filter(pk=first).update(created_at=clock.now() + timedelta(hours=1))
    assert actions.replay_erasures() == actions.Replayed(erased=0, already=0, unknown=1)
    assert queries.name_of(first) == "Warga 1"


def test_a_line_cut_off_by_a_crash_is_left_out_and_other_damage_is_named(
    register: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    erase(person(1), django_capture_on_commit_callbacks)
    whole = register.read_text()
    register.write_text(whole + '{"person": 5, "crea')
    assert actions.replay_erasures().already == 1
    assert register.read_text() == whole
    register.write_text("garbage\n" + whole)
    with pytest.raises(ValueError, match="line 1"):
        actions.replay_erasures()


def test_a_register_elsewhere_can_be_replayed(tmp_path: Path) -> None:
    made = Person.objects.get(pk=person(1))
    other = tmp_path / "kept" / "erasures.jsonl"
    other.parent.mkdir()
    line = {"person": made.pk, "created_at": made.created_at.isoformat(), "erased_at": clock.now().isoformat()}
    other.write_text(json.dumps(line) + "\n")
    assert actions.replay_erasures(other, by=actors.system("restore")).erased == 1
    with pytest.raises(FileNotFoundError):
        actions.replay_erasures(tmp_path / "nowhere")
