"""The reporter's acts, after he proved by code and PIN that the report is his."""

import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.cases.actions import limits
from kentongan.cases.actions.attachments import Upload, attach, cleaned
from kentongan.cases.actions.base import begin, finish, own_report, required
from kentongan.cases.actions.entries import tell
from kentongan.cases.models import Case, DeadlineRule, Entry, Report
from kentongan.cases.workflow import Act, State
from kentongan.core import actor, clock
from kentongan.core.actor import Actor
from kentongan.core.errors import NotFound, Refused, TooMany
from kentongan.core.ids import normal_code
from kentongan.people.queries import phone_endings

Stage = DeadlineRule.Stage
WRONG_TRIES = 10
LOCK = timedelta(days=1)


def open_by_pin(code: str, factor: str, *, language: str = "id") -> Actor:
    """The reporter of this code, proved by the six-digit PIN or the last six digits of his phone.

    An anonymous report opens by its PIN alone: else whoever suspects a neighbour could try the neighbour's number.

    A wrong code and a wrong factor give the same NotFound. Ten wrong factors in a row close the code's details for a
    day (TooMany), for the right factor too.
    """
    normal = normal_code(code)
    with transaction.atomic():
        report = Report.objects.select_for_update().filter(code=normal).first() if normal else None
        if report is None:
            raise NotFound
        now = clock.now()
        if report.locked_until is not None and report.locked_until > now:
            raise TooMany(
                _("Too many wrong tries. The details of this report open again in a day; its status stays visible."),
                retry_after=int((report.locked_until - now).total_seconds()),
            )
        is_right = _is_factor(report, factor)
        _count(report, is_right=is_right)
    if not is_right:
        raise NotFound
    return actor.reporter(report.pk, exercise=report.exercise, language=language)


def _is_factor(report: Report, factor: str) -> bool:
    digits = "".join(sign for sign in factor if sign.isdigit())[-6:].encode()
    known = [report.pin or ""]
    if report.person_id is not None and not (report.is_anonymous or report.case.is_anonymous):
        known += phone_endings(report.person_id, 6)
    matches = [hmac.compare_digest(digits, candidate.encode()) for candidate in known if candidate]
    return any(matches)


def _count(report: Report, *, is_right: bool) -> None:
    report.pin_failures = 0 if is_right else report.pin_failures + 1
    report.locked_until = None
    if report.pin_failures >= WRONG_TRIES:
        report.pin_failures, report.locked_until = 0, clock.now() + LOCK
    Report.objects.filter(pk=report.pk).update(pin_failures=report.pin_failures, locked_until=report.locked_until)


def complete(number: str, *, text: str, files: Sequence[Upload] = (), by: Actor) -> None:
    """Tell what was missing; the case is the coordinator's again."""
    clean = cleaned(files)
    with transaction.atomic():
        case = begin(number, Act.COMPLETE, by=by)
        report = own_report(case, by=by)
        at = clock.now()
        texts = tell(case, report.pk, required(text, field="text", limit=4000), at=at)
        attached = attach(case, clean, report=report.pk, entry=_entry(case), at=at)
        paused = limits.go_on(case, at=at)
        case.replied_at = at
        body = {"report": report.pk, "attachments": attached, **paused}
        finish(case, Act.COMPLETE, by=by, at=at, body=body, texts=texts)


def _entry(case: Case) -> int:
    return Entry.objects.filter(case=case, seq=case.head_seq + 1).values_list("pk", flat=True)[0]


def reply(number: str, *, text: str, files: Sequence[Upload] = (), by: Actor) -> None:
    """*Ditanggapi oleh Pelapor*: an answer to what he was asked; after the agency's answer: not finished yet.

    Inside the window the case goes on where it was; what waited for him no longer waits.
    """
    clean = cleaned(files)
    with transaction.atomic():
        case = begin(number, Act.REPLY, by=by)
        report = own_report(case, by=by)
        at = clock.now()
        if case.state == State.CLOSED and not can_reopen(case):
            raise Refused(
                _("The time to reply to this report has passed. Please send a new report and write this code in it.")
            )
        texts = tell(case, report.pk, required(text, field="text", limit=4000), at=at)
        attached = attach(case, clean, report=report.pk, entry=_entry(case), at=at)
        case.replied_at = at
        paused = limits.go_on(case, at=at)
        if case.state in {State.ANSWERED, State.CLOSED}:
            _open_again(case, at=at)
        body = {"report": report.pk, "attachments": attached, **paused}
        finish(case, Act.REPLY, by=by, at=at, body=body, texts=texts)


def _open_again(case: Case, *, at: datetime) -> None:
    case.closed_at, case.closed_by, case.answered_at = None, "", None
    limits.drop(case, Stage.CLOSE, at=at)
    limits.reopen(case, Stage.RESOLVE)
    if case.lead_id is None:
        limits.resume(case, at=at)


def can_reopen(case: Case) -> bool:
    """Whether the reporter's window after closing is still open: as long as the city waits for a reply."""
    if case.closed_at is None:
        return False
    found = limits.compute(
        Stage.CLOSE, classification=case.classification, agency=case.lead_id, started_at=case.closed_at
    )
    return found is not None and clock.now() <= found[2]


@transaction.atomic
def rate(number: str, *, stars: int, text: str = "", by: Actor) -> None:
    """One to five stars and a word, by a person, once; he may change it while the window is open."""
    case = begin(number, Act.RATE, by=by)
    report = own_report(case, by=by)
    if stars not in range(1, 6):
        raise Refused(_("Choose one to five stars."), field="stars")
    if report.stars is not None and not can_reopen(case):
        raise Refused(_("This rating can no longer be changed."))
    at = clock.now()
    report.stars, report.rating_text, report.rated_at = stars, text.strip()[:2000] or None, at
    report.save(update_fields=["stars", "rating_text", "rated_at"])
    finish(case, Act.RATE, by=by, at=at, body={"report": report.pk, "stars": stars})
