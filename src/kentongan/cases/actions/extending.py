"""*Perpanjangan*: more time for an information request, once, before its limit, with a reason its reporter reads."""

from django.db import transaction

from kentongan.cases.actions import limits
from kentongan.cases.actions.base import begin, finish, own_lead, required
from kentongan.cases.actions.entries import say
from kentongan.cases.models import Entry
from kentongan.cases.workflow import Act
from kentongan.core import clock
from kentongan.core.actor import Actor


@transaction.atomic
def extend(number: str, *, reason: str, by: Actor) -> None:
    """Extend the limit of the handling by the city's days: seven more, seventeen in all (UU 14/2008 article 22)."""
    case = begin(number, Act.EXTEND, by=by)
    own_lead(case, by=by)
    reason = required(reason, field="reason", limit=2000)
    at = clock.now()
    moved = limits.extend(case, at=at)
    texts = say(case, Entry.Kind.EXTENSION, reason, by=by, at=at)
    case.extended_at = at
    finish(case, Act.EXTEND, by=by, at=at, body={"agency": case.lead_id, **moved}, texts=texts)
