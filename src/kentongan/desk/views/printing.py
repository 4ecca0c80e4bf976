"""On paper: one case on A4, and a list. Nothing of an identity, no internal note; that it was taken is recorded."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kentongan.cases import actions
from kentongan.cases import queries as cases
from kentongan.cases.queries.queues import queues_of
from kentongan.core import clock
from kentongan.core.errors import Refused
from kentongan.desk import queues
from kentongan.desk.page import show
from kentongan.desk.views.inbox import listing_of
from kentongan.places.queries import city
from kentongan.ui.gate import actor_of, any_staff
from kentongan.ui.qr import qr

MOST_ROWS, _PAGE = 400, 200


@any_staff
@require_GET
def case(request: HttpRequest, number: str) -> HttpResponse:
    """One case in one column: what it is about, what was done, the pictures small."""
    by = actor_of(request)
    page = cases.case_page(number, by=by)
    actions.open_case(page.row.number, is_printed=True, by=by)
    address = request.build_absolute_uri(reverse("desk:case", args=[page.row.number]))
    context = {
        "page": page,
        "steps": page.timeline[::-1],
        "address": address,
        "qr": qr(address),
        "now": clock.now(),
        "city": city(),
        "trail": request.GET.urlencode(),
    }
    return show(request, "desk/print_case.html", context)


@any_staff
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """The list of this address, as far as a hand can carry it."""
    by, listing = actor_of(request), listing_of(request)
    if listing.queue not in queues_of(by):
        raise Refused(_("Open the list first, then print it."))
    rows: list[cases.Row] = []
    after: str | None = None
    while len(rows) < MOST_ROWS:
        page = cases.inbox(
            listing.queue, by=by, filters=listing.filters, after=after, limit=_PAGE, order=listing.order or None
        )
        rows += page.rows
        after = page.after
        if after is None:
            break
    actions.print_list(listing.queue, rows=len(rows), by=by)
    context = {
        "wanted": listing,
        "queue_word": queues.word(listing.queue, by),
        "rows": rows,
        "is_cut": after is not None,
        "now": clock.now(),
        "city": city(),
    }
    return show(request, "desk/print_list.html", context)
