"""The routing table: a line speaks of a subject, a place and a class of road; its versions follow one another."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kentongan.agencies.models import Route
from kentongan.agencies.queries import EDITION, agencies
from kentongan.agencies.queries.routes import read_rules
from kentongan.agencies.routing import OFFICES, ROAD_CLASSES, Rule, overlap, renewed
from kentongan.core import clock
from kentongan.core.actions import hold_edition, new_edition
from kentongan.core.actor import Actor
from kentongan.core.conflicts import Wanted, checked
from kentongan.core.errors import NotFound, Refused
from kentongan.core.roles import only_administrators
from kentongan.core.text import clean
from kentongan.history import actions as history
from kentongan.places.queries import areas

CHANGED = ("lead", "support", "offices", "valid_from", "valid_to", "source")
FIELDS = ("subject", "area", "road_class", *CHANGED)
_SOURCE = 200


@transaction.atomic
def create_route(values: Mapping[str, Any], *, by: Actor) -> int:
    """Add a line with the fields of `FIELDS`; returns its id. Refused where one for the same matter is in force."""
    only_administrators(by)
    hold_edition(EDITION)
    rule = rule_of(values)
    _check(rule)
    pk = insert_route(rule, by=by)
    new_edition(EDITION)
    return pk


@transaction.atomic
def change_route(route_id: int, wanted: Mapping[str, Wanted], *, by: Actor) -> None:
    """Correct one version of a line. Conflict where a field moved since it was shown.

    Where a matter goes elsewhere from a day on, `renew_route` keeps what was in force before.
    """
    only_administrators(by)
    hold_edition(EDITION)
    old = _held(route_id)
    stored = {name: Wanted(_stored(name, want.shown), _stored(name, want.wanted)) for name, want in wanted.items()}
    current = _values(old)
    changes = checked(stored, current)
    if not changes:
        return
    new = rule_of({**current, **changes}, pk=route_id)
    _check(new)
    update_route(old, new, by=by)
    new_edition(EDITION)


@transaction.atomic
def renew_route(route_id: int, first_day: date, values: Mapping[str, Any], *, by: Actor) -> int:
    """A new version of a line from a day on; until the day before it stays as it was. Returns the new version's id."""
    only_administrators(by)
    hold_edition(EDITION)
    old = _held(route_id)
    if old.valid_from is not None and first_day <= old.valid_from:
        raise Refused(_("The version it follows begins later: choose a later day."), field="first_day")
    if old.valid_to is not None and first_day > old.valid_to:
        raise Refused(_("The version it follows has ended by then: make a new line."), field="first_day")
    given = {name: values.get(name) for name in ("lead", "support", "offices", "source")}
    ended, new = renewed(old, rule_of({**_values(old), **given}), first_day)
    if (new.lead, set(new.support), set(new.offices)) == (old.lead, set(old.support), set(old.offices)):
        raise Refused(_("The new version names the same agencies: nothing would change."), field="lead")
    update_route(old, ended, by=by)
    _check(new)
    pk = insert_route(new, by=by, follows=route_id)
    new_edition(EDITION)
    return pk


@transaction.atomic
def delete_route(route_id: int, *, by: Actor) -> None:
    """Take back a line that was never in force. One that was ends by its last day."""
    only_administrators(by)
    hold_edition(EDITION)
    old = _held(route_id)
    if old.valid_from is None or old.valid_from <= clock.today():
        raise Refused(_("This line has been in force: give it a last day instead. It stays known who led when."))
    row = Route.objects.get(pk=route_id)
    append_to_route(row, "agencies.route_deleted", by=by, body={"before": told(old)})
    row.delete()
    new_edition(EDITION)


def append_to_route(row: Route, kind: str, *, by: Actor, body: Mapping[str, Any]) -> None:
    """Append to the stream of a line whose table the caller holds."""
    history.append_to(row, f"route:{row.pk}", kind, by=by, body=body)


