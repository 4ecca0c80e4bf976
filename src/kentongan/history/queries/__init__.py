"""Named reads of the history."""

from kentongan.history.queries.reading import (
    Window,
    head_of,
    lag_seconds,
    position_now,
    stream_of,
    tail,
    window,
)

__all__ = ["Window", "head_of", "lag_seconds", "position_now", "stream_of", "tail", "window"]
