"""Named reads of the history."""

from kentongan.history.queries.following import Aside, Following, cursor_of, event_at, followings, set_aside
from kentongan.history.queries.reading import (
    Window,
    head_of,
    lag_seconds,
    position_now,
    stream_of,
    tail,
    window,
)

__all__ = [
    "Aside",
    "Following",
    "Window",
    "cursor_of",
    "event_at",
    "followings",
    "head_of",
    "lag_seconds",
    "position_now",
    "set_aside",
    "stream_of",
    "tail",
    "window",
]
