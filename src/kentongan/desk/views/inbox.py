"""The inbox: queues with counters, a page of the list, and what keeps it alive."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from kentongan.cases import queries as cases
from kentongan.cases.queries.notes import unseen_mentions
from kentongan.cases.queries.queues import is_of_desk, queues_of
from kentongan.cases.queries.shapes import Page, Row
from kentongan.cases.queries.watching import counters_told, told_count
from kentongan.core.actor import Actor
from kentongan.desk import queues
from kentongan.desk.bulk import bulk_moves
from kentongan.desk.listing import ORDER_WORDS, Listing
from kentongan.desk.page import show
from kentongan.desk.views.saved import opens, shown_to
from kentongan.desk.views.watching import unread
from kentongan.ui.gate import actor_of, any_staff
from kentongan.workspace.queries import default_query
from kentongan.workspace.queries.bulks import MOST_LINES

PAGE_SIZE = 40


def listing_of(request: HttpRequest) -> Listing:
    """The list an address asks for, as this actor may have it."""
    actor = actor_of(request)
    landing = queues.landing(queues_of(actor), actor)
    return Listing.of(request.GET, landing=landing, has_agencies=is_of_desk(actor))


def _page(wanted: Listing, actor: Actor) -> Page[Row]:
    if not wanted.queue:  # he has no list; a code or a word may still lead him to a case
        return cases.find(wanted.q, by=actor, after=wanted.after or None, limit=PAGE_SIZE) if wanted.q else Page(())
    return cases.inbox(
        wanted.queue,
        by=actor,
        filters=wanted.filters,
        after=wanted.after or None,
        limit=PAGE_SIZE,
        order=wanted.order or None,
    )


@any_staff
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """The list, or only its rows for a list that is open already. An address that asks for none begins the day."""
    chosen = _chosen_first(request)
    if chosen is not None:
        return redirect(f"{reverse('desk:inbox')}?{chosen}")
    actor, wanted = actor_of(request), listing_of(request)
    page = _page(wanted, actor)
    names = queues_of(actor)
    context = {
        "here": "inbox",
        "wanted": wanted,
        "page": page,
        "next": wanted.further(page.after),
        "trail": wanted.trail,
        "chosen": request.GET.get("case", ""),
        "shows_state": bool(wanted.q) or (wanted.queue in names and not names[wanted.queue].states),
        "newest": page.rows[0].id if page.rows else "",
        "bulk_moves": bulk_moves(actor) if wanted.queue else [],
        "most_at_once": MOST_LINES,
    }
    if request.headers.get("X-Part") == "rows":
        return _varying(show(request, "desk/rows.html", context))
    context |= {
        "groups": queues.groups(names, actor),
        "saved": shown_to(actor),
        "unread": unread(actor),
        "mentions": unseen_mentions(actor),
        "counters": counters_told(actor),
        "queue_word": queues.word(wanted.queue, actor) if wanted.queue else "",
        "filter_form": wanted.form,
        "orders": ORDER_WORDS,
        "order": wanted.order or (names[wanted.queue].order if wanted.queue in names else ""),
    }
    return _varying(show(request, "desk/inbox.html", context))


def _chosen_first(request: HttpRequest) -> str | None:
    """The query of the view he begins with, where the address says nothing and the view's queue is still his."""
    actor = actor_of(request)
    query = None if request.GET else default_query(actor)
    return query if query and opens(query, actor) else None


def _varying(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["X-Part"])
    return response


def _told(actor: Actor) -> dict[str, str]:
    """The counters of the queues, and of what mentions him."""
    return {**counters_told(actor), "mentions": told_count(unseen_mentions(actor))}


@any_staff
@require_GET
def pulse(request: HttpRequest) -> HttpResponse:
    """Counters and the first row of a list: for pages whose stream cannot be reached, or that cannot judge a row."""
    actor, wanted = actor_of(request), listing_of(request)
    page = _page(wanted, actor)
    newest = str(page.rows[0].id) if page.rows else ""
    return JsonResponse({"counters": _told(actor), "newest": newest})
