"""The desk as its exported history tells it: JSON lines folded by a reader of the tests' own, no table asked."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

WIB = ZoneInfo("Asia/Jakarta")
DAYS_OFF = {date(2026, 8, 17), date(2026, 8, 25)}  # Independence Day, Maulid Nabi
OPEN = {"received", "postponed", "routed", "in_progress", "answered", "referred"}
_WORKED_ON = {"followed_up", "asked", "answered", "postponed", "archived", "expired", "referred", "referral_answered"}
_GOES_ON = _WORKED_ON | {"completed", "replied", "routed", "decided", "sent_back"}
_HOLDERS = {
    **dict.fromkeys(
        ("submitted", "sent_back", "completed", "taken_back", "restored", "referral_answered"), "coordinator"
    ),
    **dict.fromkeys(("routed", "decided", "replied", "answered"), "lead"),
    **dict.fromkeys(("closed", "closed_by_system", "archived", "expired"), "closed"),
    "postponed": "reporter",
    "referred": "outside",
}


@dataclass
class Told:
    """One case, as its events leave it."""

    id: int
    received_at: datetime
    tellings: set[int] = field(default_factory=set)
    facts: dict[str, Any] = field(default_factory=dict)
    due: datetime | None = None
    classification: str = ""
    is_asked: bool = False
    has_reply: bool = False
    is_disputed: bool = False
    returns: int = 0
    followed_up_at: datetime | None = None
    kinds: list[str] = field(default_factory=list)
    owners: list[tuple[datetime, str]] = field(default_factory=list)

    @property
    def state(self) -> str:
        return str(self.facts["state"])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_public(self) -> bool:
        facts = self.facts
        return bool(facts["is_verified"]) and not facts["is_confidential"] and self.state != "archived"

    def days_held(self, now: datetime) -> dict[str, int]:
        """Working days of each owner."""
        found: dict[str, int] = {}
        ends = [moment for moment, _owner in self.owners[1:]] + [now]
        for (begin, owner), end in zip(self.owners, ends, strict=True):
            if (owner != "closed" or end is not now) and end > begin:
                found[owner] = found.get(owner, 0) + working_days(begin, end)
        return found


def working_days(begin: datetime, end: datetime) -> int:
    day, count = begin.astimezone(WIB).date(), 0
    while day < end.astimezone(WIB).date():
        day += timedelta(days=1)
        count += day.weekday() < 5 and day not in DAYS_OFF
    return count


@dataclass
class Ledger:
    cases: dict[int, Told] = field(default_factory=dict)
    stars: dict[int, int] = field(default_factory=dict)
    erased: int = 0

    def in_lists(self) -> list[Told]:
        """What was joined to another is in no list."""
        return [case for case in self.cases.values() if case.tellings]


def read(path: Path) -> Ledger:
    ledger = Ledger()
    for line in path.read_text().splitlines():
        told = json.loads(line)
        if told["type"] == "event":
            _fold(ledger, told, json.loads(told["body"]))
    return ledger


def _fold(ledger: Ledger, event: dict[str, Any], body: dict[str, Any]) -> None:
    stream, _, number = event["stream"].partition(":")
    kind, at = event["kind"].rpartition(".")[2], datetime.fromisoformat(event["occurred_at"])
    ledger.erased += event["kind"] == "people.erased"
    if stream != "case":
        return
    if kind == "submitted":
        ledger.cases[int(number)] = Told(int(number), at, {body["report"]})
    case = ledger.cases[int(number)]
    case.kinds.append(kind)
    case.facts = body["facts"]
    if "from" in body or kind == "submitted":
        case.due = datetime.fromisoformat(body["due"]) if body.get("due") else None
    if kind == "rated":
        ledger.stars[body["report"]] = body["stars"]
    _flags(case, kind, body)
    _tellings(case, kind, body)
    if kind == "followed_up":
        case.followed_up_at = case.followed_up_at or at
    _owner(case, kind, at)


def _flags(case: Told, kind: str, body: dict[str, Any]) -> None:
    if kind in _GOES_ON:
        case.is_asked = kind == "asked"
    if kind in {"replied", "completed"}:
        case.has_reply = True
    elif kind in _WORKED_ON:
        case.has_reply = False
    if kind == "verified":
        case.classification = body["classification"]
    if kind == "sent_back":
        case.returns = body["returns"]
        case.is_disputed = case.returns >= 3
    elif kind in {"decided", "left"}:
        case.is_disputed = False


def _tellings(case: Told, kind: str, body: dict[str, Any]) -> None:
    if kind not in {"merged", "unmerged"}:
        return
    if "to" in body:
        case.tellings.discard(body["report"])
    else:
        case.tellings.add(body["report"])


def _owner(case: Told, kind: str, at: datetime) -> None:
    if kind not in _HOLDERS and kind not in {"asked", "followed_up"}:
        return
    holder = "reporter" if case.is_asked else _HOLDERS.get(kind, "lead")
    if holder == "lead":
        holder = f"agency:{case.facts['lead']}" if case.facts["lead"] else "coordinator"
    if not case.owners or case.owners[-1][1] != holder:
        case.owners.append((at, holder))


def queues(case: Told, now: datetime) -> set[str]:
    """Every queue's name that holds this case."""
    is_received, is_due = case.state == "received", case.due is not None
    is_late = case.due is not None and case.due < now
    is_today = case.due is not None and case.due.astimezone(WIB).date() == now.astimezone(WIB).date()
    tests = {
        "verify": is_received and not case.returns,
        "returned": is_received and case.returns > 0 and not case.is_disputed,
        "disputed": is_received and case.is_disputed,
        "replies": case.is_open and case.has_reply,
        "new": case.state == "routed",
        "waiting": case.is_asked and case.state in {"routed", "in_progress"},
        "overdue": case.is_open and is_due and is_late,
        "due_today": case.is_open and is_due and is_today and not is_late,
        "confidential": case.is_open and case.facts["is_confidential"],
        "supervised": case.is_open and case.classification == "supervised",
        "all": True,
        case.state: True,
    }
    return {name for name, holds in tests.items() if holds}


def count(cases: Iterable[Told], queue: str, now: datetime) -> int:
    return sum(queue in queues(case, now) for case in cases)
