"""What is kept too long goes: the rules, a rehearsal that counts, and the erasure after it, batch by batch."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from kentongan.core import clock
from kentongan.core.actor import Actor, Role, system
from kentongan.core.conflicts import Wanted, checked
from kentongan.core.errors import NotFound, Refused
from kentongan.core.text import clean
from kentongan.history import actions as history
from kentongan.people.models import RetentionRule, RetentionRun
from kentongan.people.queries.retention import SAMPLES, retained_kind, rules_now
from kentongan.people.registry import Retained

_log = logging.getLogger(__name__)
_LOCK = 7_203_884_190_442_715_017  # one at a time; a number of our own
_COUNTED, _TAKEN = 500, 50  # in one batch
REHEARSAL_HOLDS = timedelta(hours=24)


@transaction.atomic
def change_rule(kind: str, wanted: Mapping[str, Wanted], *, by: Actor) -> None:
    """Keep one kind of data longer or shorter, on another basis, or leave it out. Conflict where a field moved."""
    _may(by)
    given = retained_kind(kind)
    with connection.cursor() as cursor:  # the first change of a kind has no row to lock
        cursor.execute("select pg_advisory_xact_lock(%s)", [_LOCK + 1])
    rule = RetentionRule.objects.filter(kind=kind).first()
    rule = rule or RetentionRule(kind=kind, days=given.days, basis=str(given.basis))
    current = {"days": rule.days, "basis": rule.basis, "is_on": rule.is_on}
    changes = _sound(given, checked(wanted, current))
    if not changes:
        return
    for name, value in changes.items():
        setattr(rule, name, value)
    rule.save()
    body = {"kind": kind, "changed": {name: {"from": current[name], "to": value} for name, value in changes.items()}}
    history.append_to(rule, f"retention-rule:{rule.pk}", "people.retention_rule_changed", by=by, body=body)


def _sound(given: Retained, changes: dict[str, Any]) -> dict[str, Any]:
    if "basis" in changes:
        changes["basis"] = clean(changes["basis"])[:300]
        if not changes["basis"]:
            raise Refused(_("Write on what basis it is kept so long."), field="basis")
    days = changes.get("days", 1)
    if days < 1:
        raise Refused(_("Keep it for one day at least."), field="days")
    if given.most is not None and days > given.most:
        raise Refused(_("This goes by itself after %(days)s days.") % {"days": given.most}, field="days")
    return changes


@transaction.atomic
def rehearse(*, by: Actor) -> int:
    """Ask for a rehearsal by the rules as they stand now: it counts and takes nothing. Gives the id of the run."""
    _may(by)
    now = clock.now()
    kinds = [
        {"kind": rule.kind, "days": rule.days, "before": (now - timedelta(days=rule.days)).isoformat()}
        for rule in rules_now()
        if rule.is_on
    ]
    if not kinds:
        raise Refused(_("No rule is in use: there is nothing to go over."))
    return _asked(kinds, is_rehearsal=True, by=by, body={})


@transaction.atomic
def erase_rehearsed(run_id: int, *, by: Actor) -> int:
    """Erase what a finished rehearsal counted, by its very moments. Gives the id of the run that does it."""
    _may(by)
    run = RetentionRun.objects.select_for_update().filter(pk=run_id, is_rehearsal=True).first()
    if run is None:
        raise NotFound(str(run_id))
    if run.finished_at is None:
        raise Refused(_("The rehearsal is still counting. Wait until it is done."))
    if clock.now() - run.finished_at > REHEARSAL_HOLDS:
        raise Refused(_("This rehearsal is older than a day. Rehearse again first."))
    if [(one["kind"], one["days"]) for one in run.kinds] != [(r.kind, r.days) for r in rules_now() if r.is_on]:
        raise Refused(_("The rules changed since this rehearsal. Rehearse again first."))
    if RetentionRun.objects.filter(is_rehearsal=False, finished_at__isnull=True).exists():
        raise Refused(_("An erasure is running already. Wait until it is done."))
    return _asked(run.kinds, is_rehearsal=False, by=by, body={"rehearsal": run.pk})


def _asked(kinds: list[dict[str, Any]], *, is_rehearsal: bool, by: Actor, body: Mapping[str, Any]) -> int:
    run = RetentionRun.objects.create(is_rehearsal=is_rehearsal, kinds=kinds, asked_at=clock.now())
    told = {**body, "is_rehearsal": is_rehearsal, "kinds": kinds}
    history.append_to(run, f"retention:{run.pk}", "people.retention_asked", by=by, body=told)
    return run.pk


def carry_on() -> int:
    """Do one batch of the run asked for first; gives how many rows it looked at, or 0 where nothing waits.

    Each row goes in a transaction of its own that also says how far the run came.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        try:
            run = RetentionRun.objects.filter(finished_at__isnull=True).order_by("pk").first()
            return _batch(run) if run is not None else 0
        finally:
            cursor.execute("select pg_advisory_unlock(%s)", [_LOCK])


def _batch(run: RetentionRun) -> int:
    """The next rows of the kind the run stands at; without any it goes on to the next kind, or ends."""
    rule = run.kinds[run.step]
    kind, before = retained_kind(rule["kind"]), datetime.fromisoformat(rule["before"])
    ids = kind.due(before, after=run.cursor, limit=_COUNTED if run.is_rehearsal else _TAKEN)
    if not ids:
        _next_kind(run)
        return 1
    if run.is_rehearsal:
        _count(run, kind, ids)
    else:
        for pk in ids:
            _take(run, kind, pk, before)
    return len(ids)


def _count(run: RetentionRun, kind: Retained, ids: list[int]) -> None:
    run.counts[kind.kind] = run.counts.get(kind.kind, 0) + len(ids)
    if kind.kind not in run.numbers:
        run.numbers[kind.kind] = kind.numbers(ids[:SAMPLES])[:SAMPLES]
    run.cursor = ids[-1]
    run.save(update_fields=["counts", "numbers", "cursor"])


def _take(run: RetentionRun, kind: Retained, pk: int, before: datetime) -> None:
    """One that fails is counted, passed over, and due again in the next run."""
    by, run.cursor = system("retention"), pk
    try:
        with transaction.atomic():
            if kind.take(pk, before, by=by):
                run.counts[kind.kind] = run.counts.get(kind.kind, 0) + 1
            run.save(update_fields=["counts", "cursor"])
    except Exception:  # one row must not keep all others
        _log.exception("retention could not take %s %s", kind.kind, pk)
        run.failures += 1
        run.save(update_fields=["failures", "cursor"])


@transaction.atomic
def _next_kind(run: RetentionRun) -> None:
    run.step, run.cursor = run.step + 1, 0
    if run.step == len(run.kinds):
        run.finished_at = clock.now()
        body = {"is_rehearsal": run.is_rehearsal, "counts": run.counts, "failures": run.failures}
        history.append_to(run, f"retention:{run.pk}", "people.retention_done", by=system("retention"), body=body)
    run.save(update_fields=["step", "cursor", "finished_at"])


def carry_all() -> None:
    """Every run to its end, for who waits for it."""
    while carry_on():
        pass


def _may(by: Actor) -> None:
    if not by.has(Role.PRIVACY_OFFICER, Role.SYSTEM):
        raise Refused(_("Only the privacy officer decides how long data are kept."))
