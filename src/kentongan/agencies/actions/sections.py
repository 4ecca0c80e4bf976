"""Agencies, routes and the calendar as sections of the configuration file: other things are named by their codes."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

import msgspec
from django.utils.translation import gettext as _

from kentongan.agencies.actions.calendars import DayOff, publish_calendar
from kentongan.agencies.actions.registry import FIELDS, change_agency, create_agency, delete_agency, end_agency
from kentongan.agencies.actions.routes import FIELDS as ROUTE_FIELDS
from kentongan.agencies.actions.routes import change_route, create_route, delete_route
from kentongan.agencies.models import CalendarDay, CalendarVersion
from kentongan.agencies.queries import agencies, agency
from kentongan.agencies.queries.routes import read_rules
from kentongan.agencies.routing import Rule
from kentongan.core import clock
from kentongan.core.actor import Actor
from kentongan.core.conflicts import Wanted
from kentongan.core.errors import NotFound, Refused


def code_of(pk: int | None) -> str:
    """An agency's code; blank where there is none."""
    return agencies()[pk].code if pk is not None else ""


def id_of(code: str) -> int | None:
    """The agency of a code; None for a blank one. Refused where nobody has it."""
    try:
        return agency(code).id if code else None
    except NotFound as error:
        raise Refused(_("There is no agency “%(code)s”.") % {"code": code[:60]}) from error


def wanted_of(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Wanted]:
    """What a file wants of fields that stand there."""
    return {name: Wanted(before[name], after[name]) for name in after if before[name] != after[name]}


class AgencyShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An agency; `parent` is a code, `area` a Kemendagri code."""

    name: str
    short_name: str
    kind: str
    parent: str = ""
    area: str = ""
    email: str = ""
    phone: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


class AgencySection:
    name = "agencies"
    tables: ClassVar = ("agencies.Agency",)
    shape = AgencyShape
    is_personal = False
    retires_first = False

    def rows(self) -> dict[str, AgencyShape]:
        plain = ("name", "short_name", "kind", "email", "phone", "valid_from", "valid_to")
        return {
            a.code: AgencyShape(**{n: getattr(a, n) for n in plain}, parent=code_of(a.parent), area=a.area or "")
            for a in agencies().values()
        }

    def order(self, wanted: Mapping[str, AgencyShape]) -> Sequence[str]:
        """Those above before those below; what hangs on itself comes last and is refused."""
        placed: dict[str, None] = {}
        while True:
            ready = [c for c, row in wanted.items() if c not in placed and row.parent not in wanted.keys() - placed]
            if not ready:
                return [*placed, *(code for code in wanted if code not in placed)]
            placed |= dict.fromkeys(sorted(ready))

    def put(self, key: str, row: AgencyShape, before: AgencyShape | None, *, by: Actor) -> None:
        if before is None:
            create_agency(key, _agency_values(row), by=by)
        else:
            wanted = wanted_of(_agency_values(before), _agency_values(row))
            change_agency(agency(key).id, wanted, by=by)

    def retire(self, key: str, row: AgencyShape, *, by: Actor) -> bool:
        today = clock.today()
        if row.valid_to is not None and row.valid_to <= today:
            return False
        if row.valid_from is not None and row.valid_from > today:
            delete_agency(agency(key).id, by=by)
        else:
            end_agency(agency(key).id, last_day=today, by=by)
        return True


def _agency_values(row: AgencyShape) -> dict[str, Any]:
    own = {name: getattr(row, name) for name in FIELDS if name not in {"parent", "area"}}
    return own | {"parent": id_of(row.parent), "area": row.area or None}


class RouteShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A version of a line of the routing table; agencies by their codes."""

    subject: str
    lead: str
    area: str = ""
    road_class: str = ""
    support: list[str] = []
    offices: list[str] = []
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""

    @property
    def key(self) -> str:
        return " / ".join((self.subject, self.area or "*", self.road_class or "*", str(self.valid_from or "*")))


