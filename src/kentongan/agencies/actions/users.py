"""Users: who works here, with which roles, for which agency or place. He is closed, never deleted."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kentongan.agencies.actions.records import append_to_user, locked_user
from kentongan.agencies.models import User
from kentongan.agencies.passwords import new_password
from kentongan.agencies.queries import agencies_now
from kentongan.core.actor import Actor, Role
from kentongan.core.conflicts import Wanted, checked
from kentongan.core.errors import NotFound, Refused
from kentongan.core.roles import NOT_STAFF, only_administrators
from kentongan.core.text import clean
from kentongan.places.queries import areas

_OF_AN_AGENCY = frozenset({Role.OFFICER, Role.FIELD_OFFICER})
_PERSONAL = frozenset({"name", "email"})  # events hold no personal data: they say that it changed, not into what


@transaction.atomic
def create_user(
    username: str,
    *,
    name: str,
    roles: Sequence[Role],
    password: str,
    agency: int | None = None,
    area: str | None = None,
    email: str = "",
    by: Actor,
) -> int:
    """Let someone work here; returns the user's id. Refused with the field where something is missing or taken."""
    only_administrators(by)
    username = clean(username).lower()
    _check_username(username)
    _check_name(name)
    _check_duties(frozenset(roles), agency, area)
    _check_password(password, User(username=username, name=name, email=email))
    user = User.objects.create(
        username=username,
        name=clean(name),
        email=clean(email),
        roles=[role.value for role in roles],
        agency_id=agency,
        area_id=area,
        password=make_password(password),
    )
    body = {"roles": user.roles, "agency": agency, "area": area}
    append_to_user(user, "agencies.user_created", by=by, body=body)
    return user.pk


@transaction.atomic
def create_users(
    rows: Sequence[tuple[int, Mapping[str, Any]]], *, refused_at: Callable[[int, Any], Refused], by: Actor
) -> int:
    """Make many at once, all or none: each a number to name him by and the values of `create_user` but a password.

    Nobody knows their passwords: each is given one (`give_password`). `refused_at` tells a refusal with its number.
    """
    only_administrators(by)
    for number, values in rows:
        try:
            create_user(**values, password=new_password(), by=by)
        except Refused as refusal:
            raise refused_at(number, refusal.reason) from refusal
    return len(rows)


@transaction.atomic
def set_password(user_id: int, password: str, *, by: Actor) -> None:
    """Give a user a new password: himself, or an administrator for him."""
    if by.user != user_id:
        only_administrators(by)
    user = locked_user(user_id)
    _check_password(password, user)
    user.password = make_password(password)
    user.save(update_fields=["password"])
    append_to_user(user, "agencies.password_set", by=by, body={})


@transaction.atomic
def change_user(user_id: int, wanted: Mapping[str, Wanted], *, by: Actor) -> None:
    """Change `name`, `email`, `roles`, `agency` or `area`. Conflict where a field moved since it was shown.

    The last administrator keeps his role.
    """
    only_administrators(by)
    administrators, user = _locked_beside(user_id)
    before: dict[str, Any] = {"name": user.name, "email": user.email, "roles": sorted(user.roles)}
    before |= {"agency": user.agency_id, "area": user.area_id}
    changes = checked({name: _plain(name, want) for name, want in wanted.items()}, before)
    if not changes:
        return
    after = {**before, **changes}
    _check_name(after["name"])
    if changes.keys() - _PERSONAL:
        _check_duties(frozenset(Role(role) for role in after["roles"]), after["agency"], after["area"])
    if Role.ADMINISTRATOR.value not in after["roles"]:
        _keep_one(administrators, user)
    user.name, user.email, user.roles = after["name"], after["email"], after["roles"]
    user.agency_id, user.area_id = after["agency"], after["area"]
    user.save(update_fields=["name", "email", "roles", "agency", "area"])
    told = changes.keys() - _PERSONAL
    body = {"fields": sorted(changes), "before": {n: before[n] for n in told}, "after": {n: after[n] for n in told}}
    append_to_user(user, "agencies.user_changed", by=by, body=body)


