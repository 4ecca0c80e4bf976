"""How much an agency still has in its hands."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from kentongan.cases.models import Case, CaseParty
from kentongan.cases.workflow import OPEN_STATES
from kentongan.core import clock


def open_cases_of(agency: int) -> int:
    """How many open cases an agency leads; those of exercises are not counted."""
    leading = CaseParty.objects.filter(agency=agency, role=CaseParty.Role.LEAD, until__isnull=True)
    return leading.filter(case_state__in=OPEN_STATES, exercise__isnull=True).count()


@dataclass(frozen=True, slots=True)
class OpenPlace:
    """How many open cases tell of the same: a place (kelurahan, else kecamatan) and a class of road."""

    area: str | None
    road_class: str
    count: int


def open_places_of(category: str) -> list[OpenPlace]:
    """Where the open cases of a category lie; those of exercises are not counted."""
    rows = Case.objects.filter(category=category, state__in=OPEN_STATES, exercise__isnull=True)
    counted = rows.annotate(place=Coalesce("area_id", "district_id")).values_list("place", "road_class")
    return [OpenPlace(*row) for row in counted.annotate(count=Count("id")).order_by("place", "road_class")]


@dataclass(frozen=True, slots=True)
class Pressing:
    """What presses on an agency, or on the coordinator where none leads (None)."""

    agency: int | None
    late: int
    today: int


def pressing() -> list[Pressing]:
    """By leading agency how many limits are over and how many end today, the most overdue first. No exercises."""
    now, tomorrow = clock.now(), clock.today() + timedelta(days=1)
    ends = datetime.combine(tomorrow, time(), tzinfo=clock.zone())
    rows = Case.objects.filter(due_at__lt=ends, exercise__isnull=True).values_list("lead")
    counted = rows.annotate(late=Count("id", Q(due_at__lt=now)), today=Count("id", Q(due_at__gte=now)))
    return [Pressing(*row) for row in counted.order_by("-late", "-today", "lead")]
