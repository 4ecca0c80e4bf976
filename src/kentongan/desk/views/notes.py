"""Internal notes: written on a case, changed for a while, and the list of those that mention the reader."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kentongan.cases import actions
from kentongan.cases.actions.notes import WRITERS
from kentongan.cases.queries import notes
from kentongan.cases.queries.shapes import CasePage, NoteView
from kentongan.core.errors import NotFound, Refused
from kentongan.desk.forms.notes import NoteForm
from kentongan.desk.page import is_fragment, show
from kentongan.desk.views.acting import acted, told_beside
from kentongan.desk.views.showing import case_of
from kentongan.ui.gate import actor_of, any_staff, staff


@staff(*WRITERS)
@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, number: str) -> HttpResponse:
    """A word to colleagues."""
    page = case_of(request, number)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        text, by = form.cleaned_data["text"], actor_of(request)
        try:
            actions.write_note(page.row.number, text=text, audience=form.readers, by=by)
        except Refused as refusal:
            told_beside(form, refusal)
        else:
            return acted(request, page.row.number, _("Note saved."))
    return _form(request, page, form)


@staff(*WRITERS)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Other words, by its author, for ten minutes."""
    page = case_of(request, number)
    held_by, found = notes.note(key, by=actor_of(request))
    if held_by != page.row.number:
        raise NotFound(key)
    form = NoteForm(request.POST if request.method == "POST" else None, is_new=False, initial={"text": found.text})
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_note(key, text=form.cleaned_data["text"], by=actor_of(request))
        except Refused as refusal:
            told_beside(form, refusal)
        else:
            return acted(request, page.row.number, _("Note saved."))
    elif request.method == "GET" and found.edit_until is None:
        raise Refused(_("A note can be changed by its author, for ten minutes."))
    return _form(request, page, form, found)


def _form(request: HttpRequest, page: CasePage, form: NoteForm, found: NoteView | None = None) -> HttpResponse:
    context: dict[str, Any] = {
        "page": page,
        "form": form,
        "note": found,
        "trail": request.GET.urlencode(),
        "known": notes.people(page.row.number, "", by=actor_of(request), most=60),
    }
    template = "desk/note_form.html" if is_fragment(request) else "desk/note_page.html"
    return show(request, template, context, status=422 if form.errors else 200)


@any_staff
@require_GET
def people(request: HttpRequest, number: str) -> JsonResponse:
    """Who may be mentioned in a note on this case, by the letters typed."""
    asked = request.GET.get("q", "")[:40]
    found = notes.people(number, asked, is_of_office=request.GET.get("audience") == "agency", by=actor_of(request))
    return JsonResponse({"people": [{"username": p.username, "name": p.name, "agency": p.agency} for p in found]})


@any_staff
@require_http_methods(["GET", "POST"])
def mentions(request: HttpRequest) -> HttpResponse:
    """The notes that speak to him; posted: he has seen them all."""
    actor = actor_of(request)
    if request.method == "POST":
        actions.see_all_mentions(by=actor)
        messages.success(request, _("All mentions are read."))
        return redirect("desk:mentions")
    page = notes.mentions(actor, after=request.GET.get("after", ""))
    context = {"here": "inbox", "lines": page.rows, "next": page.after, "unseen": notes.unseen_mentions(actor)}
    return show(request, "desk/mentions.html", context)
