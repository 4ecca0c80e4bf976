"""Users in and out as a sheet."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from kentongan.agencies import actions
from kentongan.agencies.queries import user_list
from kentongan.core import clock
from kentongan.core.actor import Role
from kentongan.desk import user_sheet
from kentongan.desk.forms.setup.users import SheetForm
from kentongan.desk.views.setup.editing import Sheet, asked, back_to, drawn
from kentongan.desk.views.setup.listing import address
from kentongan.statistics.sheets import MEDIA_TYPES, written
from kentongan.ui.gate import actor_of, staff

_ALL = 100_000


@staff(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    """All open accounts as CSV, without passwords; that it was taken stands in the history of who took it."""
    by = actor_of(request)
    sheet = Sheet(
        gettext_lazy("Users as a sheet"),
        address("users"),
        gettext_lazy("Users and roles"),
        lede=gettext_lazy("Names, addresses, roles of all open accounts, no passwords. That you took it is recorded."),
        button=gettext_lazy("Download as CSV"),
    )
    if request.method == "GET":
        return drawn(request, sheet, forms.Form())
    users = user_list(limit=_ALL, by=by)
    actions.record_on_user(by, "agencies.users_exported", {"count": len(users)})
    name = f"pengguna-{clock.today():%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    content = written("csv", user_sheet.COLUMNS, user_sheet.rows_of(users))
    return HttpResponse(content, content_type=MEDIA_TYPES["csv"], headers=headers)


@staff(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def take(request: HttpRequest) -> HttpResponse:
    """New users from a sheet: tried first, all of them or none; who is there already stays as he is."""
    by = actor_of(request)

    def form_of(posted: Any = None) -> forms.Form:
        return SheetForm(posted, request.FILES) if posted is not None else SheetForm()

    def tried(data: dict[str, Any]) -> str:
        found = user_sheet.read(data["text"], by=by)
        text = ngettext("%(new)d new user", "%(new)d new users", len(found.new)) % {"new": len(found.new)}
        known = _("%(known)d are there already and stay as they are") % {"known": len(found.known)}
        names = ", ".join(values["username"] for _row, values in found.new[:20])
        return f"{text}: {names}\n{known}." if names else f"{text}. {known}."

    def act(data: dict[str, Any]) -> int:
        return actions.create_users(user_sheet.read(data["text"], by=by).new, refused_at=user_sheet.refused_at, by=by)

    def done(count: int) -> HttpResponse:
        text = ngettext("%(count)d user is made.", "%(count)d users are made.", count) % {"count": count}
        return back_to(request, address("users"), text)

    sheet = Sheet(
        gettext_lazy("New users from a sheet"),
        address("users"),
        gettext_lazy("Users and roles"),
        lede=_("All of them or none. Their passwords are made one by one, with New password. Columns: %(names)s")
        % {"names": ", ".join(user_sheet.COLUMNS)},
        button=gettext_lazy("Make them"),
        preview=tried,
        preview_word=gettext_lazy("Try it first"),
    )
    return asked(request, sheet, form_of, act, done)
