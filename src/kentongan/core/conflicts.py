"""A form sends, for each field it changes, the value it showed. Only a field that moved meanwhile is a conflict."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kentongan.core.errors import Conflict, Moved


@dataclass(frozen=True)
class Wanted:
    """What the form showed and what the writer wants."""

    shown: Any
    wanted: Any


def checked(wanted: Mapping[str, Wanted], current: Mapping[str, Any]) -> dict[str, Any]:
    """The fields to change and their new values. Raises Conflict with both values where one moved."""
    moved: dict[str, Moved] = {}
    changes: dict[str, Any] = {}
    for name, want in wanted.items():
        now = current[name]
        if want.wanted in (want.shown, now):
            continue
        if want.shown != now:
            moved[name] = Moved(shown=want.shown, current=now, wanted=want.wanted)
        else:
            changes[name] = want.wanted
    if moved:
        raise Conflict(moved)
    return changes


def confirmed(wanted: Mapping[str, Wanted], current: Mapping[str, Any]) -> None:
    """Where sending a form confirms every field of it: one left as it was shown that moved is a conflict as well."""
    moved = {
        name: Moved(shown=want.shown, current=current[name], wanted=want.wanted)
        for name, want in wanted.items()
        if current[name] not in (want.shown, want.wanted)
    }
    if moved:
        raise Conflict(moved)
