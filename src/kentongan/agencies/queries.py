"""Reads of agencies, users, routes and the calendar. What everyone asks for is held in memory (`core.cached`)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kentongan.agencies.models import Agency, CalendarDay, CalendarVersion, Route, User
from kentongan.agencies.routing import Routed, Rule, choose
from kentongan.core import clock
from kentongan.core.actor import Actor, Role
from kentongan.core.cached import Cached
from kentongan.core.errors import NotFound
from kentongan.core.roles import only_administrators
from kentongan.core.workdays import Calendar
from kentongan.places import queries as places

EDITION = "agencies"
CALENDAR_EDITION = "calendar"

_KINDS = {kind: n for n, kind in enumerate(Agency.Kind.values)}


@dataclass(frozen=True, slots=True)
class AgencyFacts:
    """One agency as lists and forms show it. `area` is the place it is the office of."""

    id: int
    code: str
    name: str
    short_name: str
    kind: str
    parent: int | None
    area: str | None
    email: str
    phone: str
    valid_from: date | None
    valid_to: date | None

    @property
    def is_external(self) -> bool:
        """Whether it stands outside the city's power (*penerusan* instead of *disposisi*)."""
        return self.kind == Agency.Kind.EXTERNAL

    def is_valid(self, on: date) -> bool:
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True)
class UserFacts:
    """One user as lists and notices need him."""

    id: int
    name: str
    email: str
    language: str
    agency: int | None
    area: str | None


@dataclass(frozen=True, slots=True)
class UserRow:
    """One user as the administrator sees him."""

    id: int
    username: str
    name: str
    email: str
    roles: tuple[str, ...]
    agency: int | None
    area: str | None
    is_active: bool
    last_login: datetime | None


@dataclass(frozen=True, slots=True)
class Uses:
    """What hangs on an agency today: who works there, how many routes name it from now on."""

    users: int
    leads: int
    supports: int


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """One published state of the calendar."""

    id: int
    number: int
    note: str
    collective_leave_counts: bool


def _load_agencies() -> dict[int, AgencyFacts]:
    fields = ["id", "code", "name", "short_name", "kind", "parent_id", "area_id", "email", "phone"]
    rows = Agency.objects.order_by("id").values_list(*fields, "valid_from", "valid_to")
    return {row[0]: AgencyFacts(*row) for row in rows}


def _load_routes() -> dict[str, tuple[Rule, ...]]:
    support: dict[int, list[int]] = defaultdict(list)
    for route, agency in Route.support.through.objects.order_by("id").values_list("route_id", "agency_id"):
        support[route].append(agency)
    fields = ["id", "subject", "area_id", "road_class", "lead_id", "offices", "valid_from", "valid_to"]
    anywhere = {code for code, area in places.areas().items() if area.level == "city"}
    by_subject: dict[str, list[Rule]] = defaultdict(list)
    for pk, subject, area, road_class, lead, offices, start, end in Route.objects.order_by("id").values_list(*fields):
        rule = Rule(
            subject,
            None if area in anywhere else area,
            road_class,
            lead,
            tuple(support[pk]),
            tuple(offices),
            start,
            end,
        )
        by_subject[subject].append(rule)
    return {subject: tuple(rules) for subject, rules in by_subject.items()}


def _load_calendar() -> tuple[int, Calendar] | None:
    version = CalendarVersion.objects.order_by("-number").first()
    return (version.pk, calendar_of(version.pk)) if version else None


_agencies = Cached(EDITION, _load_agencies)
_routes = Cached(EDITION, _load_routes)
_calendar = Cached(CALENDAR_EDITION, _load_calendar)


def actor_for(user: User) -> Actor:
    """The actor a signed-in user is: his roles, his agency, his area."""
    return Actor(
        label=f"user:{user.pk}",
        roles=frozenset(Role(role) for role in user.roles),
        user=user.pk,
        agency=user.agency_id,
        area=user.area_id,
        language=user.language,
    )


def agencies() -> dict[int, AgencyFacts]:
    """All agencies by id, also those that have ended."""
    return _agencies()


def agency(code: str) -> AgencyFacts:
    """One agency by its code. NotFound where there is none."""
    for facts in agencies().values():
        if facts.code == code:
            return facts
    raise NotFound(code)


def agency_by_id(agency_id: int) -> AgencyFacts:
    """One agency by its id, also an ended one. NotFound where there is none."""
    found = agencies().get(agency_id)
    if found is None:
        raise NotFound(str(agency_id))
    return found


def uses_of(agency_id: int) -> Uses:
    """What would have to go elsewhere if the agency ended today."""
    still = Route.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=clock.today()))
    return Uses(
        users=User.objects.filter(agency=agency_id, is_active=True).count(),
        leads=still.filter(lead=agency_id).count(),
        supports=still.filter(support=agency_id).count(),
    )


def agencies_now(on: date | None = None) -> list[AgencyFacts]:
    """The agencies that exist on a day (today): departments first, offices of the places and outside bodies last."""
    day = on or clock.today()
    return sorted((a for a in agencies().values() if a.is_valid(day)), key=lambda a: (_KINDS[a.kind], a.name))


