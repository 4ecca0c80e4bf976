"""Reads of persons and of the registers about them."""

from kentongan.people.queries.breaches import BreachView, breach, breaches
from kentongan.people.queries.copying import CopiedRow, copy_of, persons_of
from kentongan.people.queries.persons import (
    NOBODY,
    ContactView,
    Identity,
    check_newest,
    contact_value,
    contacts_of,
    contacts_of_many,
    encrypted_tables,
    identity_of,
    key_opens_newest,
    name_of,
    persons_told,
    persons_with,
    phone_endings,
)
from kentongan.people.queries.register import (
    CorrectionView,
    RequestView,
    corrections_of,
    request,
    requests,
    subjects_of,
)

__all__ = [
    "NOBODY",
    "BreachView",
    "ContactView",
    "CopiedRow",
    "CorrectionView",
    "Identity",
    "RequestView",
    "breach",
    "breaches",
    "check_newest",
    "contact_value",
    "contacts_of",
    "contacts_of_many",
    "copy_of",
    "corrections_of",
    "encrypted_tables",
    "identity_of",
    "key_opens_newest",
    "name_of",
    "persons_of",
    "persons_told",
    "persons_with",
    "phone_endings",
    "request",
    "requests",
    "subjects_of",
]
