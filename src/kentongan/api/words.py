"""What the machine door says to people, in the caller's language."""

from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kentongan.core import clock

_ZONES = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


def deadline_text(due_at: datetime, stage: str) -> str:
    """The limit of a stage in words, on the city's clock."""
    return _said(due_at, stage, get_language() or "id")


@lru_cache(maxsize=512)
def _said(due_at: datetime, stage: str, language: str) -> str:
    """Called with the active language, which keeps the remembered sentences apart."""
    here = clock.local(due_at)
    zone = _ZONES.get(settings.KENTONGAN_TIME_ZONE, "")
    hour = here.strftime("%H.%M" if language == "id" else "%H:%M")
    return _stage(stage) % {"moment": f"{date_format(here, 'l, j F Y')}, {hour} {zone}".rstrip()}


def _stage(stage: str) -> str:
    match stage:
        case "verify":
            return _("Will be verified by %(moment)s at the latest.")
        case "follow_up":
            return _("Will be acted on by %(moment)s at the latest.")
        case "resolve":
            return _("Will be answered by %(moment)s at the latest.")
    return _("Will be closed by %(moment)s unless the reporter replies.")


def emergency_text() -> str:
    """Said where a text sounds like danger."""
    return _("This sounds like an emergency. Call 112 now; a report is not read at once.")
