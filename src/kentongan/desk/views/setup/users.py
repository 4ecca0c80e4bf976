"""Users and roles: who may do what, for whom; closing and reopening; a new password, shown once."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from kentongan.agencies import actions
from kentongan.agencies.passwords import new_password
from kentongan.agencies.queries import UserRow, agency_names, user_list, user_row
from kentongan.core.actor import Role
from kentongan.desk.forms.setup.users import ClosingForm, NewUserForm, UserForm, UserSearch
from kentongan.desk.page import show
from kentongan.desk.templatetags.desk import role_names
from kentongan.desk.views.setup.editing import Sheet, asked, back_to, changed
from kentongan.desk.views.setup.listing import Item, Line, Move, Table, address, listed, told
from kentongan.desk.words import Text
from kentongan.places import queries as places
from kentongan.ui.gate import actor_of, staff
from kentongan.workspace.actions import leave
from kentongan.workspace.queries import kept_by

LIMIT = 200


@staff(Role.ADMINISTRATOR)
@require_GET
def users(request: HttpRequest) -> HttpResponse:
    """The list, by name."""
    search = UserSearch(request.GET)
    narrowed = search.cleaned_data if search.is_valid() else {}
    found = user_list(
        text=narrowed.get("q", ""),
        role=narrowed.get("role", ""),
        is_active=not narrowed.get("closed"),
        limit=LIMIT + 1,
        by=actor_of(request),
    )
    table = Table(
        here="users",
        title=gettext_lazy("Users and roles"),
        lede=gettext_lazy("Who works here, with which roles, for whom. Nobody is deleted: an account is closed."),
        columns=(gettext_lazy("Name"), gettext_lazy("User name"), gettext_lazy("Roles"), gettext_lazy("Works for")),
        lines=[_line(row) for row in found[:LIMIT]],
        search=search,
        empty=gettext_lazy("Nobody is found."),
        add=address("user-new"),
        add_word=gettext_lazy("New user"),
        is_cut=len(found) > LIMIT,
        moves=(
            Move(address("users-import"), gettext_lazy("From a sheet"), "file"),
            Move(address("users-export"), gettext_lazy("As a sheet"), "download"),
        ),
    )
    return listed(request, table)


def _line(row: UserRow) -> Line:
    cells = (row.name, row.username, role_names(row.roles), _works_for(row))
    return Line(address("user", row.id), cells, _note(row))


def _note(row: UserRow) -> Text:
    return "" if row.is_active else gettext_lazy("closed")


def _works_for(row: UserRow) -> str:
    place = places.areas().get(row.area or "")
    named = [*agency_names([row.agency] if row.agency else []).values(), *([place.name] if place else [])]
    return ", ".join(named)


@staff(Role.ADMINISTRATOR)
@require_GET
def user(request: HttpRequest, pk: int) -> HttpResponse:
    """One user: what he is, what can be done, what was changed."""
    row = user_row(pk, by=actor_of(request))
    facts: list[tuple[Text, Any]] = [
        (gettext_lazy("User name"), row.username),
        (gettext_lazy("E-mail"), row.email),
        (gettext_lazy("Roles"), role_names(row.roles)),
        (gettext_lazy("Works for"), _works_for(row)),
    ]
    closing = (
        Move(address("user-close", row.id), gettext_lazy("Close the account"), "lock")
        if row.is_active
        else Move(address("user-reopen", row.id), gettext_lazy("Reopen the account"), "undo")
    )
    moves = [Move(address("user-edit", row.id), gettext_lazy("Change"), "edit", is_first=True)]
    if row.is_active:
        moves.append(Move(address("user-password", row.id), gettext_lazy("New password"), "key"))
    moves.append(closing)
    return told(request, Item("users", row.name, f"user:{pk}", facts, moves, note=_note(row), seen=row.last_login))


@staff(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """A new user. His password is made here and shown once, on the page that follows."""
    by, password = actor_of(request), new_password()

    def act(data: dict[str, Any]) -> int:
        return actions.create_user(**{**data, "roles": [Role(r) for r in data["roles"]]}, password=password, by=by)

    sheet = Sheet(
        title=gettext_lazy("New user"),
        lede=gettext_lazy("A password is made and shown once after saving."),
        back=address("users"),
        back_word=gettext_lazy("Users and roles"),
    )
    return asked(request, sheet, NewUserForm, act, lambda pk: _given(request, pk, password))


@staff(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Name, address, roles, agency and place of a user."""
    by, row = actor_of(request), user_row(pk, by=actor_of(request))

    def current() -> dict[str, Any]:
        fresh = user_row(row.id, by=by)
        shown = {"name": fresh.name, "email": fresh.email, "roles": list(fresh.roles)}
        return shown | {"agency": fresh.agency, "area": fresh.area}

    return changed(
        request,
        _sheet(row, gettext_lazy("Change the user")),
        UserForm,
        current,
        lambda wanted: actions.change_user(row.id, wanted, by=by),
        lambda _: back_to(request, address("user", row.id), gettext_lazy("Saved.")),
    )


