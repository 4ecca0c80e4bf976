"""Reads of bulk acts: one's own alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from kentongan.core import clock
from kentongan.core.actor import Actor
from kentongan.core.errors import NotFound
from kentongan.core.ids import row_id
from kentongan.workspace import access
from kentongan.workspace.models import Bulk, BulkLine

UNDO_BULK_FOR = timedelta(minutes=10)
MOST_LINES = 500
_RECENT = 30


@dataclass(frozen=True, slots=True)
class BulkFacts:
    """A bulk act and how far it is. `asked`: what its form said, while it runs."""

    id: int
    act: str
    state: str
    trail: str
    asked: str
    created_at: datetime
    done_at: datetime | None
    counts: dict[str, int]

    @property
    def is_chosen(self) -> bool:
        return self.state == Bulk.State.CHOSEN

    @property
    def is_running(self) -> bool:
        return self.state in {Bulk.State.RUNNING, Bulk.State.UNDOING}

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def undo_until(self) -> datetime | None:
        """Until when it can be taken back; None where that is over, or something of it never was done."""
        if self.state != Bulk.State.DONE or self.done_at is None or not self.counts["done"]:
            return None
        until = self.done_at + UNDO_BULK_FOR
        return until if until > clock.now() else None


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One subject of a bulk act."""

    id: int
    subject: str
    seq: int
    state: str
    reason: str
    before: dict[str, Any]
    done_seq: int


def bulk(key: str, *, by: Actor) -> BulkFacts:
    """One of his own. NotFound where it is not his."""
    row = _counted(access.own_bulks(by).filter(pk=row_id(key))).first()
    if row is None:
        raise NotFound(key)
    return _facts(row)


def bulks(by: Actor) -> list[BulkFacts]:
    """His latest, those that were begun."""
    rows = access.own_bulks(by).filter(is_single=False).exclude(state=Bulk.State.CHOSEN).order_by("-id")
    return [_facts(row) for row in _counted(rows)[:_RECENT]]


def single(key: str, *, by: Actor) -> tuple[BulkFacts, LineFacts]:
    """One act on one subject, kept for its way back. NotFound where it is not his."""
    found = _counted(access.own_bulks(by).filter(pk=row_id(key), is_single=True)).first()
    if found is None:
        raise NotFound(key)
    return _facts(found), lines(found.pk)[0]


def last_single(subject: str, *, seq: int, by: Actor) -> int | None:
    """His act on this subject that he can take back still: the last thing done there, within ten minutes."""
    since = clock.now() - UNDO_BULK_FOR
    rows = BulkLine.objects.filter(bulk__in=access.own_bulks(by).filter(is_single=True, done_at__gt=since))
    rows = rows.filter(subject=subject, done_seq=seq, state=BulkLine.State.DONE)
    return rows.order_by("-id").values_list("bulk", flat=True).first()


def begun(pk: int) -> tuple[BulkFacts, int, int | None] | None:
    """For the worker: a bulk act that runs, whose it is, and the exercise it belongs to."""
    row = _counted(Bulk.objects.filter(pk=pk, state__in=[Bulk.State.RUNNING, Bulk.State.UNDOING])).first()
    return (_facts(row), row.owner, row.exercise) if row else None


def lines(bulk_id: int, *states: str) -> list[LineFacts]:
    """Its lines in the order of the list, those of some states where they are named."""
    rows = BulkLine.objects.filter(bulk=bulk_id).order_by("id")
    rows = rows.filter(state__in=states) if states else rows
    return [LineFacts(r.pk, r.subject, r.seq, r.state, r.reason, r.before, r.done_seq) for r in rows]


def _counted(rows: Any) -> Any:
    return rows.annotate(**{f"n_{s}": Count("lines", filter=Q(lines__state=s)) for s in BulkLine.State.values})


def _facts(row: Any) -> BulkFacts:
    counts = {state: getattr(row, f"n_{state}") for state in BulkLine.State.values}
    return BulkFacts(row.pk, row.act, row.state, row.trail, row.asked, row.created_at, row.done_at, counts)
