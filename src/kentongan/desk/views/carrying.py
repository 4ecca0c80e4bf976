"""How granted requests are carried out: a copy of the data handed over, a name or contact put right, a closing note."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from kentongan.cases.queries.handing import files_told_by
from kentongan.core import clock
from kentongan.core.errors import Conflict, Refused
from kentongan.desk import handing
from kentongan.desk.clashes import in_words
from kentongan.desk.forms.privacy import CarriedOutForm, CorrectForm
from kentongan.desk.views.acting import told_beside
from kentongan.desk.views.privacy import privacy_officer, request_page
from kentongan.people import queries
from kentongan.people.actions import requests as acts
from kentongan.people.actions.correcting import correct as put_right
from kentongan.places.queries import city
from kentongan.ui.gate import actor_of


@privacy_officer
@sensitive_variables()
@require_POST
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """All that is kept of the persons, as one file to hand over; that it was made is recorded."""
    by = actor_of(request)
    view = queries.request(pk, by=by)
    with transaction.atomic():
        rows = queries.copy_of(pk, by=by)
        acts.note_copy(pk, rows=handing.counts(rows), by=by)
    context = {"view": view, "sections": handing.sections(rows), "city": city(), "now": clock.now()}
    page = render_to_string("desk/privacy/copy.html", context, request=request)
    files = files_told_by(queries.persons_of(pk, by=by), by=by)
    data = handing.zipped(page, handing.as_json(rows, number=view.number), files)
    headers = {"Content-Disposition": f'attachment; filename="{view.number}.zip"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(data, content_type="application/zip", headers=headers)


@privacy_officer
@sensitive_variables()
@sensitive_post_parameters("shown", "wanted")
@require_POST
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Put one piece of an identity right."""
    form = CorrectForm(request.POST)
    if not form.is_valid():
        return request_page(request, pk, correcting=form, status=422)
    told: dict[str, Any] = form.cleaned_data
    try:
        put_right(
            pk,
            person_id=told["person"],
            field=told["field"],
            shown=told["shown"],
            wanted=told["wanted"],
            by=actor_of(request),
        )
    except Conflict as conflict:
        return request_page(request, pk, clashes=in_words(conflict.fields, form, names={}), status=409)
    except Refused as refusal:
        told_beside(form, refusal)
        return request_page(request, pk, correcting=form, status=422)
    messages.success(request, _("Put right."))
    return redirect("desk:request", pk)


@privacy_officer
@sensitive_post_parameters("note")
@require_POST
def carried_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the request with a note."""
    form = CarriedOutForm(request.POST, auto_id="closing_%s")
    if form.is_valid():
        try:
            acts.carry_out(pk, **form.cleaned_data, by=actor_of(request))
            messages.success(request, _("The request is closed."))
            return redirect("desk:request", pk)
        except Refused as refusal:
            told_beside(form, refusal)
    return request_page(request, pk, closing=form, status=422)
