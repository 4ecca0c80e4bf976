"""Reads of sign-ins: where a user is signed in, what he was not asked about, failed tries, second factors."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.db.models import Count, Max

from kentongan.agencies.models import RecoveryCode, SecondFactor, SignIn, SignInFailure, SignInRules, User
from kentongan.core import clock
from kentongan.core.actor import Actor
from kentongan.core.roles import only_administrators

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


def sign_in_alarms(by: Actor) -> list[SignInAlarm]:
    """Accounts and places with many failed tries within a day, the latest first."""
    only_administrators(by)
    failed = SignInFailure.objects.filter(failed_at__gt=clock.now() - ALARM_SPAN)
    users = failed.filter(user__isnull=False).values_list("user__username").annotate(n=Count("id"), at=Max("failed_at"))
    places = failed.exclude(place="").values_list("place").annotate(n=Count("id"), at=Max("failed_at"))
    found = [SignInAlarm(name, "", n, at) for name, n, at in users.filter(n__gte=ALARM_OF_A_USER)]
    found += [SignInAlarm("", place, n, at) for place, n, at in places.filter(n__gte=ALARM_OF_A_PLACE)]
    return sorted(found, key=lambda alarm: alarm.last_at, reverse=True)


@dataclass(frozen=True, slots=True)
class FactorFacts:
    """A user's second factor. `pending` is the secret of a new app, shown until it is confirmed."""

    is_on: bool
    codes_left: int = 0
    pending: bytes | None = None


@dataclass(frozen=True, slots=True)
class FactorRow:
    """A user with a second factor, as the administrator sees him."""

    id: int
    username: str
    name: str
    confirmed_at: datetime | None
    is_locked: bool


def factor_of(user: int) -> FactorFacts:
    """Whether a user is asked for a second factor, and what there is of it."""
    row = SecondFactor.objects.filter(user=user).first()
    if row is None:
        return FactorFacts(is_on=False)
    left = RecoveryCode.objects.filter(factor=row, used_at__isnull=True).count()
    return FactorFacts(row.confirmed_at is not None, left, row.pending)


def required_roles() -> frozenset[str]:
    """The roles that must give a second factor in this city."""
    return frozenset(SignInRules.objects.filter(pk=1).values_list("required_roles", flat=True).first() or ())


def needs_factor(roles: Iterable[str]) -> bool:
    """Whether one of these roles must give a second factor."""
    return not required_roles().isdisjoint(roles)


def factors(by: Actor) -> list[FactorRow]:
    """All users with a second factor, by name."""
    only_administrators(by)
    now = clock.machine()
    rows = SecondFactor.objects.filter(confirmed_at__isnull=False).order_by("user__name", "user_id")
    found = rows.values_list("user_id", "user__username", "user__name", "confirmed_at", "locked_until")
    return [FactorRow(*row[:4], is_locked=row[4] is not None and row[4] > now) for row in found]


def open_user(pk: int) -> User | None:
    """A user who may sign in, between the first and the second step."""
    return User.objects.filter(pk=pk, is_active=True).first()
