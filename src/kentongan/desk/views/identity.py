"""*Buka identitas*: shown once, with a reason, recorded in the reader's own history."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from kentongan.cases import actions
from kentongan.core.errors import Refused
from kentongan.desk.forms.acts import IdentityForm
from kentongan.desk.page import is_fragment, show
from kentongan.desk.views.acting import told_beside
from kentongan.desk.views.showing import case_of
from kentongan.ui.gate import actor_of, any_staff


@any_staff
@sensitive_variables("identity")
@require_http_methods(["GET", "POST"])
def identity(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for the reason, then show who told it. It is in no address and in no cache."""
    page = case_of(request, number)
    if request.method == "GET":
        return redirect("desk:case", page.row.number)
    form = IdentityForm(request.POST)
    context = {"page": page, "identity_form": form, "trail": request.GET.urlencode()}
    status = 422
    if form.is_valid():
        data = form.cleaned_data
        try:
            found = actions.read_identity(page.row.number, data["code"], reason=data["reason"], by=actor_of(request))
            context |= {"identity": found, "code": data["code"]}
            status = 200
        except Refused as refusal:
            told_beside(form, refusal)
    template = "desk/identity.html" if is_fragment(request) else "desk/identity_page.html"
    return show(request, template, context, status=status)
