"""The few ways an act can fail. Doors turn them into responses in one place."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

Reason = str | Promise


class KentonganError(Exception):
    """Base of every error that has something to say to a person."""


class Refused(KentonganError):
    """The act is not allowed here and now. `reason` is shown; it says what to do next.

    `field` names the input that is wrong, where one is.
    """

    def __init__(self, reason: Reason, *, field: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field


class NotFound(KentonganError):
    """There is no such thing, or the actor may not know of it."""


class TooMany(Refused):
    """Slow down. `retry_after` in seconds."""

    def __init__(self, reason: Reason, *, retry_after: int) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


@dataclass(frozen=True)
class Moved:
    """One field that changed under the writer's hands."""

    shown: Any
    current: Any
    wanted: Any = None


class Conflict(KentonganError):
    """Someone else changed a field this form changes too. `fields` holds both values by name."""

    def __init__(self, fields: Mapping[str, Moved]) -> None:
        super().__init__(", ".join(fields))
        self.fields = dict(fields)
