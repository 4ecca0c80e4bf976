"""What a browser carries of a sign-in: the session, and a cookie by which its device is known again."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kentongan.agencies.actions import sign_ins
from kentongan.core import clock
from kentongan.notifications.actions import tell_user

DEVICE_COOKIE = "kentongan_device"
_DEVICE_AGE = 400 * 24 * 3600
_BACKEND = "django.contrib.auth.backends.ModelBackend"  # whoever judged the password, the session is read by this
_SIGN_IN, _KEY, _SEEN = "sign_in", "sign_in_key", "sign_in_seen"
_SEEN_EVERY = 300  # seconds: "last seen" costs a write, so it is that coarse


def enter(request: HttpRequest, user: Any, response: HttpResponse) -> HttpResponse:
    """Sign the user in and keep it; word goes to him where this device is new."""
    device = request.COOKIES.get(DEVICE_COOKIE) or secrets.token_urlsafe(32)
    login(request, user, backend=_BACKEND)
    session = request.session
    with transaction.atomic():
        kept = sign_ins.keep_sign_in(
            user.pk,
            session_key=session.session_key or "",
            device=device,
            agent=request.headers.get("User-Agent", ""),
            address=request.META.get("REMOTE_ADDR", ""),
        )
        if not kept.is_noticed:
            said = {"username": user.username, "at": kept.started_at, "place": kept.place}
            said["device"] = kept.device or _("not recognised")
            tell_user(f"sign-in:{kept.pk}", user=user.pk, text_name="new_device", params=said, language=user.language)
    session[_SIGN_IN], session[_KEY], session[_SEEN] = kept.pk, session.session_key, _now()
    response.set_cookie(
        DEVICE_COOKIE,
        device,
        max_age=_DEVICE_AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def note_seen(request: HttpRequest) -> None:
    """Keep now and then that the session is used, and at once that its key was renewed."""
    session = request.session
    sign_in = session.get(_SIGN_IN)
    if sign_in is None:
        return
    is_same = session.get(_KEY) == session.session_key
    if is_same and 0 <= _now() - session.get(_SEEN, 0) < _SEEN_EVERY:
        return
    sign_ins.keep_seen(sign_in, session_key=session.session_key or "")
    session[_KEY], session[_SEEN] = session.session_key, _now()


def _now() -> int:
    return int(clock.now().timestamp())
