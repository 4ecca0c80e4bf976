"""After a restore: whoever was erased since the backup is erased again, before anything is served."""

from dataclasses import dataclass
from pathlib import Path

from kentongan.core import actor
from kentongan.core.actor import Actor
from kentongan.people.actions.erasing import erase
from kentongan.people.actions.forgetting import forget_request
from kentongan.people.actions.registering import Line, read_register, register_path, settle_register
from kentongan.people.models import DataRequest, Person


@dataclass(frozen=True, slots=True)
class Replayed:
    """How many of the register's lines were erased again, were erased already, or are not in this database."""

    erased: int
    already: int
    unknown: int


def replay_erasures(path: Path | None = None, *, by: Actor | None = None) -> Replayed:
    """Erase everything that the register names and this database still knows. Safe to repeat; ValueError where the
    register is damaged, FileNotFoundError where a given path is missing."""
    path = path or register_path()
    if path == register_path() and not path.exists():
        settle_register()
    lines = {line.key: line for line in read_register(path)}
    counts = [0, 0, 0]
    for line in lines.values():
        counts[_replay(line, by or actor.system("restore"))] += 1
    settle_register()
    return Replayed(*counts)


def _replay(line: Line, by: Actor) -> int:
    rows = DataRequest.objects if line.kind == "request" else Person.objects
    made = {"received_at" if line.kind == "request" else "created_at": line.created_at}
    erased_at = rows.filter(pk=line.id, **made).values_list("erased_at", flat=True)
    if not erased_at:
        return 2
    if erased_at[0] is not None:
        return 1
    if line.kind == "request":
        forget_request(line.id, by=by, at=line.erased_at)
    else:
        erase(line.id, reason="register", by=by, at=line.erased_at)
    return 0
