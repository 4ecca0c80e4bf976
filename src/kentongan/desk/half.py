"""Between password and code: a session that knows who, and opens nothing. It lasts ten minutes."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare

from kentongan.agencies.queries import signing
from kentongan.core import clock
from kentongan.desk.signing import enter

_KEY, _LASTS = "half_signed_in", 600


def after_password(request: HttpRequest, user: Any, where: str) -> HttpResponse:
    """The password was right: in, or on to the code, or first to the setting up of the app his role needs."""
    is_on = signing.factor_of(user.pk).is_on
    if not is_on and not signing.needs_factor(user.roles):
        return enter(request, user, redirect(where))
    request.session.cycle_key()
    request.session[_KEY] = {"user": user.pk, "at": _now(), "next": where, "hash": user.get_session_auth_hash()}
    return redirect("desk:sign-in-code" if is_on else "desk:sign-in-app")


def who(request: HttpRequest) -> tuple[Any, str] | None:
    """Who gave his password here, and where he wanted to go; None where that is too long ago, or never was."""
    half = request.session.get(_KEY)
    if not half or not 0 <= _now() - half["at"] < _LASTS:
        return None
    user = signing.open_user(half["user"])
    if user is None or not constant_time_compare(half["hash"], user.get_session_auth_hash()):
        return None
    return user, half["next"]


def done(request: HttpRequest) -> None:
    request.session.pop(_KEY, None)


def _now() -> int:
    return int(clock.machine().timestamp())
