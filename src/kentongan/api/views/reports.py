"""POST /api/v1/reports: the hot path of the house. Decode, check, one statement, answer."""

from datetime import date, datetime

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kentongan.api.gate import for_clients
from kentongan.api.problems import Unfit, answer, not_allowed, of_json
from kentongan.api.wire import LONGEST_BODY, DeadlineOut, EmergencyOut, LinksOut, ReceiptOut, ReportIn
from kentongan.api.words import deadline_text, emergency_text
from kentongan.core import clock
from kentongan.core.addresses import public_address
from kentongan.intake.actions import Received, Submission, receive
from kentongan.partners.queries import Client
from kentongan.partners.scopes import Scope

_decoder = msgspec.json.Decoder(ReportIn)


@for_clients(Scope.REPORTS_WRITE)
def submit(request: HttpRequest, client: Client) -> HttpResponse:
    """Take a report in: 201 with its receipt, or 200 with the first receipt where it was sent before."""
    if request.method != "POST":
        raise not_allowed(request, "POST")
    told = _read(request)
    received = receive(_submission(told, client), by=client.actor)
    return answer(201 if received.is_new else 200, _receipt(received))


def _read(request: HttpRequest) -> ReportIn:
    if request.content_type != "application/json":
        raise Unfit(415, "unsupported_media_type", _("Send JSON with the header Content-Type: application/json."))
    if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST_BODY:
        raise Unfit(413, "too_large", _("At most %(limit)s bytes, please.") % {"limit": LONGEST_BODY})
    try:
        told = _decoder.decode(request.body)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise of_json(error) from None
    _check_characters(told)
    return told


def _check_characters(told: ReportIn) -> None:
    """NUL and lone surrogates are valid JSON and no text."""
    place, contact = told.place, told.contact
    for name, text in (
        ("text", told.text),
        ("title", told.title),
        ("category", told.category),
        ("place.description", place.description),
        ("contact.name", contact.name),
        ("contact.phone", contact.phone),
        ("contact.email", contact.email),
    ):
        if text and ("\0" in text or not (text.isascii() or _is_text(text))):
            raise Unfit(422, "invalid", _("These characters are not possible here."), name)


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _submission(told: ReportIn, client: Client) -> Submission:
    return Submission(
        client=client.sender,
        external_id=told.external_id,
        channel=client.channel,
        text=told.text,
        title=told.title,
        category=told.category,
        area=told.place.area,
        place_text=told.place.description,
        lat=told.place.lat,
        lon=told.place.lon,
        occurred_on=_day(told),
        name=told.contact.name,
        phone=told.contact.phone,
        email=told.contact.email,
        is_anonymous=told.anonymous,
        is_confidential=told.confidential,
        language=told.language,
    )


def _day(told: ReportIn) -> date | None:
    if told.occurred_at is None:
        return told.occurred_on
    if told.occurred_on is not None:
        raise Unfit(422, "invalid", _("Send occurred_on or occurred_at, not both."), "occurred_at")
    return _local_day(told.occurred_at)


def _local_day(moment: datetime) -> date:
    try:
        return clock.local(moment).date()
    except OverflowError:
        raise Unfit(422, "out_of_range", _("This moment cannot be right."), "occurred_at") from None


def _receipt(received: Received) -> ReceiptOut:
    this, due = public_address(f"/api/v1/reports/{received.code}"), received.due_at
    return ReceiptOut(
        code=received.code,
        pin=received.pin or None,
        received_at=received.received_at,
        links=LinksOut(this=this, tracking=public_address("/lacak/")),
        deadline=None if due is None else DeadlineOut(due, deadline_text(due, "verify")),
        emergency=EmergencyOut(received.emergency, emergency_text()) if received.emergency else None,
    )
