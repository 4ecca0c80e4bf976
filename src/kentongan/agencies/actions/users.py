"""Users: who works here, with which roles, for which agency or place."""

from collections.abc import Sequence

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.agencies.actions.records import append_to_user
from kentongan.agencies.models import User
from kentongan.agencies.queries import agencies_now
from kentongan.core.actor import Actor, Role
from kentongan.core.errors import NotFound, Refused
from kentongan.core.roles import only_administrators
from kentongan.core.text import clean
from kentongan.places.queries import areas

_NOT_OF_PEOPLE = frozenset({Role.PARTNER, Role.REPORTER, Role.SYSTEM})
_OF_AN_AGENCY = frozenset({Role.OFFICER, Role.FIELD_OFFICER})


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
    _check_name(username, name)
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
def set_password(user_id: int, password: str, *, by: Actor) -> None:
    """Give a user a new password: himself, or an administrator for him."""
    if by.user != user_id:
        only_administrators(by)
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise NotFound
    _check_password(password, user)
    user.password = make_password(password)
    user.save(update_fields=["password"])
    append_to_user(user, "agencies.password_set", by=by, body={})


def _check_name(username: str, name: str) -> None:
    if not username or len(username) > 60 or any(sign.isspace() for sign in username):
        raise Refused(_("Give a sign-in name without spaces, at most 60 letters."), field="username")
    if User.objects.filter(username=username).exists():
        raise Refused(_("This sign-in name is taken."), field="username")
    if not clean(name) or len(clean(name)) > 120:
        raise Refused(_("Give the name, at most 120 letters."), field="name")


def _check_duties(roles: frozenset[Role], agency: int | None, area: str | None) -> None:
    if not roles or roles & _NOT_OF_PEOPLE:
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
