"""Working days (*hari kerja*), pure: a calendar is data, the day something starts is never counted.

Which days are off is decided each year by a joint decree (SKB) and changed during the year; `agencies` keeps the
versions and hands the one in force here as a `Calendar`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SATURDAY, SUNDAY = 5, 6
_ONE_DAY = timedelta(days=1)
_DAYS_OF_A_WEEK = 7


@dataclass(frozen=True)
class Calendar:
    """The days off, by date with their names; `collective_leave` (*cuti bersama*) marks which of them are such leave.

    Collective leave is off unless `collective_leave_counts`. `weekend` holds `date.weekday()` numbers.
    """

    days_off: Mapping[date, str] = field(default_factory=dict)
    collective_leave: frozenset[date] = frozenset()
    collective_leave_counts: bool = False
    weekend: frozenset[int] = frozenset({SATURDAY, SUNDAY})

    def __post_init__(self) -> None:
        if len(self.weekend) >= _DAYS_OF_A_WEEK:
            msg = "a week needs a working day"
            raise ValueError(msg)

    def is_working_day(self, day: date) -> bool:
        """Whether the offices are open on this day."""
        return day.weekday() not in self.weekend and not self.is_named_off(day)

    def is_named_off(self, day: date) -> bool:
        """Whether the day is off by name, week end or not."""
        return day in self.days_off and not (self.collective_leave_counts and day in self.collective_leave)


@dataclass(frozen=True)
class Explanation:
    """Why a limit falls on `due`: so many working days after `start`, with the named days off on the way."""

    start: date
    amount: int
    due: date
    skipped: tuple[tuple[date, str], ...]
    paused: int = 0
    extended: int = 0


def add_working_days(start: date, amount: int, calendar: Calendar) -> date:
    """The day on which the `amount`-th working day after `start` falls; `start` itself for 0."""
    if amount < 0:
        msg = "working days are counted forward"
        raise ValueError(msg)
    day = start
    while amount:
        day += _ONE_DAY
        if calendar.is_working_day(day):
            amount -= 1
    return day


def working_days_between(a: date, b: date, calendar: Calendar) -> int:
    """How many working days lie after `a` up to and with `b`; negative where `b` is the earlier day."""
    if b < a:
        return -working_days_between(b, a, calendar)
    days = (a + timedelta(days=n) for n in range(1, (b - a).days + 1))
    return sum(calendar.is_working_day(day) for day in days)


def explain(start: date, amount: int, calendar: Calendar, *, paused: int = 0, extended: int = 0) -> Explanation:
    """The limit and the named days off that moved it (days off on a week end moved nothing and are left out).

    `paused`: working days during which the clock stood still; the limit is that much later. `extended`: working days
    that an act added.
    """
    due = add_working_days(start, amount + paused + extended, calendar)
    span = (start + timedelta(days=n) for n in range(1, (due - start).days + 1))
    skipped = tuple(
        (day, calendar.days_off[day])
        for day in span
        if day.weekday() not in calendar.weekend and calendar.is_named_off(day)
    )
    return Explanation(start, amount, due, skipped, paused, extended)


def in_words(explanation: Explanation) -> str:
    """The explanation as a sentence in the reader's language, e.g. "5 hari kerja, 18 Agustus libur (Cuti bersama)"."""
    words = ngettext("%(amount)d working day", "%(amount)d working days", explanation.amount) % {
        "amount": explanation.amount
    }
    parts = [
        _("%(day)s off (%(name)s)") % {"day": date_format(day, "j F"), "name": name}
        for day, name in explanation.skipped
    ]
    if explanation.paused:
        stood = ngettext(
            "clock stopped for %(days)d working day", "clock stopped for %(days)d working days", explanation.paused
        )
        parts.append(stood % {"days": explanation.paused})
    if explanation.extended:
        more = ngettext("extended by %(days)d working day", "extended by %(days)d working days", explanation.extended)
        parts.append(more % {"days": explanation.extended})
    return ", ".join([words, *parts])
