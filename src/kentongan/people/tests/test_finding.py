"""A person is found again by telling the same, and only so."""

import pytest

from kentongan.core.errors import Refused
from kentongan.people import queries
from kentongan.people.actions import find_or_create, find_or_create_many
from kentongan.people.identity import Told, told
from kentongan.people.models import Contact, Person

pytestmark = pytest.mark.django_db

BUDI = told("Budi Santoso", "0811-0000-001", "Budi@Example.ID")


def test_the_same_identity_is_the_same_person() -> None:
    first = find_or_create(BUDI)
    again = find_or_create(told(" budi  santoso ", "+62 811 0000 001", "budi@example.id"))
    assert first is not None
    assert first == again
    assert Contact.objects.count() == 2


def test_contacts_are_stored_in_one_form() -> None:
    person = find_or_create(BUDI)
    assert person is not None
    assert [(c.kind, c.value) for c in queries.contacts_of(person)] == [
        ("phone", "+628110000001"),
        ("email", "budi@example.id"),
    ]
    assert queries.phone_endings(person, 6) == ["000001"]


def test_nothing_personal_makes_no_person() -> None:
    assert find_or_create(told("  ", "", "")) is None
    assert not Person.objects.exists()


def test_what_was_not_told_stays_null() -> None:
    person = find_or_create(told(telephone="0811 0000 002"))
    assert person is not None
    assert Person.objects.filter(name__isnull=True).count() == 1
    assert queries.identity_of(person).name is None


def test_two_people_of_one_name_without_contact_stay_two() -> None:
    assert find_or_create(told("Siti")) != find_or_create(told("Siti"))


def test_who_knows_a_neighbours_number_is_not_joined_to_the_neighbour() -> None:
    victim = find_or_create(told(telephone="0811 0000 003"))
    stranger = find_or_create(told(telephone="0811 0000 003", email="stranger@example.com"))
    assert victim is not None
    assert victim != stranger
    assert [c.kind for c in queries.contacts_of(victim)] == ["phone"]


def test_everyone_with_a_contact_is_found_by_it() -> None:
    found = [find_or_create(told(name, "0811 0000 004")) for name in ("Ani", "Dewi", "Ani")]
    assert queries.persons_with("phone", "0811-0000-004") == sorted({p for p in found if p})
    assert queries.persons_with("phone", "0811-0000-099") == []
    assert queries.persons_with("email", "nobody@example.id") == []


def test_a_batch_gives_the_persons_one_by_one_would() -> None:
    known = find_or_create(BUDI)
    ani = told("Ani", email="ani@example.id")
    found = find_or_create_many([told("Tono"), BUDI, ani, Told(), ani, told("Tono"), BUDI])
    assert found[1] == found[6] == known
    assert found[2] == found[4] is not None
    assert found[3] is None
    assert len({found[0], found[2], found[5], known}) == 4
    assert Person.objects.count() == 4
    assert Contact.objects.count() == 3


def test_an_exercise_has_its_own_people() -> None:
    real, played = find_or_create(BUDI), find_or_create(BUDI, exercise=7)
    assert real != played
    assert find_or_create(BUDI, exercise=7) == played
    assert find_or_create(BUDI) == real


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("phone", {"telephone": "bukan nomor"}),
        ("phone", {"telephone": "12"}),
        ("email", {"email": "budi"}),
        ("email", {"email": "budi@example.id, ani@example.id"}),
        ("email", {"email": "budi@example.id\r\nBcc: ani@example.id"}),
        ("email", {"email": "budi@@example.id"}),
        ("email", {"email": "budi@example"}),
        ("email", {"email": "bu..di@example.id"}),
    ],
)
def test_what_cannot_be_a_contact_is_refused_by_its_field(field: str, values: dict[str, str]) -> None:
    with pytest.raises(Refused) as refusal:
        told(**values)
    assert refusal.value.field == field


def test_no_value_lies_in_the_database_in_clear() -> None:
    find_or_create(BUDI)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select p::text || c::text from people_person p join people_contact c on c.person_id = p.id")
        for (row,) in cursor.fetchall():
            for personal in ("Budi", "8110000001", "example"):
                assert personal.encode().hex() not in row
