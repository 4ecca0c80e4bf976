"""The rows that a city profile holds for agencies: `agencies.json`, `routes.json`, `users.json`. Pure."""

from datetime import date
from typing import Literal

import msgspec


class AgencyRow(msgspec.Struct, forbid_unknown_fields=True):
    """One agency; `parent` is a code of the same file, listed before."""

    code: str
    short_name: str
    name: str
    kind: Literal["department", "unit", "district", "village", "company", "external"]
    parent: str = ""
    area: str = ""
    email: str = ""
    phone: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


class RouteRow(msgspec.Struct, forbid_unknown_fields=True):
    """One route; `lead` and `support` are codes of agencies, `offices` joins those of the place."""

    subject: str
    lead: str
    support: list[str] = []
    offices: list[Literal["village", "district"]] = []
    area: str = ""
    road_class: Literal["", "national", "provincial", "city", "neighbourhood"] = ""
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""


class UserRow(msgspec.Struct, forbid_unknown_fields=True):
    """One invented user of the demo."""

    username: str
    name: str
    email: str
    roles: list[str]
    agency: str = ""
    area: str = ""
