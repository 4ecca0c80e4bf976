"""A follower's step: its rows and its position commit together."""

import traceback
from pathlib import PurePath

from django.db import transaction

from kentongan.core import clock
from kentongan.core.errors import NotFound
from kentongan.history import queries
from kentongan.history.follower import Follower
from kentongan.history.models import Cursor, SetAside


class Overtaken(Exception):
    """Another process moved this follower's position; what we did for these events is rolled back."""


def begin(name: str) -> int:
    """The stored position of a follower; a new one starts before the first event."""
    Cursor.objects.bulk_create([Cursor(name=name)], ignore_conflicts=True)
    return queries.cursor_of(name)


def hand_over(follower: Follower, after: int, found: queries.Window) -> None:
    """Give the handler the events behind `after` and move the position, in one transaction."""
    with transaction.atomic():
        if found.events:
            follower.handler(found.events)
        _move(follower.name, after, found.last)


def put_aside(follower: Follower, position: int, error: Exception, attempts: int) -> None:
    """Note an event the follower cannot take and go past it."""
    with transaction.atomic():
        SetAside.objects.update_or_create(
            follower=follower.name,
            position=position,
            defaults={
                "error": place_of(error),
                "attempts": attempts,
                "set_aside_at": clock.now(),
                "replayed_at": None,
            },
        )
        _move(follower.name, position - 1, position)


def replay(follower: Follower, position: int) -> None:
    """Give an event that was set aside to its follower again. Where it fails again its error is raised and it stays."""
    try:
        with transaction.atomic():
            row = _aside(follower, position)
            event = queries.event_at(position)
            if event is None:
                raise NotFound
            follower.handler([event])
            row.replayed_at = clock.now()
            row.save(update_fields=["replayed_at"])
    except NotFound:
        raise
    except Exception as error:
        with transaction.atomic():
            row = _aside(follower, position)
            row.attempts, row.error = row.attempts + 1, place_of(error)
            row.save(update_fields=["attempts", "error"])
        raise


def place_of(error: BaseException) -> str:
    """`ValueError in cases/tasks.py:33`: what a log may say of an error whose message may hold personal data.

    The place is the innermost one in our own code.
    """
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "kentongan" in PurePath(frame.filename).parts]
    if not frames:
        return type(error).__name__
    frame = (ours or frames)[-1]
    return f"{type(error).__name__} in {'/'.join(PurePath(frame.filename).parts[-2:])}:{frame.lineno}"


def _aside(follower: Follower, position: int) -> SetAside:
    rows = SetAside.objects.select_for_update().filter(follower=follower.name, position=position, replayed_at=None)
    row = rows.first()
    if row is None:
        raise NotFound
    return row


def _move(name: str, old: int, new: int) -> None:
    moved = Cursor.objects.filter(name=name, position=old).update(position=new, moved_at=clock.now())
    if not moved:
        raise Overtaken(name)
