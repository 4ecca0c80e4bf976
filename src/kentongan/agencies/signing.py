"""Reads of sign-ins: where a user is signed in, what he was not asked about yet, where many tries failed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.db.models import Count, Max

from kentongan.agencies.models import SignIn, SignInFailure
from kentongan.core import clock
from kentongan.core.actor import Actor

ALARM_SPAN = timedelta(hours=24)
ALARM_OF_A_USER, ALARM_OF_A_PLACE = 8, 20
_SESSION = ("id", "session_key", "device", "place", "started_at", "seen_at")


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """One sign-in as its user sees it. `place` is an address without its end."""

    id: int
    key: str
    device: str
    place: str
    started_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class SignInAlarm:
    """Many failed tries within a day: at one account (`username`), or at several from one place."""

    username: str
    place: str
    count: int
    last_at: datetime


def sessions_of(by: Actor) -> list[SessionFacts]:
    """The sessions of a user that still hold, the one used last first."""
    rows = SignIn.objects.filter(user=by.user).exclude(session_key="").order_by("-seen_at", "-id")
    found = [SessionFacts(*row) for row in rows.values_list(*_SESSION)]
    kept = import_module(settings.SESSION_ENGINE).SessionStore.get_model_class().objects
    keys = [facts.key for facts in found]
    held = kept.filter(session_key__in=keys, expire_date__gt=clock.machine()).values_list("session_key", flat=True)
    living = set(held)
    return [facts for facts in found if facts.key in living]


def sign_in_notices(by: Actor, *, but: str) -> list[SessionFacts]:
    """Sign-ins from new devices the user was not asked about yet, except the session that reads (`but`)."""
    rows = SignIn.objects.filter(user=by.user, is_noticed=False).exclude(session_key=but).order_by("-id")
    return [SessionFacts(*row) for row in rows.values_list(*_SESSION)]


def sign_in_alarms() -> list[SignInAlarm]:
    """Accounts and places with many failed tries within a day, the latest first. For administrators."""
    failed = SignInFailure.objects.filter(failed_at__gt=clock.now() - ALARM_SPAN)
    last = {"count": Count("id"), "last_at": Max("failed_at")}
    users = failed.filter(user__isnull=False).values_list("user__username").annotate(**last)
    places = failed.exclude(place="").values_list("place").annotate(**last)
    found = [SignInAlarm(name, "", n, at) for name, n, at in users.filter(count__gte=ALARM_OF_A_USER)]
    found += [SignInAlarm("", place, n, at) for place, n, at in places.filter(count__gte=ALARM_OF_A_PLACE)]
    return sorted(found, key=lambda alarm: alarm.last_at, reverse=True)
