"""The history as a file."""

from typing import Any, TextIO

from kentongan.history.chain import Link, lines
from kentongan.history.queries.checkpoints import checkpoints
from kentongan.history.queries.streaming import Progress, snapshot, streamed, unseen

_EVENTS = """select l.position, e.stream, e.seq, e.kind, e.actor, e.occurred_at, e.recorded_at, e.exercise, e.body,
       e.prev_hash, e.hash
  from history_log l join history_event e on e.id = l.event_id order by l.position"""


def link_of(row: tuple[Any, ...]) -> Link:
    """A stored event from its ten columns, as `history.sql.COLUMNS` names them."""
    values: tuple[Any, ...] = (*row[:8], bytes(row[8]), bytes(row[9]))
    return Link(*values)


def export_to(file: TextIO, *, progress: Progress = unseen) -> tuple[int, int]:
    """Write all events that have a position, and all checkpoints; returns how many of each."""
    events = sealed = 0
    with snapshot():
        seals = checkpoints()
        file.write(lines.opening())
        for position, *row in streamed(_EVENTS):
            file.write(lines.event_line(position, link_of(tuple(row))))
            events += 1
            progress(1)
            while sealed < len(seals) and seals[sealed].last_position <= position:
                file.write(lines.checkpoint_line(seals[sealed]))
                sealed += 1
        for seal in seals[sealed:]:
            file.write(lines.checkpoint_line(seal))
    file.write(lines.closing(events=events, checkpoints=len(seals)))
    return events, len(seals)


def export_checkpoints_to(file: TextIO) -> int:
    """Write the checkpoints alone: what is mailed to auditors and stands in the open data."""
    seals = checkpoints()
    file.write(lines.opening())
    file.writelines(lines.checkpoint_line(seal) for seal in seals)
    file.write(lines.closing(events=0, checkpoints=len(seals)))
    return len(seals)
