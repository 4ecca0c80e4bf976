"""Users and the rules of signing in as sections of the configuration file. Secrets are in no file."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import msgspec
from django.utils.translation import gettext as _

from kentongan.agencies.actions.second_factor import require
from kentongan.agencies.actions.sections import code_of, id_of, wanted_of
from kentongan.agencies.actions.users import change_user, close_user, create_user, reopen_user
from kentongan.agencies.models import SignInRules, User
from kentongan.agencies.passwords import new_password
from kentongan.core.actor import Actor, Role
from kentongan.core.errors import Refused


class UserShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Someone who works here; an imported one signs in after he was given a password."""

    name: str
    roles: list[str]
    agency: str = ""
    area: str = ""
    email: str = ""
    is_active: bool = True


class UserSection:
    name = "users"
    tables: ClassVar = ("agencies.User",)
    shape = UserShape
    is_personal = True
    retires_first = False

    def rows(self) -> dict[str, UserShape]:
        return {
            user.username: UserShape(
                name=user.name,
                roles=sorted(user.roles),
                agency=code_of(user.agency_id),
                area=user.area_id or "",
                email=user.email,
                is_active=user.is_active,
            )
            for user in User.objects.order_by("username")
        }

    def order(self, wanted: Mapping[str, Any]) -> Sequence[str]:
        return sorted(wanted)

    def put(self, key: str, row: UserShape, before: UserShape | None, *, by: Actor) -> None:
        values = _values(row)
        if before is None:
            pk = create_user(key, **values, password=new_password(), by=by)
        else:
            pk = User.objects.values_list("pk", flat=True).get(username=key)
            change_user(pk, wanted_of(_values(before), values), by=by)
        if row.is_active != (before.is_active if before else True):
            (reopen_user if row.is_active else close_user)(pk, by=by)

    def retire(self, key: str, row: UserShape, *, by: Actor) -> bool:
        """Whom a file does not name works on: accounts are closed by hand."""
        return False


def _values(row: UserShape) -> dict[str, Any]:
    return {
        "name": row.name,
        "roles": roles_of(row.roles),
        "agency": id_of(row.agency),
        "area": row.area or None,
        "email": row.email,
    }


def roles_of(names: Sequence[str]) -> list[Role]:
    """The roles of these names. Refused where one is none."""
    try:
        return sorted(Role(name) for name in names)
    except ValueError as error:
        raise Refused(_("One of these is no role: %(names)s.") % {"names": ", ".join(names)[:120]}) from error


class SignInShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    required_roles: list[str]


class SignInSection:
    name = "sign_in"
    tables: ClassVar = ("agencies.SignInRules",)
    shape = SignInShape
    is_personal = False
    retires_first = False

    def rows(self) -> dict[str, SignInShape]:
        row = SignInRules.objects.filter(pk=1).first()
        return {"second_factor": SignInShape(sorted(row.required_roles) if row else [])}

    def order(self, wanted: Mapping[str, Any]) -> Sequence[str]:
        return list(wanted)

    def put(self, key: str, row: SignInShape, before: SignInShape | None, *, by: Actor) -> None:
        require(roles_of(row.required_roles), by=by)

    def retire(self, key: str, row: SignInShape, *, by: Actor) -> bool:
        return False
