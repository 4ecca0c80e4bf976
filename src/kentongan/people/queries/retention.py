"""How long what is kept, and what a rehearsal or an erasure came to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from kentongan.core.actor import Actor, Role
from kentongan.core.errors import NotFound
from kentongan.people.models import RetentionRule, RetentionRun
from kentongan.people.registry import Retained, retained

SAMPLES = 5  # numbers shown of each kind


@dataclass(frozen=True, slots=True)
class Rule:
    """How long one kind is kept. `is_own`: the city said so itself."""

    kind: str
    days: int
    basis: str | Promise
    is_on: bool
    is_own: bool


@dataclass(frozen=True, slots=True)
class Run:
    """A rehearsal or an erasure: by kind how many, and a few of their numbers."""

    id: int
    is_rehearsal: bool
    kinds: tuple[str, ...]
    counts: Mapping[str, int]
    numbers: Mapping[str, list[str]]
    failures: int
    asked_at: datetime
    finished_at: datetime | None

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def retained_kind(kind: str) -> Retained:
    """The kind of this name. NotFound where there is none."""
    for one in retained():
        if one.kind == kind:
            return one
    raise NotFound(kind)


def rules_now() -> list[Rule]:
    """One rule for every kind, in the order in which they are gone over."""
    own = {rule.kind: rule for rule in RetentionRule.objects.all()}
    return [_rule(one, own.get(one.kind)) for one in retained()]


def rule_of(kind: str, *, by: Actor) -> Rule:
    """The rule of one kind. NotFound where there is none, or the reader may not know."""
    _may(by)
    return _rule(retained_kind(kind), RetentionRule.objects.filter(kind=kind).first())


def _rule(kind: Retained, own: RetentionRule | None) -> Rule:
    if own is None:
        return Rule(kind.kind, kind.days, kind.basis, is_on=True, is_own=False)
    return Rule(kind.kind, own.days, own.basis, is_on=own.is_on, is_own=True)


def runs(*, by: Actor, limit: int = 20) -> list[Run]:
    """The runs, the latest first."""
    _may(by)
    return [_run(row) for row in RetentionRun.objects.order_by("-pk")[:limit]]


def run(run_id: int, *, by: Actor) -> Run:
    """One run. NotFound where there is none, or the reader may not know."""
    _may(by)
    row = RetentionRun.objects.filter(pk=run_id).first()
    if row is None:
        raise NotFound(str(run_id))
    return _run(row)


def _run(row: RetentionRun) -> Run:
    kinds: tuple[Any, ...] = tuple(one["kind"] for one in row.kinds)
    told = row.is_rehearsal, kinds, row.counts, row.numbers, row.failures, row.asked_at, row.finished_at
    return Run(row.pk, *told)


def _may(by: Actor) -> None:
    if not by.has(Role.PRIVACY_OFFICER, Role.SYSTEM):
        raise NotFound
