"""All that is kept of the persons of a request, as the registry of personal columns finds it: for the asker's copy."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model

from kentongan.core.actor import Actor
from kentongan.people.models import RequestSubject
from kentongan.people.queries.register import request as read_request
from kentongan.people.registry import PersonalColumns, personal_columns

_MOMENTS = ("received_at", "created_at", "corrected_at")


@dataclass(frozen=True, slots=True)
class CopiedRow:
    """One row with what stands in it: of which kind (`cases.report`), whose, from when, its fields by name."""

    label: str
    id: int
    at: datetime | None
    fields: dict[str, Any]


def copy_of(request_id: int, *, by: Actor) -> list[CopiedRow]:
    """Every row of every model with personal columns that belongs to a person of the request; NotFound as `request`.

    Encrypted columns that hold something, and what of the row is public. The caller leaves out what is a secret of
    the house, and records that a copy was made.
    """
    persons = persons_of(request_id, by=by)
    return [row for columns in personal_columns() for row in _rows(columns, persons)]


def persons_of(request_id: int, *, by: Actor) -> list[int]:
    """The ids of the persons a request is about."""
    read_request(request_id, by=by)
    rows = RequestSubject.objects.filter(request=request_id).order_by("person_id")
    return list(rows.values_list("person_id", flat=True))


def _rows(columns: PersonalColumns, persons: Sequence[int]) -> Iterator[CopiedRow]:
    found = columns.model._default_manager.filter(**{f"{columns.erase_by}__in": persons})
    for row in found.order_by("pk").distinct():
        fields = _fields(row, columns)
        if fields:
            yield CopiedRow(columns.label, row.pk, _moment(row), fields)


def _fields(row: Model, columns: PersonalColumns) -> dict[str, Any]:
    personal = {field.name: getattr(row, field.name) for field in columns.fields}
    if not any(personal.values()):
        return {}
    told = {name: getattr(row, name) for name in getattr(columns.model, "public", ())}
    return {name: value for name, value in (told | personal).items() if value not in (None, "")}


def _moment(row: Model) -> datetime | None:
    return next((getattr(row, name) for name in _MOMENTS if hasattr(row, name)), None)
