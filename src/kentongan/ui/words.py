"""The words and icons of states, flags and stages: one table, so that a thing is called the same on every page."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Word = tuple[str, Promise]

STATES: Mapping[str, Word] = {
    "received": ("inbox", _("not verified yet")),
    "postponed": ("pause", _("postponed")),
    "routed": ("arrow", _("not followed up yet")),
    "in_progress": ("truck", _("in progress")),
    "answered": ("chat", _("in progress (answered)")),
    "closed": ("check", _("closed")),
    "archived": ("box", _("archived")),
    "referred": ("out", _("referred outside")),
}

FLAGS: Mapping[str, Word] = {
    "anonymous": ("mask", _("Anonymous")),
    "confidential": ("lock", _("Confidential")),
}

STAGES: Mapping[str, Promise] = {
    "verify": _("verification"),
    "follow_up": _("follow-up"),
    "resolve": _("resolution"),
    "close": _("closing"),
    "complete": _("completion by the reporter"),
    "ombudsman": _("notice of the Ombudsman"),
}
