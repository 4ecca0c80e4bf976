"""A person is found by what he told about himself, or made."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.db import connection

from kentongan.core import clock
from kentongan.core.sql import IdBlock
from kentongan.people import sql
from kentongan.people.identity import Told, sealed

_persons = IdBlock("people_person_id_seq")


def find_or_create(told: Told, *, exercise: int | None = None) -> int | None:
    """The person who told this about himself, found or made; None where nothing personal was told."""
    return find_or_create_many([told], exercise=exercise)[0]


def find_or_create_many(batch: Sequence[Told], *, exercise: int | None = None) -> list[int | None]:
    """The persons of many tellings, in their order, in one statement."""
    if not batch:
        return []
    now = clock.now()
    rows: list[dict[str, Any]] = []
    first: dict[bytes, int] = {}
    for n, (told, fresh) in enumerate(zip(batch, _persons.take(len(batch)), strict=True)):
        identity = asdict(sealed(told))
        mark = identity["person_mark"]
        person = first.setdefault(mark, fresh) if mark is not None else fresh if told else None
        rows.append({"report_id": n, "person_id": person, **identity})
    with connection.cursor() as cursor:
        columns = {name: [row[name] for row in rows] for name in sql.ALONE_COLUMNS}
        cursor.execute(sql.ALONE, {**columns, "received_at": now, "exercise": exercise})
        return [row[0] for row in cursor.fetchall()]
