"""Sign-ins as their user sees them: kept, looked over, ended. And the tries that failed."""

import hashlib
from datetime import timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import transaction

from kentongan.agencies.actions.records import append_to_user, locked_user
from kentongan.agencies.devices import device_name, shortened
from kentongan.agencies.models import SignIn, SignInFailure, User
from kentongan.core import clock
from kentongan.core.actor import Actor
from kentongan.core.errors import NotFound

KEPT = timedelta(days=180)  # so long a device is known after its last sign-in
FAILURES_KEPT = timedelta(days=30)


@transaction.atomic
def keep_sign_in(user_id: int, *, session_key: str, device: str, agent: str, address: str) -> SignIn:
    """Keep that a user signed in. `device` is the browser's own secret: another one than before leaves a notice."""
    user = locked_user(user_id)
    mark, now = hashlib.sha256(device.encode()).digest(), clock.now()
    earlier = SignIn.objects.filter(user=user)
    is_new = earlier.exists() and not earlier.filter(device_mark=mark).exists()
    kept = SignIn.objects.create(
        user=user,
        session_key=session_key,
        device=device_name(agent),
        device_mark=mark,
        place=shortened(address),
        started_at=now,
        seen_at=now,
        is_noticed=not is_new,
    )
    if is_new:
        User.objects.filter(pk=user.pk).update(has_sign_in_notice=True)
    return kept


def keep_failure(username: str, *, address: str) -> None:
    """Keep that someone tried a name and failed."""
    user = User.objects.filter(username=username.strip().lower()).values_list("pk", flat=True).first()
    SignInFailure.objects.create(user_id=user, place=shortened(address), failed_at=clock.now())


def keep_seen(sign_in: int, *, session_key: str) -> None:
    """The session was used just now; its key may have been renewed meanwhile."""
    SignIn.objects.filter(pk=sign_in).update(seen_at=clock.now(), session_key=session_key)


@transaction.atomic
def take_note(*, but: str, by: Actor) -> None:
    """The user knows of the sign-ins from new devices, except of the very session that says so (`but`)."""
    if by.user is None:
        return
    SignIn.objects.filter(user=by.user, is_noticed=False).exclude(session_key=but).update(is_noticed=True)
    has_more = SignIn.objects.filter(user=by.user, is_noticed=False).exists()
    User.objects.filter(pk=by.user).update(has_sign_in_notice=has_more)


@transaction.atomic
def end_session(sign_in: int, *, by: Actor) -> None:
    """End one of one's own sessions. NotFound where it is another's."""
    user = locked_user(by.user)
    kept = SignIn.objects.filter(pk=sign_in, user=user).first()
    if kept is None:
        raise NotFound
    _end([kept])
    append_to_user(user, "agencies.sessions_ended", by=by, body={"count": 1})


@transaction.atomic
def end_other_sessions(*, but: str, by: Actor) -> int:
    """End all sessions of a user except the one that asks; gives how many there were."""
    user = locked_user(by.user)
    others = list(SignIn.objects.filter(user=user).exclude(session_key__in=[but, ""]))
    _end(others)
    if others:
        append_to_user(user, "agencies.sessions_ended", by=by, body={"count": len(others)})
    return len(others)


def sweep_sign_ins() -> int:
    """Forget devices and failures that are long past."""
    now = clock.now()
    old, _ = SignIn.objects.filter(seen_at__lt=now - KEPT).delete()
    failed, _ = SignInFailure.objects.filter(failed_at__lt=now - FAILURES_KEPT).delete()
    return old + failed


def _end(kept: list[SignIn]) -> None:
    """The browser is a stranger from its next request on; its streams end when they are judged again."""
    store: Any = import_module(settings.SESSION_ENGINE).SessionStore
    for sign_in in kept:
        if sign_in.session_key:
            store(sign_in.session_key).delete()
    SignIn.objects.filter(pk__in=[sign_in.pk for sign_in in kept]).update(session_key="")
