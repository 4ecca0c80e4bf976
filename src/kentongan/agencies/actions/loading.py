"""Loading a city profile: missing agencies and routes are inserted, what is there stays as the city has made it."""

from collections.abc import Iterable
from typing import Literal

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.agencies.actions.calendars import seed_calendar
from kentongan.agencies.models import Agency, Route, User
from kentongan.agencies.profile import AgencyRow, RouteRow, UserRow
from kentongan.agencies.queries import EDITION
from kentongan.core.actions import new_edition
from kentongan.core.actor import Actor, Role
from kentongan.core.errors import Refused
from kentongan.places.actions import record_on_city
from kentongan.places.profile import AreaRow, Profile

_OFFICES: dict[str, tuple[str, Literal["district", "village"]]] = {
    "kecamatan": ("kec", "district"),
    "kelurahan": ("kel", "village"),
    "desa": ("des", "village"),
}


@transaction.atomic
def load_profile(profile: Profile, *, by: Actor) -> dict[str, int]:
    """Insert the agencies, routes and the first calendar that are missing; returns how many of each.

    The places of the profile are loaded before. A route is missing where the city has none for its subject, place and
    class of road: what an administrator has changed is not put back.
    """
    counts = {
        "agencies": _load_agencies([*profile.rows("agencies.json", AgencyRow), *_offices(profile)]),
        "routes": _load_routes(profile.rows("routes.json", RouteRow)),
        "calendar_days": seed_calendar(by=by),
    }
    if any(counts.values()):
        record_on_city(by, "agencies.profile_loaded", counts)
        new_edition(EDITION)
    return counts


def _offices(profile: Profile) -> list[AgencyRow]:
    """The offices of kecamatan, kelurahan and desa, named by the patterns of the profile."""
    names = profile.city().offices
    return [_office(row, *names[row.kind]) for row in profile.areas() if row.kind in names and row.kind in _OFFICES]


def _office(row: AreaRow, name: str, short_name: str) -> AgencyRow:
    prefix, kind = _OFFICES[row.kind]
    return AgencyRow(
        code=f"{prefix}-{row.code}",
        name=name.format(name=row.name),
        short_name=short_name.format(name=row.name),
        kind=kind,
        parent=f"kec-{row.parent}" if kind == "village" else "",
        area=row.code,
    )


def _load_agencies(rows: Iterable[AgencyRow]) -> int:
    there = set(Agency.objects.values_list("code", flat=True))
    new = [row for row in rows if row.code not in there]
    Agency.objects.bulk_create(
        Agency(
            code=row.code,
            name=row.name,
            short_name=row.short_name,
            kind=row.kind,
            area_id=row.area or None,
            email=row.email,
            phone=row.phone,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for row in new
    )
    ids = _ids()
    children = {row.code: _known(ids, row.parent, "agencies.json") for row in new if row.parent}
    agencies = list(Agency.objects.filter(code__in=children))
    for agency in agencies:
        agency.parent_id = children[agency.code]
    Agency.objects.bulk_update(agencies, ["parent"])
    return len(new)


def _load_routes(rows: Iterable[RouteRow]) -> int:
    there = {tuple(row) for row in Route.objects.values_list("subject", "area", "road_class")}
    new = [row for row in rows if (row.subject, row.area or None, row.road_class) not in there]
    ids = _ids()
    routes = Route.objects.bulk_create(
        Route(
            subject=row.subject,
            area_id=row.area or None,
            road_class=row.road_class,
            lead_id=_known(ids, row.lead, "routes.json"),
            offices=row.offices,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            source=row.source,
        )
        for row in new
    )
    through = Route.support.through
    through.objects.bulk_create(
        through(route_id=route.pk, agency_id=_known(ids, code, "routes.json"))
        for route, row in zip(routes, new, strict=True)
        for code in row.support
    )
    return len(new)


@transaction.atomic
def load_users(profile: Profile, *, password: str, by: Actor) -> int:
    """Insert the invented users of the profile's demo that are missing, all with one password; returns how many."""
    there = set(User.objects.values_list("username", flat=True))
    new = [row for row in profile.rows("users.json", UserRow) if row.username not in there]
    ids, secret = _ids(), make_password(password)
    User.objects.bulk_create(
        User(
            username=row.username,
            name=row.name,
            email=row.email,
            roles=[Role(role).value for role in row.roles],
            agency_id=_known(ids, row.agency, "users.json") if row.agency else None,
            area_id=row.area or None,
            password=secret,
        )
        for row in new
    )
    if new:
        record_on_city(by, "agencies.demo_users_loaded", {"users": len(new)})
    return len(new)


def _ids() -> dict[str, int]:
    return dict(Agency.objects.values_list("code", "id"))


def _known(ids: dict[str, int], code: str, file: str) -> int:
    if code not in ids:
        raise Refused(_("City profile, %(file)s: there is no agency “%(code)s”.") % {"file": file, "code": code})
    return ids[code]
