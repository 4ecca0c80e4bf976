"""Agencies change with the times: they are renamed, merged, they end; never unmade where something refers to them."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from kentongan.agencies.models import Agency, Route
from kentongan.agencies.queries import EDITION
from kentongan.core.actions import hold_edition, new_edition
from kentongan.core.actor import Actor
from kentongan.core.conflicts import Wanted, checked
from kentongan.core.errors import NotFound, Refused
from kentongan.core.roles import only_administrators
from kentongan.core.text import clean
from kentongan.history import actions as history
from kentongan.places.queries import areas

_CODE = re.compile(r"[a-z0-9][a-z0-9.-]{1,39}")
_TEXTS = {"name": 160, "short_name": 60, "email": 120, "phone": 40}
FIELDS = ("name", "short_name", "kind", "parent", "area", "email", "phone", "valid_from", "valid_to")


@transaction.atomic
def create_agency(code: str, values: Mapping[str, Any], *, by: Actor) -> int:
    """Add an agency with the fields of `FIELDS`; returns its id. Its code stays for ever."""
    only_administrators(by)
    code = clean(code)
    if not _CODE.fullmatch(code):
        raise Refused(_("A code has 2 to 40 small letters, figures, hyphens and dots."), field="code")
    if Agency.objects.filter(code=code).exists():
        raise Refused(_("This code is taken."), field="code")
    agency = Agency(code=code)
    _write(agency, {name: _stored(name, values.get(name)) for name in FIELDS})
    agency.save()
    append_to_agency(agency, "agencies.agency_created", by=by, body={"code": code, "after": _told(agency)})
    new_edition(EDITION)
    return agency.pk


@transaction.atomic
def change_agency(agency_id: int, wanted: Mapping[str, Wanted], *, by: Actor) -> None:
    """Rename an agency, place it elsewhere, change its dates. Conflict where a field moved since it was shown."""
    only_administrators(by)
    agency = _locked_tree().get(agency_id)
    if agency is None:
        raise NotFound
    current = _values(agency)
    stored = {n: Wanted(_stored(n, want.shown), _stored(n, want.wanted)) for n, want in wanted.items()}
    changes = checked(stored, current)
    if not changes:
        return
    before = _told(agency)
    _write(agency, {**current, **changes})
    agency.save(update_fields=list(FIELDS))
    after = _told(agency)
    body = {"before": {n: before[n] for n in changes}, "after": {n: after[n] for n in changes}}
    append_to_agency(agency, "agencies.agency_changed", by=by, body=body)
    new_edition(EDITION)


@transaction.atomic
def end_agency(agency_id: int, *, last_day: date, by: Actor) -> None:
    """Let an agency end: it leads nothing new after that day, and stays countable in what it did."""
    only_administrators(by)
    hold_edition(EDITION)
    agency = locked_agency(agency_id)
    if agency.valid_from is not None and last_day < agency.valid_from:
        raise Refused(_("The agency did not exist yet on that day."), field="last_day")
    agency.valid_to = last_day
    agency.save(update_fields=["valid_to"])
    append_to_agency(agency, "agencies.ended", by=by, body={"last_day": last_day.isoformat()})
    new_edition(EDITION)


@transaction.atomic
def delete_agency(agency_id: int, *, by: Actor) -> None:
    """Delete an agency made by mistake. Refused where anything refers to it: then it ends (`end_agency`)."""
    only_administrators(by)
    hold_edition(EDITION)
    agency = locked_agency(agency_id)
    supported = Route.support.through.objects.filter(agency=agency).count()
    append_to_agency(agency, "agencies.deleted", by=by, body={"code": agency.code})
    try:
        agency.delete()
    except ProtectedError as error:
        raise Refused(_in_use(agency, supported + len(error.protected_objects))) from error
    if supported:
        raise Refused(_in_use(agency, supported))
    new_edition(EDITION)


def _in_use(agency: Agency, count: int) -> str:
    return _(
        "%(agency)s cannot be deleted: %(count)d entries refer to it (cases, users, routes, units). "
        "Give it a last day instead; what it did stays its own."
    ) % {"agency": agency.short_name, "count": count}


def locked_agency(agency_id: int) -> Agency:
    """The agency with its row held. NotFound where there is none."""
    agency = Agency.objects.select_for_update().filter(pk=agency_id).first()
    if agency is None:
        raise NotFound
    return agency


def _locked_tree() -> dict[int, Agency]:
    """All agencies with their rows held, so that two who move one below the other make no circle of it together.

    In the one order of ids; a case that names one of them meanwhile need not wait.
    """
    return {agency.pk: agency for agency in Agency.objects.select_for_update(no_key=True).order_by("id")}


def append_to_agency(agency: Agency, kind: str, *, by: Actor, body: Mapping[str, Any]) -> None:
    """Append to the stream of an agency whose row the caller holds."""
    history.append_to(agency, f"agency:{agency.pk}", kind, by=by, body=body)


def _values(agency: Agency) -> dict[str, Any]:
    own = {name: getattr(agency, name) for name in FIELDS if name not in {"parent", "area"}}
    return own | {"parent": agency.parent_id, "area": agency.area_id}


def _told(agency: Agency) -> dict[str, Any]:
    """The values as an event holds them."""
    return {n: v.isoformat() if isinstance(v, date) else v for n, v in _values(agency).items()}


def _stored(name: str, value: Any) -> Any:
    return clean(value or "") if name in _TEXTS else value or None


def _write(agency: Agency, values: Mapping[str, Any]) -> None:
    """Put checked values on the row."""
    for name, limit in _TEXTS.items():
        if len(values[name]) > limit:
            raise Refused(_("At most %(limit)d letters.") % {"limit": limit}, field=name)
    if not values["name"] or not values["short_name"]:
        raise Refused(_("An agency has a name and a short name."), field="short_name" if values["name"] else "name")
    if values["kind"] not in Agency.Kind.values:
        raise Refused(_("Choose what kind of agency it is."), field="kind")
    if values["area"] is not None and values["area"] not in areas():
        raise Refused(_("Choose an area of this city."), field="area")
    if values["valid_from"] and values["valid_to"] and values["valid_to"] < values["valid_from"]:
        raise Refused(_("The last day comes before the first."), field="valid_to")
    _check_parent(agency.pk, values["parent"])
    for name in FIELDS:
        setattr(agency, f"{name}_id" if name in {"parent", "area"} else name, values[name])


def _check_parent(own: int | None, parent: int | None) -> None:
    """The tree stays a tree."""
    parents = dict(Agency.objects.values_list("id", "parent_id"))
    above = parent
    while above is not None:
        if above == own or above not in parents:
            raise Refused(_("An agency cannot stand below itself: choose another one above it."), field="parent")
        above = parents[above]
