"""SQL of the history, for this part and for statements that insert events beside their own rows.

An intake statement composes three pieces, all in one round trip:

    with {source_of_arrays("told")},
         mine as (insert into … returning …),
         {insert_events("told")}
    select …

with `event_parameters(links)` among its parameters. `insert_events` may read any other CTE that has the
columns of `COLUMNS`, e.g. one that joins `told` to the rows that were really new.
"""

from collections.abc import Sequence
from typing import Any

from kentongan.history.chain import Link

_TYPES = {
    "stream": "text",
    "seq": "int",
    "kind": "text",
    "actor": "text",
    "occurred_at": "timestamptz",
    "recorded_at": "timestamptz",
    "exercise": "bigint",
    "body": "text",
    "prev_hash": "bytea",
    "hash": "bytea",
}
COLUMNS = tuple(_TYPES)
_LIST = ", ".join(COLUMNS)


def event_parameters(links: Sequence[Link], *, prefix: str = "event_") -> dict[str, list[Any]]:
    """The parameters of `source_of_arrays`: one list per column, named `event_stream`, `event_seq` and so on."""
    return {prefix + name: [getattr(link, name) for link in links] for name in COLUMNS}


def source_of_arrays(name: str, *, prefix: str = "event_") -> str:
    """A CTE `name` with one row per event: the columns of `COLUMNS` and `n`, its number in the lists from 1."""
    arrays = ", ".join(f"%({prefix}{column})s::{kind}[]" for column, kind in _TYPES.items())
    return f"{name} as (select {_LIST}, n from unnest({arrays}) with ordinality as t({_LIST}, n))"


def insert_events(source: str, *, name: str = "event", order: str = "n", taken: str = "") -> str:
    """Two CTEs: `name` inserts the events of `source` in `order` and returns id, stream, seq, hash;
    `name`_pending gives them to the sequencer in the same statement.

    `taken` may be `on conflict (stream, seq) do nothing`; without it a taken seq fails the statement.
    """
    return f"""{name} as (
    insert into history_event ({_LIST}) select {_LIST} from {source} order by {order} {taken}
    returning id, stream, seq, hash
), {name}_pending as (insert into history_pending (event_id) select id from {name})"""


APPEND = f"""with {source_of_arrays("given")},
{insert_events("given", taken="on conflict (stream, seq) do nothing")}
select id from event"""

# Committed events that wait get the next positions, by id: within a stream that is the order of its acts.
# Only what was not finished at the last look is looked at: transactions that have begun since (from `began` on), and
# those that were `open` then. So rows already taken cost nothing, even while an open transaction keeps them from
# being cleaned away. Returns how many were placed, and the snapshot for the next look.
SEQUENCE = """with seen as (select pg_current_snapshot() as now),
taken as (
    delete from history_pending where ctid = any(array(
        select ctid from history_pending where xid >= %(began)s::xid8 or xid = any(%(open)s::xid8[])
         order by event_id limit %(limit)s))
    returning event_id
),
placed as (
    insert into history_log (position, event_id)
    select coalesce((select max(position) from history_log), 0) + row_number() over (order by event_id), event_id
      from taken
    returning position
)
select (select count(*) from placed), pg_snapshot_xmax(now)::text,
       array(select xid::text from pg_snapshot_xip(now) as open(xid))
  from seen"""
