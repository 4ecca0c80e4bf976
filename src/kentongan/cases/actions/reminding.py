"""Reminders: rows with their moment, planned from the limits that run and swept by the worker, each kind once.

A limit that moved is planned anew (`Deadline.planned_for` is not its `due_at` any more); one that was met, dropped or
stands still lets its reminder come to nothing. Who is told, and in which words, is the matter of those who follow
the event: the row and the event are written in one transaction, so that neither is without the other.
"""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, time

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from kentongan.agencies.queries import calendar
from kentongan.cases import access, reminders
from kentongan.cases.actions.base import record
from kentongan.cases.models import Case, Deadline, DeadlineRule, Reminder
from kentongan.cases.queries.promises import ends_at, paused_since
from kentongan.cases.queries.timing import time_rules
from kentongan.cases.workflow import OPEN_STATES
from kentongan.core import clock, workdays
from kentongan.core.actor import Actor, system
from kentongan.core.errors import NotFound

_log = logging.getLogger(__name__)
_BATCH, _PLANNED = 200, 1_000
_STALE_DAYS = 7  # what should have been said longer ago, as in an import, is not said any more
Kind = Reminder.Kind


def sweep_reminders() -> int:
    """Plan what moved, remind of what is due; gives how many of both. One that fails does not hold up the others."""
    planned = plan()
    due = Reminder.objects.filter(due_at__lte=clock.now(), sent_at__isnull=True, dropped_at__isnull=True)
    done = 0
    for pk in list(due.order_by("due_at", "id").values_list("pk", flat=True)[:_BATCH]):
        try:
            done += remind(pk, by=system("timers"))
        except Exception:  # the clock of the others goes on
            _log.exception("a reminder could not be sent: %d", pk)
    return planned + done


@transaction.atomic
def plan() -> int:
    """The reminders of limits that are new or moved, a batch in a handful of statements; gives how many limits."""
    moved = Deadline.objects.filter(met_at__isnull=True, dropped_at__isnull=True)
    moved = moved.filter(Q(planned_for__isnull=True) | ~Q(planned_for=F("due_at"))).filter(_is_near()).order_by("pk")
    found = list(moved.select_related("case", "rule").select_for_update(of=("self",), skip_locked=True)[:_PLANNED])
    if not found:
        return 0
    real = [limit for limit in found if limit.case.exercise is None]
    new, changed = _of_limits(real)
    Reminder.objects.bulk_create([*new, *_ombudsman([limit.case for limit in real])], ignore_conflicts=True)
    Reminder.objects.bulk_update(changed, ["due_at", "dropped_at"])
    Deadline.objects.filter(pk__in=[limit.pk for limit in found]).update(planned_for=F("due_at"))
    return len(found)


def _is_near() -> Q:
    """Not the fresh limits of verifying whose first reminder lies beyond the next working day: most are met by then."""
    days = time_rules().habits.before_days + 1
    last = workdays.add_working_days(clock.today(), days, calendar()[1])
    end = datetime.combine(last, time.max, tzinfo=clock.zone())
    planned = Reminder.objects.filter(case=OuterRef("case"), deadline=OuterRef("pk"))
    return ~Q(stage=DeadlineRule.Stage.VERIFY) | Q(due_at__lte=end) | Q(Exists(planned))


def _of_limits(limits: Sequence[Deadline]) -> tuple[list[Reminder], list[Reminder]]:
    """Their reminders that are not there yet, and those that come at another moment now."""
    known = {(row.deadline_id, row.kind): row for row in Reminder.objects.filter(deadline__in=limits)}
    new, changed = [], []
    for limit in limits:
        for kind, at in _moments(limit).items():
            row = known.get((limit.pk, kind))
            if row is None:
                row = Reminder(case_id=limit.case_id, deadline=limit, kind=kind, due_at=at, dropped_at=_stale(at))
                new.append(row)
            elif row.sent_at is None:
                row.due_at, row.dropped_at = at, _stale(at)
                changed.append(row)
    return new, changed


