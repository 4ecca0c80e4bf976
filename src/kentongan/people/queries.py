"""Who a person is and how he is reached. Callers judge first whether the reader may know (`cases.privacy`)."""

from collections.abc import Iterable
from dataclasses import dataclass

from kentongan.people import identity
from kentongan.people.models import Contact, Person


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
