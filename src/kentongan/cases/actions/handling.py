"""The agency's acts: follow up, ask, share, send back; and closing. Its answer is in `answering`."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.cases.actions import limits
from kentongan.cases.actions.advising import consult
from kentongan.cases.actions.attachments import Upload, attach, cleaned
from kentongan.cases.actions.base import begin, finish, handling_party, own_lead, required
from kentongan.cases.actions.entries import say
from kentongan.cases.actions.tasks import end_tasks
from kentongan.cases.models import Case, CaseParty, DeadlineRule, Entry
from kentongan.cases.workflow import Act
from kentongan.core import clock
from kentongan.core.actor import Actor, Role
from kentongan.core.errors import Refused

Stage = DeadlineRule.Stage
_SHORTEST_FOLLOW_UP = 10
THIRD = 3  # from this return on the supervisor decides (R10)


def follow_up(
    number: str, *, text: str, files: Sequence[Upload] = (), are_files_public: bool = False, by: Actor
) -> None:
    """*Tindak lanjut*: what was really done, with evidence. By the lead or a supporting agency."""
    clean = cleaned(files)
    with transaction.atomic():
        case = begin(number, Act.FOLLOW_UP, by=by)
        party = handling_party(case, by=by)
        text = required(text, field="text")
        if len(text) < _SHORTEST_FOLLOW_UP:
            raise Refused(_("Say what was done, in at least one sentence."), field="text")
        at = clock.now()
        texts = say(case, Entry.Kind.FOLLOW_UP, text, by=by, at=at)
        attached = attach(case, clean, entry=_last_entry(case), is_released=are_files_public, at=at)
        case.first_follow_up_at = case.first_follow_up_at or at
        case.replied_at = None
        paused = limits.go_on(case, at=at)  # who works on no longer waits
        limits.meet(case, Stage.FOLLOW_UP, at=at)
        body = {"agency": party.agency_id, "role": party.role, "attachments": attached, **paused}
        finish(case, Act.FOLLOW_UP, by=by, at=at, body=body, texts=texts)


def _last_entry(case: Case) -> int:
    return Entry.objects.filter(case=case, seq=case.head_seq + 1).values_list("pk", flat=True)[0]


@transaction.atomic
def ask(number: str, *, text: str, by: Actor) -> None:
    """Ask the reporter; the case waits for him from now."""
    case = begin(number, Act.ASK, by=by)
    if not by.has(Role.COORDINATOR):
        handling_party(case, by=by)
    at = clock.now()
    texts = say(case, Entry.Kind.QUESTION, required(text, field="text", limit=2000), by=by, at=at)
    paused = limits.go_on(case, at=at)
    case.asked_at, case.replied_at = at, None
    finish(case, Act.ASK, by=by, at=at, body={"agency": by.agency, **paused}, texts=texts)


@transaction.atomic
def share(
    number: str,
    *,
    agency: int,
    passage: str = "",
    identity: bool | None = None,
    answer_on: date | None = None,
    by: Actor,
) -> None:
    """Let another agency read one passage and advise (consultation), also when the case is confidential.

    `answer_on`: the day by which its advice is asked for. A supporting agency may be shown a passage too; `identity`
    opens or closes the reporter's identity to it (R6).
    """
    case = begin(number, Act.SHARE, by=by)
    own_lead(case, by=by)
    party = CaseParty.objects.filter(case=case, agency_id=agency, until__isnull=True).first()
    if party is not None and party.role == CaseParty.Role.SUPPORT:
        body = _with_support(case, party, passage, identity)
        return finish(case, Act.SHARE, by=by, at=clock.now(), body=body)
    if party is not None and party.role == CaseParty.Role.LEAD:
        raise Refused(_("This agency has a part in the case already."), field="agency")
    if identity is not None:
        raise Refused(_("Only a supporting agency may read who told it. Pass the case on to it first."), field="agency")
    passage = required(passage, field="passage", limit=4000)
    return consult(case, agency, passage, answer_on=answer_on, by=by)


def _with_support(case: Case, party: CaseParty, passage: str, identity: bool | None) -> dict[str, object]:
    """What a supporting agency may read from now on; the event says it without the words."""
    if identity and case.is_anonymous:
        raise Refused(_("The reporter asked to stay anonymous; no agency reads who he is."), field="identity")
    if identity is None or passage.strip():
        party.passage = required(passage, field="passage", limit=4000)
    if identity is not None:
        party.shares_identity = identity
    party.save(update_fields=["passage", "shares_identity"])
    return {"agency": party.agency_id, "identity": identity}


@transaction.atomic
def send_back(number: str, *, reason: str, suggested: int | None = None, by: Actor) -> None:
    """*Kembalikan*: not ours, because; perhaps theirs. The citizen's deadline does not restart."""
    case = begin(number, Act.SEND_BACK, by=by)
    party = own_lead(case, by=by)
    if party is None:
        raise Refused(_("Only the leading agency may do this."))
    if party.is_bound:
        raise Refused(
            _(
                "The supervisor decided that your agency leads: it cannot be sent back. Follow it up; where something"
                " has changed since, tell the supervisor, who can have it passed on."
            )
        )
    reason = required(reason, field="reason", limit=2000)
    at = clock.now()
    texts = say(case, Entry.Kind.NOTE, reason, by=by, at=at)
    CaseParty.objects.filter(pk=party.pk).update(reason=reason)
    _end_parts(case, at=at)
    case.lead_id = case.handed_in_at = None
    case.returns += 1
    case.disputed_at = at if case.returns >= THIRD else None
    paused = limits.go_on(case, at=at)
    limits.drop(case, Stage.FOLLOW_UP, at=at)
    limits.resume(case, at=at)
    ended = end_tasks(case, at=at)
    body = {"agency": party.agency_id, "suggested": suggested, "returns": case.returns, **ended, **paused}
    finish(case, Act.SEND_BACK, by=by, at=at, body=body, texts=texts)


def _end_parts(case: Case, *, at: datetime) -> None:
    """Every agency's part ends with this act; each may still see the events of its own time."""
    CaseParty.objects.filter(case=case, until__isnull=True).update(until=at, last_seq=case.head_seq + 1)


@transaction.atomic
def close(number: str, *, by: Actor) -> None:
    """*Selesai*, by the coordinator or by the reporter himself."""
    case = begin(number, Act.CLOSE, by=by)
    _close(case, Act.CLOSE, "reporter" if by.has(Role.REPORTER) else "coordinator", by=by)


@transaction.atomic
def close_by_system(number: str, *, by: Actor) -> None:
    """`Ditutup oleh Sistem`: nobody replied in time. Never a rating."""
    case = begin(number, Act.CLOSE_BY_SYSTEM, by=by)
    if case.due_at is None or case.due_stage != Stage.CLOSE or case.due_at > clock.now():
        raise Refused(_("The time to reply has not passed."))
    _close(case, Act.CLOSE_BY_SYSTEM, "system", by=by)


def _close(case: Case, act: Act, closed_by: str, *, by: Actor) -> None:
    at = clock.now()
    case.closed_at, case.closed_by = at, closed_by
    limits.meet(case, Stage.CLOSE, at=at)
    finish(case, act, by=by, at=at, body={"by": closed_by, **end_tasks(case, at=at)})
