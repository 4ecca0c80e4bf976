"""A case as the walk's own small model has it, written from the table of the field and the rules of the papers."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kentongan.cases.tests.walk import days
from kentongan.cases.tests.walk.town import RULES, SENSITIVE

OPEN_STATES = {"received", "postponed", "routed", "in_progress", "answered", "referred"}
COORDINATOR, REPORTER, OUTSIDE, CLOSED = "coordinator", "reporter", "outside", "closed"


@dataclass
class Limit:
    """A promise: it begins once, and every pause lengthens it by itself."""

    stage: str
    begin: datetime
    amount: int
    unit: str
    agency: str = ""
    pauses: list[tuple[datetime, datetime]] = field(default_factory=list)
    is_met: bool = False

    def due(self) -> datetime:
        if self.unit == "hours":
            return self.begin + timedelta(hours=self.amount) + sum((b - a for a, b in self.pauses), timedelta())
        if self.unit == "calendar_days":
            paused = sum((days.on_clock(b) - days.on_clock(a)).days for a, b in self.pauses)
            return days.end_of(days.on_clock(self.begin) + timedelta(days=self.amount + paused))
        paused = sum(days.working_days(a, b) for a, b in self.pauses)
        return days.after_working_days(self.begin, self.amount + paused)

    def rule(self) -> tuple[str, int, str]:
        return (self.stage, self.amount, self.unit)


def rule_of(stage: str, classification: str, agency: str) -> tuple[int, str]:
    """The narrowest line: of the agency before of the classification before of all."""
    fitting = [r for r in RULES if r[0] == stage and r[1] in {"", classification} and r[2] in {"", agency}]
    best = max(fitting, key=lambda r: (r[2] != "", r[1] != ""))
    return best[3], best[4]


@dataclass
class Telling:
    """A report: who told it (a number into TELLERS), what he asked for, and the case it is in now."""

    id: int
    code: str
    pin: str
    teller: int
    is_anonymous: bool
    is_confidential: bool
    entered_by: str
    entered_at: datetime
    stars: int | None = None


@dataclass
class Matter:
    """A case. Agencies by their codes."""

    number: str
    pk: int
    received_at: datetime
    tellings: list[Telling]
    is_anonymous: bool
    is_confidential: bool
    category: str
    state: str = "received"
    classification: str = ""
    is_verified: bool = False
    lead: str = ""
    support: set[str] = field(default_factory=set)
    consulted: set[str] = field(default_factory=set)
    former: set[str] = field(default_factory=set)
    returns: int = 0
    is_disputed: bool = False  # sent back a third time: the supervisor's
    is_bound: bool = False  # the supervisor decided who leads: it may not send it back
    asked_at: datetime | None = None
    postponed_at: datetime | None = None
    closed_at: datetime | None = None
    closed_lead: str = ""
    has_reply: bool = False
    handed_in: bool = False
    limits: dict[str, Limit] = field(default_factory=dict)
    seq: int = 1
    last_kind: str = "submitted"
    owners: list[tuple[datetime, str]] = field(default_factory=list)
    inside: list[str] = field(default_factory=list)  # words the public must never read
    is_erased: bool = False

    # -- what is true now ----------------------------------------------------------------------------------------
    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_empty(self) -> bool:
        return not self.tellings

    @property
    def is_public(self) -> bool:
        return self.is_verified and not self.is_confidential and self.state != "archived"

    @property
    def is_listed(self) -> bool:
        """In lists: a case whose tellings all went elsewhere is in none."""
        return not self.is_empty

    def parts(self) -> dict[str, str]:
        lead = {self.lead: "lead"} if self.lead else {}
        return {**dict.fromkeys(self.consulted, "consulted"), **dict.fromkeys(self.support, "support"), **lead}

    def paused_since(self) -> datetime | None:
        return self.postponed_at if self.state == "postponed" else self.asked_at

    def due(self) -> datetime | None:
        """The earliest limit that runs; none while the city waits for the reporter, or when it is over."""
        running = [limit.due() for limit in self.limits.values() if not limit.is_met]
        return min(running) if running and self.is_open and self.paused_since() is None else None

    def owner(self) -> str:
        """Always one, as long as it is open."""
        if self.state in {"closed", "archived"}:
            return CLOSED
        if self.asked_at is not None:
            return REPORTER  # while a question to him stands
        aside = {"received": COORDINATOR, "postponed": REPORTER, "referred": OUTSIDE}
        if self.state in aside:
            return aside[self.state]
        return COORDINATOR if self.handed_in or not self.lead else self.lead

    def window_is_open(self, now: datetime) -> bool:
        if self.closed_at is None:
            return False
        amount, _unit = rule_of("close", self.classification, self.lead)
        return now <= days.after_working_days(self.closed_at, amount)

    def must_be_closed(self) -> bool:
        return self.category == SENSITIVE or self.classification == "supervised"

    # -- what happens to it --------------------------------------------------------------------------------------
    def start(self, stage: str, now: datetime, agency: str = "") -> None:
        self.limits[stage] = Limit(stage, now, *rule_of(stage, self.classification, agency), agency=agency)

    def follow_rule(self, stage: str, since: datetime, agency: str = "") -> None:
        """The limit that holds for the agency that has it now; from the same beginning, with the same pauses."""
        amount, unit = rule_of(stage, self.classification, agency)
        runs = self.limits.get(stage)
        if runs is not None and (runs.is_met or runs.rule() == (stage, amount, unit)):
            return
        self.limits[stage] = Limit(stage, since, amount, unit, pauses=list(runs.pauses) if runs else [])

    def meet(self, stage: str) -> None:
        if stage in self.limits:
            self.limits[stage].is_met = True

    def go_on(self, now: datetime) -> None:
        since = self.paused_since()
        self.asked_at = self.postponed_at = None
        if since is not None:
            for limit in self.limits.values():
                if not limit.is_met:
                    limit.pauses.append((max(since, limit.begin), now))

    def part(self, keep: dict[str, str]) -> None:
        """End the parts of those who have none any more, or another one."""
        ended = {agency for agency, role in self.parts().items() if keep.get(agency) != role}
        self.former |= ended
        self.is_bound = self.is_bound and keep.get(self.lead) == "lead"
        self.lead = next((agency for agency, role in keep.items() if role == "lead"), "")
        self.support = {agency for agency, role in keep.items() if role == "support"}
        self.consulted = {agency for agency, role in keep.items() if role == "consulted"}

    def done(self, kind: str, now: datetime, *, state: str = "") -> None:
        """One act, one event; who owned it until now is written down."""
        self.state = state or self.state
        self.seq, self.last_kind = self.seq + 1, kind
        if self.owner() != self.owners[-1][1]:
            self.owners.append((now, self.owner()))

    def held(self, now: datetime) -> dict[str, float]:
        """Seconds of each owner; what lies between an end and a reply is nobody's, what lies after the end no time."""
        found: dict[str, float] = {}
        ends = [moment for moment, _owner in self.owners[1:]] + [now]
        for n, ((begin, owner), end) in enumerate(zip(self.owners, ends, strict=True), 1):
            if owner != CLOSED or n < len(ends):
                found[owner] = found.get(owner, 0.0) + (end - begin).total_seconds()
        return found
