"""What every act has in common: the lock, the table's answer, the copies, the event."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from kentongan.cases import access, workflow
from kentongan.cases.actions import limits
from kentongan.cases.actions.entries import index
from kentongan.cases.models import Case, CaseParty, Report
from kentongan.cases.queries.standing import needs_met
from kentongan.cases.workflow import Act
from kentongan.core.actor import Actor, Role
from kentongan.core.errors import NotFound, Refused
from kentongan.history import actions as history
from kentongan.history.chain import Head

_OF_TELLINGS = (Act.MERGE, Act.UNMERGE)


def begin(number: str, act: Act, *, by: Actor) -> Case:
    """The locked case, if the table lets this actor do this act in its state."""
    case = access.locked(number, by=by)
    if case.merged_into_id is not None and act not in _OF_TELLINGS:
        raise Refused(_("What was told here belongs to another case now. Open the case it was joined to."))
    refusal = workflow.why_not(case.state, act, by=by, holds=needs_met(case))
    if refusal is not None:
        raise Refused(refusal)
    return case


def finish(
    case: Case,
    act: Act,
    *,
    by: Actor,
    at: datetime,
    body: Mapping[str, Any] | None = None,
    texts: Mapping[str, str] | None = None,
) -> None:
    """Move the case to the table's target, renew the running limit and the copies, append the event, save."""
    line = workflow.find(case.state, act)
    before = case.state
    if line is not None and line.target is not None:
        case.state = line.target
    limits.renew(case)
    _save_with_event(
        case, kind_of(act), by=by, at=at, body={**(body or {}), "from": before, **_limit(case)}, texts=texts
    )


def record(
    case: Case,
    kind: str,
    *,
    by: Actor,
    at: datetime,
    body: Mapping[str, Any] | None = None,
    texts: Mapping[str, str] | None = None,
) -> None:
    """Append an event that leaves the case in its state: what is beside the table has a small name of its own."""
    _save_with_event(case, f"cases.{kind}", by=by, at=at, body=body or {}, texts=texts)


def _limit(case: Case) -> dict[str, Any]:
    return {"stage": case.due_stage, "due": case.due_at} if case.due_at else {}


def _save_with_event(
    case: Case,
    kind: str,
    *,
    by: Actor,
    at: datetime,
    body: Mapping[str, Any],
    texts: Mapping[str, str] | None,
) -> None:
    parties = list(CaseParty.objects.filter(case=case, until__isnull=True))
    full: dict[str, Any] = {**body, "facts": facts_of(case, parties)}
    if texts:
        full["texts"] = dict(texts)
    head = history.append(
        f"case:{case.pk}",
        kind,
        by=by,
        body=full,
        head=Head(case.head_seq, bytes(case.head_hash)),
        occurred_at=at,
        exercise=case.exercise,
    )
    case.head_seq, case.head_hash = head.seq, head.hash
    case.save()
    CaseParty.objects.filter(case=case, until__isnull=True).update(case_state=case.state, due_at=case.due_at)
    index(case)


def facts_of(case: Case, parties: list[CaseParty]) -> dict[str, Any]:
    """What access rules look at; it travels with every event of a case (`privacy.facts_of_event`)."""
    return {
        "agencies": sorted(p.agency_id for p in parties),
        "lead": next((p.agency_id for p in parties if p.role == CaseParty.Role.LEAD), None),
        "support": sorted(p.agency_id for p in parties if p.role == CaseParty.Role.SUPPORT),
        "is_confidential": case.is_confidential,
        "is_anonymous": case.is_anonymous,
        "is_verified": case.verified_at is not None,
        "state": str(case.state),
    }


_PAST = {
    Act.VERIFY: "verified",
    Act.EDIT: "edited",
    Act.ROUTE: "routed",
    Act.SEND_BACK: "sent_back",
    Act.DECIDE: "decided",
    Act.LEAVE: "left",
    Act.FOLLOW_UP: "followed_up",
    Act.ASK: "asked",
    Act.SHARE: "shared",
    Act.GIVE_TASK: "task_given",
    Act.ADVISE: "advised",
    Act.EXTEND: "extended",
    Act.POSTPONE: "postponed",
    Act.COMPLETE: "completed",
    Act.EXPIRE: "expired",
    Act.ANSWER: "answered",
    Act.REPLY: "replied",
    Act.CLOSE: "closed",
    Act.CLOSE_BY_SYSTEM: "closed_by_system",
    Act.RATE: "rated",
    Act.ARCHIVE: "archived",
    Act.RESTORE: "restored",
    Act.REFER: "referred",
    Act.REFERRAL_ANSWERED: "referral_answered",
    Act.TAKE_BACK: "taken_back",
    Act.MERGE: "merged",
    Act.UNMERGE: "unmerged",
    Act.TRANSFER: "transferred",
    Act.SUBMIT: "submitted",
}


def kind_of(act: Act) -> str:
    """`cases.routed` for the act *route*."""
    return f"cases.{_PAST[act]}"


def required(text: str, *, field: str, limit: int = 10_000) -> str:
    """The text, trimmed; refused when empty or too long."""
    text = text.strip()
    if not text:
        raise Refused(_("This must not be empty."), field=field)
    if len(text) > limit:
        raise Refused(_("At most %(limit)s characters, please.") % {"limit": limit}, field=field)
    return text


def own_party(case: Case, *, by: Actor) -> CaseParty:
    """The part the officer's agency has in the case now. An agency that never had one finds nothing."""
    parties = list(CaseParty.objects.filter(case=case, agency_id=by.agency or 0))
    if not parties:
        raise NotFound
    now = next((party for party in parties if party.until is None), None)
    if now is None:
        raise Refused(_("Your agency has no part in this case any more."))
    return now


def handling_party(case: Case, *, by: Actor) -> CaseParty:
    """The officer's party, which must lead or support: who is asked for advice reads a passage and acts on nothing."""
    party = own_party(case, by=by)
    if party.role not in {CaseParty.Role.LEAD, CaseParty.Role.SUPPORT}:
        raise Refused(_("Your agency is asked for advice here; only those who handle the case may do this."))
    return party


def own_lead(case: Case, *, by: Actor) -> CaseParty | None:
    """The officer's party, which must be the lead; None for a coordinator, who acts for the lead."""
    if by.has(Role.COORDINATOR):
        return None
    party = own_party(case, by=by)
    if party.role != CaseParty.Role.LEAD:
        raise Refused(_("Only the leading agency may do this."))
    return party


def own_report(case: Case, *, by: Actor) -> Report:
    """The reporter's own report, which must belong to the case."""
    report = Report.objects.filter(pk=by.report or 0, case=case).first()
    if report is None:
        raise Refused(_("This report belongs to another case now. Open it again with its code."))
    return report
