"""Reading an agency's answer before it goes out, and marking what could be personal in a text being written."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from kentongan.cases import actions
from kentongan.core.actor import Role
from kentongan.core.errors import Conflict, Refused
from kentongan.core.text import clean
from kentongan.desk.forms.acts import CheckForm
from kentongan.desk.page import show
from kentongan.desk.templatetags.checking import marked_context
from kentongan.desk.views.acting import acted, told_beside
from kentongan.desk.views.case import case_page
from kentongan.desk.views.showing import case_of
from kentongan.ui.gate import actor_of, staff

LONGEST = 10_000


@staff(Role.COORDINATOR)
@require_POST
def check(request: HttpRequest, number: str) -> HttpResponse:
    """Let the answer that waits go out, or give it back with a word."""
    page = case_of(request, number)
    form = CheckForm(request.POST)
    is_good, by = request.POST.get("act") == "approve", actor_of(request)
    if not form.is_valid():
        return case_page(request, page, checking=form, status=422)
    shown = form.cleaned_data["handed_in"]
    try:
        if is_good:
            actions.approve_answer(page.row.number, handed_in=shown, by=by)
        else:
            actions.give_back_answer(page.row.number, handed_in=shown, note=form.cleaned_data["note"], by=by)
    except Refused as refusal:
        told_beside(form, refusal)
        return case_page(request, page, checking=form, status=422)
    except Conflict:
        newer = CheckForm({**request.POST.dict(), "handed_in": ""})
        newer.add_error(
            None, _("The agency has handed in another answer meanwhile; it stands here now. Read it first.")
        )
        return case_page(request, case_of(request, number), checking=newer, status=409)
    said = _("The answer went out.") if is_good else _("Given back to the agency.")
    return acted(request, page.row.number, said)


@staff(Role.OFFICER, Role.COORDINATOR)
@sensitive_post_parameters("text")
@require_POST
def marks(request: HttpRequest, number: str) -> HttpResponse:
    """What could be personal in a text that is being written. Nothing of it is kept."""
    page = case_of(request, number)
    text = clean(request.POST.get("text", "")[:LONGEST])
    return show(request, "desk/marked.html", marked_context(page, actor_of(request), text))