@transaction.atomic
def close_user(user_id: int, *, by: Actor) -> None:
    """Let a user sign in no more, from now on. What he did stays his; the last administrator cannot be closed."""
    only_administrators(by)
    administrators, user = _locked_beside(user_id)
    if not user.is_active:
        raise Refused(_("This account is closed already."))
    _keep_one(administrators, user)
    _set_active(user, "agencies.user_closed", is_active=False, by=by)


@transaction.atomic
def reopen_user(user_id: int, *, by: Actor) -> None:
    """Let a closed user sign in again, with the password he had."""
    only_administrators(by)
    user = locked_user(user_id)
    if user.is_active:
        raise Refused(_("This account is open."))
    _set_active(user, "agencies.user_reopened", is_active=True, by=by)


@transaction.atomic
def give_password(user_id: int, *, by: Actor) -> str:
    """Make a new password for a user and return it: it is shown once and kept nowhere. His sessions end."""
    only_administrators(by)
    user = locked_user(user_id)
    password = new_password()
    user.password = make_password(password)
    user.save(update_fields=["password"])
    append_to_user(user, "agencies.password_given", by=by, body={})
    return password


def _locked_beside(user_id: int) -> tuple[set[int], User]:
    """The ids of all who can administer, and the user: held in the one order of ids, so that no two acts wait for each
    other."""
    can_administer = Q(is_active=True, roles__contains=[Role.ADMINISTRATOR.value])
    rows = {u.pk: u for u in User.objects.select_for_update().filter(can_administer | Q(pk=user_id)).order_by("id")}
    user = rows.get(user_id)
    if user is None:
        raise NotFound
    role = Role.ADMINISTRATOR.value
    return {u.pk for u in rows.values() if u.is_active and role in u.roles}, user


def _keep_one(administrators: set[int], user: User) -> None:
    if administrators == {user.pk}:
        raise Refused(_("This is the last administrator: give someone else the role first."), field="roles")


def _set_active(user: User, kind: str, *, is_active: bool, by: Actor) -> None:
    before = user.is_active
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    body = {"before": {"is_active": before}, "after": {"is_active": is_active}}
    append_to_user(user, kind, by=by, body=body)


def _plain(name: str, want: Wanted) -> Wanted:
    """Both values in the form they are stored in."""

    def stored(value: Any) -> Any:
        if name == "roles":
            return sorted(Role(role).value for role in value)
        return clean(value) if name in _PERSONAL else value

    return Wanted(stored(want.shown), stored(want.wanted))


def _check_username(username: str) -> None:
    if not username or len(username) > 60 or any(sign.isspace() for sign in username):
        raise Refused(_("Give a sign-in name without spaces, at most 60 letters."), field="username")
    if User.objects.filter(username=username).exists():
        raise Refused(_("This sign-in name is taken."), field="username")


def _check_name(name: str) -> None:
    if not clean(name) or len(clean(name)) > 120:
        raise Refused(_("Give the name, at most 120 letters."), field="name")


def _check_duties(roles: frozenset[Role], agency: int | None, area: str | None) -> None:
    if not roles or roles & NOT_STAFF:
        raise Refused(_("Choose at least one role that people have."), field="roles")
    if agency is not None and agency not in {a.id for a in agencies_now()}:
        raise Refused(_("Choose an agency that exists today."), field="agency")
    if agency is None and roles & _OF_AN_AGENCY:
        raise Refused(_("An officer works for an agency: choose it."), field="agency")
    if area is not None and area not in areas():
        raise Refused(_("Choose an area of this city."), field="area")
    if area is None and Role.VILLAGE_STAFF in roles:
        raise Refused(_("Village staff work for a kelurahan or desa: choose it."), field="area")


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field="password") from error
