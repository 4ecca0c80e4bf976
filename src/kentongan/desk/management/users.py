"""Users named on the command line, and passwords that never stand in a command."""

import sys

from django.core.management.base import CommandError

from kentongan.agencies.queries import UserRow, user_list, user_named
from kentongan.core.actor import Actor, system
from kentongan.core.errors import NotFound, Refused

_ALL = 100_000


def by() -> Actor:
    """Whoever may run commands on this machine administers it."""
    return system("command")


def all_users() -> list[UserRow]:
    """Those who work here, and then those who did."""
    return [row for is_active in (True, False) for row in user_list(is_active=is_active, limit=_ALL, by=by())]


def named(username: str) -> UserRow:
    """The user of this sign-in name, closed or not."""
    try:
        return user_named(username, by=by())
    except NotFound:
        msg = f"There is no user named {username}."
        raise CommandError(msg) from None


def typed_password() -> str:
    """The first line of standard input."""
    return sys.stdin.readline().rstrip("\r\n")


def refused(refusal: Refused) -> CommandError:
    return CommandError(str(refusal.reason))
