"""Signing in with the city's own account (OpenID Connect), where it is set up."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kentongan.agencies.actions import sign_ins
from kentongan.agencies.adapters import oidc
from kentongan.agencies.queries.single import user_of_claims
from kentongan.core.errors import Refused
from kentongan.desk.forms.session import SignInForm
from kentongan.desk.half import after_password
from kentongan.desk.views.session import IS_SINGLE, sign_in_page, speaking, wanted
from kentongan.ui.gate import open_to_all

NEXT = "single_next"


@open_to_all
@never_cache
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """On to the provider."""
    if not oidc.name():
        return redirect("desk:sign-in")
    request.session[NEXT] = wanted(request)
    try:
        answer: HttpResponse = oidc.away(request, request.build_absolute_uri(reverse("desk:single-back")))
    except Refused as refusal:
        return _refused(request, str(refusal.reason))
    return answer


@open_to_all
@never_cache
@require_http_methods(["GET", "POST"])
def back(request: HttpRequest) -> HttpResponse:
    """Back from the provider: in as the user he is here, by way of the second step where his role needs it."""
    if not oidc.name() or not request.GET:
        return redirect("desk:sign-in")
    where = request.session.pop(NEXT, "") or "desk:inbox"
    try:
        claims = oidc.claims(request)
    except Refused as refusal:
        return _refused(request, str(refusal.reason))
    user = user_of_claims(claims, settings.KENTONGAN_OIDC_CLAIM)
    if user is None:
        sign_ins.keep_failure("", address=request.META.get("REMOTE_ADDR", ""))
        return _refused(request, _("No open account here belongs to this sign-in. Ask the administrator for one."))
    answer = after_password(request, user, where)
    request.session[IS_SINGLE] = True
    return speaking(answer, user.language)


def _refused(request: HttpRequest, reason: str) -> HttpResponse:
    return sign_in_page(request, SignInForm(request), problem=reason, status=422)
