"""Roles as such: which are nobody's who works here, and the simplest rule of who may act."""

from django.utils.translation import gettext as _

from kentongan.core.actor import Actor, Role
from kentongan.core.errors import Refused

NOT_STAFF = frozenset({Role.PARTNER, Role.REPORTER, Role.SYSTEM})


def only_administrators(by: Actor) -> None:
    """Refuse everyone but an administrator and the machine itself (commands, loading of a profile)."""
    if not by.has(Role.ADMINISTRATOR, Role.SYSTEM):
        raise Refused(_("Only an administrator may change this."))
