"""What time itself does: closing without a reply, expiry of the postponed. Swept every second; each fires once."""

from datetime import timedelta

from django.db import transaction

from kentongan.cases.actions.base import begin, finish
from kentongan.cases.actions.handling import close_by_system
from kentongan.cases.models import Case
from kentongan.cases.workflow import Act, State
from kentongan.core import clock
from kentongan.core.actor import Actor, system
from kentongan.core.errors import NotFound, Refused

POSTPONED_FOR = timedelta(days=30)
_BATCH = 100


@transaction.atomic
def expire(number: str, *, by: Actor) -> None:
    """Archive what stayed postponed for thirty days without a word."""
    case = begin(number, Act.EXPIRE, by=by)
    at = clock.now()
    case.archive_reason, case.closed_at, case.closed_by = "incomplete", at, "system"
    finish(case, Act.EXPIRE, by=by, at=at, body={"reason": "incomplete"})


def sweep() -> int:
    """Do what is due now; gives how many cases moved. One that someone else moved first is left alone."""
    now, by, moved = clock.now(), system("timers"), 0
    closing = Case.objects.filter(state=State.ANSWERED, due_stage="close", due_at__lte=now)
    expired = Case.objects.filter(state=State.POSTPONED, postponed_at__lte=now - POSTPONED_FOR)
    for act, cases in ((close_by_system, closing), (expire, expired)):
        for number in cases.values_list("number", flat=True)[:_BATCH]:
            try:
                act(number, by=by)
                moved += 1
            except (Refused, NotFound):
                continue
    return moved
