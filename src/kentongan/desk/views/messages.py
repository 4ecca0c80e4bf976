"""Messages to reporters that did not arrive: which they are, and sending one again."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kentongan.cases.queries.news import numbers_of
from kentongan.core.errors import NotFound
from kentongan.desk.page import RESEND_ROLES, show
from kentongan.desk.views.acting import acted
from kentongan.desk.views.showing import case_of
from kentongan.notifications import queries as notifications
from kentongan.notifications.actions import resend as send_again
from kentongan.notifications.queries import MessageView
from kentongan.ui.gate import actor_of, staff


@dataclass(frozen=True, slots=True)
class Failed:
    """A message someone must look at, and the case it is about."""

    number: str
    message: MessageView


@staff(*RESEND_ROLES)
@require_GET
def failed(request: HttpRequest) -> HttpResponse:
    """The latest messages that were given up or may have been lost, each with its case."""
    actor = actor_of(request)
    found = notifications.failed(exercise=actor.exercise)
    numbers = numbers_of({ref for ref, _message in found}, by=actor)
    rows = [Failed(numbers.get(ref, ""), message) for ref, message in found]
    return show(request, "desk/messages.html", {"here": "messages", "rows": rows})


@staff(*RESEND_ROLES)
@require_POST
def resend(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Queue one of the case's messages again."""
    page = case_of(request, number)
    message = next((message for message in page.messages if str(message.uid) == key), None)
    if message is None:
        raise NotFound(key)
    send_again(message.uid, by=actor_of(request))
    return acted(request, page.row.number, _("The message goes out again."))
