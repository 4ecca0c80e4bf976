"""What every page of the desk carries: the places to go, who is there, where the stream is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kentongan.agencies.queries.signing import sign_in_alarms, sign_in_notices
from kentongan.cases.queries.queues import queues_of
from kentongan.core.actor import Actor, Role
from kentongan.desk import queues
from kentongan.desk.signing import note_seen
from kentongan.history.queries import position_now
from kentongan.ui.gate import actor_of

ENTRY_ROLES = (Role.COORDINATOR, Role.CALL_TAKER, Role.VILLAGE_STAFF)
BREACH_ROLES = (Role.PRIVACY_OFFICER, Role.ADMINISTRATOR)
IMPORT_ROLES = (Role.COORDINATOR, Role.ADMINISTRATOR)
RESEND_ROLES = (Role.COORDINATOR, Role.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class Place:
    """An item of the rail."""

    name: str
    url: str
    icon: str
    label: Promise | str
    count: int = 0


def places_of(actor: Actor) -> list[Place]:
    """Where this actor can go."""
    places = [Place("inbox", reverse("desk:inbox"), "inbox", _("Cases"))]
    if actor.has(*ENTRY_ROLES):
        places.append(Place("entry", reverse("desk:entry"), "plus", _("Enter report")))
    if actor.has(Role.COORDINATOR):
        places.append(Place("templates", reverse("desk:templates"), "quote", _("Templates")))
        places.append(Place("tags", reverse("desk:tags"), "filter", _("Tags")))
    if actor.has(*IMPORT_ROLES):
        places.append(Place("imports", reverse("desk:imports"), "download", _("Import")))
    if actor.has(*RESEND_ROLES):
        places.append(Place("messages", reverse("desk:messages"), "chat", _("Undelivered")))
    if actor.has(Role.PRIVACY_OFFICER):
        places.append(Place("privacy", reverse("desk:privacy"), "people", _("Data requests")))
    if actor.has(*BREACH_ROLES):
        places.append(Place("breaches", reverse("desk:breaches"), "alert", pgettext_lazy("rail", "Breaches")))
    if actor.has(Role.ADMINISTRATOR):
        alarms = len(sign_in_alarms(actor))
        places.append(Place("security", reverse("desk:security"), "shield", _("Security"), alarms))
        places.append(Place("setup", reverse("desk:setup"), "cog", pgettext_lazy("rail", "Settings")))
    return places


def live_url(request: HttpRequest) -> str:
    """Where this browser reaches the stream: behind the same proxy, or the live process's own port."""
    told = settings.KENTONGAN_LIVE_URL
    if told:
        return f"{told.rstrip('/')}/stream"
    host = request.get_host().rsplit(":", 1)[0] if not request.get_host().endswith("]") else request.get_host()
    return f"{request.scheme}://{host}:{settings.KENTONGAN_LIVE_PORT}/live/stream"


def show(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A page or fragment of the desk."""
    actor = actor_of(request)
    shared: dict[str, Any] = {"actor": actor, "places": places_of(actor), "live_url": live_url(request)}
    if actor.user is not None and not is_fragment(request):
        shared["position"] = position_now()
        shared["palette"] = queues.groups(queues_of(actor), actor)
        note_seen(request)
        if getattr(request.user, "has_sign_in_notice", False):
            shared["sign_in_notices"] = sign_in_notices(actor, but=request.session.session_key or "")
    return render(request, template, {**shared, **(context or {})}, status=status)


def is_fragment(request: HttpRequest) -> bool:
    """Asked for by htmx for a part of a page (not a boosted or restored whole page)."""
    return bool(request.headers.get("HX-Request")) and not request.headers.get("HX-History-Restore-Request")
