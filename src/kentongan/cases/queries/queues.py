"""The queues of the desk, as data: which states, what else must be true, how it is sorted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from kentongan.agencies.queries import calendar
from kentongan.cases.models import Classification
from kentongan.cases.workflow import OPEN_STATES, State
from kentongan.core import clock
from kentongan.core.actor import Actor, Role
from kentongan.core.workdays import working_days_between

CAPPED = 1000  # counters stop here and are shown as 1.000+
LATE, TODAY = "late", "today"
DUE, NEWEST, OLDEST = "due", "newest", "oldest"
ORDERS = (DUE, NEWEST, OLDEST)


@dataclass(frozen=True, slots=True)
class Queue:
    """`where`: lookups on the case. `due`: of the limit that runs. No states: any."""

    states: tuple[State, ...] = ()
    where: Mapping[str, Any] = field(default_factory=dict)
    due: str = ""
    order: str = DUE
    is_unopened: bool = False  # the lead has had it for a working day and has not opened it
    is_expected: bool = False  # the day on which an answer from outside was expected has passed

    @property
    def is_open(self) -> bool:
        return bool(self.states) and set(self.states) <= set(OPEN_STATES)

    @property
    def needs_states(self) -> bool:
        """A limit runs in open states only, so a queue by limit needs no look at the state: one index less to join."""
        return bool(self.states) and not self.due

    @property
    def is_counted(self) -> bool:
        """Open work is counted; what is over is not."""
        return self.is_open

    def lookups(self) -> dict[str, Any]:
        """`where`, with what depends on the day."""
        expected = {"expected_on__lt": clock.today()} if self.is_expected else {}
        unopened = {**_UNOPENED, "parties__since__lt": _a_working_day_ago()} if self.is_unopened else {}
        return {**self.where, **expected, **unopened}

    def order_named(self, order: str | None) -> str:
        """The order asked for, where it makes sense: what is over has no limit to sort by, and the longest overdue
        are the oldest."""
        is_without = (order == DUE and not self.is_open) or (order == OLDEST and bool(self.due))
        return self.order if order not in ORDERS or is_without else order

    def due_range(self, moment: str) -> dict[str, datetime]:
        """The lookups on the limit's moment."""
        now = clock.now()
        if self.due == LATE:
            return {f"{moment}__lt": now}
        if self.due == TODAY:
            tomorrow = clock.today() + timedelta(days=1)
            return {f"{moment}__gte": now, f"{moment}__lt": datetime.combine(tomorrow, time(), tzinfo=clock.zone())}
        return {}


_UNOPENED = {"parties__role": "lead", "parties__until__isnull": True, "parties__opened_at__isnull": True}
_FURTHEST = 30


def _a_working_day_ago() -> datetime:
    """What began before this moment has seen a whole working day by the city's calendar."""
    days, today = calendar()[1], clock.today()
    back = (today - timedelta(days=n) for n in range(1, _FURTHEST))
    last = next((day for day in back if working_days_between(day, today - timedelta(days=1), days) >= 1), None)
    begin = (last or today - timedelta(days=_FURTHEST)) + timedelta(days=1)
    return datetime.combine(begin, time(), tzinfo=clock.zone())


S = State

OF_COORDINATOR: Mapping[str, Queue] = {
    "verify": Queue((S.RECEIVED,), {"returns": 0}),
    "returned": Queue((S.RECEIVED,), {"returns__gt": 0, "disputed_at__isnull": True}),
    "replies": Queue(OPEN_STATES, {"replied_at__isnull": False}),
    "handed_in": Queue((S.IN_PROGRESS,), {"handed_in_at__isnull": False}),
    "answered": Queue((S.ANSWERED,)),
    "unopened": Queue((S.ROUTED, S.IN_PROGRESS), is_unopened=True),
    "routed": Queue((S.ROUTED,)),
    "in_progress": Queue((S.IN_PROGRESS,)),
    "postponed": Queue((S.POSTPONED,), order=OLDEST),
    "referred": Queue((S.REFERRED,), order=OLDEST),
    "referral_late": Queue((S.REFERRED,), order=OLDEST, is_expected=True),
    "overdue": Queue(OPEN_STATES, due=LATE),
    "due_today": Queue(OPEN_STATES, due=TODAY),
    "escalated": Queue(OPEN_STATES, {"escalated_at__isnull": False}, due=LATE),
    "confidential": Queue(OPEN_STATES, {"is_confidential": True}),
    "supervised": Queue(OPEN_STATES, {"classification": Classification.SUPERVISED}),
    "disputed": Queue((S.RECEIVED,), {"disputed_at__isnull": False}),
    "all": Queue(order=NEWEST),
    "closed": Queue((S.CLOSED,), order=NEWEST),
    "archived": Queue((S.ARCHIVED,), order=NEWEST),
}

OF_AGENCY: Mapping[str, Queue] = {
    "new": Queue((S.ROUTED,)),
    "in_progress": Queue((S.IN_PROGRESS,)),
    "waiting": Queue((S.ROUTED, S.IN_PROGRESS), {"asked_at__isnull": False}),
    "handed_in": Queue((S.IN_PROGRESS,), {"handed_in_at__isnull": False}),
    "answered": Queue((S.ANSWERED,)),
    "overdue": Queue(OPEN_STATES, due=LATE),
    "due_today": Queue(OPEN_STATES, due=TODAY),
    "closed": Queue((S.CLOSED,), order=NEWEST),
    "all": Queue(order=NEWEST),
}

OF_ENTERED: Mapping[str, Queue] = {"entered": Queue(order=NEWEST)}

_DESK = (Role.COORDINATOR, Role.SUPERVISOR, Role.AUDITOR, Role.LEADER)
_NOT_FOR_LEADERS = frozenset({"confidential"})


def is_of_desk(by: Actor) -> bool:
    """Does he look over the whole city (not one agency)?"""
    return by.has(*_DESK)


def is_of_agency(by: Actor) -> bool:
    return by.agency is not None and by.has(Role.OFFICER, Role.FIELD_OFFICER)


def queues_of(by: Actor) -> dict[str, Queue]:
    """The queues this actor has, in the order of the screen; none for those who handle no cases."""
    if is_of_desk(by):
        sees_all = by.has(Role.COORDINATOR, Role.SUPERVISOR, Role.AUDITOR)
        return {name: q for name, q in OF_COORDINATOR.items() if sees_all or name not in _NOT_FOR_LEADERS}
    if is_of_agency(by):
        return dict(OF_AGENCY)
    if by.has(Role.CALL_TAKER, Role.VILLAGE_STAFF):
        return dict(OF_ENTERED)
    return {}
