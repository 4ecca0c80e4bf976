"""The register of breaches: entered, told within three times 24 hours, closed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kentongan.core import clock
from kentongan.core.conflicts import Wanted
from kentongan.core.errors import NotFound, Refused
from kentongan.desk.forms.privacy import BreachForm, CloseBreachForm, ToldForm
from kentongan.desk.page import BREACH_ROLES, show
from kentongan.desk.protecting import BREACHED, TOLD
from kentongan.desk.views.acting import told_beside
from kentongan.desk.views.setup.editing import Sheet, asked, back_to, changed
from kentongan.people import queries
from kentongan.people.actions import breaches as acts
from kentongan.ui.gate import actor_of, staff

keepers = staff(*BREACH_ROLES)
_LEDE = gettext_lazy("The law gives three times 24 hours to tell the authority and the persons concerned in writing.")


@keepers
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """All breaches, what is open first."""
    found = queries.breaches(by=actor_of(request))
    return show(request, "desk/privacy/breaches.html", {"here": "breaches", "breaches": found})


@keepers
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Enter a breach that became known."""
    by = actor_of(request)

    def form_of(data: Any = None) -> BreachForm:
        return BreachForm(data, initial={"known_at": clock.now().replace(second=0, microsecond=0), "is_estimate": True})

    def done(pk: Any) -> HttpResponse:
        return back_to(request, reverse("desk:breach", args=[pk]), _("The breach is in the register."))

    sheet = _sheet(gettext_lazy("New breach"), reverse("desk:breaches"), gettext_lazy("Breaches"))
    return asked(request, sheet, form_of, lambda data: acts.enter_breach(data, by=by), done)


@keepers
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """What is known by now."""
    by = actor_of(request)
    number, address = queries.breach(pk, by=by).number, reverse("desk:breach", args=[pk])

    def current() -> dict[str, Any]:
        now = queries.breach(pk, by=by)
        return {name: getattr(now, name) for name in (*acts.FIELDS, *acts.WORDS)}

    def act(wanted: dict[str, Wanted]) -> None:
        acts.change_breach(pk, wanted, by=by)

    sheet = _sheet(gettext_lazy("What is known by now"), address, number)
    return changed(request, sheet, BreachForm, current, act, lambda _kept: back_to(request, address, _("Saved.")))


def _sheet(title: Any, back: str, back_word: Any) -> Sheet:
    return Sheet(here="breaches", title=title, lede=_LEDE, back=back, back_word=back_word)


def _page(request: HttpRequest, pk: int, *, status: int = 200, **more: Any) -> HttpResponse:
    one = queries.breach(pk, by=actor_of(request))
    told = [(whom, TOLD[whom], getattr(one, f"{whom}_told_at")) for whom in TOLD]
    now = clock.now().replace(second=0, microsecond=0)
    context = {"here": "breaches", "one": one, "told": told, "data": _data(one)}
    context |= {"form": ToldForm(initial={"at": now}), "close": CloseBreachForm(auto_id="close_%s"), **more}
    return show(request, "desk/privacy/breach.html", context, status=status)


def _data(one: queries.BreachView) -> list[Any]:
    return [BREACHED[code] for code in BREACHED if code in one.data]


@keepers
@require_GET
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One breach with all that can be done."""
    return _page(request, pk)


@keepers
@require_POST
def told(request: HttpRequest, pk: int) -> HttpResponse:
    """Note who was told, and when."""
    form = ToldForm(request.POST)
    if form.is_valid():
        try:
            acts.note_told(pk, **form.cleaned_data, by=actor_of(request))
            return back_to(request, reverse("desk:breach", args=[pk]), _("Noted."))
        except Refused as refusal:
            told_beside(form, refusal)
    return _page(request, pk, form=form, status=422)


@keepers
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close it once all were told."""
    form = CloseBreachForm(request.POST, auto_id="close_%s")
    if form.is_valid():
        try:
            acts.close_breach(pk, **form.cleaned_data, by=actor_of(request))
            messages.success(request, _("Closed."))
            return redirect("desk:breach", pk)
        except Refused as refusal:
            told_beside(form, refusal)
    return _page(request, pk, close=form, status=422)


@keepers
@require_GET
def letter(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """What the authority, the persons concerned or the public read, to be printed."""
    one = queries.breach(pk, by=actor_of(request))
    if key not in TOLD:
        raise NotFound(key)
    context = {"here": "breaches", "one": one, "whom": key, "to": TOLD[key], "data": _data(one), "today": clock.today()}
    return show(request, "desk/privacy/breach_letter.html", context)
