"""Reads of the calendar, the newest from memory."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kentongan.agencies.models import CalendarDay, CalendarVersion
from kentongan.core.cached import Cached
from kentongan.core.errors import NotFound
from kentongan.core.workdays import Calendar

CALENDAR_EDITION = "calendar"


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """One published state of the calendar."""

    id: int
    number: int
    note: str
    collective_leave_counts: bool


def _load_calendar() -> tuple[int, Calendar] | None:
    version = CalendarVersion.objects.order_by("-number").first()
    return (version.pk, calendar_of(version.pk)) if version else None


_calendar = Cached(CALENDAR_EDITION, _load_calendar)


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
