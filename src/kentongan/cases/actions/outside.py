"""Matters of others: referred outside the city, taken back, answered from there; transferred to 112."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.cases.actions import limits
from kentongan.cases.actions.base import begin, finish, required
from kentongan.cases.actions.entries import say
from kentongan.cases.actions.tasks import end_tasks
from kentongan.cases.models import Case, CaseParty, DeadlineRule, Entry
from kentongan.cases.workflow import Act
from kentongan.core import clock
from kentongan.core.actor import Actor
from kentongan.core.errors import Refused

Stage = DeadlineRule.Stage


@dataclass(frozen=True)
class Referral:
    """To whom outside the city (A3 *bukan wewenang*): the body, how to reach it, what the reporter is told.

    `said_by`: who found that it is theirs, which the reporter is told too. `reference`: the number of the letter.
    """

    body: str
    contact: str
    text: str
    said_by: str = ""
    reference: str = ""
    expected_on: date | None = None


@transaction.atomic
def refer(number: str, referral: Referral, *, by: Actor) -> None:
    """*Penerusan*: hand it on outside the city, with a contact. Never a dead end."""
    case = begin(number, Act.REFER, by=by)
    at = clock.now()
    outside = required(referral.body, field="body", limit=120)
    contact = required(referral.contact, field="contact", limit=200)
    told = required(referral.text, field="text", limit=2000)
    said_by, reference = _line(referral.said_by, "said_by"), _line(referral.reference, "reference")
    if referral.expected_on is not None and referral.expected_on < clock.today():
        raise Refused(_("This day has passed."), field="expected_on")
    told += "\n" + _("According to: %(who)s") % {"who": said_by} if said_by else ""
    texts = say(case, Entry.Kind.ANSWER, told, by=by, at=at)
    texts |= say(case, Entry.Kind.REFERRAL, "\n".join((outside, contact, reference, said_by)).rstrip(), by=by, at=at)
    case.expected_on = referral.expected_on
    CaseParty.objects.filter(case=case, until__isnull=True).update(until=at, last_seq=case.head_seq + 1)
    case.lead_id = case.replied_at = None
    paused = limits.go_on(case, at=at)
    limits.meet(case, Stage.VERIFY, at=at)
    limits.drop(case, Stage.FOLLOW_UP, at=at)
    finish(case, Act.REFER, by=by, at=at, body={**_day(case), **paused, **end_tasks(case, at=at)}, texts=texts)


def _line(text: str, field: str) -> str:
    """One line of a referral's word, or nothing."""
    return " ".join(required(text, field=field, limit=160).split()) if text.strip() else ""


def _day(case: Case) -> dict[str, str]:
    return {"on": case.expected_on.isoformat()} if case.expected_on else {}


@transaction.atomic
def referral_answered(number: str, *, text: str, by: Actor) -> None:
    """Their answer, as the coordinator got it."""
    case = begin(number, Act.REFERRAL_ANSWERED, by=by)
    at = clock.now()
    texts = say(case, Entry.Kind.ANSWER, required(text, field="text"), by=by, at=at)
    case.answered_at, case.replied_at, case.expected_on = at, None, None
    limits.meet(case, Stage.RESOLVE, at=at)
    limits.start(case, Stage.CLOSE, at=at)
    finish(case, Act.REFERRAL_ANSWERED, by=by, at=at, texts=texts)


@transaction.atomic
def take_back(number: str, *, reason: str, by: Actor) -> None:
    """The city handles it after all."""
    case = begin(number, Act.TAKE_BACK, by=by)
    at = clock.now()
    texts = say(case, Entry.Kind.NOTE, required(reason, field="reason", limit=1000), by=by, at=at)
    case.expected_on = None
    limits.resume(case, at=at)
    finish(case, Act.TAKE_BACK, by=by, at=at, texts=texts)


@transaction.atomic
def transfer(number: str, *, incident: str, by: Actor) -> None:
    """*Pelimpahan*: an incident was opened for this case; this is the case's half, in the same transaction."""
    case: Case = begin(number, Act.TRANSFER, by=by)
    finish(case, Act.TRANSFER, by=by, at=clock.now(), body={"incident": incident})