def agency_names(ids: Iterable[int] | None = None) -> dict[int, str]:
    """Short names by id, also of agencies that have ended; of all where no ids are given."""
    known = agencies()
    wanted = known if ids is None else ids
    return {i: known[i].short_name for i in wanted if i in known}


def route_for(subject: str, *, area: str | None = None, road_class: str = "", on: date | None = None) -> Routed | None:
    """Who leads and supports on a subject (a category's code) at a place, on a class of road, on a day (today).

    `area` is the code of a kelurahan, desa or kecamatan. None where no agency that exists on that day is named.
    """
    day, known = on or clock.today(), agencies()
    village, district = _village_and_district(area)
    rules = (rule for rule in _routes().get(subject, ()) if known[rule.lead].is_valid(day))
    rule = choose(rules, area=village, district=district, road_class=road_class, on=day)
    if rule is None:
        return None
    offices = _offices({"village": village, "district": district}, rule.offices)
    support = dict.fromkeys(a for a in (*rule.support, *offices) if a != rule.lead and known[a].is_valid(day))
    return Routed(rule.lead, tuple(support))


def _village_and_district(code: str | None) -> tuple[str | None, str | None]:
    facts = places.areas().get(code) if code else None
    if facts is None or facts.level == "city":
        return None, None
    return (facts.code, facts.parent) if facts.level == "village" else (None, facts.code)


def _offices(here: dict[str, str | None], wanted: Iterable[str]) -> list[int]:
    codes = [code for level in wanted if (code := here.get(level))]
    return [a.id for code in codes for a in agencies().values() if a.area == code]


def calendar() -> tuple[int, Calendar]:
    """The newest version of the calendar: its id, and the calendar itself. NotFound where none was published."""
    found = _calendar()
    if found is None:
        raise NotFound(_("No calendar has been published yet. Run: kentongan load city kediri"))
    return found


def calendar_of(version: int) -> Calendar:
    """The calendar as it was in one version, by its id. NotFound where there is none."""
    row = CalendarVersion.objects.filter(pk=version).first()
    if row is None:
        raise NotFound(str(version))
    days = list(CalendarDay.objects.filter(version=row).values_list("day", "name", "kind"))
    return Calendar(
        days_off={day: name for day, name, _kind in days},
        collective_leave=frozenset(day for day, _name, kind in days if kind == CalendarDay.Kind.COLLECTIVE_LEAVE),
        collective_leave_counts=row.collective_leave_counts,
    )


def calendar_versions() -> list[VersionFacts]:
    """All published versions, the newest first."""
    rows = CalendarVersion.objects.order_by("-number")
    return [VersionFacts(*row) for row in rows.values_list("id", "number", "note", "collective_leave_counts")]


def users_with_role(role: Role, agency: int | None = None) -> list[UserFacts]:
    """The active users who have a role, of one agency where it is given, by name."""
    rows = User.objects.filter(roles__contains=[role.value], is_active=True).order_by("name", "id")
    if agency is not None:
        rows = rows.filter(agency=agency)
    return [UserFacts(*row) for row in rows.values_list("id", "name", "email", "language", "agency_id", "area_id")]


def user_list(*, text: str = "", role: str = "", is_active: bool = True, limit: int = 200, by: Actor) -> list[UserRow]:
    """The users an administrator looks for, by name: those with these letters in name or sign-in name, of a role."""
    only_administrators(by)
    rows = User.objects.filter(is_active=is_active)
    if role:
        rows = rows.filter(roles__contains=[role])
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(username__icontains=text))
    return _user_rows(rows.order_by("name", "id")[:limit])


def user_row(user_id: int, *, by: Actor) -> UserRow:
    """One user by his id. NotFound where there is none."""
    only_administrators(by)
    found = _user_rows(User.objects.filter(pk=user_id))
    if not found:
        raise NotFound(str(user_id))
    return found[0]


def _user_rows(rows: QuerySet[User]) -> list[UserRow]:
    return [
        UserRow(
            id=user.pk,
            username=user.username,
            name=user.name,
            email=user.email,
            roles=tuple(user.roles),
            agency=user.agency_id,
            area=user.area_id,
            is_active=user.is_active,
            last_login=user.last_login,
        )
        for user in rows
    ]


def user_names(ids: Iterable[int]) -> dict[int, str]:
    """The names of users, also of those who no longer work here."""
    return dict(User.objects.filter(pk__in=list(ids)).values_list("id", "name"))


def user_email(user: int) -> str | None:
    """The address of someone who works here; None where he has none, or works here no longer."""
    return User.objects.filter(pk=user, is_active=True).values_list("email", flat=True).first() or None


def invented_usernames(per_role: int = 1) -> list[str]:
    """Sign-in names of a demonstration's invented users (their addresses end in `@example.id`), the first of each role.

    Empty where no demonstration was loaded: real addresses never end so.
    """
    rows = User.objects.filter(is_active=True, email__endswith="@example.id").order_by("id")
    seen: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for username, roles in rows.values_list("username", "roles"):
        seen[tuple(roles)].append(username)
    return [name for names in seen.values() for name in names[:per_role]]