def rule_of(values: Mapping[str, Any], *, pk: int = 0) -> Rule:
    """Values of a form or a file as a line; what is no value of its kind is refused with its field."""
    stored = {name: _stored(name, values.get(name)) for name in FIELDS}
    if not stored["subject"] or len(stored["subject"]) > 60:
        raise Refused(_("Choose the category."), field="subject")
    if stored["area"] is not None and stored["area"] not in areas():
        raise Refused(_("Choose an area of this city."), field="area")
    if stored["road_class"] not in ROAD_CLASSES:
        raise Refused(_("Choose a class of road."), field="road_class")
    if set(stored["offices"]) - set(OFFICES):
        raise Refused(_("Choose the office of the kelurahan, of the kecamatan, or none."), field="offices")
    if len(stored["source"]) > _SOURCE:
        raise Refused(_("At most %(limit)d letters.") % {"limit": _SOURCE}, field="source")
    support, offices = tuple(stored.pop("support")), tuple(stored.pop("offices"))
    return Rule(**stored, support=support, offices=offices, id=pk)


def told(rule: Rule) -> dict[str, Any]:
    """A line as an event holds it."""
    return {n: v.isoformat() if isinstance(v, date) else v for n, v in _values(rule).items()}


def _check(rule: Rule) -> None:
    """Days, agencies, and that no other version of the line is in force on one of its days."""
    if rule.valid_from and rule.valid_to and rule.valid_to < rule.valid_from:
        raise Refused(_("The last day comes before the first."), field="valid_to")
    known = agencies()
    lead = known.get(rule.lead)
    begins = rule.valid_from or clock.today()
    if lead is None or (not lead.is_valid(begins) and not rule.is_over(clock.today())):
        raise Refused(_("The lead agency does not exist on the first day: choose another one."), field="lead")
    if not set(rule.support) <= known.keys():
        raise Refused(_("One of the supporting agencies does not exist."), field="support")
    for other in read_rules(subject=rule.subject):
        if other.id != rule.id and overlap(rule, other):
            raise Refused(_in_the_way(other), field="valid_from")


def _in_the_way(other: Rule) -> str:
    days = {"start": _day(other.valid_from), "end": _day(other.valid_to), "lead": agencies()[other.lead].short_name}
    return (
        _(
            "For the same category, place and class of road %(lead)s leads already (from %(start)s until %(end)s). "
            "Choose other days, or make a new version of that line."
        )
        % days
    )


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else _("any day")


def _held(route_id: int) -> Rule:
    found = read_rules(pk=route_id)
    if not found:
        raise NotFound(str(route_id))
    return found[0]


def _values(rule: Rule) -> dict[str, Any]:
    own = {name: getattr(rule, name) for name in FIELDS if name not in {"support", "offices"}}
    return own | {"support": sorted(rule.support), "offices": sorted(rule.offices)}


def _stored(name: str, value: Any) -> Any:
    if name in {"support", "offices"}:
        return sorted(value or [])
    return clean(value or "") if name in {"subject", "road_class", "source"} else value or None


def insert_route(rule: Rule, *, by: Actor, follows: int | None = None) -> int:
    """Write a checked line; returns its id."""
    row = Route(**_columns(rule))
    row.save()
    row.support.set(set(rule.support) - {rule.lead})
    body = {"after": told(rule)} | ({"follows": follows} if follows else {})
    append_to_route(row, "agencies.route_created", by=by, body=body)
    return row.pk


def update_route(old: Rule, new: Rule, *, by: Actor) -> None:
    """Write a checked version over what stood there."""
    row = Route.objects.get(pk=old.id)
    for name, value in _columns(new).items():
        setattr(row, name, value)
    row.save(update_fields=list(_columns(new)))
    row.support.set(set(new.support) - {new.lead})
    before, after = told(old), told(new)
    changed = [name for name in FIELDS if before[name] != after[name]]
    body = {"before": {n: before[n] for n in changed}, "after": {n: after[n] for n in changed}}
    append_to_route(row, "agencies.route_changed", by=by, body=body)


def _columns(rule: Rule) -> dict[str, Any]:
    own = {n: getattr(rule, n) for n in ("subject", "road_class", "valid_from", "valid_to", "source")}
    return own | {"area_id": rule.area, "lead_id": rule.lead, "offices": list(rule.offices)}
