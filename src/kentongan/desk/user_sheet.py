"""Users as a sheet: one a row, by code; read for a rehearsal first, taken whole or not at all."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kentongan.agencies.queries import UserRow, agencies, user_list
from kentongan.core.actor import Actor, Role
from kentongan.core.errors import Refused
from kentongan.core.roles import NOT_STAFF
from kentongan.core.text import clean
from kentongan.desk import words

COLUMNS = ("username", "name", "email", "roles", "agency", "area")
MOST = 500


@dataclass(frozen=True, slots=True)
class Read:
    """What a sheet wants: new users as `create_user` takes them, with their row, and the names there already."""

    new: list[tuple[int, dict[str, Any]]]
    known: list[str]


def rows_of(users: Sequence[UserRow]) -> list[list[str]]:
    """The users as rows of `COLUMNS`."""
    codes = {pk: agency.code for pk, agency in agencies().items()}
    return [[u.username, u.name, u.email, ";".join(u.roles), codes.get(u.agency or 0, ""), u.area or ""] for u in users]


def read(text: str, *, by: Actor) -> Read:
    """The rows of a sheet. Refused (field `text`) with the row where one cannot be read; who is there is left alone."""
    known = {u.username for open_ in (True, False) for u in user_list(is_active=open_, limit=100_000, by=by)}
    new: list[tuple[int, dict[str, Any]]] = []
    there: list[str] = []
    for number, row in _rows(text):
        username = row["username"].lower()
        if username in known:
            there.append(username)
            continue
        known.add(username)
        new.append((number, _values(number, row) | {"username": username}))
    if len(new) > MOST:
        raise Refused(_("At most %(most)d new users at once.") % {"most": MOST}, field="text")
    return Read(new, there)


def refused_at(number: int, reason: Any) -> Refused:
    """What is wrong, with the row it is wrong in."""
    return Refused(_("Row %(number)d: %(reason)s") % {"number": number, "reason": reason}, field="text")


def _rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    lines = text.lstrip("\ufeff").strip()
    separator = ";" if lines.partition("\n")[0].count(";") > lines.partition("\n")[0].count(",") else ","
    reader = csv.DictReader(io.StringIO(lines), delimiter=separator)
    if not reader.fieldnames or {"username", "name", "roles"} - {clean(name).lower() for name in reader.fieldnames}:
        raise Refused(_("The first row names the columns: %(names)s.") % {"names": ", ".join(COLUMNS)}, field="text")
    for number, row in enumerate(reader, start=2):
        told = {clean(name or "").lower(): clean(value or "") for name, value in row.items() if isinstance(value, str)}
        if any(told.values()):
            yield number, {name: told.get(name, "").removeprefix("'") for name in COLUMNS}


def _values(number: int, row: dict[str, str]) -> dict[str, Any]:
    agency = next((a.id for a in agencies().values() if a.code == row["agency"]), None) if row["agency"] else None
    if row["agency"] and agency is None:
        raise refused_at(number, _("there is no agency with the code %(code)s") % {"code": row["agency"]})
    roles = [
        _role(number, part) for part in row["roles"].replace("|", ";").replace(",", ";").split(";") if part.strip()
    ]
    return {"name": row["name"], "email": row["email"], "roles": roles, "agency": agency, "area": row["area"] or None}


def _role(number: int, part: str) -> Role:
    named = {role.value: role for role in Role if role not in NOT_STAFF}
    named |= {str(words.ROLES[role.value]).lower(): role for role in named.values()}
    found = named.get(part.strip().lower())
    if found is None:
        raise refused_at(number, _("there is no role “%(role)s”") % {"role": part.strip()[:40]})
    return found
