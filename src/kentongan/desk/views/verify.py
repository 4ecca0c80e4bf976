"""Verify and pass on, in one go: two acts in one request; where the second is refused the first stands."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kentongan.agencies.queries import agencies
from kentongan.cases import actions
from kentongan.cases.actions import Verification
from kentongan.cases.queries.shapes import CasePage
from kentongan.cases.workflow import Act
from kentongan.core.actor import Role
from kentongan.core.errors import Conflict, Refused
from kentongan.desk import shown
from kentongan.desk.clashes import in_words
from kentongan.desk.forms.acts import VerifyForm
from kentongan.desk.page import is_fragment, show
from kentongan.desk.views.acting import acted, once, told_beside
from kentongan.desk.views.case import case_page
from kentongan.desk.views.showing import case_of, recent, suggestion_for, told_case, verify_context
from kentongan.ui.gate import actor_of, staff


@staff(Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest, number: str) -> HttpResponse:
    """Answer the questions and pass the case on; with `only`, answer them alone."""
    page = case_of(request, number)
    if request.method == "GET":
        return redirect("desk:case", page.row.number)
    form = VerifyForm(request.POST, is_routed_too="only" not in request.POST)
    if not form.is_valid():
        return _again(request, page, form)
    try:
        return _verified_and_passed_on(request, page, form)
    except Conflict as conflict:
        return _clashing(request, number, form, conflict)


def _verified_and_passed_on(request: HttpRequest, page: CasePage, form: VerifyForm) -> HttpResponse:
    if not _verified(request, page, form):
        return _again(request, page, form)
    if "only" in request.POST:
        return acted(request, page.row.number, _("Verified."))
    return _passed_on(request, page, form)


def _verified(request: HttpRequest, page: CasePage, form: VerifyForm) -> bool:
    data, actor, number = form.cleaned_data, actor_of(request), page.row.number
    answers = Verification(data["classification"], data["category"], data["is_anonymous"], data["is_confidential"])
    if page.row.is_verified and answers == shown.answers(shown.of_page(page)):
        return True
    was = shown.answers(shown.of_form(request.POST, page))
    try:
        once(
            number,
            Act.VERIFY,
            lambda: actions.verify(number, answers, shown=was, by=actor),
            since=request.POST.get("seq", ""),
            by=actor,
        )
    except Refused as refusal:
        told_beside(form, refusal)
        return False
    return True


def _passed_on(request: HttpRequest, page: CasePage, form: VerifyForm) -> HttpResponse:
    data, actor, number = form.cleaned_data, actor_of(request), page.row.number
    lead, support, note = data["lead"], data["support"], data["note"]
    was = shown.standing(shown.of_form(request.POST, page))
    try:
        once(
            number,
            Act.ROUTE,
            lambda: actions.route(number, lead=lead, support=support, note=note, shown=was, by=actor),
            since=request.POST.get("seq", ""),
            by=actor,
        )
    except Refused as refusal:
        message = _("Verified, but not passed on: %(reason)s") % {"reason": refusal.reason}
        return acted(request, number, message, is_warning=True)
    name = agencies()[lead].name
    return acted(request, number, _("Verified and passed on to %(agency)s.") % {"agency": name})


def _again(request: HttpRequest, page: CasePage, form: VerifyForm) -> HttpResponse:
    verifying = verify_context(page, form, shown=shown.of_form(request.POST, page))
    return _shown_again(request, page, verifying, status=422)


def _clashing(request: HttpRequest, number: str, form: VerifyForm, conflict: Conflict) -> HttpResponse:
    """Both values side by side. A case that is another's by now has no form any more, only the word of it."""
    page = case_of(request, number)
    verifying = verify_context(page, form) | {"clashes": in_words(conflict.fields, form)}
    return _shown_again(request, page, verifying, status=409)


def _shown_again(request: HttpRequest, page: CasePage, verifying: dict[str, Any], *, status: int) -> HttpResponse:
    if is_fragment(request):
        context = told_case(request, page) | verifying | {"recent": recent(page), "target": "#preview"}
        return show(request, "desk/preview.html", context, status=status)
    return case_page(request, page, verifying=verifying, status=status)


@staff(Role.COORDINATOR)
@require_GET
def suggestion(request: HttpRequest, number: str) -> HttpResponse:
    """Who leads by the routing table for the category just chosen; a lead chosen by hand is kept."""
    page = case_of(request, number)
    found = suggestion_for(page, request.GET.get("category"))
    asked = request.GET.copy()
    if found and asked.get("lead", "") in {"", asked.get("suggested", "")}:
        asked["lead"] = str(found.id)
        asked.setlist("support", [str(pk) for pk in found.support_ids])
    form = VerifyForm(initial={"lead": asked.get("lead"), "support": asked.getlist("support")})
    return show(request, "desk/lead.html", {"page": page, "form": form, "suggestion": found})