@staff(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked before, with what he leaves behind; he is signed out at once and comes in no more."""
    by = actor_of(request)
    row, kept = user_row(pk, by=by), kept_by(pk)
    lede = _(
        "He is signed out at once and cannot sign in any more. What he did stays his. He leaves %(shared)d shared "
        "views and %(own)d of his own; %(drafts)d unfinished texts and %(watches)d watched cases end."
    ) % {"shared": kept.shared_views, "own": kept.own_views, "drafts": kept.drafts, "watches": kept.watches}
    others = [(u.id, u.name) for u in user_list(limit=LIMIT, by=by) if u.id != pk] if kept.shared_views else []

    def form_of(*args: Any) -> forms.Form:
        return ClosingForm(*args, others=others) if others else forms.Form(*args)

    def act(data: dict[str, Any]) -> None:
        actions.close_user(row.id, by=by)
        leave(row.id, to=data.get("to"), by=by)

    def done(_done: object) -> HttpResponse:
        return back_to(request, address("user", row.id), gettext_lazy("The account is closed."))

    title = gettext_lazy("Close the account?")
    sheet = _sheet(row, title, lede=lede, button=gettext_lazy("Close the account"), is_harm=True)
    return asked(request, sheet, form_of, act, done)


@staff(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Let him in again, with the roles and the password he had."""
    row = user_row(pk, by=actor_of(request))
    sheet = _sheet(
        row,
        gettext_lazy("Reopen the account?"),
        lede=gettext_lazy("He can sign in again, with the roles and the password he had."),
        button=gettext_lazy("Reopen the account"),
    )
    return _plainly(request, sheet, row, actions.reopen_user, gettext_lazy("The account is open again."))


@staff(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest, pk: int) -> HttpResponse:
    """A new password, shown once: in the answer to one POST, kept nowhere."""
    by, row = actor_of(request), user_row(pk, by=actor_of(request))
    sheet = _sheet(
        row,
        gettext_lazy("Make a new password?"),
        lede=gettext_lazy("The old one is worth nothing from then on, and he is signed out everywhere."),
        button=gettext_lazy("Make a new password"),
        is_harm=True,
    )
    return asked(
        request,
        sheet,
        forms.Form,
        lambda _: actions.give_password(row.id, by=by),
        lambda made: _given(request, row.id, made),
    )


def _plainly(request: HttpRequest, sheet: Sheet, row: UserRow, act: Any, said: Text) -> HttpResponse:
    by = actor_of(request)
    return asked(
        request,
        sheet,
        forms.Form,
        lambda _: act(row.id, by=by),
        lambda _: back_to(request, address("user", row.id), said),
    )


def _given(request: HttpRequest, pk: int, made: str) -> HttpResponse:
    row = user_row(pk, by=actor_of(request))
    context = {"here": "setup", "row": row, "made": made, "back": address("user", row.id)}
    return show(request, "desk/setup/password.html", context)


def _sheet(row: UserRow, title: Text, **more: Any) -> Sheet:
    return Sheet(title, back=address("user", row.id), back_word=row.name, **more)
