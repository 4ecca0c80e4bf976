"""What someone told about himself, in one form, and as it is stored. Nothing of it is ever mandatory (R2).

A person is found again only by telling the same: the same contacts and the same name. One who merely knows a
neighbour's number must neither read that neighbour's name nor receive his news, so no contact is ever added to a
person who is already there. `people.queries.persons_with` finds everyone with a contact.
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kentongan.core import crypto, phone
from kentongan.core.errors import Refused
from kentongan.core.text import clean

NAME_LENGTH = 200
EMAIL_LENGTH = 254  # RFC 5321, path without its brackets
_EMAIL = re.compile(
    r"(?!\.)[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}(?<!\.)@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]"
)


@dataclass(frozen=True, slots=True)
class Told:
    """Name, telephone (E.164) and e-mail (lower case) as told; None is what was not told."""

    name: str | None = None
    phone: str | None = None
    email: str | None = None

    def __bool__(self) -> bool:
        return bool(self.name or self.phone or self.email)


@dataclass(frozen=True, slots=True)
class Sealed:
    """An identity as its columns, named as `people.sql` asks: encrypted values and the marks they are found by."""

    person_name: bytes | None = None
    person_mark: bytes | None = None
    phone: bytes | None = None
    phone_mark: bytes | None = None
    email: bytes | None = None
    email_mark: bytes | None = None


NOBODY = Sealed()


def told(name: str = "", telephone: str = "", email: str = "") -> Told:
    """The identity in its stored form; Refused (`field` name, phone or email) where a contact cannot be one."""
    return Told(name=normal_name(name), phone=normal_phone(telephone), email=normal_email(email))


def normal_name(typed: str) -> str | None:
    return re.sub(r"\s+", " ", clean(typed))[:NAME_LENGTH].strip() or None


def normal_phone(typed: str) -> str | None:
    """E.164; None where nothing was typed."""
    if not clean(typed):
        return None
    number = phone.normal(clean(typed))
    if number is None:
        raise Refused(
            _("This is not a telephone number. Write it like 0812 3456 7890, or leave it empty."), field="phone"
        )
    return number


def normal_email(typed: str) -> str | None:
    """Lower case; None where nothing was typed."""
    address = clean(typed).lower()
    if not address:
        return None
    if len(address) > EMAIL_LENGTH or ".." in address or not _EMAIL.fullmatch(address):
        raise Refused(
            _("This is not an e-mail address. Write it like name@example.com, or leave it empty."), field="email"
        )
    return address


def sealed(identity: Told) -> Sealed:
    """The identity as stored. Without a contact there is no mark: two people of one name stay two."""
    if not identity:
        return NOBODY
    return Sealed(
        person_name=_encrypted(identity.name),
        person_mark=_mark(identity),
        phone=_encrypted(identity.phone),
        phone_mark=contact_mark("phone", identity.phone) if identity.phone else None,
        email=_encrypted(identity.email),
        email_mark=contact_mark("email", identity.email) if identity.email else None,
    )


def contact_mark(kind: str, value: str) -> bytes:
    """The blind index of a contact in its stored form."""
    return crypto.blind_index(kind, value)


def _mark(identity: Told) -> bytes | None:
    if not (identity.phone or identity.email):
        return None
    parts = (identity.name or "").casefold(), identity.phone or "", identity.email or ""
    return crypto.blind_index("identity", "\0".join(parts))


def _encrypted(text: str | None) -> bytes | None:
    return crypto.encrypt(text) if text else None
