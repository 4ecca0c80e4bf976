"""A deadline as a measure. Pure: times in, a pill out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kentongan.core import clock

ICONS = {"": "clock", "near": "clock", "late": "alert", "met": "check", "stopped": "pause"}
_NEAR = 0.75
_STEP = 5


@dataclass(frozen=True, slots=True)
class Pill:
    """`level` is one of "", near, late, met, stopped; `used` the percent of the time gone, in steps of five."""

    level: str
    used: int
    text: str


def pill(
    due_at: datetime,
    *,
    now: datetime,
    started_at: datetime | None = None,
    met_at: datetime | None = None,
    is_stopped: bool = False,
    working_days: int | None = None,
) -> Pill:
    """What a limit looks like at `now`: met, stopped, late, near or far."""
    if met_at is not None:
        return Pill("met", 100, _("on time")) if met_at <= due_at else Pill("late", 100, late_by(met_at - due_at))
    if is_stopped:
        return stopped()
    if now >= due_at:
        return Pill("late", 100, late_by(now - due_at))
    used = used_percent(started_at, due_at, now)
    is_today = clock.local(now).date() == clock.local(due_at).date()
    level = "near" if is_today or used >= _NEAR * 100 else ""
    return Pill(level, used, _left(due_at, is_today, working_days))


def stopped() -> Pill:
    """The clock stands still, with or without a limit to draw."""
    return Pill("stopped", 0, _("clock stopped"))


def used_percent(started_at: datetime | None, due_at: datetime, now: datetime) -> int:
    """How much of the time is gone, 0 to 100 in steps of five; 0 where the start is not known."""
    if started_at is None or due_at <= started_at:
        return 0
    share = (now - started_at) / (due_at - started_at)
    return min(100, max(0, round(share * 100 / _STEP) * _STEP))


def late_by(span: timedelta) -> str:
    """`3 hours late` in the first day, days after that."""
    hours = int(span.total_seconds() // 3600)
    if hours < 24:
        return ngettext("%(count)d hour late", "%(count)d hours late", max(hours, 1)) % {"count": max(hours, 1)}
    return ngettext("%(count)d day late", "%(count)d days late", hours // 24) % {"count": hours // 24}


def _left(due_at: datetime, is_today: bool, working_days: int | None) -> str:
    here = clock.local(due_at)
    if is_today:
        colon = "." if get_language() == "id" else ":"
        return _("today %(hour)s") % {"hour": here.strftime(f"%H{colon}%M")}
    if working_days is not None and working_days > 0:
        return ngettext("%(count)d working day", "%(count)d working days", working_days) % {"count": working_days}
    return _("until %(day)s") % {"day": date_format(here, "j M")}
