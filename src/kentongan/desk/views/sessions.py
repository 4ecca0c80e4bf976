"""*Sesi saya*: where one is signed in; and for administrators, who tries names and passwords."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from kentongan.agencies.actions import sign_ins
from kentongan.agencies.queries import signing
from kentongan.core.actor import Role
from kentongan.desk.forms.second_factor import RequiredForm
from kentongan.desk.page import show
from kentongan.ui.gate import actor_of, any_staff, staff


@any_staff
@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    """Every session of the user that still holds."""
    held = signing.sessions_of(actor_of(request))
    own = request.session.session_key
    context = {"here": "me", "sessions": held, "own": own, "has_others": any(s.key != own for s in held)}
    return show(request, "desk/sessions.html", context)


@any_staff
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of them."""
    sign_ins.end_session(pk, by=actor_of(request))
    messages.success(request, _("The session has ended."))
    return redirect("desk:sessions")


@any_staff
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """End all but this one."""
    count = sign_ins.end_other_sessions(but=request.session.session_key or "", by=actor_of(request))
    said = ngettext("%(count)d session has ended.", "%(count)d sessions have ended.", count) % {"count": count}
    messages.success(request, said if count else _("There is no other session."))
    return redirect("desk:sessions")


@any_staff
@require_POST
def noted(request: HttpRequest) -> HttpResponse:
    """*Itu saya*: the sign-ins from new devices are the user's own."""
    sign_ins.take_note(but=request.session.session_key or "", by=actor_of(request))
    return redirect("desk:sessions")


@staff(Role.ADMINISTRATOR)
@require_GET
def security(request: HttpRequest) -> HttpResponse:
    """Many failed tries at an account or from a place."""
    context = {
        "here": "security",
        "alarms": signing.sign_in_alarms(actor_of(request)),
        "factors": signing.factors(actor_of(request)),
        "required": RequiredForm(initial={"roles": list(signing.required_roles())}),
    }
    return show(request, "desk/security.html", context)
