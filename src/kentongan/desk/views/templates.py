"""Answer templates: kept by coordinators, for the whole city or one agency."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kentongan.agencies.queries import agency_names
from kentongan.core.actor import Role
from kentongan.core.errors import Refused
from kentongan.desk.forms.templates import TemplateForm
from kentongan.desk.page import show
from kentongan.desk.views.acting import told_beside
from kentongan.desk.words import PURPOSES
from kentongan.ui.gate import actor_of, staff
from kentongan.workspace import actions, queries


@staff(Role.COORDINATOR)
@require_GET
def templates(request: HttpRequest) -> HttpResponse:
    """All, those offered first."""
    names = agency_names()
    lines = [(one, PURPOSES[one.purpose], names.get(one.agency or 0, "")) for one in queries.templates()]
    return show(request, "desk/templates.html", {"here": "templates", "lines": lines})


@staff(Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """A new one."""
    form = TemplateForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.create_template(form.wanted, by=actor_of(request))
        except Refused as refusal:
            told_beside(form, refusal)
        else:
            return _saved(request)
    return _form(request, form)


@staff(Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Other words."""
    one = queries.template(key)
    initial = {"name": one.name, "purpose": one.purpose, "agency": one.agency, "text": one.text}
    form = TemplateForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        shown = request.POST.get("seq", "")
        seq = int(shown) if shown.isdecimal() and len(shown) < 10 else 0
        try:
            actions.change_template(key, form.wanted, shown=seq, by=actor_of(request))
        except Refused as refusal:
            told_beside(form, refusal)
        else:
            return _saved(request)
    return _form(request, form, seq=one.seq)


def _form(request: HttpRequest, form: TemplateForm, *, seq: int = 0) -> HttpResponse:
    status = 422 if form.is_bound else 200
    shown = request.POST.get("seq") or seq
    return show(request, "desk/template_form.html", {"here": "templates", "form": form, "seq": shown}, status=status)


def _saved(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Template saved."))
    return redirect("desk:templates")


@staff(Role.COORDINATOR)
@require_POST
def use(request: HttpRequest, key: str) -> HttpResponse:
    """Offer it no longer, or again."""
    actions.use_template(key, is_used=request.POST.get("used") == "yes", by=actor_of(request))
    return _saved(request)
