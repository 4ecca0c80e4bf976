"""Signing in and out, and what a user keeps of the look."""

from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from kentongan.agencies import actions as agencies
from kentongan.agencies.actions import sign_ins
from kentongan.agencies.adapters import oidc
from kentongan.agencies.queries import invented_usernames
from kentongan.desk.forms.session import PreferencesForm, SignInForm
from kentongan.desk.half import after_password
from kentongan.desk.page import show
from kentongan.ui.gate import actor_of, any_staff, open_to_all

IS_SINGLE = "single"  # in a session that began at the city's provider


@open_to_all
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password, then where the user wanted to go."""
    if actor_of(request).user is not None:
        return redirect(_next(request))
    form = SignInForm(request, data=request.POST if request.method == "POST" else None)
    if form.is_valid():
        user = form.get_user()
        return speaking(after_password(request, user, _next(request)), user.language)
    if request.method == "POST":
        sign_ins.keep_failure(request.POST.get("username", ""), address=request.META.get("REMOTE_ADDR", ""))
    return sign_in_page(request, form, status=200 if request.method == "GET" else 422)


def locked_out(request: HttpRequest, original: Any = None, credentials: Any = None) -> HttpResponse:
    """Said instead of the sign-in page after too many wrong tries (`AXES_LOCKOUT_CALLABLE`)."""
    return sign_in_page(request, SignInForm(request), is_locked=True, status=429)


def sign_in_page(
    request: HttpRequest, form: SignInForm, *, is_locked: bool = False, problem: str = "", status: int
) -> HttpResponse:
    """The door, with what went wrong."""
    minutes = int(settings.AXES_COOLOFF_TIME * 60)
    context = {"form": form, "next": wanted(request), "is_locked": is_locked, "minutes": minutes, "problem": problem}
    context |= {"demo": invented_usernames(), "single": oidc.name()}
    context["way_out"] = oidc.way_out() if oidc.name() and "out" in request.GET else ""
    return show(request, "desk/sign_in.html", context, status=status)


def wanted(request: HttpRequest) -> str:
    """The page asked for before signing in, if it is one of ours."""
    page = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        page, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return page if is_ours else ""


def _next(request: HttpRequest) -> str:
    return wanted(request) or "desk:inbox"


@open_to_all
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; streams of this browser end with it."""
    is_single = bool(request.session.get(IS_SINGLE))
    logout(request)
    return redirect(f"{reverse('desk:sign-in')}?out" if is_single else "desk:sign-in")


@any_staff
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep language and scheme with the user, for every machine he works at."""
    form = PreferencesForm(request.POST)
    actor = actor_of(request)
    language = actor.language
    if form.is_valid():
        theme = form.cleaned_data["theme"]
        language = form.cleaned_data["language"] or language
        agencies.keep_preferences(
            by=actor, language=language, theme=None if not theme else "" if theme == "auto" else theme
        )
    return speaking(redirect(_next(request)), language)


def speaking(response: HttpResponse, language: str) -> HttpResponse:
    """The language of the pages that follow."""
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=365 * 24 * 3600, samesite="Lax", httponly=True)
    return response
