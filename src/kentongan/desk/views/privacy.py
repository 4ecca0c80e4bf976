"""The privacy officer's register of requests: list, new, decided, carried out, answered by letter."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kentongan.core.actor import Role
from kentongan.core.errors import Refused
from kentongan.core.ids import row_id
from kentongan.desk import words
from kentongan.desk.forms.privacy import AskedForm, CarriedOutForm, CorrectForm, DecideForm, FindForm
from kentongan.desk.page import show
from kentongan.desk.protecting import CORRECTED
from kentongan.desk.views.acting import told_beside
from kentongan.people import queries
from kentongan.people.actions import requests as acts
from kentongan.ui.gate import actor_of, staff

privacy_officer = staff(Role.PRIVACY_OFFICER)


def _worded(view: queries.RequestView) -> dict[str, Any]:
    return {
        "one": view,
        "kind": words.REQUESTS[view.kind],
        "channel": words.channel_of(view.channel).word,
        "decision": words.REQUEST_DECISIONS.get(view.decision, ""),
        "ground": words.REQUEST_GROUNDS.get(view.ground, ""),
    }


@privacy_officer
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """All requests, what is open first."""
    state = request.GET.get("state", "") if request.GET.get("state") in {"open", "decided"} else ""
    kind = request.GET.get("kind", "") if request.GET.get("kind") in words.REQUESTS else ""
    found = [_worded(view) for view in queries.requests(state=state, kind=kind, by=actor_of(request))]
    context = {"here": "privacy", "requests": found, "state": state, "kind": kind, "kinds": words.REQUESTS.items()}
    return show(request, "desk/privacy/register.html", context)


@privacy_officer
@sensitive_post_parameters("name", "contact", "text")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Enter a request that came."""
    form = AskedForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            pk = acts.take_in_request(acts.Asked(**form.cleaned_data), by=actor_of(request))
            messages.success(request, _("The request is in the register."))
            return redirect("desk:request", pk)
        except Refused as refusal:
            told_beside(form, refusal)
    status = 422 if form.is_bound else 200
    return show(request, "desk/privacy/new.html", {"here": "privacy", "form": form}, status=status)


def request_page(request: HttpRequest, pk: int, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page of one request, with the forms as they were sent."""
    by = actor_of(request)
    view = queries.request(pk, by=by)
    subjects = queries.subjects_of(pk, by=by)
    context: dict[str, Any] = {"here": "privacy", **_worded(view), "subjects": subjects, "find": FindForm()}
    context |= {"form": DecideForm(auto_id="decide_%s"), "closing": CarriedOutForm(auto_id="closing_%s")}
    if view.kind == "correction" and view.can_be_closed:
        context["corrections"] = [_correction(*row, more.get("correcting")) for row in _pieces(subjects)]
    context |= {"corrected": [(one, CORRECTED[one.field]) for one in queries.corrections_of(pk, by=by)], **more}
    return show(request, "desk/privacy/request.html", context, status=status)


def _pieces(subjects: list[tuple[int, queries.Identity]]) -> Iterator[tuple[int, str, str]]:
    """What can be put right: name, telephone and e-mail of each person that is not erased, and what stands there."""
    for person, known in subjects:
        told = {"name": known.name or "", "phone": "", "email": ""}
        for contact in reversed(known.contacts):
            told[contact.kind] = contact.value
        if not known.is_erased:
            yield from ((person, field, told[field]) for field in CORRECTED)


def _correction(person: int, field: str, value: str, sent: forms.Form | None) -> tuple[Any, str, forms.Form]:
    """One piece with its form; the one that was sent and refused keeps what was written."""
    is_sent = sent is not None and (sent.data.get("person"), sent.data.get("field")) == (str(person), field)
    prefix = f"piece_{person}_{field}_%s"
    if sent is not None and is_sent:
        sent.auto_id = prefix
        return CORRECTED[field], value, sent
    first = {"person": person, "field": field, "shown": value, "wanted": value}
    return CORRECTED[field], value, CorrectForm(initial=first, auto_id=prefix)


@privacy_officer
@sensitive_variables()
@require_GET
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One request with all that can be done."""
    return request_page(request, pk)


@privacy_officer
@sensitive_variables()
@sensitive_post_parameters("contact")
@require_POST
def find(request: HttpRequest, pk: int) -> HttpResponse:
    """Persons who told a number or an address; the chosen ones are tied to the request."""
    chosen = [row_id(person) for person in request.POST.getlist("persons")]
    if chosen:
        acts.name_persons(pk, chosen, by=actor_of(request))
        return redirect("desk:request", pk)
    form = FindForm(request.POST)
    if not form.is_valid():
        return request_page(request, pk, find=form, status=422)
    queries.request(pk, by=actor_of(request))
    value = form.cleaned_data["contact"]
    try:
        persons = queries.persons_told(value)
    except Refused as refusal:
        form.add_error("contact", str(refusal.reason))
        return request_page(request, pk, find=form, status=422)
    found = [(person, queries.identity_of(person)) for person in persons]
    return request_page(request, pk, find=form, found=found, has_looked=True)


@privacy_officer
@sensitive_post_parameters("answer")
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant or refuse."""
    form = DecideForm(request.POST, auto_id="decide_%s")
    if form.is_valid():
        try:
            acts.decide_request(pk, **form.cleaned_data, by=actor_of(request))
            messages.success(request, _("Decided. Print the letter now."))
            return redirect("desk:request", pk)
        except Refused as refusal:
            told_beside(form, refusal)
    return request_page(request, pk, form=form, status=422)


@privacy_officer
@require_POST
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """First what would go, then, once that was seen and said yes to, the erasure."""
    if request.POST.get("sure") != "yes":
        counts = acts.rehearse_erasure(pk, by=actor_of(request))
        going = [(word, counts[name]) for name, word in words.ERASED.items() if name in counts]
        return request_page(request, pk, rehearsed=going, has_rehearsed=True)
    acts.carry_out_erasure(pk, by=actor_of(request))
    messages.success(request, _("Erased. Counts and history stay."))
    return redirect("desk:request", pk)


@privacy_officer
@sensitive_variables()
@require_GET
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer as a letter, to be printed."""
    view = queries.request(pk, by=actor_of(request))
    if view.decided_at is None:
        raise Refused(_("There is no answer before the decision."))
    return show(request, "desk/privacy/letter.html", {"here": "privacy", **_worded(view)})
