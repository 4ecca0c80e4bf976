"""Where the administrator begins: all he keeps, on one page."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from kentongan.core.actor import Role
from kentongan.desk.page import show
from kentongan.desk.views.setup.listing import SECTIONS
from kentongan.ui.gate import staff


@staff(Role.ADMINISTRATOR)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    return show(request, "desk/setup/home.html", {"here": "setup", "sections": SECTIONS, "section": ""})
