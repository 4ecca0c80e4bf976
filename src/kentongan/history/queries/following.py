"""How far the followers are, and what they set aside."""

from dataclasses import dataclass
from datetime import datetime

from kentongan.history.chain import Recorded
from kentongan.history.models import Cursor, SetAside
from kentongan.history.queries.reading import window


@dataclass(frozen=True, slots=True)
class Following:
    """A follower's place. `behind` is how many positions it has yet to see."""

    name: str
    position: int
    behind: int
    moved_at: datetime | None


@dataclass(frozen=True, slots=True)
class Aside:
    """An event a follower failed on: which, how (class of the error and place in the code), how often."""

    follower: str
    position: int
    error: str
    attempts: int
    set_aside_at: datetime


def cursor_of(name: str) -> int:
    """The position up to which a follower has seen everything; 0 for a new one."""
    return Cursor.objects.filter(name=name).values_list("position", flat=True).first() or 0


def followings(now: int) -> list[Following]:
    """Every follower that ever ran, with its distance from position `now`."""
    rows = Cursor.objects.order_by("name").values_list("name", "position", "moved_at")
    return [Following(name, position, max(0, now - position), moved_at) for name, position, moved_at in rows]


def set_aside(follower: str | None = None) -> list[Aside]:
    """What waits for a replay, oldest first."""
    rows = SetAside.objects.filter(replayed_at=None).order_by("set_aside_at", "id")
    if follower is not None:
        rows = rows.filter(follower=follower)
    return [Aside(r.follower, r.position, r.error, r.attempts, r.set_aside_at) for r in rows]


def event_at(position: int) -> Recorded | None:
    """The event at a position, of an exercise or not."""
    found = window(position - 1, 1, exercise=True).events
    return found[0] if found and found[0].position == position else None
