"""Erasure: what was told goes, that something was told stays (R17). Counts and the chain of history stay whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.core import clock
from kentongan.core.actor import Actor, Role
from kentongan.core.errors import NotFound, Refused
from kentongan.history import actions as history
from kentongan.history.chain import Head
from kentongan.people.actions import registering
from kentongan.people.models import Erasure, Person
from kentongan.people.registry import erasers, personal_columns

REASONS = ("request", "retention", "legal", "register")
_MAY_ERASE = (Role.PRIVACY_OFFICER, Role.SYSTEM)


@dataclass(frozen=True, slots=True)
class Erased:
    """What went: rows blanked by model, and things taken away beside them. `is_new` is false for a second time."""

    person_id: int
    rows: Mapping[str, int]
    others: int
    is_new: bool


@transaction.atomic
def erase(person_id: int, *, reason: str, by: Actor, at: datetime | None = None) -> Erased:
    """Blank all personal text of a person, everywhere, for good. A second time blanks what came in between.

    `at` is when it was first done, where a register replays it.
    """
    if not by.has(*_MAY_ERASE):
        raise Refused(_("Only the privacy officer may erase a person's data."))
    if reason not in REASONS:
        raise Refused(_("Choose why the data are erased."), field="reason")
    person = Person.objects.select_for_update().filter(pk=person_id).first()
    if person is None:
        raise NotFound
    others = sum(erase_also(person_id) for erase_also in erasers())
    rows = _blank(person_id)
    is_new = person.erased_at is None
    if is_new:
        _record(person, rows, others, reason=reason, by=by, at=at or clock.now())
        transaction.on_commit(registering.settle_register)
    return Erased(person_id, rows, others, is_new)


def _blank(person_id: int) -> dict[str, int]:
    rows = {}
    for columns in personal_columns():
        found = columns.model._default_manager.filter(**{columns.erase_by: person_id})
        rows[columns.label] = found.update(**dict.fromkeys(columns.blanked))
    return {label: count for label, count in rows.items() if count}


def _record(person: Person, rows: Mapping[str, int], others: int, *, reason: str, by: Actor, at: datetime) -> None:
    head = history.append(
        f"person:{person.pk}",
        "people.erased",
        by=by,
        body={"reason": reason, "rows": dict(rows), "others": others},
        head=Head(person.head_seq, bytes(person.head_hash)),
        occurred_at=at,
        exercise=person.exercise,
    )
    Person.objects.filter(pk=person.pk).update(erased_at=at, head_seq=head.seq, head_hash=head.hash)
    Erasure.objects.create(person_id=person.pk, reason=reason, erased_at=at)