class RouteSection:
    name = "routes"
    tables: ClassVar = ("agencies.Route",)
    shape = RouteShape
    is_personal = False
    retires_first = True

    def rows(self) -> dict[str, RouteShape]:
        return {shape.key: shape for shape in map(_route_shape, read_rules())}

    def order(self, wanted: Mapping[str, RouteShape]) -> Sequence[str]:
        return sorted(wanted, key=lambda key: (wanted[key].valid_from or date.min, key))

    def put(self, key: str, row: RouteShape, before: RouteShape | None, *, by: Actor) -> None:
        if key != row.key:
            raise Refused(_("The key of this row would be “%(key)s”.") % {"key": row.key})
        if before is None:
            create_route(_route_values(row), by=by)
        else:
            change_route(_route_id(key), wanted_of(_route_values(before), _route_values(row)), by=by)

    def retire(self, key: str, row: RouteShape, *, by: Actor) -> bool:
        today = clock.today()
        if row.valid_to is not None and row.valid_to <= today:
            return False
        if row.valid_from is not None and row.valid_from > today:
            delete_route(_route_id(key), by=by)
        else:
            change_route(_route_id(key), {"valid_to": Wanted(row.valid_to, today)}, by=by)
        return True


def _route_shape(rule: Rule) -> RouteShape:
    return RouteShape(
        subject=rule.subject,
        lead=code_of(rule.lead),
        area=rule.area or "",
        road_class=rule.road_class,
        support=sorted(code_of(pk) for pk in rule.support),
        offices=sorted(rule.offices),
        valid_from=rule.valid_from,
        valid_to=rule.valid_to,
        source=rule.source,
    )


def _route_values(row: RouteShape) -> dict[str, Any]:
    own = {name: getattr(row, name) for name in ROUTE_FIELDS}
    support = sorted(pk for pk in map(id_of, row.support) if pk is not None)
    return own | {"lead": id_of(row.lead), "support": support, "area": row.area or None}


def _route_id(key: str) -> int:
    return next(rule.id for rule in read_rules(subject=key.split(" / ")[0]) if _route_shape(rule).key == key)


class CalendarShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The days off: day → `kind: name`."""

    collective_leave_counts: bool
    days: dict[str, str]


class CalendarSection:
    name = "calendar"
    tables: ClassVar = ("agencies.CalendarVersion", "agencies.CalendarDay")
    shape = CalendarShape
    is_personal = False
    retires_first = False

    def rows(self) -> dict[str, CalendarShape]:
        version = CalendarVersion.objects.order_by("-number").first()
        if version is None:
            return {}
        found = CalendarDay.objects.filter(version=version).order_by("day").values_list("day", "kind", "name")
        days = {day.isoformat(): f"{kind}: {name}" for day, kind, name in found}
        return {"days_off": CalendarShape(version.collective_leave_counts, days)}

    def order(self, wanted: Mapping[str, Any]) -> Sequence[str]:
        return list(wanted)

    def put(self, key: str, row: CalendarShape, before: CalendarShape | None, *, by: Actor) -> None:
        there = before.days if before else {}
        told = {day: _day_off(day, text) for day, text in row.days.items() if there.get(day) != text}
        gone = {date.fromisoformat(day): None for day in there if day not in row.days}
        publish_calendar(
            {**{date.fromisoformat(day): off for day, off in told.items()}, **gone},
            by=by,
            note=_("Imported configuration"),
            collective_leave_counts=row.collective_leave_counts,
        )

    def retire(self, key: str, row: CalendarShape, *, by: Actor) -> bool:
        return False


def _day_off(day: str, text: str) -> DayOff:
    kind, _colon, name = text.partition(": ")
    try:
        date.fromisoformat(day)
    except ValueError as error:
        raise Refused(_("“%(day)s” is no day.") % {"day": day[:20]}) from error
    return DayOff(name, kind)
