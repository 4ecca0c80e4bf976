"""When those who handle a case are reminded of a limit: kinds, moments, decent hours. Pure.

Two kinds come before the limit is over, three after it; the last is the escalation (domain rule R20). What is told to
people comes at decent hours of the city, to those who work here on working days alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kentongan.core.workdays import Calendar, add_working_days

BEFORE, DUE, LATE, COORDINATOR, SUPERVISOR = "before", "due", "late", "coordinator", "supervisor"
OMBUDSMAN = "ombudsman"  # to the reporter, and of no limit of ours
KINDS = (BEFORE, DUE, LATE, COORDINATOR, SUPERVISOR)
AHEAD = frozenset({BEFORE, DUE})
STAGES = frozenset({"verify", "follow_up", "resolve"})  # the limits somebody who works here must keep
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Habits:
    """When people are told: between which hours, and so many working days before and after a limit."""

    opens_at: time = time(7)
    closes_at: time = time(20)
    before_days: int = 1
    coordinator_after: int = 1
    supervisor_after: int = 2


def decent(moment: datetime, habits: Habits, *, zone: ZoneInfo, calendar: Calendar | None = None) -> datetime:
    """The moment itself at decent hours, else the next opening; with a calendar only on working days."""
    local = moment.astimezone(zone)
    day = local.date()
    is_within = habits.opens_at <= local.time() < habits.closes_at
    if not is_within and local.time() >= habits.closes_at:
        day += _ONE_DAY
    while calendar is not None and not calendar.is_working_day(day):
        day += _ONE_DAY
    return moment if is_within and day == local.date() else _opening(day, habits, zone)


def moments(
    unit: str, started_at: datetime, due_at: datetime, habits: Habits, *, calendar: Calendar, zone: ZoneInfo
) -> Mapping[str, datetime]:
    """By kind when to remind of a limit; what would come too early or too late to be of use is left out."""
    found = {kind: decent(at, habits, zone=zone, calendar=calendar) for kind, at in _ahead(unit, started_at, due_at)}
    if unit != "hours":
        found = _of_days(due_at, habits, calendar, zone)
    kept = {kind: at for kind, at in found.items() if started_at < at < due_at}
    late = decent(due_at, habits, zone=zone, calendar=calendar)
    on = late.astimezone(zone).date()
    return {
        **kept,
        LATE: late,
        COORDINATOR: _opening(add_working_days(on, habits.coordinator_after, calendar), habits, zone),
        SUPERVISOR: _opening(add_working_days(on, habits.supervisor_after, calendar), habits, zone),
    }


def _ahead(unit: str, started_at: datetime, due_at: datetime) -> list[tuple[str, datetime]]:
    """Of a limit in hours: when two thirds of it are gone."""
    return [(BEFORE, due_at - (due_at - started_at) / 3)] if unit == "hours" else []


def _of_days(due_at: datetime, habits: Habits, calendar: Calendar, zone: ZoneInfo) -> dict[str, datetime]:
    last = _working_day_until(due_at.astimezone(zone).date(), calendar)
    before = last
    for _n in range(habits.before_days):
        before = _working_day_until(before - _ONE_DAY, calendar)
    on_it = {DUE: _opening(last, habits, zone)}
    return on_it if before == last else {BEFORE: _opening(before, habits, zone), **on_it}


def _working_day_until(day: date, calendar: Calendar) -> date:
    while not calendar.is_working_day(day):
        day -= _ONE_DAY
    return day


def _opening(day: date, habits: Habits, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, habits.opens_at, tzinfo=zone)
