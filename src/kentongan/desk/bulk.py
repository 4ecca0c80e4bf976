"""The acts that make sense on many cases at once: from the same table as single acts, each with its way back or none.

Doing one is the single act in a transaction of its own, so its history, limits and messages are the same.
"""

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from procrastinate.contrib.django import app

from kentongan.agencies.queries import actor_of_user
from kentongan.cases import actions
from kentongan.cases.queries.standing import standing_now
from kentongan.cases.queries.watched import heads_of
from kentongan.cases.workflow import TRANSITIONS, Act
from kentongan.core.actor import Actor, Role
from kentongan.core.errors import Conflict, NotFound, Refused
from kentongan.core.roles import NOT_STAFF
from kentongan.desk.forms.acts import NothingForm
from kentongan.desk.forms.bulk import TagForm
from kentongan.desk.moves import BY_ACT, Data
from kentongan.desk.subjects import number_of, subject_of
from kentongan.desk.words import Text
from kentongan.workspace import actions as kept
from kentongan.workspace import queries
from kentongan.workspace.actions.bulks import Settled
from kentongan.workspace.queries import bulks
from kentongan.workspace.queries.bulks import BulkFacts

AT_ONCE = 20  # more than these are left to the worker
LOOKED_AFTER = timedelta(minutes=1)
_log = logging.getLogger(__name__)
Do = Callable[[str, Data, Actor], Data]
Undo = Callable[[str, Data, Actor], object]


@dataclass(frozen=True, slots=True)
class BulkMove:
    """One act on many. `perform` gives what `undo` needs; `way_back` says what undoing does, or why there is none."""

    slug: str
    act: Act | None
    label: Text
    lede: Text
    form: type[forms.Form]
    perform: Do
    way_back: Text
    undo: Undo | None = None
    undone_by: tuple[Role, ...] = ()

    @property
    def roles(self) -> tuple[Role, ...]:
        """Who may do it: by the life cycle's table; what is no act of it, all who work here."""
        if self.act is None:
            return tuple(role for role in Role if role not in NOT_STAFF)
        return tuple(sorted(frozenset().union(*(line.roles for line in TRANSITIONS if line.act == self.act))))

    def may_undo(self, by: Actor) -> bool:
        return self.undo is not None and (not self.undone_by or by.has(*self.undone_by))


def _plain(act: Act) -> Do:
    def perform(number: str, data: Data, by: Actor) -> Data:
        BY_ACT[act].perform(number, data, by)
        return {}

    return perform


def _route(number: str, data: Data, by: Actor) -> Data:
    before = standing_now(number, by=by)
    actions.route(number, lead=data["lead"], support=data["support"], note=data["note"], by=by)
    return {"lead": before.lead, "support": sorted(before.support)}


def _route_back(number: str, before: Data, by: Actor) -> None:
    if before["lead"] is None:
        raise Refused(_("It had no agency before. The agency can send it back to you."))
    actions.route(number, lead=before["lead"], support=before["support"], by=by)


def _take_back(number: str, before: Data, by: Actor) -> None:
    alone = _("Taken back: it was referred by mistake.")
    together = _("Taken back: it was referred by mistake, with others.")
    actions.take_back(number, reason=alone if before.get("is_single") else together, by=by)


def _restore(number: str, before: Data, by: Actor) -> None:
    alone = _("Brought back: it was archived by mistake.")
    together = _("Brought back: it was archived by mistake, with others.")
    actions.restore(number, reason=alone if before.get("is_single") else together, by=by)


def _tag(number: str, data: Data, by: Actor) -> Data:
    return {"tags": actions.tag(number, add=data["tags"], by=by)}


def _untag(number: str, data: Data, by: Actor) -> Data:
    return {"tags": actions.tag(number, remove=data["tags"], by=by)}


def _watch(number: str, data: Data, by: Actor) -> Data:
    was = queries.seen_of(subject_of(number), by=by) is not None
    kept.watch(subject_of(number), seen=heads_of([number], by=by)[number], by=by)
    return {"was": was}


def _unwatch(number: str, before: Data, by: Actor) -> None:
    if not before["was"]:
        kept.unwatch(subject_of(number), by=by)


def _of(act: Act, way_back: Text, perform: Do | None = None, **more: object) -> BulkMove:
    move = BY_ACT[act]
    return BulkMove(move.slug, act, move.label, move.title, move.form, perform or _plain(act), way_back, **more)  # type: ignore[arg-type]


