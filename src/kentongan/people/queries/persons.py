"""Who a person is and how he is reached. Callers judge first whether the reader may know (`cases.privacy`)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection

from kentongan.core import crypto
from kentongan.core.errors import Refused
from kentongan.people import identity
from kentongan.people.models import Contact, Person
from kentongan.people.registry import encrypted_columns
from kentongan.people.sql import EncryptedTable


@dataclass(frozen=True, slots=True)
class ContactView:
    """One way to reach a person; `kind` is `phone` or `email`."""

    id: int
    person_id: int
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Identity:
    """What a person told about himself; a name of None was not told, or is erased."""

    name: str | None
    contacts: tuple[ContactView, ...]
    is_erased: bool = False


NOBODY = Identity(name=None, contacts=())


def contacts_of(person_id: int) -> list[ContactView]:
    """The contacts of a person that are not erased, oldest first."""
    return contacts_of_many([person_id]).get(person_id, [])


def contacts_of_many(person_ids: Iterable[int]) -> dict[int, list[ContactView]]:
    """The contacts of many persons in one query; persons without any are left out."""
    found: dict[int, list[ContactView]] = {}
    for contact in Contact.objects.filter(person__in=set(person_ids), value__isnull=False).order_by("id"):
        view = ContactView(contact.pk, contact.person_id, contact.kind, contact.value or "")
        found.setdefault(contact.person_id, []).append(view)
    return found


def contact_value(contact_id: int) -> str | None:
    """The address or number itself, for the one who sends; None once erased."""
    return Contact.objects.values_list("value", flat=True).filter(pk=contact_id).first()


def name_of(person_id: int) -> str | None:
    return Person.objects.values_list("name", flat=True).filter(pk=person_id).first()


def identity_of(person_id: int) -> Identity:
    """All that is known of a person; nothing where there is no such person."""
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        return NOBODY
    return Identity(person.name, tuple(contacts_of(person_id)), is_erased=person.erased_at is not None)


def phone_endings(person_id: int, digits: int) -> list[str]:
    """The last digits of each of the person's telephone numbers: the second factor of tracking (R7)."""
    numbers = (contact.value for contact in contacts_of(person_id) if contact.kind == Contact.Kind.PHONE)
    return [number[-digits:] for number in numbers]


def persons_with(kind: str, value: str) -> list[int]:
    """Everyone who told this contact, by its blind index: for requests of access and erasure."""
    normal = identity.normal_phone(value) if kind == "phone" else identity.normal_email(value)
    if normal is None:
        return []
    index = identity.contact_mark(kind, normal)
    found = Contact.objects.filter(kind=kind, index=index).order_by("person")
    return list(found.values_list("person", flat=True).distinct())


def contacts_at(kind: str, index: bytes) -> list[ContactView]:
    """Every contact with this blind index outside exercises that is not erased, oldest first."""
    found = Contact.objects.filter(kind=kind, index=index, value__isnull=False, exercise__isnull=True)
    return [ContactView(one.pk, one.person_id, one.kind, one.value or "") for one in found.order_by("id")]


def marks_of(person_id: int) -> list[bytes]:
    """The blind indexes of a person's contacts."""
    found = Contact.objects.filter(person=person_id, index__isnull=False).values_list("index", flat=True)
    return [bytes(index) for index in found if index is not None]


def persons_told(value: str) -> list[int]:
    """Everyone who told this number or e-mail address."""
    return persons_with(Contact.Kind.EMAIL if "@" in value else Contact.Kind.PHONE, value)


def encrypted_tables() -> list[EncryptedTable]:
    """Every table with encrypted columns, for statements that see them as they are stored."""
    return [
        EncryptedTable(model._meta.db_table, str(model._meta.pk.column), columns)
        for model, columns in encrypted_columns()
    ]


def check_newest() -> None:
    """Refused in words where the key ring does not open the newest encrypted value of every kind, and the oldest.

    A ring that is missing beside such a value is not made anew: it must be found.
    """
    for value in _edges():
        try:
            if not crypto.ring_path().exists():
                raise crypto.WrongKey("it is missing")
            crypto.decrypt_bytes(value)
        except crypto.WrongKey as error:
            raise Refused(
                f"The key ring {crypto.ring_path()} does not open the data of this database: {error}. "
                "Put the ring that belongs to it in that place (docs/operations/keys.md); nothing was changed."
            ) from error


def key_opens_newest() -> bool:
    """Whether the ring belongs to this database."""
    try:
        check_newest()
    except Refused:
        return False
    return True


def _edges() -> Iterator[bytes]:
    with connection.cursor() as cursor:
        for table in encrypted_tables():
            for column in table.columns:
                for newest in (True, False):
                    cursor.execute(table.edge(column, newest=newest))
                    yield from (bytes(row[0]) for row in cursor.fetchall())
