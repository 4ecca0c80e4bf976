"""Reads of those who work here."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from kentongan.agencies.models import User
from kentongan.core.actor import Actor, Role, user_label
from kentongan.core.errors import NotFound
from kentongan.core.roles import only_administrators


@dataclass(frozen=True, slots=True)
class UserFacts:
    """One user as lists and notices need him."""

    id: int
    name: str
    email: str
    language: str
    agency: int | None
    area: str | None


@dataclass(frozen=True, slots=True)
class UserRow:
    """One user as the administrator sees him."""

    id: int
    username: str
    name: str
    email: str
    roles: tuple[str, ...]
    agency: int | None
    area: str | None
    is_active: bool
    last_login: datetime | None


def actor_for(user: User) -> Actor:
    """The actor a signed-in user is: his roles, his agency, his area."""
    return Actor(
        label=user_label(user.pk),
        roles=frozenset(Role(role) for role in user.roles),
        user=user.pk,
        agency=user.agency_id,
        area=user.area_id,
        language=user.language,
    )


def actor_of_user(user_id: int) -> Actor | None:
    """The actor of a user known by his id, for work done in his name; None where he works here no longer."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    return actor_for(user) if user else None


def users_with_role(role: Role, agency: int | None = None) -> list[UserFacts]:
    """The active users who have a role, of one agency where it is given, by name."""
    rows = User.objects.filter(roles__contains=[role.value], is_active=True).order_by("name", "id")
    if agency is not None:
        rows = rows.filter(agency=agency)
    return [UserFacts(*row) for row in rows.values_list("id", "name", "email", "language", "agency_id", "area_id")]


def user_list(*, text: str = "", role: str = "", is_active: bool = True, limit: int = 200, by: Actor) -> list[UserRow]:
    """The users an administrator looks for, by name: those with these letters in name or sign-in name, of a role."""
    only_administrators(by)
    rows = User.objects.filter(is_active=is_active)
    if role:
        rows = rows.filter(roles__contains=[role])
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(username__icontains=text))
    return _user_rows(rows.order_by("name", "id")[:limit])


@dataclass(frozen=True, slots=True)
class Staffing:
    """Who there is: active users by role, the agencies with an officer, and how many accounts are closed."""

    by_role: dict[str, int]
    agencies: frozenset[int]
    closed: int


def staffing(*, by: Actor) -> Staffing:
    """Of all users, in one query."""
    only_administrators(by)
    counts: dict[str, int] = defaultdict(int)
    officers: set[int] = set()
    closed = 0
    for roles, agency, is_active in User.objects.values_list("roles", "agency_id", "is_active"):
        closed += not is_active
        for role in roles if is_active else ():
            counts[role] += 1
            if role == Role.OFFICER.value and agency is not None:
                officers.add(agency)
    return Staffing(dict(counts), frozenset(officers), closed)


def user_row(user_id: int, *, by: Actor) -> UserRow:
    """One user by his id. NotFound where there is none."""
    only_administrators(by)
    return _one(User.objects.filter(pk=user_id), str(user_id))


def user_named(username: str, *, by: Actor) -> UserRow:
    """One user by his sign-in name, closed or not. NotFound where there is none."""
    only_administrators(by)
    return _one(User.objects.filter(username=username.strip().lower()), username)


def _one(rows: QuerySet[User], key: str) -> UserRow:
    found = _user_rows(rows)
    if not found:
        raise NotFound(key)
    return found[0]


def _user_rows(rows: QuerySet[User]) -> list[UserRow]:
    return [
        UserRow(
            id=user.pk,
            username=user.username,
            name=user.name,
            email=user.email,
            roles=tuple(user.roles),
            agency=user.agency_id,
            area=user.area_id,
            is_active=user.is_active,
            last_login=user.last_login,
        )
        for user in rows
    ]


def user_names(ids: Iterable[int]) -> dict[int, str]:
    """The names of users, also of those who no longer work here."""
    return dict(User.objects.filter(pk__in=list(ids)).values_list("id", "name"))


def user_email(user: int) -> str | None:
    """The address of someone who works here; None where he has none, or works here no longer."""
    return User.objects.filter(pk=user, is_active=True).values_list("email", flat=True).first() or None


def invented_usernames(per_role: int = 1) -> list[str]:
    """Sign-in names of a demonstration's invented users (their addresses end in `@example.id`), the first of each role.

    Empty where no demonstration was loaded: real addresses never end so.
    """
    rows = User.objects.filter(is_active=True, email__endswith="@example.id").order_by("id")
    seen: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for username, roles in rows.values_list("username", "roles"):
        seen[tuple(roles)].append(username)
    return [name for names in seen.values() for name in names[:per_role]]
