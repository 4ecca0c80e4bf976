"""*Tanggapan*: what the citizen is told; where the city wants it, the coordinator reads an agency's answer first.

Until then the answer is a word of those inside: nobody outside reads it, and every limit runs on.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kentongan.cases import checklist, media, storage
from kentongan.cases.actions import limits
from kentongan.cases.actions.attachments import Clean, Upload, attach, cleaned, set_copy
from kentongan.cases.actions.base import begin, finish, own_lead, record, required
from kentongan.cases.actions.entries import say
from kentongan.cases.checklist import Checks
from kentongan.cases.models import Attachment, Case, DeadlineRule, Entry, Task
from kentongan.cases.publication import boxes_of
from kentongan.cases.queries.checking import names_for
from kentongan.cases.workflow import Act
from kentongan.core import clock
from kentongan.core.actor import Actor, Role
from kentongan.core.errors import Conflict, Moved, Refused
from kentongan.history.queries import stream_of
from kentongan.places.queries import are_answers_checked

Stage = DeadlineRule.Stage


def answer(
    number: str,
    *,
    text: str,
    files: Sequence[Upload] = (),
    are_files_public: bool = False,
    checks: Checks | None = None,
    despite_tasks: bool = False,
    by: Actor,
) -> None:
    """Tell the citizen, which starts the days in which he may reply; or hand the answer in to be checked.

    `checks`: the four answers given at the desk, kept on the event; machines and exercises give none.
    `despite_tasks`: said by who knows that tasks are still open.
    """
    clean = cleaned(files)
    with transaction.atomic():
        case = begin(number, Act.ANSWER, by=by)
        own_lead(case, by=by)
        text = required(text, field="text")
        body: dict[str, Any] = {"agency": case.lead_id, **_open_tasks(case, is_known=despite_tasks)}
        if checks is not None:
            body["checks"] = checklist.checked(checks, text, names=names_for(case, by), files=len(files))
        at = clock.now()
        if are_answers_checked() and not by.has(Role.COORDINATOR):
            return _hand_in(case, text, clean, {**body, "are_files_public": are_files_public}, by=by, at=at)
        texts = say(case, Entry.Kind.ANSWER, text, by=by, at=at)
        body["attachments"] = attach(case, clean, entry=_last_entry(case), is_released=are_files_public, at=at)
        return _answered(case, body, texts, done_at=at, by=by, at=at)


def _open_tasks(case: Case, *, is_known: bool) -> dict[str, Any]:
    count = Task.objects.filter(case=case, state=Task.State.OPEN).count()
    if count and not is_known:
        said = ngettext(
            "%(count)d task is still open. Wait for it, or say that you answer all the same.",
            "%(count)d tasks are still open. Wait for them, or say that you answer all the same.",
            count,
        )
        raise Refused(said % {"count": count}, field="despite_tasks")
    return {"open_tasks": count} if count else {}


def _last_entry(case: Case) -> int:
    return Entry.objects.filter(case=case, seq=case.head_seq + 1).values_list("pk", flat=True)[0]


def _answered(
    case: Case, body: dict[str, Any], texts: dict[str, str], *, done_at: datetime, by: Actor, at: datetime
) -> None:
    """`done_at`: when the work on it was done, which is what the limit of the handling asks."""
    paused = limits.go_on(case, at=at)
    case.answered_at, case.replied_at, case.handed_in_at = at, None, None
    limits.meet(case, Stage.VERIFY, at=done_at)
    limits.meet(case, Stage.RESOLVE, at=done_at)
    limits.start(case, Stage.CLOSE, at=at, agency=case.lead_id)
    finish(case, Act.ANSWER, by=by, at=at, body={**body, **paused}, texts=texts)


def _hand_in(case: Case, text: str, clean: Iterable[Clean], body: dict[str, Any], *, by: Actor, at: datetime) -> None:
    """A newer answer takes the place of the one that waits; both stay in the history."""
    texts = say(case, Entry.Kind.HANDED_IN, text, by=by, at=at)
    body["attachments"] = attach(case, list(clean), entry=_last_entry(case), at=at)
    case.handed_in_at = at
    record(case, "handed_in", by=by, at=at, body=body, texts=texts)


def approve_answer(number: str, *, handed_in: int, by: Actor) -> None:
    """The answer that waits goes out as it stands, with its files as the agency wished.

    The agency's work counts as done when it handed in; the reporter's days begin now.
    """
    with transaction.atomic():
        case = begin(number, Act.ANSWER, by=by)
        waiting, told = _waiting(case, handed_in, by=by)
        at = clock.now()
        done_at = case.handed_in_at or at
        texts = say(case, Entry.Kind.ANSWER, waiting.text, by=by, at=at)
        entry = Entry.objects.get(pk=_last_entry(case))
        entry.author_id, entry.agency_id = waiting.author_id, waiting.agency_id
        entry.save(update_fields=["author", "agency"])
        body: dict[str, Any] = {name: told[name] for name in ("agency", "checks", "attachments") if name in told}
        _hand_over(waiting, entry, is_released=bool(told.get("are_files_public")))
        _answered(case, {**body, "handed_in": waiting.seq}, texts, done_at=done_at, by=by, at=at)


@transaction.atomic
def give_back_answer(number: str, *, handed_in: int, note: str, by: Actor) -> None:
    """Not yet: the agency reads why. Its limit has not stood still for a moment."""
    case = begin(number, Act.ANSWER, by=by)
    waiting, _told = _waiting(case, handed_in, by=by)
    at = clock.now()
    texts = say(case, Entry.Kind.NOTE, required(note, field="note", limit=2000), by=by, at=at)
    case.handed_in_at = None
    record(case, "given_back", by=by, at=at, body={"handed_in": waiting.seq}, texts=texts)


def _waiting(case: Case, shown: int, *, by: Actor) -> tuple[Entry, dict[str, Any]]:
    """The answer that waits and what its event says; a Conflict where another one waits than was read."""
    if not by.has(Role.COORDINATOR):
        raise Refused(_("Your role may not do this. Ask the coordinator."))
    kept = list(Entry.objects.filter(case=case, kind=Entry.Kind.HANDED_IN).order_by("seq"))
    if case.handed_in_at is None or not kept:
        raise Refused(_("No answer waits to be checked any more. Reload the page."))
    if kept[-1].pk != shown:
        before = next((entry.text for entry in kept if entry.pk == shown), "")
        raise Conflict({"answer": Moved(shown=before, current=kept[-1].text)})
    event = next(event for event in stream_of(f"case:{case.pk}", after_seq=kept[-1].seq - 1))
    return kept[-1], dict(event.body)


def _hand_over(waiting: Entry, entry: Entry, *, is_released: bool) -> None:
    """The files go with the word; pictures are published where the agency wished it, with the boxes they have."""
    for file in Attachment.objects.filter(entry=waiting):
        file.entry = entry
        if is_released and file.media_type.startswith("image/"):
            set_copy(file, media.covered(file.media_type, storage.read(file.key), boxes_of(file.boxes)))
        file.save()
