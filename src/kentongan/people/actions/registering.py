"""The register of erasures beside the database: ids and times, one line each, replayed when a backup is restored.

A line names the person, or the data request whose words went, by id and by the moment of its making: after a restore
the same id may be given to another.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from django.conf import settings

from kentongan.people.models import DataRequest, Erasure, Person

KINDS = ("person", "request")


@dataclass(frozen=True, slots=True)
class Line:
    """One erasure of the register."""

    kind: str  # `person` or `request`
    id: int
    created_at: datetime
    erased_at: datetime

    @property
    def key(self) -> tuple[str, int, datetime]:
        """What is erased, apart from when."""
        return self.kind, self.id, self.created_at

    def dump(self) -> str:
        values = {self.kind: self.id, "created_at": self.created_at.isoformat()}
        return json.dumps({**values, "erased_at": self.erased_at.isoformat()}) + "\n"

    @classmethod
    def load(cls, text: str) -> "Line":
        """ValueError where the text is no line of the register."""
        try:
            data = json.loads(text)
            kind = next(kind for kind in KINDS if kind in data)
            created_at, erased_at = (datetime.fromisoformat(data[key]) for key in ("created_at", "erased_at"))
            return cls(kind, int(data[kind]), created_at, erased_at)
        except (KeyError, TypeError, StopIteration) as error:
            msg = "not a line of the register of erasures"
            raise ValueError(msg) from error


def register_path() -> Path:
    return Path(settings.KENTONGAN_DATA) / "erasures.jsonl"


def settle_register() -> int:
    """Write every erasure the register lacks (normally the one just committed); gives how many."""
    with _locked(register_path()) as file:
        whole, _cut_off = _split(file.read())
        known = {line.key for line in _parsed(whole)}
        missing = [line for line in _lines_of_database() if line.key not in known]
        file.seek(len(whole.encode()))
        file.truncate()
        file.write("".join(line.dump() for line in missing))
        file.flush()
        os.fsync(file.fileno())
    return len(missing)


def read_register(path: Path) -> list[Line]:
    """The lines of a register. One cut off by a crash at its end is left out; any other damage is a ValueError."""
    return _parsed(_split(path.read_text(encoding="utf-8"))[0])


def _split(text: str) -> tuple[str, str]:
    end = text.rfind("\n") + 1
    return text[:end], text[end:]


def _parsed(text: str) -> list[Line]:
    lines = []
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            lines.append(Line.load(line))
        except ValueError as error:
            msg = f"line {number} of the register of erasures is damaged"
            raise ValueError(msg) from error
    return lines


def _lines_of_database() -> list[Line]:
    erased = dict(Erasure.objects.order_by("pk").values_list("person_id", "erased_at"))
    made = Person.objects.filter(pk__in=erased).values_list("pk", "created_at")
    persons = [Line("person", person, created_at, erased[person]) for person, created_at in made]
    gone = DataRequest.objects.filter(erased_at__isnull=False).order_by("erased_at", "pk")
    return persons + [Line("request", row.pk, row.received_at, row.erased_at) for row in gone if row.erased_at]


@contextmanager
def _locked(path: Path) -> Iterator[IO[str]]:
    """The register, ours alone to add to, made where it is missing."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
