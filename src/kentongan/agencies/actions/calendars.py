"""The calendar of days off: every change is a new version, old versions stay as they were promised by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import holidays
from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.agencies.models import CalendarDay, CalendarVersion
from kentongan.agencies.queries import CALENDAR_EDITION
from kentongan.core import clock
from kentongan.core.actions import new_edition
from kentongan.core.actor import Actor
from kentongan.core.errors import Refused
from kentongan.core.roles import only_administrators
from kentongan.core.text import clean
from kentongan.history import actions as history
from kentongan.history.chain import Head

SEED_YEARS = range(2020, 2029)
_STREAM = "calendar:1"
_NAME = 120


@dataclass(frozen=True, slots=True)
class DayOff:
    """A day off and its kind: `public`, `collective_leave` (*cuti bersama*) or `local`."""

    name: str
    kind: str = CalendarDay.Kind.PUBLIC.value


def seed() -> dict[date, DayOff]:
    """Indonesia's days off as the package `holidays` knows them: a beginning, the administrator's table wins."""
    days: dict[date, DayOff] = {}
    for category, kind in (
        ("government", CalendarDay.Kind.COLLECTIVE_LEAVE),
        ("public", CalendarDay.Kind.PUBLIC),
    ):
        found = holidays.country_holidays("ID", years=SEED_YEARS, categories=(category,), language="id")
        days.update({day: DayOff(name[:_NAME], kind.value) for day, name in found.items()})
    return days


@transaction.atomic
def seed_calendar(*, by: Actor) -> int:
    """Publish version 1 from the seed where no version exists; returns how many days it holds."""
    if CalendarVersion.objects.exists():
        return 0
    days = seed()
    _publish(None, days, counts=False, note=_("Seed: package holidays, 2020 to 2028"), by=by)
    return len(days)


@transaction.atomic
def publish_calendar(
    changes: Mapping[date, DayOff | None],
    *,
    by: Actor,
    note: str = "",
    collective_leave_counts: bool | None = None,
) -> int:
    """Publish a new version: each day of `changes` becomes a day off, or with None a working day. Returns its number.

    Deadlines already given keep the version they were computed with.
    """
    only_administrators(by)
    latest = CalendarVersion.objects.select_for_update().order_by("-number").first()
    before = _days(latest)
    after = {**before, **{day: _checked(off) for day, off in changes.items() if off is not None}}
    for day in (day for day, off in changes.items() if off is None):
        after.pop(day, None)
    counted = latest.collective_leave_counts if latest else False
    counts = counted if collective_leave_counts is None else collective_leave_counts
    if after == before and counts == counted and latest is not None:
        raise Refused(_("The calendar stays as it is: nothing was changed."))
    return _publish(latest, after, counts=counts, note=note.strip()[:200], by=by).number


def _checked(off: DayOff) -> DayOff:
    name = clean(off.name)
    if not name or len(name) > _NAME:
        raise Refused(_("Give the day a name of at most %(limit)d letters.") % {"limit": _NAME}, field="name")
    if off.kind not in CalendarDay.Kind.values:
        raise Refused(_("“%(kind)s” is no kind of day off.") % {"kind": off.kind}, field="kind")
    return DayOff(name, off.kind)


def _days(version: CalendarVersion | None) -> dict[date, DayOff]:
    rows = CalendarDay.objects.filter(version=version).values_list("day", "name", "kind") if version else []
    return {day: DayOff(name, kind) for day, name, kind in rows}


def _publish(
    latest: CalendarVersion | None, days: Mapping[date, DayOff], *, counts: bool, note: str, by: Actor
) -> CalendarVersion:
    before = _days(latest)
    number = latest.number + 1 if latest else 1
    body = {
        "version": number,
        "collective_leave_counts": counts,
        "days_off": sorted(day.isoformat() for day in days if days[day] != before.get(day)),
        "working_days": sorted(day.isoformat() for day in before if day not in days),
    }
    head = Head(latest.head_seq, bytes(latest.head_hash)) if latest else Head()
    head = history.append(_STREAM, "agencies.calendar_published", by=by, body=body, head=head)
    version = CalendarVersion.objects.create(
        number=number,
        published_at=clock.now(),
        published_by_id=by.user,
        note=note,
        collective_leave_counts=counts,
        head_seq=head.seq,
        head_hash=head.hash,
    )
    CalendarDay.objects.bulk_create(
        CalendarDay(version=version, day=day, name=off.name, kind=off.kind) for day, off in sorted(days.items())
    )
    new_edition(CALENDAR_EDITION)
    return version
