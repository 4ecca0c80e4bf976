"""Starting, meeting and dropping the limits of a case. Called inside acts, never alone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kentongan.agencies.queries import calendar, calendar_of
from kentongan.cases import deadlines
from kentongan.cases.deadlines import Pause, Rule
from kentongan.cases.models import Case, Deadline, DeadlineRule
from kentongan.cases.queries.promises import paused_since, pauses_of
from kentongan.cases.queries.rules import rules
from kentongan.cases.queries.timing import time_rules
from kentongan.cases.workflow import OPEN_STATES
from kentongan.core import clock
from kentongan.core.errors import Refused
from kentongan.core.workdays import Calendar

Stage = DeadlineRule.Stage


def compute(
    stage: str, *, classification: str, agency: int | None, started_at: datetime, pauses: Sequence[Pause] = ()
) -> tuple[Rule, int, datetime] | None:
    """The rule in force, the calendar version and the due moment; None where the city has no rule."""
    version, days = calendar()
    on = clock.local(started_at).date()
    rule = deadlines.choose(rules(), stage=stage, classification=classification, agency=agency, on=on)
    if rule is None:
        return None
    return rule, version, deadlines.due_at(rule, started_at, calendar=days, zone=clock.zone(), pauses=pauses)


def start(case: Case, stage: str, *, at: datetime, agency: int | None = None) -> Deadline | None:
    """Start a stage's limit. A limit of the same stage that runs is replaced (dropped, not deleted)."""
    drop(case, stage, at=at)
    found = compute(stage, classification=case.classification, agency=agency, started_at=at)
    return _promise(case, stage, found, since=at)


def fit(case: Case, stage: str, *, since: datetime, at: datetime, agency: int | None = None) -> None:
    """Let a stage's limit follow the rule that holds now, where that is another one. It began `since`, as ever."""
    running = Deadline.objects.filter(case=case, stage=stage, dropped_at__isnull=True).first()
    pauses = pauses_of(running) if running is not None else []
    found = compute(stage, classification=case.classification, agency=agency, started_at=since, pauses=pauses)
    is_same = running is not None and found is not None and found[0].id == running.rule_id
    if is_same or (running is not None and running.met_at is not None):
        return
    drop(case, stage, at=at)
    _promise(case, stage, found, since=since, pauses=pauses)


def _promise(
    case: Case,
    stage: str,
    found: tuple[Rule, int, datetime] | None,
    *,
    since: datetime,
    pauses: Sequence[Pause] = (),
) -> Deadline | None:
    if found is None:
        return None
    rule, version, due = found
    return Deadline.objects.create(
        case=case,
        stage=stage,
        rule_id=rule.id,
        calendar_id=version,
        started_at=since,
        due_at=due,
        pauses=[moment for pause in pauses for moment in pause] or None,
    )


def meet(case: Case, stage: str, *, at: datetime) -> None:
    """The stage's work is done."""
    Deadline.objects.filter(case=case, stage=stage, met_at__isnull=True, dropped_at__isnull=True).update(met_at=at)


def drop(case: Case, stage: str, *, at: datetime) -> None:
    """The limit no longer applies; it stays in the record."""
    Deadline.objects.filter(case=case, stage=stage, dropped_at__isnull=True).update(dropped_at=at)


def reopen(case: Case, stage: str) -> None:
    """A met limit runs again as it was promised: the citizen's deadline never restarts."""
    Deadline.objects.filter(case=case, stage=stage, dropped_at__isnull=True).update(met_at=None, planned_for=None)


def resume(case: Case, *, at: datetime) -> None:
    """The coordinator has it again. Where the whole handling has no limit yet, that of verification starts anew."""
    if not _running(case).filter(stage=Stage.RESOLVE).exists():
        start(case, Stage.VERIFY, at=at)


def go_on(case: Case, *, at: datetime) -> dict[str, Any]:
    """End what the case waited for: every running limit moves by the pause. Gives what the event says of it."""
    since = paused_since(case)
    case.asked_at = case.postponed_at = None
    if since is None:
        return {}
    for limit in _running(case):
        _lengthen(limit, max(since, limit.started_at), at)
    _number, days = calendar()
    paused = deadlines.paused_days("working_days", [(since, at)], calendar=days, zone=clock.zone())
    return {"paused_since": since, "paused_days": paused}


def _lengthen(limit: Deadline, since: datetime, at: datetime) -> None:
    """By the rule and the calendar the limit was promised with."""
    limit.pauses = [*(limit.pauses or []), since, at]
    rule = next(rule for rule in rules() if rule.id == limit.rule_id)
    days = calendar_of(limit.calendar_id) if limit.calendar_id else calendar()[1]
    limit.due_at = _due_of(limit, rule, days)
    limit.planned_for = None  # also where it stays where it was: what fell into the pause was dropped
    limit.save(update_fields=["pauses", "due_at", "planned_for"])


def _due_of(limit: Deadline, rule: Rule, days: Calendar) -> datetime:
    pauses = pauses_of(limit)
    return deadlines.due_at(
        rule, limit.started_at, calendar=days, zone=clock.zone(), pauses=pauses, extension=limit.extension
    )


def extend(case: Case, *, at: datetime) -> dict[str, Any]:
    """Add the city's days to the limit of the handling, by the rule and the calendar it was promised with.

    Gives what the event says of it. Refused where it is over, or where the law's days are used up.
    """
    limit = _running(case).filter(stage=Stage.RESOLVE).select_for_update().first()
    rule = next((rule for rule in rules() if limit is not None and rule.id == limit.rule_id), None)
    if limit is None or rule is None or (paused_since(case) or at) > limit.due_at:
        raise Refused(_("The limit is over: it can only be extended before."))
    days = calendar_of(limit.calendar_id) if limit.calendar_id else calendar()[1]
    city = time_rules()
    limit.extension = deadlines.extension_of(
        rule,
        limit.started_at,
        days=city.extension_days,
        most=city.extension_most,
        calendar=days,
        zone=clock.zone(),
    )
    if limit.extension == 0:
        raise Refused(_("The limit has all the days that the law allows."))
    before, limit.due_at = limit.due_at, _due_of(limit, rule, days)
    limit.save(update_fields=["extension", "due_at"])
    return {"before": before, "after": limit.due_at, "days": limit.extension}


def _running(case: Case) -> QuerySet[Deadline]:
    return Deadline.objects.filter(case=case, met_at__isnull=True, dropped_at__isnull=True)


def renew(case: Case) -> None:
    """Set what lists sort by: the earliest limit that runs; none while the clock stands still or the case is over."""
    is_running = case.state in OPEN_STATES and paused_since(case) is None
    first = _running(case).order_by("due_at", "id").first() if is_running else None
    case.due_at = first.due_at if first else None
    case.due_stage = first.stage if first else ""
    if first is None or first.due_at > clock.now():
        case.escalated_at = None
