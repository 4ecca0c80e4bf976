"""The coordinator's acts before an agency has the case: verify, postpone, archive, restore."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.cases import reasons
from kentongan.cases.actions import limits
from kentongan.cases.actions.base import begin, finish, required
from kentongan.cases.actions.conflicts import Wanted, confirmed
from kentongan.cases.actions.entries import say
from kentongan.cases.actions.flags import active_category, keep_closed, keep_the_reporters_wish
from kentongan.cases.models import Case, Classification, DeadlineRule, Entry
from kentongan.cases.workflow import Act
from kentongan.core import clock
from kentongan.core.actor import Actor
from kentongan.core.errors import Refused

Stage = DeadlineRule.Stage


@dataclass(frozen=True)
class Verification:
    """The answers of A1. Neither flag has a default: both must be answered."""

    classification: str
    category: str
    is_anonymous: bool | None
    is_confidential: bool | None


@transaction.atomic
def verify(number: str, answers: Verification, *, shown: Verification | None = None, by: Actor) -> None:
    """Answer what must be answered before a report goes on or may be read by the public (A1).

    `shown`: the answers as the form showed them, None where none was given. Sending them confirms all four, so one
    that moved meanwhile is a conflict.
    """
    case = begin(number, Act.VERIFY, by=by)
    at = clock.now()
    if shown is not None:
        confirmed(_wanted(shown, answers), vars(_answers_of(case)))
    category = active_category(answers.category)
    if answers.classification not in Classification.values:
        raise Refused(_("Choose the classification."), field="classification")
    if answers.is_anonymous is None:
        raise Refused(_("Answer whether the reporter's name may be opened."), field="is_anonymous")
    if answers.is_confidential is None:
        raise Refused(_("Answer whether the report may be read by the public."), field="is_confidential")
    keep_the_reporters_wish(case, is_anonymous=answers.is_anonymous, is_confidential=answers.is_confidential)
    keep_closed(category, answers.classification, is_confidential=answers.is_confidential)
    case.classification = answers.classification
    case.category = category
    case.is_anonymous, case.is_confidential = answers.is_anonymous, answers.is_confidential
    case.verified_at = case.verified_at or at
    limits.fit(case, Stage.RESOLVE, since=case.received_at, at=at)
    finish(
        case,
        Act.VERIFY,
        by=by,
        at=at,
        body={"classification": case.classification, "category": category.code},
    )


def _answers_of(case: Case) -> Verification:
    """The answers as they stand; the two questions are answered by nobody before the first verification."""
    is_answered = case.verified_at is not None
    return Verification(
        case.classification,
        case.category_id or "",
        is_anonymous=case.is_anonymous if is_answered else None,
        is_confidential=case.is_confidential if is_answered else None,
    )


def _wanted(shown: Verification, answers: Verification) -> dict[str, Wanted]:
    return {name: Wanted(value, getattr(answers, name)) for name, value in vars(shown).items()}


@transaction.atomic
def postpone(number: str, *, reason: str, missing: str, by: Actor) -> None:
    """A2 *tunda*: wait for what the reporter must still tell."""
    case = begin(number, Act.POSTPONE, by=by)
    if reason not in reasons.POSTPONE:
        raise Refused(_("Choose the reason."), field="reason")
    missing = required(missing, field="missing", limit=1000)
    at = clock.now()
    case.postponed_at, case.replied_at = at, None
    texts = say(case, Entry.Kind.QUESTION, missing, by=by, at=at)
    finish(case, Act.POSTPONE, by=by, at=at, body={"reason": reason}, texts=texts)


@transaction.atomic
def archive(number: str, *, reason: str, text: str, by: Actor) -> None:
    """A4 *arsipkan*: end it with a reason the reporter reads."""
    case = begin(number, Act.ARCHIVE, by=by)
    if reason not in reasons.ARCHIVE:
        raise Refused(_("Choose the reason."), field="reason")
    text = required(text, field="text", limit=2000)
    at = clock.now()
    case.archive_reason, case.closed_at, case.closed_by = reason, at, "coordinator"
    case.replied_at = None
    paused = limits.go_on(case, at=at)
    limits.meet(case, Stage.VERIFY, at=at)
    texts = say(case, Entry.Kind.ANSWER, text, by=by, at=at)
    finish(case, Act.ARCHIVE, by=by, at=at, body={"reason": reason, **paused}, texts=texts)


@transaction.atomic
def restore(number: str, *, reason: str, by: Actor) -> None:
    """Bring an archived case back to the coordinator."""
    case = begin(number, Act.RESTORE, by=by)
    at = clock.now()
    texts = say(case, Entry.Kind.NOTE, required(reason, field="reason", limit=1000), by=by, at=at)
    case.archive_reason, case.closed_at, case.closed_by, case.postponed_at = "", None, "", None
    limits.resume(case, at=at)
    finish(case, Act.RESTORE, by=by, at=at, texts=texts)
