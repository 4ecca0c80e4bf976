"""How long what is kept: the rules, a rehearsal that counts, and the erasure of what was counted."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kentongan.core.actor import Role
from kentongan.core.conflicts import Wanted
from kentongan.desk.forms.privacy import RuleForm
from kentongan.desk.page import show
from kentongan.desk.protecting import RETAINED
from kentongan.desk.views.setup.editing import Sheet, back_to, changed
from kentongan.people.actions import retention as acts
from kentongan.people.queries import retention as queries
from kentongan.ui.gate import actor_of, staff

privacy_officer = staff(Role.PRIVACY_OFFICER)


@privacy_officer
@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """All rules, and what was rehearsed and erased lately."""
    by = actor_of(request)
    lines = [(rule, RETAINED[rule.kind]) for rule in queries.rules_now()]
    context = {"here": "privacy", "lines": lines, "runs": queries.runs(by=by)}
    return show(request, "desk/privacy/retention.html", context)


@privacy_officer
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Longer or shorter, or not at all."""
    by = actor_of(request)
    rule = queries.rule_of(key, by=by)
    sheet = Sheet(
        here="privacy",
        title=RETAINED[rule.kind],
        back=reverse("desk:retention"),
        back_word=gettext_lazy("How long data are kept"),
    )

    def current() -> dict[str, Any]:
        now = queries.rule_of(key, by=by)
        return {"days": now.days, "basis": str(now.basis), "is_on": now.is_on}

    def act(wanted: dict[str, Wanted]) -> None:
        acts.change_rule(key, wanted, by=by)

    address = reverse("desk:retention")
    return changed(request, sheet, RuleForm, current, act, lambda _kept: back_to(request, address, _("Saved.")))


@privacy_officer
@require_POST
def rehearse(request: HttpRequest) -> HttpResponse:
    """Count what would go, by the rules as they stand now."""
    return redirect("desk:retention-run", acts.rehearse(by=actor_of(request)))


@privacy_officer
@require_GET
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is and what it came to."""
    return _page(request, pk)


def _page(request: HttpRequest, pk: int, *, status: int = 200, **more: Any) -> HttpResponse:
    one = queries.run(pk, by=actor_of(request))
    lines = [(RETAINED[kind], one.counts.get(kind, 0), one.numbers.get(kind, [])) for kind in one.kinds]
    return show(
        request, "desk/privacy/run.html", {"here": "privacy", "one": one, "lines": lines, **more}, status=status
    )


@privacy_officer
@require_POST
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """What a rehearsal counted goes, once that was seen and said yes to."""
    if request.POST.get("sure") != "yes":
        return _page(request, pk, is_unsure=True, status=422)
    started = acts.erase_rehearsed(pk, by=actor_of(request))
    messages.success(request, _("The erasure has begun. It goes on by itself, also after an interruption."))
    return redirect("desk:retention-run", started)
