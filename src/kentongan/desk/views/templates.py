"""Answer templates: kept by coordinators, for the whole city or one agency."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kentongan.agencies.queries import agency_names
from kentongan.core.actor import Role
from kentongan.core.conflicts import Wanted
from kentongan.desk.forms.templates import TemplateForm
from kentongan.desk.page import show
from kentongan.desk.views.setup.editing import Done, Sheet, asked, back_to, changed
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
    by = actor_of(request)
    return asked(request, _sheet(), TemplateForm, lambda data: actions.create_template(data, by=by), _saved(request))


@staff(Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Other words, another use."""
    by = actor_of(request)

    def current() -> dict[str, Any]:
        one = queries.template(key)
        return {"name": one.name, "purpose": one.purpose, "agency": one.agency, "text": one.text}

    def act(wanted: dict[str, Wanted]) -> None:
        actions.change_template(key, wanted, by=by)

    return changed(request, _sheet(), TemplateForm, current, act, _saved(request))


def _sheet() -> Sheet:
    return Sheet(
        here="templates",
        title=gettext_lazy("Answer template"),
        lede=gettext_lazy(
            "Answers are public: {pelapor} becomes “Bapak/Ibu”, and is left out where the reporter is anonymous."
        ),
        back=reverse("desk:templates"),
        back_word=gettext_lazy("Templates"),
    )


def _saved(request: HttpRequest) -> Done:
    return lambda _kept: back_to(request, reverse("desk:templates"), gettext_lazy("Template saved."))


@staff(Role.COORDINATOR)
@require_POST
def use(request: HttpRequest, key: str) -> HttpResponse:
    """Offer it no longer, or again."""
    actions.use_template(key, is_used=request.POST.get("used") == "yes", by=actor_of(request))
    return _saved(request)(None)
