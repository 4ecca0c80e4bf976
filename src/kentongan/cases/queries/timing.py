"""When people are told of time, and which waits stop the clock: the city's own rules, from memory."""

from dataclasses import dataclass
from datetime import time

from kentongan.cases.models import TimeRules
from kentongan.cases.reminders import Habits
from kentongan.core.cached import Cached

EDITION = "time_rules"
POSTPONED, ASKED = "postponed", "ask"
WAITS = (POSTPONED, ASKED)


@dataclass(frozen=True, slots=True)
class TimeFacts:
    """The rules in force; what a city that never said anything has is the default of each.

    `pausing`: the waits of `WAITS` in which the clock stands still (domain 1.5). `extension_days`: working days that an
    extension adds, never beyond `extension_most` from receipt (UU 14/2008: 10 + 7).
    """

    opens_at: time = time(7)
    closes_at: time = time(20)
    list_at: time = time(7, 30)
    before_days: int = 1
    coordinator_after: int = 1
    supervisor_after: int = 2
    pausing: tuple[str, ...] = WAITS
    extension_days: int = 7
    extension_most: int = 17
    ombudsman_contact: str = "Ombudsman Republik Indonesia, telepon 137, ombudsman.go.id"

    @property
    def habits(self) -> Habits:
        return Habits(self.opens_at, self.closes_at, self.before_days, self.coordinator_after, self.supervisor_after)


FIELDS = tuple(TimeFacts.__dataclass_fields__)


def _load() -> TimeFacts:
    row = TimeRules.objects.filter(pk=1).values(*FIELDS).first()
    return TimeFacts(**{**row, "pausing": tuple(row["pausing"])}) if row else TimeFacts()


time_rules = Cached(EDITION, _load)