def _moments(limit: Deadline) -> Mapping[str, datetime]:
    if limit.stage not in reminders.STAGES:
        return {}
    habits, days = time_rules().habits, calendar()[1]
    return reminders.moments(limit.rule.unit, limit.started_at, limit.due_at, habits, calendar=days, zone=clock.zone())


def _ombudsman(cases: Sequence[Case]) -> list[Reminder]:
    """Once for each matter, by the day it was received: nothing stops the days of the law."""
    there = Reminder.objects.filter(case__in=cases, kind=Kind.OMBUDSMAN).values_list("case", flat=True)
    # the days of an older system are not counted anew to its reporters
    missing = {case.pk: case for case in cases if case.carried_over_at is None}
    found = []
    for case in (missing[pk] for pk in sorted(set(missing) - set(there))):
        at = ends_at(DeadlineRule.Stage.OMBUDSMAN, case.received_at, case.classification)
        if at is not None:
            at = reminders.decent(at, time_rules().habits, zone=clock.zone())
            found.append(Reminder(case=case, kind=Kind.OMBUDSMAN, due_at=at, dropped_at=_stale(at)))
    return found


def _stale(at: datetime) -> datetime | None:
    """When it came to nothing because it should have been said long ago, as in an import."""
    now = clock.now()
    return now if (now - at).days >= _STALE_DAYS else None


@transaction.atomic
def remind(reminder: int, *, by: Actor) -> bool:
    """Send what is due, or let it come to nothing; gives whether the row was this sweep's to settle."""
    number = Reminder.objects.filter(pk=reminder).values_list("case__number", flat=True).first()
    if number is None:
        return False
    try:
        case = access.locked(number, by=by)
    except NotFound:  # of an exercise, which has its own time
        return bool(Reminder.objects.filter(pk=reminder).update(dropped_at=clock.now()))
    row = Reminder.objects.select_for_update(of=("self",)).select_related("deadline").get(pk=reminder)
    at = clock.now()
    if row.sent_at is not None or row.dropped_at is not None or row.due_at > at:
        return False
    is_wanted = _is_wanted(row, case, at)
    if is_wanted and (later := _decent(row, at)) > at:
        row.due_at = later
        row.save(update_fields=["due_at"])
        return True
    row.sent_at, row.dropped_at = (at, None) if is_wanted else (None, at)
    row.save(update_fields=["sent_at", "dropped_at"])
    if is_wanted:
        _say(row, case, at, by)
    return True


def _is_wanted(row: Reminder, case: Case, at: datetime) -> bool:
    if case.state not in OPEN_STATES or case.merged_into_id is not None:
        return False
    limit = row.deadline
    if limit is None:
        return True
    is_running = limit.met_at is None and limit.dropped_at is None and paused_since(case) is None
    return is_running and (row.kind in reminders.AHEAD) == (at <= limit.due_at) and not _is_overtaken(row, at)


def _is_overtaken(row: Reminder, at: datetime) -> bool:
    """After a stop of the worker the same people hear of it once: today, and not that it ends soon."""
    rows = Reminder.objects.filter(deadline=row.deadline_id, kind=Kind.DUE, due_at__lte=at)
    return row.kind == Kind.BEFORE and rows.exists()


def _decent(row: Reminder, at: datetime) -> datetime:
    days = None if row.deadline_id is None else calendar()[1]
    return reminders.decent(at, time_rules().habits, zone=clock.zone(), calendar=days)


def _say(row: Reminder, case: Case, at: datetime, by: Actor) -> None:
    if row.deadline is None:
        return record(case, "ombudsman_told", by=by, at=at)
    if row.kind == Kind.SUPERVISOR and case.due_at is not None and case.due_at < at:
        case.escalated_at = at
    body = {"reminder": row.kind, "stage": row.deadline.stage, "due": row.deadline.due_at}
    return record(case, "reminded", by=by, at=at, body=body)
