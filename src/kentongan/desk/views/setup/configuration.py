"""All configuration as one file: exported by a button, imported after its plan was seen."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_POST

from kentongan.core import clock
from kentongan.core.actor import Role
from kentongan.core.errors import Refused
from kentongan.desk.changes import FIELDS
from kentongan.desk.forms.setup.configuration import ConfigurationForm
from kentongan.desk.page import show
from kentongan.desk.views.acting import told_beside
from kentongan.desk.views.setup.listing import SECTIONS
from kentongan.places import actions
from kentongan.places.configuration import Change
from kentongan.places.queries import city
from kentongan.ui.gate import actor_of, staff

MOST_SHOWN, LONGEST_CELL = 500, 300
SECTION_WORDS: Mapping[str, Any] = {
    "city": gettext_lazy("City profile"),
    "calendar": gettext_lazy("Calendar"),
    "sign_in": gettext_lazy("Signing in"),
    "agencies": gettext_lazy("Agencies"),
    "users": gettext_lazy("Users"),
    "categories": gettext_lazy("Categories"),
    "routes": gettext_lazy("Routing"),
    "deadline_rules": gettext_lazy("Limits"),
    "time_rules": gettext_lazy("Hours and reminders"),
    "tags": gettext_lazy("Tags"),
    "texts": gettext_lazy("Texts of messages"),
    "answer_templates": gettext_lazy("Answer templates"),
    "shared_views": gettext_lazy("Shared views"),
    "import_mappings": gettext_lazy("Mappings of imports"),
}


@staff(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def configuration(request: HttpRequest) -> HttpResponse:
    """The two buttons; a file posted here is shown with what it would do."""
    form = ConfigurationForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        try:
            return _plan(request, text, actions.rehearse_configuration(text, by=actor_of(request)))
        except Refused as refusal:
            told_beside(form, refusal)
    return _page(request, form)


def _page(request: HttpRequest, form: ConfigurationForm) -> HttpResponse:
    context = {"here": "setup", "sections": SECTIONS, "section": "configuration", "form": form}
    return show(request, "desk/setup/configuration.html", context, status=422 if form.is_bound else 200)


def _plan(request: HttpRequest, text: str, changes: list[Change], *, status: int = 200) -> HttpResponse:
    counts = Counter(change.kind for change in changes)
    order = {"refused": 0, "retired": 1, "changed": 2, "new": 3}
    context = {
        "here": "setup",
        "sections": SECTIONS,
        "section": "configuration",
        "changes": [_shown(one) for one in sorted(changes, key=lambda one: order[one.kind])[:MOST_SHOWN]],
        "total": len(changes),
        "most": MOST_SHOWN,
        "counts": counts,
        "words": _kinds(),
        "form": ConfigurationForm(initial={"text": text}),
        "is_able": bool(changes) and not counts["refused"],
    }
    return show(request, "desk/setup/configuration_plan.html", context, status=status)


def _shown(change: Change) -> dict[str, Any]:
    """A line in words; keys and codes as the file writes them."""
    fields = [(FIELDS.get(name, name), before, after) for name, before, after in change.fields]
    section = SECTION_WORDS.get(change.section, change.section)
    shown = {"section": section, "key": change.key, "kind": change.kind, "reason": change.reason}
    return {**shown, "fields": [(name, *map(_cell, (before, after))) for name, before, after in fields]}


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    text = "" if value is None else str(value)
    return text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]}…"


def _kinds() -> Mapping[str, Any]:
    return {
        "new": pgettext("configuration", "New"),
        "changed": pgettext("configuration", "Changed"),
        "retired": pgettext("configuration", "Retired"),
        "refused": pgettext("configuration", "Refused"),
    }


@staff(Role.ADMINISTRATOR)
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The file; that it was taken stands in the city's history."""
    text = actions.export_configuration(with_users=bool(request.POST.get("users")), by=actor_of(request))
    name = f"kentongan-{city().code}-{clock.today():%Y-%m-%d}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(text, content_type="application/json; charset=utf-8", headers=headers)


@staff(Role.ADMINISTRATOR)
@require_POST
def carry_out(request: HttpRequest) -> HttpResponse:
    """All of it or nothing; what moved since the plan was shown is told in a new one."""
    form = ConfigurationForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    try:
        changes = actions.import_configuration(form.cleaned_data["text"], by=actor_of(request))
    except Refused as refusal:
        told_beside(form, refusal)
        return _page(request, form)
    said = _("%(count)d changes are carried out. Each stands in the history of its thing.") % {"count": len(changes)}
    messages.success(request, said)
    return redirect("desk:configuration")
