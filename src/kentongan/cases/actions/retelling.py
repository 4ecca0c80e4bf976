"""*Laporkan lagi*: after the window to reply the matter is told anew, and both cases name each other."""

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.cases.actions.base import own_report, record
from kentongan.cases.actions.reporter import can_reopen
from kentongan.cases.models import Case, Report, Retelling
from kentongan.cases.workflow import State
from kentongan.core import clock
from kentongan.core.actor import Actor
from kentongan.core.errors import NotFound, Refused


@transaction.atomic
def link_retelling(number: str, *, by: Actor) -> None:
    """Link the new case of this number to the reporter's earlier report (`by`); a second time changes nothing.

    One event in each history. Refused while the earlier case still takes his reply.
    """
    told = Report.objects.filter(pk=by.report or 0, exercise=by.exercise).first()
    if told is None:
        raise NotFound
    wanted = Case.objects.filter(number=number, exercise=by.exercise) | Case.objects.filter(pk=told.case_id)
    locked = {case.pk: case for case in wanted.select_for_update().order_by("pk")}
    earlier = locked.pop(told.case_id, None)
    new = next(iter(locked.values()), None)
    if earlier is None or new is None:
        raise NotFound
    if Retelling.objects.filter(case=new).exists():
        return
    own_report(earlier, by=by)
    if earlier.state != State.CLOSED or can_reopen(earlier):
        raise Refused(_("This report still takes your reply; please reply there."))
    at = clock.now()
    Retelling.objects.create(case=new, earlier=told, created_at=at, exercise=by.exercise)
    record(new, "told_again", by=by, at=at, body={"goes_on_from": told.code})
    record(earlier, "told_again", by=by, at=at, body={"goes_on_in": new.number})
