"""*Disposisi*: which agencies have the case, and from when; by the coordinator, or decided by the supervisor."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.agencies.queries import agencies_now
from kentongan.cases.actions import limits
from kentongan.cases.actions.base import begin, finish, required
from kentongan.cases.actions.entries import say
from kentongan.cases.actions.tasks import end_tasks
from kentongan.cases.models import Case, CaseParty, DeadlineRule, Entry
from kentongan.cases.queries.standing import Standing, standing_of
from kentongan.cases.workflow import Act, State
from kentongan.core import clock
from kentongan.core.actor import Actor
from kentongan.core.errors import Conflict, Moved, Refused

Stage = DeadlineRule.Stage


@transaction.atomic
def route(
    number: str,
    *,
    lead: int,
    support: Sequence[int] = (),
    note: str = "",
    shown: Standing | None = None,
    by: Actor,
) -> None:
    """*Disposisi*: give the case to its lead agency, with supporting ones. The citizen's clock runs on.

    `shown`: with whom it was when the form was shown; a conflict where someone else has passed it on since.
    """
    case = begin(number, Act.ROUTE, by=by)
    if shown is not None:
        _unmoved(case, shown, Standing(State.ROUTED, lead, frozenset(support)))
    at = clock.now()
    finish(case, Act.ROUTE, by=by, at=at, body=_pass_on(case, lead, support, note=note, at=at))


@transaction.atomic
def decide(number: str, *, lead: int, reason: str, support: Sequence[int] = (), note: str = "", by: Actor) -> None:
    """The supervisor's word after the third return (R10): this agency leads, and may not send it back."""
    case = begin(number, Act.DECIDE, by=by)
    at = clock.now()
    texts = say(case, Entry.Kind.NOTE, required(reason, field="reason", limit=2000), by=by, at=at)
    body = _pass_on(case, lead, support, note=note, at=at)
    CaseParty.objects.filter(case=case, agency_id=lead, until__isnull=True).update(is_bound=True)
    case.disputed_at = None
    finish(case, Act.DECIDE, by=by, at=at, body=body, texts=texts)


@transaction.atomic
def leave(number: str, *, reason: str, by: Actor) -> None:
    """The supervisor's other word: the coordinator may pass it on again, or put it aside. The reason says how."""
    case = begin(number, Act.LEAVE, by=by)
    at = clock.now()
    texts = say(case, Entry.Kind.NOTE, required(reason, field="reason", limit=2000), by=by, at=at)
    case.disputed_at = None
    finish(case, Act.LEAVE, by=by, at=at, texts=texts)


def _pass_on(case: Case, lead: int, support: Sequence[int], *, note: str, at: datetime) -> dict[str, Any]:
    """Give the parts and start the agency's limits; gives what the event says of it."""
    wanted = _agencies(lead, support)
    former, case.lead_id, case.routed_at = case.lead_id, lead, at
    _part(case, keep=wanted, at=at)
    closed = [] if former == lead else _close_passages(case)
    ended = end_tasks(case, at=at, keep=wanted if former == lead else ())
    for agency, role in wanted.items():
        _join(case, agency, role, note=note.strip()[:2000], at=at)
    paused = limits.go_on(case, at=at)
    limits.meet(case, Stage.VERIFY, at=at)
    limits.start(case, Stage.FOLLOW_UP, at=at, agency=lead)
    limits.fit(case, Stage.RESOLVE, since=case.received_at, at=at, agency=lead)
    return {
        "lead": lead,
        "support": [a for a in wanted if a != lead],
        **({"closed": closed} if closed else {}),
        **ended,
        **paused,
    }


def _close_passages(case: Case) -> list[int]:
    """What the former lead opened to a supporting agency ends with it: the new lead opens it again, or does not."""
    opened = CaseParty.objects.filter(case=case, until__isnull=True).exclude(passage="", shares_identity=False)
    found = sorted(opened.values_list("agency_id", flat=True))
    opened.update(passage="", shares_identity=False)
    return found


def _unmoved(case: Case, shown: Standing, wanted: Standing) -> None:
    now = standing_of(case)
    moved = {
        name: Moved(shown=value, current=getattr(now, name), wanted=getattr(wanted, name))
        for name, value in vars(shown).items()
        if value != getattr(now, name)
    }
    if moved:
        raise Conflict(moved)


def _agencies(lead: int, support: Sequence[int]) -> dict[int, str]:
    known = {agency.id for agency in agencies_now()}
    if lead not in known:
        raise Refused(_("Choose the agency that leads."), field="lead")
    unknown = [agency for agency in support if agency not in known]
    if unknown:
        raise Refused(_("One of the supporting agencies does not exist any more."), field="support")
    roles = dict.fromkeys(support, CaseParty.Role.SUPPORT.value)
    return {**roles, lead: CaseParty.Role.LEAD.value}


def _part(case: Case, *, keep: Mapping[int, str], at: datetime) -> None:
    """End the parts of agencies that have none any more, or another one."""
    for party in CaseParty.objects.filter(case=case, until__isnull=True):
        if keep.get(party.agency_id) != party.role:
            party.until, party.last_seq = at, case.head_seq + 1
            party.save(update_fields=["until", "last_seq"])


def _join(case: Case, agency: int, role: str, *, note: str, at: datetime) -> None:
    CaseParty.objects.update_or_create(
        case=case,
        agency_id=agency,
        until=None,
        defaults={"role": role, "note": note},
        create_defaults={
            "role": role,
            "note": note,
            "since": at,
            "first_seq": case.head_seq + 1,
            "case_state": case.state,
            "case_received_at": case.received_at,
            "exercise": case.exercise,
        },
    )
