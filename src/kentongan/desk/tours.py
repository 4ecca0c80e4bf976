"""A short tour of the first page for each role: where to look, and what is done there."""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from kentongan.core.actor import Actor, Role
from kentongan.desk.words import Text


class Stop(NamedTuple):
    """`at` is what is pointed at (a selector; where the page does not have it, the words stand alone)."""

    at: str
    title: Text
    text: Text


_QUEUES = Stop(".inbox > .side", _("Queues"), _("What waits for you, with its number. Begin at the top."))
_LIST = Stop(
    ".inbox > .list", _("List"), _("The oldest deadline first. J and K move, Enter opens, / searches, F filters.")
)
_TIME = Stop(
    "#rows .item .due, #rows",
    _("Time"),
    _("A pill fills as the time is used: yellow is nearly over, brown is late. It stops while the reporter is asked."),
)
_RAIL_ENTRY = Stop(
    '.rail a[href$="/new/"]', _("Enter a report"), _("What is told at the counter or on the telephone is written here.")
)
_ME = Stop(
    ".bar .me > summary",
    _("You"),
    _("Language, colours, the second step of signing in, and all of this help. “?” shows the keys of a page."),
)

_ROUTES: Mapping[Role, tuple[Stop, ...]] = {
    Role.COORDINATOR: (
        _QUEUES,
        _LIST,
        Stop(
            "#preview",
            _("Verify and pass on"),
            _("Four answers and an agency: V opens the form, D passes on. No question has an answer beforehand."),
        ),
        _TIME,
        _RAIL_ENTRY,
        _ME,
    ),
    Role.SUPERVISOR: (
        Stop(
            ".inbox > .side",
            _("Queues"),
            _("Cases returned three times wait for your decision; late ones stand below."),
        ),
        _LIST,
        _TIME,
        _ME,
    ),
    Role.OFFICER: (
        Stop(".inbox > .side", _("Queues"), _("What came in for your agency, what is in work, what was replied to.")),
        _TIME,
        Stop(
            ".inbox > .list",
            _("Follow-up and answer"),
            _("Open a case: L writes what was done, W answers the reporter, R sends back what is not yours."),
        ),
        _ME,
    ),
    Role.FIELD_OFFICER: (_QUEUES, _LIST, _ME),
    Role.CALL_TAKER: (
        _RAIL_ENTRY,
        Stop(".inbox > .side", _("Yours"), _("What you entered stands here until your shift is over.")),
        _ME,
    ),
    Role.VILLAGE_STAFF: (
        _RAIL_ENTRY,
        Stop(".inbox > .side", _("Yours"), _("What you entered stands here until your shift is over.")),
        _ME,
    ),
    Role.ADMINISTRATOR: (
        Stop(
            '.rail a[href$="/setup/"]', _("Settings"), _("Users, agencies, rules and texts. Every change is recorded.")
        ),
        Stop('.rail a[href$="/security/"]', _("Security"), _("Sign-ins that failed, and who has a second step.")),
        _ME,
    ),
    Role.PRIVACY_OFFICER: (
        Stop(
            '.rail a[href$="/privacy/"]', _("Data requests"), _("What people ask about their data, with its 72 hours.")
        ),
        _LIST,
        _ME,
    ),
}
_READING = (_QUEUES, _LIST, _TIME, _ME)


def tour_of(by: Actor) -> tuple[Stop, ...]:
    """The tour of the first of his roles that has one of its own."""
    return next((stops for role, stops in _ROUTES.items() if by.has(role)), _READING)
