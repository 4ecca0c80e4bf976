"""The connections of the pool: checked before each use, without asking the database."""

import select
from typing import Any, cast

import psycopg
from psycopg import Cursor
from psycopg.abc import Params
from psycopg.rows import TupleRow


class PooledConnection(psycopg.Connection[TupleRow]):
    """A connection that knows without a round trip that it is still whole.

    The pool checks with an empty query, which costs as much as a small real one. A server that ended or dropped us has
    closed the socket, and a closed socket is readable; a silent one has nothing to tell. So only a socket that is
    readable is really asked.
    """

    def execute(
        self, query: Any, params: Params | None = None, *, prepare: bool | None = None, binary: bool = False
    ) -> Cursor[TupleRow]:
        if query == "" and self._is_silent():
            return self.cursor()
        return super().execute(query, params, prepare=prepare, binary=binary)

    def _is_silent(self) -> bool:
        if self.closed:
            return False
        poll = select.poll()
        poll.register(self.fileno(), select.POLLIN)
        return not poll.poll(0)


def pool_options(threads: int) -> dict[str, Any]:
    """What Django hands to the pool: room for each thread and one more."""
    return {
        "min_size": 1,
        "max_size": threads + 1,
        "timeout": 5,
        "connection_class": cast("type[psycopg.Connection[Any]]", PooledConnection),
    }
