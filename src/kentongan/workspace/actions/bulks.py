"""Bulk acts: what was chosen, what became of each, and how long it can be taken back. Each act leaves its event.

A bulk act is started once, whatever is pressed twice; each of its lines is settled once, in a transaction of its own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.core import clock
from kentongan.core.actor import Actor
from kentongan.core.errors import NotFound, Refused
from kentongan.core.ids import row_id
from kentongan.workspace import access
from kentongan.workspace.models import Bulk, BulkLine
from kentongan.workspace.queries.bulks import MOST_LINES, UNDO_BULK_FOR

KEPT_FOR = timedelta(days=30)
_WAY = {BulkLine.State.WAITING: BulkLine.State.DONE, BulkLine.State.DONE: BulkLine.State.UNDONE}
_REFUSED = {BulkLine.State.WAITING: BulkLine.State.REFUSED, BulkLine.State.DONE: BulkLine.State.KEPT}


@dataclass(frozen=True)
class Settled:
    """What doing one line came to: how far its subject is now, and what the way back needs."""

    seq: int
    before: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def choose_bulk(act: str, subjects: Mapping[str, int], *, trail: str, by: Actor) -> int:
    """Put subjects together for one act, each with how far it is now; nothing is done yet. Gives its id."""
    if by.user is None:
        raise NotFound
    if not subjects:
        raise Refused(_("Choose at least one case."))
    if len(subjects) > MOST_LINES:
        raise Refused(_("At most %(most)s cases at once.") % {"most": MOST_LINES})
    bulk = Bulk.objects.create(
        owner=by.user, act=act[:20], asked="", trail=trail, created_at=clock.now(), exercise=by.exercise
    )
    BulkLine.objects.bulk_create(BulkLine(bulk=bulk, subject=s[:60], seq=seq) for s, seq in subjects.items())
    return bulk.pk


@transaction.atomic
def keep_single(act: str, subject: str, *, done_seq: int, before: Mapping[str, Any], by: Actor) -> int:
    """Keep what the way back of one act needs: it can be undone as a bulk act of one. Gives its id."""
    if by.user is None:
        raise NotFound(subject)
    now = clock.now()
    bulk = Bulk.objects.create(
        owner=by.user,
        act=act[:20],
        state=Bulk.State.DONE,
        asked="",
        trail="",
        created_at=now,
        done_at=now,
        exercise=by.exercise,
        is_single=True,
    )
    BulkLine.objects.create(
        bulk=bulk, subject=subject[:60], seq=done_seq, done_seq=done_seq, state=BulkLine.State.DONE, before=dict(before)
    )
    return bulk.pk


@transaction.atomic
def start_bulk(key: str, asked: str, *, by: Actor) -> bool:
    """Begin it with what its form said. False where it had begun before: a double click does nothing twice."""
    chosen = _own(key, by).filter(state=Bulk.State.CHOSEN)
    return bool(chosen.update(state=Bulk.State.RUNNING, asked=asked))


@transaction.atomic
def begin_undo(key: str, *, by: Actor) -> bool:
    """Begin the way back, while there is time for it. False where it had begun before."""
    done = _own(key, by).select_for_update().first()
    if done is None:
        raise NotFound(key)
    if done.state in {Bulk.State.UNDOING, Bulk.State.UNDONE}:
        return False
    if done.done_at is None or clock.now() - done.done_at > UNDO_BULK_FOR:
        raise Refused(_("It is too late to undo this. Open the cases one by one."))
    done.state = Bulk.State.UNDOING
    done.save(update_fields=["state"])
    return True


def _own(key: str, by: Actor) -> Any:
    return access.own_bulks(by).filter(pk=row_id(key))


@transaction.atomic
def settle(line: int, do: Callable[[], Settled], *, is_undo: bool = False) -> bool:
    """Do one line, once, with its outcome in the same transaction; what is refused is kept with its reason."""
    begins = BulkLine.State.DONE if is_undo else BulkLine.State.WAITING
    row = BulkLine.objects.select_for_update().filter(pk=line, state=begins).first()
    if row is None:
        return False
    try:
        with transaction.atomic():
            settled = do()
    except Refused as refusal:
        row.state, row.reason = _REFUSED[begins], str(refusal.reason)
    else:
        row.state, row.reason, row.done_seq = _WAY[begins], "", settled.seq
        row.before = row.before if is_undo else dict(settled.before)
    row.save()
    return True


@transaction.atomic
def end_bulk(pk: int) -> None:
    """All its lines are settled: what its form said is not needed any more."""
    rows = Bulk.objects.filter(pk=pk)
    rows.filter(state=Bulk.State.RUNNING).update(state=Bulk.State.DONE, asked="", done_at=clock.now())
    rows.filter(state=Bulk.State.UNDOING).update(state=Bulk.State.UNDONE)


def sweep_bulks() -> int:
    """Delete those older than a month, and those chosen and never begun after a day; gives how many."""
    rows = Bulk.objects.filter(created_at__lt=clock.now() - KEPT_FOR)
    left = Bulk.objects.filter(created_at__lt=clock.now() - timedelta(days=1), state=Bulk.State.CHOSEN)
    return (rows | left).delete()[0]
