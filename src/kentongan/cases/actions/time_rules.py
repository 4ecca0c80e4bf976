"""When people are told of time, and which waits stop the clock: changed by an administrator, with before and after."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.cases.actions import limits
from kentongan.cases.models import Case, CaseParty, Deadline, TimeRules
from kentongan.cases.queries.timing import EDITION, FIELDS, WAITS, TimeFacts, time_rules
from kentongan.cases.workflow import OPEN_STATES
from kentongan.core.actions import hold_edition, new_edition
from kentongan.core.actor import Actor
from kentongan.core.conflicts import Wanted, checked
from kentongan.core.errors import Refused
from kentongan.core.roles import only_administrators
from kentongan.core.text import clean
from kentongan.history import actions as history

_LIMITS = {"before_days": 10, "coordinator_after": 30, "supervisor_after": 30, "extension_days": 60}
_CONTACT = 200


@transaction.atomic
def change_time_rules(wanted: Mapping[str, Wanted], *, by: Actor) -> None:
    """Change the fields of `queries.timing.FIELDS`. Conflict where one moved since it was shown.

    Reminders that are not sent yet are planned anew; a wait that goes on follows the new rule at once.
    """
    only_administrators(by)
    hold_edition(EDITION)
    row = hold_time_rules()
    before = asdict(_facts(row))
    changes = checked({name: Wanted(_plain(w.shown), _plain(w.wanted)) for name, w in wanted.items()}, before)
    if not changes:
        return
    after = replace(_facts(row), **changes)
    _check(after)
    for name, value in changes.items():
        setattr(row, name, list(value) if name == "pausing" else value)
    row.save(update_fields=list(changes))
    body = {"before": _told(before, changes), "after": _told(asdict(after), changes)}
    history.append_to(row, "time-rules:1", "cases.time_rules_changed", by=by, body=body)
    new_edition(EDITION)
    time_rules.forget()
    Deadline.objects.filter(met_at__isnull=True, dropped_at__isnull=True).update(planned_for=None)
    if "pausing" in changes:
        _renew_waiting()


def load_time_rules(values: Mapping[str, Any]) -> int:
    """What the city's profile says of it, where the city has no rules of its own yet."""
    if TimeRules.objects.exists():
        return 0
    _create(replace(TimeFacts(), **values))
    new_edition(EDITION)
    return 1


def hold_time_rules() -> TimeRules:
    """The row with the head of the stream `time-rules:1`, locked; made where the city has none yet."""
    if not TimeRules.objects.filter(pk=1).exists():
        _create(TimeFacts())
    return TimeRules.objects.select_for_update().get(pk=1)


def _create(facts: TimeFacts) -> None:
    TimeRules.objects.create(pk=1, **{**asdict(facts), "pausing": list(facts.pausing)})


def _facts(row: TimeRules) -> TimeFacts:
    return TimeFacts(**{**{name: getattr(row, name) for name in FIELDS}, "pausing": tuple(row.pausing)})


def _plain(value: Any) -> Any:
    return tuple(name for name in WAITS if name in value) if isinstance(value, list | tuple) else value


def _told(values: Mapping[str, Any], names: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name].isoformat() if isinstance(values[name], time) else values[name] for name in names}


def _check(facts: TimeFacts) -> None:
    if facts.opens_at >= facts.closes_at:
        raise Refused(_("The hours end before they begin."), field="closes_at")
    if not facts.opens_at <= facts.list_at < facts.closes_at:
        raise Refused(_("Choose a time within the hours."), field="list_at")
    for name, most in _LIMITS.items():
        if not 0 <= getattr(facts, name) <= most:
            raise Refused(_("From 0 to %(most)d.") % {"most": most}, field=name)
    if facts.supervisor_after < facts.coordinator_after:
        raise Refused(_("The supervisor is told after the coordinator."), field="supervisor_after")
    if not facts.extension_days <= facts.extension_most <= 365:
        raise Refused(_("At least the days of the extension, at most 365."), field="extension_most")
    if not clean(facts.ombudsman_contact) or len(facts.ombudsman_contact) > _CONTACT:
        raise Refused(_("At most %(limit)d letters, and not empty.") % {"limit": _CONTACT}, field="ombudsman_contact")


def _renew_waiting() -> None:
    """Lists show the limits of those who wait by the rule that holds now."""
    waiting = Case.objects.filter(state__in=OPEN_STATES).exclude(asked_at__isnull=True, postponed_at__isnull=True)
    for case in waiting.order_by("pk").select_for_update():
        limits.renew(case)
        case.save(update_fields=["due_at", "due_stage", "escalated_at"])
        CaseParty.objects.filter(case=case, until__isnull=True).update(due_at=case.due_at)
