"""*Laporan saya*: the reports that name an e-mail address, for whoever reads its mailbox; half an hour, no account."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kentongan.cases.queries.mailbox import open_by_mailbox, own_reports
from kentongan.core import clock
from kentongan.core.errors import NotFound, Refused, TooMany
from kentongan.core.ids import row_id
from kentongan.intake import actions as intake
from kentongan.people.queries import contacts_at
from kentongan.public.forms import MailboxForm
from kentongan.public.views.track import LOOKED_UP, OPENED, private
from kentongan.ui.gate import open_to_all
from kentongan.ui.pace import LINKS, slow_down

MAILBOX = "mailbox"
OPEN_FOR = timedelta(minutes=30)


def _entered(request: HttpRequest) -> tuple[list[int], str] | None:
    """The persons of the mailbox this browser has shown to read, and until when; None where it has shown none."""
    held = request.session.get(MAILBOX)
    if held is None or datetime.fromisoformat(held["until"]) < clock.now():
        return None
    contacts = contacts_at("email", bytes.fromhex(held["index"]))
    return [contact.person_id for contact in contacts], held["until"]


@open_to_all
@require_http_methods(["GET", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """Ask for a link; once it was followed, the list."""
    if request.method == "POST":
        return _ask(request, MailboxForm(request.POST))
    entered = _entered(request)
    if entered is None:
        return private(render(request, "public/mailbox.html", {"form": MailboxForm()}))
    before = row_id(request.GET.get("sebelum", "")) or None
    rows, after = own_reports(entered[0], before=before)
    context = {
        "rows": rows,
        "older": f"?sebelum={after}" if after else "",
        "is_first": before is None,
        "until": datetime.fromisoformat(entered[1]),
    }
    return private(render(request, "public/mailbox_list.html", context))


def _ask(request: HttpRequest, form: MailboxForm) -> HttpResponse:
    status, retry_after = 422, None
    if form.is_valid():
        try:
            slow_down(request, LINKS)
            intake.ask_for_link(form.cleaned_data["email"], language=get_language() or "id")
            return redirect("public:mailbox_asked")
        except TooMany as refusal:
            status, retry_after = 429, refusal.retry_after
            form.add_error("email", str(refusal.reason))
        except Refused as refusal:
            form.add_error("email", str(refusal.reason))
    response = private(render(request, "public/mailbox.html", {"form": form}, status=status))
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    return response


@open_to_all
@require_GET
def asked(request: HttpRequest) -> HttpResponse:
    """The same answer to everyone who asked."""
    return private(render(request, "public/mailbox_asked.html", {"minutes": int(OPEN_FOR.total_seconds() // 60)}))


@open_to_all
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Follow the link of the message: by a button, so that a scanner of mail uses nothing up."""
    if request.method == "GET":
        return private(render(request, "public/mailbox_enter.html"))
    try:
        index = intake.enter(token)
    except NotFound:
        context = {"form": MailboxForm(), "is_over": True}
        return private(render(request, "public/mailbox.html", context, status=410))
    request.session.cycle_key()
    request.session[MAILBOX] = {"index": index.hex(), "until": (clock.now() + OPEN_FOR).isoformat()}
    return redirect("public:mailbox")


@open_to_all
@require_POST
def open_one(request: HttpRequest) -> HttpResponse:
    """Open an ordinary report, as with its PIN; one that is closed off leads to the page that asks the PIN."""
    entered, code = _entered(request), request.POST.get("code", "")[:40]
    if entered is None:
        messages.info(request, _("This page was open for thirty minutes. Please ask for a new link."))
        return redirect("public:mailbox")
    by = open_by_mailbox(code, entered[0], language=get_language() or "id")
    request.session[OPENED] = {"report": by.report, "exercise": None, "until": entered[1], "by_mailbox": True}
    request.session[LOOKED_UP] = code
    return redirect("public:mine")


@open_to_all
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close the list, and what was opened from it, for whoever uses this browser next."""
    for name in (MAILBOX, OPENED, LOOKED_UP):
        request.session.pop(name, None)
    request.session.cycle_key()
    messages.success(request, _("Your reports are closed in this browser."), extra_tags="ok")
    return redirect(reverse("public:mailbox"))
