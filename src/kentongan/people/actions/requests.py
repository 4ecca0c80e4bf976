"""Requests of the persons concerned: taken in, tied to persons, decided, carried out."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.core import clock
from kentongan.core.actor import Actor, Role
from kentongan.core.errors import NotFound, Refused
from kentongan.core.text import clean
from kentongan.history import actions as history
from kentongan.history import queries as history_queries
from kentongan.people.actions.erasing import erase
from kentongan.people.models import Correction, DataRequest, Person, RequestSubject
from kentongan.people.reasons import ALLOWED, CHANNELS, DECISIONS, GROUNDS, KINDS, is_closed_by_note, is_erasable

COPIED = "people.request_copied"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it was brought. `received_at` of None means now."""

    kind: str
    channel: str
    name: str
    contact: str = ""
    text: str = ""
    received_at: datetime | None = None


@transaction.atomic
def take_in_request(asked: Asked, *, by: Actor) -> int:
    """Enter a request in the register; its 72 hours run from when it reached the city. Returns its id."""
    _only_privacy_officers(by)
    now = clock.now()
    received = asked.received_at or now
    if asked.kind not in KINDS or asked.channel not in CHANNELS:
        raise Refused(_("Choose what is asked for and how it came."), field="kind")
    if not clean(asked.name):
        raise Refused(_("Write who asks."), field="name")
    if received > now:
        raise Refused(_("It cannot have come later than now."), field="received_at")
    request = DataRequest.objects.create(
        kind=asked.kind,
        channel=asked.channel,
        name=clean(asked.name),
        contact=clean(asked.contact),
        text=clean(asked.text),
        received_at=received,
        due_at=received + ALLOWED,
    )
    body = {"kind": request.kind, "channel": request.channel, "due_at": request.due_at.isoformat()}
    append(request, "people.request_received", by=by, body=body)
    return request.pk


@transaction.atomic
def name_persons(request_id: int, persons: Collection[int], *, by: Actor) -> None:
    """Say which persons of ours the request is about, once the asker has shown that he is they."""
    request = _open(request_id, by)
    known = set(RequestSubject.objects.filter(request=request).values_list("person_id", flat=True))
    new = sorted(set(persons) - known)
    if len(new) != Person.objects.filter(pk__in=new).count():
        raise NotFound
    if not new:
        raise Refused(_("Choose at least one person."), field="persons")
    RequestSubject.objects.bulk_create([RequestSubject(request=request, person_id=person) for person in new])
    append(request, "people.request_persons_named", by=by, body={"persons": new})


@transaction.atomic
def decide_request(request_id: int, *, decision: str, ground: str = "", answer: str, by: Actor) -> None:
    """Grant or refuse a request, with the words the asker reads. What is refused needs one of the law's grounds."""
    request = _open(request_id, by)
    if decision not in DECISIONS:
        raise Refused(_("Choose the decision."), field="decision")
    if decision != "granted" and ground not in GROUNDS:
        raise Refused(_("Choose the ground: without one the request must be granted."), field="ground")
    if not clean(answer):
        raise Refused(_("Write what the asker reads."), field="answer")
    request.decision, request.answer, request.decided_at = decision, clean(answer), clock.now()
    request.ground = "" if decision == "granted" else ground
    request.save(update_fields=["decision", "ground", "answer", "decided_at"])
    body = {"decision": decision, "ground": request.ground, "in_time": request.decided_at <= request.due_at}
    append(request, "people.request_decided", by=by, body=body)


def rehearse_erasure(request_id: int, *, by: Actor) -> Mapping[str, int]:
    """What the erasure of a request would take, by kind of row: it is done and undone. Nothing is left of it."""
    with transaction.atomic():
        counts = _erase_all(_erasable(request_id, by), by=by)
        transaction.set_rollback(True)
    return counts


@transaction.atomic
def carry_out_erasure(request_id: int, *, by: Actor) -> Mapping[str, int]:
    """Erase the persons of a granted request, for good, and the request's own words with them."""
    request = _erasable(request_id, by)
    counts = _erase_all(request, by=by)
    request.carried_out_at = clock.now()
    request.save(update_fields=["carried_out_at"])  # its words are blanked by now
    append(request, "people.request_carried_out", by=by, body={"rows": dict(counts)})
    return counts


@transaction.atomic
def note_copy(request_id: int, *, rows: Mapping[str, int], by: Actor) -> None:
    """Record that a copy of all that is kept of the persons of a granted request was made, with its counts."""
    request = locked_request(request_id, by)
    if request.kind != "access" or not is_closed_by_note(request.kind, request.decision):
        raise Refused(_("A copy is made at a request of access that was granted."))
    if not RequestSubject.objects.filter(request=request).exists():
        raise Refused(_("Name first which persons the request is about."))
    append(request, COPIED, by=by, body={"rows": dict(rows)})


@transaction.atomic
def carry_out(request_id: int, *, note: str, by: Actor) -> None:
    """Close a granted request with a note of how it was carried out; what it asked for must have been done."""
    request = locked_request(request_id, by)
    if not is_closed_by_note(request.kind, request.decision):
        raise Refused(_("Only a request that was granted is carried out."))
    if request.carried_out_at is not None:
        raise Refused(_("This request was carried out already."))
    if request.kind == "access" and not history_queries.latest_of(f"request:{request.pk}", [COPIED], limit=1):
        raise Refused(_("Make the copy first, and hand it over."))
    if request.kind == "correction" and not Correction.objects.filter(request=request).exists():
        raise Refused(_("Put the data right first."))
    if not clean(note):
        raise Refused(_("Write how it was carried out."), field="note")
    request.note, request.carried_out_at = clean(note), clock.now()
    request.save(update_fields=["note", "carried_out_at"])
    append(request, "people.request_carried_out", by=by, body={})


def _erase_all(request: DataRequest, *, by: Actor) -> Counter[str]:
    counts: Counter[str] = Counter()
    persons = RequestSubject.objects.filter(request=request).order_by("person_id").values_list("person_id", flat=True)
    for person in persons:
        erased = erase(person, reason="request", by=by)
        counts.update(erased.rows)
        counts["others"] += erased.others
    return +counts


def _erasable(request_id: int, by: Actor) -> DataRequest:
    request = locked_request(request_id, by)
    if not is_erasable(request.kind, request.decision):
        raise Refused(_("Only a request of erasure that was granted is carried out."))
    if request.carried_out_at is not None:
        raise Refused(_("This erasure was carried out already."))
    if not RequestSubject.objects.filter(request=request).exists():
        raise Refused(_("Name first which persons the request is about."))
    return request


def _open(request_id: int, by: Actor) -> DataRequest:
    request = locked_request(request_id, by)
    if request.decided_at is not None:
        raise Refused(_("This request was decided already."))
    return request


def locked_request(request_id: int, by: Actor) -> DataRequest:
    """The request, for an act on it. Refused to all but the privacy officer."""
    _only_privacy_officers(by)
    request = DataRequest.objects.select_for_update().filter(pk=request_id).first()
    if request is None:
        raise NotFound
    return request


def _only_privacy_officers(by: Actor) -> None:
    if not by.has(Role.PRIVACY_OFFICER):
        raise Refused(_("Only the privacy officer keeps this register."))


def append(request: DataRequest, kind: str, *, by: Actor, body: Mapping[str, Any]) -> None:
    """Record it in the request's own stream."""
    history.append_to(request, f"request:{request.pk}", kind, by=by, body=body)
