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
TASK_ROLES = (Role.OFFICER, Role.FIELD_OFFICER)


@dataclass(frozen=True, slots=True)
class Place:
    """An item of the rail."""

    name: str
    url: str
    icon: str
    label: Promise | str
    count: int = 0


_RAIL: tuple[tuple[tuple[Role, ...], str, str, Promise], ...] = (
    (ENTRY_ROLES, "entry", "plus", _("Enter report")),
    (TASK_ROLES, "tasks", "list", pgettext_lazy("rail", "Tasks")),
    ((Role.COORDINATOR,), "templates", "quote", _("Templates")),
    ((Role.COORDINATOR,), "tags", "filter", _("Tags")),
    (IMPORT_ROLES, "imports", "download", _("Import")),
    (RESEND_ROLES, "messages", "chat", _("Undelivered")),
    ((Role.PRIVACY_OFFICER,), "privacy", "people", _("Data requests")),
    (BREACH_ROLES, "breaches", "alert", pgettext_lazy("rail", "Breaches")),
    ((Role.ADMINISTRATOR,), "security", "shield", _("Security")),
    ((Role.ADMINISTRATOR,), "setup", "cog", pgettext_lazy("rail", "Settings")),
)


def places_of(actor: Actor) -> list[Place]:
    """Where this actor can go."""
    counts = {"security": len(sign_in_alarms(actor))} if actor.has(Role.ADMINISTRATOR) else {}
    places = [Place("inbox", reverse("desk:inbox"), "inbox", _("Cases"))]
    places += [
        Place(name, reverse(f"desk:{name}"), icon, label, counts.get(name, 0))
        for roles, name, icon, label in _RAIL
        if actor.has(*roles)
    ]
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
