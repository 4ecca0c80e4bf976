"""The figures of the first page: each with what it counts, none where too few stand behind it."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kentongan.cases.queries.glance import Glance, at_a_glance
from kentongan.core import clock

DAYS = 30
FEW = 5
_KEPT_SECONDS = 300
_DAY = 24 * 3600
_NONE = "\u2013"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, what it is, and what stands behind it."""

    value: str
    label: str
    note: str


_held: dict[str, tuple[float, Glance]] = {}


def figures() -> list[Figure]:
    """The last thirty days; nothing at all before the first report. Counted anew every five minutes."""
    glance = _glance(clock.now() - timedelta(days=DAYS))
    return drawn(glance) if glance.received else []


def _glance(since: datetime) -> Glance:
    held = _held.get("glance")
    if held is None or time.monotonic() - held[0] > _KEPT_SECONDS:
        held = _held["glance"] = (time.monotonic(), at_a_glance(since=since))
    return held[1]


def forget() -> None:
    """Count anew on the next use, in this process."""
    _held.clear()


def drawn(glance: Glance) -> list[Figure]:
    """The four figures in words."""
    period = _("in the last %(days)s days") % {"days": DAYS}
    few = _("fewer than %(few)s, so no mean") % {"few": FEW}
    median = mean = ""
    if glance.followed_up >= FEW and glance.median_seconds is not None:
        median = _("%(days)s days") % {"days": number_format(glance.median_seconds / _DAY, 1)}
    if glance.rated >= FEW and glance.mean_stars is not None:
        mean = _("%(stars)s of 5") % {"stars": number_format(glance.mean_stars, 1)}
    followed = ngettext("median of %(n)s report", "median of %(n)s reports", glance.followed_up)
    rated = ngettext("%(n)s rating by a person", "%(n)s ratings by people", glance.rated)
    closed = _("of those received %(period)s") % {"period": period}
    return [
        Figure(_n(glance.received), _("reports came in"), period),
        Figure(
            median or _NONE,
            _("to the first step of an agency"),
            followed % {"n": _n(glance.followed_up)} if median else few,
        ),
        Figure(_n(glance.closed), _("are closed"), closed),
        Figure(mean or _NONE, _("in the eyes of the reporters"), rated % {"n": _n(glance.rated)} if mean else few),
    ]


def _n(value: int) -> str:
    return number_format(value, force_grouping=True)
