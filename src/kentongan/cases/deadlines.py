"""How long a stage may take: choosing the rule, computing the moment, saying why. Pure.

Working days: the day of receipt is not counted, the last day counts to its end (domain rule R5; PermenPANRB 5/2025
made every limit configuration). Hours and calendar days run without pause.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kentongan.core import workdays
from kentongan.core.workdays import Calendar

LAST_MOMENT = time(23, 59, 59)


@dataclass(frozen=True)
class Rule:
    """One rule as data: blank classification and agency None mean any."""

    id: int
    stage: str
    amount: int
    unit: str
    classification: str
    agency: int | None
    valid_from: date
    valid_to: date | None
    version: int


def choose(rules: Iterable[Rule], *, stage: str, classification: str, agency: int | None, on: date) -> Rule | None:
    """The narrowest rule in force: agency and classification, then agency, then classification, then any."""
    fitting = [
        rule
        for rule in rules
        if rule.stage == stage
        and rule.classification in {"", classification}
        and rule.agency in {None, agency}
        and rule.valid_from <= on
        and (rule.valid_to is None or on <= rule.valid_to)
    ]
    return max(fitting, key=_narrowness, default=None)


def _narrowness(rule: Rule) -> tuple[bool, bool, date]:
    return (rule.agency is not None, rule.classification != "", rule.valid_from)


def due_at(rule: Rule, started_at: datetime, *, calendar: Calendar, zone: ZoneInfo) -> datetime:
    """The last moment in time that is still in time, in the city's zone."""
    if rule.unit == "hours":
        return started_at + timedelta(hours=rule.amount)
    start = started_at.astimezone(zone).date()
    return datetime.combine(last_day(rule.unit, rule.amount, start, calendar), LAST_MOMENT, tzinfo=zone)


def last_day(unit: str, amount: int, start: date, calendar: Calendar) -> date:
    """The last day of a limit of days that began on `start`."""
    if unit == "calendar_days":
        return start + timedelta(days=amount)
    return workdays.add_working_days(start, amount, calendar)


def explain(rule: Rule, started_at: datetime, *, calendar: Calendar, zone: ZoneInfo) -> workdays.Explanation | None:
    """The named days off that moved a limit of working days; None for hours and calendar days: nothing moves them."""
    if rule.unit != "working_days":
        return None
    return workdays.explain(started_at.astimezone(zone).date(), rule.amount, calendar)
