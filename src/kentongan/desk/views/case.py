"""One case: the page with everything on it, and the preview beside the list."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from kentongan.cases import queries
from kentongan.cases.actions import see_mentions
from kentongan.cases.media import accepted_types
from kentongan.cases.queries.reads import reads_of
from kentongan.cases.queries.shapes import CasePage
from kentongan.cases.queries.tags import offered_tags
from kentongan.cases.workflow import Act
from kentongan.core.actor import Actor, Role
from kentongan.core.errors import NotFound
from kentongan.desk import bars
from kentongan.desk.forms.acts import AnswerForm, CheckForm, IdentityForm
from kentongan.desk.moves import WRITTEN
from kentongan.desk.page import RESEND_ROLES, show
from kentongan.desk.subjects import subject_of
from kentongan.desk.views.inbox import listing_of
from kentongan.desk.views.showing import buttons_of, case_of, recent, told_case, verify_context, written_moves
from kentongan.desk.views.waiting import waiting_context
from kentongan.desk.views.watching import is_watched
from kentongan.ui.gate import actor_of, any_staff
from kentongan.workspace.queries.bulks import last_single

TABS = {
    "history": _("History"),
    "reports": _("Reports"),
    "files": _("Files"),
    "messages": _("Messages"),
    "access": _("Access trail"),
}
_WATCHERS = (Role.COORDINATOR, Role.SUPERVISOR, Role.AUDITOR, Role.PRIVACY_OFFICER)


@any_staff
@require_GET
def preview(request: HttpRequest, number: str) -> HttpResponse:
    """The pane beside the list."""
    page = case_of(request, number)
    context = told_case(request, page) | verify_context(page) | {"recent": recent(page), "target": "#preview"}
    return show(request, "desk/preview.html", context)


@any_staff
@require_GET
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Everything about one case. A code of a report that was joined to another leads there."""
    page = case_of(request, number)
    if page.row.number != number:
        return redirect("desk:case", page.row.number)
    return case_page(request, page)


def case_page(
    request: HttpRequest,
    page: CasePage,
    *,
    written: forms.Form | None = None,
    kind: str = "",
    verifying: Mapping[str, Any] | None = None,
    checking: CheckForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, perhaps with a form that came back; `verifying` is the context of one to verify."""
    tab = request.GET.get("tab", "history")
    context = told_case(request, page) | _paging(request, page)
    moves = [] if Act.VERIFY in page.acts else written_moves(page)
    context |= {
        "here": "inbox",
        "tab": tab if tab in TABS else "history",
        "tabs": _tabs(request, page),
        "moves": moves,
        "kind": kind or (moves[0].slug if moves else ""),
        "written": written or AnswerForm(),
        "accepted": ",".join(accepted_types()),
        "identity_form": IdentityForm(),
        "buttons": buttons_of(page, without=WRITTEN if moves else ()),
        "can_edit": Act.EDIT in page.acts,
        "known_tags": offered_tags() if Act.EDIT in page.acts else (),
        "may_resend": actor_of(request).has(*RESEND_ROLES),
        "is_stopped": page.row.is_waiting or page.row.state == "postponed",
        "target": "",
        "parts": bars.parts(page.holdings),
        "whole_days": sum(holding.working_days for holding in page.holdings),
        **(verify_context(page) if verifying is None else verifying),
    }
    context |= waiting_context(request, page, checking)
    context |= _own(page, actor_of(request))
    if tab == "access":
        context["reads"] = reads_of(page.row.number, by=actor_of(request))
    return show(request, "desk/case.html", context, status=status)


def _own(page: CasePage, by: Actor) -> dict[str, Any]:
    """What is the reader's alone: he watches it, can take his last act back, and has seen what mentions him."""
    if any(note.is_new for note in page.notes):
        see_mentions(page.row.number, by=by)
    undo = last_single(subject_of(page.row.number), seq=page.head_seq, by=by)
    return {"undo": undo, "is_watched": is_watched(page, by)}


def _tabs(request: HttpRequest, page: CasePage) -> list[dict[str, Any]]:
    counts: dict[str, int | None] = {
        "reports": len(page.reports),
        "files": len(page.files),
        "messages": len(page.messages),
    }
    shown = {"history", "reports", "files"} if page.reports else {"history", "files"}
    if page.sight.messages:
        shown.add("messages")
    if actor_of(request).has(*_WATCHERS):
        shown.add("access")
    alarming = {"messages"} if any(message.is_over for message in page.messages) else set()
    return [
        {"name": name, "word": word, "count": counts.get(name), "is_alarming": name in alarming}
        for name, word in TABS.items()
        if name in shown
    ]


def _paging(request: HttpRequest, page: CasePage) -> dict[str, Any]:
    """The cases before and after this one in the list it was opened from."""
    listing = listing_of(request)
    if "queue" not in request.GET or listing.filters.asks_words:
        return {}
    try:
        beside = queries.neighbours(
            listing.queue,
            page.row.number,
            by=actor_of(request),
            filters=listing.filters,
            order=listing.order or None,
        )
    except NotFound:
        return {}
    return {"beside": beside}
