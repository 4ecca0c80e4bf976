"""Users named on the command line, and passwords that never stand in a command."""

import sys

from django.core.management.base import CommandError

from kentongan.agencies.queries import UserRow, user_list
from kentongan.core.actor import Actor, system
from kentongan.core.errors import Refused

_ALL = 100_000


def by() -> Actor:
    """Whoever may run commands on this machine administers it."""
    return system("command")


def all_users() -> list[UserRow]:
    """Those who work here, and then those who did."""
    return [row for is_active in (True, False) for row in user_list(is_active=is_active, limit=_ALL, by=by())]


def named(username: str) -> UserRow:
    """The user of this sign-in name, closed or not."""
    found = next((row for row in all_users() if row.username == username.strip().lower()), None)
    if found is None:
        raise CommandError(f"There is no user named {username}.")
    return found


def typed_password() -> str:
    """The first line of standard input."""
    return sys.stdin.readline().rstrip("\r\n")


def refused(refusal: Refused) -> CommandError:
    return CommandError(str(refusal.reason))
