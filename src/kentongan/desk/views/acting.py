"""What every act of the desk shares: not twice, refused beside the field, and what is said afterwards."""

import json
from collections.abc import Callable
from urllib.parse import urlsplit

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kentongan.cases import actions, queries
from kentongan.cases.workflow import Act
from kentongan.core.actor import Actor
from kentongan.core.errors import Refused
from kentongan.core.ids import row_id
from kentongan.desk.page import is_fragment, show
from kentongan.desk.subjects import subject_of
from kentongan.desk.words import Text
from kentongan.ui.gate import actor_of
from kentongan.workspace.actions import drop_draft, see


def once(number: str, act: Act, do: Callable[[], object], *, since: str, text: str = "", by: Actor) -> None:
    """Do the act unless the same form has done it already."""
    with transaction.atomic():
        seq = row_id(since)
        if seq and actions.was_done(number, act, since=seq, text=text, by=by):
            return
        do()


def told_beside(form: forms.Form, refusal: Refused) -> None:
    """Put a refusal where it belongs: beside its input, or above the form."""
    name = refusal.field if refusal.field in form.fields else None
    form.add_error(name, str(refusal.reason))


def acted(
    request: HttpRequest, number: str, message: Text, *, is_warning: bool = False, undo: int | None = None
) -> HttpResponse:
    """The act is done: from the inbox on to the next row, else back to the case. Its draft has been sent.

    `undo`: under which id it can be taken back; the case's page knows by itself.
    """
    if request.resolver_match is not None:
        drop_draft(subject_of(number), request.resolver_match.url_name or "", by=actor_of(request))
    if is_fragment(request) and not _is_on_case(request):
        return _on_to_the_next(request, number, str(message), is_warning=is_warning, undo=undo)
    (messages.warning if is_warning else messages.success)(request, str(message))
    address = _case_address(request, number)
    if is_fragment(request):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def _is_on_case(request: HttpRequest) -> bool:
    path = urlsplit(request.headers.get("HX-Current-URL", "")).path
    return path != reverse("desk:inbox")


def _case_address(request: HttpRequest, number: str) -> str:
    trail = request.GET.urlencode() or urlsplit(request.headers.get("HX-Current-URL", "")).query
    return reverse("desk:case", args=[number]) + (f"?{trail}" if trail else "")


def _on_to_the_next(
    request: HttpRequest, number: str, message: str, *, is_warning: bool, undo: int | None
) -> HttpResponse:
    """The row as it is now and a word about it, laid over the page as it stands."""
    actor = actor_of(request)
    found = queries.find(number, by=actor).rows
    row = found[0] if found else None
    if row:
        see(subject_of(number), seen=row.seq, by=actor)  # what one did oneself is no news
    context = {"row": row, "message": message, "is_warning": is_warning, "is_laid_over": True, "undo": undo}
    response = show(request, "desk/acted.html", context)
    response["HX-Reswap"] = "none"
    response["HX-Trigger-After-Swap"] = json.dumps({"acted": {"case": number}})
    return response
