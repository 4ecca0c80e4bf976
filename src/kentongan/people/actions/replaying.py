"""After a restore: whoever was erased since the backup is erased again, before anything is served."""

from dataclasses import dataclass
from pathlib import Path

from kentongan.core import actor
from kentongan.core.actor import Actor
from kentongan.people.actions.erasing import erase
from kentongan.people.actions.registering import Line, read_register, register_path, settle_register
from kentongan.people.models import Person


@dataclass(frozen=True, slots=True)
class Replayed:
    """How many of the register's persons were erased again, were erased already, or are not in this database."""

    erased: int
    already: int
    unknown: int


def replay_erasures(path: Path | None = None, *, by: Actor | None = None) -> Replayed:
    """Erase everyone whom the register names and this database still knows. Safe to repeat; ValueError where the
    register is damaged, FileNotFoundError where a given path is missing."""
    path = path or register_path()
    if path == register_path() and not path.exists():
        settle_register()
    lines = {(line.person, line.created_at): line for line in read_register(path)}
    counts = [0, 0, 0]
    for line in lines.values():
        counts[_replay(line, by or actor.system("restore"))] += 1
    settle_register()
    return Replayed(*counts)


def _replay(line: Line, by: Actor) -> int:
    person = Person.objects.filter(pk=line.person, created_at=line.created_at).only("erased_at").first()
    if person is None:
        return 2
    if person.erased_at is not None:
        return 1
    erase(line.person, reason="register", by=by, at=line.erased_at)
    return 0
