"""Consultation: an agency is asked for advice on one passage, until a day of its own, and has a way to answer."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.cases.actions.base import begin, finish, own_party, required
from kentongan.cases.actions.entries import say
from kentongan.cases.models import Case, CaseParty, Entry
from kentongan.cases.workflow import Act
from kentongan.core import clock
from kentongan.core.actor import Actor
from kentongan.core.errors import Refused


def consult(case: Case, agency: int, passage: str, *, answer_on: date | None, by: Actor) -> None:
    """Inside `share`: the agency reads the passage from now on; asked again, it reads the new one."""
    if answer_on is not None and answer_on < clock.today():
        raise Refused(_("This day has passed."), field="answer_on")
    at = clock.now()
    CaseParty.objects.update_or_create(
        case=case,
        agency_id=agency,
        until=None,
        defaults={"passage": passage, "answer_on": answer_on, "advised_at": None},
        create_defaults={
            "passage": passage,
            "answer_on": answer_on,
            "role": CaseParty.Role.CONSULTED,
            "since": at,
            "first_seq": case.head_seq + 1,
            "case_state": case.state,
            "case_received_at": case.received_at,
            "exercise": case.exercise,
        },
    )
    on = {"on": answer_on.isoformat()} if answer_on else {}
    finish(case, Act.SHARE, by=by, at=at, body={"agency": agency, **on})


@transaction.atomic
def advise(number: str, *, text: str, by: Actor) -> None:
    """Answer what one was asked. The lead and the coordinator read it, nobody else; it opens no other right."""
    case = begin(number, Act.ADVISE, by=by)
    party = own_party(case, by=by)
    if party.role != CaseParty.Role.CONSULTED:
        raise Refused(_("Your agency handles this case: write a follow-up instead."))
    at = clock.now()
    texts = say(case, Entry.Kind.ADVICE, required(text, field="text", limit=4000), by=by, at=at)
    CaseParty.objects.filter(pk=party.pk).update(advised_at=at)
    finish(case, Act.ADVISE, by=by, at=at, body={"agency": by.agency}, texts=texts)
