"""Saved views: a list under a name, beside the queues."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kentongan.cases.queries.queues import is_of_desk, queues_of
from kentongan.core.actor import Actor
from kentongan.core.errors import NotFound, Refused
from kentongan.desk.forms.saved import ViewForm
from kentongan.desk.listing import Listing
from kentongan.desk.page import is_fragment, show
from kentongan.desk.views.acting import told_beside
from kentongan.ui.gate import actor_of, any_staff
from kentongan.workspace import actions, queries
from kentongan.workspace.queries import ViewFacts


def _listing(query: str, by: Actor) -> Listing:
    return Listing.of(QueryDict(query), landing="", has_agencies=is_of_desk(by))


def opens(query: str, by: Actor) -> bool:
    """Has this actor the queue of the list? One shared with him may be of a queue that is not his."""
    return QueryDict(query).get("queue") in queues_of(by)


def shown_to(by: Actor) -> list[ViewFacts]:
    """The saved views he can open."""
    return [view for view in queries.views(by) if opens(view.query, by)]


@any_staff
@require_GET
def views(request: HttpRequest) -> HttpResponse:
    """All he has, to rename, share, delete; and what he deleted today."""
    actor = actor_of(request)
    lines = [(view, _listing(view.query, actor)) for view in shown_to(actor)]
    return show(request, "desk/views.html", {"lines": lines, "deleted": queries.deleted_views(actor)})


@any_staff
@require_http_methods(["GET", "POST"])
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the list this address carries under a name."""
    actor = actor_of(request)
    listing = _listing(request.GET.urlencode(), actor)
    form = ViewForm(request.POST if request.method == "POST" else None, by=actor)
    if request.method == "POST" and form.is_valid():
        try:
            if listing.queue not in queues_of(actor):
                raise Refused(_("Open the list first, then save it."))
            actions.keep_view(query=listing.trail, by=actor, **form.told)
        except Refused as refusal:
            told_beside(form, refusal)
        else:
            return _done(request, _("View saved."), listing.back)
    return _form(request, form, listing)


@any_staff
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Another name, other readers."""
    actor = actor_of(request)
    view = queries.own_view(key, actor)
    audience = f"role:{view.role}" if view.role else view.audience
    form = ViewForm(
        request.POST if request.method == "POST" else None, by=actor, initial={"name": view.name, "audience": audience}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_view(key, by=actor, **form.told)
        except Refused as refusal:
            told_beside(form, refusal)
        else:
            return _done(request, _("View saved."), reverse("desk:views"))
    return _form(request, form, _listing(view.query, actor))


def _form(request: HttpRequest, form: ViewForm, listing: Listing) -> HttpResponse:
    status = 422 if form.is_bound else 200
    template = "desk/view_form.html" if is_fragment(request) else "desk/view_page.html"
    return show(request, template, {"form": form, "listing": listing}, status=status)


def _done(request: HttpRequest, message: str, address: str) -> HttpResponse:
    messages.success(request, message)
    if is_fragment(request):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


@any_staff
@require_POST
def copy(request: HttpRequest, key: str) -> HttpResponse:
    """A view shared with him as one of his own."""
    actions.copy_view(key, by=actor_of(request))
    return _done(request, _("Copied: it is yours now, and can be changed."), reverse("desk:views"))


@any_staff
@require_POST
def delete(request: HttpRequest, key: str) -> HttpResponse:
    """Delete; the page that follows offers it back."""
    actions.delete_view(key, by=actor_of(request))
    return _done(request, _("View deleted. Below you can take that back for a day."), reverse("desk:views"))


@any_staff
@require_POST
def restore(request: HttpRequest, key: str) -> HttpResponse:
    """Take a deletion back."""
    try:
        actions.restore_view(key, by=actor_of(request))
    except Refused as refusal:
        messages.warning(request, str(refusal.reason))
        return redirect("desk:views")
    return _done(request, _("View is back."), reverse("desk:views"))


@any_staff
@require_POST
def default(request: HttpRequest, key: str) -> HttpResponse:
    """Begin the day with this list, or no longer."""
    actor = actor_of(request)
    if key not in {str(view.id) for view in shown_to(actor)}:
        raise NotFound(key)
    actions.choose_default(key, by=actor)
    return redirect("desk:views")
