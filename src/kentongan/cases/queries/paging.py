"""Pages by keyset: the next page begins after the last row's key, so page 400 costs what page 1 costs."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from django.db.models import F, Model, Q, QuerySet
from django.utils.translation import gettext as _

from kentongan.core.errors import Refused

MOST = 200
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TOKEN = re.compile(r"^(-?\d{1,18}|x)\.(\d{1,18})$")

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Order:
    """A moment and an id, both up or both down. Where the moment may be missing, those rows come last."""

    moment: str
    key: str = "pk"
    is_descending: bool = False
    may_be_missing: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a page ended."""

    moment: datetime | None
    id: int

    def __str__(self) -> str:
        moment = "x" if self.moment is None else str((self.moment - _EPOCH) // timedelta(microseconds=1))
        return f"{moment}.{self.id}"


def mark_of(token: str | None) -> Mark | None:
    """The mark of a token as it came back from the page; refused where it is none."""
    if not token:
        return None
    found = _TOKEN.match(token)
    if found is None:
        raise Refused(_("This list has moved on. Load it again."))
    try:
        moment = None if found[1] == "x" else _EPOCH + timedelta(microseconds=int(found[1]))
    except OverflowError:
        raise Refused(_("This list has moved on. Load it again.")) from None
    return Mark(moment, int(found[2]))


def walk(rows: QuerySet[M], order: Order, *, after: str | None, limit: int) -> tuple[list[int], str | None]:
    """The ids of one page and the token of the next: one walk of the index, a second where missing moments begin."""
    limit = max(1, min(limit, MOST))
    mark = mark_of(after)
    found: list[Mark] = []
    if mark is None or mark.moment is not None or not order.may_be_missing:
        found = _dated(rows, order, mark, limit + 1)
    if order.may_be_missing and len(found) <= limit:
        start = mark if mark is not None and mark.moment is None else None
        found += _undated(rows, order, start, limit + 1 - len(found))
    shown = found[:limit]
    return [mark.id for mark in shown], str(shown[-1]) if len(found) > limit else None


def _dated(rows: QuerySet[M], order: Order, after: Mark | None, count: int) -> list[Mark]:
    if order.may_be_missing:
        rows = rows.filter(**{f"{order.moment}__isnull": False})
    marks = beyond(rows, order, after).values_list(order.moment, order.key)
    return [Mark(moment, key) for moment, key in marks[:count]]


def beyond(rows: QuerySet[M], order: Order, mark: Mark | None) -> QuerySet[M]:
    """The rows in order, those after the mark where there is one."""
    sign = "-" if order.is_descending else ""
    if mark is not None and mark.moment is not None:
        rows = rows.filter(_beyond(order, mark))
    return rows.order_by(f"{sign}{order.moment}", f"{sign}{order.key}")


def _beyond(order: Order, mark: Mark) -> Q:
    """The first bound opens the index at the mark; the second leaves out what the last page showed of that moment."""
    way = "lt" if order.is_descending else "gt"
    opening: dict[str, Any] = {f"{order.moment}__{way}e": mark.moment}
    past: dict[str, Any] = {f"{order.moment}__{way}": mark.moment}
    return Q(**opening) & (Q(**past) | Q(**{f"{order.key}__{way}": mark.id}))


def _undated(rows: QuerySet[M], order: Order, after: Mark | None, count: int) -> list[Mark]:
    """Few rows: sorted by hand, so that the planner does not walk all ids in search of them."""
    placed = rows.filter(**{f"{order.moment}__isnull": True}).alias(place=F(order.key) + 0)
    if after is not None:
        placed = placed.filter(place__gt=after.id)
    return [Mark(None, key) for key in placed.order_by("place").values_list(order.key, flat=True)[:count]]
