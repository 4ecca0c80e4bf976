"""Staff entry: a report told by telephone or at the counter gets the same receipt as one sent by the web."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kentongan.agencies.queries import agencies
from kentongan.cases import queries
from kentongan.cases.actions import open_by_pin
from kentongan.core.actor import Actor
from kentongan.core.addresses import public_address
from kentongan.core.errors import Refused
from kentongan.desk.forms.entry import OUTSIDE, EntryForm
from kentongan.desk.page import ENTRY_ROLES, show
from kentongan.desk.views.acting import told_beside
from kentongan.history.queries import latest_checkpoint
from kentongan.intake.actions import Received, Submission, receive
from kentongan.ui.gate import actor_of, staff


@staff(*ENTRY_ROLES)
@sensitive_post_parameters("name", "phone", "email", "text")
@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest) -> HttpResponse:
    """The form; after sending the receipt, which the same form sent again gives again."""
    actor = actor_of(request)
    if request.method == "GET":
        return show(
            request, "desk/entry.html", {"here": "entry", "form": EntryForm(initial={"area": actor.area or ""})}
        )
    form = EntryForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            return _receipt(request, receive(_submission(form, actor), by=actor), form)
        except Refused as refusal:
            told_beside(form, refusal)
    return show(request, "desk/entry.html", {"here": "entry", "form": form}, status=422)


def _submission(form: EntryForm, actor: Actor) -> Submission:
    told = form.cleaned_data
    is_outside = told["area"] == OUTSIDE
    return Submission(
        client="desk",
        external_id=f"{actor.user}:{told['token']}",
        channel=told["channel"],
        text=told["text"],
        category=told["category"],
        area="" if is_outside else told["area"],
        is_outside=is_outside,
        place_text=told["place_text"],
        occurred_on=told["occurred_on"],
        received_at=told["received_at"],
        name=told["name"],
        phone=told["phone"],
        email=told["email"],
        is_anonymous=told["is_anonymous"],
        is_confidential=told["is_confidential"],
        files=tuple(told["photos"]),
    )


def _receipt(request: HttpRequest, received: Received, form: EntryForm) -> HttpResponse:
    """*Tanda terima* (UU 25/2009 Ps 44), to read out or to print; code and PIN are kept nowhere else."""
    actor = actor_of(request)
    mine = agencies().get(actor.agency or 0)
    context = {
        "here": "entry",
        "received": received,
        "page": queries.reporter_page(open_by_pin(received.code, received.pin)),
        "place": form.cleaned_data["place_text"],
        "office": mine.name if mine else "",
        "address": public_address(reverse("public:track")),
        "checkpoint": latest_checkpoint(),
    }
    return show(request, "desk/receipt.html", context)
