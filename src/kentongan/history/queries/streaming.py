"""Reading millions of rows in little memory, all as of one moment."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

Progress = Callable[[int], object]

_ROWS = 2000


def unseen(_: int) -> None:
    """The progress of work that nobody watches."""


@contextmanager
def snapshot() -> Iterator[None]:
    """What is read inside was all true at one moment. Inside a transaction it is that transaction's view."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read, read only")
            cursor.execute("set local idle_in_transaction_session_timeout = 0")  # a slow disk is no reason to give up
        yield


def streamed(statement: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
    """The rows of a query through a cursor of the server; inside a transaction."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, parameters)
        while rows := cursor.fetchmany(_ROWS):
            yield from rows
