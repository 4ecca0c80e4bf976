"""Reads of agencies: from memory (`core.cached`)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from kentongan.agencies.models import Agency, Route, User
from kentongan.core import clock
from kentongan.core.cached import Cached
from kentongan.core.errors import NotFound

EDITION = "agencies"
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
        return (self.valid_from is None or self.valid_from <= on) and not self.has_ended(on)

    def has_ended(self, on: date) -> bool:
        return self.valid_to is not None and self.valid_to < on


@dataclass(frozen=True, slots=True)
class Uses:
    """What hangs on an agency today: who works there, how many routes name it from now on."""

    users: int
    leads: int
    supports: int


def _load_agencies() -> dict[int, AgencyFacts]:
    fields = ["id", "code", "name", "short_name", "kind", "parent_id", "area_id", "email", "phone"]
    rows = Agency.objects.order_by("id").values_list(*fields, "valid_from", "valid_to")
    return {row[0]: AgencyFacts(*row) for row in rows}


_agencies = Cached(EDITION, _load_agencies)


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