_NONE = gettext_lazy("This cannot be undone together.")
BULK: Mapping[str, BulkMove] = {
    move.slug: move
    for move in (
        _of(
            Act.ROUTE,
            gettext_lazy(
                "Undo gives a case back to the agency that had it. One that came from verification stays: "
                "its agency can send it back."
            ),
            _route,
            undo=_route_back,
        ),
        _of(
            Act.POSTPONE,
            gettext_lazy("This cannot be undone together: the reporter is asked, and completes the report."),
        ),
        _of(Act.REFER, gettext_lazy("Undo takes them back to the coordinator."), undo=_take_back),
        _of(
            Act.ARCHIVE,
            gettext_lazy("Only a supervisor can undo this: he brings archived cases back."),
            undo=_restore,
            undone_by=(Role.SUPERVISOR,),
        ),
        _of(
            Act.CLOSE, gettext_lazy("This cannot be undone together: only a reply of the reporter opens a case again.")
        ),
        _of(Act.RESTORE, _NONE),
        BulkMove(
            "tag",
            Act.EDIT,
            gettext_lazy("Put tags on"),
            gettext_lazy("Which tags?"),
            TagForm,
            _tag,
            gettext_lazy("Undo takes off what was put on."),
            lambda number, before, by: actions.tag(number, remove=before["tags"], by=by),
        ),
        BulkMove(
            "untag",
            Act.EDIT,
            gettext_lazy("Take tags off"),
            gettext_lazy("Which tags?"),
            TagForm,
            _untag,
            gettext_lazy("Undo puts on what was taken off."),
            lambda number, before, by: actions.tag(number, add=before["tags"], by=by),
        ),
        BulkMove(
            "watch",
            None,
            gettext_lazy("Watch"),
            gettext_lazy("Watch these cases?"),
            NothingForm,
            _watch,
            gettext_lazy("Undo leaves those that were not watched before."),
            _unwatch,
        ),
    )
}


def bulk_moves(by: Actor) -> list[BulkMove]:
    """Those this actor's roles allow."""
    return [move for move in BULK.values() if by.has(*move.roles)]


def start(found: BulkFacts, data: Data, *, by: Actor) -> None:
    """Do it with what its form said: a few now, many by the worker. What is pressed twice begins once."""
    with transaction.atomic():
        if not kept.start_bulk(str(found.id), json.dumps(data), by=by):
            return
        _leave_to_worker(found.id, found.total)
    _at_once(found.id, found.total, by=by)


def take_back(found: BulkFacts, *, by: Actor) -> None:
    """Undo it, as it was done."""
    count = found.counts["done"]
    with transaction.atomic():
        if not kept.begin_undo(str(found.id), by=by):
            return
        _leave_to_worker(found.id, count)
    _at_once(found.id, count, by=by)


def _leave_to_worker(pk: int, count: int) -> None:
    """In the transaction that begins it. After a few he only looks whether this process came to its end."""
    wait = 0 if count > AT_ONCE else int(LOOKED_AFTER.total_seconds())
    app.configure_task("desk.perform_bulk", schedule_in={"seconds": wait}).defer(bulk=pk)


def _at_once(pk: int, count: int, *, by: Actor) -> None:
    if count <= AT_ONCE:
        perform(pk, by=by)


def perform(pk: int, *, by: Actor | None = None) -> None:
    """Settle all lines of a bulk act that runs, forth or back, as its owner may now. Called again, it goes on."""
    found = bulks.begun(pk)
    if found is None:
        return
    bulk, owner, exercise = found
    told = by or actor_of_user(owner)
    actor = replace(told, exercise=exercise) if told else None
    is_undo = bulk.state == "undoing"
    data = json.loads(bulk.asked) if bulk.asked else {}
    with override(actor.language if actor else "id"):
        for line in bulks.lines(pk, "done" if is_undo else "waiting"):
            do = (
                partial(_undone, BULK[bulk.act], line, actor)
                if is_undo
                else partial(_done, BULK[bulk.act], line, data, actor)
            )
            kept.settle(line.id, do, is_undo=is_undo)
    kept.end_bulk(pk)


def _done(move: BulkMove, line: bulks.LineFacts, data: Data, by: Actor | None) -> Settled:
    number, actor = number_of(line.subject), _present(by)
    with _told_plainly():
        if move.act and actions.moved_since(number, seq=line.seq, by=actor):
            raise Refused(_("Someone did something on it after you had chosen it. Look at it, then choose it again."))
        before = move.perform(number, data, actor)
        return Settled(heads_of([number], by=actor).get(number, line.seq), before)


def _undone(move: BulkMove, line: bulks.LineFacts, by: Actor | None) -> Settled:
    number, actor = number_of(line.subject), _present(by)
    with _told_plainly():
        if move.act and actions.moved_since(number, seq=line.done_seq, by=actor):
            raise Refused(_("Someone has worked on it since."))
        if move.undo is None:
            raise Refused(str(move.way_back))
        move.undo(number, line.before, actor)
        return Settled(heads_of([number], by=actor).get(number, line.done_seq))


def _present(by: Actor | None) -> Actor:
    if by is None:
        raise Refused(_("Who began this works here no longer."))
    return by


@contextmanager
def _told_plainly() -> Iterator[None]:
    """What one case refuses is told with the case; the others go on."""
    try:
        yield
    except Conflict as conflict:
        raise Refused(_("Someone else changed it at the same moment.")) from conflict
    except NotFound as unknown:
        raise Refused(_("You may not know of this case any more.")) from unknown
    except Refused:
        raise
    except Exception as failure:
        _log.exception("one case of a bulk act failed")
        raise Refused(_("This one failed, and nothing was changed on it. Try it by itself.")) from failure
