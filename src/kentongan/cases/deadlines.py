"""How long a stage may take: choosing the rule, computing the moment, saying why. Pure.

Working days: the day of receipt is not counted, the last day counts to its end (domain rule R5; PermenPANRB 5/2025
made every limit configuration). Hours and calendar days run without pause.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kentongan.core import workdays
from kentongan.core.workdays import Calendar

LAST_MOMENT = time(23, 59, 59)
Pause = tuple[datetime, datetime]


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


# What holds where the city has no rule of its own for these stages: the waiting of a postponed report (SP4N practice),
# and the notice of the Ombudsman (UU 37/2008; 60 days after receipt, domain 1.1).
USUAL: Mapping[str, Rule] = {
    "complete": Rule(0, "complete", 30, "calendar_days", "", None, date.min, None, 1),
    "ombudsman": Rule(0, "ombudsman", 60, "calendar_days", "", None, date.min, None, 1),
}


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
    return max(fitting, key=_narrowness, default=USUAL.get(stage))


def _narrowness(rule: Rule) -> tuple[bool, bool, date]:
    return (rule.agency is not None, rule.classification != "", rule.valid_from)


def shortest(rules: Iterable[Rule], stage: str) -> timedelta:
    """No limit of this stage is over sooner: what is younger need not be looked at."""
    spans = [_span(rule) for rule in rules if rule.stage == stage]
    return min([*spans, _span(USUAL[stage])])


def _span(rule: Rule) -> timedelta:
    return timedelta(hours=rule.amount) if rule.unit == "hours" else timedelta(days=rule.amount)


def due_at(
    rule: Rule,
    started_at: datetime,
    *,
    calendar: Calendar,
    zone: ZoneInfo,
    pauses: Sequence[Pause] = (),
    extension: int = 0,
) -> datetime:
    """The last moment in time that is still in time, in the city's zone. Each pause lengthens the limit by itself.

    `extension`: working days that an act added (no limit in hours is ever extended).
    """
    if rule.unit == "hours":
        return started_at + timedelta(hours=rule.amount) + sum((end - begin for begin, end in pauses), timedelta())
    start = started_at.astimezone(zone).date()
    amount = rule.amount + paused_days(rule.unit, pauses, calendar=calendar, zone=zone)
    last = workdays.add_working_days(last_day(rule.unit, amount, start, calendar), extension, calendar)
    return datetime.combine(last, LAST_MOMENT, tzinfo=zone)


def extension_of(rule: Rule, started_at: datetime, *, days: int, most: int, calendar: Calendar, zone: ZoneInfo) -> int:
    """The working days an extension adds: `days`, never beyond `most` from the start; 0 where none is left.

    Information requests have ten and seven (UU 14/2008 article 22); a city that promises less has as much more.
    """
    if rule.unit == "hours":
        return 0
    start = started_at.astimezone(zone).date()
    promised = workdays.working_days_between(start, last_day(rule.unit, rule.amount, start, calendar), calendar)
    return max(0, min(days, most - promised))


def paused_days(unit: str, pauses: Iterable[Pause], *, calendar: Calendar, zone: ZoneInfo) -> int:
    """The days of the unit that began during the pauses: the day a pause begins is used, the day it ends is not."""
    spans = [(begin.astimezone(zone).date(), end.astimezone(zone).date()) for begin, end in pauses]
    if unit == "calendar_days":
        return sum((end - begin).days for begin, end in spans)
    return sum(workdays.working_days_between(begin, end, calendar) for begin, end in spans)


def last_day(unit: str, amount: int, start: date, calendar: Calendar) -> date:
    """The last day of a limit of days that began on `start`."""
    if unit == "calendar_days":
        return start + timedelta(days=amount)
    return workdays.add_working_days(start, amount, calendar)


def explain(
    rule: Rule,
    started_at: datetime,
    *,
    calendar: Calendar,
    zone: ZoneInfo,
    pauses: Sequence[Pause] = (),
    extension: int = 0,
) -> workdays.Explanation | None:
    """The named days off and the pauses that moved a limit of working days; None for hours and calendar days."""
    if rule.unit != "working_days":
        return None
    paused = paused_days(rule.unit, pauses, calendar=calendar, zone=zone)
    return workdays.explain(
        started_at.astimezone(zone).date(), rule.amount, calendar, paused=paused, extended=extension
    )
