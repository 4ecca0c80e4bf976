"""A name or contact is put right at a granted request; what stood there before is kept with the request, encrypted."""

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.core import clock
from kentongan.core.actor import Actor
from kentongan.core.errors import Conflict, Moved, NotFound, Refused
from kentongan.core.text import clean
from kentongan.history import actions as history
from kentongan.people import identity
from kentongan.people.actions.requests import append, locked_request
from kentongan.people.models import Contact, Correction, DataRequest, Person, RequestSubject
from kentongan.people.reasons import CORRECTED, GRANTED

_NORMAL = {"name": identity.normal_name, "phone": identity.normal_phone, "email": identity.normal_email}


@transaction.atomic
def correct(request_id: int, *, person_id: int, field: str, shown: str, wanted: str, by: Actor) -> None:
    """Put one piece of a person's identity right. Conflict where it is not what was shown any more.

    He is found again by what stands there now. A contact that was there is replaced, one that was not is added.
    """
    request = _correctable(request_id, by)
    if field not in CORRECTED:
        raise Refused(_("Choose what is put right."), field="field")
    person = _subject(request, person_id)
    before, after = _value(person, field), _normal(field, wanted)
    if (before or "") != shown and before != after:
        raise Conflict({"wanted": Moved(shown=shown, current=before or "", wanted=after)})
    if after is None:
        raise Refused(_("Write how it is right."), field="wanted")
    if before == after:
        raise Refused(_("It stands there like this already."), field="wanted")
    _put(person, field, after)
    Correction.objects.create(
        request=request, person=person, field=field, before=before, after=after, corrected_at=clock.now()
    )
    body = {"field": field, "request": request.pk}
    history.append_to(person, f"person:{person.pk}", "people.corrected", by=by, body=body)
    append(request, "people.request_corrected", by=by, body={"person": person.pk, "field": field})


def _correctable(request_id: int, by: Actor) -> DataRequest:
    request = locked_request(request_id, by)
    if request.kind != "correction" or request.decision not in GRANTED:
        raise Refused(_("Only at a request of correction that was granted are data put right."))
    if request.carried_out_at is not None:
        raise Refused(_("This request was carried out already."))
    return request


def _subject(request: DataRequest, person_id: int) -> Person:
    is_named = RequestSubject.objects.filter(request=request, person=person_id).exists()
    person = Person.objects.select_for_update().filter(pk=person_id, erased_at__isnull=True).first()
    if person is None or not is_named:
        raise NotFound(str(person_id))
    return person


def _normal(field: str, typed: str) -> str | None:
    try:
        return _NORMAL[field](clean(typed))
    except Refused as refusal:
        raise Refused(refusal.reason, field="wanted") from refusal


def _value(person: Person, field: str) -> str | None:
    if field == "name":
        return person.name
    return Contact.objects.filter(person=person, kind=field).order_by("pk").values_list("value", flat=True).first()


def _put(person: Person, field: str, value: str) -> None:
    if field == "name":
        person.name = value
    else:
        index = identity.contact_mark(field, value)
        first = Contact.objects.filter(person=person, kind=field).order_by("pk").first()
        contact = first or Contact(person=person, kind=field, created_at=clock.now(), exercise=person.exercise)
        contact.value, contact.index = value, index
        contact.save()
    known = {kind: _value(person, kind) for kind in ("phone", "email")}
    person.mark = identity.sealed(identity.Told(person.name, known["phone"], known["email"])).person_mark
    person.save(update_fields=["name", "mark"])
