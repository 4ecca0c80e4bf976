"""The second step of signing in; setting up the app that shows codes; and what administrators do about it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from kentongan.agencies import queries, totp
from kentongan.agencies.actions import second_factor, sign_ins
from kentongan.agencies.actions.second_factor import Checked
from kentongan.agencies.queries import signing
from kentongan.core.actor import Role
from kentongan.core.errors import NotFound, Refused
from kentongan.desk import half
from kentongan.desk.forms.second_factor import AppCodeForm, CodeForm, RequiredForm
from kentongan.desk.page import show
from kentongan.desk.signing import enter
from kentongan.desk.views.acting import told_beside
from kentongan.places.queries import city
from kentongan.ui.gate import actor_of, any_staff, open_to_all, staff
from kentongan.ui.qr import qr


@open_to_all
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """The code after the password."""
    found = half.who(request)
    if found is None:
        return redirect("desk:sign-in")
    user, where = found
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _is_right(request, form, user):
        half.done(request)
        return enter(request, user, redirect(where))
    return show(request, "desk/sign_in_code.html", {"form": form}, status=422 if form.is_bound else 200)


def _is_right(request: HttpRequest, form: forms.Form, user: Any) -> bool:
    """Check a code; a wrong one is told beside the field and counted as a failed try."""
    checked = second_factor.check_code(user.pk, form.cleaned_data["code"])
    if checked == Checked.RIGHT:
        return True
    sign_ins.keep_failure(user.username, address=request.META.get("REMOTE_ADDR", ""))
    wrong, locked = _("That code is wrong or was used already."), _("Too many wrong codes. Wait 15 minutes.")
    form.add_error("code", locked if checked == Checked.LOCKED else wrong)
    return False


@open_to_all
@never_cache
@sensitive_post_parameters("code")
@sensitive_variables("codes")
@require_http_methods(["GET", "POST"])
def sign_in_app(request: HttpRequest) -> HttpResponse:
    """The role needs a second factor and there is none: set it up now, then in."""
    found = half.who(request)
    if found is None:
        return redirect("desk:sign-in")
    user, where = found
    if signing.factor_of(user.pk).is_on:
        return redirect("desk:sign-in-code")
    form = AppCodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            codes = second_factor.confirm(user.pk, form.cleaned_data["code"], by=queries.actor_for(user))
        except Refused as refusal:
            told_beside(form, refusal)
        else:
            half.done(request)
            context = {"codes": codes, "where": resolve_url(where)}
            return enter(request, user, show(request, "desk/sign_in_app.html", context))
    elif signing.factor_of(user.pk).pending is None:
        second_factor.begin(user.pk)
    return show(request, "desk/sign_in_app.html", _setting_up(user, form), status=422 if form.is_bound else 200)


def _setting_up(user: Any, form: forms.Form) -> dict[str, Any]:
    """The picture and the key in letters, of the app that waits for its first code."""
    facts = signing.factor_of(user.pk)
    context: dict[str, Any] = {"form": form, "factor": facts}
    if facts.pending is not None:
        address = totp.address_for(facts.pending, username=user.username, issuer=f"Kentongan {city().short_name}")
        context |= {"qr": qr(address, border=2), "key": totp.as_text(facts.pending)}
    return context


@any_staff
@never_cache
@sensitive_post_parameters("code")
@sensitive_variables("codes")
@require_http_methods(["GET", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """*Verifikasi dua langkah*: set up the app, change it, new recovery codes. A change needs a code of the old one."""
    if request.method == "GET":
        return _own_page(request, AppCodeForm())
    acts = {"begin": _begin, "confirm": _confirm, "codes": _new_codes}
    act = acts.get(request.POST.get("act", ""))
    return act(request) if act else _own_page(request, AppCodeForm(), status=422)


def _own_page(request: HttpRequest, form: forms.Form, *, status: int = 200, **more: Any) -> HttpResponse:
    context = _setting_up(request.user, form)
    is_needed = signing.needs_factor(actor_of(request).roles)
    context |= {"here": "me", "is_needed": is_needed, "code_form": CodeForm(auto_id="old_%s"), **more}
    return show(request, "desk/second_factor.html", context, status=status)


def _begin(request: HttpRequest) -> HttpResponse:
    if signing.factor_of(request.user.pk or 0).is_on:
        form = CodeForm(request.POST, auto_id="old_%s")
        if not (form.is_valid() and _is_right(request, form, request.user)):
            return _own_page(request, AppCodeForm(), status=422, code_form=form)
    second_factor.begin(request.user.pk or 0)
    return redirect("desk:second-factor")


def _confirm(request: HttpRequest) -> HttpResponse:
    form = AppCodeForm(request.POST)
    if form.is_valid():
        try:
            actor = actor_of(request)
            codes = second_factor.confirm(actor.user or 0, form.cleaned_data["code"], by=actor)
            return _own_page(request, AppCodeForm(), codes=codes)
        except Refused as refusal:
            told_beside(form, refusal)
    return _own_page(request, form, status=422)


def _new_codes(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST, auto_id="old_%s")
    if form.is_valid() and _is_right(request, form, request.user):
        return _own_page(request, AppCodeForm(), codes=second_factor.renew_recovery_codes(by=actor_of(request)))
    return _own_page(request, AppCodeForm(), status=422, code_form=form)


@staff(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then take a user's second factor away."""
    if request.method == "POST":
        second_factor.reset(pk, by=actor_of(request))
        messages.success(request, _("The second factor is taken away."))
        return redirect("desk:security")
    user = next((row for row in signing.factors(actor_of(request)) if row.id == pk), None)
    if user is None:
        raise NotFound(str(pk))
    return show(request, "desk/factor_reset.html", {"here": "security", "user_row": user})


@staff(Role.ADMINISTRATOR)
@require_POST
def require(request: HttpRequest) -> HttpResponse:
    """Set which roles need a second factor."""
    form = RequiredForm(request.POST)
    if form.is_valid():
        second_factor.require(form.cleaned_data["roles"], by=actor_of(request))
        messages.success(request, _("Saved."))
    return redirect("desk:security")
