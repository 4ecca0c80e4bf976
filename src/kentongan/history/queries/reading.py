"""Reading a stream, and the one order of all events."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import connection

from kentongan.core import clock
from kentongan.history.chain import Head, Recorded, parsed

_EVENT = "e.id, e.stream, e.seq, e.kind, e.actor, e.occurred_at, e.recorded_at, e.exercise, e.body, e.hash"

_STREAM = f"""select coalesce(l.position, 0), {_EVENT}
  from history_event e left join history_log l on l.event_id = e.id
 where e.stream = %s and e.seq > %s order by e.seq"""  # noqa: S608 - constants only

_LATEST = f"""select coalesce(l.position, 0), {_EVENT}
  from history_event e left join history_log l on l.event_id = e.id
 where e.stream = %s and e.kind = any(%s) order by e.seq desc limit %s"""  # noqa: S608 - constants only

_AMONG = f"""select coalesce(l.position, 0), {_EVENT}
  from history_event e left join history_log l on l.event_id = e.id
 where e.stream >= %s and e.stream < %s and e.kind = any(%s)
 order by e.occurred_at desc, e.id desc limit 1"""  # noqa: S608 - constants only

_ONE = f"""select coalesce(l.position, 0), {_EVENT}
  from history_event e left join history_log l on l.event_id = e.id
 where e.stream = %s and e.seq = %s"""  # noqa: S608 - constants only

_WINDOW = f"""select l.position, {_EVENT}
  from (select position, event_id from history_log where position > %s order by position limit %s) l
  join history_event e on e.id = l.event_id order by l.position"""  # noqa: S608 - constants only

# Of what nobody asked for only the position travels.
_WINDOW_OF_KINDS = f"""select l.position, {_EVENT}
  from (select position, event_id from history_log where position > %s order by position limit %s) l
  left join history_event e on e.id = l.event_id and e.kind = any(%s) order by l.position"""  # noqa: S608

_TAIL = f"""select l.position, {_EVENT}
  from history_log l join history_event e on e.id = l.event_id
 where l.position > %s and (e.exercise is null or %s) order by l.position limit %s"""  # noqa: S608 - constants only

_LAG = "select min(recorded_at) from history_event where id = (select min(event_id) from history_pending)"


@dataclass(frozen=True, slots=True)
class Window:
    """Events after a position, and `last`: how far was looked, also where nothing there was asked for."""

    events: list[Recorded]
    last: int


def _recorded(row: tuple[Any, ...]) -> Recorded:
    values: tuple[Any, ...] = (*row[:9], parsed(row[9]), bytes(row[10]))
    return Recorded(*values)


def _read(statement: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def stream_of(stream: str, *, after_seq: int = 0) -> list[Recorded]:
    """The events of a stream in their order, also those that have no position yet (position 0)."""
    return [_recorded(row) for row in _read(_STREAM, [stream, after_seq])]


def latest_among(prefix: str, kinds: Collection[str]) -> Recorded | None:
    """The newest event of these kinds in all streams whose name begins so (`agency:`); None where there is none."""
    end = f"{prefix[:-1]}{chr(ord(prefix[-1]) + 1)}"
    rows = _read(_AMONG, [prefix, end, list(kinds)])
    return _recorded(rows[0]) if rows else None


def latest_of(stream: str, kinds: Collection[str], *, limit: int = 50) -> list[Recorded]:
    """The newest events of these kinds on a stream, the newest first."""
    return [_recorded(row) for row in _read(_LATEST, [stream, list(kinds), limit])]


def event_of(stream: str, seq: int) -> Recorded | None:
    """One event of a stream."""
    rows = _read(_ONE, [stream, seq])
    return _recorded(rows[0]) if rows else None


def head_of(stream: str) -> Head:
    """The end of a stream by the events themselves. Acts read it from their aggregate's row."""
    rows = _read("select seq, hash from history_event where stream = %s order by seq desc limit 1", [stream])
    return Head(rows[0][0], bytes(rows[0][1])) if rows else Head()


def tail(after_position: int, limit: int = 500, *, exercise: bool = False) -> list[Recorded]:
    """Up to `limit` events after a position, in the one order; those of exercises only where asked for."""
    return [_recorded(row) for row in _read(_TAIL, [after_position, exercise, limit])]


def window(
    after_position: int, limit: int = 500, *, exercise: bool = False, kinds: Collection[str] | None = None
) -> Window:
    """The next `limit` positions, for readers that keep their own place; of `kinds` alone where they are given."""
    if kinds is None:
        rows = _read(_WINDOW, [after_position, limit])
    else:
        rows = _read(_WINDOW_OF_KINDS, [after_position, limit, list(kinds)])
    events = (_recorded(row) for row in rows if row[1] is not None)
    kept = [event for event in events if exercise or event.exercise is None]
    return Window(kept, rows[-1][0] if rows else after_position)


def position_now() -> int:
    """The last position given; 0 before the first event."""
    rows = _read("select position from history_log order by position desc limit 1", [])
    return int(rows[0][0]) if rows else 0


def lag_seconds() -> float:
    """The age of the oldest event that waits for its position; 0.0 where none waits. Alarms at 2 seconds."""
    oldest = _read(_LAG, [])[0][0]
    return 0.0 if oldest is None else max(0.0, (clock.now() - oldest).total_seconds())
