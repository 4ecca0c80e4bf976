"""Following a kelurahan by e-mail: asked for here, confirmed from the mailbox, ended by one click."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from kentongan.core.errors import NotFound, Refused, TooMany
from kentongan.intake import actions as intake
from kentongan.places import queries as places
from kentongan.public.forms import FollowForm
from kentongan.public.views.track import private
from kentongan.ui.gate import open_to_all
from kentongan.ui.pace import LINKS, slow_down


@open_to_all
@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Which kelurahan, which mailbox, how often."""
    if request.method == "POST":
        return _ask(request, FollowForm(request.POST))
    wanted = request.GET.get("kelurahan", "")
    known = wanted if wanted in places.areas() else ""
    return render(request, "public/follow.html", {"form": FollowForm(initial={"area": known})})


def _ask(request: HttpRequest, form: FollowForm) -> HttpResponse:
    status, retry_after = 422, None
    if form.is_valid():
        told = form.cleaned_data
        try:
            slow_down(request, LINKS)
            intake.ask_to_follow(
                told["email"], area=told["area"], rhythm=told["rhythm"], language=get_language() or "id"
            )
            return redirect("public:follow_asked")
        except TooMany as refusal:
            status, retry_after = 429, refusal.retry_after
            form.add_error("email", str(refusal.reason))
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.reason))
    response = private(render(request, "public/follow.html", {"form": form}, status=status))
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    return response


@open_to_all
@require_GET
def asked(request: HttpRequest) -> HttpResponse:
    """The same answer to everyone who asked."""
    return render(request, "public/follow_asked.html")


@open_to_all
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Follow the link of the message: by a button, so that a scanner of mail confirms nothing."""
    if request.method == "GET":
        return private(render(request, "public/follow_confirm.html"))
    try:
        followed = intake.confirm(token)
    except NotFound:
        context = {"form": FollowForm(), "is_over": True}
        return private(render(request, "public/follow.html", context, status=410))
    return private(render(request, "public/follow_begun.html", {"followed": followed}))


@open_to_all
@csrf_exempt  # the secret of the address is the permission; mail programs post it by themselves (RFC 8058)
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """No more letters: by the link in each of them and a button, or by the button of a mail program."""
    if request.method == "POST":
        intake.stop_following(token)
        return private(
            render(request, "public/stopped.html", {"what": _("You get no more letters of this kelurahan.")})
        )
    return private(render(request, "public/follow_stop.html"))
