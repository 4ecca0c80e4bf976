"""A matter that an older system has worked on comes here as far as it was there. Called by `intake` alone.

Nothing starts by it: no limit runs from it, nobody is told, and nothing of it is public before a person has verified
it. What the older system did not say (who did what when) stays unknown.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kentongan.cases.actions import limits
from kentongan.cases.actions.base import record
from kentongan.cases.actions.entries import say
from kentongan.cases.models import Case, CaseParty, CaseText, DeadlineRule, Entry
from kentongan.cases.workflow import State
from kentongan.core import clock
from kentongan.core.actor import Actor
from kentongan.core.errors import NotFound
from kentongan.core.text import redacted

_ENDED = {"closed": "coordinator", "closed_by_system": "system", "closed_by_reporter": "reporter"}
STATES = {
    "received": State.RECEIVED,
    "routed": State.ROUTED,
    "in_progress": State.IN_PROGRESS,
    "answered": State.ANSWERED,
    "archived": State.ARCHIVED,
    "referred": State.REFERRED,
    **dict.fromkeys(_ENDED, State.CLOSED),
}


@dataclass(frozen=True, slots=True)
class Carried:
    """How far it was: a state of `STATES`, who led (agency id), what was answered. Moments aware, None: not known.

    `edited`: the text as the older system's administrator had written it. `outside`: to whom it was referred.
    """

    state: str
    classification: str = ""
    lead: int | None = None
    outside: str = ""
    answer: str = ""
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    edited: str = ""


@transaction.atomic
def carry_over(number: str, carried: Carried, *, by: Actor) -> None:
    """Put a case that has just entered where it was in the older system. Once, before anything else is done on it."""
    case = Case.objects.select_for_update().filter(number=number, head_seq=1, carried_over_at=None).first()
    if case is None:
        raise NotFound(number)
    at = clock.now()
    case.state, case.carried_over_at = STATES[carried.state], at
    case.classification = carried.classification or case.classification
    case.answered_at = carried.answered_at
    if case.state in {State.CLOSED, State.ARCHIVED}:
        case.closed_at, case.closed_by = carried.closed_at, _ENDED.get(carried.state, "coordinator")
    limits.drop(case, DeadlineRule.Stage.VERIFY, at=at)
    case.due_at, case.due_stage = None, ""
    if carried.lead is not None:
        _lead(case, carried.lead)
    if carried.edited:
        CaseText.objects.filter(case=case).update(text=redacted(carried.edited), is_edited=True)
    texts = _said(case, carried, by=by, at=at)
    body = {"state": case.state, "lead": carried.lead, "classification": case.classification}
    record(case, "carried_over", by=by, at=at, body=body, texts=texts)


def _lead(case: Case, agency: int) -> None:
    """It has been with that agency, nobody knows since when: from the day it was received."""
    case.lead_id = agency
    CaseParty.objects.create(
        case=case,
        agency_id=agency,
        role=CaseParty.Role.LEAD,
        since=case.received_at,
        first_seq=case.head_seq + 1,
        case_state=case.state,
        case_received_at=case.received_at,
        exercise=case.exercise,
    )


def _said(case: Case, carried: Carried, *, by: Actor, at: datetime) -> dict[str, str]:
    texts: dict[str, str] = {}
    if carried.answer:
        texts |= say(case, Entry.Kind.ANSWER, redacted(carried.answer), by=by, at=carried.answered_at or at)
    if case.state == State.REFERRED:
        texts |= say(case, Entry.Kind.REFERRAL, f"{carried.outside[:120]}\n", by=by, at=at)
    return texts
