"""The cases someone watches, as far as he may still see them."""

from collections.abc import Collection

from kentongan.cases import access
from kentongan.cases.queries.rows import in_order
from kentongan.cases.queries.shapes import Row
from kentongan.core.actor import Actor


def rows_of(numbers: Collection[str], *, by: Actor) -> tuple[Row, ...]:
    """The rows of these cases, the newest first; those he may not know of are left out."""
    rows = in_order(_ids(numbers, by), by=by)
    return tuple(sorted(rows, key=lambda row: row.id, reverse=True))


def _ids(numbers: Collection[str], by: Actor) -> list[int]:
    return list(access.visible_to(by).filter(number__in=numbers).values_list("pk", flat=True)) if numbers else []


def heads_of(numbers: Collection[str], *, by: Actor) -> dict[str, int]:
    """How many things were done on each of these cases, as far as he may know of it. One query."""
    rows = access.visible_to(by).filter(number__in=numbers)
    return dict(rows.values_list("number", "head_seq")) if numbers else {}
