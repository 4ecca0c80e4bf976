"""What time itself does: closing without a reply, expiry of the postponed. Swept every second; each fires once."""

import logging
from collections.abc import Callable

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kentongan.cases import deadlines
from kentongan.cases.actions import limits
from kentongan.cases.actions.base import begin, finish
from kentongan.cases.actions.handling import close_by_system
from kentongan.cases.models import Case, DeadlineRule
from kentongan.cases.queries.promises import completed_by
from kentongan.cases.queries.rules import rules
from kentongan.cases.workflow import Act, State
from kentongan.core import clock
from kentongan.core.actor import Actor, system
from kentongan.core.errors import NotFound, Refused

_log = logging.getLogger(__name__)
Stage = DeadlineRule.Stage
_BATCH = 100


@transaction.atomic
def expire(number: str, *, by: Actor) -> None:
    """Archive what stayed postponed for as long as the rule of stage `complete` says, without a word."""
    case = begin(number, Act.EXPIRE, by=by)
    at = clock.now()
    if (ends := completed_by(case)) is None or ends > at:  # completed and postponed again meanwhile, perhaps
        raise Refused(_("The time to complete this report has not passed."))
    paused = limits.go_on(case, at=at)
    limits.meet(case, Stage.VERIFY, at=at)
    case.archive_reason, case.closed_at, case.closed_by = "incomplete", at, "system"
    case.replied_at = None
    finish(case, Act.EXPIRE, by=by, at=at, body={"reason": "incomplete", **paused})


def sweep() -> int:
    """Do what is due now, the longest overdue first; gives how many cases moved.

    One that someone else moved first is left alone, one that fails is passed over: neither holds up the others. The
    cases of an exercise are moved by the exercise.
    """
    now, by = clock.now(), system("timers")
    real = Case.objects.filter(exercise__isnull=True, merged_into__isnull=True)
    closing = real.filter(state=State.ANSWERED, due_stage="close", due_at__lte=now).order_by("due_at", "id")
    since = now - deadlines.shortest(rules(), Stage.COMPLETE)
    expired = real.filter(state=State.POSTPONED, postponed_at__lte=since).order_by("postponed_at", "id")
    return _each(close_by_system, closing, by=by) + _each(expire, expired, by=by)


def _each(act: Callable[..., None], cases: QuerySet[Case], *, by: Actor) -> int:
    moved = 0
    for number in cases.values_list("number", flat=True).iterator(chunk_size=_BATCH):
        if moved >= _BATCH:
            break
        try:
            act(number, by=by)
            moved += 1
        except (Refused, NotFound):
            continue
        except Exception:  # one case that cannot be moved must not stop the clock of the others
            _log.exception("a case could not be moved by time: %s", number)
    return moved
