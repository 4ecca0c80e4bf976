"""Which queues a row lies in: the pure twin of the queues' lookups, for rows that arrive one by one."""

from collections.abc import Callable, Mapping
from typing import Any

from kentongan.cases.queries.queues import Queue, is_of_agency, is_of_desk, queues_of
from kentongan.cases.queries.shapes import Row
from kentongan.core.actor import Actor

_TESTS: Mapping[str, Callable[[Row, Any], bool]] = {
    "returns": lambda row, value: row.returns == value,
    "returns__gt": lambda row, value: row.returns > value,
    "disputed_at__isnull": lambda row, value: row.is_disputed is not value,
    "replied_at__isnull": lambda row, value: row.has_reply is not value,
    "handed_in_at__isnull": lambda row, value: row.is_handed_in is not value,
    "escalated_at__isnull": lambda row, value: row.is_escalated is not value,
    "asked_at__isnull": lambda row, value: row.is_waiting is not value,
    "parties__role": lambda _row, _value: True,
    "parties__until__isnull": lambda _row, _value: True,
    "parties__opened_at__isnull": lambda row, value: (row.unopened_since is not None) is value,
    "parties__since__lt": lambda row, value: row.unopened_since is not None and row.unopened_since < value,
    "expected_on__lt": lambda row, value: row.expected_on is not None and row.expected_on < value,
    "is_confidential": lambda row, value: row.is_confidential is value,
    "classification": lambda row, value: row.classification == value,
}


def queues_holding(row: Row, *, by: Actor) -> tuple[str, ...]:
    """The names of the queues of this reader that the row lies in now: none where its reports went elsewhere, or where
    his agency has no part in it any more."""
    if row.report_count == 0 or (is_of_agency(by) and not is_of_desk(by) and not row.part):
        return ()
    return tuple(name for name, queue in queues_of(by).items() if _holds(queue, row))


def _holds(queue: Queue, row: Row) -> bool:
    if queue.states and row.state not in queue.states:
        return False
    if queue.due and not _is_in_time(queue, row):
        return False
    return all(_TESTS[name](row, value) for name, value in queue.lookups().items())


def _is_in_time(queue: Queue, row: Row) -> bool:
    if row.limit is None:
        return False
    span = queue.due_range("due_at")
    due = row.limit.due_at
    return ("due_at__gte" not in span or due >= span["due_at__gte"]) and due < span["due_at__lt"]
